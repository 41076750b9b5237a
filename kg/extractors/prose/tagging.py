"""One entry to its fields by the learnt reference tagger, and whether its shape left something open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extractors.prose.fields import Fields, Span, body_end, quality, year_in
from kg.extractors.prose.lexicon import Lexicon
from kg.extractors.prose.names import Name, NameRun
from kg.extractors.prose.passage import Passage

if TYPE_CHECKING:
    from kg.extractors.references.tagger import TaggedSpan

_VENUES = ("journal", "booktitle", "series")
_OTHER_VENUES = ("genre", "institution", "publisher", "note")


def read_tagged(passage: Passage, spans: Sequence[TaggedSpan], lexicon: Lexicon) -> Fields:
    """Fields of an entry from the labelled stretches of its text."""
    text = passage.text
    end = body_end(text)
    spans = [span for span in spans if span.start < end]
    titles = _joined([span for span in spans if span.label == "title"], text)
    title = max(titles, key=lambda span: span[1] - span[0], default=None)
    authors = _authors(text, spans, title, lexicon)
    venue = _venue(spans)
    dates = [(span.start, span.end) for span in spans if span.label == "date"]
    dated = next((date for date in reversed(dates) if re.search(r"(?:19|20)\d\d", text[date[0] : date[1]])), None)
    year, where = year_in(text[:end], dated, title)
    fields = Fields(authors, title, venue, year, where, end)
    certain = sum(span.score * (span.end - span.start) for span in spans) / max(1, sum(s.end - s.start for s in spans))
    many = max(0, len(titles) - 1)
    score = quality(text, fields) * (0.6 + 0.4 * certain) - 0.1 * min(3, many)
    return replace(fields, score=max(0.0, score))


def _joined(spans: Sequence[TaggedSpan], text: str) -> list[Span]:
    """Title pieces with at most a few characters between them as one."""
    joined: list[Span] = []
    for span in spans:
        if (
            joined
            and len(re.findall(r"\w+", text[joined[-1][1] : span.start])) <= 2
            and "\n\n" not in text[joined[-1][1] : span.start]
        ):
            joined[-1] = (joined[-1][0], span.end)
        else:
            joined.append((span.start, span.end))
    return joined


def _authors(text: str, spans: Sequence[TaggedSpan], title: Span | None, lexicon: Lexicon) -> NameRun | None:
    """The names of the author stretches next to each other, as one run."""
    places = [(span.start, span.end) for span in spans if span.label == "author"]
    if not places:
        return None
    groups: list[list[Span]] = [[places[0]]]
    for place in places[1:]:
        between = (groups[-1][-1][1], place[0])
        if (title is not None and between[0] <= title[0] and title[1] <= between[1]) or place[0] - between[0] > 60:
            groups.append([place])
        else:
            groups[-1].append(place)
    group = max(groups, key=lambda one: one[-1][1] - one[0][0])
    start, end = group[0][0], group[-1][1]
    if title is not None and start < title[0] < end:
        end = title[0]
    return run_between(text, start, end, lexicon)


def run_between(text: str, start: int, end: int, lexicon: Lexicon) -> NameRun | None:
    """All names in a stretch that holds an author list; None if there is none."""
    names: list[Name] = []
    gap: int | None = None
    weight = 0.0
    stretch = text[start:end]
    for run in lexicon.runs(stretch):
        if run.gap_after is not None and gap is None:
            gap = len(names) + run.gap_after
        names += [replace(name, start=name.start + start, end=name.end + start) for name in run.names]
        weight += run.weight
    tail = re.match(r"[\s,;]*(?:and\s+)?(?:et\.?\s+al\b\.?|…|\.\.\.)", text[end:])
    if tail and names:
        gap = len(names) if gap is None else gap
        end += tail.end()
    if not names:
        return None
    return NameRun(names[0].start, max(end, names[-1].end), tuple(names), gap, weight)


def _venue(spans: Sequence[TaggedSpan]) -> Span | None:
    for labels in (_VENUES, _OTHER_VENUES):
        found = [span for span in spans if span.label in labels]
        if found:
            best = max(found, key=lambda span: (span.end - span.start) * span.score)
            return best.start, best.end
    return None


def is_doubtful(passage: Passage, fields: Fields, lexicon: Lexicon) -> bool:
    """Whether the shape of an entry left its title or authors open."""
    text = passage.text
    if "\n" in text or "\t" in text or len(text) < 30:
        return False
    if fields.title is None:
        return True
    start, end = fields.title
    title = text[start:end]
    marked = any((run.bold or run.italic) and run.start <= start + 1 and run.end >= end - 1 for run in passage.runs)
    if marked or text[start - 1 : start] in ("“", '"', "«", "„", "《"):
        return False
    named = bool(lexicon.runs(title)) and len(title.split()) <= 4
    return fields.venue is None or fields.authors is None or named or title[:1].islower() or end - start > 180

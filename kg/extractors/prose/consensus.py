"""What the entries of a list have in common decides which reading of each one is taken.

An entry can be read in several ways: by shape, by the learnt tagger, after the pattern of its neighbours. A reading
has a frame: what stands before and after the title, how the title is set, whether authors come first. The frames of
all entries of the list (and, with half the weight, of the other lists of the document) are counted; the reading that
is good in itself and framed like the rest wins. So a question mark inside a title, a name-like title or a title with
a comma are read right where the rest of the list shows where titles end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.extractors.prose.fields import Fields, Hint, Span, is_review, lead_date, names_others, read_fields
from kg.extractors.prose.labels import label_role
from kg.extractors.prose.lexicon import Lexicon
from kg.extractors.prose.passage import Passage, trim
from kg.extractors.prose.tagging import is_doubtful, read_tagged
from kg.extractors.prose.titles import before_inside
from kg.extractors.prose.venues import leads

_WEIGHTS = {"order": 0.15, "style": 0.3, "opening": 0.1, "closing": 0.2, "next": 0.15}
_TAGGER = 0.2  # of full agreement with the tagger's title
_PRIOR = 0.12  # of the reading by shape where nothing speaks against it
_CLEAR = 0.05  # a reading has to be better than the first by this much
_DOMINANT = 0.6  # share of a frame that other entries are tried for
_LONGEST = 1_500  # characters of an entry that the tagger is asked about
_QUOTES = "“\"«„‘'《`"
_ANY = "any"


@dataclass(frozen=True, slots=True)
class Frame:
    """How a title stands in its entry; `_ANY` where that cannot be told."""

    order: str
    style: str
    opening: str
    closing: str
    next: str

    def items(self) -> Iterator[tuple[str, str]]:
        for name in _WEIGHTS:
            yield name, getattr(self, name)


@dataclass(slots=True)
class Votes:
    """Weights of the values of each part of a frame."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in _WEIGHTS})
    total: float = 0.0

    def add(self, frame: Frame, weight: float) -> None:
        self.total += weight
        for name, value in frame.items():
            if value != _ANY:
                self.counts[name][value] += weight  # type: ignore[assignment]

    def include(self, other: Votes, weight: float) -> None:
        """Adds the votes of another list."""
        self.total += weight * other.total
        for name, counter in other.counts.items():
            for value, count in counter.items():
                self.counts[name][value] += weight * count  # type: ignore[assignment]

    def share(self, name: str, value: str) -> float:
        """Share of the votes, 0..1; an open value gets the largest."""
        counter = self.counts[name]
        known = sum(counter.values())
        if not known:
            return 0.0
        return (max(counter.values()) if value == _ANY else counter[value]) / known

    def dominant(self, name: str) -> str:
        """The value that most entries have, "" if none has `_DOMINANT` of the votes."""
        counter = self.counts[name]
        if not counter:
            return ""
        value, count = max(counter.items(), key=lambda item: (item[1], item[0]))
        return value if count >= _DOMINANT * sum(counter.values()) else ""

    def of(self, frame: Frame) -> float:
        return sum(_WEIGHTS[name] * self.share(name, value) for name, value in frame.items())


@dataclass(slots=True)
class Candidates:
    """The readings of one entry, the first being the one by shape, and where the tagger sees the title."""

    passage: Passage
    readings: list[Fields]
    tagged: Span | None = None


def candidates(passage: Passage, fields: Fields, lexicon: Lexicon) -> Candidates:
    """The reading by shape and the tagger's; of fields that have labels there is only one."""
    found = Candidates(passage, [fields])
    if label_role(passage.text) or is_review(passage.text):
        return found
    if len(passage.text) > _LONGEST or len(passage.text) < 15:
        return found
    from kg.extractors.references.tagger import Tagger

    tagged = read_tagged(passage, Tagger.load().tag([passage.text])[0], lexicon)
    found.tagged = tagged.title
    if tagged.title is not None and not re.search(r"[\n\t]", passage.text[slice(*tagged.title)]):
        whole = before_inside(passage.text, _completed(passage.text, tagged.title))
        if whole != tagged.title:
            tagged = read_fields(passage, lexicon, Hint(title=whole))
        if tagged.authors is not None or fields.authors is None:
            found.readings.append(_with_all_authors(passage, tagged, lexicon))
    return found


def _with_all_authors(passage: Passage, tagged: Fields, lexicon: Lexicon) -> Fields:
    """The tagger's reading, with the author list that stands beside its title if that is longer."""
    shaped = read_fields(passage, lexicon, Hint(title=tagged.title))
    known = len(tagged.authors.names) if tagged.authors is not None else 0
    if shaped.authors is None or len(shaped.authors.names) <= known or shaped.score < tagged.score - 0.1:
        return tagged
    return replace(tagged, authors=shaped.authors, venue=tagged.venue or shaped.venue)


def _completed(text: str, title: Span) -> Span:
    """With the question mark that ends it."""
    start, end = title
    return (start, end + 1) if text[end : end + 1] in ("?", "!") else title


def votes(entries: Iterable[Candidates]) -> Votes:
    """What the readings of a list say together: two of one entry that agree count as one and a half."""
    result = Votes()
    for entry in entries:
        seen: set[tuple[str, str]] = set()
        for place, reading in enumerate(entry.readings):
            frame = frame_of(entry.passage, reading)
            if frame is None or reading.score < 0.5:
                continue
            key = (str(reading.title), "")
            weight = 0.5 if place == 0 and key not in seen else 0.25
            seen.add(key)
            result.add(frame, weight * reading.score)
    return result


def frame_of(passage: Passage, fields: Fields) -> Frame | None:
    """The frame of a reading's title, None without one."""
    if fields.title is None:
        return None
    text = passage.text
    start, end = fields.title
    order = "none"
    if fields.authors is not None and not names_others(text, fields.authors):
        order = "authors first" if fields.authors.start < start else "title first"
    closing, following = _closing(text, end)
    return Frame(order, _style(passage, start, end), _opening(text, start), closing, _next(passage, fields, following))


def _style(passage: Passage, start: int, end: int) -> str:
    for name, stretches in (("bold", passage.emboldened()), ("italic", passage.slanted())):
        for first, last in stretches:
            if first <= start + 2 and last >= end - 2 and last - first < len(passage.text) - 2:
                return name
    return "quoted" if passage.text[start - 1 : start] in tuple(_QUOTES) and start else "plain"


def _opening(text: str, start: int) -> str:
    before = text[:start]
    if not re.search(r"\w", before):
        return "first"
    if "\n" in before and not re.search(r"\w", before[before.rfind("\n") :]):
        return "line"
    if "\t" in before and not re.search(r"\w", before[before.rfind("\t") :]):
        return "tab"
    last = before.rstrip(f" {_QUOTES}*")[-1:]
    return last if last and not last.isalnum() else "word"


def _closing(text: str, end: int) -> tuple[str, int]:
    """What ends the title, and where what follows begins."""
    match = re.compile(r"[”\"’'»»“*]*\s*([.,;:–—(\[/|-]?)[”\"’'»]*[^\S\n\t]*([\n\t]?)").match(text, end)
    assert match is not None
    following = match.end()
    if not text[following:].strip():
        return "end", following
    if match.group(2):
        return "line" if match.group(2) == "\n" else "tab", following
    if match.group(1):
        return match.group(1), following
    return (_ANY if text[end - 1] in "?!" else "word"), following


def _next(passage: Passage, fields: Fields, place: int) -> str:
    text = passage.text
    if fields.authors is not None and abs(fields.authors.start - place) <= 1:
        return "authors"
    if any(abs(start - place) <= 1 for start, _ in passage.slanted()):
        return "italic"
    rest = text[place : place + 30]
    if re.match(r"\(?(?:with|mit|avec|con|joint)\b", rest, re.I):
        return "with"
    if leads(rest):
        return "lead"
    return "digit" if rest[:1].isdigit() else "word" if rest.strip() else _ANY


def chosen(entry: Candidates, known: Votes, lexicon: Lexicon) -> Fields:
    """The reading that fits best: good in itself, framed as the list's others, seen so by the tagger."""
    first = entry.readings[0]
    readings = list(entry.readings)
    readings += [reading for reading in _by_pattern(entry, known, lexicon) if reading.title is not None]
    values = [_value(entry, reading, known) for reading in readings]
    if not is_doubtful(entry.passage, first, lexicon):
        values[0] += _PRIOR
    best = max(range(len(readings)), key=lambda place: (values[place], -place))
    return readings[best] if values[best] > values[0] + _CLEAR else first


def _value(entry: Candidates, reading: Fields, known: Votes) -> float:
    frame = frame_of(entry.passage, reading)
    if frame is None or reading.title is None:
        return 0.0
    return reading.score + known.of(frame) + _TAGGER * _overlap(reading.title, entry.tagged)


def _overlap(one: Span, other: Span | None) -> float:
    """Characters in both over characters in either."""
    if other is None:
        return 0.0
    common = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, common) / (max(one[1], other[1]) - min(one[0], other[0]))


def _by_pattern(entry: Candidates, known: Votes, lexicon: Lexicon) -> Iterator[Fields]:
    """Readings with the title where the other entries have theirs, if no reading so far has it there."""
    wanted = {name: known.dominant(name) for name in _WEIGHTS}
    frames = [frame_of(entry.passage, reading) for reading in entry.readings]
    if any(frame is not None and _fits(frame, wanted) for frame in frames[:1]):
        return
    seen = {reading.title for reading in entry.readings}
    for span in _spans(entry, wanted):
        if span in seen:
            continue
        seen.add(span)
        reading = read_fields(entry.passage, lexicon, Hint(title=span))
        frame = frame_of(entry.passage, reading)
        if frame is not None and _fits(frame, wanted):
            yield reading


def _fits(frame: Frame, wanted: dict[str, str]) -> bool:
    return all(not wanted[name] or value in (wanted[name], _ANY) for name, value in frame.items())


def _spans(entry: Candidates, wanted: dict[str, str]) -> Iterator[Span]:
    """Stretches that could be the title by the wanted frame, at most a few."""
    passage, text = entry.passage, entry.passage.text
    if wanted["style"] in ("bold", "italic"):
        stretches = passage.emboldened() if wanted["style"] == "bold" else passage.slanted()
        for start, end in stretches:
            span = trim(text, start, end, " ,.;:")
            if len(text[slice(*span)].split()) >= 2:
                yield span
        return
    starts = _starts(entry, wanted["opening"])
    found = 0
    for start in starts:
        for end in _ends(text, start, wanted["closing"]):
            if len(text[start:end].split()) >= 2:
                yield start, end
                found += 1
            if found >= 12:
                return


def _starts(entry: Candidates, opening: str) -> list[int]:
    text = entry.passage.text
    starts: list[int] = []
    if opening == "first":
        starts.append(max(lead_date(text), len(text) - len(text.lstrip(" [(“\"'"))))
    elif opening in ("line", "tab"):
        starts += [match.end() for match in re.finditer("\n" if opening == "line" else "\t", text)][:4]
    starts += [reading.title[0] for reading in entry.readings if reading.title is not None]
    starts += [
        match.end() for reading in entry.readings if reading.authors is not None
        for match in [re.compile(r"[\s.,:;)–—-]*").match(text, reading.authors.end)] if match is not None
    ]  # fmt: skip
    return list(dict.fromkeys(starts))


def _ends(text: str, start: int, closing: str) -> Sequence[int]:
    if closing == "line":
        pattern = r"\n"
    elif closing == "tab":
        pattern = r"\t"
    elif closing in ("", "end", "word", _ANY):
        return [len(text)] if closing == "end" else []
    else:
        pattern = rf"[?!]?[”\"’»]*\s*{re.escape(closing)}(?=\s|\w|$)"
    ends = []
    for match in re.finditer(pattern, text[start:]):
        kept = 1 if text[start + match.start()] in "?!" else 0
        ends.append(start + match.start() + kept)
    return ends[:8]

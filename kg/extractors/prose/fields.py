"""One entry to its fields by shape alone: author run, date, title, venue phrase.

This reader needs no learnt model. `kg.extractors.prose.tagging` joins it with the reference tagger.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kg.extractors.prose.corners import read_cornered
from kg.extractors.prose.lexicon import Lexicon
from kg.extractors.prose.names import Name, NameRun
from kg.extractors.prose.passage import Passage, trim
from kg.extractors.prose.titles import (
    TYPE_TAG,
    Span,
    clean_title,
    first_column,
    first_sentence,
    set_apart,
    title_end,
    within_quotes,
    without_status,
    words,
)
from kg.extractors.prose.venues import ACRONYM_YEAR, CUE, CUE_ANY, LEAD, NOTE, leads

_LINK_WORDS = (
    r"pdf|code|codes|paper|project(?:\s*page)?|webpage|website|web|slides?|posters?|video|videos|talk|"
    r"bib(?:tex)?|doi|arxiv|preprint|link|url|html|github|data(?:set)?|demo|supp(?:lement(?:ary|al)?)?(?:\s*material)?|"
    r"appendix|abstract|blog(?:\s*post)?|press|media|tweet|cite|citation|full text|publisher|journal|"
    r"openreview|dataset|models?|colab|huggingface|software|package|online|download|here|page|docs?|site|news|"
    r"twitter|poster|springer|acm|ieee|neurips|iclr|icml|cvpr|scholar|review|thread|summary|pubmed|ssrn|"
    r"official version|free version|acl|anthology|r package|replication|materials?|abs|bibtex|pre-?print|postprint|"
    r"read|open access|oa|errata|erratum|journal version|arxiv version|long version|full version|reviews?|ps(?:\.gz)?|"
    r"artifacts?|badge|award|handout|notebook|playlist|recording|interview|press release|one-pager|tl;?dr"
)
_LABEL = rf"(?:{_LINK_WORDS})(?:\s*[,/|·•]\s*(?:{_LINK_WORDS}))*"
_TAIL_LABEL = re.compile(rf"(?:\\?[\[(]\s*{_LABEL}\s*\\?[\])]|[|/·•\t]\s*{_LABEL})$", re.I)
_LABEL_LINE = re.compile(rf"[\s\[(|/·•,\])]*(?:(?:{_LINK_WORDS})[\s\])|/·•,\[(]*(?:[★☆⭐]\s*\d*[\s|/·•,]*)?)+", re.I)
_QUOTED = re.compile(
    r"[“„«]([^”“»\n]{6,300}(?:\n[^”“»\n]{1,200})?)[”“»]|\"([^\"]{8,300})\"|``(.{8,300}?)''|"
    r"(?<!\w)[‘'](['\"“]?[A-Z](?:[^’'\n]|(?<=\w)[’'](?=\w)){13,250})[’'](?=[\s,.]|$)|《([^》]{2,120})》"
)
_YEAR = re.compile(r"(?<![\w./:-])(?:\(\s*)?((?:19[3-9]|20[0-4])\d)[a-z]?(?![\w])(?!\s*[-–]\s*\d)(?:[^\S\n]*\))?")
_SHORT_YEAR = re.compile(r"(?<=[A-Za-z])\s?['’](\d\d)(?!\d)")
_PAREN_YEAR = re.compile(
    r"[(\[]\s*((?:19[3-9]|"
    r"20[0-4])\d)[a-z]?(?:\s*,\s*[A-Za-z.]+(?:\s*[-–/]?\s*[A-Za-z]*)?(?:\s*\d{1,2}(?:\s*[-–]\s*\d{1,2})?)?)?\s*[)\]]"
    r"|[(\[]\s*(?:in press|forthcoming|to appear|submitted|under review|accepted|in preparation|"
    r"n\.?d\.?)[^()\[\]]{0,20}[)\]]",
    re.I,
)
_URL = re.compile(r"(?:https?://|www\.|doi\.org/|doi:\s?|arxiv:)\S+", re.I)


@dataclass(frozen=True, slots=True)
class Fields:
    """Places of the fields in an entry's text; `score` in 0..1 tells how well it reads as one publication."""

    authors: NameRun | None = None
    title: Span | None = None
    venue: Span | None = None  # the whole phrase, lead-in and pages included
    year: int | None = None
    date: Span | None = None
    end: int = 0  # where the entry's own text ends: an abstract or description follows
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Hint:
    """What the other entries of a list tell about this one: where its title stands, or which field comes first."""

    title: Span | None = None
    authors_first: bool | None = None


def read_fields(passage: Passage, lexicon: Lexicon, hint: Hint | None = None) -> Fields:
    """Fields of one entry, by shape; a hint of the list overrules doubtful shapes."""
    text = passage.text
    hint = hint or Hint()
    if cornered := read_cornered(text):
        told = Fields(*cornered, end=len(text))
        return replace(told, score=0.9 if told.authors and told.year else 0.7)
    end = body_end(text)
    if hint.title is not None:
        end = max(end, hint.title[1])
    lead = lead_date(text)
    reviewed = review_title(text, lead, end, lexicon) if hint.title is None else None
    authors = None if reviewed else pick_authors(passage, end, lexicon, hint)
    date = _date(text, end, authors)
    title = reviewed or (hint.title and within_quotes(text, without_status(text, hint.title)))
    if title is None:
        title = _title(passage, end, authors, date or ((0, lead) if lead else None), lead)
        after = authors.end if authors is not None else 0
        if title is not None and title[0] >= after:
            title = review_title(text, title[0], end, lexicon) or title
    if title is not None and hint.title is None and not reviewed:
        title = first_column(text, set_apart(passage, title))
    if title is None:
        return Fields(authors=authors, date=date, end=end, year=year_in(text, date, None)[0], score=0.1)
    venue = _venue(text, end, authors, date, title)
    year, where = year_in(text[:end], date, title)
    if lead and date is None:
        year, where = _lead_year(text, lead) if year is None or where is None or where[0] < lead else (year, where)
    fields = Fields(authors, title, venue, year, where, end)
    return replace(fields, score=quality(text, fields))


_REVIEW = re.compile(
    r"\W{0,3}(?:(?:book )?reviews? (?:essay |article )?of\b|rezension (?:zu|von)\b|besprechung (?:zu|von)\b|"
    r"compte[- ]rendus? (?:de\b|d['’])|recensione (?:a|di)\b|reseña (?:a|de)\b|resenha d[eoa]\b|rec(?:\.|ensie|ension) "
    r"(?:van|av|zu|a|di)\b|recenzja\b|рец(?:\.|ензия) (?:на\b)?|anmeldelse af\b)[\s:]*(?:книгу\b)?[\s:]*",
    re.I,
)
_REVIEW_VENUE = re.compile(r"[^,.;]{2,80}(?:\s\d+\s*[/(.:,]|,\s*(?:vol|no|n\.|bd|nr|\d)|\s\()", re.I)


def is_review(text: str) -> bool:
    """Whether an entry begins as reviews do: "Review of …"."""
    return _REVIEW.match(text, lead_date(text)) is not None


def review_title(text: str, first: int, end: int, lexicon: Lexicon) -> Span | None:
    """The title of a review, in which the reviewed work and its author are named; None if this is none.

    "Review of H. Stach, Steine und Stimmen, Bryn Mawr Classical Review 2020.07.14" is titled by all but its last part.
    """
    lead = _REVIEW.match(text, first, end)
    if lead is None:
        return None
    for comma in re.finditer(r"(?<!\b[A-ZÀ-Þ])[.,;]\s+|\n", text[:end]):
        if comma.start() < lead.end() + 3:
            continue
        rest, before = text[comma.end() : end], text[lead.end() : comma.start()]
        named = lexicon.runs(before)
        only_name = (
            len(named) == 1 and len(named[0].names) == 1 and named[0].end - named[0].start >= len(before.strip()) - 2
        )
        if re.match(r"(?:by|von|de|par)\s", rest) or only_name:
            continue
        if leads(rest) or CUE_ANY.search(rest.split(",")[0]) or _REVIEW_VENUE.match(rest):
            return trim(text, lead.start(), comma.start(), ' ,;.“”"')
    return None


_LEAD_DATE = re.compile(
    r"\W{0,3}(?:(?:[A-Z][a-z]{2,8}\.?\s+)?(?:19|20)\d\d(?:\s*[-–/]\s*(?:(?:19|20)?\d\d|[Pp]resent)?)?|"
    r"(?:in press|to appear|forthcoming|submitted|under review))[)\]]?(?:\s*\t+|\s{2,}|\s*\n|\s*[:|]\s+|"
    r"\s*[–—-]\s+|\.?\s+(?=[“\"A-Z\u3400-\u9fff]))",
    re.I,
)


def lead_date(text: str) -> int:
    """Where the text after a date column at the left starts; 0 if there is none."""
    match = _LEAD_DATE.match(text) or _LEAD_LABEL.match(text)
    return match.end() if match else 0


def lead_label(text: str) -> int:
    """Where the text after a column with venue and year starts ("CHI ’24"); 0 if there is none."""
    match = _LEAD_LABEL.match(text)
    return match.end() if match else 0


_LEAD_LABEL = re.compile(  # "CHI ’24 <tab> Title": venue and year in a column of their own
    r"\W{0,2}(?:(?:[A-Z][\w&+./-]{0,14}[ -]?){0,3}['’]\d\d|[A-Z][\w&+/-]{1,12}\s(?:19|20)\d\d)\s*\t+"
)


def _lead_year(text: str, lead: int) -> tuple[int | None, Span | None]:
    match = re.search(r"(?:19|20)\d\d", text[:lead])
    short = _SHORT_YEAR.search(text[:lead]) or re.search(r"^\W{0,2}['’](\d\d)(?!\d)", text[:lead])
    if match is None and short is not None:
        return (1900 if int(short.group(1)) > 45 else 2000) + int(short.group(1)), short.span(1)
    return (int(match.group()), match.span()) if match else (None, None)


def body_end(text: str) -> int:
    """Where labels of links at the end start ("[pdf] [code]")."""
    end = len(text.rstrip())
    while end > 0:
        label = _TAIL_LABEL.search(text, max(0, end - 90), end)
        line = text.rfind("\n", 0, end)
        if label is not None:
            cut = label.start()
        elif 0 < line and end - line < 120 and _LABEL_LINE.fullmatch(text, line + 1, end):
            cut = line
        else:
            break
        end = len(text[:cut].rstrip(" \t\n|/,;·•"))
    return end


def pick_authors(passage: Passage, end: int, lexicon: Lexicon, hint: Hint) -> NameRun | None:
    """The author run: the longest one, the owner's preferred, the earlier of equals."""
    text = passage.text
    quoted = [match.span() for match in _QUOTED.finditer(text, 0, end)]
    seen = without_quotes(text)
    found = lexicon.runs(seen[:end])
    if hint.title is not None:
        first, last = hint.title
        found = _shifted(lexicon.runs(seen[:first]), 0) + _shifted(lexicon.runs(seen[last:end]), last)
    best: tuple[float, NameRun] | None = None
    for run in _merged(text, found):
        if any(start <= run.start and run.end <= stop for start, stop in quoted) or _in_styled(passage, run):
            continue
        owner = any(lexicon.has_owner(text[name.start : name.end]) for name in run.names)
        weight = run.weight + (1.5 if owner else 0) + _place_bonus(text, run)
        if hint.authors_first is not None:
            at_start = not text[: run.start].strip(" [](){}0123456789.*-–•\n")
            weight += 2.0 if at_start == hint.authors_first else -1.0 if at_start else 0.0
        if best is None or weight > best[0] + 1e-6:
            best = (weight, run)
    if best is None or best[0] < 1.2:
        return None
    return best[1]


def _in_styled(passage: Passage, run: NameRun) -> bool:
    """Whether the names are a part of a longer stretch in bold or italics: words of a title or a journal."""
    for start, end in (*passage.emboldened(), *passage.slanted(), *passage.linked()):
        if start > run.start or end < run.end or end - start >= len(passage.text) - 2:
            continue
        outside = passage.text[start : run.start] + passage.text[run.end : end]
        if words(outside) >= 2:
            return True
    return False


def without_quotes(text: str) -> str:
    """The text with quoted titles blotted out, so that no names are looked for in them; places stay the same."""
    return _QUOTED.sub(lambda match: "?" * len(match.group()), text)


def quoted_titles(text: str) -> int:
    """How many quoted stretches of several words there are."""
    return sum(words(match.group()) >= 3 for match in _QUOTED.finditer(text))


def _shifted(runs: list[NameRun], by: int) -> list[NameRun]:
    return [
        replace(
            run,
            start=run.start + by,
            end=run.end + by,
            names=tuple(replace(name, start=name.start + by, end=name.end + by) for name in run.names),
        )
        for run in runs
    ]


def _place_bonus(text: str, run: NameRun) -> float:
    """Where author lists stand: at the start, on a line of their own, after "with" or "by"."""
    before, after = text[: run.start].rstrip(), text[run.end : run.end + 3]
    bonus = 0.0
    if not before.strip(" [](){}0123456789.*-–•\n"):
        bonus += 0.5
    if before.rstrip(" (").endswith("\n") or re.search(r"\b(?:with|by|von|par|avec|mit|con)[:\s]*$", before, re.I):
        bonus += 0.5
    if run.gap_after is not None or re.match(r"[\s.,*]*(?:\n|$|[.(\"“:])", after):
        bonus += 0.2
    if re.search(
        r"\b(?:of|in|at|on|for|the|eds?\.?|editors?:?|(?<!co-)edited (?:by|with)|a cura di|hrsg\. von|ed\. by)\s*$",
        before,
        re.I,
    ) or re.match(r"\s*\(?eds?\b", text[run.end : run.end + 6], re.I):
        bonus -= 1.5
    if re.search(r"\((?:joint(?:ly)? |together )?(?:with|mit|avec|con|com)\s*$", before, re.I) and after[:1] == ")":
        bonus += 1.5  # "(with A. Author)"
    if CUE_ANY.search(text[run.start : run.end]) and run.weight < 2:
        bonus -= 1.0
    return bonus


_BETWEEN_RUNS = re.compile(
    r"[\s,;*†‡§¶#\d∗]*(?:(?:\(|\[)[^()\[\]]{0,40}(?:\)|\])[\s,;*†‡]*)?(?:and|&|und|et|y|"
    r"e)?\s*(?:\(alphabetical(?: order)?\))?\s*",
    re.I,
)


def _merged(text: str, runs: list[NameRun]) -> list[NameRun]:
    """Runs with only a mark, a note in brackets or a line break between them, as one."""
    merged: list[NameRun] = []
    for run in runs:
        last = merged[-1] if merged else None
        between = text[last.end : run.start] if last else ""
        if last is not None and _BETWEEN_RUNS.fullmatch(between) and _joinable(between, last, run):
            gap = last.gap_after if last.gap_after is not None else None
            if gap is None and run.gap_after is not None:
                gap = run.gap_after + len(last.names)
            merged[-1] = NameRun(last.start, run.end, last.names + run.names, gap, last.weight + run.weight)
        else:
            merged.append(run)
    return merged


def _joinable(between: str, last: NameRun, run: NameRun) -> bool:
    if re.search(r"[(\[]", between):
        inner = re.sub(r"[\s,;*]", "", between)
        return bool(
            re.search(r"author|contrib|equal|alphabet|joint|student|mentee|advis|super|corresp|\d|lead", inner, re.I)
        ) and not re.search(r"\d{4}", inner)
    if "\n" in between and not re.search(r"[,;&]|and", between):
        return last.weight >= 0.8 and run.weight >= 0.8 and (len(run.names) > 1 or len(last.names) == 1)
    return bool(re.search(r"[*†‡§¶#∗&]|\b(?:and|und|et|y|e)\b", between)) and last.names[-1].style == run.names[0].style


def _date(text: str, end: int, authors: NameRun | None) -> Span | None:
    """A year in brackets right after the authors, or the first such year."""
    if authors is not None:
        match = _PAREN_YEAR.match(text, authors.end + len(re.match(r"[\s.,*†]*", text[authors.end : end]).group()))  # type: ignore[union-attr]
        if match:
            return match.span()
        bare = re.compile(r"[\s.,*†]*((?:19|20)\d\d)[a-z]?(?=[.,:;]?\s)").match(text, authors.end)
        if bare and bare.end() < end - 15:
            return bare.span(1)
    return None


def year_in(text: str, date: Span | None, title: Span | None) -> tuple[int | None, Span | None]:
    """The year and its place: of the date, else the last plain year outside title and addresses."""
    if date is not None:
        match = re.search(r"(?:19|20)\d\d", text[date[0] : date[1]])
        if match:
            return int(match.group()), (date[0] + match.start(), date[0] + match.end())
    hidden = [match.span() for match in _URL.finditer(text)]
    found: list[tuple[int, int, int]] = []
    for match in _YEAR.finditer(text):
        inside = title is not None and title[0] <= match.start() < title[1]
        if (
            not inside
            and not any(start <= match.start() < stop for start, stop in hidden)
            and not _OTHER_DATE.search(text[max(0, match.start() - 40) : match.start()])
            and not _page_number(text, match.start(1))
        ):
            found.append((int(match.group(1)), match.start(1), match.end(1)))
    if found:
        year, start, stop = _best_year(text, found)
        return year, (start, stop)
    short = [m for m in _SHORT_YEAR.finditer(text) if title is None or not title[0] <= m.start() < title[1]]
    if short:
        value = int(short[-1].group(1))
        return (1900 if value > 45 else 2000) + value, short[-1].span(1)
    return None, None


# What happened to a work in that year is not that it came out: "2021;26(3):301-309. Epub 2020 Nov 2."
_OTHER_DATE = re.compile(
    r"\b(?:epub|e-?collection|(?:published|available) online|online (?:first|ahead of print)|accessed|"
    r"retrieved|last modified|(?:last )?(?:updated|revised))\b[^\n;()]{0,24}$",
    re.I,
)


def _best_year(text: str, found: list[tuple[int, int, int]]) -> tuple[int, int, int]:
    """Years of submission lose to years of publication; of the rest a bracketed one, else the last one."""
    bracketed = [row for row in found if text[max(0, row[1] - 1)] in "([" and text[row[2] : row[2] + 1] in ")]"]
    return bracketed[0] if len(bracketed) == 1 else found[-1]


def _page_number(text: str, start: int) -> bool:
    return bool(
        re.search(
            r"(?:\b(?:pp?\.?|pages?|seiten|S\.|no\.?|vol\.?|art\.?)|[-–]|\d\s*[:,])\s*$",
            text[max(0, start - 8) : start],
            re.I,
        )
    ) and not re.search(r"(?:[A-Za-z]{3,}\s*[-–,]|\d\s*,|(?<!\d)\d{1,2}\s*[-–])\s*$", text[max(0, start - 8) : start])


def _title(passage: Passage, end: int, authors: NameRun | None, date: Span | None, lead: int) -> Span | None:
    text = passage.text
    quoted = next((match for match in _QUOTED.finditer(text, 0, end) if _is_title(match, authors)), None)
    if quoted and _QUOTE_OF_TITLE.match(text, quoted.end(), end):
        return clean_title(text, (quoted.start(), title_end(passage, quoted.start(), end)), quotes="")
    if quoted:
        group = next(number for number in range(1, 6) if quoted.group(number))
        return trim(text, *quoted.span(group), ",.;")
    first = lead
    if authors is not None:
        before = trim(text, min(lead, authors.start), authors.start, ",.;:-–—|()[]\"“'")
        head = text[before[0] : before[1]]
        if len(head) >= 12 and words(head) >= 2 and not _only_lead(head):
            return clean_title(text, first_sentence(text, before[0], before[1]))
        first = authors.end
    if date is not None and date[0] >= first and date[0] - first < 6:
        first = date[1]
    first = _skip(text, first, end)
    if end - first < 4:
        return None
    return clean_title(text, (first, title_end(passage, first, end)))


_QUOTE_OF_TITLE = re.compile(
    r"(?<![,.][”\"’»])(?:\s?:\s+\w|[-–—]\w|\s+(?!(?:with|mit|avec|con|com|by|in|at|to|und?|and|et|forthcoming|"
    r"submitted|"
    r"accepted|published|under|presented|joint|jointly|appeared|working|arxiv|preprint|vol|pp?|"
    r"coauthored)\b)[a-z]{2,}\s)"
)


def _skip(text: str, first: int, end: int) -> int:
    """Past separators, and marks and notes of the author list before the title."""
    while True:
        match = re.compile(
            r"[\s.,;:：)*†‡§¶#∗|–—-]+|\((?:equal|joint|co-?first|alphabetical|eds?\.?|first|corresponding|"
            r"in alphabetical|on behalf|for the|with (?:the|an?)\b|incl|hg|hrsg|red|coord|org|comp|a cura|dir|"
            r"\d+ authors?|[^()]*\bet al\b)[^()]*\)|"
            r"\(\s*(?:19|20)\d\d[a-z]?\s*\)",
            re.I,
        ).match(text, first, end)
        if not match or match.end() == first:
            return first
        first = match.end()


def _is_title(match: re.Match[str], authors: NameRun | None) -> bool:
    inside = next(group for group in match.groups() if group)
    if authors is not None and match.start() >= authors.end:
        between = re.sub(r"\([^()]*\)", " ", match.string[authors.end : match.start()])
        if words(between) >= 2 and not CUE_ANY.search(between):
            return False
    return words(inside) >= 2 or len(inside) > 12 or (authors is not None and match.start() > authors.start)


def _only_lead(head: str) -> bool:
    """Whether the text before the authors is only a date, a label or a venue, not a title."""
    rest = re.sub(
        r"\b(?:19|20)\d\d\b|\b(?:with|by|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b",
        " ",
        head,
        flags=re.I,
    )
    if words(rest) < 2:
        return True
    return (
        bool(CUE_ANY.search(head))
        and len(head) < 80
        and bool(re.search(r"(?:19|20)\d\d|['’]\d\d", head))
        and head.count(" ") < 9
    )


def _venue(text: str, end: int, authors: NameRun | None, date: Span | None, title: Span) -> Span | None:
    """The longest stretch outside the other fields that speaks of a venue, else what follows title and authors."""
    taken = sorted([title] + ([(authors.start, authors.end)] if authors else []) + ([date] if date else []))
    rest: list[Span] = []
    place = 0
    for start, stop in taken:
        rest.append((place, start))
        place = max(place, stop)
    rest.append((place, end))
    pieces = [piece for start, stop in rest for piece in _stretches(text, start, stop)]
    spans = [
        _balanced(text, *trim(text, *_after_note(text, start, stop), ',.;:|"“”«»’‘*–—-')) for start, stop in pieces
    ]
    spans = [span for span in spans if span[1] - span[0] >= 3 and re.search(r"[^\W\d_]{2}", text[span[0] : span[1]])]
    spans = [span for span in spans if not re.fullmatch(r"\W*(?:with|by|and|et al)\W*", text[span[0] : span[1]], re.I)]
    if not spans:
        return None
    return max(spans, key=lambda span: (_venue_score(text[span[0] : span[1]]), span[0] > title[0], span[1] - span[0]))


def _stretches(text: str, start: int, stop: int) -> list[Span]:
    """The stretch without lines of link labels and lines of description."""
    stretches: list[Span] = []
    place = start
    for line in text[start:stop].split("\n"):
        end = place + len(line)
        labels = bool(line.strip()) and _LABEL_LINE.fullmatch(line) is not None
        words = re.findall(r"[^\W\d_]+", line)
        prose = len(words) > 9 and sum(word[0].islower() for word in words) > 0.6 * len(words) and not LEAD.match(line)
        if not labels and not (prose and place > start):
            if stretches and stretches[-1][1] + 1 == place:
                stretches[-1] = (stretches[-1][0], end)
            else:
                stretches.append((place, end))
        place = end + 1
    return stretches


_WITH_NAMES = re.compile(r"[\s.,;»”\"]*\(?(?:joint(?:ly)? )?(?:with|mit|avec|con)\s[^()]{3,120}\)[\s.,;]*", re.I)


def _after_note(text: str, start: int, stop: int) -> Span:
    """Past a note such as "(Invited Paper)" or "(with A. Author)" that stands before the venue."""
    tag = TYPE_TAG.match(text, start, stop)
    start = tag.end() if tag else start
    others = _WITH_NAMES.match(text, start, stop)
    if others:
        return others.end(), stop
    note = re.compile(rf"[\s.,;]*{NOTE.pattern}", re.I).match(text, start, stop)
    return (note.end() if note else start), stop


def _balanced(text: str, start: int, stop: int) -> Span:
    """Without a closing bracket that was opened outside, or an opening one that is closed outside."""
    if stop > start and text[stop - 1] == ")" and text[start:stop].count("(") < text[start:stop].count(")"):
        return trim(text, start, stop - 1, ",.;:")
    if stop > start and text[start] == ")":
        return trim(text, start + 1, stop, ",.;:")
    return start, stop


def _venue_score(text: str) -> int:
    return 2 * bool(CUE_ANY.search(text)) + bool(ACRONYM_YEAR.search(text)) + bool(CUE.search(text))


_NUMBERED = re.compile(
    r"\d\s*\(\s*(?:19|20)?\d+|\d\s*:\s*\d|\bpp?\.\s*\d|\bS\.\s*\d|\bvol\b|^[A-Z][\w. ]+:\s[A-Z]", re.I
)


def _is_venue(text: str) -> bool:
    """Whether a phrase speaks of a venue by its words, its lead-in, or its volume and pages."""
    return bool(_venue_score(text) or leads(text) or _NUMBERED.search(text))


def quality(text: str, fields: Fields) -> float:
    """How well an entry reads as one publication, 0..1: one title, one author run, one year, one venue."""
    score = 0.0
    if fields.title is not None:
        length = fields.title[1] - fields.title[0]
        score += 0.35 if 12 <= length <= 260 else 0.2 if length <= 400 else 0.0
        score -= 0.12 * _title_faults(text[fields.title[0] : fields.title[1]])
    if fields.authors is not None:
        score += 0.35 if fields.authors.weight >= 1.5 else 0.25
    if fields.year is not None:
        score += 0.15
    if fields.venue is not None and _is_venue(text[fields.venue[0] : fields.venue[1]]):
        score += 0.15
    return score


def _title_faults(title: str) -> int:
    """What titles do not have: a start in lower case, a full stop inside before a capital, line breaks."""
    faults = title[:1].islower() + ("\n" in title) + (title[:1] == "(")
    faults += bool(re.search(r"[a-z]{3,}\.\s+[A-Z][a-z]*\s", title))
    return faults + (len(title.split()) < 2)


_OTHERS = re.compile(
    r"\b(?:with|mit|avec|con|com|joint work with|together with|co-?authors?|co-?authored (?:with|by))\s*:?\s*$", re.I
)


def names_others(text: str, run: NameRun) -> bool:
    """Whether the names printed are only the others: "(with Laura Stein)"."""
    return bool(_OTHERS.search(text[: run.start]))


def names_of(text: str, run: NameRun) -> list[str]:
    return [text[name.start : name.end] for name in run.names]


__all__ = ["Fields", "Name", "Span", "body_end", "names_of", "pick_authors", "quality", "read_fields", "year_in"]

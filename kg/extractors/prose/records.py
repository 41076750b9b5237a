"""Entries to records: every field with its exact place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extractors.prose.dates import find_dates
from kg.extractors.prose.entries import Entry
from kg.extractors.prose.fields import Fields, names_others
from kg.extractors.prose.lexicon import Lexicon
from kg.extractors.prose.names import Name, clean_name, find_runs
from kg.extractors.prose.passage import IDEOGRAPHS_BROKEN, Passage, trim
from kg.extractors.prose.sections import Section
from kg.extractors.prose.venues import (
    NOTE,
    PUBLISHER_TAIL,
    VenuePhrase,
    is_preprint,
    kind_of,
    read_venue,
    status_of,
)
from kg.model import Identifier, Mention, Record, WorkKind, WorkStatus

_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"<>{}|\\^\[\]]+)", re.I)
_ARXIV = re.compile(
    r"(?:arxiv(?:\.org/(?:abs|pdf|html)/|\s*(?:preprint)?\s*(?:arxiv)?\s*[:\s(\[]\s*(?:cs\.)?)|"
    r"(?<=abs/))((?:\d{4}\.\d{4,5})|(?:[a-z-]+(?:\.[A-Z]{2})?/\d{7}))(?:v\d+)?",
    re.I,
)
_PUBMED = (
    ("pmid", re.compile(r"(?:\bPMID\b:?\s*|pubmed\.ncbi\.nlm\.nih\.gov/)(\d{4,8})\b", re.I)),
    ("pmcid", re.compile(r"\b(PMC\d{4,8})\b")),
)
_VOLUME = re.compile(
    r"\b(?:vol(?:ume|\.)?|band)\s*(?P<volume>\d+)|"
    r"(?<=[\s,;])(?P<bare>\d{1,4})\s*\((?P<issue>\d+(?:[-–/]\d+)?)\)|(?<=[,;]\s)(?P<colon>\d{1,4})\s*:\s*(?=\d)|"
    r"(?<=,\s)(?P<comma>(?!(?:19|20)\d\d,)\d{1,4})(?=,\s*[\dA-Za-z]?\d+)|(?<=\s)(?P<named>\d{1,4}),?\s+no\.|"
    r"(?<=\s)(?P<dotted>\d{1,3})\.(?P<dotted_issue>\d{1,2})(?=[,\s(:])",
    re.I,
)
_ISSUE = re.compile(r"\b(?:no\.?|number|issue|heft|iss\.)\s*(\d+(?:[-–/]\d+)?)", re.I)
_PAGES = re.compile(
    r"\b(?:pp?\.?|pages?|seiten|s\.)\s*([A-Z]?\d+(?::\d+)?(?:\s*(?:[-–—‐]|--)+\s*[A-Z]?\d+(?::\d+)?)?)|"
    r"(?<=[:,\s])(\d+\s*(?:[-–—‐]|--)+\s*\d+)(?=[\s.,;)(\]]|$)",
    re.I,
)
_SERVERS = (
    ("arXiv", r"\barxiv\b"),
    ("bioRxiv", r"\bbiorxiv\b"),
    ("medRxiv", r"\bmedrxiv\b"),
    ("ChemRxiv", r"\bchemrxiv\b"),
    ("PsyArXiv", r"\bpsyarxiv\b"),
    ("TechRxiv", r"\btechrxiv\b"),
    ("SSRN", r"\bssrn\b"),
    ("HAL", r"\bhal-\d|\bHAL\b"),
)
_SECTION_KINDS: tuple[tuple[str, WorkKind], ...] = (
    (r"patent|brevet|专利", "patent"),
    (r"\bthes[ie]s\b|dissertation", "thesis"),
    (r"chapter|buchbeitr|chapitre|capítulo|capitol", "chapter"),
    (r"\bbooks?\b|monograph|bücher|livres|libros|libri|著作", "book"),
    (r"conference|proceeding|workshop|konferenz|conférence|congress|会议", "paper"),
    (r"journal|article|zeitschrift|revue|revista|rivist|期刊", "article"),
    (r"preprint|arxiv|working paper", "preprint"),
    (r"report", "report"),
)


def make_record(entry: Entry, lexicon: Lexicon) -> Record:
    """The record of one entry; its entry has a title."""
    passage, fields = entry.passage, entry.fields
    assert fields.title is not None
    text = passage.text
    rest = _outside(entry)
    phrase_start, phrase_end = fields.venue or (0, 0)
    phrase = _venue_phrase(passage, fields)
    venue_start, venue_end = phrase_start + phrase.start, phrase_start + phrase.end
    venue = one_line(text[venue_start:venue_end])
    year, printed = _year(entry)
    editors, skipped = read_editors(text[phrase_start:phrase_end])
    if skipped and phrase.start < skipped:
        phrase = read_venue(text[phrase_start + skipped : phrase_end])
        venue_start = phrase_start + skipped + phrase.start
        venue_end = phrase_start + skipped + phrase.end
        venue = one_line(text[venue_start:venue_end])
    venue, venue_start, publisher = _without_place(venue, venue_start)
    status = _status(entry, venue, phrase.status, rest)
    mentions = (*_mentions(passage, entry, lexicon), *_editors(passage, editors, phrase_start))
    run = fields.authors
    identifiers = _identifiers(text, passage.links())
    return Record(
        title=one_line(text[fields.title[0] : fields.title[1]]),
        selector=passage.selector(),
        title_selector=passage.selector(*fields.title),
        mentions=mentions,
        kind=_kind(venue, text[phrase_start:phrase_end], entry.section, rest),
        year=year,
        year_as_printed=printed,
        date=_date(entry, year),
        venue=venue,
        venue_selector=passage.selector(venue_start, venue_end) if venue else None,
        status=status,
        submitted_to=phrase.submitted_to,
        deposited_in=_server(rest, identifiers),
        author_list_complete=run is not None and run.gap_after is None and not names_others(text, run),
        gap_after=run.gap_after if run is not None else None,
        volume=_volume(rest),
        issue=_issue(rest),
        pages=_pages(rest),
        publisher=publisher or _publisher(text[phrase_start:phrase_end]),
        abstract=entry.abstract,
        affiliations=_tags(entry),
        identifiers=identifiers,
        links=tuple(link for link in passage.links() if re.match(r"https?://", link)),
        score=round(min(1.0, fields.score), 3),
    )


def _venue_phrase(passage: Passage, fields: Fields) -> VenuePhrase:
    """The venue in its phrase: what is set in italics there if that is a name, else what the words tell."""
    start, end = fields.venue or (0, 0)
    phrase = read_venue(passage.text[start:end])
    for first, last in passage.slanted():
        first, last = max(first, start), min(last, end)
        if last - first < 3 or not re.search(r"[^\W\d_]{2}", passage.text[first:last]):
            continue
        apart = read_venue(passage.text[first:last], whole=True)
        name = passage.text[first + apart.start : first + apart.end]
        if (
            re.search(r"[A-Z\u3400-\u9fff]", name)
            and not NOTE.fullmatch(f"({name})")
            and status_of(name) == "published"
        ):
            shift = first - start
            return replace(phrase, start=apart.start + shift, end=apart.end + shift)
    return phrase


_PLACE_AND_PRESS = re.compile(
    r"(?:[A-Z][\w.]+(?:[\s,]+[A-Z][\w.]+){0,2}\s*:\s*)(?P<press>[A-Z][\w&.' -]+)$|"
    r"(?P<only>[A-Z][\w&.' ]+ (?:University )?Press)$"
)


_PRESS = re.compile(
    r"Press|Verlag|Publish|Books|Springer|Wiley|Elsevier|Routledge|Sage|Gruyter|Sons|[ÉE]dit|Ediciones|Brill|Blackwell|"
    r"Macmillan|Palgrave|Penguin|Norton|Presses|Universitaires|Company|Lidel|McGraw|Academic|Hall"
)


def _without_place(venue: str, start: int) -> tuple[str, int, str]:
    """Books: "Cambridge: Cambridge University Press" is no venue but a publisher."""
    match = _PLACE_AND_PRESS.match(venue)
    if match is None or not _PRESS.search(venue):
        return venue, start, ""
    return "", start, match.group("press") or match.group("only")


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", IDEOGRAPHS_BROKEN.sub("", text)).strip()


def is_server(venue: str) -> bool:
    """Whether the venue is only a preprint server ("arXiv preprint arXiv:2201.00001")."""
    rest = re.sub(
        r"arxiv|biorxiv|medrxiv|chemrxiv|psyarxiv|techrxiv|ssrn|pre-?prints?|e-?prints?|corr|abs|cs|stat|math|"
        r"hep|cond-mat|q-bio|eess|econ|physics|astro-ph|[a-z]{2}\b|[\W\d_]",
        " ",
        venue,
        flags=re.I,
    )
    return bool(venue) and is_preprint(venue) and not rest.strip()


def _outside(entry: Entry) -> str:
    """The text without title and authors."""
    text = list(entry.passage.text)
    spans = [entry.fields.title]
    if entry.fields.authors is not None:
        spans.append((entry.fields.authors.start, entry.fields.authors.end))
    for span in spans:
        if span is not None:
            text[span[0] : span[1]] = " " * (span[1] - span[0])
    return "".join(text)


def _year(entry: Entry) -> tuple[int | None, str]:
    fields, text = entry.fields, entry.passage.text
    if fields.year is not None and fields.date is not None:
        stretch = text[fields.date[0] : fields.date[1]]
        printed = re.search(r"(?:19|20)\d\d", stretch)
        return fields.year, printed.group() if printed else stretch.strip(" '’")
    if fields.year is None and entry.section.year is not None:
        return entry.section.year, str(entry.section.year)
    return fields.year, str(fields.year) if fields.year is not None else ""


def _date(entry: Entry, year: int | None) -> str:
    """The date if it says more than the year."""
    text, where = entry.passage.text, entry.fields.date
    for date in find_dates(text):
        near = where is None or (date.start < where[1] + 2 and date.end > where[0] - 2)
        if near and len(date.begin) > 4 and (year is None or date.begin.startswith(str(year))):
            return date.begin
    return ""


def _status(entry: Entry, venue: str, told: WorkStatus, rest: str) -> WorkStatus:
    if told != "published":
        return told
    stated = status_of(re.sub(r"https?://\S+", " ", rest))
    if stated != "published" and not (stated == "submitted" and venue):
        return stated
    heading = status_of(entry.section.title)
    if heading != "published" and not venue:
        return heading
    if is_server(venue) or (
        not venue and (is_preprint(rest) or is_preprint(entry.section.title) or _only_dated(entry))
    ):
        return "preprint"
    return "published"


def _only_dated(entry: Entry) -> bool:
    """Whether the entry has the day it was put up and no venue at all, as on pages that list preprints."""
    where = entry.fields.date
    if where is None or entry.fields.venue is not None:
        return False
    line = entry.passage.text[: where[1] + 12].split("\n", 1)[0]
    return bool(re.search(r"[A-Z][a-z]{2}[a-z]*\.?\s\d{1,2}\b", line)) and "\n" in entry.passage.text


def _mentions(passage: Passage, entry: Entry, lexicon: Lexicon) -> tuple[Mention, ...]:
    run = entry.fields.authors
    if run is None:
        return ()
    mentions = []
    for ordinal, name in enumerate(run.names, start=1):
        printed = clean_name(passage.text[name.start : name.end])
        owner = passage.marked(name.start, name.end) and lexicon.has_owner(printed)
        mentions.append(
            Mention(
                printed,
                passage.selector(name.start, name.end),
                ordinal=ordinal,
                owner=owner or lexicon.has_owner(printed),
                equal_contribution=name.starred,
            )
        )
    return tuple(mentions)


def _editors(passage: Passage, editors: Sequence[Name], shift: int) -> Iterator[Mention]:
    for ordinal, name in enumerate(editors, start=1):
        start, end = name.start + shift, name.end + shift
        printed = clean_name(passage.text[start:end])
        yield Mention(printed, passage.selector(start, end), role="editor", ordinal=ordinal)


_EDITED = re.compile(
    r"[\s,]*\(?\s*(?:eds?|editors?|hrsg|herausgeber|éds?|coords?|dir|a cura di)\b\.?\s*\)?[\s.,:]*", re.I
)


def read_editors(phrase: str) -> tuple[tuple[Name, ...], int]:
    """The editors that stand before the title of a book ("In: P. Costa (ed.), …"), and where that title starts."""
    lead = re.match(r"\s*(?:in|im|dans|en)\b\s*:?\s*", phrase, re.I)
    start = lead.end() if lead else 0
    runs = find_runs(phrase[start:])
    if not runs or runs[0].start > 1:
        return (), 0
    edited = _EDITED.match(phrase, start + runs[0].end)
    if edited is None:
        return (), 0
    shifted = (replace(name, start=name.start + start, end=name.end + start) for name in runs[0].names)
    return tuple(shifted), edited.end()


def _tags(entry: Entry) -> tuple[str, ...]:
    """Organisations after "·" on the author line."""
    run, text = entry.fields.authors, entry.passage.text
    if run is None:
        return ()
    lines = [text[start:stop] for start, stop in entry.passage.lines() if start < run.end and stop > run.start]
    after = lines[-1].partition("·")[2] if lines else ""
    if not after or len(after) > 120:
        return ()
    return tuple(tag.strip() for tag in after.split(",") if tag.strip())


def _identifiers(text: str, links: Sequence[str]) -> tuple[Identifier, ...]:
    found: dict[tuple[str, str], Identifier] = {}
    for piece in (text, *links):
        for match in _DOI.finditer(piece):
            value = match.group(1).rstrip(".,;:)]}'\"").lower()
            found.setdefault(("doi", value), Identifier("doi", value))
        for scheme, pattern in _PUBMED:
            for match in pattern.finditer(piece):
                found.setdefault((scheme, match.group(1)), Identifier(scheme, match.group(1)))
        for match in _ARXIV.finditer(piece):
            found.setdefault(("arxiv", match.group(1)), Identifier("arxiv", match.group(1)))
    return tuple(found.values())


def _server(rest: str, identifiers: Sequence[Identifier]) -> str:
    for name, pattern in _SERVERS:
        if re.search(pattern, rest, re.I if name != "HAL" else 0):
            return name
    return "arXiv" if any(one.scheme == "arxiv" for one in identifiers) else ""


_CONFERENCE = re.compile(r"proceed|proc\.|conference|conf\.|symposium|workshop|congress|meeting|\bin\b|'\d\d", re.I)


def _kind(venue: str, phrase: str, section: Section, rest: str) -> WorkKind:
    kind = kind_of(venue, phrase or rest)
    if kind == "other":
        kind = kind_of("", rest)
    if kind in ("other", "paper") and _volume(rest) and _pages(rest) and not _CONFERENCE.search(phrase):
        kind = "article"
    for pattern, named in _SECTION_KINDS:
        if kind in ("other", "preprint") and named != "preprint" and re.search(pattern, section.title, re.I):
            return named
    if kind == "other" and is_preprint(rest):
        return "preprint"
    return kind


def _volume(rest: str) -> str:
    match = _VOLUME.search(rest)
    if match is None:
        return ""
    if match.group("bare") and is_year(match.group("issue")):  # "14, 220 (2018)": volume, page, year
        before = re.search(r"(?<![\d.])(\d{1,4}),\s*$", rest[: match.start("bare")])
        return before.group(1) if before else match.group("bare")
    return next(
        (value for key in ("volume", "bare", "colon", "comma", "named", "dotted") if (value := match.group(key))), ""
    )


def is_year(text: str | None) -> bool:
    return bool(text and re.fullmatch(r"(?:19|20)\d\d", text))


def _issue(rest: str) -> str:
    named = _ISSUE.search(rest)
    if named:
        return named.group(1)
    match = _VOLUME.search(rest)
    if match is None or is_year(match.group("issue")):
        return ""
    return match.group("issue") or match.group("dotted_issue") or ""


def _pages(rest: str) -> str:
    for match in _PAGES.finditer(rest):
        pages = re.sub(r"\s*(?:[-–—‐]|--)+\s*", "-", match.group(1) or match.group(2))
        if match.group(1) or not re.fullmatch(r"(?:19|20)\d\d-(?:19|20)?\d\d", pages):
            return pages
    return ""


def _publisher(phrase: str) -> str:
    tail = PUBLISHER_TAIL.search(phrase)
    if tail:
        return tail.group("publisher")
    last = re.search(r"[.)]\s+(IEEE|ACM|Springer|Elsevier|PMLR)\W*$", phrase)
    return last.group(1) if last else ""


__all__ = ["make_record", "one_line", "trim"]

"""One reference string as fields with places: names split, year and identifiers normalised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from kg.extractors.references.authors import AuthorList, PrintedName, read_authors
from kg.extractors.references.refine import ADDRESS, ARXIV, DOI, ISBN, refined
from kg.extractors.references.tagger import TaggedSpan, Tagger
from kg.extractors.references.tokens import without_tail
from kg.model import WorkKind

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_SHORT_YEAR = re.compile(r"['’‘](\d\d)(?!\d)")
_SPACE = re.compile(r"\s+")
_LEAD = re.compile(
    r"^(?:(?:in|In|IN|dans|en|at|At)\s?:\s*|(?:in|In|IN|dans|Dans)\s+(?=[^\W\d_a-z]|the\b|proc|\d)|"
    r"(?:published in|presented at|appeared in|paper presented at|to appear in|at|//)\s*(?:the\s+)?)",
    re.IGNORECASE,
)
_NUMBER_LEAD = re.compile(
    r"^[\s(\[,.]*(?:vol(?:ume)?|no|nr|num(?:ber)?|issue|iss|pp?|pages?|n°|nº|bd|band|tome|heft|s|chap)\b[.:\s]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ParsedReference:
    """The fields of one reference string. Texts have single spaces and no quotation marks; "" and None mean absent.

    `spans` are the labelled stretches (contract labels) in characters of `raw`; so are the places in `authors` and
    `editors`, `title_span` and `venue_span`.
    """

    raw: str
    spans: tuple[TaggedSpan, ...] = ()
    authors: AuthorList = field(default_factory=AuthorList)
    editors: AuthorList = field(default_factory=AuthorList)
    translators: AuthorList = field(default_factory=AuthorList)
    title: str = ""
    title_span: tuple[int, int] | None = None
    venue: str = ""  # journal, proceedings or book, without "In"
    venue_span: tuple[int, int] | None = None
    venue_is_journal: bool = False
    series: str = ""
    year: int | None = None
    date: str = ""  # as printed
    issued: str = ""  # year, year and month, or day, as "2016-03-22"
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    location: str = ""
    institution: str = ""
    edition: str = ""
    genre: str = ""
    note: str = ""
    doi: str = ""  # lower case, without address
    arxiv: str = ""
    isbn: str = ""
    url: str = ""
    citation_number: str = ""
    kind: WorkKind = "other"
    score: float = 0.0  # mean of the words' marginals

    def as_dict(self) -> dict[str, Any]:
        """The fields that are there, as plain values; names as lists of {"name", "start", "end", ...}."""
        values = asdict(self)
        return {key: value for key, value in values.items() if value not in ("", None, (), [])}


def parse(line: str) -> ParsedReference:
    """The fields of one reference string. Any text gives a result; what is not understood is left out.

    >>> parse("J. Doe and A. Roe. Sparse trees. Journal of Botany 7(2), 1-9, 2001.").year
    2001
    """
    return parsed(line, Tagger.load().tag([line])[0])


def parsed(text: str, spans: Iterable[TaggedSpan]) -> ParsedReference:
    """The fields of a text that is tagged already (labels of the tagger or of the contract)."""
    final = refined(text, spans)
    title = _longest(text, final, ("title",))
    venue = _longest(text, final, ("journal", "booktitle"))
    venue_span, venue_text = _without_lead(text, venue)
    title_text = _value(text, [title] if title else [])
    if not title_text and venue_text and any(span.label == "publisher" for span in final):
        title, title_text = venue, venue_text  # a book whose title stands where others have the venue
        venue, venue_span, venue_text = None, None, ""
    url_text = " ".join(text[s.start : s.end] for s in final if s.label in ("doi", "url", "journal", "note"))
    doi, arxiv, isbn = DOI.search(text), ARXIV.search(text), ISBN.search(text)
    date = _joined(text, final, "date")
    year = _year(text, date, venue)
    return ParsedReference(
        raw=text,
        spans=tuple(final),
        authors=_names(text, final, ("author",)),
        editors=_names(text, final, ("editor",)),
        translators=_names(text, final, ("translator",)),
        title=title_text,
        title_span=(title.start, title.end) if title else None,
        venue=venue_text,
        venue_span=venue_span,
        venue_is_journal=bool(venue) and venue.label == "journal",  # type: ignore[union-attr]
        series=_joined(text, final, "series"),
        year=year,
        date=date,
        issued=_issued(date, year),
        volume=_number(_joined(text, final, "volume")),
        issue=_number(_joined(text, final, "issue")),
        pages=_number(_joined(text, final, "pages")),
        publisher=_joined(text, final, "publisher"),
        location=_joined(text, final, "location"),
        institution=_joined(text, final, "institution"),
        edition=_joined(text, final, "edition"),
        genre=_joined(text, final, "genre"),
        note=_LEAD_NOTE.sub("", _joined(text, final, "note")).strip(" ,;:()[]"),
        doi=without_tail(doi.group()).lower() if doi else "",
        arxiv=arxiv.group(1) if arxiv else "",
        isbn=isbn.group(1) if isbn else "",
        url=_first_address(text, final),
        citation_number=_joined(text, final, "citation-number").strip("[]().: "),
        kind=_kind(text, final, venue, title, url_text),
        score=sum(s.score * (s.end - s.start) for s in final) / (sum(s.end - s.start for s in final) or 1),
    )


def _longest(text: str, spans: Sequence[TaggedSpan], labels: tuple[str, ...]) -> TaggedSpan | None:
    """The longest stretch with one of the labels."""
    chosen = [span for span in spans if span.label in labels]
    return max(chosen, key=lambda span: (span.end - span.start, -span.start), default=None)


def _value(text: str, spans: Sequence[TaggedSpan]) -> str:
    return _SPACE.sub(" ", " ".join(text[span.start : span.end] for span in spans)).strip()


def _joined(text: str, spans: Sequence[TaggedSpan], label: str) -> str:
    return _value(text, [span for span in spans if span.label == label])


def _without_lead(text: str, span: TaggedSpan | None) -> tuple[tuple[int, int] | None, str]:
    """The venue without "In", "Presented at"."""
    if span is None:
        return None, ""
    start = span.start
    lead = _LEAD.match(text[span.start : span.end])
    if lead and lead.end() < span.end - span.start:
        start += lead.end()
    while start < span.end and text[start] in ' ,.:“"«‘':
        start += 1
    return (start, span.end), _SPACE.sub(" ", text[start : span.end]).strip()


def _number(text: str) -> str:
    previous = None
    while previous != text:
        previous, text = text, _NUMBER_LEAD.sub("", text)
    return text.strip(" ()[],.;:")


def _year(text: str, date: str, venue: TaggedSpan | None) -> int | None:
    match = _YEAR.search(date)
    if not match and venue:
        stretch = text[venue.start : venue.end]
        match = _YEAR.search(stretch)
        short = _SHORT_YEAR.search(stretch)
        if not match and short:
            return (2000 if int(short.group(1)) < 60 else 1900) + int(short.group(1))
    short = _SHORT_YEAR.search(date) if not match else None
    if short:
        return (2000 if int(short.group(1)) < 60 else 1900) + int(short.group(1))
    return int(match.group(1)) if match else None


def _issued(date: str, year: int | None) -> str:
    """The date at the precision given, as ISO; the year alone where the date says no more or another year."""
    from kg.extractors.prose.dates import find_dates

    for found in find_dates(date):
        if year and found.begin and found.begin.startswith(str(year)):
            return found.begin
    return str(year or "")


# introduces an address, and says nothing by itself
_LEAD_NOTE = re.compile(
    r"(?:\[?online\]?[.,:]?\s*)?"
    r"(?:retrieved(?:\s+from)?|available(?:\s+(?:at|from|online))?|url|disponible en|en ligne|from)\s*[:.]?\s*$",
    re.IGNORECASE,
)


_TRANSLATES = r"(?:trans|transl|translators?|translated|trad|traduit|traduction|traducción|übers|übersetzt)"
_TASK = re.compile(
    rf"[(\s]*(?:edited\s(?:and|&)\s)?{_TRANSLATES}\b\.?(?:\s(?:by|par|de|di|it\.|fr\.|von|por)(?=\s))*\s*",
    re.IGNORECASE,
)
_TASK_BEHIND = re.compile(rf"[,\s(]*\b(?:eds?\.?\s(?:and|&)\s)?{_TRANSLATES}\b[.)\s]*$", re.IGNORECASE)


def _without_task(text: str, span: TaggedSpan) -> tuple[int, int]:
    """The place of a translator's name without "trans.", "Translated by"; of others as it is."""
    if span.label != "translator":
        return span.start, span.end
    lead = _TASK.match(text, span.start, span.end)
    start = lead.end() if lead else span.start
    behind = _TASK_BEHIND.search(text[start : span.end])
    return start, start + behind.start() if behind else span.end


def _names(text: str, spans: Sequence[TaggedSpan], labels: tuple[str, ...]) -> AuthorList:
    """The names of all stretches of these labels, one list; places in the whole text."""
    names: list[PrintedName] = []
    gap, editors = None, False
    for span in spans:
        if span.label in labels:
            start, end = _without_task(text, span)
            part = read_authors(text[start:end])
            if part.gap_after is not None and gap is None:
                gap = sum(not name.group for name in names) + part.gap_after
            editors = editors or part.editors
            names += [
                PrintedName(n.start + start, n.end + start, n.name, n.equal_contribution, n.group) for n in part.names
            ]
    return AuthorList(tuple(names), gap, editors)


def _first_address(text: str, spans: Sequence[TaggedSpan]) -> str:
    return next((text[s.start : s.end] for s in spans if s.label == "url" and ADDRESS.match(text, s.start, s.end)), "")


_THESIS = re.compile(
    r"thesis|dissertation|thèse|tesis|\btesi\b|\btese\b|diplomarbeit|masterarbeit|bachelorarbeit|\bdiss\b|学位论文",
    re.IGNORECASE,
)
_REPORT = re.compile(r"report|tech\. ?rep|working paper|discussion paper|white paper|\btr\b", re.IGNORECASE)
_PREPRINT = re.compile(r"arxiv|biorxiv|medrxiv|preprint|\bcorr\b|ssrn", re.IGNORECASE)


def _kind(
    text: str, spans: Sequence[TaggedSpan], venue: TaggedSpan | None, title: TaggedSpan | None, others: str
) -> WorkKind:
    told = " ".join(text[s.start : s.end] for s in spans if s.label in ("genre", "note", "institution"))
    venue_text = text[venue.start : venue.end] if venue else ""
    if re.search(r"\bpatents?\b", told, re.IGNORECASE):
        return "patent"
    if _THESIS.search(told) and not venue:
        return "thesis"
    if _PREPRINT.search(venue_text) or (not venue and _PREPRINT.search(others)):
        return "preprint"
    if venue and venue.label == "journal":
        return "article"
    if venue:
        chapter = any(s.label == "editor" for s in spans) and not re.search(
            r"proc|conference|workshop|symposium", venue_text, re.IGNORECASE
        )
        return "chapter" if chapter else "paper"
    if _REPORT.search(told):
        return "report"
    return "book" if title and any(s.label == "publisher" for s in spans) else "other"

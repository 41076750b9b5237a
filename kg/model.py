"""The words kg uses, as small frozen objects. Imports nothing of kg.

What one document says travels through these objects only between a reader (`kg.documents`), an extractor
(`kg.extractors`) and the tables (`kg.schemas`); from the tables on, data is columns.

Offsets are 0-based, half-open, in Unicode code points of `Document.text`.
Dates are partial ISO 8601 strings at the precision given: "2014", "2014-08", "2014-08-01".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

MentionRole = Literal["author", "editor", "subject", "supervisor", "adviser", "mentor"]
WorkKind = Literal["article", "paper", "preprint", "chapter", "book", "thesis", "report", "patent", "other"]
WorkStatus = Literal["published", "to_appear", "submitted", "preprint"]
PositionKind = Literal["position", "degree", "affiliation"]

# Item types of CSL 1.0.2, https://docs.citationstyles.org
CSL_TYPES: dict[str, str] = {
    "article": "article-journal",
    "paper": "paper-conference",
    "preprint": "article",
    "chapter": "chapter",
    "book": "book",
    "thesis": "thesis",
    "report": "report",
    "patent": "patent",
    "other": "document",
}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one line in one style; `start` and `end` count characters of `Line.text`."""

    start: int
    end: int
    bold: bool = False
    italic: bool = False
    underline: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """An element of the markup: `key` is its tag and what its class calls it ("div.title"), `parent` what it is in.

    Two boxes are the same only if they are one element.
    """

    key: str
    parent: Box | None = field(default=None, repr=False)
    words: str = ""  # all of its classes and its id


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of one line, and the innermost element that it stands in."""

    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a reader sees it: markup removed, entities decoded, list marker cut off.

    `offsets` has one entry per character of `text`, plus one for the end: the place of that character in
    `Document.text`. Use `Line.span` to turn places in the line into places in the document. Offsets are a `range` where
    nothing was cut out or decoded, else a `tuple`: a document of 50 MB stays small.
    """

    text: str
    offsets: Sequence[int]
    page: int | None = None  # 1-based; None where the format has no pages
    indent: float = 0.0  # distance from the left margin: points in PDF, columns elsewhere (nesting x 2 in lists)
    right: float = 0.0  # where the line ends, same unit; 0 where unknown
    size: float = 1.0  # font size as a multiple of the body size
    bold: float = 0.0  # share of bold characters, 0..1
    gap: float = 0.0  # blank space above, in line heights (text: number of blank lines)
    marker: str = ""  # list marker as printed: "-", "•", "[3]", "1.", "(a)"
    heading: int = 0  # heading level that the markup states (1..6); 0: none stated
    path: str = ""  # place in the markup tree ("ul/li", "table/tr/td"); "" where there is none
    runs: tuple[Run, ...] = ()
    cells: tuple[Cell, ...] = field(default=(), repr=False, compare=False)  # HTML only; in order, none overlapping

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Place in the document of `text[start:end]`; an empty stretch gives an empty span."""
        if end <= start:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Warning:
    """Something that was noticed and survived. `where` is a place in the input ("line 12", "page 3", "")."""

    where: str
    problem: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One input as text with positions. `id` is the first 16 hex digits of `sha256` (of the bytes)."""

    id: str
    path: str  # as the user gave it
    sha256: str
    media_type: str
    text: str
    lines: tuple[Line, ...] = ()
    title: str = ""  # what the container calls it (<title>, PDF metadata, front matter)
    data: tuple[str, ...] = ()  # embedded JSON-LD blocks, as text
    warnings: tuple[Warning, ...] = ()


@dataclass(frozen=True, slots=True)
class Selector:
    """Where something was said: a text position (`start`, `end`) or a `fragment` such as "line=120"."""

    start: int | None = None
    end: int | None = None
    page: int | None = None
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class Identifier:
    """An outside identifier, normalised: scheme in lower case ("doi", "orcid", "arxiv", "isbn", "dblp" ...)."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One name as printed at one place.

    `ordinal` counts the printed names of a record from 1, authors and editors apart; None outside records.
    `cluster_claim` is the source's own word about who this is ("dblp:Wei Wang 0001"), evidence, not truth.
    """

    name: str
    selector: Selector
    role: MentionRole = "author"
    ordinal: int | None = None
    affiliations: tuple[str, ...] = ()
    email_hash: str = ""  # SHA-256 of the lower-case address
    identifiers: tuple[Identifier, ...] = ()
    owner: bool = False  # marked by the document as the person it is about (bold, underlined, "me")
    equal_contribution: bool = False
    cluster_claim: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One work as one document gives it."""

    title: str
    selector: Selector
    mentions: tuple[Mention, ...] = ()
    kind: WorkKind = "other"
    year: int | None = None
    year_as_printed: str = ""
    date: str = ""  # partial ISO date of publication, if more than the year is given
    venue: str = ""  # as printed, without edition words stripped: the resolver does that
    venue_selector: Selector | None = None
    title_selector: Selector | None = None
    status: WorkStatus = "published"
    submitted_to: str = ""  # a second venue it was only submitted to
    deposited_in: str = ""  # preprint server, if named
    author_list_complete: bool = True
    gap_after: int | None = None  # ordinal of the mention after which "..." or "et al." stands
    subject_is_author: bool = False  # stands on a page that lists the works of its subject, who need not be printed
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()  # organisations tagged on the record as a whole
    identifiers: tuple[Identifier, ...] = ()
    links: tuple[str, ...] = ()
    key: str = ""  # the source's own key: BibTeX key, OpenAlex id ...
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class OrganisationMention:
    """An organisation as printed. `parent` is the place in `Extraction.organisations` of what it is a unit of."""

    name: str
    selector: Selector
    parent: int | None = None
    place: str = ""
    identifiers: tuple[Identifier, ...] = ()  # that the source gives it


@dataclass(frozen=True, slots=True)
class Position:
    """One claim about a person's time at an organisation: a position, a degree, or a bare affiliation."""

    organisation: int  # place in Extraction.organisations: the smallest unit named
    selector: Selector
    kind: PositionKind = "position"
    role: str = ""  # as printed
    degree: str = ""  # as printed
    field: str = ""
    start: str = ""
    end: str = ""
    ongoing: bool = False
    evidence_year: int | None = None
    place: str = ""
    supervisors: tuple[int, ...] = ()  # places in Extraction.mentions
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything one document says. `subject` is the place in `mentions` of the person it is about."""

    document: Document
    extractor: str  # name and version
    records: tuple[Record, ...] = ()
    mentions: tuple[Mention, ...] = ()  # outside records: subject, supervisors, advisers, mentors
    subject: int | None = None
    subject_full_name: str = ""  # best full form that can be told, if it is not printed as such
    homepage: str = ""
    organisations: tuple[OrganisationMention, ...] = ()
    positions: tuple[Position, ...] = ()
    warnings: tuple[Warning, ...] = field(default=())

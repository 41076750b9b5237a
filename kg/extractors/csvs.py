"""Tables of works as CSV or TSV: the columns are told by their headers.

Headers known are those of Zotero, Scopus, Web of Science and Google Scholar exports, and what people call the same
things by hand ("Paper title", "Conference", "Year of publication").
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from typing import IO

from kg.errors import InputError
from kg.extractors import table_mapping
from kg.extractors.batches import Person
from kg.extractors.bulk import Item, Report, streamer
from kg.extractors.formats import Format, Source, open_bytes
from kg.extractors.identifiers import book_numbers, claimed, distinct

# Column of the table → headers, the best first, in lower case and without anything but letters and digits.
_HEADERS = {
    "title": "title papertitle articletitle worktitle documenttitle ti name",
    "authors": "authorfullnames af authors author authornames authorlist authorship creators creator au",
    "editors": "editors editor",
    "year": "year publicationyear pubyear yearofpublication py date publicationdate published issued",
    "venue": "venue journal publicationtitle sourcetitle publicationvenue journaltitle journalname booktitle "
    "conference conferencename containertitle publication source publishedin so proceedingstitle",
    "kind": "itemtype type documenttype publicationtype entrytype worktype dt",
    "volume": "volume vol vl",
    "issue": "issue number no is",
    "pages": "pages page pagerange",
    "first_page": "pagestart startpage firstpage bp",
    "last_page": "pageend endpage lastpage ep",
    "publisher": "publisher pu",
    "abstract": "abstract abstractnote ab",
    "keywords": "keywords authorkeywords manualtags tags de",
    "doi": "doi di doilink",
    "arxiv": "arxiv arxivid",
    "pmid": "pmid pubmedid pm",
    "isbn": "isbn bn",
    "issn": "issn sn eissn",
    "link": "url link links website",
    "affiliations": "affiliations affiliation",
    "key": "key citationkey citekey id eid ut",
}
_COLUMN_OF = {header: name for name, headers in _HEADERS.items() for header in headers.split()}
_KINDS = (
    ("preprint", "preprint"), ("thesis", "thesis"), ("dissertation", "thesis"), ("patent", "patent"),
    ("chapter", "chapter"), ("booksection", "chapter"), ("conference", "paper"), ("proceeding", "paper"),
    ("book", "book"), ("report", "report"), ("article", "article"), ("journal", "article"),
)  # fmt: skip
_DELIMITERS = ",\t;|"
_SUFFIXES = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_AND = re.compile(r",?\s+(?:and|&)\s+", re.IGNORECASE)
_NUMBER_IN_BRACKETS = re.compile(r"\s*\(\d{6,}\)")
_OTHERS = re.compile(r"^(?:et\.? al\.?|others|\.\.\.|…)$", re.IGNORECASE)
_MAX_HEADER = 20_000
_MAX_LINE = 10_000_000


def _claims(head: bytes, name: str) -> bool:
    start = head.lstrip()
    if b"\0" in head or start[:1] in (b"{", b"[", b"<", b"@"):
        return False
    cells = _cells(_decoded(start.split(b"\n", 1)[0]))
    known = {column for cell in cells if (column := _COLUMN_OF.get(_folded(cell)))}
    if name.lower().endswith(_SUFFIXES):
        return len(cells) > 1 or bool(known)
    return len(known) >= 3 and {"title", "authors"} <= known and 2 * len(known) >= len(cells)


def _cells(line: str, delimiter: str = "") -> list[str]:
    if len(line) > _MAX_HEADER:
        return []
    return next(csv.reader([line.strip("\r\n")], delimiter=delimiter or _delimiter(line)), [])


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


def _folded(header: str) -> str:
    return re.sub(r"[^a-z0-9]", "", header.lower())


def _items(source: Source, report: Report) -> Iterator[Item]:
    with open_bytes(source.path, source.data) as stream:
        lines = (_decoded(raw).replace("\0", "") for raw in _bounded(stream))
        header = next((line for line in lines if line.strip()), "")
        mapping = table_mapping.read(source)
        delimiter = mapping.delimiter or _delimiter(header)
        names = _cells(header, delimiter)
        columns = mapping.places(names, source.name) if mapping.columns else _columns(names, source)
        rows = csv.reader(lines, delimiter=delimiter)
        number = 0
        while True:
            number += 1
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                report(f"row={number}", f"this row cannot be read ({error})")
                continue
            if len(row) > len(names):
                report(f"row={number}", f"{len(row)} cells under {len(names)} headers", "quote cells with separators")
            if row and row[0].count("\n") > 3:
                report(f"row={number}", "its first cell goes over many lines", "see whether a quote never closes")
            said = {name: row[place].strip() for name, place in columns.items() if place < len(row)}
            if said.get("title"):
                yield _item(number, said, mapping.separator)
            elif any(cell.strip() for cell in row):
                report(f"row={number}", "it has no title")


def _bounded(stream: IO[bytes]) -> Iterator[bytes]:
    """Lines; a longer one than `_MAX_LINE` comes in pieces."""
    while line := stream.readline(_MAX_LINE):
        yield line


def _columns(names: list[str], source: Source) -> dict[str, int]:
    """Place of each column that is known; of several headers for one column the best.

    Raises:
        InputError: none is the title's.
    """
    folded = [_folded(name) for name in names]
    places = {
        column: folded.index(header)
        for column, headers in _HEADERS.items()
        for header in reversed(headers.split())
        if header in folded
    }
    if "title" not in places:
        printed = ", ".join(name.strip() for name in names[:12])
        raise InputError(source.name, f"no column of this table is called title ({printed})", "call one 'title'")
    return places


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _item(number: int, said: Mapping[str, str], separator: str = "") -> Item:
    year = _YEAR.search(said.get("year", ""))
    date = re.match(r"\d{4}-\d\d(-\d\d)?$", said.get("year", ""))
    authors, complete = split_names(said.get("authors", ""), separator)
    kind = re.sub(r"[^a-z]", "", said.get("kind", "").lower())
    first, last = said.get("first_page"), said.get("last_page")
    found = [claimed(said.get(scheme), scheme) for scheme in ("doi", "arxiv", "pmid")]
    numbers = [one for column in ("isbn", "issn") for one in book_numbers(said.get(column))]
    is_preprint = kind == "preprint"
    fields = {
        "title": " ".join(said["title"].split()),
        "kind": next((value for mark, value in _KINDS if mark in kind), "other"),
        "status": "preprint" if is_preprint else "published",
        "year": int(year[1]) if year else None,
        "year_as_printed": said.get("year") or None,
        "date": date[0] if date else None,
        "author_list_complete": complete,
        "gap_after": None if complete else len(authors),
        **{name: said.get(name) or None for name in ("venue", "volume", "issue", "publisher", "abstract", "key")},
        "pages": said.get("pages") or (f"{first}–{last}" if first and last else first or None),
        "keywords": [k.strip() for k in re.split(r"[;|]", said.get("keywords", "")) if k.strip()],
        "affiliations": [a.strip() for a in re.split(r"[;|]", said.get("affiliations", "")) if a.strip()],
        "identifiers": distinct([*found, *numbers]),
        "links": [said["link"]] if said.get("link", "").startswith(("http://", "https://")) else [],
    }
    editors, _ = split_names(said.get("editors", ""), separator)
    return Item(f"row={number}", [Person(name) for name in authors], fields, [Person(name) for name in editors])


def split_names(said: str, separator: str = "") -> tuple[list[str], bool]:
    """Names of one cell in order, and whether the list is complete (no "et al.").

    Separated by `separator` if it is given; else by ";", "|", "and" or a line break; by commas only where they cannot
    stand within the names.

    >>> split_names("Lovelace, Ada and Babbage, Charles"), split_names("Ada Lovelace, Charles Babbage et al.")
    ((['Lovelace, Ada', 'Babbage, Charles'], True), (['Ada Lovelace', 'Charles Babbage'], False))
    """
    said = _NUMBER_IN_BRACKETS.sub("", said).strip()
    shortened = re.sub(r"[\s,;]+(?:et\.? al\.?|\.\.\.|…)$", "", said)
    if separator:
        parts = shortened.split(separator)
    elif re.search(r"[;|\n]", shortened):
        parts = re.split(r"[;|\n]", shortened)
    else:
        parts = _AND.split(shortened)
        if len(parts) == 1 or any(part.count(",") != 1 for part in parts):
            parts = [name for part in parts for name in _split_commas(part)]
    names = [part.strip(" ,") for part in parts]
    kept = [name for name in names if name and not _OTHERS.match(name)]
    return kept, shortened == said and not any(_OTHERS.match(name) for name in names)


def _split_commas(part: str) -> list[str]:
    pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
    if len(pieces) < 2:
        return pieces
    if all(" " in piece for piece in pieces):
        return pieces
    if len(pieces) % 2 == 0:  # family name, given names, family name, given names …
        return [f"{family}, {given}" for family, given in zip(pieces[::2], pieces[1::2], strict=True)]
    return pieces


FORMAT = Format(
    name="csv",
    label="tables of works, CSV and TSV with headers",
    suffixes=(".csv", ".tsv", ".csv.gz"),
    claims=_claims,
    stream=streamer("csv/1", "text/csv", _items, "check that its first line names the columns"),
)

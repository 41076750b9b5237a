"""BibTeX and BibLaTeX: entries with TeX accents, `@string` macros, `crossref`, and what is broken in them.

Read chunk by chunk, so that a stray brace spoils the entry it stands in and not the file. Entries of the plain form
that programs write are found by patterns (`bibtex_entries`), because bibtexparser reads about a megabyte a second; all
others are parsed by it.
Field names: BibTeX's own (Patashnik, "BibTeXing", 1988) and those of the BibLaTeX manual.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg.extractors import bibtex_entries
from kg.extractors.batches import Person
from kg.extractors.bulk import Item, Report, streamer
from kg.extractors.formats import Format, Source, open_bytes
from kg.extractors.identifiers import book_numbers, claimed, distinct, identifier
from kg.extractors.packed import BROKEN
from kg.extractors.tex import to_text

_ENTRY = re.compile(rb"^[ \t]*@[ \t]*[A-Za-z]+[ \t\r\n]*[{(]", re.MULTILINE)
_PARTED = re.compile(r"[\"}\w]\s*#\s*[\"{\w]")
_CHUNK_CHARACTERS = 1_000_000
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_NAME_PART = re.compile(r"(?<!\w)(family|given|prefix|suffix)\s*=\s*(\"[^\"]*\"|[^,]*)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_KINDS = {
    "article": "article", "inproceedings": "paper", "conference": "paper", "incollection": "chapter",
    "inbook": "chapter", "book": "book", "mvbook": "book", "collection": "book", "phdthesis": "thesis",
    "mastersthesis": "thesis", "thesis": "thesis", "techreport": "report", "report": "report", "patent": "patent",
}  # fmt: skip
_VENUE_FIELDS = ("journal", "journaltitle", "booktitle", "eventtitle", "series", "howpublished")
_STATUSES = (
    (re.compile(r"\b(to appear|in press|forthcoming|accepted)\b", re.IGNORECASE), "to_appear"),
    (re.compile(r"\b(submitted|under review|in review)\b", re.IGNORECASE), "submitted"),
)
_PARENTS = ("proceedings", "mvproceedings", "book", "collection", "mvbook", "inproceedings")
_NO_WORKS = ("comment", "preamble", "string", "proceedings", "mvproceedings", "xdata", "set")


def _claims(head: bytes, name: str) -> bool:
    return bool(_ENTRY.search(head)) and (name.lower().endswith((".bib", ".bibtex")) or b"=" in head)


def _items(source: Source, report: Report) -> Iterator[Item]:
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)
    reader = _Reader(report)
    with open_bytes(source.path, source.data) as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape", newline="")
        for line, chunk in _chunks(text):
            yield from reader.read(chunk, line)


def _chunks(text: io.TextIOBase) -> Iterator[tuple[int, str]]:
    """Pieces of about a million characters with the line they start at, cut where an entry begins."""
    held: list[str] = []
    size, start = 0, 1
    broken: Exception | None = None
    try:
        for number, line in enumerate(text, start=1):
            if size >= _CHUNK_CHARACTERS and line.lstrip().startswith("@"):
                yield start, "".join(held)
                held, size, start = [], 0, number
            held.append(line)
            size += len(line)
    except BROKEN as error:
        broken = error
    if held:
        yield start, "".join(held)
    if broken:
        raise broken  # after what came before it


_Found = tuple[int, str, str, dict[str, str]]  # line, type, key and fields of an entry


class _Reader:
    """Reads chunks; macros and possible crossref parents live on from chunk to chunk."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._macros: dict[str, str] = {}
        self._parents: dict[str, dict[str, str]] = {}
        self._seen: dict[str, int] = {}

    def read(self, chunk: str, line: int) -> Iterator[Item]:
        chunk = _decoded(chunk)
        entries, others = bibtex_entries.plain(chunk, words=not self._macros)
        found: list[_Found] = []
        place, before = 0, line
        for entry in entries:
            before += chunk.count("\n", place, entry.start)
            place = entry.start
            found.append((before, entry.kind, entry.key, entry.fields))
        for start, end in others:
            found += self._parsed(chunk[start:end], line + chunk.count("\n", 0, start))
        self._parents.update({key.lower(): fields for _, kind, key, fields in found if kind.lower() in _PARENTS})
        for place, kind, key, fields in sorted(found, key=lambda f: f[0]):
            if kind.lower() not in _NO_WORKS:
                whole = self._with_parent(key, fields, place)
                if whole.get("title"):
                    yield _item(kind.lower(), key, whole, place)
                else:
                    self._report(f"line {place}", f"entry '{key}' has no title", "add one")

    def _parsed(self, chunk: str, line: int) -> list[_Found]:
        """Entries of any form; what is broken is reported, and macros are kept."""
        from bibtexparser import entrypoint

        library = entrypoint.parse_string(chunk, parse_stack=[])
        for string in library.strings:
            self._macros[string.key.lower()] = _value(str(string.value), self._macros)
        found = [(line + (e.start_line or 0), e.entry_type, e.key, _fields(e, self._macros)) for e in library.entries]
        for failed in library.failed_blocks:
            place = line + (failed.start_line or 0)
            # a key or field used twice: the entry itself is fine
            entry = getattr(failed, "ignore_error_block", None)
            if entry is not None and hasattr(entry, "fields"):
                found.append((place, entry.entry_type, entry.key, _fields(entry, self._macros)))
            else:
                raw = " ".join((failed.raw or "").split())[:60]
                problem = f"this entry cannot be read ({raw}…)"
                self._report(f"line {place}", problem, "check its braces and commas; the others are read")
        self._stray(library.comments, line)
        return found

    def _stray(self, comments: Iterable[Any], before: int) -> None:
        """Report braces between entries that close nothing: what stands before them may have ended too early."""
        for comment in comments:
            text = str(comment.comment)
            if "}" not in text or type(comment).__name__ != "ImplicitComment":
                continue
            depth = 0
            for found in re.finditer(r"[{}]", text):
                depth += 1 if found[0] == "{" else -1
                if depth < 0:
                    line = before + (comment.start_line or 0) + text.count("\n", 0, found.start())
                    problem = "this brace closes nothing"
                    self._report(f"line {line}", problem, "check the entry before it; the others are read")
                    break

    def _with_parent(self, key: str, fields: dict[str, str], line: int) -> dict[str, str]:
        """The entry with what it takes from its crossref parent; a key used before is reported."""
        if key in self._seen:
            problem = f"the key '{key}' is used again (first in line {self._seen[key]})"
            self._report(f"line {line}", problem, "both entries are kept")
        self._seen.setdefault(key, line)
        parent = self._parents.get(fields.get("crossref", "").lower())
        if parent:
            return {**parent, "booktitle": parent.get("booktitle") or parent.get("title", ""), **fields}
        if fields.get("crossref"):
            problem = f"entry '{key}' refers to '{fields['crossref']}', which is not there"
            self._report(f"line {line}", problem, "add it to the file")
        return fields


def _item(kind: str, key: str, fields: Mapping[str, str], line: int) -> Item:
    text = {name: to_text(value) for name, value in fields.items()}
    authors, complete = _names(fields.get("author", ""))
    editors, _ = _names(fields.get("editor", ""))
    dated = text.get("date") or text.get("year", "")
    year = _YEAR.search(dated)
    venue = next((text[f] for f in _VENUE_FIELDS if text.get(f)), None)
    is_preprint = _is_preprint(text, venue)
    columns = {
        "title": _title(text),
        "kind": "preprint" if is_preprint else _KINDS.get(kind, "other"),
        "year": int(year[1]) if year else None,
        "year_as_printed": dated or None,
        "date": _date(text, year[1] if year else ""),
        "venue": None if is_preprint else venue or text.get("school") or text.get("institution"),
        "deposited_in": _server(text, venue),
        "status": _status(text, is_preprint),
        "author_list_complete": complete,
        "gap_after": None if complete else len(authors),
        "volume": text.get("volume"),
        "issue": text.get("number") or text.get("issue"),
        "pages": text.get("pages"),
        "publisher": text.get("publisher"),
        "abstract": text.get("abstract"),
        "keywords": [k.strip() for k in re.split(r"[;,]", text.get("keywords", "")) if k.strip()],
        "identifiers": _identifiers(text),
        "links": [fields["url"]] if fields.get("url", "").startswith(("http://", "https://")) else [],
        "key": key,
    }
    return Item(f"line={line}", [Person(name) for name in authors], columns, [Person(name) for name in editors])


def _fields(entry: Any, macros: Mapping[str, str]) -> dict[str, str]:
    """Fields by lower-case name as text; of a field given twice the first counts."""
    return {f.key.lower(): _value(str(f.value), macros) for f in reversed(entry.fields)}


def _value(raw: str, macros: Mapping[str, str]) -> str:
    """A value as text: what encloses it taken off, macros put in, and parts joined at "#"."""
    raw = raw.strip()
    if "#" not in raw or not _PARTED.search(raw):
        return _part(raw, macros)
    parts, depth, quoted, start = [], 0, False, 0
    for place, sign in enumerate(raw):
        if sign == '"' and depth == 0:
            quoted = not quoted
        elif sign in "{}":
            depth += 1 if sign == "{" else -1
        elif sign == "#" and depth == 0 and not quoted:
            parts.append(raw[start:place])
            start = place + 1
    return "".join(_part(part.strip(), macros) for part in [*parts, raw[start:]])


def _part(part: str, macros: Mapping[str, str]) -> str:
    if part[:1] in ("{", '"'):
        return part[1:-1] if len(part) > 1 and part[-1] in ("}", '"') else part[1:]
    return macros.get(part.lower(), part)


def _decoded(chunk: str) -> str:
    """Bytes that are no UTF-8 are read as Windows-1252, the usual other encoding of old .bib files."""
    try:
        chunk.encode("utf-8")
        return chunk
    except UnicodeEncodeError:
        return "".join(
            c if not "\udc80" <= c <= "\udcff" else bytes([ord(c) - 0xDC00]).decode("cp1252", "replace") for c in chunk
        )


def _names(value: str) -> tuple[list[str], bool]:
    """Names in order, and whether the list is complete ("and others" says it is not)."""
    value = value.strip()
    if not value:
        return [], True
    names = [to_text(_parted_name(part)) for part in _split_and(value)]
    complete = not any(n.lower() in ("others", "et al.", "et al") for n in names)
    return [n for n in names if n and n.lower() not in ("others", "et al.", "et al")], complete


def _parted_name(name: str) -> str:
    """A name in BibLaTeX's long form ("family=Berg, given=Pieter, prefix=van den") as "van den Berg, Pieter"."""
    parts = {found[1]: found[2] for found in _NAME_PART.finditer(name)} if "=" in name else {}
    if "family" not in parts:
        return name
    family = " ".join(part.strip(' "') for part in (parts.get("prefix", ""), parts["family"]) if part)
    return ", ".join(part.strip(' "') for part in (family, parts.get("suffix", ""), parts.get("given", "")) if part)


def _split_and(value: str) -> list[str]:
    """Split at "and" outside braces."""
    if "{" not in value:
        return _AND.split(value)
    parts, depth, start = [], 0, 0
    for found in re.finditer(r"[{}]|\s+and\s+", value, re.IGNORECASE):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
        elif depth <= 0:
            parts.append(value[start : found.start()])
            start = found.end()
    return [*parts, value[start:]]


def _title(text: Mapping[str, str]) -> str:
    """The title, with BibLaTeX's subtitle behind a colon."""
    title, subtitle = text["title"].rstrip("."), text.get("subtitle", "").rstrip(".")
    if not subtitle or subtitle.casefold() in title.casefold():
        return title
    return f"{title} {subtitle}" if title.endswith(("?", "!", ":")) else f"{title}: {subtitle}"


def _date(text: Mapping[str, str], year: str) -> str | None:
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", text.get("date", "")):
        return text["date"]
    month = text.get("month", "").strip().lower()[:3]
    if year and month in _MONTHS:
        return f"{year}-{_MONTHS.index(month) + 1:02}"
    return f"{year}-{int(month):02}" if year and month.isdigit() and 1 <= int(month) <= 12 else year or None


def _is_preprint(text: Mapping[str, str], venue: str | None) -> bool:
    return bool(_server(text, venue)) and (
        venue is None or bool(re.search(r"arxiv|biorxiv|medrxiv|corr\b", venue.lower()))
    )


_SERVER = re.compile(r"\b(?:biorxiv|medrxiv|arxiv|corr)\b")


def _server(text: Mapping[str, str], venue: str | None) -> str | None:
    said = " ".join(
        (venue or "", text.get("archiveprefix", ""), text.get("eprinttype", ""), text.get("url", ""))
    ).lower()
    if not _SERVER.search(said):
        return None
    for mark, name in (("biorxiv", "bioRxiv"), ("medrxiv", "medRxiv"), ("arxiv", "arXiv"), ("corr", "arXiv")):
        if re.search(rf"\b{mark}\b", said):
            return name
    return None


def _status(text: Mapping[str, str], is_preprint: bool) -> str:
    said = " ".join(text.get(f, "") for f in ("note", "pubstate", "year", "howpublished"))
    found = next((status for pattern, status in _STATUSES if pattern.search(said)), None)
    return found or ("preprint" if is_preprint else "published")


def _identifiers(text: Mapping[str, str]) -> list[dict[str, str]]:
    is_arxiv = "arxiv" in (text.get("archiveprefix", "") + text.get("eprinttype", "arxiv")).lower()
    known = identifier(text.get("url", ""))
    found = [
        *(claimed(text.get(field), field) for field in ("doi", "pmid", "pmcid")),
        claimed(text.get("eprint"), "arxiv") if is_arxiv else None,
        claimed(text.get("arxivid"), "arxiv"),
        {"scheme": known[0], "value": known[1]} if known else None,
    ]
    numbers = [n for field in ("isbn", "issn") if text.get(field) for n in book_numbers(text[field])]
    return distinct([*found, *numbers])


FORMAT = Format(
    name="bibtex",
    label="BibTeX and BibLaTeX",
    suffixes=(".bib", ".bibtex"),
    claims=_claims,
    stream=streamer("bibtex/1", "application/x-bibtex", _items, "check that it is BibTeX"),
)

"""What `kg references` prints: tagged lines as JSON objects, CSL-JSON items, or BibTeX entries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from kg.extractors.references.authors import PrintedName
from kg.extractors.references.parsed import ParsedReference, parsed
from kg.extractors.references.refine import refined
from kg.extractors.references.tagger import TaggedSpan
from kg.model import CSL_TYPES

_BATCH = 1000  # lines


def references_jsonl(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """One {"raw": line, "spans": [[start, end, label]]} a line, same order; the line end is no part of `raw`.

    Empty lines give an object without spans, so that lines in and objects out stay in step.
    """
    for text, spans in tagged_lines(lines):
        yield {"raw": text, "spans": [[span.start, span.end, span.label] for span in refined(text, spans)]}


def read_lines(lines: Iterable[str]) -> Iterator[ParsedReference]:
    """The parsed references of the lines, in order."""
    for text, spans in tagged_lines(lines):
        yield parsed(text, spans)


def tagged_lines(lines: Iterable[str]) -> Iterator[tuple[str, list[TaggedSpan]]]:
    """Each line without its end and its labelled stretches, in order, through the spaCy pipeline in batches."""
    from kg.extractors.references.host import reference_pipeline, spans_of

    pipeline = reference_pipeline()
    texts = (line.rstrip("\r\n") for line in lines)
    while batch := list(islice(texts, _BATCH)):
        # without the zone the vocabulary would keep every word ever seen
        with pipeline.memory_zone():
            found = [spans_of(doc) for doc in pipeline.pipe(batch)]
        yield from zip(batch, found, strict=True)


def csl_items(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """CSL-JSON items (https://docs.citationstyles.org), ids "ref1", "ref2" … by line; empty lines are left out."""
    for number, reference in enumerate(read_lines(lines), 1):
        if reference.raw.strip():
            yield csl(reference, f"ref{number}")


def csl(reference: ParsedReference, identifier: str) -> dict[str, Any]:
    """The reference as a CSL-JSON item; absent fields are absent keys."""
    venue = reference.venue
    item: dict[str, Any] = {
        "id": identifier,
        "type": CSL_TYPES[reference.kind],
        "title": reference.title,
        "author": [_csl_name(name) for name in reference.authors.names],
        "editor": [_csl_name(name) for name in reference.editors.names],
        "translator": [_csl_name(name) for name in reference.translators.names],
        "container-title": venue,
        "collection-title": reference.series,
        "volume": reference.volume,
        "issue": reference.issue,
        "page": reference.pages,
        "number": f"arXiv:{reference.arxiv}" if reference.arxiv else "",
        "publisher": reference.publisher or reference.institution or ("arXiv" if reference.arxiv and not venue else ""),
        "publisher-place": reference.location,
        "edition": reference.edition,
        "genre": reference.genre,
        "note": reference.note,
        "DOI": reference.doi,
        "ISBN": reference.isbn,
        "URL": _address(reference),
        "issued": {"date-parts": [[int(part) for part in reference.issued.split("-")]]} if reference.issued else None,
    }
    return {key: value for key, value in item.items() if value}


def _address(reference: ParsedReference) -> str:
    """The printed address, or that of an arXiv number."""
    return reference.url or (f"https://arxiv.org/abs/{reference.arxiv}" if reference.arxiv else "")


def _csl_name(name: PrintedName) -> dict[str, str]:
    if name.group:
        return {"literal": name.name}
    family, given, suffix = name_parts(name.name)
    parts = {"family": family, "given": given, "suffix": suffix}
    return {key: value for key, value in parts.items() if value}


def name_parts(name: str) -> tuple[str, str, str]:
    """Family name, given names, suffix of a printed name.

    >>> name_parts("van der Berg, J. P., Jr."), name_parts("J. P. van der Berg"), name_parts("Berg JP")
    (('van der Berg', 'J. P.', 'Jr.'), ('van der Berg', 'J. P.', ''), ('Berg', 'JP', ''))
    """
    from kg.extractors.references.name_words import is_cjk, is_initial, is_particle, is_suffix

    pieces = [piece.strip() for piece in name.split(",") if piece.strip()]
    suffix = pieces.pop() if len(pieces) > 1 and is_suffix(pieces[-1]) else ""
    if len(pieces) > 1:
        return pieces[0], " ".join(pieces[1:]), suffix
    words = name.replace(",", " ").split() if not pieces else pieces[0].split()
    if len(words) > 1 and is_suffix(words[-1]) and not suffix:
        suffix = words.pop()
    if len(words) < 2:
        text = words[0] if words else name
        return (text[0], text[1:], suffix) if is_cjk(text) and 2 <= len(text) <= 3 else (text, "", suffix)
    if is_cjk(name):
        return words[0], " ".join(words[1:]), suffix
    at = len(words)
    while at > 1 and is_initial(words[at - 1]) and not (at == len(words) and len(words[at - 1]) > 3):
        at -= 1
    if at < len(words) and not is_initial(words[0]):
        return " ".join(words[:at]), " ".join(words[at:]), suffix
    at = len(words) - 1
    while at > 1 and is_particle(words[at - 1]):
        at -= 1
    return " ".join(words[at:]), " ".join(words[:at]), suffix


def bibtex_entries(lines: Iterable[str]) -> Iterator[str]:
    """BibTeX entries with unique keys; empty lines are left out."""
    used: set[str] = set()
    for reference in read_lines(lines):
        if reference.raw.strip():
            key = _key(reference)
            if key in used:
                key = next(k for k in (f"{key}-{n}" for n in range(2, len(used) + 3)) if k not in used)
            used.add(key)
            yield bibtex(reference, key)


_BIBTEX_TYPES = {
    "article": "article",
    "paper": "inproceedings",
    "preprint": "misc",
    "chapter": "incollection",
    "book": "book",
    "thesis": "phdthesis",
    "report": "techreport",
    "patent": "misc",
    "other": "misc",
}


def bibtex(reference: ParsedReference, key: str) -> str:
    """The reference as a BibTeX entry; braces, "%", "&" and the like in values are escaped."""
    kind = _BIBTEX_TYPES[reference.kind]
    if reference.kind == "thesis" and "master" in reference.genre.lower():
        kind = "mastersthesis"
    container = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle"}.get(
        kind, "howpublished"
    )
    house = {"phdthesis": "school", "mastersthesis": "school", "techreport": "institution"}.get(kind, "publisher")
    month = reference.issued[5:7]
    fields = {
        "author": _bibtex_names(reference.authors.names, complete=reference.authors.complete),
        "editor": _bibtex_names(reference.editors.names, complete=True),
        "title": reference.title,
        container: reference.venue,
        "series": reference.series,
        "year": str(reference.year or ""),
        "month": str(int(month)) if month else "",
        "translator": _bibtex_names(reference.translators.names, complete=True),
        "volume": reference.volume,
        "number": reference.issue,
        "pages": re.sub(r"(?<=\d)\s?[-‐‑–—]+\s?(?=[A-Za-z]?\d)", "--", reference.pages),
        house: reference.publisher or reference.institution,
        "address": reference.location,
        "edition": reference.edition,
        "type": reference.genre if kind in ("phdthesis", "mastersthesis", "techreport") else "",
        "note": reference.note,
        "doi": reference.doi,
        "isbn": reference.isbn,
        "eprint": reference.arxiv,
        "archiveprefix": "arXiv" if reference.arxiv else "",
        "url": _address(reference),
    }
    body = "".join(f"  {name} = {{{_escaped(value)}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{key},\n{body}}}\n"


def _bibtex_names(names: Iterable[PrintedName], *, complete: bool) -> str:
    printed = []
    for name in names:
        family, given, suffix = name_parts(name.name)
        parts = [family, suffix, given] if suffix else [family, given]
        printed.append(f"{{{name.name}}}" if name.group else ", ".join(part for part in parts if part))
    return " and ".join(printed + ([] if complete else ["others"]))


_SPECIAL = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "$": r"\$",
    "_": r"\_",
    "~": r"\~{}",
    "^": r"\^{}",
}


def _escaped(value: str) -> str:
    """The value with TeX's special characters escaped and its braces balanced."""
    text = "".join(_SPECIAL.get(c, c) for c in value)
    return text if value.count("{") == value.count("}") else text.replace("{", "").replace("}", "")


def _key(reference: ParsedReference) -> str:
    people = reference.authors.people
    family = name_parts(people[0].name)[0] if people else "anonymous"
    word = next((w for w in re.findall(r"\w+", reference.title) if len(w) > 3), "")
    text = f"{family}{reference.year or ''}{word}".lower()
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain) or "reference"

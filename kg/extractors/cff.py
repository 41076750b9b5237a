"""CITATION.cff: a piece of software or data, the work that its authors want cited instead, and its references.

Names: "Citation File Format", version 1.2.0. Values are read as text: a version "1.10" stays that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from kg.errors import FormatError
from kg.extractors.batches import Person
from kg.extractors.bulk import Item, Report, streamer
from kg.extractors.fields import family_first, iso_date, links, pages, partial_date, year_of
from kg.extractors.formats import Format, Source, open_bytes
from kg.extractors.identifiers import book_numbers, claimed, distinct, identifier

_MARK = re.compile(rb"^[\"']?cff-version[\"']?\s*:", re.MULTILINE)
_MAX_BYTES = 10_000_000
_KINDS = {
    "article": "article", "magazine-article": "article", "newspaper-article": "article", "conference-paper": "paper",
    "proceedings": "book", "conference": "book", "book": "book", "edited-work": "book", "thesis": "thesis",
    "report": "report", "government-document": "report", "patent": "patent", "unpublished": "preprint",
}  # fmt: skip
_STATUSES = {
    "in-preparation": "submitted", "submitted": "submitted", "under-review": "submitted", "in-press": "to_appear",
    "advance-online": "published", "preprint": "preprint",
}  # fmt: skip
Said = dict[str, Any]


def _claims(head: bytes, name: str) -> bool:
    return bool(_MARK.search(head)) or name.replace("\\", "/").rsplit("/", 1)[-1].lower() == "citation.cff"


def _items(source: Source, report: Report) -> Iterator[Item]:
    with open_bytes(source.path, source.data) as stream:
        data = stream.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES:
        raise FormatError("", "a citation file of over 10 MB", "check that it is one")
    node = _composed(data.decode("utf-8-sig", "replace"))
    for name, line, said in _works(node):
        if not isinstance(said, dict):
            report(f"line {line}", f"{name} holds no fields")
        elif _text(said, "title"):
            yield _item(line, said)
        else:
            report(f"line {line}", f"{name} has no title", "add one")


def _composed(text: str) -> yaml.Node:
    try:
        if re.search(r"(?m)^[^#'\"\n]*:\s+[&*]\w", text):  # an anchor can stand for itself, over and over
            raise FormatError("", "this YAML uses anchors", "write out what they stand for")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or error
        raise FormatError(where, f"no valid YAML ({problem})", "mend it there") from None
    if not isinstance(node, yaml.MappingNode):
        raise FormatError("", "no citation file: it holds no fields", "see the Citation File Format")
    return node


def _works(node: yaml.Node) -> Iterator[tuple[str, int, Any]]:
    """(what it is, line, its values) of the thing itself, of what is preferred, and of each reference."""
    yield "the file", 1, _plain(node)
    for key, value in node.value:
        if key.value == "preferred-citation":
            yield "preferred-citation", key.start_mark.line + 1, _plain(value)
        elif key.value == "references" and isinstance(value, yaml.SequenceNode):
            for number, one in enumerate(value.value, start=1):
                yield f"reference {number}", one.start_mark.line + 1, _plain(one)


def _plain(node: yaml.Node) -> Any:
    """The values of a node, all scalars as text."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one) for one in node.value]
    return "" if node.tag == "tag:yaml.org,2002:null" else str(node.value)


def _text(said: Said, name: str) -> str:
    value = said.get(name)
    if isinstance(value, dict):  # an entity: a publisher, a conference, an institution
        value = value.get("name")
    return " ".join(value.split()) if isinstance(value, str) else ""


def _listed(said: Said, name: str) -> list[Any]:
    value = said.get(name)
    return value if isinstance(value, list) else []


def _item(line: int, said: Said) -> Item:
    kind = _KINDS.get(_text(said, "type"), "other")
    date = iso_date(_text(said, "date-published")) or iso_date(_text(said, "date-released"))
    date = date or partial_date(_text(said, "year"), _text(said, "month"))
    printed = _text(said, "year") or (date or "")[:4]
    status = "preprint" if kind == "preprint" else "published"
    journal = _text(said, "journal")
    fields = {
        "title": _text(said, "title"),
        "kind": kind,
        "status": _STATUSES.get(_text(said, "status"), status),
        "year": year_of(printed),
        "year_as_printed": printed or None,
        "date": date,
        "venue": journal or _text(said, "collection-title") or _text(said, "conference") or None,
        "volume": _text(said, "volume") or None,
        "issue": _text(said, "issue") or None,
        "pages": pages(_text(said, "start"), _text(said, "end")),
        "publisher": _text(said, "publisher") or _text(said, "institution") or None,
        "abstract": _text(said, "abstract") or None,
        "keywords": [one for one in _listed(said, "keywords") if isinstance(one, str) and one],
        "identifiers": _identifiers(said),
        "links": links(_text(said, name) for name in ("url", "repository-code", "repository", "repository-artifact")),
        "key": _text(said, "doi") or None,
    }
    authors, editors = ([_person(one) for one in _listed(said, role)] for role in ("authors", "editors"))
    return Item(f"line={line}", [p for p in authors if p.name], fields, [p for p in editors if p.name])


def _person(said: Any) -> Person:
    if not isinstance(said, dict):
        return Person("")
    family = " ".join(part for part in (_text(said, "name-particle"), _text(said, "family-names")) if part)
    name = family_first(family, _text(said, "given-names"), _text(said, "name-suffix"))
    affiliation = _text(said, "affiliation")
    return Person(
        name or _text(said, "name") or _text(said, "alias"),
        [affiliation] if affiliation else [],
        distinct([claimed(_text(said, "orcid"), "orcid")]),
    )


def _identifiers(said: Said) -> list[dict[str, str]]:
    found = [claimed(_text(said, "doi"), "doi"), claimed(_text(said, "pmcid"), "pmcid")]
    for one in _listed(said, "identifiers"):
        known = identifier(_text(one, "value")) if isinstance(one, dict) else None
        if known and (one.get("type") == "doi" or known[0] in ("arxiv", "doi")):
            found.append({"scheme": known[0], "value": known[1]})
    return distinct([*found, *book_numbers(_text(said, "isbn")), *book_numbers(_text(said, "issn"))])


FORMAT = Format(
    name="cff",
    label="CITATION.cff: the software, its preferred citation, its references",
    suffixes=(".cff",),
    claims=_claims,
    stream=streamer("cff/1", "application/yaml", _items, "check that it is a citation file (CFF)"),
)

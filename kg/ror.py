"""The dump of ROR, the Research Organization Registry: which of its organisations bear a name.

Read as a stream (its JSON of schema 1 or 2, or the ZIP that it comes in); only what bears one of the wanted names is
kept, so memory depends on the graph and not on the dump. Nothing is fetched.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any

from kg import archives
from kg.errors import InputError
from kg.extractors import jsons
from kg.extractors.batches import sha256_of
from kg.extractors.formats import open_bytes
from kg.extractors.identifiers import identifier
from kg.extractors.json_pieces import Pieces
from kg.extractors.packed import BROKEN
from kg.resolver.registry import Registered, name_key

_REMEDY = "give ROR's dump as it is published: a .zip, or the .json in it"


class Ror:
    """A dump of ROR, as `kg.resolver` asks it."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Looks at the start of the file.

        Raises:
            InputError: it is missing, or no dump of ROR.
        """
        self.path = Path(path)
        self.countries: dict[str, str] = {}
        self._file = _data_file(self.path)
        if self.first() is None:
            raise InputError(str(path), "this is no dump of ROR", _REMEDY)
        self.sha256 = sha256_of(self.path)

    def first(self) -> Registered | None:
        """The first organisation of the dump; None if it is none."""
        return next((known for number, said in self._records() if number == 1 and (known := registered(1, said))), None)

    def bearers(self, keys: Set[str]) -> Iterator[Registered]:
        """The organisations of which a name, alias, label or acronym has one of these keys (`name_key`)."""
        for number, said in self._records():
            known = registered(number, said)
            if known and known.country and known.country_code:
                self.countries.setdefault(name_key(known.country), known.country_code)
            if known and not keys.isdisjoint(known.forms):
                yield known

    def _records(self) -> Iterator[tuple[int, Any]]:
        try:
            with open_bytes(self._file) as stream:
                pieces = Pieces(stream, ("items",))
                for number, piece in pieces:
                    yield number, jsons.parsed(piece)
        except (*BROKEN, ValueError, RecursionError) as error:
            raise InputError(str(self.path), f"the dump of ROR breaks off or is damaged ({error})", _REMEDY) from None
        if pieces.broken:
            raise InputError(str(self.path), f"the dump of ROR breaks off after record {pieces.number}", _REMEDY)


def _data_file(path: Path) -> Path:
    """The JSON of a dump: of the newest schema, where an archive has several."""
    if not path.is_file():
        raise InputError(str(path), "there is no such file", "check the spelling")
    if not archives.is_archive(path):
        return path
    found = sorted(member for member, why in archives.members(path) if not why and member.suffix == ".json")
    if not found:
        raise InputError(str(path), "this archive holds no JSON", _REMEDY)
    return next((member for member in found if "schema_v2" in member.name), found[0])


def registered(number: int, said: Any) -> Registered | None:
    """One record of the dump, schema 1 or 2; None if it is none, or withdrawn."""
    if not isinstance(said, dict) or said.get("status") == "withdrawn":
        return None
    known = identifier(str(said.get("id") or ""), "ror")
    if not known:
        return None
    try:
        named, places = (_second if "names" in said else _first)(said)
    except (AttributeError, TypeError, KeyError, IndexError):
        return None
    forms: dict[str, str] = {}
    for kind, name in named:
        if isinstance(name, str) and (key := name_key(name)):
            forms.setdefault(key, kind)
    name = next((name for _, name in named if isinstance(name, str)), "")
    code, country, city = places
    active = said.get("status", "active") == "active"
    return Registered(number, known[1], name, forms, (code or "").upper(), country or "", city or "", active)


_Said = tuple[list[tuple[str, Any]], tuple[Any, Any, Any]]


def _first(said: dict[str, Any]) -> _Said:
    country = said.get("country") or {}
    cities = [address.get("city") for address in said.get("addresses") or [] if address.get("city")]
    named = [("name", said.get("name"))]
    named += [("label", one.get("label")) for one in said.get("labels") or []]
    named += [("alias", name) for name in said.get("aliases") or []]
    named += [("acronym", name) for name in said.get("acronyms") or []]
    return named, (country.get("country_code"), country.get("country_name"), cities[0] if cities else "")


def _second(said: dict[str, Any]) -> _Said:
    order: tuple[tuple[str, str], ...] = (
        ("ror_display", "name"), ("label", "label"), ("alias", "alias"), ("acronym", "acronym"),
    )  # fmt: skip
    names = [(one.get("value"), one.get("types") or []) for one in said["names"]]
    named = [(kind, name) for mark, kind in order for name, types in names if mark in types]
    where = ((said.get("locations") or [{}])[0]).get("geonames_details") or {}
    return named, (where.get("country_code"), where.get("country_name"), where.get("name"))

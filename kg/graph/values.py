"""RDF terms as Python values and back."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from decimal import Decimal

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal
Value = str | int | float | bool | Decimal | datetime.date | datetime.datetime | None

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = frozenset(
    f"{_XSD}{name}"
    for name in (
        "integer int long short byte nonNegativeInteger positiveInteger negativeInteger nonPositiveInteger "
        "unsignedInt unsignedLong unsignedShort unsignedByte gYear"
    ).split()
)
_READERS: dict[str, Callable[[str], Value]] = {
    f"{_XSD}decimal": Decimal,
    f"{_XSD}double": float,
    f"{_XSD}float": float,
    f"{_XSD}boolean": lambda text: {"true": True, "1": True, "false": False, "0": False}[text],
    f"{_XSD}date": datetime.date.fromisoformat,
    f"{_XSD}dateTime": datetime.datetime.fromisoformat,
    **dict.fromkeys(_INTEGERS, int),
}


class Iri(str):
    """An IRI in a row: a string that also knows what the thing is called (`label` is "" where nothing says so)."""

    __slots__ = ("label",)

    label: str

    def __new__(cls, iri: str, label: str = "") -> Iri:
        """The IRI with its label."""
        made = super().__new__(cls, iri)
        made.label = label
        return made


def to_python(term: Term | None) -> Value:
    """The Python value of a term; a literal that breaks its datatype stays text.

    >>> to_python(ox.Literal("2019", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#gYear")))
    2019
    """
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    try:
        return _READERS.get(term.datatype.value, str)(term.value)
    except (ValueError, KeyError, ArithmeticError):
        return term.value


def to_term(value: object) -> Term | None:
    """The RDF term of a Python value: `Iri` gives an IRI, numbers, booleans and dates typed literals, the rest text."""
    if value is None or isinstance(value, ox.NamedNode | ox.BlankNode | ox.Literal):
        return value
    if isinstance(value, Iri):
        return ox.NamedNode(value)
    if isinstance(value, bool):
        return ox.Literal(value)
    if isinstance(value, int):
        return ox.Literal(str(value), datatype=ox.NamedNode(f"{_XSD}integer"))
    if isinstance(value, float):
        return ox.Literal(repr(value) if math.isfinite(value) else str(value), datatype=ox.NamedNode(f"{_XSD}double"))
    if isinstance(value, Decimal):
        return ox.Literal(str(value), datatype=ox.NamedNode(f"{_XSD}decimal"))
    if isinstance(value, datetime.datetime):
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(f"{_XSD}dateTime"))
    if isinstance(value, datetime.date):
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(f"{_XSD}date"))
    return ox.Literal(str(value))

"""What a preset asks for: typed parameters, and their values as serialised RDF terms."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.tokens import string_literal
from kg.graph.vocab import PREFIXES, expand

ParameterType = Literal["iri", "literal", "integer", "decimal", "boolean", "date"]
TYPES: tuple[ParameterType, ...] = ("iri", "literal", "integer", "decimal", "boolean", "date")

_ANYTHING = ox.NamedNode(expand("kg:anything"))


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that a preset asks for. `thing` is the class (full IRI) of what an IRI must name, or ""."""

    name: str
    type: ParameterType
    variable: str
    label: str = ""
    thing: str = ""
    example: str = ""
    description: str = ""
    optional: bool = False
    default: object = None


def sample(parameter: Parameter) -> str:
    """Some term of the right type, to try a text with."""
    samples = {"integer": "1", "decimal": "0.5", "boolean": "true", "literal": '"a"', "iri": str(_ANYTHING)}
    return samples.get(parameter.type, f'"2000-01-01"^^<{PREFIXES["xsd"]}date>')


def to_sparql(
    parameter: Parameter,
    value: object,
    look_up: Callable[[str, str], str] | None = None,
    *,
    where: str = "",
) -> str:
    """The value of a parameter as a serialised RDF term.

    Args:
        parameter: what the value is for; decides how it is read.
        value: text as the user typed it, or a Python value.
        look_up: gives the IRI of what a name (first argument) means among the things of a class (second).
        where: stands in messages.

    Raises:
        QueryError: the value does not fit the type, or the name is unknown.
        AmbiguousName: the name fits several things.
    """
    where = where or f"parameter '{parameter.name}'"
    if parameter.type == "iri":
        return _iri(parameter, str(value), look_up, where)
    reader, remedy = _READERS[parameter.type]
    try:
        return reader(str(value).strip() if parameter.type != "literal" else str(value))
    except (ValueError, KeyError, InvalidOperation) as error:
        raise QueryError(where, f"'{value}' is no {parameter.type}", remedy) from error


def _iri(parameter: Parameter, value: str, look_up: Callable[[str, str], str] | None, where: str) -> str:
    if parameter.optional and value == parameter.default:
        return str(ox.NamedNode(expand(value) if value.partition(":")[0] in PREFIXES else value))
    if look_up is not None and parameter.thing:
        return str(ox.NamedNode(look_up(value, parameter.thing)))
    bare = value[1:-1] if value.startswith("<") and value.endswith(">") else value
    try:
        return str(ox.NamedNode(expand(bare) if bare.partition(":")[0] in PREFIXES else bare))
    except ValueError as error:
        raise QueryError(where, f"'{value}' is no IRI ({error})", "give one such as https://example.org/id") from error


def _integer(value: str) -> str:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", value):
        raise ValueError(value)
    return str(int(value))


def _decimal(value: str) -> str:
    number = Decimal(value)
    if not number.is_finite() or abs(number.adjusted()) > 30:
        raise ValueError(value)
    text = format(number, "f")
    return text if "." in text else text + ".0"


def _literal(value: str) -> str:
    value.encode("utf-8")  # a lone surrogate cannot be sent to any engine
    return string_literal(value)


_READERS: dict[str, tuple[Callable[[str], str], str]] = {
    "literal": (_literal, "give text that is valid Unicode"),
    "integer": (_integer, "give a whole number such as 2019"),
    "decimal": (_decimal, "give a number such as 0.25"),
    "boolean": (
        lambda value: {"true": "true", "yes": "true", "1": "true", "false": "false", "no": "false", "0": "false"}[
            value.casefold()
        ],
        "give true or false",
    ),
    "date": (
        lambda value: f'"{datetime.date.fromisoformat(value).isoformat()}"^^<{PREFIXES["xsd"]}date>',
        "give a date such as 2019-05-31",
    ),
}

"""RDF terms as column expressions: whole columns become N-Quads or Turtle terms without an object per term.

A `Term` says how one column reads as an IRI or a literal; `prepare` makes the columns of a batch safe to write;
`Term.render` gives the Polars expression that turns the prepared column into text. Null in, null out: a null object
means that nothing is stated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

import polars as pl

from kg.graph.vocab import PREFIXES, PROFILE_PREFIXES, expand

# RDF 1.1 N-Quads allows control characters inside a literal, XML does not: they are escaped here, dropped there.
_ESCAPES = {
    **{chr(code): f"\\u{code:04X}" for code in (*range(32), 127, 0xFFFE, 0xFFFF)},
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}
_NEEDS_ESCAPE = r'[\x00-\x1f"\\\x7f\x{fffe}\x{ffff}]'
_UNSAFE_ID = r"[^A-Za-z0-9._~-]|^\.+$"
_PLAIN_IRI = r"^https?://[A-Za-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~/-]*)?$"
_HAS_SCHEME = re.compile(r"(?i)^(https?|ftp)://[^/\s]")
_DAY = r"^\d{4}-\d{2}-\d{2}$"
_MOMENT = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?$"
_MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


@dataclass(frozen=True, slots=True)
class Syntax:
    """How terms are spelled: Turtle shortens (prefixes, `@base`, bare numbers), N-Quads does not."""

    base: str
    turtle: bool = False

    def name(self, curie: str) -> str:
        """A term of a vocabulary, ready to write."""
        return curie if self.turtle else f"<{expand(curie)}>"

    def thing(self, kind: str) -> str:
        """What stands before the id in the IRI of an instance of that kind."""
        return f"<{kind}/" if self.turtle else f"<{self.base}{kind}/"


Piece = str | pl.Expr
Renderer = Callable[["Term", Syntax], list[Piece]]


@dataclass(frozen=True)
class Term:
    """One position of a statement: `form` says how `column` reads; use the functions below to make one."""

    form: str
    column: str = ""
    detail: str = ""
    names: Mapping[str, str] | None = None
    parts: tuple[Term, ...] = ()

    def render(self, syntax: Syntax) -> pl.Expr:
        """The text of the term; null where nothing is to be said."""
        return joined(self.pieces(syntax))

    def pieces(self, syntax: Syntax) -> list[Piece]:
        """The parts of the text, to be joined with others in one go; null where one of them is."""
        return _RENDERERS[self.form](self, syntax)

    @property
    def prepared(self) -> tuple[tuple[str, str], ...]:
        """(how, column) of the safe columns that `render` reads."""
        how = _PREPARED.get(self.form)
        own = ((how, self.column),) if how else ()
        return own + tuple(need for part in self.parts for need in part.prepared)


def thing(kind: str, column: str) -> Term:
    """An instance of ours: base + kind + "/" + id."""
    return Term("thing", column, kind)


def source(column: str) -> Term:
    """The document, record, mention or position that an id is of, told by the shape of the id (see `kg.schemas`)."""
    return Term("source", column)


def local(column: str) -> Term:
    """An instance given as "kind/id"."""
    return Term("local", column)


def named(curie: str) -> Term:
    """The same term of a vocabulary on every row."""
    return Term("named", detail=curie)


def mapped(column: str, names: Mapping[str, str], default: str = "") -> Term:
    """A term of a vocabulary by the value of a column; other values give `default`, or nothing. Null gives nothing."""
    return Term("mapped", column, default, names)


def text(column: str) -> Term:
    """A plain literal; the empty string gives nothing."""
    return Term("text", column)


def typed(column: str, datatype: str) -> Term:
    """A literal of `xsd:<datatype>`: integer, boolean or double."""
    return Term("typed", column, datatype)


def moment(column: str) -> Term:
    """An ISO 8601 time as xsd:dateTime, a bare date as its midnight; anything else gives nothing."""
    return Term("moment", column)


def sound_date(column: str) -> pl.Expr:
    """A partial date cut back to the part that exists: "2014-13" gives "2014", "2015-02-30" "2015-02", "soon" null."""
    date = pl.col(column).str.strip_chars()
    is_day = date.str.contains(_DAY) & date.str.to_date("%Y-%m-%d", strict=False).is_not_null()
    return (
        pl.when(is_day)
        .then(date)
        .when(date.str.slice(0, 7).str.contains(_MONTH))
        .then(date.str.slice(0, 7))
        .when(date.str.contains(r"^\d{4}(-|$)"))
        .then(date.str.slice(0, 4))
        .otherwise(None)
        .alias(column)
    )


def partial(column: str, precision: str) -> Term:
    """A date at the precision given ("gYear", "gYearMonth" or "date"); a date of another precision gives nothing."""
    return Term("partial", column, precision)


def year(column: str) -> Term:
    """An integer column as xsd:gYear."""
    return Term("year", column)


def outside(column: str) -> Term:
    """An http(s) or ftp IRI that a source gave; what cannot be made a valid IRI gives nothing."""
    return Term("outside", column)


def triple(subject: Term, predicate: str, value: Term) -> Term:
    """A triple as a term (RDF 1.2)."""
    return Term("triple", detail=predicate, parts=(subject, value))


def joined(pieces: Iterable[Piece]) -> pl.Expr:
    """All pieces one after another; null where one of them is."""
    merged: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    columns = [pl.lit(piece) if isinstance(piece, str) else piece for piece in merged]
    return columns[0] if len(columns) == 1 else pl.concat_str(columns)


def _quoted(value: pl.Expr, datatype: str, syntax: Syntax) -> list[Piece]:
    return ['"', value, f'"^^{syntax.name("xsd:" + datatype)}']


def _thing(term: Term, syntax: Syntax) -> list[Piece]:
    return [syntax.thing(term.detail), pl.col(f"id:{term.column}"), ">"]


def _source(term: Term, syntax: Syntax) -> list[Piece]:
    value = pl.col(f"id:{term.column}")
    kind = (
        pl.when(~value.str.contains(".", literal=True))
        .then(pl.lit(syntax.thing("document")))
        .when(value.str.contains(r"^[^.]+\.\d+(-\d+)?$"))
        .then(pl.lit(syntax.thing("record")))
        .when(value.str.contains(r"\.o\d+(-\d+)?$"))
        .then(pl.lit(syntax.thing("organisation-mention")))
        .when(value.str.contains(r"\.p\d+(-\d+)?$"))
        .then(pl.lit(syntax.thing("position")))
        .otherwise(pl.lit(syntax.thing("mention")))
    )
    return [kind, value, ">"]


def _local(term: Term, syntax: Syntax) -> list[Piece]:
    return ["<" if syntax.turtle else f"<{syntax.base}", pl.col(f"local:{term.column}"), ">"]


def _named(term: Term, syntax: Syntax) -> list[Piece]:
    return [syntax.name(term.detail)]


def _mapped(term: Term, syntax: Syntax) -> list[Piece]:
    names = {value: syntax.name(curie) for value, curie in (term.names or {}).items()}
    column = pl.col(term.column)
    default = pl.lit(syntax.name(term.detail)) if term.detail else pl.lit(None, dtype=pl.String)
    found = column.replace_strict(names, default=default, return_dtype=pl.String)
    return [pl.when(column.is_null() | (column == "")).then(None).otherwise(found)]


def _text(term: Term, syntax: Syntax) -> list[Piece]:
    return ['"', pl.col(f"text:{term.column}"), '"']


def _typed(term: Term, syntax: Syntax) -> list[Piece]:
    column = pl.col(term.column)
    if term.detail == "double":
        column = pl.when(column.is_nan()).then(None).otherwise(column)
        # "1", not "1.0": so a store that normalises numbers gives back what was written.
        value = column.cast(pl.String).str.replace("inf", "INF", literal=True).str.strip_suffix(".0")
        return _quoted(value, "double", syntax)
    value = column.cast(pl.String)
    return [value] if syntax.turtle else _quoted(value, term.detail, syntax)


def _moment(term: Term, syntax: Syntax) -> list[Piece]:
    column = pl.col(term.column)
    value = (
        pl.when(column.str.contains(_MOMENT))
        .then(column)
        .when(column.str.contains(_DAY))
        .then(pl.concat_str(column, pl.lit("T00:00:00")))
        .otherwise(None)
    )
    return _quoted(value, "dateTime", syntax)


def _partial(term: Term, syntax: Syntax) -> list[Piece]:
    column = pl.col(term.column)
    if term.detail == "gYear":
        fits = column.str.contains(r"^\d{4}$")
    elif term.detail == "gYearMonth":
        fits = column.str.contains(_MONTH)
    else:
        fits = column.str.contains(_DAY) & column.str.to_date("%Y-%m-%d", strict=False).is_not_null()
    return _quoted(pl.when(fits).then(column).otherwise(None), term.detail, syntax)


def _year(term: Term, syntax: Syntax) -> list[Piece]:
    column = pl.col(term.column)
    value = pl.when(column.is_between(1, 9999)).then(column.cast(pl.String).str.zfill(4)).otherwise(None)
    return _quoted(value, "gYear", syntax)


def _triple(term: Term, syntax: Syntax) -> list[Piece]:
    subject, value = (part.pieces(syntax) for part in term.parts)
    return ["<<( ", *subject, f" {syntax.name(term.detail)} ", *value, " )>>"]


def _outside(term: Term, syntax: Syntax) -> list[Piece]:
    return ["<", pl.col(f"iri:{term.column}"), ">"]


_RENDERERS: dict[str, Renderer] = {
    "thing": _thing,
    "source": _source,
    "local": _local,
    "named": _named,
    "mapped": _mapped,
    "text": _text,
    "typed": _typed,
    "moment": _moment,
    "partial": _partial,
    "year": _year,
    "outside": _outside,
    "triple": _triple,
}
_PREPARED = {"thing": "id", "source": "id", "local": "local", "text": "text", "outside": "iri"}


def stated(term: Term) -> pl.Expr | None:
    """Whether `render` gives something, told from the column as it is; None where only rendering tells."""
    column = pl.col(term.column) if term.column else pl.lit(True)
    if term.form == "named":
        return pl.lit(True)
    if term.form in ("thing", "source", "text"):
        return (column.cast(pl.String) != "").fill_null(value=False)
    if term.form == "typed":
        return column.is_not_null() & (column.is_not_nan() if term.detail == "double" else pl.lit(True)).fill_null(
            value=False
        )
    if term.form in ("mapped", "year", "partial", "moment"):
        return term.render(Syntax("")).is_not_null()
    return None


def safe_id(value: str) -> str:
    """An id as it stands in an IRI: everything but letters, digits and `._~-` percent-encoded.

    >>> safe_id("homepages/w/Wei Wang")
    'homepages%2Fw%2FWei%20Wang'
    """
    encoded = quote(value, safe="")
    return encoded.replace(".", "%2E") if set(encoded) == {"."} else encoded


def safe_iri(value: str) -> str | None:
    """The IRI with what is not allowed in it percent-encoded; None when it cannot be made an absolute web IRI.

    >>> safe_iri("https://example.org/a b")
    'https://example.org/a%20b'
    >>> safe_iri("javascript:alert(1)") is None
    True
    """
    import pyoxigraph

    value = value.strip()
    if not _HAS_SCHEME.match(value):
        return None
    value = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", value)
    value = quote(value, safe="%:/?#[]@!$&'()*+,;=-._~")
    try:
        return pyoxigraph.NamedNode(value).value
    except ValueError:
        return None


def escape(value: str) -> str:
    r"""A literal's text between the quotes of N-Triples, N-Quads, Turtle and TriG.

    >>> escape('a "b"')
    'a \\"b\\"'
    """
    return value.translate(_TRANSLATION)


_TRANSLATION = str.maketrans(_ESCAPES)


def unescape(series: pl.Series) -> pl.Series:
    """The texts that `escape` gave these, for a whole column."""
    if not series.str.contains("\\", literal=True).any():
        return series
    return series.str.replace_many(list(_ESCAPES.values()), list(_ESCAPES), leftmost=True)


def _each_value(series: pl.Series, change: Callable[[str], str | None]) -> pl.Series:
    """`change` applied once to each different value."""
    values = series.unique().drop_nulls().to_list()
    return series.replace_strict(values, [change(value) for value in values], default=None, return_dtype=pl.String)


# Printable and not: every ASCII character that `safe_id` encodes.
_PERCENT = {chr(code): f"%{code:02X}" for code in range(128) if quote(chr(code), safe="") != chr(code)}


def _encoded(series: pl.Series) -> pl.Series:
    """`safe_id` of each value; what is ASCII, as nearly all identifiers are, is encoded as a whole column."""
    unsafe = series.str.contains(_UNSAFE_ID)
    if not unsafe.any():
        return series
    rare = unsafe & (series.str.contains(r"[^\x00-\x7f]") | series.str.contains(r"^\.+$"))
    encoded = series.str.replace_many(list(_PERCENT), list(_PERCENT.values()))
    places = rare.arg_true()
    return encoded.scatter(places, _each_value(series.gather(places), safe_id)) if len(places) else encoded


def _prepare_id(series: pl.Series) -> pl.Series:
    return _encoded(series.set(series == "", None))


def _prepare_local(series: pl.Series) -> pl.Series:
    kind, identifier = (series.str.extract(r"(?s)^([^/]*)/(.+)$", place) for place in (1, 2))
    frame = pl.DataFrame({"kind": _encoded(kind), "identifier": _encoded(identifier)})
    return frame.select(pl.concat_str("kind", pl.lit("/"), "identifier")).to_series()


def _prepare_text(series: pl.Series) -> pl.Series:
    series = series.cast(pl.String)
    series = series.set(series == "", None)
    if series.str.contains(_NEEDS_ESCAPE).any():
        return series.str.replace_many(list(_ESCAPES), list(_ESCAPES.values()))
    return series


def _prepare_iri(series: pl.Series) -> pl.Series:
    return series if series.str.contains(_PLAIN_IRI).all() else _each_value(series, safe_iri)


_PREPARERS: dict[str, Callable[[pl.Series], pl.Series]] = {
    "id": _prepare_id,
    "local": _prepare_local,
    "text": _prepare_text,
    "iri": _prepare_iri,
}


def prepare(frame: pl.DataFrame, terms: Iterable[Term]) -> pl.DataFrame:
    """The frame with one safe column more for each that the terms read ("id:…", "text:…", "iri:…", "local:…")."""
    wanted = dict.fromkeys(need for term in terms for need in term.prepared)
    return frame.with_columns(
        _PREPARERS[how](frame.get_column(column)).alias(f"{how}:{column}") for how, column in wanted
    )


def turtle_prefixes(base: str, profile: str = "") -> str:
    """The head of a Turtle or TriG file."""
    prefixes = dict(PREFIXES) | dict(PROFILE_PREFIXES.get(profile, {}))
    lines = [f"@base <{base}> ."]
    lines += [f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in sorted(prefixes.items())]
    return "\n".join(lines) + "\n"

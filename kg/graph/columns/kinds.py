"""What a column of RDF terms holds, and how columns of different kinds are brought together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl
import pyoxigraph as ox

from kg.errors import KGError
from kg.graph.columns.words import Words
from kg.graph.terms import escape, unescape
from kg.graph.values import Term
from kg.graph.vocab import expand

STRING, INTEGER, DOUBLE, BOOLEAN, DECIMAL = (
    expand(f"xsd:{name}") for name in ("string", "integer", "double", "boolean", "decimal")
)
YEAR = expand("xsd:gYear")
_NATIVE = {INTEGER: pl.Int64(), DOUBLE: pl.Float64(), BOOLEAN: pl.Boolean(), YEAR: pl.Int32()}


class Unsupported(KGError):
    """A query needs something that is not answered from columns."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The terms of one column, null being unbound.

    form "iri": the values are what follows `detail`, the common beginning of the IRIs; with `words`, their numbers.
    form "literal": the values are of the datatype `detail`: integers, doubles and booleans as such, the rest as text.
    form "term": terms as N-Triples write them, of any kind.
    """

    form: str
    detail: str = ""
    words: Words | None = None

    @property
    def is_number(self) -> bool:
        return self.form == "literal" and self.detail in (INTEGER, DOUBLE, DECIMAL)

    @property
    def dtype(self) -> pl.DataType:
        """The type of the values in Polars."""
        if self.form == "literal":
            return _NATIVE.get(self.detail, pl.String())
        return pl.String() if self.words is None else pl.UInt32()


def constant(value: object, kind: Kind) -> pl.Expr:
    """One value on every row; None is nothing."""
    return pl.lit(value, dtype=kind.dtype)


def text_of(values: pl.Expr, kind: Kind) -> pl.Expr:
    """The values of IRIs or of terms as text."""
    return values if kind.words is None else values.map_batches(kind.words.texts, return_dtype=pl.String)


def iri(start: str = "", words: Words | None = None) -> Kind:
    """The kind of IRIs that begin alike, and are numbered by `words`."""
    return Kind("iri", start, words)


def literal(datatype: str = STRING) -> Kind:
    """The kind of literals of one datatype."""
    return Kind("literal", datatype)


TERM = Kind("term")


def common(one: Kind, other: Kind) -> Kind:
    """The kind that holds the values of both."""
    if one == other:
        return one
    if one.form == other.form == "iri":
        short, long = sorted((one.detail, other.detail), key=len)
        return _together(one, other) or iri(short if long.startswith(short) else "")
    return TERM


def _together(one: Kind, other: Kind) -> Kind | None:
    """The kind in which both are numbered, if there is one."""
    for kind, wide in ((one, other), (other, one)):
        if kind.words is not None and kind.words.within is not None:
            words = kind.words.within[0]
            if wide.words is words:
                return wide
            if wide.words is not None and wide.words.within is not None and wide.words.within[0] is words:
                return iri(words.begin, words)
    return None


def disjoint(one: Kind, other: Kind) -> bool:
    """Whether no term can be of both kinds."""
    if TERM in (one, other) or one == other:
        return False
    if one.form == other.form == "iri":
        return not (one.detail.startswith(other.detail) or other.detail.startswith(one.detail))
    return True


def convert(values: pl.Expr, given: Kind, wanted: Kind) -> pl.Expr:
    """The same terms as values of a wider kind (see `common`)."""
    if given == wanted:
        return values
    if given.form == wanted.form == "iri":
        if wanted.words is not None and given.words is not None and given.words.within is not None:
            return (values + given.words.within[1]).cast(pl.UInt32)  # see `_together`
        return pl.concat_str(pl.lit(given.detail[len(wanted.detail) :]), text_of(values, given))
    if wanted != TERM:
        raise Unsupported("columns", f"{given} cannot be read as {wanted}")
    if given.form == "iri":
        return pl.concat_str(pl.lit("<" + given.detail), text_of(values, given), pl.lit(">"))
    end = '"' if given.detail == STRING else f'"^^<{given.detail}>'
    return pl.concat_str(pl.lit('"'), _escaped(lexical(values, given)), pl.lit(end))


def lexical(values: pl.Expr, kind: Kind) -> pl.Expr:
    """What STR gives: the IRI, or the lexical form of the literal."""
    if kind.form == "iri":
        return pl.concat_str(pl.lit(kind.detail), text_of(values, kind)) if kind.detail else text_of(values, kind)
    if kind == TERM:
        return values.map_batches(_lexical_forms, return_dtype=pl.String)
    if kind.detail == DOUBLE:
        return values.cast(pl.String).str.replace("inf", "INF", literal=True).str.strip_suffix(".0")
    if kind.detail == YEAR:
        return values.cast(pl.String).str.zfill(4)
    return values.cast(pl.String)


def _lexical_forms(terms: pl.Series) -> pl.Series:
    """What STR gives of terms as N-Triples write them; each different term is taken apart once."""
    different = terms.unique().drop_nulls()
    inner = unescape(different.str.extract(r'(?s)^"(.*)"[^"]*$'))
    forms = inner.zip_with(~different.str.starts_with("<"), different.str.strip_chars("<>"))
    return terms.replace_strict(different, forms, default=None, return_dtype=pl.String)


def _escaped(values: pl.Expr) -> pl.Expr:
    def change(series: pl.Series) -> pl.Series:
        texts = series.unique().drop_nulls()
        changed = [escape(text) for text in texts.to_list()]
        return series.replace_strict(texts, changed, default=None, return_dtype=pl.String)

    needs = values.str.contains(r'[\x00-\x1f"\\\x7f\x{fffe}\x{ffff}]')
    return pl.when(needs).then(values.map_batches(change, return_dtype=pl.String)).otherwise(values)


def of_constant(term: Term) -> tuple[Kind, object]:
    """A single term as a kind and a value of it."""
    if isinstance(term, ox.NamedNode):
        return iri(), term.value
    if isinstance(term, ox.BlankNode):
        raise Unsupported("columns", "blank nodes are not looked for")
    if term.language:
        return TERM, f'"{escape(term.value)}"@{term.language}'
    kind = literal(term.datatype.value)
    try:
        return kind, _native(term.value, kind)
    except (ValueError, KeyError):
        raise Unsupported("columns", f"{term} breaks its datatype") from None


def _native(text: str, kind: Kind) -> object:
    if kind.detail in (INTEGER, YEAR):
        return int(text)
    if kind.detail == DOUBLE:
        return float(text)
    return {"true": True, "1": True, "false": False, "0": False}[text] if kind.detail == BOOLEAN else text


def value_in(term: Term, kind: Kind) -> object:
    """The value by which a column of that kind holds the term; None if it cannot hold it."""
    own, value = of_constant(term)
    if own == kind:
        return value
    if kind == TERM:
        return str(term)
    if own.form == kind.form == "iri" and str(value).startswith(kind.detail):
        text = str(value)[len(kind.detail) :]
        return text if kind.words is None else kind.words.find(text)
    return None


def to_terms(series: pl.Series, kind: Kind) -> list[Term | None]:
    """The terms of a column, as objects."""
    values = (series if kind.words is None else kind.words.texts(series)).to_list()
    if kind.form == "iri":
        return [None if value is None else ox.NamedNode(kind.detail + value) for value in values]
    if kind == TERM:
        return [None if value is None else _parsed(value) for value in values]
    if kind.detail == BOOLEAN:
        return [None if value is None else ox.Literal(value) for value in values]
    texts = pl.DataFrame({"v": series}).select(lexical(pl.col("v"), kind)).to_series().to_list()
    datatype = ox.NamedNode(kind.detail)
    return [None if text is None else ox.Literal(text, datatype=datatype) for text in texts]


def _parsed(text: str) -> Term:
    quad = next(iter(ox.parse(f"<a:a> <a:a> {text} .", format=ox.RdfFormat.N_TRIPLES)))
    value: Term = quad.object
    return value


@dataclass(frozen=True, slots=True)
class Solutions:
    """Rows of bindings: one column a variable, and the kind of each. `ROW` is a column that is always there."""

    frame: pl.DataFrame
    kinds: dict[str, Kind] = field(default_factory=dict)

    @property
    def is_unit(self) -> bool:
        """Whether this is the one row that binds nothing."""
        return self.frame.width == 1 and self.frame.height == 1

    def widened(self, kinds: dict[str, Kind]) -> Solutions:
        """The same rows, with the variables in `kinds` held in these wider kinds."""
        changes = [
            convert(pl.col(name), self.kinds[name], kind).alias(name)
            for name, kind in kinds.items()
            if self.kinds[name] != kind
        ]
        return Solutions(self.frame.with_columns(changes), self.kinds | kinds) if changes else self

    def only(self, names: list[str]) -> Solutions:
        """The variables of that name; those that are never bound are left out."""
        kept = [name for name in dict.fromkeys(names) if name in self.kinds]
        return Solutions(self.frame.select(ROW, *kept), {name: self.kinds[name] for name in kept})

    def empty(self, kinds: dict[str, Kind]) -> Solutions:
        """No rows, with these variables besides."""
        more = [constant(None, kind).alias(name) for name, kind in kinds.items() if name not in self.kinds]
        return Solutions(self.frame.clear().with_columns(more), kinds | self.kinds)


ROW = "."
UNIT = Solutions(pl.DataFrame({ROW: pl.Series([0], dtype=pl.UInt32)}))


_MANY = 100_000  # rows from which on two columns of numbers are packed into one
_PACKED = "_:packed"


def are_numbers(frame: pl.DataFrame, names: Sequence[str]) -> bool:
    """Whether these columns hold the numbers of ids, on every row."""
    return all(frame.schema[name] == pl.UInt32 and not frame.get_column(name).null_count() for name in names)


def packed(names: Sequence[str]) -> pl.Expr:
    """One number for two ids; null where one is missing."""
    high, low = (pl.col(name).cast(pl.UInt64) for name in names)
    return high * 2**32 + low


def joined(one: Solutions, other: Solutions) -> Solutions:
    """Every row of one with every row of the other that binds the same variables alike."""
    if one.is_unit:
        return other
    if other.is_unit:
        return one
    shared = [name for name in one.kinds if name in other.kinds]
    if not shared:
        frame = one.frame.join(other.frame.drop(ROW), how="cross")
        return Solutions(frame, one.kinds | other.kinds)
    if one.frame.height <= other.frame.height:
        one = _numbered(one, other, shared)
    else:
        other = _numbered(other, one, shared)
    one, other = matching(one, other, shared)
    if len(shared) == 2 and are_numbers(one.frame, shared) and one.frame.height + other.frame.height > _MANY:
        # One number for two: it is joined in half the time.
        left = one.frame.with_columns(packed(shared).alias(_PACKED))
        right = other.frame.with_columns(packed(shared).alias(_PACKED)).drop(ROW, *shared)
        return Solutions(left.join(right, on=_PACKED, how="inner").drop(_PACKED), other.kinds | one.kinds)
    frame = one.frame.join(other.frame.drop(ROW), on=shared, how="inner")
    return Solutions(frame, other.kinds | one.kinds)


def _numbered(few: Solutions, many: Solutions, shared: list[str]) -> Solutions:
    """Those of the few rows that may match any, with ids numbered as the many have them."""
    for name in shared:
        own, wanted = few.kinds[name], many.kinds[name]
        if own == wanted or wanted.words is None or own.form != "iri" or not wanted.detail.startswith(own.detail):
            continue
        if few.frame.get_column(name).null_count():
            continue  # refused later
        texts = few.frame.select(convert(pl.col(name), own, iri(own.detail))).to_series()
        begin = wanted.detail[len(own.detail) :]
        numbers = wanted.words.numbers(texts.str.strip_prefix(begin)).set(~texts.str.starts_with(begin), None)
        frame = few.frame.with_columns(numbers.alias(name)).drop_nulls(name)
        few = Solutions(frame, few.kinds | {name: wanted})
    return few


def matching(one: Solutions, other: Solutions, shared: list[str]) -> tuple[Solutions, Solutions]:
    """Both, with the shared variables in one kind; refuses variables that may be unbound, which match anything."""
    for side in (one, other):
        if any(side.frame.get_column(name).null_count() for name in shared):
            raise Unsupported("columns", "rows are joined by a variable that some of them leave unbound")
    kinds = {name: common(one.kinds[name], other.kinds[name]) for name in shared}
    return one.widened(kinds), other.widened(kinds)


def stacked(parts: list[Solutions]) -> Solutions:
    """The rows of all parts."""
    kinds: dict[str, Kind] = {}
    for part in parts:
        for name, kind in part.kinds.items():
            kinds[name] = common(kinds[name], kind) if name in kinds else kind
    wide = [part.widened({name: kinds[name] for name in part.kinds}) for part in parts]
    if not wide:
        return UNIT.empty({})
    frames = [part.frame.cast({name: kinds[name].dtype for name in part.kinds}) for part in wide]
    return Solutions(pl.concat(frames, how="diagonal"), kinds)

"""What a question answers: rows with typed values, labels beside IRIs, and the formats they are written in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast, runtime_checkable

import pyoxigraph as ox

from kg.errors import MissingExtra
from kg.graph.formats import html_table, serialise, table
from kg.graph.values import Iri, Term, Value, to_python, to_term

if TYPE_CHECKING:
    import pandas
    import polars


Form = Literal["select", "ask", "graph"]
Answered = tuple[Form, tuple[str, ...], Iterable[tuple[Term | None, ...]]]  # form, columns, rows


@runtime_checkable
class Columnar(Protocol):
    """Rows that are columns: see `kg.graph.columns.answers.Answers`."""

    def iris(self) -> set[str]:
        """All IRIs in them."""

    def labelled(self, labels: Mapping[str, str]) -> tuple[Sequence[tuple[Term | None, ...]], list[bool]]:
        """The rows with the labels right of each column in which something has one, and which columns those are."""

    def written(self, form: str, columns: Sequence[str]) -> str | None:
        """The rows in "csv", "tsv" or "json", as `kg.graph.formats` writes them; None where columns do not suit."""

    def natives(self, columns: Sequence[str]) -> polars.DataFrame | None:
        """The values as Python has them, IRIs as texts; None where those of a column are not of one simple type."""


class Labels(Mapping[str, str]):
    """IRI to label, found when somebody first asks for one."""

    def __init__(self, find: Callable[[], dict[str, str]]) -> None:
        self._find = find

    @cached_property
    def _found(self) -> dict[str, str]:
        return self._find()

    def __getitem__(self, iri: str) -> str:
        return self._found[iri]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mapping) and self._found == dict(other)

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (self._found,)


class Row(Mapping[str, Value]):
    """One answer, as a read-only mapping of column to typed value. `row["person"].label` is the person's name."""

    __slots__ = ("_columns", "_values")

    def __init__(self, columns: Sequence[str], values: Sequence[Value]) -> None:
        self._columns = columns
        self._values = values

    def __getitem__(self, column: str) -> Value:
        try:
            return self._values[self._columns.index(column)]
        except ValueError:
            raise KeyError(column) from None

    def __getattr__(self, column: str) -> Value:
        try:
            return self[column]
        except KeyError:
            raise AttributeError(column) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __repr__(self) -> str:
        inner = ", ".join(f"{column}={value!r}" for column, value in self.items())
        return f"Row({inner})"


@dataclass(frozen=True, slots=True)
class Rows(Sequence[Row]):
    """The answer to a question.

    Attributes:
        columns: names of the variables, in order. A graph (CONSTRUCT, DESCRIBE) has subject, predicate, object;
            the answer to ASK has one row with the column `answer`.
        terms: one tuple a row, one RDF term a column, None where nothing is bound. Those of a large graph are made
            when they are looked at.
        labels: IRI to what it is called.
        headings: column to the words that stand above it; columns without one are headed by their name.
        form: which kind of question was asked.
        label_columns: whether tables in files get a column `<name>_label` beside each column of named IRIs.
        truncated: true if there were more rows than the limit allowed.
    """

    columns: tuple[str, ...]
    terms: Sequence[tuple[Term | None, ...]]
    labels: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    form: Form = "select"
    label_columns: bool = False
    truncated: bool = False

    @classmethod
    def of(
        cls,
        columns: Sequence[str],
        rows: Iterable[Sequence[object]],
        labels: Mapping[str, str] | None = None,
        headings: Mapping[str, str] | None = None,
        *,
        truncated: bool = False,
    ) -> Rows:
        """Rows of Python values (`Iri` for things, None for nothing)."""
        terms = tuple(tuple(to_term(value) for value in row) for row in rows)
        named = dict(labels or {})
        return cls(tuple(columns), terms, named, dict(headings or {}), label_columns=bool(named), truncated=truncated)

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[Row]:
        return (self._row(terms) for terms in self.terms)

    def __getitem__(self, index: Any) -> Any:
        """The row at a place, or the rows of a slice."""
        if isinstance(index, slice):
            return replace(self, terms=self.terms[index])
        return self._row(self.terms[index])

    def _row(self, terms: Sequence[Term | None]) -> Row:
        return Row(self.columns, [self.value(term) for term in terms])

    def __bool__(self) -> bool:
        """True if there is an answer; for ASK, the answer itself."""
        if self.form == "ask":
            return cast("ox.Literal", self.terms[0][0]).value == "true"
        return bool(self.terms)

    def value(self, term: Term | None) -> Value:
        """The Python value of a term: IRIs as `Iri`, numbers, dates and booleans as such, the rest as text."""
        if isinstance(term, ox.NamedNode):
            return Iri(term.value, self.labels.get(term.value, ""))
        return to_python(term)

    def column(self, name: str) -> list[Value]:
        """All values of one column, from the first row to the last."""
        place = self.columns.index(name)
        return [self.value(terms[place]) for terms in self.terms]

    def _terms_at(self, place: int) -> Iterator[Term | None]:
        return (row[place] for row in self.terms)

    def labelled(self) -> tuple[str, ...]:
        """The columns in which at least one thing has a label."""
        if not self.labels:
            return ()
        return tuple(
            column
            for place, column in enumerate(self.columns)
            if any(isinstance(term, ox.NamedNode) and term.value in self.labels for term in self._terms_at(place))
        )

    def with_label_columns(self) -> Rows:
        """The same rows, with a column `<name>_label` right of each column that holds named things."""
        if isinstance(self.terms, Columnar):
            return self._with_label_columns(self.terms)
        named = self.labelled()
        columns: list[str] = []
        for column in self.columns:
            columns += [column, _free_name(f"{column}_label", self.columns)] if column in named else [column]
        terms = []
        for row in self.terms:
            wide: list[Term | None] = []
            for column, term in zip(self.columns, row, strict=True):
                wide.append(term)
                if column in named:
                    label = self.labels.get(term.value) if isinstance(term, ox.NamedNode) else None
                    wide.append(None if label is None else ox.Literal(label))
            terms.append(tuple(wide))
        return replace(self, columns=tuple(columns), terms=tuple(terms), label_columns=False)

    def _with_label_columns(self, terms: Columnar) -> Rows:
        wide, named = terms.labelled(self.labels)
        columns: list[str] = []
        for column, has_labels in zip(self.columns, named, strict=True):
            columns += [column, _free_name(f"{column}_label", self.columns)] if has_labels else [column]
        return replace(self, columns=tuple(columns), terms=wide, label_columns=False)

    def to_dicts(self) -> list[dict[str, Value]]:
        """One plain dictionary a row, with `<name>_label` beside named things."""
        wide = self.with_label_columns()
        return [
            {column: str(value) if isinstance(value, Iri) else value for column, value in row.items()} for row in wide
        ]

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas data frame, with `<name>_label` beside named things."""
        try:
            import pandas
        except ModuleNotFoundError:
            raise MissingExtra("pandas", "notebook") from None

        wide = self.with_label_columns()
        found = wide.terms.natives(wide.columns) if isinstance(wide.terms, Columnar) else None
        if found is not None:
            return pandas.DataFrame(found.to_dict(as_series=False), columns=list(wide.columns))
        return pandas.DataFrame({name: _plain(wide.column(name)) for name in wide.columns}, columns=list(wide.columns))

    def to_polars(self) -> polars.DataFrame:
        """A Polars data frame, with `<name>_label` beside named things."""
        import polars

        wide = self.with_label_columns()
        found = wide.terms.natives(wide.columns) if isinstance(wide.terms, Columnar) else None
        if found is not None:
            return found
        return polars.DataFrame([polars.Series(name, _plain(wide.column(name)), strict=False) for name in wide.columns])

    def serialise(self, form: str) -> str:
        """The rows as text in `form`: table, csv, tsv, json, xml, ttl, nt or html."""
        return serialise(self, form)

    def __repr__(self) -> str:
        """A table of the first rows, as the terminal shows it."""
        return table(self, most=20)

    def _repr_html_(self) -> str:
        return html_table(self[:200])


def _plain(values: list[Value]) -> list[Value]:
    """Values of one type, so that a data frame column can hold them: text if they are mixed."""
    plain: list[Value] = [str(value) if isinstance(value, Iri) else value for value in values]
    kinds = {type(value) for value in plain if value is not None}
    if len(kinds) > 1 and not kinds <= {int, float}:
        return [None if value is None else str(value) for value in plain]
    return plain


def _free_name(name: str, taken: Sequence[str]) -> str:
    while name in taken:
        name += "_"
    return name

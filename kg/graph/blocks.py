"""What a graph is written from: blocks of statements, each about one kind of thing, taken from one table.

The tables come in as Arrow; `Frames` hands them out as Polars frames with the columns of `kg.schemas`, whatever is
missing being empty. `resolved_blocks`, `provenance_blocks` and `decision_blocks` (in their own files) make the blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import polars as pl
import pyarrow as pa

from kg import schemas
from kg.errors import GraphError
from kg.graph.terms import Term, named, prepare, source, text, thing
from kg.graph.vocab import BASE, IDENTIFIER_SCHEMES, OTHER_SCHEME

Change = Callable[[pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True)
class RunInfo:
    """The run that made a graph. `started` is an ISO 8601 time or empty; `licence` an IRI for the data or empty."""

    version: str = ""
    configuration: str = ""  # hash of the configuration
    started: str = ""
    base: str = BASE
    licence: str = ""


@dataclass(frozen=True)
class WriteOptions:
    """What goes into a graph beyond the vocabulary's default."""

    email_hashes: bool = False
    abstracts: bool = False
    document_graphs: bool = True
    layers: tuple[str, ...] = ("resolved", "provenance", "decisions")  # of a dataset (N-Quads)
    rdf12: bool = False  # statements about statements: rdf:reifies
    profile: str = ""  # "dblp", "schema", "semopenalex", "vivo" or "ocdm": terms of that model besides our own


@dataclass(frozen=True)
class Block:
    """Statements about one kind of thing: per row of `frame` one subject and each (predicate, object) of `statements`.

    The frame is a plan, and is run when its rows are wanted: who wants two columns pays for two. With `explode`, the
    list column of that name is unfolded first; `change` then adds the columns that the terms read. Both happen batch by
    batch. A null subject, object or graph states nothing. `repeats` says that a subject may come on several rows (it
    does whenever something is unfolded).
    """

    graph: Term
    subject: Term
    statements: tuple[tuple[str, Term], ...]
    frame: pl.LazyFrame = field(repr=False)
    explode: str = ""
    change: Change | None = None
    repeats: bool = False

    def batches(self, rows: int) -> Iterator[pl.DataFrame]:
        """The frame in slices of at most `rows` rows, ready to be rendered."""
        for batch in self.frame.collect().iter_slices(rows):
            yield self.ready(batch)

    @property
    def terms(self) -> list[Term]:
        """Everything that is written of a row."""
        return [self.graph, self.subject, *(term for _, term in self.statements)]

    def ready(self, batch: pl.DataFrame, terms: Iterable[Term] | None = None) -> pl.DataFrame:
        """A part of the frame, unfolded and with the safe columns of `terms` (None: of all)."""
        if self.explode:
            batch = batch.explode(self.explode).drop_nulls(self.explode)
        if self.change:
            batch = self.change(batch)
        return prepare(batch, self.terms if terms is None else terms)


class Frames:
    """The tables as Polars frames; a table or a column that is not there is empty."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self._tables = tables
        self._frames: dict[str, pl.DataFrame] = {}

    def __getitem__(self, name: str) -> pl.DataFrame:
        if name not in self._frames:
            self._frames[name] = self._read(name)
        return self._frames[name]

    def lazy(self, name: str) -> pl.LazyFrame:
        """A table as a plan that is run when its rows are wanted."""
        return self[name].lazy()

    def _read(self, name: str) -> pl.DataFrame:
        schema = schemas.TABLES[name]
        table = self._tables.get(name)
        table = schema.empty_table() if table is None else table
        columns = []
        for column in schema:
            if column.name not in table.column_names:
                columns.append(pa.chunked_array([pa.nulls(table.num_rows, column.type)]))
                continue
            values = table.column(column.name)
            try:
                columns.append(_valid(values if values.type == column.type else values.cast(column.type)))
            except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
                problem = f"column '{column.name}' is {values.type}, not {column.type} ({error})"
                if values.type == column.type:
                    problem = f"column '{column.name}' is damaged ({error})"
                raise GraphError(f"table {name}", problem, "build the graph again") from error
        complete = pa.table(columns, names=schema.names)
        frame = pl.from_arrow(complete)
        assert isinstance(frame, pl.DataFrame)
        return frame


class FolderFrames(Frames):
    """The tables in a folder of Parquet files; only the columns that a plan wants are read."""

    def __init__(self, folder: Path) -> None:
        super().__init__({})
        self._folder = folder

    def _read(self, name: str) -> pl.DataFrame:
        return self.lazy(name).collect()

    def lazy(self, name: str) -> pl.LazyFrame:
        """A table as a plan that is run when its rows are wanted; raises GraphError when the table is not there."""
        path = self._folder / f"{name}.parquet"
        if not path.is_file():
            raise GraphError(str(path), "this table is missing", "build the graph again")
        wanted = Frames({})[name].schema
        return pl.scan_parquet(path).select(pl.col(column).cast(dtype) for column, dtype in wanted.items())


Tables = Mapping[str, pa.Table] | Path


def frames_of(tables: Tables) -> Frames:
    """The frames of tables in memory, or of a folder of Parquet files."""
    return FolderFrames(tables) if isinstance(tables, Path) else Frames(tables)


def _valid(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column, with bytes that are no UTF-8 (a lone surrogate, say) replaced by U+FFFD; else raises ArrowInvalid.

    Arrow does not look at the bytes of a string when it takes them over; Polars relies on them.
    """
    try:
        values.validate(full=True)
        return values
    except pa.ArrowInvalid:
        if values.type != pa.string():
            raise
    mended = [
        None if value is None else value.decode("utf-8", "replace") for value in values.cast(pa.binary()).to_pylist()
    ]
    return pa.chunked_array([pa.array(mended, pa.string())])


def list_block(graph: Term, subject: Term, frame: pl.LazyFrame, predicate: str, term: Term) -> Block:
    """One statement for each value of a list column, the column that `term` reads."""
    return Block(
        graph, subject, ((predicate, term),), frame.select(_columns(graph, subject, term)), explode=term.column
    )


def _columns(*terms: Term) -> list[str]:
    return list(dict.fromkeys(term.column for term in terms if term.column))


def _outside_iri(owner: str) -> pl.Expr:
    """The outside IRI of (scheme, value), or null; dblp has other addresses for people, works and venues."""
    found = pl.lit(None, dtype=pl.String)
    value = pl.col("value")
    for scheme, (_, start, pattern) in IDENTIFIER_SCHEMES.items():
        if start:
            fits = (pl.col("scheme") == scheme) & value.str.contains(pattern)
            found = pl.when(fits).then(pl.concat_str(pl.lit(start), pl.col("safe_value"))).otherwise(found)
    section = {"person": "pid/", "work": "rec/", "venue": "streams/"}.get(owner, "")
    bare = (pl.col("scheme") == "dblp") & ~value.str.contains("^(pid|rec|streams|db|homepages)/")
    return (
        pl.when(bare)
        .then(found.str.replace("https://dblp.org/", "https://dblp.org/" + section, literal=True))
        .otherwise(found)
    )


def _address_part(value: str) -> str:
    return quote(value, safe="/:;()._~-")


def identifier_columns(owner: str) -> Change:
    """Adds identifier_id, and outside_iri where the value is well formed, to a frame with the struct "identifiers"."""

    def change(frame: pl.DataFrame) -> pl.DataFrame:
        frame = frame.unnest("identifiers").filter(pl.col("value").str.len_chars() > 0)
        values = frame.get_column("value").unique().drop_nulls().to_list()
        safe = frame.get_column("value").replace_strict(
            values, [_address_part(value) for value in values], default=None, return_dtype=pl.String
        )
        return frame.with_columns(
            pl.concat_str(pl.col("scheme").fill_null("other"), pl.lit("-"), pl.col("value")).alias("identifier_id"),
            safe.alias("safe_value"),
        ).with_columns(_outside_iri(owner).alias("outside_iri"))

    return change


def has_identifiers(graph: Term, subject: Term, frame: pl.LazyFrame, *, same_as: bool) -> Block:
    """datacite:hasIdentifier for each identifier of a thing, and owl:sameAs its outside IRI if that is accepted."""
    statements: tuple[tuple[str, Term], ...] = (("datacite:hasIdentifier", thing("identifier", "identifier_id")),)
    if same_as:
        statements += (("owl:sameAs", Term("outside", "outside_iri")),)
    columns = [*_columns(graph, subject), "identifiers"]
    return Block(graph, subject, statements, frame.select(columns), "identifiers", identifier_columns(subject.detail))


def identifier_nodes(graph: Term, frames: list[pl.LazyFrame]) -> Block:
    """What each identifier is: its scheme and its value."""
    exploded = [frame.select(pl.col("identifiers").explode()).drop_nulls().unnest("identifiers") for frame in frames]
    schemes = {scheme: name for scheme, (name, _, _) in IDENTIFIER_SCHEMES.items()}
    value = pl.col("value")
    unique = (
        pl.concat(exploded)
        .filter(value.str.len_chars() > 0)
        .unique()
        .select(
            pl.concat_str(pl.col("scheme").fill_null("other"), pl.lit("-"), "value").alias("identifier_id"),
            pl.col("scheme").fill_null("other").alias("scheme_name"),
            pl.when(pl.col("scheme").is_in(list(schemes)))
            .then(value)
            .otherwise(pl.concat_str("scheme", pl.lit(":"), "value"))
            .alias("literal_value"),
        )
        .sort("scheme_name", "literal_value")
    )
    return Block(
        graph,
        thing("identifier", "identifier_id"),
        (
            ("rdf:type", named("datacite:Identifier")),
            ("datacite:usesIdentifierScheme", Term("mapped", "scheme_name", OTHER_SCHEME, schemes)),
            ("literal:hasLiteralValue", text("literal_value")),
        ),
        unique,
    )


def derived_from(graph: Term, subject: Term, frame: pl.LazyFrame) -> Block:
    """prov:wasDerivedFrom for each of "source_ids"."""
    return list_block(graph, subject, frame, "prov:wasDerivedFrom", source("source_ids"))

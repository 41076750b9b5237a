"""From blocks to columns: what can be read of each predicate, and the columns that have been read so far."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl
import pyoxigraph as ox

from kg.graph.blocks import Block, Tables, WriteOptions, frames_of
from kg.graph.columns.described import described
from kg.graph.columns.kinds import BOOLEAN, DOUBLE, INTEGER, STRING, YEAR, Kind, iri, literal
from kg.graph.decisions import decision_blocks
from kg.graph.provenance import provenance_blocks
from kg.graph.resolved import resolved_blocks
from kg.graph.terms import Syntax, Term
from kg.graph.vocab import DECISIONS_GRAPH, PROVENANCE_GRAPH, RESOLVED_GRAPH, expand

_MOST_BYTES = 1_500_000_000  # of columns that are kept for the next question
GRAPHS = {expand(name) for name in (RESOLVED_GRAPH, PROVENANCE_GRAPH, DECISIONS_GRAPH)}
_TYPED = {"integer": INTEGER, "double": DOUBLE, "boolean": BOOLEAN}


@dataclass(frozen=True, eq=False)
class Scan:
    """The statements of one predicate that one block makes. `graph` is None where each document has its own."""

    source: Source
    predicate: str
    object: Term

    @property
    def graph(self) -> str | None:
        return self.source.graph

    @cached_property
    def subject_kind(self) -> Kind:
        return self.source.kind(self.source.block.subject)

    @cached_property
    def object_kind(self) -> Kind:
        return self.source.kind(self.object)

    @cached_property
    def few(self) -> frozenset[str] | None:
        """All objects, where they are IRIs of the description of the dataset; None elsewhere."""
        if self.object.form != "begun":
            return None
        return frozenset(self.source.read([self.object]).get_column(column_of(self.object)))

    @property
    def constant(self) -> str | None:
        """The IRI that stands on every row, if it is one and the same."""
        return expand(self.object.detail) if self.object.form == "named" else None


@dataclass(eq=False)
class Source:
    """One block and the columns that were read of it; all of them are of the same rows in the same order."""

    block: Block
    base: str
    frame: pl.DataFrame | None = None

    @property
    def graph(self) -> str | None:
        return expand(self.block.graph.detail) if self.block.graph.form == "named" else None

    @property
    def repeats(self) -> bool:
        """Whether a subject may come on several rows."""
        return self.block.repeats or bool(self.block.explode)

    def kind(self, term: Term) -> Kind:
        """What a column of that term holds."""
        if term.form == "thing":
            return iri(f"{self.base}{term.detail}/")
        if term.form in ("source", "local"):
            return iri(self.base)
        if term.form == "begun":
            return iri(term.detail)
        if term.form in ("named", "mapped", "outside"):
            return iri()
        datatypes = {"text": STRING, "year": YEAR, "moment": expand("xsd:dateTime")}
        if term.form == "typed":
            return literal(_TYPED[term.detail])
        return literal(datatypes.get(term.form) or expand(f"xsd:{term.detail}"))

    def read(self, terms: Iterable[Term]) -> pl.DataFrame:
        """A frame with a column for each term, named by `column_of`, and maybe others."""
        terms = self.block.terms if self.repeats and self.is_single else terms
        wanted = {column_of(term): term for term in terms}
        if self.frame is not None and set(wanted) <= set(self.frame.columns):
            return self.frame
        if self.frame is not None:
            wanted |= {column_of(t): t for t in self.block.terms if column_of(t) in self.frame.columns}
        self.frame = self._collected(wanted)
        return self.frame

    def _collected(self, wanted: Mapping[str, Term]) -> pl.DataFrame:
        frame = self.block.frame
        if not self.block.change:
            needed = dict.fromkeys(term.column for term in wanted.values() if term.column)
            frame = frame.select(*needed) if needed else frame
        ready = self.block.ready(frame.collect(), wanted.values())
        values = ((name, _values(term, self.base), self.kind(term).dtype) for name, term in wanted.items())
        columns = ready.select(value.cast(dtype).alias(name) for name, value, dtype in values)
        return columns.unique(maintain_order=True) if self.repeats and self.is_single else columns

    @property
    def is_single(self) -> bool:
        """Whether a row makes one statement, so that equal rows are one statement."""
        return len(self.block.statements) == 1


def column_of(term: Term) -> str:
    """The name of the column that holds a term of a block."""
    names = "" if term.names is None else ",".join(sorted(term.names.values()))
    return f"{term.form}:{term.column}:{term.detail}:{names}"


def _values(term: Term, base: str) -> pl.Expr:
    """The values of a term, as `Source.kind` says."""
    column = pl.col(term.column) if term.column else pl.lit(None)
    if term.form == "thing":
        return pl.col(f"id:{term.column}")
    if term.form == "local":
        return pl.col(f"local:{term.column}")
    if term.form == "outside":
        return pl.col(f"iri:{term.column}")
    if term.form == "begun":
        return column
    if term.form in ("source", "mapped"):
        return term.render(Syntax(base, turtle=term.form == "source")).str.strip_chars("<>")
    if term.form == "named":
        return pl.lit(expand(term.detail))
    if term.form == "text":
        text = column.cast(pl.String)
        return pl.when(text != "").then(text)
    if term.form == "typed":
        if term.detail == "double":
            return pl.when(column.is_not_nan()).then(column.cast(pl.Float64))
        return column.cast(pl.Int64 if term.detail == "integer" else pl.Boolean)
    if term.form in ("year", "partial", "moment"):
        return term.render(Syntax(base)).str.extract(r'^"([^"]*)"')
    raise NotImplementedError(term.form)


class Scans:
    """Everything that can be read of the tables of a graph, by predicate."""

    def __init__(
        self,
        tables: Tables,
        base: str,
        *,
        description: Iterable[ox.Quad] = (),
        most_bytes: int = _MOST_BYTES,
    ) -> None:
        """Of tables in memory, or of a folder with Parquet files, and of what is said of the dataset itself.

        `most_bytes` of columns are kept.
        """
        self.base = base
        self._description = description
        self._frames = frames_of(tables)
        self._most_bytes = most_bytes
        self._read: OrderedDict[Source, int] = OrderedDict()

    @cached_property
    def sources(self) -> list[Source]:
        """One for each block."""
        frames = self._frames
        blocks = (
            resolved_blocks(frames),
            provenance_blocks(frames, WriteOptions()),
            decision_blocks(frames),
            described(self._description, self.base),
        )
        return [Source(block, self.base) for layer in blocks for block in layer]

    @cached_property
    def by_predicate(self) -> Mapping[str, list[Scan]]:
        found: dict[str, list[Scan]] = {}
        for source in self.sources:
            for predicate, term in source.block.statements:
                scan = Scan(source, predicate if predicate.startswith("http") else expand(predicate), term)
                found.setdefault(scan.predicate, []).append(scan)
        return found

    def of(self, graph: str | None, predicate: str | None) -> Iterator[Scan]:
        """The scans of a graph (None: those of the documents) and a predicate (None: of any)."""
        groups = self.by_predicate.values() if predicate is None else [self.by_predicate.get(predicate, [])]
        for scans in groups:
            yield from (scan for scan in scans if scan.graph == graph)

    def read(self, source: Source, terms: Iterable[Term]) -> pl.DataFrame:
        """The columns of these terms; the least used ones are forgotten when there are too many."""
        frame = source.read(terms)
        self._read[source] = int(frame.estimated_size())
        self._read.move_to_end(source)
        while sum(self._read.values()) > self._most_bytes and len(self._read) > 1:
            forgotten, _ = self._read.popitem(last=False)
            forgotten.frame = None
        return frame


def labels_of(scans: Scans, iris: Iterable[str], names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The least text that one of these (graph, predicate), full IRIs both, says of each IRI, by IRI."""
    wanted = set(iris)
    found: dict[str, str] = {}
    for graph, predicate in names:
        for scan in scans.of(graph, predicate):
            start = scan.subject_kind.detail
            ids = [iri[len(start) :] for iri in wanted if iri.startswith(start)]
            if not ids:
                continue
            frame = scans.read(scan.source, [scan.source.block.subject, scan.object])
            subject, text = column_of(scan.source.block.subject), column_of(scan.object)
            looked_for = pl.Series("ids", ids, dtype=pl.String).cast(scan.subject_kind.dtype)
            rows = frame.filter(pl.col(subject).is_in(looked_for.implode()) & pl.col(text).is_not_null())
            for identifier, value in rows.select(subject, text).iter_rows():
                found[start + identifier] = min(found.get(start + identifier, value), value)
    return found

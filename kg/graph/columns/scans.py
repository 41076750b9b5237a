"""From blocks to columns: what can be read of each predicate, whole or only the rows of a few things."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl
import pyoxigraph as ox

from kg.graph.blocks import Block, Frames, WriteOptions
from kg.graph.columns.described import described
from kg.graph.columns.files import TERMS, Files, Index, column_of, key_of, values_of
from kg.graph.columns.kinds import BOOLEAN, DOUBLE, INTEGER, STRING, YEAR, Kind, iri, literal
from kg.graph.columns.words import AllWords
from kg.graph.decisions import decision_blocks
from kg.graph.provenance import provenance_blocks
from kg.graph.resolved import resolved_blocks
from kg.graph.terms import Term
from kg.graph.vocab import DECISIONS_GRAPH, PROVENANCE_GRAPH, RESOLVED_GRAPH, expand

_MOST_BYTES = 1_500_000_000  # of columns that are kept for the next question
_PART = 4  # an index pays if it leaves less than this part of the rows
GRAPHS = {expand(name) for name in (RESOLVED_GRAPH, PROVENANCE_GRAPH, DECISIONS_GRAPH)}
_TYPED = {"integer": INTEGER, "double": DOUBLE, "boolean": BOOLEAN}
Picks = Sequence[tuple[Term, pl.Series]]  # the values that a column may have, as the column holds them


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

    @cached_property
    def choices(self) -> frozenset[str] | None:
        """The IRIs that the object is one of, where the block itself says so; None elsewhere."""
        if self.object.form == "named":
            return frozenset((expand(self.object.detail),))
        if self.object.form == "mapped":
            names = (*(self.object.names or {}).values(), self.object.detail)
            return frozenset(expand(name) for name in names if name)
        return None


@dataclass(eq=False)
class Source:
    """One block as columns, all of the same rows in the same order: in files by the number of the block, or (the
    description of the dataset, which stands in no table) made from it.
    """

    block: Block
    base: str
    files: Files
    number: int | None = None
    frame: pl.DataFrame | None = None
    _kinds: dict[str, Kind] = field(default_factory=dict)

    @property
    def graph(self) -> str | None:
        return expand(self.block.graph.detail) if self.block.graph.form == "named" else None

    @property
    def repeats(self) -> bool:
        """Whether a subject may come on several rows."""
        return self.block.repeats or bool(self.block.explode)

    @property
    def is_single(self) -> bool:
        """Whether a row makes one statement, so that equal rows are one statement."""
        return len(self.block.statements) == 1

    def kind(self, term: Term) -> Kind:
        """What a column of that term holds."""
        key = repr(term)
        if key not in self._kinds:
            self._kinds[key] = self._kind(term)
        return self._kinds[key]

    def _kind(self, term: Term) -> Kind:
        words = key_of(term)
        if words is not None:
            start = {"thing": f"{self.base}{term.detail}/", "source": self.base, "local": self.base}.get(term.form, "")
            return iri(start, self.files.words(words))
        if term.form == "begun":
            return iri(term.detail)
        datatypes = {"text": STRING, "year": YEAR, "moment": expand("xsd:dateTime")}
        if term.form == "typed":
            return literal(_TYPED[term.detail])
        return literal(datatypes.get(term.form) or expand(f"xsd:{term.detail}"))

    @cached_property
    def height(self) -> int:
        """How many rows there are."""
        return self._made.height if self.number is None else self.files.height(self.number)

    @cached_property
    def _made(self) -> pl.DataFrame:
        """The columns of a block that has no files."""
        terms = {column_of(term): term for term in self.block.terms if term.form != "named"}
        ready = self.block.ready(self.block.frame.collect(), terms.values())
        return ready.select(
            values_of(term, self.base).cast(self.kind(term).dtype).alias(name) for name, term in terms.items()
        )

    def read(self, terms: Iterable[Term]) -> pl.DataFrame:
        """A frame with a column for each term, named by `column_of`, and maybe others."""
        if self.number is None:
            return self._with_constants(self._made, terms)
        kept = pl.DataFrame() if self.frame is None else self.frame
        wanted = {column_of(term): term for term in terms}
        more = [
            pl.Series(name, self.files.column(self.number, name))
            for name, term in wanted.items()
            if name not in kept.columns and term.form != "named"
        ]
        self.frame = pl.DataFrame([*kept.get_columns(), *more]) if more else kept
        return self._with_constants(self.frame, wanted.values())

    def _with_constants(self, frame: pl.DataFrame, terms: Iterable[Term]) -> pl.DataFrame:
        """The frame with the columns that hold one and the same term."""
        named = {column_of(term): term for term in terms if term.form == "named"}
        if not named:
            return frame
        if not frame.width:
            frame = pl.DataFrame({"": pl.repeat(None, self.height, dtype=pl.Null, eager=True)})
        return frame.with_columns(self._constant(term).alias(name) for name, term in named.items())

    def _constant(self, term: Term) -> pl.Expr:
        kind = self.kind(term)
        value = expand(term.detail)
        return pl.lit(value if kind.words is None else kind.words.find(value), dtype=kind.dtype)

    def rows_of(self, picks: Picks) -> tuple[Term, np.ndarray] | None:
        """The places of the rows with the values of that pick whose index leaves fewest, and the term; None: all."""
        if self.number is None:
            return None
        best, fewest = None, self.height // _PART + 1
        for term, values in picks:
            index = self.files.index(self.number, column_of(term))
            if index is not None:
                count = index.count(values)
                if count < fewest:
                    best, fewest = (term, index, values), count
        return None if best is None else (best[0], best[1].rows(best[2]))

    def pairs(self, shared: Picks) -> tuple[np.ndarray, np.ndarray] | None:
        """(places in the values, rows) that go together, by the first of these columns whose index suits; None: none.

        An index suits that gives no more pairs than there are values and rows.
        """
        if self.number is None:
            return None
        for term, values in shared:
            index = self.files.index(self.number, column_of(term))
            if index is not None and index.count(values) <= self.height + len(values):
                return index.pairs(values)
        return None

    def links(self, start: Term, end: Term) -> tuple[Index, np.ndarray] | None:
        """The index of one column and the numbers in another one; None where they have none, or gaps."""
        if self.number is None:
            return None
        index = self.files.index(self.number, column_of(start))
        numbers = self.files.column(self.number, column_of(end))
        return None if index is None or numbers.null_count() else (index, numbers.to_numpy())

    def taken(self, terms: Iterable[Term], rows: np.ndarray) -> pl.DataFrame:
        """`read`, of some rows only."""
        assert self.number is not None
        terms = list(terms)
        names = dict.fromkeys(column_of(term) for term in terms if term.form != "named")
        columns = [pl.Series(name, self.files.taken(self.number, name, rows)) for name in names]
        if not columns:
            columns = [pl.Series("", [None] * len(rows), dtype=pl.Null)]
        return self._with_constants(pl.DataFrame(columns), terms)


def blocks_of_columns(frames: Frames) -> list[Block]:
    """The blocks that are kept as columns, always in the same order; the frames may be empty."""
    layers = (resolved_blocks(frames), provenance_blocks(frames, WriteOptions()), decision_blocks(frames))
    return [block for layer in layers for block in layer]


class Scans:
    """Everything that can be read of the columns of a graph, by predicate."""

    def __init__(
        self, folder: Path, base: str, *, description: Iterable[ox.Quad] = (), most_bytes: int = _MOST_BYTES
    ) -> None:
        """Of the files that `kg.graph.columns.build` wrote into a folder, and of what is said of the dataset itself.

        `most_bytes` of columns are kept.
        """
        self.base = base
        self._files = Files(folder)
        self._description = description
        self._most_bytes = most_bytes
        self._read: OrderedDict[Source, int] = OrderedDict()

    @cached_property
    def sources(self) -> list[Source]:
        """One for each block."""
        stored = blocks_of_columns(Frames({}))
        found = [Source(block, self.base, self._files, number) for number, block in enumerate(stored)]
        things = {term.detail for block in stored for term in block.terms if term.form == "thing"}
        AllWords(self.base, {f"{thing}/": self._files.words(thing) for thing in things})
        return found + [Source(block, self.base, self._files) for block in described(self._description, self.base)]

    @cached_property
    def vocabulary(self) -> Kind:
        """The kind of predicates and classes."""
        return iri("", self._files.words(TERMS))

    def is_graph(self, iri: str) -> bool:
        """Whether a graph is called so: one of the three, or that of a document."""
        start = f"{self.base}document/"
        return iri in GRAPHS or (
            iri.startswith(start) and self._files.words("document").find(iri[len(start) :]) is not None
        )

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

    def read(
        self,
        source: Source,
        terms: Sequence[Term],
        picks: Picks = (),
        rows: tuple[Term, np.ndarray] | None = None,
    ) -> tuple[pl.DataFrame, Picks]:
        """The columns of these terms on the rows that `Source.rows_of` gave for the picks, and the picks still to make.

        Without rows, whole columns are read and kept; the least used ones are forgotten when there are too many.
        """
        if rows is not None:
            return source.taken(terms, rows[1]), [pick for pick in picks if pick[0] is not rows[0]]
        frame = source.read(terms)
        self._read[source] = int(frame.estimated_size())
        self._read.move_to_end(source)
        while sum(self._read.values()) > self._most_bytes and len(self._read) > 1:
            forgotten, _ = self._read.popitem(last=False)
            forgotten.frame = None
        return frame, picks

"""Tables to Turtle and TriG: sorted by subject, prefixed, diff-able, written from columns like the N-Quads.

Subjects come kind by kind (people, works, …) and sorted inside a kind; what several blocks say about one subject is
brought together range by range of subjects, so that memory stays bounded by the range and not by the graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import Path
from typing import BinaryIO

import polars as pl
import pyarrow as pa

from kg.graph.blocks import Block, RunInfo, WriteOptions
from kg.graph.dataset import description
from kg.graph.terms import Syntax, Term, turtle_prefixes
from kg.graph.vocab import DECISIONS_GRAPH, PROVENANCE_GRAPH, RESOLVED_GRAPH
from kg.graph.writer import LAYERS, blocks_of, count_quads, replacing, write_strings

RANGE_ROWS = 60_000  # rows of the largest block that are put together at once
_ORDER = (
    "person",
    "work",
    "authorship",
    "venue",
    "edition",
    "organisation",
    "membership",
    "interval",
    "instant",
    "coauthorship",
    "identifier",
    "document",
    "record",
    "mention",
    "organisation-mention",
    "position",
    "selector",
    "decision",
    "evidence",
    "agent",
)
_NEXT = " ;\n    "
_AND = ",\n        "


def write_turtle(
    tables: Mapping[str, pa.Table],
    path: Path | str,
    *,
    run: RunInfo,
    options: WriteOptions | None = None,
    provenance: bool = False,
) -> int:
    """Writes the resolved graph as Turtle, with `provenance` the other graphs merged in; returns how many triples.

    The file is written beside `path` and renamed into place. Raises OutputError.
    """
    layers = LAYERS if provenance else LAYERS[:1]
    options = replace(options or WriteOptions(), document_graphs=False)
    blocks = [block for layer in layers for block in blocks_of(tables, layer, options)]
    with replacing(path) as file:
        file.write(turtle_prefixes(run.base, options.profile).encode())
        count = _write_graph(file, blocks, Syntax(run.base, turtle=True))
        if provenance:
            quads = count_quads(tables, run=run, options=options)
            triples = description(tables, quads, run, total=count)
            file.write("".join(f"{triple} .\n" for triple in triples).encode())
            count += len(triples)
    return count


def write_trig(
    tables: Mapping[str, pa.Table], path: Path | str, *, run: RunInfo, options: WriteOptions | None = None
) -> int:
    """Writes the whole dataset as TriG, graph by graph, with its description in front. Returns the quads written."""
    options = options or WriteOptions()
    syntax = Syntax(run.base, turtle=True)
    counts: dict[str, int] = {}
    with replacing(path) as file:
        file.write(turtle_prefixes(run.base, options.profile).encode())
        blocks = [block for layer in LAYERS for block in blocks_of(tables, layer, options)]
        for graph in (RESOLVED_GRAPH, PROVENANCE_GRAPH, DECISIONS_GRAPH):
            file.write(f"\n{graph} {{\n".encode())
            counts[graph] = _write_graph(file, [b for b in blocks if b.graph.detail == graph], syntax)
            file.write(b"}\n")
        claims = [block for block in blocks if block.graph.form != "named"]
        counts["documents"] = sum(_write_documents(file, claims, syntax))
        triples = description(tables, counts, run)
        file.write(f"\n{PROVENANCE_GRAPH} {{\n".encode())
        file.write("".join(f"{triple} .\n" for triple in triples).encode())
        file.write(b"}\n")
    return sum(counts.values()) + len(triples)


def _write_documents(file: BinaryIO, claims: list[Block], syntax: Syntax) -> Iterator[int]:
    """One graph a document, in the order of their ids."""
    parts: dict[str, list[Block]] = {}
    for block in claims:
        rows = block.frame.collect()
        for key, frame in rows.partition_by("document_id", as_dict=True, maintain_order=True).items():
            parts.setdefault(str(key[0]), []).append(replace(block, frame=frame.lazy()))
    for document in sorted(parts):
        graph = parts[document][0].graph
        first = parts[document][0]
        name = first.ready(first.frame.head(1).collect()).select(graph.render(syntax)).item(0, 0)
        file.write(f"\n{name} {{\n".encode())
        yield _write_graph(file, parts[document], syntax)
        file.write(b"}\n")


def _write_graph(file: BinaryIO, blocks: Iterable[Block], syntax: Syntax) -> int:
    """Writes one graph, kind by kind; returns the number of triples."""

    def place(block: Block) -> tuple[int, str]:
        kind = block.subject.detail or "~"  # replaced things, of any kind, come last
        return (_ORDER.index(kind) if kind in _ORDER else len(_ORDER), kind)

    count = 0
    for (_, kind), of_kind in groupby(sorted(blocks, key=place), key=place):
        rows = [(block, block.frame.collect()) for block in of_kind]
        rows = [(block, frame) for block, frame in rows if frame.height]
        if not rows:
            continue
        title = kind.replace("-", " ") if kind != "~" else "replaced"
        file.write(f"\n# {title}\n\n".encode())
        for texts, triples in _subjects(rows, syntax):
            write_strings(file, texts)
            count += triples
    return count


def _subjects(blocks: list[tuple[Block, pl.DataFrame]], syntax: Syntax) -> Iterator[tuple[pl.Series, int]]:
    """The text of every subject of these blocks, range by range, with the number of triples."""
    keyed = [(block, rows.sort(block.subject.column, maintain_order=True)) for block, rows in blocks]
    block, rows = max(keyed, key=lambda pair: pair[1].height)
    kind = block.subject.detail
    cuts = rows.get_column(block.subject.column).gather_every(RANGE_ROWS, RANGE_ROWS).unique().sort()
    bounds: list[str | None] = [None, *cuts.to_list(), None]
    for low, high in pairwise(bounds):
        parts = []
        for order, (block, rows) in enumerate(keyed):
            part = _between(rows, block.subject.column, low, high)
            if part.height:
                parts += _parts(block, part, syntax, order)
        if parts:
            yield _joined(parts, same_twice=kind == "identifier")


def _between(frame: pl.DataFrame, column: str, low: str | None, high: str | None) -> pl.DataFrame:
    """The rows of a sorted frame with low <= key < high; None is no bound."""
    keys = frame.get_column(column)
    start = 0 if low is None else int(keys.search_sorted(low, side="left"))
    stop = frame.height if high is None else int(keys.search_sorted(high, side="left"))
    return frame.slice(start, stop - start)


def _parts(block: Block, rows: pl.DataFrame, syntax: Syntax, order: int) -> list[pl.DataFrame]:
    """Frames of (key, subject, order, text, triples): the predicates and objects of each subject."""
    keys = pl.col(block.subject.column).alias("key")
    ready = block.ready(rows).with_columns(keys, block.subject.render(syntax).alias("subject"))
    if not ready.height:
        return []
    groups = [
        (predicate, [term for _, term in statements])
        for predicate, statements in groupby(block.statements, key=lambda statement: statement[0])
    ]
    if block.repeats or block.explode:
        return [_list_part(ready, predicate, terms, syntax, order) for predicate, terms in groups]
    texts, known = [], []
    for predicate, terms in groups:
        objects = pl.concat_str([term.render(syntax) for term in terms], separator=", ", ignore_nulls=True)
        texts.append(pl.when(objects != "").then(pl.concat_str(pl.lit(_verb(predicate, syntax)), objects)))
        known += [term.render(syntax).is_not_null().cast(pl.Int64) for term in terms]
    # What an identifier is stands in two graphs, word for word: the same place lets `_joined` see that it is the same.
    place = 0 if block.subject.detail == "identifier" else order
    return [
        ready.select(
            "key",
            "subject",
            pl.lit(place).alias("order"),
            pl.concat_str(texts, separator=_NEXT, ignore_nulls=True).alias("text"),
            pl.sum_horizontal(known).alias("triples"),
        ).filter((pl.col("text") != "") & pl.col("subject").is_not_null())
    ]


def _list_part(ready: pl.DataFrame, predicate: str, terms: list[Term], syntax: Syntax, order: int) -> pl.DataFrame:
    """All objects of one predicate for each subject, each once, sorted."""
    pairs = pl.concat([ready.select("key", "subject", term.render(syntax).alias("object")) for term in terms])
    return (
        pairs.drop_nulls()
        .unique()
        .sort("key", "object")
        .group_by("key", maintain_order=True)
        .agg(pl.col("subject").first(), pl.col("object").str.join(_AND), pl.len().cast(pl.Int64).alias("triples"))
        .select(
            "key",
            "subject",
            pl.lit(order).alias("order"),
            pl.concat_str(pl.lit(_verb(predicate, syntax)), pl.col("object")).alias("text"),
            "triples",
        )
    )


def _verb(predicate: str, syntax: Syntax) -> str:
    return "a " if predicate == "rdf:type" else f"{syntax.name(predicate)} "


def _joined(parts: list[pl.DataFrame], *, same_twice: bool) -> tuple[pl.Series, int]:
    rows = pl.concat(parts).sort("key", "order", maintain_order=True)
    if same_twice:
        rows = rows.unique(maintain_order=True)
    merged = rows.group_by("key", maintain_order=True).agg(
        pl.col("subject").first(), pl.col("text").str.join(_NEXT), pl.col("triples").sum()
    )
    text = merged.select(pl.concat_str("subject", pl.lit("\n    "), "text", pl.lit(" .\n\n"))).to_series()
    return text, int(merged.get_column("triples").sum())

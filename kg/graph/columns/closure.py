"""Property paths of any length: what can be reached over the edges from what is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from kg.graph.columns.kinds import ROW, Kind, Solutions, Unsupported, common, constant, joined, value_in
from kg.graph.columns.scans import Scan
from kg.graph.values import Term

FROM, TO = "_:from", "_:to"  # the ends of an edge
Position = str | Term


def closure(subject: Position, value: Position, edges: Solutions, found: Solutions, *, itself: bool) -> Solutions:
    """The rows of `found`, joined with the pairs that are linked by one edge or more (`itself`: or none).

    One end must be known: a term, or a variable that is bound. Raises Unsupported otherwise.
    """
    forward = not isinstance(subject, str) or subject in found.kinds
    if not forward and isinstance(value, str) and value not in found.kinds:
        raise Unsupported("columns", "a path of any length between two unknown ends")
    known, other = (subject, value) if forward else (value, subject)
    kind = common(edges.kinds[FROM], edges.kinds[TO])
    starts, kind = _starts(known, kind, found)
    edges = edges.widened({FROM: common(edges.kinds[FROM], kind), TO: common(edges.kinds[TO], kind)})
    links = edges.frame.select(pl.col(FROM if forward else TO).alias("a"), pl.col(TO if forward else FROM).alias("b"))
    pairs = _reached(starts, links, itself=itself)
    return _as_solutions(pairs, known, other, kind, found)


def closure_by_index(
    subject: Position, value: Position, scan: Scan, found: Solutions, *, itself: bool
) -> Solutions | None:
    """`closure` over the statements of one scan from one term, by its index; None where that cannot be."""
    forward = not isinstance(subject, str)
    known, other = (subject, value) if forward else (value, subject)
    kind = scan.subject_kind
    if isinstance(known, str) or kind.words is None or kind != scan.object_kind:
        return None
    ends = (scan.source.block.subject, scan.object)
    links = scan.source.links(*(ends if forward else ends[::-1]))
    start = value_in(known, kind)
    if links is None or not isinstance(start, int):
        return None
    index, targets = links
    seen = np.zeros(len(kind.words), dtype=bool)
    frontier = pl.Series([start], dtype=pl.UInt32)
    seen[start] = itself
    while len(frontier):
        reached = np.unique(targets[index.rows(frontier)])
        new = reached[~seen[reached]]
        seen[new] = True
        frontier = pl.Series(new)
    nodes = pl.Series("node", np.flatnonzero(seen).astype(np.uint32))
    pairs = nodes.to_frame().select(pl.lit(start, dtype=pl.UInt32).alias("start"), "node")
    return _as_solutions(pairs, known, other, kind, found)


def _starts(known: Position, kind: Kind, found: Solutions) -> tuple[pl.Series, Kind]:
    """The values to start from, and a kind that holds them and the ends of the edges."""
    if not isinstance(known, str):
        value = value_in(known, kind)
        if value is not None:
            return pl.Series("start", [value], dtype=kind.dtype), kind
        kind = Kind("iri") if kind.form == "iri" else kind
        value = value_in(known, kind)
        return pl.Series("start", [value] if value is not None else [], dtype=kind.dtype), kind
    kind = common(kind, found.kinds[known])
    wide = found.widened({known: kind})
    return wide.frame.get_column(known).unique().drop_nulls().alias("start"), kind


def _reached(starts: pl.Series, links: pl.DataFrame, *, itself: bool) -> pl.DataFrame:
    """The pairs (start, node) of everything that is reached."""
    zero = pl.DataFrame({"start": starts, "node": starts})
    if len(starts) == 1:
        nodes = _reached_from_one(starts, links, itself=itself)
        return nodes.to_frame().select(pl.lit(starts[0], dtype=starts.dtype).alias("start"), "node")
    links = links.unique()
    frontier = zero if itself else _step(zero, links)
    seen = frontier
    while frontier.height:
        frontier = _step(frontier, links).join(seen, on=["start", "node"], how="anti")
        seen = pl.concat([seen, frontier])
    return seen


def _step(frontier: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    return frontier.join(links, left_on="node", right_on="a").select("start", pl.col("b").alias("node")).unique()


def _reached_from_one(start: pl.Series, links: pl.DataFrame, *, itself: bool) -> pl.Series:
    """Breadth first over numbered nodes: a graph of millions of edges takes a few steps of whole arrays."""
    column = pl.concat([start, links.get_column("a"), links.get_column("b")])
    numbers = column if column.dtype == pl.UInt32 else column.cast(pl.Categorical(pl.Categories.random())).to_physical()
    codes = numbers.to_numpy()
    a, b = codes[1 : 1 + links.height], codes[1 + links.height :]
    order = np.argsort(a, kind="stable")
    targets = b[order]
    counts = np.bincount(a, minlength=int(codes.max()) + 1)
    ends = np.cumsum(counts)
    seen = np.zeros(len(counts), dtype=bool)
    frontier: Any = codes[:1]
    if itself:
        seen[frontier] = True
    while len(frontier):
        lengths = counts[frontier]
        offsets = np.repeat(ends[frontier] - lengths, lengths)
        inside = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        reached = np.unique(targets[offsets + inside])
        frontier = reached[~seen[reached]]
        seen[frontier] = True
    nodes = pl.DataFrame({"node": column, "code": codes}).filter(pl.Series(seen[codes])).unique("code")
    return nodes.get_column("node")


def _as_solutions(pairs: pl.DataFrame, known: Position, other: Position, kind: Kind, found: Solutions) -> Solutions:
    if not isinstance(other, str):
        pairs = pairs.filter(pl.col("node") == constant(value_in(other, kind), kind))
    elif other == known:
        pairs = pairs.filter(pl.col("start") == pl.col("node"))
    columns = {}
    for position, column in ((known, "start"), (other, "node")):
        if isinstance(position, str):
            columns[position] = column
    kinds = dict.fromkeys(columns, kind)
    frame = pairs.select(
        pl.lit(0, dtype=pl.UInt32).alias(ROW), *(pl.col(column).alias(name) for name, column in columns.items())
    )
    if not columns:  # both ends are given: the path is there or not
        return found if pairs.height else found.empty({})
    return joined(found, Solutions(frame, kinds))

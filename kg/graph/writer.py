"""Tables to N-Quads, streamed from columns: no object per triple."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import numpy as np
import polars as pl
import pyarrow as pa

from kg.errors import OutputError
from kg.graph.blocks import Block, RunInfo, Tables, WriteOptions, frames_of
from kg.graph.dataset import description
from kg.graph.decisions import decision_blocks
from kg.graph.profiles import with_profile
from kg.graph.provenance import provenance_blocks
from kg.graph.resolved import reified_blocks, resolved_blocks
from kg.graph.terms import Piece, Syntax, joined, stated
from kg.graph.vocab import DECISIONS_GRAPH, PROVENANCE_GRAPH, RESOLVED_GRAPH, expand

__all__ = [
    "RunInfo",
    "WriteOptions",
    "blocks_of",
    "count_quads",
    "replacing",
    "stream_nquads",
    "write_nquads",
    "write_ntriples",
]

BATCH_ROWS = 20_000
LAYERS = ("resolved", "provenance", "decisions")
_LINES = " lines"  # a name that no column has
_LINE_FEED = ord("\n")


def blocks_of(tables: Tables, layer: str, options: WriteOptions) -> Iterator[Block]:
    """The blocks of one layer: "resolved", "provenance" (with the graphs of the documents) or "decisions"."""
    frames = frames_of(tables)
    if layer == "resolved":
        blocks = resolved_blocks(frames)
        yield from with_profile(blocks, options.profile, frames) if options.profile else blocks
        if options.rdf12:
            yield from reified_blocks(frames)
    elif layer == "provenance":
        yield from provenance_blocks(frames, options)
    else:
        yield from decision_blocks(frames)


def write_nquads(
    tables: Tables,
    path: Path | str,
    *,
    run: RunInfo,
    options: WriteOptions | None = None,
) -> dict[str, int]:
    """Writes the whole dataset: resolved, provenance, documents' claims, decisions, and its own description.

    Returns the number of quads per graph ("kg:resolved", "kg:provenance", "kg:decisions", "documents").
    The file is written beside `path` and renamed into place. Raises OutputError.
    """
    with replacing(path) as file:
        return stream_nquads(tables, file, run=run, options=options)


def stream_nquads(
    tables: Tables, file: BinaryIO, *, run: RunInfo, options: WriteOptions | None = None
) -> dict[str, int]:
    """`write_nquads` to an open binary file."""
    options = options or WriteOptions()
    counts = dict.fromkeys((RESOLVED_GRAPH, PROVENANCE_GRAPH, DECISIONS_GRAPH, "documents"), 0)
    syntax = Syntax(run.base)
    for layer in options.layers:
        for block in blocks_of(tables, layer, options):
            graph = block.graph.detail if block.graph.form == "named" else "documents"
            for lines in quad_lines(block, syntax):
                counts[graph] += write_strings(file, lines)
    quads = [f"{triple} <{expand(PROVENANCE_GRAPH)}> .\n" for triple in description(tables, counts, run)]
    counts[PROVENANCE_GRAPH] += len(quads)
    file.write("".join(quads).encode())
    return counts


def write_ntriples(
    tables: Tables,
    path: Path | str,
    *,
    run: RunInfo,
    options: WriteOptions | None = None,
) -> int:
    """Writes the resolved graph as N-Triples and returns how many triples it has."""
    with replacing(path) as file:
        return stream_ntriples(tables, file, run=run, options=options)


def stream_ntriples(tables: Tables, file: BinaryIO, *, run: RunInfo, options: WriteOptions | None = None) -> int:
    """`write_ntriples` to an open binary file."""
    syntax, count = Syntax(run.base), 0
    for block in blocks_of(tables, "resolved", options or WriteOptions()):
        for lines in quad_lines(block, syntax, with_graph=False):
            count += write_strings(file, lines)
    return count


def count_quads(tables: Tables, *, run: RunInfo, options: WriteOptions | None = None) -> dict[str, int]:
    """How many quads `write_nquads` would write per graph, without the description of the dataset."""
    counts = dict.fromkeys((RESOLVED_GRAPH, PROVENANCE_GRAPH, DECISIONS_GRAPH, "documents"), 0)
    options, syntax = options or WriteOptions(), Syntax(run.base)
    for layer in options.layers:
        for block in blocks_of(tables, layer, options):
            graph = block.graph.detail if block.graph.form == "named" else "documents"
            counts[graph] += _count(block, syntax)
    return counts


def _count(block: Block, syntax: Syntax) -> int:
    """How many statements a block makes; where the columns tell, no text is made for it."""
    known = [stated(term) for term in block.terms]
    if block.change or any(expression is None for expression in known):
        return sum(int(lines.str.count_matches("\n").sum()) for lines in quad_lines(block, syntax))
    frame = block.frame.explode(block.explode) if block.explode else block.frame
    graph, subject, *objects = known
    both = [(graph & subject & value).sum().alias(str(place)) for place, value in enumerate(objects)]  # type: ignore[operator]
    return int(frame.select(both).collect().sum_horizontal().sum() or 0)


def quad_lines(block: Block, syntax: Syntax, *, with_graph: bool = True) -> Iterator[pl.Series]:
    """The lines of a block, one string a row of its frame, each holding as many lines as the row has statements."""
    end: list[Piece] = [" ", *block.graph.pieces(syntax), " .\n"] if with_graph else [" .\n"]
    subject = block.subject.pieces(syntax)
    statements = [
        [*subject, f" {syntax.name(predicate)} ", *term.pieces(syntax), *end] for predicate, term in block.statements
    ]
    for batch in block.batches(BATCH_ROWS):
        lines: list[Piece] = []
        for pieces in statements:
            # where no column has a gap, the pieces of all statements are joined at once
            lines += pieces if _complete(batch, pieces) else [joined(pieces).fill_null("")]
        yield batch.with_columns(joined(lines).alias(_LINES)).get_column(_LINES)


def _complete(batch: pl.DataFrame, pieces: list[Piece]) -> bool:
    """Whether all pieces are text or columns of the batch without nulls; what is computed may be null."""
    return all(
        isinstance(piece, str) or (piece.meta.is_column() and not batch[piece.meta.output_name()].null_count())
        for piece in pieces
    )


def write_strings(file: BinaryIO, lines: pl.Series) -> int:
    """Writes the strings one after another, without making Python strings of them; returns the number of lines."""
    array = lines.to_arrow(compat_level=pl.CompatLevel.oldest())
    chunks = array.chunks if isinstance(array, pa.ChunkedArray) else [array]
    count = 0
    for chunk in chunks:
        if not len(chunk):
            continue
        offsets = memoryview(chunk.buffers()[1]).cast("q")
        data = chunk.buffers()[2]
        if data is None:
            continue
        start, stop = offsets[chunk.offset], offsets[chunk.offset + len(chunk)]
        content = np.frombuffer(data, dtype=np.uint8)[start:stop]
        count += int(np.count_nonzero(content == _LINE_FEED))
        file.write(content.data)
    return count


@contextmanager
def replacing(path: Path | str) -> Iterator[BinaryIO]:
    """A binary file that takes the place of `path` only when all went well; nothing is left behind otherwise.

    Raises OutputError when the folder cannot be written or the disk is full.
    """
    path = Path(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb", buffering=1 << 20) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        remedy = "choose another place with --to or --out, or make room and run it again"
        raise OutputError(str(path), f"cannot be written ({error.strerror or error})", remedy) from error
    finally:
        with suppress(OSError):  # not there: all went well, or it never was
            part.unlink()

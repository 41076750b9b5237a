"""The description of the dataset as blocks: a few statements that stand in no table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl
import pyoxigraph as ox

from kg.graph.blocks import Block
from kg.graph.terms import Term, named, text, typed
from kg.graph.vocab import PREFIXES, PROVENANCE_GRAPH

_XSD = PREFIXES["xsd"]


def described(quads: Iterable[ox.Quad], base: str) -> Iterator[Block]:
    """The statements by predicate, by what their subjects begin with, and by the kind of their objects."""
    groups: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for quad in quads:
        subject, value = quad.subject, quad.object
        if not isinstance(subject, ox.NamedNode) or not isinstance(value, ox.NamedNode | ox.Literal):
            continue
        root = base + subject.value.removeprefix(base).split("/", 1)[0]
        datatype = value.datatype.value.removeprefix(_XSD) if isinstance(value, ox.Literal) else "iri"
        pair = (subject.value.removeprefix(root), value.value)
        groups.setdefault((quad.predicate.value, root, datatype), []).append(pair)
    for (predicate, root, datatype), pairs in sorted(groups.items()):
        frame = pl.LazyFrame(pairs, schema=["subject", "object"], orient="row")
        if datatype == "integer":
            frame = frame.with_columns(pl.col("object").cast(pl.Int64))
        begun = Term("begun", "subject", root)
        yield Block(named(PROVENANCE_GRAPH), begun, ((predicate, _object(datatype)),), frame, repeats=True)


def _object(datatype: str) -> Term:
    if datatype == "iri":
        return Term("begun", "object")
    if datatype == "integer":
        return typed("object", "integer")
    return Term("moment", "object") if datatype == "dateTime" else text("object")

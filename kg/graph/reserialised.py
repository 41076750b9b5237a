"""Formats that Oxigraph's serialisers write, streamed from the Turtle export."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.blocks import RunInfo
from kg.graph.turtle import write_turtle
from kg.graph.vocab import PREFIXES, PROFILE_PREFIXES
from kg.graph.writer import replacing

if TYPE_CHECKING:
    from kg.graph.options import ExportOptions, Tables

# XML 1.0 section 2.2: no other characters below U+0020 than tab, line feed and return, and no U+FFFE and U+FFFF.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_rdfxml(tables: Tables, path: Path, run: RunInfo, options: ExportOptions) -> None:
    """Writes one graph as RDF/XML, subject by subject; characters that XML cannot hold become U+FFFD."""
    prefixes = dict(PREFIXES) | dict(PROFILE_PREFIXES.get(options.profile or "", {}))
    with merged_triples(tables, run, options) as triples, replacing(path) as file:
        ox.serialize(_without_controls(triples), file, format=ox.RdfFormat.RDF_XML, prefixes=prefixes)


def write_merged_ntriples(tables: Tables, path: Path, run: RunInfo, options: ExportOptions) -> None:
    """Writes resolved graph, provenance and decisions as N-Triples, each triple once."""
    with merged_triples(tables, run, options) as triples, replacing(path) as file:
        ox.serialize((quad.triple for quad in triples), file, format=ox.RdfFormat.N_TRIPLES)


@contextmanager
def merged_triples(tables: Tables, run: RunInfo, options: ExportOptions) -> Iterator[Iterator[ox.Quad]]:
    """The triples of the Turtle export, subject by subject, with absolute IRIs."""
    with tempfile.TemporaryDirectory() as folder:
        turtle = Path(folder) / "graph.ttl"
        write_turtle(tables, turtle, run=run, options=options.write, provenance=options.provenance)
        yield ox.parse(path=str(turtle), format=ox.RdfFormat.TURTLE)


def _without_controls(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    for quad in quads:
        value = quad.object
        if isinstance(value, ox.Literal) and _NOT_XML.search(value.value):
            value = ox.Literal(_NOT_XML.sub("\ufffd", value.value), datatype=value.datatype)
        yield ox.Triple(quad.subject, quad.predicate, value)

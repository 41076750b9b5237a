"""The example graph as a store, for tests that ask."""

import functools
import tempfile
from pathlib import Path

import pyoxigraph as ox
from example import example_tables

from kg.graph.asker import Asker
from kg.graph.blocks import RunInfo
from kg.graph.writer import write_nquads


@functools.cache
def example_nquads():
    path = Path(tempfile.mkdtemp(prefix="kg-test-")) / "graph.nq"
    write_nquads(example_tables(), path, run=RunInfo())
    return path


@functools.cache
def example_store():
    store = ox.Store()
    store.bulk_load(path=str(example_nquads()), format=ox.RdfFormat.N_QUADS)
    return store


@functools.cache
def example_asker():
    return Asker(example_store())


def plain(value):
    """A value as it stands in expected/*.json: IRIs without the base, numbers as they are, the rest as text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value).replace("https://w3id.org/kg/id/", "").replace("https://w3id.org/kg/ns#", "kg:")


def plain_rows(rows):
    return [[plain(value) for value in row.values()] for row in rows]

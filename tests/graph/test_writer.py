import pyoxigraph as ox
import pytest
from example import example_tables

from kg.graph.blocks import RunInfo
from kg.graph.writer import write_nquads

RUN = RunInfo(version="0.1.0", configuration="abc", started="2026-01-01T00:00:00Z")


@pytest.fixture(scope="module")
def quads(tmp_path_factory):
    path = tmp_path_factory.mktemp("graph") / "graph.nq"
    counts = write_nquads(example_tables(), path, run=RUN)
    return path, counts, list(ox.parse(path=path, format=ox.RdfFormat.N_QUADS))


def test_the_count_per_graph_is_the_number_of_different_quads(quads):
    _, counts, parsed = quads
    assert sum(counts.values()) == len(set(parsed)) == len(parsed)

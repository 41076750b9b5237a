import pyoxigraph as ox
import pytest
import rdflib
from example import example_tables

from kg.graph.blocks import RunInfo
from kg.graph.turtle import write_trig, write_turtle
from kg.graph.vocab import expand
from kg.graph.writer import write_nquads

RUN = RunInfo(version="0.1.0", configuration="abc", started="2026-01-01T00:00:00Z")


@pytest.fixture(scope="module")
def quads(tmp_path_factory):
    path = tmp_path_factory.mktemp("graph") / "graph.nq"
    write_nquads(example_tables(), path, run=RUN)
    return set(ox.parse(path=path, format=ox.RdfFormat.N_QUADS))


def triples_of(path):
    return {quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)}


def graph_of(quads, *names):
    wanted = {expand(name) for name in names}
    return {quad.triple for quad in quads if quad.graph_name.value in wanted}


def is_total(triple):
    return triple.predicate.value == expand("void:triples") and triple.subject.value.endswith("/dataset")


def test_turtle_holds_the_resolved_graph_and_says_how_many_triples(tmp_path, quads):
    count = write_turtle(example_tables(), tmp_path / "graph.ttl", run=RUN)
    assert triples_of(tmp_path / "graph.ttl") == graph_of(quads, "kg:resolved")
    assert count == len(graph_of(quads, "kg:resolved"))


def test_turtle_with_provenance_merges_all_but_the_claims_of_the_documents(tmp_path, quads):
    count = write_turtle(example_tables(), tmp_path / "graph.ttl", run=RUN, provenance=True)
    found = triples_of(tmp_path / "graph.ttl")
    merged = graph_of(quads, "kg:resolved", "kg:provenance", "kg:decisions")

    def plain(triples):
        return {t for t in triples if t.predicate.value != expand("void:triples")}

    assert plain(found) == plain(merged)
    totals = [int(t.object.value) for t in found if is_total(t)]
    assert totals == [count] == [len(found)]


def test_rdflib_reads_the_turtle_and_finds_the_same_triples(tmp_path, quads):
    write_turtle(example_tables(), tmp_path / "graph.ttl", run=RUN)
    graph = rdflib.Graph().parse(tmp_path / "graph.ttl")
    assert len(graph) == len(graph_of(quads, "kg:resolved"))


def test_trig_holds_every_quad_in_its_graph(tmp_path, quads):
    count = write_trig(example_tables(), tmp_path / "graph.trig", run=RUN)
    assert set(ox.parse(path=tmp_path / "graph.trig", format=ox.RdfFormat.TRIG)) == quads
    assert count == len(quads)


def test_the_order_of_the_rows_does_not_change_the_turtle(tmp_path):
    tables = example_tables()
    turned = {name: table.take(list(reversed(range(table.num_rows)))) for name, table in tables.items()}
    write_turtle(tables, tmp_path / "a.ttl", run=RUN, provenance=True)
    write_turtle(turned, tmp_path / "b.ttl", run=RUN, provenance=True)
    assert (tmp_path / "a.ttl").read_text() == (tmp_path / "b.ttl").read_text()


def test_subjects_are_sorted_within_their_kind_and_come_once(tmp_path):
    write_turtle(example_tables(), tmp_path / "graph.ttl", run=RUN, provenance=True)
    heads = [
        line for line in (tmp_path / "graph.ttl").read_text().splitlines() if line.startswith("<") and " " not in line
    ]
    assert len(heads) == len(set(heads))
    people = [head for head in heads if head.startswith("<person/") and "cf00000000000aaa.100.1" not in head]
    assert people == sorted(people)


def test_ranges_of_subjects_join_without_a_seam(tmp_path, monkeypatch):
    write_turtle(example_tables(), tmp_path / "whole.ttl", run=RUN, provenance=True)
    monkeypatch.setattr("kg.graph.turtle.RANGE_ROWS", 2)
    write_turtle(example_tables(), tmp_path / "ranges.ttl", run=RUN, provenance=True)
    assert (tmp_path / "whole.ttl").read_text() == (tmp_path / "ranges.ttl").read_text()

import csv
import io
import json
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pyoxigraph as ox
import pytest
from asking import example_asker, example_nquads, example_store
from example import NASTY

from kg.errors import AmbiguousName, ForbiddenQuery, QueryError, QueryTimeout
from kg.graph.query import run
from kg.graph.rows import Rows
from kg.graph.store import GraphStore
from kg.graph.values import Iri

NAMES = """PREFIX kg: <https://w3id.org/kg/ns#> PREFIX foaf: <http://xmlns.com/foaf/0.1/>
SELECT ?person ?name WHERE { GRAPH kg:resolved { ?person a foaf:Person ; foaf:name ?name } } ORDER BY ?name ?person"""
FOREVER = (
    "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?a {?s ?p ?o} GRAPH ?b {?t ?q ?v} GRAPH ?c {?u ?r ?w} GRAPH ?d {?x ?y ?z} }"
)


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    return GraphStore.create(tmp_path_factory.mktemp("store") / "store", example_nquads())


def alive(process_id):
    return Path(f"/proc/{process_id}").exists() and "Z" not in Path(f"/proc/{process_id}/stat").read_text().split()[2]


def test_free_sparql_of_all_four_forms():
    store = example_store()
    assert len(run(store, NAMES)) == 7
    assert run(store, "ASK { GRAPH ?g { ?s ?p ?o } }")
    assert not run(store, "ASK { ?s ?p <urn:nothing> }")
    built = run(store, "CONSTRUCT { ?s a ?o } WHERE { GRAPH ?g { ?s a ?o } }")
    assert built.columns == ("subject", "predicate", "object") and len(built) > 20
    described = run(store, "DESCRIBE <https://w3id.org/kg/id/venue/v-icgs> FROM <https://w3id.org/kg/ns#resolved>")
    assert len(described) > 5


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_broken_sparql_is_reported_with_line_and_column(engine):
    with pytest.raises(QueryError, match=r"query:2:\d+: not valid SPARQL"):
        run(example_store(), "SELECT ?x WHERE {\n  FOO ?x }", engine=engine)


def test_forbidden_sparql_is_refused_before_any_engine_sees_it(tmp_path):
    secret = tmp_path / "secret.ttl"
    secret.write_text("<urn:a> <urn:b> 'secret' .")
    for engine in ("oxigraph", "rdflib"):
        with pytest.raises(ForbiddenQuery):
            run(example_store(), f"SELECT * FROM <{secret.as_uri()}> {{ ?s ?p ?o }}", engine=engine)
        with pytest.raises(ForbiddenQuery):
            run(example_store(), "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", engine=engine)


def test_an_unknown_engine_and_parameters_of_free_sparql_are_refused():
    with pytest.raises(QueryError, match="choose one of oxigraph, rdflib"):
        run(example_store(), NAMES, engine="jena")
    with pytest.raises(QueryError, match="free SPARQL takes no parameters"):
        run(example_store(), NAMES, {"person": "Ada"})


def test_a_file_is_free_sparql_or_a_preset_by_its_header(tmp_path):
    free = tmp_path / "free.rq"
    free.write_text(NAMES, encoding="utf-8")
    assert len(run(example_store(), free)) == 7
    preset = tmp_path / "mine.rq"
    preset.write_text(
        "#+ summary: Who?\n#+ params:\n#+   name_literal: {label: Name, example: x}\n#+ columns: {p: Person}\n"
        "SELECT ?p WHERE { GRAPH ?g { ?p ?q ?_name_literal } }\n"
    )
    assert len(run(example_store(), preset, {"name": "Jun Kim"})) == 1
    assert len(run(example_store(), preset.read_text(), {"name": "Jun Kim"})) == 1
    with pytest.raises(QueryError, match=r"none\.rq: cannot be read"):
        run(example_store(), tmp_path / "none.rq")


def test_a_query_that_would_run_for_ever_is_stopped_and_its_process_ended(disk):
    from kg.graph import query

    run(disk, NAMES, timeout=60)
    process = query._desks[disk].worker.process_id
    assert process and alive(process)
    started = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"stopped after 0\.5 s"):
        run(disk, FOREVER, timeout=0.5)
    assert time.monotonic() - started < 5
    assert not alive(process)
    assert len(run(disk, NAMES, timeout=60)) == 7  # and the next question finds a new one


def test_the_process_answers_like_the_store_itself_on_disk_and_in_memory(disk):
    here = run(disk, NAMES)
    assert run(disk, NAMES, timeout=60) == here
    memory = GraphStore.memory()
    memory.load(example_nquads())
    assert run(memory, NAMES, timeout=60) == here
    assert run(example_store(), NAMES, timeout=60) == here


def test_errors_come_through_the_process_whole(disk):
    with pytest.raises(QueryError, match=r"query:1:\d+: not valid SPARQL"):
        run(disk, "SELECT ?x WHERE { FOO }", timeout=60)
    with pytest.raises(AmbiguousName) as caught:
        run(disk, "name-variants", {"person": "Wei Chen"}, timeout=60)
    assert len(caught.value.candidates) == 2


def test_a_limit_is_kept_and_said():
    rows = run(example_store(), NAMES, limit=3)
    assert len(rows) == 3 and rows.truncated
    assert "3 rows, cut off at the limit" in rows.serialise("table")
    assert not run(example_store(), NAMES, limit=7).truncated


def test_rows_are_mappings_with_typed_values_and_labels():
    rows = run(example_store(), "affiliation-timeline", {"person": "Ada Lindqvist"})
    first = rows[0]
    assert isinstance(first["organisation"], Iri) and first["organisation"].label == "Department of Computing"
    assert (first["begin"], first["end"], first["ongoing"]) == ("2014-09", 2018, False)
    assert first.role.label == "PhD student"
    assert dict(first)["evidence"] is None
    with pytest.raises(KeyError):
        first["nothing"]
    assert len(rows[1:]) == 2 and isinstance(rows[1:], Rows)


def test_data_frames_have_a_label_column_beside_named_things():
    rows = run(example_store(), "coauthors-with-years", {"person": "Ada Lindqvist"})
    pandas, polars = rows.to_pandas(), rows.to_polars()
    assert list(pandas.columns) == polars.columns == ["coauthor", "coauthor_label", "works", "first", "last"]
    assert pandas["works"].tolist() == polars["works"].to_list() == [3, 1, 1, 1]
    assert polars["coauthor_label"][0] == "Eva Stone"
    assert rows.to_dicts()[0]["coauthor_label"] == "Eva Stone"


def odd():
    return Rows.of(
        ["thing", "text", "number"],
        [[Iri("http://e/a"), NASTY, 1], [Iri("javascript:alert(1)"), "<script>", None], [None, "\x1b[31mred", 0.5]],
        {"http://e/a": "a <b>"},
    )


def test_csv_reads_back_in_a_csv_reader_with_crlf_line_ends():
    text = odd().serialise("csv")
    assert text.startswith("thing,thing_label,text,number\r\n") and text.endswith("\r\n")
    assert list(csv.reader(io.StringIO(text, newline="")))[1] == ["http://e/a", "a <b>", NASTY, "1"]


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_the_prefixes_of_the_graph_need_no_declaration_and_may_have_another_meaning(engine):
    store = example_store()
    known = run(store, "SELECT ?name WHERE { ?p a foaf:Person ; foaf:name ?name }", engine=engine)
    assert known.terms
    other = run(store, "PREFIX foaf: <http://x.example/> SELECT ?n WHERE { ?p foaf:name ?n }", engine=engine)
    assert not other.terms


@pytest.mark.parametrize(
    ("form", "kind"),
    [("json", ox.QueryResultsFormat.JSON), ("tsv", ox.QueryResultsFormat.TSV), ("xml", ox.QueryResultsFormat.XML)],
)
def test_sparql_results_formats_read_back_in_oxigraph(form, kind):
    rows = odd().with_label_columns()
    parsed = ox.parse_query_results(rows.serialise(form).encode(), format=kind)
    read = [tuple(solution[column] for column in rows.columns) for solution in parsed]
    if form == "xml":  # which has no way to write control characters
        assert [row[:2] for row in read] == [row[:2] for row in rows.terms]
    else:
        assert read == list(rows.terms)


def test_ask_has_a_boolean_in_every_format():
    yes = run(example_store(), "ASK { GRAPH ?g { ?s ?p ?o } }")
    assert json.loads(yes.serialise("json")) == {"head": {}, "boolean": True}
    assert yes.serialise("table") == "yes"
    assert ElementTree.fromstring(yes.serialise("xml"))[1].text == "true"


def test_turtle_of_rows_and_of_triples_reads_back():
    rows = run(example_store(), NAMES)
    for form, kind in (("ttl", ox.RdfFormat.TURTLE), ("nt", ox.RdfFormat.N_TRIPLES), ("rdf", ox.RdfFormat.RDF_XML)):
        assert len(list(ox.parse(rows.serialise(form), format=kind))) == 1 + 2 + 7 * (2 + 2 * 3)
    built = run(example_store(), "CONSTRUCT FROM <https://w3id.org/kg/ns#decisions> WHERE { ?s ?p ?o }")
    assert len(list(ox.parse(built.serialise("ttl"), format=ox.RdfFormat.TURTLE))) == len(built)


def test_html_is_escaped_and_links_lead_to_http_only():
    page = odd().serialise("html")
    assert "<script>" not in page and "&lt;script&gt;" in page
    assert 'href="javascript' not in page and '<a href="http://e/a">a &lt;b&gt;</a>' in page
    assert "default-src 'none'" in page and "http" not in page.replace("http://e/a", "").replace("http-equiv", "")


def test_the_terminal_table_has_no_control_characters_and_keeps_namesakes_apart():
    assert "\x1b" not in odd().serialise("table")
    text = run(example_store(), "homonyms").serialise("table")
    assert "Wei Chen (person/bb00000000000bbb.1.2)" in text and "Wei Chen (person/bb00000000000bbb.3.1)" in text


def test_an_unknown_format_is_refused():
    with pytest.raises(QueryError, match="choose one of table, csv"):
        odd().serialise("docx")


def test_rows_show_themselves_as_a_table():
    assert "Ada Lindqvist" in repr(run(example_store(), NAMES))
    assert "<table>" in run(example_store(), NAMES)._repr_html_()


def test_names_are_read_once_for_many_questions():
    asker = example_asker()
    assert asker.look_up.names("foaf:Person") is asker.look_up.names("foaf:Person")


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_what_is_asked_without_a_graph_is_asked_of_the_resolved_graph(engine):
    plain = NAMES.replace("GRAPH kg:resolved", "")
    assert run(example_store(), plain, engine=engine) == run(example_store(), NAMES)
    other = plain.replace("WHERE", "FROM kg:decisions WHERE")
    assert len(run(example_store(), other)) == 0

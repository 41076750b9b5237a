import csv
import http.server
import io
import json
import subprocess
import threading
import time
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
from serving import build_folder, running

from kg.server.negotiation import GRAPHS, ROWS, choose

PREFIX = "PREFIX kg: <https://w3id.org/kg/ns#> PREFIX foaf: <http://xmlns.com/foaf/0.1/> "
NAMES = PREFIX + "SELECT ?name WHERE { ?person a foaf:Person ; foaf:name ?name } ORDER BY ?name"
ASK = "ASK { ?s ?p ?o }"
BUILT = PREFIX + "CONSTRUCT { ?s foaf:name ?o } WHERE { ?s foaf:name ?o }"
FOREVER = (
    "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?a {?s ?p ?o} GRAPH ?b {?t ?q ?v} GRAPH ?c {?u ?r ?w} GRAPH ?d {?x ?y ?z} }"
)
RESOLVED, DECISIONS = "https://w3id.org/kg/ns#resolved", "https://w3id.org/kg/ns#decisions"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SPARQL = {"Content-Type": "application/sparql-query"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return build_folder(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def served(folder):
    with running(folder) as (address, desk):
        yield address, desk


@pytest.fixture(scope="module")
def client(served):
    with httpx.Client(base_url=served[0], timeout=30) as client:
        yield client


def ask(client, text, **headers):
    return client.get("/sparql", params={"query": text}, headers=headers)


class Trap:
    """A web server that remembers whether anybody came."""

    def __enter__(self):
        trap = self
        self.visits = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                trap.visits.append(self.path)
                self.send_response(200)
                self.end_headers()

            do_POST = do_GET

            def log_message(self, *args):
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()


# ---------------------------------------------------------------- the three ways to ask


def test_get_with_a_query_answers_in_json(client):
    answer = ask(client, NAMES)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/sparql-results+json"
    names = [row["name"]["value"] for row in answer.json()["results"]["bindings"]]
    assert len(names) == 7 and "Ada Lindqvist" in names


def test_post_of_a_form_answers(client):
    assert client.post("/sparql", data={"query": NAMES}).json() == ask(client, NAMES).json()


def test_post_of_a_query_answers(client):
    assert client.post("/sparql", content=NAMES, headers=SPARQL).json() == ask(client, NAMES).json()


def test_get_without_a_query_gives_the_service_description_with_counts_and_neither_federation_nor_update(client):
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert answer.headers["content-type"].startswith("text/turtle")
    triples = set(ox.parse(answer.text, format=ox.RdfFormat.TURTLE))
    said = {(t.predicate.value.rsplit("#", 1)[-1], getattr(t.object, "value", "")) for t in triples}
    assert ("endpoint", str(client.base_url.join("/sparql"))) in said
    assert ("supportedLanguage", "http://www.w3.org/ns/sparql-service-description#SPARQL11Query") in said
    count = ask(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()["results"]["bindings"][0]["n"]["value"]
    assert ("triples", count) in {(name, value) for name, value in said} or (
        "http://rdfs.org/ns/void#triples",
        count,
    ) in {(t.predicate.value, getattr(t.object, "value", "")) for t in triples}
    assert "Federat" not in answer.text and "Update" not in answer.text


def test_a_browser_without_a_query_gets_a_page_to_write_one(client):
    answer = client.get("/sparql", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert "<textarea" in answer.text


# ---------------------------------------------------------------- wrong requests


def test_two_queries_are_400(client):
    assert client.get(f"/sparql?query={quote(ASK)}&query={quote(ASK)}").status_code == 400
    assert client.post(f"/sparql?query={quote(ASK)}", content=ASK, headers=SPARQL).status_code == 400
    assert client.post(f"/sparql?query={quote(ASK)}", data={"query": ASK}).status_code == 400


def test_a_post_without_a_query_is_400(client):
    assert client.post("/sparql", data={"other": "x"}).status_code == 400
    assert client.post("/sparql", content="", headers=SPARQL).status_code == 400


def test_a_syntax_error_is_400_with_line_and_column(client):
    answer = ask(client, "SELECT ?x WHERE {\n  FOO ?x }")
    assert answer.status_code == 400
    assert "query:2:" in answer.text and "near" in answer.text and "Traceback" not in answer.text


def test_unknown_parameters_are_ignored(client):
    answer = client.get("/sparql", params={"query": ASK, "colour": "blue", "timeout": "0"})
    assert answer.json() == {"head": {}, "boolean": True}


def test_another_content_type_is_415_and_bytes_that_are_no_utf8_are_400(client):
    assert client.post("/sparql", content=ASK, headers={"Content-Type": "text/plain"}).status_code == 415
    assert client.post("/sparql", content=b"SELECT \xff", headers=SPARQL).status_code == 400
    assert client.post("/sparql", content=b"query=%ff%fe", headers=FORM).status_code == 400


def test_a_body_over_a_megabyte_is_413(client):
    assert client.post("/sparql", content=ASK + " " * 1_000_001, headers=SPARQL).status_code == 413


def test_an_update_is_403_in_every_way_to_send_one(client):
    update = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"
    assert ask(client, update).status_code == 403
    assert client.post("/sparql", data={"update": update}).status_code == 403
    assert client.get("/sparql", params={"update": update}).status_code == 403
    headers = {"Content-Type": "application/sparql-update"}
    assert client.post("/sparql", content=update, headers=headers).status_code == 403
    assert ask(client, "ASK { <urn:a> ?p ?o }").json()["boolean"] is False


def test_other_methods_are_405(client):
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        assert client.request(method, "/sparql").status_code == 405


# ---------------------------------------------------------------- content negotiation


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.8", "application/sparql-results+xml"),
        ("application/*;q=0.1, text/csv;q=0.3", "text/csv; charset=utf-8"),
        ("text/turtle, */*;q=0.1", "application/sparql-results+json"),
        ("application/sparql-results+json;q=0, */*", "application/json"),
        ("TEXT/CSV", "text/csv; charset=utf-8"),
    ],
)
@pytest.mark.parametrize("text", [NAMES, ASK])
def test_rows_come_in_the_format_that_is_liked_best(client, text, accept, media_type):
    answer = ask(client, text, Accept=accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("*/*", ox.RdfFormat.TURTLE),
    ],
)
def test_graphs_come_in_the_rdf_format_that_is_liked_best(client, accept, form):
    for text, least in ((BUILT, 10), ("DESCRIBE <https://w3id.org/kg/id/venue/v-icgs>", 5)):
        answer = ask(client, text, Accept=accept)
        assert answer.status_code == 200
        assert len(list(ox.parse(answer.content, format=form))) >= least


def test_nothing_that_fits_is_406_and_lists_what_there_is(client):
    answer = ask(client, NAMES, Accept="image/png")
    assert answer.status_code == 406 and "text/csv" in answer.text
    assert ask(client, BUILT, Accept="text/csv").status_code == 406


def test_a_wrong_accept_header_is_read_as_far_as_it_goes():
    assert choose("", ROWS)[1] == "json"
    assert choose("nonsense", ROWS)[1] == "json"
    assert choose("text/csv;q=abc, text/turtle", GRAPHS)[1] == "ttl"
    assert choose("text/csv;q=0", ROWS) is None


def test_csv_has_crlf_line_ends_and_reads_back(client):
    answer = ask(client, NAMES, Accept="text/csv")
    assert answer.content.startswith(b"name\r\n") and b"\n" not in answer.content.replace(b"\r\n", b"").replace(
        b'"Robert ""Bobby""\n', b""
    )
    assert len(list(csv.reader(io.StringIO(answer.text, newline="")))) == 8


# ---------------------------------------------------------------- datasets


def test_the_default_graph_is_the_resolved_graph_and_can_be_chosen(client):
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def number(**parameters):
        answer = client.get("/sparql", params={"query": count, **parameters})
        return int(answer.json()["results"]["bindings"][0]["n"]["value"])

    resolved, decisions = number(**{"default-graph-uri": RESOLVED}), number(**{"default-graph-uri": DECISIONS})
    assert number() == resolved and 0 < decisions < resolved
    assert number(**{"default-graph-uri": [RESOLVED, DECISIONS]}) == resolved + decisions
    assert number(**{"named-graph-uri": RESOLVED}) == 0


def test_the_dataset_of_the_request_overrules_the_one_of_the_text(client):
    text = f"SELECT (COUNT(*) AS ?n) FROM <{RESOLVED}> {{ ?s ?p ?o }}"
    answers = [
        client.get("/sparql", params={"query": text, "default-graph-uri": graph}) for graph in (RESOLVED, DECISIONS)
    ]
    assert answers[0].json() != answers[1].json()


def test_named_graphs_can_be_chosen(client):
    text = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    answer = client.get("/sparql", params={"query": text, "named-graph-uri": DECISIONS})
    assert [row["g"]["value"] for row in answer.json()["results"]["bindings"]] == [DECISIONS]


def test_a_graph_that_is_not_there_is_400(client):
    assert client.get("/sparql", params={"query": ASK, "default-graph-uri": "http://127.0.0.1:1/x"}).status_code == 400


# ---------------------------------------------------------------- nothing outside is opened


def test_the_trap_of_these_tests_notices_an_engine_without_a_guard():
    with Trap() as trap:
        with pytest.raises((OSError, ValueError, SyntaxError)):
            list(ox.Store().query(f"SELECT * {{ SERVICE <{trap.address}> {{ ?s ?p ?o }} }}"))
        assert trap.visits


@pytest.mark.parametrize(
    "pattern",
    [
        "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ sErViCe SILENT <{0}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ \\u0053ERVICE <{0}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERV\\U00000049CE <{0}> {{ ?s ?p ?o }} }}",
        "PREFIX e: <{0}> SELECT * {{ SERVICEe:x {{ ?s ?p ?o }} }}",
        "SELECT * {{ BIND(<{0}> AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
        "SELECT * {{ # comment\rSERVICE <{0}> {{ ?s ?p ?o }}\n}}",
    ],
)
def test_service_is_403_however_it_is_spelled_and_nothing_is_sent(client, pattern):
    with Trap() as trap:
        answer = ask(client, pattern.format(trap.address))
        assert answer.status_code == 403 and "SERVICE" in answer.text
        assert not trap.visits


def test_the_word_service_in_a_comment_or_string_is_harmless(client):
    answer = ask(client, 'SELECT ("SERVICE <http://x/> {}" AS ?x) { } # SERVICE <http://x/> {}')
    assert answer.status_code == 200


def test_from_a_file_or_an_address_is_never_opened(client, tmp_path):
    secret = tmp_path / "secret.nt"
    secret.write_text("<urn:a> <urn:b> <urn:c> .\n")
    with Trap() as trap:
        for source in (secret.as_uri(), trap.address):
            answer = ask(client, f"SELECT * FROM <{source}> {{ ?s ?p ?o }}")
            assert answer.status_code == 403 and "nothing is fetched" in answer.text
            assert ask(client, f"SELECT * FROM NAMED <{source}> {{ GRAPH ?g {{ ?s ?p ?o }} }}").status_code == 403
            assert ask(client, f"DESCRIBE <{source}>").status_code == 200
        assert not trap.visits


# ---------------------------------------------------------------- limits


def test_a_query_that_takes_too_long_is_503_its_process_ended_and_the_next_one_answered(folder):
    with (
        running(folder, timeout=1.0, workers=1) as (address, desk),
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        assert ask(client, ASK).status_code == 200
        (process,) = desk.processes()
        started = time.monotonic()
        answer = ask(client, FOREVER)
        assert answer.status_code == 503 and "stopped after 1 s" in answer.text and "retry-after" in answer.headers
        assert time.monotonic() - started < 8
        assert not Path(f"/proc/{process}").exists()
        assert ask(client, ASK).status_code == 200
        assert desk.processes() and desk.processes() != [process]


def test_when_all_processes_stay_busy_the_answer_is_503_and_says_so(folder):
    with running(folder, timeout=0.3, workers=1) as (address, desk), httpx.Client(base_url=address) as client:
        worker = desk._free.get()
        answer = ask(client, ASK)
        assert answer.status_code == 503 and "all query processes are busy" in answer.text
        desk._free.put(worker)
        worker.answer(desk.question(ASK), timeout=60)  # it may take longer to start than 0.3 s
        assert ask(client, ASK).status_code == 200


def test_a_cap_on_rows_is_said_in_a_header(folder):
    with running(folder, most_rows=3) as (address, _), httpx.Client(base_url=address, timeout=30) as client:
        answer = ask(client, NAMES)
        assert len(answer.json()["results"]["bindings"]) == 3
        assert answer.headers["x-kg-truncated"] == "only the first 3 rows"
        assert "x-kg-truncated" not in ask(client, NAMES + " LIMIT 3").headers


# ---------------------------------------------------------------- who may ask


def test_another_host_name_is_refused(client, served):
    port = served[0].rsplit(":", 1)[1]
    for host in ("evil.example", f"evil.example:{port}", "127.0.0.1.evil.example", ""):
        assert client.get("/sparql", params={"query": ASK}, headers={"Host": host}).status_code == 421
    for host in (f"localhost:{port}", "127.0.0.1", "LOCALHOST"):
        assert client.get("/sparql", params={"query": ASK}, headers={"Host": host}).status_code == 200


def test_pages_of_other_origins_may_ask_only_when_told_so(client, folder):
    origin = {"Origin": "https://other.example"}
    assert "access-control-allow-origin" not in ask(client, ASK, **origin).headers
    with running(folder, cors=True) as (address, _), httpx.Client(base_url=address, timeout=30) as open_client:
        assert ask(open_client, ASK, **origin).headers["access-control-allow-origin"] == "*"
        preflight = open_client.options("/sparql", headers={**origin, "Access-Control-Request-Method": "POST"})
        assert preflight.status_code == 200


@pytest.mark.parametrize("path", ["/", "/sparql", "/query", "/presets/homonyms", "/nothing", "/style.css", "/graph"])
def test_every_answer_has_the_security_headers(client, path):
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_only_this_machine_is_listened_to(served):
    assert served[0].startswith("http://127.0.0.1:")
    from kg.server.running import HOST

    assert HOST == "127.0.0.1"


# ---------------------------------------------------------------- real clients


def test_sparqlwrapper_asks_and_understands(served):
    from SPARQLWrapper import JSON, SPARQLWrapper

    wrapper = SPARQLWrapper(f"{served[0]}/sparql")
    wrapper.setQuery(NAMES)
    wrapper.setReturnFormat(JSON)
    assert len(wrapper.query().convert()["results"]["bindings"]) == 7
    wrapper.setMethod("POST")
    assert len(wrapper.query().convert()["results"]["bindings"]) == 7


def test_the_sparql_store_of_rdflib_asks_and_understands(served):
    import rdflib
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = rdflib.Graph(SPARQLStore(f"{served[0]}/sparql"))
    assert len(list(graph.query(NAMES))) == 7
    assert bool(graph.query(ASK).askAnswer)


def test_curl_asks_and_understands(served):
    command = ["curl", "-s", "--data-urlencode", f"query={NAMES}", "-H", "Accept: text/csv", f"{served[0]}/sparql"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Ada Lindqvist" in done.stdout
    command = ["curl", "-s", "-G", "--data-urlencode", f"query={ASK}", f"{served[0]}/sparql"]
    assert json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["boolean"] is True

import csv
import io
import json
import re
import socket
import subprocess
import sys
import time
from html.parser import HTMLParser

import httpx
import pytest
from serving import ADA, ODD, OTHER_WEI, WEI, build_folder, running

from kg.errors import GraphError, KGError
from kg.graph import presets
from kg.server import serve
from kg.server.running import _listening

PERSON = "https://w3id.org/kg/id/person/"


class Page(HTMLParser):
    """The texts, links and tags of a page; fails on tags that are not closed."""

    VOID = frozenset({"meta", "link", "input", "br"})

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.links, self.text = [], [], [], ""
        self.feed(text)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.links += [value for name, value in attributes if name in {"href", "action", "src"}]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return build_folder(tmp_path_factory.mktemp("explored"))


@pytest.fixture(scope="module")
def client(folder):
    with running(folder) as (address, _), httpx.Client(base_url=address, timeout=60) as client:
        yield client


def test_the_home_page_has_counts_and_every_question(client):
    page = Page(client.get("/").text)
    assert "7 works" in page.text and "7 people" in page.text
    for preset in presets.load_all().values():
        assert f"/presets/{preset.name}" in page.links


def test_a_question_is_a_form_until_what_it_needs_is_given(client):
    page = Page(client.get("/presets/joint-works").text)
    assert page.tags.count("input") == 3  # two people and the search field
    assert "table" not in page.tags


def test_a_question_with_names_gives_a_table_with_labels_that_link_to_things(client):
    page = Page(client.get("/presets/joint-works", params={"person": "Ada Lindqvist", "other": "Eva Stone"}).text)
    assert "Walking Graphs" in page.text and "International Conference on Graph Studies" in page.text
    assert any(link.startswith("/thing?iri=") for link in page.links)
    assert any(link.startswith("/api/presets/joint-works?") and "format=csv" in link for link in page.links)


def test_every_preset_has_a_page_that_is_well_formed(client):
    for preset in presets.load_all().values():
        answer = client.get(f"/presets/{preset.name}")
        assert answer.status_code == 200, preset.name
        Page(answer.text)


def test_a_name_of_several_people_asks_which_one(client):
    answer = client.get("/presets/name-variants", params={"person": "Wei Chen"})
    page = Page(answer.text)
    assert answer.status_code == 300 and "Which one?" in page.text
    choices = [link for link in page.links if link.startswith("/presets/name-variants?")]
    assert len(choices) == 2 and {WEI, OTHER_WEI} == {link.rsplit("%2F", 1)[-1] for link in choices}
    assert "Chen, Wei" in client.get(choices[0]).text


def test_wrong_values_and_unknown_names_are_said_on_the_page(client):
    answer = client.get("/presets/works-of-year", params={"year": "soon"})
    assert answer.status_code == 400 and "is no integer" in answer.text
    answer = client.get("/presets/name-variants", params={"person": "Ada Lindquist"})
    assert answer.status_code == 400 and "did you mean Ada Lindqvist" in answer.text
    answer = client.get("/presets/coauthor")
    assert answer.status_code == 404 and "did you mean coauthors" in answer.text


def test_hostile_names_stay_text(client):
    for address in ("/presets/publications?person=Ada+Lindqvist", f"/thing?iri={PERSON}{ODD}", "/find?q=%3Cscript%3E"):
        answer = client.get(address)
        assert answer.status_code == 200
        page = Page(answer.text)
        assert "script" not in page.tags and "b" not in page.tags
    page = Page(client.get("/presets/name-variants", params={"person": '"><script>alert(1)</script>'}).text)
    assert "script" not in page.tags


def test_the_same_question_is_an_endpoint_in_json_and_csv(client):
    parameters = {"person": "Ada Lindqvist"}
    answer = client.get("/api/presets/coauthors", params=parameters)
    assert answer.headers["content-type"] == "application/sparql-results+json"
    first = answer.json()["results"]["bindings"][0]
    assert first["coauthor_label"]["value"] == "Eva Stone" and first["works"]["value"] == "3"
    answer = client.get("/api/presets/coauthors", params={**parameters, "format": "csv"})
    assert next(iter(csv.DictReader(io.StringIO(answer.text))))["coauthor_label"] == "Eva Stone"
    answer = client.get("/api/presets/person-card", params={**parameters, "format": "ttl"})
    assert "foaf:Person" in answer.text


def test_the_endpoint_of_questions_says_what_is_wrong(client):
    assert client.get("/api/presets/coauthors").status_code == 400
    assert client.get("/api/presets/coauthors?person=Ada+Lindqvist&persn=x").status_code == 400
    assert client.get("/api/presets/nothing").status_code == 404
    answer = client.get("/api/presets/coauthors?person=Ada+Lindqvist&format=docx")
    assert answer.status_code == 400 and "csv" in answer.text
    answer = client.get("/api/presets/name-variants", params={"person": "Wei Chen"})
    assert answer.status_code == 400 and "fits 2 things" in answer.text


def test_all_questions_are_listed_as_json(client):
    listed = {one["name"]: one for one in client.get("/api/presets").json()}
    assert set(listed) == set(presets.load_all())
    assert listed["coauthors"]["parameters"][0] == {
        "name": "person",
        "type": "iri",
        "label": "Person",
        "optional": False,
        "default": None,
    }


def test_free_sparql_is_answered_on_a_page_and_mistakes_are_said_there(client):
    text = "PREFIX foaf: <http://xmlns.com/foaf/0.1/> SELECT ?p { ?p foaf:familyName 'Lindqvist' }"
    page = Page(client.get("/query", params={"query": text}).text)
    assert "Ada Lindqvist" in page.text and text in page.text
    link = next(link for link in page.links if "format=csv" in link)
    assert client.get(link).text == f"p\r\n{PERSON}{ADA}\r\n"
    answer = client.get("/query", params={"query": "SELECT ?x {"})
    assert answer.status_code == 400 and "not valid SPARQL" in answer.text
    assert client.get("/query", params={"query": "DROP ALL"}).status_code == 403


def test_things_are_found_by_name_and_say_what_is_said_of_them(client):
    page = Page(client.get("/find", params={"q": "wei chen"}).text)
    assert sum(link.startswith("/thing?iri=") for link in page.links) == 2
    assert "Nothing is called that" in client.get("/find", params={"q": "zzzz qqqq"}).text
    page = Page(client.get("/thing", params={"iri": PERSON + ADA}).text)
    assert "Graphs of People" in page.text
    assert any(link.startswith("/presets/coauthors-with-years?person=") for link in page.links)
    assert any(link.startswith("/explain?iri=") for link in page.links)
    page = Page(client.get("/thing", params={"iri": "https://w3id.org/kg/id/venue/v-icgs"}).text)
    assert any(link.startswith("/presets/venue-top-authors?venue=") for link in page.links)
    assert client.get("/thing", params={"iri": "https://w3id.org/kg/id/person/nobody"}).status_code == 404
    assert client.get("/thing", params={"iri": "no iri > <"}).status_code == 404


def test_a_merge_is_explained(client):
    page = Page(client.get("/explain", params={"iri": PERSON + ADA}).text)
    assert "Why is Ada Lindqvist one person?" in page.text and "in all (log-odds) = 98 %" in page.text
    assert client.get("/explain", params={"iri": "nobody"}).status_code == 400


def test_the_picture_of_the_build_is_served_and_may_run_its_own_script_only(client):
    answer = client.get("/graph")
    assert "picture" in answer.text
    assert "script-src 'unsafe-inline'" in answer.headers["content-security-policy"]
    assert "http" not in answer.headers["content-security-policy"]


def test_every_link_of_the_pages_leads_somewhere(client):
    seen, todo = set(), ["/", "/presets/coauthors?person=Ada+Lindqvist", f"/thing?iri={PERSON}{ADA}", "/query"]
    while todo and len(seen) < 40:
        address = todo.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code in {200, 300}, (address, answer.text[-400:])
        if "text/html" in answer.headers["content-type"] and address != "/graph":
            todo += [link for link in Page(answer.text).links if link.startswith("/") and "/presets/" not in link]
    assert len(seen) >= 20


def test_a_folder_without_a_graph_and_a_port_that_is_taken_are_clear_errors(tmp_path):
    with pytest.raises(GraphError):
        serve(tmp_path, port=0)
    with pytest.raises(GraphError, match="build with --out"):
        serve(None)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(KGError, match=f"port {port}: it cannot be had .*choose another one"):
            _listening(port)


def test_the_command_serves_until_it_is_interrupted(folder):
    command = [
        sys.executable,
        "-c",
        "import sys; from kg.server import serve; from pathlib import Path; "
        "serve(Path(sys.argv[1]), port=0, on_start=lambda text: print(text, flush=True))",
        str(folder),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        address = re.search(r"http://\S+", process.stdout.readline()).group()
        for _ in range(100):
            try:
                assert httpx.get(f"{address}/sparql?query=ASK%7B%7D").json()["boolean"] is True
                break
            except httpx.ConnectError:
                time.sleep(0.1)
        process.send_signal(2)
        assert process.wait(30) in {0, 1, 130, -2}


def test_json_of_the_api_is_json(client):
    assert json.loads(client.get("/api/presets/dataset-size").text)["head"]["vars"] == ["kind", "kind_label", "things"]

"""YASGUI on a real server in a real browser."""

import re

import httpx
import pytest
from serving import build_folder, running


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with running(build_folder(tmp_path_factory.mktemp("editor"))) as (address, _):
        yield address


QUERY = """PREFIX foaf: <http://xmlns.com/foaf/0.1/>
SELECT ?name WHERE { ?p a foaf:Person ; foaf:name ?name } ORDER BY ?name"""


@pytest.mark.browser
def test_a_query_is_written_run_and_answered_without_a_request_to_elsewhere(chromium, address):
    page = chromium.new_page()
    errors, requests = [], []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: requests.append(request.url))
    page.goto(str(httpx.URL(f"{address}/yasgui", params={"query": QUERY})))
    page.wait_for_selector("html[data-ready=yes]")
    page.click(".tabPanel.active .yasqe_queryButton")
    page.wait_for_selector(".tabPanel.active .yasr table tbody tr")
    names = page.locator(".tabPanel.active .yasr table tbody td").all_inner_texts()
    assert "Ada Lindqvist" in names
    page.close()
    assert not errors
    assert all(re.match(rf"{re.escape(address)}/|data:|blob:", url) for url in requests), requests


@pytest.mark.browser
def test_without_a_query_the_editor_starts_from_a_sample(chromium, address):
    page = chromium.new_page()
    page.goto(f"{address}/yasgui")
    page.wait_for_selector("html[data-ready=yes]")
    text = page.evaluate("document.querySelector('.tabPanel.active .CodeMirror').CodeMirror.getValue()")
    page.close()
    assert "SELECT ?person ?name" in text and "PREFIX foaf:" in text


@pytest.mark.browser
def test_words_are_completed_from_our_own_terms(chromium, address):
    page = chromium.new_page()
    page.goto(str(httpx.URL(f"{address}/yasgui", params={"query": "SELECT * { ?p a foaf:Pers"})))
    page.wait_for_selector("html[data-ready=yes]")
    page.locator(".tabPanel.active .CodeMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Control+Space")
    page.wait_for_function(
        """() => document.querySelector(".tabPanel.active .CodeMirror").CodeMirror.getValue().includes("foaf:Person")
            || document.querySelector(".CodeMirror-hints")?.innerText.includes("foaf/0.1/Person")"""
    )
    page.close()


def test_the_terms_are_those_of_the_graph(address):
    terms = httpx.get(f"{address}/api/vocabulary").json()
    assert "http://xmlns.com/foaf/0.1/Person" in terms["class"]
    assert "http://purl.org/dc/terms/creator" in terms["property"]
    assert httpx.get(f"{address}/api/prefixes").json()["kg"] == "https://w3id.org/kg/ns#"


@pytest.mark.parametrize("name", ["LICENSE", "..%2Fapp.py", "nothing.js"])
def test_only_the_editors_own_files_are_given(address, name):
    assert httpx.get(f"{address}/yasgui/{name}").status_code == 404


def test_the_editor_may_reach_this_server_only(address):
    policy = httpx.get(f"{address}/yasgui").headers["content-security-policy"]
    assert "connect-src 'self'" in policy and "default-src 'none'" in policy

import re

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.errors import ForbiddenQuery, QueryError
from kg.graph.guard import check
from kg.graph.tokens import string_literal, substitute, tokenise, variables

SOMEWHERE = "<http://127.0.0.1:1/sparql>"


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ SERVICE {SOMEWHERE} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ service silent {SOMEWHERE} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SeRvIcE{SOMEWHERE}{{?s ?p ?o}} }}",
        f"SELECT * {{ SERVICESILENT{SOMEWHERE}{{?s ?p ?o}} }}",
        "SELECT * { SERVICE ?where { ?s ?p ?o } }",
        "PREFIX ex: <http://e/> SELECT * { SERVICEex:a { ?s ?p ?o } }",
        "PREFIX ex: <http://e/> SELECT * { ?s ?p trueSERVICEex:a { ?s ?p ?o } }",
        f"SELECT * {{ # a comment ends here\rSERVICE {SOMEWHERE} {{ ?s ?p ?o }}\n}}",
        f"SELECT * {{ # and here \\u000A SERVICE {SOMEWHERE} {{ ?s ?p ?o }}\n}}",
        rf"SELECT * {{ \u0053ERVICE {SOMEWHERE} {{ ?s ?p ?o }} }}",
        rf"SELECT * {{ S\U00000045RVICE {SOMEWHERE} {{ ?s ?p ?o }} }}",
        rf"SELECT * {{ \u00000053ERVICE {SOMEWHERE} {{ ?s ?p ?o }} }}",
        rf"SELECT * {{ \u005cu0053ERVICE {SOMEWHERE} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ \u017fERVICE {SOMEWHERE} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERV\u0131CE {SOMEWHERE} {{ ?s ?p ?o }} }}",
        f"SELECT ('\\'' AS ?x) {{ SERVICE {SOMEWHERE} {{ ?s ?p ?o }} }}",
        f"PREFIX ex: <http://e/> SELECT * {{ ex:a\\#b ?p ?o . SERVICE {SOMEWHERE} {{}} }}",
        f"SELECT * {{ ?s ?p ?o FILTER(?o<3) SERVICE {SOMEWHERE} {{}} FILTER(?o>2) }}",
    ],
)
def test_a_query_that_calls_another_server_is_refused(text):
    with pytest.raises(ForbiddenQuery, match=r"query:\d+:\d+: .*SERVICE"):
        check(text)


@pytest.mark.parametrize(
    "text",
    [
        'SELECT ("SERVICE" AS ?x) {}',
        "SELECT (''' it's a SERVICE ''' AS ?x) {}",
        'SELECT ("""a "SERVICE" b""" AS ?x) {}',
        "SELECT * {} # SERVICE <http://x/> {}",
        "SELECT * { ?s <http://example.org/SERVICE> ?service }",
        "PREFIX ex: <http://e/> SELECT * { ?s ex:service ex:SERVICE }",
        'SELECT * { ?s ?p "a\\"SERVICE" }',
        "SELECT * { ?s ?p 'INSERT' } # DELETE",
    ],
)
def test_the_same_words_in_strings_comments_iris_and_names_are_harmless(text):
    assert check(text) == "SELECT"


@pytest.mark.parametrize("word", "INSERT DELETE LOAD CLEAR DROP CREATE ADD MOVE COPY WITH insert".split())
def test_an_update_is_refused(word):
    with pytest.raises(ForbiddenQuery, match="would change the graph"):
        check(f"PREFIX ex: <http://e/> {word} DATA {{ ex:a ex:b ex:c }}")


@pytest.mark.parametrize(
    "source",
    ["<file:///etc/passwd>", "<http://127.0.0.1:1/x>", "NAMED <http://127.0.0.1:1/x>", "ex:g", "NAMED ex:g", "<g>"],
)
def test_from_something_that_is_no_graph_of_the_store_is_refused(source):
    with pytest.raises(ForbiddenQuery, match="names no graph of this store"):
        check(f"BASE <http://b/> PREFIX ex: <http://e/> SELECT * FROM {source} {{}}", is_graph=lambda iri: False)


def test_from_a_graph_of_the_store_is_allowed_however_it_is_written():
    known = {"http://e/g"}
    for source in ("<http://e/g>", "ex:g", "NAMED ex:g", "<g>"):
        text = f"BASE <http://e/> PREFIX ex: <http://e/> SELECT * FROM {source} {{}}"
        assert check(text, is_graph=known.__contains__) == "SELECT"


@pytest.mark.parametrize("text", ["", "hello", "42", "PREFIX ex: <http://e/>", "# only a comment"])
def test_what_is_no_query_is_told_what_one_begins_with(text):
    with pytest.raises(QueryError, match="begin with one of SELECT, ASK, CONSTRUCT, DESCRIBE"):
        check(text)


@given(st.text())
def test_tokens_joined_give_the_text_again(text):
    assert "".join(token.text for token in tokenise(text)) == text


NASTY = st.text(st.sampled_from("\\uU0059Ef\"'}{ \n\r\t<>?#SERVICE") | st.characters(codec="utf-8"), max_size=40)


@given(NASTY)
@example('" } SERVICE <http://x/> { ?s ?p "')
@example("\\u0022 } SERVICE")
@example("\\\\u005C")
@example("\\U0000005C\\u005c'")
@example("ends in \\")
@settings(deadline=None, max_examples=300)
def test_a_value_is_the_same_string_in_oxigraph_whatever_it_holds(value):
    text = substitute("SELECT (?_x_literal AS ?y) {}", {"_x_literal": string_literal(value)})
    assert [row["y"].value for row in ox.Store().query(text)] == [value]


@given(NASTY)
@example('" } SERVICE <http://x/> { ?s ?p "')
@example("\\u0022 } SERVICE")
@example("\\\\u005C")
@example("\\u0053abcd")
@settings(deadline=None, max_examples=40)
def test_a_value_is_the_same_string_in_rdflib_whatever_it_holds(value):
    import rdflib

    text = substitute("SELECT (?_x_literal AS ?y) {}", {"_x_literal": string_literal(value)})
    assert [str(row.y) for row in rdflib.Graph().query(text)] == [value]


@given(NASTY)
@settings(deadline=None)
def test_a_value_never_becomes_anything_but_one_string_token(value):
    kinds = [token.kind for token in tokenise(string_literal(value))]
    assert kinds == ["string"]


def test_variables_are_replaced_as_tokens_and_nowhere_else():
    text = 'SELECT ("?_x_iri" AS ?a) { ?_x_iri <http://e/?_x_iri> ?_x_iri2, $_x_iri } # ?_x_iri'
    replaced = substitute(text, {"_x_iri": "<http://new/>"})
    assert re.sub(r" +", " ", replaced) == (
        'SELECT ("?_x_iri" AS ?a) { <http://new/> <http://e/?_x_iri> ?_x_iri2, <http://new/> } # ?_x_iri'
    )
    assert set(variables(text)) == {"a", "_x_iri", "_x_iri2"}

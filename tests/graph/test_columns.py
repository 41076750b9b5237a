"""Columns answer what Oxigraph answers, or say that they do not."""

from collections import Counter

import pyoxigraph as ox
import pytest
from asking import example_asker, example_columns, example_store
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kg.graph.columns.engine import answer
from kg.graph.columns.kinds import Unsupported
from kg.graph.columns.scans import Scans
from kg.graph.vocab import BASE, PREFIXES

HEAD = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}>\n"
    for name in ("dcterms", "fabio", "foaf", "frbr", "kg", "oa", "org", "pro", "prov", "skos", "time", "xsd", "rdfs")
)
PROVENANCE = ox.NamedNode(PREFIXES["kg"] + "provenance")


def about_the_dataset(quad):
    return "/dataset" in quad.subject.value or "/run/" in quad.subject.value


DESCRIPTION = [q for q in example_store().quads_for_pattern(None, None, None, PROVENANCE) if about_the_dataset(q)]
SCANS = Scans(example_columns(), BASE, description=DESCRIPTION)


def bound(columns, row):
    return frozenset((name, term) for name, term in zip(columns, row, strict=True) if term is not None)


def from_columns(text):
    form, columns, rows = answer(SCANS, HEAD + text, {})
    return form, Counter(bound(columns, row) for row in rows)


def from_oxigraph(text):
    asker = example_asker()
    rows = asker.answer(asker.question(HEAD + text))
    return rows.form, Counter(bound(rows.columns, row) for row in rows.terms)


# Patterns by graph, over few variables, so that they meet: p a person, w a work, o an organisation, m a mention …
PATTERNS = {
    "kg:resolved": [
        "?w dcterms:creator ?p .",
        "?w dcterms:creator ?q .",
        "?w fabio:hasPublicationYear ?y .",
        "?w frbr:partOf ?v .",
        "?w a ?k .",
        "?w a fabio:ConferencePaper .",
        "?p a foaf:Person .",
        "?p foaf:name ?n .",
        "?x foaf:name ?n .",
        "?p skos:altLabel ?n .",
        "?p kg:coAuthorWith ?q .",
        "?t kg:member ?p , ?q .",
        "?t kg:member ?p ; kg:weight ?c .",
        "?a pro:relatesToDocument ?w ; pro:isHeldBy ?p ; kg:ordinal ?c .",
        "?a pro:withRole pro:author ; pro:isHeldBy ?p .",
        "?s org:member ?p ; org:organization ?o .",
        "?s kg:ongoing ?b .",
        "?o (org:unitOf|org:subOrganizationOf)* <https://w3id.org/kg/id/organisation/o-north> .",
        "?p kg:coAuthorWith+ <https://w3id.org/kg/id/person/orcid-0000-0002-1825-0097> .",
        "?s org:memberDuring/time:hasBeginning ?i . ?i ?j ?d .",
        "?w dcterms:creator|^pro:relatesToDocument ?x .",
        "<https://w3id.org/kg/id/person/orcid-0000-0002-1825-0097> kg:coAuthorWith ?q .",
        "<https://w3id.org/kg/id/person/orcid-0000-0002-1825-0097> ?j ?o .",
        "?x ?j <https://w3id.org/kg/id/person/orcid-0000-0002-1825-0097> .",
        "<https://w3id.org/kg/id/person/orcid-0000-0002-1825-0097> ?j foaf:Person .",
        "<https://w3id.org/kg/id/person/orcid-0000-0002-1825-0097> a kg:AmbiguousPerson .",
    ],
    "kg:provenance": [
        "?r kg:describes ?w .",
        "?m kg:refersTo ?p .",
        "?m kg:inRecord ?r .",
        "?m kg:nameAsPrinted ?n .",
        "?m a ?k .",
        "?r prov:hadPrimarySource ?d .",
        "?m prov:hadPrimarySource ?d .",
        "?m kg:inRecord/prov:hadPrimarySource ?d .",
        "?m kg:ordinal ?c .",
        "?r oa:hasSelector ?x .",
    ],
    "kg:decisions": [
        "?e kg:left ?m .",
        "?e kg:right ?x .",
        "?e kg:outcome ?k .",
        "?e kg:score ?f .",
        "?e kg:hasEvidence ?h . ?h kg:weight ?g .",
        "?e kg:revertedBy ?u .",
    ],
}
FILTERS = [
    "?p != ?q",
    "STR(?p) < STR(?q)",
    "?c > 1",
    "xsd:integer(STR(?y)) >= 2020",
    "BOUND(?v)",
    "!BOUND(?y) || STR(?y) < '2021'",
    "isLiteral(?d)",
    "CONTAINS(LCASE(?n), 'a')",
    "?f <= 0.9",
    "?c IN (1, 3)",
    "?k = kg:Same || ?k = fabio:ConferencePaper",
]


@st.composite
def groups(draw, graph, depth=1):
    """The inside of a GRAPH of these patterns."""
    patterns = st.sampled_from(PATTERNS[graph])
    parts = draw(st.lists(patterns, min_size=1, max_size=2, unique=True))
    for kind in draw(st.lists(st.sampled_from(["OPTIONAL", "MINUS", "UNION", "EXISTS", "FILTER", "BIND"]), max_size=2)):
        if kind == "FILTER":
            parts.append(f"FILTER({draw(st.sampled_from(FILTERS))})")
        elif kind == "BIND":
            parts.append(
                f"BIND(COALESCE(?{draw(st.sampled_from('ynvc'))}, ?{draw(st.sampled_from('wpk'))}) AS ?z{len(parts)})"
            )
        elif depth:
            inner = draw(groups(graph, depth - 1))
            if kind == "UNION":
                parts.append(f"{{ {inner} }} UNION {{ {draw(groups(graph, depth - 1))} }}")
            elif kind == "EXISTS":
                parts.append(f"FILTER{draw(st.sampled_from(['', ' NOT']))} EXISTS {{ {inner} }}")
            else:
                parts.append(f"{kind} {{ {inner} }}")
    return " ".join(parts)


@st.composite
def queries(draw):
    graph = draw(st.sampled_from(list(PATTERNS)))
    body = f"GRAPH {graph} {{ {draw(groups(graph))} }}"
    key, measured = draw(st.sampled_from("pwkdy")), draw(st.sampled_from("mncxo"))
    return draw(
        st.sampled_from(
            [
                f"SELECT * {{ {body} }}",
                f"SELECT DISTINCT ?{key} ?{measured} {{ {body} }}",
                f"SELECT ?{key} (COUNT(DISTINCT ?{measured}) AS ?c1) (COUNT(*) AS ?c2) {{ {body} }} GROUP BY ?{key}",
                f"SELECT ?{key} ?{measured} (COUNT(*) AS ?c2) {{ {body} }} GROUP BY ?{key} ?{measured}",
                f"SELECT (COUNT(?{measured}) AS ?count) {{ {body} }}",
                f"ASK {{ {body} }}",
            ]
        )
    )


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(queries())
def test_columns_answer_as_oxigraph_does_or_not_at_all(text):
    try:
        found = from_columns(text)
    except Unsupported:
        return
    assert found == from_oxigraph(text)


@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(queries())
def test_much_is_joined_by_indexes_and_packed_keys_with_the_same_answer(text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.graph.columns.patterns._FEW", 0)  # as if everything were much
        patch.setattr("kg.graph.columns.patterns._PART", 10**9)
        patch.setattr("kg.graph.columns.kinds._MANY", 0)
        patch.setattr("kg.graph.columns.groups._MANY", 0)
        try:
            found = from_columns(text)
        except Unsupported:
            return
    assert found == from_oxigraph(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?n (STRLEN(?n) AS ?l) (UCASE(?n) AS ?u) { GRAPH kg:resolved { ?p a foaf:Person ; foaf:name ?n } }",
        "SELECT (AVG(?c) AS ?mean) (SUM(?c) AS ?sum) (MAX(?c) AS ?most) { ?t kg:weight ?c }",
        "SELECT (SUM(?c) AS ?sum) (MAX(?c) AS ?most) (COUNT(*) AS ?n) { ?t kg:weight ?c FILTER(?c > 99) }",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?r kg:titleAsPrinted ?t } } GROUP BY ?g",
        "SELECT ?p ?w { VALUES ?k { foaf:Person kg:AmbiguousPerson } ?p a ?k OPTIONAL { ?w dcterms:creator ?p } }",
        "SELECT ?n { ?p foaf:name ?n FILTER REGEX(?n, '^a', 'i') }",
        "SELECT (REPLACE(?n, '[aeiou]', '') AS ?short) { ?p foaf:name ?n }",
        "SELECT ?e (ABS(?f - 0.5) AS ?far) { GRAPH kg:decisions { ?e kg:score ?f } }",
        "CONSTRUCT { ?p foaf:knows ?q } { ?p kg:coAuthorWith ?q }",
        "DESCRIBE <https://w3id.org/kg/id/person/orcid-0000-0002-1825-0097>",
        "DESCRIBE ?w { ?w dcterms:creator <https://w3id.org/kg/id/person/orcid-0000-0002-1825-0097> }",
        "SELECT ?p ?r ?o { GRAPH kg:resolved { <https://w3id.org/kg/id/person/orcid-0000-0002-1825-0097> ?r ?o } }",
    ],
)
def test_expressions_and_aggregates_have_the_values_of_oxigraph(text):
    assert from_columns(text) == from_oxigraph(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (SHA1(?n) AS ?s) { ?p foaf:name ?n }",
        "SELECT (AVG(?c) AS ?mean) { ?t kg:weight ?c FILTER(?c > 99) }",
        "SELECT ?a { ?a kg:coAuthorWith* ?b }",
        "SELECT ?s { ?s !a ?o }",
        "SELECT (GROUP_CONCAT(?n) AS ?s) { ?p foaf:name ?n }",
        "SELECT ?s FROM kg:resolved { ?s ?p ?o }",
    ],
)
def test_what_columns_do_not_know_is_refused(text):
    with pytest.raises(Unsupported):
        from_columns(text)


def test_all_statements_of_the_tables_are_found_once():
    graphs = {"kg:resolved", "kg:provenance", "kg:decisions"}
    for graph in sorted(graphs):
        _, found = from_columns(f"SELECT ?s ?p ?o {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
        name = ox.NamedNode(PREFIXES["kg"] + graph.partition(":")[2])
        stored = Counter(
            frozenset((("s", q.subject), ("p", q.predicate), ("o", q.object)))
            for q in example_store().quads_for_pattern(None, None, None, name)
        )
        assert found == stored


def test_columns_that_are_not_asked_for_are_forgotten_when_there_are_too_many():
    scans = Scans(example_columns(), BASE, most_bytes=1)
    for predicate in ("foaf:name", "dcterms:title", "kg:weight"):
        list(answer(scans, HEAD + f"SELECT * {{ ?s {predicate} ?o }}", {})[2])
    assert sum(source.frame is not None for source in scans.sources) <= 1

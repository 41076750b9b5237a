import pyoxigraph as ox
import pytest
import rdflib
from example import ADA, BIB, CV, EVA, JUN, UNKNOWN_KIM, W1, W2, W3, W5, WEI, example_tables
from rdflib.namespace import SH

from kg.errors import GraphError
from kg.graph.blocks import RunInfo
from kg.graph.shapes import read_shapes
from kg.graph.turtle import write_turtle
from kg.graph.validate import _store_of_tables, check, validate
from kg.graph.vocab import BASE, PREFIXES
from kg.resources import folder

HEAD = f"BASE <{BASE}>\n" + "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())


def insert(triples):
    return f"INSERT DATA {{ {triples} }}"


def delete(pattern):
    return f"DELETE WHERE {{ {pattern} }}"


def swap(subject, predicate, value):
    """Replaces every value of a property by another one."""
    old, new = f"{subject} {predicate} ?x", f"{subject} {predicate} {value}"
    return f"DELETE {{ {old} }} INSERT {{ {new} }} WHERE {{ {old} }}"


A1, A2, A3 = (f"<authorship/{W1}.{n}>" for n in (1, 2, 3))
M1, M2 = f"<mention/{CV}.100.1>", f"<mention/{BIB}.3.1>"
R1, R2 = f"<record/{CV}.100>", f"<record/{BIB}.3>"
PAIR = f"<coauthorship/{'--'.join(sorted((ADA, JUN)))}>"
# (rule, part of the message, what breaks it): each is a graph of its own.
BROKEN = [
    ("An authorship has one work", "exactly one work", insert(f"{A1} pro:relatesToDocument <work/{W2}>")),
    ("An authorship has one work", "exactly one ordinal", delete(f"{A1} kg:ordinal ?x")),
    ("An authorship has one work", "exactly one ordinal", swap(A1, "kg:ordinal", "0")),
    ("An authorship has one work", "exactly one ordinal", swap(A1, "kg:ordinal", '"first"')),
    ("An authorship has one work", "exactly one person", insert(f"{A1} pro:isHeldBy <person/{WEI}>")),
    ("An authorship has one work", "exactly one person", delete(f"{A1} pro:isHeldBy ?x")),
    ("An authorship has one work", "exactly one person", swap(A1, "pro:isHeldBy", "<venue/v-icgs>")),
    ("An authorship has one work", "author or of an editor", swap(A1, "pro:withRole", "pro:translator")),
    ("An authorship has one work", "at least one mention", delete(f"{A1} kg:madeOf ?x")),
    ("An authorship agrees", "somebody else", swap(A2, "pro:isHeldBy", f"<person/{EVA}>")),
    ("An authorship agrees", "another work", insert(f"{A1} kg:madeOf <mention/{CV}.300.1>")),
    ("An authorship agrees", "no mention", insert(f"{A1} kg:madeOf <mention/nowhere>")),
    ("A work has a title", "exactly one title", insert(f'<work/{W1}> dcterms:title "Another"')),
    ("A work has a title", "exactly one title", delete(f"<work/{W1}> dcterms:title ?x")),
    ("A work has a title", "xsd:gYear", swap(f"<work/{W1}>", "fabio:hasPublicationYear", "2019")),
    ("A work has a title", "at most one status", insert(f"<work/{W1}> kg:status kg:Submitted")),
    ("A work has a title", "is complete", delete(f"<work/{W1}> kg:authorListComplete ?x")),
    ("A work has a title", "preprint server is no venue", swap(f"<work/{W1}>", "frbr:partOf", "<venue/v-arxiv>")),
    ("A work has a title", "in a preprint server", swap(f"<work/{W3}>", "kg:depositedIn", "<venue/v-names>")),
    ("A work has a title", "place 1", swap(A2, "kg:ordinal", "1")),
    ("A work has a title", "the place before 4 is empty", swap(A3, "kg:ordinal", "4")),
    ("A work has a title", "two authorships", swap(A2, "pro:isHeldBy", f"<person/{ADA}>")),
    ("A work has a title", "no dcterms:creator", delete(f"<work/{W1}> dcterms:creator <person/{WEI}>")),
    ("A work has a title", "neither holds", insert(f"<work/{W1}> dcterms:creator <person/{JUN}>")),
    ("A work leads back", "at least one record", delete(f"?r kg:describes <work/{W1}>")),
    ("A person has one name", "exactly one name", delete(f"<person/{ADA}> foaf:name ?x")),
    ("A person has one name", "exactly one name", insert(f'<person/{ADA}> foaf:name "Another"')),
    ("A person has one name", "is not a co-author", delete(f"<person/{ADA}> kg:coAuthorWith <person/{WEI}>")),
    ("A person has one name", "co-author of itself", insert(f"<person/{ADA}> kg:coAuthorWith <person/{ADA}>")),
    ("A person leads back", "at least one mention", delete(f"?m kg:refersTo <person/{JUN}>")),
    ("Somebody who could not be told", "", insert(f"<person/{UNKNOWN_KIM}> a foaf:Person")),
    (
        "Somebody who could not be told",
        "is a person",
        insert(f"<person/{UNKNOWN_KIM}> kg:possiblePerson <venue/v-icgs>"),
    ),
    ("A co-authorship is of two", "exactly two members", insert(f"{PAIR} kg:member <person/{EVA}>")),
    ("A co-authorship is of two", "counts its joint works", swap(PAIR, "kg:weight", "0")),
    ("A co-authorship is of two", "after the last", swap(PAIR, "kg:firstYear", '"2030"^^xsd:gYear')),
    ("A co-authorship is of two", "no work together", delete(f"?w dcterms:creator <person/{JUN}>")),
    ("A venue has a name", "exactly one name", delete("<venue/v-icgs> foaf:name ?x")),
    ("A venue has a name", "beside a conference", swap("<venue/v-walks>", "kg:coLocatedWith", "<venue/v-names>")),
    ("A venue has a name", "part of nothing", insert("<venue/v-walks> frbr:partOf <venue/v-icgs>")),
    ("A venue has a name", "leads back to a work", insert('<venue/x> a kg:ConferenceSeries ; foaf:name "X"')),
    ("An edition is part", "exactly one series", delete("<edition/v-icgs.2019> frbr:partOf ?x")),
    ("An organisation has a name", "exactly one name", delete("<organisation/o-lab> foaf:name ?x")),
    ("An organisation has a name", "part of itself", insert("<organisation/o-north> org:unitOf <organisation/o-dept>")),
    (
        "An organisation leads back",
        "named in a document",
        insert('<organisation/x> a org:Organization ; foaf:name "X"'),
    ),
    ("A membership is of one", "exactly one person", delete(f"<membership/{CV}.p20> org:member ?x")),
    ("A membership is of one", "exactly one organisation", delete(f"<membership/{CV}.p20> org:organization ?x")),
    ("A membership is of one", "at most one role", swap(f"<membership/{CV}.p20>", "org:role", "kg:Wizard")),
    ("A membership is of one", "leads back", delete(f"<membership/{CV}.p20> prov:wasDerivedFrom ?x")),
    ("A membership is of one", "evidence year", insert(f'<membership/{CV}.p20> kg:evidenceYear "2015"^^xsd:gYear')),
    ("A membership is of one", "yet has an end", swap(f"<membership/{CV}.p20>", "kg:ongoing", "true")),
    ("A degree is a membership", "at most one type", insert(f"<membership/{CV}.p20> kg:degreeType kg:Master")),
    ("A degree is a membership", "", delete(f"<membership/{CV}.p20> a org:Membership")),
    (
        "An interval has",
        "ends before it begins",
        swap(f"<instant/{CV}.p20.end>", "time:inXSDgYear", '"2013"^^xsd:gYear'),
    ),
    ("An interval has", "", insert("<interval/x> a time:ProperInterval")),
    ("An instant has one date", "exactly one date", delete(f"<instant/{CV}.p20.end> time:inXSDgYear ?x")),
    (
        "An identifier is well formed",
        "exactly one value",
        delete("<identifier/arxiv-1901.00001> literal:hasLiteralValue ?x"),
    ),
    (
        "An identifier is well formed",
        "check digit of ORCID",
        swap("<identifier/orcid-0000-0002-1825-0097>", "literal:hasLiteralValue", '"0000-0002-1825-0096"'),
    ),
    (
        "An identifier is well formed",
        "written like an ORCID",
        swap("<identifier/orcid-0000-0002-1825-0097>", "literal:hasLiteralValue", '"1825-0097"'),
    ),
    (
        "An identifier is well formed",
        "check digit of ISSN",
        swap("<identifier/issn-2049-3630>", "literal:hasLiteralValue", '"2049-3631"'),
    ),
    (
        "An identifier is well formed",
        "written like a DOI",
        'DELETE { ?i literal:hasLiteralValue ?v } INSERT { ?i literal:hasLiteralValue "doi:10" } '
        "WHERE { ?i datacite:usesIdentifierScheme datacite:doi ; literal:hasLiteralValue ?v }",
    ),
    ("owl:sameAs leads outside", "one of ours", insert(f"<person/{WEI}> owl:sameAs <person/{JUN}>")),
    ("A replaced IRI", "something else", insert(f'<person/{CV}.100.1> foaf:name "Old"')),
    ("A replaced IRI", "in a circle", insert(f"<person/{ADA}> dcterms:isReplacedBy <person/{CV}.100.1>")),
    ("A document has a path", "exactly one path", delete(f"<document/{CV}> dcterms:identifier ?x")),
    ("A document has a path", "64 hexadecimal", swap(f"<document/{CV}>", "kg:sha256", '"abc"')),
    ("A record has a document", "exactly one document", delete(f"{R1} prov:hadPrimarySource ?x")),
    ("A record has a document", "place in its document", delete(f"{R1} oa:hasSelector ?x")),
    ("A record has a document", "exactly one work", insert(f"{R1} kg:describes <work/{W5}>")),
    ("A record has a document", "have place 2", swap(f"<mention/{CV}.100.1>", "kg:ordinal", "2")),
    ("A record has a document", "has no title", delete(f"<work/{W5}> dcterms:title ?x")),
    ("A mention has a name", "exactly one name", delete(f"{M1} kg:nameAsPrinted ?x")),
    ("A mention has a name", "exactly one person", delete(f"{M1} kg:refersTo ?x")),
    ("A mention has a name", "exactly one person", insert(f"{M1} kg:refersTo <person/{WEI}>")),
    ("A mention has a name", "place in its document", delete(f"{M1} oa:hasSelector ?x")),
    ("A mention has a name", "from 1", swap(M1, "kg:ordinal", "0")),
    ("A mention has a name", "", insert(f"{M1} prov:hadPrimarySource <document/{CV}>")),
    ("A printed organisation", "exactly one organisation", delete(f"<organisation-mention/{CV}.o20> kg:refersTo ?x")),
    ("A claim stands", "exactly one document", delete(f"<position/{CV}.p20> prov:hadPrimarySource ?x")),
    ("A text position", "not after its end", swap(f"<selector/{CV}.100>", "oa:start", "5000")),
    ("A text position", "exactly one end", delete(f"<selector/{CV}.100> oa:end ?x")),
    ("A fragment has a value", "exactly one value", delete(f"<selector/{BIB}.1> rdf:value ?x")),
    ("Every score", "from 0 to 1", swap(R1, "kg:score", "1.2e0")),
    ("Every score", "from 0 to 1", swap("<decision/1111111111111111>", "kg:threshold", "-1e-1")),
    ("A decision is about two", "other than its right", swap("<decision/1111111111111111>", "kg:left", M1)),
    (
        "A decision is about two",
        "same, different or unsure",
        swap("<decision/1111111111111111>", "kg:outcome", "kg:Perhaps"),
    ),
    ("A decision is about two", "has evidence", delete("<decision/1111111111111111> kg:hasEvidence ?x")),
    ("A decision is about two", "has evidence", delete("<decision/4444444444444444> prov:wasAssociatedWith ?x")),
    ("A piece of evidence", "exactly one weight", delete("<evidence/1111111111111111.SharedCoauthor.1> kg:weight ?x")),
    (
        "A piece of evidence",
        "exactly one decision",
        delete("?d kg:hasEvidence <evidence/1111111111111111.SharedCoauthor.1>"),
    ),
    ("A doubt has its decision", "no unsure decision", insert(f"<person/{ADA}> kg:candidateSameAs <person/{JUN}>")),
    ("A dataset says how large", "counts its triples", delete("<dataset> void:triples ?x")),
]


@pytest.fixture(scope="module")
def whole():
    return _store_of_tables(example_tables(), RunInfo(version="1"))


@pytest.fixture(scope="module")
def triples(whole):
    return list(whole)


def broken(triples, update):
    store = ox.Store()
    store.extend(triples)
    store.update(HEAD + update)
    return store


def test_the_example_conforms(whole):
    report = check(whole, "example")
    assert report.conforms, report.to_text()
    assert not report.skipped
    assert "conforms: every rule holds" in report.to_text()


@pytest.mark.parametrize(("rule", "message", "update"), BROKEN)
def test_each_rule_finds_what_breaks_it(triples, rule, message, update):
    before = ox.Store()
    before.extend(triples)
    store = broken(triples, update)
    assert set(store) != set(before), "the update changes nothing"
    report = check(store, "broken")
    found = [v for v in report.violations if v.rule.startswith(rule) and message in v.message]
    assert found, report.to_text()
    assert not report.conforms


def test_every_shape_is_broken_by_some_test():
    labels = [shape.label for shape in read_shapes()]
    assert [label for label in labels if not any(label.startswith(rule) for rule, _, _ in BROKEN)] == []


def test_a_violation_says_who_and_where_it_was_read(triples):
    report = check(broken(triples, delete(f"{A1} pro:isHeldBy ?x")), "broken")
    text = report.to_text()
    assert f"<{BASE}authorship/{W1}.1>" in text
    assert "said in seeds/" in text
    mention = check(broken(triples, delete(f"{M1} kg:refersTo ?x")), "broken").to_text()
    assert "“A. Lindqvist”" in mention
    assert "seeds/ada.md, characters 110–122 on page 1" in mention


def test_rules_about_sources_are_left_out_where_a_file_has_no_sources(tmp_path):
    write_turtle(example_tables(), tmp_path / "graph.ttl", run=RunInfo())
    report = validate(tmp_path / "graph.ttl")
    assert report.conforms, report.to_text()
    assert "A mention has a name, a place and a person" in report.skipped
    assert "left out" in report.to_text()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("none.ttl", None, "there is no such file"),
        ("graph.txt", "x", "'.txt' is no RDF suffix"),
        ("bad.ttl", "@prefix x: <http://x/> .\nx:a x:b .\n", r"bad\.ttl:2: cannot be read"),
        ("bad.rdf", "<a", "cannot be read"),
        ("bad.jsonld", "[", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, name, content, says):
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(GraphError, match=says):
        validate(tmp_path / name)


@pytest.mark.slow
def test_pyshacl_alone_finds_the_same_as_the_quick_way(triples):
    """The SPARQL constraints asked node by node, as pySHACL does it, and asked once for their whole target."""
    import pyshacl

    updates = [
        swap(A2, "pro:isHeldBy", f"<person/{ADA}>"),
        delete(f"{M1} kg:refersTo ?x"),
        insert(f"<work/{W1}> dcterms:creator <person/{JUN}>"),
        swap("<identifier/issn-2049-3630>", "literal:hasLiteralValue", '"2049-3631"'),
        insert("<organisation/o-north> org:unitOf <organisation/o-dept>"),
    ]
    store = broken(triples, updates[0])
    for update in updates[1:]:
        store.update(HEAD + update)
    data = rdflib.Graph().parse(store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()), format="nt")
    rules = rdflib.Graph().parse(folder("ontologies") / "shapes.ttl")
    _, results, _ = pyshacl.validate(data, shacl_graph=rules)
    slow = {
        (str(results.value(result, SH.focusNode)), str(results.value(result, SH.resultMessage)).partition("{")[0])
        for result in results.subjects(rdflib.RDF.type, SH.ValidationResult)
    }
    quick = {(violation.focus, violation.message) for violation in check(store, "broken").violations}
    assert {focus for focus, _ in slow} == {focus for focus, _ in quick}
    assert len(quick) >= len(updates)

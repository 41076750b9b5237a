import json
import socket

import pyoxigraph as ox
import pytest

import kg
from kg import extractors
from kg.errors import InputError
from kg.graph.vocab import PREFIXES

BIB = """@article{a, title={On Ordered Things}, author={Zeta, Zoe and Alpha, Ann and Mid, Max}, journal={J. Order},
 year={2001}, doi={10.1000/ORD.1}, volume={3}}
@inproceedings{b, title={A Second Talk}, author={Mid, Max and Zeta, Zoe}, booktitle={Order Conference}, year={2003}}
"""
BIBO = """@prefix bibo: <http://purl.org/ontology/bibo/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
<http://x.example/w> a bibo:AcademicArticle ; dct:title "A Title"@en ; bibo:authorList ( <#z> <#a> ) ; dct:date "1999" ;
  dct:isPartOf <#j> ; bibo:doi "10.1000/AB" .
<#z> foaf:givenName "Zoe" ; foaf:familyName "Zeta" . <#a> foaf:name "Ann Alpha" .
<#j> a bibo:Journal ; dct:title "The Journal" .
<http://x.example/untitled> a bibo:Article .
"""
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
DBLP = f"""<https://dblp.org/rec/a/b> <{TYPE}> <https://dblp.org/rdf/schema#Article> .
<https://dblp.org/rec/a/b> <https://dblp.org/rdf/schema#title> "Signed." .
this line is broken
<https://dblp.org/rec/a/b> <https://dblp.org/rdf/schema#yearOfPublication> "2011" .
<https://dblp.org/rec/a/b> <https://dblp.org/rdf/schema#publishedIn> "J. Signs" .
"""
SIGNATURES = "".join(
    f"_:s{n} <https://dblp.org/rdf/schema#signaturePublication> <https://dblp.org/rec/a/b> .\n"
    f"_:s{n} <https://dblp.org/rdf/schema#signatureCreator> <https://dblp.org/pid/a/{n}> .\n"
    f'_:s{n} <https://dblp.org/rdf/schema#signatureOrdinal> "{n}" .\n'
    f'<https://dblp.org/pid/a/{n}> <https://dblp.org/rdf/schema#primaryCreatorName> "{name}" .\n'
    for n, name in ((2, "Ann Alpha"), (1, "Wei Wang 0001"))
)
SCHEMA = {
    "@context": "https://schema.org",
    "@type": "ScholarlyArticle",
    "name": "Linked",
    "datePublished": "2020-05-01",
    "author": [
        {"@type": "Person", "name": "Zoe Zeta", "@id": "https://orcid.org/0000-0002-1825-0097"},
        {"@type": "Person", "name": "Ann Alpha", "affiliation": {"@type": "Organization", "name": "U. X"}},
    ],
    "isPartOf": {"@type": "Periodical", "name": "J. Links"},
    "sameAs": "https://doi.org/10.1000/LD",
}


def read(path):
    source = extractors.open_source(path)
    assert extractors.recognise(source).name == "rdf"
    batches = list(extractors.extract(source))
    return (
        [r for b in batches for r in b.tables["records"].to_pylist()],
        [m for b in batches for m in b.tables["mentions"].to_pylist()],
        [w for b in batches for w in b.warnings],
    )


def write(tmp_path, text, name="data.txt"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def own_graph(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    (folder / "works.bib").write_text(BIB, encoding="utf-8")
    kg.build([str(folder / "works.bib")], out=str(folder / "graph"))
    return folder / "graph" / "graph.ttl"


@pytest.mark.parametrize("kind", [None, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD])
def test_a_graph_that_kg_wrote_reads_back_with_works_authors_in_order_and_venues(own_graph, tmp_path, kind):
    path = own_graph
    if kind is not None:
        triples = [quad.triple for quad in ox.parse(path=str(own_graph), format=ox.RdfFormat.TURTLE)]
        path = tmp_path / "other"
        path.write_bytes(ox.serialize(triples, format=kind))
    records, names, warnings = read(path)
    told = {
        r["title"]: (r["venue"], r["year"], [m["name"] for m in names if m["record_id"] == r["record_id"]])
        for r in records
    }
    assert told == {
        "On Ordered Things": ("J. Order", 2001, ["Zoe Zeta", "Ann Alpha", "Max Mid"]),
        "A Second Talk": ("Order Conference", 2003, ["Max Mid", "Zoe Zeta"]),
    }
    article = next(r for r in records if r["title"] == "On Ordered Things")
    assert (article["kind"], article["volume"]) == ("article", "3")
    assert {"scheme": "doi", "value": "10.1000/ord.1"} in article["identifiers"]
    assert not warnings


CV = """Mira Quist

Education
2010-2014  PhD in Physics, University of Graz, advisor: Otto Lenz
2008       BSc in Physics, University of Graz

Positions
since 2015  Research Associate, Institute of Optics, TU Wien

Publications
M. Quist, O. Lenz. Light in narrow places. Optics Letters, 2013.
"""


def test_what_kg_wrote_is_built_again_with_the_same_people_works_and_memberships(tmp_path):
    (tmp_path / "cv.txt").write_text(CV, encoding="utf-8")
    (tmp_path / "works.bib").write_text(BIB, encoding="utf-8")
    first = kg.build([str(tmp_path / "cv.txt"), str(tmp_path / "works.bib")], out=str(tmp_path / "first"))
    second = kg.build([str(tmp_path / "first" / "graph.ttl")], out=str(tmp_path / "second"))

    def told(graph, text):
        prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
        return sorted(tuple(str(value) for value in row.values()) for row in graph.query(prefixes + text))

    people = "SELECT ?name { ?p a foaf:Person ; foaf:name ?name }"
    works = "SELECT ?title ?name { ?w dcterms:title ?title ; dcterms:creator/foaf:name ?name }"
    memberships = """SELECT ?name ?place ?kind ?role ?field ?begin ?end ?ongoing ?helper {
      ?m org:member/foaf:name ?name ; org:organization/foaf:name ?place ; org:role ?role .
      BIND(EXISTS { ?m a kg:Degree } AS ?kind)
      OPTIONAL { ?m kg:field ?field } OPTIONAL { ?m kg:ongoing ?ongoing } OPTIONAL { ?m kg:advisedBy/foaf:name ?helper }
      OPTIONAL { ?m org:memberDuring/time:hasBeginning/time:inXSDgYear ?begin }
      OPTIONAL { ?m org:memberDuring/time:hasEnd/time:inXSDgYear ?end } }"""
    units = "SELECT ?unit ?name { ?u foaf:name ?unit ; org:unitOf/foaf:name ?name }"
    assert len(told(first, memberships)) == 3
    for text in (people, works, memberships, units):
        assert told(first, text) == told(second, text)


def test_bibo_lists_keep_their_order_and_what_has_no_title_is_placed(tmp_path):
    records, names, warnings = read(write(tmp_path, BIBO))
    assert [(r["title"], r["venue"], r["year"]) for r in records] == [("A Title", "The Journal", 1999)]
    assert records[0]["identifiers"] == [{"scheme": "doi", "value": "10.1000/ab"}]
    assert [m["name"] for m in names] == ["Zeta, Zoe", "Ann Alpha"]
    assert "untitled has no title" in warnings[0].problem


def test_dblp_signatures_and_a_broken_line_among_good_ones(tmp_path):
    records, names, warnings = read(write(tmp_path, DBLP + SIGNATURES))
    assert [(r["title"], r["venue"], r["year"]) for r in records] == [("Signed", "J. Signs", 2011)]
    assert [(m["name"], m["cluster_claim"]) for m in names] == [
        ("Wei Wang", "dblp:Wei Wang 0001"),
        ("Ann Alpha", "dblp:a/2"),
    ]
    assert len(warnings) == 1 and warnings[0].where == "line 3"


def test_schema_org_json_ld_without_the_network(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("the network was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    said = [SCHEMA, {"@context": "https://contexts.example/x.jsonld", "@type": "Thing", "name": "y"}]
    records, names, warnings = read(write(tmp_path, json.dumps(said)))
    assert [(r["title"], r["venue"], r["date"]) for r in records] == [("Linked", "J. Links", "2020-05-01")]
    assert records[0]["identifiers"] == [{"scheme": "doi", "value": "10.1000/ld"}]
    assert [(m["name"], m["affiliations"]) for m in names] == [("Zoe Zeta", []), ("Ann Alpha", ["U. X"])]
    assert names[0]["identifiers"] == [{"scheme": "orcid", "value": "0000-0002-1825-0097"}]
    assert ["contexts.example" in w.problem and "not fetched" in w.problem for w in warnings] == [True]


def test_turtle_that_breaks_off_gives_what_came_before(tmp_path):
    records, _, warnings = read(write(tmp_path, BIBO.split("<http://x.example/untitled>")[0] + "<http://x"))
    assert len(records) == 1 and "broken here" in warnings[0].problem


@pytest.mark.parametrize("entity", ['<!ENTITY a "aa"><!ENTITY b "&a;&a;">', '<!ENTITY a SYSTEM "file:///etc/passwd">'])
def test_entities_of_entities_or_from_outside_are_refused(tmp_path, entity):
    text = f'<?xml version="1.0"?><!DOCTYPE rdf:RDF [{entity}]><rdf:RDF xmlns:rdf="http://x.example/"></rdf:RDF>'
    with pytest.raises(InputError):
        read(write(tmp_path, text))


def test_a_page_with_a_licence_in_rdf_is_a_page(tmp_path):
    text = '<?xml version="1.0"?><html><body><!-- <rdf:RDF xmlns="x"></rdf:RDF> --><h1>Ann Alpha</h1></body></html>'
    assert extractors.recognise(extractors.open_source(write(tmp_path, text))).name == "document"

import re
from pathlib import Path

import pytest
import rdflib
from example import example_tables
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS

from kg.graph import vocab
from kg.graph.blocks import RunInfo, WriteOptions
from kg.graph.writer import write_nquads
from kg.resources import folder

KG = rdflib.Namespace(vocab.KG)
ROOM = Path(__file__).parents[2] / "kg" / "graph"
WRITERS = [ROOM / f"{name}.py" for name in ("vocab", "blocks", "resolved", "provenance", "decisions", "dataset")]


@pytest.fixture(scope="module")
def ontology():
    return rdflib.Graph().parse(folder("ontologies") / "kg.ttl")


@pytest.fixture(scope="module")
def shapes():
    return rdflib.Graph().parse(folder("ontologies") / "shapes.ttl")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    path = tmp_path_factory.mktemp("graph") / "graph.nq"
    run = RunInfo(version="1", configuration="a", started="2026-01-01T00:00:00Z")
    write_nquads(example_tables(), path, run=run, options=WriteOptions(email_hashes=True, abstracts=True))
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(path, format="nquads")
    return dataset


def declared(ontology):
    return {term for term in ontology.subjects(RDF.type) if str(term).startswith(vocab.KG)}


def names_in_sources():
    """Every "kg:name" that the writers can write."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in WRITERS)
    names = set(re.findall(r'"kg:([A-Za-z][A-Za-z0-9]*)"', text))
    return names | {"titleSelector", "venueSelector", *vocab.ROLES, *vocab.DEGREE_TYPES, *vocab.FEATURES}


def test_every_term_used_in_data_is_declared(ontology, data):
    used = {
        term
        for subject, predicate, value, graph in data.quads()
        for term in (subject, predicate, value, graph)
        if isinstance(term, rdflib.URIRef) and str(term).startswith(vocab.KG) and str(term) != vocab.KG
    }
    assert used - declared(ontology) == set()


def test_every_term_that_the_code_names_is_declared(ontology):
    assert {name for name in names_in_sources() if KG[name] not in declared(ontology)} == set()


def test_every_declared_term_can_be_written_or_holds_concepts(ontology):
    schemes = set(ontology.subjects(RDF.type, SKOS.ConceptScheme))
    unused = {str(t).removeprefix(vocab.KG) for t in declared(ontology) - schemes} - names_in_sources()
    assert unused == set()


def test_every_term_has_one_label_and_one_comment(ontology):
    for term in declared(ontology):
        assert len(list(ontology.objects(term, RDFS.label))) == 1, term
        words = [*ontology.objects(term, RDFS.comment), *ontology.objects(term, SKOS.definition)]
        assert len(words) == 1, term
        assert str(words[0]).strip().endswith("."), term


def test_every_property_has_a_domain_and_a_range(ontology):
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    for term in {term for kind in kinds for term in ontology.subjects(RDF.type, kind)}:
        assert ontology.value(term, RDFS.domain) is not None, term
        assert ontology.value(term, RDFS.range) is not None, term


def test_datatype_and_object_properties_are_what_the_data_shows(ontology, data):
    for _, predicate, value, _ in data.quads():
        if str(predicate).startswith(vocab.KG):
            kind = OWL.DatatypeProperty if isinstance(value, rdflib.Literal) else OWL.ObjectProperty
            assert (predicate, RDF.type, kind) in ontology, predicate


def test_nothing_of_ours_dangles(ontology, shapes):
    known = declared(ontology)
    for graph in (ontology, shapes):
        terms = {term for triple in graph for term in triple if isinstance(term, rdflib.URIRef)}
        dangling = {term for term in terms if str(term).startswith(vocab.KG) and str(term) != vocab.KG} - known
        assert dangling == set()


def test_classes_have_no_circles(ontology):
    for term in ontology.subjects(RDF.type, OWL.Class):
        above = set(ontology.transitive_objects(term, RDFS.subClassOf)) - {term}
        assert all(term not in ontology.transitive_objects(other, RDFS.subClassOf) for other in above), term


def test_every_shape_and_constraint_has_words(shapes):
    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        assert shapes.value(shape, RDFS.label) is not None, shape
    for part in [*shapes.objects(None, SH.property), *shapes.objects(None, SH.sparql)]:
        assert shapes.value(part, SH.message) is not None


def test_the_roles_that_the_resolver_gives_are_those_of_the_ontology():
    from kg.resolver.roles import DEGREES, ROLE_NAMES

    assert {"OtherRole" if name == "Other" else name for name in ROLE_NAMES} == set(vocab.ROLES)
    assert {name for name, _ in DEGREES} | {"OtherDegree"} == set(vocab.DEGREE_TYPES)

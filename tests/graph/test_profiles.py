import pyoxigraph as ox
import pytest
from example import ADA, BIB, EVA, UNKNOWN_KIM, W1, W4, WEI, example_tables

from kg.errors import OutputError, QueryError
from kg.graph.export import ExportOptions, export
from kg.graph.profiles import PROFILES
from kg.graph.validate import validate
from kg.graph.vocab import BASE, PROFILE_PREFIXES, expand

# (profile, subject, property, object): what a tool made for that model looks for.
EXPECTED = [
    ("dblp", f"person/{ADA}", "rdf:type", "dblp:Person"),
    ("dblp", f"person/{UNKNOWN_KIM}", "rdf:type", "dblp:AmbiguousCreator"),
    ("dblp", f"person/{UNKNOWN_KIM}", "rdf:type", "dblp:Creator"),
    ("dblp", f"work/{W1}", "dblp:authoredBy", f"person/{ADA}"),
    ("dblp", f"work/{W1}", "dblp:editedBy", f"person/{BIB}.1.e1"),
    ("dblp", f"work/{W1}", "rdf:type", "dblp:Inproceedings"),
    ("dblp", f"work/{W4}", "rdf:type", "dblp:Article"),
    ("dblp", f"work/{W1}", "dblp:hasSignature", f"authorship/{W1}.2"),
    ("dblp", f"authorship/{W1}.2", "dblp:signatureOrdinal", "2"),
    ("dblp", f"authorship/{W1}.2", "dblp:signatureCreator", f"person/{WEI}"),
    ("dblp", f"authorship/{W1}.2", "dblp:signatureDblpName", "W. Chen"),
    ("dblp", "venue/v-icgs", "rdf:type", "dblp:Conference"),
    ("schema", f"person/{ADA}", "rdf:type", "schema:Person"),
    ("schema", f"person/{ADA}", "schema:familyName", "Lindqvist"),
    ("schema", f"work/{W1}", "schema:author", f"person/{ADA}"),
    ("schema", f"authorship/{W1}.3", "schema:position", "3"),
    ("schema", "organisation/o-dept", "schema:parentOrganization", "organisation/o-north"),
    ("semopenalex", f"work/{W1}", "soa:hasAuthorship", f"authorship/{W1}.1"),
    ("semopenalex", f"authorship/{W1}.1", "soa:position", "1"),
    ("semopenalex", f"person/{ADA}", "rdf:type", "soa:Author"),
    ("semopenalex", "organisation/o-north", "rdf:type", "soa:Institution"),
    ("vivo", f"authorship/{W1}.1", "vivo:rank", "1"),
    ("vivo", f"authorship/{W1}.1", "vivo:relates", f"person/{ADA}"),
    ("vivo", f"authorship/{W1}.1", "vivo:relates", f"work/{W1}"),
    ("vivo", f"person/{ADA}", "vivo:relatedBy", f"authorship/{W1}.1"),
    ("vivo", f"work/{W4}", "rdf:type", "bibo:AcademicArticle"),
    ("ocdm", f"work/{W1}", "pro:isDocumentContextFor", f"authorship/{W1}.1"),
    ("ocdm", f"authorship/{W1}.1", "oco:hasNext", f"authorship/{W1}.2"),
    ("ocdm", f"authorship/{W1}.2", "oco:hasNext", f"authorship/{W1}.3"),
    ("ocdm", f"authorship/{W1}.1", "rdf:type", "pro:RoleInTime"),
    ("ocdm", f"person/{EVA}", "rdf:type", "foaf:Agent"),
]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("profiles")
    made = {name: folder / f"{name}.ttl" for name in PROFILES}
    for name, path in made.items():
        export(example_tables(), path, options=ExportOptions(profile=name))
    export(example_tables(), folder / "plain.ttl")
    return made | {"": folder / "plain.ttl"}


def triples(path):
    """(subject, predicate, object) as plain texts."""
    quads = ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    return {(quad.subject.value, quad.predicate.value, quad.object.value) for quad in quads}


def full(name):
    if ":" in name:
        return expand(name)
    return BASE + name if "/" in name else name


@pytest.mark.parametrize(("profile", "subject", "predicate", "value"), EXPECTED)
def test_a_profile_says_what_its_model_looks_for(files, profile, subject, predicate, value):
    assert (full(subject), full(predicate), full(value)) in triples(files[profile])


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_takes_nothing_away_and_adds_only_terms_of_known_models(files, profile):
    plain, more = triples(files[""]), triples(files[profile])
    assert plain < more
    known = tuple(PROFILE_PREFIXES[profile].values()) + tuple(
        expand(f"{p}:") for p in ("schema", "pro", "fabio", "prism")
    )
    allowed = (*known, expand("foaf:"), expand("rdfs:label"), expand("rdf:type"), expand("dcterms:title"))
    assert {predicate for _, predicate, _ in more - plain if not predicate.startswith(allowed)} == set()


@pytest.mark.parametrize("profile", PROFILES)
def test_a_graph_with_a_profile_still_holds_to_the_shapes(files, profile):
    report = validate(files[profile])
    assert report.conforms, report.to_text()


def test_the_chain_of_authors_ends_and_does_not_reach_the_editors(files):
    following = {s: o for s, p, o in triples(files["ocdm"]) if p == expand("oco:hasNext")}
    assert BASE + f"authorship/{W1}.3" not in following
    assert not any(".e1" in name for pair in following.items() for name in pair)


def test_an_unknown_profile_lists_the_known_ones(tmp_path):
    with pytest.raises(QueryError, match="there is no such profile; use one of dblp, schema"):
        export(example_tables(), tmp_path / "x.ttl", options=ExportOptions(profile="marc"))
    assert list(tmp_path.iterdir()) == []


def test_a_format_without_terms_says_which_formats_have_them(tmp_path):
    with pytest.raises(OutputError, match=r"\.bib has no terms that a profile could add to; leave --profile out"):
        export(example_tables(), tmp_path / "x.bib", options=ExportOptions(profile="dblp"))

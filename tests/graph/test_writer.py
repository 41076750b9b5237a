import pyarrow as pa
import pyoxigraph as ox
import pytest
import rdflib
from example import ADA, BIB, CV, EVA, JUN, NASTY, ODD, UNKNOWN_KIM, W1, W2, W4, WEI, example_tables, table
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import schemas
from kg.errors import GraphError, OutputError
from kg.graph.blocks import RunInfo, WriteOptions
from kg.graph.export import ExportOptions, export
from kg.graph.terms import escape, safe_id, safe_iri
from kg.graph.vocab import BASE, expand
from kg.graph.writer import write_nquads

RUN = RunInfo(version="0.1.0", configuration="abc", started="2026-01-01T00:00:00Z", licence="https://example.org/l")


def written(tables, path, **options):
    counts = write_nquads(tables, path, run=RUN, options=WriteOptions(**options))
    return counts, list(ox.parse(path=path, format=ox.RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def quads(tmp_path_factory):
    return written(example_tables(), tmp_path_factory.mktemp("graph") / "graph.nq", email_hashes=True, abstracts=True)


@pytest.fixture(scope="module")
def facts(quads):
    """(graph, subject, predicate, object) in short: instances by kind/id, terms as CURIEs in full, literals as text."""
    return {
        (q.graph_name.value, q.subject.value.removeprefix(BASE), q.predicate.value, q.object.value.removeprefix(BASE))
        for q in quads[1]
    }


GRAPHS = {"resolved": expand("kg:resolved"), "provenance": expand("kg:provenance"), "decisions": expand("kg:decisions")}
GRAPHS |= {"cv": f"{BASE}document/{CV}", "bib": f"{BASE}document/{BIB}"}
R, M = f"record/{CV}.100", f"mention/{CV}.100.1"
DEGREE = f"membership/{CV}.p20"
STATED = [
    ("provenance", f"document/{CV}", "dcterms:identifier", "seeds/ada.md"),
    ("provenance", f"document/{CV}", "foaf:primaryTopic", f"person/{ADA}"),
    ("provenance", f"document/{CV}", "rdf:type", "schema:DigitalDocument"),
    ("provenance", R, "prov:hadPrimarySource", f"document/{CV}"),
    ("provenance", R, "kg:describes", f"work/{W1}"),
    ("provenance", R, "kg:titleAsPrinted", "Graphs of People"),
    ("provenance", R, "kg:yearAsPrinted", "2019"),
    ("provenance", R, "kg:venueAsPrinted", "Proc. of ICGS 2019"),
    ("provenance", R, "kg:score", "0.93"),
    ("provenance", R, "kg:affiliationAsPrinted", "Nordic Lab"),
    ("provenance", f"record/{CV}.300", "kg:gapAfter", "2"),
    ("provenance", f"record/{BIB}.2", "dcterms:identifier", "odd{key}"),
    ("provenance", f"selector/{CV}.100", "oa:start", "100"),
    ("provenance", f"selector/{CV}.100", "oa:end", "190"),
    ("provenance", f"selector/{CV}.100", "kg:page", "1"),
    ("provenance", f"selector/{CV}.100.title", "oa:start", "130"),
    ("provenance", f"selector/{CV}.100.venue", "oa:end", "188"),
    ("provenance", f"selector/{BIB}.1", "rdf:value", "record=1"),
    ("provenance", f"selector/{BIB}.1", "rdf:type", "oa:FragmentSelector"),
    ("provenance", M, "kg:inRecord", R),
    ("provenance", M, "kg:ordinal", "1"),
    ("provenance", M, "kg:nameAsPrinted", "A. Lindqvist"),
    ("provenance", M, "kg:refersTo", f"person/{ADA}"),
    ("provenance", M, "kg:equalContribution", "true"),
    ("provenance", M, "kg:emailHash", "ab" * 32),
    ("provenance", f"mention/{CV}.m2", "prov:hadPrimarySource", f"document/{CV}"),
    ("provenance", f"mention/{CV}.m2", "kg:mentionRole", "kg:Subject"),
    ("provenance", f"mention/{CV}.m60", "kg:mentionRole", "kg:Adviser"),
    ("provenance", f"mention/{BIB}.1.e1", "kg:mentionRole", "kg:Editor"),
    ("provenance", f"mention/{BIB}.1.2", "kg:clusterClaim", "dblp:Wei Chen 0007"),
    ("provenance", f"mention/{BIB}.1.1", "datacite:hasIdentifier", "identifier/orcid-0000-0002-1825-0097"),
    ("provenance", f"organisation-mention/{CV}.o20", "kg:refersTo", "organisation/o-dept"),
    ("provenance", f"organisation-mention/{CV}.o20", "kg:unitOfMention", f"organisation-mention/{CV}.o35"),
    ("provenance", f"position/{CV}.p20", "kg:claimant", f"mention/{CV}.m2"),
    ("provenance", f"position/{CV}.p20", "kg:claimKind", "kg:DegreeStatement"),
    ("provenance", "dataset", "dcterms:license", "https://example.org/l"),
    ("provenance", "dataset", "prov:wasGeneratedBy", "run/abc"),
    ("provenance", "run/abc", "prov:startedAtTime", "2026-01-01T00:00:00Z"),
    ("cv", R, "kg:titleAsPrinted", "Graphs of People"),
    ("cv", f"record/{CV}.500", "kg:claimedStatus", "kg:Submitted"),
    ("cv", f"record/{CV}.500", "kg:submittedToAsPrinted", "Journal of Names"),
    ("cv", f"record/{CV}.500", "kg:depositedInAsPrinted", "arXiv"),
    ("cv", f"mention/{CV}.m2", "foaf:homepage", "https://ada.example.org/~ada"),
    ("cv", R, "foaf:page", "https://example.org/a%20b.pdf"),
    ("bib", f"record/{BIB}.1", "dcterms:abstract", "We walk."),
    ("bib", f"record/{BIB}.1", "prism:keyword", "people"),
    ("bib", f"record/{BIB}.1", "dcterms:issued", "2019-07-14"),
    ("resolved", f"work/{W1}", "rdf:type", "fabio:ConferencePaper"),
    ("resolved", f"work/{W1}", "dcterms:title", "Graphs of People"),
    ("resolved", f"work/{W1}", "kg:alternativeTitle", "Graphs of people"),
    ("resolved", f"work/{W1}", "fabio:hasPublicationYear", "2019"),
    ("resolved", f"work/{W1}", "frbr:partOf", "venue/v-icgs"),
    ("resolved", f"work/{W1}", "kg:inEdition", "edition/v-icgs.2019"),
    ("resolved", "edition/v-icgs.2019", "frbr:partOf", "venue/v-icgs"),
    ("resolved", "edition/v-icgs.2019", "skos:altLabel", "ICGS 2019"),
    ("resolved", f"work/{W1}", "dcterms:creator", f"person/{WEI}"),
    ("resolved", f"work/{W1}", "schema:editor", f"person/{BIB}.1.e1"),
    ("resolved", f"work/{W1}", "owl:sameAs", "https://doi.org/10.1000/graph.2019.(1)%3Ca%3E"),
    ("resolved", f"work/{W2}", "kg:authorListComplete", "false"),
    ("resolved", f"work/{W2}", "kg:relatedVersion", f"work/{W1}"),
    ("resolved", f"work/{W4}", "dcterms:creator", f"person/{ADA}"),
    ("resolved", f"work/{W4}", "kg:impliedBy", f"mention/{CV}.m2"),
    ("resolved", f"authorship/{W1}.2", "kg:madeOf", f"mention/{BIB}.1.2"),
    ("resolved", f"authorship/{W1}.2", "kg:affiliatedWith", "organisation/o-lab"),
    ("resolved", f"authorship/{W1}.e1", "pro:withRole", "pro:editor"),
    ("resolved", f"person/{ADA}", "owl:sameAs", "https://orcid.org/0000-0002-1825-0097"),
    ("resolved", f"person/{ADA}", "owl:sameAs", "https://dblp.org/pid/12/3456"),
    ("resolved", f"person/{ADA}", "skos:altLabel", "Lindqvist, Ada"),
    ("resolved", f"person/{JUN}", "kg:coAuthorWith", f"person/{ADA}"),
    ("resolved", f"person/{ADA}", "kg:coAuthorWith", f"person/{JUN}"),
    ("resolved", f"person/{UNKNOWN_KIM}", "rdf:type", "kg:AmbiguousPerson"),
    ("resolved", f"person/{UNKNOWN_KIM}", "kg:possiblePerson", f"person/{JUN}"),
    ("resolved", f"person/{ODD}", "foaf:name", NASTY),
    ("resolved", "venue/v-walks", "kg:coLocatedWith", "venue/v-icgs"),
    ("resolved", "venue/v-arxiv", "rdf:type", "kg:PreprintServer"),
    ("resolved", "organisation/o-dept", "org:unitOf", "organisation/o-north"),
    ("resolved", "organisation/o-dept", "rdf:type", "org:OrganizationalUnit"),
    ("resolved", DEGREE, "rdf:type", "kg:Degree"),
    ("resolved", DEGREE, "rdf:type", "org:Membership"),
    ("resolved", DEGREE, "kg:degreeType", "kg:Doctorate"),
    ("resolved", DEGREE, "kg:advisedBy", f"person/{EVA}"),
    ("resolved", DEGREE, "org:role", "kg:PhDStudent"),
    ("resolved", DEGREE, "prov:wasDerivedFrom", f"mention/{CV}.m2"),
    ("resolved", f"instant/{CV}.p20.begin", "time:inXSDgYearMonth", "2014-09"),
    ("resolved", f"instant/{CV}.p20.end", "time:inXSDgYear", "2018"),
    ("resolved", f"instant/{CV}.p70.begin", "time:inXSDDate", "2019-01-15"),
    ("resolved", f"membership/{CV}.p70", "kg:ongoing", "true"),
    ("resolved", f"membership/{CV}.p70", "kg:supervisedBy", f"person/{WEI}"),
    ("resolved", f"membership/{CV}.p180", "kg:evidenceYear", "2019"),
    ("resolved", f"membership/{CV}.p180", "prov:wasDerivedFrom", f"record/{CV}.100"),
    ("resolved", f"person/{CV}.100.1", "dcterms:isReplacedBy", f"person/{ADA}"),
    ("decisions", "decision/1111111111111111", "kg:left", f"mention/{BIB}.1.1"),
    ("decisions", "decision/5555555555555555", "kg:right", f"record/{CV}.100"),
    ("decisions", "decision/1111111111111111", "kg:score", "0.982"),
    ("decisions", "decision/3333333333333333", "kg:revertedBy", "decision/4444444444444444"),
    ("decisions", "decision/3333333333333333", "prov:invalidatedAtTime", "2026-03-01T09:00:00Z"),
    ("decisions", "decision/4444444444444444", "prov:wasAssociatedWith", "agent/curator%3Ajane"),
    ("decisions", "agent/curator%3Ajane", "rdf:type", "prov:Person"),
    ("decisions", "decision/1111111111111111", "kg:hasEvidence", "evidence/1111111111111111.SharedCoauthor.1"),
    ("decisions", "evidence/1111111111111111.SharedCoauthor.1", "kg:object", f"person/{EVA}"),
    ("decisions", "evidence/1111111111111111.SharedCoauthor.1", "kg:weight", "3.1"),
    ("decisions", "evidence/1111111111111111.SharedCoauthor.1", "prov:wasDerivedFrom", f"record/{BIB}.1"),
    ("decisions", f"person/{WEI}", "kg:candidateSameAs", f"person/{BIB}.3.1"),
    ("decisions", "decision/2222222222222222", "kg:concerns", f"person/{WEI}"),
    ("decisions", f"person/{UNKNOWN_KIM}", "owl:differentFrom", f"person/{JUN}"),
]


def full(name):
    head = name.partition(":")[0]
    is_term = ":" in name and head in {"kg", "rdf", "schema", "fabio", "org", "oa", "pro", "prov"} and " " not in name
    return expand(name) if is_term else name


@pytest.mark.parametrize(("graph", "subject", "predicate", "value"), STATED)
def test_the_tables_say(facts, graph, subject, predicate, value):
    assert (GRAPHS[graph], subject, expand(predicate), full(value)) in facts


def test_the_count_per_graph_is_the_number_of_different_quads(quads):
    counts, parsed = quads
    assert sum(counts.values()) == len(set(parsed)) == len(parsed)


def test_the_description_counts_its_own_triples_too(quads):
    _, parsed = quads
    said = {q.subject.value: int(q.object.value) for q in parsed if q.predicate.value == expand("void:triples")}
    assert said[BASE + "dataset"] == len(parsed)
    for name in ("resolved", "provenance", "decisions"):
        assert said[f"{BASE}dataset/{name}"] == sum(q.graph_name.value == GRAPHS[name] for q in parsed)


def test_the_description_counts_the_things_of_each_class(quads):
    _, parsed = quads
    classes = {q.subject.value: q.object.value for q in parsed if q.predicate.value == expand("void:class")}
    numbers = {q.subject.value: int(q.object.value) for q in parsed if q.predicate.value == expand("void:entities")}
    types = [(q.subject.value, q.object.value) for q in parsed if q.predicate.value == expand("rdf:type")]
    assert classes
    for part, class_ in classes.items():
        assert numbers[part] == len({subject for subject, kind in types if kind == class_}), class_


def test_describes_and_refers_to_are_stated_once_in_the_provenance(quads):
    for name in ("kg:describes", "kg:refersTo"):
        graphs = [q.graph_name.value for q in quads[1] if q.predicate.value == expand(name)]
        assert set(graphs) == {GRAPHS["provenance"]}
        subjects = [q.subject for q in quads[1] if q.predicate.value == expand(name)]
        assert len(subjects) == len(set(subjects))


def test_an_implied_author_has_no_authorship(facts):
    ordinals = {s for _, s, p, _ in facts if p == expand("kg:ordinal") and s.startswith("authorship/")}
    typed = {s for _, s, p, o in facts if p == expand("rdf:type") and o == expand("kg:Authorship")}
    assert typed == ordinals


def test_a_replaced_iri_says_nothing_else_in_the_resolved_graph(facts):
    replaced = {s for _, s, p, _ in facts if p == expand("dcterms:isReplacedBy")}
    said = {(s, p) for g, s, p, _ in facts if g == GRAPHS["resolved"] and s in replaced}
    assert {p for _, p in said} == {expand("dcterms:isReplacedBy")}


def test_what_cannot_be_an_address_is_left_out(facts):
    pages = {o for _, _, p, o in facts if p in (expand("foaf:page"), expand("foaf:homepage"))}
    assert pages == {"https://example.org/a%20b.pdf", "https://example.org/paper", "https://ada.example.org/~ada"}


def test_mail_hashes_and_abstracts_are_written_only_on_request(tmp_path):
    predicates = {q.predicate.value for q in written(example_tables(), tmp_path / "graph.nq")[1]}
    assert not predicates & {expand("kg:emailHash"), expand("dcterms:abstract")}


def test_the_documents_graphs_can_be_left_out(tmp_path):
    counts, parsed = written(example_tables(), tmp_path / "graph.nq", document_graphs=False)
    assert counts["documents"] == 0
    assert {q.graph_name.value for q in parsed} == {GRAPHS[name] for name in ("resolved", "provenance", "decisions")}


def test_another_base_names_all_instances(tmp_path):
    write_nquads(example_tables(), tmp_path / "graph.nq", run=RunInfo(base="https://example.org/x/"))
    text = (tmp_path / "graph.nq").read_text()
    assert "https://w3id.org/kg/id/" not in text
    assert "<https://example.org/x/person/" in text


def test_the_order_of_the_rows_changes_the_order_of_the_lines_only(tmp_path):
    tables = example_tables()
    turned = {name: rows.take(list(reversed(range(rows.num_rows)))) for name, rows in tables.items()}
    assert set(written(tables, tmp_path / "a.nq")[1]) == set(written(turned, tmp_path / "b.nq")[1])


def test_no_tables_give_a_description_and_nothing_else(tmp_path):
    counts, parsed = written({}, tmp_path / "graph.nq")
    assert counts["kg:resolved"] == counts["kg:decisions"] == 0
    assert {q.subject.value for q in parsed} >= {BASE + "dataset"}


def test_missing_columns_are_empty_and_other_string_types_are_taken(tmp_path):
    people = pa.table({"person_id": pa.array(["a"], pa.large_string()), "name": pa.array(["Ann"]).dictionary_encode()})
    counts, parsed = written({"people": people}, tmp_path / "graph.nq")
    assert counts["kg:resolved"] == 2
    assert any(q.object.value == "Ann" for q in parsed)


def test_a_column_of_the_wrong_type_is_named(tmp_path):
    works = pa.table({"work_id": ["a"], "year": ["soon"]})
    with pytest.raises(GraphError, match=r"table works: column 'year' is string, not int32"):
        write_nquads({"works": works}, tmp_path / "graph.nq", run=RUN)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"graph\.nq: cannot be written"):
        write_nquads({}, tmp_path / "file" / "graph.nq", run=RUN)


def test_an_interrupted_writer_leaves_the_last_good_file(tmp_path):
    (tmp_path / "graph.nq").write_text("good")
    broken = example_tables() | {"evidence": pa.table({"weight": ["heavy"]})}  # the last table that is read
    with pytest.raises(GraphError):
        write_nquads(broken, tmp_path / "graph.nq", run=RUN)
    assert [path.name for path in tmp_path.iterdir()] == ["graph.nq"]
    assert (tmp_path / "graph.nq").read_text() == "good"


def broken_string(data):
    """An Arrow string that is no UTF-8, as a library in another language may hand it over."""
    buffers = [None, pa.py_buffer(bytes([0, 0, 0, 0, len(data), 0, 0, 0])), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.string(), 1, buffers)


@pytest.mark.parametrize("data", [b"a\xed\xa0\x80z", b"a\xffz", b"a\xc3"])
def test_bytes_that_are_no_utf8_become_replacement_characters(tmp_path, data):
    people = pa.table({"person_id": ["a"], "name": broken_string(data)})
    _, parsed = written({"people": people}, tmp_path / "graph.nq")
    name = next(q.object.value for q in parsed if q.predicate.value == expand("foaf:name"))
    assert name == data.decode("utf-8", "replace")


def test_a_list_with_bytes_that_are_no_utf8_is_named(tmp_path):
    names = pa.ListArray.from_arrays(pa.array([0, 1], pa.int32()), broken_string(b"\xff"))
    with pytest.raises(GraphError, match="column 'alternative_names' is damaged"):
        write_nquads({"people": pa.table({"person_id": ["a"], "alternative_names": names})}, tmp_path / "g.nq", run=RUN)


def people(names, ids):
    rows = [
        {"person_id": i, "name": n, "alternative_names": [n], "homepage": n, "ambiguous": False}
        for n, i in zip(names, ids, strict=True)
    ]
    return {"people": table("people", rows)}


ANY_TEXTS = st.lists(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=10, max_size=30, unique=True
)


@settings(max_examples=8, deadline=None)
@given(ANY_TEXTS)
def test_every_name_comes_back_letter_by_letter(tmp_path_factory, names):
    path = tmp_path_factory.mktemp("any") / "graph.nq"
    _, parsed = written(people(names, [f"p{n}" for n in range(len(names))]), path)
    found = {q.subject.value: q.object.value for q in parsed if q.predicate.value == expand("foaf:name")}
    assert [found[f"{RUN.base}person/p{n}"] for n in range(len(names))] == names


@settings(max_examples=8, deadline=None)
@given(ANY_TEXTS)
def test_every_id_gives_a_valid_iri_of_its_own(tmp_path_factory, ids):
    path = tmp_path_factory.mktemp("any") / "graph.nq"
    _, parsed = written(people(["x"] * len(ids), ids), path)
    assert len({q.subject.value for q in parsed if q.predicate.value == expand("foaf:name")}) == len(ids)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(), st.from_regex(r"https?://.{1,40}", fullmatch=True)))
def test_an_address_becomes_a_valid_iri_or_nothing(address):
    iri = safe_iri(address.encode("utf-8", "ignore").decode())
    assert iri is None or ox.NamedNode(iri).value == iri


def rdflib_value(term):
    return term.toPython() if isinstance(term, rdflib.Literal) and term.datatype else str(term)


def oxigraph_value(term):
    if isinstance(term, ox.Literal) and term.datatype.value != expand("xsd:string"):
        return rdflib.Literal(term.value, datatype=term.datatype.value).toPython()
    return term.value


def test_rdflib_reads_the_same_quads_as_oxigraph(tmp_path):
    _, parsed = written(example_tables(), tmp_path / "graph.nq")
    dataset = rdflib.Dataset()
    dataset.parse(tmp_path / "graph.nq", format="nquads")
    # rdflib writes numbers and times in another form ("1.0" for "1"): they are compared by value.
    ours = {(str(s), str(p), rdflib_value(o), str(g)) for s, p, o, g in dataset.quads()}
    theirs = {(q.subject.value, q.predicate.value, oxigraph_value(q.object), q.graph_name.value) for q in parsed}
    assert ours == theirs


@pytest.mark.parametrize(
    ("date", "property_", "value"),
    [
        ("2014", "time:inXSDgYear", "2014"),
        ("2014-08", "time:inXSDgYearMonth", "2014-08"),
        ("2014-08-31", "time:inXSDDate", "2014-08-31"),
        ("2015-02-30", "time:inXSDgYearMonth", "2015-02"),
        ("2014-13", "time:inXSDgYear", "2014"),
        ("soon", None, None),
        ("", None, None),
    ],
)
def test_dates_keep_their_precision_and_lose_what_is_no_date(tmp_path, date, property_, value):
    row = {"membership_id": "m", "person_id": "p", "organisation_id": "o", "kind": "position", "begin_date": date}
    _, parsed = written({"memberships": table("memberships", [row])}, tmp_path / "graph.nq")
    found = {(q.predicate.value, q.object.value) for q in parsed if "inXSD" in q.predicate.value}
    assert found == ({(expand(property_), value)} if property_ else set())
    has_interval = any(q.predicate.value == expand("org:memberDuring") for q in parsed)
    assert has_interval is (property_ is not None)


def test_numbers_that_are_none_are_left_out(tmp_path):
    rows = [{"decision_id": str(n), "score": score} for n, score in enumerate([float("nan"), float("inf"), 0.0, 1e-7])]
    _, parsed = written({"decisions": table("decisions", rows)}, tmp_path / "graph.nq")
    scores = {float(q.object.value) for q in parsed if q.predicate.value == expand("kg:score")}
    assert scores == {float("inf"), 0.0, 1e-7}


def test_ids_with_a_second_thing_at_one_place_keep_their_kind(tmp_path):
    rows = [{"decision_id": "1", "left_id": f"{CV}.100-2", "right_id": f"{CV}.100-2.1"}]
    rows += [{"decision_id": "2", "left_id": f"{CV}.o4-2", "right_id": f"{CV}.p7-2"}]
    _, parsed = written({"decisions": table("decisions", rows)}, tmp_path / "graph.nq")
    sides = {q.object.value.removeprefix(BASE).split("/")[0] for q in parsed if q.predicate.value == expand("kg:left")}
    assert sides == {"record", "organisation-mention"}
    sides = {q.object.value.removeprefix(BASE).split("/")[0] for q in parsed if q.predicate.value == expand("kg:right")}
    assert sides == {"mention", "position"}


def test_escape_and_safe_id_by_hand():
    assert escape('a"b\\c\nd\x00') == 'a\\"b\\\\c\\nd\\u0000'
    assert (safe_id(".."), safe_id("a/b ü")) == ("%2E%2E", "a%2Fb%20%C3%BC")


@pytest.mark.parametrize("suffix", ["ttl", "nq", "nt", "trig"])
def test_rdf_1_2_reifies_the_short_cuts(tmp_path, suffix):
    path = export(example_tables(), tmp_path / f"g.{suffix}", options=ExportOptions(rdf12=True))
    reified = {
        (q.subject.value.removeprefix(BASE), q.object.predicate.value, q.object.object.value.removeprefix(BASE))
        for q in ox.parse(path=path)
        if q.predicate.value == expand("rdf:reifies")
    }
    assert (f"authorship/{W1}.2", expand("dcterms:creator"), f"person/{WEI}") in reified
    assert (DEGREE, expand("org:memberOf"), "organisation/o-dept") in reified
    triples = {q.triple for q in ox.parse(path=path)}
    inner = [q.object for q in ox.parse(path=path) if q.predicate.value == expand("rdf:reifies")]
    assert all(triple in triples for triple in inner if triple.predicate.value == expand("dcterms:creator"))


def test_a_format_that_cannot_hold_rdf_1_2_says_which_can(tmp_path):
    with pytest.raises(OutputError, match=r"\.rdf cannot hold RDF 1\.2; use one of \.ttl"):
        export(example_tables(), tmp_path / "g.rdf", options=ExportOptions(rdf12=True))


def test_every_column_of_every_table_is_used_by_the_example():
    tables = example_tables()
    unused = [
        f"{name}.{column}"
        for name, schema in schemas.TABLES.items()
        for column in schema.names
        if tables[name].column(column).null_count == tables[name].num_rows
    ]
    # Structured sources have these too; what is written of them is what is written of records and mentions.
    assert unused == ["organisation_mentions.fragment", "organisation_mentions.identifiers", "positions.fragment"]

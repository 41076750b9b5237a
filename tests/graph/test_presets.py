import dataclasses
from pathlib import Path

import pytest
from asking import example_asker

from kg.errors import AmbiguousName, QueryError
from kg.graph import presets
from kg.graph.asker import Asker

GOOD = """#+ summary: Who is ?_person_iri?
#+ tags: [people]
#+ params:
#+   person_iri: {label: Person, class: foaf:Person, example: "Ada Lovelace"}
#+   since_integer: {label: From year, optional: true, default: 1900}
#+ columns: {name: Name, year: Year}
SELECT ?name (?__since_integer AS ?year) WHERE { ?_person_iri ?p ?name }
"""


def parse(text):
    return presets.parse(text, Path("queries/who.rq"))


def test_a_header_says_everything_about_its_preset():
    preset = parse(GOOD)
    assert (preset.name, preset.form, preset.tags) == ("who", "SELECT", ("people",))
    assert preset.question == "Who is ‹person›?"
    person, since = preset.parameters
    assert (person.name, person.type, person.variable, person.optional) == ("person", "iri", "_person_iri", False)
    assert (since.variable, since.default, since.optional) == ("__since_integer", 1900, True)
    assert preset.columns == {"name": "Name", "year": "Year"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (GOOD[: GOOD.index("SELECT")], "", r"who\.rq:1: a preset begins with header lines"),
        ("#+ tags: [people]", "#+ tags: [people", r"who\.rq:3: broken header"),
        ("#+ tags: [people]", "#+ tags: people", r"who\.rq:1: 'tags' must be a list"),
        ("#+ tags: [people]", "#+ tgas: [people]", r"who\.rq:2: unknown header key 'tgas'; known are"),
        ("#+ summary: Who is ?_person_iri?\n", "", r"who\.rq:1: the header has no summary"),
        ("person_iri: {", "person: {", r"who\.rq:1: parameter 'person' has no type; end its name in one of _iri"),
        ("label: Person,", "lable: Person,", r"parameter 'person_iri' is described wrongly"),
        (", default: 1900", "", r"who\.rq:5: optional parameter 'since' has no default"),
        ("default: 1900", "default: soon", r"who\.rq:5: 'soon' is no integer"),
        ("foaf:Person", "foof:Person", r"class 'foof:Person' has an unknown prefix"),
        ("WHERE {", "WHERE { ?a ?b ?_other_iri .", r"who\.rq:7: \?_other_iri is used but not declared"),
        ("(?__since_integer AS ?year)", "?year", r"who\.rq:5: \?__since_integer is declared but not used"),
        ("SELECT ?name", "SELECT ?name ?name2", r"who\.rq:6: columns name, year are declared, but name, name2, year"),
        ("WHERE {", "WHERE { ?a ?b", r"who\.rq:7: not valid SPARQL"),
        ("WHERE {", "WHERE { SERVICE <http://x/> { ?a ?b ?c }", "SERVICE"),
    ],
)
def test_a_broken_preset_is_refused_with_file_and_line(old, new, message):
    assert old in GOOD
    with pytest.raises(QueryError, match=message):
        parse(GOOD.replace(old, new, 1))


def test_a_file_that_is_not_utf8_is_refused_with_its_name(tmp_path):
    path = tmp_path / "odd.rq"
    path.write_bytes(b"#+ summary: \xff\n")
    with pytest.raises(QueryError, match=r"odd\.rq: cannot be read"):
        presets.load(path)


def test_an_unknown_preset_suggests_the_nearest_names():
    with pytest.raises(QueryError, match="did you mean coauthors"):
        presets.get("coauthor-with-years")
    with pytest.raises(QueryError, match="no preset of that name"):
        presets.get("../pyproject")


def test_an_unknown_parameter_suggests_the_nearest_name():
    with pytest.raises(QueryError, match=r"no parameter 'persn'; did you mean person\?"):
        presets.bind(parse(GOOD), {"persn": "Ada"})


def test_a_missing_parameter_is_an_error_that_says_what_to_type():
    with pytest.raises(
        QueryError, match=r"parameter 'person' \(Person\) is missing; add --param person=\"Ada Lovelace\""
    ):
        presets.bind(parse(GOOD), {"since": 1990})


def test_a_parameter_that_is_given_twice_is_an_error():
    with pytest.raises(QueryError, match="'person' is given twice"):
        presets.bind(parse(GOOD), {"person": "http://a/", "person_iri": "http://b/"})


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("integer", "42", "42"),
        ("integer", -3, "-3"),
        ("decimal", "0.25", "0.25"),
        ("decimal", 2, "2.0"),
        ("boolean", "yes", "true"),
        ("boolean", False, "false"),
        ("date", "2019-05-31", '"2019-05-31"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("literal", 'a "b"', '"a \\"b\\""'),
        ("iri", "http://example.org/a", "<http://example.org/a>"),
        ("iri", "kg:Same", "<https://w3id.org/kg/ns#Same>"),
    ],
)
def test_values_become_terms_of_the_type_that_the_name_of_the_parameter_ends_in(kind, value, term):
    assert presets.to_sparql(presets.Parameter("x", kind, f"_x_{kind}"), value) == term


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", "4.5"),
        ("integer", "1e9"),
        ("integer", "٣"),
        ("integer", "1 } SERVICE"),
        ("decimal", "NaN"),
        ("decimal", "1e999999999"),
        ("boolean", "perhaps"),
        ("date", "31 May"),
        ("literal", "\ud800"),
        ("iri", "no iri"),
        ("iri", "http://a/> } SERVICE <http://b/"),
    ],
)
def test_a_value_that_does_not_fit_its_type_is_refused(kind, value):
    with pytest.raises(QueryError, match="parameter 'x'"):
        presets.to_sparql(presets.Parameter("x", kind, f"_x_{kind}"), value)


def ask(value, name="name-variants", parameter="person"):
    asker = example_asker()
    return asker.answer(asker.question(name, {parameter: value}))


@pytest.mark.parametrize(
    "value",
    [
        "Ada Lindqvist",
        "ADA LINDQVIST",
        "Áda Lindqvïst",
        "Lindqvist, Ada",
        "A. Lindqvist",
        "0000-0002-1825-0097",
        "https://orcid.org/0000-0002-1825-0097",
        "orcid:0000-0002-1825-0097",
        "https://w3id.org/kg/id/person/orcid-0000-0002-1825-0097",
        "<https://w3id.org/kg/id/person/orcid-0000-0002-1825-0097>",
        "https://w3id.org/kg/id/person/cf00000000000aaa.100.1",
    ],
    ids=str,
)
def test_a_person_is_found_by_name_identifier_iri_and_replaced_iri(value):
    assert ask(value).column("name") == ["A. Lindqvist", "Ada Lindqvist", "Lindqvist, A.", "Lindqvist, Ada"]


@pytest.mark.parametrize("value", ["graphs of people", "10.1000/graph.2019.(1)<a>", "doi:10.1000/graph.2019.(1)<a>"])
def test_a_work_is_found_by_title_and_identifier(value):
    assert len(ask(value, "provenance-of-work", "work")) == 2


def test_a_name_that_several_people_bear_is_listed_and_never_guessed():
    with pytest.raises(AmbiguousName) as caught:
        ask("Wei Chen")
    assert {iri.rsplit("/")[-1] for _, iri, _ in caught.value.candidates} == {
        "bb00000000000bbb.1.2",
        "bb00000000000bbb.3.1",
    }
    assert "1 work, 2019" in str(caught.value) and "1 work, 2021" in str(caught.value)


def test_an_unknown_name_lists_near_ones():
    with pytest.raises(QueryError, match="'Ada Lindquist' is not in this graph; did you mean Ada Lindqvist <https"):
        ask("Ada Lindquist")
    with pytest.raises(QueryError, match="check the spelling"):
        ask("Zzyzx Qwrtpl")
    with pytest.raises(QueryError, match="an empty name"):
        ask("  ")


def test_a_name_full_of_sparql_is_only_a_name():
    with pytest.raises(QueryError, match="is not in this graph"):
        ask('x" } SERVICE <http://127.0.0.1:1/> { ?s ?p "')


def test_every_shipped_preset_has_a_known_tag_a_question_and_an_example_for_what_it_needs():
    for preset in presets.load_all().values():
        assert preset.tags and set(preset.tags) <= set(presets.TAGS), preset.name
        assert preset.summary.endswith("?"), preset.name
        for parameter in preset.parameters:
            assert parameter.label and (parameter.optional or parameter.example), preset.name


def test_the_overview_groups_all_presets_by_tag():
    text = presets.overview()
    assert all(f"  {name} " in text for name in presets.load_all())
    assert text.splitlines()[0] == "people"
    assert text.index("\nintegrity\n") < text.index("same-person-twice")


def test_one_preset_is_shown_with_question_parameters_example_and_text():
    text = presets.show("joint-works")
    assert "What have ‹person› and ‹other› written together?" in text
    assert "person (iri, required): Person (name, identifier or IRI)" in text
    assert 'kg query joint-works --param person="Ada Lovelace" --param other="Charles Babbage"' in text
    assert "SELECT DISTINCT ?work" in text and "#+" not in text


def test_integrity_presets_find_what_they_are_for():
    import pyarrow as pa
    import pyoxigraph as ox
    from example import example_tables

    from kg.graph.blocks import RunInfo
    from kg.graph.writer import write_nquads

    tables = example_tables()
    rows = tables["authorships"].to_pylist()
    twice = dict(rows[0], authorship_id=rows[0]["work_id"] + ".5", ordinal=5)
    tables["authorships"] = pa.Table.from_pylist([*rows, twice], schema=tables["authorships"].schema)
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        write_nquads(tables, Path(folder) / "g.nq", run=RunInfo())
        store = ox.Store()
        store.bulk_load(path=str(Path(folder) / "g.nq"), format=ox.RdfFormat.N_QUADS)
    asker = Asker(store)
    assert [tuple(row.values())[2:] for row in asker.answer(asker.question("same-person-twice"))] == [(1, 5)]
    assert [(row["authors"], row["last"]) for row in asker.answer(asker.question("ordinal-gaps"))] == [(4, 5)]


def test_presets_are_values_that_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        parse(GOOD).name = "other"

import csv
import json

import networkx as nx
import polars as pl
import pyoxigraph as ox
import pytest
import rdflib
from example import ADA, EVA, JUN, NASTY, ODD, OTHER_WEI, W1, W3, WEI, example_tables
from rdflib.compare import isomorphic

from kg.errors import OutputError, QueryError
from kg.graph.blocks import RunInfo
from kg.graph.export import FORMATS, ExportOptions, export, format_of
from kg.graph.selection import select
from kg.graph.validate import validate
from kg.graph.vocab import BASE, expand

RUN = RunInfo(version="0.1.0", configuration="abc", started="2026-01-01T00:00:00Z")
RDF = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}
WITHOUT_CONTROLS = NASTY.replace("\x07", "\ufffd")


def written(tmp_path, suffix, **options):
    return export(example_tables(), tmp_path / f"graph.{suffix}", run=RUN, options=ExportOptions(**options))


def as_graph(path, format):
    """The graph, with characters that XML cannot hold replaced as the RDF/XML export replaces them."""
    graph = rdflib.Graph()
    for subject, predicate, value in rdflib.Graph().parse(path, format=format):
        if isinstance(value, rdflib.Literal) and "\x07" in value:
            value = rdflib.Literal(value.replace("\x07", "\ufffd"), datatype=value.datatype)
        graph.add((subject, predicate, value))
    return graph


@pytest.mark.parametrize("provenance", [False, True])
@pytest.mark.parametrize("suffix", ["nt", "rdf", "jsonld"])
def test_every_single_graph_format_reads_back_as_the_turtle(tmp_path, suffix, provenance):
    turtle = as_graph(written(tmp_path, "ttl", provenance=provenance), "turtle")
    other = as_graph(written(tmp_path, suffix, provenance=provenance), RDF[suffix])
    assert isomorphic(turtle, other)


def test_oxigraph_reads_the_json_ld_as_the_turtle(tmp_path):
    turtle = ox.parse(path=written(tmp_path, "ttl", provenance=True), format=ox.RdfFormat.TURTLE)
    jsonld = ox.parse(path=written(tmp_path, "jsonld", provenance=True), format=ox.RdfFormat.JSON_LD)
    assert {quad.triple for quad in turtle} == {quad.triple for quad in jsonld}


def test_json_ld_reads_well(tmp_path):
    nodes = {node["id"]: node for node in json.loads(written(tmp_path, "jsonld").read_text())["@graph"]}
    person = nodes[f"person/{ADA}"]
    assert (person["type"], person["name"], person["familyName"]) == ("Person", "Ada Lindqvist", "Lindqvist")
    work = nodes[f"work/{W1}"]
    assert (work["type"], work["year"], work["status"], work["venue"]) == (
        "ConferencePaper",
        "2019",
        "Published",
        "venue/v-icgs",
    )
    assert nodes[f"authorship/{W1}.2"]["ordinal"] == 2
    assert work["authorListComplete"] is True


@pytest.mark.parametrize("format", ["n-quads", "trig"])
def test_the_dataset_formats_hold_the_same_quads(tmp_path, format):
    nquads = set(ox.parse(path=written(tmp_path, "nq"), format=ox.RdfFormat.N_QUADS))
    assert nquads == set(ox.parse(path=written(tmp_path, "trig"), format=ox.RdfFormat.TRIG))
    dataset = rdflib.Dataset()
    dataset.parse(written(tmp_path, "trig"), format="trig")
    assert len(set(dataset.quads())) == len(nquads)


def test_graphml_opens_in_networkx_with_names_and_joint_works(tmp_path):
    graph = nx.read_graphml(written(tmp_path, "graphml"))
    assert graph.nodes[ADA]["label"] == "Ada Lindqvist"
    assert graph.edges[ADA, EVA]["weight"] == 3
    assert graph.nodes[ODD]["name"] == WITHOUT_CONTROLS
    assert set(graph) == set(example_tables()["people"].column("person_id").to_pylist())


def test_gexf_opens_in_networkx_with_years_and_places(tmp_path):
    graph = nx.read_gexf(written(tmp_path, "gexf", positions={ADA: (12.5, -3.0)}), version="1.3")
    node = graph.nodes[ADA]
    assert (node["label"], node["start"], node["end"]) == ("Ada Lindqvist", 2019, 2022)
    assert node["viz"]["position"]["x"] == 12.5
    assert graph.edges[ADA, EVA]["weight"] == 3.0
    assert graph.nodes[ODD]["label"] == WITHOUT_CONTROLS


def test_vosviewer_links_point_to_items_and_count_joint_works(tmp_path):
    network = json.loads(written(tmp_path, "vosviewer.json", positions={EVA: (0.5, 0.25)}).read_text())["network"]
    labels = {item["id"]: item["label"] for item in network["items"]}
    assert set(labels) == set(range(1, len(labels) + 1))
    assert {"source_id", "target_id", "strength"} == set(network["links"][0])
    joint = {tuple(sorted((labels[e["source_id"]], labels[e["target_id"]]))): e["strength"] for e in network["links"]}
    assert joint["Ada Lindqvist", "Eva Stone"] == 3
    eva = next(item for item in network["items"] if item["label"] == "Eva Stone")
    assert (eva["x"], eva["y"], eva["weights"]["Joint works"]) == (0.5, 0.25, 5)


def test_vosviewer_descriptions_hold_no_markup(tmp_path):
    tables = example_tables()
    organisations = tables["organisations"].to_pylist()
    organisations[2]["name"] = "<script>alert(1)</script>"
    tables["organisations"] = type(tables["organisations"]).from_pylist(organisations, tables["organisations"].schema)
    export(tables, tmp_path / "x.vosviewer.json")
    descriptions = [
        i["description"] for i in json.loads((tmp_path / "x.vosviewer.json").read_text())["network"]["items"]
    ]
    assert any("&lt;script&gt;" in text for text in descriptions)
    assert not any("<" in text for text in descriptions)


def test_csv_edges_start_and_end_at_nodes(tmp_path):
    edges = list(csv.DictReader(written(tmp_path, "csv").open(newline="", encoding="utf-8")))
    nodes = list(csv.DictReader((tmp_path / "graph.nodes.csv").open(newline="", encoding="utf-8")))
    ids = [node["id:ID"] for node in nodes]
    assert len(ids) == len(set(ids))
    assert all(edge[":START_ID"] in ids and edge[":END_ID"] in ids for edge in edges)
    assert {edge[":TYPE"] for edge in edges} == {
        "CO_AUTHOR_WITH", "WROTE", "EDITED", "APPEARED_IN", "DEPOSITED_IN", "SUBMITTED_TO", "MEMBER_OF", "PART_OF",
    }  # fmt: skip
    assert next(node for node in nodes if node["id:ID"] == f"person/{ODD}")["name"] == NASTY


def test_parquet_holds_the_quads(tmp_path):
    rows = set(pl.read_parquet(written(tmp_path, "parquet")).iter_rows())
    quads = set()
    for quad in ox.parse(path=written(tmp_path, "nq"), format=ox.RdfFormat.N_QUADS):
        datatype = quad.object.datatype.value if isinstance(quad.object, ox.Literal) else None
        quads.add((quad.graph_name.value, quad.subject.value, quad.predicate.value, quad.object.value, datatype))
    assert rows == quads


def test_bibtex_opens_in_bibtexparser_with_people_years_and_marks(tmp_path):
    bibtexparser = pytest.importorskip("bibtexparser")
    library = bibtexparser.parse_file(str(written(tmp_path, "bib")))
    assert not library.failed_blocks
    entries = {entry.key: {field.key: field.value for field in entry.fields} for entry in library.entries}
    assert len(entries) == example_tables()["works"].num_rows
    first = entries["lindqvist2019graphs"]
    assert first["author"] == "Lindqvist, Ada and Chen, Wei and Stone, Eva"
    assert (first["year"], first["pages"], first["doi"]) == ("2019", "11--19", "10.1000/graph.2019.(1)<a>")
    assert entries["lindqvist2020walking"]["author"].endswith(" and others")
    assert entries["lindqvist2021names"]["note"] == "submitted"


def test_pybtex_splits_the_people_of_the_bibtex_as_the_graph_has_them(tmp_path):
    from pybtex.database import parse_file

    library = parse_file(str(written(tmp_path, "bib")), bib_format="bibtex")
    people = library.entries["lindqvist2019graphs"].persons["author"]
    assert [(person.first_names, person.last_names) for person in people] == [
        (["Ada"], ["Lindqvist"]),
        (["Wei"], ["Chen"]),
        (["Eva"], ["Stone"]),
    ]
    assert len(library.entries) == example_tables()["works"].num_rows


@pytest.mark.filterwarnings("ignore::UserWarning")  # citeproc-py speaks of fields that it does not know
def test_citeproc_formats_the_csl_as_a_bibliography(tmp_path):
    citeproc = pytest.importorskip("citeproc")
    from citeproc.source.json import CiteProcJSON

    source = CiteProcJSON(json.loads(written(tmp_path, "csl.json").read_text()))
    style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = citeproc.CitationStylesBibliography(style, source, citeproc.formatter.plain)
    for key in source:
        bibliography.register(citeproc.Citation([citeproc.CitationItem(key)]))
    entries = [str(entry) for entry in bibliography.bibliography()]
    assert len(entries) == example_tables()["works"].num_rows
    assert any(entry.startswith("Lindqvist, A., Chen, W. and Stone, E. (2019)") for entry in entries), entries


def test_bibtex_gives_back_the_letters_of_a_title(tmp_path):
    bibtexparser = pytest.importorskip("bibtexparser")
    latex = pytest.importorskip("pylatexenc.latex2text")
    library = bibtexparser.parse_file(str(written(tmp_path, "bib")))
    title = next(entry["title"] for entry in library.entries if entry.key.startswith("stone2022"))
    inner = title.removeprefix("{{").removesuffix("}}").removeprefix("{").removesuffix("}")
    inner = inner.replace("\\textbraceleft{}", "\\{").replace("\\textbraceright{}", "\\}")  # unknown to pylatexenc
    plain = latex.LatexNodes2Text(strict_latex_spaces=True).latex_to_text(inner)
    assert "".join(plain.split()) == "".join(NASTY.replace("\x07", "").split())


def test_bibtex_keys_are_distinct(tmp_path):
    tables = example_tables()
    works = tables["works"].to_pylist()
    doubled = [row | {"work_id": f"{row['work_id']}x{n}"} for row in works for n in range(30)]
    tables["works"] = type(tables["works"]).from_pylist(doubled, tables["works"].schema)
    export(tables, tmp_path / "many.csl.json")
    keys = [item["id"] for item in json.loads((tmp_path / "many.csl.json").read_text())]
    assert len(keys) == len(set(keys)) == len(doubled)
    assert keys == sorted(keys)


def test_csl_names_types_and_dates(tmp_path):
    items = {item["id"]: item for item in json.loads(written(tmp_path, "csl.json").read_text())}
    item = items["lindqvist2019graphs"]
    assert item["author"][0] == {"family": "Lindqvist", "given": "Ada"}
    assert (item["type"], item["issued"], item["DOI"]) == (
        "paper-conference",
        {"date-parts": [[2019, 7, 14]]},
        "10.1000/graph.2019.(1)<a>",
    )
    assert item["editor"] == [{"family": "Smith", "given": "Jo"}]


def test_sssom_holds_the_decisions_in_force_with_their_reasons(tmp_path):
    text = written(tmp_path, "sssom.tsv").read_text()
    head = [line for line in text.splitlines() if line.startswith("#")]
    prefixes = {line.split(":")[0].strip("# ") for line in head[head.index("#curie_map:") + 1 :]}
    rows = list(csv.DictReader([line for line in text.splitlines() if not line.startswith("#")], delimiter="\t"))
    decisions = example_tables()["decisions"].to_pylist()
    in_force = {f"decision:{d['decision_id']}" for d in decisions if d["reverted_by"] is None}
    assert {row["record_id"] for row in rows} == in_force
    for row in rows:
        for column in ("subject_id", "object_id", "predicate_id", "mapping_justification"):
            assert row[column].split(":")[0] in prefixes
    same = next(row for row in rows if row["record_id"] == "decision:1111111111111111")
    assert same["comment"].startswith("3.1 SharedCoauthor: both with")
    ruled = next(row for row in rows if row["record_id"] == "decision:6666666666666666")
    assert (ruled["predicate_id"], ruled["confidence"]) == ("owl:differentFrom", "1.0")


def test_e_mail_hashes_stay_out_unless_asked_for(tmp_path):
    assert "emailHash" not in written(tmp_path, "nq").read_text()
    assert "emailHash" in written(tmp_path, "nq", email_hashes=True).read_text()


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_every_format_is_written_whole_or_not_at_all(tmp_path, suffix):
    target = tmp_path / "folder" / f"graph.{suffix}"
    target.parent.write_text("a file is in the way")
    with pytest.raises(OutputError, match="cannot be written"):
        export(example_tables(), target)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_a_full_disk_leaves_the_last_good_file(tmp_path, suffix):
    """/dev/full says "no space left on device" to every write: the part file is made a link to it."""
    import os

    target = tmp_path / f"graph.{suffix}"
    target.write_text("the last good one")
    (tmp_path / f".{target.name}.{os.getpid()}.part").symlink_to("/dev/full")
    with pytest.raises(OutputError, match="No space left on device"):
        export(example_tables(), target)
    assert target.read_text() == "the last good one"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize(
    ("name", "format", "known"),
    [("a.ttl", None, "ttl"), ("a.csl.json", None, "csl.json"), ("A.TTL", None, "ttl"), ("x", "turtle", "ttl"),
     ("x.ttl", ".nq", "nq")],
)  # fmt: skip
def test_the_suffix_or_the_option_says_the_format(tmp_path, name, format, known):
    assert format_of(tmp_path / name, format) == known


@pytest.mark.parametrize(("name", "format"), [("a.docx", None), ("ttl", None), ("a.ttl", "docx"), ("a.json", None)])
def test_an_unknown_format_lists_the_known_ones(tmp_path, name, format):
    with pytest.raises(OutputError, match=r"use one of \.ttl, "):
        format_of(tmp_path / name, format)


def people_of(path):
    graph = rdflib.Graph().parse(path)
    kind = rdflib.URIRef(expand("foaf:Person"))
    return {str(person).removeprefix(BASE + "person/") for person in graph.subjects(rdflib.RDF.type, kind)}


@pytest.mark.parametrize(
    ("options", "there", "gone"),
    [
        ({"focus": WEI}, {WEI, ADA, EVA}, {OTHER_WEI, JUN, ODD}),
        ({"focus": WEI, "depth": 2}, {WEI, ADA, EVA, JUN, ODD}, {OTHER_WEI}),
        ({"focus": OTHER_WEI}, {OTHER_WEI}, {ADA, WEI}),
        ({"focus": WEI, "depth": 0}, {WEI}, {JUN}),
        ({"since": 2022}, {EVA, ODD, ADA}, {OTHER_WEI}),
    ],
)
def test_a_part_holds_who_is_near_and_is_a_sound_graph(tmp_path, options, there, gone):
    found = people_of(written(tmp_path, "ttl", **options))
    assert there <= found
    assert not gone & found
    report = validate(written(tmp_path, "nq", **options))
    allowed = ("the two members have no work together", "an organisation is named")
    assert [v.to_text() for v in report.violations if not v.message.startswith(allowed)] == []


def test_a_focus_that_nobody_has_is_an_error(tmp_path):
    with pytest.raises(QueryError, match="nobody has this id"):
        written(tmp_path, "ttl", focus="nobody")


def test_without_a_wish_the_tables_go_out_as_they_are():
    tables = example_tables()
    assert select(tables) is tables


def test_since_leaves_out_older_works_and_works_without_a_year(tmp_path):
    works = select(example_tables(), since=2021)["works"].column("work_id").to_pylist()
    assert W3 in works
    assert W1 not in works


def test_the_documentation_lists_every_format():
    from pathlib import Path

    text = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip(" `.") for line in text.splitlines() if line.startswith("| `.")]
    assert rows == list(FORMATS)

"""The commands as a user runs them: streams, exit codes, errors without a traceback."""

import csv
import io
import json
import re
import shlex

import pytest
from places import ROOT

from kg.cli import COMMANDS, SUMMARIES
from kg.graph import presets


def test_every_command_is_listed_explained_and_documented(kg_command):
    listed = kg_command("--help").stdout
    assert set(COMMANDS) == set(SUMMARIES)
    readme = (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert name in listed
        assert f"kg {name}" in readme, name


def test_help_imports_nothing_heavy(kg_command):
    """Time is not tested; what would cost it is."""
    import subprocess
    import sys

    code = (
        "import sys, kg.cli; print([m for m in ('spacy','pyarrow','polars','networkx','rdflib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.stdout.strip() == "[]"


def test_build_says_where_the_turtle_and_the_picture_are_and_keeps_stdout_free(kg_command, tmp_path):
    done = kg_command("build", ROOT / "seeds" / "ji-lin-cv.md", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    for name in ("graph.ttl", "graph.html", "report.json"):
        assert name in done.stderr and (tmp_path / "out" / name).exists()


def test_build_suggests_a_question_that_can_be_asked_at_once(kg_command, tmp_path):
    done = kg_command("build", ROOT / "seeds" / "ji-lin-cv.md", "--out", tmp_path / "out it")
    suggested = done.stderr.rpartition("next: ")[2]
    assert "'person=Ji Lin'" in suggested
    asked = kg_command(*shlex.split(suggested)[1:])
    assert asked.returncode == 0 and "Joint works" in asked.stdout


def test_a_partly_readable_build_has_exit_code_3_and_names_the_file(kg_command, tmp_path):
    (tmp_path / "bad.txt").write_bytes(b"")
    done = kg_command("build", ROOT / "seeds" / "ji-lin-cv.md", tmp_path / "bad.txt", "--out", tmp_path / "out")
    assert done.returncode == 3
    assert "bad.txt: the file is empty; remove it or fill it" in done.stderr


@pytest.mark.parametrize(
    "arguments, code, said",
    [
        (["build", "no-such.pdf"], 1, "no-such.pdf: there is no such file or folder; check the spelling"),
        (["build"], 2, "INPUT..."),
        (["biuld"], 2, "did you mean build?"),
        (["query", "coauthors-with-years", "-g", "nowhere"], 1, "there is no graph here; run: kg build"),
        (["query", "x", "--param", "oops"], 2, "name=value"),
        (["build", "x", "--base", "not an iri"], 2, "is no IRI"),
        (["references", "no-such.txt"], 1, "no-such.txt: it cannot be read"),
    ],
)
def test_errors_say_where_what_and_what_to_do_without_a_traceback(kg_command, tmp_path, arguments, code, said):
    done = kg_command(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_debug_shows_the_traceback(kg_command, tmp_path):
    done = kg_command("build", "no-such.pdf", "--debug", cwd=tmp_path)
    assert done.returncode == 1 and "Traceback" in done.stderr


def test_standard_input_is_a_document_too(kg_command, tmp_path):
    text = (ROOT / "seeds" / "ji-lin-cv.md").read_text(encoding="utf-8")
    done = kg_command("build", "-", "--out", tmp_path / "out", stdin=text)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "graph.ttl").exists()


def test_extract_gives_one_json_object_a_record_with_spans(kg_command):
    path = ROOT / "seeds" / "ji-lin-cv.md"
    done = kg_command("extract", path)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    text = path.read_text(encoding="utf-8")
    pruning = next(r for r in records if r["title"] == "Runtime Neural Pruning")
    assert [a["name"] for a in pruning["authors"]] == ["J. Lin", "Y. Rao", "J. Lu", "J. Zhou"]
    assert text[pruning["title_start"] : pruning["title_end"]] == "Runtime Neural Pruning"
    assert (pruning["year"], pruning["venue"]) == (2017, "NIPS")


def test_extract_as_a_table_is_for_people(kg_command):
    done = kg_command("extract", ROOT / "seeds" / "ji-lin-cv.md", "--format", "table")
    assert "Runtime Neural Pruning" in done.stdout and "J. Lin, Y. Rao" in done.stdout


def test_query_answers_in_every_format(kg_command, seed_graph):
    base = ["query", "coauthors-with-years", "--param", "person=Jiwen Lu", "--graph", seed_graph]
    table = kg_command(*base).stdout
    assert "Yongming Rao" in table
    rows = list(csv.DictReader(io.StringIO(kg_command(*base, "--format", "csv").stdout)))
    bindings = json.loads(kg_command(*base, "--format", "json").stdout)["results"]["bindings"]
    assert len(rows) == len(bindings) > 3
    assert kg_command(*base, "--format", "tsv").stdout.startswith("?")
    assert "<table" in kg_command(*base, "--format", "html").stdout


def test_free_sparql_comes_from_a_file_or_standard_input(kg_command, seed_graph, tmp_path):
    text = "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { GRAPH ?g { ?p a <http://xmlns.com/foaf/0.1/Person> } }"
    (tmp_path / "count.rq").write_text(text, encoding="utf-8")
    one = kg_command("query", tmp_path / "count.rq", "--graph", seed_graph, "--format", "csv")
    two = kg_command("query", "-", "--graph", seed_graph, "--format", "csv", stdin=text)
    assert one.returncode == 0 and one.stdout == two.stdout
    assert int(one.stdout.split()[1]) > 100


def test_a_wrong_preset_or_parameter_suggests_the_nearest(kg_command, seed_graph):
    wrong = kg_command("query", "coauthor-with-years", "--graph", seed_graph)
    assert wrong.returncode == 2 and "coauthors-with-years" in wrong.stderr
    wrong = kg_command("query", "coauthors-with-years", "--param", "persn=Jiwen Lu", "--graph", seed_graph)
    assert wrong.returncode == 2 and "person" in wrong.stderr


def test_an_ambiguous_name_is_listed_and_not_guessed(kg_command, seed_graph):
    done = kg_command("query", "coauthors-with-years", "--param", "person=Ji Lin", "--graph", seed_graph)
    assert done.returncode == 2
    assert "fits 2 things" in done.stderr and done.stderr.count("https://w3id.org/kg/id/person/") == 2


def test_explain_says_in_words_why_mentions_of_two_documents_are_one_person(kg_command, seed_graph):
    done = kg_command("explain", "Chuang Gan", "--graph", seed_graph)
    assert done.returncode == 0, done.stderr
    assert "Chuang Gang" in done.stdout
    assert "ming-lin-cv.md" in done.stdout and "ji-lin-name-cluster.txt" in done.stdout


def test_explain_says_why_two_people_of_one_name_are_two(kg_command, seed_graph):
    done = kg_command("explain", "Ji Lin", "--graph", seed_graph)
    assert done.returncode == 0, done.stderr
    assert re.search(r"\b(two|2) people\b", done.stdout)


@pytest.mark.parametrize("suffix", ["ttl", "nt", "nq", "trig", "rdf", "jsonld", "graphml", "gexf", "csv"])
def test_export_writes_every_format_that_it_lists(kg_command, seed_graph, tmp_path, suffix):
    done = kg_command("export", "--graph", seed_graph, "--to", tmp_path / f"g.{suffix}")
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir())


def test_query_gives_no_more_rows_than_asked_for_and_says_so(kg_command, seed_graph):
    done = kg_command("query", "most-productive", "--graph", seed_graph, "--limit", "3")
    assert "(3 rows, cut off at the limit)" in done.stdout


def test_what_is_left_out_of_an_export_is_written_when_asked_for(kg_command, seed_graph, tmp_path):
    plain, asked = tmp_path / "plain.ttl", tmp_path / "asked.ttl"
    assert kg_command("export", "--graph", seed_graph, "--to", plain).returncode == 0
    done = kg_command("export", "--graph", seed_graph, "--to", asked, "--rdf12", "--abstracts", "--email-hashes")
    assert done.returncode == 0, done.stderr
    assert "rdf:reifies" in asked.read_text(encoding="utf-8")
    assert "rdf:reifies" not in plain.read_text(encoding="utf-8")


def test_presets_are_written_for_other_tools(kg_command):
    sib = kg_command("presets", "--format", "sib").stdout
    assert sib.count("sh:SPARQLExecutable") == len(presets.load_all())
    assert kg_command("presets", "coauthors", "--format", "grlc").stdout.startswith("#+ summary:")
    refused = kg_command("presets", "--format", "grlc")
    assert (refused.returncode, "give the NAME" in refused.stderr) == (2, True)


def test_view_draws_html_and_svg(kg_command, seed_graph, tmp_path):
    for name in ("g.html", "g.svg"):
        done = kg_command("view", "--graph", seed_graph, "--to", tmp_path / name, "--focus", "Ming Lin")
        assert done.returncode == 0, done.stderr
        assert (tmp_path / name).stat().st_size > 5_000


def test_a_path_and_an_answer_are_drawn(kg_command, seed_graph, tmp_path):
    way = kg_command("path", "Jiwen Lu", "Rong Jin", "--graph", seed_graph, "--to", tmp_path / "way.html")
    assert way.returncode == 0, way.stderr
    person = ["--param", "person=Jiwen Lu"]
    answer = kg_command("query", "coauthors", *person, "--graph", seed_graph, "--to", tmp_path / "answer.svg")
    assert answer.returncode == 0, answer.stderr
    drawn = (tmp_path / "answer.svg").read_text(encoding="utf-8")
    assert "Yongming Rao" in drawn and "Rong Jin" not in drawn


def test_gexf_carries_the_places_of_the_picture(kg_command, seed_graph, tmp_path):
    done = kg_command("export", "--graph", seed_graph, "--to", tmp_path / "g.gexf")
    assert done.returncode == 0, done.stderr
    assert "position" in (tmp_path / "g.gexf").read_text(encoding="utf-8")


def test_validate_passes_on_what_is_built(kg_command, seed_graph):
    done = kg_command("validate", "--graph", seed_graph)
    assert done.returncode == 0, done.stdout + done.stderr


def test_merge_split_and_undo_are_applied_by_the_next_build(kg_command, tmp_path):
    out = tmp_path / "out"
    inputs = [ROOT / "seeds" / "ji-lin-cv.md", ROOT / "seeds" / "rui-lin-homepage.md"]
    assert kg_command("build", *inputs, "--out", out).returncode == 0

    def people():
        import kg

        return kg.open_graph(out).totals()["people"]

    before = people()
    merged = kg_command("merge", "Jiwen Lu", "Ngai Wong", "--graph", out, "--note", "a test")
    assert merged.returncode == 0, merged.stderr
    decision = merged.stdout.split()[0]
    kg_command("build", *inputs, "--out", out)
    assert people() == before - 1
    assert kg_command("undo", decision, "--graph", out).returncode == 0
    kg_command("build", *inputs, "--out", out)
    assert people() == before


def test_formats_and_doctor_answer(kg_command):
    assert "openalex" in kg_command("formats").stdout
    doctor = kg_command("doctor").stdout
    assert "spacy" in doctor and "missing" not in doctor.replace("missing  chromium", "")


def test_references_keeps_the_order_and_covers_every_line(kg_command):
    lines = "Lovelace, A. (1843). Notes on the Analytical Engine. Scientific Memoirs, 3, 666-731.\n\nnot a reference\n"
    done = kg_command("references", "-", stdin=lines)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [r["raw"] for r in rows] == lines.splitlines()
    spans = {label: rows[0]["raw"][a:b] for a, b, label in rows[0]["spans"]}
    assert "Notes on the Analytical Engine" in spans["title"] and "1843" in spans["date"]

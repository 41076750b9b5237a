"""The road from end to end on real files, and what broken input does to it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pyoxigraph
import pytest
from places import ROOT, SEEDS

import kg
from kg import pipeline, schemas, workspace
from kg.errors import InputError, OutputError

CV = """# Ada Lovelace

## Education

Ph.D. in Mathematics, University of London, 1840 – 1843

## Publications

1. A. Lovelace, C. Babbage. Notes on the Analytical Engine. Scientific Memoirs, 1843.
2. A. Lovelace, M. Somerville. On the Connexion of Tables and Looms. Journal of Looms, 1845.
3. C. Babbage, A. Lovelace. Tables of Numbers for Navigation. Journal of Looms, 1847.
"""


def write(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def quads(folder):
    return set(pyoxigraph.parse(path=str(folder / "graph.nq"), format=pyoxigraph.RdfFormat.N_QUADS))


def facts(folder):
    """The graph without what differs from run to run: the run itself."""
    return {
        q for q in quads(folder) if "dataset" not in str(q.subject) and "/run/" not in str(q) and "Time" not in str(q)
    }


def test_a_build_writes_all_that_it_promises(seed_graph):
    names = {entry.name for entry in seed_graph.iterdir()}
    assert {"graph.nq", "graph.ttl", "graph.html", "report.json", "tables", "store", "manifest.json"} <= names
    assert {p.stem for p in (seed_graph / "tables").glob("*.parquet")} == set(schemas.TABLES)
    report = json.loads((seed_graph / "report.json").read_text(encoding="utf-8"))
    assert [d["status"] for d in report["documents"] if d["path"].endswith(".txt")] == ["read", "read"]
    assert report["totals"]["works"] > 70
    assert report["seconds"] > 0


def test_tables_have_the_declared_columns(seed_graph):
    for name, table in workspace.Workspace(seed_graph).tables().items():
        assert table.schema.names == schemas.TABLES[name].names, name


def test_every_id_that_a_table_uses_exists(seed_graph):
    tables = workspace.Workspace(seed_graph).tables()

    def ids(table, column):
        return {v for v in tables[table][column].to_pylist() if v is not None}

    def flat(table, column):
        return {v for row in tables[table][column].to_pylist() for v in row or []}

    assert ids("mentions", "record_id") <= ids("records", "record_id")
    assert ids("mention_people", "mention_id") == ids("mentions", "mention_id")
    assert ids("mention_people", "person_id") <= ids("people", "person_id")
    assert ids("record_works", "record_id") == ids("records", "record_id")
    assert ids("record_works", "work_id") == ids("works", "work_id")
    assert ids("authorships", "work_id") <= ids("works", "work_id")
    assert ids("authorships", "person_id") <= ids("people", "person_id")
    assert flat("authorships", "mention_ids") <= ids("mentions", "mention_id")
    assert ids("works", "venue_id") <= ids("venues", "venue_id")
    assert ids("memberships", "organisation_id") <= ids("organisations", "organisation_id")
    assert ids("memberships", "person_id") <= ids("people", "person_id")
    assert ids("evidence", "decision_id") <= ids("decisions", "decision_id")


def test_the_order_of_the_inputs_does_not_matter(tmp_path):
    files = sorted(SEEDS.glob("*-lin-*"))
    pipeline.build(files, tmp_path / "one")
    pipeline.build(files[::-1], tmp_path / "two")
    assert facts(tmp_path / "one") == facts(tmp_path / "two")


def test_an_unchanged_input_is_not_read_again_and_the_graph_stays_the_same(tmp_path):
    write(tmp_path, "in/cv.md", CV)
    pipeline.build([tmp_path / "in"], tmp_path / "out")
    before = facts(tmp_path / "out")
    again = pipeline.build([tmp_path / "in"], tmp_path / "out")
    assert [i.status for i in again.inputs] == ["unchanged"]
    assert facts(tmp_path / "out") == before
    assert again.changes == ()


def test_a_new_and_a_removed_input_are_told(tmp_path):
    write(tmp_path, "in/cv.md", CV)
    pipeline.build([tmp_path / "in"], tmp_path / "out")
    more = write(tmp_path, "in/more.md", CV.replace("A. Lovelace", "Ada Lovelace").replace("1847", "1848"))
    assert any(line.startswith("new: ") for line in pipeline.build([tmp_path / "in"], tmp_path / "out").changes)
    more.unlink()
    assert any(line.startswith("gone: ") for line in pipeline.build([tmp_path / "in"], tmp_path / "out").changes)


def test_two_files_of_the_same_content_are_one_document(tmp_path):
    write(tmp_path, "in/a.md", CV)
    write(tmp_path, "in/b.md", CV)
    done = pipeline.build([tmp_path / "in"], tmp_path / "out")
    assert [i.status for i in done.inputs] == ["read", "same content"]
    assert done.tables["documents"].num_rows == 1


BROKEN = {
    "empty.txt": (b"", "empty"),
    "spaces.txt": (b" \n\n ", "empty"),
    "binary.txt": (bytes(range(256)) * 40, "binary"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_read_is_reported_and_the_others_are_built(tmp_path, name):
    content, reason = BROKEN[name]
    write(tmp_path, f"in/{name}", content)
    write(tmp_path, "in/cv.md", CV)
    done = pipeline.build([tmp_path / "in"], tmp_path / "out")
    [failed] = done.failed
    assert name in failed.problem and reason in failed.problem and "; " in failed.problem
    assert done.totals["works"] == 3


def test_only_unreadable_inputs_are_an_error_and_leave_the_last_build_whole(tmp_path):
    good = write(tmp_path, "cv.md", CV)
    bad = write(tmp_path, "bad.txt", b"")
    pipeline.build([good], tmp_path / "out")
    before = (tmp_path / "out" / "graph.nq").read_bytes()
    with pytest.raises(InputError, match=r"bad\.txt: the file is empty"):
        pipeline.build([bad], tmp_path / "out")
    assert (tmp_path / "out" / "graph.nq").read_bytes() == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1", "cp1252"])
def test_names_survive_any_usual_encoding(tmp_path, encoding):
    text = CV.replace("C. Babbage", "É. Brontë").replace("–", "-")
    write(tmp_path, "cv.txt", text.encode(encoding))
    done = pipeline.build([tmp_path / "cv.txt"], tmp_path / "out")
    assert "É. Brontë" in done.tables["mentions"]["name"].to_pylist()


def test_broken_utf8_is_mended_with_a_warning(tmp_path):
    write(tmp_path, "cv.txt", CV.replace("Looms", "Löoms").encode().replace(b"C. Babbage", b"C. B\xff\xfeabbage"))
    done = pipeline.build([tmp_path / "cv.txt"], tmp_path / "out")
    assert done.totals["works"] == 3
    assert done.inputs[0].warnings


def test_a_document_without_publications_is_built(tmp_path):
    write(tmp_path, "letter.txt", "Dear Sir or Madam,\n\nplease find enclosed nothing at all.\n\nYours faithfully\n")
    done = pipeline.build([tmp_path / "letter.txt"], tmp_path / "out")
    assert done.totals["works"] == 0
    assert (tmp_path / "out" / "graph.html").exists()


@pytest.mark.slow
def test_fifty_megabytes_without_a_line_end_are_survived(tmp_path):
    write(tmp_path, "in/long.txt", b"lorem ipsum " * 4_300_000)
    write(tmp_path, "in/cv.md", CV)
    started = time.perf_counter()
    done = pipeline.build([tmp_path / "in"], tmp_path / "out")
    assert done.totals["works"] >= 3
    assert time.perf_counter() - started < 300  # a hang, not a race


HOSTILE = [
    '<img src=x onerror="alert(1)">',
    "Robert'); DROP TABLE people;--",
    '"} INSERT DATA { <x:a> <x:b> <x:c> } #',
    "{{7*7}} ${x} %s \\N{BULLET}",
    "\u202eLinus\u202c",
    "</script><script>alert(1)</script>",
]


def test_hostile_names_and_titles_stay_text(tmp_path):
    entries = [
        {"TI": f"On {name} and Other Things", "AU": ["Lovelace, Ada", name], "PY": "1843", "JO": name}
        for name in HOSTILE
    ]
    works = [
        {
            "id": f"https://example.org/{n}",
            "display_name": e["TI"],
            "publication_year": 1843,
            "primary_location": {"source": {"display_name": e["JO"]}},
            "authorships": [{"raw_author_name": a, "raw_affiliation_strings": [a]} for a in e["AU"]],
        }
        for n, e in enumerate(entries)
    ]
    write(tmp_path, "w.jsonl", "\n".join(map(json.dumps, works)))
    done = pipeline.build([tmp_path / "w.jsonl"], tmp_path / "out")
    literals = {q.object.value for q in quads(tmp_path / "out") if isinstance(q.object, pyoxigraph.Literal)}
    for name in HOSTILE:
        assert name in literals
    assert set(HOSTILE) <= set(done.tables["mentions"]["name"].to_pylist())
    page = (tmp_path / "out" / "graph.html").read_text(encoding="utf-8")
    assert "<img src=x" not in page and "</script><script>alert" not in page
    rows = kg.open_graph(tmp_path / "out").query("SELECT ?s WHERE { GRAPH ?g { ?s <x:b> ?o } }")
    assert len(rows) == 0


def test_an_output_that_is_a_file_is_refused(tmp_path):
    cv = write(tmp_path, "cv.md", CV)
    with pytest.raises(OutputError, match="a file, not a folder; choose another"):
        pipeline.build([cv], cv)


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
from kg.cli import main
sys.argv = ["kg", "build", {cv!r}, "--out", {out!r}]
main()
"""


def test_a_disk_that_fills_up_leaves_the_last_build_whole(tmp_path):
    cv, out = write(tmp_path, "cv.md", CV), tmp_path / "out"
    pipeline.build([cv], out)
    before = {p.name: p.read_bytes() for p in out.iterdir() if p.is_file()}
    write(tmp_path, "cv.md", CV + "\n4. A. Lovelace. On Disks. Journal of Looms, 1849.\n")
    code = LIMITED.format(cv=str(cv), out=str(out))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr and "Traceback" not in done.stderr
    assert {p.name: p.read_bytes() for p in out.iterdir() if p.is_file()} == before


@pytest.mark.slow
def test_ctrl_c_in_the_middle_leaves_the_last_build_whole_and_the_next_one_goes_on(tmp_path):
    out = tmp_path / "out"
    for n in range(40):
        write(tmp_path, f"in/{n:02}.md", (SEEDS / "ming-lin-cv.md").read_text(encoding="utf-8") + f"\n<!-- {n} -->\n")
    pipeline.build([tmp_path / "in" / "00.md"], out)
    before = (out / "graph.nq").read_bytes()
    command = [sys.executable, "-m", "kg", "build", str(tmp_path / "in"), "--out", str(out)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    deadline = time.time() + 120
    while len(list((out / "extracted").glob("*/warnings.json"))) < 3 and time.time() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1, said
    assert "interrupted" in said and "Traceback" not in said
    assert (out / "graph.nq").read_bytes() == before
    done = pipeline.build([tmp_path / "in"], out)
    assert sum(i.status == "unchanged" for i in done.inputs) >= 2


def test_an_interrupted_build_and_an_uninterrupted_one_end_with_the_same_tables(tmp_path):
    write(tmp_path, "in/a.md", CV)
    write(tmp_path, "in/b.md", CV.replace("1845", "1846"))
    pipeline.build([tmp_path / "in"], tmp_path / "one")
    pipeline.build([tmp_path / "in" / "a.md"], tmp_path / "two")
    shutil.rmtree(tmp_path / "two" / "tables")  # as an interruption after reading would leave it
    os.remove(tmp_path / "two" / "manifest.json")
    pipeline.build([tmp_path / "in"], tmp_path / "two")
    for name in schemas.TABLES:
        one, two = (tmp_path / w / "tables" / f"{name}.parquet" for w in ("one", "two"))
        assert one.read_bytes() == two.read_bytes(), name


# ---------------------------------------------------------------- builds that follow each other


def without_run(folder):
    """The bytes of every table and the facts of the graph."""
    return {p.name: p.read_bytes() for p in sorted((folder / "tables").iterdir())}, facts(folder)


def test_a_build_that_nothing_has_changed_for_leaves_the_graph_alone(tmp_path):
    cv = write(tmp_path, "cv.md", CV)
    pipeline.build([cv], tmp_path / "out")
    before = (tmp_path / "out" / "graph.nq").stat().st_mtime_ns
    again = pipeline.build([cv], tmp_path / "out")
    assert again.unchanged
    assert again.totals == pipeline.count(again.tables)
    assert (tmp_path / "out" / "graph.nq").stat().st_mtime_ns == before
    assert not (tmp_path / "out" / ".next").exists()
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert [d["status"] for d in report["documents"]] == ["unchanged"]


def test_a_ruling_another_base_and_a_lost_file_are_changes(tmp_path):
    cv = write(tmp_path, "cv.md", CV)
    graph = kg.build([cv], tmp_path / "out")
    mentions = graph.tables["mentions"]["mention_id"].to_pylist()
    graph._rule("different", [(mentions[0], mentions[-1])], "", "ada")
    assert not pipeline.build([cv], tmp_path / "out").unchanged
    assert pipeline.build([cv], tmp_path / "out").unchanged
    (tmp_path / "out" / "graph.ttl").unlink()
    assert not pipeline.build([cv], tmp_path / "out").unchanged
    assert (tmp_path / "out" / "graph.ttl").exists()
    assert not pipeline.build([cv], tmp_path / "out", options=pipeline.Options(base="https://example.org/")).unchanged


KILLED = """
import os, signal, sys
from pathlib import Path
from kg import pipeline

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

step = sys.argv[3]
if step in pipeline._WRITERS:
    pipeline._WRITERS[step] = die
else:
    pipeline.workspace.Workspace.publish = die
pipeline.build([sys.argv[1]], sys.argv[2])
"""


@pytest.mark.parametrize("step", ["nq", "html", "publish"])
def test_a_killed_build_is_taken_up_where_it_was_and_ends_as_if_it_had_not_been(tmp_path, step, monkeypatch):
    cv = write(tmp_path, "cv.md", CV)
    pipeline.build([cv], tmp_path / "whole")
    arguments = [sys.executable, "-c", KILLED, cv, tmp_path / "out", step]
    done = subprocess.run(arguments, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=300, check=False)
    assert done.returncode == -signal.SIGKILL
    assert not (tmp_path / "out" / "graph.nq").exists()
    from kg import resolver

    monkeypatch.setattr(resolver, "resolve", None)  # what was resolved is not resolved again
    pipeline.build([cv], tmp_path / "out")
    assert without_run(tmp_path / "out") == without_run(tmp_path / "whole")


def test_what_an_interrupted_build_kept_is_thrown_away_when_the_inputs_have_changed(tmp_path):
    cv = write(tmp_path, "cv.md", CV)
    arguments = [sys.executable, "-c", KILLED, cv, tmp_path / "out", "html"]
    subprocess.run(arguments, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=300, check=False)
    write(tmp_path, "cv.md", CV.replace("for Navigation", "for Astronomy"))
    done = pipeline.build([cv], tmp_path / "out")
    assert any("Astronomy" in title for title in done.tables["records"]["title"].to_pylist())
    assert done.totals["records"] == 3

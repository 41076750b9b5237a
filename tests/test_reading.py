"""Reading in several processes: the same as in one, whatever happens to them."""

import os
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from places import SEEDS

from kg import reading, workspace
from kg.reading import Manner

CV = """# Ada Lovelace

## Publications

1. A. Lovelace, C. Babbage. Notes on the Analytical Engine. Scientific Memoirs, 18{number:02}.
"""


@pytest.fixture
def inputs(tmp_path):
    """Documents, a file that cannot be read, and one that is there twice."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.md").write_text(CV.format(number=number))
    (folder / "again.md").write_text(CV.format(number=3))
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "refs.bib").write_text("@article{a, title={On Looms}, author={Babbage, C.}, year=1843}\n@article{b}\n")
    return sorted(folder.iterdir())


@pytest.fixture
def at_once(monkeypatch):
    """Other processes from the first input on."""
    monkeypatch.setattr(reading, "_ALONE_SECONDS", 0.0)


def quiet(step, done, total):
    del step, done, total


def timeless(seen):
    return [replace(one, seconds=0.0) for one in seen]


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("kept", [True, False])
def test_the_number_of_processes_changes_nothing(tmp_path, inputs, kept):
    found = []
    for jobs in (1, 3):
        place = workspace.Workspace(tmp_path / f"out{jobs}") if kept else None
        tables, seen = reading.read_all(inputs, place, Manner(jobs=jobs), quiet)
        found.append((tables, timeless(seen)))
    assert found[0] == found[1]
    tables, seen = found[0]
    assert {one.status for one in seen} == {"read", "failed", "same content"}
    assert tables["records"].num_rows == 7
    assert [w.where for one in seen for w in one.warnings] == ["line 2"]


@pytest.mark.usefixtures("at_once")
def test_progress_counts_every_input(inputs):
    said = []
    reading.read_all(inputs, None, Manner(jobs=2), lambda *step: said.append(step))
    assert said[0] == ("reading", 0, len(inputs)) and said[-1] == ("reading", len(inputs), len(inputs))
    assert [done for _, done, _ in said] == sorted(done for _, done, _ in said)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds processes the way Linux shows them")
@pytest.mark.usefixtures("at_once")
def test_a_process_that_the_system_ends_is_told_and_the_others_are_read(tmp_path, inputs):
    long = tmp_path / "long.md"
    text = (SEEDS / "ming-lin-cv.md").read_text(encoding="utf-8")
    long.write_text("\n\n".join(text for _ in range(40)), encoding="utf-8")
    threading.Thread(target=end_the_first_worker, daemon=True).start()
    tables, seen = reading.read_all([*inputs, long], None, Manner(jobs=2), quiet)
    [failed] = [one for one in seen if one.path == str(long)]
    assert failed.status == "failed"
    assert f"{long}: the process that read it was ended by the system" in failed.problem
    assert "--jobs 1" in failed.problem
    assert tables["records"].num_rows == 7


def end_the_first_worker():
    """Kill the worker that started first: it has the largest input."""
    deadline = time.time() + 60
    while time.time() < deadline:
        children = [
            int(p) for task in Path("/proc/self/task").iterdir() for p in (task / "children").read_text().split()
        ]
        workers = sorted(p for p in children if b"kg.engines" in Path(f"/proc/{p}/cmdline").read_bytes())
        if workers:
            time.sleep(1.5)
            os.kill(workers[0], signal.SIGKILL)
            return
        time.sleep(0.05)


def test_what_the_last_build_read_is_not_read_again(tmp_path, inputs):
    place = workspace.Workspace(tmp_path / "out")
    first, _ = reading.read_all(inputs, place, Manner(), quiet)
    second, seen = reading.read_all(inputs, place, Manner(), quiet)
    assert first == second
    assert {one.status for one in seen} == {"unchanged", "failed", "same content"}


def test_standard_input_is_read_here():
    tables, [one] = reading.read_all([Path("stdin")], None, Manner(jobs=4, data=CV.format(number=43).encode()), quiet)
    assert one.status == "read" and tables["records"].num_rows == 1

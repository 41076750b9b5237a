"""How fast inputs become tables and RDF, beside what others do with the same files: `python -m benchmarks.reading`.

Bibliographies are invented (`benchmarks.synthetic`). Seconds are CPU seconds of all processes, so that a busy machine
does not count; a rate on all cores is what they would give if all were free. kg writes what each source says, with its
provenance, and nobody resolves who is who: that is what the peers do, too. `--peers PYTHON` runs them under another
interpreter, for those that need other versions of libraries.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import resource
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUFFIXES = {"openalex": ".jsonl", "dblp": ".xml", "bibtex": ".bib"}
BESIDE = {"openalex": ("json + rdflib", "morph-kgc"), "dblp": ("lxml + rdflib",), "bibtex": ("bibtexparser", "pybtex")}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--works", type=int, default=100_000, help="for throughput (default: %(default)s)")
    parser.add_argument("--small", type=int, default=10_000, help="how growth is measured (default: %(default)s)")
    parser.add_argument("--beside", type=int, default=20_000, help="works for peers (default: %(default)s)")
    parser.add_argument("--keep", type=Path, help="folder for the invented bibliographies; those in it are used again")
    parser.add_argument("--formats", default=",".join(SUFFIXES))
    parser.add_argument("--peers", default=sys.executable, metavar="PYTHON")
    parser.add_argument("--task", nargs=4, help=argparse.SUPPRESS)  # one measurement in a process of its own
    arguments = parser.parse_args()
    if arguments.task:
        _task(*arguments.task)
        return
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores\n")
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        kept = arguments.keep or Path(folder)
        for form in arguments.formats.split(","):
            files = {works: _made(form, works, kept) for works in sorted({arguments.small, arguments.works})}
            _throughput(form, files, Path(folder))
            _peers(form, _made(form, arguments.beside, kept), arguments.peers, Path(folder))


def _made(form: str, works: int, folder: Path) -> Path:
    path = folder / f"{works}{SUFFIXES[form]}"
    if path.exists():
        return path
    command = [
        sys.executable,
        "-m",
        "benchmarks.synthetic",
        "--works",
        str(works),
        "--format",
        form,
        "--out",
        str(path),
    ]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return path


def _throughput(form: str, files: dict[int, Path], folder: Path) -> None:
    print(f"{form}: to tables")
    seconds = {}
    for works, path in files.items():
        size = path.stat().st_size / 1e6
        for jobs in (1, os.cpu_count() or 1):
            found = _run(["tables", str(jobs), str(path), str(folder / "tables")])
            seconds[works, jobs] = found["seconds"]
            rate = jobs * size / found["seconds"] if form != "bibtex" else size / found["seconds"]
            print(
                f"  {works:>9,} works {size:8.1f} MB  {jobs} process{'es' if jobs > 1 else '  '}"
                f"{found['seconds']:8.1f} s {rate:7.1f} MB/s {found['memory']:7.0f} MB of memory"
            )
    (few, _), (many, _) = min(seconds), max(seconds)
    if many > few:
        growth = math.log(seconds[many, 1] / seconds[few, 1]) / math.log(many / few)
        print(f"  time grows with the {growth:.2f}th power of the works (start-up included)")


def _peers(form: str, path: Path, python: str, folder: Path) -> None:
    size = path.stat().st_size / 1e6
    kind = "rdf" if form != "bibtex" else "tables"
    own = _run([kind, "1", str(path), str(folder / "own")])
    print(f"{form}: beside others, one process, {own['entries']:,} works, {size:.1f} MB")
    print(f"  {'kg':16}{own['seconds']:8.1f} s {own.get('triples', 0) / own['seconds']:>10,.0f} triples/s")
    for name in BESIDE[form]:
        command = [python, "-m", "benchmarks.peers", name, str(path), str(folder / "peer.nt")]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        found = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else {"missing": done.stderr[-200:]}
        if "missing" in found:
            print(f"  {name:16} left out: {found['missing']}")
            continue
        versions = ", ".join(f"{package} {version}" for package, version in found["versions"].items())
        triples = f"{found['triples'] / found['seconds']:>10,.0f} triples/s" if found["triples"] else " " * 20
        ratio = f"kg: {found['seconds'] / own['seconds']:.1f} times as fast on the file"
        if found["triples"]:
            each = own["triples"] / own["seconds"] / (found["triples"] / found["seconds"])
            ratio += f", {each:.1f} times in triples a second"
        print(f"  {name:16}{found['seconds']:8.1f} s {triples}  {ratio}  ({versions})")
    print()


def _run(task: list[str]) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.reading", "--task", *task]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def _task(kind: str, jobs: str, path: str, out: str) -> None:
    """Read one file into tables on disk; for "rdf" also write what it says as N-Quads."""
    import shutil

    from kg import reading, schemas, workspace
    from kg.graph.writer import write_nquads
    from kg.pipeline import Options, run_info

    peak = _Peak()
    before = _seconds()
    shutil.rmtree(out, ignore_errors=True)
    manner = reading.Manner(jobs=int(jobs))
    [said] = reading.read_each([Path(path)], workspace.Workspace(out), manner, lambda step, done, total: None)
    found: dict[str, float] = {}
    if kind == "rdf":
        tables = {name: schemas.empty(name) for name in schemas.TABLES} | said.load()
        counts = write_nquads(tables, Path(out) / "graph.nq", run=run_info(Options()))
        found["triples"] = sum(counts.values())
    found |= {"seconds": _seconds() - before, "memory": peak.end()}
    print(json.dumps({**found, "entries": said.load()["records"].num_rows}))


def _seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


class _Peak:
    """The most memory of this process and those it started, in MB; looked at ten times a second (Linux)."""

    def __init__(self) -> None:
        self._most = 0
        self._over = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def end(self) -> float:
        self._over.set()
        return self._most / 1e6

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            self._most = max(self._most, sum(map(_resident, _family())))


def _family() -> list[int]:
    children = Path("/proc/self/task").glob("*/children")
    return [os.getpid(), *(int(child) for part in children for child in part.read_text().split())]


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0


if __name__ == "__main__":
    main()

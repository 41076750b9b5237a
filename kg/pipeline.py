"""The story on one screen: read ─ extract ─ resolve ─ write."""

from __future__ import annotations

import datetime
import functools
import hashlib
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from kg import extractors, inputs, schemas, workspace
from kg.errors import InputError, KGError
from kg.extractors import Source
from kg.extractors.batches import sha256_of
from kg.model import Warning
from kg.resolver.rulings import Ruling
from kg.version import __version__

Progress = Callable[[str, int, int], None]  # what is done, how many, of how many


@dataclass(frozen=True, slots=True)
class Options:
    """How to build.

    `base` is the IRI under which instances live. `as_format` forces a format on every input. `only` limits what is
    written ("nq", "ttl", "html", "store"); all of them by default.
    """

    base: str = "https://w3id.org/kg/id/"
    as_format: str | None = None
    only: frozenset[str] = frozenset({"nq", "ttl", "html", "store"})


@dataclass(frozen=True, slots=True)
class Input:
    """What became of one input."""

    path: str
    status: str  # "read", "unchanged", "same content", "failed", "skipped"
    document_id: str = ""
    format: str = ""
    records: int = 0
    mentions: int = 0
    positions: int = 0
    seconds: float = 0.0
    problem: str = ""
    warnings: tuple[Warning, ...] = ()


@dataclass(frozen=True, slots=True)
class Build:
    """A finished build: where it is, its tables, what became of each input, and how long it took."""

    folder: Path | None
    tables: dict[str, pa.Table]
    inputs: tuple[Input, ...]
    seconds: float
    changes: tuple[str, ...] = ()
    totals: dict[str, int] = field(default_factory=dict)

    @property
    def failed(self) -> tuple[Input, ...]:
        return tuple(i for i in self.inputs if i.status == "failed")


def build(
    given: Sequence[str | os.PathLike[str]],
    out: str | os.PathLike[str] | None,
    *,
    options: Options | None = None,
    data: bytes | None = None,
    progress: Progress | None = None,
) -> Build:
    """Read inputs, resolve who and what they speak of, and write the graph.

    Args:
        given: files, folders and globs; with `data`, the one name to give to these bytes.
        out: output folder; None keeps everything in memory.
        options: see `Options`.
        data: the bytes of the only input, where it does not come from a file.
        progress: called with a step, how much of it is done, and of how much.

    Raises:
        InputError: an input does not exist, or none of them could be read.
        OutputError: the output cannot be written; the last good build is whole.
        RulingError: the rulings in decisions.tsv contradict each other.
    """
    from kg import resolver
    from kg.changes import account
    from kg.resolver.rulings import read as read_rulings

    began = time.perf_counter()
    options = options or Options()
    say = progress or (lambda step, done, total: None)
    files, skipped = ([Path(given[0])], []) if data is not None else inputs.expand(given)
    place = workspace.Workspace(out) if out is not None else None
    if place:
        place.begin()
    previous = _previous(place)
    said = read_rulings(place.decisions) if place else []
    extracted, seen = _extract_all(files, options, place, data, say)
    if not any(i.status in ("read", "unchanged") for i in seen):
        raise _nothing_read(seen)
    rulings, dangling = _applicable(said, extracted)
    say("resolving", 0, 1)
    tables = extracted | resolver.resolve(extracted, rulings=rulings, previous=previous)
    say("resolving", 1, 1)
    seen += [Input(path=s.path, status="skipped", problem=s.reason) for s in skipped]
    changes = dangling + (account(previous, tables) if previous else [])
    totals = count(tables)
    done = Build(place.folder if place else None, tables, tuple(seen), 0.0, tuple(changes), totals)
    if place:
        _write(done, place, options, began, say)
    return Build(done.folder, tables, done.inputs, time.perf_counter() - began, done.changes, totals)


def _previous(place: workspace.Workspace | None) -> dict[str, pa.Table] | None:
    """The tables of the last build; None if there is none that this version can read."""
    if place is None or not place.manifest():
        return None
    try:
        return place.tables()
    except KGError:
        return None


def _applicable(said: list[Ruling], extracted: dict[str, pa.Table]) -> tuple[list[Ruling], list[str]]:
    """Rulings whose things are in this build, and a sentence about each of the others: they wait, they are not lost."""
    if not said:
        return [], []
    columns = {"mentions": "mention_id", "records": "record_id", "organisation_mentions": "organisation_mention_id"}
    known = {thing for table, column in columns.items() for thing in extracted[table][column].to_pylist()}
    known |= {ruling.decision_id for ruling in said}
    strange = [r for r in said if r.kind != "undo" and not known.issuperset(r.things)]
    sentences = [
        f"line {r.line} of decisions.tsv waits: {next(t for t in r.things if t not in known)} is in no input"
        for r in strange
    ]
    return [r for r in said if r not in strange], sentences


def _nothing_read(seen: Sequence[Input]) -> InputError:
    first = next(i for i in seen if i.status == "failed")
    if len(seen) == 1:
        where, _, rest = first.problem.partition(": ")
        return InputError(where, rest)
    rows = "".join(f"\n  {i.problem}" for i in seen)
    return InputError("", f"none of the {len(seen)} inputs could be read:{rows}")


# ---------------------------------------------------------------- read and extract


def _extract_all(
    files: Sequence[Path], options: Options, place: workspace.Workspace | None, data: bytes | None, say: Progress
) -> tuple[dict[str, pa.Table], list[Input]]:
    parts: dict[str, list[pa.Table]] = {name: [] for name in schemas.EXTRACTED}
    seen: list[Input] = []
    known: dict[str, str] = {}
    keys: list[str] = []
    for number, file in enumerate(sorted(files, key=str)):
        say("reading", number, len(files))
        started = time.perf_counter()
        try:
            source = extractors.open_source(file, data=data)
            digest = sha256_of(source.path, source.data)
            if digest in known:
                seen.append(Input(str(file), "same content", digest[:16], problem=f"the same bytes as {known[digest]}"))
                continue
            known[digest] = str(file)
            tables, found = _extract_one(source, digest, options, place, keys)
        except InputError as error:
            seen.append(Input(str(file), "failed", problem=str(error), seconds=time.perf_counter() - started))
            continue
        for name, table in tables.items():
            parts[name].append(table)
        seen.append(_counted(found, tables, time.perf_counter() - started))
    say("reading", len(files), len(files))
    if place:
        place.forget_extracted(keys)
    empty = {name: [schemas.empty(name)] for name in schemas.EXTRACTED}
    return {name: pa.concat_tables(empty[name] + parts[name]) for name in parts}, seen


def _counted(found: Input, tables: dict[str, pa.Table], seconds: float) -> Input:
    return Input(
        found.path,
        found.status,
        found.document_id,
        found.format,
        records=tables["records"].num_rows,
        mentions=tables["mentions"].num_rows,
        positions=tables["positions"].num_rows,
        seconds=round(seconds, 4),
        warnings=found.warnings,
    )


def _extract_one(
    source: Source, digest: str, options: Options, place: workspace.Workspace | None, keys: list[str]
) -> tuple[dict[str, pa.Table], Input]:
    """What one input says: from the last build if neither it nor the extractors have changed."""
    format_name = options.as_format or extractors.recognise(source).name
    if place is None:
        batches = list(extractors.extract(source, as_format=format_name))
        tables = {
            name: pa.concat_tables([schemas.empty(name), *(b.tables[name] for b in batches if name in b.tables)])
            for name in schemas.EXTRACTED
        }
        noticed = tuple(w for b in batches for w in b.warnings)
        return tables, Input(source.name, "read", digest[:16], format_name, warnings=noticed)
    key = f"{digest[:16]}-{_fingerprint(format_name, source.name)}"
    store = place.extracted(key)
    status = "unchanged" if store.complete else "read"
    if not store.complete:
        store.write((b.tables, b.warnings) for b in extractors.extract(source, as_format=format_name))
    keys.append(key)
    tables = {name: store.table(name) for name in schemas.EXTRACTED}
    return tables, Input(source.name, status, digest[:16], format_name, warnings=tuple(store.warnings()))


def _fingerprint(format_name: str, name: str) -> str:
    """Changes with the format, the name of the input (it is part of what is extracted) and the code that reads it."""
    return hashlib.sha256(repr((__version__, format_name, name, _reading_code())).encode()).hexdigest()[:16]


@functools.cache
def _reading_code() -> list[tuple[str, int, int]]:
    """Name, size and time of every file that has a part in reading; looked at once a process."""
    package = Path(__file__).parent
    return sorted(
        (str(p.relative_to(package)), p.stat().st_size, p.stat().st_mtime_ns)
        for room in ("documents", "extractors")
        for p in (package / room).rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    )


# ---------------------------------------------------------------- write


def count(tables: dict[str, pa.Table]) -> dict[str, int]:
    """How much a graph holds, by kind."""
    import pyarrow.compute as pc

    people = tables["people"]
    ambiguous = int(pc.sum(people["ambiguous"].fill_null(False)).as_py() or 0)
    outcomes = tables["decisions"]["outcome"]
    return {
        "documents": tables["documents"].num_rows,
        "records": tables["records"].num_rows,
        "mentions": tables["mentions"].num_rows,
        "works": tables["works"].num_rows,
        "people": people.num_rows - ambiguous,
        "ambiguous_people": ambiguous,
        "venues": tables["venues"].num_rows,
        "organisations": tables["organisations"].num_rows,
        "memberships": tables["memberships"].num_rows,
        "coauthorships": tables["coauthorships"].num_rows,
        "merges": int(pc.sum(pc.equal(outcomes, "same")).as_py() or 0),
        "unsure": int(pc.sum(pc.equal(outcomes, "unsure")).as_py() or 0),
    }


def _write(done: Build, place: workspace.Workspace, options: Options, began: float, say: Progress) -> None:
    folder = place.next
    steps = [step for step in ("nq", "ttl", "store", "html") if step in options.only]
    run = run_info(options)
    workspace.write_tables(done.tables, folder / "tables")
    for number, step in enumerate(steps):
        say("writing", number, len(steps))
        with workspace.writing(folder):
            _WRITERS[step](done.tables, folder, run)
    say("writing", len(steps), len(steps))
    configuration = {"base": options.base, "as_format": options.as_format}
    kept = [{"path": i.path, "document": i.document_id, "format": i.format} for i in done.inputs if i.document_id]
    workspace.write_json(workspace.manifest(kept, configuration, __version__), folder / "manifest.json")
    workspace.write_json(report(done, time.perf_counter() - began), folder / "report.json")
    place.publish()


def run_info(options: Options) -> Any:
    """What is said in the graph about the run that made it."""
    from kg.graph.writer import RunInfo

    configuration = hashlib.sha256(repr((options.base, options.as_format)).encode()).hexdigest()
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.datetime.fromtimestamp(int(epoch) if epoch else time.time(), datetime.UTC)
    return RunInfo(
        version=__version__,
        configuration=configuration,
        started=now.isoformat(timespec="seconds"),
        base=options.base,
    )


def _write_nq(tables: dict[str, pa.Table], folder: Path, run: Any) -> None:
    from kg.graph.writer import write_nquads

    write_nquads(tables, folder / "graph.nq", run=run)


def _write_ttl(tables: dict[str, pa.Table], folder: Path, run: Any) -> None:
    from kg.graph.turtle import write_turtle

    write_turtle(tables, folder / "graph.ttl", run=run)


def _write_store(tables: dict[str, pa.Table], folder: Path, run: Any) -> None:
    from kg.graph.store import GraphStore

    GraphStore.build(folder / "store", tables, run=run, nquads=folder / "graph.nq")


def _many(tables: dict[str, pa.Table]) -> str:
    number = tables["documents"].num_rows
    return f"{number:,} document{'s' if number != 1 else ''}"


def _write_html(tables: dict[str, pa.Table], folder: Path, run: Any) -> None:
    from kg.view import ViewOptions, anchored, write_html

    options = ViewOptions(build=f"kg {run.version}, {_many(tables)}, {run.started[:10]}")
    earlier = folder.parent / "graph.html"  # a picture that grows keeps its shape
    write_html(tables, folder / "graph.html", anchored(options, earlier))


_WRITERS: dict[str, Callable[[dict[str, pa.Table], Path, Any], None]] = {
    "nq": _write_nq,
    "ttl": _write_ttl,
    "store": _write_store,
    "html": _write_html,
}


def report(done: Build, seconds: float) -> dict[str, Any]:
    """What report.json says."""
    return {
        "kg": __version__,
        "seconds": round(seconds, 3),
        "totals": done.totals,
        "changes": list(done.changes),
        "documents": [
            {
                "path": i.path,
                "status": i.status,
                "document": i.document_id,
                "format": i.format,
                "records": i.records,
                "mentions": i.mentions,
                "positions": i.positions,
                "seconds": i.seconds,
                "problem": i.problem,
                "warnings": [{"where": w.where, "problem": w.problem, "remedy": w.remedy} for w in i.warnings],
            }
            for i in done.inputs
        ],
    }

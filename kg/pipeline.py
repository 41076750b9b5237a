"""The story on one screen: read ─ extract ─ resolve ─ write."""

from __future__ import annotations

import datetime
import hashlib
import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from kg import extractors, inputs, workspace
from kg.conflicts import conflicts
from kg.engines.threads import at_most, side_by_side
from kg.errors import InputError, KGError
from kg.reading import Input, Manner, Progress, code, read_all
from kg.resolver.rulings import Ruling
from kg.ror import Ror
from kg.version import __version__

Tables = dict[str, pa.Table]

__all__ = ["Build", "Input", "Options", "build", "count", "report", "run_info"]


@dataclass(frozen=True, slots=True)
class Options:
    """How to build.

    `base` is the IRI under which instances live. `as_format` forces a format on every input. `only` limits what is
    written ("nq", "ttl", "html", "store"); all of them by default. `jobs` is how many processes read and how many
    threads resolve (None: one a core); the graph does not depend on it. `ror` is a dump of ROR, whose organisations
    are linked.
    """

    base: str = "https://w3id.org/kg/id/"
    as_format: str | None = None
    only: frozenset[str] = frozenset({"nq", "ttl", "html", "store"})
    jobs: int | None = None
    ror: str | os.PathLike[str] | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """What the resolver is given beside the inputs."""

    rulings: Sequence[Ruling] = ()
    registry: Ror | None = None


@dataclass(frozen=True, slots=True)
class Build:
    """A finished build: where it is, its tables, what became of each input, and how long it took."""

    folder: Path | None
    tables: dict[str, pa.Table]
    inputs: tuple[Input, ...]
    seconds: float
    changes: tuple[str, ...] = ()
    totals: dict[str, int] = field(default_factory=dict)
    key: str = ""  # a word for all that it was made from
    conflicts: tuple[str, ...] = ()  # about identifiers that cannot all be right
    unchanged: bool = False  # nothing differs from the build before, which stays as it is

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
    options = options or Options()
    with at_most(options.jobs):
        return _build(given, out, options, data, progress or (lambda step, done, total: None))


def _build(
    given: Sequence[str | os.PathLike[str]],
    out: str | os.PathLike[str] | None,
    options: Options,
    data: bytes | None,
    say: Progress,
) -> Build:
    from kg.resolver import anchors
    from kg.resolver.rulings import read as read_rulings

    began = time.perf_counter()
    files, skipped = ([Path(given[0])], []) if data is not None else inputs.expand(given)
    registry = Ror(options.ror) if options.ror else None
    place = workspace.Workspace(out) if out is not None else None
    if place:
        place.begin()
    extracted, seen = read_all(files, place, Manner(options.as_format, options.jobs, data), say)
    if not any(i.status in ("read", "unchanged") for i in seen):
        raise _nothing_read(seen)
    seen += [Input(path=s.path, status="skipped", problem=s.reason) for s in skipped]
    rulings, told = anchors.applicable(read_rulings(place.decisions) if place else [], extracted)
    beside = Beside(rulings, registry)
    if place is None:
        tables = _resolved(extracted, beside, say)
        seconds = time.perf_counter() - began
        return Build(None, tables, tuple(seen), seconds, totals=count(tables), conflicts=tuple(conflicts(tables)))
    key = _key(place, seen, options, beside)
    unchanged = place.holds(key, [*_FILES, *(_WRITTEN[step] for step in options.only)])
    changes: list[str] = []
    if unchanged:
        tables = place.tables()
    else:
        tables, changes = _resolved_anew(extracted, beside, (place, key), say)
    totals, doubts = count(tables), tuple(conflicts(tables))
    done = Build(place.folder, tables, tuple(seen), 0.0, (*told, *changes), totals, key, doubts, unchanged)
    if unchanged:
        workspace.write_json(report(done, time.perf_counter() - began), place.folder / "report.json")
        place.drop_next()
    else:
        _write(done, place, options, began, say)
    return replace(done, seconds=time.perf_counter() - began)


def _key(place: workspace.Workspace, seen: Sequence[Input], options: Options, beside: Beside) -> str:
    """A word for all that a build depends on: inputs, rulings, configuration, and the code itself."""
    model = os.environ.get("KG_PEOPLE_MODEL", "")
    files = [path.read_bytes() for path in (place.decisions, Path(model)) if path.is_file()]
    read = sorted((i.document_id, i.path, i.format) for i in seen if i.status in ("read", "unchanged"))
    made_from: tuple[object, ...] = (__version__, code(), read, options.base, options.as_format, model, files)
    made_from += tuple(mapping for i in seen if (mapping := extractors.beside(Path(i.path))))
    made_from += (beside.registry.sha256,) if beside.registry else ()
    return hashlib.sha256(repr(made_from).encode()).hexdigest()


def _resolved(extracted: Tables, beside: Beside, say: Progress, previous: Tables | None = None) -> dict[str, pa.Table]:
    from kg import resolver

    say("resolving", 0, 1)
    tables = extracted | resolver.resolve(
        extracted, rulings=beside.rulings, previous=previous, registry=beside.registry
    )
    say("resolving", 1, 1)
    return tables


def _resolved_anew(
    extracted: Tables, beside: Beside, kept: tuple[workspace.Workspace, str], say: Progress
) -> tuple[dict[str, pa.Table], list[str]]:
    """All tables, of an interrupted build its own, and in words what changed against the last build."""
    from kg.changes import account

    place, key = kept
    previous = _previous(place)
    tables = place.resume(key)
    if tables is None:
        tables = _resolved(extracted, beside, say, previous)
        place.keep(key, tables)
    return tables, account(previous, tables) if previous else []


def _previous(place: workspace.Workspace | None) -> dict[str, pa.Table] | None:
    """The tables of the last build; None if there is none that this version can read."""
    if place is None or not place.manifest():
        return None
    try:
        return place.tables()
    except KGError:
        return None


def _nothing_read(seen: Sequence[Input]) -> InputError:
    first = next(i for i in seen if i.status == "failed")
    if len(seen) == 1:
        where, _, rest = first.problem.partition(": ")
        return InputError(where, rest)
    rows = "".join(f"\n  {i.problem}" for i in seen)
    return InputError("", f"none of the {len(seen)} inputs could be read:{rows}")


# ---------------------------------------------------------------- write


def count(tables: dict[str, pa.Table]) -> dict[str, int]:
    """How much a graph holds, by kind."""
    import pyarrow.compute as pc

    people = tables["people"]
    ambiguous = int(pc.sum(people["ambiguous"].fill_null(False)).as_py() or 0)
    outcomes = tables["decisions"]["outcome"]
    return {
        "documents": pc.count_distinct(tables["documents"]["sha256"]).as_py(),
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
    steps = [step for step in _WRITERS if step in options.only]
    run = run_info(options)
    finished = place.finished() & set(steps)
    noting = threading.Lock()
    say("writing", len(finished), len(steps))

    def written(lane: tuple[str, ...]) -> None:
        for step in lane:
            if step in steps and step not in finished:
                with workspace.writing(folder):
                    _WRITERS[step](done.tables, folder, run)
                with noting:
                    place.finish(step)
                    finished.add(step)
                    say("writing", len(finished), len(steps))

    for _ in side_by_side(written, _LANES):
        pass
    configuration = {"base": options.base, "as_format": options.as_format}
    kept = [{"path": i.path, "document": i.document_id, "format": i.format} for i in done.inputs if i.document_id]
    workspace.write_json(workspace.manifest(kept, configuration, __version__, done.key), folder / "manifest.json")
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
    number = count(tables)["documents"]
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
_LANES = (("nq", "store"), ("ttl", "html"))  # written side by side; within a lane, the later reads the earlier
_FILES = ("tables", "report.json")
_WRITTEN = {"nq": "graph.nq", "ttl": "graph.ttl", "store": "store", "html": "graph.html"}


def report(done: Build, seconds: float) -> dict[str, Any]:
    """What report.json says."""
    return {
        "kg": __version__,
        "seconds": round(seconds, 3),
        "totals": done.totals,
        "changes": list(done.changes),
        "conflicts": list(done.conflicts),
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

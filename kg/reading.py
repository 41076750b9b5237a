"""Inputs to extracted tables: each is recognised, read if it is new, and taken from the last build if it is not.

Many inputs are read by several processes. What comes out does not depend on how many there are.
"""

from __future__ import annotations

import functools
import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from kg import extractors, pieces, schemas
from kg.conflicts import noticed
from kg.engines import processes
from kg.engines.spill import mapped
from kg.engines.threads import processors
from kg.errors import InputError
from kg.extractors import Extract, Format, Source
from kg.extractors.batches import sha256_of
from kg.model import Warning
from kg.version import __version__
from kg.workspace import Extracted, Workspace

Progress = Callable[[str, int, int], None]  # what is done, how many, of how many

_ALONE_SECONDS = 1.0  # starting other processes takes about as long
_SMALL_BYTES = 1_000_000
_BIG_BYTES = 8_000_000


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
class Manner:
    """How to read: in a format that is forced on every input or recognised, in so many processes (None: one a core)."""

    as_format: str | None = None
    jobs: int | None = None
    data: bytes | None = None  # of the only input, where it does not come from a file


@dataclass(frozen=True, slots=True)
class _Task:
    """One input to be read. It goes to other processes, so it is small."""

    path: Path
    digest: str
    format: str
    size: int = 0
    folder: Path | None = None  # where what it says is kept; None: in memory
    data: bytes | None = field(default=None, repr=False)

    def named(self, status: str) -> Input:
        return Input(str(self.path), status, self.digest[:16], self.format)


_Result = tuple[dict[str, pa.Table] | None, tuple[Warning, ...]]  # tables if they are not in a folder


@dataclass(frozen=True, slots=True)
class Said:
    """What became of an input. Its tables are in memory or in a folder."""

    input: Input
    tables: dict[str, pa.Table] | None = None
    folder: Path | None = None

    def load(self) -> dict[str, pa.Table]:
        """All extracted tables; none of an input that was not read."""
        if self.tables is None and self.folder is not None:
            return _load(self.folder)
        return self.tables or {}


def read_all(
    files: Sequence[Path], place: Workspace | None, manner: Manner, say: Progress
) -> tuple[dict[str, pa.Table], list[Input]]:
    """The extracted tables of all inputs in the order of their paths, and what became of each.

    Raises:
        OutputError: the workspace cannot be written.
    """
    said = read_each(files, place, manner, say)
    parts = {name: [schemas.empty(name)] for name in schemas.EXTRACTED}
    seen = []
    for one in said:
        tables = one.load()
        for name, table in tables.items():
            parts[name].append(table)
        seen.append(_counted(one.input, tables))
    return {name: pa.concat_tables(tables) for name, tables in parts.items()}, seen


def read_each(files: Sequence[Path], place: Workspace | None, manner: Manner, say: Progress) -> list[Said]:
    """What became of each input, in the order of their paths.

    With a workspace, what an input says is kept in it, and is not read again while neither the input nor kg changes; no
    more of it is in memory than is read at once.

    Raises:
        OutputError: the workspace cannot be written.
    """
    say("reading", 0, len(files))
    keep = place.folder / "extracted" if place else None
    planned = list(_without_repeats([_plan(file, keep, manner) for file in sorted(files, key=str)]))
    said = _read(planned, manner.jobs or processors(), say)
    if place:
        place.forget_extracted([one.folder.name for one in said if one.folder])
    return said


def _counted(done: Input, tables: dict[str, pa.Table]) -> Input:
    rows = {name: tables[name].num_rows for name in ("records", "mentions", "positions") if tables}
    return replace(done, seconds=round(done.seconds, 4), warnings=(*done.warnings, *noticed(tables)), **rows)


def _plan(file: Path, keep: Path | None, manner: Manner) -> _Task | Input:
    started = time.perf_counter()
    try:
        source = extractors.open_source(file, data=manner.data)
        digest = sha256_of(source.path, source.data)
        format_name = manner.as_format or extractors.recognise(source).name
    except InputError as error:
        return Input(str(file), "failed", problem=str(error), seconds=time.perf_counter() - started)
    size = _size(file) if manner.data is None else len(manner.data)
    folder = keep / f"{digest[:16]}-{_fingerprint(format_name, source.name, source.beside)}" if keep else None
    return _Task(file, digest, format_name, size, folder, manner.data)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:  # a member of an archive
        return 0


def _without_repeats(planned: Sequence[_Task | Input]) -> Iterator[_Task | Input]:
    """What has the same bytes as an earlier input is not read."""
    known: dict[str, Path] = {}
    for one in planned:
        if isinstance(one, Input):
            yield one
        elif one.digest in known:
            problem = f"the same bytes as {known[one.digest]}"
            yield Input(str(one.path), "same content", one.digest[:16], problem=problem)
        else:
            known[one.digest] = one.path
            yield one


def _read(planned: Sequence[_Task | Input], jobs: int, say: Progress) -> list[Said]:
    """What became of each, in the same order.

    Small inputs are read here for about as long as it takes to start other processes, and the rest by those.
    """
    said: dict[int, Said] = {}
    wanted: list[tuple[int, _Task]] = []
    for number, one in enumerate(planned):
        if isinstance(one, Input):
            said[number] = Said(one)
        elif one.folder and Extracted(one.folder).complete:
            known = replace(one.named("unchanged"), warnings=tuple(Extracted(one.folder).warnings()))
            said[number] = Said(known, folder=one.folder)
        else:
            wanted.append((number, one))
    wanted.sort(key=lambda task: (-task[1].size, task[0]))
    started = time.perf_counter()
    while wanted and jobs > 1 and _is_most_of_the_work([task for _, task in wanted], jobs):
        number, task = wanted.pop(0)
        said[number] = _read_one(task, jobs)
        say("reading", len(said), len(planned))
    while wanted and (min(jobs, len(wanted)) == 1 or _worth_doing_here(wanted[-1][1], started)):
        number, task = wanted.pop()
        said[number] = _read_one(task)
        say("reading", len(said), len(planned))
    for number, result in _elsewhere(wanted, jobs) if wanted else ():
        said[number] = result
        say("reading", len(said), len(planned))
    return [said[number] for number in range(len(planned))]


def _is_most_of_the_work(tasks: Sequence[_Task], jobs: int) -> bool:
    """Whether the first, which is the largest, would keep one process busy while the others have nothing to do."""
    return tasks[0].size > _BIG_BYTES and jobs * tasks[0].size > sum(task.size for task in tasks[1:])


def _worth_doing_here(task: _Task, started: float) -> bool:
    return task.size <= _SMALL_BYTES and time.perf_counter() - started < _ALONE_SECONDS


def _elsewhere(wanted: Sequence[tuple[int, _Task]], jobs: int) -> Iterator[tuple[int, Said]]:
    """Read by other processes, which leave tables in folders; those of a build in memory are taken from there."""
    with tempfile.TemporaryDirectory(prefix="kg-", ignore_cleanup_errors=True) as beside:
        tasks = [replace(task, folder=task.folder or Path(beside, str(number))) for number, task in wanted]
        for place, result in processes.run(_read_one, tasks, min(jobs, len(tasks))):
            number, task = wanted[place]
            if isinstance(result, processes.Died):
                yield number, Said(Input(str(task.path), "failed", problem=str(pieces.ended(str(task.path), result))))
            elif task.folder is None and result.folder:
                yield number, Said(result.input, result.load())
                shutil.rmtree(result.folder, ignore_errors=True)
            else:
                yield number, result


def _read_one(task: _Task, jobs: int = 1) -> Said:
    """Read one input into its folder, or into memory; a big one of a format that can be cut by several processes."""
    started = time.perf_counter()
    try:
        source = replace(extractors.open_source(task.path, data=task.data), sha256=task.digest)
        form = extractors.named(task.format, source.name)
        tables, warnings = _read_source(form, source, task.folder, jobs)
    except InputError as error:
        return Said(Input(str(task.path), "failed", problem=str(error), seconds=time.perf_counter() - started))
    done = replace(task.named("read"), seconds=time.perf_counter() - started, warnings=warnings)
    return Said(done, tables, task.folder)


def _read_source(form: Format, source: Source, folder: Path | None, jobs: int) -> _Result:
    can_be_cut = form.pieces is not None and form.pieces.fits(source)
    if folder is None and can_be_cut and jobs > 1:
        with tempfile.TemporaryDirectory(prefix="kg-", ignore_cleanup_errors=True) as beside:
            pieces.read(form, source, Path(beside), jobs)
            return _load(Path(beside)), tuple(Extracted(Path(beside)).warnings())
    if folder is None:
        return _in_memory(form.stream(source))
    if can_be_cut:
        pieces.read(form, source, folder, jobs)
    else:
        Extracted(folder).write((one.tables, one.warnings) for one in form.stream(source))
    return None, tuple(Extracted(folder).warnings())


def _load(folder: Path) -> dict[str, pa.Table]:
    """All tables of a folder; large ones are mapped, so that they take no more memory than is looked at."""
    return {name: mapped(schema, Extracted(folder).groups(name)) for name, schema in schemas.EXTRACTED.items()}


def _in_memory(extracts: Iterator[Extract]) -> _Result:
    batches = list(extracts)
    tables = {
        name: pa.concat_tables([schemas.empty(name), *(b.tables[name] for b in batches if name in b.tables)])
        for name in schemas.EXTRACTED
    }
    return tables, tuple(w for b in batches for w in b.warnings)


def _fingerprint(format_name: str, name: str, beside: bytes) -> str:
    """Changes with the format, the name of the input (it is part of what is extracted), its mapping, and the code."""
    made_from = (__version__, format_name, name, beside, code("documents", "extractors"))
    return hashlib.sha256(repr(made_from).encode()).hexdigest()[:16]


@functools.cache
def code(*rooms: str) -> list[tuple[str, int, int]]:
    """Name, size and time of every file of these rooms (none named: of all of kg); looked at once a process."""
    package = Path(__file__).parent
    return sorted(
        (str(p.relative_to(package)), p.stat().st_size, p.stat().st_mtime_ns)
        for room in rooms or (".",)
        for p in (package / room).rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    )

"""The output folder: what is in it, how it is replaced as a whole, and what an earlier build left to go on from.

    DIR/graph.nq, graph.ttl, graph.html, report.json, tables/*.parquet, store/, manifest.json   one build, as a whole
    DIR/decisions.tsv    the curator's rulings: read, never written by a build
    DIR/extracted/       what each input said, by content and extractor: an unchanged input is not read again
    DIR/.next/           a build under way

A build writes into `.next` and is published by renaming. The file `.next/COMPLETE` is the point of no return: with it
whoever opens the folder finishes the renaming first. So a reader sees the old build or the new one, and an interrupted
build leaves the last good one whole. `.next/KEPT` says of an interrupted build what it was made from (its key), and
which files are finished: the next build of the same key goes on from there, any other throws them away.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg import schemas
from kg.errors import GraphError, OutputError
from kg.model import Warning

PUBLISHED = ("tables", "store", "graph.nq", "graph.ttl", "graph.html", "report.json", "manifest.json")
DECISIONS = "decisions.tsv"
_NEXT = ".next"
_COMPLETE = "COMPLETE"
_KEPT = "KEPT"
_LAYOUT = 1


class Workspace:
    """One output folder."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)

    @property
    def next(self) -> Path:
        return self.folder / _NEXT

    @property
    def decisions(self) -> Path:
        return self.folder / DECISIONS

    def begin(self) -> Path:
        """Make the folder ready for a build; returns the empty folder to write into.

        Raises:
            OutputError: the folder cannot be made or written, or is something else than a build of kg.
        """
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._refuse_foreign()
            self.recover()
            if not self._kept():
                self._empty_next()
        return self.next

    def _empty_next(self) -> None:
        shutil.rmtree(self.next, ignore_errors=True)
        self.next.mkdir()

    def _kept(self) -> dict[str, Any]:
        return _read_json(self.next / _KEPT)

    def keep(self, key: str, tables: Mapping[str, pa.Table]) -> None:
        """Keep the tables of a build under way, made from what `key` stands for."""
        with writing(self.next):
            self._empty_next()
        write_tables(tables, self.next / "tables")
        write_json({"key": key, "finished": []}, self.next / _KEPT)

    def resume(self, key: str) -> dict[str, pa.Table] | None:
        """The tables that an interrupted build of that key kept. None if there are none; then nothing else is there."""
        if self._kept().get("key") != key:
            with writing(self.next):
                self._empty_next()
            return None
        try:
            return {name: _table(self.next / "tables", name) for name in schemas.TABLES}
        except GraphError:
            return None

    def drop_next(self) -> None:
        """There is nothing to publish."""
        _remove(self.next)

    def finished(self) -> set[str]:
        """Names of the steps that the build under way has finished."""
        return set(self._kept().get("finished", ()))

    def finish(self, step: str) -> None:
        """Note that a step is finished."""
        kept = self._kept()
        if kept:
            write_json({**kept, "finished": sorted({*kept["finished"], step})}, self.next / _KEPT)

    def holds(self, key: str, names: Iterable[str]) -> bool:
        """Whether the last build has that key and all of these files."""
        return self.manifest().get("key") == key and all((self.folder / name).exists() for name in names)

    def _refuse_foreign(self) -> None:
        """A build replaces files by name, so a folder full of somebody else's files is not taken."""
        present = {entry.name for entry in self.folder.iterdir()}
        ours = {*PUBLISHED, DECISIONS, "extracted", _NEXT}
        if present and not present & ours:
            raise OutputError(
                str(self.folder), "this folder holds other files and no graph", "give a new or empty folder to --out"
            )

    def publish(self) -> None:
        """Replace the last build by the one in `.next`."""
        with writing(self.folder):
            names = [name for name in PUBLISHED if (self.next / name).exists()]
            (self.next / _COMPLETE).write_text("\n".join(names), encoding="utf-8")
            self.recover()

    def recover(self) -> None:
        """Finish a publication that was cut short; do nothing otherwise."""
        if not (self.next / _COMPLETE).exists():
            return
        names = (self.next / _COMPLETE).read_text(encoding="utf-8").split("\n")
        for name in PUBLISHED:
            new, old = self.next / name, self.folder / name
            if new.exists() or name not in names:
                _remove(old)
            if new.exists():
                os.replace(new, old)
        _remove(self.next)

    def manifest(self) -> dict[str, Any]:
        """The manifest of the last build; empty if there is none or it is of another layout."""
        found = _read_json(self.folder / "manifest.json")
        return found if found.get("layout") == _LAYOUT else {}

    def tables(self) -> dict[str, pa.Table]:
        """All tables of the last build.

        Raises:
            GraphError: there is no build here, or a table is missing or damaged.
        """
        self.recover()
        if not (self.folder / "tables").is_dir():
            remedy = f"run: kg build INPUT... --out {self.folder}"
            raise GraphError(str(self.folder), "there is no graph here", remedy)
        return {name: _table(self.folder / "tables", name) for name in schemas.TABLES}

    def extracted(self, key: str) -> Extracted:
        """What the input with that key said, if it was read before."""
        return Extracted(self.folder / "extracted" / key)

    def forget_extracted(self, keep: Iterable[str]) -> None:
        """Drop what inputs said that are no longer part of the build."""
        wanted = set(keep)
        folder = self.folder / "extracted"
        for entry in folder.iterdir() if folder.is_dir() else ():
            if entry.name not in wanted:
                _remove(entry)


class Extracted:
    """What one input said, on disk: Parquet tables and warnings. Complete once `warnings.json` is there.

    An input that is read in pieces has tables of each piece beside those of the whole (`records-000007.parquet`), and
    a note that the piece is finished (`000007.json`). Each file appears whole, so an interruption leaves what can be
    used, and two processes that write what the same input says do not harm each other.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def complete(self) -> bool:
        return (self.folder / "warnings.json").exists()

    def warnings(self) -> list[Warning]:
        rows = json.loads((self.folder / "warnings.json").read_text(encoding="utf-8"))
        return [Warning(**row) for row in rows]

    def groups(self, name: str) -> Iterator[pa.Table]:
        """All rows in the order of the input, one group of rows after the other, however they were written."""
        whole = self.folder / f"{name}.parquet"
        parts = [whole] if whole.exists() else []
        parts += sorted(self.folder.glob(f"{name}-[0-9]*.parquet"))
        return (group for path in parts for group in _row_groups(path))

    def write(self, batches: Iterable[tuple[Mapping[str, pa.Table], Iterable[Warning]]]) -> None:
        """Write batches as they come; memory holds one batch at a time."""
        warnings: list[Warning] = []
        with writing(self.folder), contextlib.ExitStack() as stack:
            self.folder.mkdir(parents=True, exist_ok=True)
            writers: dict[str, pq.ParquetWriter] = {}
            for tables, noticed in batches:
                warnings.extend(noticed)
                for name, table in tables.items():
                    if name not in writers:
                        path = stack.enter_context(_whole(self.folder / f"{name}.parquet"))
                        writers[name] = stack.enter_context(_writer(path, name))
                    writers[name].write_table(table)
        self.finish(warnings)

    def write_piece(self, number: int, tables: Mapping[str, pa.Table], note: Any) -> None:
        """Write one piece of what an input says, with a note (JSON) for whoever puts the pieces together."""
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            for name, table in tables.items():
                if table.num_rows:
                    with _whole(self.folder / f"{name}-{number:06}.parquet") as path, _writer(path, name) as writer:
                        writer.write_table(table)
            with _whole(self.folder / f"{number:06}.json") as path:
                path.write_text(json.dumps(note), encoding="utf-8")

    def note(self, number: int) -> Any:
        """What was noted with a piece; None if it is not finished."""
        try:
            return json.loads((self.folder / f"{number:06}.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None

    def finish(self, warnings: Iterable[Warning]) -> None:
        """All is written."""
        rows = [{"where": w.where, "problem": w.problem, "remedy": w.remedy} for w in warnings]
        with writing(self.folder), _whole(self.folder / "warnings.json") as path:
            path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


_SAME = ("document_id", "role", "extractor", "kind", "status", "year", "venue", "publisher")  # columns of few values


def _writer(path: Path, name: str) -> pq.ParquetWriter:
    schema = schemas.EXTRACTED[name]
    return pq.ParquetWriter(path, schema, use_dictionary=[column for column in _SAME if column in schema.names])


def _row_groups(path: Path) -> Iterator[pa.Table]:
    with pq.ParquetFile(path, memory_map=True) as file:
        for number in range(file.num_row_groups):
            yield file.read_row_group(number)


@contextlib.contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A place to write to; what is there at the end becomes `path`, and nothing does after an error."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        yield beside
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def write_tables(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """Write all tables as Parquet files into `folder`."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            pq.write_table(table, folder / f"{name}.parquet", compression="zstd")


def _table(folder: Path, name: str) -> pa.Table:
    path = folder / f"{name}.parquet"
    try:
        table = pq.read_table(path, memory_map=True)
    except (OSError, pa.ArrowException) as error:
        raise GraphError(str(path), f"this table cannot be read ({error})", "build the graph again") from None
    if table.schema.names != schemas.TABLES[name].names:
        raise GraphError(str(path), "this table was written by another version", "build the graph again")
    return table


def _read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file; empty if there is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_json(value: Any, path: Path) -> None:
    """Write readable JSON; the file is replaced whole."""
    with writing(path):
        beside = path.with_name(f"{path.name}.part")
        beside.write_text(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
        os.replace(beside, path)


def manifest(
    inputs: list[dict[str, Any]], configuration: dict[str, Any], version: str, key: str = ""
) -> dict[str, Any]:
    """What a build was made from: inputs by hash, configuration, version, and a key of all of that."""
    return {"layout": _LAYOUT, "kg": version, "key": key, "configuration": configuration, "inputs": inputs}


@contextlib.contextmanager
def writing(place: Path) -> Iterator[None]:
    """Turn what the file system refuses into an OutputError that says where and what to do."""
    try:
        yield
    except PermissionError as error:
        where = str(error.filename or place)
        remedy = "choose another place or change the permissions"
        raise OutputError(where, "writing here is not allowed", remedy) from None
    except (FileExistsError, NotADirectoryError) as error:
        raise OutputError(
            str(error.filename or place), "this is a file, not a folder", "choose another place"
        ) from None
    except OSError as error:
        remedy = "free some space, then run the same command again" if error.errno == 28 else "check the disk"
        problem = f"it cannot be written ({error.strerror or error})"
        raise OutputError(str(error.filename or place), problem, remedy) from None


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)

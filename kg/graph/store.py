"""The embedded store: an Oxigraph database on disk or in memory, loaded from N-Quads.

A store on disk is built beside its place and renamed into it, with a seal written last: a folder without a seal, or one
that Oxigraph cannot open, is damaged and is rebuilt from the N-Quads it came from.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa
import pyoxigraph as ox

from kg.errors import GraphError, OutputError
from kg.graph.blocks import RunInfo, WriteOptions

SEAL = "kg-store.json"
VERSION = 1
_REBUILD = "run 'kg build' again, or delete the folder to have it rebuilt from graph.nq"


class GraphStore:
    """A pyoxigraph store that knows where it lies; `raw` is the `pyoxigraph.Store` itself."""

    def __init__(self, raw: ox.Store, folder: Path | None = None) -> None:
        self.raw = raw
        self.folder = folder

    @classmethod
    def memory(cls) -> GraphStore:
        """An empty store that lives in memory."""
        return cls(ox.Store())

    @classmethod
    def in_memory(cls, tables: Mapping[str, pa.Table], *, run: RunInfo) -> GraphStore:
        """The whole dataset of these tables in a store in memory."""
        from kg.graph.writer import stream_nquads

        store = cls.memory()
        with tempfile.TemporaryFile() as file:
            stream_nquads(tables, cast(BinaryIO, file), run=run)
            file.seek(0)
            store.raw.bulk_load(file, format=ox.RdfFormat.N_QUADS)
        return store

    @classmethod
    def open(cls, folder: Path | str) -> GraphStore:
        """The store of an output folder ("store/" in it), or a store folder itself, read-only.

        Many may read while a build prepares the next one beside it. A store of an output folder that is missing or
        damaged is rebuilt from its graph.nq, in memory if the folder cannot be written.
        Raises GraphError when there is none, or it is unfinished, damaged or of another version and cannot be rebuilt.
        """
        folder = Path(folder)
        store, nquads = folder / "store", folder / "graph.nq"
        if not (store.is_dir() or nquads.is_file()):
            return cls.open_store(folder)
        try:
            return cls.open_or_rebuild(store, nquads)
        except OutputError:
            memory = cls.memory()
            memory.load(nquads)
            return memory

    @classmethod
    def open_store(cls, folder: Path | str) -> GraphStore:
        """The finished store that lies in this very folder; raises GraphError instead of rebuilding."""
        folder = Path(folder)
        if not folder.is_dir():
            raise GraphError(str(folder), "there is no graph store here", "run: kg build INPUT --out DIR")
        _check_seal(folder)
        try:
            raw = ox.Store.read_only(str(folder))
            next(iter(raw.quads_for_pattern(None, None, None, None)), None)
        except (OSError, RuntimeError, ValueError) as error:
            raise GraphError(str(folder), f"the graph store is damaged ({error})", _REBUILD) from error
        return cls(raw, folder)

    @classmethod
    def create(cls, folder: Path | str, nquads: Path | str) -> GraphStore:
        """Loads a file of N-Quads into a new store, puts it in place of `folder` and opens it.

        A store that stood there stays whole until the new one is ready. Raises GraphError when the file cannot be read
        as N-Quads, OutputError when the store cannot be written.
        """
        folder = Path(folder)
        new = folder.with_name(f".{folder.name}.{os.getpid()}.part")
        old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
        try:
            shutil.rmtree(new, ignore_errors=True)
            new.parent.mkdir(parents=True, exist_ok=True)
            quads = _fill(new, Path(nquads))
            (new / SEAL).write_text(json.dumps({"version": VERSION, "quads": quads}), encoding="utf-8")
            if folder.exists():
                folder.rename(old)
            new.rename(folder)
        except OSError as error:
            remedy = "choose another place with --out, or make room and run it again"
            raise OutputError(str(folder), f"the graph store cannot be written ({error})", remedy) from error
        finally:
            shutil.rmtree(new, ignore_errors=True)
            shutil.rmtree(old, ignore_errors=True)
        return cls.open_store(folder)

    @classmethod
    def create_from_tables(
        cls,
        folder: Path | str,
        tables: Mapping[str, pa.Table],
        *,
        run: RunInfo,
        layers: tuple[str, ...] = ("resolved",),
    ) -> GraphStore:
        """`create` with some layers only: a large graph answers sooner when its store holds what presets read."""
        from kg.graph.writer import write_nquads

        folder = Path(folder)
        nquads = folder.with_name(f".{folder.name}.{os.getpid()}.nq")
        try:
            write_nquads(tables, nquads, run=run, options=WriteOptions(layers=layers))
            return cls.create(folder, nquads)
        finally:
            nquads.unlink(missing_ok=True)

    @classmethod
    def open_or_rebuild(cls, folder: Path | str, nquads: Path | str) -> GraphStore:
        """The store in a folder; one that is missing or damaged is built again from the N-Quads, if they are there."""
        try:
            return cls.open_store(folder)
        except GraphError:
            if not Path(nquads).is_file():
                raise
            return cls.create(folder, nquads)

    def load(self, nquads: Path | str) -> int:
        """Adds a file of N-Quads to a store in memory and returns how many quads the store then holds.

        Raises GraphError with the line when the file is not N-Quads, or is not there.
        """
        _bulk_load(self.raw, Path(nquads))
        return len(self.raw)

    def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """What Oxigraph answers. Queries of users go through `kg.graph.query`, which guards and stops them."""
        return self.raw.query(sparql)


def _check_seal(folder: Path) -> None:
    try:
        seal = json.loads((folder / SEAL).read_text(encoding="utf-8"))
        version = seal["version"]
    except FileNotFoundError as error:
        raise GraphError(str(folder), "the graph store is unfinished", _REBUILD) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GraphError(str(folder), f"the seal of the graph store is damaged ({error})", _REBUILD) from error
    if version != VERSION:
        problem = f"the graph store is of version {version}, this kg reads {VERSION}"
        raise GraphError(str(folder), problem, _REBUILD)


def _fill(folder: Path, nquads: Path) -> int:
    """Loads into a store in that folder and closes it again (Oxigraph closes a store when nothing holds it)."""
    store = ox.Store(str(folder))
    _bulk_load(store, nquads)
    store.flush()
    return len(store)


def _bulk_load(store: ox.Store, nquads: Path) -> None:
    try:
        store.bulk_load(path=str(nquads), format=ox.RdfFormat.N_QUADS)
    except FileNotFoundError as error:
        raise GraphError(str(nquads), "there is no such file", "run: kg build INPUT --out DIR") from error
    except SyntaxError as error:
        raise GraphError(f"{nquads}:{error.lineno}", f"not N-Quads ({error.msg})", "build the graph again") from error

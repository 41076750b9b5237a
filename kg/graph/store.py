"""The embedded store: an Oxigraph database on disk or in memory.

A small graph lies in it whole, loaded from N-Quads; a large one lies in columns beside it (see `kg.graph.compact`).
A store on disk is built beside its place and renamed into it, with a seal written last: a folder without a seal, or one
that Oxigraph cannot open, is damaged and is rebuilt from the N-Quads or the tables it came from.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import pyoxigraph as ox

from kg.errors import GraphError, OutputError
from kg.graph.compact import is_large, read_description, write_compact
from kg.graph.vocab import BASE

if TYPE_CHECKING:  # Polars takes a second to import, and stores are opened without it
    import pyarrow as pa

    from kg.graph.blocks import RunInfo, Tables

SEAL = "kg-store.json"
VERSION = 1
COMPACT_VERSION = 3  # columns
_REBUILD = "run 'kg build' again, or delete the folder to have it rebuilt from the tables"


class GraphStore:
    """A pyoxigraph store that knows where it lies; `raw` is the `pyoxigraph.Store` itself.

    `compact`: the graph lies in columns in `folder`, and `raw` holds only what is said of the dataset itself; then
    `base` is the IRI under which things are named.
    """

    def __init__(self, raw: ox.Store, folder: Path | None = None, *, compact: bool = False, base: str = BASE) -> None:
        self.raw = raw
        self.folder = folder
        self.compact = compact
        self.base = base

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
        store, nquads, tables = folder / "store", folder / "graph.nq", folder / "tables"
        if not (store.is_dir() or nquads.is_file() or tables.is_dir()):
            return cls.open_store(folder)
        try:
            return cls.open_store(store)
        except GraphError:
            if tables.is_dir() and (not nquads.is_file() or is_large(tables)):
                return cls.build(store, tables, run=_run_of(folder))
            if not nquads.is_file():
                raise
        try:
            return cls.create(store, nquads)
        except OutputError:
            memory = cls.memory()
            memory.load(nquads)
            return memory

    @classmethod
    def build(
        cls,
        folder: Path | str,
        tables: Tables,
        *,
        run: RunInfo,
        nquads: Path | None = None,
        large_rows: int | None = None,
    ) -> GraphStore:
        """The store of these tables, in place of `folder`: the whole dataset of a small graph, else a compact one.

        `nquads` is the file of the whole dataset, if it was written already. Raises OutputError when the store cannot
        be written.
        """
        if is_large(tables, large_rows):
            return cls.create_compact(folder, tables, run=run)
        if nquads is not None and nquads.is_file():
            return cls.create(folder, nquads)
        return cls.create_from_tables(folder, tables, run=run)

    @classmethod
    def create_compact(cls, folder: Path | str, tables: Tables, *, run: RunInfo) -> GraphStore:
        """Writes these tables as columns into a new store; see `create`."""

        def filled(new: Path) -> dict[str, Any]:
            write_compact(tables, new, run)
            sizes = {path.name: path.stat().st_size for path in sorted(new.iterdir())}
            return {"version": COMPACT_VERSION, "base": run.base, "files": sizes}

        return cls._replaced(Path(folder), filled)

    @classmethod
    def open_store(cls, folder: Path | str) -> GraphStore:
        """The finished store that lies in this very folder; raises GraphError instead of rebuilding."""
        folder = Path(folder)
        if not folder.is_dir():
            raise GraphError(str(folder), "there is no graph store here", "run: kg build INPUT --out DIR")
        seal = _checked_seal(folder)
        compact = seal["version"] == COMPACT_VERSION
        try:
            if compact:
                _check_sizes(folder, seal["files"])
            raw = read_description(folder) if compact else ox.Store.read_only(str(folder))
            next(iter(raw.quads_for_pattern(None, None, None, None)), None)
        except (OSError, RuntimeError, ValueError, SyntaxError, KeyError, AttributeError) as error:
            raise GraphError(str(folder), f"the graph store is damaged ({error})", _REBUILD) from error
        return cls(raw, folder, compact=compact, base=seal.get("base", BASE))

    @classmethod
    def create(cls, folder: Path | str, nquads: Path | str) -> GraphStore:
        """Loads a file of N-Quads into a new store, puts it in place of `folder` and opens it.

        A store that stood there stays whole until the new one is ready. Raises GraphError when the file cannot be read
        as N-Quads, OutputError when the store cannot be written.
        """
        return cls._replaced(Path(folder), lambda new: {"version": VERSION, "quads": _fill(new, Path(nquads))})

    @classmethod
    def _replaced(cls, folder: Path, filled: Callable[[Path], dict[str, Any]]) -> GraphStore:
        """Puts a new store, which `filled` makes in the folder it is given, in place of `folder`; returns it, open."""
        new = folder.with_name(f".{folder.name}.{os.getpid()}.part")
        old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
        try:
            shutil.rmtree(new, ignore_errors=True)
            new.mkdir(parents=True)
            seal = filled(new)
            (new / SEAL).write_text(json.dumps(seal), encoding="utf-8")
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
    def create_from_tables(cls, folder: Path | str, tables: Tables, *, run: RunInfo) -> GraphStore:
        """`create` for a graph of which no N-Quads are written."""
        from kg.graph.writer import write_nquads

        folder = Path(folder)
        nquads = folder.with_name(f".{folder.name}.{os.getpid()}.nq")
        try:
            write_nquads(tables, nquads, run=run)
            return cls.create(folder, nquads)
        finally:
            nquads.unlink(missing_ok=True)

    def load(self, nquads: Path | str) -> int:
        """Adds a file of N-Quads to a store in memory and returns how many quads the store then holds.

        Raises GraphError with the line when the file is not N-Quads, or is not there.
        """
        _bulk_load(self.raw, Path(nquads))
        return len(self.raw)

    def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """What Oxigraph answers. Queries of users go through `kg.graph.query`, which guards and stops them."""
        return self.raw.query(sparql)


def _checked_seal(folder: Path) -> dict[str, Any]:
    try:
        seal = json.loads((folder / SEAL).read_text(encoding="utf-8"))
        version = seal["version"]
    except FileNotFoundError as error:
        raise GraphError(str(folder), "the graph store is unfinished", _REBUILD) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GraphError(str(folder), f"the seal of the graph store is damaged ({error})", _REBUILD) from error
    if version not in (VERSION, COMPACT_VERSION):
        problem = f"the graph store is of version {version}, this kg reads {VERSION} and {COMPACT_VERSION}"
        raise GraphError(str(folder), problem, _REBUILD)
    return cast(dict[str, Any], seal)


def _check_sizes(folder: Path, sizes: Mapping[str, int]) -> None:
    """Raises ValueError where a file is missing or has not the size that it was written with, OSError likewise."""
    for name, size in sizes.items():
        if (folder / name).stat().st_size != size:
            raise ValueError(f"{name} has changed its size")


def _run_of(folder: Path) -> RunInfo:
    """What the manifest of an output folder says about the run that made it."""
    from kg.graph.blocks import RunInfo

    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return RunInfo(version=str(manifest["kg"]), base=str(manifest["configuration"]["base"]))
    except (OSError, ValueError, KeyError, TypeError):
        return RunInfo()


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

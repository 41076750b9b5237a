"""Tables that are made piece by piece and may be larger than memory."""

from __future__ import annotations

import atexit
import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

import pyarrow as pa

from kg.errors import OutputError

IN_MEMORY = 64_000_000  # bytes of a table that are held in memory


class Spill:
    """Collects the pieces of one table: in memory while they are few, else in a temporary file that is mapped.

    The file is in the folder for temporary files (TMPDIR) and gone at the end of the process at the latest. Use it in a
    `with` statement; the table from `table` lives on after it.
    """

    def __init__(self, schema: pa.Schema) -> None:
        """`schema` is that of all pieces."""
        self._schema = schema
        self._held: list[pa.Table] = []
        self._bytes = 0
        self._path: Path | None = None
        self._sink: pa.NativeFile | None = None
        self._writer: pa.RecordBatchFileWriter | None = None

    def __enter__(self) -> Spill:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._close()
        if self._path is not None:
            _remove(self._path)

    def add(self, piece: pa.Table) -> None:
        """Add rows behind those that are there. OutputError if they cannot be written."""
        self._held.append(piece)
        self._bytes += piece.nbytes
        if self._writer is not None or self._bytes > IN_MEMORY:
            self._write()

    def table(self) -> pa.Table:
        """All rows in the order in which they were added. Nothing can be added afterwards."""
        if self._writer is None:
            return pa.concat_tables([self._schema.empty_table(), *self._held])
        self._close()
        with pa.memory_map(str(self._path)) as source:
            return pa.ipc.open_file(source).read_all()

    def _write(self) -> None:
        try:
            if self._writer is None:
                handle, name = tempfile.mkstemp(prefix="kg-", suffix=".arrow")
                os.close(handle)
                self._path = Path(name)
                self._sink = pa.OSFile(name, "wb")
                self._writer = pa.ipc.new_file(self._sink, self._schema)
            for piece in self._held:
                self._writer.write_table(piece)
        except OSError as error:
            raise OutputError(
                tempfile.gettempdir(), f"cannot be written ({error.strerror})", "free some space, or set TMPDIR"
            ) from error
        self._held = []

    def _close(self) -> None:
        if self._writer is not None and self._sink is not None and not self._sink.closed:
            self._writer.close()
            self._sink.close()


def mapped(schema: pa.Schema, pieces: Iterable[pa.Table]) -> pa.Table:
    """All pieces as one table; a large one is in a file, and takes no more memory than is looked at.

    Raises:
        OutputError: the file cannot be written.
    """
    with Spill(schema) as rows:
        for piece in pieces:
            rows.add(piece)
        return rows.table()


def _remove(path: Path) -> None:
    """Remove a file that may be mapped: at once where the system lets it, else at the end of the process."""
    try:
        path.unlink()
    except PermissionError:
        atexit.register(_forget, path)
    except OSError:
        return


def _forget(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()

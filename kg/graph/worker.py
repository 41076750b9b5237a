"""Queries in a process of their own, which is ended when they take too long: the engines know no way to stop one.

The parent writes pickled requests to the worker's standard input and reads pickled answers from a pipe; nothing in them
comes from outside but the text of the query, which is data. A store on disk is opened read-only by the worker; one in
memory is handed over as a file of N-Quads.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import pyoxigraph as ox

from kg.errors import GraphError, KGError, QueryError, QueryTimeout
from kg.graph.asker import Asker, Question
from kg.graph.rows import Rows
from kg.graph.store import GraphStore

_LENGTH = struct.Struct(">Q")
_GRACE_SECONDS = 5.0
_START_SECONDS = 120.0  # for opening a store or loading one from N-Quads


class Worker:
    """One process that answers one question after the other; it starts with the first, and anew after being stopped."""

    def __init__(self, path: Path | None, store: ox.Store | None = None, *, most_bytes: int | None = None) -> None:
        """A worker on the store at `path`, or on a copy of `store` if `path` is None.

        `most_bytes` bounds the memory of the process where the system can do that (Linux).
        """
        if path is None and store is None:
            raise GraphError("store", "neither a folder nor a store in memory was given", "give one of them")
        self._path = path
        self._store = store
        self._most_bytes = most_bytes
        self._process: subprocess.Popen[bytes] | None = None
        self._copy: Path | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """The process that runs now, or None."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def answer(self, question: Question, *, timeout: float, engine: str = "oxigraph", limit: int | None = None) -> Rows:
        """The rows.

        Raises:
            QueryTimeout: it took longer than `timeout` seconds; the process has been ended.
            QueryError: as `Asker.answer`, or the process died (out of memory).
        """
        with self._lock:
            process = self._running()
            try:
                _send(_pipe(process.stdin), (question, engine, limit, timeout))
                answer = _receive(_pipe(process.stdout), timeout)
            except TimeoutError:
                self._stop()
                raise QueryTimeout(
                    "query", f"it was stopped after {timeout:g} s", "ask for less, or give more time"
                ) from None
            except (EOFError, OSError) as error:
                self._stop()
                raise QueryError(
                    "query", "the process that ran it died, probably for lack of memory", "ask for less"
                ) from error
        if isinstance(answer, KGError):
            raise answer
        if isinstance(answer, Rows):
            return answer
        raise QueryError("query", str(answer), "mend the query, or report this with its text")

    def close(self) -> None:
        """Ends the process."""
        with self._lock:
            self._stop()
            if self._copy is not None:
                self._copy.unlink(missing_ok=True)
                self._copy = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join(entry for entry in sys.path if entry))
        code = "from kg.graph.worker import main; main()"
        self._process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        source = (str(self._path), True) if self._path is not None else (str(self._dumped()), False)
        try:
            _send(_pipe(self._process.stdin), (*source, self._most_bytes))
            started = _receive(_pipe(self._process.stdout), _START_SECONDS)
        except (EOFError, OSError, TimeoutError) as error:
            self._stop()
            raise GraphError(
                source[0], "no process for queries could be started on it", "build the graph again"
            ) from error
        if isinstance(started, KGError):
            self._stop()
            raise started
        return self._process

    def _dumped(self) -> Path:
        if self._copy is None:
            assert self._store is not None
            handle, name = tempfile.mkstemp(prefix="kg-", suffix=".nq")
            os.close(handle)
            self._copy = Path(name)
            self._store.dump(str(self._copy), format=ox.RdfFormat.N_QUADS)
        return self._copy

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    try:
                        stream.close()
                    except OSError:  # what was still to be written has no reader any more
                        continue
            self._process = None


def _pipe(stream: Any) -> BinaryIO:
    assert stream is not None
    return stream  # type: ignore[no-any-return]


def _send(stream: BinaryIO, value: object) -> None:
    data = pickle.dumps(value)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def _receive(stream: BinaryIO, timeout: float | None) -> Any:
    deadline = None if timeout is None else time.monotonic() + timeout
    size = _LENGTH.unpack(_read(stream, _LENGTH.size, deadline))[0]
    return pickle.loads(_read(stream, size, deadline))


def _read(stream: BinaryIO, size: int, deadline: float | None) -> bytes:
    """`size` bytes; past the buffer of the stream, because `select` only knows the file underneath."""
    data = bytearray()
    while len(data) < size:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([stream.fileno()], [], [], left)[0]:
                raise TimeoutError
        part = os.read(stream.fileno(), min(size - len(data), 1 << 20))
        if not part:
            raise EOFError
        data += part
    return bytes(data)


def main() -> None:
    """The worker's life: open the store, then answer until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's: it closes the pipe
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up among the answers
    try:
        asker = _open(*_receive(requests, None))
    except KGError as error:
        _send(answers, error)
        return
    _send(answers, "ready")
    while True:
        try:
            question, engine, limit, timeout = _receive(requests, None)
        except EOFError:
            return
        _set_alarm(timeout + _GRACE_SECONDS)
        try:
            answer: object = asker.answer(question, engine, limit)
        except KGError as error:
            answer = error
        except Exception as error:  # the parent must hear of every failure, whatever an engine raises
            answer = f"the engine failed: {type(error).__name__}: {error}"
        _set_alarm(0.0)
        _send(answers, answer)


def _set_alarm(seconds: float) -> None:
    """Lets the system end this process after that time even if the parent is gone; 0 calls it off."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # a Python handler would wait for the engine to return
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _open(source: str, on_disk: bool, most_bytes: int | None) -> Asker:
    if most_bytes is not None and sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (most_bytes, most_bytes))
    try:
        if on_disk:
            return Asker(GraphStore.open_store(source))
        store = ox.Store()
        store.bulk_load(path=source, format=ox.RdfFormat.N_QUADS)
        return Asker(store)
    except (OSError, SyntaxError, ValueError) as error:
        raise GraphError(source, f"the store cannot be opened ({error})", "build the graph again") from error

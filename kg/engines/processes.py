"""Several processes that work through tasks, for work that one core does too slowly.

A worker is a new interpreter that gets pickled tasks through a pipe, so it is the same on Linux, macOS and Windows, and
a script that uses kg needs no `if __name__ == "__main__"`. What goes through the pipes was made by kg itself.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple, TypeVar

_LENGTH = struct.Struct(">Q")
_LISTEN_SECONDS = 0.5  # how long an interruption may wait to be seen where waiting cannot be broken off (Windows)
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "POLARS_MAX_THREADS", "OPENBLAS_NUM_THREADS"), "1")

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


class Died(NamedTuple):
    """In place of a result: the process that had the task was ended (by the system, for lack of memory)."""

    code: int


class _Raised(NamedTuple):
    error: BaseException


def run(
    function: Callable[[_Task], _Result], tasks: Iterable[_Task], workers: int
) -> Iterator[tuple[int, _Result | Died]]:
    """Results with the number of their task, as they come.

    Tasks are taken one by one when a worker is free, so they may be made on the way. Leaving the iteration early (an
    interruption, an error) ends the workers at once.

    Args:
        function: can be imported by its name from a module (not from the script that runs).
        tasks: what can be pickled.
        workers: at least 1.

    Raises:
        Exception: what `function` or the making of a task raised; a worker's traceback is a note on it.
    """
    crew = _Crew(function, iter(enumerate(tasks)), workers)
    try:
        while True:
            try:
                found = crew.results.get(timeout=_LISTEN_SECONDS)
            except queue.Empty:
                continue
            if found is None:
                return
            number, result = found
            if isinstance(result, _Raised):
                raise result.error
            yield number, result
    finally:
        crew.end()


class _Crew:
    """One thread a worker: it takes a task, hands it over, waits for the result."""

    def __init__(self, function: Callable[[Any], Any], tasks: Iterator[tuple[int, Any]], workers: int) -> None:
        self.results: queue.Queue[tuple[int, Any] | None] = queue.Queue(maxsize=2 * workers)
        self._function = function
        self._tasks = tasks
        self._lock = threading.Lock()
        self._over = False
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        self._busy = workers
        for place in range(workers):
            threading.Thread(target=self._work, args=(place,), daemon=True).start()

    def end(self) -> None:
        """No task is taken any more, and no worker is left."""
        with self._lock:
            self._over = True
            processes = list(self._processes.values())
        for process in processes:
            process.kill()
            process.wait()

    def _work(self, place: int) -> None:
        try:
            while (taken := self._next()) is not None:
                number, task = taken
                self._put((number, self._result(place, task)))
        except Exception as error:  # the listener must hear of it, whatever it is
            self._put((-1, _Raised(error)))
        finally:
            self._leave(place)

    def _next(self) -> tuple[int, Any] | None:
        with self._lock:
            return None if self._over else next(self._tasks, None)

    def _put(self, found: tuple[int, Any] | None) -> None:
        while not self._over:
            try:
                return self.results.put(found, timeout=_LISTEN_SECONDS)
            except queue.Full:
                continue

    def _leave(self, place: int) -> None:
        with self._lock:
            process = self._processes.pop(place, None)
            self._busy -= 1
            last = not self._busy
        if process is not None:
            _close(process)
        if last:
            self._put(None)

    def _result(self, place: int, task: Any) -> Any:
        process = self._process(place)
        try:
            send(_pipe(process.stdin), task)
            return receive(_pipe(process.stdout))
        except (EOFError, OSError):
            with self._lock:
                self._processes.pop(place, None)
            _close(process)
            return Died(process.returncode)

    def _process(self, place: int) -> subprocess.Popen[bytes]:
        with self._lock:
            if place not in self._processes:
                self._processes[place] = _start()
                new = True
            else:
                new = False
            process = self._processes[place]
        if new:
            send(_pipe(process.stdin), self._function)
        return process


def _start() -> subprocess.Popen[bytes]:
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return subprocess.Popen(
        # -P: a file of that name in the current folder, which may be full of inputs, is not imported
        [sys.executable, "-P", "-c", "from kg.engines.processes import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=dict(os.environ, **_ONE_THREAD, PYTHONPATH=path),
    )


def _close(process: subprocess.Popen[bytes]) -> None:
    """The process is over: it ends when nothing more can come."""
    for stream in (process.stdin, process.stdout):
        try:
            _pipe(stream).close()
        except OSError:  # what was still to be written has no reader any more
            continue
    process.wait()


def _pipe(stream: Any) -> BinaryIO:
    assert stream is not None
    return stream  # type: ignore[no-any-return]


def send(stream: BinaryIO, value: object) -> None:
    """Write one value."""
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Read one value.

    Raises:
        EOFError: the other side is gone.
    """
    return pickle.loads(_exactly(stream, _LENGTH.unpack(_exactly(stream, _LENGTH.size))[0]))


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def main() -> None:
    """A worker's life: the function first, then task by task until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's: it ends the workers
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up among the answers
    tasks: queue.Queue[Any] = queue.Queue()
    threading.Thread(target=_listen, args=(requests, tasks), daemon=True).start()
    function = tasks.get()
    while True:
        task = tasks.get()
        try:
            result = function(task)
        except Exception as error:
            result = _Raised(_portable(error))
        send(answers, result)


def _listen(requests: BinaryIO, tasks: queue.Queue[Any]) -> None:
    """Ends this process as soon as the parent is gone, also in the middle of a task."""
    try:
        while True:
            tasks.put(receive(requests))
    finally:
        os._exit(0)


def _portable(error: Exception) -> Exception:
    """The error with its traceback as a note; in other words where it cannot be pickled."""
    note = "".join(traceback.format_exception(error))
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # an exception of a library may refuse in any way
        error = RuntimeError(f"{type(error).__name__}: {error}")
    error.add_note(note)
    return error

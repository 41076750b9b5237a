"""The graph as the server holds it: questions in killable processes, look-ups, tables for explanations."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from kg.errors import QueryTimeout
from kg.graph.asker import Asker, Question, path_of
from kg.graph.rows import Rows
from kg.graph.store import GraphStore
from kg.graph.worker import Worker

_MEMORY = 6 * 2**30  # bytes that one query process may take


@dataclass(frozen=True, slots=True)
class Settings:
    """`timeout`: seconds a query may take; `most_rows` it may give; `most_bytes` of a request; `workers` at a time."""

    timeout: float = 10.0
    most_rows: int = 10_000
    most_bytes: int = 1_000_000
    workers: int = 2
    cors: bool = False


class Desk:
    """Answers questions about one graph. Thread-safe; opens nothing but the folder of the graph."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.settings = settings
        self.store = GraphStore.open(folder)
        self.asker = Asker(self.store)
        self._asker_lock = threading.Lock()
        self._tables: dict[str, pa.Table] | None = None
        self._free: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        self._workers = [
            Worker(path_of(self.store), self.store.raw, most_bytes=_MEMORY) for _ in range(settings.workers)
        ]
        for worker in self._workers:
            self._free.put(worker)

    def question(self, asked: str, values: dict[str, object] | None = None) -> Question:
        """As `Asker.question`, one thread at a time: the first look-up reads the names."""
        with self._asker_lock:
            return self.asker.question(asked, values)

    def answer(self, question: Question) -> Rows:
        """The rows, at most `most_rows`.

        Raises:
            QueryTimeout: it took too long, or no process was free in time.
            QueryError: as `Asker.answer`.
        """
        try:
            worker = self._free.get(timeout=self.settings.timeout)
        except queue.Empty:
            raise QueryTimeout("server", "all query processes are busy", "try again in a few seconds") from None
        try:
            return worker.answer(question, timeout=self.settings.timeout, limit=self.settings.most_rows)
        finally:
            self._free.put(worker)

    def find(self, name: str, thing: str) -> list[tuple[str, str, str]]:
        """(label, IRI, hint) of what a name may mean among the things of a class."""
        with self._asker_lock:
            return self.asker.look_up.find(name, thing)

    def label(self, iri: str) -> str:
        """What a thing is called, or ""."""
        with self._asker_lock:
            return self.asker.look_up.label(iri)

    def tables(self) -> dict[str, pa.Table]:
        """The tables of the folder, read when first wanted; empty if there are none."""
        with self._asker_lock:
            if self._tables is None:
                paths = sorted((self.folder / "tables").glob("*.parquet"))
                self._tables = {path.stem: pyarrow.parquet.read_table(path) for path in paths}
            return self._tables

    def processes(self) -> list[int]:
        """The ids of the query processes that run now."""
        return [worker.process_id for worker in self._workers if worker.process_id is not None]

    def close(self) -> None:
        """Ends the query processes."""
        for worker in self._workers:
            worker.close()

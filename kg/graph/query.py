"""The one call that asks: presets and free SPARQL, with a time limit that really stops."""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.graph.asker import Asker, RawStore, path_of
from kg.graph.presets import Preset
from kg.graph.rows import Rows
from kg.graph.worker import Worker


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is kept while a store lives: names that were read for look-ups, and the process that answers."""

    asker: Asker
    worker: Worker


_desks: weakref.WeakKeyDictionary[RawStore, _Desk] = weakref.WeakKeyDictionary()


def run(
    store: ox.Store | RawStore,
    asked: str | Path | Preset,
    values: Mapping[str, object] | None = None,
    *,
    engine: str = "oxigraph",
    timeout: float | None = None,
    limit: int | None = None,
) -> Rows:
    """The answer to a preset or to free SPARQL (SELECT, ASK, CONSTRUCT, DESCRIBE).

    Args:
        store: where to look. What was prepared for one question is kept for the next one while a `RawStore` lives; it
            must not be written to in between.
        asked: a preset, its name, a file (`Path`), or SPARQL text.
        values: parameters of the preset; a person, work, venue or organisation may be named.
        engine: "oxigraph", or "rdflib" (slow; for comparison).
        timeout: seconds after which the query is stopped, by ending the process it runs in. None: no limit.
        limit: most rows; `Rows.truncated` says if there were more.

    Raises:
        QueryError: unknown preset or parameter, a value that does not fit, or broken SPARQL.
        AmbiguousName: a name fits several things.
        ForbiddenQuery: it would write, call another server or open what it names.
        QueryTimeout: it took longer than `timeout`.
    """
    if isinstance(store, ox.Store):
        with Worker(None, store) as worker:
            return _run(_Desk(Asker(store), worker), asked, values, engine, timeout, limit)
    desk = _desks.get(store)
    if desk is None:
        desk = _Desk(Asker(store), Worker(path_of(store), store.raw))
        _desks[store] = desk
        weakref.finalize(store, desk.worker.close)
    return _run(desk, asked, values, engine, timeout, limit)


def _run(
    desk: _Desk,
    asked: str | Path | Preset,
    values: Mapping[str, object] | None,
    engine: str,
    timeout: float | None,
    limit: int | None,
) -> Rows:
    question = desk.asker.question(asked, values)
    if timeout is None:
        return desk.asker.answer(question, engine, limit)
    return desk.worker.answer(question, timeout=timeout, engine=engine, limit=limit)

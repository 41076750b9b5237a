"""The one call that asks: presets and free SPARQL, with a time limit that really stops."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.graph.asker import Asker, Engine, RawStore, path_of
from kg.graph.presets import Preset
from kg.graph.rows import Rows
from kg.graph.worker import Worker


def run(
    store: ox.Store | RawStore | Asker,
    asked: str | Path | Preset,
    values: Mapping[str, object] | None = None,
    *,
    engine: Engine = "oxigraph",
    timeout: float | None = None,
    limit: int | None = None,
) -> Rows:
    """The answer to a preset or to free SPARQL (SELECT, ASK, CONSTRUCT, DESCRIBE).

    Args:
        store: where to look; hand over one `Asker` if you ask more than once.
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
    asker = store if isinstance(store, Asker) else Asker(store)
    question = asker.question(asked, values)
    if timeout is None:
        return asker.answer(question, engine, limit)
    with Worker(path_of(store), asker.store) as worker:
        return worker.answer(question, timeout=timeout, engine=engine, limit=limit)

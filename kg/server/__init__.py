"""The server: SPARQL 1.1 Protocol and explorer pages, read-only, on this machine only. The door is `serve`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def serve(
    folder: Path | None,
    *,
    port: int = 8585,
    cors: bool = False,
    timeout: float = 10.0,
    on_start: Callable[[str], None] = lambda text: None,
) -> None:
    """Serves the graph of an output folder on 127.0.0.1 until interrupted.

    Args:
        folder: output folder of a build.
        port: 0 takes a free one; `on_start` is told the address.
        cors: whether pages of other origins may ask.
        timeout: seconds a query may take.
        on_start: called with a sentence once the server listens.

    Raises:
        MissingExtra: Starlette or uvicorn is not installed.
        GraphError: there is no graph in the folder.
        KGError: the port cannot be had.
    """
    from kg.errors import GraphError, MissingExtra

    if folder is None:
        raise GraphError("graph in memory", "only a graph in a folder can be served", "build with --out DIR")
    try:
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise MissingExtra("kg serve", "serve") from error
    from kg.server.running import run

    run(folder, port=port, cors=cors, timeout=timeout, on_start=on_start)

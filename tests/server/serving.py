"""A real server on a free port with the example graph, for tests."""

import contextlib
import sys
import threading
import time
from pathlib import Path

import pyarrow.parquet
import uvicorn

sys.path.insert(0, str(Path(__file__).parents[1] / "graph"))

from asking import asking_tables, example_nquads
from example import ADA, ODD, OTHER_WEI, WEI

from kg.graph.store import GraphStore
from kg.server.answering import Settings
from kg.server.app import application

__all__ = ["ADA", "ODD", "OTHER_WEI", "WEI", "build_folder", "running"]


def build_folder(folder):
    """An output folder as a build leaves it: store, tables, picture."""
    GraphStore.create(folder / "store", example_nquads())
    (folder / "tables").mkdir()
    for name, table in asking_tables().items():
        pyarrow.parquet.write_table(table, folder / "tables" / f"{name}.parquet")
    (folder / "graph.html").write_text("<!doctype html><title>picture</title>", encoding="utf-8")
    return folder


@contextlib.contextmanager
def running(folder, **settings):
    """(address, desk) of a server that runs in a thread of this process; its queries run in processes of their own."""
    app = application(folder, Settings(**settings))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}", app.state.desk
    finally:
        server.should_exit = True
        thread.join(30)

"""Running the server on a port of this machine."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from kg.errors import KGError
from kg.server.answering import Settings
from kg.server.app import application

HOST = "127.0.0.1"


def run(folder: Path, *, port: int, cors: bool, timeout: float, on_start: Callable[[str], None]) -> None:
    """Serves until interrupted; see `kg.server.serve`."""
    app = application(folder, Settings(timeout=timeout, cors=cors))
    with _listening(port) as listener:
        address = f"http://{HOST}:{listener.getsockname()[1]}"
        on_start(f"{folder} on {address} (SPARQL at {address}/sparql); end with Ctrl-C")
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[listener])


def _listening(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise KGError(
            f"port {port}", f"it cannot be had ({error})", "choose another one with --port (0: a free one)"
        ) from error
    return listener

"""The application: routes, and what every answer and every request must keep to."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.server import editor, explorer, protocol
from kg.server.answering import Desk, Settings

_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guarded:
    """Refuses requests for other hosts (DNS rebinding) and puts the security headers on every answer."""

    def __init__(self, app: ASGIApp, *, cors: bool = False) -> None:
        self.app = app
        self.headers = {k: v for k, v in _HEADERS.items() if not (cors and k == "Cross-Origin-Resource-Policy")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        host = Headers(scope=scope).get("host", "").lower()
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        if name not in _HOSTS:
            refused = protocol.plain(421, "this server answers for 127.0.0.1 and localhost only")
            await refused(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)


def application(folder: Path, settings: Settings | None = None) -> Starlette:
    """The application for the graph in a folder.

    Raises:
        GraphError: there is no graph, or it is damaged.
    """
    settings = settings or Settings()
    desk = Desk(folder, settings)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        desk.close()

    middleware = [Middleware(Guarded, cors=settings.cors)]
    if settings.cors:
        exposed = ["X-KG-Truncated"]
        middleware.append(
            Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], expose_headers=exposed)
        )
    app = Starlette(
        routes=[
            Route("/", explorer.home),
            Route("/sparql", protocol.endpoint, methods=["GET", "POST"]),
            Route("/query", explorer.free),
            Route("/yasgui", editor.page),
            Route("/yasgui/{name}", editor.file),
            Route("/api/prefixes", editor.prefixes),
            Route("/api/vocabulary", editor.vocabulary),
            Route("/download", explorer.download),
            Route("/presets/{name}", explorer.preset),
            Route("/api/presets", explorer.preset_list),
            Route("/api/presets/{name}", explorer.preset_answer),
            Route("/find", explorer.find),
            Route("/thing", explorer.thing),
            Route("/explain", explorer.explanation),
            Route("/graph", explorer.picture),
            Route("/style.css", explorer.style),
        ],
        middleware=middleware,
        lifespan=lifespan,
    )
    app.state.desk = desk
    return app

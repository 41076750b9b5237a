"""`/yasgui`: an editor for SPARQL with tabs, completion and sortable answers (YASGUI, which ships with kg)."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response

from kg import resources
from kg.graph import presets
from kg.graph.vocab import PREFIXES, expand
from kg.server import pages

_FOLDER = Path(__file__).with_name("yasgui")
_FILES = {
    "yasgui.min.js": "text/javascript; charset=utf-8",
    "start.js": "text/javascript; charset=utf-8",
    "yasgui.min.css": "text/css; charset=utf-8",
}
# The editor writes styles into its elements; it reaches nothing but this server.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_TERM = re.compile(rf"\b({'|'.join(PREFIXES)}):([A-Za-z]\w*)")


async def page(request: Request) -> Response:
    """`/yasgui`, with `?query=` to start from."""
    del request
    return HTMLResponse(pages.editor_page(), headers={"Content-Security-Policy": _POLICY})


async def file(request: Request) -> Response:
    """`/yasgui/NAME`: the editor's own files."""
    name = request.path_params["name"]
    if name not in _FILES:
        return HTMLResponse(pages.error_page("No such file", f"'{name}' is no file of the editor"), 404)
    return FileResponse(_FOLDER / name, media_type=_FILES[name])


async def prefixes(request: Request) -> Response:
    """`/api/prefixes`: what each prefix stands for."""
    del request
    return JSONResponse(dict(PREFIXES))


async def vocabulary(request: Request) -> Response:
    """`/api/vocabulary`: the classes and properties to complete words with, as IRIs."""
    del request
    return JSONResponse(await to_thread.run_sync(_vocabulary))


@functools.cache
def _vocabulary() -> dict[str, list[str]]:
    """The terms of the ontology and of the presets; classes begin with a capital letter."""
    texts = [(resources.folder("ontologies") / "kg.ttl").read_text(encoding="utf-8")]
    texts += [preset.query for preset in presets.load_all().values()]
    terms = sorted({found.groups() for text in texts for found in _TERM.finditer(text) if found[1] != "xsd"})
    return {
        "class": [expand(f"{prefix}:{name}") for prefix, name in terms if name[0].isupper()],
        "property": [expand(f"{prefix}:{name}") for prefix, name in terms if name[0].islower()],
    }

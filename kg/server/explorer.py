"""The explorer's routes: home, presets as forms and as an endpoint, free queries, look-up, things, explanations."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from kg.errors import AmbiguousName, KGError, QueryError
from kg.graph import presets
from kg.graph.asker import Question
from kg.graph.explain import explain
from kg.graph.explain_text import body as explained_body
from kg.graph.presets import Preset
from kg.graph.rows import Rows
from kg.graph.vocab import expand
from kg.server import pages
from kg.server.answering import Desk
from kg.server.negotiation import GRAPHS, ROWS, choose
from kg.server.pages import Outcome
from kg.server.pictures import draw
from kg.server.protocol import plain, status_of, written

_HTML = "text/html; charset=utf-8"
_KINDS = {
    "people": "foaf:Person",
    "works": "fabio:Expression",
    "venues": "kg:Venue",
    "organisations": "org:Organization",
}
_COUNTS = (
    ("people", "foaf:Person"),
    ("authorships", "kg:Authorship"),
    ("memberships", "org:Membership"),
    ("organisations", "org:Organization"),
)
_PICTURE_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_TYPES = {form: media_type for media_type, form in reversed([*ROWS.items(), *GRAPHS.items()])}


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _html(text: str, status: int = 200) -> Response:
    return Response(text, status, media_type=_HTML)


async def home(request: Request) -> Response:
    """`/`: what is in the graph, and all presets."""
    desk = _desk(request)

    def counts() -> list[tuple[str, int]]:
        works = desk.answer(
            Question(f"SELECT (COUNT(DISTINCT ?w) AS ?n) {{ ?w <{expand('dcterms:title')}> ?t }}", "SELECT")
        )
        found = [("works", int(str(works[0]["n"])))]
        for name, kind in _COUNTS:
            rows = desk.answer(Question(f"SELECT (COUNT(?t) AS ?n) {{ ?t a <{expand(kind)}> }}", "SELECT"))
            found.append((name, int(str(rows[0]["n"]))))
        return found

    return _html(pages.home(await to_thread.run_sync(counts), presets.load_all(), _stamp(desk)))


def _stamp(desk: Desk) -> str:
    try:
        manifest = json.loads((desk.folder / "manifest.json").read_text(encoding="utf-8"))
        version, built = manifest.get("version", ""), manifest.get("finished") or manifest.get("started") or ""
    except (OSError, ValueError, AttributeError):
        return str(desk.folder)
    return " · ".join(str(part) for part in (desk.folder, f"kg {version}" if version else "", built) if part)


async def preset(request: Request) -> Response:
    """`/presets/NAME`: the form, and the answer once all that is needed is given."""
    desk = _desk(request)
    try:
        wanted = presets.get(request.path_params["name"])
    except QueryError as error:
        return _html(pages.error_page("No such question", str(error)), 404)
    values = _values(wanted, request.query_params)
    limit = desk.settings.most_rows
    if any(not parameter.optional and not values.get(parameter.name) for parameter in wanted.parameters):
        return _html(pages.preset_page(wanted, values))
    try:
        rows = await to_thread.run_sync(_answer, desk, wanted, values)
    except AmbiguousName as error:
        name = next((name for name, value in values.items() if value.strip() == error.name), "")
        return _html(pages.preset_page(wanted, values, Outcome(choices={name: error.candidates})), 300)
    except KGError as error:
        return _html(pages.preset_page(wanted, values, Outcome(message=str(error))), status_of(error))
    picture = await to_thread.run_sync(draw, rows, wanted.view, next(iter(values.values()), ""))
    return _html(pages.preset_page(wanted, values, Outcome(rows=rows, picture=picture, limit=limit)))


def _values(wanted: Preset, given: Mapping[str, str]) -> dict[str, str]:
    names = {parameter.name for parameter in wanted.parameters}
    return {name: value for name, value in given.items() if name in names and value != ""}


def _answer(desk: Desk, wanted: Preset, values: Mapping[str, str]) -> Rows:
    return desk.answer(desk.question(wanted.name, dict(values)))


async def preset_list(request: Request) -> Response:
    """`/api/presets`: all presets with parameters and columns, as JSON."""
    return JSONResponse(
        [
            {
                "name": one.name,
                "question": one.question,
                "description": one.description,
                "tags": one.tags,
                "parameters": [
                    {"name": p.name, "type": p.type, "label": p.label, "optional": p.optional, "default": p.default}
                    for p in one.parameters
                ],
                "columns": dict(one.columns),
            }
            for one in presets.load_all().values()
        ]
    )


async def preset_answer(request: Request) -> Response:
    """`/api/presets/NAME`: the answer in the format of `?format=` or of the Accept header."""
    desk = _desk(request)
    given = {name: value for name, value in request.query_params.items() if name != "format"}
    try:
        wanted = presets.get(request.path_params["name"])
        rows = await to_thread.run_sync(_answer, desk, wanted, given)
    except KGError as error:
        return plain(404 if "there is no preset" in str(error) else status_of(error), str(error))
    return _in_format(request, rows, desk)


def _in_format(request: Request, rows: Rows, desk: Desk) -> Response:
    offered = GRAPHS if rows.form == "graph" else ROWS
    wanted = request.query_params.get("format", "")
    if wanted:
        if wanted not in offered.values():
            return plain(
                400, f"'{wanted}' is no format of this answer; choose one of {', '.join(set(offered.values()))}"
            )
        return written(rows, _TYPES[wanted], wanted, desk)
    chosen = choose(request.headers.get("accept", ""), offered)
    if chosen is None:
        return plain(406, f"nothing that you accept can be sent; accept one of {', '.join(offered)}")
    return written(rows, *chosen, desk)


async def free(request: Request) -> Response:
    """`/query`: free SPARQL as a form, with the answer below."""
    desk = _desk(request)
    text = request.query_params.get("query", "")
    if not text.strip():
        return _html(pages.query_page(""))
    try:
        rows = await to_thread.run_sync(_free, desk, text)
    except KGError as error:
        return _html(pages.query_page(text, message=str(error)), status_of(error))
    return _html(pages.query_page(text, rows=rows, limit=desk.settings.most_rows))


def _free(desk: Desk, text: str) -> Rows:
    return desk.answer(desk.question(text))


async def download(request: Request) -> Response:
    """`/download`: the answer to free SPARQL in the format of `?format=`."""
    desk = _desk(request)
    try:
        rows = await to_thread.run_sync(_free, desk, request.query_params.get("query", ""))
    except KGError as error:
        return plain(status_of(error), str(error))
    return _in_format(request, rows, desk)


async def find(request: Request) -> Response:
    """`/find`: what a name may mean."""
    desk = _desk(request)
    name = request.query_params.get("q", "").strip()

    def look() -> dict[str, list[tuple[str, str, str]]]:
        return {word: desk.find(name, expand(kind)) for word, kind in _KINDS.items()} if name else {}

    return _html(pages.find_page(name, await to_thread.run_sync(look)))


async def thing(request: Request) -> Response:
    """`/thing?iri=`: what the graph says about a thing, in both directions."""
    desk = _desk(request)
    iri = request.query_params.get("iri", "")
    try:
        found = await to_thread.run_sync(_said_of, desk, iri)
    except (KGError, ValueError) as error:
        return _html(pages.error_page("No such thing", f"'{iri}': {error}"), 404)
    return _html(found)


def _said_of(desk: Desk, iri: str) -> str:
    node = str(ox.NamedNode(iri))
    text = (
        "SELECT DISTINCT ?property ?value ?of WHERE { GRAPH ?g { "
        f"{{ {node} ?property ?value }} UNION {{ ?of ?property {node} }} }} }} ORDER BY ?property ?value ?of"
    )
    headings = {"property": "Property", "value": "Value", "of": "Of"}
    said = desk.answer(Question(text, "SELECT", headings=headings))
    if not said.terms:
        raise QueryError(iri, "nothing is said of it", "find it by name")
    kinds = {str(row["value"]) for row in said if str(row["property"]) == expand("rdf:type")}
    families = [expand(kind) for kind in _KINDS.values() if desk.asker.look_up.is_of(kinds, kind)]
    asked = [
        (preset, parameter.name)
        for preset in presets.load_all().values()
        for parameter in preset.parameters[:1]
        if parameter.thing in families
    ]
    person = expand("foaf:Person") in families
    return pages.thing_page(iri, desk.label(iri), said, asked, explained=person and bool(desk.tables()))


async def explanation(request: Request) -> Response:
    """`/explain?iri=` (and `other=`): why a person is one, or why two are two."""
    desk = _desk(request)
    asked, other = request.query_params.get("iri", ""), request.query_params.get("other") or None
    try:
        told = await to_thread.run_sync(lambda: explain(desk.tables(), asked, other))
    except KGError as error:
        return _html(pages.error_page("No explanation", str(error)), status_of(error))
    return _html(pages.page(told.question, explained_body(told)))


async def picture(request: Request) -> Response:
    """`/graph`: the picture of the build."""
    path = _desk(request).folder / "graph.html"
    if not path.is_file():
        return _html(pages.error_page("No picture", f"{path} is not there; run: kg view --to {path}"), 404)
    return FileResponse(path, media_type=_HTML, headers={"Content-Security-Policy": _PICTURE_POLICY})


async def style(request: Request) -> Response:
    """`/style.css`."""
    return FileResponse(Path(__file__).with_name("style.css"), media_type="text/css; charset=utf-8")

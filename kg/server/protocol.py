"""SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/), query part, read-only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import parse_qsl

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from kg.errors import ForbiddenQuery, KGError, QueryError, QueryTimeout
from kg.graph.asker import Question
from kg.graph.guard import check
from kg.graph.rows import Rows
from kg.graph.values import Term
from kg.server import pages
from kg.server.answering import Desk
from kg.server.description import describe
from kg.server.negotiation import GRAPHS, ROWS, choose

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"


class Refused(Exception):
    """A request that gets no answer: `status` and what to do, as plain text."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks: the text and, if it chooses one, the dataset (IRIs)."""

    text: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


def status_of(error: KGError) -> int:
    """The HTTP status of an error."""
    if isinstance(error, ForbiddenQuery):
        return 403
    if isinstance(error, QueryTimeout):
        return 503
    return 400 if isinstance(error, QueryError) else 500


def plain(status: int, message: str) -> Response:
    """An answer in plain text, as the protocol wants for errors."""
    headers = {"Retry-After": "5"} if status == 503 else {}
    return Response(message + "\n", status, headers, "text/plain; charset=utf-8")


async def endpoint(request: Request) -> Response:
    """`/sparql`: GET, POST with a form, POST with a query; without a query the service description."""
    desk: Desk = request.app.state.desk
    try:
        asked = await _asked(request, desk.settings.most_bytes)
        if asked is None:
            return await _description(request, desk)
        question = _question(desk, asked)
        chosen = choose(request.headers.get("accept", ""), GRAPHS if question.form in _GRAPH_FORMS else ROWS)
        if chosen is None:
            offered = ", ".join(GRAPHS if question.form in _GRAPH_FORMS else ROWS)
            raise Refused(406, f"nothing that you accept can be sent; accept one of {offered}")
        rows = await to_thread.run_sync(desk.answer, question)
    except Refused as refused:
        return plain(refused.status, str(refused))
    except KGError as error:
        return plain(status_of(error), str(error))
    return written(rows, *chosen, desk, text=asked.text)


_GRAPH_FORMS = frozenset({"CONSTRUCT", "DESCRIBE"})


def written(rows: Rows, media_type: str, form: str, desk: Desk, *, text: str = "") -> Response:
    """The rows in a format; a header says if the limit cut them off."""
    headers = {"Vary": "Accept"}
    if rows.truncated:
        headers["X-KG-Truncated"] = f"only the first {desk.settings.most_rows} rows"
    limit = desk.settings.most_rows
    if form != "html":
        body = rows.serialise(form)
    elif text:
        body = pages.query_page(text, rows=rows, limit=limit)
    else:
        body = pages.page("Answer", pages.result(rows, limit))
    charset = "" if media_type.endswith(("json", "xml")) else "; charset=utf-8"
    return Response(body, 200, headers, media_type + charset)


def _question(desk: Desk, asked: Asked) -> Question:
    for iri in (*(asked.default_graphs or ()), *(asked.named_graphs or ())):
        if not desk.asker.is_graph(iri):
            raise Refused(400, f"<{iri}> is no graph of this store; nothing is ever fetched")
    form = check(asked.text, is_graph=desk.asker.is_graph)
    return replace(Question(asked.text, form), default_graphs=asked.default_graphs, named_graphs=asked.named_graphs)


async def _asked(request: Request, most_bytes: int) -> Asked | None:
    """What is asked, or None if there is no query on a GET request."""
    url = parse_qsl(request.url.query, keep_blank_values=True)
    if request.method != "POST":
        return _from_parameters(url, required=False)
    body = await _body(request, most_bytes)
    media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type == _FORM:
        return _from_parameters([*url, *_pairs(body)], required=True)
    if media_type == _UPDATE:
        raise Refused(403, "updates are not taken: the graph is read-only; use kg build or rulings")
    if media_type != _QUERY:
        raise Refused(415, f"send {_FORM} or {_QUERY}")
    if any(name == "query" for name, _ in url):
        raise Refused(400, "two queries: one in the address and one in the body; send one")
    return _from_parameters([*url, ("query", _text(body))], required=True)


async def _body(request: Request, most_bytes: int) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most_bytes:
            raise Refused(413, f"the request has more than {most_bytes} bytes; send a shorter query")
    return bytes(body)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400, "the query is not UTF-8; send it as UTF-8") from None


def _pairs(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(_text(body), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError:
        raise Refused(400, "the form cannot be read; send name=value pairs in UTF-8") from None


def _from_parameters(pairs: list[tuple[str, str]], *, required: bool) -> Asked | None:
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    if "update" in given:
        raise Refused(403, "updates are not taken: the graph is read-only; use kg build or rulings")
    queries = given.get("query", [])
    if len(queries) > 1:
        raise Refused(400, "two queries in one request; send one")
    if not queries:
        if required:
            raise Refused(400, "no query in the request; send query=…")
        return None
    default, named = (_graphs(given, name) for name in ("default-graph-uri", "named-graph-uri"))
    return Asked(queries[0], default, named)


def _graphs(given: Mapping[str, list[str]], name: str) -> tuple[str, ...] | None:
    return tuple(given[name]) if name in given else None


async def _description(request: Request, desk: Desk) -> Response:
    chosen = choose(request.headers.get("accept", ""), GRAPHS)
    if chosen is None:
        raise Refused(406, f"nothing that you accept can be sent; accept one of {', '.join(GRAPHS)}")
    media_type, form = chosen
    if form == "html":
        return Response(pages.query_page(""), 200, {"Vary": "Accept"}, "text/html; charset=utf-8")
    address = str(request.url.replace(query="", fragment=""))
    triples = await to_thread.run_sync(describe, desk.store.raw, address)
    terms = tuple((triple.subject, triple.predicate, triple.object) for triple in triples)
    rows = Rows(("subject", "predicate", "object"), cast("tuple[tuple[Term, ...], ...]", terms), form="graph")
    return written(rows, media_type, form, desk)

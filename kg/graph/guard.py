"""What a query may not do: write, call other services, or open what it names.

The engines offer no switch for this: Oxigraph sends `SERVICE` requests, rdflib reads what `FROM` names. So the tokens
of a text are looked at before any engine sees it. Words in strings, comments and IRIs are harmless and pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urljoin

from kg.errors import ForbiddenQuery, QueryError
from kg.graph.tokens import Token, place, tokenise
from kg.graph.vocab import PREFIXES

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = frozenset("INSERT DELETE LOAD CLEAR DROP CREATE ADD MOVE COPY WITH".split())
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_RDFLIB_ESCAPE = re.compile(r"\\u([0-9a-f]{4}(?:[0-9a-f]{4})?)()", re.IGNORECASE)  # eight digits after a small "u" too
_MOST_LAYERS = 8  # of escapes within escapes; nobody honest nests them at all


def check(text: str, *, is_graph: Callable[[str], bool] | None = None) -> str:
    """The form of the query (SELECT, ASK, CONSTRUCT or DESCRIBE), if it only reads this graph.

    Args:
        text: SPARQL 1.1 query.
        is_graph: tells whether an IRI names a graph of the store; `FROM` anything else is refused. None refuses every
            `FROM`.

    Raises:
        ForbiddenQuery: `SERVICE`, an update, or `FROM` something that is not in the store.
        QueryError: no query at all.
    """
    layers = [(layer, _words(layer)) for layer in _layers(text)]
    for layer, tokens in layers:
        _refuse_service(layer, tokens)
        _refuse_outside_graphs(layer, tokens, is_graph)
    return _form(*layers[-1])


def has_dataset_clause(text: str) -> bool:
    """Whether the query says with `FROM` what it reads."""
    words = {token.text.upper() for token in tokenise(text) if token.kind in {"word", "name"}}
    return any(word.split(":")[0].startswith("FROM") for word in words)


def _words(text: str) -> list[Token]:
    return [token for token in tokenise(text) if token.kind not in {"space", "comment"}]


def _layers(text: str) -> list[str]:
    """The text as it stands and with Unicode escapes decoded in each way an engine may, until nothing new comes up."""
    layers = [text]
    for layer in layers:
        for pattern in (_ESCAPE, _RDFLIB_ESCAPE):
            decoded = pattern.sub(_decode, layer)
            if decoded not in layers:
                layers.append(decoded)
        if len(layers) > _MOST_LAYERS:
            raise ForbiddenQuery("query", "it nests Unicode escapes in each other", "write the characters themselves")
    return layers


def _decode(match: re.Match[str]) -> str:
    code = int(match.group(1) or match.group(2), 16)
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"


def _refuse_service(text: str, tokens: Sequence[Token]) -> None:
    for token in tokens:
        # Oxigraph's grammar needs no blank between words ("SERVICEex:a"), so a word that only contains it is refused
        # too; rdflib compares upper-case forms, in which other letters turn into S and I.
        word = token.text.split(":")[0] if token.kind == "name" else token.text
        if token.kind in {"word", "name"} and ("SERVICE" in word.upper() or "service" in word.casefold()):
            where = "query:{}:{}".format(*place(text, token.start))
            problem = f"'{token.text}' would call another server" if token.kind == "word" else f"prefix '{word}:'"
            remedy = "take the SERVICE part out: queries stay on this graph"
            if token.kind == "name":
                problem, remedy = (
                    f"the prefix '{word}:' cannot be told from the keyword SERVICE",
                    "choose another prefix",
                )
            raise ForbiddenQuery(where, problem, remedy)


def _form(text: str, tokens: Sequence[Token]) -> str:
    for token in tokens:
        if token.kind in {"iri", "name"} or (token.kind == "word" and token.text.upper() in {"PREFIX", "BASE"}):
            continue
        word = token.text.upper()
        where = "query:{}:{}".format(*place(text, token.start))
        form = next((form for form in FORMS if word.startswith(form)), "")
        if form:
            return form
        if word in _UPDATES:
            raise ForbiddenQuery(
                where, f"{word} would change the graph", "graphs are read-only here; use kg build or rulings"
            )
        break
    else:
        where = "query"
    raise QueryError(where, "this is no SPARQL query", f"begin with one of {', '.join(FORMS)}, or name a preset")


def _refuse_outside_graphs(text: str, tokens: Sequence[Token], is_graph: Callable[[str], bool] | None) -> None:
    prefixes = dict(PREFIXES)  # those of the graph need no declaration
    base = ""
    for number, token in enumerate(tokens):
        word = token.text.upper() if token.kind == "word" else ""
        following = [t for t in tokens[number + 1 : number + 3] if t.text.upper() != "NAMED"]
        if word == "PREFIX" and len(following) == 2 and following[1].kind == "iri":
            prefixes[following[0].text[:-1]] = urljoin(base, following[1].text[1:-1])
        elif word == "BASE" and following and following[0].kind == "iri":
            base = urljoin(base, following[0].text[1:-1])
        elif word in {"FROM", "FROMNAMED"} and following and following[0].kind in {"iri", "name"}:
            iri = expand_name(following[0], prefixes, base)
            if is_graph is None or not is_graph(iri):
                where = "query:{}:{}".format(*place(text, token.start))
                raise ForbiddenQuery(
                    where, f"FROM <{iri}> names no graph of this store", "nothing is fetched; name a graph that is here"
                )


def expand_name(token: Token, prefixes: Mapping[str, str], base: str = "") -> str:
    """The IRI that a token means, be it written out or with a prefix."""
    if token.kind == "iri":
        return urljoin(base, token.text[1:-1])
    prefix, _, local = token.text.partition(":")
    return prefixes.get(prefix, prefix + ":") + local


def syntax_place(message: str) -> tuple[int, int, str]:
    """Line, column and problem of a message of Oxigraph's parser, without the character classes that it lists."""
    found = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if not found:
        return 1, 1, message
    problem = re.sub(r",?\s*\[[^\[\]]*\](?=,|\s|$)", "", found.group(3)).strip()
    return int(found.group(1)), int(found.group(2)), problem or "something else is expected here"

"""Which engine answers what of a large graph: the store about single things, the tables about everything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.compact import NAMES, graphs_asked, in_default_graph
from kg.graph.guard import has_dataset_clause
from kg.graph.lookup import IndexedNames, Names
from kg.graph.tokens import tokenise
from kg.graph.values import Term
from kg.graph.vocab import PROVENANCE_GRAPH, RESOLVED_GRAPH, expand

if TYPE_CHECKING:
    from kg.graph.columns.scans import Scans

_RESOLVED = expand(RESOLVED_GRAPH)
_PRINTED = (
    ("kg:provenance", "kg:nameAsPrinted"),
    ("kg:provenance", "kg:titleAsPrinted"),
    ("kg:provenance", "dcterms:identifier"),
    ("kg:decisions", "foaf:name"),
)
Answered = tuple[Literal["select", "ask", "graph"], tuple[str, ...], Iterator[tuple[Term | None, ...]]]


class Asked(Protocol):
    """A question that is ready for an engine: see `kg.graph.asker.Question`."""

    @property
    def text(self) -> str: ...
    @property
    def default_graphs(self) -> tuple[str, ...] | None: ...
    @property
    def named_graphs(self) -> tuple[str, ...] | None: ...
    @property
    def template(self) -> str: ...
    @property
    def terms(self) -> Mapping[str, str]: ...
    @property
    def about(self) -> bool: ...


class Compact:
    """A compact store with the tables beside it."""

    def __init__(self, store: ox.Store, folder: Path, base: str) -> None:
        self._store = store
        self._folder = folder
        self._base = base

    @cached_property
    def scans(self) -> Scans:
        """The tables, to be asked by columns."""
        from kg.graph.columns.scans import Scans

        provenance = ox.NamedNode(expand(PROVENANCE_GRAPH))
        description = self._store.quads_for_pattern(None, None, None, provenance)
        return Scans(self._folder.parent / "tables", self._base, description=description)

    def names(self, kind: str) -> Names:
        """What the things of that kind are called."""
        return IndexedNames(self._folder / NAMES, kind, self._base)

    def answer(self, question: Asked, ask_store: Callable[[ox.Store, str], Answered], limit: int | None) -> Answered:
        """Form, columns and rows.

        Raises:
            QueryError: it asks for something that is neither in the store nor answered from the tables.
        """
        from kg.graph.columns.kinds import Unsupported

        self._refuse_other_datasets(question)
        if not question.template:
            ask_store(ox.Store(), question.text)  # says where the text is broken, if it is
        asked = graphs_asked(question.text)
        in_store = asked <= {_RESOLVED}
        if in_store and self._is_about_few(question):
            return ask_store(self._store, in_default_graph(question.text))
        try:
            return self._from_tables(question, limit)
        except Unsupported as error:
            if in_store:
                return ask_store(self._store, in_default_graph(question.text))
            problem = f"a graph of this size answers this only from its tables, and they do not: {error.problem}"
            raise QueryError("query", problem, "ask more simply, or ask the resolved graph alone") from error

    def _from_tables(self, question: Asked, limit: int | None) -> Answered:
        from kg.graph.columns.engine import answer

        # The text of a preset is parsed once, whatever its parameters.
        if question.template:
            constants = {name: _term(text) for name, text in question.terms.items()}
            return answer(self.scans, question.template, constants, limit)
        return answer(self.scans, question.text, {}, limit)

    def _refuse_other_datasets(self, question: Asked) -> None:
        chosen = question.named_graphs or (question.default_graphs not in (None, (_RESOLVED,)))
        if chosen or has_dataset_clause(question.text):
            raise QueryError(
                "query",
                "the dataset of a graph of this size cannot be chosen",
                "leave FROM out, and name graphs with GRAPH kg:resolved, kg:provenance or kg:decisions",
            )

    def _is_about_few(self, question: Asked) -> bool:
        """Whether the question names a thing to begin with, so that the store answers by looking it up."""
        if question.template:
            return question.about and not self._walks_far(question.template)
        named = (t for t in tokenise(question.text) if t.kind == "iri")
        return any(token.text[1:].startswith(self._base) for token in named)

    def _walks_far(self, text: str) -> bool:
        """Whether a path of any length leads over the net of co-authors, which is nearly all of it."""
        tokens = [token.text for token in tokenise(text) if token.kind not in ("space", "comment")]
        return any(name == "kg:coAuthorWith" and sign in ("+", "*") for name, sign in pairwise(tokens))

    def printed(self, iris: list[str]) -> dict[str, str]:
        """What mentions, records and documents read like and what agents are called, by IRI."""
        from kg.graph.columns.scans import labels_of

        return labels_of(self.scans, iris, [(expand(graph), expand(name)) for graph, name in _PRINTED])


def _term(text: str) -> Term:
    """The term that a serialised one is; numbers are written without their type in SPARQL as in Turtle."""
    quad = next(iter(ox.parse(f"<a:a> <a:a> {text} .", format=ox.RdfFormat.TURTLE)))
    value: Term = quad.object
    return value

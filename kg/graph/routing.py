"""How a large graph is asked: from columns, and where those do not answer, from a store of what a question touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.compact import NAMES
from kg.graph.guard import has_dataset_clause
from kg.graph.lookup import IndexedNames, Names, in_words, label_places
from kg.graph.rows import Answered
from kg.graph.values import Term
from kg.graph.vocab import PROVENANCE_GRAPH, expand

if TYPE_CHECKING:  # Polars takes a second to import, and small graphs are asked without it
    from kg.graph.columns.scans import Scans
    from kg.graph.columns.statements import Statements


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


class Compact:
    """A graph in columns."""

    def __init__(self, description: ox.Store, folder: Path, base: str) -> None:
        """`description` holds what is said of the dataset itself."""
        self._description = description
        self._folder = folder
        self._base = base

    @cached_property
    def scans(self) -> Scans:
        """The columns."""
        from kg.graph.columns.scans import Scans

        provenance = ox.NamedNode(expand(PROVENANCE_GRAPH))
        description = self._description.quads_for_pattern(None, None, None, provenance)
        return Scans(self._folder, self._base, description=description)

    @cached_property
    def statements(self) -> Statements:
        """The columns, asked by pattern."""
        from kg.graph.columns.statements import Statements

        return Statements(self.scans)

    def is_graph(self, iri: str) -> bool:
        """Whether the dataset has a graph of that name."""
        return self.scans.is_graph(iri)

    def names(self, kind: str) -> Names:
        """What the things of that kind are called."""
        return IndexedNames(self._folder / NAMES, kind, self._base)

    def answer(self, question: Asked, ask_store: Callable[[ox.Store, Asked], Answered], limit: int | None) -> Answered:
        """Form, columns and rows; `ask_store` asks a store of everything that the question touches.

        Raises:
            QueryError: the columns do not answer it, and it touches too much to be answered otherwise.
        """
        from kg.graph.columns.kinds import Unsupported
        from kg.graph.columns.slices import touched

        if not question.template:
            ask_store(ox.Store(), question)  # says where the text is broken, if it is
        try:
            return self._from_columns(question, limit)
        except Unsupported as error:
            try:
                store = touched(self.scans, question.text, question.default_graphs, question.named_graphs)
            except Unsupported as other:
                problem = f"a graph of this size does not answer this: {error.problem}; {other.problem}"
                raise QueryError("query", problem, "ask more simply, or name things to begin with") from error
            return ask_store(store, question)

    def _from_columns(self, question: Asked, limit: int | None) -> Answered:
        from kg.graph.columns.engine import answer
        from kg.graph.columns.kinds import Unsupported

        chosen = question.named_graphs is not None or question.default_graphs is not None
        if chosen or has_dataset_clause(question.text):
            raise Unsupported("columns", "a dataset of one's own")
        # The text of a preset is parsed once, whatever its parameters.
        if question.template:
            constants = {name: _term(text) for name, text in question.terms.items()}
            return answer(self.scans, question.template, constants, limit)
        return answer(self.scans, question.text, {}, limit)

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """What things are called, by IRI."""
        from kg.graph.columns.statements import labels_of

        found: dict[str, str] = {}
        for members, places in label_places(iris):
            ours = [iri for iri in members if iri.startswith(self._base)]
            said = labels_of(self.scans, ours, places) if ours else {}
            found |= said
            found |= {iri: text for iri in members if iri not in said and (text := in_words(iri))}
        return found


def _term(text: str) -> Term:
    """The term that a serialised one is; numbers are written without their type in SPARQL as in Turtle."""
    quad = next(iter(ox.parse(f"<a:a> <a:a> {text} .", format=ox.RdfFormat.TURTLE)))
    value: Term = quad.object
    return value

"""Asking one store: presets and free SPARQL, on Oxigraph or rdflib, with rows as the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph import presets
from kg.graph.guard import check, has_dataset_clause, syntax_place
from kg.graph.lookup import RESOLVED, Lookup, labels
from kg.graph.presets import Preset
from kg.graph.routing import Asked, Compact
from kg.graph.rows import Answered, Columnar, Labels, Rows
from kg.graph.tokens import substitute
from kg.graph.values import Term
from kg.graph.vocab import BASE, PREFIXES

ENGINES = ("oxigraph", "rdflib")
_PRESET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_TRIPLE = ("subject", "predicate", "object")


@runtime_checkable
class RawStore(Protocol):
    """Anything that holds an Oxigraph store, such as `kg.graph.store.GraphStore`."""

    @property
    def raw(self) -> ox.Store: ...


@dataclass(frozen=True, slots=True)
class Question:
    """A text that is ready for an engine: parameters filled in, guard passed.

    `default_graphs` and `named_graphs` are the dataset (IRIs) if the asker chooses one beside the text, as a protocol
    request may; None leaves it to the text, and without `FROM` the default graph is the resolved graph. Of a preset,
    `template` is the text before its parameters were filled in with `terms`.
    """

    text: str
    form: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    label_columns: bool = False
    template: str = ""
    terms: Mapping[str, str] = field(default_factory=dict)


class Asker:
    """Asks one store. Keeps what many questions share: the names for look-ups, and the rdflib twin of the store."""

    def __init__(self, store: ox.Store | RawStore) -> None:
        self.store = raw(store)
        compact, folder = getattr(store, "compact", False), path_of(store)
        self.compact = Compact(self.store, folder, getattr(store, "base", BASE)) if compact and folder else None
        self.look_up = Lookup(self.store)
        if self.compact:
            self.look_up = Lookup(self.compact.statements, index=self.compact.names)
        self._dataset: Any = None

    def question(self, asked: str | Path | Preset, values: Mapping[str, object] | None = None) -> Question:
        """The question in SPARQL.

        Args:
            asked: a preset, its name, a file with a preset or with SPARQL, or SPARQL text.
            values: parameters of the preset; names are looked up in the store.

        Raises:
            QueryError: unknown preset or parameter, a value that does not fit, forbidden or broken SPARQL.
            AmbiguousName: a name fits several things.
        """
        asked = _preset_or_text(asked)
        if isinstance(asked, Preset):
            terms = presets.terms_of(asked, values or {}, self.look_up)
            return Question(
                substitute(asked.text, terms),
                asked.form,
                headings=asked.columns,
                label_columns=True,
                template=asked.text,
                terms=terms,
            )
        if values:
            problem = f"free SPARQL takes no parameters, but '{next(iter(values))}' was given"
            raise QueryError("query", problem, "write the value into the text, or make it a preset with a header")
        return Question(asked, check(asked, is_graph=self.is_graph))

    def is_graph(self, iri: str) -> bool:
        """Whether the store has a graph of that name."""
        if self.compact:
            return self.compact.is_graph(iri)
        try:
            return self.store.contains_named_graph(ox.NamedNode(iri))
        except ValueError:
            return False

    def answer(self, question: Question, engine: str = "oxigraph", limit: int | None = None) -> Rows:
        """The rows, at most `limit` of them.

        Raises:
            QueryError: the engine does not take the text, with line and column.
        """
        if self.compact and engine == "oxigraph":
            form, columns, terms = self.compact.answer(question, _ask_oxigraph, limit)
        elif engine == "oxigraph":
            form, columns, terms = _ask_oxigraph(self.store, question)
        elif engine == "rdflib":
            if self.compact:
                raise QueryError("engine", "rdflib cannot hold a graph of this size", "use oxigraph")
            form, columns, terms = _ask_rdflib(self._rdflib(), question.text)
        else:
            raise QueryError("engine", f"'{engine}' is unknown", f"choose one of {', '.join(ENGINES)}")
        found, truncated = _take(terms, limit)
        if form == "graph":
            found = tuple(sorted(set(found), key=str))
        named = self._labels(found) if form == "select" else {}
        return Rows(columns, found, named, question.headings, form, question.label_columns, truncated)

    def _labels(self, rows: Sequence[tuple[Term | None, ...]]) -> Mapping[str, str]:
        if self.compact:
            compact = self.compact
            return Labels(lambda: compact.labels(_iris(rows)))
        return labels(self.store, (term for row in rows for term in row))

    def _rdflib(self) -> Any:
        if self._dataset is None:
            self._dataset = to_rdflib(self.store)
        return self._dataset


def raw(store: ox.Store | RawStore) -> ox.Store:
    """The Oxigraph store inside."""
    return store if isinstance(store, ox.Store) else store.raw


def path_of(store: object) -> Path | None:
    """Where the store lies on disk, or None for one in memory."""
    folder = getattr(store, "folder", None)
    return Path(folder) if folder is not None else None


def _preset_or_text(asked: str | Path | Preset) -> str | Preset:
    if isinstance(asked, Path):
        try:
            text = asked.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(str(asked), f"cannot be read ({error})", "give a UTF-8 file with SPARQL") from error
        return presets.parse(text, asked) if text.startswith("#+") else text
    if isinstance(asked, str) and asked.startswith("#+"):
        return presets.parse(asked, Path("query"))
    if isinstance(asked, str) and _PRESET_NAME.fullmatch(asked.strip()):
        return presets.get(asked.strip())
    return asked


def _take(rows: Iterable[tuple[Term | None, ...]], limit: int | None) -> tuple[Sequence[tuple[Term | None, ...]], bool]:
    """The first `limit` rows, and whether there are more."""
    if not isinstance(rows, Sequence):
        rows = tuple(rows if limit is None else islice(rows, limit + 1))
    return (rows, False) if limit is None or len(rows) <= limit else (rows[:limit], True)


def _iris(rows: Sequence[tuple[Term | None, ...]]) -> set[str]:
    """All IRIs in these rows."""
    if isinstance(rows, Columnar):
        return rows.iris()
    return {term.value for row in rows for term in row if isinstance(term, ox.NamedNode)}


def _ask_oxigraph(store: ox.Store, question: Asked) -> Answered:
    default, named = question.default_graphs, question.named_graphs
    if default is None and named is None and not has_dataset_clause(question.text):
        default = (RESOLVED.value,)
    elif named is not None and default is None:
        default = ()
    try:
        answer = store.query(
            question.text,
            prefixes=dict(PREFIXES),
            default_graph=None if default is None else [ox.NamedNode(iri) for iri in default],
            named_graphs=None if named is None and default != () else [ox.NamedNode(iri) for iri in named or ()],
        )
    except SyntaxError as error:
        raise _broken(question.text, *syntax_place(str(error))) from error
    if isinstance(answer, ox.QuerySolutions):
        columns = tuple(variable.value for variable in answer.variables)
        return "select", columns, (tuple(solution[column] for column in columns) for solution in answer)
    if isinstance(answer, ox.QueryTriples):
        return "graph", _TRIPLE, ((t.subject, t.predicate, t.object) for t in answer)
    return "ask", ("answer",), iter([(ox.Literal(bool(answer)),)])


def _broken(text: str, line: int, column: int, problem: str) -> QueryError:
    lines = text.splitlines()
    source = lines[line - 1][max(column - 21, 0) : column + 20].strip() if line <= len(lines) else ""
    remedy = f"mend it near '{source}'" if source else "mend the end of the query"
    return QueryError(f"query:{line}:{column}", f"not valid SPARQL: {problem}", remedy)


def to_rdflib(store: ox.Store) -> Any:
    """An rdflib Dataset with everything in the store, the resolved graph also as the default graph.

    It opens nothing that a query names.
    """
    import rdflib
    from rdflib.plugins import sparql

    # FROM <address> would otherwise be fetched, and unnamed patterns would see every graph.
    sparql.SPARQL_LOAD_GRAPHS = False
    dataset = rdflib.Dataset(default_union=False)
    written = store.dump(format=ox.RdfFormat.N_QUADS)
    normalises, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False  # "Z" would become "+00:00"
    try:
        dataset.parse(data=written, format="nquads")
    finally:
        rdflib.NORMALIZE_LITERALS = normalises
    resolved = dataset.graph(rdflib.URIRef(RESOLVED.value))
    default = dataset.default_graph
    for triple in resolved:
        default.add(triple)  # what is asked without a graph is asked of the resolved one, as on Oxigraph
    return dataset


def _ask_rdflib(dataset: Any, text: str) -> Answered:
    from pyparsing import ParseException

    try:
        answer = dataset.query(text, initNs=dict(PREFIXES))
    except ParseException as error:
        raise _broken(text, error.lineno, error.column, str(error.msg)) from error
    if answer.type == "SELECT":
        columns = tuple(str(variable) for variable in answer.vars)
        return "select", columns, (tuple(_from_rdflib(row[column]) for column in columns) for row in answer)
    if answer.type == "ASK":
        return "ask", ("answer",), iter([(ox.Literal(bool(answer.askAnswer)),)])
    return "graph", _TRIPLE, (tuple(_from_rdflib(term) for term in triple) for triple in answer.graph)


def _from_rdflib(term: Any) -> Term | None:
    import rdflib

    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(str(term))
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)

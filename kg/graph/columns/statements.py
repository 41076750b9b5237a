"""Single statements and labels out of the columns: what a store would be asked for by pattern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl
import pyoxigraph as ox

from kg.graph.columns.files import column_of
from kg.graph.columns.kinds import Solutions, to_terms
from kg.graph.columns.patterns import Matcher
from kg.graph.columns.scans import GRAPHS, Scans
from kg.graph.values import Term
from kg.graph.vocab import RESOLVED_GRAPH, expand

_PLACES = ("s", "p", "o")


class Statements:
    """The statements of the columns by pattern, as `pyoxigraph.Store.quads_for_pattern` gives them.

    `ox.DefaultGraph()` is the resolved graph. The graphs of documents are left out.
    """

    def __init__(self, scans: Scans) -> None:
        self._scans = scans

    def quads_for_pattern(
        self,
        subject: Term | None,
        predicate: ox.NamedNode | None,
        object: Term | None,
        graph_name: ox.NamedNode | ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads that fit; None fits everything."""
        if graph_name is None:
            graphs = sorted(GRAPHS)
        else:
            graphs = [graph_name.value if isinstance(graph_name, ox.NamedNode) else expand(RESOLVED_GRAPH)]
        asked = [
            name if term is None else term for name, term in zip(_PLACES, (subject, predicate, object), strict=True)
        ]
        for graph in graphs:
            found = Matcher(self._scans, {}).statements(asked[0], asked[1], asked[2], graph)
            columns = [_terms(found, place) for place in asked]
            for row in zip(*columns, strict=True):
                yield ox.Quad(row[0], row[1], row[2], ox.NamedNode(graph))


def _terms(found: Solutions, place: str | Term) -> list[Term | None]:
    if isinstance(place, str):
        return to_terms(found.frame.get_column(place), found.kinds[place])
    return [place] * found.frame.height


def labels_of(scans: Scans, iris: Iterable[str], names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What the first of these (graph, predicate), full IRIs both, that says something says of each IRI, by IRI.

    Of several texts it is the least.
    """
    wanted = set(iris)
    found: dict[str, str] = {}
    for graph, predicate in names:
        said: dict[str, str] = {}
        for scan in scans.of(graph, predicate):
            kind, subject = scan.subject_kind, scan.source.block.subject
            ids = pl.Series("id", [iri[len(kind.detail) :] for iri in wanted if iri.startswith(kind.detail)], pl.String)
            if not len(ids):
                continue
            looked_for = ids if kind.words is None else kind.words.numbers(ids).drop_nulls()
            if not len(looked_for):
                continue
            picks = [(subject, looked_for)]
            frame, _ = scans.read(scan.source, [subject, scan.object], picks, scan.source.rows_of(picks))
            texts, owners = pl.col(column_of(scan.object)), pl.col(column_of(subject))
            rows = frame.filter(owners.is_in(looked_for.implode()) & texts.is_not_null())
            least = rows.group_by(owners.alias("id")).agg(texts.min().alias("text"))
            owned = least.get_column("id") if kind.words is None else kind.words.texts(least.get_column("id"))
            for identifier, text in zip(owned.to_list(), least.get_column("text").to_list(), strict=True):
                iri = kind.detail + identifier
                said[iri] = min(said.get(iri, text), text)
        found |= said
        wanted -= said.keys()
    return found

"""From what a user calls a thing to its IRI: names, identifiers, IRIs; several matches are listed, never guessed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from kg.errors import AmbiguousName, QueryError
from kg.graph.names import fold, folds
from kg.graph.vocab import KG, ORGANISATION_CLASSES, VENUE_CLASSES, WORK_CLASSES, expand, shorten

RESOLVED = ox.NamedNode(expand("kg:resolved"))
Graph = ox.NamedNode | ox.DefaultGraph
LABELS = tuple(
    ox.NamedNode(expand(name))
    for name in ("foaf:name", "dcterms:title", "skos:prefLabel", "rdfs:label", "kg:nameAsPrinted", "kg:titleAsPrinted")
)
_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "foaf:Person": ("foaf:Person", "kg:AmbiguousPerson"),
    "kg:Venue": tuple(dict.fromkeys((*VENUE_CLASSES.values(), "kg:Venue"))),
    "org:Organization": tuple(dict.fromkeys(("org:Organization", *ORGANISATION_CLASSES.values()))),
    "fabio:Expression": tuple(WORK_CLASSES.values()),
}
_NAMES = tuple(
    ox.NamedNode(expand(name))
    for name in ("foaf:name", "skos:altLabel", "kg:abbreviation", "dcterms:title", "kg:alternativeTitle")
)
_WORDS = {"foaf:Person": "person", "kg:Venue": "venue", "org:Organization": "organisation", "fabio:Expression": "work"}
_TYPE = ox.NamedNode(expand("rdf:type"))
_REPLACED = ox.NamedNode(expand("dcterms:isReplacedBy"))
_SAME_AS = ox.NamedNode(expand("owl:sameAs"))
_HAS_IDENTIFIER = ox.NamedNode(expand("datacite:hasIdentifier"))
_VALUE = ox.NamedNode(expand("literal:hasLiteralValue"))
_MOST_CANDIDATES = 12
_NEAR = 84.0  # rapidfuzz score (0..100) from which a name counts as near


class Store(Protocol):
    """What is asked for statements: a `pyoxigraph.Store`, or columns that answer as one."""

    def quads_for_pattern(self, subject: Any, predicate: Any, object: Any, graph_name: Any = None) -> Iterator[ox.Quad]:
        """The quads that fit; None fits everything."""


class Names(Protocol):
    """The names of the things of one family, folded."""

    def named(self, folded: Iterable[str]) -> set[str]:
        """The IRIs of the things that bear one of these names."""

    def near(self, folded: str) -> Iterator[str]:
        """The IRIs of the things whose names are most like this one, the likest first."""


@dataclass
class StoredNames:
    """`Names` that are read from a store once and used for many look-ups."""

    by_fold: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def read(cls, store: Store, family: Iterable[str]) -> StoredNames:
        """The names of all things whose class is in `family` (CURIEs)."""
        names = cls()
        things = {
            quad.subject
            for kind in family
            for quad in store.quads_for_pattern(None, _TYPE, ox.NamedNode(expand(kind)), RESOLVED)
        }
        for predicate in _NAMES:
            for quad in store.quads_for_pattern(None, predicate, None, RESOLVED):
                thing = quad.subject
                if thing in things and isinstance(thing, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                    names.by_fold[fold(quad.object.value)].add(thing.value)
        return names

    def named(self, folded: Iterable[str]) -> set[str]:
        """See `Names`."""
        return set().union(*(self.by_fold.get(name, ()) for name in folded))

    def near(self, folded: str) -> Iterator[str]:
        """See `Names`."""
        for match in nearest(folded, self.by_fold.keys()):
            yield from sorted(self.by_fold[match])


def nearest(folded: str, names: Iterable[str]) -> list[str]:
    """The names most like this one, the likest first."""
    found = process.extract(folded, names, scorer=fuzz.token_sort_ratio, score_cutoff=_NEAR, limit=5)
    return [match for match, _, _ in found]


class IndexedNames:
    """`Names` in the sorted file beside a compact store, of which a look-up reads a small part."""

    def __init__(self, path: Path, kind: str, base: str) -> None:
        self._path = path
        self._kind = kind
        self._start = f"{base}{kind}/"

    def _ids(self, folded: Iterable[str]) -> list[str]:
        import polars as pl

        wanted = (pl.col("kind") == self._kind) & pl.col("fold").is_in(list(folded))
        rows = pl.scan_parquet(self._path).filter(wanted).select("id").collect()
        return [self._start + identifier for identifier in rows.get_column("id").to_list()]

    def named(self, folded: Iterable[str]) -> set[str]:
        """See `Names`."""
        return set(self._ids(folded))

    def near(self, folded: str) -> Iterator[str]:
        """See `Names`."""
        import polars as pl

        rows = pl.scan_parquet(self._path).filter(pl.col("kind") == self._kind).select(pl.col("fold").unique())
        for match in nearest(folded, rows.collect().get_column("fold").to_list()):
            yield from self._ids([match])


class Lookup:
    """Finds things of one store by name. Not thread-safe while it reads the names of a family for the first time."""

    def __init__(
        self, store: Store, *, resolved: Graph = RESOLVED, index: Callable[[str], Names] | None = None
    ) -> None:
        """On a store whose graph `resolved` is the resolved one; `index` gives the names of a kind, if not the store.

        A kind is "person", "venue", "organisation" or "work".
        """
        self._store = store
        self._resolved = resolved
        self._index = index
        self._names: dict[tuple[str, ...], Names] = {}

    def __call__(self, value: str, thing: str) -> str:
        """The IRI of what `value` means among the things of class `thing` (full IRI).

        A name, an identifier (ORCID, DOI …) or an IRI, ours or outside; a replaced IRI gives its replacement.

        Raises:
            AmbiguousName: it fits several things.
            QueryError: it fits nothing; near names are listed.
        """
        kind = shorten(thing)
        word = _WORDS.get(kind, kind)
        value = value.strip()
        if not value:
            raise QueryError(word, "an empty name was given", f"give the name or IRI of a {word}")
        found = self._by_iri(value) or self._by_identifier(value, kind) or self._by_name(value, kind)
        if len(found) == 1:
            return found.pop()
        if found:
            raise AmbiguousName(word, value, self._candidates(found))
        raise QueryError(word, f"'{value}' is not in this graph", self._remedy(value, kind))

    def find(self, value: str, thing: str) -> list[tuple[str, str, str]]:
        """(label, IRI, hint) of everything that `value` may mean, best first; near names if nothing fits."""
        kind = shorten(thing)
        found = self._by_iri(value) or self._by_identifier(value, kind) or self._by_name(value, kind)
        if found:
            return self._candidates(found)
        return self._candidates(dict.fromkeys(self._near(value, kind)))

    def label(self, iri: str) -> str:
        """What the thing is called in the resolved graph or elsewhere, or ""."""
        return label_of(self._store, ox.NamedNode(iri), self._resolved)

    @staticmethod
    def is_of(kinds: Iterable[str], kind: str) -> bool:
        """Whether one of the classes (full IRIs) belongs to the family of `kind` (a CURIE)."""
        return not {expand(name) for name in _FAMILIES.get(kind, (kind,))}.isdisjoint(kinds)

    def names(self, kind: str) -> Names:
        """The names of the family of `kind` (a CURIE), read at the first call."""
        family = _FAMILIES.get(kind, (kind,))
        if family not in self._names:
            known = self._index is not None and kind in _WORDS
            self._names[family] = (
                self._index(_WORDS[kind]) if known and self._index else StoredNames.read(self._store, family)
            )
        return self._names[family]

    def _by_iri(self, value: str) -> set[str]:
        bare = value[1:-1] if value.startswith("<") and value.endswith(">") else value
        try:
            node = ox.NamedNode(bare)
        except ValueError:
            return set()
        if self._known(node):
            return {self._replacement(node).value}
        return self._in_force(
            quad.subject for quad in self._store.quads_for_pattern(None, _SAME_AS, node, self._resolved)
        )

    def _known(self, node: ox.NamedNode) -> bool:
        return next(self._store.quads_for_pattern(node, None, None, None), None) is not None

    def _replacement(self, node: ox.NamedNode) -> ox.NamedNode:
        seen = {node}
        while True:
            quad = next(self._store.quads_for_pattern(node, _REPLACED, None, self._resolved), None)
            if quad is None or not isinstance(quad.object, ox.NamedNode) or quad.object in seen:
                return node
            node = quad.object
            seen.add(node)

    def _in_force(self, nodes: Iterable[object]) -> set[str]:
        return {self._replacement(node).value for node in nodes if isinstance(node, ox.NamedNode)}

    def _by_identifier(self, value: str, kind: str) -> set[str]:
        bare = re.sub(r"(?i)^(https?://[^/]+/|(doi|orcid|arxiv|dblp|openalex|issn|ror|isbn):\s*)", "", value)
        owners = set()
        for text in {value, bare, bare.casefold(), bare.upper()}:
            for identifier in self._store.quads_for_pattern(None, _VALUE, ox.Literal(text), self._resolved):
                pattern = self._store.quads_for_pattern(None, _HAS_IDENTIFIER, identifier.subject, self._resolved)
                owners |= {quad.subject for quad in pattern}
        family = {expand(name) for name in _FAMILIES.get(kind, (kind,))}
        return {iri for iri in self._in_force(owners) if self._kinds(iri) & family}

    def _kinds(self, iri: str) -> set[str]:
        quads = self._store.quads_for_pattern(ox.NamedNode(iri), _TYPE, None, self._resolved)
        return {quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)}

    def _by_name(self, value: str, kind: str) -> set[str]:
        return self.names(kind).named(folds(value))

    def _near(self, value: str, kind: str) -> Iterator[str]:
        names = self.names(kind)
        for folded in folds(value):
            yield from names.near(folded)

    def _remedy(self, value: str, kind: str) -> str:
        near = list(dict.fromkeys(self._near(value, kind)))[:5]
        if not near:
            return "check the spelling, or give its IRI"
        return "did you mean " + " or ".join(f"{self.label(iri)} <{iri}>" for iri in near) + "?"

    def _candidates(self, iris: Iterable[str]) -> list[tuple[str, str, str]]:
        rows = [(self.label(iri), iri, self._hint(iri)) for iri in iris]
        rows.sort(key=lambda row: (-_leading_number(row[2]), row[0], row[1]))
        return rows[:_MOST_CANDIDATES]

    def _hint(self, iri: str) -> str:
        """What tells namesakes apart: number of works, years, an organisation; of a work, its year and first author."""
        node = ox.NamedNode(iri)
        works = {quad.subject for quad in self._store.quads_for_pattern(None, _CREATOR, node, self._resolved)}
        works |= {quad.subject for quad in self._store.quads_for_pattern(None, _PART_OF, node, self._resolved)}
        years = sorted(year for work in works for year in self._values(work, _YEAR))
        organisations = []
        for quad in self._store.quads_for_pattern(None, _MEMBER, node, self._resolved):
            for other in self._store.quads_for_pattern(quad.subject, _ORGANISATION, None, self._resolved):
                organisations += (
                    [label_of(self._store, other.object, self._resolved)]
                    if isinstance(other.object, ox.NamedNode)
                    else []
                )
        parts = [f"{len(works)} work{'' if len(works) == 1 else 's'}"] if works else []
        parts += [years[0] if years[0] == years[-1] else f"{years[0]}–{years[-1]}"] if years else []
        parts += sorted(set(organisations))[:2]
        return ", ".join(parts or [*sorted(self._values(node, _YEAR))])

    def _values(self, subject: object, predicate: ox.NamedNode) -> list[str]:
        if not isinstance(subject, ox.NamedNode):
            return []
        quads = self._store.quads_for_pattern(subject, predicate, None, self._resolved)
        return [quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)]


_CREATOR = ox.NamedNode(expand("dcterms:creator"))
_PART_OF = ox.NamedNode(expand("frbr:partOf"))
_YEAR = ox.NamedNode(expand("fabio:hasPublicationYear"))
_MEMBER = ox.NamedNode(expand("org:member"))
_ORGANISATION = ox.NamedNode(expand("org:organization"))
_DOCUMENT_PATH = ox.NamedNode(expand("dcterms:identifier"))


def _leading_number(hint: str) -> int:
    found = re.match(r"\d+(?= work)", hint)
    return int(found.group()) if found else 0


def person_id(tables: Mapping[str, Any], asked: str) -> str:
    """The id of the one person of the tables whom `asked` means; see `kg.graph.people.one_person`."""
    from kg.graph.people import one_person  # Polars takes a second to import, and stores are asked without it

    return one_person(tables, asked)


_PROVENANCE = ox.NamedNode(expand("kg:provenance"))
_KIND = re.compile(r"/([a-z-]+)/[^/]+$")
# Where the label of a thing stands, by the part of its IRI that names its kind: most are found at the first look. None
# is the resolved graph.
_PLACES = {
    **dict.fromkeys(("person", "venue", "organisation", "edition"), (_NAMES[0], None)),
    "work": (ox.NamedNode(expand("dcterms:title")), None),
    "mention": (ox.NamedNode(expand("kg:nameAsPrinted")), _PROVENANCE),
    "organisation-mention": (ox.NamedNode(expand("kg:nameAsPrinted")), _PROVENANCE),
    "record": (ox.NamedNode(expand("kg:titleAsPrinted")), _PROVENANCE),
    "document": (_DOCUMENT_PATH, _PROVENANCE),
}
_NAMELESS = frozenset(
    "decision evidence selector authorship membership position coauthorship interval instant identifier".split()
)


def label_of(store: Store, node: ox.NamedNode, resolved: Graph = RESOLVED) -> str:
    """What a thing is called: its name or title in the resolved graph, else as printed, else a path; or ""."""
    kind = _KIND.search(node.value)
    if kind and kind.group(1) in _NAMELESS:
        return ""
    if kind and kind.group(1) in _PLACES:
        predicate, place = _PLACES[kind.group(1)]
        found = (quad.object for quad in store.quads_for_pattern(node, predicate, None, place or resolved))
        names = [term.value for term in found if isinstance(term, ox.Literal)]
        if names:
            return min(names)
    for predicate in LABELS:
        for graph in (resolved, None):
            names = [
                quad.object.value
                for quad in store.quads_for_pattern(node, predicate, None, graph)
                if isinstance(quad.object, ox.Literal)
            ]
            if names:
                return min(names)
    paths = [
        quad.object.value
        for quad in store.quads_for_pattern(node, _DOCUMENT_PATH, None, None)
        if isinstance(quad.object, ox.Literal)
    ]
    return min(paths, default="")


def in_words(iri: str) -> str:
    """What a term of our own vocabulary reads as, or "" for everything else.

    >>> in_words("https://w3id.org/kg/ns#PhDStudent")
    'PhD student'
    """
    name = iri.removeprefix(KG)
    if name == iri or not name[:1].isupper():
        return ""
    first, *rest = re.sub(r"(?<=[a-z]{3})(?=[A-Z][a-z])|(?<=PhD)(?=[A-Z])", " ", name).split(" ")
    return " ".join([first, *(word.lower() for word in rest)])


def labels(store: Store, terms: Iterable[object]) -> dict[str, str]:
    """IRI to label, for those of `terms` that are IRIs and have one."""
    nodes = {term for term in terms if isinstance(term, ox.NamedNode)}
    texts = {node.value: label_of(store, node) or in_words(node.value) for node in nodes}
    return {iri: text for iri, text in texts.items() if text}


def label_places(iris: Iterable[str]) -> Iterator[tuple[list[str], list[tuple[str, str]]]]:
    """Where the labels of these IRIs stand: groups of them, each with (graph, predicate), the first that says something
    being right; as `label_of` looks for them.
    """
    groups: dict[str, list[str]] = {}
    for iri in iris:
        kind = _KIND.search(iri)
        groups.setdefault(kind.group(1) if kind else "", []).append(iri)
    graphs = (RESOLVED.value, _PROVENANCE.value, expand("kg:decisions"))
    everywhere = [(graph, name.value) for name in LABELS for graph in graphs]
    for kind_name, members in groups.items():
        if kind_name not in _NAMELESS:
            first = [
                ((place or RESOLVED).value, name.value) for name, place in [_PLACES.get(kind_name, (LABELS[0], None))]
            ]
            yield members, [*first, *everywhere, (_PROVENANCE.value, _DOCUMENT_PATH.value)]

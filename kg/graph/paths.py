"""Questions that SPARQL cannot answer: shortest paths, brokers, communities."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

import polars as pl

from kg.errors import QueryError
from kg.graph.people import Tables, frame, one_person, person_iri
from kg.graph.rows import Rows
from kg.graph.values import Iri
from kg.graph.vocab import BASE

if TYPE_CHECKING:
    import networkx

SEED = 20240601  # of everything that draws lots: the same graph gives the same answer
_EXACT = 2_000  # people up to which betweenness is computed exactly
_PIVOTS = 500  # start points of its estimate above that (Brandes and Pich 2007, doi:10.1142/S0218127407018403)
_MOST_WAYS = 50  # shortest ways listed; more are cut off and said to be
_STOP = frozenset(
    "a an and are as at based by for from how in into is its of on or over the to toward towards using via with".split()
)


def coauthor_graph(tables: Tables) -> networkx.Graph[str]:
    """People as nodes, joint works as edges: "weight" counts them. In the order of ids, whatever the order of rows."""
    import networkx as nx

    graph: networkx.Graph[str] = nx.Graph()
    pairs = frame(tables, "coauthorships").select("left_id", "right_id", "weight").sort("left_id", "right_id")
    graph.add_nodes_from(sorted(frame(tables, "people")["person_id"].to_list()))
    graph.add_weighted_edges_from(pairs.with_columns(pl.col("weight").fill_null(1)).iter_rows())
    return graph


def _labels(tables: Tables, people: Iterable[str], base: str) -> dict[str, str]:
    wanted = pl.Series(list(people), dtype=pl.String).unique().implode()
    rows = frame(tables, "people").filter(pl.col("person_id").is_in(wanted)).select("person_id", "name")
    return {person_iri(person, base): name or person for person, name in rows.iter_rows()}


def path(tables: Tables, a: str, b: str, *, base: str = BASE) -> Rows:
    """All shortest ways from `a` to `b` over joint works: one row a hop, with the works on it.

    Columns: way (from 1), hop (from 1), person, coauthor, works (how many), titles (with years, newest first).
    No rows if there is no way. Raises QueryError or AmbiguousName if a name fits nobody or several people.
    """
    import networkx as nx

    start, end = one_person(tables, a), one_person(tables, b)
    if start == end:
        raise QueryError("path", f"'{a}' and '{b}' are the same person", "name two people")
    graph = coauthor_graph(tables)
    try:
        ways = sorted(islice(nx.all_shortest_paths(graph, start, end), _MOST_WAYS + 1))
    except nx.NetworkXNoPath:
        ways = []
    works = _Works(tables, {person for way in ways for person in way})
    rows = []
    for number, way in enumerate(ways[:_MOST_WAYS], start=1):
        for hop, (one, other) in enumerate(pairwise(way), start=1):
            titles = works.joint(one, other)
            iris = [Iri(person_iri(person, base)) for person in (one, other)]
            rows.append([number, hop, *iris, len(titles), "; ".join(titles)])
    columns = ["way", "hop", "person", "coauthor", "works", "titles"]
    headings = dict(zip(columns, ["Way", "Hop", "Person", "Co-author", "Works", "Titles"], strict=True))
    labels = _labels(tables, (person for way in ways for person in way), base)
    return Rows.of(columns, rows, labels, headings, truncated=len(ways) > _MOST_WAYS)


class _Works:
    """The works of some people, for looking up joint ones."""

    def __init__(self, tables: Tables, people: set[str]) -> None:
        authors = frame(tables, "authorships").filter(pl.col("role").fill_null("author") == "author")
        mine = authors.filter(pl.col("person_id").is_in(pl.Series(sorted(people), dtype=pl.String).implode()))
        works = frame(tables, "works").select("work_id", "title", "year")
        self._titles: dict[str, tuple[int, str]] = {}
        self._of: dict[str, set[str]] = defaultdict(set)
        for person, work, title, year in (
            mine.join(works, on="work_id").select("person_id", "work_id", "title", "year").iter_rows()
        ):
            self._of[person].add(work)
            self._titles[work] = (-(year or 0), f"{title or work}{f' ({year})' if year else ''}")

    def joint(self, one: str, other: str) -> list[str]:
        """The titles of the joint works, newest first."""
        return [title for _, title in sorted(self._titles[work] for work in self._of[one] & self._of[other])]


def brokers(tables: Tables, *, limit: int = 20, base: str = BASE) -> Rows:
    """The people on the most shortest ways between others (betweenness; Freeman 1977, doi:10.2307/3033543).

    Columns: person, betweenness (share of the shortest ways between other people, 0..1), coauthors, works, communities
    (how many of the communities of `communities` the co-authors belong to). Exact up to 2,000 people, above that
    estimated from 500 start points that are drawn with a fixed seed.
    """
    import networkx as nx

    graph = coauthor_graph(tables)
    graph.remove_nodes_from([node for node, degree in dict(graph.degree()).items() if degree == 0])
    pivots = None if len(graph) <= _EXACT else _PIVOTS
    scores = nx.betweenness_centrality(graph, k=pivots, normalized=True, seed=SEED)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:limit]
    member = {person: number for number, group in enumerate(_louvain(graph)) for person in group}
    counts = _work_counts(tables)
    rows = [
        [
            Iri(person_iri(person, base)),
            round(score, 6),
            graph.degree(person),
            counts.get(person, 0),
            len({member[neighbour] for neighbour in graph[person]}),
        ]
        for person, score in ranked
    ]
    columns = ["person", "betweenness", "coauthors", "works", "communities"]
    headings = dict(zip(columns, ["Person", "Betweenness", "Co-authors", "Works", "Communities joined"], strict=True))
    return Rows.of(columns, rows, _labels(tables, (person for person, _ in ranked), base), headings)


def _work_counts(tables: Tables) -> dict[str, int]:
    works = frame(tables, "authorships").group_by("person_id").agg(pl.col("work_id").n_unique())
    return dict(works.iter_rows())


def _louvain(graph: networkx.Graph[str]) -> list[list[str]]:
    """Communities of co-authors (Louvain; Blondel et al. 2008, doi:10.1088/1742-5468/2008/10/P10008), largest first."""
    import networkx as nx

    groups = nx.community.louvain_communities(graph, weight="weight", seed=SEED)
    return sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))


def communities(tables: Tables, *, least: int = 2, base: str = BASE) -> Rows:
    """Groups of people who write with each other more than with others, named by what they share.

    Columns: community (from 1, largest first), name, people, works (with an author in the group), first, last (years),
    centre (the member with most joint works inside). The name is the organisation, venue or title word whose share
    inside exceeds its share outside most, then the centre.
    """
    graph = coauthor_graph(tables)
    groups = [group for group in _louvain(graph) if len(group) >= least]
    member = {person: number for number, group in enumerate(groups) for person in group}
    names = _Shared(tables, member)
    rows, centres = [], []
    for number, group in enumerate(groups):
        inside = graph.subgraph(group)
        centre = max(group, key=lambda person: (inside.degree(person, weight="weight"), _reverse(person)))
        centres.append(centre)
        first, last = names.years(number)
        shared = names.name(number)
        iri = Iri(person_iri(centre, base))
        rows.append([number + 1, shared, len(group), names.works(number), first, last, iri])
    columns = ["community", "name", "people", "works", "first", "last", "centre"]
    headings = ["Community", "Shares", "People", "Works", "First year", "Last year", "Centre"]
    return Rows.of(columns, rows, _labels(tables, centres, base), dict(zip(columns, headings, strict=True)))


def _reverse(text: str) -> tuple[int, ...]:
    """A key that puts the first of equal strings last, for `max`."""
    return tuple(-ord(character) for character in text)


class _Shared:
    """What the members of each group share: organisations, venues, words of titles."""

    def __init__(self, tables: Tables, member: Mapping[str, int]) -> None:
        groups = pl.DataFrame(
            {"person_id": list(member), "group": list(member.values())},
            schema={"person_id": pl.String, "group": pl.Int64},
        )
        authorships = frame(tables, "authorships").join(groups, on="person_id")
        works = frame(tables, "works").select("work_id", "title", "year", "venue_id")
        self._works = authorships.select("group", "work_id").unique().join(works, on="work_id")
        self._sizes = Counter(member.values())
        self._counts: list[tuple[dict[int, Counter[str]], float]] = [
            (self._organisations(tables, groups), 1.5),  # what people belong to says more than where they publish
            (self._venues(tables), 1.0),
            (self._title_words(), 0.8),
        ]

    def _organisations(self, tables: Tables, groups: pl.DataFrame) -> dict[int, Counter[str]]:
        rows = (
            frame(tables, "memberships")
            .join(groups, on="person_id")
            .join(frame(tables, "organisations").select("organisation_id", "name"), on="organisation_id")
        )
        return _tally(
            rows.select("group", "person_id", "name").unique().drop_nulls().select("group", "name").iter_rows()
        )

    def _venues(self, tables: Tables) -> dict[int, Counter[str]]:
        names = frame(tables, "venues").select(
            "venue_id", pl.coalesce("abbreviation", "name").alias("venue"), pl.col("kind").alias("venue_kind")
        )
        rows = self._works.join(names, on="venue_id").filter(pl.col("venue_kind").fill_null("") != "preprint_server")
        return _tally(rows.select("group", "venue").drop_nulls().iter_rows())

    def _title_words(self) -> dict[int, Counter[str]]:
        def words() -> Iterator[tuple[int, str]]:
            for group, title in self._works.select("group", "title").drop_nulls().iter_rows():
                for word in {w.strip(".,:;!?()'\"“”").lower() for w in title.split()}:
                    if len(word) > 3 and word not in _STOP:
                        yield group, word

        return _tally(words())

    def name(self, group: int) -> str:
        """Up to two things that the group shares more than the others do; "" if there is nothing."""
        candidates: list[tuple[float, str]] = []
        for counts, weight in self._counts:
            everywhere: Counter[str] = Counter()
            for counter in counts.values():
                everywhere.update(counter)
            for thing, count in counts.get(group, Counter()).items():
                if count >= 2:
                    candidates.append((weight * count * count / everywhere[thing], thing))
        candidates.sort(key=lambda item: (-item[0], item[1]))
        return ", ".join(thing for _, thing in candidates[:2])

    def works(self, group: int) -> int:
        """How many works have an author in the group."""
        return self._works.filter(pl.col("group") == group).height

    def years(self, group: int) -> tuple[int | None, int | None]:
        """The first and the last year of the works."""
        years = self._works.filter(pl.col("group") == group)["year"].drop_nulls().to_list()
        return (min(years), max(years)) if years else (None, None)


def _tally(pairs: Iterable[tuple[Any, ...]]) -> dict[int, Counter[str]]:
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for group, thing in pairs:
        counts[group][thing] += 1
    return counts

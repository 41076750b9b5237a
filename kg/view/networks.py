"""From tables to a network of one kind of node: who or what is drawn, and what links it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from kg.errors import QueryError
from kg.schemas import TABLES
from kg.view.options import NodeKind, ViewOptions

if TYPE_CHECKING:
    import polars as pl

Tables = Mapping[str, pa.Table]
Numbers = np.ndarray[Any, np.dtype[Any]]

NEIGHBOURS = 8  # links kept for one work, venue or organisation: its strongest
LINKS = 24_000  # links in one file, the strongest
KEPT_EACH = 3  # links that a node keeps in any case
BESIDE = 40  # nodes drawn beside a path
CROWD = 1000  # a person or work with more links than this says nothing about two works or organisations


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes in the order of their ids, and links between them.

    `works` counts the works behind a node, `degree` its links in the whole graph (also to nodes that were left out).
    `source`, `target` (places in `ids`, source < target), `weight`, `first` and `last` (years, 0 where unknown) are
    one entry a link.
    """

    kind: NodeKind
    ids: tuple[str, ...]
    works: Numbers
    degree: Numbers
    source: Numbers
    target: Numbers
    weight: Numbers
    first: Numbers
    last: Numbers
    total: int  # nodes of this kind in the tables
    alone: int  # of these, nodes without any link
    total_edges: int

    def subset(self, keep: Numbers) -> Network:
        """The network of the nodes at the places `keep` (ascending), with the links among them."""
        place = np.full(len(self.ids), -1, dtype=np.int64)
        place[keep] = np.arange(len(keep))
        links = (place[self.source] >= 0) & (place[self.target] >= 0)
        return Network(
            self.kind,
            tuple(self.ids[i] for i in keep),
            self.works[keep],
            self.degree[keep],
            place[self.source[links]],
            place[self.target[links]],
            self.weight[links],
            self.first[links],
            self.last[links],
            self.total,
            self.alone,
            self.total_edges,
        )


def frame(tables: Tables, name: str, columns: list[str]) -> pl.DataFrame:
    """Some columns of a table as a frame; an absent table counts as empty."""
    import polars as pl

    table = tables.get(name)
    if table is None:
        table = TABLES[name].empty_table()
    result = pl.from_arrow(table.select(columns))
    assert isinstance(result, pl.DataFrame)
    return result


def thinned(network: Network, limit: int) -> Network:
    """The network with at most about `limit` links: the strongest ones of each node, then the strongest of all.

    One work with a thousand authors links half a million pairs; nobody can see or load that.
    """
    count = len(network.source)
    if count <= limit:
        return network
    order = np.lexsort((network.target, network.source, -network.weight))
    kept = np.zeros(count, dtype=bool)
    for ends in (network.source, network.target):
        by_node = order[np.argsort(ends[order], kind="stable")]
        starts = np.searchsorted(ends[by_node], ends[by_node], side="left")
        kept[by_node[np.arange(count) - starts < KEPT_EACH]] = True
    rest = order[~kept[order]]
    kept[rest[: max(0, limit - int(kept.sum()))]] = True
    links = (column[kept] for column in (network.source, network.target, network.weight, network.first, network.last))
    source, target, weight, first, last = links
    return replace(network, source=source, target=target, weight=weight, first=first, last=last)


def build(tables: Tables, options: ViewOptions) -> Network:
    """The part of the graph that the file holds: the surroundings of the focus, or the most connected nodes.

    Raises:
        QueryError: the focus, or a node of the path, is no node of this kind.
    """
    network = _whole(tables, options)
    return thinned(network.subset(_wanted(network, options)), LINKS)


def _wanted(network: Network, options: ViewOptions) -> Numbers:
    """Places of the nodes that the options ask for, ascending."""
    if options.path:
        return _along(network, options.path)
    if options.only is not None:
        wanted = set(options.only)
        return np.array([i for i, key in enumerate(network.ids) if key in wanted], dtype=np.int64)
    if options.focus is not None:
        return surroundings(network, options.focus, options.depth, options.limit)
    return most_connected(network, options.limit, isolates=options.isolates)


def most_connected(network: Network, count: int, *, isolates: bool) -> Numbers:
    """Places of the `count` nodes with most links (then most works, then the smallest id), ascending.

    Isolated nodes are left out unless wanted, or unless there is nothing else to draw.
    """
    linked = np.zeros(len(network.ids), dtype=bool)
    linked[network.source] = True
    linked[network.target] = True
    candidates = np.arange(len(network.ids)) if isolates or not linked.any() else np.flatnonzero(linked)
    order = np.lexsort((candidates, -network.works[candidates], -network.degree[candidates]))
    return np.sort(candidates[order[:count]])


def _along(network: Network, path: tuple[str, ...]) -> Numbers:
    """Places of the nodes of a path, and of the best connected that are linked to two or more of them."""
    places = {key: i for i, key in enumerate(network.ids)}
    missing = [key for key in path if key not in places]
    if missing:
        raise QueryError("view", f"nothing among the {network.kind} has the id '{missing[0]}'", "look it up first")
    chain = np.zeros(len(network.ids), dtype=bool)
    chain[[places[key] for key in path]] = True
    links = np.zeros(len(network.ids), dtype=np.int64)
    np.add.at(links, network.source, chain[network.target])
    np.add.at(links, network.target, chain[network.source])
    beside = np.flatnonzero((links > 1) & ~chain)
    order = np.lexsort((beside, -network.degree[beside], -links[beside]))[:BESIDE]
    return np.sort(np.concatenate([np.flatnonzero(chain), beside[order]]))


def surroundings(network: Network, focus: str, depth: int, count: int) -> Numbers:
    """Places of the focus and of those within `depth` steps, ascending; the nearest `count`, best connected first."""
    if focus not in network.ids:
        raise QueryError(
            "view", f"nothing among the {network.kind} has the id '{focus}'", "look it up first, or leave out the focus"
        )
    start = network.ids.index(focus)
    distance = np.full(len(network.ids), depth + 1, dtype=np.int64)
    distance[start] = 0
    for step in range(1, depth + 1):
        for near, far in ((network.source, network.target), (network.target, network.source)):
            reached = far[distance[near] == step - 1]
            distance[reached] = np.minimum(distance[reached], step)
    found = np.flatnonzero(distance <= depth)
    order = np.lexsort((found, -network.works[found], -network.degree[found], distance[found]))
    return np.sort(found[order[:count]])


def _whole(tables: Tables, options: ViewOptions) -> Network:
    if options.kind == "people":
        return _people(tables, options.since)
    return _projection(tables, options)


def _authorships(tables: Tables, since: int | None) -> pl.DataFrame:
    """Columns work_id, person_id, year, organisation_ids; one row an authorship."""
    import polars as pl

    works = frame(tables, "works", ["work_id", "year", "venue_id"])
    rows = frame(tables, "authorships", ["work_id", "person_id", "organisation_ids"]).join(
        works, on="work_id", how="left"
    )
    return rows if since is None else rows.filter(pl.col("year") >= since)


def _people(tables: Tables, since: int | None) -> Network:
    import polars as pl

    people = frame(tables, "people", ["person_id"]).unique().sort("person_id").with_row_index("place")
    rows = _authorships(tables, since).select("work_id", "person_id", "year").unique()
    counts = rows.group_by("person_id").agg(pl.col("work_id").n_unique().alias("works"))
    pairs = frame(tables, "coauthorships", ["left_id", "right_id", "weight", "first_year", "last_year"])
    if since is not None:
        pairs = _pairs_since(pairs.select("left_id", "right_id"), rows)
    places = people.select("person_id", "place")
    pairs = (
        pairs.join(places.rename({"place": "left"}), left_on="left_id", right_on="person_id")
        .join(places.rename({"place": "right"}), left_on="right_id", right_on="person_id")
        .filter(pl.col("left") != pl.col("right"))
        .with_columns(
            pl.min_horizontal("left", "right").alias("source"), pl.max_horizontal("left", "right").alias("target")
        )
        .unique(["source", "target"], keep="any")
        .sort("source", "target")
    )
    works = people.join(counts, on="person_id", how="left").sort("place")["works"].fill_null(0).to_numpy()
    return _network("people", people["person_id"].to_list(), works, pairs, total=people.height)


def _pairs_since(pairs: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The given pairs with weight and years counted over the given authorships only."""
    import polars as pl

    left = rows.select("work_id", "year", pl.col("person_id").alias("left_id"))
    right = rows.select("work_id", pl.col("person_id").alias("right_id"))
    return (
        pairs.join(left, on="left_id")
        .join(right, on=["right_id", "work_id"])
        .group_by("left_id", "right_id")
        .agg(
            pl.len().alias("weight"), pl.col("year").min().alias("first_year"), pl.col("year").max().alias("last_year")
        )
    )


def _network(kind: NodeKind, ids: list[str], works: Numbers, pairs: pl.DataFrame, total: int) -> Network:
    source = pairs["source"].to_numpy().astype(np.int64)
    target = pairs["target"].to_numpy().astype(np.int64)
    degree = np.bincount(source, minlength=len(ids)) + np.bincount(target, minlength=len(ids))
    years = [pairs[name].fill_null(0).to_numpy().astype(np.int64) for name in ("first_year", "last_year")]
    weight = pairs["weight"].fill_null(1).to_numpy().astype(np.int64)
    alone = total - int((degree > 0).sum())
    return Network(
        kind,
        tuple(ids),
        works.astype(np.int64),
        degree,
        source,
        target,
        weight,
        years[0],
        years[1],
        total,
        alone,
        len(source),
    )


def memberships(tables: Tables, kind: NodeKind, since: int | None) -> pl.DataFrame:
    """What links nodes of a kind: columns `node`, `item` (works: their authors; venues: who publishes there;
    organisations: the works of their people), `work_id` and `year`.
    """
    import polars as pl

    rows = _authorships(tables, since)
    if kind == "works":
        return rows.select(pl.col("work_id").alias("node"), pl.col("person_id").alias("item"), "work_id", "year")
    if kind == "venues":
        return rows.drop_nulls("venue_id").select(
            pl.col("venue_id").alias("node"), pl.col("person_id").alias("item"), "work_id", "year"
        )
    tagged = rows.explode("organisation_ids").drop_nulls("organisation_ids").rename({"organisation_ids": "node"})
    held = frame(tables, "memberships", ["person_id", "organisation_id", "begin_date", "end_date", "evidence_year"])
    held = held.with_columns(
        pl.coalesce(pl.col("begin_date").str.slice(0, 4).cast(pl.Int32, strict=False), "evidence_year").alias("begin"),
        pl.coalesce(pl.col("end_date").str.slice(0, 4).cast(pl.Int32, strict=False), "evidence_year").alias("end"),
    )
    during = rows.join(held, on="person_id").filter(
        (pl.col("year") >= pl.col("begin").fill_null(0)) & (pl.col("year") <= pl.col("end").fill_null(9999))
    )
    both = [
        tagged.select("node", "work_id", "year"),
        during.select(pl.col("organisation_id").alias("node"), "work_id", "year"),
    ]
    return pl.concat(both).unique().with_columns(pl.col("work_id").alias("item"))


def _projection(tables: Tables, options: ViewOptions) -> Network:
    """Nodes of one kind, linked by the people (or works) they share; each keeps its strongest links."""
    import polars as pl
    from scipy import sparse

    key = {"works": "work_id", "venues": "venue_id", "organisations": "organisation_id"}[options.kind]
    everything = frame(tables, options.kind, [key]).unique()
    rows = memberships(tables, options.kind, options.since)
    counts = rows.group_by("node").agg(
        pl.col("work_id").n_unique().alias("works"), pl.col("item").n_unique().alias("items")
    )
    nodes = (
        everything.rename({key: "node"})
        .join(counts, on="node", how="inner" if options.kind == "venues" else "left")
        .fill_null(0)
    )
    ranked = nodes.sort(["items", "works", "node"], descending=[True, True, False]).head(max(options.limit * 2, 2000))
    ranked = ranked.sort("node").with_row_index("place")
    items = rows.select("node", "item").unique().join(ranked.select("node", "place"), on="node")
    codes = items["item"].rank("dense").cast(pl.Int64).to_numpy() - 1 if items.height else np.zeros(0, dtype=np.int64)
    shape = (ranked.height, int(codes.max()) + 1 if len(codes) else 1)
    incidence = sparse.csr_matrix(
        (np.ones(len(codes), dtype=np.int32), (items["place"].to_numpy(), codes)), shape=shape
    )
    crowd = np.asarray(incidence.sum(axis=0)).ravel() > CROWD
    if crowd.any():
        incidence = incidence @ sparse.diags_array((~crowd).astype(np.int32))
    pairs = _strongest((incidence @ incidence.T).tocsr(), np.asarray(incidence.sum(axis=1)).ravel())
    return _network(options.kind, ranked["node"].to_list(), ranked["works"].to_numpy(), pairs, total=nodes.height)


def _strongest(shared: Any, sizes: Numbers) -> pl.DataFrame:
    """Pairs (source, target, weight) among the `NEIGHBOURS` strongest of either side; ties go to the more similar,
    then the smaller place.
    """
    import polars as pl

    shared = shared.tocoo()
    off = shared.row != shared.col
    row, col, weight = shared.row[off], shared.col[off], shared.data[off]
    similarity = weight / np.sqrt(np.maximum(sizes[row] * sizes[col], 1))
    order = np.lexsort((col, -similarity, -weight, row))
    row, col, weight = row[order], col[order], weight[order]
    starts = np.searchsorted(row, row, side="left")
    near = np.arange(len(row)) - starts < NEIGHBOURS
    kept = pl.DataFrame(
        {
            "source": np.minimum(row, col)[near].astype(np.int64),
            "target": np.maximum(row, col)[near].astype(np.int64),
            "weight": weight[near].astype(np.int64),
        }
    )
    nothing = pl.lit(0, dtype=pl.Int64)
    return (
        kept.unique(["source", "target"])
        .sort("source", "target")
        .with_columns(nothing.alias("first_year"), nothing.alias("last_year"))
    )

"""What is drawn and where: the one computation behind the page, the SVG and the positions for other programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.view.communities import COLOURED, Community, describe, detect, ranked
from kg.view.networks import Network, Tables, build, frame, memberships, most_connected, surroundings
from kg.view.options import ViewOptions
from kg.view.placing import Links, aligned, place
from kg.view.spreading import apart

if TYPE_CHECKING:
    import polars as pl

Numbers = np.ndarray[Any, np.dtype[Any]]
Anchors = Mapping[str, tuple[float, float]] | None

PACE = 190.0  # between two nodes of a path, pixels
CLEAR = 80.0  # free on either side of a path
LARGEST = 24.0  # radius in pixels at zoom 1


@dataclass(frozen=True, slots=True)
class Scene:
    """A network with everything that a picture of it needs; arrays have one entry a node, in the order of
    `network.ids`.

    `colours` are places in the palette (`communities.COLOURED` is grey). `points` is n × 2, in pixels at zoom 1, y
    downwards. `shown` are the places of the nodes seen at first, `shown_points` where these lie then (the same as in
    `points` if all are shown).
    """

    network: Network
    labels: tuple[str, ...]
    uncertain: Numbers  # bool: an ambiguous person, or one with an undecided decision
    radii: Numbers
    colours: Numbers
    legend: tuple[Community, ...]
    points: Numbers
    shown: Numbers
    shown_points: Numbers


def radius(works: Numbers) -> Numbers:
    """Radius of a node with that many works: its area grows with them, up to a limit."""
    return np.asarray(np.minimum(3.6 + 2.1 * np.sqrt(np.maximum(works, 1)), LARGEST))


def layout(tables: Tables, options: ViewOptions) -> Scene:
    """The scene of `options`: which nodes, their communities, names and places.

    Raises:
        QueryError: the focus is not among the nodes.
    """
    network = build(tables, options)
    shown = _first_sight(network, options)
    groups = ranked(detect(network, options.seed), shown)
    labels = names(tables, network)
    organisations, venues = _belongings(tables, network, options)
    legend = describe(groups, labels, network.degree, organisations, venues)
    # nothing to tell apart: one colour, and no legend
    colours = np.where(groups < len(legend), groups, COLOURED) if legend else np.zeros_like(groups)
    radii = radius(network.works)
    points = along(network, options.path, radii) if options.path else _placed(network, groups, radii, options.anchors)
    shown_points = points[shown]
    if len(shown) < len(network.ids):
        shown_points = _placed(network.subset(shown), groups[shown], radii[shown], options.anchors_at_first)
    doubtful = uncertain(tables, network)
    return Scene(network, labels, doubtful, radii, colours, tuple(legend), points, shown, shown_points)


def _first_sight(network: Network, options: ViewOptions) -> Numbers:
    """Places of the nodes shown at first: the best connected, without those whose links all lead out of the
    selection.
    """
    if options.path or options.only is not None:
        return np.arange(len(network.ids))
    if options.focus is not None:
        return surroundings(network, options.focus, options.depth, options.top)
    everybody = options.isolates
    shown = most_connected(network, options.top, isolates=everybody)
    if everybody or len(shown) == len(network.ids):
        return shown
    part = network.subset(shown)
    linked = np.unique(np.concatenate([part.source, part.target]))
    return shown[linked] if len(linked) else shown


def _placed(network: Network, groups: Numbers, radii: Numbers, anchors: Anchors) -> Numbers:
    """Places of the nodes: the earlier ones if nobody is new, near them if somebody is."""
    links = Links(network.source, network.target, network.weight.astype(float))
    if not anchors:
        return place(groups, links, radii)
    nowhere = (np.nan, np.nan)
    earlier = np.array([anchors.get(key, nowhere) for key in network.ids], dtype=float).reshape(-1, 2)
    if np.isfinite(earlier).all():
        return np.asarray(np.round(apart(earlier, radii), 1))
    return aligned(place(groups, links, radii, earlier), network.ids, anchors)


def along(network: Network, path: Sequence[str], radii: Numbers) -> Numbers:
    """A path from left to right on a slight wave; who is linked to several of it above and below."""
    place = {key: i for i, key in enumerate(network.ids)}
    chain = [place[key] for key in path]
    points = np.zeros((len(network.ids), 2))
    points[chain] = [[PACE * step, 26.0 * (-1) ** step] for step in range(len(chain))]
    inside = set(chain)
    friends: dict[int, list[int]] = {}
    for a, b in zip(network.source.tolist(), network.target.tolist(), strict=True):
        for one, other in ((a, b), (b, a)):
            if one not in inside and other in inside:
                friends.setdefault(one, []).append(other)
    beside = np.array(sorted(friends), dtype=np.int64)
    for number, node in enumerate(beside.tolist()):
        points[node] = points[friends[node]].mean(axis=0) + np.array([0.0, 120.0 * (-1) ** number])
    if len(beside):
        points[beside] = apart(points[beside], radii[beside] + 12)
    # the line itself stays free: whoever was pushed towards it goes back out
    close = beside[np.abs(points[beside, 1]) < CLEAR]
    points[close, 1] = np.where(points[close, 1] < 0, -CLEAR, CLEAR)
    points = apart(points, radii)
    points -= (points.min(axis=0) + points.max(axis=0)) / 2
    return np.asarray(np.round(points, 1))


def names(tables: Tables, network: Network) -> tuple[str, ...]:
    """What each node is called; a venue by its abbreviation if it has one."""
    import polars as pl

    key, column = {
        "people": ("person_id", "name"),
        "works": ("work_id", "title"),
        "venues": ("venue_id", "name"),
        "organisations": ("organisation_id", "name"),
    }[network.kind]
    rows = frame(tables, network.kind, [key, column, *(["abbreviation"] if network.kind == "venues" else [])])
    if network.kind == "venues":
        rows = rows.with_columns(pl.coalesce(pl.col("abbreviation").replace("", None), pl.col("name")).alias("name"))
    found = dict(zip(rows[key].to_list(), rows[column].to_list(), strict=True))
    return tuple(found.get(node) or "without a name" for node in network.ids)


def _belongings(
    tables: Tables, network: Network, options: ViewOptions
) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """For each node the names of the organisations (of a work: the authors) and of the venues it has to do with."""
    import polars as pl

    places = pl.DataFrame(
        {"node": network.ids, "place": range(len(network.ids))}, schema={"node": pl.String, "place": pl.Int64}
    )
    venue_names = _names_of(tables, "venues", "venue_id")
    if network.kind != "people":
        if network.kind == "venues":
            return {}, {}
        shared: dict[int, set[str]] = {}
        if network.kind == "works":
            authors = frame(tables, "authorships", ["work_id", "person_id"]).join(
                places, left_on="work_id", right_on="node"
            )
            called = dict(frame(tables, "people", ["person_id", "name"]).iter_rows())
            shared = _collected(authors.select("place", "person_id"), called)
        rows = memberships(tables, network.kind, options.since).join(places, on="node")
        venues = rows.join(frame(tables, "works", ["work_id", "venue_id"]), on="work_id")
        return shared, _collected(venues.select("place", pl.col("venue_id").alias("key")).unique(), venue_names)
    people = places.rename({"node": "person_id"})
    held = frame(tables, "memberships", ["person_id", "organisation_id"]).join(people, on="person_id")
    rows = frame(tables, "authorships", ["person_id", "work_id", "organisation_ids"]).join(people, on="person_id")
    tagged = rows.explode("organisation_ids").drop_nulls("organisation_ids")
    both = pl.concat(
        [
            held.select("place", pl.col("organisation_id").alias("key")),
            tagged.select("place", pl.col("organisation_ids").alias("key")),
        ]
    ).unique()
    published = rows.join(frame(tables, "works", ["work_id", "venue_id"]).drop_nulls(), on="work_id")
    counts = published.group_by("place", "venue_id").agg(pl.len().alias("often"))
    # a person belongs to the venues of at least a third of the works
    total = pl.col("often").sum().over("place")
    main = counts.filter(pl.col("often") * 3 >= total).select("place", pl.col("venue_id").alias("key"))
    return _collected(both, _whole_organisations(tables)), _collected(main, venue_names)


def _names_of(tables: Tables, name: str, key: str) -> dict[str, str]:
    columns = [key, "name", *(["abbreviation"] if name == "venues" else [])]
    result = {}
    for row in frame(tables, name, columns).iter_rows():
        result[row[0]] = (row[2] if len(row) > 2 else "") or row[1] or ""
    return result


def _whole_organisations(tables: Tables) -> dict[str, str]:
    """Name of the outermost organisation that each one is a unit of."""
    rows = {row[0]: row for row in frame(tables, "organisations", ["organisation_id", "name", "parent_id"]).iter_rows()}
    result = {}
    for key in rows:
        top, seen = key, {key}
        while (parent := rows[top][2]) in rows and parent not in seen:
            seen.add(parent)
            top = parent
        result[key] = rows[top][1] or ""
    return result


def _collected(rows: pl.DataFrame, names_by_key: Mapping[str, str]) -> dict[int, set[str]]:
    result: dict[int, set[str]] = {}
    for node, key in rows.iter_rows():
        if name := names_by_key.get(key):
            result.setdefault(node, set()).add(name)
    return result


def uncertain(tables: Tables, network: Network) -> Numbers:
    """Which nodes are people who cannot be told apart, or stand in an undecided decision."""
    import polars as pl

    result = np.zeros(len(network.ids), dtype=bool)
    if network.kind != "people":
        return result
    ambiguous = frame(tables, "people", ["person_id", "ambiguous"]).filter(pl.col("ambiguous"))["person_id"].to_list()
    open_ones = undecided(tables)
    doubtful = set(ambiguous) | set(open_ones["left_person"].to_list()) | set(open_ones["right_person"].to_list())
    return np.array([node in doubtful for node in network.ids], dtype=bool)


def undecided(tables: Tables) -> pl.DataFrame:
    """Decisions in force about two people that could not be told: all their columns, and `left_person`,
    `right_person`.
    """
    import polars as pl

    columns = ["decision_id", "kind", "left_id", "right_id", "outcome", "reverted_by"]
    rows = frame(tables, "decisions", columns).filter(
        (pl.col("kind") == "person") & (pl.col("outcome") == "unsure") & pl.col("reverted_by").is_null()
    )
    people = frame(tables, "mention_people", ["mention_id", "person_id"])
    return (
        rows.join(people.rename({"mention_id": "left_id", "person_id": "left_person"}), on="left_id")
        .join(people.rename({"mention_id": "right_id", "person_id": "right_person"}), on="right_id")
        .filter(pl.col("left_person") != pl.col("right_person"))
    )


def importance(scene: Scene) -> Sequence[int]:
    """Places of the nodes, those first whose label matters most: most works and links, then the smallest id."""
    network = scene.network
    score = network.works + 0.5 * network.degree
    return [int(i) for i in np.lexsort((np.arange(len(score)), -score))]

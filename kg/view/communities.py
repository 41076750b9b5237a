"""Communities of a network, and what to call them: by what their members share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kg.view.networks import Network

Numbers = np.ndarray[Any, np.dtype[Any]]

COLOURED = 8  # communities with a colour of their own; the rest is "other"
LEAST = 3  # a smaller one is never named
LONGEST = 48  # characters of a name in the legend


@dataclass(frozen=True, slots=True)
class Community:
    """One entry of the legend. `colour` is a place in the palette; the last one, `COLOURED`, is grey."""

    name: str
    hint: str
    size: int
    colour: int


def detect(network: Network, seed: int) -> Numbers:
    """Community of each node (0, 1, … from the largest on), by the method of Louvain (Blondel et al. 2008) on joint
    works.
    """
    import networkx as nx

    count = len(network.ids)
    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    strength = np.sqrt(network.weight.astype(float))
    graph.add_weighted_edges_from(zip(network.source.tolist(), network.target.tolist(), strength.tolist(), strict=True))
    found = nx.community.louvain_communities(graph, weight="weight", seed=seed, resolution=1.0)
    order = sorted((sorted(members) for members in found), key=lambda members: (-len(members), members[0]))
    groups = np.zeros(count, dtype=np.int64)
    for number, members in enumerate(order):
        groups[members] = number
    return groups


def ranked(groups: Numbers, shown: Numbers) -> Numbers:
    """The same communities numbered by how many of their members are `shown` (places), then by size: colours go by
    it.
    """
    count = int(groups.max()) + 1 if len(groups) else 0
    seen = np.bincount(groups[shown], minlength=count)
    order = np.lexsort((np.arange(count), -np.bincount(groups, minlength=count), -seen))
    place = np.empty(count, dtype=np.int64)
    place[order] = np.arange(count)
    return np.asarray(place[groups])


def describe(
    groups: Numbers,
    labels: Sequence[str],
    rank: Numbers,
    organisations: Mapping[int, Iterable[str]],
    venues: Mapping[int, Iterable[str]],
) -> list[Community]:
    """The legend: the largest communities, named by the most frequent organisation, else venue, else the most
    connected member.

    `labels` and `rank` (how connected) are one entry a node; `organisations` and `venues` hold, for a node, the names
    it has to do with. A name that two communities would share is told apart by the most connected member.
    """
    sizes = np.bincount(groups) if len(groups) else np.zeros(0, dtype=np.int64)
    legend: list[Community] = []
    everywhere = len(groups)
    for number in range(min(COLOURED, len(sizes))):
        members = np.flatnonzero(groups == number)
        if len(members) < LEAST:
            break
        leader = _short(labels[int(members[np.argmax(rank[members])])])
        name = _shared(members, organisations, 0.3) or (
            _shared(members, venues, 0.6) if len(members) < 0.6 * everywhere else ""
        )
        legend.append(Community(name or f"Around {leader}", f"around {leader}" if name else "", len(members), number))
    return _told_apart(legend)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def _shared(members: Numbers, names: Mapping[int, Iterable[str]], share: float) -> str:
    """The name that most members have, if at least `share` of them and three do."""
    counts = Counter(name for member in members.tolist() for name in set(names.get(member, ())))
    if not counts:
        return ""
    best, number = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return _short(best) if number >= max(3, share * len(members)) else ""


def _told_apart(legend: list[Community]) -> list[Community]:
    often = Counter(entry.name for entry in legend)
    return [
        Community(f"{e.name}, {e.hint}", "", e.size, e.colour) if often[e.name] > 1 and e.hint else e for e in legend
    ]

"""Where the nodes of a picture lie: communities packed as discs, people inside each by stress, nobody on top of
another.

The same network gives the same picture: nothing here is random. Lengths are pixels at zoom 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kg.view.spreading import GAP, GOLDEN, apart, centred, rounded, stress

Numbers = np.ndarray[Any, np.dtype[Any]]

STREET = 26.0  # free space between two communities
SMALL = 4  # a component of up to this many nodes is set in rows below the rest
DENSE = 1200  # stress needs n² memory: a larger community is packed by rings instead
GRAVITY = np.array([0.02, 0.045])  # towards the middle; more so up and down: screens and pages are wide


@dataclass(frozen=True, slots=True)
class Links:
    """Links between nodes given by their places, and how strong each is."""

    source: Numbers
    target: Numbers
    weight: Numbers

    def among(self, nodes: Numbers, count: int) -> Links:
        """The links among some of `count` nodes (places, ascending), renumbered to places in `nodes`."""
        place = np.full(count, -1, dtype=np.int64)
        place[nodes] = np.arange(len(nodes))
        inside = (place[self.source] >= 0) & (place[self.target] >= 0)
        return Links(place[self.source[inside]], place[self.target[inside]], self.weight[inside])


def place(groups: Numbers, links: Links, radii: Numbers, earlier: Numbers | None = None) -> Numbers:
    """Positions (n × 2) of n nodes.

    `groups` holds the community of each node (any integers); `radii` how large each is drawn. `earlier` are the places
    of an older picture (n × 2, NaN where a node is new): communities and people then stay near where they were.
    """
    count = len(groups)
    if count == 0:
        return np.zeros((0, 2))
    before = np.full((count, 2), np.nan) if earlier is None else earlier
    small = _small(count, links)
    points = np.zeros((count, 2))
    large = np.flatnonzero(~small)
    if len(large):
        names, codes = np.unique(groups[large], return_inverse=True)
        points[large] = _packed(codes, len(names), links.among(large, count), radii[large], before[large])
    rest = np.flatnonzero(small)
    if len(rest):
        _rows(points, rest, large, links, radii)
    points -= (points.min(axis=0) + points.max(axis=0)) / 2
    return np.asarray(np.round(points, 1))


def _components(count: int, links: Links) -> Numbers:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    matrix = coo_matrix((np.ones(len(links.source)), (links.source, links.target)), shape=(count, count))
    return np.asarray(connected_components(matrix, directed=False)[1])


def _small(count: int, links: Links) -> Numbers:
    """Which nodes belong to small components. If all do, the picture is rows and nothing else."""
    labels = _components(count, links)
    return np.asarray(np.bincount(labels)[labels] <= SMALL)


def _packed(codes: Numbers, count: int, links: Links, radii: Numbers, before: Numbers) -> Numbers:
    """Communities (`codes` 0 to `count` - 1) as discs near those they are linked to, and their members inside."""
    local = np.zeros((len(codes), 2))
    discs = np.zeros(count)
    centres = np.full((count, 2), np.nan)
    for code in range(count):
        members = np.flatnonzero(codes == code)
        known = np.isfinite(before[members, 0])
        if known.sum() > max(1, len(members) / 2):
            centres[code] = before[members][known].mean(axis=0)
        local[members] = _community(links.among(members, len(codes)), radii[members], before[members] - centres[code])
        discs[code] = np.max(np.hypot(*local[members].T) + radii[members]) + STREET / 2
    between = codes[links.source] != codes[links.target]
    outward = Links(links.source[between], links.target[between], links.weight[between])
    stays = np.isfinite(centres[:, 0])
    middles = _discs(discs, Links(codes[outward.source], codes[outward.target], outward.weight), centres)
    _turn(local, codes, middles, outward, stays)
    return apart(_drawn_in(local + middles[codes], codes, radii), radii)


def _drawn_in(points: Numbers, codes: Numbers, radii: Numbers) -> Numbers:
    """Slides whole communities towards the middle as far as their members allow: discs waste the room between them.

    The innermost goes first; each stops where one of its nodes would come closer than a street to a node of another
    community.
    """
    from scipy.spatial import cKDTree

    points = points.copy()
    count = int(codes.max()) + 1
    if count < 2:
        return points
    members = [np.flatnonzero(codes == code) for code in range(count)]
    for _ in range(3):
        middle = np.average(points, axis=0, weights=radii**2)
        far = np.array([np.hypot(*(points[m].mean(axis=0) - middle)) for m in members])
        for code in np.argsort(far, kind="stable").tolist():
            own = members[code]
            others = np.flatnonzero(codes != code)
            tree = cKDTree(points[others])
            reach = STREET * 1.25 + radii[own].max() + radii[others].max()
            step = (middle - points[own].mean(axis=0)) / 12
            while np.hypot(step[0], step[1]) > 3:
                moved = points[own] + step
                distance, nearest = tree.query(moved, k=1, distance_upper_bound=reach)
                close = np.isfinite(distance)
                gap = distance[close] - radii[own][close] - radii[others[nearest[close]]]
                if close.any() and gap.min() < STREET * 1.25:
                    step = step / 2
                else:
                    points[own] = moved
                    step = np.minimum(1.0, 0.9 * _left(points[own], middle, step)) * step
    return points


def _left(points: Numbers, middle: Numbers, step: Numbers) -> float:
    """How many such steps the centre of the points is from the middle."""
    way = middle - points.mean(axis=0)
    return float(np.hypot(way[0], way[1]) / max(np.hypot(step[0], step[1]), 1e-9))


def _community(links: Links, radii: Numbers, before: Numbers) -> Numbers:
    """Positions of one community around (0, 0); `before` are earlier ones, NaN where there are none."""
    count = len(radii)
    if count == 1:
        return np.zeros((1, 2))
    degree = np.bincount(np.concatenate([links.source, links.target]), minlength=count)
    spread = float(np.sqrt(np.mean((radii + GAP) ** 2)))
    order = np.argsort(np.argsort(-degree, kind="stable"), kind="stable")
    ring = np.column_stack([np.cos(order * GOLDEN), np.sin(order * GOLDEN)])
    start = ring * (spread * 1.5 * np.sqrt(order + 0.5))[:, None]
    start = np.where(np.isfinite(before), before, start)
    points = start if count > DENSE else stress(start, (links.source, links.target), links.weight, 2.9 * spread)
    points = points - np.average(points, axis=0)
    return centred(apart(rounded(points, radii), radii), radii)


def _discs(radii: Numbers, links: Links, before: Numbers) -> Numbers:
    """Centres of discs without overlap; linked ones near each other, the largest in the middle.

    If most have an earlier centre (`before`, NaN where not), they keep it as far as there is room.
    """
    count = len(radii)
    if count == 1:
        return np.zeros((1, 2))
    rank = np.argsort(np.argsort(-radii, kind="stable"), kind="stable")
    reach = float(np.sqrt(np.mean(radii**2))) * 1.7
    points = np.column_stack([np.cos(rank * GOLDEN), np.sin(rank * GOLDEN)]) * (reach * np.sqrt(rank))[:, None]
    known = np.isfinite(before[:, 0])
    stay = known.sum() > count / 2
    if stay:
        points = np.where(known[:, None], before, points)
    pull = np.zeros((count, count))
    np.add.at(pull, (links.source, links.target), links.weight)
    pull = np.sqrt(pull + pull.T)
    pull /= max(float(pull.sum(axis=1).max()), 1e-9)
    touching = radii[:, None] + radii[None, :]
    rounds = 0 if stay else 260 if count < 250 else 90
    for step in range(rounds):
        heat = 1.0 - step / rounds
        away = points[None, :, :] - points[:, None, :]
        distance = np.sqrt(np.maximum((away**2).sum(axis=2), 1e-6))
        excess = np.maximum(distance - touching, 0) / distance
        points = points + heat * 0.9 * np.einsum("ij,ijk->ik", pull * excess, away) - GRAVITY * heat * points
        for _ in range(3):
            points = _pushed(points, touching, radii)
    for _ in range(300):
        moved = _pushed(points, touching, radii)
        if np.abs(moved - points).max() < 0.05:
            break
        points = moved
    return points - np.average(points, axis=0, weights=radii**2)


def _pushed(points: Numbers, touching: Numbers, radii: Numbers) -> Numbers:
    """One round of pushing overlapping discs apart; the smaller one gives way."""
    away = points[None, :, :] - points[:, None, :]
    distance = np.sqrt((away**2).sum(axis=2))
    overlap = np.maximum(touching - distance, 0)
    np.fill_diagonal(overlap, 0)
    if not overlap.any():
        return points
    area = radii**2
    share = area[None, :] / (area[:, None] + area[None, :])
    step = (overlap * share / np.maximum(distance, 1e-6) * 0.6)[:, :, None] * away
    return np.asarray(points - step.sum(axis=1))


def _turn(local: Numbers, codes: Numbers, centres: Numbers, links: Links, stays: Numbers) -> None:
    """Turns, or mirrors and turns, each community in its disc so that its members face those they work with elsewhere.

    Communities that stay (from an earlier picture) are not turned.
    """
    count = len(centres)
    near, far = np.concatenate([links.source, links.target]), np.concatenate([links.target, links.source])
    both = np.concatenate([links.weight, links.weight])
    toward = centres[codes[far]] - centres[codes[near]]
    toward = toward / np.maximum(np.hypot(toward[:, 0], toward[:, 1]), 1e-9)[:, None] * both[:, None]
    sums = []
    for sign in (1.0, -1.0):
        x, y = local[near, 0], local[near, 1] * sign
        cosine = np.bincount(codes[near], x * toward[:, 0] + y * toward[:, 1], minlength=count)
        sine = np.bincount(codes[near], x * toward[:, 1] - y * toward[:, 0], minlength=count)
        sums.append((np.hypot(cosine, sine), np.arctan2(sine, cosine)))
    mirrored = (sums[1][0] > sums[0][0] + 1e-9) & ~stays
    angle = np.where(stays, 0.0, np.where(mirrored, sums[1][1], sums[0][1]))[codes]
    y = np.where(mirrored[codes], -local[:, 1], local[:, 1])
    x = local[:, 0].copy()
    local[:, 0] = x * np.cos(angle) - y * np.sin(angle)
    local[:, 1] = x * np.sin(angle) + y * np.cos(angle)


def _rows(points: Numbers, rest: Numbers, large: Numbers, links: Links, radii: Numbers) -> None:
    """Sets small components as small figures in rows below the rest, larger ones first."""
    figures = _figures(rest, _components(len(points), links), radii)
    area = sum((2 * reach) ** 2 for _, _, reach in figures)
    left, width, y = 0.0, float(np.sqrt(area * 1.8)), 0.0
    if len(large):
        low, high = points[large].min(axis=0), points[large].max(axis=0)
        left, width = float(low[0]), max(float(high[0] - low[0]), width)
        y = float(high[1]) + STREET
    row: list[tuple[Numbers, Numbers, float]] = []
    for figure in [*figures, None]:
        taken = sum(2 * reach for _, _, reach in row)
        if row and (figure is None or taken + 2 * figure[2] > width):
            height = max(2 * reach for _, _, reach in row)
            x = left + (width - taken) / 2
            for nodes, offsets, reach in row:
                points[nodes] = offsets + np.array([x + reach, y + height / 2])
                x += 2 * reach
            y, row = y + height, []
        if figure is not None:
            row.append(figure)


def _figures(rest: Numbers, labels: Numbers, radii: Numbers) -> list[tuple[Numbers, Numbers, float]]:
    """Each small component as a point, a line or a ring around (0, 0): its nodes, their offsets, the room it takes."""
    by_label: dict[int, list[int]] = {}
    for node in rest.tolist():
        by_label.setdefault(int(labels[node]), []).append(node)
    figures = []
    for nodes in sorted(by_label.values(), key=lambda nodes: (-len(nodes), nodes)):
        members = np.array(nodes)
        largest = float(radii[members].max())
        offsets = np.zeros((1, 2))
        if len(nodes) > 1:
            angle = 2 * np.pi * np.arange(len(nodes)) / len(nodes) + (np.pi if len(nodes) == 2 else -np.pi / 2)
            distance = (2 * largest + GAP + 14) / (2 * np.sin(np.pi / len(nodes)))
            offsets = np.column_stack([np.cos(angle), np.sin(angle)]) * distance
        reach = float(np.hypot(offsets[:, 0], offsets[:, 1]).max()) + largest + STREET
        figures.append((members, offsets, reach))
    return figures


def aligned(points: Numbers, ids: Sequence[str], anchors: Any) -> Numbers:
    """The points turned and mirrored (not scaled) to lie as near as possible to their earlier places.

    Orthogonal Procrustes over the ids that both pictures have; with fewer than three in common nothing is done.
    """
    common = [i for i, key in enumerate(ids) if key in anchors]
    if len(common) < 3:
        return points
    now = points[common]
    then = np.array([anchors[ids[i]] for i in common], dtype=float)
    left, _, right = np.linalg.svd((now - now.mean(axis=0)).T @ (then - then.mean(axis=0)))
    return np.asarray(np.round((points - now.mean(axis=0)) @ (left @ right) + then.mean(axis=0), 1))

"""Where the nodes of a picture lie: communities packed as discs, people inside each by stress, nobody on top of
another.

The same network gives the same picture: nothing here is random. Lengths are pixels at zoom 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[Any]]

GAP = 7.0  # free space between two nodes
STREET = 26.0  # free space between two communities
SMALL = 4  # a component of up to this many nodes is set in rows below the rest
DENSE = 1200  # stress needs n² memory: a larger community is packed by rings instead
GRAVITY = np.array([0.02, 0.045])  # towards the middle; more so up and down: screens and pages are wide
GOLDEN = np.pi * (3 - np.sqrt(5))


def place(groups: Numbers, source: Numbers, target: Numbers, weight: Numbers, radii: Numbers) -> Numbers:
    """Positions (n × 2) of n nodes.

    `groups` holds the community of each node (any integers); `source`, `target` and `weight` the links; `radii` how
    large each is drawn.
    """
    count = len(groups)
    if count == 0:
        return np.zeros((0, 2))
    small = _small(count, source, target)
    points = np.zeros((count, 2))
    large = np.flatnonzero(~small)
    if len(large):
        points[large] = _packed(large, groups, source, target, weight, radii)
    rest = np.flatnonzero(small)
    if len(rest):
        _rows(points, rest, large, source, target, radii)
    points -= (points.min(axis=0) + points.max(axis=0)) / 2
    return np.asarray(np.round(points, 1))


def _components(count: int, source: Numbers, target: Numbers) -> Numbers:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    matrix = coo_matrix((np.ones(len(source)), (source, target)), shape=(count, count))
    return np.asarray(connected_components(matrix, directed=False)[1])


def _small(count: int, source: Numbers, target: Numbers) -> Numbers:
    """Which nodes belong to small components. If all do, the picture is rows and nothing else."""
    labels = _components(count, source, target)
    return np.asarray(np.bincount(labels)[labels] <= SMALL)


def _packed(
    nodes: Numbers, groups: Numbers, source: Numbers, target: Numbers, weight: Numbers, radii: Numbers
) -> Numbers:
    names, codes = np.unique(groups[nodes], return_inverse=True)
    position = np.full(len(groups), -1, dtype=np.int64)
    position[nodes] = np.arange(len(nodes))
    inside = position[source] >= 0
    left, right, strength = position[source[inside]], position[target[inside]], weight[inside].astype(float)
    size = radii[nodes]
    local = np.zeros((len(nodes), 2))
    discs = np.zeros(len(names))
    for code in range(len(names)):
        members = np.flatnonzero(codes == code)
        local[members] = _community(members, codes, left, right, strength, size[members])
        discs[code] = np.max(np.hypot(*local[members].T) + size[members]) + STREET / 2
    between = codes[left] != codes[right]
    centres = _discs(discs, codes[left[between]], codes[right[between]], strength[between])
    _turn(local, codes, centres, left[between], right[between], strength[between])
    return apart(_drawn_in(local + centres[codes], codes, size), size)


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


def _community(
    members: Numbers, codes: Numbers, left: Numbers, right: Numbers, weight: Numbers, radii: Numbers
) -> Numbers:
    """Positions of one community around (0, 0)."""
    count = len(members)
    if count == 1:
        return np.zeros((1, 2))
    inside = (codes[left] == codes[members[0]]) & (codes[right] == codes[members[0]])
    place_of = np.searchsorted(members, left[inside]), np.searchsorted(members, right[inside])
    degree = np.bincount(np.concatenate(place_of), minlength=count)
    spread = float(np.sqrt(np.mean((radii + GAP) ** 2)))
    order = np.argsort(np.argsort(-degree, kind="stable"), kind="stable")
    start = (
        np.column_stack([np.cos(order * GOLDEN), np.sin(order * GOLDEN)])
        * (spread * 1.5 * np.sqrt(order + 0.5))[:, None]
    )
    points = start if count > DENSE else _stress(start, place_of, weight[inside], 2.9 * spread)
    points -= np.average(points, axis=0)
    return _centred(apart(_rounded(points, radii), radii), radii)


def _stress(start: Numbers, links: tuple[Numbers, Numbers], weight: Numbers, length: float) -> Numbers:
    """Stress majorization (Gansner, Koren and North 2004): drawn distance follows the number of steps, close pairs
    count most.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import shortest_path

    count = len(start)
    steps = 1.0 + 0.35 / np.sqrt(weight)  # who wrote more together lies a little closer
    matrix = coo_matrix((steps, links), shape=(count, count)).tocsr()
    wanted = shortest_path(matrix, directed=False)
    finite = np.isfinite(wanted)
    wanted[~finite] = (wanted[finite].max() if finite.any() else 1.0) + 1.0
    wanted *= length
    np.fill_diagonal(wanted, 1.0)
    pull = wanted**-2.0
    np.fill_diagonal(pull, 0.0)
    laplacian = np.diag(pull.sum(axis=1)) - pull
    inverse = np.linalg.inv(laplacian + 1.0 / count) - 1.0 / count
    points = start - start.mean(axis=0)
    product = pull * wanted
    for _ in range(60 if count < 400 else 30):
        distance = np.sqrt(np.maximum(_squares(points), 1e-6))
        ratio = product / distance
        np.fill_diagonal(ratio, 0.0)
        points = inverse @ (ratio.sum(axis=1)[:, None] * points - ratio @ points)
    return np.asarray(points)


def _squares(points: Numbers) -> Numbers:
    norms = (points**2).sum(axis=1)
    return np.asarray(np.maximum(norms[:, None] + norms[None, :] - 2 * points @ points.T, 0))


def _rounded(points: Numbers, radii: Numbers) -> Numbers:
    """Draws far-away members in, so that a community fills its disc: half-way to the radius that its rank would have
    in a full disc.
    """
    radius = np.hypot(points[:, 0], points[:, 1])
    order = np.argsort(radius, kind="stable")
    area = np.cumsum((radii[order] + GAP) ** 2) * 1.9
    full = np.empty_like(radius)
    full[order] = np.sqrt(area)
    scale = np.where(radius > 0, (0.35 * radius + 0.65 * full) / np.maximum(radius, 1e-9), 1.0)
    return np.asarray(points * scale[:, None])


def _centred(points: Numbers, radii: Numbers) -> Numbers:
    """Moves the points so that the smallest circle around them (nearly: Bădoiu and Clarkson 2003) has its centre at
    (0, 0).
    """
    centre = points.mean(axis=0)
    for step in range(1, 80):
        away = points - centre
        farthest = int(np.argmax(np.hypot(away[:, 0], away[:, 1]) + radii))
        centre = centre + away[farthest] / (step + 1)
    return np.asarray(points - centre)


def _discs(radii: Numbers, left: Numbers, right: Numbers, weight: Numbers) -> Numbers:
    """Centres of discs without overlap; linked ones near each other, the largest in the middle."""
    count = len(radii)
    rank = np.argsort(np.argsort(-radii, kind="stable"), kind="stable")
    reach = float(np.sqrt(np.mean(radii**2))) * 1.7
    points = np.column_stack([np.cos(rank * GOLDEN), np.sin(rank * GOLDEN)]) * (reach * np.sqrt(rank))[:, None]
    if count == 1:
        return np.zeros((1, 2))
    pull = np.zeros((count, count))
    np.add.at(pull, (left, right), weight)
    pull = np.sqrt(pull + pull.T)
    pull /= max(float(pull.sum(axis=1).max()), 1e-9)
    touching = radii[:, None] + radii[None, :]
    rounds = 260 if count < 250 else 90
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


def _turn(local: Numbers, codes: Numbers, centres: Numbers, left: Numbers, right: Numbers, weight: Numbers) -> None:
    """Turns, or mirrors and turns, each community in its disc so that its members face those they work with
    elsewhere.
    """
    count = len(centres)
    near, far = np.concatenate([left, right]), np.concatenate([right, left])
    both = np.concatenate([weight, weight])
    toward = centres[codes[far]] - centres[codes[near]]
    toward = toward / np.maximum(np.hypot(toward[:, 0], toward[:, 1]), 1e-9)[:, None] * both[:, None]
    sums = []
    for sign in (1.0, -1.0):
        x, y = local[near, 0], local[near, 1] * sign
        cosine = np.bincount(codes[near], x * toward[:, 0] + y * toward[:, 1], minlength=count)
        sine = np.bincount(codes[near], x * toward[:, 1] - y * toward[:, 0], minlength=count)
        sums.append((np.hypot(cosine, sine), np.arctan2(sine, cosine)))
    mirrored = sums[1][0] > sums[0][0] + 1e-9
    angle = np.where(mirrored, sums[1][1], sums[0][1])[codes]
    y = np.where(mirrored[codes], -local[:, 1], local[:, 1])
    x = local[:, 0].copy()
    local[:, 0] = x * np.cos(angle) - y * np.sin(angle)
    local[:, 1] = x * np.sin(angle) + y * np.cos(angle)


def apart(points: Numbers, radii: Numbers, gap: float = GAP) -> Numbers:
    """The points moved as little as it takes that no two nodes come closer than their radii and `gap`.

    Pairs come from a k-d tree, so the cost grows with the number of neighbours, not with the square of the number of
    nodes.
    """
    from scipy.spatial import cKDTree

    points = points.copy()
    if len(points) < 2:
        return points
    reach = 2 * float(radii.max()) + gap
    for step in range(200):
        pairs = cKDTree(points).query_pairs(reach, output_type="ndarray")
        if not len(pairs):
            break
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        one, two = pairs[:, 0], pairs[:, 1]
        away = points[two] - points[one]
        distance = np.hypot(away[:, 0], away[:, 1])
        overlap = radii[one] + radii[two] + gap - distance
        close = overlap > 0.01 * gap
        if not close.any():
            break
        one, two, away, distance, overlap = one[close], two[close], away[close], distance[close], overlap[close]
        same = distance < 1e-6
        angle = (one * GOLDEN)[same]
        away[same] = np.column_stack([np.cos(angle), np.sin(angle)])
        distance[same] = 1.0
        push = away / distance[:, None] * (overlap * (0.35 if step < 100 else 0.5))[:, None]
        np.subtract.at(points, one, push)
        np.add.at(points, two, push)
    return points


def _rows(points: Numbers, rest: Numbers, large: Numbers, source: Numbers, target: Numbers, radii: Numbers) -> None:
    """Sets small components as small figures in rows below the rest, larger ones first."""
    figures = _figures(rest, _components(len(points), source, target), radii)
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

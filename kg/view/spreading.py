"""The inside of one community, and room for everybody: stress majorization, and no node on another."""

from __future__ import annotations

from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[Any]]

GAP = 7.0  # free space between two nodes, pixels at zoom 1
GOLDEN = np.pi * (3 - np.sqrt(5))


def stress(start: Numbers, links: tuple[Numbers, Numbers], weight: Numbers, length: float) -> Numbers:
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


def rounded(points: Numbers, radii: Numbers) -> Numbers:
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


def centred(points: Numbers, radii: Numbers) -> Numbers:
    """Moves the points so that the smallest circle around them (nearly: Bădoiu and Clarkson 2003) has its centre at
    (0, 0).
    """
    centre = points.mean(axis=0)
    for step in range(1, 80):
        away = points - centre
        farthest = int(np.argmax(np.hypot(away[:, 0], away[:, 1]) + radii))
        centre = centre + away[farthest] / (step + 1)
    return np.asarray(points - centre)


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

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.resolver.names import Grade, compatible, parse_name
from kg.resolver.people.clusters import Pairs, agglomerate
from kg.resolver.people.name_columns import NameColumns
from kg.resolver.people.name_pairs import comparable, within
from kg.resolver.people.products import cosines, dots
from kg.resolver.people.settle import SIDE_BY_SIDE, Scored, settle

CUT = 0.6
NONE = np.empty((0, 2), dtype=np.int64)


def random_pairs(generator, sizes, *, silent=0.0, known=0.8):
    """Scored pairs of groups of some sizes, many of them near the cut."""
    start = np.concatenate([[0], np.cumsum(sizes)])
    left, right = within(start)
    works = generator.integers(0, 3 * max(sizes), size=start[-1]).astype(np.int32)
    kept = (generator.random(len(left)) < known) & (works[left] != works[right])
    left, right = left[kept], right[kept]
    return Scored(
        group=np.repeat(np.arange(len(sizes)), sizes).astype(np.int32),
        work=works,
        left=left.astype(np.int32),
        right=right.astype(np.int32),
        probability=generator.beta(2, 2, size=len(left)).astype(np.float32),
        silent=generator.random(len(left)) < silent,
        same=NONE,
        different=NONE,
        partial=np.zeros(len(sizes), dtype=bool),
    )


def dense(scored, group, together=None):
    """The same clusters by agglomeration of one whole group."""
    rows = np.flatnonzero(scored.group == group)
    n, first = len(rows), rows[0]
    mine = scored.group[scored.left] == group
    left, right = scored.left[mine] - first, scored.right[mine] - first
    probability = np.zeros((n, n), dtype=np.float32)
    probability[left, right] = probability[right, left] = scored.probability[mine]
    known, silent = np.zeros((n, n), dtype=bool), np.zeros((n, n), dtype=bool)
    known[left, right] = known[right, left] = True
    silent[left, right] = silent[right, left] = scored.silent[mine]
    work = scored.work[rows]
    forbidden = (work[:, None] == work[None, :]) & ~np.eye(n, dtype=bool)
    for a, b in scored.different[np.isin(scored.different[:, 0], rows)] - first:
        forbidden[a, b] = forbidden[b, a] = True
    conflict = ~known & ~forbidden & ~np.eye(n, dtype=bool)
    for a, b in scored.same[np.isin(scored.same[:, 0], rows)] - first:
        for matrix in (forbidden, conflict):
            matrix[a, b] = matrix[b, a] = False
    return first, agglomerate(Pairs(probability, conflict, forbidden, silent), CUT, together=together)


def rows_of(links):
    return list(zip(links.left.tolist(), links.right.tolist(), links.linkage.tolist(), strict=True))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(1, 24), min_size=1, max_size=8), st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.2]))
def test_knots_side_by_side_give_the_clusters_of_whole_groups(sizes, seed, silent):
    scored = random_pairs(np.random.default_rng(seed), sizes, silent=silent)
    settled = settle(scored, CUT)
    merges, near = [], []
    for group in range(len(sizes)):
        first, expected = dense(scored, group)
        rows = np.flatnonzero(scored.group == group)
        assert (settled.label[rows] - first == expected.label).all()
        merges += [(min(a, b) + first, max(a, b) + first, linkage) for a, b, linkage in expected.merges]
        near += [(min(a, b) + first, max(a, b) + first, linkage) for a, b, linkage in expected.near]
    for found, wanted in ((rows_of(settled.merges), merges), (rows_of(settled.near), near)):
        assert [row[:2] for row in sorted(found)] == [row[:2] for row in sorted(wanted)]
        assert [row[2] for row in sorted(found)] == pytest.approx([row[2] for row in sorted(wanted)], abs=1e-6)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(2, 16), min_size=1, max_size=6), st.integers(0, 2**32 - 1), st.integers(1, 8))
def test_what_is_held_together_side_by_side_gives_the_clusters_of_whole_groups(sizes, seed, count):
    generator = np.random.default_rng(seed)
    scored = random_pairs(generator, sizes)
    start = np.concatenate([[0], np.cumsum(sizes)])
    group = generator.integers(len(sizes), size=count)
    ends = np.stack([start[group] + generator.integers(np.array(sizes)[group]) for _ in range(2)], axis=1)
    ruled = Scored(**{**vars(scored), "same": ends[ends[:, 0] != ends[:, 1]]})
    settled = settle(ruled, CUT)
    merges = []
    for number, size in enumerate(sizes):
        together = np.arange(size, dtype=np.int32)
        for a, b in ruled.same[scored.group[ruled.same[:, 0]] == number] - start[number]:
            together[together == max(together[a], together[b])] = min(together[a], together[b])
        first, expected = dense(ruled, number, together)
        assert (settled.label[start[number] : start[number + 1]] - first == expected.label).all()
        merges += [(min(a, b) + first, max(a, b) + first, linkage) for a, b, linkage in expected.merges]
    found, wanted = sorted(rows_of(settled.merges)), sorted(merges)
    assert [row[:2] for row in found] == [row[:2] for row in wanted]
    assert [row[2] for row in found] == pytest.approx([row[2] for row in wanted], abs=1e-6)


def test_large_knots_and_groups_with_rulings_give_the_same_too():
    scored = random_pairs(np.random.default_rng(5), [2 * SIDE_BY_SIDE[-1], 12], known=1.0)
    free = np.flatnonzero(scored.group == 1)
    ruled = Scored(
        **{**vars(scored), "same": np.array([[free[0], free[5]]]), "different": np.array([[free[1], free[2]]])}
    )
    settled = settle(ruled, CUT)
    assert (settled.label[: len(scored.group) - 12] == dense(ruled, 0)[1].label).all()
    together = np.arange(12, dtype=np.int32)
    together[5] = 0
    first, expected = dense(ruled, 1, together)
    assert (settled.label[free] - first == expected.label).all()
    assert settled.label[free[0]] == settled.label[free[5]]
    assert settled.label[free[1]] != settled.label[free[2]]


GIVEN = [
    "Wei",
    "W.",
    "Wei-Ming",
    "Weiming",
    "W. M.",
    "Wen",
    "Weng",
    "James",
    "Jim",
    "Jon",
    "Jonathan",
    "John P.",
    "Jhon",
]
GIVEN += [
    "Chung Ping",
    "Charlie Chung Ping",
    "Alexandre",
    "Alexander",
    "Alex",
    "Jong Yeol",
    "Jongyeol",
    "Yeol",
    "",
    "Lin",
]


def test_names_that_fit_are_found_by_what_they_share():
    names = [
        parse_name(f"{given} {family}".strip()) for given in GIVEN for family in ("Lin", "Ling", "Wei", "Lin Group")
    ]
    columns, everybody = NameColumns.of(names), np.arange(len(names))
    pairs = comparable(columns, np.zeros(len(names), dtype=np.int64), everybody)
    found = {tuple(pair) for pair in np.stack(pairs, axis=1).tolist()}
    assert len(found) < len(names) * (len(names) - 1) / 3
    fits = columns.grades(*pairs)
    assert fits.tolist() == [
        compatible(names[a], names[b]) for a, b in zip(*(side.tolist() for side in pairs), strict=True)
    ]
    for a, one in enumerate(names):
        for b in range(a + 1, len(names)):
            if compatible(one, names[b]) < Grade.CONFLICT and one.parts[:1] and names[b].parts[:1]:
                assert (a, b) in found, (one.printed, names[b].printed)


@pytest.mark.parametrize("share", [0.05, 0.9])
def test_products_of_pairs_are_those_of_their_rows(share):
    import scipy.sparse as sp

    generator = np.random.default_rng(3)
    start = np.concatenate([[0], np.cumsum([1, 30, 2, 250, 7, 40])]).astype(np.int32)
    matrix = sp.random_array((start[-1], 50), density=0.2, format="csr", dtype=np.float32, rng=generator)
    left, right = within(start)
    kept = generator.random(len(left)) < share
    left, right = left[kept].astype(np.int32), right[kept].astype(np.int32)
    whole = matrix.toarray()
    expected = (whole[left] * whole[right]).sum(axis=1)
    assert dots(sp.csr_matrix(matrix), left, right, start) == pytest.approx(expected, abs=1e-5)
    assert cosines(whole, left, right, start) == pytest.approx(expected, abs=1e-5)

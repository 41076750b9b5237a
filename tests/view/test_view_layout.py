import numpy as np
import pyarrow as pa
import pytest
import synthetic
from scipy.spatial import cKDTree

from kg.errors import QueryError
from kg.view import ViewOptions, anchored, layout, positions, write_html
from kg.view.communities import COLOURED, describe, ranked
from kg.view.lettering import place_names, text_width
from kg.view.networks import LINKS, Network
from kg.view.placing import Links, aligned, place
from kg.view.spreading import apart


def closest(points, radii):
    """Smallest free space between two nodes (60 if all are far from each other); negative where they overlap."""
    pairs = cKDTree(points).query_pairs(60, output_type="ndarray")
    away = points[pairs[:, 0]] - points[pairs[:, 1]]
    return float((np.hypot(away[:, 0], away[:, 1]) - radii[pairs[:, 0]] - radii[pairs[:, 1]]).min(initial=60))


def shuffled(tables, seed=1):
    random = np.random.default_rng(seed)
    return {name: table.take(pa.array(random.permutation(table.num_rows))) for name, table in tables.items()}


def test_nobody_lies_on_another(tables):
    scene = layout(tables)
    assert len(scene.points) > 200
    assert closest(scene.points, scene.radii) > 0


def test_the_same_tables_in_any_order_give_the_same_picture(tables):
    first, second = layout(tables), layout(shuffled(tables))
    assert first.network.ids == second.network.ids
    assert np.array_equal(first.points, second.points)
    assert first.legend == second.legend


def test_members_of_a_community_lie_nearer_to_each_other_than_to_the_rest(tables):
    scene = layout(tables)
    for colour in range(3):
        inside = scene.points[scene.colours == colour]
        outside = scene.points[scene.colours != colour]
        centre = inside.mean(axis=0)
        spread = np.sqrt(((inside - centre) ** 2).sum(axis=1)).mean()
        assert np.sqrt(((outside - centre) ** 2).sum(axis=1)).mean() > 2 * spread


def test_communities_are_named_by_what_their_members_share(tables):
    names = [entry.name for entry in layout(tables).legend]
    assert len(names) == len(set(names)) == COLOURED
    assert all(name.startswith("University of") for name in names)
    assert all(entry.hint.startswith("around ") for entry in layout(tables).legend)


def test_a_community_without_a_shared_organisation_is_named_after_a_venue_or_its_most_connected_member():
    groups = np.array([0, 0, 0, 1, 1, 1, 2, 2])
    labels = [f"P{i}" for i in range(8)]
    rank = np.array([1, 5, 2, 3, 9, 1, 1, 1])
    legend = describe(groups, labels, rank, {}, {3: ["ICML"], 4: ["ICML"], 5: ["ICML"]})
    assert [(e.name, e.hint, e.size) for e in legend] == [("Around P1", "", 3), ("ICML", "around P4", 3)]


def test_two_communities_with_one_name_are_told_apart():
    groups = np.array([0, 0, 0, 1, 1, 1])
    legend = describe(groups, list("abcdef"), np.arange(6), {i: ["Graz"] for i in range(6)}, {})
    assert [e.name for e in legend] == ["Graz, around c", "Graz, around f"]


def test_communities_are_numbered_by_what_is_seen_first():
    groups = np.array([0, 0, 0, 0, 1, 1, 1])
    assert ranked(groups, np.array([0, 4, 5])).tolist() == [1, 1, 1, 1, 0, 0, 0]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_few_new_people_leave_everybody_else_nearly_where_they_were(tables, seed):
    pairs = tables["coauthorships"]
    gone = set(np.random.default_rng(seed).choice(tables["people"]["person_id"].to_pylist(), 12, replace=False))
    stays = [p["left_id"] not in gone and p["right_id"] not in gone for p in pairs.to_pylist()]
    before = positions({**tables, "coauthorships": pairs.filter(pa.array(stays))})
    after = positions(tables, ViewOptions(anchors=before))
    common = sorted(set(before) & set(after))
    then, now = np.array([before[k] for k in common]), np.array([after[k] for k in common])
    moved = np.hypot(*(then - now).T)
    assert len(after) > len(before)
    assert np.median(moved) < 0.05 * np.ptp(then, axis=0).max()
    assert closest(np.array(list(after.values())), layout(tables).radii) > 0


def test_a_page_written_over_itself_stays_the_same(small, tmp_path):
    path = tmp_path / "graph.html"
    for options in (ViewOptions(), ViewOptions(top=15)):
        write_html(small, path, options)
        before = path.read_bytes()
        write_html(small, path, anchored(options, path))
        assert path.read_bytes() == before


@pytest.mark.parametrize(
    "text", ["", "no page", '<script type="application/json" id="data">{"kind": "people"}</script>']
)
def test_without_an_earlier_page_nothing_is_anchored(text, tmp_path):
    path = tmp_path / "graph.html"
    path.write_text(text, encoding="utf-8")
    assert anchored(ViewOptions(), path) == anchored(ViewOptions(), tmp_path / "none.html") == ViewOptions()


def test_anchors_turn_and_mirror_a_picture_back():
    points = np.array([[0.0, 0.0], [100.0, 0.0], [0.0, 50.0], [30.0, 80.0]])
    angle = 0.7
    turned = (points * [1, -1]) @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]) + [5, 9]
    ids = ["a", "b", "c", "d"]
    assert np.allclose(aligned(turned, ids, dict(zip(ids, points.tolist(), strict=True))), points, atol=0.1)


def test_nodes_at_the_same_place_are_moved_apart():
    points = apart(np.zeros((40, 2)), np.full(40, 5.0), gap=2.0)
    assert closest(points, np.full(40, 5.0)) > 1.9


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_tiny_networks_have_a_place_for_everybody(count):
    nothing = np.zeros(0, dtype=np.int64)
    points = place(np.zeros(count, dtype=np.int64), Links(nothing, nothing, nothing), np.full(count, 6.0))
    assert points.shape == (count, 2)
    assert len(np.unique(points, axis=0)) == count


def test_isolated_people_are_left_out_unless_asked_for_or_alone(tables):
    assert len(positions(tables)) < tables["people"].num_rows
    assert len(positions(tables, ViewOptions(isolates=True))) == tables["people"].num_rows
    assert len(positions(synthetic.make(1))) == 1
    assert positions({}) == {}


def test_the_best_connected_are_shown_first_and_the_limit_holds(tables):
    scene = layout(tables, ViewOptions(top=50, limit=120))
    assert len(scene.network.ids) == 120
    assert 30 <= len(scene.shown) <= 50
    assert scene.network.total == 300
    hidden = np.setdiff1d(np.arange(120), scene.shown)
    assert np.median(scene.network.degree[scene.shown]) > np.median(scene.network.degree[hidden])
    assert closest(scene.shown_points, scene.radii[scene.shown]) > 0


def test_a_focus_draws_its_surroundings_only(tables):
    pairs = tables["coauthorships"].to_pylist()
    focus = pairs[0]["left_id"]
    direct = {
        p["right_id"] if p["left_id"] == focus else p["left_id"]
        for p in pairs
        if focus in (p["left_id"], p["right_id"])
    }
    near = layout(tables, ViewOptions(focus=focus, depth=1))
    assert set(near.network.ids) == direct | {focus}
    assert set(layout(tables, ViewOptions(focus=focus, depth=2)).network.ids) > direct


def test_the_focus_is_always_among_those_shown(tables):
    focus = min(tables["coauthorships"].to_pylist(), key=lambda pair: pair["weight"])["left_id"]
    scene = layout(tables, ViewOptions(focus=focus, depth=2, top=5))
    assert focus in {scene.network.ids[i] for i in scene.shown}
    assert len(scene.shown) == 5


def test_an_unknown_focus_says_what_to_do(tables):
    with pytest.raises(QueryError, match=r"nothing among the people has the id 'nobody'.*look it up"):
        layout(tables, ViewOptions(focus="nobody"))


@pytest.mark.parametrize("wrong", [{"kind": "cats"}, {"depth": 3}, {"top": 0}])
def test_wrong_options_are_refused_with_what_is_right(wrong):
    with pytest.raises(QueryError, match=r"choose|give"):
        ViewOptions(**wrong)


def test_since_counts_only_later_works(tables):
    years = dict(zip(tables["works"]["work_id"].to_pylist(), tables["works"]["year"].to_pylist(), strict=True))
    authors = {}
    for row in tables["authorships"].to_pylist():
        if years[row["work_id"]] >= 2020:
            authors.setdefault(row["work_id"], []).append(row["person_id"])
    expected = {}
    for people in authors.values():
        for a in people:
            for b in people:
                if a < b:
                    expected[a, b] = expected.get((a, b), 0) + 1
    network = layout(tables, ViewOptions(since=2020)).network
    found = {
        tuple(sorted((network.ids[a], network.ids[b]))): w
        for a, b, w in zip(network.source, network.target, network.weight, strict=True)
    }
    assert found == expected
    assert network.first[network.weight > 0].min() >= 2020


@pytest.mark.parametrize("kind", ["works", "venues", "organisations"])
def test_other_kinds_are_linked_by_the_people_or_works_they_share(tables, kind):
    scene = layout(tables, ViewOptions(kind=kind))
    network = scene.network
    assert len(network.source) > 0
    assert (network.source < network.target).all()
    assert closest(scene.points, scene.radii) > 0
    if kind == "venues":
        people = {}
        venue = {w["work_id"]: w["venue_id"] for w in tables["works"].to_pylist()}
        for row in tables["authorships"].to_pylist():
            people.setdefault(venue[row["work_id"]], set()).add(row["person_id"])
        for a, b, weight in zip(network.source, network.target, network.weight, strict=True):
            assert len(people[network.ids[a]] & people[network.ids[b]]) == weight


def test_people_in_undecided_decisions_are_marked(tables):
    scene = layout(tables)
    person = {m["mention_id"]: m["person_id"] for m in tables["mention_people"].to_pylist()}
    doubtful = {p["person_id"] for p in tables["people"].to_pylist() if p["ambiguous"]}
    for row in tables["decisions"].to_pylist():
        if row["outcome"] == "unsure":
            doubtful |= {person[row["left_id"]], person[row["right_id"]]}
    marked = {scene.network.ids[i] for i in np.flatnonzero(scene.uncertain)}
    assert marked == doubtful & set(scene.network.ids)
    assert marked


def test_names_never_touch_and_the_most_important_is_written():
    random = np.random.default_rng(4)
    points = random.uniform(100, 700, size=(120, 2))
    labels = [f"Person number {i}" for i in range(120)]
    placed = place_names(labels, points, np.full(120, 8.0), list(range(120)), (800.0, 800.0))
    boxes = [
        (n.x, n.y - 0.9 * n.size, n.x + text_width(n.text, n.size, bold=n.bold), n.y + 0.2 * n.size) for n in placed
    ]
    assert placed[0].node == 0
    assert 20 < len(placed) < 120
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_a_work_of_six_hundred_authors_leaves_a_picture_that_loads():
    tables = synthetic.make(600, 0.5, seed=2)
    people = sorted(tables["people"]["person_id"].to_pylist())
    rows = [
        {"left_id": a, "right_id": b, "weight": 1, "first_year": 2020, "last_year": 2020}
        for i, a in enumerate(people)
        for b in people[i + 1 :]
    ]
    tables["coauthorships"] = pa.Table.from_pylist(rows, schema=tables["coauthorships"].schema)
    scene = layout(tables)
    assert scene.network.total_edges == len(rows) == 179_700
    assert len(scene.network.source) == LINKS
    assert set(scene.network.source.tolist()) | set(scene.network.target.tolist()) == set(range(600))
    assert closest(scene.points, scene.radii) > 0


def test_a_subset_keeps_the_links_among_its_nodes():
    one = np.ones(3, dtype=np.int64)
    ends = np.array([0, 1, 0]), np.array([1, 2, 3])
    network = Network("people", ("a", "b", "c", "d"), np.ones(4), np.array([2, 2, 1, 1]), *ends, one, one, one, 4, 0, 3)
    part = network.subset(np.array([0, 1, 3]))
    assert part.ids == ("a", "b", "d")
    assert list(zip(part.source.tolist(), part.target.tolist(), strict=True)) == [(0, 1), (0, 2)]

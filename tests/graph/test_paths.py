import networkx as nx
import pyarrow as pa
import pytest
from example import ADA, BIB, CV, EVA, JUN, ODD, OTHER_WEI, WEI, example_tables
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import schemas
from kg.errors import AmbiguousName, QueryError
from kg.graph.difference import diff
from kg.graph.paths import brokers, coauthor_graph, communities, path


@pytest.fixture(scope="module")
def tables():
    return example_tables()


def ids(rows, column):
    return [value.rsplit("/", 1)[-1] for value in rows.column(column)]


def changed(tables, name, **edits):
    """The tables with the value of a column replaced on the rows whose first column is the key."""
    rows = tables[name].to_pylist()
    key = schemas.TABLES[name].names[0]
    for row in rows:
        if row[key] in edits["rows"]:
            row[edits["column"]] = edits["rows"][row[key]]
    return {**tables, name: pa.Table.from_pylist(rows, schema=schemas.TABLES[name])}


def pairs_only(edges):
    """Tables that have people and co-authorships and nothing else."""
    nodes = sorted({node for edge in edges for node in edge[:2]})
    people = [dict(person_id=node, name=node.upper()) for node in nodes]
    rows = [dict(left_id=min(a, b), right_id=max(a, b), weight=w) for a, b, w in edges]
    return {
        "people": pa.Table.from_pylist(
            [{k: p.get(k) for k in schemas.PEOPLE.names} for p in people], schema=schemas.PEOPLE
        ),
        "coauthorships": pa.Table.from_pylist(
            [{k: r.get(k) for k in schemas.COAUTHORSHIPS.names} for r in rows], schema=schemas.COAUTHORSHIPS
        ),
    }


def test_the_shortest_way_has_the_works_on_each_hop(tables):
    rows = path(tables, "Jun Kim", "Eva Stone")
    assert ids(rows, "person") == [JUN, ADA]
    assert ids(rows, "coauthor") == [ADA, EVA]
    assert rows.column("works") == [1, 3]
    assert rows[0]["titles"] == "Names without End (2021)"
    assert rows[1]["titles"].startswith("Robert") and rows[1]["titles"].endswith(
        "(2022); Walking Graphs (2020); Graphs of People (2019)"
    )
    assert rows[0]["person"].label == "Jun Kim"


def test_all_ways_that_are_equally_short_are_listed(tables):
    rows = path(tables, WEI, ODD)
    assert rows.column("way") == [1, 1, 2, 2]
    assert {frozenset(ids(rows[n : n + 2], "coauthor")) for n in (0, 2)} == {
        frozenset({ADA, ODD}),
        frozenset({EVA, ODD}),
    }


def test_no_way_gives_no_rows(tables):
    assert len(path(tables, OTHER_WEI, ADA)) == 0


def test_more_ways_than_can_be_listed_are_cut_off_and_said_to_be():
    edges = [("a", f"m{n}", 1) for n in range(60)] + [(f"m{n}", "z", 1) for n in range(60)]
    rows = path(pairs_only(edges), "a", "z")
    assert rows.truncated and max(rows.column("way")) == 50


def test_the_same_person_twice_and_namesakes_are_refused(tables):
    with pytest.raises(QueryError, match="are the same person"):
        path(tables, "Ada Lindqvist", "A. Lindqvist")
    with pytest.raises(AmbiguousName):
        path(tables, "Wei Chen", "Ada Lindqvist")
    with pytest.raises(QueryError, match="is nobody in this graph"):
        path(tables, "Ada Lindqvist", "Nobody Known")


def test_the_broker_is_the_one_without_whom_others_do_not_meet(tables):
    rows = brokers(tables)
    assert ids(rows, "person")[0] == ADA
    # The only way from Jun to Eva, Wei and the odd one, and one of two from Wei to the odd one: 3.5 of 6 pairs.
    assert rows[0]["betweenness"] == pytest.approx(3.5 / 6, abs=1e-6)
    assert (rows[0]["coauthors"], rows[0]["works"]) == (4, 4)
    assert len(brokers(tables, limit=2)) == 2


@given(st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda e: e[0] < e[1]), min_size=1))
@settings(deadline=None, max_examples=50)
def test_ways_and_betweenness_are_those_of_networkx_on_random_graphs(edges):
    named = [(f"p{a}", f"p{b}", 1) for a, b in sorted(edges)]
    tables = pairs_only(named)
    graph = nx.Graph([edge[:2] for edge in named])
    expected = nx.betweenness_centrality(graph)
    rows = brokers(tables, limit=100)
    assert dict(zip(ids(rows, "person"), rows.column("betweenness"), strict=True)) == pytest.approx(expected, abs=1e-6)
    start, end = named[0][0], named[-1][1]
    if start != end:
        found = path(tables, start, end)
        wanted = sorted(nx.all_shortest_paths(graph, start, end)) if nx.has_path(graph, start, end) else []
        assert len(set(found.column("way"))) == len(wanted)
        assert [row["way"] for row in found] == [n for n, way in enumerate(wanted, 1) for _ in way[1:]]


def test_communities_are_groups_that_write_with_each_other_named_by_what_they_share():
    edges = [(a, b, 3) for group in ("abcd", "wxyz") for n, a in enumerate(group) for b in group[n + 1 :]] + [
        ("a", "w", 1)
    ]
    tables = pairs_only(edges)
    works = [
        dict(
            work_id=f"{a}{b}{n}",
            title=f"{'Deep whales' if a in 'abcd' else 'Old stones'} {n}",
            year=2000 + n,
            venue_id=None,
        )
        for a, b, _ in edges[:-1]
        for n in range(3)
    ]
    authorships = [
        dict(
            authorship_id=f"{work['work_id']}.{n}", work_id=work["work_id"], person_id=person, role="author", ordinal=n
        )
        for work in works
        for n, person in enumerate(work["work_id"][:2], start=1)
    ]
    for name, rows in (("works", works), ("authorships", authorships)):
        complete = [{key: row.get(key) for key in schemas.TABLES[name].names} for row in rows]
        tables[name] = pa.Table.from_pylist(complete, schema=schemas.TABLES[name])
    rows = communities(tables)
    assert [(row["people"], row["works"], row["first"], row["last"]) for row in rows] == [(4, 18, 2000, 2002)] * 2
    assert {row["name"] for row in rows} == {"deep, whales", "stones"}
    assert {row["centre"].label for row in rows} == {"A", "W"}


def test_communities_and_brokers_do_not_depend_on_the_order_of_rows(tables):
    turned = {name: table.take(list(range(table.num_rows))[::-1]) for name, table in tables.items()}
    assert communities(turned) == communities(tables)
    assert brokers(turned) == brokers(tables)
    assert path(turned, JUN, EVA) == path(tables, JUN, EVA)


def test_two_people_who_became_one_are_merged(tables):
    new = changed(tables, "mention_people", column="person_id", rows={f"{BIB}.3.1": WEI})
    assert [tuple(row.values()) for row in diff(tables, new)] == [
        (
            "merged",
            "person",
            f"https://w3id.org/kg/id/person/{WEI}",
            f"Wei Chen [{WEI}]; Wei Chen [{OTHER_WEI}]",
            "Wei Chen",
            4,
        )
    ]


def test_one_person_who_became_two_is_split_and_the_other_way_round_merged(tables):
    new = changed(tables, "mention_people", column="person_id", rows={f"{BIB}.1.1": "new", f"{BIB}.4.1": "new"})
    (row,) = diff(tables, new)
    assert (row["change"], row["before"], row["mentions"]) == ("split", "Ada Lindqvist", 6)
    assert row["after"] == f"new [new]; Ada Lindqvist [{ADA}]"
    assert [row["change"] for row in diff(new, tables)] == ["merged"]


def test_a_mention_that_went_from_one_person_to_another_is_moved(tables):
    new = changed(tables, "mention_people", column="person_id", rows={f"{CV}.300.1": EVA})
    (row,) = diff(tables, new)
    assert (row["change"], row["before"], row["after"], row["mentions"]) == ("moved", "Ada Lindqvist", "Eva Stone", 1)


def test_a_person_whose_id_alone_changed_is_no_change(tables):
    mine = {row["mention_id"]: "renamed" for row in tables["mention_people"].to_pylist() if row["person_id"] == ADA}
    assert len(diff(tables, changed(tables, "mention_people", column="person_id", rows=mine))) == 0


def test_works_and_people_of_a_new_document_are_added_and_those_of_a_lost_one_gone(tables):
    import pyarrow.compute as pc

    old = dict(tables)
    for name, column in (("mention_people", "mention_id"), ("record_works", "record_id")):
        old[name] = tables[name].filter(pc.invert(pc.starts_with(tables[name][column], f"{BIB}.3")))
    added = [(row["change"], row["kind"], row["after"]) for row in diff(old, tables)]
    assert added == [
        ("added", "person", "Wei Chen"),
        ("added", "person", "J. Kim"),
        ("added", "work", "A Workshop Paper"),
    ]
    assert [row["change"] for row in diff(tables, old)] == ["gone"] * 3
    assert diff(tables, old)[0]["thing"].label


def test_works_that_were_taken_for_one_are_merged(tables):
    new = changed(tables, "record_works", column="work_id", rows={f"{BIB}.3": f"{BIB}.2"})
    (row,) = diff(tables, new)
    assert (row["change"], row["kind"]) == ("merged", "work")


def test_the_graph_has_everybody_and_the_joint_works_as_weights(tables):
    graph = coauthor_graph(tables)
    assert len(graph) == tables["people"].num_rows
    assert graph[ADA][EVA]["weight"] == 3

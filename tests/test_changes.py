"""What a build says of the people it changed."""

import polars as pl
import pytest

import kg
from kg.changes import account

CV = """# Ada Lovelace

## Publications

1. A. Lovelace, J. Zhou. Notes on the Analytical Engine. Scientific Memoirs, 1843.
2. A. Lovelace, M. Somerville. On the Connexion of Tables and Looms. Journal of Looms, 1845.
3. J. Zhou, C. Babbage. A Treatise on Whales. Whaling Letters, 1901.
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "cv.md").write_text(CV, encoding="utf-8")
    kg.build([tmp_path / "cv.md"], tmp_path / "graph")
    return tmp_path


def mentions(graph, name):
    rows = zip(*(graph.tables["mentions"][c].to_pylist() for c in ("name", "mention_id")), strict=True)
    return sorted(mention for printed, mention in rows if printed == name)


def person(tables, mention):
    return dict(zip(*(tables["mention_people"][c].to_pylist() for c in ("mention_id", "person_id")), strict=True))[
        mention
    ]


def repointed(tables, rows):
    frame = pl.DataFrame(pl.from_arrow(tables["mention_people"]))
    frame = frame.with_columns(person_id=pl.col("mention_id").replace_strict(rows, default=pl.col("person_id")))
    return tables | {"mention_people": frame.to_arrow()}


def test_people_whom_a_ruling_joins_and_parts_are_told_with_the_reason(folder):
    graph = kg.open_graph(folder / "graph")
    left, right = mentions(graph, "J. Zhou")
    assert person(graph.tables, left) == person(graph.tables, right)
    [ruling] = graph._rule("different", [(left, right)], "met both", "ada")
    apart = kg.build([folder / "cv.md"], folder / "graph")
    [line] = account(graph.tables, apart.tables)
    assert "is now several people: J. Zhou (1 mention) and J. Zhou (1 mention), because: " in line
    apart.undo(ruling.split("\t")[0])
    [line] = account(apart.tables, kg.build([folder / "cv.md"], folder / "graph").tables)
    assert "J. Zhou (1 mention) and J. Zhou (1 mention) are now one person, J. Zhou, because: " in line


def test_mentions_that_went_from_one_person_to_another_are_told(folder):
    tables = kg.open_graph(folder / "graph").tables
    graph = kg.open_graph(folder / "graph")
    first, _ = mentions(graph, "A. Lovelace")
    [babbage] = mentions(graph, "C. Babbage")
    [somerville] = mentions(graph, "M. Somerville")
    everybody = person(tables, first)
    old = repointed(tables, {babbage: everybody, somerville: person(tables, somerville)})
    new = repointed(tables, {babbage: person(tables, somerville)})
    lines = account(old, new)
    assert lines and lines[0].startswith("1 mention moved from ")
    assert lines[0].split(", because")[0].endswith("M. Somerville")


def test_an_edited_document_is_not_told_as_new_and_gone(folder):
    before = kg.open_graph(folder / "graph").tables
    before = {name: table for name, table in before.items()}
    (folder / "cv.md").write_text(CV + "\nLast changed today.\n", encoding="utf-8")
    after = kg.build([folder / "cv.md"], folder / "graph").tables
    assert account(before, after) == [f"edited: {folder / 'cv.md'}"]


def test_nothing_is_told_of_a_graph_that_stayed_as_it_was(folder):
    tables = kg.open_graph(folder / "graph").tables
    assert account(tables, tables) == []

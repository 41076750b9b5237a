"""Rulings follow their documents through edits."""

import pytest

import kg
from kg.resolver import rulings

CV = """# Ada Lovelace

## Publications

1. A. Lovelace, J. Zhou. Notes on the Analytical Engine. Scientific Memoirs, 1843.
2. A. Lovelace, J. Zhou. On the Connexion of Tables and Looms. Journal of Looms, 1845.
3. C. Babbage, A. Lovelace. Tables of Numbers for Navigation. Journal of Looms, 1847.
"""


@pytest.fixture
def ruled(tmp_path):
    """A folder with a CV, a graph of it, and a ruling that its two J. Zhou are two people."""
    cv = tmp_path / "cv.md"
    cv.write_text(CV, encoding="utf-8")
    graph = kg.build([cv], tmp_path / "graph")
    left, right = zhou(graph)
    rulings.append(tmp_path / "graph" / "decisions.tsv", [])
    graph._rule("different", [(left, right)], "met both", "ada")
    return tmp_path


def zhou(graph):
    rows = zip(*(graph.tables["mentions"][c].to_pylist() for c in ("name", "mention_id")), strict=True)
    return sorted(mention for name, mention in rows if name == "J. Zhou")


def people(graph):
    return dict(zip(*(graph.tables["mention_people"][c].to_pylist() for c in ("mention_id", "person_id")), strict=True))


def changes(folder):
    import json

    return json.loads((folder / "graph" / "report.json").read_text(encoding="utf-8"))["changes"]


def test_a_ruling_says_what_is_printed_and_where(ruled):
    [ruling] = rulings.read(ruled / "graph" / "decisions.tsv")
    assert ruling.labels == ("J. Zhou", "J. Zhou")
    assert ruling.places[0].startswith(f"{ruled / 'cv.md'} | author 2 | ")
    assert {place.rsplit(" | ", 1)[1] for place in ruling.places} == {
        "Notes on the Analytical Engine",
        "On the Connexion of Tables and Looms",
    }


def test_a_ruling_holds_after_its_document_was_edited(ruled):
    cv = ruled / "cv.md"
    cv.write_text(CV.replace("## Publications", "Updated today.\n\n## Publications"), encoding="utf-8")
    graph = kg.build([cv], ruled / "graph")
    left, right = zhou(graph)
    assert people(graph)[left] != people(graph)[right]
    [line] = [line for line in changes(ruled) if "decisions.tsv" in line]
    assert "follows its document" in line and left in line
    decided = [d for d in graph.tables["decisions"].to_pylist() if d["override"]]
    assert [(d["left_id"], d["right_id"], d["outcome"]) for d in decided] == [(left, right, "different")]


def test_a_ruling_follows_a_document_that_was_edited_and_renamed(ruled):
    (ruled / "cv.md").unlink()
    other = ruled / "other.md"
    other.write_text(CV + "\nLast changed today.\n", encoding="utf-8")
    graph = kg.build([other], ruled / "graph")
    left, right = zhou(graph)
    assert people(graph)[left] != people(graph)[right]


def test_an_undo_finds_the_ruling_that_has_moved(ruled):
    cv = ruled / "cv.md"
    cv.write_text(CV + "\nLast changed today.\n", encoding="utf-8")
    graph = kg.build([cv], ruled / "graph")
    [decision] = [d["decision_id"] for d in graph.tables["decisions"].to_pylist() if d["override"]]
    graph.undo(decision)
    again = kg.build([cv], ruled / "graph")
    left, right = zhou(again)
    assert people(again)[left] == people(again)[right]


def test_a_ruling_about_a_name_that_was_deleted_waits_and_is_told(ruled):
    cv = ruled / "cv.md"
    cv.write_text(CV.replace("A. Lovelace, J. Zhou. On the", "A. Lovelace. On the"), encoding="utf-8")
    kg.build([cv], ruled / "graph")
    [line] = [line for line in changes(ruled) if "decisions.tsv" in line]
    assert "waits" in line
    cv.write_text(CV, encoding="utf-8")
    graph = kg.build([cv], ruled / "graph")
    left, right = zhou(graph)
    assert people(graph)[left] != people(graph)[right]


def test_a_ruling_without_a_place_waits(ruled):
    path = ruled / "graph" / "decisions.tsv"
    rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join("\t".join(row.split("\t")[:7]) for row in rows) + "\n", encoding="utf-8")
    cv = ruled / "cv.md"
    cv.write_text(CV + "\nLast changed today.\n", encoding="utf-8")
    graph = kg.build([cv], ruled / "graph")
    left, right = zhou(graph)
    assert people(graph)[left] == people(graph)[right]
    assert any("waits" in line for line in changes(ruled))

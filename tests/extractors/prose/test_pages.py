"""Saved pages of services that list the works of an author, in the layouts of these; people and works are invented."""

import json
from pathlib import Path

import pytest

import kg
from kg.documents.reading import read
from kg.extractors.prose.boxes import FEWEST, Tree
from kg.extractors.prose.lexicon import read_lexicon
from kg.extractors.prose.siblings import find_listings

CASES = sorted((Path(__file__).parent / "pages").glob("*/expected.json"))

ROW = "<li class='entry'><a class='title'>{title}</a><div class='authors'>{authors}</div><span>{rest}</span></li>"
WORKS = (
    ("Slow rivers remember", "Ada Moreau, Jo Kim", "Oikos 12 (3), 2019"),
    ("Ada Moreau and the shape of dunes", "Jo Kim", "Ecology 4 (1), 2020"),
    ("Why do reeds bend?", "Jo Kim, Ada Moreau", "Wetlands 7 (2), 2021"),
)


def page(rows: str) -> bytes:
    return f"<html><body><h1>Ada Moreau</h1><h2>Publications</h2><ul>{rows}</ul></body></html>".encode()


def listings(data: bytes):
    lines = read("page.html", data=data).lines
    return find_listings(lines, read_lexicon(lines))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.parent.name)
def test_the_works_of_an_author_page_are_read_whole_and_nothing_else(case):
    found = [
        {
            "title": record["title"],
            "authors": [author["name"] for author in record["authors"]],
            "complete": record["author_list_complete"],
            "year": record["year"],
            "venue": record["venue"],
        }
        for record in kg.extract(case.parent / "doc.html")
    ]
    assert found == json.loads(case.read_text(encoding="utf-8"))


def test_what_a_place_holds_in_most_entries_it_holds_in_all():
    rows = "".join(ROW.format(title=title, authors=authors, rest=rest) for title, authors, rest in WORKS)
    found = list(kg.extract("page.html", data=page(rows)))
    assert [record["title"] for record in found] == [title for title, _, _ in WORKS]
    assert [len(record["authors"]) for record in found] == [2, 1, 2]


def test_the_fields_of_an_entry_lead_to_their_places_in_the_source():
    rows = "".join(ROW.format(title=title, authors=authors, rest=rest) for title, authors, rest in WORKS)
    text = page(rows).decode()
    for record in kg.extract("page.html", data=page(rows)):
        for author in record["authors"]:
            assert text[author["start"] : author["end"]] == author["name"]


def test_places_without_titles_make_no_list():
    rows = "".join(f"<li class='fact'><b>{number}</b> <span>items</span></li>" for number in range(20))
    assert listings(page(rows)) == []


def test_lists_of_co_authors_are_no_lists_of_works():
    rows = "".join(f"<li class='person'><a>Jo {name}</a></li>" for name in ("Kim", "Moreau", "Brandt", "Okafor"))
    assert list(kg.extract("page.html", data=page(rows))) == []


def test_siblings_are_of_one_kind_whatever_tells_them_apart():
    classes = ("entry odd first", "entry even", "odd entry last")
    rows = "".join(f"<li class='{one}'><a>Title {number}</a></li>" for number, one in enumerate(classes))
    tree = Tree(read("page.html", data=page(rows)).lines)
    assert max(len(members) for members in tree.families()) == len(classes) >= FEWEST


def test_elements_nested_beyond_reason_are_read_without_a_list():
    deep = "<div class='a'>" * 5_000 + "text of the page" + "</div>" * 5_000
    assert listings(page(f"<li>{deep}</li>" * 3)) == []

"""Which identifiers name works, venues and organisations, and which only come with them."""

import json

import pytest

from kg import pipeline


@pytest.fixture
def built(tmp_path):
    def build(*items):
        path = tmp_path / "works.json"
        path.write_text(json.dumps(items), encoding="utf-8")
        return pipeline.build([path], None)

    return build


def item(number, title, venue, **more):
    return {"title": title, "DOI": f"10.1000/{number}", "container-title": venue, "issued": {}, "author": []} | more


def ids(built, table):
    return {
        row.get("name") or row["title"]: [f"{i['scheme']}:{i['value']}" for i in row["identifiers"]]
        for row in built.tables[table].to_pylist()
    }


def test_an_issn_is_the_venues_and_never_the_works(built):
    done = built(
        item(1, "On looms", "Journal of Looms", ISSN=["0378-5955"]),
        item(2, "On threads", "Journal of Looms", ISSN=["2049-3630", "0378-5956"]),
        item(3, "On needles", "Needle Letters", ISSN=["0378-5955"], type="article-journal"),
    )
    assert ids(done, "venues") == {"Journal of Looms": ["issn:2049-3630"], "Needle Letters": []}
    assert ids(done, "works") == {
        "On looms": ["doi:10.1000/1"],
        "On threads": ["doi:10.1000/2"],
        "On needles": ["doi:10.1000/3"],
    }


def test_the_isbn_of_a_book_makes_no_one_work_of_its_chapters(built):
    book = {"ISBN": "978-3-16-148410-0", "author": [{"family": "Lovelace", "given": "Ada"}]}
    done = built(
        item(1, "Looms of the north", "Handbook", type="chapter", **book),
        item(2, "Looms of the south", "Handbook", type="chapter", **book),
        item(3, "Handbook", "", type="book", **book),
    )
    assert ids(done, "works") == {
        "Looms of the north": ["doi:10.1000/1"],
        "Looms of the south": ["doi:10.1000/2"],
        "Handbook": ["doi:10.1000/3", "isbn:9783161484100"],
    }

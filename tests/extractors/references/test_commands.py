import json

import pytest

from kg.extractors import references
from kg.extractors.references.commands import bibtex_entries, csl_items, name_parts, references_jsonl
from kg.extractors.references.parsed import parse

LABELS = set(
    "citation-number author title journal booktitle series date volume issue pages publisher location editor "
    "institution edition genre doi url isbn note translator other".split()
)
ARTICLE = (
    "Ferwick, A. B., & van Tolan, C. (2011). Slow rivers remember their floods. Journal of River Studies, 14(2), "
    "101–119. https://doi.org/10.1234/jrs.2011.77"
)
THESIS = "Roe, Ada. Counting leaves in autumn. PhD thesis, University of Westbridge, 2004."


def test_objects_come_in_the_order_of_the_lines_with_contract_labels():
    lines = [ARTICLE + "\n", "\n", THESIS + "\r\n"]
    objects = list(references_jsonl(lines))
    assert [o["raw"] for o in objects] == [ARTICLE, "", THESIS]
    assert objects[1]["spans"] == []
    for item in objects:
        for start, end, label in item["spans"]:
            assert 0 <= start < end <= len(item["raw"])
            assert label in LABELS


def test_a_reference_is_parsed_into_names_numbers_and_identifiers():
    found = parse(ARTICLE)
    assert [name.name for name in found.authors.names] == ["Ferwick, A. B.", "van Tolan, C."]
    assert ARTICLE[found.authors.names[1].start : found.authors.names[1].end] == "van Tolan, C."
    assert (found.title, found.year, found.volume, found.issue) == (
        "Slow rivers remember their floods",
        2011,
        "14",
        "2",
    )
    assert (found.venue, found.pages, found.doi) == ("Journal of River Studies", "101–119", "10.1234/jrs.2011.77")
    assert ARTICLE[slice(*found.title_span)] == found.title
    assert found.kind == "article"
    assert found.as_dict()["year"] == 2011
    assert "isbn" not in found.as_dict()


def test_a_thesis_is_told_from_its_words():
    found = parse(THESIS)
    assert found.kind == "thesis"
    assert found.year == 2004


def test_in_is_no_part_of_the_venue():
    found = parse("J. Doe and A. Roe. Sparse trees. In Proceedings of the Conference on Forests, pages 1-9, 2001.")
    assert found.venue == "Proceedings of the Conference on Forests"
    assert found.kind == "paper"


def test_csl_items_have_types_names_and_dates():
    article, thesis = csl_items([ARTICLE, "", THESIS])
    assert article["id"] == "ref1"
    assert thesis["id"] == "ref3"
    assert article["type"] == "article-journal"
    assert article["author"][1] == {"family": "van Tolan", "given": "C."}
    assert article["issued"] == {"date-parts": [[2011]]}
    assert thesis["type"] == "thesis"


def test_bibtex_entries_have_unique_keys_and_escaped_values():
    line = "Doe, J. (2001). Sparse trees & 50% shade. Journal of Botany, 7, 1-9."
    first, second = bibtex_entries([line, line])
    assert first.startswith("@article{doe2001sparse,")
    assert second.startswith("@article{doe2001sparse-2,")
    assert r"\& 50\% shade" in first
    assert "pages = {1--9}" in first


def test_dates_are_as_exact_as_printed_and_arxiv_numbers_are_addresses():
    news, preprint = csl_items(
        [
            "Green, E. (2016, March 22). Rivers without names. The Atlantic. Retrieved from http://www.example.org/rivers/",
            "Doe J, Roe A. Slow rivers remember. arXiv preprint arXiv:1706.03762, 2017.",
        ]
    )
    assert news["issued"] == {"date-parts": [[2016, 3, 22]]}
    assert news["URL"] == "http://www.example.org/rivers/"
    assert "note" not in news
    assert preprint["URL"] == "https://arxiv.org/abs/1706.03762"
    assert preprint["number"] == "arXiv:1706.03762"


@pytest.mark.parametrize(
    ("line", "family"),
    [
        ("Weber, M. (1930). The Spirit of Rivers (T. Parsons, Trans.; 2nd ed.). London: Allen & Unwin.", "Parsons"),
        (
            "Gao, Luis. The Rivers of Winter. Translated by John Gledson. New York: Oxford University Press, 1997.",
            "Gledson",
        ),
    ],
)
def test_translators_are_people_without_their_task(line, family):
    (item,) = csl_items([line])
    assert [name["family"] for name in item["translator"]] == [family]


NAMES = [
    ("van der Berg, J. P., Jr.", ("van der Berg", "J. P.", "Jr.")),
    ("J. P. van der Berg", ("van der Berg", "J. P.", "")),
    ("Berg JP", ("Berg", "JP", "")),
    ("Song Reed", ("Reed", "Song", "")),
    ("李元青", ("李", "元青", "")),
    ("Plato", ("Plato", "", "")),
]


@pytest.mark.parametrize(("name", "parts"), NAMES)
def test_names_are_parted_for_other_formats(name, parts):
    assert name_parts(name) == parts


def test_the_three_formats_are_printed_as_text():
    objects = [json.loads(text) for text in references.references_jsonl([ARTICLE, THESIS])]
    assert [item["raw"] for item in objects] == [ARTICLE, THESIS]
    assert [item["id"] for item in json.loads("\n".join(references.csl([ARTICLE, "", THESIS])))] == ["ref1", "ref3"]
    assert json.loads("\n".join(references.csl([]))) == []
    assert [text.split("{")[0] for text in references.bibtex([ARTICLE, THESIS])] == ["@article", "@phdthesis"]

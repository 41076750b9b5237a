"""Whole documents of many layouts and languages; a case is a folder with the document and what a reader finds in it."""

import json
from pathlib import Path

import pytest

from kg.documents.reading import read
from kg.extractors.prose import extract
from kg.model import Extraction

FOLDERS = sorted((Path(__file__).parent / "cases/publications").iterdir())


def extract_case(folder: Path) -> Extraction:
    return extract(read(next(path for path in folder.iterdir() if path.name != "expected.json")))


def named(name: str) -> Extraction:
    return extract_case(next(folder for folder in FOLDERS if folder.name == name))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_publication_is_read_and_nothing_else(folder):
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    found = [
        {
            "title": record.title,
            "authors": [mention.name for mention in record.mentions],
            "year": record.year,
            "venue": record.venue,
            "status": record.status,
        }
        for record in extract_case(folder).records
    ]
    assert found == expected


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_field_leads_to_the_place_where_it_stands(folder):
    extraction = extract_case(folder)
    source = extraction.document.text
    for record in extraction.records:
        place = record.title_selector
        assert record.title.split()[0] in source[place.start : place.end]
        assert record.selector.start <= place.start < place.end <= record.selector.end
        for mention in record.mentions:
            printed = source[mention.selector.start : mention.selector.end].replace("\\", "")
            assert printed.replace("*", "").strip() == mention.name


def test_a_second_venue_it_was_only_submitted_to_is_kept_apart():
    record = named("initials").records[1]
    assert (record.venue, record.submitted_to) == ("ICLR 2018 Workshop", "ICML")


def test_equal_contribution_and_the_owner_are_marked():
    mentions = named("initials").records[2].mentions
    assert [(m.owner, m.equal_contribution) for m in mentions] == [(True, True), (False, True)]


def test_on_an_index_page_the_subject_is_an_author_of_every_work():
    records = named("index").records
    assert all(record.subject_is_author for record in records)
    assert [record.author_list_complete for record in records] == [False, False, True]
    assert [record.affiliations for record in records] == [("acme",), ("mit", "acme"), ()]
    assert [record.date for record in records] == ["2024-10-25", "2022-11-18", ""]


def test_abstracts_are_kept_but_are_no_part_of_the_record():
    extraction = named("index")
    record = extraction.records[1]
    assert record.abstract.startswith("Large models show")
    assert "Large models" not in extraction.document.text[record.selector.start : record.selector.end]


def test_identifiers_come_from_text_and_links():
    (identifier,) = named("title-authors-venue-in-lines").records[0].identifiers
    assert (identifier.scheme, identifier.value) == ("doi", "10.1000/xyz123")


def test_editors_are_counted_apart_from_authors():
    record = named("hard-wrapped-with-a-book-chapter").records[2]
    assert [(m.role, m.ordinal) for m in record.mentions] == [("author", 1), ("author", 2), ("editor", 1)]


def test_a_book_has_a_publisher_and_no_venue(extract_text):
    text = """# Eva Wood

## Books

- *Harbours of Empire: Trade and Memory*. Cambridge: Cambridge University Press, 2009.
- *The Quiet Parish: Rural Religion*. Manchester: Manchester University Press, 2016.
"""
    records = extract_text(text).records
    assert [(r.kind, r.publisher, r.venue) for r in records] == [
        ("book", "Cambridge University Press", ""),
        ("book", "Manchester University Press", ""),
    ]


def test_a_document_without_publications_gives_a_warning_and_no_record(extract_text):
    text = """# Tom Baker

## Experience

### Software Engineer, Acme Robotics
*May 2019 – Present, Boston, MA*

- Built the navigation stack in C++ and Python.

## Awards

- Dean's List, 2013
"""
    extraction = extract_text(text)
    assert extraction.records == ()
    assert any("no publication" in warning.problem for warning in extraction.warnings)


@pytest.mark.parametrize(
    "text", ["x", "x\n\n#\n\n##\n", "a\n«»«»\n" * 50, "A, B, C, " * 400, "(a" * 3000, "1.\tx\n" * 300]
)
def test_broken_documents_are_survived(text, extract_text):
    extraction = extract_text(text, "cv.txt")
    assert len(extraction.records) <= 1


def test_a_text_without_end_is_read_as_far_as_it_goes(extract_text):
    text = "Jo Berg\n\nPublications\n\n1. Berg J. On graphs. Acta. 2010;3:1-2.\n\n" + "word " * 40_000
    extraction = extract_text(text, "cv.txt")
    assert [record.title for record in extraction.records] == ["On graphs"]
    assert any("characters of one line" in warning.problem for warning in extraction.warnings)


@pytest.mark.slow
def test_thousands_of_pages_are_read_in_part_with_a_warning(extract_text):
    text = "Jo Berg\n\n" + "".join(f"A line of no meaning, number {n}\n\n" for n in range(13_000))
    extraction = extract_text(text, "cv.txt")
    assert any("lines are read" in warning.problem for warning in extraction.warnings)


def test_a_table_of_talks_gives_no_record(extract_text):
    text = """# Dr. Anil Mehta

## Papers presented in conferences

| S.No | Title of the paper | Name of the conference | Date |
|---|---|---|---|
| 1 | Silicon in pulses | National Seminar on Plant Stress | 12 Dec 2019 |
| 2 | Groves as gene banks | International Conference on Biodiversity | 5 Feb 2015 |
"""
    assert extract_text(text).records == ()


def test_a_poster_among_papers_is_no_publication_and_an_oral_paper_is_one(extract_text):
    text = """# Ida Holm

## Publications

1. Holm I, Berg J. Sleep after surgery. Acta Anaesth. 2020;64:28-41.
2. Berg J, Holm I. Pain and rest in children. Pain Med. 2019;12(3):101-9.
3. Holm I, Berg J. Rest at night. Poster, Nordic Congress, Oslo, May 2018.
4. Holm I. Learning to sleep. In Proceedings of SLEEP 2017 (oral presentation), pp. 3-9, 2017.
"""
    titles = [record.title for record in extract_text(text, "cv.txt").records]
    assert titles == ["Sleep after surgery", "Pain and rest in children", "Learning to sleep"]


def test_a_year_in_the_margin_holds_for_the_entries_below_it(extract_text):
    text = (
        "Jo Berg\n\nPublications\n\n2021   Sparse plans, Jo Berg, Ana Lima, AAAI\n"
        "       Dense plans, Ana Lima, Jo Berg, IJCAI\n2019   Early plans, Jo Berg, Ana Lima, ICAPS\n"
    )
    assert [record.year for record in extract_text(text, "cv.txt").records] == [2021, 2021, 2019]


def test_headings_in_the_margin_open_sections(extract_text):
    text = """Jo Berg

EDUCATION      Lund University, Ph.D. in Physics, 2010
               Lund University, M.Sc. in Physics, 2005

PUBLICATIONS   J. Berg and A. Lima, "Cold traps," Physical Review A, vol. 81, pp. 1-9, 2012.
               A. Lima and J. Berg, "Warm traps," Physical Review A, vol. 83, pp. 11-19, 2014.
"""
    extraction = extract_text(text, "cv.txt")
    assert [record.title for record in extraction.records] == ["Cold traps", "Warm traps"]
    assert [position.end for position in extraction.positions] == ["2010", "2005"]


def test_buttons_that_unfold_a_part_of_the_page_are_headings(extract_text):
    text = """<h1>Eva Ruiz</h1>
<h3><button class="accordion-button" aria-expanded="false">Publicaciones</button></h3>
<p>Ruiz, E. y Gil, A. (2021). Leer en voz alta. Revista de Educación, 30(7), 11-29.</p>
<h3><button class="accordion-button" aria-expanded="false">Congresos</button></h3>
<p>Ruiz, E. (2019). Escribir a mano [Comunicación]. Congreso de Pedagogía, Oviedo.</p>
"""
    assert [record.title for record in extract_text(text, "page.html").records] == ["Leer en voz alta"]

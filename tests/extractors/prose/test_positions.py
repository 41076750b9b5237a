"""Positions, degrees and supervisors of documents in many layouts."""

import json
from pathlib import Path

import pytest

from kg.documents.reading import read
from kg.extractors.prose import extract
from kg.model import Extraction

FOLDERS = sorted((Path(__file__).parent / "cases/positions").iterdir())


def extract_case(folder: Path) -> Extraction:
    return extract(read(next(path for path in folder.iterdir() if path.name != "expected.json")))


def _chain(extraction: Extraction, number: int | None) -> list[str]:
    names = []
    while number is not None:
        names.append(extraction.organisations[number].name)
        number = extraction.organisations[number].parent
    return names


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_positions_and_degrees_are_read_with_dates_units_and_supervisors(folder):
    extraction = extract_case(folder)
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert len(extraction.positions) == len(expected)
    for position, wanted in zip(extraction.positions, expected, strict=True):
        found = {
            "kind": position.kind,
            "role": position.degree or position.role,
            "start": position.start,
            "end": position.end,
            "people": [extraction.mentions[number].name for number in position.supervisors],
        }
        units = wanted.pop("units")
        assert found == wanted
        chain = _chain(extraction, position.organisation)
        assert all(any(unit in name for name in chain) for unit in units)


def test_what_a_supervisor_is_elsewhere_is_no_position_of_the_subject(extract_text):
    text = """# Jo Berg

## Experience

### Foo Research Center

Research Assistant to Prof. Sam Hall, Assistant Professor at MIT EECS

Nov 2017 – Now
"""
    extraction = extract_text(text)
    (position,) = extraction.positions
    assert _chain(extraction, position.organisation) == ["Foo Research Center"]
    assert position.ongoing
    assert "MIT EECS" in [organisation.name for organisation in extraction.organisations]


def test_awards_talks_and_service_are_no_positions(extract_text):
    text = """# Jo Berg

## Awards

- Research Assistant of the Year, Eastfield University, 2015 – 2016

## Talks

- Visiting researcher talk at Bergen University, 2019
"""
    assert extract_text(text).positions == ()


def test_spans_of_people_and_organisations_hold_their_names():
    extraction = extract_case(next(folder for folder in FOLDERS if folder.name == "sentences"))
    source = extraction.document.text
    for thing in (*extraction.mentions, *extraction.organisations):
        if thing.selector.end:
            assert source[thing.selector.start : thing.selector.end] == thing.name


def found_positions(extraction):
    return [
        (one.kind, extraction.organisations[one.organisation].name, one.start[:4], one.end[:4])
        for one in extraction.positions
    ]


def test_forms_are_read_by_their_labels(extract_text):
    text = """Name : Ada Holm

EDUCATION

Degree      : PhD in Physics
Institution : Lund University
Period      : 2017 - 2021

Degree      : MSc Physics
Institution : Uppsala University
Period      : 2013 - 2015
"""
    extraction = extract_text(text, "cv.txt")
    assert extraction.mentions[0].name == "Ada Holm"
    assert found_positions(extraction) == [
        ("degree", "Lund University", "2017", "2021"),
        ("degree", "Uppsala University", "2013", "2015"),
    ]


def test_sentences_tell_posts_and_degrees_each_with_its_own_dates(extract_text):
    text = """# Gerda Pfaff

Since March 2019 I have been a full professor at Lund University. From 2015 to 2019 I was an assistant professor at
Aalto University, and in 2013 a postdoc at the University of Waterloo. I got my PhD from Uppsala University in 2012.
"""
    assert found_positions(extract_text(text)) == [
        ("position", "Lund University", "2019", ""),
        ("position", "Aalto University", "2015", "2019"),
        ("position", "University of Waterloo", "2013", "2013"),
        ("degree", "Uppsala University", "", "2012"),
    ]


def test_two_degrees_on_one_line_have_their_own_years(extract_text):
    text = "Jo Berg\n\nEducation\n\nLund University\nM.Sc., Informatics, 2015; B.Sc., Informatics, 2013\n"
    found = found_positions(extract_text(text, "cv.txt"))
    assert found == [("degree", "Lund University", "", "2015"), ("degree", "Lund University", "", "2013")]

import pytest

from kg.extractors.prose.headings import classify
from kg.extractors.prose.sections import find_sections

HEADINGS = [
    ("SELECTED PUBLICATIONS", "publication"),
    ("Veröffentlichungen", "publication"),
    ("发表论文", "publication"),
    ("Publicaciones", "publication"),
    ("Works in progress", "publication"),
    ("Ausbildung", "education"),
    ("Formación académica", "education"),
    ("教育背景", "education"),
    ("Research Experience", "employment"),
    ("Berufserfahrung", "employment"),
    ("EXPÉRIENCE PROFESSIONNELLE", "employment"),
    ("Invited Talks", "talk"),
    ("Vorträge", "talk"),
    ("Honors and Awards", "award"),
    ("Teaching Experience", "teaching"),
    ("Professional Service", "service"),
    ("Students supervised", "student"),
    ("Technical skills", "skill"),
    ("A line of no kind", "unknown"),
]


@pytest.mark.parametrize(("text", "kind"), HEADINGS)
def test_headings_name_their_section(text, kind):
    assert classify(text) == kind


def test_a_sort_of_publication_takes_the_kind_of_the_heading_above(extract_text):
    text = "## Publications\n\n### Journal\n\n- x\n\n## Service\n\n### Journal\n\n- y\n"
    lines = extract_text(text).document.lines
    kinds = [section.kind for section in find_sections(lines) if section.title == "Journal"]
    assert kinds == ["publication", "service"]


def test_headings_that_title_a_job_stay_in_its_section(extract_text):
    text = (
        "## Experience\n\n### Research Scientist\nAcme | 2020 – 2021\n\n### Visiting Scholar\nFoo University | 2019\n"
    )
    lines = extract_text(text).document.lines
    assert [section.title for section in find_sections(lines)] == ["Experience"]

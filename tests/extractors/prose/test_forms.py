"""Posts and degrees on forms: tables with column heads, lines with labels."""

import pytest

from kg.extractors.prose.forms import label_kind

FORMS = {
    "table of degrees": (
        "## Educational Qualifications\n\n"
        "| Degree | Subject | University / Institution | Year of passing | Class / % |\n|---|---|---|---|---|\n"
        "| Ph.D. | Botany | University of Madras | 2008 | Highly commended |\n"
        "| M.Sc. | Plant Science | Kamaraj College | 2001 | I Class |\n",
        [
            ("degree", "Ph.D.", "Botany", "University of Madras", "", "2008", False),
            ("degree", "M.Sc.", "Plant Science", "Kamaraj College", "", "2001", False),
        ],
    ),
    "table of posts with two columns of dates": (
        "## Teaching and Research Experience\n\n"
        "| Position | Institution | From | To |\n|---|---|---|---|\n"
        "| Associate Professor | Eastfield University | 10.06.2019 | Till date |\n"
        "| Registered nurse | Holy Cross, Nagercoil | 15.06.2008 | 31.12.2009 |\n",
        [
            ("position", "Associate Professor", "", "Eastfield University", "2019-06-10", "", True),
            ("position", "Registered nurse", "", "Holy Cross", "2008-06-15", "2009-12-31", False),
        ],
    ),
    "labels": (
        "## Work\n\n"
        "Function : Postdoctoral researcher  \nEmployer : Bergen University  \nPeriod : 01-09-2021 - present\n\n"
        "Function : Nurse  \nEmployer : Korle Bu  \nPeriod : 2010 - 2013\n",
        [
            ("position", "Postdoctoral researcher", "", "Bergen University", "2021-09-01", "", True),
            ("position", "Nurse", "", "Korle Bu", "2010", "2013", False),
        ],
    ),
    "labels in Italian": (
        "## Istruzione e formazione\n\n"
        "- Date (da – a): 2008 – 2011\n- Istituto: Scuola Normale Superiore, Pisa\n"
        "- Qualifica conseguita: Perfezionamento in Storia dell'arte\n"
        "- Date (da – a): 2002 – 2007\n- Istituto: Università degli Studi di Firenze\n"
        "- Qualifica conseguita: Laurea in Lettere\n",
        [
            ("degree", "Perfezionamento", "Storia dell'arte", "Scuola Normale Superiore", "2008", "2011", False),
            ("degree", "Laurea", "Lettere", "Università degli Studi di Firenze", "2002", "2007", False),
        ],
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_forms_tell_what_each_piece_is(extract_text, name):
    text, expected = FORMS[name]
    extraction = extract_text(f"# Jo Berg\n\n{text}")
    found = [
        (
            one.kind,
            one.degree or one.role,
            one.field,
            extraction.organisations[one.organisation].name,
            one.start,
            one.end,
            one.ongoing,
        )
        for one in extraction.positions
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("label", "kind"),
    [("Année", "date"), ("Arbeitgeber", "organisation"), ("Должность", "role"), ("学位", "degree"), ("Hobbies", None)],
)
def test_labels_are_known_in_many_languages(label, kind):
    assert label_kind(label) == kind


def test_a_table_of_courses_holds_no_posts(extract_text):
    text = (
        "# Jo Berg\n\n## Teaching\n\n| Course | University | Year |\n|---|---|---|\n"
        "| Algebra | Bergen University | 2019 |\n| Topology | Bergen University | 2020 |\n"
    )
    assert extract_text(text).positions == ()

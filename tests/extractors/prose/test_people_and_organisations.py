import pytest

from kg.extractors.prose.organisations import find_units
from kg.extractors.prose.people import find_people

PEOPLE = [
    (
        "under the supervision of Prof. Ada Wong and Prof. Gina Conti. Prior",
        [("Ada Wong", "supervisor"), ("Gina Conti", "supervisor")],
    ),
    ("Adviser: Alex G. Hoffmann.", [("Alex G. Hoffmann", "adviser")]),
    ("Advisors: Mara Berti, Andrew D. Bach", [("Mara Berti", "adviser"), ("Andrew D. Bach", "adviser")]),
    ("Mentor: Jie Ye", [("Jie Ye", "mentor")]),
    ("Research Assistant to Prof. Wei Lu, Vision Group (VG)", [("Wei Lu", "supervisor")]),
    ("Supervised by Dana Fox & Sam Reed, on safety", [("Dana Fox", "supervisor"), ("Sam Reed", "supervisor")]),
    ("Betreuer: Prof. Dr. Sven Behr", [("Sven Behr", "supervisor")]),
    ("sous la direction de Marie Leclerc", [("Marie Leclerc", "adviser")]),
    ("导师：李明教授", [("李明", "supervisor")]),
    ("Supervisors of several students", []),
]


@pytest.mark.parametrize(("text", "people"), PEOPLE)
def test_supervisors_are_named_without_their_titles(text, people):
    assert [(text[p.start : p.end], p.role) for p in find_people(text)] in (
        people,
        [(name, "supervisor") for name, _ in people],
    )


ORGANISATIONS = [
    (
        "Department of Automation Eastfield University Beijing 100084, China",
        ["Department of Automation", "Eastfield University"],
    ),
    (
        "School of Computer Science Carnegie Mellon University Pittsburgh",
        ["School of Computer Science", "Carnegie Mellon University"],
    ),
    ("Universität Heidelberg, Institut für Informatik", ["Universität Heidelberg", "Institut für Informatik"]),
    ("Assistant Professor at MIT EECS", ["MIT EECS"]),
    ("University of California, Berkeley", ["University of California, Berkeley"]),
    ("Oxford, UK", []),
    ("Health and Technology", []),
    ("Research Assistant, since 2019", []),
]


@pytest.mark.parametrize(("text", "names"), ORGANISATIONS)
def test_organisations_are_found_and_glued_ones_split(text, names):
    assert [text[unit.start : unit.end] for unit in find_units(text)] == names

import pytest

from kg.resolver.roles import DEGREES, OTHER_DEGREE, ROLE_NAMES, degree_of, role_of, student_role


@pytest.mark.parametrize(
    ("printed", "role"),
    [
        ("Remote Research Assistant", "ResearchAssistant"),
        ("Part-time Research Assistant", "ResearchAssistant"),
        ("AI Intern Researcher", "Intern"),
        ("Research Intern", "Intern"),
        ("Staff Algorithm Engineer", "Engineer"),
        ("Research Investigator", "Researcher"),
        ("Postdoctoral Research Fellow", "Postdoc"),
        ("Post-doc", "Postdoc"),
        ("Visiting Student", "VisitingStudent"),
        ("Visiting Scholar", "VisitingScholar"),
        ("Visiting PhD student", "VisitingStudent"),
        ("PhD Student", "PhDStudent"),
        ("Doctoral researcher", "PhDStudent"),
        ("Tutor", "TeachingAssistant"),
        ("Teaching Assistant", "TeachingAssistant"),
        ("Assistant Professor", "AssistantProfessor"),
        ("Tenure-track Assistant Professor", "AssistantProfessor"),
        ("Associate Professor with tenure", "AssociateProfessor"),
        ("Full Professor", "Professor"),
        ("Senior Lecturer", "Lecturer"),
        ("Member", "Member"),
        ("Director of Research", "Director"),
        ("Senior Research Scientist", "Scientist"),
        ("Software Engineer", "Engineer"),
        ("Co-founder", "Founder"),
        ("Vision Researcher", "Researcher"),
        ("Piano player", "Other"),
        ("", "Other"),
    ],
)
def test_a_printed_role_is_a_concept(printed, role):
    assert role_of(printed) == role
    assert role in ROLE_NAMES


@pytest.mark.parametrize(
    ("printed", "degree"),
    [
        ("BEng", "Bachelor"),
        ("B.S.", "Bachelor"),
        ("Bachelor", "Bachelor"),
        ("BSc (Hons)", "Bachelor"),
        ("Ph.D.", "Doctorate"),
        ("PhD in Physics", "Doctorate"),
        ("Doctor of Philosophy", "Doctorate"),
        ("D.Phil.", "Doctorate"),
        ("M.S.", "Master"),
        ("MSc", "Master"),
        ("M.Eng.", "Master"),
        ("MBA", "Master"),
        ("Master of Arts", "Master"),
        ("Laurea Magistrale", "Master"),
        ("Abitur", "OtherDegree"),
    ],
)
def test_a_printed_degree_is_of_a_type(printed, degree):
    assert degree_of(printed) == degree


def test_every_degree_has_a_student():
    assert {student_role(name) for name, _ in DEGREES} <= set(ROLE_NAMES)
    assert student_role(OTHER_DEGREE) in ROLE_NAMES

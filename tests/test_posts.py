import pytest

from kg import posts

NAMES = [
    ("Wissenschaftliche Mitarbeiterin", "Researcher"),
    ("Juniorprofessor für Informatik", "AssistantProfessor"),
    ("Maître de conférences", "AssistantProfessor"),
    ("Chargée de recherche, CNRS", "Researcher"),
    ("Profesora Titular de Universidad", "AssociateProfessor"),
    ("Professora Adjunta", "AssistantProfessor"),
    ("Assegnista di ricerca", "Postdoc"),
    ("universitair hoofddocent", "AssociateProfessor"),
    ("младший научный сотрудник", "Researcher"),
    ("准教授", "AssociateProfessor"),
    ("日本学術振興会 特別研究員（PD）", "Researcher"),
    ("助理教授", "AssistantProfessor"),
    ("조교수", "AssistantProfessor"),
    ("박사후연구원", "Postdoc"),
    ("Araştırma Görevlisi", "ResearchAssistant"),
]
DEGREES = [
    ("Dr. rer. nat. in Chemie", "Doctorate"),
    ("Dipl.-Ing.", "Master"),
    ("Mag. rer. nat.", "Master"),
    ("Laurea in Lettere", "Bachelor"),
    ("Laurea magistrale", "Master"),
    ("Doutorado em Física", "Doctorate"),
    ("Máster en Investigación", "Master"),
    ("кандидат физико-математических наук", "Doctorate"),
    ("к.т.н.", "Doctorate"),
    ("修士課程", "Master"),
    ("工学博士", "Doctorate"),
    ("석사", "Master"),
]


@pytest.mark.parametrize(("printed", "concept"), NAMES)
def test_posts_of_many_languages_have_their_concept(printed, concept):
    assert posts.post_concept(printed) == concept


@pytest.mark.parametrize(("printed", "concept"), DEGREES)
def test_degrees_of_many_languages_have_their_concept(printed, concept):
    assert posts.degree_concept(printed) == concept


@pytest.mark.parametrize("printed", ["Assistant Professor", "Software Engineer", "The director's cut", ""])
def test_english_names_are_left_to_the_english_table(printed):
    assert posts.post_concept(printed) is None


def test_a_name_inside_a_word_is_none():
    assert posts.post_places("Lektorat") == []

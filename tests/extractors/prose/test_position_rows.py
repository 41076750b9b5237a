"""Rows of posts and degrees in many forms and languages, and rows that are none."""

import pytest

ROWS = {
    "dates before, in Korean": (
        "학력\n\n2008.03 – 2012.02  서울대학교 컴퓨터공학부 학사\n\n경력\n\n2020.09 – 현재  고려대학교 조교수\n",
        [("degree", "학사", "서울대학교", "2012-02"), ("position", "조교수", "고려대학교", "")],
    ),
    "without blanks, in Japanese": (
        "## 学歴\n\n2008年3月　東京大学工学部卒業\n\n## 職歴\n\n2013年4月－2016年3月　京都大学 特任助教\n",
        [("degree", "", "東京大学", "2008-03"), ("position", "特任助教", "京都大学", "2016-03")],
    ),
    "dates before, in Russian": (
        "## Образование\n\n2011: кандидат физико-математических наук, Уральский федеральный университет\n\n"
        "## Опыт работы\n\nс 2015 по наст. время: доцент, Московский государственный университет имени М.В. Иванова\n",
        [
            ("degree", "кандидат физико-математических наук", "Уральский федеральный университет", "2011"),
            ("position", "доцент", "Московский государственный университет имени М.В. Иванова", ""),
        ],
    ),
    "dates and places after, in Portuguese": (
        "## Formação\n\nDoutorado em Física, Universidade de São Paulo, 2010-2014. Orientador: Paulo Souza\n\n"
        "## Experiência profissional\n\nProfessora Adjunta, Universidade Federal do Rio de Janeiro, 2016 - atual\n",
        [
            ("degree", "Doutorado", "Universidade de São Paulo", "2014"),
            ("position", "Professora Adjunta", "Universidade Federal do Rio de Janeiro", ""),
        ],
    ),
    "a role that holds the word for an organisation": (
        "## Experiencia profesional\n\n- 2020 – 2022: Profesora Titular de Universidad, Universidad de Salamanca\n"
        "- 2009 – 2013: Maestra interina, Junta de Castilla y León\n",
        [
            ("position", "Profesora Titular de Universidad", "Universidad de Salamanca", "2022"),
            ("position", "Maestra interina", "Junta de Castilla y León", "2013"),
        ],
    ),
    "names that go on in lower case": (
        "## Positions\n\n- 2016 – 2018: Postdoctoral researcher, Université catholique de Louvain, Belgium\n"
        "- 2014 – 2016: Research assistant, TU Dortmund\n",
        [
            ("position", "Postdoctoral researcher", "Université catholique de Louvain", "2018"),
            ("position", "Research assistant", "TU Dortmund", "2016"),
        ],
    ),
    "several on one line": (
        "## Academic History\n\nPhD, University of Oslo (2014). MSc, University of Delhi (2009).\n\n"
        "## Employment History\n\nReader, University of Kent (2016–2020). Lecturer, Bergen University (2014–2016).\n",
        [
            ("degree", "PhD", "University of Oslo", "2014"),
            ("degree", "MSc", "University of Delhi", "2009"),
            ("position", "Reader", "University of Kent", "2020"),
            ("position", "Lecturer", "Bergen University", "2016"),
        ],
    ),
    "a list without a heading": (
        "| 2021– | Professor, University of Graz |\n|---|---|\n| 2015–2021 | Lecturer, University of Sussex |\n"
        "| 2013 | Ph.D., Psychology, University of Toronto |\n",
        [
            ("position", "Professor", "University of Graz", ""),
            ("position", "Lecturer", "University of Sussex", "2021"),
            ("degree", "Ph.D.", "University of Toronto", "2013"),
        ],
    ),
    "a line that describes, between two posts": (
        "## Experience\n\nLecturer, University of Kent (2014–2016)\n\n"
        "Taught courses at University of Kent in 2014, 2015.\n\n"
        "Fellow, University of Oslo (2010–2014)\n\nSupervisor: Prof. Kari Nilsen, Head of Physics since 2009.\n",
        [
            ("position", "Lecturer", "University of Kent", "2016"),
            ("position", "Fellow", "University of Oslo", "2014"),
        ],
    ),
}
NO_ROWS = {
    "memberships": "## Professional memberships\n\n- Member, American Physical Society (2012–present)\n",
    "honorary posts": (
        "## Service\n\n- Treasurer, Norwegian Physical Society, 2016–2018\n"
        "- Member of the examination committee, University of Oslo, 2018–2020\n"
        "- Associate Editor, Journal of Foo, University of Oslo, 2019–2022\n"
    ),
    "students": "## Students\n\n- Ola Nordmann, PhD student, University of Oslo, 2019–2023\n",
    "grants": "## Grants\n\n- Principal Investigator, Research Council of Norway, 2019–2023\n",
    "birth": "## Employment\n\n- 1979: geboren in Stade\n",
}


@pytest.mark.parametrize("name", ROWS)
def test_rows_tell_posts_and_degrees(extract_text, name):
    text, expected = ROWS[name]
    extraction = extract_text(f"# Jo Berg\n\n{text}", "cv.txt" if "Korean" in name else "cv.md")

    def organisations(number):
        names = []
        while number is not None:
            names.append(extraction.organisations[number].name)
            number = extraction.organisations[number].parent
        return names

    assert len(extraction.positions) == len(expected)
    for position, (kind, role, organisation, end) in zip(extraction.positions, expected, strict=True):
        assert (position.kind, position.degree or position.role, position.end) == (kind, role, end)
        assert organisation in organisations(position.organisation)


@pytest.mark.parametrize("name", NO_ROWS)
def test_other_rows_are_no_posts(extract_text, name):
    assert extract_text(f"# Jo Berg\n\n{NO_ROWS[name]}").positions == ()

"""Positions, degrees and supervisors of documents in many layouts."""

import pytest

from kg.model import Extraction

CASES = {
    "headings, place and date below": ("""# Jo Berg

## EDUCATION

### Eastfield University

BEng in Electronic Engineering

- GPA: 91/100

Oslo, Norway

Aug 2014 – June 2018

## RESEARCH EXPERIENCE

### Eastfield University (Department of Automation)

Research Assistant to Prof. Wei Lu, Eastfield Vision Group (EVG)

Oslo, Norway

March 2017 – May 2017

#### Pruning of Networks with Rewards

- Developed a method to prune networks at runtime.

**Eastfield University (Department of Electronic Engineering)**
Research Assistant to Prof. Yu Tan, Eastfield NICS lab, co-Founder
of DeepFoo Technology

Oslo, Norway
Nov 2015 – May 2016
""", "cv.md", [
        ("degree", "BEng", ["Eastfield University"], "2014-08", "2018-06", []),
        ("position", "Research Assistant", ["Department of Automation", "Eastfield University"], "2017-03", "2017-05", ["Wei Lu"]),
        ("position", "Research Assistant", ["Department of Electronic Engineering", "Eastfield University"], "2015-11", "2016-05", ["Yu Tan"]),
    ]),
    "tabs": ("""Ming Holm

## Work Experience

2018 — Present\tStaff Engineer\tFoo Academy of Bar Group (U.S.)

2014 — 2015\tPostdoctoral Research Fellow\tSchool of Computer Science Carnegie Mellon University Pittsburgh, PA 15213, United States.

- Adviser: Alex G. Hoffmann.

## Education

2008 — 2014\tPh.D.\tDepartment of Automation Eastfield University Beijing 100084, China.
""", "cv.md", [
        ("position", "Staff Engineer", ["Bar Group"], "2018", "", []),
        ("position", "Postdoctoral Research Fellow", ["School of Computer Science", "Carnegie Mellon University"], "2014", "2015", ["Alex G. Hoffmann"]),
        ("degree", "Ph.D.", ["Department of Automation", "Eastfield University"], "2008", "2014", []),
    ]),
    "sentences": ("""## About Me

I am a Researcher (Dec. 2022 - present) in the Framework & Data Tech. Lab, Foowei Research Center. Before I joined Foowei, I earned my Ph.D. degree in September 2022 at the Department of Electronic Engineering, The University of Oslo, under the supervision of Prof. Ada Wong and Prof. Gina Conti. Prior to that, I received my B.S. degree in the School of Mathematics and Statistics from Bergen University in June 2018.

## Teaching

- **The University of Oslo.** MATH1853: Linear Algebra (Tutor, Fall 2019, Fall 2020, Fall 2021)

## Duties

- Member of Oslo Institution of Science (OIS) (Jul. 2023 - Present)
- Conference reviewer of ICLR'24, NeurIPS'23.
""", "page.md", [
        ("position", "Researcher", ["Framework & Data Tech. Lab", "Foowei Research Center"], "2022-12", "", []),
        ("degree", "Ph.D.", ["Department of Electronic Engineering", "The University of Oslo"], "", "2022-09", ["Ada Wong", "Gina Conti"]),
        ("degree", "B.S.", ["School of Mathematics and Statistics", "Bergen University"], "", "2018-06", []),
        ("position", "Tutor", ["The University of Oslo"], "2019", "2021", []),
        ("position", "Member", ["Oslo Institution of Science"], "2023-07", "", []),
    ]),
    "one line each": ("""# Eleanor Whitfield

## Education

- DPhil, Modern History, University of Oxford, 1999
- BA (Hons), History, University of Durham, 1994

## Employment

- Professor of History, University of Edinburgh, 2012–present
- Lecturer in History, University of Leeds, 2000–2012
""", "cv.md", [
        ("degree", "DPhil", ["University of Oxford"], "", "1999", []),
        ("degree", "BA", ["University of Durham"], "", "1994", []),
        ("position", "Professor of History", ["University of Edinburgh"], "2012", "", []),
        ("position", "Lecturer in History", ["University of Leeds"], "2000", "2012", []),
    ]),
    "german": ("""Lebenslauf

Dr. Katharina Schmidt

Ausbildung

10/2008 – 09/2011   Promotion in Informatik, Universität Heidelberg, Betreuer: Prof. Dr. Hans Becker
2003 – 2008   Diplom in Informatik, Technische Universität Darmstadt

Berufserfahrung

seit 10/2015   Professorin für Informatik, Universität Mannheim
2011 – 2015   Wissenschaftliche Mitarbeiterin, Institut für Informatik, Universität Stuttgart
""", "cv.txt", [
        ("degree", "Promotion", ["Universität Heidelberg"], "2008-10", "2011-09", ["Hans Becker"]),
        ("degree", "Diplom", ["Technische Universität Darmstadt"], "2003", "2008", []),
        ("position", "Professorin für Informatik", ["Universität Mannheim"], "2015-10", "", []),
        ("position", "Wissenschaftliche Mitarbeiterin", ["Institut für Informatik", "Universität Stuttgart"], "2011", "2015", []),
    ]),
    "chinese": ("""王建国

教育背景
2006.09-2011.07  北京大学  计算机学院  博士  导师：李明教授
2002.09-2006.07  武汉大学  计算机学院  学士

工作经历
2015.08-至今  北京大学 计算机学院 副教授
""", "cv.txt", [
        ("degree", "博士", ["计算机学院", "北京大学"], "2006-09", "2011-07", ["李明"]),
        ("degree", "学士", ["计算机学院", "武汉大学"], "2002-09", "2006-07", []),
        ("position", "副教授", ["计算机学院", "北京大学"], "2015-08", "", []),
    ]),
    "role, then organisation between bars": ("""# Chris Field

## Experience

### Research Scientist
**FOO.AI** | Berkeley, California, USA | June 2024–Present

- Leading research projects

### Visiting Scholar
**Future Institute, University of Oxford** | Oxford, UK | October 2017–January 2018

Supervised by Owen Evans and Andrea Stuhl:
- Designed algorithms
""", "cv.md", [
        ("position", "Research Scientist", ["FOO.AI"], "2024-06", "", []),
        ("position", "Visiting Scholar", ["Future Institute", "University of Oxford"], "2017-10", "2018-01", ["Owen Evans", "Andrea Stuhl"]),
    ]),
    "several degrees at one school": ("""# Nic Rober

## Education

Massachusetts Institute of Technology, Cambridge, MA

PhD, Aeronautics and Astronautics, 2019 – 2023

SM, Aeronautics and Astronautics, 2017 – 2019

University of Iowa, Iowa City, IA

BSE, Mechanical Engineering, 2013 – 2017
""", "cv.md", [
        ("degree", "PhD", ["Massachusetts Institute of Technology"], "2019", "2023", []),
        ("degree", "SM", ["Massachusetts Institute of Technology"], "2017", "2019", []),
        ("degree", "BSE", ["University of Iowa"], "2013", "2017", []),
    ]),
}  # fmt: skip


def _chain(extraction: Extraction, number: int | None) -> list[str]:
    names = []
    while number is not None:
        names.append(extraction.organisations[number].name)
        number = extraction.organisations[number].parent
    return names


@pytest.mark.parametrize("case", CASES)
def test_positions_and_degrees_are_read_with_dates_units_and_supervisors(case, extract_text):
    text, name, expected = CASES[case]
    extraction = extract_text(text, name)
    found = []
    for position in extraction.positions:
        chain = _chain(extraction, position.organisation)
        people = [extraction.mentions[number].name for number in position.supervisors]
        found.append((position.kind, position.degree or position.role, chain, position.start, position.end, people))
    assert len(found) == len(expected)
    for row, wanted in zip(found, expected, strict=True):
        assert row[:2] + row[3:] == wanted[:2] + wanted[3:]
        assert all(any(unit in name for name in row[2]) for unit in wanted[2])


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


def test_spans_of_people_and_organisations_hold_their_names(extract_text):
    text, name, _ = CASES["sentences"]
    extraction = extract_text(text, name)
    source = extraction.document.text
    for thing in (*extraction.mentions, *extraction.organisations):
        if thing.selector.end:
            assert source[thing.selector.start : thing.selector.end] == thing.name

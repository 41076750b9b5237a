"""Whole documents of many layouts and languages, each with what a reader finds in it."""

import pytest

INITIALS = """# Jo Berg

jo@example.org | <http://jo.example.org>

## PUBLICATIONS

- [1] Y. Kato, **J. Berg**, S. Holm, GRAM: Graph Models for Small Data, *submitted to ECCV 2018*
  - [2] Y. Gao\\*, H. Xu\\*, **J. Berg**, Learning from Imperfect Maps, *in ICLR 2018 Workshop/submitted to ICML 2018* [\\[pdf\\]](#)
  - [3] **J. Berg**\\*, Y. Kato\\*, Runtime Graph Pruning, *in NIPS 2017 (spotlight presentation)* [\\[pdf\\]](#)
- \\* Equal Contribution

## AWARDS

- Best Student Prize 2016, Eastfield University
"""

CLUSTER = """Some Index search

Author name cluster

Jo Berg

2 papers

NeurIPS Conference 2022 Conference Paper

Sparse Inference for Small Models

  • Mara Li
  • Jo Berg
  • anna cole
  • Sten Holm

During editing, existing models tend to compute the entire output from scratch. This leads to a waste of computation.
We present a method that avoids it and show that it works on many tasks, with results that are better than before.

NeurIPS Conference 2021 Conference Paper

Training on Small Devices

  • Jo Berg
  • Lin Zhu

Small devices can adapt to new data. Users benefit from customised models without moving data, which protects privacy.
"""

INDEX = """Jo Berg

h-index7
3papers

3 Papers

CLOct 25, 2024
ACME-4 System Card

Ada Hurst, Adam Lee, Adam P. Good et al. · acme

ACME-4 is a model that accepts any input. It is trained end to end, and it answers in a short time that is like ours.

CVNov 18, 2022Code
Smooth Models: Training without Tears

Gus Xiao, Jo Berg, Mick Sez et al. · mit, acme

Large models show excellent results but they need memory. We propose a solution which is free of training and simple.

LGFeb 25
Deep Layers for Chip Stress

Kart Lim, Jo Berg

High stress occurs when packages are heated. We investigate stress in images using models of latent space and show it.
"""

CASES = {
    "initials": (INITIALS, "cv.md", [
        ("GRAM: Graph Models for Small Data", ["Y. Kato", "J. Berg", "S. Holm"], 2018, "ECCV", "submitted"),
        ("Learning from Imperfect Maps", ["Y. Gao", "H. Xu", "J. Berg"], 2018, "ICLR 2018 Workshop", "published"),
        ("Runtime Graph Pruning", ["J. Berg", "Y. Kato"], 2017, "NIPS", "published"),
    ]),
    "cluster": (CLUSTER, "page.txt", [
        ("Sparse Inference for Small Models", ["Mara Li", "Jo Berg", "anna cole", "Sten Holm"], 2022, "NeurIPS", "published"),
        ("Training on Small Devices", ["Jo Berg", "Lin Zhu"], 2021, "NeurIPS", "published"),
    ]),
    "index": (INDEX, "page.txt", [
        ("ACME-4 System Card", ["Ada Hurst", "Adam Lee", "Adam P. Good"], 2024, "", "preprint"),
        ("Smooth Models: Training without Tears", ["Gus Xiao", "Jo Berg", "Mick Sez"], 2022, "", "preprint"),
        ("Deep Layers for Chip Stress", ["Kart Lim", "Jo Berg"], None, "", "preprint"),
    ]),
    "vancouver": ("""CURRICULUM VITAE

Sarah J. Thompson, MD, PhD

PEER-REVIEWED PUBLICATIONS
1. Thompson SJ, Garcia M, O'Brien K. Outcomes after early therapy in acute syndromes. N Engl J Med. 2005;352(8):777-85.
2. Lee HY, Garcia M, Thompson SJ, et al. A randomized trial of dietary reduction. Lancet. 2014 Mar;383(9921):955-63.

INVITED LECTURES
2012 "Therapy: what next?" Grand Rounds, Eastfield Hospital, Boston
""", "cv.txt", [
        ("Outcomes after early therapy in acute syndromes", ["Thompson SJ", "Garcia M", "O'Brien K"], 2005, "N Engl J Med", "published"),
        ("A randomized trial of dietary reduction", ["Lee HY", "Garcia M", "Thompson SJ"], 2014, "Lancet", "published"),
    ]),
    "german": ("""Lebenslauf

Dr. Katharina Schmidt

Veröffentlichungen

Schmidt, K. & Becker, H. (2010). Verteilte Verfahren zur Analyse großer Graphen. Informatik-Spektrum, 33(2), 112–120.
Weber, T. & Schmidt, K. (2014). Robust clustering of evolving graphs. Journal of Graph Algorithms, 18(1), 3–29.

Vorträge

Schmidt, K. (2013). Graphen in der Praxis. Eingeladener Vortrag, Universität Ulm.
""", "cv.txt", [
        ("Verteilte Verfahren zur Analyse großer Graphen", ["Schmidt, K.", "Becker, H."], 2010, "Informatik-Spektrum", "published"),
        ("Robust clustering of evolving graphs", ["Weber, T.", "Schmidt, K."], 2014, "Journal of Graph Algorithms", "published"),
    ]),
    "french": ("""Jean-Pierre DUPONT

PUBLICATIONS

- Dupont, J.-P., « Les usages sociaux du temps libre », Revue française de sociologie, vol. 52, n° 3, 2011, p. 455-480.
- Martin, C., Dupont, J.-P., « Quartiers et engagement », Revue de la ville, n° 201, 2014, p. 70-89.

COMMUNICATIONS

- « Temps et territoires », colloque, Nantes, 2012.
""", "cv.txt", [
        ("Les usages sociaux du temps libre", ["Dupont, J.-P."], 2011, "Revue française de sociologie", "published"),
        ("Quartiers et engagement", ["Martin, C.", "Dupont, J.-P."], 2014, "Revue de la ville", "published"),
    ]),
    "chinese": ("""王建国
北京大学计算机学院 副教授

发表论文
[1] 王建国, 李明, 张伟. 大规模图数据的分布式查询处理[J]. 计算机学报, 2013, 36(4): 721-735.
[2] 李明, 王建国. 基于语义的知识库构建方法[J]. 软件学报, 2015, 26(2): 300-315.
""", "cv.txt", [
        ("大规模图数据的分布式查询处理", ["王建国", "李明", "张伟"], 2013, "计算机学报", "published"),
        ("基于语义的知识库构建方法", ["李明", "王建国"], 2015, "软件学报", "published"),
    ]),
    "authors never printed": ("""# Eleanor Whitfield

## Articles

- "Salt, Rope, and Credit: Provisioning the Northern Fleets." *Past & Present* 201, no. 1 (2008): 33–71.
- "Weather and Work in the Hebrides" (with Alan Fraser). *Scottish Historical Review* 95, no. 2 (2016): 180–204.

## Teaching

- HIST 201: Britain and the Atlantic World
""", "cv.md", [
        ("Salt, Rope, and Credit: Provisioning the Northern Fleets", [], 2008, "Past & Present", "published"),
        ("Weather and Work in the Hebrides", ["Alan Fraser"], 2016, "Scottish Historical Review", "published"),
    ]),
    "economics": ("""MARCO BIANCHI

PUBLISHED PAPERS
"Price Setting under Inattention" (with Laura Stein), American Economic Review, 105(4), 1201-1237, April 2015.
"Firm Networks and Risk," Journal of Political Economy, 2018, 126(3), pp. 1021-1060 (with Pedro Alves and Laura Stein).
"Search Frictions in Local Markets," Econometrica, 2012.
""", "cv.txt", [
        ("Price Setting under Inattention", ["Laura Stein"], 2015, "American Economic Review", "published"),
        ("Firm Networks and Risk", ["Pedro Alves", "Laura Stein"], 2018, "Journal of Political Economy", "published"),
        ("Search Frictions in Local Markets", [], 2012, "Econometrica", "published"),
    ]),
    "years as headings": ("""# Publications of Ana Souza

**2022**

Souza, A., Lima, P. "Soil Moisture Retrieval with Passive Microwaves", *Remote Sensing of Environment*, 270, 112–125.

Lima, P., Souza, A., Costa, R. "Drought Indices for Semi-arid Basins", *Journal of Hydrology*, 605, 127–140.

**2020**

Souza, A., Pereira, J. "Random Forests for Land Cover", in *IGARSS 2020*, pp. 33–36.
""", "pubs.md", [
        ("Soil Moisture Retrieval with Passive Microwaves", ["Souza, A.", "Lima, P."], 2022, "Remote Sensing of Environment", "published"),
        ("Drought Indices for Semi-arid Basins", ["Lima, P.", "Souza, A.", "Costa, R."], 2022, "Journal of Hydrology", "published"),
        ("Random Forests for Land Cover", ["Souza, A.", "Pereira, J."], 2020, "IGARSS", "published"),
    ]),
    "title, authors, venue in lines": ("""<html><head><title>Priya Raman</title></head><body><h1>Priya Raman</h1><h2>Selected papers</h2><ul>
<li><b>Adaptive designs for noisy panels</b><br>P. Raman, L. Chen<br><i>Biometrika</i>, 2023 [<a href="https://doi.org/10.1000/xyz123">doi</a>]</li>
<li><b>Sharp bounds for networks</b><br>L. Chen, P. Raman, S. Okafor<br><i>Annals of Statistics</i>, 2021 [<a href="a.pdf">pdf</a>]</li>
<li><b>Calibration without labels</b><br>P. Raman<br><i>NeurIPS</i>, 2019</li>
</ul><h2>Talks</h2><ul><li>Adaptive designs, JSM 2022, Washington</li></ul></body></html>""", "page.html", [
        ("Adaptive designs for noisy panels", ["P. Raman", "L. Chen"], 2023, "Biometrika", "published"),
        ("Sharp bounds for networks", ["L. Chen", "P. Raman", "S. Okafor"], 2021, "Annals of Statistics", "published"),
        ("Calibration without labels", ["P. Raman"], 2019, "NeurIPS", "published"),
    ]),
    "paragraphs with labels and descriptions": ("""# Noah Levi

## Selected Publications

**Learning to Rank with Partial Feedback**
Noah Levi, Dana Cohen
*SIGIR 2021* **(Best Paper Award)**
[Paper](http://example.org/c.pdf) / [Code](http://example.org/x)
We study ranking when only clicks on the top result are seen, and show how to correct for position bias.

**Counterfactual Search Logs**
Dana Cohen, **Noah Levi**, Eyal Bar
*WWW 2020*
[Paper](http://example.org/d.pdf)
A data set of search sessions with randomised result orders.

**Fast Dueling Bandits**
**Noah Levi**
*ICML 2018*
[Paper](http://example.org/e.pdf)
""", "page.md", [
        ("Learning to Rank with Partial Feedback", ["Noah Levi", "Dana Cohen"], 2021, "SIGIR", "published"),
        ("Counterfactual Search Logs", ["Dana Cohen", "Noah Levi", "Eyal Bar"], 2020, "WWW", "published"),
        ("Fast Dueling Bandits", ["Noah Levi"], 2018, "ICML", "published"),
    ]),
    "capitals, patents, talks": ("""ROBERT K. ANDERSEN

PUBLICATIONS (last five years)

25. ANDERSEN, R.K., NILSSON, P., BERG, A. Catalytic hydrogenation of furans. Journal of Catalysis 2021, 398, 12–25.
24. NILSSON, P., ANDERSEN, R.K. Surface oxides on copper nanoparticles. ACS Catalysis 2020, 10, 4455–4466.

PATENTS
2. Andersen, R.K.; Berg, A. Catalyst composition for biomass upgrading. US Patent 10,234,567, 2019.

PRESENTATIONS
Andersen, R.K.; Nilsson, P. "Copper oxides at work", ACS Spring Meeting, Orlando, 2019.
""", "cv.txt", [
        ("Catalytic hydrogenation of furans", ["ANDERSEN, R.K.", "NILSSON, P.", "BERG, A."], 2021, "Journal of Catalysis", "published"),
        ("Surface oxides on copper nanoparticles", ["NILSSON, P.", "ANDERSEN, R.K."], 2020, "ACS Catalysis", "published"),
        ("Catalyst composition for biomass upgrading", ["Andersen, R.K.", "Berg, A."], 2019, "US Patent", "published"),
    ]),
    "russian": ("""Иванов Иван Петрович

Публикации
1. Иванов И.П., Петров С.С. Динамика спиновых волн в плёнках. Журнал теоретической физики, 2012, т. 141, с. 100–110.
2. Petrov S.S., Ivanov I.P. Magnetization dynamics in thin films. Physical Review B 85, 014401 (2012).
""", "cv.txt", [
        ("Динамика спиновых волн в плёнках", ["Иванов И.П.", "Петров С.С."], 2012, "Журнал теоретической физики", "published"),
        ("Magnetization dynamics in thin films", ["Petrov S.S.", "Ivanov I.P."], 2012, "Physical Review B", "published"),
    ]),
    "hard-wrapped, with a book chapter": ("""HELENA MARQUES, M.D.

BIBLIOGRAPHY

Original Articles

1.  Marques H, Silva R, Costa P.  Laparoscopic repair of ventral
    hernia: a ten-year experience.  Surg Endosc 2014; 28: 1234-1240.
2.  Andersson L, Marques H, Lindqvist J, Berg M.  Outcomes of day
    surgery in elderly patients: a register study.  Br J Surg 2018;
    105: 88-96.

Book Chapters

1.  Marques H, Silva R.  Abdominal wall reconstruction.  In: Costa P,
    editor.  Textbook of General Surgery.  3rd ed.  Lisbon: Lidel; 2017.

Abstracts Presented

1.  Marques H.  Day surgery in the elderly.  European Hernia Society,
    Vienna, May 2017 (oral).
""", "cv.txt", [
        ("Laparoscopic repair of ventral hernia: a ten-year experience", ["Marques H", "Silva R", "Costa P"], 2014, "Surg Endosc", "published"),
        ("Outcomes of day surgery in elderly patients: a register study", ["Andersson L", "Marques H", "Lindqvist J", "Berg M"], 2018, "Br J Surg", "published"),
        ("Abdominal wall reconstruction", ["Marques H", "Silva R", "Costa P"], 2017, "Textbook of General Surgery", "published"),
    ]),
    "years in a column at the left": ("""# Chris Field

## Publications

2024\tMaps of Honesty: Where Trust Emerges, Mo Tauf, Stef Heim, Chris Field, NeurIPS 2024

2023\tAuditing Games for Sand, Jo Tay, Sid Bla, Chris Field, ICML 2023

2021\tFlexible Inference with Flows, Chris Field, Stef Erm, UAI 2021
""", "cv.txt", [
        ("Maps of Honesty: Where Trust Emerges", ["Mo Tauf", "Stef Heim", "Chris Field"], 2024, "NeurIPS", "published"),
        ("Auditing Games for Sand", ["Jo Tay", "Sid Bla", "Chris Field"], 2023, "ICML", "published"),
        ("Flexible Inference with Flows", ["Chris Field", "Stef Erm"], 2021, "UAI", "published"),
    ]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_every_publication_is_read_and_nothing_else(case, extract_text):
    text, name, expected = CASES[case]
    records = extract_text(text, name).records
    found = [(r.title, [m.name for m in r.mentions], r.year, r.venue, r.status) for r in records]
    assert found == expected


@pytest.mark.parametrize("case", CASES)
def test_every_field_leads_to_the_place_where_it_stands(case, extract_text):
    text, name, _ = CASES[case]
    extraction = extract_text(text, name)
    source = extraction.document.text
    for record in extraction.records:
        place = record.title_selector
        assert record.title.split()[0] in source[place.start : place.end]
        assert record.selector.start <= place.start < place.end <= record.selector.end
        for mention in record.mentions:
            printed = source[mention.selector.start : mention.selector.end].replace("\\", "")
            assert printed.replace("*", "").strip() == mention.name


def test_a_second_venue_it_was_only_submitted_to_is_kept_apart(extract_text):
    record = extract_text(INITIALS).records[1]
    assert (record.venue, record.submitted_to) == ("ICLR 2018 Workshop", "ICML")


def test_equal_contribution_and_the_owner_are_marked(extract_text):
    mentions = extract_text(INITIALS).records[2].mentions
    assert [(m.owner, m.equal_contribution) for m in mentions] == [(True, True), (False, True)]


def test_on_an_index_page_the_subject_is_an_author_of_every_work(extract_text):
    records = extract_text(INDEX, "page.txt").records
    assert all(record.subject_is_author for record in records)
    assert [record.author_list_complete for record in records] == [False, False, True]
    assert [record.affiliations for record in records] == [("acme",), ("mit", "acme"), ()]
    assert [record.date for record in records] == ["2024-10-25", "2022-11-18", ""]


def test_abstracts_are_kept_but_are_no_part_of_the_record(extract_text):
    extraction = extract_text(INDEX, "page.txt")
    record = extraction.records[1]
    assert record.abstract.startswith("Large models show")
    assert "Large models" not in extraction.document.text[record.selector.start : record.selector.end]


def test_identifiers_come_from_text_and_links(extract_text):
    text, name, _ = CASES["title, authors, venue in lines"]
    (identifier,) = extract_text(text, name).records[0].identifiers
    assert (identifier.scheme, identifier.value) == ("doi", "10.1000/xyz123")


def test_editors_are_counted_apart_from_authors(extract_text):
    text, name, _ = CASES["hard-wrapped, with a book chapter"]
    record = extract_text(text, name).records[2]
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

"""Mechanisms that hold for layouts of any kind, each on a small document of its own."""

import pytest


def titles(extraction):
    return [record.title for record in extraction.records]


def posts(extraction):
    names = [organisation.name for organisation in extraction.organisations]
    return [
        (one.role or one.degree, names[one.organisation], one.start[:4], one.end[:4]) for one in extraction.positions
    ]


ENTRY = "Ada Marlow, Bo Quist. <i>{}</i>. Journal of Maps 12 (2019), 1-9."


@pytest.mark.parametrize("heads", [("Books", "Reviews and Essays"), ("Boeken", "Recensies"), ("Książki", "Recenzje")])
def test_a_line_that_names_a_sort_of_work_belongs_to_no_entry(extract_text, heads):
    parts = "".join(
        f"<p><i>{head}</i></p><p>{ENTRY.format(title)}</p>"
        for head, title in zip(heads, ("Roads of the northern coast", "Towns without any names"), strict=True)
    )
    found = extract_text(f"<h1>Ada Marlow</h1><h2>Publications</h2>{parts}", "cv.html")
    assert titles(found) == ["Roads of the northern coast", "Towns without any names"]


def test_a_line_in_the_style_of_known_dividing_lines_divides_too(extract_text):
    parts = "".join(
        f"<p><i>{head}</i></p><p>{ENTRY.format(title)}</p>"
        for head, title in (
            ("Articles", "Roads of the northern coast"),
            ("Ymmärryksiä", "Towns without any names"),
            ("Book chapters", "Maps that nobody ever drew"),
        )
    )
    found = extract_text(f"<h1>Ada Marlow</h1><h2>Publications</h2>{parts}", "cv.html")
    assert titles(found) == ["Roads of the northern coast", "Towns without any names", "Maps that nobody ever drew"]


def test_a_year_in_a_bullet_divides_a_list_of_bullets(extract_text):
    rows = "".join(
        f"<li>{year}</li><li>Ada Marlow, Bo Quist:<br>{title}. J. Maps {volume}(2): 1-9 ({year})</li>"
        for year, title, volume in (
            (2021, "Roads of the northern coast", 14),
            (2019, "Towns without any names", 12),
            (2018, "Maps that nobody ever drew", 11),
        )
    )
    found = extract_text(f"<h1>Ada Marlow</h1><h2>Papers</h2><ul>{rows}</ul>", "cv.html")
    assert [(r.title, len(r.mentions), r.year) for r in found.records] == [
        ("Roads of the northern coast", 2, 2021),
        ("Towns without any names", 2, 2019),
        ("Maps that nobody ever drew", 2, 2018),
    ]


def test_a_row_of_a_markdown_table_may_have_line_breaks_in_its_cells(extract_text):
    rows = "\n".join(
        f"| {year} | [{title}](p.pdf)<br>**Ada Marlow**, Bo Quist | {venue} | [pdf](p.pdf) |"
        for year, title, venue in (
            (2021, "Roads of the northern coast", "IMC"),
            (2019, "Who runs the towns? Ten years of names", "PAM"),
            (2018, "Maps that nobody ever drew", "NSDI"),
        )
    )
    table = f"| Year | Title / authors | Venue | Links |\n|---|---|---|---|\n{rows}\n"
    found = extract_text(f"# Ada Marlow\n\n## Publications\n\n{table}")
    assert [(r.title, len(r.mentions), r.year) for r in found.records] == [
        ("Roads of the northern coast", 2, 2021),
        ("Who runs the towns? Ten years of names", 2, 2019),
        ("Maps that nobody ever drew", 2, 2018),
    ]


def test_a_summary_between_title_and_authors_is_in_neither(extract_text):
    cards = "".join(
        f"<h3><a href='/p'>{title}</a></h3><div>Rivers give rare chances to test what we think of maps. Here we …</div>"
        f"<div><span>Ada Marlow</span>, <span>Bo Quist</span></div><div>May {year} In <em>Journal of Maps</em></div>"
        for title, year in (("Roads of the northern coast", 2021), ("Towns without any names", 2019))
    )
    found = extract_text(f"<h1>Ada Marlow</h1><h2>Publications</h2>{cards}", "cv.html")
    assert [(r.title, len(r.mentions)) for r in found.records] == [
        ("Roads of the northern coast", 2),
        ("Towns without any names", 2),
    ]


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("Review of H. Stach, Stones and Voices", ", Bryn Mawr Classical Review 2020.07"),
        (
            "Review of Tide Archives, by Lionel Baptiste",
            ". Modern Language Quarterly, vol. 18, no. 4, 2020, pp. 112-15.",
        ),
        ("Recensione a C. Brühl, Stiftungen in Europa", ", in Rivista critica, 2015, pp. 141-144"),
    ],
)
def test_a_review_is_titled_with_what_it_reviews(extract_text, title, rest):
    found = extract_text(f"# Ada Marlow\n\n## Publications\n\n- {title}{rest}\n")
    assert titles(found) == [title]


def test_papers_told_at_conferences_and_not_printed_are_no_publications(extract_text):
    told = "- “Weather as Form.” ACLA, Chicago, March 2023.\n- “Low Tide.” MLA, Toronto, January 2021.\n"
    printed = "- “Hurricane Tense.” PMLA, vol. 40, no. 2, 2024, pp. 762–787.\n"
    found = extract_text(f"# Ada Marlow\n\n## Articles\n\n{printed}\n## Conference papers\n\n{told}")
    assert titles(found) == ["Hurricane Tense"]


def test_the_list_decides_whether_the_post_or_its_place_stands_first(extract_text):
    rows = (
        "2019 - present\tResearcher, University of Lund",
        "2017 - 2019\tPostdoctoral fellow, Wageningen University",
        "2010 - 2011\tRainfall reader, EMATERCE, Quixada",
    )
    found = extract_text("Ada Marlow\n\nEMPLOYMENT\n\n" + "\n".join(rows) + "\n", "cv.txt")
    assert posts(found)[-1] == ("Rainfall reader", "EMATERCE", "2010", "2011")


def test_a_section_without_a_telling_heading_is_what_it_lists(extract_text):
    rows = "- 2019-2023: Lecturer, University of Lund\n- 2015-2019: Research assistant, University of Oslo\n"
    found = extract_text(f"# Ada Marlow\n\n## Way so far\n\n{rows}")
    assert [(name, start) for _, name, start, _ in posts(found)] == [
        ("University of Lund", "2019"),
        ("University of Oslo", "2015"),
    ]


def test_the_employer_may_be_the_first_bullet_below_the_post(extract_text):
    rows = (
        "* 2018–2020: Postdoctoral Fellow\n  * University of Bergen\n* 2011–2013: Curator\n  * National Museum Lagos\n"
    )
    found = extract_text(f"# Ada Marlow\n\n## Work experience\n\n{rows}")
    assert [name for _, name, _, _ in posts(found)] == ["University of Bergen", "National Museum Lagos"]


@pytest.mark.parametrize(
    ("heading", "row", "found"),
    [
        ("학력", "2013.03 ~ 2018.02\t한국과학기술원\t박사", "2013"),
        ("Eğitim", "2010 - 2014: Doktora, Gazi Üniversitesi", "2010"),
        ("Wykształcenie", "2010–2014 Doktorat, Uniwersytet Warszawski", "2010"),
        ("المؤهلات العلمية", "2010 - 2014: دكتوراه, University of Nottingham", "2010"),
    ],
)
def test_headings_of_many_languages_are_known(extract_text, heading, row, found):
    extraction = extract_text(f"# Ada Marlow\n\n## {heading}\n\n{row}\n")
    assert [(one.kind, one.start[:4]) for one in extraction.positions] == [("degree", found)]

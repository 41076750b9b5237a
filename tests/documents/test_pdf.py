import time

import pytest

from kg import documents
from kg.errors import InputError

from .made_pdf import MadePage, write


def read(*pages, **options):
    return documents.read("cv.pdf", data=write(pages, **options))


def texts(document):
    return [line.text for line in document.lines]


def column(page, x, top, rows, *, step=12, size=10):
    for number, row in enumerate(rows):
        page.text(x, top - step * number, row, size=size)
    return page


WORDS = "learning deep models of sparse networks and robust estimation for large images with adaptive language".split()


def running(count, width, seed=0):
    """Rows of words that all go to the end of a column of so many characters."""
    rows = []
    for number in range(count):
        row = ""
        place = number * 7 + seed
        while len(row) < width:
            row += WORDS[place % len(WORDS)] + " "
            place += 3
        rows.append(row[:width].rstrip())
    return rows


def test_lines_have_page_indent_size_weight_gap_and_a_place_in_the_text():
    first = MadePage().text(50, 750, "Ada Lovelace", size=20, font="bold")
    column(first, 50, 700, ["Publications", *running(12, 60)])
    first.text(70, 500, "indented").text(70, 464, "after a gap")
    document = read(first, MadePage().text(50, 700, "on the second page"), title="Ada's CV")
    name, heading, *_ = document.lines
    assert (name.text, name.page, name.size, name.bold) == ("Ada Lovelace", 1, 2.0, 1.0)
    assert (heading.text, heading.size, heading.bold, heading.indent) == ("Publications", 1.0, 0.0, 0.0)
    by_text = {line.text: line for line in document.lines}
    assert by_text["indented"].indent == 20.0
    assert by_text["after a gap"].gap == 2.0
    assert by_text["on the second page"].page == 2
    assert document.title == "Ada's CV"
    for line in document.lines:
        start, end = line.span(0, len(line.text))
        assert document.text[start:end] == line.text


def test_markers_are_cut_off_and_stay_in_the_text():
    page = column(MadePage(), 50, 700, ["[12] A. Lovelace. Notes. 1843", "• C. Babbage. Engines. 1832"])
    document = read(page)
    assert [(line.marker, line.text) for line in document.lines] == [
        ("[12]", "A. Lovelace. Notes. 1843"),
        ("•", "C. Babbage. Engines. 1832"),
    ]
    assert document.text.startswith("[12] A. Lovelace")


def test_wide_gaps_are_tabs_and_narrow_ones_blanks():
    page = MadePage().text(50, 700, "University of London").text(450, 700, "1833").text(160, 700, "(UCL)")
    assert texts(read(page)) == ["University of London (UCL)\t1833"]


def test_the_date_in_the_margin_is_parted_by_a_tab_however_narrow_the_gap():
    page = MadePage()
    for number in range(6):
        y = 700 - 24 * number
        page.text(50, y, f"20{number:02}-2021").text(108, y, f"Professor number {number}").text(
            108, y - 12, "more of it"
        )
    assert texts(read(page))[:2] == ["2000-2021\tProfessor number 0", "more of it"]


def test_two_columns_are_read_one_after_the_other_under_the_title_that_spans_them():
    page = MadePage().text(180, 760, "A title that stands over both of the columns")
    column(page, 40, 720, running(30, 48))
    column(page, 320, 714, running(30, 48, seed=5))
    found = texts(read(page))
    assert found == ["A title that stands over both of the columns", *running(30, 48), *running(30, 48, seed=5)]


def test_a_sidebar_is_read_apart_from_the_text_beside_it():
    side = ["Contact", "ada@x.org", "London", "Skills", "Poetry", "Engines", "French", "Music", "Chess", "Riding"]
    page = column(MadePage(), 40, 700, side, step=17, size=9)
    column(page, 180, 706, running(25, 70))
    found = texts(read(page))
    assert found[: len(side)] == side
    assert found[len(side) :] == running(25, 70)


def test_a_table_of_short_cells_is_no_text_in_columns():
    page = MadePage()
    names = [
        "Analysis",
        "Mechanics of fluids",
        "Logic",
        "Number theory",
        "Sets",
        "Topology of surfaces",
        "Groups",
        "Art",
    ]
    for number, name in enumerate(names * 2):
        page.text(50, 700 - 14 * number, name).text(250, 700 - 14 * number, f"Town {number}").text(
            450, 700 - 14 * number, "1843"
        )
    assert texts(read(page))[1] == "Mechanics of fluids\tTown 1\t1843"


def test_dates_that_are_wrapped_in_a_narrow_column_stay_beside_what_they_date():
    page = MadePage()
    for number, work in enumerate(running(8, 60)):
        top = 700 - 40 * number
        page.text(50, top, f"4.20{10 + number} - 3.20{11 + number},").text(160, top, work)
        page.text(50, top - 12, "part time")
    found = texts(read(page))
    assert [line.split("\t")[-1] for line in found if "\t" in line] == running(8, 60)


def test_headers_footers_and_page_numbers_are_left_out_but_for_the_first_header():
    pages = []
    for number in range(1, 5):
        page = MadePage().text(50, 770, "Ada Lovelace - Curriculum Vitae").text(290, 30, f"Page {number} of 4")
        pages.append(column(page, 50, 700, [f"line {number} {row}" for row in range(8)]))
    found = texts(read(*pages))
    assert found.count("Ada Lovelace - Curriculum Vitae") == 1
    assert not any("Page" in text for text in found)
    assert len(found) == 1 + 4 * 8


def test_a_header_that_begins_on_the_second_page_is_left_out():
    pages = [column(MadePage(), 50, 700, running(8, 40, seed=9))]
    for number in (2, 3, 4):
        pages.append(column(MadePage().text(50, 770, f"Ada Lovelace {number}"), 50, 700, running(8, 40, seed=number)))
    assert not any("Ada" in text for text in texts(read(*pages)))


def test_words_broken_at_the_line_end_are_mended_and_real_hyphens_kept():
    page = column(
        MadePage(),
        50,
        700,
        ["Notes on the analyti-", "cal engine, a state-of-the-", "art machine by Jean-", "Paul and the analytical"],
    )
    assert texts(read(page)) == [
        "Notes on the analytical",
        "engine, a state-of-the-art",
        "machine by Jean-Paul",
        "and the analytical",
    ]


def test_small_raised_signs_stand_behind_the_word_they_belong_to():
    page = MadePage().text(50, 700, "A. Lovelace").text(102.5, 704, "1", size=6).text(106, 700, ", C. Babbage")
    assert texts(read(page)) == ["A. Lovelace1, C. Babbage"]


def test_accents_set_apart_are_joined_to_their_letter():
    page = MadePage().text(50, 700, "Andr").text(70.5, 700, "\xb4").text(69.5, 700, "e").text(75, 700, ", 1843")
    assert texts(read(page)) == ["André, 1843"]


def test_what_is_printed_twice_for_boldness_is_read_once_as_bold():
    page = column(MadePage(), 50, 700, running(9, 40))
    column(page, 50.4, 700, running(9, 40)).text(50, 500, "plain, with aa and ll and...")
    *bold, plain = read(page).lines
    assert [(line.text, line.bold) for line in bold] == [(row, 1.0) for row in running(9, 40)]
    assert (plain.text, plain.bold) == ("plain, with aa and ll and...", 0.0)


def test_links_slant_weight_and_underlines_are_runs():
    page = MadePage().text(50, 700, "A. Lovelace", font="bold").rule(50, 698, 57).text(115, 700, "Notes", font="italic")
    page.text(150, 700, "[pdf]").link((148, 695, 180, 712), "https://x.org/a.pdf")
    (line,) = read(page).lines
    found = [(line.text[r.start : r.end], r.bold, r.italic, r.underline, r.href) for r in line.runs]
    assert found == [
        ("A. Lovelace", True, False, True, ""),
        ("Notes", False, True, False, ""),
        ("[pdf]", False, False, False, "https://x.org/a.pdf"),
    ]


def test_a_rule_across_the_page_underlines_nothing():
    (line, *_) = read(MadePage().text(50, 700, "Publications").rule(50, 698, 500)).lines
    assert line.runs == ()


def test_letter_spaced_headings_are_words():
    page = MadePage()
    for number, letter in enumerate("PUBLICATIONS"):
        page.text(50 + 13 * number, 700, letter)
    assert texts(read(page)) == ["PUBLICATIONS"]


def test_stamps_at_an_angle_are_left_out_and_reported():
    page = column(MadePage(), 50, 700, running(5, 40)).text(200, 400, "DRAFT DRAFT", angle=45)
    document = read(page)
    assert texts(document) == running(5, 40)
    assert (document.warnings[0].where, document.warnings[0].problem) == (
        "page 1",
        "10 characters set at an angle were left out",
    )


def test_a_page_on_its_side_is_read():
    page = MadePage()
    for number, row in enumerate(running(4, 40)):
        page.text(100 + 14 * number, 100, row, angle=90)
    assert texts(read(page)) == running(4, 40)


def test_a_locked_file_is_refused_with_a_remedy():
    with pytest.raises(InputError, match=r"^cv\.pdf: is protected by a password; save a copy without password"):
        read(MadePage().text(50, 700, "secret"), locked=True)


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnothing", b"%PDF-1.4\n" + b"\x00\xff" * 500, b"%PDF-"])
def test_a_damaged_file_is_refused_with_a_remedy(data):
    with pytest.raises(InputError, match=r"^cv\.pdf: is a damaged PDF"):
        documents.read("cv.pdf", data=data)


def test_a_file_without_text_is_refused_with_what_to_do():
    with pytest.raises(InputError, match=r"holds no text: its 2 pages are pictures or empty; run text recognition"):
        read(MadePage(), MadePage().rule(10, 10, 50))


def test_a_truncated_file_is_read_as_far_as_it_goes_or_refused():
    data = write([column(MadePage(), 50, 700, running(40, 60)) for _ in range(3)])
    for cut in range(0, len(data), 997):
        try:
            assert documents.read("cv.pdf", data=data[:cut] or b"%PDF-").lines
        except InputError as error:
            assert error.remedy


@pytest.mark.slow
def test_two_thousand_pages_are_bounded_and_what_was_not_read_is_said():
    data = write([column(MadePage(), 50, 780, running(60, 80)) for _ in range(2_000)])
    begin = time.process_time()
    document = documents.read("cv.pdf", data=data)
    assert time.process_time() - begin < 60
    assert document.lines[-1].page == 300
    assert document.warnings[0].where == "page 301"
    assert "only the first 300 of 2000 pages" in document.warnings[0].problem

"""Rows that run from right to left, from PDFs that the tests write."""

import pytest

from kg import documents

from .made_pdf import MadePage, write

NAME = "رهام الطراونة"
LETTERS = NAME + "بكالوريوس صيدلة جامعة مؤتة2019030–()."


def lines(page):
    document = documents.read("cv.pdf", data=write([page], letters=LETTERS))
    return [line.text for line in document.lines]


def test_letters_are_read_by_their_places_and_not_in_the_order_of_the_file():
    reversed_order, reading_order = MadePage(), MadePage()
    reversed_order.standing(100, 700, NAME[::-1], LETTERS)
    for place, letter in enumerate(NAME):
        reading_order.standing(100 + 6 * (len(NAME) - 1 - place), 700, letter, LETTERS)
    assert lines(reversed_order) == lines(reading_order) == [NAME]


@pytest.mark.parametrize(
    ("standing", "reading"),
    [
        ("2019 ةتؤم ةعماج", "جامعة مؤتة 2019"),
        ("2020 – 2019 ةتؤم", "مؤتة 2019 – 2020"),
        ("(2019) ةتؤم", "مؤتة (2019)"),
    ],
)
def test_numbers_inside_the_row_run_to_the_right(standing, reading):
    assert lines(MadePage().standing(100, 700, standing, LETTERS)) == [reading]


def test_columns_follow_one_another_from_the_right():
    page = MadePage().standing(400, 700, "سويرولاكب", LETTERS)
    page.standing(250, 700, "ةعماج", LETTERS).standing(100, 700, "2019", LETTERS)
    assert lines(page) == ["بكالوريوس\tجامعة\t2019"]

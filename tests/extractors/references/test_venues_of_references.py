import pytest


def test_a_journal_begins_behind_a_mark(corrected):
    found = corrected(
        ("author", "Doe, J.,"),
        ("title", "The idea of snow, The Architects’"),
        ("journal", "Journal,"),
        ("volume", "21,"),
    )
    assert found[1:3] == [("title", "The idea of snow,"), ("journal", "The Architects’ Journal,")]


def test_a_closing_quotation_ends_the_title_in_front_of_a_journal(corrected):
    runs = (("author", "Doe, J.,"), ("title", "'Snow, Ice,'"), ("journal", "Symmetry,"), ("volume", "21,"))
    assert corrected(*runs) == list(runs)


def test_the_volume_of_a_series_ends_the_name_of_the_book(corrected):
    found = corrected(
        ("author", "J. Doe."),
        ("title", "Sparse trees."),
        ("booktitle", "In Evolution of Trees, volume 17 of Clay Math. Proc.,"),
        ("pages", "pages 1–72."),
    )
    assert found[2:5] == [
        ("booktitle", "In Evolution of Trees,"),
        ("volume", "volume 17"),
        ("series", "of Clay Math. Proc.,"),
    ]


def test_two_names_behind_in_are_the_editors_of_a_book_listed_elsewhere(corrected):
    runs = (("author", "Roe, A."), ("title", "“Globes.”"), ("booktitle", "In Praznik and Dirken,"), ("pages", "15–51."))
    assert corrected(*runs)[2] == ("editor", "In Praznik and Dirken,")


def test_a_conference_behind_in_is_no_pair_of_names(corrected):
    runs = (
        ("author", "Roe, A."),
        ("title", "“Globes.”"),
        ("booktitle", "In Science and Society,"),
        ("pages", "15–51."),
    )
    assert corrected(*runs) == list(runs)


@pytest.mark.parametrize(
    ("venue", "expected"),
    [
        ("Draft Paper,", [("note", "Draft Paper,")]),
        ("NASA, Tech. Rep.,", [("publisher", "NASA,"), ("note", "Tech. Rep.,")]),
        ("Van Nostrand Reinhold,", [("publisher", "Van Nostrand Reinhold,")]),
        ("Available at SSRN 2247,", [("note", "Available at SSRN 2247,")]),
    ],
)
def test_a_kind_of_work_and_a_publisher_are_no_journals(corrected, venue, expected):
    found = corrected(("author", "Doe, J."), ("title", "Logic of leaves."), ("journal", venue), ("date", "1996."))
    assert found[2:-1] == expected


def test_capitalised_words_between_title_and_date_are_the_journal(corrected):
    found = corrected(
        ("author", "Doe, J."), ("title", "Books in front."), ("note", "Bookseller,"), ("date", "20 June.")
    )
    assert found[2] == ("journal", "Bookseller,")


@pytest.mark.parametrize("note", ["To appear,", "Preprint,", "Personal communication,", "winner of a prize,"])
def test_what_says_no_journal_stays_a_note(corrected, note):
    found = corrected(("author", "Doe, J."), ("title", "Books in front."), ("note", note), ("date", "20 June."))
    assert found[2] == ("note", note)


def test_behind_the_translator_and_in_front_of_the_volume_stands_the_journal(corrected):
    found = corrected(
        ("author", "Doe, Paul,"),
        ("title", "“The Scandal,”"),
        ("editor", "Daphne Ellis (trans.), Wagner, 24"),
        ("date", "(2003)."),
    )
    assert found[2:5] == [("editor", "Daphne Ellis (trans.),"), ("journal", "Wagner,"), ("volume", "24")]


def test_the_volume_of_proceedings_of_science_is_a_meeting(corrected):
    found = corrected(("author", "S. Doe, PoS LATTICE"), ("date", "2010 (2011)"), ("pages", "007"))
    assert found[:3] == [("author", "S. Doe,"), ("journal", "PoS"), ("volume", "LATTICE 2010")]


@pytest.mark.parametrize(
    "torn",
    [
        (("booktitle", "In A. Doe and B. Roe, editors, Logics of Leaves,"),),
        (("booktitle", "In A. Doe and"), ("editor", "B. Roe, editors,"), ("booktitle", "Logics of Leaves,")),
    ],
)
def test_names_between_in_and_editors_are_the_editors_of_the_book_that_follows(corrected, torn):
    found = corrected(("author", "R. Loe."), ("title", "Sparse trees."), *torn, ("pages", "pages 3–9."))
    assert found[2:4] == [("editor", "In A. Doe and B. Roe, editors,"), ("booktitle", "Logics of Leaves,")]

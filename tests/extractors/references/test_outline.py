import pytest

from kg.extractors.references.phrases import find_phrases


def test_all_names_in_front_of_eds_are_editors_and_the_book_behind_them_is_the_title(corrected):
    assert corrected(
        ("author", "Ralph H."),
        ("title", "Abram and Yoshi Ueno, eds.,"),
        ("booktitle", "The Forest of Chaos"),
        ("location", "(Oslo:"),
        ("publisher", "Roe,"),
        ("date", "2001)."),
    )[:2] == [("editor", "Ralph H. Abram and Yoshi Ueno, eds.,"), ("title", "The Forest of Chaos")]


def test_ed_with_a_name_behind_it_does_not_make_the_author_an_editor(corrected):
    runs = (
        ("author", "Bordin, Pierre."),
        ("title", "Language and Soil,"),
        ("editor", "ed. Jane Doe."),
        ("location", "Oslo:"),
        ("publisher", "Roe,"),
        ("date", "1991."),
    )
    assert corrected(*runs) == list(runs)


def test_names_that_run_up_to_the_imprint_end_in_the_title(corrected):
    assert corrected(
        ("author", "Narbon, Jean-Philippe, L’illusion,"),
        ("location", "Paris,"),
        ("publisher", "Roe,"),
        ("date", "2000."),
    )[:2] == [("author", "Narbon, Jean-Philippe,"), ("title", "L’illusion,")]


@pytest.mark.parametrize(
    ("names", "begin"), [("Haller, T.J.; Weiss, H.A.", "Rooms:"), ("A. Alander, B. Roe,", "Quiet Rooms:")]
)
def test_a_title_may_begin_behind_the_last_initials_and_go_on_behind_its_colon(corrected, names, begin):
    found = corrected(("author", f"{names} {begin}"), ("title", "An overview."), ("journal", "Nutr. Rev."))
    assert found[:2] == [("author", names), ("title", f"{begin} An overview.")]


@pytest.mark.parametrize(
    "names", ["Enrique V. Muro Pelez:", "J. Roe, Min Park:", "Doe, J., Park, M.:", "Tao SS & Boll PM:"]
)
def test_names_in_front_of_a_colon_stay_names(corrected, names):
    found = corrected(("author", names), ("title", "An overview."), ("journal", "Nutr. Rev."))
    assert found[0] == ("author", names)


def test_personal_communication_is_no_title(corrected):
    assert corrected(("author", "G. Roe."), ("title", "Personal communication,"), ("date", "1995."))[1][0] == "note"


def test_authors_alone_keep_their_last_name(corrected):
    runs = (("author", "Jane Doe, Min Park, Ada Roe"), ("date", "2021"))
    assert corrected(*runs) == list(runs)


@pytest.mark.parametrize(
    ("tail", "label"),
    [
        ("John Wiley and Sons, Inc.,", "publisher"),
        ("Translated by William Woods.", "editor"),
        ("(translated by Douglas Mart).", "editor"),
        ("[Motion picture].", "note"),
        ("Second edition.", "edition"),
        ("TR 1069,", "note"),
        ("2 vols.", "volume"),
        ("(Policy Brief 2012-01)", "note"),
        ("Retrieved from Alder Library", "note"),
        ("(BAR International Series, 604)", "series"),
    ],
)
def test_what_is_known_for_something_else_is_no_end_of_a_title(corrected, tail, label):
    found = corrected(
        ("author", "Doe, J."), ("title", f"Sampling the Snow. {tail}"), ("location", "New York"), ("date", "1977.")
    )
    assert found[1:3] == [("title", "Sampling the Snow."), (label, tail)]


def test_proceedings_behind_a_title_are_the_venue(corrected):
    found = corrected(("author", "Doe, J."), ("title", "Page Migration. Proc. 6th Conf. on Trees,"), ("date", "1994."))
    assert found[1:3] == [("title", "Page Migration."), ("booktitle", "Proc. 6th Conf. on Trees,")]


def test_a_serial_name_behind_the_title_of_an_entry_without_venue_is_the_journal(corrected):
    found = corrected(
        ("author", "Fen M"), ("title", "Numbers come of age. Forest Standards Quarterly."), ("note", "Available:")
    )
    assert found[1:3] == [("title", "Numbers come of age."), ("journal", "Forest Standards Quarterly.")]


def test_between_title_and_imprint_stands_the_subtitle(corrected):
    found = corrected(
        ("author", "Doe, J.,"),
        ("title", "Voir et planter."),
        ("booktitle", "Anthropologie politique du jardin,"),
        ("location", "Paris,"),
        ("date", "2010."),
    )
    assert found[1] == ("title", "Voir et planter. Anthropologie politique du jardin,")


@pytest.mark.parametrize("book", ["Encyclopedia of Old Gardens.", "Studies in Trees Series,", "In Gardens of Paris."])
def test_a_collection_or_introduced_book_is_no_subtitle(corrected, book):
    runs = (("author", "Doe, J.,"), ("title", "Roses."), ("booktitle", book), ("location", "Paris,"), ("date", "2010."))
    assert corrected(*runs) == list(runs)


def test_phrases_do_not_run_over_the_end_of_a_sentence():
    assert find_phrases(["free", "press"], ["", ""]) == [(0, 2, "publisher")]
    assert find_phrases(["academic", "press"], [".", ""]) == []


def test_and_and_the_mark_for_it_are_the_same_in_phrases():
    assert find_phrases(["wiley", "", "sons"], ["", "", ""]) == find_phrases(["wiley", "and", "sons"], [""] * 3)


def test_an_entry_that_seems_all_editors_has_author_and_title_in_front(corrected):
    found = corrected(
        ("editor", "Wag, Richard, Mein Leben, Eike Mitten (ed.)"), ("location", "(Bremen:"), ("date", "1986).")
    )
    assert found[:3] == [("author", "Wag, Richard,"), ("title", "Mein Leben,"), ("editor", "Eike Mitten (ed.)")]


def test_what_follows_the_date_of_the_authors_is_title(corrected):
    found = corrected(("author", "Doe, J."), ("date", "(1999)."), ("author", "B. F. Skin:"), ("title", "A new look."))
    assert found[2:] == [("title", "B. F. Skin: A new look.")]


def test_a_part_of_an_organisation_in_front_of_the_date_is_author(corrected):
    found = corrected(
        ("author", "Bar Association,"),
        ("title", "Commission on Women in the Profession."),
        ("date", "(2016)"),
        ("title", "A glance."),
    )
    assert found[0] == ("author", "Bar Association, Commission on Women in the Profession.")


def test_an_office_of_the_us_is_one_author(corrected):
    found = corrected(
        ("author", "U.S."), ("title", "National Library of Medicine. The forest atlas,"), ("date", "2015.")
    )
    assert found[:2] == [("author", "U.S. National Library of Medicine."), ("title", "The forest atlas,")]


def test_a_day_among_numbers_is_the_date(corrected):
    found = corrected(
        ("author", "Doe, J."), ("title", "Birds."), ("journal", "Lien,"), ("volume", "25/04/2013, n°1103,")
    )
    assert found[3:] == [("date", "25/04/2013,"), ("volume", "n°1103,")]

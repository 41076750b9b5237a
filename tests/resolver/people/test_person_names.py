import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.resolver.names import (
    Grade,
    block_keys,
    canonical,
    compatible,
    family_count,
    fold,
    given_count,
    kind_of,
    parse_name,
    read_list,
)


@pytest.mark.parametrize(
    ("printed", "parts", "key"),
    [
        ("Ji Lin", ("ji",), "lin"),
        ("J. Lin", ("j",), "lin"),
        ("Lin, J.", ("j",), "lin"),
        ("Lin J", ("j",), "lin"),
        ("Lin, Ji", ("ji",), "lin"),
        ("Zhao Y.", ("y",), "zhao"),
        ("Elmets CA", ("c", "a"), "elmets"),
        ("JS Taylor", ("j", "s"), "taylor"),
        ("Gerard de Melo", ("gerard",), "melo"),
        ("Melo, Gerard de", ("gerard",), "melo"),
        ("van den Berg, P.J.", ("p", "j"), "berg"),
        ("SMITH, J.", ("j",), "smith"),
        ("C.-Y. Ko", ("c", "y"), "ko"),
        ("Wei-Ming Chen", ("wei", "ming"), "chen"),
        ("King, Martin L., Jr.", ("martin", "l"), "king"),
        ("Prof. Jiwen Lu", ("jiwen",), "lu"),
        ("Wei Wang 0001", ("wei",), "wang"),
        ("A. U. Thor*", ("a", "u"), "thor"),
        ("王伟", ("wei",), "wang"),
        ("O’Brien, Conan", ("conan",), "obrien"),
        ("Suharto", (), "suharto"),
    ],
)
def test_a_name_is_taken_apart_in_whatever_style_it_is_printed(printed, parts, key):
    name = parse_name(printed)
    assert (name.parts, name.key) == (parts, key)


@pytest.mark.parametrize(
    ("a", "b", "grade"),
    [
        ("Jiwen Lu", "Lu, Jiwen", Grade.EQUAL),
        ("Étienne Brûlé", "Etienne Brule", Grade.EQUAL),
        ("Jong Yeol Kim", "Jongyeol Kim", Grade.EQUAL),
        ("Alexander Hauptmann", "Alexander G. Hauptmann", Grade.PARTIAL),
        ("Charlie Chung Ping Chen", "Chung Ping Chen", Grade.PARTIAL),
        ("J. Lu", "Jiwen Lu", Grade.INITIAL),
        ("W.-M. Chen", "Wei-Ming Chen", Grade.INITIAL),
        ("Alex Smith", "Alexander Smith", Grade.PREFIX),
        ("James Lee", "Jim Lee", Grade.NICKNAME),
        ("Chuang Gang", "Chuang Gan", Grade.TYPO),
        ("Qian Qi", "Qi Qian", Grade.SWAPPED),
        ("Suharto", "A. Suharto", Grade.MISSING),
        ("Hao Li", "Huan Li", Grade.CONFLICT),
        ("Qian Qi", "Yichen Qian", Grade.CONFLICT),
        ("J. S. Taylor", "J. A. Taylor", Grade.CONFLICT),
        ("Tao Yang", "Tao, C.", Grade.CONFLICT),
        ("IEEE", "I. Eee", Grade.CONFLICT),
    ],
)
def test_two_names_are_graded_the_same_from_both_sides(a, b, grade):
    assert compatible(parse_name(a), parse_name(b)) is grade
    assert compatible(parse_name(b), parse_name(a)) is grade


@pytest.mark.parametrize("printed", ["et al.", "", "   ", "Anonymous", "---", "others"])
def test_what_names_nobody_is_nobody(printed):
    assert kind_of(printed) == "nobody"
    assert parse_name(printed).kind == "nobody"


@pytest.mark.parametrize("printed", ["IEEE", "ATLAS Collaboration", "World Health Organization", "The SNP Consortium"])
def test_organisations_that_sign_as_authors_are_groups(printed):
    assert parse_name(printed).kind == "group"


def test_a_given_name_in_front_of_the_comma_is_recognised_by_how_common_it_is():
    names = read_list(["Mao, R.", "Catherine, G.", "John Paul, S."])
    assert [(name.given, name.family) for name in names] == [("R.", "Mao"), ("Catherine", "G."), ("John Paul", "S.")]


def test_a_block_is_met_under_the_swapped_order_too():
    assert set(block_keys(parse_name("Li Hao"))) & set(block_keys(parse_name("Hao Li")))


def test_the_canonical_form_is_spelled_out_and_frequent():
    assert canonical({"Chuang Gang": 2, "Chuang Gan": 9, "C. Gan": 20}).text == "Chuang Gan"
    assert canonical({"john cohn": 1}).text == "John Cohn"
    assert canonical({"gerard de melo": 1}).text == "Gerard de Melo"


def test_common_names_are_counted_as_common():
    assert family_count("wang") > 100 * max(1, family_count("hauptmann"))
    assert given_count("michael") > 20 * max(1, given_count("chuang"))


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_strings_can_be_compared(a, b):
    one, two = parse_name(a), parse_name(b)
    assert compatible(one, two) is compatible(two, one)
    assert compatible(one, one) is not Grade.CONFLICT or one.kind == "nobody"
    assert fold(fold(a)) == fold(a)

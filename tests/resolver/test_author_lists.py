import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.resolver.author_lists import Printed, PrintedList, merge_lists


def printed(record, text, *, complete=True, gap=None):
    """Names separated by ";", each with the person behind "="; without, everybody is somebody else."""
    names = []
    for n, piece in enumerate(text.split(";"), start=1):
        name, _, person = piece.strip().partition("=")
        names.append(Printed(f"{record}.{n}", name, person or f"{record}/{name}"))
    return PrintedList(record, tuple(names), complete, gap)


def merged(*lists):
    found = merge_lists(lists)
    return [(ordinal, place.printed[0].name) for ordinal, place in found.places], found.complete


def test_a_complete_list_gives_the_places_and_a_cut_one_is_laid_beside_it():
    whole = printed("a.1", "A. Berg; C. Dahl; E. Falk; G. Holm")
    cut = printed("b.1", "Anna Berg; Carl Dahl", complete=False, gap=2)
    assert merged(cut, whole) == ([(1, "A. Berg"), (2, "C. Dahl"), (3, "E. Falk"), (4, "G. Holm")], True)


def test_a_name_that_only_the_cut_list_has_comes_behind_the_one_it_follows_there():
    whole = printed("a.1", "Y. Hu; J. Li; S. Han")
    cut = printed("b.1", "Yi Hu; Ji Li; Zo Liu", complete=False, gap=3)
    assert merged(whole, cut) == ([(1, "Y. Hu"), (2, "J. Li"), (3, "Zo Liu"), (4, "S. Han")], False)


def test_behind_a_printed_gap_a_place_is_left_free():
    cut = printed("a.1", "Anna Berg; Carl Dahl; Zoe Quist", complete=False, gap=2)
    assert merged(cut) == ([(1, "Anna Berg"), (2, "Carl Dahl"), (4, "Zoe Quist")], False)


def test_at_the_end_of_a_cut_list_nothing_is_left_free():
    assert merged(printed("a.1", "Anna Berg; Carl Dahl", complete=False, gap=2))[0] == [
        (1, "Anna Berg"),
        (2, "Carl Dahl"),
    ]


def test_swapped_names_and_slips_find_their_places():
    one = printed("a.1", "Hao Li; Qi Qian; Chuang Gan")
    other = printed("b.1", "Li Hao; Qian Qi; Chuang Gang")
    assert len(merge_lists([one, other]).places) == 3


def test_the_same_person_is_found_under_another_name():
    one = printed("a.1", "Anna Berg=p1; Carl Dahl=p2")
    other = printed("b.1", "Anna Strand=p1; Carl Dahl=p2")
    places = merge_lists([one, other]).places
    assert [len(place.printed) for _, place in places] == [2, 2]


def test_nobody_stands_twice_and_the_places_close_up():
    assert merged(printed("a.1", "Anna Berg=p1; Carl Dahl=p2; A. Berg=p1; E. Falk=p3"))[0] == [
        (1, "Anna Berg"),
        (2, "Carl Dahl"),
        (3, "E. Falk"),
    ]


def test_two_namesakes_on_one_list_keep_two_places():
    one = printed("a.1", "Wei Wang=p1; Wei Wang=p2")
    other = printed("b.1", "W. Wang=p1; W. Wang=p2")
    places = merge_lists([one, other]).places
    assert [place.person_id for _, place in places] == ["p1", "p2"]
    assert [len(place.printed) for _, place in places] == [2, 2]


def test_a_list_of_five_thousand_is_merged_in_time():
    names = "; ".join(f"Author{n} Name{n}=p{n}" for n in range(5000))
    other = "; ".join(f"Author{n} Name{n}" for n in range(5000))
    assert len(merge_lists([printed("a.1", names), printed("b.1", other)]).places) >= 5000


family = st.sampled_from(["Berg", "Dahl", "Falk", "Holm", "Li", "Wang"])
person = st.builds("{} {}={}".format, st.sampled_from(["A.", "Anna", "B.", "Bo"]), family, st.integers(1, 9))
one_list = st.tuples(st.lists(person, min_size=1, max_size=6), st.booleans(), st.integers(1, 6))


@given(st.lists(one_list, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_ordinals_are_distinct_without_gaps_if_complete_and_nobody_stands_twice(lists, random):
    made = [
        printed(f"r.{n}", "; ".join(names), complete=complete, gap=None if complete else min(gap, len(names)))
        for n, (names, complete, gap) in enumerate(lists)
    ]
    found = merge_lists(made)
    ordinals = [ordinal for ordinal, _ in found.places]
    assert ordinals == sorted(set(ordinals))
    assert ordinals[0] >= 1
    if found.complete:
        assert ordinals == list(range(1, len(ordinals) + 1))
    people = [place.person_id for _, place in found.places]
    assert len(people) == len(set(people))
    mentions = sorted(one.mention_id for _, place in found.places for one in place.printed)
    assert mentions == sorted(name.mention_id for one in made for name in one.names)
    random.shuffle(made)
    assert merge_lists(made) == found


@pytest.mark.parametrize("complete", [True, False])
def test_one_list_alone_is_itself(complete):
    assert merged(printed("a.1", "Anna Berg; Carl Dahl", complete=complete)) == (
        [(1, "Anna Berg"), (2, "Carl Dahl")],
        complete,
    )

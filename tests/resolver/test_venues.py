import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from resolver_corpus import Corpus

from kg.resolver.columns import frame
from kg.resolver.venue_names import abbreviates, read_venue
from kg.resolver.venues import resolve_venues


def venues_of(*printed, kind="paper"):
    corpus = Corpus()
    for n, name in enumerate(printed):
        corpus.record(f"doca.{n}", f"Title {n}", venue=name, kind=kind)
    return resolve_venues(frame(corpus.tables(), "records"))


def ids(found):
    return {printed: venue for printed, venue in found.names.select("printed", "venue_id").iter_rows()}


SAME = [
    ("NIPS", "Advances in Neural Information Processing Systems (NeurIPS'21)"),
    ("30th Annual Conference on Neural Information Processing Systems (NIPS)", "NeurIPS 2020"),
    ("Advances in Neural Information Processing Systems 33", "NeurIPS"),
    ("T-PAMI", "IEEE Trans. Pattern Anal. Mach. Intell."),
    ("15th International Conference on ASIC (ASICON'23)", "IEEE 14th International Conference on ASIC (ASICON'21)"),
    ("The Thirty-Third AAAI Conference on Artificial Intelligence (AAAI)", "AAAI"),
    ("In Proceedings of the 2019 Conference on Empirical Methods in Natural Language Processing", "EMNLP 2019"),
    ("25TH ACM SIGKDD CONFERENCE ON KNOWLEDGE DISCOVERY AND DATA MINING (SIGKDD)", "KDD'19"),
    ("Med Image Anal", "Medical Image Analysis"),
    ("J. Am. Chem. Soc.", "Journal of the American Chemical Society"),
    ("Proc. Natl. Acad. Sci. U.S.A.", "Proceedings of the National Academy of Sciences"),
    ("Nature Communications 13(1): 4-5", "Nat. Commun."),
    ("European Conference on Computer Vision (ECCV), 2018", "ECCV 2018 (oral)"),
    ("arXiv preprint arXiv:1234.5678", "CoRR"),
    ("International Conference on Machine Learning 2021 (ICML", "ICML"),
    (
        "A. Berg and C. Dahl, editors, Proceedings of the 27th International Conference on Computational Linguistics",
        "COLING",
    ),
    ("Nordic Conference on Small Maps, NCSM ’15", "Nordic Conference on Small Maps"),
    ("Phys. Rev. Lett.", "Physical Review Letters, vol. 12, no. 3"),
]
APART = [
    ("Pattern Recognition (PR)", "International Conference on Pattern Recognition (ICPR'22)"),
    ("Neurocomputing", "Neural Computing and Applications"),
    ("ICCV", "IEEE/CVF International Conference on Computer Vision (ICCV workshop)"),
    ("CVPR", "IEEE Conference on Computer Vision and Pattern Recognition Workshops (CVPRW)"),
    ("ICLR 2018 Workshop", "International Conference on Learning Representations (ICLR)"),
    ("Workshop on Small Maps at NeurIPS 2020", "NeurIPS 2020"),
    ("ECCV", "ICCV"),
    ("NTIRE CVPRW", "CVPR"),
    ("1st Workshop on Machine Learning and Systems (EuroXYZ)", "MLSys"),
    ("Physical Review A", "Physical Review B"),
    ("IEEE Transactions on Neural Networks", "IEEE Transactions on Neural Networks and Learning Systems"),
    ("Genome Research", "Genome Biology"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_two_ways_to_print_one_series_lead_to_one_venue(left, right):
    found = ids(venues_of(left, right))
    assert found[left] == found[right]


@pytest.mark.parametrize(("left", "right"), APART)
def test_venues_that_look_alike_stay_two(left, right):
    found = ids(venues_of(left, right))
    assert found[left] != found[right]


@pytest.mark.parametrize(
    "printed", ["Volume 32, Issue1", "vol. 3", "12", "  ", "pp. 3-9", "...", "PhD thesis", "10.1016/j.x"]
)
def test_volume_pages_and_what_stands_for_a_venue_are_none(printed):
    assert read_venue(printed).empty
    assert ids(venues_of(printed)) == {}


def test_an_abbreviation_is_learnt_from_who_prints_it_in_brackets():
    found = venues_of("Nordic Meeting on Very Small Things (NMVST)", "NMVST 2011", "NMVST")
    assert len(set(ids(found).values())) == 1
    venue = found.venues[0]
    assert (venue["name"], venue["abbreviation"]) == ("Nordic Meeting on Very Small Things", "NMVST")
    weights = {row["feature"]: row["weight"] for row in found.evidence}
    assert weights == {"Prior": -2.0, "LearntAbbreviation": 5.0, "SameName": 5.0}
    assert {d["score"] for d in found.decisions} == {1 / (1 + math.exp(-8.0)), 1 / (1 + math.exp(-3.0))}


def test_a_workshop_stands_beside_its_conference():
    found = venues_of("2nd International Workshop on Small Maps at the AAAI Conference (Workshop at AAAI'23)", "AAAI")
    workshop = next(v for v in found.venues if v["kind"] == "workshop")
    conference = next(v for v in found.venues if v["kind"] == "conference")
    assert workshop["co_located_with_id"] == conference["venue_id"]
    assert workshop["name"] == "International Workshop on Small Maps"
    assert [d["outcome"] for d in found.decisions] == ["different"]


def test_preprint_servers_are_told_from_journals():
    kinds = {v["name"]: v["kind"] for v in venues_of("bioRxiv", "arXiv", "Neural Networks", kind="article").venues}
    assert kinds == {"bioRxiv": "preprint_server", "arXiv": "preprint_server", "Neural Networks": "journal"}


def test_what_kind_an_unknown_venue_is_follows_from_its_words_or_its_works():
    kinds = {v["name"]: v["kind"] for v in venues_of("Maps of Iron", "Journal of Iron Maps", kind="article").venues}
    assert kinds == {"Maps of Iron": "journal", "Journal of Iron Maps": "journal"}
    assert venues_of("Symposium on Iron").venues[0]["kind"] == "conference"


@pytest.mark.parametrize(
    ("short", "long", "yes"),
    [
        ("j am chem soc", "journal of the american chemical society", True),
        ("ieee trans image process", "ieee transactions on image processing", True),
        ("neural comput", "neural computing and applications", False),
        ("nature", "nature", False),
        ("ann stat", "annals of applied statistics", False),
    ],
)
def test_an_abbreviated_name_stands_for_all_words_in_order(short, long, yes):
    assert abbreviates(short, long) is yes


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_read_as_a_venue(text):
    name = read_venue(text)
    assert name.printed == text
    assert isinstance(venues_of(text or " ").venues, list)


@settings(max_examples=20, deadline=None)
@given(st.permutations([name for pair in SAME[:6] + APART[:4] for name in pair]), st.integers(0, 5))
def test_the_order_of_records_changes_no_venue(names, seed):
    corpus = Corpus()
    for name in sorted(names):
        corpus.record(f"doca.{names.index(name)}", "T", venue=name)
    first = resolve_venues(frame(corpus.tables(), "records"))
    second = resolve_venues(frame(corpus.tables(seed), "records"))
    assert first.venues == second.venues
    assert first.decisions == second.decisions
    assert first.names.sort("printed").equals(second.names.sort("printed"))

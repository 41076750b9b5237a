"""How far full names tell people apart is told by the collection: common names as coherent as rare ones, or less."""

import itertools

import numpy as np
import pytest
from people_corpus import collection

from kg.resolver.people import coherence, homonyms, signatures
from kg.resolver.people import corpus as corpora

FAMILIES = "Li Wang Zhang Chen Smith Kim Lee Liu".split()
GIVEN = "Wei John David Jun Michael Min".split()
CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"


def rare(generator):
    return "".join(generator.choice(list(letters)) for letters in (CONSONANTS, VOWELS) * 4).capitalize()


def works(people_of_a_common_name, seed=3):
    """Works of people with rare names, four each with one co-author of theirs, and of people with common names."""
    generator = np.random.default_rng(seed)
    lists = []
    for _ in range(80):
        lists += [[f"{rare(generator)} {rare(generator)}", f"{rare(generator)} {rare(generator)}"]] * 4
    for given, family in itertools.product(GIVEN, FAMILIES):
        for _ in range(people_of_a_common_name):
            friend = f"{rare(generator)} {rare(generator)}"
            lists += [[f"{given} {family}", friend]] * (4 // people_of_a_common_name)
    tables, record_works = collection({"id": "d", "works": [{"names": names, "title": "x"} for names in lists]})
    return corpora.build(signatures.build(tables, record_works), tables)


def test_names_are_trusted_where_common_ones_are_as_coherent_as_rare_ones():
    assert works(1).trust > 0.8


def test_names_are_not_trusted_where_common_ones_fall_apart():
    assert works(4).trust == 0.0


def test_a_small_collection_says_nothing():
    tables, record_works = collection({"id": "d", "works": [{"names": ["Wei Li", "Ann Seldom"], "title": "x"}] * 2})
    assert works(1).trust > corpora.build(signatures.build(tables, record_works), tables).trust < 0.2


def test_a_name_is_not_its_own_co_author():
    tables, record_works = collection({"id": "d", "works": [{"names": ["Wei Li", "W. Li"], "title": "x"}] * 3})
    corpus = corpora.build(signatures.build(tables, record_works), tables)
    pair = corpus.lists[:1]
    own = np.array([corpus.block[0]]), corpus.key_block
    assert coherence._sharing(pair, pair, own).tolist() == [0.0]


PLAIN = [
    {"id": f"w{n}", "display_name": "t", "publication_year": 2010, "authorships": [{"raw_author_name": name}]}
    for n, name in enumerate(["Tobias Quellmann", "Tobias Quellmann", "Ursula Vonderheid", "Wei Wang"] * 2)
]


@pytest.mark.parametrize("groups", [(), ((2, 1),)])
def test_made_sets_know_who_is_who_and_are_the_same_each_time(groups):
    recipe = homonyms.Recipe("made", (2000, 2020), 99, 1.0, groups=groups)
    common = [{**PLAIN[0], "id": f"c{n}", "authorships": [{"raw_author_name": "John Smith"}]} for n in range(2)]
    made, gold = homonyms.make(recipe, PLAIN + common, 1)
    assert (made, gold) == homonyms.make(recipe, PLAIN + common, 1)
    assert {line["label"] for line in gold} == {"tobias quellmann", "ursula vonderheid"}
    printed = {work["id"]: work["authorships"][0]["raw_author_name"] for work in made}
    names = {printed[line["work"]] for line in gold}
    assert len(names) == (1 if groups else 2)
    assert len({line["block"] for line in gold}) == (1 if groups else 2)

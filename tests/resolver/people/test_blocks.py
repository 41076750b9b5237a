"""Blocks are a stage: whoever runs it, and in how many parts, the people are the same."""

import shutil
import warnings

import numpy as np
import pytest
from people_corpus import collection

from kg.engines.local import LocalEngine
from kg.engines.spark import SparkEngine, local_session
from kg.resolver.people import resolve_people

FAMILIES = ("Wang", "Li", "Quill", "Okafor", "Andersson")


def town():
    """Works of people of five family names, some with one given name, and the page of one of them."""
    generator = np.random.default_rng(5)
    works = []
    for n in range(240):
        given = ("Wei", "W.", "Anna", "A. B.", "Noor")[generator.integers(5)]
        mates = [f"{'KLMN'[generator.integers(4)]}ira {FAMILIES[k]}son" for k in generator.integers(5, size=2)]
        works.append({"names": [f"{given} {FAMILIES[n % 5]}", *dict.fromkeys(mates)], "title": f"Bridges {n % 17}"})
    page = {"names": ["A. B. Quill", "Kira Lison"], "title": "Bridges and tunnels"}
    return collection({"id": "d", "works": works}, {"id": "e", "subject": "Anna Quill", "works": [page] * 3})


def assert_same(one, two):
    for name in ("mention_people", "people", "decisions"):
        assert getattr(one, name).equals(getattr(two, name)), name
    assert one.evidence.drop_columns("weight").equals(two.evidence.drop_columns("weight"))
    assert one.evidence["weight"].to_numpy() == pytest.approx(two.evidence["weight"].to_numpy(), abs=1e-5)


def test_people_do_not_depend_on_how_many_parts_the_blocks_are_in(tmp_path):
    tables, works = town()
    whole = resolve_people(tables, works)
    assert 5 < whole.people.num_rows < 300
    assert_same(whole, resolve_people(tables, works, engine=LocalEngine(in_memory=40, folder=tmp_path)))
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.spark
@pytest.mark.skipif(not shutil.which("java"), reason="no Java: install default-jre-headless")
@pytest.mark.filterwarnings("default")  # Spark and its gateway warn of sockets and versions that are not ours
def test_people_are_the_same_on_spark():
    tables, works = town()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session = local_session()
    try:
        there = resolve_people(tables, works, engine=SparkEngine(session, partitions=3))
    finally:
        session.stop()
    assert_same(resolve_people(tables, works), there)

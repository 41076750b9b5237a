"""What the project builds from its own seeds is a graph as the vocabulary says."""

from pathlib import Path

import pytest

import kg
from kg.graph import vocab
from kg.graph.validate import validate

SEEDS = Path(__file__).parents[2] / "seeds"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def tables():
    return kg.build([str(SEEDS)], out=None).tables


def test_the_graph_of_the_seeds_holds_to_the_shapes(tables):
    report = validate(tables)
    assert report.conforms, report.to_text(limit=5)
    assert not report.skipped


def test_every_concept_that_the_resolver_gives_is_in_the_ontology(tables):
    assert set(tables["evidence"]["feature"].to_pylist()) <= set(vocab.FEATURES)
    assert set(tables["memberships"]["role"].to_pylist()) - {None, "Other"} <= set(vocab.ROLES)
    assert set(tables["memberships"]["degree_type"].to_pylist()) - {None} <= set(vocab.DEGREE_TYPES)
    assert set(tables["works"]["kind"].to_pylist()) <= set(vocab.WORK_CLASSES)
    assert set(tables["venues"]["kind"].to_pylist()) <= set(vocab.VENUE_CLASSES)
    assert set(tables["decisions"]["outcome"].to_pylist()) <= set(vocab.OUTCOMES)
    assert set(tables["decisions"]["kind"].to_pylist()) <= set(vocab.DECISION_KINDS)

import dataclasses

import numpy as np
import pytest
import scipy.sparse as sp
from people_corpus import collection

from kg.resolver.names import Grade
from kg.resolver.people import corpus as corpora
from kg.resolver.people import features, models, pairs, resolution, resolve_people, signatures


def towns():
    """Three hundred works of one common name by ten people, each with colleagues of his or her own and a town."""
    generator = np.random.default_rng(2)
    works = []
    for n in range(300):
        who = n % 10
        colleague = f"{'ABCDEFGHIJ'[generator.integers(10)]}nna Quill{'abcdefghij'[who]}son"
        works.append({"names": ["Wei Wang", colleague], "title": f"Bridges under load {n}"})
    return collection({"id": "d", "works": works})


@pytest.fixture
def large_blocks(monkeypatch):
    """Every block is too large to be compared whole."""
    monkeypatch.setattr(pairs, "WHOLE", (1, 1))


def built(tables, record_works):
    return corpora.build(signatures.build(tables, record_works), tables)


def test_a_large_block_is_compared_where_evidence_is_shared_and_comes_to_the_same(large_blocks, monkeypatch):
    tables, works = towns()
    found = resolve_people(tables, works)
    compared = sum(len(batch.left) for batch in pairs.batches(built(tables, works)))
    monkeypatch.undo()
    whole = resolve_people(tables, works)
    assert compared < sum(len(batch.left) for batch in pairs.batches(built(tables, works))) / 2
    assert found.mention_people.equals(whole.mention_people)


def test_knots_of_large_blocks_are_completed_before_they_are_joined(large_blocks):
    tables, works = towns()
    corpus = built(tables, works)
    (batch,) = pairs.batches(corpus)
    knot = np.repeat(np.arange(len(batch.start) - 1), np.diff(batch.start))
    left, right, grade = pairs.missing(corpus, batch, knot)
    everybody = {(a, b) for a, b in zip(batch.left.tolist(), batch.right.tolist(), strict=True)}
    added = list(zip(left.tolist(), right.tolist(), strict=True))
    assert everybody.isdisjoint(added)
    wangs = np.flatnonzero([corpus.signatures.names[n].key == "wang" for n in corpus.signatures.name[batch.rows]])
    assert len([pair for pair in everybody | set(added) if set(pair) <= set(wangs.tolist())]) == 300 * 299 / 2
    assert (grade < Grade.CONFLICT).all()


def test_the_order_of_blocks_and_the_size_of_batches_change_nothing(monkeypatch):
    tables, works = towns()
    found = resolve_people(tables, works)
    monkeypatch.setattr(pairs, "BATCH_ROWS", 7)
    monkeypatch.setattr(pairs, "BATCH_PAIRS", 50)
    again = resolve_people(tables, works)
    assert found.mention_people.equals(again.mention_people)
    assert found.decisions.drop_columns("score").equals(again.decisions.drop_columns("score"))
    assert found.decisions["score"].to_pylist() == pytest.approx(again.decisions["score"].to_pylist(), abs=1e-5)


def test_pairs_that_say_nothing_are_not_made_of_two_hundred_thousand_namesakes():
    tables, works = collection({"id": "d", "works": [{"names": ["Wei Wang"], "title": ""} for _ in range(3000)]})
    corpus = built(tables, works)
    many = dataclasses.replace(corpus, block=np.zeros_like(corpus.block))
    assert pairs.whole_blocks(many) < 3000
    assert sum(len(batch.left) for batch in pairs.batches(many)) == 0
    assert resolution.resolve(tables, works, model=models.SHIPPED).people.num_rows == 3000


def test_of_a_long_walk_the_strongest_steps_are_kept():
    generator = np.random.default_rng(4)
    matrix = sp.random_array((40, 300), density=0.2, format="csr", dtype=np.float32, rng=generator)
    matrix = sp.csr_matrix(matrix)
    whole = matrix.toarray()
    kept = features._strongest(matrix, 25).toarray()
    assert ((kept == 0) | (kept == whole)).all()
    assert ((kept > 0).sum(axis=1) == np.minimum((whole > 0).sum(axis=1), 25)).all()
    for few, row in zip(kept, whole, strict=True):
        assert row[few == 0].max() <= few[few > 0].min() + 1e-4

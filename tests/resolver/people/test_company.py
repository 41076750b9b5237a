"""The company of a signature: who else is likely the same person, and what they have in common with others."""

import numpy as np
import pytest

from kg.resolver.people.company import LIKELY, MOST, Company
from kg.resolver.people.name_pairs import within
from kg.resolver.people.pairs import NOTHING, Batch


def block(size):
    """A batch of one block whose pairs are all known."""
    left, right = within(np.array([0, size]))
    grade = np.zeros(len(left), dtype=np.int8)
    ones = np.ones(size, dtype=np.float32)
    start = np.array([0, size], dtype=np.int32)
    rows = np.arange(size, dtype=np.int32)
    sides = (left.astype(np.int32), right.astype(np.int32))
    return Batch(rows, *sides, grade, ones, ones, start, np.array([False]), NOTHING)


@pytest.fixture
def scored():
    """Nine signatures with vectors, and probabilities of their pairs."""
    generator = np.random.default_rng(5)
    vectors = generator.random((9, 4))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    batch = block(9)
    probability = generator.random(len(batch.left)).astype(np.float32)
    cosine = (vectors[batch.left] * vectors[batch.right]).sum(axis=1).astype(np.float32)
    return vectors, batch, probability, cosine


def test_only_likely_others_are_company_and_a_pair_does_not_count_for_itself(scored):
    _, batch, probability, _ = scored
    company = Company.of(batch, probability)
    found = company.numbers(batch.left, batch.right, counted=True)
    for pair, (a, b) in enumerate(zip(batch.left, batch.right, strict=True)):
        ends = [(batch.left == side) | (batch.right == side) for side in (a, b)]
        held = [sum(p for n, p in enumerate(probability) if end[n] and p > LIKELY and n != pair) for end in ends]
        assert found[pair] == pytest.approx(np.log1p(held).mean(), abs=1e-5)


def test_sums_are_compared_without_what_the_two_bring_to_each_other(scored):
    vectors, batch, probability, cosine = scored
    company = Company.of(batch, probability)
    found = company.alike(batch, cosine).cosine(batch.left, batch.right, cosine, counted=True)
    likely = np.eye(9)
    held = probability > LIKELY
    likely[batch.left[held], batch.right[held]] = likely[batch.right[held], batch.left[held]] = probability[held]
    for pair, (a, b) in enumerate(zip(batch.left, batch.right, strict=True)):
        one = likely[a] @ vectors - likely[a, b] * vectors[b]
        two = likely[b] @ vectors - likely[b, a] * vectors[a]
        assert found[pair] == pytest.approx(one @ two / np.linalg.norm(one) / np.linalg.norm(two), abs=1e-4)


def test_without_company_two_signatures_are_as_alike_as_they_are(scored):
    _, batch, probability, cosine = scored
    company = Company.of(batch, probability * LIKELY)
    assert not company.numbers(batch.left, batch.right, counted=True).any()
    found = company.alike(batch, cosine).cosine(batch.left, batch.right, cosine, counted=True)
    assert found == pytest.approx(cosine, abs=1e-5)


def test_of_a_large_company_the_likeliest_are_summed():
    batch = block(3 * MOST)
    company = Company.of(batch, np.linspace(0.6, 0.9, len(batch.left), dtype=np.float32))
    assert np.diff(company.sums.indptr).max() == MOST + 1

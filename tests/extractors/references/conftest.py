import pytest

from kg.extractors.references.repair import repaired


def _corrected(*runs: tuple[str, str]) -> list[tuple[str, str]]:
    """The (label, text) runs of an entry after the corrections, from those before."""
    words: list[str] = []
    labels: list[str] = []
    for label, text in runs:
        words += text.split()
        labels += [label] * len(text.split())
    result: list[tuple[str, str]] = []
    for word, label in zip(words, repaired(words, labels), strict=True):
        if result and result[-1][0] == label:
            result[-1] = (label, f"{result[-1][1]} {word}")
        else:
            result.append((label, word))
    return result


@pytest.fixture
def corrected():
    return _corrected

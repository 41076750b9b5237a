import json
from pathlib import Path

import pytest
from asking import example_asker, plain_rows

from kg.graph import presets

EXPECTED = Path(__file__).parent / "expected"
PRESETS = presets.load_all()


def expectation(name):
    return json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8"))


def test_every_preset_has_expected_rows_and_every_expectation_a_preset():
    assert {path.stem for path in EXPECTED.glob("*.json")} == set(PRESETS)


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
@pytest.mark.parametrize("name", PRESETS)
def test_preset_answers_with_the_expected_rows(name, engine):
    expected = expectation(name)
    asker = example_asker()
    rows = asker.answer(asker.question(PRESETS[name], expected["params"]), engine)
    assert plain_rows(rows) == expected["rows"]


def test_nearly_every_preset_has_rows_on_the_example_or_must_be_empty():
    empty = [n for n, p in PRESETS.items() if not expectation(n)["rows"] and p.expect.get("max_rows") != 0]
    assert not empty

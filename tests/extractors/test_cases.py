"""Each folder of `cases` holds a file as its source writes it and what is read from it (`expected.json`)."""

import json
from pathlib import Path

import pytest

from kg import extractors
from kg.schemas import EXTRACTED

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())
PLUMBING = {
    "documents": {"document_id", "sha256", "path", "media_type", "extractor"},
    "records": {"record_id", "document_id", "extractor", "subject_is_author", "score"},
    "mentions": {"mention_id", "document_id", "record_id", "owner", "equal_contribution", "ordinal"},
    "organisation_mentions": {"organisation_mention_id", "document_id", "record_id"},
    "positions": {"position_id", "document_id", "score", "organisation_mention_id", "person_mention_id"},
}


def said(path):
    """What an input says, without ids and what is empty."""
    source = extractors.open_source(path)
    batches = list(extractors.extract(source))
    found = {"format": extractors.recognise(source).name}
    for name in EXTRACTED:
        rows = [row for batch in batches if name in batch.tables for row in batch.tables[name].to_pylist()]
        kept = [
            {k: shown(v) for k, v in row.items() if v not in (None, [], "") and k not in PLUMBING[name]} for row in rows
        ]
        if any(kept):
            found[name] = [row for row in kept if row]
    found["warnings"] = [f"{w.where}: {w.problem}" for batch in batches for w in batch.warnings]
    return found


def told(name, row):
    return {k: shown(v) for k, v in row.items() if v not in (None, [], "") and k not in PLUMBING[name]}


def shown(value):
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [f"{one['scheme']}:{one['value']}" for one in value]
    return value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_of_each_source_is_read_as_expected(case):
    [path] = [file for file in case.iterdir() if file.name != "expected.json"]
    assert said(path) == json.loads((case / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_rows_of_a_case_have_ids_that_are_given_once(case):
    [path] = [file for file in case.iterdir() if file.name != "expected.json"]
    batches = list(extractors.extract(extractors.open_source(path)))
    for name, schema in EXTRACTED.items():
        key = schema.names[0]
        ids = [i for batch in batches if name in batch.tables for i in batch.tables[name][key].to_pylist()]
        assert len(ids) == len(set(ids))

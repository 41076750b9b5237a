"""Each folder of `cases` holds a file as its source writes it and what is read from it (`expected.json`)."""

import copy
import json
import random
from pathlib import Path

import pytest

from kg import extractors
from kg.errors import KGError
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


def damaged(data, chance):
    """Cut off, with stray bytes, with a hole, or with a stretch twice."""
    some = bytearray(data)
    start = chance.randrange(len(some))
    end = min(len(some), start + chance.randrange(1, 200))
    kind = chance.randrange(4)
    if kind == 0:
        return bytes(some[: start + 1])
    if kind == 1:
        for _ in range(4):
            some[chance.randrange(len(some))] = chance.randrange(256)
    elif kind == 2:
        del some[start:end]
    else:
        some[start:start] = some[start:end]
    return bytes(some)


def read_or_refused(path, form):
    """Whatever the file holds, it is read, or refused with an error of kg's own."""
    try:
        for _ in extractors.extract(extractors.open_source(path), as_format=form):
            pass
    except KGError as error:
        assert str(path) in str(error)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_damaged_file_is_read_as_far_as_it_goes_or_refused_by_name(case, tmp_path):
    [path] = [file for file in case.iterdir() if file.name != "expected.json"]
    form = extractors.recognise(extractors.open_source(path)).name
    chance = random.Random(case.name)
    for _ in range(12):
        (tmp_path / path.name).write_bytes(damaged(path.read_bytes(), chance) or b"x")
        read_or_refused(tmp_path / path.name, form)


STRANGE = (None, 5, -1, "", [], {}, [None], True, [[1]], {"a": 1}, ["x"], [{"a": None}], "2016-13-45", "\ud800")


def places(value, way=()):
    yield way
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(inner, (*way, key))


@pytest.mark.parametrize("case", [c for c in CASES if any(c.glob("[!e]*.json*"))], ids=lambda case: case.name)
def test_values_of_another_type_than_expected_spoil_no_other_record(case, tmp_path):
    [path] = [file for file in case.iterdir() if file.name != "expected.json"]
    form = extractors.recognise(extractors.open_source(path)).name
    text = path.read_text(encoding="utf-8")
    given = [json.loads(line) for line in text.splitlines()] if path.suffix == ".jsonl" else [json.loads(text)]
    chance = random.Random(case.name)
    for _ in range(40):
        said = copy.deepcopy(given)
        *way, last = chance.choice([way for way in places(said) if way])
        inner = said
        for key in way:
            inner = inner[key]
        inner[last] = copy.deepcopy(chance.choice(STRANGE))
        (tmp_path / path.name).write_text("\n".join(map(json.dumps, said)), encoding="utf-8")
        read_or_refused(tmp_path / path.name, form)

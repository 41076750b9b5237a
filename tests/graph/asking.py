"""The example graph as a store, for tests that ask."""

import functools
import tempfile
from pathlib import Path

import pyarrow as pa
import pyoxigraph as ox
from example import BIB, CV, EVA, JUN, example_tables

from kg import schemas
from kg.graph.asker import Asker
from kg.graph.blocks import RunInfo
from kg.graph.columns.build import write_columns
from kg.graph.vocab import BASE
from kg.graph.writer import write_nquads


def _grown(tables, name, *rows):
    schema = schemas.TABLES[name]
    more = pa.Table.from_pylist([{key: row.get(key) for key in schema.names} for row in rows], schema=schema)
    return {**tables, name: pa.concat_tables([tables[name], more])}


def asking_tables():
    """The example with a few things more, so that every preset has something to find: a solo paper of Eva Stone,
    printed with an affiliation that no CV row covers; a work without year under the title of another one; a move.
    """
    tables = example_tables()
    solo, thesis = f"{BIB}.5", f"{BIB}.6"
    work = dict(kind="paper", status="published", author_list_complete=True)
    tables = _grown(
        tables,
        "works",
        work | dict(work_id=solo, title="Alone with Graphs", year=2022, venue_id="v-icgs"),
        work | dict(work_id=thesis, title="Walking graphs", kind="other"),
    )
    record = dict(document_id=BIB, kind="paper", status="published", author_list_complete=True, extractor="bibtex/1.0")
    tables = _grown(
        tables,
        "records",
        record
        | dict(record_id=solo, fragment="record=5", title="Alone with Graphs", year_as_printed="2022", venue="ICGS 22"),
        record | dict(record_id=thesis, fragment="record=6", title="Walking graphs"),
    )
    tables = _grown(tables, "record_works", dict(record_id=solo, work_id=solo), dict(record_id=thesis, work_id=thesis))
    mention = dict(document_id=BIB, role="author", ordinal=1, owner=False, equal_contribution=False)
    tables = _grown(
        tables,
        "mentions",
        mention | dict(mention_id=f"{solo}.1", record_id=solo, fragment="record=5", name="Stone, Eva"),
        mention | dict(mention_id=f"{thesis}.1", record_id=thesis, fragment="record=6", name="Kim, Jun"),
    )
    tables = _grown(
        tables,
        "mention_people",
        dict(mention_id=f"{solo}.1", person_id=EVA),
        dict(mention_id=f"{thesis}.1", person_id=JUN),
    )
    author = dict(role="author", ordinal=1)
    tables = _grown(
        tables,
        "authorships",
        author
        | dict(
            authorship_id=f"{solo}.1",
            work_id=solo,
            person_id=EVA,
            mention_ids=[f"{solo}.1"],
            organisation_ids=["o-lab"],
        ),
        author | dict(authorship_id=f"{thesis}.1", work_id=thesis, person_id=JUN, mention_ids=[f"{thesis}.1"]),
    )
    time = dict(ongoing=False, kind="position", role="Researcher", source_ids=[f"{BIB}.6.1"])
    tables = _grown(tables, "organisations", dict(organisation_id="o-south", name="Southern Institute", kind="company"))
    return _grown(
        tables,
        "memberships",
        time
        | dict(
            membership_id=f"{CV}.p900", person_id=JUN, organisation_id="o-north", begin_date="2015", end_date="2019-06"
        ),
        time
        | dict(membership_id=f"{CV}.p950", person_id=JUN, organisation_id="o-south", begin_date="2019-09")
        | dict(ongoing=True),
    )


@functools.cache
def example_nquads():
    path = Path(tempfile.mkdtemp(prefix="kg-test-")) / "graph.nq"
    write_nquads(asking_tables(), path, run=RunInfo())
    return path


@functools.cache
def example_store():
    store = ox.Store()
    store.bulk_load(path=str(example_nquads()), format=ox.RdfFormat.N_QUADS)
    return store


@functools.cache
def example_asker():
    return Asker(example_store())


def plain(value):
    """A value as it stands in expected/*.json: IRIs without the base, numbers as they are, the rest as text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value).replace("https://w3id.org/kg/id/", "").replace("https://w3id.org/kg/ns#", "kg:")


def plain_rows(rows):
    return [[plain(value) for value in row.values()] for row in rows]


@functools.cache
def example_columns():
    """A folder with the example graph as columns."""
    folder = tempfile.TemporaryDirectory(prefix="kg-columns-")
    _kept.append(folder)
    write_columns(asking_tables(), Path(folder.name), BASE)
    return Path(folder.name)


_kept = []  # folders that live as long as the tests

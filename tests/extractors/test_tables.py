from kg.extractors.tables import to_tables
from kg.model import Document, Extraction, Identifier, Mention, OrganisationMention, Position, Record, Selector
from kg.schemas import EXTRACTED

DOCUMENT = Document(id="0123456789abcdef", path="cv.md", sha256="0" * 64, media_type="text/markdown", text="")


def _extraction() -> Extraction:
    record = Record(
        title="On Graphs",
        selector=Selector(100, 180),
        title_selector=Selector(110, 119),
        year=2020,
        mentions=(
            Mention("A. One", Selector(120, 126), ordinal=1, identifiers=(Identifier("orcid", "0000-0002-1825-0097"),)),
            Mention("B. Two", Selector(128, 134), ordinal=2),
            Mention("C. Three", Selector(140, 148), role="editor"),
        ),
        affiliations=("mit",),
    )
    return Extraction(
        document=DOCUMENT,
        extractor="prose/1",
        records=(record,),
        mentions=(Mention("Ada One", Selector(2, 9), role="subject"), Mention("Zoe", Selector(60, 63), role="adviser")),
        subject=0,
        organisations=(
            OrganisationMention("Department", Selector(40, 50), parent=1),
            OrganisationMention("University", Selector(51, 60)),
        ),
        positions=(
            Position(organisation=0, selector=Selector(30, 60), role="Student", start="2014", supervisors=(1,)),
            Position(organisation=1, selector=Selector(30, 60), role="Tutor", start="2015"),
        ),
    )


def test_every_table_has_its_schema_even_when_nothing_was_found():
    tables = to_tables(Extraction(document=DOCUMENT, extractor="prose/1"))
    assert {name: table.schema for name, table in tables.items()} == EXTRACTED
    assert [table.num_rows for table in tables.values()] == [1, 0, 0, 0, 0]


def test_ids_are_made_of_document_and_place():
    tables = to_tables(_extraction())
    document = DOCUMENT.id
    assert tables["records"]["record_id"].to_pylist() == [f"{document}.100"]
    assert tables["mentions"]["mention_id"].to_pylist() == [
        f"{document}.100.1",
        f"{document}.100.2",
        f"{document}.100.e1",
        f"{document}.m2",
        f"{document}.m60",
    ]
    assert tables["organisation_mentions"]["organisation_mention_id"].to_pylist() == [
        f"{document}.100.o1",
        f"{document}.o40",
        f"{document}.o51",
    ]
    assert tables["documents"]["subject_mention_id"].to_pylist() == [f"{document}.m2"]


def test_two_positions_at_one_place_get_two_ids():
    positions = to_tables(_extraction())["positions"].to_pylist()
    assert [row["position_id"] for row in positions] == [f"{DOCUMENT.id}.p30", f"{DOCUMENT.id}.p30-2"]


def test_references_between_rows_are_ids_of_rows():
    tables = to_tables(_extraction())
    position = tables["positions"].to_pylist()[0]
    assert position["organisation_mention_id"] == f"{DOCUMENT.id}.o40"
    assert position["supervisor_mention_ids"] == [f"{DOCUMENT.id}.m60"]
    assert position["person_mention_id"] == f"{DOCUMENT.id}.m2"
    assert tables["organisation_mentions"]["parent_mention_id"].to_pylist() == [None, f"{DOCUMENT.id}.o51", None]


def test_structured_records_are_numbered_by_their_fragment():
    records = (
        Record("A", Selector(fragment="record=17")),
        Record("B", Selector(fragment="record=18")),
        Record("C", Selector()),
    )
    tables = to_tables(Extraction(document=DOCUMENT, extractor="bibtex/1", records=records))
    assert tables["records"]["record_id"].to_pylist() == [f"{DOCUMENT.id}.{number}" for number in (17, 18, 3)]
    assert tables["records"]["start"].to_pylist() == [None, None, None]

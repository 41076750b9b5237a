import re

import pytest

from kg import extractors, pipeline
from kg.errors import InputError
from kg.extractors.csvs import split_names

TABLE = """Title,Authors,Year,Journal,DOI,Keywords,URL
"Notes, on engines","Lovelace, Ada; Babbage, C.",1843,Scientific Memoirs,https://doi.org/10.1000/XYZ.1,a; b,https://x.example
Second,Ada Lovelace and Wei Wang,n.d.,,10.1000/broken space,,javascript:alert(1)
"""


def read(path):
    source = extractors.open_source(path)
    assert extractors.recognise(source).name == "csv"
    batches = list(extractors.extract(source))
    return (
        [r for b in batches for r in b.tables["records"].to_pylist()],
        [m for b in batches for m in b.tables["mentions"].to_pylist()],
        [w for b in batches for w in b.warnings],
    )


def write(tmp_path, text, name="works.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("name", ["works.csv", "works"])
def test_columns_are_told_by_their_headers(tmp_path, name):
    records, names, warnings = read(write(tmp_path, "\ufeff" + TABLE, name))
    first, second = records
    assert (first["title"], first["year"], first["venue"]) == ("Notes, on engines", 1843, "Scientific Memoirs")
    assert first["identifiers"] == [{"scheme": "doi", "value": "10.1000/xyz.1"}]
    assert (first["keywords"], first["links"], first["fragment"]) == (["a", "b"], ["https://x.example"], "row=1")
    assert (second["year"], second["year_as_printed"], second["venue"], second["links"]) == (None, "n.d.", None, [])
    assert [m["name"] for m in names] == ["Lovelace, Ada", "Babbage, C.", "Ada Lovelace", "Wei Wang"]
    assert not warnings


@pytest.mark.parametrize("separator", ["\t", ";"])
def test_other_separators_line_ends_and_encodings(tmp_path, separator):
    rows = [["Item Type", "Publication Year", "Author", "Title", "Publication Title"]]
    rows.append(["conferencePaper", "2001", "Müller, Jörg | Wang, Wei", "Über Dinge", "Konferenz"])
    text = "\r\n".join(separator.join(row) for row in rows)
    records, names, _ = read(write(tmp_path, text, "export.tsv", "cp1252"))
    assert (records[0]["title"], records[0]["kind"], records[0]["venue"]) == ("Über Dinge", "paper", "Konferenz")
    assert [m["name"] for m in names] == ["Müller, Jörg", "Wang, Wei"]


@pytest.mark.parametrize(
    ("said", "names", "complete"),
    [
        ("A. Lovelace, B. Byron, C. Babbage", ["A. Lovelace", "B. Byron", "C. Babbage"], True),
        ("A. Lovelace, B. Byron, and C. Babbage", ["A. Lovelace", "B. Byron", "C. Babbage"], True),
        ("Lovelace, A., Byron, B.", ["Lovelace, A.", "Byron, B."], True),
        ("van der Berg, Jan Peter and Ito, K.", ["van der Berg, Jan Peter", "Ito, K."], True),
        ("Lovelace, Ada (57190000000); Byron, B. (57190000001)", ["Lovelace, Ada", "Byron, B."], True),
        ("Lovelace, Ada; et al.", ["Lovelace, Ada"], False),
        ("Ada Lovelace et al.", ["Ada Lovelace"], False),
        ("Plato", ["Plato"], True),
        ("", [], True),
    ],
)
def test_names_are_split_at_what_separates_them(said, names, complete):
    assert split_names(said) == (names, complete)


def test_a_table_without_a_title_column_says_what_it_has(tmp_path):
    with pytest.raises(InputError, match=r"works\.csv: no column of this table is called title \(Height, Weight\)"):
        read(write(tmp_path, "Height,Weight\n1,2\n"))


def test_rows_without_title_or_with_too_many_cells_are_placed(tmp_path):
    text = TABLE + ",Nobody,2000,,,,\n\nThird,X,2001,J,,,,,more\nFourth,X\n"
    records, _, warnings = read(write(tmp_path, text))
    assert [r["title"] for r in records[2:]] == ["Third", "Fourth"]
    assert [(w.where, w.problem) for w in warnings] == [
        ("row=3", "it has no title"),
        ("row=5", "9 cells under 7 headers"),
    ]


@pytest.mark.parametrize("lines", [10, 40_000])
def test_a_quote_that_never_closes_is_reported_and_what_came_before_is_kept(tmp_path, lines):
    records, _, warnings = read(write(tmp_path, TABLE + '"never closed,X,2001\n' + "filler,\n" * lines))
    assert warnings[0].where == "row=3"
    assert records[0]["title"] == "Notes, on engines"


def test_prose_with_commas_is_no_table(tmp_path):
    path = write(tmp_path, "Title, authors and year are words.\nThis is prose, and so on.\n", "notes.txt")
    assert extractors.recognise(extractors.open_source(path)).name == "document"


GERMAN = "Titel;Wer;Jahr;Heft\nOn looms;Ada Lovelace / Charles Babbage;1843;J Looms\n"
MAPPING = 'columns:\n  title: Titel\n  authors: Wer\n  year: Jahr\n  venue: Heft\nseparator: " / "\ndelimiter: ";"\n'


def mapped(tmp_path, mapping, table=GERMAN, name="arbeiten"):
    (tmp_path / name).write_text(table, encoding="utf-8")
    (tmp_path / f"{name}.yaml").write_text(mapping, encoding="utf-8")
    source = extractors.open_source(tmp_path / name)
    assert extractors.recognise(source).name == "csv"
    [batch] = extractors.extract(source)
    return batch.tables


def test_a_yaml_file_beside_a_table_says_what_its_columns_mean(tmp_path):
    tables = mapped(tmp_path, MAPPING)
    [record] = tables["records"].to_pylist()
    assert (record["title"], record["year"], record["venue"]) == ("On looms", 1843, "J Looms")
    assert tables["mentions"]["name"].to_pylist() == ["Ada Lovelace", "Charles Babbage"]


def test_a_build_reads_a_table_again_when_its_mapping_changes_and_not_the_mapping_itself(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    mapped(folder, MAPPING.replace("  venue: Heft\n", ""))
    venues = []
    for mapping in (None, MAPPING):
        if mapping:
            (folder / "arbeiten.yaml").write_text(mapping, encoding="utf-8")
        built = pipeline.build([folder], tmp_path / "out", options=pipeline.Options(only=frozenset()))
        venues.append(built.tables["records"]["venue"].to_pylist())
        assert {i.status for i in built.inputs} == {"read", "skipped"}
    assert venues == [[None], ["J Looms"]]


@pytest.mark.parametrize(
    ("mapping", "problem"),
    [
        (MAPPING.replace("Wer", "Wie"), "the table has no column 'Wie'; it has Titel, Wer, Jahr, Heft"),
        (MAPPING.replace("venue", "journal"), "there is no column 'journal'; use one of title, authors"),
        (MAPPING.replace("  title: Titel\n", ""), "it does not say which column holds the title"),
        (MAPPING + "colour: red\n", "there is no setting 'colour'; use one of columns, separator, delimiter"),
        ("columns: [a", "no valid YAML; mend it there"),
        ("- a\n", "no mapping of columns; begin it with 'columns:'"),
        ('delimiter: ";;"\n', "the delimiter ';;' is no single character"),
    ],
)
def test_what_is_wrong_in_a_mapping_is_said(tmp_path, mapping, problem):
    with pytest.raises(InputError, match=re.escape(problem)):
        mapped(tmp_path, mapping)

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg import extractors
from kg.extractors import tex

GOOD = r"""@string{jot = {Journal of Things}}
@comment{nothing}
@article{a1,
  author = {M{\"u}ller, J{\'o}zef and Smith, John A. and {The ATLAS and CMS Collaborations} and others},
  title = {A {B}ayesian approach: {\LaTeX} and more},
  journal = jot, year = 2004, month = mar, pages = {12--34}, doi = {https://doi.org/10.1000/XYZ5}
}
@inproceedings{c1, author={A. B. Cee}, title={On crossref}, crossref={p1}}
@proceedings{p1, title={Proceedings of the 5th Thing Conference}, year=1999, editor={Ed Itor}}
@misc{x, title={An arXiv thing}, author={Q R}, eprint={2101.00001}, archivePrefix={arXiv}, year={2021}}
"""


def read(tmp_path, content, name="refs.bib"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    source = extractors.open_source(path)
    assert extractors.recognise(source).name == "bibtex"
    batches = list(extractors.extract(source))
    rows = [r for b in batches for r in b.tables["records"].to_pylist()]
    names = [m for b in batches for m in b.tables["mentions"].to_pylist()]
    return rows, names, [w for b in batches for w in b.warnings]


def names_of(names, record, role="author"):
    return [m["name"] for m in names if m["record_id"] == record["record_id"] and m["role"] == role]


def test_accents_macros_collaborations_and_others(tmp_path):
    rows, names, warnings = read(tmp_path, GOOD)
    first = rows[0]
    assert first["title"] == "A Bayesian approach: LaTeX and more"
    assert (first["venue"], first["year"], first["date"], first["pages"]) == (
        "Journal of Things",
        2004,
        "2004-03",
        "12–34",
    )
    assert names_of(names, first) == ["Müller, Józef", "Smith, John A.", "The ATLAS and CMS Collaborations"]
    assert (first["author_list_complete"], first["gap_after"]) == (False, 3)
    assert first["identifiers"] == [{"scheme": "doi", "value": "10.1000/xyz5"}]
    assert (first["key"], first["fragment"]) == ("a1", "line=3")
    assert not warnings


def test_an_entry_takes_from_its_crossref_parent_which_is_no_work_itself(tmp_path):
    rows, names, _ = read(tmp_path, GOOD)
    assert [r["title"] for r in rows] == ["A Bayesian approach: LaTeX and more", "On crossref", "An arXiv thing"]
    assert (rows[1]["venue"], rows[1]["year"]) == ("Proceedings of the 5th Thing Conference", 1999)
    assert names_of(names, rows[1], "editor") == ["Ed Itor"]


def test_a_preprint_is_deposited_and_not_published_in_a_venue(tmp_path):
    row = read(tmp_path, GOOD)[0][2]
    assert (row["kind"], row["status"], row["deposited_in"], row["venue"]) == ("preprint", "preprint", "arXiv", None)


def test_a_stray_brace_spoils_one_entry_and_is_reported_by_line(tmp_path):
    rows, _, warnings = read(tmp_path, GOOD + "@article{bad, title={No end {brace, author={X Y},\n" + GOOD)
    assert len(rows) >= 5
    assert any(w.where == "line 11" and "cannot be read" in w.problem for w in warnings)


def test_a_stray_brace_at_line_40000_leaves_the_other_entries(tmp_path):
    entry = (
        "@article{{k{0},\n  author = {{A. Author and B. Other}},\n  title = {{Work number {0}}},\n  year = 2001\n}}\n"
    )
    text = "".join(entry.format(n) for n in range(16_000))
    lines = text.splitlines(keepends=True)
    lines[40_001] = lines[40_001].replace("}", "}}}", 1)
    rows, _, warnings = read(tmp_path, "".join(lines))
    assert len(rows) >= 15_998
    assert len(warnings) <= 3


def test_a_key_used_twice_keeps_both_entries_and_says_so(tmp_path):
    rows, _, warnings = read(tmp_path, "@book{k, title={One}, year=1}\n@book{k, title={Two}, year=2}\n")
    assert [r["title"] for r in rows] == ["One", "Two"]
    [warning] = warnings
    assert (warning.where, warning.problem) == ("line 2", "the key 'k' is used again (first in line 1)")


def test_an_entry_without_title_is_reported(tmp_path):
    rows, _, warnings = read(tmp_path, "@book{k, year=1}\n@book{l, title={Two}}\n")
    assert len(rows) == 1
    assert (warnings[0].where, warnings[0].problem) == ("line 1", "entry 'k' has no title")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_old_encodings_are_read(tmp_path, encoding):
    text = "@book{k, title={Über Bücher}, author={Björn Ångström}, year=2001}\n"
    rows, names, _ = read(tmp_path, text.encode(encoding))
    assert rows[0]["title"] == "Über Bücher" and names[0]["name"] == "Björn Ångström"


def test_to_appear_and_submitted_are_statuses(tmp_path):
    rows, _, _ = read(tmp_path, "@article{a, title={A}, note={To appear}}\n@misc{b, title={B}, note={submitted}}\n")
    assert [r["status"] for r in rows] == ["to_appear", "submitted"]


def test_an_organisation_in_double_braces_is_one_author(tmp_path):
    _, names, _ = read(tmp_path, "@book{k, title={T}, author={{Barnes and Noble}}, year=2001}\n")
    assert [m["name"] for m in names] == ["Barnes and Noble"]


@pytest.mark.parametrize(
    ("between", "line"), [("}\n", 4), ("\n  }\n", 5), ("@misc{b, title={B}},\n author={X}\n}\n", 6), ("{fine}\n", None)]
)
def test_a_brace_between_entries_that_closes_nothing_is_placed(tmp_path, between, line):
    entry = "@misc{a%d,\n title={Title %d}, author={Y}\n}\n"
    rows, _, warnings = read(tmp_path, entry % (1, 1) + between + entry % (2, 2))
    assert {"Title 1", "Title 2"} <= {row["title"] for row in rows}
    found = [w.where for w in warnings if w.problem == "this brace closes nothing"]
    assert found == ([f"line {line}"] if line else [])


def test_parts_are_joined_and_macros_put_in_wherever_they_stand(tmp_path):
    content = (
        '@string{jl = "Journal of " # {Looms}}\n@string(both = jl # " and {Threads}")\n'
        '@article{a, title={A #1}, journal=JL # " (B)", author={A B}, year=1999, month=mar}\n'
        "@article{b, title={B}, journal=both,\n"
        "  author={family=Berg, given=Pieter, prefix={van den}, suffix=Jr. and C D}}\n"
    )
    rows, names, warnings = read(tmp_path, content)
    assert [(r["title"], r["venue"]) for r in rows] == [
        ("A #1", "Journal of Looms (B)"),
        ("B", "Journal of Looms and Threads"),
    ]
    assert rows[0]["date"] == "1999-03" and not warnings
    assert names_of(names, rows[1]) == ["van den Berg, Jr., Pieter", "C D"]


@given(st.from_regex(tex._PLAIN_GROUPS, fullmatch=True, alphabet="aB\u00e9 9{}~-,.:'()\u2013\u5f35"))
@example("{A {B}ayesian {{View}}: one-two~three}")
@example("{}--{}")
def test_braces_alone_are_decoded_as_the_decoder_does(value):
    assert tex.to_text(value) == " ".join(tex._decode(value).split())

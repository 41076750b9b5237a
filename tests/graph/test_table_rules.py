import pytest
from example import ADA, BIB, CV, EVA, W1, W5, WEI, example_tables, table

from kg.graph.shapes import read_shapes
from kg.graph.table_rules import RULES
from kg.graph.validate import check_tables, validate
from kg.graph.vocab import BASE


def change(name, column, value, /, **where):
    """The example with one column of the rows that fit set to another value."""

    def changed(tables):
        rows = tables[name].to_pylist()
        hit = [row for row in rows if all(row[key] == wanted for key, wanted in where.items())]
        assert hit, where
        for row in hit:
            row[column] = value
        return tables | {name: table(name, rows)}

    return changed


def without(name, /, **where):
    def changed(tables):
        rows = tables[name].to_pylist()
        kept = [row for row in rows if not all(row[key] == wanted for key, wanted in where.items())]
        assert len(kept) < len(rows), where
        return tables | {name: table(name, kept)}

    return changed


def with_row(name, /, **row):
    def changed(tables):
        return tables | {name: table(name, [*tables[name].to_pylist(), row])}

    return changed


A1, M1, R1 = f"{W1}.1", f"{BIB}.3.1", f"{CV}.100"
BROKEN = [
    (
        "An authorship has one work",
        "2 authorships",
        f"authorship/{A1}",
        with_row("authorships", authorship_id=A1, work_id=W5, person_id=WEI, ordinal=9),
    ),
    (
        "An authorship has one work",
        "its work gone",
        f"authorship/{A1}",
        change("authorships", "work_id", "gone", authorship_id=A1),
    ),
    (
        "An authorship has one work",
        "its person gone",
        f"authorship/{A1}",
        change("authorships", "person_id", "gone", authorship_id=A1),
    ),
    (
        "An authorship has one work",
        "its ordinal is 0",
        f"authorship/{A1}",
        change("authorships", "ordinal", 0, authorship_id=A1),
    ),
    (
        "An authorship agrees",
        "its mention gone",
        f"authorship/{A1}",
        change("authorships", "mention_ids", ["gone"], authorship_id=A1),
    ),
    (
        "An authorship agrees",
        "somebody else",
        f"authorship/{W1}.2",
        change("authorships", "person_id", EVA, authorship_id=f"{W1}.2"),
    ),
    (
        "An authorship agrees",
        "another work",
        f"authorship/{A1}",
        change("authorships", "mention_ids", [f"{CV}.300.1"], authorship_id=A1),
    ),
    ("A work has a title", "2 works", f"work/{W5}", with_row("works", work_id=W5, title="x")),
    ("A work has a title", "one title", f"work/{W5}", change("works", "title", "", work_id=W5)),
    ("A work has a title", "place 1", f"work/{W1}", change("authorships", "ordinal", 1, authorship_id=f"{W1}.2")),
    ("A work has a title", "before 5", f"work/{W1}", change("authorships", "ordinal", 5, authorship_id=f"{W1}.3")),
    (
        "A work has a title",
        "two authorships",
        f"work/{W1}",
        change("authorships", "person_id", ADA, authorship_id=f"{W1}.2"),
    ),
    (
        "A work has a title",
        "implied",
        f"work/{W5}",
        with_row("authorships", authorship_id="s", work_id=W5, person_id=ADA),
    ),
    ("A work has a title", "its venue gone", f"work/{W5}", change("works", "venue_id", "gone", work_id=W5)),
    ("A work leads back", "at least one record", f"work/{W5}", without("record_works", work_id=W5)),
    ("A person has one name", "2 people", f"person/{EVA}", with_row("people", person_id=EVA, name="x")),
    ("A person has one name", "one name", f"person/{EVA}", change("people", "name", None, person_id=EVA)),
    ("A person leads back", "at least one mention", f"person/{WEI}", without("mention_people", person_id=WEI)),
    (
        "A co-authorship",
        "gone is not there",
        f"person/{ADA}",
        with_row("coauthorships", left_id=ADA, right_id="gone", weight=1),
    ),
    ("A co-authorship", "counts 0", f"person/{ADA}", with_row("coauthorships", left_id=ADA, right_id=EVA, weight=0)),
    ("A venue has a name", "one name", "venue/v-icgs", change("venues", "name", None, venue_id="v-icgs")),
    (
        "An organisation has a name",
        "one name",
        "organisation/o-lab",
        change("organisations", "name", "", organisation_id="o-lab"),
    ),
    (
        "A membership",
        "its person gone",
        f"membership/{CV}.p20",
        change("memberships", "person_id", "gone", membership_id=f"{CV}.p20"),
    ),
    (
        "A membership",
        "its organisation gone",
        f"membership/{CV}.p20",
        change("memberships", "organisation_id", "gone", membership_id=f"{CV}.p20"),
    ),
    (
        "A membership",
        "yet has an end, 2018",
        f"membership/{CV}.p20",
        change("memberships", "ongoing", True, membership_id=f"{CV}.p20"),
    ),
    (
        "An interval",
        "(2013)",
        f"membership/{CV}.p20",
        change("memberships", "end_date", "2013", membership_id=f"{CV}.p20"),
    ),
    (
        "An identifier",
        "2049-3631",
        "identifier/issn-2049-3631",
        change("venues", "identifiers", [dict(scheme="issn", value="2049-3631")], venue_id="v-names"),
    ),
    (
        "An identifier",
        "0000-0002-1825-0096",
        "identifier/orcid-0000-0002-1825-0096",
        change("people", "identifiers", [dict(scheme="orcid", value="0000-0002-1825-0096")], person_id=ADA),
    ),
    (
        "An identifier",
        "doi:10",
        "identifier/doi-doi:10",
        change("works", "identifiers", [dict(scheme="doi", value="doi:10")], work_id=W5),
    ),
    ("A replaced IRI", "replaced itself", "person/x", with_row("replacements", old="person/x", new=f"work/{CV}.100")),
    (
        "A replaced IRI",
        "something else",
        f"person/{EVA}",
        with_row("replacements", old=f"person/{EVA}", new=f"person/{ADA}"),
    ),
    ("A record", "its document gone", f"record/{R1}", change("records", "document_id", "gone", record_id=R1)),
    ("A record", "a place in its document", f"record/{R1}", change("records", "start", None, record_id=R1)),
    ("A record", "exactly one work", f"record/{R1}", without("record_works", record_id=R1)),
    ("A record", "describes 2 works", f"record/{R1}", with_row("record_works", record_id=R1, work_id=W5)),
    ("A record", "gone, is not there", f"record/{R1}", change("record_works", "work_id", "gone", record_id=R1)),
    ("A mention", "exactly one name", f"mention/{M1}", change("mentions", "name", None, mention_id=M1)),
    ("A mention", "a place in its document", f"mention/{M1}", change("mentions", "fragment", None, mention_id=M1)),
    ("A mention", "its record gone", f"mention/{M1}", change("mentions", "record_id", "gone", mention_id=M1)),
    ("A mention", "exactly one person", f"mention/{M1}", without("mention_people", mention_id=M1)),
    ("A mention", "refers to 2 people", f"mention/{M1}", with_row("mention_people", mention_id=M1, person_id=WEI)),
    ("A mention", "gone, is not there", f"mention/{M1}", change("mention_people", "person_id", "gone", mention_id=M1)),
    ("A text position", "before its start", f"record/{R1}", change("records", "end", 1, record_id=R1)),
    ("Every score", "not 1.2", f"record/{R1}", change("records", "score", 1.2, record_id=R1)),
    ("Every score", "not -0.1", "decision/1111111111111111", change("decisions", "score", -0.1, decision_id="1" * 16)),
    (
        "Every score",
        "not 2.0",
        "decision/1111111111111111",
        change("decisions", "threshold", 2.0, decision_id="1" * 16),
    ),
    ("A decision", "has evidence", "decision/1111111111111111", without("evidence", decision_id="1" * 16)),
    (
        "A decision",
        "sides are one",
        "decision/1111111111111111",
        change("decisions", "left_id", f"{CV}.100.1", decision_id="1" * 16),
    ),
    (
        "A piece of evidence",
        "gone is not there",
        "decision/gone",
        with_row("evidence", decision_id="gone", feature="Prior"),
    ),
]


def test_the_example_breaks_no_rule():
    report = check_tables(example_tables())
    assert report.conforms, report.to_text()
    assert f"{len(RULES)} rules checked" in report.to_text()


@pytest.mark.parametrize(("rule", "message", "focus", "changed"), BROKEN)
def test_each_rule_finds_what_breaks_it(rule, message, focus, changed):
    report = check_tables(changed(example_tables()))
    hits = [
        v for v in report.violations if v.rule.startswith(rule) and message in v.message and v.focus == BASE + focus
    ]
    assert hits, report.to_text()


def test_every_rule_is_broken_by_some_test():
    assert len(BROKEN) >= len(RULES)


def test_the_rules_bear_the_names_of_the_shapes():
    assert {rule.label for rule in RULES} <= {shape.label for shape in read_shapes()}


def test_a_violation_leads_back_to_its_place():
    tables = change("authorships", "person_id", EVA, authorship_id=f"{W1}.2")(example_tables())
    text = check_tables(tables).to_text()
    assert "“W. Chen”" in text
    assert "said in seeds/ada.md, characters 120–" in text


def test_large_tables_are_asked_directly(monkeypatch):
    monkeypatch.setattr("kg.graph.validate.LARGE", 10)
    assert validate(example_tables()).unit == "rows"

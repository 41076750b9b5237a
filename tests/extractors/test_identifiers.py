import pytest

from kg.extractors.identifiers import book_numbers, claimed, distinct, identifier

SICI = "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"


@pytest.mark.parametrize(
    ("scheme", "printed", "normal"),
    [
        ("doi", "https://doi.org/10.1000/ABC.5", "10.1000/abc.5"),
        ("doi", "doi: 10.1016/S0140-6736(20)30183-5).", "10.1016/s0140-6736(20)30183-5"),
        ("doi", "(see 10.1000/abc(1))", "10.1000/abc(1)"),
        ("doi", SICI, SICI.lower()),
        ("doi", "http://dx.doi.org/10.1000%2Fx.9", "10.1000/x.9"),
        ("arxiv", "arXiv:1706.03762v5", "1706.03762"),
        ("arxiv", "https://arxiv.org/abs/hep-th/9901001", "hep-th/9901001"),
        ("pmid", "https://pubmed.ncbi.nlm.nih.gov/31978945/", "31978945"),
        ("pmcid", "https://pmc.ncbi.nlm.nih.gov/articles/PMC7092803/", "PMC7092803"),
        ("orcid", "https://orcid.org/0000-0002-1694-233x", "0000-0002-1694-233X"),
        ("orcid", "0000000218250097", "0000-0002-1825-0097"),
        ("ror", "https://ror.org/042nb2s44", "042nb2s44"),
        ("issn", "ISSN 0378-5955", "0378-5955"),
        ("isbn", "ISBN-10: 0-306-40615-2 (hardback)", "9780306406157"),
        ("isbn", "978 3 16 148410 0", "9783161484100"),
        ("wikidata", "http://www.wikidata.org/entity/Q42", "Q42"),
        ("dblp", "https://dblp.org/pid/w/WeiWang0001", "w/WeiWang0001"),
        ("openalex", "https://openalex.org/W2741809807", "W2741809807"),
    ],
)
def test_each_scheme_has_one_normal_form(scheme, printed, normal):
    assert identifier(printed, scheme) == (scheme, normal)
    assert claimed(printed, scheme) == {"scheme": scheme, "value": normal}


@pytest.mark.parametrize(
    ("scheme", "printed"),
    [
        ("orcid", "0000-0002-1825-0098"),
        ("issn", "0378-5956"),
        ("isbn", "978-3-16-148410-1"),
        ("isbn", "0-306-40615-3"),
        ("ror", "042nb2s45"),
        ("doi", "10.abc/5"),
        ("pmid", "PMC7092803"),
    ],
)
def test_what_fails_its_check_digit_or_shape_is_kept_as_printed_and_not_accepted(scheme, printed):
    assert identifier(printed, scheme) is None
    assert claimed(printed, scheme) == {"scheme": f"unverified-{scheme}", "value": printed}


@pytest.mark.parametrize("nothing", ["", "  ", "n/a", "-", None])
def test_what_says_that_there_is_none_is_no_claim(nothing):
    assert claimed(nothing, "doi") is None and book_numbers(nothing) == []


def test_a_field_for_book_numbers_may_hold_several_of_both_kinds():
    found = book_numbers("978-3-16-148410-0 (print), 0-306-40615-2; ISSN 0378-5955")
    assert [(one["scheme"], one["value"]) for one in found] == [
        ("isbn", "9783161484100"),
        ("isbn", "9780306406157"),
        ("issn", "0378-5955"),
    ]


def test_each_identifier_is_listed_once():
    assert distinct([claimed("10.1/x", "doi"), claimed("10.1000/x", "doi"), None, claimed("10.1000/X", "doi")]) == [
        {"scheme": "unverified-doi", "value": "10.1/x"},
        {"scheme": "doi", "value": "10.1000/x"},
    ]

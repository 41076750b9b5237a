from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extractors.references.tokens import tokenise, without_tail

CASES = [
    ("Cell 2017;23(11):1321-5.", ["Cell", "2017;", "23", "(11):", "1321-5."]),
    ("Biol .57 ( 2012)7651", ["Biol", ".57", "(", "2012)", "7651"]),
    ("p.81, pp.3-4 (Vol.3)", ["p.", "81,", "pp.", "3-4", "(Vol.", "3)"]),
    ("CVJun 30, 2022", ["CV", "Jun", "30,", "2022"]),
    ("Feb 9, 2023Code", ["Feb", "9,", "2023", "Code"]),
    ("“A title,”In Proc.", ["“A", "title,”", "In", "Proc."]),
    ("A.B.Smith, O'Neil, TCP/IP 3.14", ["A.B.Smith,", "O'Neil,", "TCP/IP", "3.14"]),
    ("ends.In 1982.Bonn", ["ends.", "In", "1982.", "Bonn"]),
    ("doi 10.1007/JHEP07(2017)141.", ["doi", "10.1007/JHEP", "07(2017)141."]),
    ("李元青, 孙红，薛冬。中药[J]. 中国", ["李元青,", "孙红，", "薛冬。", "中药", "[J].", "中国"]),
]


@pytest.mark.parametrize(("text", "words"), CASES)
def test_words_are_cut_where_fields_run_together(text, words):
    assert [text[start:end] for start, end in tokenise(text)] == words


@given(st.text(max_size=80) | st.text(alphabet="Ab.,;:()[]“” \n\t12/-&é李", max_size=80))
def test_words_cover_everything_but_white_space(text):
    places = tokenise(text)
    assert "".join(text[start:end] for start, end in places).replace(" ", "") == "".join(
        c for c in text if not c.isspace()
    ).replace(" ", "")
    assert all(a < b <= c < d for (a, b), (c, d) in pairwise(places))


def test_an_address_loses_the_punctuation_of_its_sentence_but_keeps_its_own():
    assert without_tail("https://example.org/a).") == "https://example.org/a"
    assert without_tail("10.1016/0370(95)") == "10.1016/0370(95)"
    assert without_tail("10.1016/0370(95),") == "10.1016/0370(95)"

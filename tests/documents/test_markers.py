import pytest

from kg.documents import markers


@pytest.mark.parametrize(
    ("text", "marker", "rest"),
    [
        ("• Ada Lovelace", "•", "Ada Lovelace"),
        ("– Ada Lovelace", "–", "Ada Lovelace"),
        ("[12] Ada Lovelace", "[12]", "Ada Lovelace"),
        ("[J3] Ada Lovelace", "[J3]", "Ada Lovelace"),
        ("[Babbage et al., 1842b] Notes", "[Babbage et al., 1842b]", "Notes"),
        ("[Lovelace and Babbage 1842] Notes", "[Lovelace and Babbage 1842]", "Notes"),
        ("1. Ada Lovelace", "1.", "Ada Lovelace"),
        ("(2) Ada Lovelace", "(2)", "Ada Lovelace"),
        ("(b) Ada Lovelace", "(b)", "Ada Lovelace"),
        ("(iv) Ada Lovelace", "(iv)", "Ada Lovelace"),
        ("C12: Ada Lovelace", "C12:", "Ada Lovelace"),
        ("• [3] Ada Lovelace", "[3]", "Ada Lovelace"),
        ("2. Abraham, A.", "2.", "Abraham, A."),
        ("3. Marcus, B.", "3.", "Marcus, B."),
        ("− minus", "−", "minus"),
    ],
)
def test_a_marker_is_cut_off(text, marker, rest):
    found, cut = markers.find(text)
    assert (found, text[cut:]) == (marker, rest)


@pytest.mark.parametrize(
    "text",
    [
        "A. Lovelace, Notes",  # an initial
        "1998. Notes on the engine",  # a year
        "[1998] Notes",
        "[ICML 2020] Notes",  # a venue
        "[CVPR20] Notes",
        "3D engines",
        "12. März 1999",  # a day
        "1.5 million",
        "-5 degrees",
        "*Equal contribution",
        "2019-2020 Analyst",
        "V. Woolf",
    ],
)
def test_what_only_looks_like_a_marker_stays(text):
    assert markers.find(text) == ("", 0)

"""What a line is, is decided by what the lines at its place are in the whole document."""

from kg.extractors.prose.cards import document_roles
from kg.extractors.prose.lexicon import Lexicon
from kg.model import Line

ENTRIES = [
    ("CVSep 27, 2021", "A study of shifting channels along time", "Jane Roe, John Doe et al."),
    ("LGMar 4, 2021Code", "On the cost of interactive editing", "John Doe, Max Muster et al."),
    ("CLJun 18, 2020", "Learning from little data in generation", "Jane Roe, Max Muster"),
    ("CVOct 1, 2019", "Training quickly on many machines", "Max Muster, Jane Roe, John Doe"),
    ("CLApr 24, 2020Code", "Lite Transformer with Long-Short Range Attention", "Jane Roe, Max Muster, John Doe et al."),
]


def lines(entries):
    return [Line(text, range(len(text) + 1)) for entry in entries for text in entry]


def test_a_title_that_looks_like_names_is_a_title_where_the_others_have_theirs():
    roles = document_roles(lines(ENTRIES), Lexicon())
    assert roles == ["date", "text", "authors"] * len(ENTRIES)


def test_without_other_entries_nothing_is_voted():
    alone = document_roles(lines(ENTRIES[-1:]), Lexicon())
    assert alone[0] == "date" and alone[2] == "authors"

import hashlib

import pytest

TITLES = [
    ("# Jo Berg\n\nProfessor\n", "Jo Berg"),
    ("Curriculum Vitae\n\nJo Q. Berg, PhD\n\nEDUCATION\n", "Jo Q. Berg"),
    ("JO BERG\n\nEDUCATION\n", "JO BERG"),
    ("Dr. Jo Berg\nDepartment of Foo\n", "Jo Berg"),
    ("# Publications of Jo Berg\n", "Jo Berg"),
    ("Jo Berg\t+47 123 456\nOslo\n\n## Education\n", "Jo Berg"),
    ("# Welcome\n\nHi, I'm Jo Berg. I work on graphs.\n", "Jo Berg"),
    ("Yiren (Aaron) Zhao\n\nEDUCATION\n", "Yiren (Aaron) Zhao"),
    ("王建国\n北京大学 副教授\n", "王建国"),
]


@pytest.mark.parametrize(("text", "name"), TITLES)
def test_the_subject_is_named_at_the_top(text, name, extract_text):
    extraction = extract_text(text)
    assert extraction.mentions[extraction.subject].name == name


def test_the_full_name_is_told_by_a_file_name_where_only_bold_initials_are_printed(extract_text):
    text = """## Publications

- **Berg, J.**, Wong, N. (2023). Lite it Fly. Nature Foo. [PDF](http://example.org/a.pdf)
- Wong, N., **Berg, J.** (2022). Heavy it Sinks. Nature Bar.

The Chinese version can be downloaded [here](./files/BERGJOHAN_CV_2024.pdf).
"""
    extraction = extract_text(text)
    subject = extraction.mentions[extraction.subject]
    assert (subject.name, extraction.subject_full_name) == ("Berg, J.", "Johan Berg")
    assert extraction.document.text[subject.selector.start : subject.selector.end].strip("*") == "Berg, J."


def test_addresses_are_kept_only_as_hash(extract_text):
    extraction = extract_text("# Jo Berg\n\nJo.Berg@Example.org | <https://jo.example.org>\n")
    subject = extraction.mentions[extraction.subject]
    assert subject.email_hash == hashlib.sha256(b"jo.berg@example.org").hexdigest()
    assert extraction.homepage == "https://jo.example.org"


def test_a_page_that_names_nobody_has_no_subject(extract_text):
    extraction = extract_text("# Shopping list\n\n- milk\n- bread and butter\n")
    assert extraction.subject is None

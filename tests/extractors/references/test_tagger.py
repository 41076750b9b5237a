import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.extractors.references.repair import repaired
from kg.extractors.references.tagger import Tagger


def fields(text):
    found = {}
    for span in Tagger.load().tag([text])[0]:
        found.setdefault(span.label, []).append(text[span.start : span.end])
    return {label: " | ".join(values) for label, values in found.items()}


STRINGS = [
    (
        "Ferwick, A. B., & Tolan, C. (2011). Slow rivers remember their floods. Journal of Rivers, 14(2), 101-119.",
        {"author": "Ferwick, A. B., & Tolan, C.", "date": "2011", "title": "Slow rivers remember their floods"},
    ),
    (
        "[12] M. Okeke and J. Brandt, “Counting birds with one microphone,” in Proc. Conf. Acoustics, 2016, pp. 33–37.",
        {"citation-number": "[12]", "author": "M. Okeke and J. Brandt", "title": "Counting birds with one microphone"},
    ),
    (
        "Haldane JR, Wu X. Sleep and memory in adults. Lancet 2003;361(9370):1101-9.",
        {"author": "Haldane JR, Wu X.", "title": "Sleep and memory in adults", "journal": "Lancet", "date": "2003"},
    ),
    (
        "Learning to Fold Paper with Two Hands\nJane Doe, Min Park and Ada Roe\nICRA 2021",
        {"title": "Learning to Fold Paper with Two Hands", "author": "Jane Doe, Min Park and Ada Roe", "date": "2021"},
    ),
    (
        "CLFeb 3, 2024\nSmall Models for Long Texts\n\nJane Doe, Min Park et al.",
        {"date": "Feb 3, 2024", "title": "Small Models for Long Texts", "author": "Jane Doe, Min Park et al."},
    ),
    (
        "2019. J. Doe and M. Park. Sparse maps of dense cities. In: Conference on Urban Computing, Oslo.",
        {"date": "2019", "author": "J. Doe and M. Park", "title": "Sparse maps of dense cities"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), STRINGS, ids=[text[:25] for text, _ in STRINGS])
def test_fields_of_usual_styles_are_found(text, expected):
    found = fields(text)
    assert {label: found.get(label) for label in expected} == expected


def test_an_address_is_one_span_where_its_words_are_cut():
    found = fields("Doe, J. Sparse trees in the sky, JHEP 07 (2017) 141, https://doi.org/10.1007/JHEP07(2017)141.")
    assert found["url"] == "https://doi.org/10.1007/JHEP07(2017)141"


@pytest.mark.parametrize(
    "text",
    ["M.Sc. in Physics, Westbridge University, 2014 – 2016", "I am broadly interested in soil and water.", "EDUCATION"],
)
def test_lines_that_are_no_entries_have_no_author_and_title(text):
    assert not {"author", "title"} & set(fields(text))


def test_token_scores_are_probabilities_and_words_are_in_order():
    text = "Doe, J. (2001). Sparse trees. Journal of Botany, 7, 1-9."
    tags = Tagger.load().tag_tokens(text)
    assert [text[tag.start : tag.end] for tag in tags][:3] == ["Doe,", "J.", "(2001)."]
    assert all(0.0 <= tag.score <= 1.0 for tag in tags)
    assert tags[0].label == "author"
    assert tags[0].score > 0.9


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_tagged_within_its_bounds(text):
    end = 0
    for span in Tagger.load().tag([text])[0]:
        assert end <= span.start < span.end <= len(text)
        end = span.end


def test_a_very_long_text_is_tagged_in_linear_time():
    text = "Doe, J. Sparse trees. Journal of Botany 7, 2001.\n" * 2000
    started = time.process_time()
    assert len(Tagger.load().tag([text])[0]) > 4000
    assert time.process_time() - started < 20


def test_the_model_loads_in_under_half_a_second():
    started = time.process_time()
    Tagger()
    assert time.process_time() - started < 0.5


def test_a_missing_model_is_an_error_that_says_what_to_run(tmp_path):
    with pytest.raises(InputError, match=r"gone\.crfsuite: .*missing; run python -m kg\.extractors\.references\.train"):
        Tagger(tmp_path / "gone.crfsuite")


REPAIRS = [
    ("Doe, J. Sparse trees. Boston: Wiley.", "a a b b l p", "a a t t l p"),
    ("Doe, J. In Sparse trees. Boston: Wiley.", "a a b b b l p", "a a b b b l p"),
    ("Ann Lee and Bo Day. From here to there. Cell", "a a a t t t t t t j", "a a a a a t t t t j"),
    ("Doe. Trees. In Roe (ed.) Woods and fields. Wiley", "a t e e e t t t p", "a t e e e b b b p"),
    ("Doe, J. Sparse trees. ICRA 2021", "a a t t b b", "a a t t b d"),
    ("Doe, J. 2020. Sparse trees. ICRA 2021", "a a d t t b b", "a a d t t b b"),
    ("Doe. Sparse trees. Cell 1999; 368", "a t t j v v", "a t t j d v"),
    ("Doe. Sparse trees. Cell 1704, (2017)", "a t t j d d", "a t t j d d"),
    ("Doe. Sparse trees. Cell 1704, 134 (2017)", "a t t j d s d", "a t t j v s d"),
    ("Doe. Sparse trees of the north 1982 Cell", "a t t t t t t j", "a t t t t t d j"),
    ("Doe. Sparse trees. Trees (Special Issue) pp. 3-9", "a t t j j j j j", "a t t j n n n n"),
    ("Doe. Sparse trees (2nd ed.). Wiley", "a t t t t p", "a t t x x p"),
    ("Doe. Sparse trees, Second Edition. Wiley", "a t t t t p", "a t t x x p"),
    ("Doe. Sparse trees. Woods, pages 3-9", "a t t b b b", "a t t b s s"),
    ("Doe. Sparse trees. Journal of Woods, 2001", "a t t p p p d", "a t t j j j d"),
    ("J Artif Organs (2003) 6: 173", "a a a d v s", "j j j d v s"),
    ("Doe, J. (2003) 6: 173", "a a d v s", "a a d v s"),
    ("Doe, J. eds. Sparse trees. Wiley", "a a e t t p", "e e e t t p"),
    ("Doe, “Sparse trees,” in Woods and fields (Wiley", "a t t t t t t p", "a t t b b b b p"),
    ("Doe, “Sparse trees.” Woods and fields, 7", "a t t t t t v", "a t t j j j v"),
    ("Doe, “Sparse trees.” A book of woods, Cell 7", "a t t t t t t j v", "a t t t t t t j v"),
    ("Doe. “Sparse trees”: Woods and fields. Wiley", "a t t t t t p", "a t t t t t p"),
    ("Doe. Sparse trees. Technical report 7. Wiley", "a t t t t t p", "a t t n n n p"),
    ("Lee, Day, and Doe, eds. Trees", "a a e e e t", "e e e e e t"),
    ("Doe. Sparse trees. Technical Report 7. Wiley", "a t t j j j p", "a t t n n n p"),
    ("Doe. What is a tree? In Woods and fields. Roe, ed.", "a t t t t t t t t e e", "a t t t t b b b b e e"),
    ("Doe. Trees in Oslo, in Woods and fields. Wiley", "a t t t t t t t p", "a t t t b b b b p"),
]
LABELS = {
    "a": "author",
    "b": "booktitle",
    "t": "title",
    "l": "location",
    "p": "publisher",
    "e": "editor",
    "v": "volume",
    "n": "note",
    "s": "pages",
    "x": "edition",
    "j": "journal",
    "d": "date",
}


@pytest.mark.parametrize(("text", "before", "after"), REPAIRS)
def test_an_entry_has_one_title_and_whole_names(text, before, after):
    words = text.split()
    assert repaired(words, [LABELS[c] for c in before.split()]) == [LABELS[c] for c in after.split()]

from kg.extractors.references.host import SPANS_KEY, reference_pipeline, spans_of
from kg.extractors.references.tagger import Tagger
from kg.extractors.references.tokens import tokenise

TEXT = "  Doe, J. (2001).  Sparse trees.\nJournal of\tBotany, 7, 1-9. "


def test_a_doc_keeps_the_text_and_carries_the_fields_as_labelled_spans():
    doc = reference_pipeline()(TEXT)
    assert doc.text == TEXT
    assert spans_of(doc) == Tagger.load().tag_words(TEXT, tokenise(TEXT))
    spans = {span.label_: span.text for span in doc.spans[SPANS_KEY]}
    assert spans["author"] == "Doe, J."
    assert spans["title"] == "Sparse trees."
    for span, found in zip(doc.spans[SPANS_KEY], spans_of(doc), strict=True):
        assert span.start_char <= found.start < found.end <= span.end_char


def test_an_empty_text_gives_an_empty_doc():
    doc = reference_pipeline()("")
    assert len(doc) == 0
    assert spans_of(doc) == []

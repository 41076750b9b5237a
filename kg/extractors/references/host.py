"""spaCy as the host: reference strings as `Doc`s with our words as tokens and the fields as labelled spans.

`doc.spans["references"]` holds the labelled stretches (labels of the tagger), `doc.user_data["reference_scores"]` their
scores. The pipe can be added to any pipeline that uses `ReferenceTokenizer`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kg.extractors.references.tagger import TaggedSpan, Tagger
from kg.extractors.references.tokens import tokenise

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

SPANS_KEY = "references"
_PIPE = "kg_references"


class ReferenceTokenizer:
    """A spaCy tokenizer that gives exactly the words of `tokenise`, and white space as tokens of its own."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        from spacy.tokens import Doc

        words: list[str] = []
        spaces: list[bool] = []
        position = 0
        for start, end in [*tokenise(text), (len(text), len(text))]:
            between = text[position:start]
            if between:
                if words and between[0] == " ":
                    spaces[-1], between = True, between[1:]
                if between:
                    words.append(between)
                    spaces.append(False)
            if start < end:
                words.append(text[start:end])
                spaces.append(False)
            position = end
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: object) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> ReferenceTokenizer:
        return self

    def to_disk(self, _path: object, **_: object) -> None:
        """Nothing to write: the words depend on the text alone."""

    def from_disk(self, _path: object, **_: object) -> ReferenceTokenizer:
        return self


def annotate(doc: Doc) -> Doc:
    """Put the labelled stretches of the text into `doc.spans`."""
    from spacy.tokens import SpanGroup

    found = Tagger.load().tag([doc.text])[0]
    group = SpanGroup(doc, name=SPANS_KEY)
    scores: dict[tuple[int, int], float] = {}
    for span in found:
        piece = doc.char_span(span.start, span.end, label=span.label, alignment_mode="expand")
        if piece is not None:
            group.append(piece)
            scores[span.start, span.end] = span.score
    doc.spans[SPANS_KEY] = group
    doc.user_data["references"] = found
    return doc


def spans_of(doc: Doc) -> list[TaggedSpan]:
    """The labelled stretches of a doc that went through the pipe, in characters of its text."""
    found: list[TaggedSpan] = doc.user_data["references"]
    return found


@lru_cache(maxsize=1)
def reference_pipeline() -> Language:
    """A blank English spaCy pipeline with our tokenizer and the reference tagger as its only pipe."""
    import spacy
    from spacy.language import Language

    if not Language.has_factory(_PIPE):
        Language.component(_PIPE, func=annotate)
    pipeline = spacy.blank("en")
    pipeline.tokenizer = ReferenceTokenizer(pipeline.vocab)
    pipeline.add_pipe(_PIPE)
    return pipeline

"""spaCy as the host: reference strings as `Doc`s with our words as tokens and the fields as labelled spans.

`doc.spans["references"]` holds the labelled stretches; their exact places and scores are given by `spans_of(doc)`.
The pipe can be added to any pipeline that uses `ReferenceTokenizer`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
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
_WORDS_KEY = "kg_words"
_FOUND_KEY = "kg_references"


class ReferenceTokenizer:
    """A spaCy tokenizer that gives exactly the words of `tokenise`, and white space as tokens of its own."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        from spacy.tokens import Doc

        places = tokenise(text)
        words: list[str] = []
        spaces: list[bool] = []
        tokens: list[int] = []  # the token of each word
        position = 0
        for start, end in places:
            if start > position:
                self._add_space(text[position:start], words, spaces)
            tokens.append(len(words))
            words.append(text[start:end])
            spaces.append(False)
            position = end
        if position < len(text):
            self._add_space(text[position:], words, spaces)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        doc.user_data[_WORDS_KEY] = (text, places, tokens)
        return doc

    @staticmethod
    def _add_space(between: str, words: list[str], spaces: list[bool]) -> None:
        """One blank belongs to the word before it, other white space is a token."""
        if words and between[0] == " ":
            spaces[-1], between = True, between[1:]
        if between:
            words.append(between)
            spaces.append(False)

    def to_bytes(self, **_: object) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> ReferenceTokenizer:
        return self

    def to_disk(self, _path: object, **_: object) -> None:
        """Nothing to write: the words depend on the text alone."""

    def from_disk(self, _path: object, **_: object) -> ReferenceTokenizer:
        return self


def annotate(doc: Doc) -> Doc:
    """Put the labelled stretches of a doc of `ReferenceTokenizer` into `doc.spans`."""
    from spacy.tokens import Span

    text, places, tokens = doc.user_data[_WORDS_KEY]
    found = Tagger.load().tag_words(text, places)
    ends = [end for _, end in places]
    spans = []
    for span in found:
        first = bisect_right(ends, span.start)
        last = bisect_left(ends, span.end)
        spans.append(Span(doc, tokens[first], tokens[last] + 1, label=span.label))
    doc.spans[SPANS_KEY] = spans
    doc.user_data[_FOUND_KEY] = found
    return doc


def spans_of(doc: Doc) -> list[TaggedSpan]:
    """The labelled stretches of a doc that went through the pipe, in characters of its text, with scores."""
    found: list[TaggedSpan] = doc.user_data[_FOUND_KEY]
    return found


@lru_cache(maxsize=1)
def reference_pipeline() -> Language:
    """A blank English spaCy pipeline with our tokenizer and the reference tagger as its only pipe."""
    import spacy
    from spacy.attrs import LOWER, NORM
    from spacy.language import Language
    from spacy.vocab import Vocab

    if not Language.has_factory(_PIPE):
        Language.component(_PIPE, func=annotate)
    # every other lexical attribute is computed for each new word, which costs more than tagging does
    pipeline = spacy.blank("en", vocab=Vocab(lex_attr_getters={LOWER: str.lower, NORM: str.lower}))
    pipeline.tokenizer = ReferenceTokenizer(pipeline.vocab)
    pipeline.add_pipe(_PIPE)
    return pipeline

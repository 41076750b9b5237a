"""Text that is put together of labelled pieces, so that every printed entry knows which of its characters mean what."""

from __future__ import annotations

from random import Random

from kg.extractors.references.corpus import Example, Span

OTHER = ""  # a piece without a label: marks, links, prose


class Pieces:
    """A text under construction: pieces with a label become its spans."""

    __slots__ = ("_spans", "_text")

    def __init__(self) -> None:
        self._text: list[str] = []
        self._spans: list[tuple[int, int, str]] = []

    def __len__(self) -> int:
        return sum(map(len, self._text))

    def add(self, text: str, label: str = OTHER) -> Pieces:
        """Append text; with a label it belongs to that field, else to none."""
        if text:
            start = len(self)
            self._text.append(text)
            if label:
                self._spans.append((start, start + len(text), label))
        return self

    def extend(self, other: Pieces) -> Pieces:
        shift = len(self)
        self._text.extend(other._text)
        self._spans.extend((start + shift, end + shift, label) for start, end, label in other._spans)
        return self

    def ends_with(self, marks: str) -> bool:
        last = next((text for text in reversed(self._text) if text), "")
        return bool(last) and last[-1] in marks

    def starts_with(self, marks: str) -> bool:
        first = next((text for text in self._text if text), "")
        return bool(first) and first[0] in marks

    def example(self) -> Example:
        return Example("".join(self._text), tuple(self._spans))


def wrapped(example: Example, width: int) -> Example:
    """The same with hard line breaks: the last space before `width` characters becomes a line break."""
    letters = list(example.text)
    line_start, last_space = 0, -1
    for i, c in enumerate(letters):
        if c == "\n":
            line_start, last_space = i + 1, -1
        elif c == " ":
            last_space = i
        if i - line_start >= width and last_space > line_start:
            letters[last_space] = "\n"
            line_start, last_space = last_space + 1, -1
    return Example("".join(letters), example.spans, example.source, example.starts)


def loosened(random: Random, example: Example) -> Example:
    """The same as it comes out of a PDF whose spaces are guessed: "Phys .Rev .D", "( 2015)", "andtheir"."""
    letters: list[str] = []
    places: list[int] = []  # where each old character stands now
    text = example.text
    at = 0
    while at < len(text):
        places.append(len(letters))
        c, following = text[at], text[at + 1 : at + 2]
        if c in ",.;:" and following == " " and random.random() < 0.4:
            letters += (" ", c)
            places[-1] += 1
            places.append(len(letters))
            at += 1
        elif c in "([" and random.random() < 0.4:
            letters += (c, " ")
        elif not (c == " " and following.isalpha() and text[at - 1].isalpha() and random.random() < 0.05):
            letters.append(c)
        at += 1
    places.append(len(letters))
    spans = tuple((places[start], places[end], label) for start, end, label in example.spans)
    return Example("".join(letters), spans, example.source, tuple(places[start] for start in example.starts))


def joined(examples: list[Example], separator: str) -> Example:
    """Several entries as one text."""
    text = ""
    spans: list[Span] = []
    starts = []
    for i, example in enumerate(examples):
        if i:
            text += separator
            starts.append(len(text))
        spans += [(start + len(text), end + len(text), label) for start, end, label in example.spans]
        text += example.text
    return Example(text, tuple(spans), starts=tuple(starts))


def some_lines(random: Random, example: Example) -> Example:
    """A run of whole lines of it; the example itself if it has but one line."""
    bounds = [0, *(i + 1 for i, c in enumerate(example.text) if c == "\n"), len(example.text) + 1]
    if len(bounds) < 3:
        return example
    first = random.randrange(len(bounds) - 1)
    last = min(len(bounds) - 1, first + random.choice((1, 1, 1, 2, 3)))
    begin, stop = bounds[first], bounds[last] - 1
    spans = tuple(
        (max(start, begin) - begin, min(end, stop) - begin, label)
        for start, end, label in example.spans
        if max(start, begin) < min(end, stop)
    )
    starts = tuple(start - begin for start in example.starts if begin < start < stop)
    return Example(example.text[begin:stop], spans, example.source, starts)

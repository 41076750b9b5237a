"""From the tagger's labels to the final ones: identifiers by their form, a thesis and translators by their words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.extractors.references.tagger import TaggedSpan
from kg.extractors.references.tokens import without_tail

DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>{}|\\^`]+", re.IGNORECASE)
ARXIV = re.compile(
    r"(?:arxiv(?:\.org/(?:abs|pdf)/|\s?(?:preprint)?\s?:?\s?(?:arxiv)?\s?:?\s?)|\babs/)"
    r"((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?)",
    re.IGNORECASE,
)
ISBN = re.compile(
    r"\bISBN(?:-1[03])?[:\s]*((?:97[89][- ]?)?\d{1,5}[- ]?\d{1,7}[- ]?\d{1,7}[- ]?[\dX])\b", re.IGNORECASE
)
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
_GENRE = re.compile(
    r"thesis|dissertation|thèse|tesis|\btesi\b|\btese\b|diplom|masterarbeit|bachelorarbeit|habilitation|\bdiss\b|学位论文|"
    r"technical report|tech\. ?rep|working paper|discussion paper|research report|"
    r"white paper|\breport\b|patent|preprint|"
    r"\[[a-z ]+\]|manuscript|memorandum|\bmemo\b|\bcd-rom\b|\bdvd\b|\bfilm\b|personal communication",
    re.IGNORECASE,
)
_TRANSLATOR = re.compile(
    r"\b(?:trans|transl|translated|translators?|traduit|trad|traducción|übers|übersetzt)\b", re.IGNORECASE
)


def refined(text: str, spans: Iterable[TaggedSpan]) -> list[TaggedSpan]:
    """The spans with the final labels, in reading order; an address may be cut in two (text and identifier)."""
    result: list[TaggedSpan] = []
    for span in spans:
        stretch = text[span.start : span.end]
        if span.label == "url":
            result += _identifiers(text, span)
        elif span.label == "note":
            isbn = ISBN.search(stretch)
            label = "isbn" if isbn else "genre" if _GENRE.search(stretch) else "note"
            result.append(_relabelled(span, label))
        elif span.label == "editor" and _TRANSLATOR.search(stretch):
            result.append(_relabelled(span, "translator"))
        else:
            result.append(span)
    return result


def _relabelled(span: TaggedSpan, label: str) -> TaggedSpan:
    return TaggedSpan(span.start, span.end, label, span.score)


def _identifiers(text: str, span: TaggedSpan) -> list[TaggedSpan]:
    """DOIs and addresses of a stretch; a stretch with neither ("arXiv:1234.5678") is left as it is, as an address."""
    found: list[TaggedSpan] = []
    for pattern, label in ((DOI, "doi"), (ADDRESS, "url")):
        for match in pattern.finditer(text, span.start, span.end):
            end = match.start() + len(without_tail(match.group()))
            if all(end <= other.start or match.start() >= other.end for other in found):
                inside = label == "url" and DOI.search(text, match.start(), end)
                if not inside:
                    found.append(TaggedSpan(match.start(), end, label, span.score))
    return sorted(found, key=lambda item: item.start) or [_relabelled(span, "url")]

"""SPARQL text as tokens, so that a word in a string, comment or IRI is never mistaken for a keyword.

The lexical rules are those of SPARQL 1.1, section 19.8 (terminals), longest match first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_WORD = r"[\w·\u0300-\u036F\u203F-\u2040]"
_LOCAL = rf"(?:{_WORD}|:|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%])"
_KINDS = {
    "space": r"[ \t\r\n\f\v\u00a0\ufeff]+",
    "comment": r"\#[^\n\r]*",
    "iri": r"<(?:[^<>\"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>",
    "string": r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""'
    r"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''"
    r'|"(?:[^"\\\n\r]|\\[^\n\r])*"'
    r"|'(?:[^'\\\n\r]|\\[^\n\r])*'",
    "variable": rf"[?$]{_WORD}+",
    "blank": rf"_:{_WORD}(?:(?:{_WORD}|[.\-])*(?:{_WORD}|-))?",
    "name": rf"(?:[^\W\d_](?:(?:{_WORD}|[.\-])*(?:{_WORD}|-))?)?:(?:{_LOCAL}(?:(?:{_LOCAL}|[.\-])*(?:{_LOCAL}|-))?)?",
    "language": r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*",
    "number": r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?",
    "word": rf"[^\W\d]{_WORD}*",
    "sign": r"\^\^|&&|\|\||!=|<=|>=|.",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()), re.DOTALL)
_BACKSLASH_U = re.compile(r"(\\[uU])([0-9A-Fa-f]+)")
_STRING_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of SPARQL text; `kind` is one of space, comment, iri, string, variable, blank, name, language, number,
    word, sign. `start` counts characters from the beginning of the text.
    """

    kind: str
    text: str
    start: int


def tokenise(text: str) -> Iterator[Token]:
    """The tokens of `text`, in order and without loss: their texts joined give `text` again.

    >>> [token.kind for token in tokenise('?x "SERVICE" # SERVICE')]
    ['variable', 'space', 'string', 'space', 'comment']
    """
    for match in _TOKEN.finditer(text):
        yield Token(match.lastgroup or "sign", match.group(), match.start())


def variables(text: str) -> dict[str, int]:
    """The variables of `text` (without `?`) and the offset at which each stands first."""
    found: dict[str, int] = {}
    for token in tokenise(text):
        if token.kind == "variable":
            found.setdefault(token.text[1:], token.start)
    return found


def substitute(text: str, terms: Mapping[str, str]) -> str:
    """`text` with each variable named in `terms` (without `?`) replaced by its serialised RDF term.

    Works on tokens: what stands in strings, comments and IRIs stays as it is, and a term is put in whole.
    """
    parts = []
    for token in tokenise(text):
        term = terms.get(token.text[1:]) if token.kind == "variable" else None
        # Spaces keep the term apart from a neighbour that it could otherwise fuse with ("<" and an IRI, "1" and ".").
        parts.append(token.text if term is None else f" {term} ")
    return "".join(parts)


def string_literal(value: str) -> str:
    r"""`value` as a SPARQL string literal that means `value` in every engine, whatever it holds.

    Some engines turn `\uXXXX` into characters before they look for strings, and would do so in a value that happens to
    hold a backslash, a "u" and digits. The digits after such a "u" are therefore written as escapes themselves, which
    reads the same before and after.

    >>> string_literal('say "hi"')
    '"say \\"hi\\""'
    """
    escaped = "".join(_STRING_ESCAPES.get(character, character) for character in value)
    return f'"{_BACKSLASH_U.sub(_escape_digits, escaped)}"'


def _escape_digits(match: re.Match[str]) -> str:
    return match.group(1) + "".join(f"\\u{ord(digit):04X}" for digit in match.group(2))


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of the character at `offset`."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1

"""LaTeX source as text with places: where groups end, what arguments a command takes, what own commands stand for."""

from __future__ import annotations

import re

from kg.documents import latex_tables as tables

COMMENT = re.compile(r"%[^\n]*(?:\n(?![ \t]*\n)[ \t]*)?")
_SPACE = re.compile(r"[ \t]*(?:\n[ \t]*(?!\s*\n))?")
_OPTION = re.compile(r"\[((?:[^\[\]{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\}|\[[^\[\]]*+\])*+)\]")
_DEFINED = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|def)\*?\s*\{?\s*\\([A-Za-z]+)\s*\}?"
    r"\s*(?:\[(\d)\])?\s*(?:\[[^\]\n]*\])?\s*(?=\{)"
)
_OWN_LINE = re.compile(r"\{\s*\\([A-Za-z]+)")
_MAX_ARGUMENTS = 9
_MAX_DEFINITION = 500  # characters


class Source:
    """A source text and where its groups end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pairs = _braces(text)

    def space(self, position: int) -> int:
        """Past white space and comments, but not past a blank line."""
        while True:
            found = _SPACE.match(self.text, position)
            after = found.end() if found is not None else position
            comment = COMMENT.match(self.text, after)
            if comment is None:
                return after
            position = comment.end()

    def option(self, position: int) -> tuple[str, int]:
        """An optional argument and where it ends; ("", position) if there is none."""
        after = self.space(position)
        found = _OPTION.match(self.text, after)
        return (found.group(1), found.end()) if found is not None else ("", position)

    def arguments(self, position: int, most: int = _MAX_ARGUMENTS) -> tuple[list[tuple[int, int]], int]:
        """Where the braces of the arguments stand, and where the last one ends; optional ones are passed over."""
        groups: list[tuple[int, int]] = []
        stop = position
        while len(groups) < most:
            _, after = self.option(stop)
            opening = self.space(after)
            if opening >= len(self.text) or self.text[opening] != "{" or opening not in self.pairs:
                return groups, after if after != stop else stop
            own = _OWN_LINE.match(self.text, opening)
            switches = own is not None and (own.group(1) in tables.SWITCHES or own.group(1) in tables.SIZES)
            if groups and switches and "\n" in self.text[after:opening]:
                return groups, stop  # a group of its own on the next line
            groups.append((opening, self.pairs[opening]))
            stop = self.pairs[opening] + 1
        return groups, stop

    def inside(self, group: tuple[int, int]) -> str:
        """What stands between the braces of a group."""
        return self.text[group[0] + 1 : group[1]]

    def definitions(self) -> tuple[dict[str, tuple[str, int]], dict[str, int]]:
        """What the document's own short commands stand for.

        Of those without argument the text and its style, of those with one argument the style they set it in.
        """
        meanings: dict[str, tuple[str, int]] = {}
        styles: dict[str, int] = {}
        for found in _DEFINED.finditer(self.text):
            opening = found.end()
            closing = self.pairs.get(opening)
            if closing is None or closing - opening > _MAX_DEFINITION:
                continue
            body = self.text[opening + 1 : closing]
            style = 0
            for name, flag in {**tables.STYLED, **tables.SWITCHES}.items():
                if re.search(rf"\\{name}(?![A-Za-z])", body):
                    style |= flag
            if found.group(2) is None and "#" not in body:
                meanings[found.group(1)] = (flat(body), style)
            elif found.group(2) == "1" and style:
                styles[found.group(1)] = style
        return meanings, styles


def _braces(text: str) -> dict[int, int]:
    """Where each opening brace is closed; escaped ones and comments do not count."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for found in re.finditer(r"\\.|%[^\n]*|[{}]", text, re.S):
        sign = found.group()
        if sign == "{":
            stack.append(found.start())
        elif sign == "}" and stack:
            pairs[stack.pop()] = found.start()
    return pairs


def flat(source: str) -> str:
    """The text of a short piece of source without commands and braces."""
    source = re.sub(r"\\(?:href|textcolor|color)\s*\{[^{}]*\}", "", source)
    source = re.sub(r"\\([&%$#_{}])", r"\1", source)
    source = re.sub(r"\\[A-Za-z@]+\*?\s*|\\.", "", source)
    return " ".join(re.sub(r"[{}]", "", source).replace("~", " ").replace("--", "–").split())

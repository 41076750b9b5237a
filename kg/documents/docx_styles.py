"""What the styles and lists of a Word file say of a paragraph or run."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from kg.documents.pieces import Style

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING_NAME = re.compile(r"(?:heading|überschrift|titre|título|titolo|rubrik|kop|标题)\s*([1-9])", re.I)
_MAX_CHAIN = 20  # styles based on styles
_LINE = 240.0  # twips of a line of text
_BULLETS = {
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "o": "◦",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "\uf076": "❖",
    "\uf06e": "■",
    "\uf02d": "–",
}


def value(parent: Any, name: str, attribute: str = "val") -> str:
    """An attribute of a child element; "" where either is not there."""
    if parent is None:
        return ""
    child = parent.find(_W + name)
    return str(child.get(_W + attribute) or "") if child is not None else ""


def is_on(properties: Any, name: str) -> bool | None:
    """Whether a switch is on; None where it is not set."""
    if properties is None:
        return None
    child = properties.find(_W + name)
    if child is None:
        return None
    return child.get(_W + "val") not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph is set, and its runs where they do not say otherwise."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    hidden: bool = False
    size: float = 11.0  # points
    heading: int = 0
    indent: float | None = None  # points
    before: float = 0.0  # line heights
    after: float = 0.0
    numbering: tuple[str, int] = ("", 0)  # numId and level


@dataclass(frozen=True, slots=True)
class Number:
    """The marker of a list item as it is printed."""

    text: str = ""
    level: int = 0
    indent: float = 0.0


class Styles:
    """The styles of a document, each with what it inherits."""

    def __init__(self, document: Any) -> None:
        root = document.styles.element
        self._elements = {style.get(_W + "styleId"): style for style in root.findall(_W + "style")}
        self._default = ""
        for key, style in self._elements.items():
            if style.get(_W + "type") == "paragraph" and style.get(_W + "default") in ("1", "true"):
                self._default = key or ""
        defaults = root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
        base = _changed(Look(size=10.0), defaults)
        spacing = root.find(f"{_W}docDefaults/{_W}pPrDefault/{_W}pPr")
        self._base = _spaced(base, spacing)
        self._looks: dict[str, Look] = {}

    def of_paragraph(self, paragraph: Any) -> Look:
        """The look of a paragraph: its style, then its own settings."""
        properties = paragraph.find(_W + "pPr")
        look = self._style(value(properties, "pStyle") or self._default)
        return _spaced(look, properties)

    def of_run(self, run: Any, look: Look) -> tuple[Style, float, bool]:
        """Style, size in points, and whether it is hidden."""
        properties = run.find(_W + "rPr")
        if properties is not None:
            name = value(properties, "rStyle")
            for element in reversed(self._chain(name)) if name else ():
                look = _changed(look, element.find(_W + "rPr"))
            look = _changed(look, properties)
        return Style(look.bold, look.italic, look.underline), look.size, look.hidden

    def _chain(self, name: str) -> list[Any]:
        """The style and those it is based on, nearest first."""
        chain: list[Any] = []
        while name in self._elements and len(chain) < _MAX_CHAIN and self._elements[name] not in chain:
            chain.append(self._elements[name])
            name = value(chain[-1], "basedOn")
        return chain

    def _style(self, name: str) -> Look:
        known = self._looks.get(name)
        if known is None:
            known = self._base
            for element in reversed(self._chain(name)):
                known = _spaced(_changed(known, element.find(_W + "rPr")), element.find(_W + "pPr"))
                title = value(element, "name")
                heading = _HEADING_NAME.match(title)
                if heading is not None:
                    known = replace(known, heading=min(int(heading.group(1)), 6))
                elif title.lower() == "title":
                    known = replace(known, heading=1)
            self._looks[name] = known
        return known


def _changed(look: Look, properties: Any) -> Look:
    """The look with the settings of run properties."""
    if properties is None:
        return look
    changes: dict[str, Any] = {}
    for name, mark in (("bold", "b"), ("italic", "i"), ("underline", "u"), ("hidden", "vanish")):
        state = is_on(properties, mark)
        if state is not None:
            changes[name] = state
    size = value(properties, "sz")
    if size.isdigit() and int(size):
        changes["size"] = int(size) / 2
    return replace(look, **changes) if changes else look


def _spaced(look: Look, properties: Any) -> Look:
    """The look with the settings of paragraph properties."""
    if properties is None:
        return look
    changes: dict[str, Any] = {}
    for name in ("before", "after"):
        space = value(properties, "spacing", name)
        if space.isdigit():
            changes[name] = round(min(int(space) / _LINE, 10.0), 2)
    left = value(properties, "ind", "left") or value(properties, "ind", "start")
    if re.fullmatch(r"-?\d{1,6}", left):
        hanging = value(properties, "ind", "hanging")
        changes["indent"] = max((int(left) - (int(hanging) if hanging.isdigit() else 0)) / 20, 0.0)
    outline = value(properties, "outlineLvl")
    if outline.isdigit() and int(outline) < 9:
        changes["heading"] = min(int(outline) + 1, 6)
    number = properties.find(_W + "numPr")
    if number is not None:
        level = value(number, "ilvl")
        changes["numbering"] = (value(number, "numId"), int(level) if level.isdigit() else 0)
    return replace(look, **changes) if changes else look


@dataclass(slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1
    indent: float = 0.0


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document; counts their items while the paragraphs go by."""

    def __init__(self, document: Any) -> None:
        self._lists: dict[str, _List] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        shapes = {shape.get(_W + "abstractNumId"): _levels(shape) for shape in root.findall(_W + "abstractNum")}
        shared: dict[str, _List] = {}
        for number in root.findall(_W + "num"):
            shape = value(number, "abstractNumId")
            levels = shapes.get(shape, {})
            overridden = number.find(_W + "lvlOverride") is not None
            known = _List(levels) if overridden else shared.setdefault(shape, _List(levels))
            self._lists[str(number.get(_W + "numId"))] = known

    def marker(self, paragraph: Any, numbering: tuple[str, int]) -> Number:
        """The marker of this paragraph; an empty one if it is no item."""
        name, depth = numbering
        shape = self._lists.get(name)
        if shape is None or name == "0":
            return Number()
        depth = min(max(depth, 0), 8)
        level = shape.levels.get(depth, _Level(form="bullet", text="•"))
        if level.form == "none":
            return Number("", depth, level.indent)
        if level.form == "bullet":
            sign = level.text.strip()[:1]
            return Number(
                _BULLETS.get(sign, sign if sign and not "\ue000" <= sign <= "\uf8ff" else "•"), depth, level.indent
            )
        shape.counts[depth] = shape.counts.get(depth, level.start - 1) + 1
        for deeper in [known for known in shape.counts if known > depth]:
            del shape.counts[deeper]

        def count(found: re.Match[str]) -> str:
            at = int(found.group(1)) - 1
            known = shape.levels.get(at, level)
            return _numeral(shape.counts.get(at, known.start), known.form)

        return Number(re.sub(r"%([1-9])", count, level.text).strip(), depth, level.indent)


def _levels(shape: Any) -> dict[int, _Level]:
    levels = {}
    for element in shape.findall(_W + "lvl"):
        key, start = element.get(_W + "ilvl") or "0", value(element, "start")
        if key.isdigit():
            indent = _spaced(Look(), element.find(_W + "pPr")).indent or 0.0
            form = value(element, "numFmt") or "decimal"
            levels[int(key)] = _Level(form, value(element, "lvlText"), int(start) if start.isdigit() else 1, indent)
    return levels


def _numeral(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman.upper() if form == "upperRoman" else roman
    if form == "decimalZero":
        return f"{number:02d}"
    return str(number)


def _roman(number: int) -> str:
    parts = []
    signs = (
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
    )
    for worth, sign in (*signs, (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        count, number = divmod(max(number, 0) % 4000 if worth == 1000 else number, worth)
        parts.append(sign * count)
    return "".join(parts)

"""One PDF page to chunks of text: characters with their place, gathered where they stand side by side.

Units are points; y grows upwards. Boxes are the loose ones of PDFium (advance width, not ink): with ink boxes one word
in six falls apart ("M istretta").
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

SPACE = 0.14  # of the font size: a wider gap is a blank
HINTED_SPACE = 0.06  # the same where PDFium sees one: slanted letters reach into the blank
IDEOGRAPH_SPACE = 0.6  # the same between Chinese characters or kana, which are set apart to fill a line
TAB = 1.9  # of the font size: a wider gap is a column separator
SAME_BASELINE = 0.28  # of the font size
MAX_CHARACTERS = 60_000  # on one page
_MAX_ACCENTS = 300  # looked for all over a page
_MAX_PATHS = 3_000  # drawn objects looked at for underlines

_BOLD = re.compile(
    r"Bold|Black|Heavy|CMBX|CMB\d|CMSSBX|BX\d|Medi(?!um\w)|Demi|-B\b|[,-]Bd|SFBX|LMRomanCaps.*Bold|[a-z]B$", re.I
)
_ITALIC = re.compile(r"Ital|Obli|Slant|CMTI|CMSL|CMMI|SFTI|-It\b|ReguIta", re.I)
_FORCE_BOLD, _IS_ITALIC = 0x40000, 0x40
_PICTOGRAMS = re.compile(
    r"Awesome|Icons?\b|academicons|MaterialIcons|^FA\d|Glyphicons|fontello|icomoon", re.I
)  # only icons
_ICONS = re.compile(r"Symbol|Dingbat|Wingding|Webding|marvosym|bbding|pifont|Icon", re.I)  # icons and signs
_HYPHENS = {0x2: "-", 0xFFFE: "-", 0xAD: "-", 0x2010: "-", 0x2011: "-"}
_SYMBOLS = {  # what Word's Symbol and Wingdings bullets come out as
    0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF076: "❖", 0xF06E: "■", 0xF0A8: "◦", 0xF02D: "–", 0xF0BE: "–",
}  # fmt: skip
_WINGDINGS = dict(zip("l§üØvnqàuwoŸ", "●▪✓➢❖■❑→◆◆□•", strict=True))
_SPELT = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st", 0x00A0: " ",
    0x1B: "ff", 0x1C: "fi", 0x1D: "fl", 0x1E: "ffi", 0x1F: "ffl",  # places in old TeX fonts
}  # fmt: skip
_ACCENTS = {  # signs that stand over (or under) a letter
    "´": "\u0301", "`": "\u0300", "¨": "\u0308", "ˆ": "\u0302", "^": "\u0302", "˜": "\u0303", "~": "\u0303",
    "¯": "\u0304", "˘": "\u0306", "˙": "\u0307", "˚": "\u030a", "˝": "\u030b", "ˇ": "\u030c", "¸": "\u0327",
    "˛": "\u0328",
    }  # fmt: skip


class Face(NamedTuple):
    """Font and place of one text object."""

    size: float
    height: float  # of the loose box of its first letter
    rise: float  # baseline above the bottom of that box
    bold: bool
    italic: bool
    turned: int  # quarter turns, 0 upright; -1: at an angle
    has_icons: bool = False  # all that it shows are icons
    has_signs: bool = False  # icons among signs that mean something
    is_wingdings: bool = False


@dataclass(slots=True)
class Glyph:
    """One character on the page."""

    text: str
    left: float
    right: float
    baseline: float
    face: Face
    space: bool = False  # a blank stands before it
    hint: bool = False  # PDFium takes the gap before it for a blank
    bold: bool = False
    underline: bool = False
    href: str = ""


@dataclass(slots=True)
class Chunk:
    """Glyphs side by side on one baseline, no wider gap between them than a blank."""

    glyphs: list[Glyph]
    left: float
    right: float
    baseline: float
    size: float
    is_parted: bool = False  # the gap before it parts two columns, however narrow it is

    @property
    def middle(self) -> float:
        """Middle of its width."""
        return (self.left + self.right) / 2


@dataclass(slots=True)
class Page:
    """What is read off one page."""

    number: int
    width: float
    height: float
    chunks: list[Chunk] = field(default_factory=list)
    count: int = 0  # glyphs, once they are arranged
    unreadable: int = 0  # characters without Unicode
    turned: int = 0  # characters left out because they stand at an angle to the rest
    left_out: int = 0  # characters beyond the bound
    pictures: int = 0
    sideways: bool = False  # the text runs up or down the page


def read_page(page: Any, number: int) -> Page:
    """Chunks of a page of pypdfium2, in the order of the file."""
    text_page = page.get_textpage()
    try:
        width, height = page.get_size()
        found = Page(number, width, height)
        glyphs = _glyphs(text_page.raw, found)
        glyphs = _upright(glyphs, found)
        if found.sideways:
            glyphs = _laid_out(text_page.get_text_range(), found)
        if glyphs:
            _mark_links(page, glyphs)
            _mark_underlines(page, glyphs, found)
        else:
            found.pictures = sum(1 for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=2))
        found.chunks = _once(_chunks(_composed(glyphs)))
        return found
    finally:
        text_page.close()


# ---- characters


class _Reader:
    """Calls PDFium character by character; what belongs to a whole text object is asked once."""

    def __init__(self, text_page: Any) -> None:
        self.page = text_page
        self.faces: dict[int, Face] = {}
        self.buffer = ctypes.create_string_buffer(256)
        self.flags = ctypes.c_int()
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.matrix = pdfium.FS_MATRIX()

    def face(self, index: int, bottom: float, height: float) -> Face:
        address = pdfium.FPDFText_GetTextObject(self.page, index)
        key = ctypes.addressof(address.contents) if address else 0
        known = self.faces.get(key)
        if known is None or not key:
            known = self.faces[key] = self._ask(index, bottom, height)
        return known

    def baseline(self, index: int) -> float:
        pdfium.FPDFText_GetCharOrigin(self.page, index, ctypes.byref(self.x), ctypes.byref(self.y))
        return self.y.value

    def _ask(self, index: int, bottom: float, height: float) -> Face:
        pdfium.FPDFText_GetFontInfo(self.page, index, self.buffer, 256, ctypes.byref(self.flags))
        name = self.buffer.value.decode("utf-8", "replace").split("+")[-1]
        flags = self.flags.value
        pdfium.FPDFText_GetMatrix(self.page, index, self.matrix)
        a, b, c, d = self.matrix.a, self.matrix.b, self.matrix.c, self.matrix.d
        size = abs(pdfium.FPDFText_GetFontSize(self.page, index)) * (abs(a * d - b * c) ** 0.5 or 1.0)
        rise = self.baseline(index) - bottom
        weight = pdfium.FPDFText_GetFontWeight(self.page, index)
        bold = bool(_BOLD.search(name)) or weight >= 600 or bool(flags & _FORCE_BOLD)
        italic = bool(_ITALIC.search(name)) or bool(flags & _IS_ITALIC and "CMSY" not in name)
        icons, signs = _PICTOGRAMS.search(name) is not None, _ICONS.search(name) is not None
        return Face(
            max(size, 0.1), height, rise, bold, italic, _quarter_turns(a, b, c, d), icons, signs, "Wingding" in name
        )


def _quarter_turns(a: float, b: float, c: float, d: float) -> int:
    across, along = max(abs(a), abs(d)), max(abs(b), abs(c))
    if along <= 0.3 * across:
        return 0 if a >= 0 else 2
    if across <= 0.05 * along:
        return 1 if b > 0 else 3
    return -1


def _glyphs(text_page: Any, found: Page) -> list[Glyph]:
    count = pdfium.FPDFText_CountChars(text_page)
    if count > MAX_CHARACTERS:
        found.left_out = count - MAX_CHARACTERS
        count = MAX_CHARACTERS
    reader = _Reader(text_page)
    box = pdfium.FS_RECTF()
    reference = ctypes.byref(box)
    get_code, get_box = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    glyphs: list[Glyph] = []
    space = hint = False
    characters: dict[int, str] = {}
    for index in range(count):
        code = get_code(text_page, index)
        if code in (0x20, 0x0D, 0x0A, 0x09, 0xA0):
            hint = True
            space = space or not pdfium.FPDFText_IsGenerated(text_page, index)
            continue
        get_box(text_page, index, reference)
        left, right, bottom, height = box.left, box.right, box.bottom, box.top - box.bottom
        face = reader.face(index, bottom, height)
        if 0xD800 <= code < 0xE000:
            _surrogate(glyphs, code)
            continue
        known = characters.get(code)
        if known is None:
            known = characters[code] = _character(code)
        text = known
        if face.has_icons or (face.has_signs and text == "\ufffd"):
            continue
        if face.is_wingdings:
            text = _WINGDINGS.get(text, text)
        if not text or text == "\ufffd":
            found.unreadable += _is_unreadable(text_page, index, code)
            if not text:
                continue
        if face.turned == 0 and not (-0.5 * found.width < left < 1.5 * found.width):
            continue
        reaches_out = abs(height - face.height) > 0.02 * face.size  # a loose box holds all of the ink
        baseline = reader.baseline(index) if reaches_out else bottom + face.rise
        glyphs.append(Glyph(text, left, max(right, left), baseline, face, space, hint, face.bold))
        space = hint = False
    return glyphs


def _surrogate(glyphs: list[Glyph], code: int) -> None:
    """The second half of a character beyond 16 bits completes the glyph that the first half made."""
    if code >= 0xDC00 and glyphs and "\ud800" <= glyphs[-1].text < "\udc00":
        high = ord(glyphs[-1].text)
        glyphs[-1].text = chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00)


def _character(code: int) -> str:
    """What a code stands for: "" for what is not to be read, U+FFFD for what cannot be."""
    for table in (_HYPHENS, _SPELT, _SYMBOLS):
        if code in table:
            return table[code]
    if code < 0x20 or 0x7F <= code < 0xA0 or code in (0x200B, 0x2060, 0xFEFF, 0x200E, 0x200F):
        return ""
    if 0xE000 <= code < 0xF900 or code == 0xFFFD or code > 0x10FFFF:
        return "\ufffd"
    if 0xFB1D <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFC:  # letters as they look in a word
        return unicodedata.normalize("NFKC", chr(code)).strip()
    return chr(code)


def _is_unreadable(text_page: Any, index: int, code: int) -> bool:
    return code in (0, 0xFFFD) or pdfium.FPDFText_HasUnicodeMapError(text_page, index) == 1 or 0xE000 <= code < 0xF900


def _upright(glyphs: list[Glyph], found: Page) -> list[Glyph]:
    """The glyphs that stand the way most do, the others (watermarks, stamps) are left out and counted."""
    counts: dict[int, int] = {}
    for glyph in glyphs:
        counts[glyph.face.turned] = counts.get(glyph.face.turned, 0) + 1
    if set(counts) <= {0}:
        return glyphs
    most = max(counts, key=lambda turned: counts[turned])
    kept = [glyph for glyph in glyphs if glyph.face.turned == most]
    found.turned = len(glyphs) - len(kept)
    found.sideways = most in (1, 3)
    return kept


def _laid_out(text: str, found: Page) -> list[Glyph]:
    """The text of a page on its side as PDFium orders it, set line under line in one size."""
    face = Face(10.0, 10.0, 2.0, False, False, 0)
    glyphs = []
    for row, line in enumerate(text.splitlines()):
        space = False
        for column, character in enumerate(line):
            if character.isspace():
                space = True
            elif (shown := _character(ord(character))) and shown != "\ufffd":
                left = 5.0 * column
                glyphs.append(Glyph(shown, left, left + 5.0, found.height - 12.0 * (row + 1), face, space))
                space = False
    return glyphs


def _once(chunks: list[Chunk]) -> list[Chunk]:
    """Each chunk once: text printed twice at almost the same place is how some programs make bold.

    PDFium sees that itself where the two follow one another; here whole paragraphs are told.
    """
    seen: dict[tuple[str, int], list[Chunk]] = {}
    kept = []
    for chunk in chunks:
        text = "".join(glyph.text for glyph in chunk.glyphs)
        row = round(chunk.baseline / 4)
        near = min(0.15 * chunk.size, 1.5)
        twin = None
        for other in (*seen.get((text, row), ()), *seen.get((text, row - 1), ()), *seen.get((text, row + 1), ())):
            if abs(other.left - chunk.left) <= near and abs(other.baseline - chunk.baseline) <= near:
                twin = other
        if twin is None:
            seen.setdefault((text, row), []).append(chunk)
            kept.append(chunk)
            continue
        for glyph in twin.glyphs:
            glyph.bold = True
    return kept


def _composed(glyphs: list[Glyph]) -> list[Glyph]:
    """Accents that are set as signs of their own (´e, ¨u) joined to the letter that they stand over.

    The accent comes just before or behind its letter in most files, anywhere in some.
    """
    joined: set[int] = set()
    for index, glyph in enumerate(glyphs):
        if glyph.text not in _ACCENTS:
            continue
        around = [glyphs[i] for i in (index + 1, index - 1) if 0 <= i < len(glyphs)]
        letter = next((other for other in around if _stands_over(glyph, other)), None)
        if letter is None and len(joined) < _MAX_ACCENTS and glyph.text not in "^~`":
            letter = next((other for other in glyphs if _stands_over(glyph, other)), None)
        if letter is not None:
            letter.text = _join(letter.text, glyph.text)
            letter.space = letter.space or (glyph.space and letter is around[0])
            joined.add(index)
    return [glyph for index, glyph in enumerate(glyphs) if index not in joined] if joined else glyphs


def _stands_over(accent: Glyph, letter: Glyph) -> bool:
    if not letter.text.isalpha() or abs(accent.baseline - letter.baseline) > 0.5 * letter.face.size:
        return False
    shared = min(accent.right, letter.right) - max(accent.left, letter.left)
    return shared > 0.45 * min(accent.right - accent.left, letter.right - letter.left)


def _join(letter: str, accent: str) -> str:
    return unicodedata.normalize("NFC", letter.replace("ı", "i") + _ACCENTS[accent])


# ---- links and underlines


def _mark_links(page: Any, glyphs: list[Glyph]) -> None:
    position = ctypes.c_int(0)
    link = pdfium.FPDF_LINK()
    rectangle = pdfium.FS_RECTF()
    boxes: list[tuple[float, float, float, float, str]] = []
    while len(boxes) < 2_000 and pdfium.FPDFLink_Enumerate(page.raw, ctypes.byref(position), ctypes.byref(link)):
        action = pdfium.FPDFLink_GetAction(link)
        if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
            continue
        length = pdfium.FPDFAction_GetURIPath(page.pdf.raw, action, None, 0)
        if not 1 < length < 4_000 or not pdfium.FPDFLink_GetAnnotRect(link, ctypes.byref(rectangle)):
            continue
        buffer = ctypes.create_string_buffer(length)
        pdfium.FPDFAction_GetURIPath(page.pdf.raw, action, buffer, length)
        address = buffer.value.decode("utf-8", "replace").strip()
        bottom, top = sorted((rectangle.bottom, rectangle.top))
        boxes.append((rectangle.left, rectangle.right, bottom, top, address))
    if not boxes:
        return
    for glyph in glyphs:
        x, y = (glyph.left + glyph.right) / 2, glyph.baseline + 0.25 * glyph.face.size
        for left, right, bottom, top, address in boxes:
            if bottom <= y <= top and left <= x <= right:
                glyph.href = address
                break


def _mark_underlines(page: Any, glyphs: list[Glyph], found: Page) -> None:
    """Marks what stands on a drawn rule that is no longer than the text: a rule across the page underlines nothing."""
    rules = []
    seen = 0
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=2):
        seen += 1
        if seen > _MAX_PATHS:
            break
        left, bottom, right, top = item.get_bounds()
        if top - bottom <= 1.6 and 4 < right - left < 0.5 * found.width:
            rules.append((left, right, (top + bottom) / 2))
    for left, right, y in rules:
        above = [
            glyph
            for glyph in glyphs
            if -0.05 * glyph.face.size <= glyph.baseline - y <= 0.32 * glyph.face.size
            and left - 1 <= (glyph.left + glyph.right) / 2 <= right + 1
        ]
        if above and sum(glyph.right - glyph.left for glyph in above) > 0.6 * (right - left):
            for glyph in above:
                glyph.underline = True


# ---- chunks


def _chunks(glyphs: list[Glyph]) -> list[Chunk]:
    groups: list[list[Glyph]] = []
    for glyph in glyphs:
        if groups and _continues(groups[-1][-1], glyph):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    return [chunk_of(group) for group in groups]


def _continues(before: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph stands right behind another (before it in scripts that run leftward); notes the blank between."""
    size = glyph.face.size
    if glyph.face is not before.face:
        if not 0.6 < size / before.face.size < 1.67:
            return False
        size = max(size, before.face.size)
    if abs(glyph.baseline - before.baseline) > 0.1 * size:
        return False
    gap = glyph.left - before.right
    if glyph.text < _FIRST_LEFTWARD and before.text < _FIRST_LEFTWARD and -0.6 * size <= gap <= TAB * size:
        glyph.space = glyph.space or gap > (HINTED_SPACE if glyph.hint else SPACE) * size
        return True
    if abs(glyph.left - before.left) < 0.01 and abs(glyph.right - before.right) < 0.01:
        return True  # letters of one ligature
    if is_leftward(glyph.text) and is_leftward(before.text):
        gap = before.left - glyph.right
    elif is_leftward(glyph.text) or is_leftward(before.text):
        gap = max(gap, before.left - glyph.right)
    if not -0.6 * size <= gap <= TAB * size:
        return False
    least = HINTED_SPACE if glyph.hint else SPACE
    if is_ideograph(glyph.text) and is_ideograph(before.text):
        least = IDEOGRAPH_SPACE
    glyph.space = glyph.space or gap > least * size
    return True


_FIRST_LEFTWARD = "\u0590"  # no character before it is of a script that runs to the left or is an ideograph


def is_ideograph(text: str) -> bool:
    """Whether a character belongs to a script that is written without blanks (Chinese, kana)."""
    return "\u3001" <= text[0] <= "\u9fff" or "\uf900" <= text[0] <= "\ufaff" or "\uff00" <= text[0] <= "\uff60"


def is_leftward(text: str) -> bool:
    """Whether a character belongs to a script that runs from right to left."""
    return "\u0590" <= text[0] <= "\u08ff" or "\ufb1d" <= text[0] <= "\ufefc"


def chunk_of(glyphs: list[Glyph]) -> Chunk:
    """The chunk that these glyphs make."""
    sizes = sorted(glyph.face.size for glyph in glyphs)
    glyphs[0].space = False
    if len(glyphs) >= 6 and sum(glyph.space for glyph in glyphs) >= 0.7 * (len(glyphs) - 1) and _is_word(glyphs):
        _close_up(glyphs)
    left, right = min(glyph.left for glyph in glyphs), max(glyph.right for glyph in glyphs)
    return Chunk(glyphs, left, right, glyphs[0].baseline, sizes[len(sizes) // 2])


def _is_word(glyphs: list[Glyph]) -> bool:
    return sum(glyph.text.isalpha() for glyph in glyphs) > 0.8 * len(glyphs) and not is_leftward(glyphs[0].text)


def _close_up(glyphs: list[Glyph]) -> None:
    """Takes the blanks out of letter-spaced words ("P U B L I C A T I O N S"): only gaps over the usual one stay."""
    gaps = sorted(b.left - a.right for a, b in pairwise(glyphs))
    usual = gaps[len(gaps) // 2]
    for before, glyph in pairwise(glyphs):
        glyph.space = glyph.left - before.right > max(1.7 * usual, usual + 0.12 * glyph.face.size)

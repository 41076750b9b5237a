"""Bytes of a text file to characters, whatever the encoding; what was guessed or mended is reported."""

from __future__ import annotations

import codecs
import re

from kg.errors import InputError
from kg.model import Warning

_MARKS = (  # the longer first: a UTF-32 mark starts with a UTF-16 one
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65_536  # bytes looked at to guess an encoding
_CONTROLS = bytes(sorted(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 26, 27}))
_LONE = re.compile("[\udc80-\udcff]+")
_OTHER_SCRIPTS = [
    "gb18030",
    "big5",
    "shift_jis",
    "euc_jp",
    "euc_kr",
    "cp1251",
    "koi8_r",
    "cp1253",
    "cp1255",
    "cp1256",
    "cp874",
]


def decode(data: bytes, where: str, *, declared: str = "") -> tuple[str, tuple[Warning, ...]]:
    """The text without byte order mark, line ends unchanged, and what had to be guessed or mended.

    `declared` is the encoding that the content names (HTML), tried when the bytes are no UTF-8.

    Raises:
        InputError: the bytes are no text.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly_or_mended(data[len(mark) :], name)
    name = _wide(data)
    if name:
        text, warnings = _strictly_or_mended(data, name)
        return text, (Warning("", f"no byte order mark; read as {name.upper()}", "save the file as UTF-8"), *warnings)
    if is_binary(data):
        raise InputError(where, "holds binary data, not text", "give a PDF, DOCX, HTML, Markdown, LaTeX or text file")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        first = error.start
    if not declared.lower().replace("_", "-").startswith(("utf", "unicode")):
        known = _declared(data, declared)
        if known is not None:
            return known, ()
    text = data.decode("utf-8", "surrogateescape")
    broken = sum(len(found) for found in _LONE.findall(text))
    whole = sum(1 for c in text if c > "\x7f") - broken
    if whole > broken or (broken <= 3 < len(data) and _cut_off(data, first)):
        return _mended(text, first, broken)
    return _legacy(data, first)


def is_binary(data: bytes) -> bool:
    """Whether the first 64 KB are no text: zero bytes, or more than 2 % control characters (few are let pass)."""
    head = data[:_SAMPLE]
    if not head:
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return head.count(0) > len(head) // 1000 + 2 or controls > len(head) // 50 + 3


def _wide(data: bytes) -> str:
    """UTF-16 or UTF-32 without mark, told by where the zero bytes stand; "" if it is neither."""
    head = data[: min(_SAMPLE, len(data) // 4 * 4)]
    if not head or 0 not in head:
        return ""
    quarter = len(head) // 4
    zeros = [head[i::4].count(0) for i in range(4)]
    if zeros[2] + zeros[3] > 1.9 * quarter and zeros[0] < quarter // 10:
        return "utf-32-le"
    if zeros[0] + zeros[1] > 1.9 * quarter and zeros[3] < quarter // 10:
        return "utf-32-be"
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    for name, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if high > 0.2 * len(head) / 2 and low <= 0.01 * len(head) / 2 and not _unlikely(head, name):
            return name
    return ""


def _unlikely(head: bytes, encoding: str) -> bool:
    text = head.decode(encoding, "replace")
    strange = sum(1 for c in text if (c < " " and c not in "\t\n\r\f\v") or c == "\ufffd" or "\ud800" <= c <= "\udfff")
    return strange > len(text) // 50 + 1


def _strictly_or_mended(data: bytes, encoding: str) -> tuple[str, tuple[Warning, ...]]:
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            text = data.decode("utf-8", "surrogateescape")
            return _mended(text, error.start, sum(len(found) for found in _LONE.findall(text)))
        problem = f"broken {encoding.upper()}: what cannot be read is shown as U+FFFD"
        warning = Warning(f"byte {error.start}", problem, "save the file again as UTF-8")
        return data.decode(encoding, "replace"), (warning,)


def _mended(text: str, first: int, broken: int) -> tuple[str, tuple[Warning, ...]]:
    """UTF-8 with stray bytes: one between letters is read as Windows-1252, anything else becomes U+FFFD."""

    def mend(found: re.Match[str]) -> str:
        raw = bytes(ord(c) - 0xDC00 for c in found.group())
        before, after = found.string[found.start() - 1 : found.start()], found.string[found.end() : found.end() + 1]
        if (
            len(raw) == 1
            and raw[0] >= 0xC0
            and raw[0] not in (0xD7, 0xF7)
            and after
            and (before.isalpha() or after.isalpha())
        ):
            return raw.decode("cp1252")
        return "\ufffd" * len(raw)

    problem = f"broken UTF-8 ({broken} stray bytes): mended where it was plain, else shown as U+FFFD"
    return _LONE.sub(mend, text), (Warning(f"byte {first}", problem, "save the file again as UTF-8"),)


def _cut_off(data: bytes, first: int) -> bool:
    """Whether the only broken place is a character cut off at the end of the data."""
    return first >= len(data) - 3 and data[first] >= 0xC2


def _declared(data: bytes, name: str) -> str | None:
    if not name:
        return None
    name = {
        "iso-8859-1": "cp1252",
        "latin-1": "cp1252",
        "latin1": "cp1252",
        "us-ascii": "cp1252",
        "gb2312": "gb18030",
    }.get(name.strip().lower(), name.strip())
    try:
        return data.decode(name)
    except (LookupError, UnicodeError, ValueError):
        return None


def _legacy(data: bytes, first: int) -> tuple[str, tuple[Warning, ...]]:
    """A one-byte or East Asian encoding that nobody named: Windows-1252 unless most letters are none of ASCII."""
    head = data[:_SAMPLE]
    high = sum(1 for byte in head if byte >= 0x80)
    letters = high + sum(1 for byte in head if chr(byte).isalpha() and byte < 0x80)
    name = _guess(head) if high > 0.25 * letters else ""
    text = _declared(data, name) if name else None
    if text is None:
        name, text = "Windows-1252", data.decode("cp1252", "replace")
    problem = f"not UTF-8; read as {name}"
    return text, (Warning(f"byte {first}", problem, "save the file as UTF-8 if names look wrong"),)


def _guess(head: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(head, cp_isolation=_OTHER_SCRIPTS).best()
    return best.encoding if best is not None else ""

"""The door of the room: one file to one `Document`."""

from __future__ import annotations

import hashlib
import importlib
from pathlib import Path

from kg.documents import sniffing
from kg.documents.pieces import Reading
from kg.errors import InputError
from kg.model import Document, Warning

MAX_BYTES = 512 * 1024 * 1024
_HEAD = 65_536
_BYTES_READERS = {
    sniffing.PDF: "kg.documents.pdf",
    sniffing.DOCX: "kg.documents.docx",
    sniffing.HTML: "kg.documents.html",
}
_TEXT_READERS = {
    sniffing.MARKDOWN: "kg.documents.markdown",
    sniffing.LATEX: "kg.documents.latex",
    sniffing.TEXT: "kg.documents.plain",
}
_WANTED = "give a PDF, DOCX, HTML, Markdown, LaTeX or text file"


def read(path: Path | str, *, data: bytes | None = None) -> Document:
    """The document as text with positions; what had to be guessed, mended or left out is in its warnings.

    With `data` nothing is opened, and `path` is only a name.

    Raises:
        InputError: missing, not readable, empty, too large, binary, damaged, encrypted, or without any text.
    """
    where = str(path)
    if data is None:
        data = _bytes_of(Path(path), where)
    if not data.strip(b"\x00 \t\r\n\x0b\x0c\xef\xbb\xbf\xff\xfe"):
        raise InputError(where, "is empty", "give a file that holds something")
    kind = sniffing.sniff(data if data[:4] == b"PK\x03\x04" else data[:_HEAD], where)
    reading = _reading(data, kind, where)
    if not reading.lines:
        raise InputError(where, "holds no text that can be read", "check that it is the right file")
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(
        id=sha256[:16],
        path=where,
        sha256=sha256,
        media_type=kind,
        text=reading.text,
        lines=reading.lines,
        title=" ".join(reading.title.split())[:500],
        data=reading.data,
        warnings=reading.warnings,
    )


def _bytes_of(path: Path, where: str) -> bytes:
    try:
        if path.is_dir():
            raise InputError(where, "is a folder, not a file", "give the files in it")
        size = path.stat().st_size
        if size > MAX_BYTES:
            problem = f"has {size / 2**20:,.0f} MB; a document may have {MAX_BYTES // 2**20} MB"
            raise InputError(where, problem, "split it, or give the part that lists the works")
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(where, "there is no such file", "check the name") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(where, f"cannot be opened: {reason}", "check the name and its permissions") from None


def _reading(data: bytes, kind: str, where: str) -> Reading:
    if kind in _BYTES_READERS:
        reader = importlib.import_module(_BYTES_READERS[kind])
        reading: Reading = reader.read(data, where)
        return reading
    what = sniffing.is_foreign(data)
    if kind == sniffing.BINARY:
        raise InputError(where, f"is {what}" if what else "holds binary data, not text", _remedy(what))
    from kg.documents.decoding import decode

    text, warnings = decode(data, where)
    reader = importlib.import_module(_TEXT_READERS[kind])
    reading = reader.read(text)
    return _with(reading, warnings)


def _remedy(what: str) -> str:
    if "archive" in what:
        return "unpack it and give the files in it"
    if "Word" in what or "RTF" in what or "PostScript" in what:
        return "save it as .docx or PDF without password and give that"
    if "picture" in what:
        return "run text recognition (OCR) on it and give the PDF or text that comes out"
    return _WANTED


def _with(reading: Reading, warnings: tuple[Warning, ...]) -> Reading:
    if not warnings:
        return reading
    return Reading(reading.text, reading.lines, reading.title, reading.data, (*warnings, *reading.warnings))

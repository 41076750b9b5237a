"""What a file is, by its content first and its name second."""

from __future__ import annotations

import re
from pathlib import PurePath

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = "text/html"
MARKDOWN = "text/markdown"
LATEX = "application/x-tex"
TEXT = "text/plain"
BINARY = "application/octet-stream"

_BY_NAME = {
    ".md": MARKDOWN, ".markdown": MARKDOWN, ".mdown": MARKDOWN, ".mkd": MARKDOWN, ".qmd": MARKDOWN, ".rmd": MARKDOWN,
    ".html": HTML, ".htm": HTML, ".xhtml": HTML, ".shtml": HTML,
    ".tex": LATEX, ".latex": LATEX, ".ltx": LATEX,
}  # fmt: skip
_HTML_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.I | re.S)
_HTML_PART = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:head|body|div|p|h[1-6]|ul|ol|table|section|main|article)[\s>]", re.I | re.S
)
_HTML_TAG = re.compile(r"</?(?:p|div|li|ul|ol|td|tr|table|h[1-6]|br|span|a|b|i|em|strong|img)(?:\s[^<>]*)?/?>", re.I)
_LATEX_START = re.compile(r"^[ \t]*\\(?:documentclass|documentstyle|begin\{document\})", re.M)
_LATEX_COMMAND = re.compile(r"\\(?:section\*?|subsection\*?|begin|end|item|textbf|textit|cventry|href)(?:\{|\s|\[)")
# Marks of Markdown; a document needs marks of two kinds, or one kind often.
_MARKDOWN = (
    re.compile(r"^ {0,3}#{1,6} +\S", re.M),
    re.compile(r"(?<![\\*\w])\*\*(?![\s*])[^*\n]{1,200}\*\*"),
    re.compile(r"(?<!!)\[[^\[\]\n]{1,200}\]\((?:<[^<>\n]+>|[^\s()]+)[^()\n]{0,80}\)"),
    re.compile(r"^```", re.M),
    re.compile(r"^\|?(?: *:?-{3,}:? *\|)+ *(?::?-{3,}:?)? *$", re.M),
    re.compile(r"\A---[ \t]*\r?\n(?:[\w-]+:.*\r?\n)+---[ \t]*$", re.M),
    re.compile(r"<https?://[^\s<>]+>"),
    re.compile(r"\\[*_\[\]#]"),
    re.compile(r"(?<![\w*\\])\*(?![\s*])[^*\n]{2,200}(?<!\s)\*(?![\w*])"),
)


def sniff(head: bytes, name: str) -> str:
    r"""Media type of a document that starts with these bytes; content decides, the name where content leaves it open.

    `head` should be the first 64 KB or the whole. Never fails: what is no text at all is "application/octet-stream",
    and every other text is "text/plain".

    >>> sniff(b"%PDF-1.7 ...", "cv.txt")
    'application/pdf'
    >>> sniff(b"# Ada Lovelace\n\n- **Notes**, 1843", "cv.txt")
    'text/markdown'
    """
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        is_word = b"word/" in head or b"[Content_Types].xml" in head[:200]
        other = any(part in head for part in (b"xl/", b"ppt/", b"mimetypeapplication/"))
        return DOCX if (is_word and not other) or PurePath(name).suffix.lower() == ".docx" else BINARY
    text = _as_text(head)
    if text is None:
        return BINARY
    return _of_text(text, _BY_NAME.get(PurePath(name).suffix.lower(), ""))


def _as_text(head: bytes) -> str | None:
    from kg.documents.decoding import decode
    from kg.errors import InputError

    if not head or is_foreign(head):
        return "" if not head else None
    try:
        return decode(head[:65_536], "")[0]
    except InputError:
        return None


def _of_text(text: str, named: str) -> str:
    if _HTML_START.match(text):
        return HTML
    if _LATEX_START.search(text) or (named == LATEX and not _markdown(text)):
        return LATEX
    if named:
        return named
    if _HTML_PART.match(text) and len(_HTML_TAG.findall(text[:20_000])) >= 4:
        return HTML
    if _markdown(text):
        return MARKDOWN
    if len(_HTML_TAG.findall(text[:20_000])) * 40 > len(text[:20_000]):
        return HTML
    if len(_LATEX_COMMAND.findall(text[:20_000])) >= 5:
        return LATEX
    return TEXT


def _markdown(text: str) -> bool:
    """Whether two kinds of Markdown marks are there, or one of the surer kinds three times."""
    counts = [len(pattern.findall(text)) for pattern in _MARKDOWN]
    return sum(1 for count in counts if count) >= 2 or max(counts[:5]) >= 3 or counts[5] == 1


_FOREIGN = {  # what files are that are not read here, by their first bytes
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old Word file (.doc) or one with a password",
    b"{\\rtf": "an RTF file",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%!PS": "a PostScript file",
    b"PK\x03\x04": "a ZIP archive, no Word file",
}


def is_foreign(head: bytes) -> str:
    """What the bytes are, in words, if they are of a kind that is known and not read here; else ""."""
    return next((what for magic, what in _FOREIGN.items() if head.startswith(magic)), "")

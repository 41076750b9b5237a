"""The formats kg reads: each a name, what it looks like, and the function that streams it into extracted tables.

A new format is a module with `FORMAT = Format(...)` and one line in `_MODULES`. Recognition looks at the first bytes,
and at the file name only where the content does not decide.
"""

from __future__ import annotations

import codecs
import importlib
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from kg import archives
from kg.archives import open_file
from kg.errors import FormatError, InputError
from kg.extractors.packed import BROKEN, read_some, unpacked
from kg.model import Warning

HEAD_BYTES = 65_536
_MAX_BESIDE = 65_536
_NAME = re.compile(rb'"([^"\\\\{}]{1,40})"\s*:')
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]{0,60})[\s/>]")

# Most specific first: the first format that claims the head gets the file.
_MODULES = (
    "orcid",
    "rdf",
    "arxiv",
    "s2orc",
    "semanticscholar",
    "openalex",
    "openalex_authors",
    "datacite",
    "csl",
    "paperlist",
    "dblp",
    "tei",
    "aclanthology",
    "pubmed",
    "endnote",
    "jats",
    "cff",
    "ris",
    "bibtex",
    "csvs",
    "documents",
)


@dataclass(frozen=True, slots=True)
class Extract:
    """A batch of what one input says: some of the tables of `schemas.EXTRACTED`, and what was noticed on the way."""

    tables: Mapping[str, pa.Table]
    warnings: tuple[Warning, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One input: where it is, what the user called it, and its first bytes (decompressed)."""

    path: Path
    name: str
    head: bytes
    data: bytes | None = None  # set when the input came from a pipe
    beside: bytes = b""  # the YAML file beside a table that says what its columns mean
    sha256: str = ""  # of its bytes, where that is known already


@dataclass(frozen=True, slots=True)
class Format:
    """One input format.

    `claims(head, name)` says whether decompressed first bytes (up to `HEAD_BYTES`) are of this format.
    `stream(source)` yields extracts; it raises InputError when nothing can be read.
    """

    name: str
    label: str
    suffixes: tuple[str, ...]
    claims: Callable[[bytes, str], bool]
    stream: Callable[[Source], Iterator[Extract]]
    version: str = "1"
    pieces: Any = None  # a `bulk.Piecewise`, where an input can be cut and its parts be read by several processes


def registry() -> dict[str, Format]:
    """All formats by name, in the order in which they are tried."""
    found = [importlib.import_module(f"kg.extractors.{module}").FORMAT for module in _MODULES]
    return {f.name: f for f in found}


def open_source(path: Path | str, *, data: bytes | None = None, name: str | None = None) -> Source:
    """Look at the first bytes of an input.

    Raises:
        InputError: it is missing, a folder, empty, not allowed to be read, or damaged at its start.
    """
    path = Path(path)
    name = name or str(path)
    try:
        with open_bytes(path, data) as stream:
            head = _head(stream)
    except FileNotFoundError:
        raise InputError(name, "there is no such file", "check the spelling") from None
    except IsADirectoryError:
        raise InputError(name, "this is a folder", "name the files in it, or give the folder to kg build") from None
    except PermissionError:
        raise InputError(name, "reading it is not allowed", "change its permissions") from None
    except (*BROKEN, FormatError) as error:
        raise InputError(name, f"it cannot be read ({error})", "check that the file is whole") from None
    if data is None and head.startswith(b"PK") and archives.is_archive(path):
        raise archives.refusal(path)
    if not head.strip():
        raise InputError(name, "the file is empty", "remove it or fill it")
    return Source(path, name, head.removeprefix(codecs.BOM_UTF8), data, beside=beside(path) if data is None else b"")


def beside(path: Path) -> bytes:
    """What "<name of a table>.yaml" (or .yml) says about its columns; nothing where there is no such file."""
    for suffix in (".yaml", ".yml"):
        try:
            with archives.open_file(path.with_name(path.name + suffix)) as stream:
                return stream.read(_MAX_BESIDE)
        except OSError:
            continue
    return b""


def _head(stream: IO[bytes]) -> bytes:
    """The first bytes, even if the stream breaks off within them."""
    head = b""
    try:
        while len(head) < HEAD_BYTES and (more := read_some(stream, HEAD_BYTES - len(head))):
            head += more
    except BROKEN:
        if not head:
            raise
    return head


def open_bytes(path: Path, data: bytes | None = None) -> IO[bytes]:
    """Open an input (also a member of a ZIP archive) for reading, decompressed as its first bytes say."""
    return unpacked(io.BytesIO(data) if data is not None else open_file(path))


def is_plain(source: Source) -> bool:
    """Whether the input is a file of its own that holds its bytes as they are, not compressed and in no archive."""
    if source.data is not None or not source.path.is_file():
        return False
    with source.path.open("rb") as raw:
        return unpacked(raw) is raw


def recognise(source: Source) -> Format:
    """The format of an input, by content first.

    Raises:
        FormatError: no format claims it.
    """
    formats = registry()
    if source.beside:
        return formats["csv"]
    for candidate in formats.values():
        if candidate.claims(source.head, source.name):
            return candidate
    raise unknown(source)


def unknown(source: Source) -> FormatError:
    """The error that says what an input looks like and which formats were tried."""
    looks = _looks_like(source.head)
    tried = ", ".join(name for name in registry() if name != "document")
    remedy = "unpack it, or pack it as ZIP" if "tar" in looks else "say which it is with --as FORMAT, or see kg formats"
    return FormatError(source.name, f"{looks}, in none of the formats kg reads ({tried})", remedy)


def _looks_like(head: bytes) -> str:
    """What the head is, as far as it can be told: JSON with its names, XML with its outermost element."""
    start = head.lstrip()[:1]
    if start in (b"{", b"["):
        names = list(dict.fromkeys(name.decode("utf-8", "replace") for name in _NAME.findall(head[:8_192])))[:8]
        return f"this looks like JSON ({', '.join(names)} …)" if names else "this looks like JSON"
    if start == b"<":
        root = _ROOT.search(head)
        return f"this looks like XML (<{root[1].decode('utf-8', 'replace')}>)" if root else "this looks like XML"
    if head[257:262] == b"ustar":
        return "this is a tar archive"
    return "this looks like binary data" if b"\0" in head else "this looks like text"


def extract(source: Source, *, as_format: str | None = None) -> Iterator[Extract]:
    """Stream what one input says.

    Raises:
        FormatError: `as_format` is unknown, or no format claims the input.
        InputError: it cannot be read.
    """
    return (named(as_format, source.name) if as_format else recognise(source)).stream(source)


def named(name: str, source: str = "") -> Format:
    """The format of that name.

    Raises:
        FormatError: there is none.
    """
    formats = registry()
    if name not in formats:
        raise FormatError(source, f"unknown format '{name}'", f"use one of {', '.join(formats)}")
    return formats[name]

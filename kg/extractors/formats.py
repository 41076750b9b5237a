"""The formats kg reads: each a name, what it looks like, and the function that streams it into extracted tables.

A new format is a module with `FORMAT = Format(...)` and one line in `_MODULES`. Recognition looks at the first bytes,
and at the file name only where the content does not decide.
"""

from __future__ import annotations

import bz2
import codecs
import gzip
import importlib
import io
import lzma
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyarrow as pa

from kg.errors import FormatError, InputError
from kg.model import Warning

HEAD_BYTES = 65_536

# Most specific first: the first format that claims the head gets the file.
_MODULES = (
    "orcid",
    "rdf",
    "arxiv",
    "semanticscholar",
    "openalex",
    "csl",
    "dblp",
    "tei",
    "aclanthology",
    "pubmed",
    "ris",
    "bibtex",
    "csvs",
    "documents",
)

_OPENERS: dict[bytes, Callable[[IO[bytes]], IO[bytes]]] = {
    b"\x1f\x8b": lambda stream: gzip.GzipFile(fileobj=stream),  # type: ignore[dict-item, return-value]
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}


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
            head = stream.read(HEAD_BYTES)
    except FileNotFoundError:
        raise InputError(name, "there is no such file", "check the spelling") from None
    except IsADirectoryError:
        raise InputError(name, "this is a folder", "name the files in it, or give the folder to kg build") from None
    except PermissionError:
        raise InputError(name, "reading it is not allowed", "change its permissions") from None
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise InputError(name, f"it cannot be read ({error})", "check that the file is whole") from None
    if not head.strip():
        raise InputError(name, "the file is empty", "remove it or fill it")
    return Source(path, name, head.removeprefix(codecs.BOM_UTF8), data)


def open_bytes(path: Path, data: bytes | None = None) -> IO[bytes]:
    """Open an input for reading, decompressed (gzip, bzip2, xz) as its first bytes say."""
    raw: IO[bytes] = io.BytesIO(data) if data is not None else path.open("rb")
    start = raw.read(6)
    raw.seek(0)
    for magic, opener in _OPENERS.items():
        if start.startswith(magic):
            return opener(raw)
    return raw


def recognise(source: Source) -> Format:
    """The format of an input, by content first.

    Raises:
        FormatError: no format claims it.
    """
    formats = registry()
    for candidate in formats.values():
        if candidate.claims(source.head, source.name):
            return candidate
    raise FormatError(
        source.name,
        f"{_looks_like(source.head)}, in none of the formats kg reads ({', '.join(formats)})",
        "say which it is with --as FORMAT, or see kg formats",
    )


def _looks_like(head: bytes) -> str:
    start = head.lstrip()[:1]
    if start in (b"{", b"["):
        return "this looks like JSON"
    if start == b"<":
        return "this looks like XML"
    return "this looks like binary data" if b"\0" in head else "this looks like text"


def extract(source: Source, *, as_format: str | None = None) -> Iterator[Extract]:
    """Stream what one input says.

    Raises:
        FormatError: `as_format` is unknown, or no format claims the input.
        InputError: it cannot be read.
    """
    if as_format is None:
        return recognise(source).stream(source)
    formats = registry()
    if as_format not in formats:
        raise FormatError(source.name, f"unknown format '{as_format}'", f"use one of {', '.join(formats)}")
    return formats[as_format].stream(source)

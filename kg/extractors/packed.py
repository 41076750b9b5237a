"""Compressed streams (gzip, bzip2, xz, zstd), told by their first bytes, read as what is in them.

Memory is bounded, whatever the stream says it needs. So is what comes out: a stream that unpacks to hundreds of times
its size is one that is made to do harm, and breaks off there. What came before a damaged place is read.
"""

from __future__ import annotations

import bz2
import codecs
import io
import lzma
import re
import zlib
from collections.abc import Callable
from typing import IO, Any

from kg.archives import FREE_BYTES, MAX_RATIO
from kg.errors import FormatError

_CHUNK = 256 * 1024  # compressed bytes at a time
_OUT = 1 << 20  # unpacked bytes at a time
_MAX_XZ_MEMORY = 512 * 1024 * 1024  # `xz -9` needs 65 MB
# What a damaged or half a stream raises while it is read.
BROKEN = (EOFError, OSError, lzma.LZMAError, zlib.error)


class _Gzip:
    """zlib with the interface that the decompressors of bz2 and lzma have."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    def decompress(self, data: bytes, size: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, size)

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail and not self.eof

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data


_DECOMPRESSORS: dict[bytes, Callable[[], Any]] = {
    b"\x1f\x8b": _Gzip,
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\x00": lambda: lzma.LZMADecompressor(memlimit=_MAX_XZ_MEMORY),
}
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_DECLARED = re.compile(r"(<\?xml[^>]{0,100}?encoding=[\"'])utf-16(?:le|be)?([\"'])", re.IGNORECASE)
_ZSTD = b"\x28\xb5\x2f\xfd"


def unpacked(raw: IO[bytes]) -> IO[bytes]:
    """The stream itself, or what is compressed in it, as UTF-8 where it is marked as UTF-16; `raw` is at its start."""
    opened = _decompressed(raw)
    start = opened.peek(2)[:2] if isinstance(opened, io.BufferedReader) else _start(opened)
    encoding = _UTF16.get(start)
    return io.BufferedReader(_Recoded(opened, encoding), _OUT) if encoding else opened


def _start(stream: IO[bytes]) -> bytes:
    found = stream.read(2)
    stream.seek(0)
    return found


def _decompressed(raw: IO[bytes]) -> IO[bytes]:
    start = raw.read(6)
    raw.seek(0)
    if start.startswith(_ZSTD):
        import pyarrow as pa

        inner: Any = pa.CompressedInputStream(pa.PythonFile(raw, "r"), "zstd")
        return io.BufferedReader(_Bounded(raw, inner.read), _OUT)
    for magic, decompressor in _DECOMPRESSORS.items():
        if start.startswith(magic):
            return io.BufferedReader(_Bounded(raw, _Frames(raw, decompressor).read), _OUT)
    return raw


def read_some(stream: IO[bytes], size: int) -> bytes:
    """Up to `size` bytes, b"" at the end: all that is whole comes before the error of a stream that breaks off."""
    read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
    return read(size)


class _Frames:
    """The frames of a compressed stream, one after the other; zeros behind the last one are padding."""

    def __init__(self, raw: IO[bytes], decompressor: Callable[[], Any]) -> None:
        self._raw = raw
        self._new = decompressor
        self._inner = decompressor()

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; b"" at the end.

        Raises:
            EOFError: the stream is cut off.
        """
        while True:
            given = b""
            if self._inner.eof:
                given = self._next_frame()
                if not given:
                    return b""
                self._inner = self._new()
            elif self._inner.needs_input:
                given = self._raw.read(_CHUNK)
                if not given:
                    raise EOFError("the compressed stream is cut off")
            made: bytes = self._inner.decompress(given, size)
            if made:
                return made

    def _next_frame(self) -> bytes:
        found: bytes = self._inner.unused_data
        while not (found := found.lstrip(b"\0")):
            if not (found := self._raw.read(_CHUNK)):
                return b""
        return found


class _Bounded(io.RawIOBase):
    """A raw stream of unpacked bytes that breaks off where they are far too many for what was packed."""

    def __init__(self, raw: IO[bytes], read: Callable[[int], bytes]) -> None:
        self._raw = raw
        self._read = read
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._read(min(len(buffer), _OUT))
        self._count += len(data)
        if self._count > FREE_BYTES and self._count > MAX_RATIO * max(self._raw.tell(), 1):
            problem = f"it unpacks to more than {MAX_RATIO} times its size"
            raise FormatError("", problem, "what came before is read; unpack it yourself if you trust it")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


class _Recoded(io.RawIOBase):
    """A stream of UTF-16 as UTF-8, also where XML says in its first line what it was."""

    def __init__(self, raw: IO[bytes], encoding: str) -> None:
        self._raw = raw
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._held = b""
        self._began = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._held:
            data = read_some(self._raw, _CHUNK)
            text = self._decoder.decode(data, final=not data)
            if not self._began and text:
                text, self._began = _DECLARED.sub(r"\1utf-8\2", text.removeprefix("\ufeff"), count=1), True
            self._held = text.encode("utf-8", "replace")
            if not data and not self._held:
                return 0
        size = min(len(buffer), len(self._held))
        buffer[:size], self._held = self._held[:size], self._held[size:]
        return size

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()

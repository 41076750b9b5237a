"""The objects of one long JSON text, one after the other, without parsing the whole: large, cut off or broken texts.

Only brackets and strings are looked at, so a text that breaks off gives every object before the break.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from typing import IO

from kg.extractors.packed import read_some

MAX_OBJECT = 100_000_000  # bytes
_CHUNK = 1 << 20
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+("?)|[{}\[\]]', re.DOTALL)


class Pieces:
    """Cuts objects out of a stream.

    The objects are the members of the outermost list, or of the list that an outermost object keeps under one of
    `wrappers` (also of wrappers within wrappers); with `loose`, outermost objects that follow each other.
    `broken` says afterwards whether the text ended within something; `oversized` how many objects were too long.
    """

    def __init__(self, stream: IO[bytes], wrappers: Sequence[str] = (), *, loose: bool = False) -> None:
        self._stream = stream
        self._wrappers = {f'"{name}"'.encode() for name in wrappers}
        self._buffer = b""
        self._depth = 0
        self._inside = 0  # how many wrapping objects the list looked for is in
        self._list = 0 if loose else -1  # depth of the list whose members are wanted; -1 where it is not found yet
        self._start = -1  # where the object begins that is being read; -1 outside, or where it is too long
        self._last = b""  # the string before: perhaps the name of a member
        self.broken = False
        self.oversized: list[int] = []
        self.number = 0

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Number of each object, from 1, and its bytes."""
        position, more = 0, _CHUNK
        while chunk := self._read(more):
            self._buffer += chunk
            position = yield from self._scan(position)
            keep = self._start if self._start >= 0 else position
            if len(self._buffer) - keep > MAX_OBJECT:
                if self._start >= 0:
                    self.oversized.append(self.number + 1)
                self._start, keep = -1, position
            self._buffer = self._buffer[keep:]
            position -= keep
            self._start = 0 if self._start >= 0 else -1
            more = max(_CHUNK, len(self._buffer))  # a long object is not looked through again for every chunk
        self.broken = self.broken or self._depth > 0 or position < len(self._buffer.rstrip())

    def _read(self, size: int) -> bytes:
        return read_some(self._stream, size)

    def _scan(self, position: int) -> Generator[tuple[int, bytes], None, int]:
        """Objects that end in the buffer; returns up to where it is understood."""
        for token in _TOKEN.finditer(self._buffer, position):
            sign = token[0][:1]
            if sign == b'"':
                if not token[1]:  # the string goes on in the next chunk
                    if len(self._buffer) - token.start() > MAX_OBJECT:
                        self.broken = True
                        return len(self._buffer)
                    return token.start()
                self._last = token[0] if len(token[0]) < 64 else b""
            elif sign in b"{[":
                self._open(sign, token.start())
            else:
                self._depth -= 1
                if self._depth == self._list and sign == b"}":
                    self.number += 1
                    if self._start >= 0:
                        yield self.number, self._buffer[self._start : token.end()]
                        self._start = -1
            position = token.end()
        return len(self._buffer)

    def _open(self, sign: bytes, place: int) -> None:
        if self._depth == self._list and sign == b"{":
            self._start = place
        elif self._list < 0:
            wanted = self._depth == self._inside and (self._depth == 0 or self._last in self._wrappers)
            if wanted and sign == b"[":
                self._list = self._depth + 1
            elif wanted:
                self._inside += 1
        self._depth += 1

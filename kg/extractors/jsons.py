"""JSON inputs of several shapes: JSON lines, a list, one object, or a page that wraps a list."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any

import orjson

from kg.errors import FormatError
from kg.extractors.bulk import Item, Report
from kg.extractors.formats import Source, open_bytes
from kg.extractors.json_pieces import MAX_OBJECT, Pieces
from kg.extractors.packed import BROKEN, read_some

_WHOLE = 64 * 1024 * 1024  # bytes of a text that is parsed as one; a longer one is cut into its objects
_MAX_LINE = MAX_OBJECT


def is_json(head: bytes) -> bool:
    """Whether the first sign of the input is one that JSON begins with."""
    return head.lstrip()[:1] in (b"{", b"[")


def values(source: Source, report: Report, wrappers: Sequence[str] = ()) -> Iterator[tuple[str, Any]]:
    """Each value with its place ("line=3" or "record=3"); lines that are no JSON are reported.

    Args:
        source: the input.
        report: told what cannot be read.
        wrappers: names under which an object keeps the list of records ("data", "hits").

    Raises:
        FormatError: no object in it could be read.
    """
    if _is_lines(source.head):
        yield from _lines(source, report)
        return
    data, cut_off = _whole(source)
    if len(data) <= _WHOLE and not cut_off:
        try:
            yield from _unwrapped(parsed(data), wrappers)
            return
        except (ValueError, RecursionError) as problem:
            error = str(problem)
    else:
        error = cut_off or "it is too long to be read as one"
    yield from _pieces(source, report, wrappers, error)


def _whole(source: Source) -> tuple[bytes, str]:
    """All bytes, or the first `_WHOLE` and one more; and what stopped the stream, if it is damaged."""
    parts: list[bytes] = []
    size = 0
    with open_bytes(source.path, source.data) as stream:
        try:
            while size <= _WHOLE and (some := read_some(stream, _WHOLE + 1 - size)):
                parts.append(some)
                size += len(some)
        except BROKEN as error:
            return b"".join(parts), str(error)
    return b"".join(parts), ""


def _unwrapped(whole: Any, wrappers: Sequence[str]) -> Iterator[tuple[str, Any]]:
    while isinstance(whole, dict):
        inner = next((whole[name] for name in wrappers if isinstance(whole.get(name), (list, dict))), None)
        if inner is None:
            break
        whole = inner
    for number, value in enumerate(whole if isinstance(whole, list) else [whole], start=1):
        yield f"record={number}", value


def _pieces(source: Source, report: Report, wrappers: Sequence[str], error: str) -> Iterator[tuple[str, Any]]:
    """The objects of a text that is too long, or that breaks off or is broken somewhere."""
    found = 0
    with open_bytes(source.path, source.data) as stream:
        pieces = Pieces(stream, wrappers, loose="Extra data" in error)
        try:
            for number, piece in pieces:
                try:
                    value = parsed(piece)
                except (ValueError, RecursionError) as problem:
                    report(f"record={number}", f"no valid JSON ({problem})")
                    continue
                found += 1
                yield f"record={number}", value
        except BROKEN as problem:
            error, pieces.broken = str(problem), True
    for number in pieces.oversized:
        report(f"record={number}", "one record of over 100 MB")
    if not found:
        raise FormatError("", f"no valid JSON ({error})", "mend it there, or get the file again")
    if pieces.broken:
        report("", f"the JSON breaks off after record {pieces.number} ({error})", "what came before is read")


def _lines(source: Source, report: Report) -> Iterator[tuple[str, Any]]:
    with open_bytes(source.path, source.data) as stream:
        for number, line in bounded_lines(stream, report):
            try:
                yield f"line={number}", parsed(line)
            except (ValueError, RecursionError) as error:
                report(f"line={number}", f"no valid JSON ({error})")


def bounded_lines(stream: IO[bytes], report: Report) -> Iterator[tuple[int, bytes]]:
    """Each line that holds something, with its number; one of over 100 MB is reported and passed over."""
    number = 0
    while line := stream.readline(_MAX_LINE):
        number += 1
        if len(line) == _MAX_LINE and not line.endswith(b"\n"):
            report(f"line={number}", "one line of over 100 MB")
            while (rest := stream.readline(_MAX_LINE)) and not rest.endswith(b"\n"):
                pass
        elif line.strip():
            yield number, line


def items(
    source: Source, report: Report, item: Callable[[str, dict[str, Any]], Item], wrappers: Sequence[str] = ()
) -> Iterator[Item]:
    """Works of a JSON input; what has an unexpected structure or no title is reported, and the others are read."""
    for fragment, said in values(source, report, wrappers):
        try:
            found = item(fragment, said)
        except (AttributeError, TypeError, ValueError, KeyError, IndexError) as error:
            report(fragment, f"unexpected structure ({error})")
            continue
        if found.fields["title"]:
            yield found
        else:
            report(fragment, "it has no title")


def text(value: Any) -> str | None:
    """A string or number as text with single blanks, without lone surrogates; None for what is empty or neither."""
    if not isinstance(value, (str, int, float)) or isinstance(value, bool) or value != value:  # NaN
        return None
    said = " ".join(str(value).split())
    return (said if said.isascii() else said.encode("utf-8", "replace").decode()) or None


def _is_lines(head: bytes) -> bool:
    """The first line is an object that is whole, and another one follows; or the file is one such line."""
    first, _, rest = head.lstrip().partition(b"\n")
    if not first.startswith(b"{") or (rest.strip() and not rest.lstrip().startswith(b"{")):
        return False
    try:
        parsed(first)
    except (ValueError, RecursionError):
        return rest.lstrip().startswith(b'{"') and first.rstrip().endswith(b"}")
    return bool(rest.strip())


def parsed(line: bytes) -> Any:
    """The value of a JSON text; lone surrogates and bytes that are no UTF-8 are let pass."""
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return json.loads(line.decode("utf-8-sig", "replace"))  # slower, and forgives lone surrogates

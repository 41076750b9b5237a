"""JSON inputs of several shapes: JSON lines, a list, one object, or a page that wraps a list."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import orjson

from kg.errors import FormatError
from kg.extractors.bulk import Item, Report
from kg.extractors.formats import Source, open_bytes

_MAX_BYTES = 1 << 30  # what is no JSON lines is read whole
_MAX_LINE = 100_000_000


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
        FormatError: the input is no JSON lines, and no valid JSON or over 1 GB.
    """
    if _is_lines(source.head):
        yield from _lines(source, report)
        return
    with open_bytes(source.path, source.data) as stream:
        data = stream.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES:
        raise FormatError("", "a JSON text of over 1 GB", "convert it to JSON lines, one record a line")
    try:
        whole = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise FormatError("", f"no valid JSON ({error})", "mend it there, or get the file again") from None
    for name in wrappers:
        if isinstance(whole, dict) and isinstance(whole.get(name), (list, dict)):
            whole = whole[name]
    for number, value in enumerate(whole if isinstance(whole, list) else [whole], start=1):
        yield f"record={number}", value


def _lines(source: Source, report: Report) -> Iterator[tuple[str, Any]]:
    with open_bytes(source.path, source.data) as stream:
        number = 0
        while line := stream.readline(_MAX_LINE):
            number += 1
            if not line.strip():
                continue
            try:
                yield f"line={number}", _parsed(line)
            except (ValueError, RecursionError) as error:
                report(f"line={number}", f"no valid JSON ({error})")


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
    """A string or number as text with single blanks; None for what is empty or neither."""
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        return None
    return " ".join(str(value).split()) or None


def _is_lines(head: bytes) -> bool:
    """The first line is an object that is whole, and another one follows; or the file is one such line."""
    first, _, rest = head.lstrip().partition(b"\n")
    if not first.startswith(b"{") or (rest.strip() and not rest.lstrip().startswith(b"{")):
        return False
    try:
        _parsed(first)
    except (ValueError, RecursionError):
        return rest.lstrip().startswith(b'{"') and first.rstrip().endswith(b"}")
    return bool(rest.strip())


def _parsed(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return json.loads(line.decode("utf-8-sig", "replace"))  # slower, and forgives lone surrogates

"""XML as a stream of small trees: one record at a time, bounded, nothing resolved and nothing fetched.

Expat does the parsing. Documents that declare entities are refused (an entity bomb is made of them); external DTDs and
entities are never opened; named characters such as `&uuml;` that a DTD would define are those of HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field
from html.entities import name2codepoint
from typing import IO, Any
from xml.parsers import expat

from kg.errors import FormatError
from kg.extractors.packed import read_some

_CHUNK = 1 << 20
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]*);")
_XML_OWN = {b"amp", b"lt", b"gt", b"quot", b"apos"}
_MAX_DEPTH = 200
_MAX_RECORD = 100_000_000  # characters of one record


@dataclass(slots=True)
class Element:
    """One element: local name (without namespace), attributes, children, and its text in one piece."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it, tags inside dropped, white space single."""
        return " ".join("".join(self.parts).split())

    def all(self, tag: str) -> list[Element]:
        return [child for child in self.children if child.tag == tag]

    def first(self, *path: str) -> Element | None:
        found: Element | None = self
        for tag in path:
            found = next((child for child in found.children if child.tag == tag), None) if found else None
        return found

    def value(self, *path: str) -> str:
        """The text at a path of child tags, "" if it is not there."""
        found = self.first(*path)
        return found.text if found else ""

    def walk(self, tag: str) -> Iterator[Element]:
        """All elements of that name below this one, in order."""
        stack = self.children[::-1]
        while stack:
            element = stack.pop()
            if element.tag == tag:
                yield element
            stack.extend(element.children[::-1])


class _Handler:
    """Collects whole records; everything outside them is passed over."""

    def __init__(self, records: Set[str], line: Callable[[], int]) -> None:
        self.records = records
        self.line = line
        self.done: list[Element] = []
        self.stack: list[Element] = []
        self.size = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rsplit(":", 1)[-1]
        if not self.stack and tag not in self.records:
            return
        if len(self.stack) > _MAX_DEPTH:
            raise FormatError(f"line {self.line()}", "elements are nested too deeply", "check the file")
        element = Element(tag, attributes, self.line())
        if self.stack:
            self.stack[-1].children.append(element)
        self.stack.append(element)

    def end(self, name: str) -> None:
        if not self.stack:
            return
        element = self.stack.pop()
        if self.stack:
            self.stack[-1].parts.extend(element.parts)
        else:
            self.done.append(element)
            self.size = 0

    def data(self, text: str) -> None:
        if self.stack:
            self.size += len(text)
            if self.size > _MAX_RECORD:
                raise FormatError(f"line {self.line()}", "one record of over 100 MB", "check the file")
            self.stack[-1].parts.append(text)


def records(stream: IO[bytes], tags: Set[str]) -> Iterator[Element]:
    """Elements of these names, whole, as the stream goes by; outermost ones only.

    Raises:
        FormatError: the XML breaks off or is broken (what came before has been yielded), or declares entities.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    handler = _Handler(tags, lambda: parser.CurrentLineNumber)
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.data
    parser.EntityDeclHandler = _refuse_entities
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    held = b""
    try:
        while chunk := read_some(stream, _CHUNK):
            chunk = held + chunk
            cut = chunk.rfind(b"&", -64)
            held = chunk[cut:] if cut >= 0 and b";" not in chunk[cut:] else b""
            parser.Parse(named_characters(chunk[: len(chunk) - len(held)]), False)
            yield from handler.done
            handler.done.clear()
        parser.Parse(held, True)
    except expat.ExpatError as error:
        yield from handler.done
        problem = expat.ErrorString(error.code)
        raise FormatError(f"line {error.lineno}", f"the XML is broken here ({problem})", "get the file again") from None
    yield from handler.done


def named_characters(data: bytes) -> bytes:
    """With the named characters that a DTD would define as character references; lines stay lines."""
    return _NAMED.sub(_character, data)


def _character(found: re.Match[bytes]) -> bytes:
    name = found[1]
    if name in _XML_OWN:
        return found[0]
    code = name2codepoint.get(name.decode("ascii"))
    return b"&#%d;" % code if code else b"&amp;" + name + b";"


def _refuse_entities(name: str, *_: Any) -> None:
    raise FormatError(
        f"entity '{name}'", "this XML declares entities of its own", "remove its DOCTYPE; kg resolves none"
    )

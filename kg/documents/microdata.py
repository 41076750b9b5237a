"""Microdata of a page (HTML Standard §5) as JSON-LD text, with selectolax; places do not matter here."""

from __future__ import annotations

import json
from typing import Any

MAX_TEXT = 4_000_000  # characters of a page
MAX_ITEMS = 5_000  # properties
_MAX_DEPTH = 20  # items in items
_MAX_ANCESTORS = 300
_LINKED = {
    "a": "href",
    "link": "href",
    "area": "href",
    "img": "src",
    "meta": "content",
    "time": "datetime",
    "data": "value",
}


def read(text: str) -> tuple[str, ...]:
    """One JSON object for each item that is no property of another; () where the page has none or too many.

    >>> read('<p itemscope itemtype="https://schema.org/Person"><b itemprop="name">Ada</b></p>')
    ('{"@context": "https://schema.org", "@type": "Person", "name": "Ada"}',)
    """
    if "itemscope" not in text or len(text) > MAX_TEXT or text.count("itemprop") > MAX_ITEMS:
        return ()
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(text)
    nodes = tree.css("[itemscope]")
    items = {node.mem_id: _item(node.attributes.get("itemtype")) for node in nodes}
    depths = {node.mem_id: 0 for node in nodes}
    for node in tree.css("[itemprop]"):
        owner = _owner(node, items)
        if owner is None:
            continue
        depth = depths[owner] + 1
        if node.mem_id in items:
            depths[node.mem_id] = depth  # owners come first in document order
            if depth > _MAX_DEPTH:
                continue
        value = items.get(node.mem_id) or _value(node)
        for name in (node.attributes.get("itemprop") or "").split()[:5]:
            _add(items[owner], name, value)
    tops = [items[node.mem_id] for node in nodes if "itemprop" not in node.attributes]
    return tuple(json.dumps(item, ensure_ascii=False) for item in tops if len(item) > 2)


def _item(kind: str | None) -> dict[str, Any]:
    context, _, name = (kind or "").split(" ")[0].rpartition("/")
    return {"@context": context, "@type": name} if name else {"@type": "Thing", "@context": "https://schema.org"}


def _owner(node: Any, items: dict[int, dict[str, Any]]) -> int | None:
    parent = node.parent
    for _ in range(_MAX_ANCESTORS):
        if parent is None:
            return None
        if parent.mem_id in items:
            return int(parent.mem_id)
        parent = parent.parent
    return None


def _value(node: Any) -> str:
    name = _LINKED.get(node.tag, "")
    given = node.attributes.get("content") or (node.attributes.get(name) if name else None)
    return " ".join((given or node.text(deep=True)).split())[:2_000]


def _add(item: dict[str, Any], name: str, value: Any) -> None:
    if not value or name.startswith("@"):
        return
    known = item.get(name)
    if known is None:
        item[name] = value
    elif isinstance(known, list):
        known.append(value)
    else:
        item[name] = [known, value]

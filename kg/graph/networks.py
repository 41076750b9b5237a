"""Who wrote with whom, for network programs: GraphML, GEXF with years, VOSviewer JSON."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape as xml_escape
from xml.sax.saxutils import quoteattr

import orjson

from kg.graph.blocks import Frames, RunInfo
from kg.graph.convert import people_rows, to_networkx
from kg.graph.writer import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.graph.options import ExportOptions, Tables

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NODE_ATTRIBUTES = (
    ("works", "integer"),
    ("first_year", "integer"),
    ("last_year", "integer"),
    ("orcid", "string"),
    ("organisation", "string"),
    ("ambiguous", "boolean"),
    ("iri", "string"),
)
_EDGE_ATTRIBUTES = (("first_year", "integer"), ("last_year", "integer"))


def write_graphml(tables: Tables, path: Path, run: RunInfo, options: ExportOptions) -> None:
    """Writes the co-authorship network as GraphML; characters that XML cannot hold become U+FFFD."""
    import networkx

    graph = to_networkx(tables)
    for identifier, attributes in graph.nodes(data=True):
        attributes["label"] = attributes.get("name", identifier)
        attributes["iri"] = f"{run.base}person/{identifier}"
        for name, value in attributes.items():
            if isinstance(value, str):
                attributes[name] = _NOT_XML.sub("\ufffd", value)
    with replacing(path) as file:
        networkx.write_graphml_xml(graph, file, named_key_ids=True)


def write_gexf(tables: Tables, path: Path, run: RunInfo, options: ExportOptions) -> None:
    """Writes the co-authorship network as GEXF 1.3: years as life spans, places if `options.positions` gives them."""
    frames = Frames(tables)
    positions = options.positions or {}
    with replacing(path) as file:
        file.write(_gexf_head(run).encode())
        file.write(b"    <nodes>\n")
        for row in people_rows(frames).iter_rows(named=True):
            row["iri"] = f"{run.base}person/{row['person_id']}"
            file.write(_gexf_node(row, positions.get(row["person_id"])).encode())
        file.write(b"    </nodes>\n    <edges>\n")
        for number, row in enumerate(frames["coauthorships"].sort("left_id", "right_id").iter_rows(named=True)):
            file.write(_gexf_edge(number, row).encode())
        file.write(b"    </edges>\n  </graph>\n</gexf>\n")


def _gexf_head(run: RunInfo) -> str:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">',
        f"  <meta><creator>{_text(f'kg {run.version}'.strip())}</creator>"
        "<description>Who wrote with whom</description></meta>",
        '  <graph defaultedgetype="undirected" mode="dynamic" timeformat="integer" timerepresentation="interval">',
    ]
    for kind, attributes in (("node", _NODE_ATTRIBUTES), ("edge", _EDGE_ATTRIBUTES)):
        lines.append(f'    <attributes class="{kind}" mode="static">')
        lines += [f'      <attribute id="{name}" title="{name}" type="{type_}"/>' for name, type_ in attributes]
        lines.append("    </attributes>")
    return "\n".join(lines) + "\n"


def _gexf_node(row: Mapping[str, Any], position: tuple[float, float] | None) -> str:
    label = row["name"] or row["person_id"]
    place = f'<viz:position x="{position[0]:.3f}" y="{position[1]:.3f}" z="0.0"/>' if position else ""
    size = f'<viz:size value="{1 + math.sqrt(row["works"]):.3f}"/>'
    head = f"      <node id={_attribute(row['person_id'])} label={_attribute(label)}{_span(row)}>"
    return f"{head}{_values(row, _NODE_ATTRIBUTES)}{size}{place}</node>\n"


def _gexf_edge(number: int, row: Mapping[str, Any]) -> str:
    ends = f"source={_attribute(row['left_id'])} target={_attribute(row['right_id'])}"
    head = f'      <edge id="{number}" {ends} weight="{row["weight"] or 1}"{_span(row)}>'
    return f"{head}{_values(row, _EDGE_ATTRIBUTES)}</edge>\n"


def _span(row: Mapping[str, Any]) -> str:
    """When the first and the last (joint) work appeared; GEXF takes both ends as included."""
    if row["first_year"] is None or row["last_year"] is None:
        return ""
    return f' start="{row["first_year"]}" end="{row["last_year"]}"'


def _values(row: Mapping[str, Any], attributes: tuple[tuple[str, str], ...]) -> str:
    known = [(name, row[name]) for name, _ in attributes if row[name] is not None]
    values = "".join(f'<attvalue for="{name}" value={_attribute(_plain(value))}/>' for name, value in known)
    return f"<attvalues>{values}</attvalues>"


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _text(value: str) -> str:
    return xml_escape(_NOT_XML.sub("\ufffd", value))


def _attribute(value: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", value), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def write_vosviewer(tables: Tables, path: Path, run: RunInfo, options: ExportOptions) -> None:
    """Writes the co-authorship network in the JSON of VOSviewer: people who have co-authors, numbered from 1."""
    frames = Frames(tables)
    pairs = frames["coauthorships"].sort("left_id", "right_id")
    linked = set(pairs.get_column("left_id")) | set(pairs.get_column("right_id"))
    rows = [row for row in people_rows(frames).iter_rows(named=True) if row["person_id"] in linked]
    number = {row["person_id"]: place for place, row in enumerate(rows, 1)}
    strength = dict.fromkeys(linked, 0)
    for left, right, weight in pairs.select("left_id", "right_id", "weight").iter_rows():
        strength[left] += weight
        strength[right] += weight
    items = list(_vosviewer_items(rows, number, strength, run, options))
    links = [
        {"source_id": number[left], "target_id": number[right], "strength": weight}
        for left, right, weight in pairs.select("left_id", "right_id", "weight").iter_rows()
        if left in number and right in number
    ]
    names = {"item": "Person", "items": "People", "link": "Co-authorship", "links": "Co-authorships",
             "link_strength": "Joint works", "total_link_strength": "Joint works in all"}  # fmt: skip
    network = {"network": {"items": items, "links": links}, "config": {"terminology": names}}
    with replacing(path) as file:
        file.write(orjson.dumps(network, option=orjson.OPT_INDENT_2))


def _vosviewer_items(
    rows: list[dict[str, Any]],
    number: Mapping[str, int],
    strength: Mapping[str, int],
    run: RunInfo,
    options: ExportOptions,
) -> Iterator[dict[str, Any]]:
    for row in rows:
        identifier = row["person_id"]
        item: dict[str, Any] = {"id": number[identifier], "label": row["name"] or identifier}
        item["weights"] = {"Works": row["works"], "Joint works": strength[identifier]}
        if row["last_year"] is not None:
            item["scores"] = {"Last year": row["last_year"]}
        said = (str(row[name]) for name in ("organisation", "orcid") if row[name])
        item["description"] = ", ".join(xml_escape(text) for text in said)  # VOSviewer takes it for HTML
        item["url"] = f"https://orcid.org/{row['orcid']}" if row["orcid"] else f"{run.base}person/{identifier}"
        position = (options.positions or {}).get(identifier)
        if position is not None:
            item["x"], item["y"] = position
        yield item

"""The interactive page: one HTML file that needs nothing from anywhere.

pyvis carries it: its `Network` holds nodes, edges and vis-network's options, renders the template, and ships the
vis-network that draws in the browser. Template, data and layout are ours, because what pyvis 0.3.2 writes by itself
loads Bootstrap from outside, puts names into the page as markup, and leaves the layout to physics that do not settle.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import importlib.util
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KGError
from kg.view.details import collect
from kg.view.networks import Tables
from kg.view.options import ViewOptions
from kg.view.palette import DARK, LIGHT

if TYPE_CHECKING:
    from kg.view.payload import Details
    from kg.view.scene import Scene

TEMPLATES = Path(__file__).resolve().parent / "template"
SCRIPTS = (
    "model.js",
    "state.js",
    "drawing.js",
    "network.js",
    "panel.js",
    "reasons.js",
    "controls.js",
    "time.js",
    "table.js",
    "saving.js",
    "main.js",
)

# What vis-network is told: the places are ours, so no physics; names and clicks are handled by our scripts.
VIS_OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "dragNodes": False,
        "multiselect": False,
        "selectConnectedEdges": False,
        "keyboard": False,
        "tooltipDelay": 10000000,
    },
    "nodes": {"shape": "dot", "borderWidth": 1.5, "labelHighlightBold": False},
    "edges": {"smooth": False, "selectionWidth": 0, "hoverWidth": 0},
}


def render(tables: Tables, scene: Scene, options: ViewOptions) -> str:
    """The page of a scene. The same tables and options give the same text."""
    from jinja2 import Environment, FileSystemLoader
    from pyvis.network import Network as Carrier

    details = collect(tables, scene, options)
    carrier = Carrier(height="100%", width="100%", heading=options.title)
    carrier.nodes = _nodes(scene)
    carrier.edges = _edges(scene)
    carrier.options = VIS_OPTIONS
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    style = squeezed(_read("page.css"))
    library, own = vis_network(), script()
    environment.globals |= {
        "data": json_for_page(_payload(scene, details, options, carrier)),
        "style": style,
        "library": base64.b64encode(gzip.compress(library.encode(), 9, mtime=0)).decode(),
        "licence": library[: library.index("*/") + 2],
        "script": own,
        "policy": policy(library, own),
        "title": options.title,
        "build": options.build,
        "summary": summary(scene),
        "first": _first_people(scene),
    }
    carrier.templateEnv = environment
    carrier.path = "page.html"
    return str(carrier.generate_html())


def places_in(text: str, kind: str) -> tuple[dict[str, tuple[float, float]], dict[str, tuple[float, float]]] | None:
    """Places in the page `text`, by id: of all nodes, and of those shown at first; None if it is no such page."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    try:
        data = json.loads(found[1]) if found else {}
        if data.get("kind") != kind:
            return None
        ids = [node["k"] for node in data["info"]]
        everywhere = {key: (float(node[1]), float(node[2])) for key, node in zip(ids, data["nodes"], strict=True)}
        first = {ids[i]: (float(x), float(y)) for i, (x, y) in zip(data["shown"], data["shown_at"], strict=True)}
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None
    return everywhere, first


def policy(*scripts: str) -> str:
    """Content security policy under which only these scripts run and nothing is fetched.

    vis-network sets styles on elements, so inline style is allowed; images may be made by the page itself (PNG).
    """
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in scripts
    )
    allowed = f"script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def json_for_page(value: Any) -> str:
    """JSON that cannot end its `<script>` element, whatever its strings hold."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    # a lone surrogate cannot be written as UTF-8
    return text.encode("utf-8", "replace").decode("utf-8")


def vis_network() -> str:
    """The source of vis-network 9.1.2 as pyvis ships it, with its licence note.

    The page carries it compressed, which leaves the room for data, and unpacks it before it starts.

    Raises:
        KGError: pyvis is installed without it.
    """
    found = importlib.util.find_spec("pyvis")
    for folder in (found.submodule_search_locations or []) if found else []:
        path = Path(folder) / "lib" / "vis-9.1.2" / "vis-network.min.js"
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            # the source map is a request to nowhere; a closing tag inside a string would end the element
            return re.sub(r"\n?//# sourceMappingURL=\S+", "", text).replace("</script", "<\\/script")
    raise KGError(
        "pyvis",
        "vis-network is missing from the installation",
        "run: pip install --force-reinstall 'pyvis>=0.3.2,<0.4'",
    )


def script() -> str:
    """Our scripts as one, in a scope of their own."""
    return '(function () {\n"use strict";\n' + "".join(squeezed(_read(name)) for name in SCRIPTS) + "})();"


def squeezed(source: str) -> str:
    """Source without indentation, blank lines and lines that hold a comment only."""
    lines = (line.strip() for line in source.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith(("//", "/*", "* ", "*/")))


def _read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _nodes(scene: Scene) -> list[dict[str, Any]]:
    rows = zip(scene.labels, scene.points.tolist(), scene.radii.tolist(), scene.colours.tolist(), strict=True)
    return [
        {"id": i, "label": label, "x": x, "y": y, "size": round(r, 1), "group": c}
        for i, (label, (x, y), r, c) in enumerate(rows)
    ]


def _edges(scene: Scene) -> list[dict[str, Any]]:
    network = scene.network
    rows = zip(
        *(column.tolist() for column in (network.source, network.target, network.weight, network.first, network.last)),
        strict=True,
    )
    return [{"from": a, "to": b, "value": w, "first": f, "last": last} for a, b, w, f, last in rows]


def _payload(scene: Scene, details: Details, options: ViewOptions, carrier: Any) -> dict[str, Any]:
    """Everything the scripts read; see `template/model.js` for the other side."""
    network = scene.network
    everything = len(scene.shown) == len(network.ids)
    return {
        "kind": network.kind,
        "title": options.title,
        "build": options.build,
        "since": options.since or 0,
        "focus": network.ids.index(options.focus) if options.focus is not None else -1,
        "depth": options.depth,
        "path": [network.ids.index(key) for key in options.path],
        "counts": {
            "total": network.total,
            "edges": network.total_edges,
            "works_left_out": details.left_out,
            "alone": network.alone,
        },
        "vis": carrier.options,
        "palettes": [LIGHT, DARK],
        "legend": [[entry.name, entry.hint, entry.size] for entry in scene.legend],
        "nodes": [[n["label"], n["x"], n["y"], n["size"], n["group"]] for n in carrier.nodes],
        "works_of": network.works.tolist(),
        "degree": network.degree.tolist(),
        "uncertain": [i for i, doubt in enumerate(scene.uncertain.tolist()) if doubt],
        "edges": [list(edge.values()) for edge in carrier.edges],
        "shown": [] if everything else scene.shown.tolist(),
        "shown_at": [] if everything else scene.shown_points.tolist(),
        "info": details.nodes,
        "offset": details.offset,
        "outsiders": details.outsiders,
        "documents": details.documents,
        "venues": details.venues,
        "organisations": details.organisations,
        "works": details.works,
        "decisions": details.decisions,
        "mentions": details.mentions,
        "texts": details.texts,
    }


def summary(scene: Scene) -> str:
    """What the picture holds, in one honest sentence."""
    network = scene.network
    held, total = len(network.ids), network.total
    if not total:
        return f"This graph has no {network.kind} yet."
    people = f"{held:,} of {total:,} {network.kind}" if held < total else f"{total:,} {network.kind}"
    return f"{people}, {len(network.source):,} links."


def _first_people(scene: Scene) -> list[tuple[str, int]]:
    """The most connected nodes and their works, for readers without scripts."""
    order = sorted(
        range(len(scene.labels)), key=lambda i: (-int(scene.network.degree[i]), -int(scene.network.works[i]), i)
    )
    return [(scene.labels[i], int(scene.network.works[i])) for i in order[:50]]

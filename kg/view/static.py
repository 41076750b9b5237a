"""The static picture: an SVG for papers and notebooks, with legend and names that do not lie on each other.

Small on purpose: links are drawn as a few paths by strength, nodes as circles in groups of one colour, names only
where they fit.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

import numpy as np

from kg.view.communities import COLOURED
from kg.view.lettering import Name, place_names
from kg.view.options import ViewOptions
from kg.view.palette import DARK, LIGHT
from kg.view.scene import Scene, importance

Numbers = np.ndarray[Any, np.dtype[Any]]

FONT = "-apple-system,'Segoe UI',Roboto,'Noto Sans','Helvetica Neue',Arial,sans-serif"
WIDTHS = (
    (1, 0.7, 0.3),
    (2, 1.2, 0.42),
    (3, 1.9, 0.5),
    (5, 2.8, 0.58),
    (9, 4.0, 0.66),
)  # (joint works from, width, opacity)
MARGIN = 36.0
HEAD = 40.0
ROW = 19.0
LEAST_WIDTH = 480.0
ROOMY = 640.0  # a picture of that width needs no spreading
COLUMN = 320.0  # a legend in two columns needs them this wide
EMPTY_HINT = "No {kind} to draw yet: build from a CV, a publication list or a BibTeX file."


def render(scene: Scene, options: ViewOptions) -> str:
    """The picture of what the page shows at first, as SVG text (UTF-8, no scripts, nothing from outside)."""
    colours: dict[str, Any] = DARK if options.dark else LIGHT
    drawing = _Drawing(scene, colours)
    legend = _legend(scene, drawing, colours)
    width, height = drawing.width, drawing.height + legend[1]
    heading = _text(MARGIN, 27, options.title, f'font-size="16" font-weight="600" fill="{colours["ink"]}"')
    counts = _text(MARGIN, 45, _counts(scene, options), f'font-size="11" fill="{colours["quiet"]}"')
    body = drawing.links() + drawing.nodes() + drawing.names() if len(scene.shown) else _empty(scene, drawing, colours)
    label = escape(f"{options.title}: {_counts(scene, options)}", {'"': "&quot;"})
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" '
        f'font-family="{FONT}" role="img" aria-label="{_printable(label)}">\n'
        f'<rect width="{width:g}" height="{height:g}" fill="{colours["ground"]}"/>\n'
    )
    return f"{head}{heading}{counts}{body}{legend[0]}</svg>\n"


class _Drawing:
    """Coordinates and parts of one picture."""

    def __init__(self, scene: Scene, colours: dict[str, Any]) -> None:
        self.scene, self.colours = scene, colours
        points = scene.shown_points
        if len(points) > 1:  # a small picture is spread, so that names find room
            points = points * float(np.clip(ROOMY / np.ptp(points, axis=0).max(), 1.0, 1.8))
        self.radii = scene.radii[scene.shown]
        self.hues = scene.colours[scene.shown]
        low = (points - self.radii[:, None]).min(axis=0) if len(points) else np.zeros(2)
        high = (points + self.radii[:, None]).max(axis=0) if len(points) else np.array([LEAST_WIDTH, 120.0])
        room = 90.0  # names stand beside the outermost nodes
        self.width = float(np.ceil(max(high[0] - low[0] + 2 * room, LEAST_WIDTH)))
        self.height = float(np.ceil(high[1] - low[1] + 2 * MARGIN + HEAD))
        middle = np.array([self.width / 2, HEAD + MARGIN + (high[1] - low[1]) / 2])
        self.points = points - (low + high) / 2 + middle

    def links(self) -> str:
        """Links as one path for each colour and strength."""
        scene = self.scene
        place = np.full(len(scene.network.ids), -1, dtype=np.int64)
        place[scene.shown] = np.arange(len(scene.shown))
        left, right = place[scene.network.source], place[scene.network.target]
        inside = (left >= 0) & (right >= 0)
        left, right, weight = left[inside], right[inside], scene.network.weight[inside]
        same = (self.hues[left] == self.hues[right]) & (self.hues[left] < COLOURED)
        hue = np.where(same, self.hues[left], COLOURED + 1)
        step = np.searchsorted([w for w, _, _ in WIDTHS], weight, side="right") - 1
        groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for h, s, a, b in zip(hue.tolist(), step.tolist(), left.tolist(), right.tolist(), strict=True):
            groups.setdefault((h, s), []).append((a, b))
        rows = []
        for (h, s), pairs in sorted(groups.items(), reverse=True):
            colour = self.colours["edge"] if h > COLOURED else self.colours["hues"][h]
            _, width, opacity = WIDTHS[s]
            opacity = opacity * 0.62 if h > COLOURED else opacity
            style = f'stroke="{colour}" stroke-width="{width:g}" stroke-opacity="{opacity:.2g}"'
            rows.append(f'<path d="{self._trails(pairs)}" {style}/>\n')
        return f'<g fill="none" stroke-linejoin="bevel">\n{"".join(rows)}</g>\n'

    def _trails(self, pairs: list[tuple[int, int]]) -> str:
        """Path data of links, joined end to start where they meet: a third shorter than one by one.

        Long links bend; the bend of a short one cannot be seen.
        """
        spots = np.round(self.points).astype(int).tolist()
        waiting: dict[int, list[int]] = {}
        for number, (a, b) in enumerate(pairs):
            waiting.setdefault(a, []).append(number)
            waiting.setdefault(b, []).append(number)
        done = [False] * len(pairs)
        parts = []
        for first, (start, _) in enumerate(pairs):
            if done[first]:
                continue
            here, number = start, first
            parts.append(f"M{spots[here][0]} {spots[here][1]}")
            while True:
                done[number] = True
                a, b = pairs[number]
                there = b if here == a else a
                x, y = spots[there][0] - spots[here][0], spots[there][1] - spots[here][1]
                turn = 0.07 if here == a else -0.07
                bend = f"q{round(x / 2 - y * turn)} {round(y / 2 + x * turn)} "
                parts.append(f"{bend if abs(x) + abs(y) > 200 else 'l'}{x} {y}")
                here = there
                while waiting[here] and done[waiting[here][-1]]:
                    waiting[here].pop()
                if not waiting[here]:
                    break
                number = waiting[here][-1]
        return "".join(parts).replace(" -", "-")

    def nodes(self) -> str:
        """Nodes by colour; dashed where people are not told apart for certain."""
        groups: dict[int, list[str]] = {}
        doubt = self.scene.uncertain[self.scene.shown].tolist()
        for (x, y), r, hue, doubtful in zip(
            np.round(self.points, 1).tolist(), self.radii.tolist(), self.hues.tolist(), doubt, strict=True
        ):
            ring = f' stroke="{self.colours["quiet"]}" stroke-dasharray="3 2.4"' if doubtful else ""
            groups.setdefault(hue, []).append(f'<circle cx="{x:g}" cy="{y:g}" r="{r:.3g}"{ring}/>')
        rows = [
            f'<g fill="{self.colours["hues"][hue]}">{"".join(circles)}</g>\n' for hue, circles in sorted(groups.items())
        ]
        return f'<g stroke="{self.colours["ground"]}" stroke-width="1.3">\n{"".join(rows)}</g>\n'

    def names(self) -> str:
        """As many names as fit, the important ones first."""
        scene = self.scene
        place = {int(node): i for i, node in enumerate(scene.shown)}
        order = [place[node] for node in importance(scene) if node in place]
        labels = [scene.labels[int(node)] for node in scene.shown]
        placed = place_names(labels, self.points, self.radii, order, (self.width, self.height))
        halo = f'stroke="{self.colours["halo"]}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
        rows = "".join(self._name(name) for name in placed)
        return f'<g fill="{self.colours["ink"]}" {halo}>\n{rows}</g>\n'

    def _name(self, name: Name) -> str:
        weight = ' font-weight="600"' if name.bold else ""
        return _text(name.x, name.y, name.text, f'font-size="{name.size:g}"{weight}')


def _text(x: float, y: float, text: str, attributes: str) -> str:
    return f'<text x="{round(x, 1):g}" y="{round(y, 1):g}" {attributes}>{_printable(escape(text))}</text>\n'


def _printable(text: str) -> str:
    """The text without characters that XML 1.0 has no place for."""
    return "".join(
        c for c in text if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )


def _counts(scene: Scene, options: ViewOptions) -> str:
    network = scene.network
    shown = len(scene.shown)
    inside = np.zeros(len(network.ids), dtype=bool)
    inside[scene.shown] = True
    links = int((inside[network.source] & inside[network.target]).sum())
    text = f"{shown:,} of {network.total:,} {network.kind}" if shown < network.total else f"{shown:,} {network.kind}"
    text = f"{text}, {links:,} links" + (f", since {options.since}" if options.since is not None else "")
    return f"{text} · {options.build}" if options.build else text


def _empty(scene: Scene, drawing: _Drawing, colours: dict[str, Any]) -> str:
    attributes = f'font-size="13" fill="{colours["quiet"]}" text-anchor="middle"'
    return _text(drawing.width / 2, drawing.height / 2 + 10, EMPTY_HINT.format(kind=scene.network.kind), attributes)


def _legend(scene: Scene, drawing: _Drawing, colours: dict[str, Any]) -> tuple[str, float]:
    """The legend below the picture, in two columns where there is room, and its height."""
    seen = np.bincount(drawing.hues, minlength=COLOURED + 1)
    rows = [
        (entry.colour, f"{entry.name} · {entry.hint}" if entry.hint else entry.name)
        for entry in scene.legend
        if seen[entry.colour]
    ]
    if seen[COLOURED] and rows:
        rows.append((COLOURED, "Other, smaller groups"))
    parts = []
    columns = 2 if drawing.width - 2 * MARGIN > 2 * COLUMN else 1
    column = (drawing.width - 2 * MARGIN) / columns
    for number, (hue, text) in enumerate(rows):
        x, y = MARGIN + (number % columns) * column, drawing.height + ROW * (number // columns) + 4
        most = int(column / 6.2) - 8
        text = text if len(text) <= most else text[: most - 1] + "…"
        parts.append(f'<circle cx="{x + 5:g}" cy="{y:g}" r="5" fill="{colours["hues"][hue]}"/>')
        parts.append(_text(x + 16, y + 4, f"{text} ({seen[hue]})", f'font-size="11" fill="{colours["ink"]}"'))
    return "".join(parts), ROW * -(-len(rows) // columns) + (18.0 if rows else 0.0)

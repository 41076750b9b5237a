"""The doors of this room; each imports what it needs when it is called."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import OutputError
from kg.view.options import ViewOptions, ViewReport

if TYPE_CHECKING:
    from kg.view.networks import Tables
    from kg.view.scene import Scene


def layout(tables: Tables, options: ViewOptions | None = None) -> Scene:
    """What is drawn and where; see `kg.view.scene`."""
    from kg.view.scene import layout as computed

    return computed(tables, options or ViewOptions())


def positions(tables: Tables, options: ViewOptions | None = None) -> dict[str, tuple[float, float]]:
    """Place of each node that the file holds, by id: pixels at zoom 1, y downwards, centred on (0, 0).

    Nodes beyond `options.limit`, and isolated ones unless asked for, have none.
    """
    scene = layout(tables, options)
    return {key: (float(x), float(y)) for key, (x, y) in zip(scene.network.ids, scene.points.tolist(), strict=True)}


def anchored(options: ViewOptions, path: str | os.PathLike[str]) -> ViewOptions:
    """The same options, with the places of the page at `path` as anchors, so that a picture that grows keeps its shape.

    Without such a page, or if it shows another kind of nodes, the options come back as they are.
    """
    from dataclasses import replace

    from kg.view.interactive import places_in

    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return options
    found = places_in(text, options.kind)
    return replace(options, anchors=found[0], anchors_at_first=found[1]) if found else options


def page(tables: Tables, options: ViewOptions | None = None) -> str:
    """The interactive page as one text; see `kg.view.interactive`."""
    from kg.view.interactive import render

    options = options or ViewOptions()
    return render(tables, layout(tables, options), options)


def svg(tables: Tables, options: ViewOptions | None = None) -> str:
    """The static picture as text; see `kg.view.static`."""
    from kg.view.static import render

    options = options or ViewOptions()
    return render(layout(tables, options), options)


def write_html(tables: Tables, path: str | os.PathLike[str], options: ViewOptions | None = None) -> ViewReport:
    """Writes the interactive page, whole or not at all.

    Raises:
        OutputError: the file cannot be written.
        QueryError: the focus is not among the nodes.
    """
    from kg.view.interactive import render

    options = options or ViewOptions()
    started = time.perf_counter()
    scene = layout(tables, options)
    return _written(render(tables, scene, options), Path(path), scene, started)


def write_svg(tables: Tables, path: str | os.PathLike[str], options: ViewOptions | None = None) -> ViewReport:
    """Writes the static picture, whole or not at all; errors as `write_html`."""
    from kg.view.static import render

    options = options or ViewOptions()
    started = time.perf_counter()
    scene = layout(tables, options)
    return _written(render(scene, options), Path(path), scene, started)


def _written(text: str, path: Path, scene: Scene, started: float) -> ViewReport:
    data = text.encode("utf-8")
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise OutputError(
            str(path), f"cannot be written ({error.strerror})", "choose a folder that exists and is yours"
        ) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise OutputError(
            str(path), f"cannot be written ({error.strerror})", "free some space or choose another place"
        ) from error
    network = scene.network
    return ViewReport(
        path=str(path),
        kind=network.kind,
        shown=len(scene.shown),
        nodes=len(network.ids),
        total=network.total,
        edges=len(network.source),
        total_edges=network.total_edges,
        bytes=len(data),
        seconds=time.perf_counter() - started,
    )

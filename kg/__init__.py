"""kg builds scholarly knowledge graphs and can explain and undo every merge in them.

    graph = kg.build(["cv.pdf", "refs.bib"], out="my-graph")
    graph.query("coauthors", person="Ada Lovelace")
    graph.explain("Ada Lovelace")

The front door: everything public is importable from here, and loaded only when it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.version import __version__

if TYPE_CHECKING:
    from kg.api import Graph, build, extract, open_graph
    from kg.errors import (
        AmbiguousName,
        FormatError,
        GraphError,
        InputError,
        KGError,
        MissingExtra,
        OutputError,
        QueryError,
        RulingError,
        ValidationError,
    )

_HOMES = {
    "Graph": "kg.api",
    "build": "kg.api",
    "extract": "kg.api",
    "open_graph": "kg.api",
    "AmbiguousName": "kg.errors",
    "FormatError": "kg.errors",
    "GraphError": "kg.errors",
    "InputError": "kg.errors",
    "KGError": "kg.errors",
    "MissingExtra": "kg.errors",
    "OutputError": "kg.errors",
    "QueryError": "kg.errors",
    "RulingError": "kg.errors",
    "ValidationError": "kg.errors",
}

__all__ = [
    "AmbiguousName",
    "FormatError",
    "Graph",
    "GraphError",
    "InputError",
    "KGError",
    "MissingExtra",
    "OutputError",
    "QueryError",
    "RulingError",
    "ValidationError",
    "__version__",
    "build",
    "extract",
    "open_graph",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute '{name}'")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)

"""The only place that knows where ontologies/ and queries/ live, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from kg.errors import GraphError

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder `name` ("ontologies" or "queries") that ships with kg.

    In a wheel it lies inside the package (`kg/_data/<name>`), in a checkout beside it.
    """
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise GraphError(name, "this folder is missing from the installation", "reinstall kg")

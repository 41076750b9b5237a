"""Options and habits that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from kg.api import Graph

DEFAULT_GRAPH = "my-graph"

_F = TypeVar("_F", bound=Callable[..., Any])


def graph_option(function: _F) -> _F:
    """`--graph DIR`: the output folder of a build."""
    return click.option(
        "--graph",
        "-g",
        "folder",
        default=DEFAULT_GRAPH,
        show_default=True,
        envvar="KG_GRAPH",
        help="Output folder of kg build (or KG_GRAPH).",
    )(function)


def open_graph(folder: str) -> Graph:
    from kg.api import open_graph as open_

    return open_(folder)


def say(message: str) -> None:
    """A line for the person at the terminal, on stderr."""
    click.echo(message, err=True)


def read_stdin() -> bytes:
    return sys.stdin.buffer.read()


def emit(text: str) -> None:
    """Data, on stdout, ending in one line feed."""
    click.echo(text, nl=not text.endswith("\n"))


def parameters(pairs: tuple[str, ...]) -> dict[str, str]:
    """`--param name=value` pairs as a dict."""
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"'{pair}' is not of the form name=value", param_hint="--param")
        found[name] = value
    return found


def progress() -> Callable[[str, int, int], None] | None:
    """A progress line on stderr, only on a terminal."""
    if not sys.stderr.isatty():
        return None

    def show(step: str, done: int, total: int) -> None:
        click.echo(f"\r\x1b[K{step} {done}/{total}" if done < total else "\r\x1b[K", err=True, nl=False)

    return show


def relative(path: Path) -> str:
    """A path as short as it can be said from here."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)

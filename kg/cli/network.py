"""`kg path`, `kg brokers`, `kg communities`, `kg diff`: questions that SPARQL cannot answer."""

from __future__ import annotations

import click

from kg.cli import options

_FORMAT = click.option(
    "--format", "form", type=click.Choice(["table", "csv", "tsv", "json"]), default="table", show_default=True
)
_LIMIT = click.option("--limit", "-n", type=click.IntRange(min=1), default=20, show_default=True)


@click.command("path")
@click.argument("a")
@click.argument("b")
@options.graph_option
@_FORMAT
@click.option("--to", "target", metavar="FILE.html|FILE.svg", help="Draw the first way instead.")
def path(a: str, b: str, folder: str, form: str, target: str | None) -> None:
    """Find the shortest ways from A to B over joint works, with the works on every hop."""
    graph = options.open_graph(folder)
    rows = graph.path(a, b)
    if target is None:
        options.emit(rows.serialise(form))
        return
    options.say(graph.view_path(rows, target, title=f"From {a} to {b}"))


@click.command("brokers")
@options.graph_option
@_LIMIT
@_FORMAT
def brokers(folder: str, limit: int, form: str) -> None:
    """Rank the people who stand between others (betweenness)."""
    options.emit(options.open_graph(folder).brokers(limit=limit).serialise(form))


@click.command("communities")
@options.graph_option
@_FORMAT
def communities(folder: str, form: str) -> None:
    """List groups of people who work together, named by what they share."""
    options.emit(options.open_graph(folder).communities().serialise(form))


@click.command("diff")
@click.argument("old")
@click.argument("new")
@_FORMAT
def diff(old: str, new: str, form: str) -> None:
    """Say what changed from OLD to NEW: people merged, split, moved; works added and gone."""
    options.emit(options.open_graph(new).diff(options.open_graph(old)).serialise(form))

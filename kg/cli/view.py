"""`kg view --to FILE.html|FILE.svg`."""

from __future__ import annotations

import click

from kg.cli import options


@click.command("view")
@options.graph_option
@click.option("--to", "target", required=True, metavar="FILE.html|FILE.svg")
@click.option("--focus", metavar="PERSON", help="Start at this person.")
@click.option("--depth", type=click.IntRange(1, 2), default=1, show_default=True, help="Steps from the focus.")
@click.option(
    "--kind", type=click.Choice(["people", "works", "venues", "organisations"]), default="people", show_default=True
)
@click.option("--since", type=int, metavar="YEAR", help="Only works since this year.")
@click.option("--top", type=click.IntRange(min=1), help="At most so many nodes, the best connected first.")
@click.option("--open", "open_picture", is_flag=True, help="Open it when done.")
def command(
    folder: str,
    target: str,
    focus: str | None,
    depth: int,
    kind: str,
    since: int | None,
    top: int | None,
    open_picture: bool,
) -> None:
    """Draw the graph: one offline page, or a static SVG."""
    graph = options.open_graph(folder)
    said = graph.view(target, focus=focus, depth=depth, kind=kind, since=since, top=top)
    options.say(said)
    if open_picture:
        click.launch(target)

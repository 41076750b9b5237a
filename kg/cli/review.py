"""`kg review`."""

from __future__ import annotations

import click

from kg.cli import options


@click.command("review")
@options.graph_option
@click.option("--limit", "-n", type=click.IntRange(min=1), default=20, show_default=True)
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "tsv", "json"]), default="table", show_default=True
)
def command(folder: str, limit: int, form: str) -> None:
    """List the decisions nearest the threshold first, with what each would change."""
    options.emit(options.open_graph(folder).review(limit=limit).serialise(form))

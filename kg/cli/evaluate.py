"""`kg evaluate --gold FILE`."""

from __future__ import annotations

import click

from kg.cli import options


@click.command("evaluate")
@options.graph_option
@click.option(
    "--gold", required=True, metavar="FILE", help='JSON lines: {"work", "ordinal", "name", "block", "label"}.'
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(folder: str, gold: str, form: str) -> None:
    """Score who is who against gold labels: B-cubed, pairwise, per block."""
    options.emit(options.open_graph(folder).evaluate(gold).serialise(form))

"""`kg explain A [B]`."""

from __future__ import annotations

import click

from kg.cli import options


@click.command("explain")
@click.argument("a")
@click.argument("b", required=False)
@options.graph_option
@click.option("--format", "form", type=click.Choice(["text", "html"]), default="text", show_default=True)
def command(a: str, b: str | None, folder: str, form: str) -> None:
    """Say why mentions are one person (A), or why A and B are one or two: evidence, weights, sources.

    A and B: names, IRIs or mention ids. A name that several people bear lists them and says why they are several.
    """
    explanation = options.open_graph(folder).explain(a, b)
    options.emit(explanation.to_html() if form == "html" else explanation.to_text())

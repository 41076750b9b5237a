"""`kg serve`."""

from __future__ import annotations

import click

from kg.cli import options


@click.command("serve")
@options.graph_option
@click.option("--port", type=click.IntRange(0, 65535), default=8585, show_default=True)
@click.option("--cors", is_flag=True, help="Let pages of other origins ask.")
@click.option(
    "--timeout", type=click.FloatRange(min=0.1), default=10.0, show_default=True, help="Seconds a query may take."
)
def command(folder: str, port: int, cors: bool, timeout: float) -> None:
    """Serve SPARQL and an explorer on 127.0.0.1, read-only."""
    from kg.api import serve

    serve(folder, port=port, cors=cors, timeout=timeout, on_start=options.say)

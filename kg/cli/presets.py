"""`kg presets [NAME]`."""

from __future__ import annotations

import click

from kg.cli import options


@click.command("presets")
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """List the preset questions by topic, or show one with its parameters and SPARQL text."""
    from kg.graph import presets

    options.emit(presets.show(name) if name else presets.overview())

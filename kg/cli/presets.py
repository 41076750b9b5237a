"""`kg presets [NAME]`."""

from __future__ import annotations

import click

from kg.cli import options


@click.command("presets")
@click.argument("name", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "sib", "grlc"]),
    default="text",
    show_default=True,
    help="sib: Turtle as SIB's SPARQL examples; grlc: the query with grlc's decorators.",
)
def command(name: str | None, form: str) -> None:
    """List the preset questions by topic, or show one with its parameters and SPARQL text."""
    from kg.graph import preset_docs, presets

    if form == "sib":
        options.emit(preset_docs.turtle({name: presets.get(name)} if name else None))
    elif form == "grlc":
        if name is None:
            raise click.UsageError("grlc keeps one query a file: give the NAME of a preset")
        options.emit(preset_docs.grlc(presets.get(name)))
    else:
        options.emit(presets.show(name) if name else presets.overview())

"""`kg formats`."""

from __future__ import annotations

import click

from kg.cli import options


@click.command("formats")
def command() -> None:
    """List the formats that can be read; they are recognised by content."""
    from kg import extractors

    for name, form in extractors.registry().items():
        options.emit(f"{name:14} {form.label}  ({', '.join(form.suffixes)})")

"""`kg validate`."""

from __future__ import annotations

import click

from kg.cli import EXIT_FAILED, options


@click.command("validate")
@click.argument("file", required=False)
@options.graph_option
def command(file: str | None, folder: str) -> int:
    """Check a graph (FILE, or the one in --graph) against the SHACL shapes; exit code 1 if it violates them."""
    from kg.api import validate_file

    report = validate_file(file) if file else options.open_graph(folder).validate()
    options.emit(report.to_text())
    return 0 if report.conforms else EXIT_FAILED

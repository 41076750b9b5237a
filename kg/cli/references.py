"""`kg references FILE|-`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli import options
from kg.errors import InputError


@click.command("references")
@click.argument("path", metavar="FILE|-")
@click.option("--format", "form", type=click.Choice(["jsonl", "csl", "bibtex"]), default="jsonl", show_default=True)
def command(path: str, form: str) -> None:
    """Parse reference strings, one a line, into labelled spans, CSL-JSON or BibTeX; the order is kept."""
    from kg.extractors import references

    lines = _lines(path)
    render = {"jsonl": references.references_jsonl, "csl": references.csl, "bibtex": references.bibtex}[form]
    for text in render(lines):
        sys.stdout.write(text + "\n")


def _lines(path: str) -> list[str]:
    if path == "-":
        data = options.read_stdin()
    else:
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            raise InputError(path, f"it cannot be read ({error.strerror})", "check the path") from None
    return data.decode("utf-8-sig", "replace").splitlines()

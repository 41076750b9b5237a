"""`kg extract INPUT`."""

from __future__ import annotations

import itertools

import click

from kg.cli import options


@click.command("extract")
@click.argument("path", metavar="INPUT")
@click.option("--format", "form", type=click.Choice(["jsonl", "table"]), default="jsonl", show_default=True)
@click.option("--as", "as_format", metavar="FORMAT", help="Read the input as this format (see kg formats).")
def command(path: str, form: str, as_format: str | None) -> None:
    """Show the records of one document, before resolving: title, authors, venue, year, and where each was said."""
    import orjson

    from kg.api import extract

    data = options.read_stdin() if path == "-" else None
    records = extract("stdin" if path == "-" else path, as_format=as_format, data=data, on_warning=options.say)
    if form == "jsonl":
        for record in records:
            options.emit(orjson.dumps(record).decode())
        return
    for number, record in enumerate(records, start=1):
        authors = ", ".join(itertools.islice((m["name"] for m in record["authors"]), 8))
        more = len(record["authors"]) - 8
        authors += f" … (+{more})" if more > 0 else "" if record["author_list_complete"] else " …"
        where = record["venue"] or "–"
        options.emit(
            f"{number:>4}  {record['year'] or '    '}  {record['title']}\n            {authors}\n            {where}"
        )

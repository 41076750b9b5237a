"""`kg query PRESET|FILE.rq|-`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import options
from kg.errors import QueryError


@click.command("query")
@click.argument("question", metavar="PRESET|FILE.rq|-")
@click.option(
    "--param", "-p", "pairs", multiple=True, metavar="NAME=VALUE", help="A parameter of the preset; repeatable."
)
@options.graph_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "tsv", "json", "ttl", "html"]),
    default="table",
    show_default=True,
)
@click.option(
    "--timeout", type=click.FloatRange(min=0.01), default=60.0, show_default=True, help="Seconds before it is stopped."
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many rows.")
@click.option("--to", "target", metavar="FILE.html|FILE.svg", help="Draw the people of the answer instead.")
def command(
    question: str,
    pairs: tuple[str, ...],
    folder: str,
    form: str,
    timeout: float,
    limit: int | None,
    target: str | None,
) -> None:
    """Ask the graph: a preset by name, a SPARQL file, or SPARQL on standard input.

    A person, venue or organisation may be given by name: kg query coauthors --param person="Ada Lovelace"
    """
    text, values = _text(question), options.parameters(pairs)
    graph = options.open_graph(folder)
    rows = graph.query(text or question, timeout=timeout, most_rows=limit, **values)
    if target is None:
        options.emit(rows.serialise(form))
        return
    around = [values["person"]] if "person" in values else []
    options.say(graph.view_answer(rows, target, around=around, title=question if text is None else ""))


def _text(question: str) -> str | None:
    """SPARQL from a file or standard input; None for the name of a preset."""
    if question == "-":
        return options.read_stdin().decode("utf-8", "replace")
    if question.endswith((".rq", ".sparql")) or "/" in question:
        try:
            return Path(question).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(question, f"it cannot be read ({error})", "check the path") from None
    return None

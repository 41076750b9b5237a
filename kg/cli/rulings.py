"""`kg merge A B`, `kg split P MENTION…`, `kg undo DECISION`: rulings, applied by the next build."""

from __future__ import annotations

import click

from kg.cli import options

_NOTE = click.option("--note", default="", help="Why; kept with the ruling.")
_BY = click.option("--by", "curator", default="", envvar="KG_CURATOR", help="Who rules (or KG_CURATOR).")


@click.command("merge")
@click.argument("a")
@click.argument("b")
@options.graph_option
@_NOTE
@_BY
def merge(a: str, b: str, folder: str, note: str, curator: str) -> None:
    """Rule that A and B (people or mentions) are one person."""
    for line in options.open_graph(folder).merge(a, b, note=note, by=curator):
        options.emit(line)
    _remind(folder)


@click.command("split")
@click.argument("person")
@click.argument("mentions", nargs=-1, required=True)
@options.graph_option
@_NOTE
@_BY
def split(person: str, mentions: tuple[str, ...], folder: str, note: str, curator: str) -> None:
    """Rule that these MENTIONS of PERSON are somebody else."""
    for line in options.open_graph(folder).split(person, list(mentions), note=note, by=curator):
        options.emit(line)
    _remind(folder)


@click.command("undo")
@click.argument("decision")
@options.graph_option
@_NOTE
@_BY
def undo(decision: str, folder: str, note: str, curator: str) -> None:
    """Take a ruling back, or rule against a decision of the resolver."""
    for line in options.open_graph(folder).undo(decision, note=note, by=curator):
        options.emit(line)
    _remind(folder)


def _remind(folder: str) -> None:
    options.say(f"the next kg build into {folder} applies it")

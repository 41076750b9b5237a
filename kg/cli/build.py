"""`kg build INPUT... --out DIR`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import EXIT_PARTLY, options

if TYPE_CHECKING:
    from kg.pipeline import Build

_MAX_LISTED = 20
_MAX_CONFLICTS = 5


@click.command("build")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--out", "-o", default=options.DEFAULT_GRAPH, show_default=True, help="Output folder.")
@click.option("--as", "as_format", metavar="FORMAT", help="Read every input as this format (see kg formats).")
@click.option("--base", default="https://w3id.org/kg/id/", show_default=True, help="IRI under which things are named.")
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes and threads side by side (default: one a core).",
)
@click.option("--ror", metavar="FILE", help="ROR's dump (.zip or .json): organisations are linked with their ROR id.")
@click.option("--open", "open_picture", is_flag=True, help="Open the picture in a browser when done.")
@click.option("--quiet", "-q", is_flag=True, help="Say only what went wrong.")
def command(
    inputs: tuple[str, ...],
    out: str,
    as_format: str | None,
    base: str,
    jobs: int | None,
    ror: str | None,
    open_picture: bool,
    quiet: bool,
) -> int:
    """Build the graph of CVs, homepages and bibliographies.

    INPUT: files, folders, globs, or - for standard input. The output folder holds graph.ttl (for other tools), graph.nq
    (everything, with provenance and decisions), graph.html (the picture), report.json (what became of each input) and
    tables/. A file that cannot be read is reported and the others are built (exit code 3).
    """
    from kg import pipeline

    data, given = None, list(inputs)
    if "-" in given:
        if len(given) > 1:
            raise click.UsageError("standard input (-) cannot be mixed with files; give one or the other")
        data, given = options.read_stdin(), ["stdin"]
    done = pipeline.build(
        given,
        out,
        options=pipeline.Options(base=_base(base), as_format=as_format, jobs=jobs, ror=ror),
        data=data,
        progress=options.progress(),
    )
    _account(done, quiet)
    if open_picture and done.folder:
        click.launch(str(done.folder / "graph.html"))
    return EXIT_PARTLY if done.failed else 0


def _base(base: str) -> str:
    if not base.startswith(("http://", "https://", "urn:")) or any(c in base for c in ' <>"{}|\\^`'):
        raise click.BadParameter(f"'{base}' is no IRI; use something like https://example.org/id/", param_hint="--base")
    return base


def _account(done: Build, quiet: bool) -> None:
    """What was read, what was found, and where it is."""
    for item in done.failed:
        options.say(f"kg: could not read {item.problem}")
    assert done.folder is not None
    if quiet:
        return
    _notes(done, done.folder / "report.json")
    total = done.totals
    read = sum(i.status in ("read", "unchanged") for i in done.inputs)
    options.say(
        f"{_many(read, 'document')}, {_many(total['records'], 'record')} → "
        f"{_many(total['people'], 'person', 'people')}, "
        f"{_many(total['works'], 'work')}, {_many(total['venues'], 'venue')}, "
        f"{_many(total['organisations'], 'organisation')} in {done.seconds:.1f} s"
    )
    if done.unchanged:
        options.say("nothing has changed since the last build")
    _list("conflict", done.conflicts, _MAX_CONFLICTS, done.folder / "report.json")
    _list("changed", done.changes, _MAX_LISTED, done.folder / "report.json")
    for label, name in (("Turtle", "graph.ttl"), ("picture", "graph.html"), ("report", "report.json")):
        options.say(f"  {label:8} {_place(done.folder / name)}")
    options.say(f"next: kg query coauthors-with-years --param person=NAME --graph {done.folder}")


def _notes(done: Build, report: Path) -> None:
    """What was noticed while reading."""
    noticed = []
    for item in done.inputs:
        for warning in item.warnings:
            place = f"{item.path}, {warning.where}" if warning.where else item.path
            noticed.append(f"{place}: {warning.problem}" + (f"; {warning.remedy}" if warning.remedy else ""))
    _list("note", noticed, _MAX_LISTED, report)
    for item in done.inputs:
        if item.status == "read" and not item.records and not item.positions:
            options.say(f"note: {item.path}: no publication and no position found in it")
    passed = [i.path for i in done.inputs if i.status == "skipped"]
    if passed:
        listed = ", ".join(_place(Path(path)) for path in passed[:3]) + (" …" if len(passed) > 3 else "")
        options.say(f"note: {_many(len(passed), 'file')} not read ({listed}); the reasons are in report.json")


def _list(what: str, lines: Sequence[str], most: int, report: Path) -> None:
    for line in lines[:most]:
        options.say(f"{what}: {line}")
    if len(lines) > most:
        options.say(f"{what}: {len(lines) - most} more in {report}")


def _place(path: Path) -> str:
    return options.relative(path)


def _many(number: int, one: str, several: str = "") -> str:
    return f"{number:,} {one if number == 1 else several or one + 's'}"

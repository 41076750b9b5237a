"""`kg evaluate --gold FILE`."""

from __future__ import annotations

import click

from kg.cli import options

_WORST = 10  # blocks listed, worst first


@click.command("evaluate")
@options.graph_option
@click.option(
    "--gold", required=True, metavar="FILE", help='JSON lines: {"work", "ordinal", "name", "block", "label"}.'
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(folder: str, gold: str, form: str) -> None:
    """Score who is who against gold labels: B-cubed, pairwise, per block."""
    from dataclasses import asdict

    import orjson

    found = options.open_graph(folder).evaluate(gold)
    figures = {
        "b_cubed": {**asdict(found.micro), "f1": found.micro.f1},
        "pairwise": {**asdict(found.pairwise), "f1": found.pairwise.f1},
        "macro_f1_ambiguous_blocks": found.macro,
        "missing_mentions": found.missing,
        "blocks": found.blocks.to_dicts(),
    }
    if form == "json":
        options.emit(orjson.dumps(figures, option=orjson.OPT_INDENT_2).decode())
        return
    for name, score in (("B-cubed", found.micro), ("pairwise", found.pairwise)):
        options.emit(f"{name:9} precision {score.precision:.3f}  recall {score.recall:.3f}  F1 {score.f1:.3f}")
    options.emit(
        f"{'macro':9} F1 {found.macro:.3f} over ambiguous blocks; {found.missing} labelled mentions without person"
    )
    for row in found.blocks.sort("f1").head(_WORST).iter_rows(named=True):
        options.emit(f"  {row['f1']:.3f}  {row['block']} ({row['mentions']} mentions, {row['labels']} people)")

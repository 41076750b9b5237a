"""`kg evaluate --gold FILE`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli import options

if TYPE_CHECKING:
    from kg.evaluation.scores import Score

_WORST = 10  # blocks listed, worst first


@click.command("evaluate")
@options.graph_option
@click.option(
    "--gold", required=True, metavar="FILE", help='JSON lines: {"work", "ordinal", "name", "block", "label"}.'
)
@click.option("--plot", metavar="FILE.svg", help="Draw how often scores are right.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(folder: str, gold: str, plot: str | None, form: str) -> None:
    """Score who is who against gold labels: B-cubed, pairwise, rivals, calibration, per block."""
    from pathlib import Path

    import orjson

    from kg.evaluation.plot import calibration_svg
    from kg.evaluation.scores import calibration_error
    from kg.workspace import writing

    found = options.open_graph(folder).evaluate(gold)
    table = found.calibration
    error = calibration_error(table) if table is not None else 0.0
    if plot and table is not None:
        with writing(Path(plot)):
            Path(plot).write_text(calibration_svg(table, error), encoding="utf-8")
    figures = {
        "b_cubed": _figures(found.micro),
        "pairwise": _figures(found.pairwise),
        "macro_f1_ambiguous_blocks": found.macro,
        "missing_mentions": found.missing,
        "rivals_b_cubed": {name: _figures(score) for name, score in found.rivals.items()},
        "calibration_error": error,
        "calibration": table.to_dicts() if table is not None else [],
        "blocking_recall": found.blocking,
        "blocks": found.blocks.to_dicts(),
    }
    if form == "json":
        options.emit(orjson.dumps(figures, option=orjson.OPT_INDENT_2).decode())
        return
    for name, score in (("B-cubed", found.micro), ("pairwise", found.pairwise)):
        options.emit(_line(name, score))
    options.emit(
        f"{'macro':16} F1 {found.macro:.3f} over ambiguous blocks; {found.missing} labelled mentions without person"
    )
    for name, score in found.rivals.items():
        options.emit(_line(name, score))
    options.emit(f"{'blocking recall':16} {found.blocking:.4f}")
    options.emit(f"{'calibration':16} error {error:.3f}: score, share that is one person, decisions")
    for row in table.iter_rows(named=True) if table is not None else ():
        options.emit(f"  {row['score']:.3f}  {row['same']:.3f}  {row['decisions']}")
    options.emit("worst blocks: F1, block")
    for row in found.blocks.sort("f1").head(_WORST).iter_rows(named=True):
        options.emit(f"  {row['f1']:.3f}  {row['block']} ({row['mentions']} mentions, {row['labels']} people)")


def _figures(score: Score) -> dict[str, float]:
    return {"precision": score.precision, "recall": score.recall, "f1": score.f1}


def _line(name: str, score: Score) -> str:
    return f"{name:16} precision {score.precision:.3f}  recall {score.recall:.3f}  F1 {score.f1:.3f}"

"""A calibration table as a picture: for each range of scores how often they were right."""

from __future__ import annotations

import polars as pl

_SIZE, _EDGE = 320, 44  # pixels


def calibration_svg(table: pl.DataFrame, error: float) -> str:
    """SVG of a table of `scores.calibration`: a dot a bin, larger where there are more decisions.

    Scores that are right lie on the diagonal.
    """
    most = max([1, *table["decisions"].to_list()])
    dots = []
    for row in table.iter_rows(named=True):
        x, y = _EDGE + row["score"] * _SIZE, _EDGE + (1 - row["same"]) * _SIZE
        told = f"score {row['score']:.2f}: {row['same']:.2f} one person, {row['decisions']} decisions"
        radius = 3 + 9 * (row["decisions"] / most) ** 0.5
        dots.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"><title>{told}</title></circle>')
    ticks = []
    for tick in (0.0, 0.5, 1.0):
        at, up = _EDGE + tick * _SIZE, _EDGE + (1 - tick) * _SIZE
        ticks.append(f'<text x="{at}" y="{_EDGE + _SIZE + 18}" text-anchor="middle">{tick}</text>')
        ticks.append(f'<text x="{_EDGE - 8}" y="{up + 4}" text-anchor="end">{tick}</text>')
    whole, far = _SIZE + 2 * _EDGE, _EDGE + _SIZE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" font-family="sans-serif" '
        f'font-size="12">'
        f'<rect width="{whole}" height="{whole}" fill="#fff"/>'
        f'<path d="M{_EDGE} {_EDGE}V{far}H{far}" fill="none" stroke="#555"/>'
        f'<path d="M{_EDGE} {far}L{far} {_EDGE}" stroke="#bbb" stroke-dasharray="4 4"/>'
        f'<g fill="#2b6cb0" fill-opacity="0.75">{"".join(dots)}</g><g fill="#333">{"".join(ticks)}'
        f'<text x="{whole / 2}" y="{whole - 6}" text-anchor="middle">score</text>'
        f'<text x="{_EDGE}" y="{_EDGE - 14}">share that is one person; calibration error {error:.3f}</text></g></svg>\n'
    )

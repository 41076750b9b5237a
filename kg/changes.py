"""What a build changed against the one before, in words: who became one person, who became several, and why."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import pyarrow as pa


def account(previous: Mapping[str, pa.Table], tables: Mapping[str, pa.Table]) -> list[str]:
    """Sentences about people and works that changed, most mentions first; empty when nothing did."""
    return _documents(previous, tables) + _people(previous, tables)


def _documents(previous: Mapping[str, pa.Table], tables: Mapping[str, pa.Table]) -> list[str]:
    before, after = (dict(zip(*(t["documents"][c].to_pylist() for c in ("document_id", "path")), strict=True))
                     for t in (previous, tables))  # fmt: skip
    lines = [f"new: {path}" for key, path in sorted(after.items(), key=str) if key not in before]
    return lines + [f"gone: {path}" for key, path in sorted(before.items(), key=str) if key not in after]


def _people(previous: Mapping[str, pa.Table], tables: Mapping[str, pa.Table]) -> list[str]:
    both = _frame(previous, "mention_people").join(
        _frame(tables, "mention_people"), on="mention_id", suffix="_new"
    )  # mentions that both builds know
    moves = both.group_by("person_id", "person_id_new").agg(pl.len().alias("mentions"), pl.col("mention_id").min())
    merged = moves.filter(pl.len().over("person_id_new") > 1).sort("person_id_new", "mentions", "person_id")
    split = moves.filter(pl.len().over("person_id") > 1).sort("person_id", "mentions", "person_id_new")
    old, new = _names(previous), _names(tables)
    lines = []
    for person, rows in merged.group_by("person_id_new", maintain_order=True):
        parts = " and ".join(f"{old.get(r['person_id'], '?')} ({_mentions(r['mentions'])})" for r in rows.to_dicts())
        because = _reason(tables, rows["mention_id"].to_list(), "same")
        lines.append(f"{parts} are now one person, {new.get(str(person[0]), '?')}{because}")
    for person, rows in split.group_by("person_id", maintain_order=True):
        parts = " and ".join(
            f"{new.get(r['person_id_new'], '?')} ({_mentions(r['mentions'])})" for r in rows.to_dicts()
        )
        because = _reason(tables, rows["mention_id"].to_list(), "different")
        lines.append(f"{old.get(str(person[0]), '?')} is now several people: {parts}{because}")
    return lines


def _frame(tables: Mapping[str, pa.Table], name: str) -> pl.DataFrame:
    frame = pl.from_arrow(tables[name])
    assert isinstance(frame, pl.DataFrame)
    return frame


def _names(tables: Mapping[str, pa.Table]) -> dict[str, str]:
    people = tables["people"]
    return dict(zip(people["person_id"].to_pylist(), people["name"].to_pylist(), strict=True))


def _mentions(number: int) -> str:
    return f"{number} mention{'s' if number != 1 else ''}"


def _reason(tables: Mapping[str, pa.Table], mentions: list[str], outcome: str) -> str:
    """The strongest piece of evidence of the decisions about these mentions' people, as ", because …"."""
    people = _frame(tables, "mention_people")
    theirs = people.join(
        people.filter(pl.col("mention_id").is_in(mentions)).select("person_id").unique(), on="person_id"
    )
    known = theirs["mention_id"].implode()
    decisions = _frame(tables, "decisions").filter(
        (pl.col("kind") == "person")
        & (pl.col("outcome") == outcome)
        & pl.col("left_id").is_in(known)
        & pl.col("right_id").is_in(known)
    )
    evidence = _frame(tables, "evidence").join(decisions.select("decision_id"), on="decision_id")
    if evidence.is_empty():
        return ""
    sign = 1 if outcome == "same" else -1
    best = evidence.filter(pl.col("feature") != "Prior").sort(pl.col("weight") * -sign, "decision_id")
    return f", because: {best['value'][0]}" if len(best) and best["value"][0] else ""

"""Why mentions were merged into one person, held apart, or left undecided: the decisions worth showing on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.view.networks import Tables, frame
from kg.view.payload import Details, Texts, where

if TYPE_CHECKING:
    import polars as pl

OUTCOMES = {"same": 0, "different": 1, "unsure": 2}
CONSIDERED = 600  # decisions of one person that are looked at
MOST = {"unsure": 6, "same": 8, "different": 4}  # decisions of one person that are shown
LEAST_WEIGHT = 0.005  # a weaker reason is not shown, unless there is no other
BASE, EACH = 30_000, 420  # room for decisions in a file: characters, and characters more for each node


def explanations(tables: Tables, details: Details, place: dict[str, int], texts: Texts) -> None:
    """Adds the decisions to the details: of each person d (places in `decisions`) and e [how many same, different,
    unsure in all].

    A decision is [outcome, score, threshold, left mention, right mention, left person or -1, right person or -1,
    agent, ruled (0/1), [[feature, weight, value] …]]; mentions are places in `mentions`, rows of [name, document,
    start, end, fragment]; texts are places in `texts`. Of the merges of a person those are shown that hold the
    cluster together (a maximum spanning forest), the
    weakest first: they are what a doubt would start from. Everybody gets a first one before anybody gets a second.
    """
    rows = _judged(tables, place)
    queue: list[tuple[int, int, int]] = []  # turn, order of outcome, index
    for person, outcome, indexes in _by_person(rows):
        if person not in place:
            continue
        details.nodes[place[person]].setdefault("e", [0, 0, 0])[OUTCOMES[outcome]] = len(indexes)
        worth = _forest(rows, indexes) if outcome == "same" else indexes
        priority = list(MOST).index(outcome)
        queue.extend((turn, priority, index) for turn, index in enumerate(worth[: MOST[outcome]]))
    order = list(dict.fromkeys(index for _, _, index in sorted(queue)))
    chosen = rows[order] if order else rows.head(0)
    evidence = _evidence(tables, chosen)
    spots = _Spots(tables, chosen, details, texts)
    room = BASE + EACH * len(place)
    for row in chosen.iter_rows(named=True):
        reasons = evidence.get(row["decision_id"], [])
        room -= 60 + sum(14 + len(value) for _, _, value in reasons)
        if room < 0:
            break
        left, right = place.get(row["left_person"], -1), place.get(row["right_person"], -1)
        for node in sorted({left, right} - {-1}):
            details.nodes[node].setdefault("d", []).append(len(details.decisions))
        details.decisions.append(
            [
                OUTCOMES[row["outcome"]],
                round(row["score"], 3) if row["score"] is not None else -1,
                round(row["threshold"], 3) if row["threshold"] is not None else -1,
                spots.number(row["left_id"]),
                spots.number(row["right_id"]),
                left,
                right,
                texts.number(row["agent"] or ""),
                int(bool(row["override"])),
                [[texts.number(feature), weight, texts.number(value)] for feature, weight, value in reasons],
            ]
        )


def _judged(tables: Tables, place: dict[str, int]) -> pl.DataFrame:
    """Decisions in force about people, with the people of both mentions and their documents; one row a decision,
    numbered by `index`.
    """
    import polars as pl

    columns = [
        "decision_id",
        "kind",
        "left_id",
        "right_id",
        "outcome",
        "score",
        "threshold",
        "agent",
        "override",
        "reverted_by",
    ]
    rows = frame(tables, "decisions", columns).filter(
        (pl.col("kind") == "person") & pl.col("reverted_by").is_null() & pl.col("outcome").is_in(list(OUTCOMES))
    )
    known = frame(tables, "mention_people", ["mention_id", "person_id"])
    for side in ("left", "right"):
        rows = rows.join(known.rename({"mention_id": f"{side}_id", "person_id": f"{side}_person"}), on=f"{side}_id")
    within = pl.col("left_person") == pl.col("right_person")
    rows = rows.filter(pl.when(pl.col("outcome") == "same").then(within).otherwise(~within))
    inside = pl.Series(list(place), dtype=pl.String).implode()
    rows = rows.filter(pl.col("left_person").is_in(inside) | pl.col("right_person").is_in(inside))
    far = pl.col("left_id").str.split(".").list.first() != pl.col("right_id").str.split(".").list.first()
    return (
        rows.with_columns(far.alias("two_documents"))
        .sort("score", "decision_id", descending=[True, False], nulls_last=True)
        .with_row_index()
    )


def _by_person(rows: pl.DataFrame) -> list[tuple[str, str, list[int]]]:
    """(person, outcome, indexes of its decisions by falling score)."""
    import polars as pl

    sides = [rows.select("index", "outcome", pl.col(f"{side}_person").alias("person")) for side in ("left", "right")]
    grouped = (
        pl.concat(sides)
        .unique()
        .sort("person", "outcome", "index")
        .group_by("person", "outcome", maintain_order=True)
        .agg("index")
    )
    return [(person, outcome, list(indexes)) for person, outcome, indexes in grouped.iter_rows()]


def _forest(rows: pl.DataFrame, indexes: list[int]) -> list[int]:
    """The decisions that hold a cluster together: rulings, then those between two documents, the weakest first."""
    root: dict[str, str] = {}

    def top(key: str) -> str:
        while root.setdefault(key, key) != key:
            root[key] = key = root[root[key]]
        return key

    some = rows[indexes[:CONSIDERED]].select("index", "left_id", "right_id", "two_documents", "override")
    kept: list[tuple[bool, bool, int]] = []
    for index, left, right, two_documents, override in some.iter_rows():
        one, other = top(left), top(right)
        if one != other or override:
            root[one] = other
            kept.append((not override, not two_documents, -index))
    return [-index for _, _, index in sorted(kept)]


def _evidence(tables: Tables, chosen: pl.DataFrame) -> dict[str, list[tuple[str, float, str]]]:
    """(feature, weight, in words) of each decision: what held before any evidence, then the weightiest first."""
    rows = frame(tables, "evidence", ["decision_id", "feature", "weight", "value"]).join(
        chosen.select("decision_id"), on="decision_id"
    )
    result: dict[str, list[tuple[str, float, str]]] = {}
    for key, feature, weight, value in rows.iter_rows():
        result.setdefault(key, []).append((feature or "", round(weight or 0.0, 2), value or ""))
    for reasons in result.values():
        reasons.sort(key=lambda reason: (reason[0] != "Prior", -abs(reason[1]), reason))
        reasons[:] = [reason for reason in reasons if abs(reason[1]) >= LEAST_WEIGHT] or reasons
    return result


class _Spots:
    """The mentions that decisions speak of, each said once in `details.mentions`."""

    def __init__(self, tables: Tables, chosen: pl.DataFrame, details: Details, texts: Texts) -> None:
        import polars as pl

        wanted = pl.concat(
            [chosen.select(pl.col(f"{side}_id").alias("mention_id")) for side in ("left", "right")]
        ).unique()
        documents = (
            frame(tables, "documents", ["document_id", "path"]).unique("document_id").sort("path", "document_id")
        )
        self._documents = {key: i for i, key in enumerate(documents["document_id"].to_list())}
        columns = ["mention_id", "name", "document_id", "start", "end", "page", "fragment"]
        self._rows = {
            row[0]: row[1:] for row in frame(tables, "mentions", columns).join(wanted, on="mention_id").iter_rows()
        }
        self._details, self._texts = details, texts
        self._places: dict[str, int] = {}

    def number(self, mention: str) -> int:
        """Place of a mention in the list; -1 where the tables do not hold it."""
        if mention not in self._rows:
            return -1
        if mention not in self._places:
            name, document, start, end, page, fragment = self._rows[mention]
            self._places[mention] = len(self._details.mentions)
            spot = where(self._documents.get(document, -1), start, end, page, fragment)
            self._details.mentions.append([self._texts.number(name or ""), *spot])
        return self._places[mention]

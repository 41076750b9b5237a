"""Why mentions are one person, or why two people are two: from the tables, in the resolver's own weights.

The weights of a decision are log-odds and add up to the logit of its score; what is missing to that sum is shown as
such, never hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import polars as pl

from kg.errors import QueryError
from kg.graph import explain_text
from kg.graph.case_files import CaseFiles, Place, Profile, Reason, Step, chance
from kg.graph.people import Tables, find_people, local_id, unknown_person
from kg.graph.rows import Rows

__all__ = ["Explanation", "Place", "Profile", "Reason", "Step", "explain", "review"]

_MOST_PAIRS = 15  # of namesakes compared with each other; more are counted
_MOST_REFUSALS = 5  # refusals shown for a pair of people: the nearest ones


@dataclass(frozen=True, slots=True)
class Explanation:
    """An answer to "why?".

    Attributes:
        question: what was asked, in words.
        verdict: the answer in one sentence.
        outcome: "same", "different", "unsure" or "several" (a name that several people bear).
        profiles: the people it is about.
        steps: the decisions behind it, those that carry most first.
        facts: what the tables show beside the decisions, a sentence each.
    """

    question: str
    verdict: str
    outcome: str
    profiles: tuple[Profile, ...]
    steps: tuple[Step, ...] = ()
    facts: tuple[str, ...] = ()

    def to_text(self) -> str:
        """The explanation for a terminal or a file."""
        return explain_text.to_text(self)

    def to_html(self) -> str:
        """The explanation as a page of its own; everything a document said is escaped."""
        return explain_text.to_html(self)

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        return explain_text.body(self)


def explain(tables: Tables, a: str, b: str | None = None) -> Explanation:
    """Why the mentions of `a` are one person; with `b`, why the two are one person or two.

    Args:
        tables: the extracted and resolved tables.
        a: a name, identifier, IRI, person id or mention id; of a name that several people bear, all are explained.
        b: the same.

    Raises:
        QueryError: nobody is called that.
        AmbiguousName: with `b`, a name that several people bear.
    """
    files = CaseFiles(tables)
    people = _people(tables, a)
    if b is None:
        return _several(files, a, people) if len(people) > 1 else _one(files, people[0], files.mention(a))
    others = _people(tables, b)
    if len(people) > 1 and people == others:
        return _several(files, a, people)
    left, right = files.only(people, a), files.only(others, b)
    if left != right:
        return _two(files, left, right)
    mentions = [mention for mention in (files.mention(a), files.mention(b)) if mention]
    return _joined(files, left, mentions) if len(set(mentions)) == 2 else _one(files, left, None)


def _people(tables: Tables, asked: str) -> list[str]:
    found = find_people(tables, asked)
    if not found:
        raise unknown_person(tables, asked)
    return found


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _one(files: CaseFiles, person: str, mention: str | None) -> Explanation:
    profile = files.profile(person)
    if profile.ambiguous:
        return _undecided(files, profile)
    steps = files.steps(_spanning(files.inside(person)))
    if mention:
        steps = [step for step in steps if mention in (step.left.mention, step.right.mention)] or steps
    facts = [*_linked(files, person), *_apart(files, person)]
    where = f"{_count(profile.mentions, 'mention')} in {_count(len(profile.documents), 'document')}"
    verdict = f"{where} are taken for one person."
    if profile.mentions == 1:
        verdict = f"There is only one mention, in {profile.documents[0][0] if profile.documents else 'no document'}."
    elif steps:
        weakest = min(steps, key=lambda step: step.score)
        verdict += f" The weakest link between two of them is {weakest.chance} sure."
    question = f"Why is {profile.name} one person?"
    if mention:
        question = f"Why is {files.place(mention).name} ({mention}) taken for {profile.name}?"
    return Explanation(question, verdict, "same", (profile,), tuple(steps), tuple(facts))


def _undecided(files: CaseFiles, profile: Profile) -> Explanation:
    possible = [files.profile(person) for person in profile.possible]
    names = ", ".join(f"{p.name} ({p.person})" for p in possible) or "nobody in this graph"
    verdict = f"It cannot be told who {profile.name} is; possible: {names}."
    decisions = files.touching(profile.person)
    steps = files.steps(decisions.sort("score", descending=True, nulls_last=True).head(_MOST_REFUSALS))
    return Explanation(f"Who is {profile.name}?", verdict, "unsure", (profile, *possible), tuple(steps))


def _spanning(decisions: pl.DataFrame) -> pl.DataFrame:
    """The strongest decisions that hold all mentions together (maximum spanning tree), between documents first."""
    root: dict[str, str] = {}

    def find(node: str) -> str:
        while root.setdefault(node, node) != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    kept = []
    ordered = decisions.sort(["override", "score", "decision_id"], descending=[True, True, False], nulls_last=True)
    for place, (left, right) in enumerate(ordered.select("left_id", "right_id").iter_rows()):
        one, other = find(left), find(right)
        if one != other:
            root[one] = other
            kept.append(place)
    across = pl.col("left_id").str.split(".").list.first() != pl.col("right_id").str.split(".").list.first()
    return ordered[kept].sort([across, "score", "decision_id"], descending=[True, False, False], nulls_last=True)


def _linked(files: CaseFiles, person: str) -> list[str]:
    """What holds mentions together without a decision of their own."""
    loose = files.unlinked(person)
    facts = []
    for document, names in loose.items():
        shown = ", ".join(dict.fromkeys(names))
        facts.append(f"{_count(len(names), 'mention')} in {document} ({shown}) joined without a decision on record.")
    return facts


def _apart(files: CaseFiles, person: str) -> list[str]:
    """From whom the person was kept apart, nearest first."""
    facts = []
    for other, outcome, score, count in files.neighbours(person)[:_MOST_REFUSALS]:
        words = "could not be told from" if outcome == "unsure" else "was kept apart from"
        profile = files.profile(other)
        name = files.profile(person).name
        nearest = f"{_count(count, 'decision')}, the nearest pair {chance(score)} likely to be one person"
        facts.append(f"{name} {words} {profile.name} ({other}): {nearest}.")
    return facts


def _joined(files: CaseFiles, person: str, mentions: Sequence[str]) -> Explanation:
    """Why two mentions are one person: the chain of decisions between them."""
    one, other = (files.place(mention) for mention in mentions)
    steps = files.steps(_chain(_spanning(files.inside(person)), *mentions))
    profile = files.profile(person)
    verdict = f"Both are {profile.name}"
    if not steps:
        verdict += ", but no decision between the two is on record: the document itself says so, or a ruling did."
    elif len(steps) == 1:
        verdict += f", by one decision that is {steps[0].chance} sure."
    else:
        weakest = min(steps, key=lambda step: step.score)
        verdict += f", by a chain of {len(steps)} decisions, the weakest {weakest.chance} sure."
    question = f"Why are {one.name} ({one.mention}) and {other.name} ({other.mention}) one person?"
    return Explanation(question, verdict, "same", (profile,), tuple(steps))


def _chain(tree: pl.DataFrame, start: str, end: str) -> pl.DataFrame:
    """The rows of the tree on the way from one mention to the other, in order; none if there is no way."""
    beside: dict[str, list[tuple[str, int]]] = {}
    for place, (left, right) in enumerate(tree.select("left_id", "right_id").iter_rows()):
        beside.setdefault(left, []).append((right, place))
        beside.setdefault(right, []).append((left, place))
    ways: dict[str, list[int]] = {start: []}
    queue = [start]
    for node in queue:
        for neighbour, place in beside.get(node, []):
            if neighbour not in ways:
                ways[neighbour] = [*ways[node], place]
                queue.append(neighbour)
    return tree[ways.get(end, [])]


def _two(files: CaseFiles, left: str, right: str) -> Explanation:
    one, other = files.profile(left), files.profile(right)
    decisions = files.between(left, right)
    steps = files.steps(decisions.sort(["override", "score"], descending=True, nulls_last=True).head(_MOST_REFUSALS))
    facts = files.comparison(left, right)
    unsure = bool(decisions.filter(pl.col("outcome") == "unsure").height)
    outcome = "unsure" if unsure else "different"
    if unsure:
        verdict = "It could not be decided whether they are one person; they stay two until somebody rules."
    elif steps:
        most = f"the nearest pair of mentions is {steps[0].chance} likely to be one person"
        verdict = f"They are two people: {most}."
        if steps[0].override:
            verdict = f"They are two people: {steps[0].agent} ruled so."
    else:
        verdict = "They are two people, and no decision about the two of them is on record: they were never compared"
        verdict += files.why_never_compared(left, right)
    if decisions.height > len(steps):
        facts = [*facts, f"{decisions.height - len(steps)} more decisions about pairs of their mentions are on record."]
    question = f"Why are {one.name} ({left}) and {other.name} ({right}) two people?"
    return Explanation(question, verdict, outcome, (one, other), tuple(steps), tuple(facts))


def _several(files: CaseFiles, asked: str, people: Sequence[str]) -> Explanation:
    profiles = tuple(files.profile(person) for person in people)
    steps: list[Step] = []
    facts: list[str] = []
    unsure = False
    pairs = list(combinations([p.person for p in profiles if not p.ambiguous], 2))
    for left, right in pairs[:_MOST_PAIRS]:
        told = _two(files, left, right)
        unsure = unsure or told.outcome == "unsure"
        names = f"{files.profile(left).name} ({left}) and {files.profile(right).name} ({right})"
        facts += [f"{names}: {told.verdict}", *told.facts]
        steps += told.steps
    if len(pairs) > _MOST_PAIRS:
        facts.append(f"{len(pairs) - _MOST_PAIRS} more pairs are not shown; explain two of them by their ids.")
    for profile in profiles:
        if profile.ambiguous:
            possible = ", ".join(profile.possible) or "nobody here"
            mentions = _count(profile.mentions, "mention")
            facts.append(f"{mentions} of {profile.name} could not be told (possible: {possible}).")
    certain = [p for p in profiles if not p.ambiguous]
    verdict = f"'{asked}' is the name of {len(certain)} people."
    if unsure:
        verdict += " Some of them may be one person: that could not be decided."
    return Explanation(f"Who is {asked}?", verdict, "several", profiles, tuple(steps), tuple(facts))


def review(tables: Tables, *, limit: int = 20) -> Rows:
    """The decisions nearest to the threshold that no person has made, with what each would change if it were turned."""
    files = CaseFiles(tables)
    distance = (pl.col("score") - pl.col("threshold")).abs()
    nearest = (
        files.decisions.filter(pl.col("reverted_by").is_null() & ~pl.col("override").fill_null(value=False))
        .filter(pl.col("score").is_not_null())
        .sort(distance, pl.col("outcome") != "unsure", "decision_id")
        .head(limit)
    )
    rows = []
    for row in nearest.iter_rows(named=True):
        left, right = (
            [files.name_of(row[side], row["kind"]), files.where_said(row[side])] for side in ("left_id", "right_id")
        )
        rows.append([row["decision_id"], row["kind"], *left, *right, row["outcome"], row["score"], files.change(row)])
    columns = ["decision", "kind", "one", "in", "other", "other_in", "outcome", "score", "turned"]
    headings = ["Decision", "About", "One", "Said in", "Other", "Said in", "Now", "Score", "Turned, it would"]
    return Rows.of(columns, rows, headings=dict(zip(columns, headings, strict=True)))


def explain_decision(tables: Tables, decision: str) -> Step:
    """One decision by its id or IRI.

    Raises:
        QueryError: there is no such decision.
    """
    files = CaseFiles(tables)
    found = files.decisions.filter(pl.col("decision_id") == local_id(decision, "decision"))
    if found.is_empty():
        raise QueryError("decision", f"'{decision}' is not on record", "kg review and kg explain show decision ids")
    return files.steps(found)[0]

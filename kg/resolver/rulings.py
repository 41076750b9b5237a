"""What a curator ruled: read, checked, appended and undone.

Rulings live in one tab-separated file with the columns of SSSOM (https://w3id.org/sssom/spec). Each row names two
things by the ids of a mention, a record or an organisation mention, never by the id of a person or a work: so a ruling
keeps its meaning over rebuilds and re-imports. The file is append-only: a ruling is taken back by a row that undoes it.

    subject_id         predicate_id       object_id           what it says
    mention:…          skos:exactMatch    mention:…           both names mean one person
    mention:…          owl:differentFrom  mention:…           they mean two people
    record:…           either             record:…            one work, or two
    organisation:…     either             organisation:…      one organisation, or two
    decision:…         kg:undoes          sssom:NoTermFound   the ruling with that decision id no longer holds
"""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Literal

from kg.errors import OutputError, RulingError

RulingKind = Literal["same", "different", "undo"]
COLUMNS = (
    "subject_id",
    "predicate_id",
    "object_id",
    "mapping_justification",
    "author_id",
    "mapping_date",
    "comment",
    "subject_label",
    "object_label",
    "subject_place",
    "object_place",
)
JUSTIFICATION = "semapv:ManualMappingCuration"
NOTHING = "sssom:NoTermFound"
PREDICATES: Mapping[str, RulingKind] = {
    "skos:exactMatch": "same",
    "owl:sameAs": "same",
    "owl:differentFrom": "different",
    "kg:undoes": "undo",
}
_WRITTEN: Mapping[RulingKind, str] = {
    "same": "skos:exactMatch",
    "different": "owl:differentFrom",
    "undo": "kg:undoes",
}
_HEADER = """#mapping_set_title: rulings of the curator
#curie_map:
#  mention: https://w3id.org/kg/id/mention/
#  record: https://w3id.org/kg/id/record/
#  organisation: https://w3id.org/kg/id/organisation-mention/
#  decision: https://w3id.org/kg/id/decision/
#  kg: https://w3id.org/kg/ns#
#extension_definitions:
#  - slot_name: subject_place
#    property: kg:place
#  - slot_name: object_place
#    property: kg:place
"""
# the grammar of ids in kg.schemas; a document id is sixteen hexadecimal digits there, any word without a dot here
# ("-2" at the end of a number: the second thing said at that place)
_RECORD = re.compile(r"[^.\s]+\.\d+(-\d+)?")
_MENTION = re.compile(r"[^.\s]+\.(\d+(-\d+)?\.e?\d+(-\d+)?|m\d+(-\d+)?)")
_ORGANISATION = re.compile(r"[^.\s]+\.(\d+(-\d+)?\.)?o\d+(-\d+)?")
_DECISION = re.compile(r"[0-9a-f]{16}")
_KINDS = (("person", _MENTION), ("work", _RECORD), ("organisation", _ORGANISATION), ("decision", _DECISION))
_PREFIX = {"person": "mention", "work": "record", "organisation": "organisation", "decision": "decision"}


@dataclass(frozen=True, slots=True)
class Ruling:
    """One row of the file.

    `things` holds two ids, smaller first, for "same" and "different", and one decision id for "undo". `line` counts
    from 1 (0: not from a file). `number` tells the first ruling of its kind on these things (1) from its repetitions.
    `labels` and `places` say of each thing what is printed and where (see `kg.resolver.anchors`); `stated` are the
    things as the file names them where a ruling has followed them into an edited document.
    """

    kind: RulingKind
    things: tuple[str, ...]
    line: int = 0
    agent: str = ""
    time: str = ""
    comment: str = ""
    number: int = 1
    labels: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()

    @property
    def about(self) -> str:
        """What the ruling is about: "person", "work", "organisation" or "decision"."""
        return thing_kind(self.things[0])

    @property
    def decision_id(self) -> str:
        """The id under which this ruling stands among the decisions."""
        text = "\n".join(("ruling", self.kind, *(self.stated or self.things), str(self.number)))
        return sha256(text.encode()).hexdigest()[:16]


def thing_kind(thing: str) -> str:
    """What an id names: "person" (a mention), "work" (a record), "organisation", "decision"; "" if it is none.

    >>> thing_kind("0a1b2c3d4e5f6071.120.3"), thing_kind("0a1b2c3d4e5f6071.120")
    ('person', 'work')
    """
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(thing)), "")


def ruling(kind: RulingKind, *things: str, agent: str = "", time: str = "", comment: str = "") -> Ruling:
    """A new ruling, its things checked and in order. RulingError if they are not of one kind."""
    return _checked(Ruling(kind, tuple(sorted(things)), 0, agent, time, comment), "")


def read(path: Path | str) -> list[Ruling]:
    """The rulings of a file, in its order; none if there is no such file. RulingError names the line that is wrong."""
    path = Path(path)
    if not path.exists():
        return []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RulingError(str(path), f"cannot be read ({error})", "save it as UTF-8 text with tabs") from error
    rows = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip() and not line.startswith("#")]
    if not rows:
        return []
    columns = rows[0][1].split("\t")
    missing = [name for name in COLUMNS[:3] if name not in columns]
    if missing:
        problem = f"the column {missing[0]} is missing"
        raise RulingError(f"{path}:{rows[0][0]}", problem, f"write these columns: {' '.join(COLUMNS)}")
    found: list[Ruling] = []
    for number, line in rows[1:]:
        cells = next(csv.reader([line], delimiter="\t"))
        found.append(_row(dict(zip(columns, cells, strict=False)), f"{path}:{number}", number))
    return _numbered(found)


def _row(cells: Mapping[str, str], where: str, line: int) -> Ruling:
    """One row as a ruling."""
    predicate = cells.get("predicate_id", "").strip()
    if predicate not in PREDICATES:
        raise RulingError(where, f"predicate_id is '{predicate}'", f"use one of {', '.join(PREDICATES)}")
    kind = PREDICATES[predicate]
    sides = ("subject",) if kind == "undo" else ("subject", "object")
    told = sorted(
        (_bare(cells.get(f"{side}_id", "")), *(cells.get(f"{side}_{what}", "").strip() for what in ("label", "place")))
        for side in sides
    )
    made = Ruling(
        kind,
        tuple(thing for thing, _, _ in told),
        line,
        cells.get("author_id", "").strip(),
        cells.get("mapping_date", "").strip(),
        cells.get("comment", "").strip(),
        labels=tuple(label for _, label, _ in told),
        places=tuple(place for _, _, place in told),
    )
    return _checked(made, where)


def _bare(curie: str) -> str:
    """An id without its prefix, whether that is written as CURIE or as IRI."""
    return re.split(r"[:/]", curie.strip())[-1]


def _checked(made: Ruling, where: str) -> Ruling:
    """The ruling itself, if its things are of the right number and kind."""
    kinds = {thing_kind(thing) for thing in made.things}
    if "" in kinds:
        bad = next(thing for thing in made.things if not thing_kind(thing))
        raise RulingError(where, f"'{bad}' is no id of a mention, record, organisation mention or decision")
    if made.kind == "undo":
        if len(made.things) != 1 or kinds != {"decision"}:
            raise RulingError(where, "an undo names something else than one decision", "give the id of the ruling")
        return made
    if len(made.things) != 2 or made.things[0] == made.things[1]:
        raise RulingError(where, f"'{made.kind}' needs two different things", "name two mentions or two records")
    if len(kinds) != 1 or kinds == {"decision"}:
        raise RulingError(where, "the two things are of different kinds", "name two mentions or two records")
    return made


def _numbered(rulings: Iterable[Ruling]) -> list[Ruling]:
    """The rulings with repetitions counted, so that each has its own decision id."""
    seen: dict[tuple[str, tuple[str, ...]], int] = {}
    out: list[Ruling] = []
    for item in rulings:
        key = (item.kind, item.things)
        seen[key] = seen.get(key, 0) + 1
        out.append(replace(item, number=seen[key]))
    return out


def undone_by(rulings: Sequence[Ruling]) -> dict[str, Ruling]:
    """Decision id of each ruling that is taken back, and the ruling that does it (the last one, if several do).

    An undo can itself be undone; then what it took back holds again.
    """
    undone: dict[str, Ruling] = {}
    for item in reversed(rulings):
        if item.decision_id in undone:
            continue
        if item.kind == "undo" and item.things[0] not in undone:
            undone[item.things[0]] = item
    return undone


def effective(rulings: Sequence[Ruling], where: str = "decisions.tsv") -> list[Ruling]:
    """The rulings in force: undone ones and undos left out. RulingError if two of them contradict each other.

    Two contradict each other when one says "different" of two things that others, directly or over a chain, call the
    same. The message names both lines; nothing is applied.
    """
    undone = undone_by(rulings)
    held = [item for item in rulings if item.kind != "undo" and item.decision_id not in undone]
    known = {item.decision_id for item in rulings}
    for item in rulings:
        if item.kind == "undo" and item.things[0] not in known:
            problem = f"there is no ruling {item.things[0]} to undo"
            raise RulingError(_place(where, item), problem, "look the id up with: kg explain")
    same = [item for item in held if item.kind == "same"]
    for item in held:
        chain = _chain(item, same) if item.kind == "different" else []
        if chain:
            first, second = sorted((chain[0], item), key=lambda one: one.line)
            problem = f"this ruling on {' and '.join(item.things)} contradicts the one in line {first.line}"
            raise RulingError(_place(where, second), problem, "undo one of the two")
    return held


def _place(where: str, item: Ruling) -> str:
    return f"{where}:{item.line}" if item.line else where


def _chain(item: Ruling, same: Sequence[Ruling]) -> list[Ruling]:
    """The "same" rulings that lead from one thing of `item` to the other; empty if none do."""
    links: dict[str, list[tuple[str, Ruling]]] = {}
    for one in same:
        left, right = one.things
        links.setdefault(left, []).append((right, one))
        links.setdefault(right, []).append((left, one))
    start, goal = item.things
    paths: dict[str, list[Ruling]] = {start: []}
    queue = [start]
    for here in queue:
        for there, one in links.get(here, ()):
            if there not in paths:
                paths[there] = [*paths[here], one]
                queue.append(there)
    return paths.get(goal, [])


def pairs(rulings: Iterable[Ruling], about: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The pairs that must be one and the pairs that must be two, of rulings in force about "person", "work" …."""
    same = [(r.things[0], r.things[1]) for r in rulings if r.kind == "same" and r.about == about]
    different = [(r.things[0], r.things[1]) for r in rulings if r.kind == "different" and r.about == about]
    return same, different


def append(path: Path | str, added: Sequence[Ruling]) -> list[Ruling]:
    """Add rulings to the file and return all of it, with lines and numbers.

    The file is replaced whole: an interruption leaves the old one. RulingError if the new rulings contradict those that
    hold; then the file stays as it is. OutputError if it cannot be written.
    """
    path = Path(path)
    old = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    if not any(line and not line.startswith("#") for line in old.splitlines()):
        old = _HEADER + "\t".join(COLUMNS) + "\n"
    columns = next(line for line in old.splitlines() if line.strip() and not line.startswith("#")).split("\t")
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter="\t", lineterminator="\n", extrasaction="ignore", restval="")
    writer.writerows(_cells(item) for item in added)
    whole = (old if old.endswith("\n") else old + "\n") + text.getvalue()
    handle = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, handle = tempfile.mkstemp(prefix=path.name, dir=path.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            stream.write(whole)
            stream.flush()
            os.fsync(stream.fileno())
        rulings = read(handle)
        effective(rulings, str(path))
        os.replace(handle, path)
    except OSError as error:
        raise OutputError(
            str(path), f"cannot be written ({error.strerror})", "check the folder and free space"
        ) from error
    finally:
        if handle and os.path.exists(handle):
            os.unlink(handle)
    return rulings


def _cells(item: Ruling) -> dict[str, str]:
    """One ruling as a row; line ends and tabs inside a comment become spaces."""
    prefix = _PREFIX[item.about]
    told = {
        f"{side}_{what}": " ".join(value.split())
        for what, values in (("label", item.labels), ("place", item.places))
        for side, value in zip(("subject", "object"), values, strict=False)
    }
    return told | {
        "subject_id": f"{prefix}:{item.things[0]}",
        "predicate_id": _WRITTEN[item.kind],
        "object_id": f"{prefix}:{item.things[1]}" if len(item.things) > 1 else NOTHING,
        "mapping_justification": JUSTIFICATION,
        "author_id": " ".join(item.agent.split()),
        "mapping_date": item.time,
        "comment": " ".join(item.comment.split()),
    }


def reverse(decision: Mapping[str, object], agent: str = "", time: str = "", comment: str = "") -> Ruling:
    """The ruling that takes a decision back.

    Of a ruling (`override`) it is an undo; of a decision of the resolver the opposite ruling on the same two things.
    """
    if decision.get("override"):
        return ruling("undo", str(decision["decision_id"]), agent=agent, time=time, comment=comment)
    kind: RulingKind = "different" if decision["outcome"] == "same" else "same"
    left, right = str(decision["left_id"]), str(decision["right_id"])
    return ruling(kind, left, right, agent=agent, time=time, comment=comment)

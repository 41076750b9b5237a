"""Which printed organisations are one, and which is a unit of which.

A whole organisation is made out by its name, a unit by its name and the whole it belongs to: "Department of Automation"
in two documents is one department if both say it is Tsinghua's. Work is done once for each distinct mention text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import polars as pl
from rapidfuzz import fuzz

from kg.resolver import rulings as curator
from kg.resolver.decisions import Ledger
from kg.resolver.organisation_names import (
    UNIT,
    OrganisationName,
    core_of,
    kind_of,
    known_organisations,
    read_affiliation,
    read_organisation,
    short_unit,
    unit_initials,
)
from kg.resolver.rulings import Ruling
from kg.resolver.venue_names import folded

THRESHOLD = 0.6
PRIOR = -2.0  # of two organisations with words in common one pair in eight is one
WEIGHTS = {
    "SameName": 4.0,  # the same words after article, legal form and country are set aside
    "SameParent": 3.0,  # units of one organisation
    "KnownOrganisation": 6.0,  # the shipped table says so
    "LearntAbbreviation": 5.0,  # the abbreviation stands in brackets after the name somewhere
    "UnitInitials": 3.5,  # "EE" for the only department of that organisation with these initials
    "SameDocument": 2.0,  # one document hardly names two organisations alike
    "OnlyBearer": 2.0,  # a distinctive name that only one organisation of the corpus has
    "DifferentParent": -5.0,
    "DifferentWords": -5.0,
}
Row = dict[str, Any]


@dataclass(slots=True)
class Node:
    """An organisation in the making. `key` is its folded name, with "@" and the whole it belongs to for a unit."""

    key: str
    root: str = ""
    parents: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    mentions: list[tuple[str, str, str]] = field(default_factory=list)  # (mention, printed, route)


@dataclass(frozen=True, slots=True)
class Organisations:
    """`mentions`: "organisation_mention_id", "organisation_id". `affiliations`: "printed", "organisation_id"."""

    mentions: pl.DataFrame
    affiliations: pl.DataFrame
    organisations: list[Row]
    decisions: list[Row]
    evidence: list[Row]


def organisation_id(key: str) -> str:
    """Id of the organisation with that folded canonical key."""
    return sha256(key.encode()).hexdigest()[:16]


def resolve_organisations(
    mentions: pl.DataFrame, affiliations: Iterable[str], rulings: Sequence[Ruling] = ()
) -> Organisations:
    """The organisations of the extracted mentions and of affiliation strings; `rulings` are those in force."""
    reader = _Reader(mentions.sort("organisation_mention_id").to_dicts())
    placed = {mention: reader.place(mention) for mention in sorted(reader.rows)}
    _apply(rulings, placed, reader)
    strings = sorted(set(affiliations))
    of_string = {printed: reader.affiliation(printed) for printed in strings}
    decisions, evidence = _explained(reader)
    keys = reader.final_keys()
    rows = [_row(node, reader) for _, node in sorted(reader.nodes.items())]
    return Organisations(
        pl.DataFrame(
            [(mention, organisation_id(keys[key])) for mention, key in placed.items()],
            schema={"organisation_mention_id": pl.String, "organisation_id": pl.String},
            orient="row",
        ),
        pl.DataFrame(
            [(printed, organisation_id(keys[key])) for printed, key in of_string.items() if key],
            schema={"printed": pl.String, "organisation_id": pl.String},
            orient="row",
        ),
        sorted(rows, key=lambda row: str(row["organisation_id"])),
        decisions,
        evidence,
    )


class _Reader:
    """Leads each mention to the key of its organisation, with what all mentions together say."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self.rows = {str(row["organisation_mention_id"]): row for row in rows}
        self.names = {mention: read_organisation(str(row["name"] or "")) for mention, row in self.rows.items()}
        self.nodes: dict[str, Node] = {}
        self.taught: dict[str, Counter[str]] = defaultdict(Counter)
        self.wholes: set[str] = set()
        for name in self.names.values():
            # "(CS)" behind a department is that of any university
            own = not name.generic or name.core.startswith(("institute", "center", "laboratory"))
            if name.abbreviation and own:
                self.taught[folded(name.abbreviation)][name.core] += 1
            if not name.unit and name.core:
                self.wholes.add(name.core)
        self.units: dict[str, Counter[str]] = defaultdict(Counter)  # unit name -> wholes it is said to belong to
        self.siblings: dict[str, set[str]] = defaultdict(set)  # whole -> its unit names
        self.in_document: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.roots = {mention: self._root(mention) for mention in sorted(self.rows)}
        for mention, root in self.roots.items():
            core = self.names[mention].core
            if root and root != core:
                self.units[core][root] += 1
                self.siblings[root].add(core)
                self.in_document[str(self.rows[mention]["document_id"]), core].add(root)

    def whole(self, name: OrganisationName) -> tuple[str, str]:
        """Core of a whole organisation, spelled out if the table or the corpus explains it, and the route there."""
        known = known_organisations().get(core_of(name.printed))
        if known is not None:
            core = core_of(known.name)
            return core, "SameName" if core == core_of(name.printed) else "KnownOrganisation"
        rivals = self.taught.get(name.core)
        if rivals:
            return min(rivals, key=lambda core: (-rivals[core], core)), "LearntAbbreviation"
        return name.core, "SameName"

    def _root(self, mention: str) -> str:
        """Core of the whole that a mention belongs to; "" if none is told."""
        seen: set[str] = set()
        here = mention
        while True:
            seen.add(here)
            parent = self.rows[here].get("parent_mention_id")
            if parent is None or parent not in self.rows or parent in seen:
                break
            here = str(parent)
        name = self.names[here]
        inside = self.inside(name)
        if inside:
            return inside
        return self.whole(name)[0] if here != mention or not name.unit else ""

    def inside(self, name: OrganisationName) -> str:
        """Core of the whole that a unit's name begins or ends with: "MIT EECS", "DAMO Academy of Alibaba Group"."""
        if known_organisations().get(core_of(name.printed)) is not None:
            return ""
        words = core_of(name.printed).split()
        for length in range(len(words) - 1, 0, -1):
            head, tail = " ".join(words[:length]), " ".join(words[-length:])
            if self._is_whole(head) and _is_unit(words[length:], name.printed):
                return self.whole(OrganisationName(head, head))[0]
            linked = length < len(words) - 1 and words[-length - 1] == "of"
            if linked and self._is_whole(tail) and not words[0].startswith("universit"):
                return self.whole(OrganisationName(tail, tail))[0]
        return ""

    def _is_whole(self, core: str) -> bool:
        return core in known_organisations() or core in self.wholes or core in self.taught

    def place(self, mention: str) -> str:
        """Puts a mention into its organisation and returns the key of that."""
        name, row = self.names[mention], self.rows[mention]
        core, root = name.core, self.roots[mention]
        route = "SameName"
        if not root or root in (core, self.whole(name)[0]):
            core, route = self.whole(name)
            root = "" if not name.unit else self._guessed_root(name, str(row["document_id"]))
            route = "OnlyBearer" if root else route
        if root and root != core:
            core, route = self._written_out(core, root, route)
        key = f"{core}@{root}" if root and root != core else core
        node = self._node(key, root if root != core else "")
        node.names[str(row["name"] or "").strip()] += 1
        node.kinds[name.kind if not root or root == core else kind_of(name.printed, unit=True)] += 1
        if row.get("place"):
            node.places[str(row["place"])] += 1
        node.mentions.append((mention, str(row["name"] or ""), route))
        parent = row.get("parent_mention_id")
        if root and root != core:
            node.parents[self._parent_key(parent, root, key)] += 1
        return key

    def _parent_key(self, parent: Any, root: str, key: str) -> str:
        """Key of the direct parent: the printed one if it is itself a unit of the same whole."""
        if parent in self.rows and self.roots.get(str(parent)) == root:
            core = self.names[str(parent)].core
            if core != root:
                written = f"{self._written_out(core, root, '')[0]}@{root}"
                return root if written == key else written
        self._node(root, "")
        return root

    def _node(self, key: str, root: str) -> Node:
        if key not in self.nodes:
            self.nodes[key] = Node(key, root)
            if root:
                self._node(root, "")
        return self.nodes[key]

    def _guessed_root(self, name: OrganisationName, document: str) -> str:
        """The whole of a unit printed without one: the only one its name has, here or (if distinctive) anywhere."""
        here = self.in_document.get((document, name.core), set())
        if len(here) == 1:
            return next(iter(here))
        anywhere = self.units.get(name.core, Counter())
        return next(iter(anywhere)) if len(anywhere) == 1 and not name.generic else ""

    def _written_out(self, core: str, root: str, route: str) -> tuple[str, str]:
        """The unit's name, written out if it is the initials of exactly one unit of the same whole."""
        short = short_unit(core)
        if not short:
            return core, route
        fits = [other for other in self.siblings[root] if other != core and unit_initials(other) == short]
        return (fits[0], "UnitInitials") if len(fits) == 1 else (core, route)

    def affiliation(self, printed: str) -> str:
        """Puts an affiliation string into its organisations and returns the key of the smallest."""
        parts = read_affiliation(printed)
        if not parts.chain:
            return ""
        *units, top = parts.chain
        root, _ = self.whole(read_organisation(top))
        node = self._node(root, "")
        node.names[top] += 1
        node.kinds[read_organisation(top).kind] += 1
        if parts.place:
            node.places[parts.place] += 1
        parent = root
        for unit in reversed(units):
            name = read_organisation(unit)
            core, _ = self._written_out(name.core, root, "")
            if core == root:
                continue
            key = f"{core}@{root}"
            below = self._node(key, root)
            below.names[unit] += 1
            below.kinds[name.kind if name.unit else "department"] += 1
            if parent != key:
                below.parents[parent] += 1
            parent = key
        return parent

    def merge(self, into: str, gone: str) -> None:
        """Makes two organisations one (a ruling)."""
        kept, lost = self.nodes[into], self.nodes.pop(gone)
        for counted, more in ((kept.names, lost.names), (kept.kinds, lost.kinds), (kept.places, lost.places)):
            counted.update(more)
        kept.parents.update(lost.parents)
        kept.mentions.extend((mention, printed, "Ruling") for mention, printed, _ in lost.mentions)
        for node in self.nodes.values():
            if gone in node.parents:
                node.parents[into] += node.parents.pop(gone)
        kept.parents.pop(into, None)

    def final_keys(self) -> dict[str, str]:
        """Every key to itself; the place where a later merge of keys would be told."""
        return {key: key for key in self.nodes}


def _is_unit(rest: Sequence[str], printed: str) -> bool:
    """True if the words behind the name of a whole make it a unit of that.

    "MIT EECS", "Huawei Research Center"; not "Michigan State University", "University of Caen Normandy".
    """
    ends = ("university", "inc", "press", "academy", "foundation")
    if rest[-1] in ends or rest[0] in ("of", "and", "at", "state", "for", "in"):
        return False
    short = len(rest) == 1 and rest[0].upper() in printed and 2 <= len(rest[0]) <= 6
    return short or bool(UNIT.search(" ".join(rest)))


def _apply(rulings: Sequence[Ruling], placed: dict[str, str], reader: _Reader) -> None:
    """Merges and splits that the curator ruled."""
    same, different = curator.pairs(rulings, "organisation")
    for left, right in sorted(same):
        if left in placed and right in placed and placed[left] != placed[right]:
            into, gone = placed[left], placed[right]
            reader.merge(into, gone)
            placed.update({mention: into for mention, key in placed.items() if key == gone})
    for left, right in sorted(different):
        if left in placed and placed.get(left) == placed.get(right):
            key = f"{placed[right]}#{right}"
            node = reader._node(key, reader.nodes[placed[right]].root)
            old = reader.nodes[placed[right]]
            node.names[str(reader.rows[right]["name"] or "")] += 1
            node.kinds, node.parents = Counter(old.kinds), Counter(old.parents)
            node.mentions = [item for item in old.mentions if item[0] == right]
            old.mentions = [item for item in old.mentions if item[0] != right]
            placed[right] = key


def _most(counted: Counter[str]) -> str:
    return min(counted, key=lambda item: (-counted[item], item)) if counted else ""


def _row(node: Node, reader: _Reader) -> Row:
    core = node.key.split("@")[0]
    known = known_organisations().get(core) if "@" not in node.key else None
    name = known.name if known else _most(node.names) or core
    names = {printed for printed in node.names if printed}
    parents = Counter({parent: n for parent, n in node.parents.items() if parent != node.key})
    # of the parents that documents name, the most specific one that is not above another of them
    parent = min(parents, key=lambda key: (-key.count("@"), -parents[key], key)) if parents else ""
    return {
        "organisation_id": organisation_id(node.key),
        "name": name,
        "alternative_names": sorted(names - {name}),
        "parent_id": organisation_id(parent) if parent else None,
        "kind": known.kind if known else _most(node.kinds) or "other",
        "place": _most(node.places) or None,
        "identifiers": [],
    }


def _explained(reader: _Reader) -> tuple[list[Row], list[Row]]:
    """A decision for each printed form or document that was joined, and for whole organisations that look alike."""
    ledger = Ledger("organisation", (PRIOR, "two organisations with words in common"), THRESHOLD)
    for _, node in sorted(reader.nodes.items()):
        if not node.mentions:
            continue
        first, printed, route = min(node.mentions)
        seen = {(printed.casefold(), str(reader.rows[first]["document_id"]))}
        for mention, text, how in sorted(node.mentions):
            document = str(reader.rows[mention]["document_id"])
            if (text.casefold(), document) in seen or mention == first:
                continue
            seen.add((text.casefold(), document))
            reasons = [(r, WEIGHTS[r], f"“{printed}” and “{text}”") for r in sorted({route, how} & set(WEIGHTS))]
            if node.root:
                reasons.append(("SameParent", WEIGHTS["SameParent"], f"both of {node.root}"))
            elif document == str(reader.rows[first]["document_id"]):
                reasons.append(("SameDocument", WEIGHTS["SameDocument"], "named in one document"))
            ledger.decide(first, mention, reasons)
    for one, other, reasons in _refusals(reader):
        ledger.decide(one, other, reasons)
    return ledger.rows()


Weighted = list[tuple[str, float, str]]


def _refusals(reader: _Reader) -> Iterable[tuple[str, str, Weighted]]:
    """Pairs of mentions of organisations that look alike and are two."""
    nodes = [node for _, node in sorted(reader.nodes.items()) if node.mentions]
    by_word: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        for word in set(node.key.split("@")[0].split()) - {"of", "and", "the", "university", "department", "school"}:
            by_word[word].append(node)
    seen: set[tuple[str, str]] = set()
    for word in sorted(by_word):
        group = by_word[word]
        for i, one in enumerate(group if len(group) <= 30 else ()):
            for other in group[i + 1 :]:
                pair = (one.key, other.key)
                left, right = one.key.split("@")[0], other.key.split("@")[0]
                if pair in seen or fuzz.token_set_ratio(left, right) < 75:
                    continue
                seen.add(pair)
                value = f"“{_most(one.names)}” and “{_most(other.names)}”"
                reason = "DifferentParent" if left == right else "DifferentWords"
                alike = ("SharedWords", 2.0, f"both with “{word}”")
                yield min(one.mentions)[0], min(other.mentions)[0], [alike, (reason, WEIGHTS[reason], value)]

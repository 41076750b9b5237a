"""Collects what a document says about a person's time at organisations: organisations once each, people once each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kg.extractors.prose.organisations import Unit
from kg.extractors.prose.passage import Passage
from kg.extractors.prose.people import Person
from kg.model import Mention, OrganisationMention, Position


@dataclass(slots=True)
class Profile:
    """Growing lists; the same place is never listed twice."""

    organisations: list[OrganisationMention] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    _organisation_at: dict[tuple[int, int], int] = field(default_factory=dict)
    _mention_at: dict[tuple[int, int], int] = field(default_factory=dict)

    def organisation(self, passage: Passage, unit: Unit, place: str = "") -> int:
        """Number of the organisation mention at this place, made if it is new."""
        start, end = name_bounds(passage, unit.start, unit.end)
        span = passage.span(start, end)
        if span not in self._organisation_at:
            self._organisation_at[span] = len(self.organisations)
            name = " ".join(passage.text[start:end].split())
            self.organisations.append(OrganisationMention(name, passage.selector(start, end), None, place))
        return self._organisation_at[span]

    def chain(self, passage: Passage, units: Sequence[Unit], place: str = "") -> int | None:
        """The units from the smallest upward, each a part of the next larger; number of the smallest."""
        numbers: list[int] = []
        last_rank = -1
        for unit in sorted(units, key=lambda one: (one.rank, one.start)):
            if unit.rank > last_rank:
                numbers.append(self.organisation(passage, unit, place if unit.rank == 3 or len(units) == 1 else ""))
                last_rank = unit.rank
            else:
                self.organisation(passage, unit)
        for child, parent in pairwise(numbers):
            if child != parent and self.organisations[child].parent is None and not self._is_above(parent, child):
                self.organisations[child] = replace(self.organisations[child], parent=parent)
        return numbers[0] if numbers else None

    def _is_above(self, start: int, wanted: int) -> bool:
        """Whether `wanted` is `start` or above it: a link between them would close a circle."""
        current: int | None = start
        while current is not None:
            if current == wanted:
                return True
            current = self.organisations[current].parent
        return False

    def person(self, passage: Passage, person: Person) -> int:
        """Number of the mention of this person, made if it is new."""
        span = passage.span(person.start, person.end)
        if span not in self._mention_at:
            self._mention_at[span] = len(self.mentions)
            name = " ".join(passage.text[person.start : person.end].split())
            selector = passage.selector(person.start, person.end)
            self.mentions.append(Mention(name, selector, role=person.role))
        return self._mention_at[span]


def name_bounds(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """The name without an acronym in brackets that a link sets apart from it."""
    opening = passage.text.find(" (", start, end)
    if opening > start and passage.text[end - 1] == ")":
        for run in passage.runs:
            if run.href and (run.end == opening or run.start in (opening + 1, opening + 2)):
                return start, opening
    return start, end

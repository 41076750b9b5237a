"""One author list of a work out of the lists that its records print.

A complete list gives the places; cut lists are laid beside it, person by person or name by name. Nobody stands twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.resolver.names import Grade, compatible, parse_name


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed name of one list."""

    mention_id: str
    name: str
    person_id: str


@dataclass(frozen=True, slots=True)
class PrintedList:
    """The names of one record in order. `gap_after`: number of names before "…" or "et al.", or None."""

    record_id: str
    names: tuple[Printed, ...]
    complete: bool = True
    gap_after: int | None = None


@dataclass(slots=True)
class Place:
    """One place of the merged list and what is printed there."""

    printed: list[Printed] = field(default_factory=list)
    after_gap: bool = False

    @property
    def person_id(self) -> str:
        """Who holds the place: whom most of its mentions mean, the smallest id of several."""
        counted = Counter(one.person_id for one in self.printed)
        return min(counted, key=lambda person: (-counted[person], person))


@dataclass(frozen=True, slots=True)
class MergedList:
    """Places with their ordinals, and whether nobody is missing."""

    places: tuple[tuple[int, Place], ...]
    complete: bool


def merge_lists(lists: Sequence[PrintedList]) -> MergedList:
    """One list out of all.

    The longest complete list is the frame, or the longest cut one if there is none. A name that the frame lacks is put
    behind the one it follows in its own list; then somebody may be missing elsewhere too, and the list is not complete.
    """
    ordered = sorted(lists, key=lambda one: (not one.complete, -len(one.names), one.record_id))
    frame = ordered[0]
    places = [
        Place([name], frame.gap_after is not None and not frame.complete and n > frame.gap_after)
        for n, name in enumerate(frame.names, start=1)
    ]
    complete = frame.complete
    for other in ordered[1:]:
        added = _lay_beside(places, other)
        complete = complete and not added
    places = _each_once(places)
    return MergedList(tuple(_numbered(places, complete=complete)), complete)


def _lay_beside(places: list[Place], other: PrintedList) -> bool:
    """Puts each name of `other` to its place; True if it has a name without one, which then gets a new place."""
    matched = _matches(places, other.names)
    at, added = 0, False
    for n, name in enumerate(other.names):
        if n in matched:
            place = matched[n]
            place.printed.append(name)
            at = next(i for i, one in enumerate(places) if one is place) + 1
            continue
        behind_gap = places[at - 1].after_gap if at else False
        places.insert(at, Place([name], behind_gap))
        at, added = at + 1, True
    return added


def _matches(places: Sequence[Place], names: Sequence[Printed]) -> dict[int, Place]:
    """Place of each name that has one: the same person first, then the best fitting name, the nearest of several."""
    found: dict[int, Place] = {}
    taken: set[int] = set()
    holders = {one.person_id: i for i, place in reversed(list(enumerate(places))) for one in place.printed}
    for n, name in enumerate(names):
        i = holders.get(name.person_id)
        if i is not None and i not in taken:
            found[n] = places[i]
            taken.add(i)
    open_names = [n for n in range(len(names)) if n not in found]
    open_places = [i for i in range(len(places)) if i not in taken]
    if len(open_names) * len(open_places) > 250_000:  # thousands of authors on both: the order of the lists must do
        open_places = open_places[: 250_000 // max(1, len(open_names))]
    graded = sorted(
        (grade, abs(i - n), n, i)
        for n in open_names
        for i in open_places
        if (grade := _grade(names[n], places[i])) <= Grade.SWAPPED
    )
    for _, _, n, i in graded:
        if n not in found and i not in taken:
            found[n] = places[i]
            taken.add(i)
    return found


def _grade(name: Printed, place: Place) -> Grade:
    """The best grade of a name against those of a place."""
    mine = parse_name(name.name)
    return min(compatible(mine, parse_name(one.name)) for one in place.printed)


def _each_once(places: Sequence[Place]) -> list[Place]:
    """The places without those of somebody who already has one; their mentions go to the first."""
    kept: dict[str, Place] = {}
    for place in places:
        person = place.person_id
        if person in kept:
            kept[person].printed.extend(place.printed)
        else:
            kept[person] = place
    return list(kept.values())


def _numbered(places: Sequence[Place], *, complete: bool) -> list[tuple[int, Place]]:
    """Ordinals from 1 without gaps; behind a gap that is printed at least one place is left free."""
    return [(n + (place.after_gap and not complete), place) for n, place in enumerate(places, start=1)]

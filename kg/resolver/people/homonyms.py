"""Labelled sets made of works without labels: people with names of their own are given common ones, so that who is who
is known although the names no longer say it.

The labelled sets were collected by searching for ambiguous names. These show what the others cannot: collections
in which most people have a name of their own, and namesakes as often as chance makes them.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kg.resolver.names import Name, family_count, given_count, parse_name

OWN = 7.5  # ambiguity (log of family names times first names in the shipped counts) below which a name is one person's
COMMON_FAMILY, COMMON_GIVEN = 65, 3  # counts from which a name is common enough to be given to others
MIDDLE_SHARE, MIDDLE_PRINTED = 0.3, 0.7  # people with a middle initial, and how often it is printed
SPREAD = 1.2  # given names are drawn by their count to this power
INITIALS = "ABCDEFGHJKLMNPRSTW"

Rows = list[dict[str, Any]]
Person = tuple[str, str]  # folded first given name and family name


@dataclass(frozen=True)
class Recipe:
    """How a set is made: works of some years, at most `works` of them; a share of them printed with initials only.

    `groups`: (people under one name, how many such names). `families`: numbers of people that share a family name and
    initial, one number for each; given names are drawn as often as they occur. With neither nobody is renamed.
    """

    name: str
    years: tuple[int, int]
    works: int
    weight: float  # in training; a labelled set has 1
    initials: float = 0.0
    groups: tuple[tuple[int, int], ...] = ()
    families: tuple[int, ...] = ()


RECIPES = (
    Recipe("made natural", (2019, 2021), 8000, 0.3),
    Recipe("made groups", (2000, 2014), 12000, 0.5, 0.15, ((1, 400), (2, 120), (3, 50), (5, 20), (8, 10), (12, 6))),
    Recipe("made families", (2005, 2017), 10000, 0.5, 0.15, families=(3, 5, 8, 15, 30, 60) * 15),
    Recipe("made ambiguous", (2016, 2022), 14000, 0.3, groups=((4, 12), (8, 12), (15, 12), (25, 8), (40, 4))),
)


@dataclass
class _Set:
    """A set in the making."""

    recipe: Recipe
    works: list[dict[str, Any]]
    names: list[list[Name]]
    generator: np.random.Generator
    renamed: dict[Person, tuple[str, str, str]] = field(default_factory=dict)  # given, middle initial, family name
    block: dict[Person, str] = field(default_factory=dict)


def make(
    recipe: Recipe, works: Iterable[dict[str, Any]], seed: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Works and gold lines of a set, as `labelled` reads them; the same for the same works and seed."""
    generator = np.random.default_rng(seed)
    first, last = recipe.years
    chosen = [work for work in works if first <= (work.get("publication_year") or 0) <= last]
    if len(chosen) > recipe.works:
        chosen = [chosen[n] for n in sorted(generator.choice(len(chosen), recipe.works, replace=False))]
    names = [[parse_name(author["raw_author_name"]) for author in work["authorships"]] for work in chosen]
    made = _Set(recipe, chosen, names, generator)
    counts: dict[Person, int] = {}
    for key in (key for row in names for key in map(_key, row) if key):
        counts[key] = counts.get(key, 0) + 1
    own = sorted(key for key in counts if _own(key))
    if not (recipe.groups or recipe.families):
        made.block = {key: f"{key[1]} {key[0][0]}" for key in own}
    order = [own[n] for n in generator.permutation(len(own))]
    _group(made, iter([key for key in order if counts[key] > 1]))
    _crowd(made, iter(order))
    return _written(made)


def _key(name: Name) -> Person | None:
    return (name.parts[0], name.key) if name.kind == "person" and name.full else None


def _own(key: Person) -> bool:
    """True if a name is hardly anybody else's."""
    ambiguity = np.log1p(family_count(key[1])) + np.log1p(given_count(key[0]))
    return bool(len(key[1]) > 3 and len(key[0]) > 2 and ambiguity < OWN)


def _common(made: _Set, least: tuple[int, int]) -> tuple[list[str], list[str]]:
    """Common family names and first names of the works, as printed."""
    people = [name for row in made.names for name in row if _key(name)]
    families = {name.family for name in people if family_count(name.key) >= least[0] and name.family.isalpha()}
    given = {name.given for name in people if given_count(name.parts[0]) >= least[1] and name.given.isalpha()}
    return sorted(families), sorted(given)


def _group(made: _Set, people: Iterator[Person]) -> None:
    """People under one full name: the more of them, the commoner it is; of those alone some keep their own."""
    families, given = _common(made, (COMMON_FAMILY, COMMON_FAMILY))
    taken: set[tuple[str, str]] = set()
    for size, times in made.recipe.groups:
        for nth in range(times):
            members = [key for _, key in zip(range(size), people, strict=False)]
            if len(members) < size:
                return
            block = f"{size} {nth}"
            made.block.update(dict.fromkeys(members, block))
            if size == 1 and made.generator.random() > 0.4:
                continue
            draws = zip(made.generator.choice(given, 60), made.generator.choice(families, 60), strict=True)
            free = sorted({(str(g), str(f)) for g, f in draws} - taken, key=lambda n: (_commonness(n), n))
            place = np.log2(size + 1) / 5 + made.generator.normal() * 0.15 if size > 1 else made.generator.random()
            chosen = free[int(np.clip(place, 0, 0.999) * len(free))]
            taken.add(chosen)
            made.renamed.update(dict.fromkeys(members, (chosen[0], "", chosen[1])))


def _commonness(name: tuple[str, str]) -> float:
    return float(np.log1p(given_count(name[0].lower())) + np.log1p(family_count(name[1].lower())))


def _crowd(made: _Set, people: Iterator[Person]) -> None:
    """People with one family name and initial; their given names are drawn, so that some have the same by chance."""
    families, given = _common(made, (COMMON_FAMILY, COMMON_GIVEN))
    by_letter = {letter: [name for name in given if name[0] == letter] for letter in INITIALS}
    letters = [letter for letter in INITIALS if len(by_letter[letter]) > 8]
    taken: set[str] = set()
    for size in made.recipe.families:
        family, letter = "", ""
        while f"{family} {letter}" in taken or not family:
            family, letter = str(made.generator.choice(families)), str(made.generator.choice(letters))
        taken.add(f"{family} {letter}")
        chance = np.array([given_count(name.lower()) for name in by_letter[letter]], dtype=float) ** SPREAD
        members = [key for _, key in zip(range(size), people, strict=False)]
        if len(members) < size:
            return
        for key in members:
            name = str(made.generator.choice(by_letter[letter], p=chance / chance.sum()))
            middle = str(made.generator.choice(list(INITIALS))) if made.generator.random() < MIDDLE_SHARE else ""
            made.renamed[key] = (name, middle, family)
            made.block[key] = f"{family} {letter}"


def _written(made: _Set) -> tuple[Rows, Rows]:
    works, gold = [], []
    for work, names in zip(made.works, made.names, strict=True):
        short = made.generator.random() < made.recipe.initials
        printed: list[str] = []
        for place, name in enumerate(names, start=1):
            key = _key(name)
            if key in made.block:
                label = " ".join(key or ())
                gold.append({"work": work["id"], "ordinal": place, "block": made.block[key], "label": label})
            printed.append(_printed(made, name, made.renamed.get(key) if key else None, short=short))
        changed = copy.copy(work)
        changed["authorships"] = [
            {**author, "raw_author_name": text} for author, text in zip(work["authorships"], printed, strict=True)
        ]
        works.append(changed)
    return works, gold


def _printed(made: _Set, name: Name, renamed: Sequence[str] | None, *, short: bool) -> str:
    if name.kind != "person":
        return name.printed
    given, family = name.given, name.family
    if renamed:
        given, middle, family = renamed
        if middle and made.generator.random() < MIDDLE_PRINTED:
            given = f"{given} {middle}."
    if short:
        given = " ".join(f"{word[0]}." for word in given.replace("-", " ").split())
    return f"{given} {family}".strip()

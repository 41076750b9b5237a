"""What is published: works by people who work together, printed as sources print them, now and then wrongly."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.synthetic.names import folded
from benchmarks.synthetic.world import FIRST_YEAR, Person, World

_BLOCK = 5_000  # works made from one seed
# Numbers of authors and how often; with people who are not active that year left out, 3.1 on average.
_TEAM = list(
    itertools.accumulate((0.15, 0.2, 0.2, 0.15, 0.1, 0.07, 0.045, 0.03, 0.018, 0.012, 0.009, 0.006, 0.005, 0.005))
)
_MEGA = 3e-5  # share of works with thousands of authors
_FORMS = list(itertools.accumulate((0.6, 0.14, 0.1, 0.08, 0.08)))  # as `printed_name` numbers them
_SECOND_VERSIONS = 0.05  # share of works that are there again as a preprint
_TYPOS = 0.004
_WRONG_ORCIDS = 0.0004  # share of works with one ORCID on every author
_CONNECTORS = ("of", "in", "for", "by", "with", "under", "and")


@dataclass(frozen=True, slots=True)
class Signature:
    """One name on a work and who it is."""

    person: Person
    name: str
    affiliations: tuple[str, ...]
    orcid: str | None


@dataclass(frozen=True, slots=True)
class Work:
    """One printed work."""

    number: int
    same_as: int  # the number of the first version of this work
    title: str
    year: int
    month: int
    kind: str  # "article", "paper", "preprint"
    venue: str
    volume: int
    first_page: int
    doi: str | None
    keywords: tuple[str, ...]
    abstract: str | None
    signatures: tuple[Signature, ...]


def works(world: World, number: int, seed: int, *, abstracts: float = 0.2) -> Iterator[Work]:
    """That many works; `abstracts` is the share that has one."""
    for start in range(0, number, _BLOCK):
        source = random.Random(f"works {seed} {start}")
        yield from itertools.islice(_block(world, source, start, abstracts), min(_BLOCK, number - start))


def _block(world: World, source: random.Random, start: int, abstracts: float) -> Iterator[Work]:
    number = start
    while True:
        work = _work(world, source, number, abstracts)
        yield work
        number += 1
        if source.random() < _SECOND_VERSIONS:
            yield _again(world, source, work, number)
            number += 1


def _work(world: World, source: random.Random, number: int, abstracts: float) -> Work:
    group = world.pick_group(source)
    lead = world.pick_member(source, group)
    year = source.randint(lead.start, lead.end)
    people = _team(world, source, group, lead, year)
    field = world.fields[world.groups[group].field]
    kind = "article" if source.random() < 0.72 else "paper"
    venues = field.journals if kind == "article" else field.conferences
    title = _title(source, world, group)
    return Work(
        number=number,
        same_as=number,
        title=title,
        year=year,
        month=source.randint(1, 12),
        kind=kind,
        venue=venues[min(int(source.expovariate(0.16)), len(venues) - 1)],
        volume=year - FIRST_YEAR + 1,
        first_page=source.randint(1, 2400),
        doi=f"10.5555/{field.name[:3].lower()}.{year}.{number:07d}" if source.random() < 0.8 else None,
        keywords=tuple(source.sample(world.groups[group].topic[0], 4)) if source.random() < 0.4 else (),
        abstract=_abstract(source, world, group) if source.random() < abstracts else None,
        signatures=_printed(world, source, people, year, field.name),
    )


def _again(world: World, source: random.Random, work: Work, number: int) -> Work:
    """The preprint of a work: the same people and nearly the same title, printed in another way."""
    people = [signature.person for signature in work.signatures]
    title = work.title if source.random() < 0.8 else work.title.split(": ")[-1].capitalize()
    return Work(
        number=number,
        same_as=work.number,
        title=title,
        year=max(FIRST_YEAR, work.year - source.randint(0, 1)),
        month=work.month,
        kind="preprint",
        venue="arXiv",
        volume=0,
        first_page=0,
        doi=None,
        keywords=(),
        abstract=work.abstract,
        signatures=_printed(world, source, people, work.year, ""),
    )


def _team(world: World, source: random.Random, group: int, lead: Person, year: int) -> list[Person]:
    """The people of a work: mostly of one group, some of its neighbours, few from far away; active in that year."""
    roll = source.random()
    if roll < _MEGA:
        wanted = min(source.randint(400, 3200), len(world.people) // 3)
    else:
        wanted = next((n for n, most in enumerate(_TEAM, start=1) if roll < most), 15)
    chosen = {lead.number: lead}
    near = world.by_field[world.groups[group].field]
    place = near.index(group) if wanted > 1 and len(near) < 50 else source.randrange(len(near))
    for _ in range(6 * wanted):
        if len(chosen) >= wanted:
            break
        roll = source.random()
        if wanted < 50 and roll < 0.84:
            other = group
        elif roll < 0.97:
            other = near[(place + source.randint(1, 4)) % len(near)] if wanted < 50 else source.choice(near)
        else:
            other = world.pick_group(source)
        person = world.pick_member(source, other)
        if person.start <= year <= person.end:
            chosen[person.number] = person
    people = list(chosen.values())
    if len(people) > 2 and source.random() < 0.6:
        people = [people[0], *source.sample(people[1:], len(people) - 1)]
    return people


def _title(source: random.Random, world: World, group: int) -> str:
    nouns, adjectives = world.groups[group].topic
    field = world.fields[world.groups[group].field]
    words = []
    for _ in range(source.randint(2, 4)):
        if source.random() < 0.55:
            words.append(source.choice(adjectives))
        if source.random() < 0.7:
            words.append(source.choice(nouns))
        else:
            words.append(field.nouns[min(int(source.expovariate(0.02)), len(field.nouns) - 1)])
        words.append(source.choice(_CONNECTORS))
    title = " ".join(words[:-1])
    if source.random() < 0.15:
        title = f"{source.choice(nouns)}: {title}"
    return title[0].upper() + title[1:]


def _abstract(source: random.Random, world: World, group: int) -> str:
    return ". ".join(_title(source, world, group) for _ in range(source.randint(6, 16))) + "."


def _printed(world: World, source: random.Random, people: list[Person], year: int, field: str) -> tuple[Signature, ...]:
    """The names in the way of one source: its form of names, with or without accents, with or without affiliations."""
    roll = source.random()
    form = next(n for n, most in enumerate(_FORMS) if roll < most or n == len(_FORMS) - 1)
    plain = source.random() < 0.3
    style = source.randrange(4) if source.random() < 0.75 else None
    one_orcid = people[0].orcid if source.random() < _WRONG_ORCIDS else None
    made = []
    for person in people:
        name = printed_name(source, person, year, form)
        if source.random() < _TYPOS:
            name = typo(source, name)
        has_orcid = person.orcid is not None and year >= 2012 and source.random() < 0.5
        affiliations = (_affiliation(world, person, year, field, style),) if style is not None else ()
        made.append(
            Signature(
                person,
                folded(name) if plain else name,
                affiliations,
                one_orcid or (person.orcid if has_orcid else None),
            )
        )
    return tuple(made)


def printed_name(source: random.Random, person: Person, year: int, form: int) -> str:
    """The name as "Ada M. King" (0), "A. M. King" (1), "King, Ada M." (2), "King AM" (3) or "King, A. M." (4)."""
    name, family = person.name, person.family(year)
    if form in (0, 2):
        given = name.given
        if "-" in given and source.random() < 0.3:
            first, _, second = given.partition("-")
            given = first + second.lower() if source.random() < 0.6 else f"{first} {second}"
        if name.middle and source.random() < 0.7:
            given += f" {name.middle[0]}." if source.random() < 0.75 else f" {name.middle}"
        return f"{given} {family}" if form == 0 else f"{family}, {given}"
    initials = name.initials if source.random() < 0.75 else f"{name.initial}."
    if form == 1:
        return f"{initials} {family}"
    if form == 3:
        return f"{family} {''.join(c for c in initials if c.isalpha())}"
    return f"{family}, {initials}"


def typo(source: random.Random, text: str) -> str:
    """Two letters swapped, or one left out."""
    at = source.randrange(max(1, len(text) - 2))
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :] if source.random() < 0.5 else text[:at] + text[at + 1 :]


def _affiliation(world: World, person: Person, year: int, field: str, style: int) -> str:
    where = world.institutions[person.at(year)]
    if style == 0 and field:
        return f"Department of {field}, {where.name}, {where.city}, {where.country}"
    if style == 1 and field:
        short = where.name.replace("University", "Univ.").replace("Institute", "Inst.")
        return f"Dept. {field}, {short}, {where.city}, {where.country}"
    return f"{where.name}, {where.city}, {where.country}" if style < 3 else where.name

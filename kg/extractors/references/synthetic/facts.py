"""Bibliographic facts to print: invented works, or titles and venues from data at hand at training time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

from kg.extractors.references.synthetic import words as w
from kg.extractors.references.synthetic.people import Person, person, person_east

KINDS = ("article", "paper", "preprint", "chapter", "book", "thesis", "report", "patent")
_KIND_WEIGHTS = (34, 34, 7, 7, 7, 5, 3, 3)


@dataclass(frozen=True, slots=True)
class Work:
    """One work to print. `venue` is a journal, conference or book, `acronym` a short form of it; "" means none."""

    kind: str
    title: str
    people: tuple[Person, ...]
    year: int
    venue: str = ""
    acronym: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    place: str = ""
    institution: str = ""
    editors: tuple[Person, ...] = ()
    number: str = ""  # of an arXiv preprint, report or patent
    language: str = "en"
    month: int = 1


@dataclass(slots=True)
class FactSource:
    """Where titles, venues and names come from beside invention; each list may be empty."""

    titles: list[str] = field(default_factory=list)
    journals: list[str] = field(default_factory=list)
    conferences: list[str] = field(default_factory=list)
    publishers: list[str] = field(default_factory=list)
    names: list[Person] = field(default_factory=list)


def work(random: Random, source: FactSource, kind: str | None = None) -> Work:
    """One work; about one in seven in another language than English."""
    kind = kind or random.choices(KINDS, _KIND_WEIGHTS)[0]
    roll = random.random()
    language = (
        "en" if roll > 0.14 else "zh" if roll < 0.03 else random.choice(("fr", "de", "es", "it", "pt", "de", "fr"))
    )
    people = _people(random, source, language)
    made = Work(
        kind=kind,
        title=_title(random, source, language),
        people=people,
        year=random.choice((random.randint(1955, 2026), random.randint(1995, 2026), random.randint(2012, 2026))),
        language=language,
        month=random.randint(1, 12),
        place=random.choice(w.CITIES),
        publisher=_publisher(random, source),
    )
    return _with_venue(random, source, made)


def _people(random: Random, source: FactSource, language: str) -> tuple[Person, ...]:
    count = random.choices((1, 2, 3, 4, 5, 6, 7, 9, 12, 16), (16, 20, 20, 15, 9, 6, 5, 4, 3, 2))[0]
    if language == "zh":
        return tuple(person_east(random) for _ in range(min(count, 5)))
    return tuple(_person(random, source) for _ in range(count))


def _person(random: Random, source: FactSource) -> Person:
    if source.names and random.random() < 0.5:
        return random.choice(source.names)
    return person(random)


def _publisher(random: Random, source: FactSource) -> str:
    if source.publishers and random.random() < 0.4:
        return random.choice(source.publishers)
    return random.choice(w.PUBLISHERS)


def _with_venue(random: Random, source: FactSource, made: Work) -> Work:
    if made.kind == "article":
        start, length = random.randint(1, 2400), random.randint(2, 40)
        pages = (
            f"{start}{random.choice(('-', '–', '-', '--', '—'))}{start + length}"
            if random.random() < 0.85
            else str(start)
        )
        if random.random() < 0.1:
            pages = f"e{random.randint(1000, 99999)}" if random.random() < 0.5 else str(random.randint(100000, 999999))
        return replace(
            made,
            venue=journal(random, source, made.language),
            volume=str(random.randint(1, 400))
            if random.random() < 0.9
            else random.choice(("XII", "LVIII", "VII", "XL")),
            issue=str(random.randint(1, 24)) if random.random() < 0.6 else "",
            pages=pages,
        )
    if made.kind == "paper":
        venue, acronym = conference(random, source)
        start = random.randint(1, 9000)
        pages = (
            f"{start}{random.choice(('-', '–', '--'))}{start + random.randint(3, 20)}" if random.random() < 0.6 else ""
        )
        return replace(made, venue=venue, acronym=acronym, pages=pages)
    if made.kind == "chapter":
        start = random.randint(1, 500)
        return replace(
            made,
            venue=_title(random, source, made.language),
            editors=tuple(_person(random, source) for _ in range(random.choice((1, 2, 2, 3)))),
            pages=f"{start}{random.choice(('-', '–'))}{start + random.randint(5, 40)}",
        )
    if made.kind == "preprint":
        return replace(
            made, venue="arXiv", number=f"{random.randint(7, 26):02d}{made.month:02d}.{random.randint(1, 19999):05d}"
        )
    if made.kind in ("thesis", "report"):
        number = f"{random.choice(('TR', 'CS', 'RR', 'WP', 'MSR-TR', 'NBER', 'No.'))}-{random.randint(1, 9999)}"
        return replace(made, institution=institution(random), number=number)
    if made.kind == "patent":
        return replace(
            made,
            number=f"{random.choice(('US', 'EP', 'WO', 'CN', 'U.S. Patent'))} {random.randint(100000, 11999999):,}",
        )
    return made


def journal(random: Random, source: FactSource, language: str = "en") -> str:
    """A journal's name, sometimes abbreviated."""
    if language == "zh":
        return random.choice(w.HAN_JOURNALS)
    if language in w.FOREIGN_JOURNALS and random.random() < 0.7:
        pattern = random.choice(w.FOREIGN_JOURNALS[language].split("|"))
        return pattern.format(
            x=random.choice(w.FOREIGN_FIELDS[language]), y="sociali" if language == "it" else "sociales"
        )
    if source.journals and random.random() < 0.65:
        return random.choice(source.journals)
    name = _fill(random, random.choice(w.JOURNALS))
    return _abbreviated(name) if random.random() < 0.2 else name


def conference(random: Random, source: FactSource) -> tuple[str, str]:
    """A conference's name and its acronym (never both empty)."""
    roll = random.random()
    if roll < 0.22:
        acronym = random.choice(w.ACRONYMS)
        return "", acronym
    if source.conferences and roll < 0.5:
        return random.choice(source.conferences), ""
    pattern, short = random.choice(w.CONFERENCES)
    name = _fill(random, pattern)
    initials = "".join(word[0] for word in name.split() if word[0].isupper())[-4:]
    name, acronym = name.replace("{I}", initials), short.format(I=initials)
    if random.random() < 0.1:
        name = (
            _fill(random, random.choice(w.WORKSHOPS)) + random.choice((" at ", " @ ", " in conjunction with ")) + name
        )
    return name, acronym


def institution(random: Random) -> str:
    return random.choice(w.INSTITUTIONS).format(C=random.choice(w.PLACES), F=random.choice(w.FIELD_NAMES))


def _fill(random: Random, pattern: str) -> str:
    while "{F}" in pattern:
        pattern = pattern.replace("{F}", random.choice(w.FIELD_NAMES), 1)
    return pattern.replace("{L}", random.choice(w.LATIN)).replace("{S}", random.choice(w.SOCIETIES))


def _abbreviated(name: str) -> str:
    """ISO-4-like: "Journal of Cell Biology" to "J. Cell Biol."."""
    short = []
    for word in name.split():
        if word.lower() in ("of", "the", "in", "and", "&", "on"):
            continue
        vowels = [i for i, c in enumerate(word) if c in "aeiouy" and i > 2]
        cut = vowels[0] if vowels and len(word) > 5 else len(word)
        short.append("J." if word == "Journal" else word[:cut] + ("." if cut < len(word) else ""))
    return " ".join(short)


def _title(random: Random, source: FactSource, language: str) -> str:
    if language == "zh":
        return "".join(random.choice(part) for part in w.HAN_TITLE_PARTS)
    if language in w.FOREIGN_TITLES:
        patterns, *parts = w.FOREIGN_TITLES[language]
        title = random.choice(patterns.split("|"))
        title = _fill_slots(random, title, [part.split() if i == 0 else _phrases(part) for i, part in enumerate(parts)])
        return title[:1].upper() + title[1:]
    if source.titles and random.random() < 0.7:
        title = random.choice(source.titles)
        if random.random() < 0.05:
            title = title.replace(" and ", " & ")
        return title.upper() if random.random() < 0.02 else title
    return invented_title(random)


def _phrases(text: str) -> list[str]:
    """Split a run of phrases at the articles that start them; a run without articles is a run of words."""
    starts = ("la", "le", "les", "l'", "los", "las", "el", "i", "a", "o", "os", "as", "der", "den", "verteilter", "São")
    phrases: list[str] = []
    for word in text.split():
        if not phrases or word in starts or word.startswith("l'") or word[0].isupper():
            phrases.append(word)
        else:
            phrases[-1] += " " + word
    return phrases


def _fill_slots(random: Random, pattern: str, lists: list[list[str]]) -> str:
    for slot, choices in zip(("{a}", "{b}", "{c}"), lists, strict=True):
        while slot in pattern:
            pattern = pattern.replace(slot, random.choice(choices), 1)
    return pattern


def invented_title(random: Random) -> str:
    """A title of the grammar, with title case or sentence case."""
    fields = list(w.FIELDS.values())
    adjectives, nouns, processes, objects = random.choice(fields)
    if random.random() < 0.15:
        objects = random.choice(fields)[3]
    title = random.choice(w.TITLES)
    for slot, words in (("{A}", adjectives), ("{N}", nouns), ("{P}", processes), ("{O}", objects)):
        choices = words.split()
        while slot in title:
            title = title.replace(slot, random.choice(choices).replace("-", random.choice((" ", " ", "-"))), 1)
    title = title.replace("{X}", _coined(random))
    while "{Y}" in title or "{D}" in title:
        title = title.replace("{Y}", str(random.randint(10, 99)), 1).replace("{D}", str(random.randint(2, 12)), 1)
    if random.random() < 0.06:
        title = title.replace(" and ", " & ")
    title = title[:1].upper() + title[1:]
    return title_cased(title) if random.random() < 0.45 else title


def title_cased(title: str) -> str:
    small = {"of", "the", "in", "on", "and", "for", "a", "an", "to", "with", "by", "from", "under", "via", "at", "or"}
    parts = title.split(" ")
    return " ".join(
        word if (i and word.lower() in small) else word[:1].upper() + word[1:] for i, word in enumerate(parts)
    )


def _coined(random: Random) -> str:
    """A coined name of a system: "DeepGraph", "FASTER", "NeuroVec++"."""
    roll = random.random()
    heads = "Deep Neuro Graph Flow Meta Hyper Fast Auto Bio Geo Poly Spec Tri Open Tiny Smart".split()
    tails = "Net Former Graph Vec Flow Map Seg Track Bench LM Sense Cast Hub Sim Store GAN NeRF".split()
    if roll < 0.6:
        return random.choice(heads) + random.choice(tails)
    if roll < 0.8:
        return "".join(random.choice("ABCDEFGILMNOPRSTU") for _ in range(random.randint(3, 6)))
    return (random.choice(heads) + random.choice("aeiou") + random.choice(("ra", "lo", "x", "no", "mi"))).capitalize()

"""Who there is: institutions, fields with their words and venues, groups who work together, and people with careers."""

from __future__ import annotations

import bisect
import itertools
import random
from dataclasses import dataclass, field

from benchmarks.synthetic.names import Name, NameMaker

FIRST_YEAR, LAST_YEAR = 1985, 2025
WORKS_A_PERSON = 4.2  # signatures a person, on average
_GROUP = 14  # people in a group, on average
_PEOPLE_AN_INSTITUTION = 220
_STAY_YEARS = 7.0  # at one institution, on average
_NAME_CHANGES = 0.004  # share of people who change the family name once
_WITH_ORCID = 0.3

_CITIES = {
    "Chinese": (
        "China",
        "Beijing Shanghai Wuhan Nanjing Hangzhou Chengdu Xian Hefei Tianjin Guangzhou Harbin Xiamen",
    ),
    "English": (
        "USA",
        "Boston Seattle Austin Denver Chicago Atlanta Portland Madison Princeton Berkeley Houston Pittsburgh",
    ),
    "German": (
        "Germany",
        "Berlin München Heidelberg Hamburg Köln Dresden Leipzig Stuttgart Freiburg Bonn Göttingen Jena Ulm Mainz",
    ),
    "Romance": (
        "Spain",
        "Madrid Barcelona Valencia Sevilla Granada Zaragoza Bilbao Málaga Salamanca Murcia Oviedo Vigo Alicante",
    ),
    "Indian": (
        "India",
        "Delhi Mumbai Bangalore Chennai Kolkata Hyderabad Kanpur Pune Roorkee Guwahati Varanasi Jaipur Indore",
    ),
    "Korean": (
        "South Korea",
        "Seoul Daejeon Busan Pohang Gwangju Daegu Ulsan Suwon Incheon Jeonju",
    ),
    "Japanese": (
        "Japan",
        "Tokyo Kyoto Osaka Sendai Nagoya Fukuoka Sapporo Kobe Hiroshima Tsukuba Kanazawa",
    ),
    "Slavic": (
        "Poland",
        "Warsaw Kraków Wrocław Gdańsk Poznań Łódź Lublin Katowice Szczecin Toruń",
    ),
    "Arabic": (
        "Iran",
        "Tehran Isfahan Shiraz Tabriz Mashhad Kerman Ahvaz Yazd Rasht",
    ),
    "Vietnamese": (
        "Vietnam",
        "Hanoi Hue Danang Cantho Haiphong",
    ),
}
_KINDS = (
    "University of {}",
    "{} Institute of Technology",
    "{} University",
    "{} Medical University",
    "Technical University of {}",
    "{} Research Center",
    "National University of {}",
    "{} Normal University",
)
_PARTS = ("", "", "North ", "South ", "East ", "West ", "Central ", "New ")
_FIELDS = (
    "Physics", "Chemistry", "Mathematics", "Computer Science", "Medicine", "Biology", "Neuroscience", "Psychology",
    "Economics", "Sociology", "Materials Science", "Electrical Engineering", "Mechanical Engineering", "Geology",
    "Ecology", "Astronomy", "Linguistics", "Nursing", "Pharmacology", "Oncology", "Genetics", "Statistics",
    "Civil Engineering", "Education", "Agronomy", "Oceanography", "Robotics", "Immunology", "History", "Law",
)  # fmt: skip
_ROOTS = (
    "photo electro thermo neuro cyto hydro bio geo socio psycho magneto chemo immuno onto meso poly mono proto pseudo "
    "micro nano macro hyper sub inter trans para meta iso auto endo exo"
).split()
_STEMS = (
    "gen morph plas kin stat dynam metr graph log nom lith phon path trop troph therm crys lat vect spect "
    "form tens lymph cort fract lin mod ax orb card derm"
).split()
_ENDS = "ation ity ics ism osis ase ine or ance ology onium ide ector ment ure ometry".split()
_ADJECTIVE_ENDS = "ic al ar ous ive ated ing".split()
_PLAIN = (
    "analysis model method effect response system structure study performance control detection evaluation measurement "
    "treatment growth network design theory simulation risk quality distribution selection estimation outcome pattern"
).split()


@dataclass(frozen=True, slots=True)
class Institution:
    """Where people work."""

    name: str
    city: str
    country: str


@dataclass(frozen=True, slots=True)
class Field:
    """Its words by frequency (nouns and adjectives), and where its works appear."""

    name: str
    nouns: list[str]
    adjectives: list[str]
    journals: list[str]
    conferences: list[str]


@dataclass(slots=True)
class Person:
    """Somebody with a career; `places` are (first year, institution), oldest first."""

    number: int
    name: Name
    start: int
    end: int
    places: list[tuple[int, int]]
    orcid: str | None
    later_name: tuple[int, str] | None = None  # year, family name from then on

    def at(self, year: int) -> int:
        """The institution in that year."""
        here = self.places[0][1]
        for since, place in self.places[1:]:
            if since > year:
                break
            here = place
        return here

    def family(self, year: int) -> str:
        if self.later_name is not None and year >= self.later_name[0]:
            return self.later_name[1]
        return self.name.family


@dataclass(slots=True)
class Group:
    """People who work together; `sums` are running sums of how productive they are."""

    field: int
    members: list[int] = field(default_factory=list)
    sums: list[float] = field(default_factory=list)
    topic: tuple[list[str], list[str]] = ((), ())  # type: ignore[assignment]
    years: tuple[int, int] = (FIRST_YEAR, LAST_YEAR)


class World:
    """Everything that works are made of; the same for the same size and seed."""

    def __init__(self, works: int, seed: int) -> None:
        source = random.Random(f"world {seed}")
        people = max(30, round(works * 3.1 / WORKS_A_PERSON))
        self.names = NameMaker()
        self.fields = [_field(source, name) for name in _FIELDS[: max(3, min(len(_FIELDS), people // 400))]]
        self.institutions, self._at_home = _institutions(source, self.names, max(12, people // _PEOPLE_AN_INSTITUTION))
        self.groups: list[Group] = []
        self.people: list[Person] = []
        self.by_field: list[list[int]] = [[] for _ in self.fields]
        while len(self.people) < people:
            self._add_group(source)
        weights = [group.sums[-1] for group in self.groups]
        self.group_sums = list(itertools.accumulate(weights))

    def pick_group(self, source: random.Random) -> int:
        """A group, the more often the more it publishes."""
        return bisect.bisect(self.group_sums, source.random() * self.group_sums[-1])

    def pick_member(self, source: random.Random, group: int) -> Person:
        found = self.groups[group]
        return self.people[found.members[bisect.bisect(found.sums, source.random() * found.sums[-1])]]

    def _add_group(self, source: random.Random) -> None:
        kind = source.randrange(len(self.fields))
        culture = self.names.culture(source)
        home = source.choice(self._at_home[culture])
        begin = source.randint(FIRST_YEAR, LAST_YEAR - 6)
        group = Group(kind, topic=_topic(source, self.fields[kind]), years=(begin, LAST_YEAR))
        total = 0.0
        for _ in range(max(3, round(source.expovariate(1 / _GROUP)))):
            same = source.random() < 0.6
            person = self._person(source, culture if same else self.names.culture(source), home, begin)
            self.people.append(person)
            group.members.append(person.number)
            total += min(source.paretovariate(1.2) - 0.94, 50.0)  # many publish once, few very often
            group.sums.append(total)
        self.by_field[kind].append(len(self.groups))
        self.groups.append(group)

    def _person(self, source: random.Random, culture: int, home: int, since: int) -> Person:
        start = min(LAST_YEAR - 1, since + int(source.random() * 15))
        length = max(1, round(source.expovariate(1 / 9)))
        end = min(LAST_YEAR, start + length)
        here = home if source.random() < 0.75 else source.choice(self._at_home[culture])
        places = [(start, here)]
        year = start + source.expovariate(1 / _STAY_YEARS)
        while year < end:
            there = self._at_home[culture] if source.random() < 0.6 else range(len(self.institutions))
            places.append((int(year), source.choice(there)))
            year += source.expovariate(1 / _STAY_YEARS)
        name = self.names.draw(source, culture)
        later = None
        if source.random() < _NAME_CHANGES and end > start + 2:
            later = (source.randint(start + 1, end - 1), self.names.draw(source, culture).family)
        number = len(self.people)
        orcid = orcid_of(number) if source.random() < _WITH_ORCID else None
        return Person(number, name, start, end, places, orcid, later)


def orcid_of(number: int) -> str:
    """An identifier of the right shape with the right check digit (ISO 7064 MOD 11-2)."""
    digits = f"0009{number:011d}"
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    digits += "X" if check == 10 else str(check)
    return "-".join(digits[i : i + 4] for i in range(0, 16, 4))


def _institutions(source: random.Random, names: NameMaker, number: int) -> tuple[list[Institution], list[list[int]]]:
    """So many institutions, and which are at home in each culture."""
    made: list[Institution] = []
    at_home: list[list[int]] = [[] for _ in names.cultures]
    taken: set[str] = set()
    while len(made) < number or not all(at_home):
        culture = len(made) % len(at_home) if len(made) < len(at_home) else names.culture(source)
        country, cities = _CITIES[names.cultures[culture]]
        city = source.choice(_PARTS) + source.choice(cities.split())
        name = source.choice(_KINDS).format(city)
        if name in taken:  # cities run out: people give their names to universities
            name = source.choice(_KINDS).format(names.draw(source, culture).family)
            if name in taken:
                continue
        taken.add(name)
        at_home[culture].append(len(made))
        made.append(Institution(name, city, country))
    return made, at_home


def _field(source: random.Random, name: str) -> Field:
    nouns = list(
        dict.fromkeys(source.choice(_ROOTS) + source.choice(_STEMS) + source.choice(_ENDS) for _ in range(700))
    )
    nouns = [word for pair in itertools.zip_longest(source.sample(_PLAIN, len(_PLAIN)), nouns) for word in pair if word]
    adjectives = [source.choice(_ROOTS) + source.choice(_STEMS) + source.choice(_ADJECTIVE_ENDS) for _ in range(250)]
    heads = ["Journal of {}", "{} Letters", "Annals of {}", "International Journal of {}", "{} Reviews", "Applied {}"]
    about = [name, f"Theoretical {name}", f"Experimental {name}", *(f"{w.capitalize()} {name}" for w in adjectives[:9])]
    journals = source.sample([head.format(topic) for topic in about for head in heads], 40)
    conferences = [f"International Conference on {topic}" for topic in about[:6]]
    conferences += [f"Workshop on {word.capitalize()}" for word in nouns[40:52]]
    return Field(name, nouns, list(dict.fromkeys(adjectives)), journals, conferences)


def _topic(source: random.Random, about: Field) -> tuple[list[str], list[str]]:
    """The few words of its field that a group uses most."""
    return source.sample(about.nouns, 22), source.sample(about.adjectives, 10)

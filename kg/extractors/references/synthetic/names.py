"""Ways of printing a list of people."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from kg.extractors.references.synthetic.people import Person

NAME_FORMS = ("F S", "I S", "S, I", "S I", "S, F", "first S, F", "SI", "S, I.", "F S caps", "S F", "S, F I", "IS")
_FORM_WEIGHTS = (30, 20, 16, 6, 6, 4, 6, 4, 2, 2, 3, 2)


@dataclass(frozen=True, slots=True)
class NameStyle:
    """How a list prints names: the form of one, what stands between them and before the last, what cuts it short."""

    form: str
    separator: str = ", "
    last: str = " and "
    cut_after: int | None = None  # print so many names, then `cut`
    cut: str = " et al."
    ellipsis: bool = False  # "A, B, ..., & Z"
    bold: str = ""  # marks around one's own name


def name_style(random: Random, form: str | None = None) -> NameStyle:
    """A way of printing names that some document uses throughout."""
    form = form or random.choices(NAME_FORMS, _FORM_WEIGHTS)[0]
    inverted = form in ("S, I", "S, F", "S, I.", "S, F I")
    separator = (
        random.choice((", ", ", ", ", ", "; "))
        if inverted
        else random.choices((", ", "; ", " and ", " · ", " - "), (30, 2, 1, 1, 1))[0]
    )
    lasts = (" and ", ", and ", " & ", ", & ", separator, separator, " und ", " et ", " y ")
    last = random.choices(lasts, (30, 14, 10, 8, 20, 6, 2, 2, 2))[0]
    if form == "SI":
        last = separator
    cut_after = random.choice((1, 1, 2, 3, 3, 6)) if random.random() < 0.12 else None
    cut = random.choice((" et al.", ", et al.", " et al", ", et al", " et. al.", ", …", ", ...", " and others"))
    bold = random.choice(("**", "*", "__")) if random.random() < 0.02 else ""
    return NameStyle(form, separator, last, cut_after, cut, random.random() < 0.03, bold)


def print_names(random: Random, people: tuple[Person, ...], style: NameStyle, *, marks: bool = False) -> str:
    """The list as printed. `marks` adds signs of equal contribution and footnotes to some names."""
    if people and people[0].script == "east":
        return _print_east(random, people)
    cut = style.cut_after is not None and len(people) > style.cut_after
    shown = people[: style.cut_after] if cut else people
    names = [
        print_name(person, style.form if not style.form.startswith("first") else ("S, F" if i == 0 else "F S"))
        for i, person in enumerate(shown)
    ]
    if style.bold and names:
        at = random.randrange(len(names))
        names[at] = style.bold + names[at] + style.bold
    if marks:
        names = _marked(random, names)
    if style.ellipsis and len(names) > 4 and not cut:
        return (
            style.separator.join(names[:-2])
            + random.choice((", ... & ", ", …, ", ", ..., ", ", . . . , & "))
            + names[-1]
        )
    if cut:
        return style.separator.join(names) + style.cut
    if len(names) < 2:
        return names[0] if names else ""
    return style.separator.join(names[:-1]) + style.last + names[-1]


def print_name(person: Person, form: str) -> str:
    """One name in one form; I are initials, F given names, S the surname.

    >>> print_name(Person(("Ada", "Mary"), "Lovelace"), "S, I")
    'Lovelace, A. M.'
    """
    given, initials, family = " ".join(person.given), " ".join(person.initials), person.family
    bare = "".join(part for part in initials if part.isalpha() or part == "-")
    suffix = f", {person.suffix}" if person.suffix else ""
    if not given:
        return family
    forms = {
        "F S": f"{given} {family}{suffix}",
        "I S": f"{initials} {family}{suffix}",
        "IS": f"{initials.replace(' ', '')} {family}",
        "S, I": f"{family}, {initials}{suffix}",
        "S, I.": f"{family}, {initials.replace(' ', '')}{suffix}",
        "S I": f"{family} {initials}",
        "SI": f"{family} {bare}",
        "S, F": f"{family}, {given}{suffix}",
        "S F": f"{family} {given}",
        "S, F I": f"{family}, {' '.join((person.given[0], *(i[:1] for i in person.initials[1:])))}",
        "F S caps": f"{given} {family.upper()}",
    }
    return forms[form]


def _marked(random: Random, names: list[str]) -> list[str]:
    kind = random.choice(("*", "*", "∗", "†", "digits", "\\*", " *"))
    equal = random.randint(1, min(3, len(names)))
    marked = []
    for i, name in enumerate(names):
        if kind == "digits":
            marked.append(name + random.choice(("1", "2", "1,2", "3")))
        elif i < equal or random.random() < 0.05:
            marked.append(name + kind)
        else:
            marked.append(name)
    return marked


def _print_east(random: Random, people: tuple[Person, ...]) -> str:
    separator = random.choice((", ", "，", "、", ",", " ", "; "))
    names = separator.join(person.family + person.given[0] for person in people[:3])
    return names + (random.choice((", 等", "，等", " 等")) if len(people) > 3 else "")

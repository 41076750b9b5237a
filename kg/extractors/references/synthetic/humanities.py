"""Books, chapters and articles as letters, history and law print them: notes with commas, dashes, translators."""

from __future__ import annotations

from random import Random

from kg.extractors.references.synthetic import words as w
from kg.extractors.references.synthetic.facts import Work
from kg.extractors.references.synthetic.names import NameStyle, name_style, print_names
from kg.extractors.references.synthetic.pieces import Pieces

_QUOTES = (("“", "”"), ("“", "”"), ('"', '"'), ("« ", " »"), ("‘", "’"), ("„", "“"))
_DASHES = ("———", "———", "---", "______", "—", "----", "———.", "–––")
_TRANSLATED = (
    "trans. {}",
    "Trans. {}",
    "translated by {}",
    "Translated by {}",
    "Edited and translated by {}",
    "transl. {}",
    "{} (trans.)",
    "trad. {}",
    "trad. de {}",
    "traduit par {}",
    "aus dem Englischen von {}",
    "übers. von {}",
    "trad. it. di {}",
    "traducción de {}",
)
_EDITED = (
    "ed. {}",
    "Ed. {}",
    "ed. by {}",
    "edited by {}",
    "Edited by {}",
    "{} (ed.)",
    "{} (eds.)",
    "{}, ed.",
    "{} (Hrsg.)",
    "hg. von {}",
    "éd. par {}",
    "a cura di {}",
    "ed. de {}",
    "{} (dir.)",
)
_EDITIONS = (
    "2nd ed.",
    "Rev. ed.",
    "3rd edn",
    "2. Aufl.",
    "2e éd.",
    "Revised and expanded.",
    "2nd ed. rev.",
    "5th ed.",
    "2a ed.",
    "new edition",
    "1ª edición",
)
_BOOK_TITLES = (
    "{N}",
    "The {N} of {M}",
    "{N} and {M}",
    "{G} {F}",
    "{F}",
    "On {N}",
    "Der {N}",
    "La {N}",
    "Le {N} et la {M}",
    "{F}: A Life",
    "{F}: {N} and {M}",
    "{N}: The {M} of {F}",
    "A History of {N}",
    "{F} und die {N}",
    "Selected Writings",
    "Collected Poems, {Y}",
    "Essays on {N}",
    "{N} in {P}",
    "{P}, {Y}",
    "The {N} of {P}: {M} and {N}, {Y}",
)
_NOUNS = (
    "Space Time Memory Power Empire Love War Peace Reason Faith Justice Liberty Language Desire Culture History Nature "
    "Death Revolution Democracy Violence Modernity Nation Gender Music Theatre Poetry Landscape Exile Silence Ritual "
    "Myth Tragedy Comedy Law Sovereignty Labour Capital Sexuality Translation Narrative Melancholy Chaos Knowledge "
    "Freedom Poverty Labyrinthe Leben Mémoire Société Mundo Vida Wahrheit Geist Schrift Forma Città"
).split()


def book_title(random: Random, work: Work, known: str = "") -> str:
    """A title as books have them: mostly short, often with names, places and years in it; or `known`."""
    if known and random.random() < 0.5:
        head = known.split(":")[0] if random.random() < 0.4 else known
        return head.strip(" .?!") or known
    person = random.choice((work.people or work.editors)[:1] + work.editors[:1]) if work.people else None
    given = person.given[0] if person and person.given else "Anna"
    start = random.randint(1500, 1980)
    return random.choice(_BOOK_TITLES).format(
        N=random.choice(_NOUNS),
        M=random.choice(_NOUNS),
        G=given,
        F=person.family if person else "Homer",
        P=random.choice(w.CITIES).split(",")[0],
        Y=f"{start}{random.choice(('-', '–'))}{start + random.randint(2, 90)}",
    )


def _names(random: Random, work: Work, form: str) -> str:
    if random.random() < 0.12:
        return random.choice(_DASHES)
    people = work.people[: random.choice((1, 1, 1, 2, 3))]
    last = random.choice((" and ", ", and ", " et ", " & ", " y ", ", ", " und ", " e ", " / "))
    return print_names(random, people, NameStyle(form, ", ", last))


def _helpers(random: Random, work: Work) -> Pieces:
    """A translator, or the editor of a text."""
    people = (work.editors or work.people[-2:] or work.people)[: random.choice((1, 1, 2))]
    names = print_names(random, people, NameStyle(random.choice(("F S", "F S", "I S")), ", ", " and "))
    return Pieces().add(random.choice(_TRANSLATED + _EDITED).format(names), "editor")


def _volume(random: Random) -> str:
    return random.choice(("2 vols.", "Vol. 2", "vol. II", "3 vols.", "t. 1", "Bd. 3", "Vol. 1: 1913-1926", "I"))


def _imprint(random: Random, work: Work, separator: str) -> Pieces:
    """Place, publisher and year in one of the usual orders, in brackets or not."""
    out = Pieces()
    roll = random.random()
    year = str(work.year - random.choice((0, 0, 10, 40)))
    if roll < 0.3:
        out.add("(").add(work.place, "location").add(random.choice((": ", ": ", ", "))).add(work.publisher, "publisher")
        return out.add(", ").add(year, "date").add(")")
    if roll < 0.4:
        return out.add("(").add(work.publisher, "publisher").add(", ").add(year, "date").add(")")
    if roll < 0.5:
        return out.add(work.place, "location").add(random.choice((", ", " "))).add(year, "date")
    if roll < 0.65:
        return out.add(work.publisher, "publisher").add(", ").add(work.place, "location").add(", ").add(year, "date")
    if roll < 0.72:
        return out.add(work.publisher, "publisher").add(separator).add(year, "date")
    between = random.choice((": ", ": ", ", ", " : "))
    out.add(work.place, "location").add(between).add(work.publisher, "publisher")
    return out.add(", ").add(year, "date")


def _pages(random: Random, work: Work) -> Pieces:
    out = Pieces()
    if random.random() < 0.35:
        text = work.pages or str(random.randint(3, 500))
        out.add(", ").add(random.choice(("p. ", "pp. ", "S. ", "", "pág. ", "p. ")) + text, "pages")
    elif random.random() < 0.1:
        out.add(", ").add(f"{random.randint(90, 700)} {random.choice(('p.', 'pp.', 'pages', 'S.'))}", "pages")
    return out


def commas(random: Random, work: Work) -> Pieces:
    """Notes: name, title, (editor,) place, publisher, year, with commas between all of them."""
    form = random.choice(("F S", "F S", "S, F", "S, F", "I S", "S F", "F S caps"))
    out = Pieces().add(_names(random, work, form), "author").add(random.choice((", ", ", ", ": ")))
    if work.kind in ("article", "paper", "chapter"):
        return _part(random, work, out)
    out.add(book_title(random, work, work.title), "title")
    if random.random() < 0.3:
        out.add(", ").extend(_helpers(random, work))
    if random.random() < 0.15:
        out.add(", ").add(_volume(random), "volume")
    if random.random() < 0.12:
        out.add(", ").add(random.choice(_EDITIONS), "edition")
    imprint = _imprint(random, work, ", ")
    out.add(" " if imprint.starts_with("(") else ", ").extend(imprint)
    return _ended(random, out.extend(_pages(random, work)))


def _part(random: Random, work: Work, out: Pieces) -> Pieces:
    """A chapter or an article behind its author: mostly in quotation marks."""
    opening, closing = random.choice(_QUOTES) if random.random() < 0.75 else ("", "")
    inside = random.random() < 0.5
    out.add(opening + work.title + ("," if inside else "") + closing, "title").add(" " if inside else ", ")
    if work.kind == "article":
        quoted = random.random() < 0.06
        out.add(f"“{work.venue}”" if quoted else work.venue, "journal").add(random.choice((", ", " ")))
        lead = random.choice(("", "vol. ", "Vol. ", "n° ", "t. ", "no. ", "Bd. "))
        out.add(lead + work.volume, "volume")
        if work.issue and random.random() < 0.5:
            out.add(random.choice((", no. ", "/", ", n° ", ": ")) + work.issue, "issue")
        brackets = random.random() < 0.5
        out.add(" " if brackets else ", ").add(f"({work.year})" if brackets else str(work.year), "date")
        lead = random.choice(("", "pp. ", "p. ", "S. "))
        return _ended(random, out.add(random.choice((", ", ": "))).add(lead + work.pages, "pages"))
    lead = random.choice(("in ", "In ", "in: ", "in ", "dans ", "in ID., ", "") if opening else ("in ", "In ", "in: "))
    book = book_title(random, work, work.venue)
    if random.random() < 0.4 and work.editors:
        mark = random.choice(("(ed.)", "(eds.)", "(Hrsg.)", "(dir.)", "(a cura di)", "eds."))
        names = print_names(random, work.editors, NameStyle(random.choice(("F S", "I S", "S, F")), ", ", " and "))
        out.add(f"{lead}{names} {mark}", "editor").add(", ").add(book, "booktitle")
    else:
        out.add(lead + book, "booktitle")
        if random.random() < 0.5:
            out.add(", ").extend(_helpers(random, work))
    imprint = _imprint(random, work, ", ")
    out.add(" " if imprint.starts_with("(") else ", ").extend(imprint)
    return _ended(random, out.extend(_pages(random, work)))


def stops(random: Random, work: Work) -> Pieces:
    """Bibliographies: name. Title. Translated by ... Edition. Place: publisher, year."""
    form = random.choice(("first S, F", "S, F", "first S, F", "S, I"))
    out = Pieces().add(_names(random, work, form), "author")
    if random.random() < 0.35:
        out.add(" " if out.ends_with(".") else ". ").add(str(work.year), "date")
    out.add(" " if out.ends_with(".") else ". ").add(
        book_title(random, work, "" if work.kind in ("chapter", "paper") else work.title), "title"
    ).add(". ")
    if work.kind in ("chapter", "paper"):
        out.add(random.choice(("In ", "In ", "In: ")) + book_title(random, work), "booktitle").add(
            random.choice((". ", ", "))
        )
        out.add(
            random.choice(_EDITED).format(print_names(random, work.editors or work.people, name_style(random, "F S"))),
            "editor",
        )
        out.add(", " if random.random() < 0.5 else " " if out.ends_with(".") else ". ")
        out.add(random.choice(("Pp. ", "pp. ", "")) + (work.pages or "11–29"), "pages").add(". ")
    else:
        if random.random() < 0.4:
            out.extend(_helpers(random, work))
            out.add(" " if out.ends_with(".") else ". ")
        if random.random() < 0.2:
            out.add(_volume(random), "volume")
            out.add(" " if out.ends_with(".") else ". ")
        if random.random() < 0.2:
            out.add(random.choice(_EDITIONS), "edition")
            out.add(" " if out.ends_with(".") else ". ")
    if random.random() < 0.12:
        name = random.choice(("Studies in", "Texte und Studien zu", "Beiträge zur", "Collection"))
        series = f"({name} {random.choice(_NOUNS)} {random.randint(1, 90)})"
        out.add(series, "series").add(". ")
    return _ended(random, out.extend(_imprint(random, work, ". ")))


def _ended(random: Random, out: Pieces) -> Pieces:
    return out if out.ends_with(".") or random.random() < 0.25 else out.add(".")

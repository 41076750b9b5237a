"""Entries as they stand in CVs, homepages and author pages: any order, line breaks between fields, notes and links."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from kg.extractors.references.corpus import Example
from kg.extractors.references.synthetic import printing
from kg.extractors.references.synthetic import words as w
from kg.extractors.references.synthetic.facts import FactSource, Work, invented_title, title_cased, work
from kg.extractors.references.synthetic.names import NameStyle, name_style, print_names
from kg.extractors.references.synthetic.pieces import Pieces, joined, wrapped

# a: authors, t: title, v: venue with its numbers, y: date
_ORDERS = (
    "atvy",
    "aytv",
    "atyv",
    "tavy",
    "tayv",
    "tvya",
    "tvay",
    "yatv",
    "ytav",
    "yvta",
    "vyta",
    "vyat",
    "vtay",
    "tvy",
    "tyv",
    "tav",
    "atv",
    "ytv",
    "vta",
    "tyav",
)
_ORDER_WEIGHTS = (26, 9, 5, 30, 4, 4, 4, 6, 6, 2, 5, 3, 3, 8, 3, 3, 3, 2, 2, 2)
_LINKS = (
    "pdf code slides video bibtex project poster website arXiv talk data dataset demo supplement paper "
    "link html doi abs cite blog"
).split()
_NOTES = (
    "Oral|Oral presentation|Spotlight|Best Paper Award|Best Student Paper|Best paper award finalist|"
    "Honorable Mention|Outstanding Paper Award|"
    "acceptance rate: 21.5%|Acceptance Rate 18%|AR: 24%|top 5%|Oral, top 2%|Impact factor: 5.3|"
    "IF: 13.8|IF=4.2|invited paper|equal contribution|"
    "* equal contribution|cited by 120|120 citations|Q1|CORE A*|CCF-A|selected for oral presentation|"
    "notable-top-25%|student paper|"
    "Best Poster Award|highlight|peer-reviewed|Featured in Nature News|with code|contributed equally|"
    "co-first author|corresponding author"
).split("|")
_STATUS = (
    "To appear in ",
    "to appear in ",
    "Accepted at ",
    "Accepted to ",
    "Submitted to ",
    "submitted to ",
    "Under review at ",
    "In press, ",
    "Accepted by ",
    "accepted, ",
    "Forthcoming in ",
)
_LATE = (
    "to appear",
    "in press",
    "forthcoming",
    "accepted",
    "under review",
    "submitted",
    "in preparation",
    "à paraître",
    "im Druck",
    "en prensa",
    "Accepted",
    "In review",
    "under revision",
    "minor revision",
)


_PAPER_KINDS = (
    "Brief Paper in the ",
    "Short paper, ",
    "Letter in ",
    "Full paper at ",
    "Article in ",
    "Special issue of ",
)


@dataclass(frozen=True, slots=True)
class ListStyle:
    """How one list prints all its entries."""

    order: str
    gaps: tuple[str, str, str]
    names: NameStyle
    quotes: tuple[str, str] = ("", "")
    title_mark: str = ""  # "." or "," that belongs to the title's end
    authors_lead: str = ""  # "with ", "Authors: "
    venue_lead: str = ""
    year_brackets: bool = False
    year_in_venue: bool = False  # "CVPR 2021"
    short_venue: bool = False  # the acronym alone
    numbering: str = ""
    links: str = ""  # shape of the links, "" for none
    description: bool = False
    marks: bool = False
    owner_left_out: bool = False
    details: bool = True
    cased: bool = False


def list_style(random: Random) -> ListStyle:
    order = random.choices(_ORDERS, _ORDER_WEIGHTS)[0]
    quotes = random.choices(
        (
            ("", ""),
            ("“", "”"),
            ('"', '"'),
            ("‘", "’"),
            ("« ", " »"),
            ("„", "“"),
            ("*", "*"),
            ("**", "**"),
            ("``", "''"),
        ),
        (66, 10, 9, 2, 2, 2, 2, 3, 1),
    )[0]
    with_lead = random.random() < 0.07 and order.startswith("t")
    return ListStyle(
        order=order,
        gaps=_gaps(random, order),
        names=name_style(
            random,
            random.choice(("F S", "F S", "F S", "I S", "S, I", "S I", "SI", "S, F", "IS", "S, I."))
            if random.random() < 0.9
            else None,
        ),
        quotes=quotes,
        title_mark=random.choice((".", ",", "", "")),
        authors_lead=random.choice(("with ", "(with ", "joint with ", "with ", "w/ "))
        if with_lead
        else random.choice(("Authors: ", "by ", "By "))
        if random.random() < 0.02
        else "",
        venue_lead=random.choice(("In ", "In: ", "in ", "Published in ", "Venue: ", "@ "))
        if random.random() < 0.3
        else "",
        year_brackets=random.random() < 0.4,
        year_in_venue="y" in order
        and order.replace("v", "").find("y") >= 0
        and "vy" in order
        and random.random() < 0.6,
        short_venue=random.random() < 0.25,
        numbering=random.choice(
            (
                "",
                "",
                "",
                "",
                "[{n}] ",
                "{n}. ",
                "({n}) ",
                "[J{n}] ",
                "C{n}. ",
                "• ",
                "- ",
                "{n}) ",
                "[{k}] ",
                "{n} ",
                "P{n}: ",
            )
        ),
        links=random.choice(("[{}]", "({})", "[[{}]]", "{}", "/")) if random.random() < 0.33 else "",
        description=random.random() < 0.06,
        marks=random.random() < 0.2,
        owner_left_out=with_lead,
        details=random.random() < 0.6,
        cased=random.random() < 0.5,
    )


def _gaps(random: Random, order: str) -> tuple[str, str, str]:
    """What stands between the fields."""
    roll = random.random()
    if roll < 0.33:
        return ("\n", "\n", random.choice(("\n", ", ", " ", "\t", " | ", ". ", " · ")))
    if roll < 0.42:
        return (random.choice((". ", ", ", " ")), "\n", random.choice((", ", " ", "\n")))
    if roll < 0.50:
        return ("\n", random.choice((". ", ", ", " — ")), random.choice((", ", " ", ". ")))
    if roll < 0.54:
        return ("\t", "\t", "\t")
    if roll < 0.58:
        return (" | ", " | ", " | ")
    main = random.choice((". ", ". ", ", ", ", ", " - ", " – ", "; "))
    first = main
    if order[0] in "yv":
        first = random.choice((" ", ": ", "\t", " – ", ". ", ", ", "\n"))
    elif order[0] == "a":
        first = random.choice((main, main, ": ", ". "))
    return (first, random.choice((main, main, ". ", ", ")), random.choice((", ", ", ", " ", ". ", main)))


def entries(random: Random, source: FactSource) -> Example:
    """One entry of a list, sometimes two or three below each other, half of them with hard line breaks."""
    roll = random.random()
    if roll < 0.04:
        return _index_row(random, source)
    if roll < 0.07:
        return _cluster_row(random, source)
    style = list_style(random)
    count = 1 if random.random() < 0.88 else random.choice((2, 3))
    width = random.randint(65, 115) if random.random() < 0.5 else 0
    made = []
    for number in range(count):
        example = entry(random, work(random, source), style, number + random.randint(1, 30)).example()
        made.append(wrapped(example, width) if width else example)
    return joined(made, "\n")


def entry(random: Random, made: Work, style: ListStyle, number: int = 1) -> Pieces:
    """One work in that style."""
    out = Pieces()
    key = f"{made.people[0].family.split()[0]}+{made.year % 100:02d}" if made.people else str(number)
    if style.numbering:
        mark = style.numbering.format(n=number, k=key).rstrip(" ")
        out.add(mark, "citation-number" if mark not in "•-" else "").add(" ")
    parts = {"a": _authors, "t": _title, "v": _venue, "y": _year}
    gaps = 0
    previous = ""
    for field in style.order:
        piece = parts[field](random, made, style)
        if not len(piece):
            continue
        if previous:
            if field == "y" and previous == "v" and style.year_in_venue:
                gap = " "
            elif field == "y" and style.year_brackets:
                gap = " " if style.gaps[min(gaps, 2)] not in ("\n", "\t") else style.gaps[min(gaps, 2)]
            else:
                gap = style.gaps[min(gaps, 2)]
            if out.ends_with(".,:") and gap in (". ", ", "):
                gap = " "
            if out.ends_with("?!") and gap in (". ", ", "):
                gap = " "
            out.add(gap)
            gaps += 1
        out.extend(piece)
        previous = field
    _tail(random, made, style, out)
    return out


def _authors(random: Random, made: Work, style: ListStyle) -> Pieces:
    people = made.people
    if style.owner_left_out:
        people = people[1:4]
        if not people:
            return Pieces()
    out = Pieces().add(style.authors_lead.lstrip("(") and style.authors_lead)
    out.add(print_names(random, people, style.names, marks=style.marks and random.random() < 0.6), "author")
    if style.authors_lead.startswith("("):
        out.add(")")
    return out


def _title(random: Random, made: Work, style: ListStyle) -> Pieces:
    title = title_cased(made.title) if style.cased and made.language == "en" else made.title
    opening, closing = style.quotes
    mark = "" if title.endswith(("?", "!")) else style.title_mark
    if opening:
        return Pieces().add(opening + title + (mark if random.random() < 0.5 else "") + closing, "title")
    return Pieces().add(title + mark, "title")


def _venue(random: Random, made: Work, style: ListStyle) -> Pieces:
    out = Pieces()
    label = {"article": "journal", "paper": "booktitle"}.get(made.kind, "")
    if label and random.random() < 0.06:
        out.add(random.choice(_STATUS), "note")
    elif label and style.venue_lead:
        out.add(style.venue_lead, label if style.venue_lead.lower().startswith("in") else "")
    if made.kind == "article":
        return _journal(random, made, style, out)
    if made.kind == "paper":
        return _paper_venue(random, made, style, out)
    if made.kind == "chapter":
        return _chapter(random, made, style)
    if made.kind == "book":
        out.add(made.publisher, "publisher")
        return out.add(", ").add(made.place, "location") if random.random() < 0.4 else out
    return printing.unpublished(random, made)


def _journal(random: Random, made: Work, style: ListStyle, out: Pieces) -> Pieces:
    short = "".join(word[0] for word in made.venue.split() if word[0].isupper())
    name = f"{made.venue} ({short})" if len(short) > 2 and random.random() < 0.15 else made.venue
    out.add(random.choice(_PAPER_KINDS) + name if random.random() < 0.03 else name, "journal")
    if style.details and random.random() < 0.8:
        out.add(random.choice((", ", " ", ". "))).extend(printing.journal_place(random, made))
    return out


def _chapter(random: Random, made: Work, style: ListStyle) -> Pieces:
    out = Pieces()
    editors = print_names(random, made.editors, style.names)
    if random.random() < 0.5:
        mark = random.choice(("(Eds.)", "(ed.)", "(eds.),", "eds."))
        out.add(f"In {editors} {mark}", "editor").add(", ").add(made.venue, "booktitle")
    else:
        out.add(f"In {made.venue}", "booktitle")
        if random.random() < 0.5:
            out.add(", ").add(f"edited by {editors}", "editor")
    return out.add(", ").add(made.publisher, "publisher")


def _paper_venue(random: Random, made: Work, style: ListStyle, out: Pieces) -> Pieces:
    if made.acronym and style.short_venue:
        year = (
            random.choice((f"'{made.year % 100:02d}", f"’{made.year % 100:02d}", f"{made.year}"))
            if random.random() < 0.15
            else ""
        )
        return out.add(made.acronym + year, "booktitle")
    if out.ends_with(" "):  # an introduction stands there already
        name = made.venue or made.acronym
        out.add(
            name + (f" ({made.acronym})" if made.venue and made.acronym and random.random() < 0.5 else ""), "booktitle"
        )
    else:
        out.extend(printing.venue(random, made))
    if style.details:
        if random.random() < 0.25:
            out.add(", ").add(made.place, "location")
        if made.pages and random.random() < 0.4:
            out.add(random.choice((", ", " ", ": "))).add(random.choice(("pp. ", "pages ", "")) + made.pages, "pages")
        if random.random() < 0.1:
            out.add(", ").add(made.publisher, "publisher")
    return out


def _year(random: Random, made: Work, style: ListStyle) -> Pieces:
    if random.random() < 0.03:
        return Pieces().add(random.choice(_LATE), "note")
    text = str(made.year) if random.random() < 0.8 else printing.date(random, made)
    if style.year_in_venue and random.random() < 0.06:
        text = f"'{made.year % 100:02d}"
    return Pieces().add(f"({text})" if style.year_brackets else text, "date")


def _tail(random: Random, made: Work, style: ListStyle, out: Pieces) -> None:
    """Notes, links and a description after the fields."""
    if not out.ends_with(".") and random.random() < 0.5:
        out.add(".")
    if random.random() < 0.15:
        note = random.choice(_NOTES)
        shape = random.choice((" ({})", " [{}]", ", {}", " {}", "\n{}", " ({}).", " – {}", " **{}**", "\n({})"))
        before, after = shape.split("{}")
        bracket = before.lstrip(" \n,–")
        out.add(before[: len(before) - len(bracket)]).add(bracket + note + after, "note")
    if style.links and random.random() < 0.85:
        out.add(random.choice((" ", " ", "\n"))).add(links(random, style.links))
    elif random.random() < 0.08:
        out.add(random.choice((" ", ". ", "\n"))).add(
            printing.doi(random) if random.random() < 0.6 else printing.address(random), "url"
        )
    if style.description:
        out.add("\n").add(description(random))


def links(random: Random, shape: str) -> str:
    chosen = random.sample(_LINKS, random.randint(1, 4))
    if random.random() < 0.5:
        chosen = [name.capitalize() if name != "arXiv" else name for name in chosen]
    if shape == "/":
        return random.choice((" / ", " | ", " · ", ", ")).join(chosen)
    return random.choice((" ", "", " ")).join(shape.format(name) for name in chosen)


_DESCRIPTIONS = (
    "We show that {a} improves {b}.",
    "This paper presents a new method for {a}.",
    "A simple approach to {a} that outperforms {b}.",
    "TL;DR: {a} helps with {b}.",
    "We propose a framework for {a} and evaluate it on {b}.",
    "By combining {a} with {b}, we can recover details.",
    "The first large-scale study of {a}.",
    "Code and data are available.",
    ("Abstract: In this work we study {a}, and find that {b} matters."),
    "Existing methods struggle with {a}. We introduce a technique that makes {b} practical on commodity hardware.",
    "{a} is hard; this makes it easier.",
    "Press coverage: TechCrunch, MIT News.",
    "Designed and implemented {a} for {b}.",
)


def description(random: Random) -> str:
    """A sentence or two about a work, as homepages print it below an entry."""
    count = random.choice((1, 1, 2, 3))
    return " ".join(
        random.choice(_DESCRIPTIONS).format(a=invented_title(random).lower(), b=invented_title(random).lower())
        for _ in range(count)
    )


def _index_row(random: Random, source: FactSource) -> Example:
    """A row of an author index: category and date glued together, title, the first few authors."""
    made = work(random, source, "preprint")
    category = random.choice("CV CL LG AI RO NE IR HC SD CR AR DC SE ST ML PH CO QM".split())
    month = w.MONTHS[made.month - 1][:3]
    out = Pieces().add(category).add(f"{month} {random.randint(1, 28)}, {made.year}", "date")
    if random.random() < 0.4:
        out.add("Code")
    out.add(random.choice(("\n", "\n", "\n\n"))).add(made.title, "title").add(random.choice(("\n", "\n\n")))
    names = print_names(random, made.people[:3], NameStyle("F S", ", ", ", "))
    out.add(names + (" et al." if len(made.people) > 3 else ""), "author")
    if random.random() < 0.2:
        out.add(random.choice((" · openai", " · google", " · mit", " · nvidia")))
    if random.random() < 0.2:
        out.add("\n\n").add(description(random))
    return out.example()


def _cluster_row(random: Random, source: FactSource) -> Example:
    """A row of an author page: venue and kind, title, one author a line."""
    made = work(random, source, "paper")
    kind = random.choice(("Conference Paper", "Journal Article", "Workshop Paper", "Preprint", "Poster"))
    venue = made.acronym or made.venue
    out = (
        Pieces()
        .add(f"{venue} {random.choice(('Conference', 'Workshop', 'Journal', ''))}".strip(), "booktitle")
        .add(" ")
    )
    out.add(str(made.year), "date").add(" ").add(kind, "note").add(random.choice(("\n\n", "\n"))).add(
        made.title, "title"
    )
    bullet = random.choice(("  • ", "• ", "- ", "", "* "))
    for i, person in enumerate(made.people[:6]):
        out.add(("\n\n" if i == 0 and random.random() < 0.5 else "\n") + bullet).add(
            print_names(random, (person,), NameStyle("F S")), "author"
        )
    return out.example()

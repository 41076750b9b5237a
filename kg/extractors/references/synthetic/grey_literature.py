"""What is neither book nor journal: reports, theses, standards, films, web pages, letters; organisations as authors."""

from __future__ import annotations

from random import Random

from kg.extractors.references.synthetic import printing
from kg.extractors.references.synthetic.facts import Work, institution
from kg.extractors.references.synthetic.names import NameStyle, name_style, print_names
from kg.extractors.references.synthetic.pieces import Pieces

_BODIES = (
    "U.S. Department of {A}|Ministry of {A}|Department of {A}|World Health Organization|UNESCO|OECD|UNICEF|World Bank|"
    "National Institute of {A}|Board of Governors of the Federal Reserve System|European Commission|FAO|NIST|NASA|"
    "Australian Bureau of Statistics|Federal Bureau of {A}|National Research Council|American {A} Association|"
    "Royal Society of {A}|U.S. Environmental Protection Agency|UK Government|Statistics Canada|IPCC|Eurostat|RAND|"
    "Commission on {A}|International Union of {A}|Bundesministerium für {A}|Ministère de l'{A}|Council of Europe|"
    "Brotherhood of St Laurence|Brookings Institution|Central Intelligence Agency|Institute for {A} Research|"
    "Government of Canada|United Nations|International Monetary Fund|Fisheries Research Board of Canada|ISO|IEEE|"
    "The {G} Collaboration|{G} Collaboration|{G} Study Group|National Center for {A}|City of {P}|State of {P}"
).split("|")
_TOPICS = (
    "Education Health Justice Agriculture Energy Labor Labour Statistics Geology Psychiatry Psychology Transport "
    "Nursing Science Engineering Housing Economics Immigration Commerce Fisheries Defense Culture Water Forestry"
).split()
_GROUPS = "ATLAS CMS ALICE LHCb Planck DELPHI CAVEAT SPRINT DCCT BaBar Belle LIGO IceCube".split()
_BRACKETS = (
    "(Report No. {n})|(Working Paper No. {n})|(Policy Brief {y}-{n})|(Technical Report {n})|(2nd ed.)|"
    "(3rd ed., Vol. {n})|"
    "(Research Paper {n})|(Bulletin {n})|(Publication No. {n})|(Unpublished doctoral dissertation)|(Master's thesis)|"
    "(NBER Working Paper {n})|(Special report)|(Vol. {n})|(Doctoral dissertation)|(Occasional Paper {n})|(Rev. ed.)"
).split("|")
_SQUARE = (
    "[Motion picture]|[Film]|[Brochure]|[Computer software]|[Online]|[Audio podcast]|[Press release]|[CD-ROM]|"
    "[Web log post]|[Data set]"
).split("|")
_SITES = (
    "Wikipedia|Wikipedia, the free encyclopedia|The Electronic Text Center|Encyclopaedia Britannica|The New York Times|"
    "Stanford Encyclopedia of Philosophy|GitHub|YouTube|The Internet Classics Archive|BBC News|Poetry Foundation|"
    "Pew Research Center|Statista|Library of Congress|HuffPost|Encyclopedia of Mathematics|IMDb"
).split("|")


def body(random: Random, place: str) -> str:
    """The name of an authority, association or collaboration."""
    return random.choice(_BODIES).format(A=random.choice(_TOPICS), G=random.choice(_GROUPS), P=place.split(",")[0])


def _author(random: Random, work: Work, style: NameStyle) -> str:
    if random.random() < 0.45:
        first = body(random, work.place)
        return first + (
            f", {random.choice(('Office', 'Bureau', 'Division'))} of {random.choice(_TOPICS)}"
            if random.random() < 0.15
            else ""
        )
    return print_names(random, work.people[:4], style)


def _bracketed(random: Random, work: Work) -> Pieces:
    """What APA wants in one bracket behind a book's title: translator or editor, edition, volume, pages."""
    parts = []
    if random.random() < 0.6:
        names = print_names(random, (work.editors or work.people)[:2], NameStyle("I S", ", ", " & "))
        parts.append((f"{names}, {random.choice(('Trans.', 'Ed.', 'Eds.', 'Eds. & Trans.', 'Trans'))}", "editor"))
    if random.random() < 0.6 or not parts:
        parts.append((random.choice(("2nd ed.", "3rd ed.", "Rev. ed.", "5th ed.", "2nd edition ed.")), "edition"))
    if random.random() < 0.4:
        parts.append((f"Vol. {random.randint(1, 12)}", "volume"))
    if random.random() < 0.2:
        parts.append((f"pp. {random.randint(1, 90)}–{random.randint(91, 300)}", "pages"))
    out = Pieces().add("(")
    for number, (text, label) in enumerate(parts):
        out.add(("; " if parts[number - 1][1] == "editor" else ", ") if number else "").add(text, label)
    return out.add(")")


def report(random: Random, work: Work) -> Pieces:
    """Reports, theses and books with a number, edition or kind in brackets behind the title."""
    style = name_style(random, random.choice(("S, I", "S, I", "S, F", "I S", "F S")))
    early = random.random() < 0.65
    out = Pieces().add(_author(random, work, style), "author")
    out.add(
        " " if out.ends_with(".") else random.choice((". ", " ", ", ")) if not early else random.choice((". ", " "))
    )
    if early:
        year = random.choice(
            (f"({work.year})", f"({work.year})", str(work.year), "(n.d.)", printing.date(random, work, brackets=True))
        )
        out.add(year, "date").add(". " if random.random() < 0.8 else " ")
    out.add(work.title, "title")
    roll = random.random()
    if roll < 0.15:
        out.add(" ").extend(_bracketed(random, work)).add(". ")
    elif roll < 0.5:
        mark = random.choice(_BRACKETS).format(n=random.randint(1, 900), y=work.year)
        out.add(" ").add(mark, "edition" if "ed." in mark else "volume" if mark.startswith("(Vol") else "note").add(
            ". "
        )
    elif roll < 0.6:
        out.add(" ").add(random.choice(_SQUARE), "note").add(". ")
    elif roll < 0.75:
        out.add(random.choice((". ", ", "))).add(f"{printing.report_kind(random, work)}", "note").add(
            random.choice((", ", ". "))
        )
    else:
        out.add(random.choice((". ", ". ", ", ")))
    house = body(random, work.place) if random.random() < 0.6 else institution(random)
    roll = random.random()
    if roll < 0.35:
        out.add(work.place, "location").add(": ").add(house, "publisher")
    elif roll < 0.7:
        out.add(house, "publisher").add(", ").add(work.place, "location")
    elif roll < 0.9:
        out.add(house, "publisher")
    else:
        out.add(work.place, "location")
    if not early:
        out.add(random.choice((", ", ". "))).add(printing.date(random, work), "date")
    if random.random() < 0.4:
        lead = random.choice(
            ("Retrieved from ", "Available at ", "Available from: ", "Retrieved 9/6/2017 from ", "URL ", "")
        )
        out.add(" " if out.ends_with(".") else ". ").add(lead, "note" if lead else "").add(
            printing.address(random), "url"
        )
        return out
    return out if out.ends_with(".") or random.random() < 0.3 else out.add(".")


def page(random: Random, work: Work) -> Pieces:
    """Web pages and entries of reference works, often without an author."""
    out = Pieces()
    quoted = random.random() < 0.3
    title = f"“{work.title}.”" if quoted else work.title
    if random.random() < 0.55:
        out.add(_author(random, work, name_style(random, random.choice(("S, F", "S, I", "F S")))), "author")
        out.add(" " if out.ends_with(".") else ". ")
        if random.random() < 0.5:
            out.add(f"({printing.date(random, work)})", "date").add(". ")
    out.add(title, "title").add(" " if quoted else ". ")
    out.add(
        random.choice(("", "", "In ", "in ")) + random.choice(_SITES),
        "booktitle" if random.random() < 0.5 else "journal",
    )
    out.add(random.choice((". ", ", "))).add(printing.date(random, work), "date").add(". ")
    if random.random() < 0.7:
        lead = random.choice(
            ("Retrieved from ", "Accessed May 3, 2014. ", "Available: ", "[Online]. Available: ", "Web. ", "")
        )
        out.add(lead, "note" if lead else "").add(printing.address(random), "url")
    return out


def film(random: Random, work: Work) -> Pieces:
    """Films and performances: title. Directed by ..., company, year."""
    out = Pieces().add(work.title.split(":")[0], "title").add(". ")
    style = NameStyle("F S", ", ", random.choice((" and ", ", ")))
    out.add(
        random.choice(("Dir. ", "Directed by ", "dir. ")) + print_names(random, work.people[:1], style), "author"
    ).add(". ")
    if random.random() < 0.5:
        out.add("Perf. " + print_names(random, work.people[1:4] or work.people, style), "note").add(". ")
    out.add(work.publisher, "publisher").add(", ")
    if random.random() < 0.4:
        out.add(work.place, "location").add(", ")
    return out.add(str(work.year), "date").add(".")


def letter(random: Random, work: Work) -> Pieces:
    """Personal communications, and works in preparation."""
    out = Pieces().add(
        print_names(random, work.people[:2], name_style(random, random.choice(("I S", "S, F", "S, I")))), "author"
    )
    out.add(" " if out.ends_with(".") else random.choice((", ", ". ")))
    if random.random() < 0.5:
        return (
            out.add(
                random.choice(
                    (
                        "Personal communication",
                        "personal communication",
                        "private communication",
                        "Homepage",
                        "unpublished",
                    )
                ),
                "note",
            )
            .add(random.choice((", ", ". ")))
            .add(printing.date(random, work), "date")
            .add(".")
        )
    out.add(work.title, "title").add(random.choice((". ", ", ")))
    out.add(
        random.choice(
            (
                "In preparation",
                "submitted",
                "Unpublished manuscript",
                "Unpublished lecture notes",
                "in press",
                "To appear",
            )
        ),
        "note",
    )
    return out.add(", ").add(str(work.year), "date").add(".")

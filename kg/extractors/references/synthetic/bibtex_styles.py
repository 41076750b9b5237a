"""References as BibTeX's standard styles print them (plain, ieeetr, acm, siam, apalike), and short ones of books."""

from __future__ import annotations

from random import Random

from kg.extractors.references.synthetic import printing
from kg.extractors.references.synthetic import words as w
from kg.extractors.references.synthetic.facts import Work, institution
from kg.extractors.references.synthetic.names import NameStyle, name_style, print_names
from kg.extractors.references.synthetic.pieces import Pieces

_SERIES = (
    "Lecture Notes in Computer Science|Lecture Notes in Artificial Intelligence|Lecture Notes in Mathematics|LNCS|"
    "Lecture Notes in Physics|Graduate Texts in Mathematics|Studies in {F}|Springer Series in {F}|Advances in {F}|"
    "Progress in {F}|Monographs on {F}|Cambridge Studies in {F}|Wiley Series in {F}|NATO ASI Series|"
    "Applied Mathematical Sciences|Grundlehren der mathematischen Wissenschaften|Synthese Library|"
    "Contemporary Mathematics|Cambridge Tracts in {F}|AMS Colloquium Publications|CCIS|IFIP Transactions|"
    "Texts and Monographs in {F}|Beiträge zur {P} Geschichte|Publications of the {P} School|BAR International Series"
).split("|")
_EDITIONS = (
    "second edition",
    "third edition",
    "2nd edition",
    "3rd edition",
    "first edition",
    "fourth edition",
    "2 edition",
)


def series(random: Random) -> str:
    return random.choice(_SERIES).format(F=random.choice(w.FIELD_NAMES), P=random.choice(w.PLACES))


def _month_year(random: Random, work: Work) -> str:
    month = w.MONTHS[work.month - 1]
    return random.choice((str(work.year), str(work.year), f"{month} {work.year}", f"{month[:3]}. {work.year}"))


def _of_series(random: Random, word: str) -> Pieces:
    """The volume of a series: ", volume 17 of Lecture Notes in Physics"; or the series in a bracket; or nothing."""
    roll = random.random()
    if roll < 0.35:
        out = Pieces().add(", ").add(f"{word} {random.randint(1, 900)}", "volume")
        return out.add(" ").add(f"of {series(random)}", "series")
    if roll < 0.45:
        out = Pieces().add(" (").add(series(random), "series")
        return out.add(random.choice((" ", ", ", " No. "))).add(str(random.randint(2, 99)), "volume").add(")")
    if roll < 0.52:
        return Pieces().add(", ").add(series(random), "series").add(" ").add(str(random.randint(2, 999)), "volume")
    return Pieces()


def _kind_and_house(random: Random, work: Work) -> Pieces:
    """Thesis or report: its kind and number, and where."""
    kind = printing.thesis_kind(random, work) if work.kind == "thesis" else printing.report_kind(random, work)
    if work.kind == "report" and random.random() < 0.25:
        kind = random.choice(("TR", "Tech. Rpt.", "Technical Summary Report", "RR-", "Draft report", "Memo")) + (
            f" {random.randint(10, 2000)}"
        )
    out = Pieces().add(kind, "note").add(random.choice((", ", ", ", ". ")))
    out.add(work.institution or institution(random), "publisher")
    return out.add(", ").add(work.place, "location") if random.random() < 0.4 else out


def _imprint(random: Random, work: Work, comma: str = ", ") -> Pieces:
    out = Pieces().add(work.publisher, "publisher")
    return out.add(comma).add(work.place, "location") if random.random() < 0.5 else out


def _edition(random: Random) -> Pieces:
    return Pieces().add(random.choice(_EDITIONS), "edition").add(", ") if random.random() < 0.2 else Pieces()


def plain(random: Random, work: Work) -> Pieces:
    """plain, abbrv, alpha and apalike: sentences with full stops, "In E. Roe, editor, Book, volume 3 of Series"."""
    early = random.random() < 0.25
    form = "S, I" if early else random.choice(("F S", "I S", "I S"))
    style = NameStyle(form, ", ", random.choice((", and ", " and ")))
    edited = work.kind == "book" and random.random() < 0.35
    names = print_names(random, work.people[:4], style)
    mark = (", editors" if len(work.people) > 1 else ", editor") if random.random() < 0.7 else " (Eds.)"
    out = Pieces().add(names + (mark if edited else ""), "editor" if edited else "author")
    if early:
        out.add(" ").add(random.choice((f"({work.year})", f"[{work.year}]", str(work.year))), "date")
    out.add(" " if out.ends_with(".") else ". ").add(work.title, "title")
    if work.kind == "book":
        out.extend(_of_series(random, "volume")) if random.random() < 0.4 else out
        if random.random() < 0.12:
            out.add(". ").add(series(random), "series")
        out.add(random.choice((". ", ". ", ", "))).extend(_imprint(random, work)).add(", ").extend(_edition(random))
        return out.add("" if early else _month_year(random, work), "date").add(".")
    out.add(" " if out.ends_with("?!.") else ". ")
    if work.kind == "article":
        out.add(work.venue, "journal").add(", ").add(work.volume, "volume").add(
            f"({work.issue})" if work.issue else "", "issue"
        )
        out.add(":").add(work.pages, "pages")
    elif work.kind in ("paper", "chapter"):
        out.extend(_part(random, work, style))
        if not early:
            out.add(", ").add(_month_year(random, work), "date")
        return out.add(". ").extend(_imprint(random, work)).add(".") if random.random() < 0.5 else out.add(".")
    elif work.kind in ("thesis", "report"):
        out.extend(_kind_and_house(random, work))
    else:
        out.extend(printing.unpublished(random, work))
    return (out if early else out.add(", ").add(_month_year(random, work), "date")).add(".")


def _part(random: Random, work: Work, style: NameStyle) -> Pieces:
    out = Pieces()
    book = printing.venue(random, work) if work.kind == "paper" else Pieces().add(work.venue, "booktitle")
    if work.editors or random.random() < 0.2:
        people = work.editors or work.people[:2]
        mark = random.choice((", editors", ", editor", ", eds.", ", editors"))
        out.add(f"In {print_names(random, people, style)}{mark}", "editor").add(", ")
        book = Pieces().add(work.venue or work.acronym, "booktitle")
    elif work.kind == "chapter":
        out.add("In ", "booktitle")
    out.extend(book).extend(_of_series(random, "volume"))
    if work.pages:
        lead = random.choice(("pages ", "pages ", "pp. ", "chapter 3, pages "))
        out.add(", ").add(lead + work.pages, "pages")
    return out.add(", ").add(work.place, "location") if random.random() < 0.35 else out


def commas(random: Random, work: Work) -> Pieces:
    """Ieeetr and siam: commas between all fields, "in Book (E. Roe, ed.), vol. 3 of Series, (Place), pp. 3-9"."""
    style = NameStyle("I S", ", ", random.choice((", and ", " and ")))
    quoted = random.random() < 0.5
    out = Pieces().add(print_names(random, work.people[:5], style), "author").add(", ")
    if quoted:
        out.add(f"“{work.title},”", "title").add(" ")
    else:
        out.add(work.title, "title").add(", " if work.kind != "book" or random.random() < 0.6 else ". ")
    if work.kind == "article":
        out.add(work.venue, "journal").add(", ").add(f"vol. {work.volume}" if quoted else work.volume, "volume")
        if quoted:
            return (
                out.add(", ")
                .add(f"pp. {work.pages}", "pages")
                .add(", ")
                .add(_month_year(random, work), "date")
                .add(".")
            )
        return out.add(" ").add(f"({work.year})", "date").add(", ").add(f"pp. {work.pages}", "pages").add(".")
    if work.kind in ("paper", "chapter"):
        out.extend(_part_with_commas(random, work, style))
        return out.add(", ").add(_month_year(random, work), "date").add(".")
    if work.kind == "book":
        if random.random() < 0.25:
            out.add(series(random), "series").add(", ")
        out.extend(_imprint(random, work)).add(", ").extend(_edition(random))
        return out.add(str(work.year), "date").add(".")
    out.extend(
        _kind_and_house(random, work) if work.kind in ("thesis", "report") else printing.unpublished(random, work)
    )
    return out.add(", ").add(_month_year(random, work), "date").add(".")


def _part_with_commas(random: Random, work: Work, style: NameStyle) -> Pieces:
    out = Pieces().add("in ", "booktitle").add(work.venue or work.acronym, "booktitle")
    names = print_names(random, work.editors or work.people[:2], style)
    mark = random.choice(("ed.", "eds."))
    roll = random.random()
    if roll < 0.3:
        out.add(" (").add(f"{names}, {mark}", "editor").add(")")
    elif roll < 0.6:
        out.add(", ").add(f"{names}, {mark}", "editor")
    out.extend(_of_series(random, "vol."))
    if random.random() < 0.4:
        out.add(", ").add(random.choice((work.place, f"({work.place})")), "location")
    if work.pages:
        out.add(", ").add(f"pp. {work.pages}", "pages")
    return out.add(", ").add(work.publisher, "publisher") if random.random() < 0.6 else out


def acm(random: Random, work: Work) -> Pieces:
    """acm: "Roe, J. Title. Journal 3, 2 (May 1999), 3-9." and "In Book (Place, May 1999), E. Doe, Ed., Publisher"."""
    style = NameStyle("S, I", ", ", random.choice((", and ", " and ", ", & ")))
    out = Pieces().add(print_names(random, work.people[:5], style), "author")
    out.add(" " if out.ends_with(".") else ". ").add(work.title, "title").add(" " if work.title.endswith("?") else ". ")
    if work.kind == "article":
        out.add(work.venue, "journal").add(" ").add(work.volume, "volume")
        out.add(", ").add(work.issue or str(random.randint(1, 12)), "issue")
        out.add(" ").add(f"({_month_year(random, work)})", "date").add(", ").add(work.pages, "pages")
        return out.add(".")
    if work.kind in ("paper", "chapter"):
        out.add(random.choice(("In ", "In ", "")), "booktitle").add(work.venue or work.acronym, "booktitle").add(" (")
        if random.random() < 0.5:
            out.add(work.place, "location").add(", ")
        out.add(_month_year(random, work), "date").add(")")
        if random.random() < 0.5:
            out.add(", ").add(
                print_names(random, work.editors or work.people[:1], NameStyle("I S")) + ", Eds.", "editor"
            )
        out.extend(_of_series(random, "vol."))
        if random.random() < 0.5:
            out.add(", ").add(work.publisher, "publisher")
        return out.add(", ").add(f"pp. {work.pages}", "pages").add(".") if work.pages else out
    if work.kind == "book":
        if random.random() < 0.2:
            out.add(series(random), "series").add(". ")
        return out.extend(_imprint(random, work)).add(", ").add(str(work.year), "date").add(".")
    out.extend(
        _kind_and_house(random, work) if work.kind in ("thesis", "report") else printing.unpublished(random, work)
    )
    return out.add(", ").add(_month_year(random, work), "date").add(".")


def short_book(random: Random, work: Work) -> Pieces:
    """A book with hardly a mark: "J. Roe, Title (Publisher, 1999), 3rd ed." or "J. Roe, Title Publisher 1999"."""
    style = name_style(random, random.choice(("I S", "F S", "S, I")))
    out = Pieces().add(print_names(random, work.people[:3], style), "author").add(random.choice((", ", ", ", " ")))
    title = work.title.split(":")[0] if random.random() < 0.5 else work.title
    if random.random() < 0.5:
        out.add(title, "title").add(" (").extend(_imprint(random, work)).add(random.choice((", ", ", ", "; ")))
        out.add(str(work.year), "date").add(")")
        if random.random() < 0.3:
            out.add(", ").add(random.choice(("2nd ed.", "3rd ed.", "2nd edn.")), "edition")
        return out.add(random.choice((".", "", f", Chap. {random.randint(1, 12)}.")))
    if random.random() < 0.3:
        title = f"“{title}”"
    out.add(title, "title").add(random.choice((" ", " ", ", "))).add(work.publisher, "publisher")
    if random.random() < 0.3:
        out.add(", ").add(work.place, "location")
    return out.add(random.choice((" ", ", "))).add(str(work.year), "date").add(random.choice((".", "")))

"""Reference strings as style guides want them: one function a family of styles."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from kg.extractors.references.synthetic import bibtex_styles, grey_literature, printing, words
from kg.extractors.references.synthetic import humanities as letters
from kg.extractors.references.synthetic.facts import FactSource, Work, journal
from kg.extractors.references.synthetic.names import NameStyle, name_style, print_names
from kg.extractors.references.synthetic.pieces import Pieces

_QUOTES = (
    ("“", "”"),
    ("“", "”"),
    ('"', '"'),
    ("‘", "’"),
    ("«\u00a0", "\u00a0»"),
    ("« ", " »"),
    ("``", "''"),
    ("„", "“"),
)


def reference(random: Random, work: Work) -> Pieces:
    """The work in one of the styles."""
    style = random.choices(STYLES, _WEIGHTS)[0]
    if work.language == "zh" and random.random() < 0.7:
        style = gb_t
    out = Pieces()
    if random.random() < 0.16:
        number = random.randint(1, 180)
        out.add(
            random.choice((f"[{number}]", f"{number}.", f"({number})", f"{number}", f"[{_key(work)}]")),
            "citation-number",
        ).add(" ")
    out.extend(style(random, work))
    if random.random() < 0.1:
        _closing_note(random, out)
    return out


def _key(work: Work) -> str:
    family = work.people[0].family if work.people else "X"
    return f"{family[:3]}{work.year % 100:02d}"


def _closing_note(random: Random, out: Pieces) -> None:
    roll = random.random()
    if roll < 0.3:
        out.add(" ").add(printing.doi(random), "url")
    elif roll < 0.55:
        lead = random.choice(
            (
                "Available at: ",
                "Retrieved from ",
                "URL ",
                "Available from: ",
                "Online: ",
                "Retrieved May 3, 2014, from ",
                "[en ligne] ",
                "",
            )
        )
        out.add(" ").add(lead, "note" if lead else "").add(printing.address(random), "url")
    elif roll < 0.75:
        note = random.choice(
            (
                "Print.",
                "Web.",
                "In French.",
                "(in Chinese)",
                "(In Russian).",
                "Reprinted 1998.",
                "Originally published 1932.",
                "Cited in text.",
                "OCLC 1234567.",
                "PMID: 1234567",
                "Abstract only.",
                "with discussion.",
                "Invited paper.",
                "Accessed 12 May 2015.",
            )
        )
        out.add(" ").add(note, "note")
    else:
        digits = (random.randint(0, 9), random.randint(100, 999), random.randint(10000, 99999), random.randint(0, 9))
        out.add(" ").add(f"ISBN {'-'.join(map(str, digits))}.", "note")


def _editors(random: Random, work: Work, style: NameStyle) -> Pieces:
    names = print_names(random, work.editors, style)
    shape = random.randrange(5)
    marks = {"de": "(Hrsg.)", "fr": "(dir.)", "es": "(eds.)", "it": "(a cura di)"}
    mark = marks.get(work.language, random.choice(("(Eds.)", "(eds.)", "(ed.)", "(Eds.),", "eds.", "editors")))
    if shape < 2:
        return Pieces().add(f"{random.choice(('In ', 'in ', 'In: '))}{names} {mark}", "editor")
    if shape == 2:
        return Pieces().add(f"{random.choice(('edited by', 'Ed. by', 'Edited by', 'ed.', 'Eds.'))} {names}", "editor")
    return Pieces().add(f"{names} {mark}", "editor")


def _imprint(random: Random, work: Work) -> Pieces:
    """Place and publisher."""
    roll = random.random()
    out = Pieces()
    if roll < 0.45:
        return (
            out.add(work.place, "location")
            .add(random.choice((": ", ": ", ", ", " : ")))
            .add(work.publisher, "publisher")
        )
    if roll < 0.7:
        return out.add(work.publisher, "publisher")
    if roll < 0.9:
        return out.add(work.publisher, "publisher").add(", ").add(work.place, "location")
    return out.add(work.place, "location")


def _container(random: Random, work: Work, style: NameStyle, separator: str) -> Pieces:
    """Everything of the venue but the date."""
    out = Pieces()
    if work.kind == "article":
        out.extend(printing.venue(random, work)).add(random.choice((", ", " ", ", ", ". ")))
        return out.extend(printing.journal_place(random, work))
    if work.kind == "paper":
        return _proceedings(random, work)
    if work.kind == "chapter":
        return _collection(random, work, style, separator)
    if work.kind == "book":
        return _book(random, work, separator)
    return out.extend(printing.unpublished(random, work))


def _proceedings(random: Random, work: Work) -> Pieces:
    out = printing.venue(random, work)
    if random.random() < 0.3:
        out.add(random.choice((", ", ". "))).add(work.place, "location")
    if work.pages and random.random() < 0.7:
        lead = random.choice(("pages ", "pp. ", "(pp. ", "p. ", ""))
        out.add(random.choice((", ", ". ", " ", ": "))).add(lead + work.pages, "pages")
        if random.random() < 0.5:
            out.add(", ")
    if random.random() < 0.3:
        out.add(random.choice((". ", ", "))).add(work.publisher, "publisher")
    return out


def _collection(random: Random, work: Work, style: NameStyle, separator: str) -> Pieces:
    editors_first = random.random() < 0.55
    editors = _editors(random, work, style)
    title = Pieces().add(("" if editors_first else random.choice(("In ", "In: ", "in "))) + work.venue, "booktitle")
    first, second = (editors, title) if editors_first else (title, editors)
    out = Pieces().extend(first)
    out.add(random.choice((", ", " ", ": ") if editors_first else (", ", ". ", " "))).extend(second)
    if random.random() < 0.7:
        lead = random.choice(("pp. ", "(pp. ", "", "p. ", "S. "))
        out.add(random.choice((", ", " "))).add(lead + work.pages, "pages")
    return out.add(separator).extend(_imprint(random, work))


_EDITIONS = ("2nd ed.", "(3rd ed.)", "2. Aufl.", "Rev. ed.", "2nd edition", "second edition", "2e éd.", "1ª ed.")


def _book(random: Random, work: Work, separator: str) -> Pieces:
    out = Pieces()
    if random.random() < 0.25:
        edition = random.choice(_EDITIONS)
        out.add(edition, "edition").add(separator if not edition.endswith(".") else " ")
    if random.random() < 0.12:
        out.add("Trans. " + print_names(random, work.people[:1], NameStyle("F S")), "editor").add(". ")
    return out.extend(_imprint(random, work))


def author_date(random: Random, work: Work) -> Pieces:
    """APA, Harvard, Chicago author-date: authors, date, title, container."""
    style = name_style(
        random, random.choice(("S, I", "S, I", "S, I.", "S I", "SI", "first S, F", "S, F", "I S", "F S"))
    )
    out = Pieces().add(print_names(random, work.people, style), "author")
    dated = printing.date(random, work, brackets=random.random() < 0.7)
    out.add(
        ""
        if out.ends_with(".") and random.random() < 0.3
        else random.choice((" ", " ", ". ", ", ") if not out.ends_with(".") else (" ",))
    )
    if not out.ends_with(" "):
        out.add(" ")
    out.add(dated, "date").add(random.choice((". ", ". ", " ", ", ", ": ")))
    title, stop = _title(random, work, 0.15)
    out.add(title, "title").add(stop)
    return _end(random, out.extend(_container(random, work, style, random.choice((". ", ", ")))))


def author_title(random: Random, work: Work) -> Pieces:
    """MLA, Chicago notes, IEEE, ACM and computer science: authors, title, container, date last."""
    style = name_style(random)
    out = Pieces().add(print_names(random, work.people, style), "author")
    separator = random.choice((". ", ", ", ", ", ": ", ". "))
    out.add(separator if not (separator == ". " and out.ends_with(".")) else " ")
    title, stop = _title(random, work, 0.4, separator)
    out.add(title, "title").add(stop)
    out.extend(_container(random, work, style, random.choice((". ", ", "))))
    brackets = random.random() < 0.35
    out.add(random.choice((", ", ". ", " ", ", ")) if not brackets else " ").add(
        printing.date(random, work, brackets=brackets), "date"
    )
    if brackets and work.pages and work.kind == "chapter" and random.random() < 0.3:
        out.add(": ").add(work.pages, "pages")
    return _end(random, out)


def title_date(random: Random, work: Work) -> Pieces:
    """Springer and the like: authors: title. (year) container; also exports without marks around the year."""
    style = name_style(random, random.choice(("S, I", "S, I.", "SI", "I S")))
    out = Pieces().add(print_names(random, work.people, style), "author")
    out.add(random.choice((": ", " ", ": ")) if out.ends_with(".") else random.choice((": ", ". ")))
    title, stop = _title(random, work, 0.05)
    bare = random.random() < 0.4
    out.add(title, "title").add(" " if bare else stop)
    if work.kind == "article" and not bare:
        out.add(work.venue, "journal").add(random.choice((" ", ", "))).add(work.volume, "volume")
        out.add(f"({work.issue})" if work.issue else "", "issue").add(random.choice((", ", ": "))).add(
            work.pages, "pages"
        )
        return out.add(" ").add(f"({work.year})", "date")
    out.add(str(work.year) if bare else f"({work.year})", "date").add(" " if bare else random.choice((" ", ". ")))
    return _end(random, out.extend(_container(random, work, style, ", ")))


def book_notes(random: Random, work: Work) -> Pieces:
    """Footnotes: Author, Title (Place: Publisher, Year), page."""
    style = name_style(random, random.choice(("F S", "I S", "S, F", "S, I")))
    out = Pieces().add(print_names(random, work.people[:3], style), "author").add(", ")
    title, _ = _title(random, work, 0.1, ", ")
    out.add(title, "title").add(" ").add("(").add(work.place, "location").add(": ").add(
        work.publisher, "publisher"
    ).add(", ")
    out.add(str(work.year), "date").add(")")
    if random.random() < 0.5:
        out.add(", ").add(random.choice(("", "p. ", "pp. ")) + str(random.randint(2, 600)), "pages")
    return _end(random, out)


def humanities(random: Random, work: Work) -> Pieces:
    """MLA and Chicago: one name inverted and in full, books with place and publisher, editors as authors."""
    form = random.choice(("S, F", "first S, F", "first S, F", "F S"))
    style = NameStyle(form, ", ", random.choice((", and ", " and ", " & ")))
    people = work.people[:1] if random.random() < 0.6 else work.people[:3]
    edited = work.kind == "book" and random.random() < 0.2
    names = print_names(random, people, style)
    if random.random() < 0.03:
        names = random.choice(("———", "---", "__________", "—"))
    if edited:
        names += random.choice((", eds", ", ed", " (eds.)", " (ed.)", ", editors", " (Hrsg.)", " (dir.)", ", eds."))
    separator = ", " if form == "F S" and random.random() < 0.6 else ". "
    out = Pieces().add(names, "editor" if edited else "author").add(" " if out_ends(names, separator) else separator)
    title, stop = _title(random, work, 0.05 if work.kind in ("book", "thesis") else 0.75, separator)
    out.add(title, "title").add(stop)
    if work.kind == "article":
        out.add(work.venue, "journal").add(" ").add(work.volume, "volume")
        if work.issue:
            out.add(random.choice((", no. ", ".", " no. ")) + work.issue, "issue")
        out.add(" ").add(f"({random.choice((str(work.year), printing.date(random, work)))})", "date")
        return _end(random, out.add(random.choice((": ", ", "))).add(work.pages, "pages"))
    if random.random() < 0.2:
        mark = random.choice(
            ("Trans. ", "Translated by ", "trans. ", "Edited by ", "Ed. ", "ed. ", "Transl. ", "Trad. ")
        )
        out.add(mark + print_names(random, (work.editors or work.people[-1:])[:2], NameStyle("F S")), "editor").add(
            separator
        )
    if work.kind in ("paper", "chapter"):
        out.add(random.choice(("In ", "in ", "In ", "")) + (work.venue or work.acronym), "booktitle").add(
            random.choice((", ", ". "))
        )
        if work.editors:
            mark = random.choice(("edited by ", "ed. ", "Ed. ", "eds. ", "Edited by "))
            out.add(mark + print_names(random, work.editors, NameStyle("F S")), "editor").add(
                random.choice((", ", ". "))
            )
        if work.pages and random.random() < 0.6:
            out.add(work.pages, "pages").add(". ")
    elif work.kind == "book" and random.random() < 0.15:
        out.add(random.choice(("2 vols.", "Vol. 3.", "3 vols.", "Vol. II.")), "volume").add(" ")
    if random.random() < 0.35:
        out.add("(").add(work.place, "location").add(": ").add(work.publisher, "publisher").add(", ").add(
            str(work.year), "date"
        ).add(")")
        if random.random() < 0.5:
            out.add(", ").add(random.choice(("", "pp. ", "p. ")) + (work.pages or str(random.randint(3, 500))), "pages")
    else:
        out.add(work.place, "location").add(random.choice((": ", ": ", " : ", ", "))).add(
            work.publisher, "publisher"
        ).add(", ").add(str(work.year), "date")
    return _end(random, out)


def out_ends(names: str, separator: str) -> bool:
    return names.endswith(".") and separator == ". "


_PAPERS = (
    "The Guardian|New York Times|The New York Times|Boston Globe|Le Monde|Washington Post|Wired|Vox|The Atlantic|"
    "Der Spiegel|Die Zeit|El País|The Economist|Financial Times|Time|Newsweek|Los Angeles Times|"
    "Le Figaro|La Repubblica|"
    "Süddeutsche Zeitung|BBC News|The Independent|Wall Street Journal|Nature News|Chicago Tribune|The Times|Libération|"
    "Medium|The Conversation|Slate"
).split("|")


def news(random: Random, work: Work) -> Pieces:
    """Newspapers, magazines and web pages: a full date, an address, no volume."""
    style = name_style(random, random.choice(("S, I", "S, F", "F S", "first S, F")))
    paper = random.choice(_PAPERS)
    month = work.month
    day = random.randint(1, 28)
    name = words.FOREIGN_MONTHS.get(work.language, words.MONTHS)[month - 1]
    full = random.choice((f"{name} {day}, {work.year}", f"{day} {name} {work.year}", f"{day} {name[:3]}. {work.year}"))
    out = Pieces().add(print_names(random, work.people[:2], style), "author")
    title, stop = _title(random, work, 0.6, ", " if style.form == "F S" else ". ")
    if random.random() < 0.5:
        out.add(" ").add(f"({work.year}, {name} {day})" if random.random() < 0.6 else f"({work.year})", "date").add(
            ". "
        ).add(title, "title").add(stop)
        out.add(paper, "journal")
    else:
        out.add(" " if out.ends_with(".") else random.choice((". ", ", "))).add(title, "title").add(stop).add(
            paper, "journal"
        ).add(", ").add(full, "date")
    if random.random() < 0.5:
        lead = random.choice(("Retrieved from ", "URL: ", "Available at ", "", "", "Accessed May 3, 2014. "))
        out.add(random.choice((". ", ", "))).add(lead, "note" if lead else "").add(printing.address(random), "url")
    return _end(random, out)


def vancouver(random: Random, work: Work) -> Pieces:
    """Medicine: Surname AB, Surname C. Title. Journal. Year;Volume(Issue):Pages."""
    form = random.choice(("SI", "SI", "SI", "S, I", "S I"))
    out = Pieces().add(print_names(random, work.people, name_style(random, form)), "author")
    out.add(random.choice((". ", ". ", " ", ": ")) if not out.ends_with(".") else " ")
    title, _ = _title(random, work, 0.03, ". ")
    bare = random.random() < 0.06  # exports without the mark between title and journal
    out.add(title, "title").add(" " if bare or out.ends_with("?!.") else ". ")
    if work.kind != "article":
        out.extend(_container(random, work, name_style(random, "SI"), "; ")).add(random.choice(("; ", ". ", ", "))).add(
            str(work.year), "date"
        )
        return _end(random, out)
    out.add(work.venue, "journal").add(" " if out.ends_with(".") else random.choice((". ", " ", ", ", " ")))
    tight = random.choice(("", " "))
    volume = random.choice(("", "", "", "vol. ", "Vol ")) + work.volume
    pages = random.choice(("", "", "", "pp. ", "pages ", "p. ")) + work.pages
    if random.random() < 0.75:
        month = random.choice((f" {'Jan Feb Mar Apr May Jun'.split()[work.month % 6]}", "", "", ""))
        out.add(f"{work.year}{month}", "date").add(random.choice((";", "; ", ", ", "; ")))
        out.add(volume, "volume").add(tight if not work.issue else random.choice(("", "", " "))).add(
            f"({work.issue})" if work.issue else "", "issue"
        )
        out.add(
            random.choice((":", ": ", ": ", ", ", " ")) if pages == work.pages else random.choice((", ", " ", ": "))
        )
        out.add(pages, "pages")
    else:
        out.add(work.volume, "volume").add(f"({work.issue})" if work.issue else "", "issue").add(":" + tight).add(
            work.pages, "pages"
        )
        out.add(random.choice((", ", " "))).add(random.choice((f"({work.year})", str(work.year))), "date")
    return _end(random, out)


def physics(random: Random, work: Work) -> Pieces:
    """Physics and chemistry: authors, (title,) journal **volume**, page (year)."""
    style = name_style(random, random.choice(("I S", "IS", "S, I.", "S, I", "S I")))
    separator = "; " if style.form.startswith("S,") else ", "
    style = NameStyle(
        style.form, separator, random.choice((" and ", separator)), 3 if random.random() < 0.3 else None, " et al."
    )
    names = print_names(random, work.people, style)
    out = Pieces().add(names.upper() if random.random() < 0.06 else names, "author")
    out.add(random.choice((", ", ", ", ", ", " ", ". ", ": ")))
    if random.random() < 0.5:
        title, _ = _title(random, work, 0.2, ", ")
        out.add(title, "title").add(random.choice((", ", ". ", ", ")))
    if work.kind != "article":
        return _end(random, out.extend(_container(random, work, style, ", ")).add(" ").add(f"({work.year})", "date"))
    out.add(work.venue, "journal").add(random.choice((" ", ", ", " ")))
    if random.random() < 0.7:
        out.add(work.volume, "volume").add(random.choice((", ", " ", ":"))).add(
            work.pages.split("-")[0].split("–")[0], "pages"
        ).add(random.choice((" ", ", "))).add(f"({work.year})", "date")
    elif random.random() < 0.5:
        out.add(str(work.year), "date").add(", ").add(work.volume, "volume").add(", ").add(work.pages, "pages")
    else:
        out.add(work.volume, "volume").add(" ").add(f"({work.year})", "date").add(" ").add(work.pages, "pages")
    return _end(random, out)


def high_energy(random: Random, work: Work) -> Pieces:
    """High-energy physics and gravitation: authors, (title,) JHEP 04 (2017) 094 [arXiv:...]."""
    style = NameStyle(random.choice(("IS", "I S", "S, I")), ", ", random.choice((" and ", ", ", ", and ")))
    out = Pieces().add(print_names(random, work.people[: random.choice((1, 2, 3, 5))], style), "author").add(", ")
    if random.random() < 0.5:
        title, _ = _title(random, work, 0.25, ", ")
        out.add(title, "title").add(", ")
    year = work.year % 100
    name, volume = random.choice(
        (
            ("JHEP", f"{work.month:02d}"),
            ("JHEP", f"{year:02d}{work.month:02d}"),
            ("JCAP", f"{year:02d}{work.month:02d}"),
            (
                "PoS",
                f"{random.choice(('LATTICE', 'LAT', 'Lattice ', 'EPS-HEP'))}{random.choice(('', ' '))}{work.year - 1}",
            ),
            ("Phys. Rev.", f"D{random.randint(10, 99)}"),
            ("Phys. Rev. D", str(random.randint(10, 99))),
            ("Nucl. Phys.", f"B{random.randint(100, 900)}"),
            ("Phys. Lett. B", str(random.randint(100, 800))),
            ("Phys. Rev. Lett.", str(random.randint(40, 130))),
            ("Class. Quant. Grav.", str(random.randint(1, 35))),
            ("Astrophys. J.", str(random.randint(100, 900))),
            ("J. High Energy Phys.", f"{work.month:02d}"),
            ("Eur. Phys. J. C", str(random.randint(1, 80))),
        )
    )
    out.add(name, "journal").add(random.choice((" ", " ", ""))).add(volume, "volume")
    page = random.choice(
        (f"{random.randint(1, 200):03d}", str(random.randint(100000, 130000)), str(random.randint(1, 3999)))
    )
    if random.random() < 0.7:
        out.add(" ").add(f"({work.year})", "date").add(random.choice((" ", ""))).add(page, "pages")
    else:
        out.add(", ").add(page, "pages").add(" ").add(f"({work.year})", "date")
    if random.random() < 0.6:
        number = f"{random.randint(7, 25):02d}{work.month:02d}.{random.randint(1, 9999):04d}"
        number = random.choice((f"arXiv:{number}", f"hep-th/{year:02d}{work.month:02d}{random.randint(1, 400):03d}"))
        kind = random.choice(("", " [hep-th]", " [gr-qc]", " [astro-ph.CO]"))
        opening, closing = random.choice(((" [", "]"), (", ", ""), (" [", "]")))
        out.add(opening).add(number + kind, "url").add(closing)
    return out.add(random.choice((".", "", ";")))


def journal_alone(random: Random, work: Work) -> Pieces:
    """The place in a journal and nothing else, as heads of papers and short notes give it."""
    name = work.venue if work.kind == "article" else journal(random, FactSource())
    volume, pages = work.volume or str(random.randint(1, 90)), work.pages or "12-19"
    out = Pieces().add(name, "journal")
    roll = random.random()
    if roll < 0.3:
        out.add(random.choice((" ", ", "))).add(volume, "volume").add(" ").add(f"({work.year})", "date")
        out.add(random.choice((" ", ", ", ": "))).add(pages, "pages")
    elif roll < 0.5:
        out.add(" ").add(f"({work.year})", "date").add(" ").add(volume, "volume").add(random.choice((", ", ":")))
        out.add(pages, "pages")
    elif roll < 0.7:
        out.add(" ").add(str(work.year), "date").add(random.choice((";", "; ", ":", ", "))).add(volume, "volume")
        out.add(f"({work.issue})" if work.issue else "", "issue").add(random.choice((":", ": ", ", "))).add(
            pages, "pages"
        )
    else:
        out.add(", ").add(f"Vol. {volume}", "volume").add(", ").add(f"No. {random.randint(1, 12)}", "issue")
        out.add(", ").add(printing.date(random, work), "date").add(", ").add(f"pp. {pages}", "pages")
    return _end(random, out)


def gb_t(random: Random, work: Work) -> Pieces:
    """GB/T 7714: authors. title[J]. journal, year, volume(issue): pages."""
    wide = work.language == "zh" and random.random() < 0.3
    dot, comma = ("．", "，") if wide else (". ", ", ")
    style = NameStyle("SI", ", ", ", ", 3, ", et al")
    out = Pieces().add(print_names(random, work.people, style), "author").add(dot)
    marks = {
        "article": "[J]",
        "paper": "[C]",
        "book": "[M]",
        "thesis": "[D]",
        "report": "[R]",
        "patent": "[P]",
        "chapter": "[M]",
        "preprint": "[J]",
    }
    out.add(work.title, "title").add(marks[work.kind] if random.random() < 0.8 else "").add(dot)
    if work.kind == "article":
        out.add(work.venue, "journal").add(comma).add(str(work.year), "date").add(comma).add(work.volume, "volume")
        out.add(f"({work.issue})" if work.issue else "", "issue").add(":" if wide else random.choice((":", ": "))).add(
            work.pages, "pages"
        )
    elif work.kind == "paper":
        out.add("//").add(work.venue or work.acronym, "booktitle").add(dot).add(work.place, "location").add(": ").add(
            work.publisher, "publisher"
        )
        out.add(comma).add(str(work.year), "date").add(f": {work.pages}" if work.pages else "", "pages")
    else:
        out.extend(_container(random, work, style, ". ")).add(comma).add(str(work.year), "date")
    return _end(random, out)


def dblp(random: Random, work: Work) -> Pieces:
    """DBLP: full names: title. venue year: pages."""
    out = (
        Pieces()
        .add(print_names(random, work.people, NameStyle("F S", ", ", ", ")), "author")
        .add(": ")
        .add(work.title, "title")
        .add(". ")
    )
    name = work.acronym or work.venue
    label = "journal" if work.kind in ("article", "preprint") else "booktitle"
    out.add(name or work.publisher, label).add(" ")
    if work.kind == "article":
        out.add(work.volume, "volume").add(f"({work.issue})" if work.issue else "", "issue").add(": ").add(
            work.pages, "pages"
        ).add(" ")
        return out.add(f"({work.year})", "date")
    out.add(str(work.year), "date")
    return out.add(": ").add(work.pages, "pages") if work.pages else out


def title_first(random: Random, work: Work) -> Pieces:
    """Catalogues and encyclopaedias: title first, then authors, or no author at all."""
    style = name_style(random)
    title, _ = _title(random, work, 0.2, ". ")
    out = Pieces().add(title, "title").add(random.choice((". ", ", ", " / ", ". ")))
    if random.random() < 0.75:
        out.add(random.choice(("", "", "by ")) + print_names(random, work.people, style), "author").add(
            " " if out.ends_with(".") else random.choice((". ", ", "))
        )
    out.extend(_container(random, work, style, ". ")).add(random.choice((", ", ". ", " "))).add(
        printing.date(random, work), "date"
    )
    return _end(random, out)


def _title(random: Random, work: Work, quoted: float, separator: str = ". ") -> tuple[str, str]:
    """The title as printed and the separator after it."""
    title = work.title
    if random.random() < quoted and not any(c in title for c in '“”"«'):
        opening, closing = random.choice(_QUOTES)
        mark = random.choice((",", ".", "")) if separator != ": " else ""
        mark = "," if separator == ", " and mark == "." else mark
        if title.endswith(("?", "!")):
            mark = ""
        inside = random.random() < 0.6
        return opening + title + (mark if inside else "") + closing, (" " if inside and mark else mark + " ")
    if title.endswith(("?", "!")):
        return title, " "
    return title, random.choice((". ", ", ")) if separator == ", " else ". "


def _end(random: Random, out: Pieces) -> Pieces:
    return out if out.ends_with(".") or random.random() < 0.25 else out.add(".")


STYLES: tuple[Callable[[Random, Work], Pieces], ...] = (
    author_date,
    author_title,
    book_notes,
    vancouver,
    physics,
    gb_t,
    dblp,
    title_first,
    humanities,
    news,
    title_date,
    high_energy,
    journal_alone,
    letters.commas,
    letters.stops,
    grey_literature.report,
    grey_literature.page,
    grey_literature.film,
    grey_literature.letter,
    bibtex_styles.plain,
    bibtex_styles.commas,
    bibtex_styles.acm,
    bibtex_styles.short_book,
)
_WEIGHTS = (28, 26, 5, 14, 12, 4, 3, 4, 9, 5, 5, 5, 3, 12, 12, 9, 3, 1, 1, 18, 12, 8, 4)

"""Parts of an entry as people print them: dates, places in a journal, venues with their introductions."""

from __future__ import annotations

from random import Random

from kg.extractors.references.synthetic import words as w
from kg.extractors.references.synthetic.facts import Work
from kg.extractors.references.synthetic.pieces import Pieces


def date(random: Random, work: Work, *, brackets: bool = False) -> str:
    """The date as a bibliography prints it; mostly the year alone."""
    year = str(work.year)
    roll = random.random()
    month = w.FOREIGN_MONTHS.get(work.language, w.MONTHS)[work.month - 1]
    if roll < 0.70:
        text = year
    elif roll < 0.80:
        text = f"{month} {year}"
    elif roll < 0.84:
        text = f"{month[:3]}. {year}"
    elif roll < 0.88:
        text = f"{year}, {month}" + (f" {random.randint(1, 28)}" if random.random() < 0.5 else "")
    elif roll < 0.91:
        text = f"{random.randint(1, 28)} {month} {year}"
    elif roll < 0.94:
        text = f"{month} {random.randint(1, 28)}, {year}"
    elif roll < 0.97:
        text = year + random.choice("abcd")
    else:
        text = random.choice(
            (f"{work.month:02d}/{year}", f"{year}-{work.month:02d}", f"{year}/{work.month}", f"{month[:3]} {year}")
        )
    return f"({text})" if brackets else text


def journal_place(random: Random, work: Work) -> Pieces:
    """Volume, issue and pages in one of the usual shapes, without the date."""
    out = Pieces()
    volume, issue, pages = work.volume, work.issue, work.pages
    shape = random.randrange(8)
    if shape == 0:
        out.add(volume, "volume").add(f"({issue})" if issue else "", "issue").add(", ").add(pages, "pages")
    elif shape == 1:
        out.add(f"vol. {volume}", "volume").add(", " if issue else "").add(f"no. {issue}" if issue else "", "issue")
        out.add(", ").add(f"pp. {pages}", "pages")
    elif shape == 2:
        out.add(volume, "volume").add(f"({issue})" if issue else "", "issue").add(":").add(pages, "pages")
    elif shape == 3:
        out.add(volume, "volume").add(", ").add(pages, "pages")
    elif shape == 4:
        out.add(volume, "volume").add(" ").add(f"({issue})" if issue else "", "issue").add(": ").add(
            f"pp. {pages}", "pages"
        )
    elif shape == 5:
        out.add(f"Vol. {volume}", "volume").add(", " if issue else "").add(f"Issue {issue}" if issue else "", "issue")
        out.add(", ").add(f"p. {pages}", "pages")
    elif shape == 6:
        out.add(volume, "volume").add("." + issue if issue else "", "issue").add(": ").add(pages, "pages")
    else:
        out.add(f"Volume {volume}", "volume").add(", ").add(f"Pages {pages}", "pages")
    return out


def venue(random: Random, work: Work) -> Pieces:
    """The journal or conference with its introduction, without the date (the acronym may carry the year)."""
    out = Pieces()
    if work.kind == "article":
        if random.random() < 0.12:
            out.add(random.choice(("In ", "in ", "In: ", "Published in ")), "journal")
        name = work.venue
        if work.acronym and random.random() < 0.4:
            name += f" ({work.acronym})"
        return out.add(name, "journal")
    if work.kind == "paper":
        return out.add(_conference(random, work), "booktitle")
    if work.kind == "preprint":
        return _preprint(random, work)
    return out.add(work.venue, "booktitle")


def _conference(random: Random, work: Work) -> str:
    year, name, acronym = str(work.year), work.venue, work.acronym
    lead = random.choice(("In ", "In ", "In: ", "in ", "", "", "", "", "Presented at ", "At "))
    if not name:
        text = acronym
        if random.random() < 0.3:
            text = random.choice(
                (f"Proceedings of {acronym}", f"Proc. {acronym}", f"Proc. of {acronym}", f"Proc. {acronym}")
            )
        elif random.random() < 0.15:
            text += random.choice(
                (" Workshops", " Workshop", " Findings", " (Demo)", " Workshop on " + random.choice(w.FIELD_NAMES))
            )
        return lead + text
    edition = random.choice(
        ("", "", "", f"{random.randint(2, 46)}th ", f"{year} ", "Annual ", "Twenty-First ", "International ")
    )
    frame = random.choices(
        (
            "{e}{n}",
            "Proceedings of the {e}{n}",
            "Proc. {e}{n}",
            "Proc. of the {e}{n}",
            "Proceedings of {e}{n}",
            "the {e}{n}",
            "Proc. of {e}{n}",
            "Paper presented at the {e}{n}",
        ),
        (30, 24, 8, 8, 6, 3, 3, 2),
    )[0]
    text = frame.format(e="" if name[:1].isdigit() or name.startswith(("Proc", "The ")) else edition, n=name)
    if text.startswith(
        (
            "Proceedings of the Proc",
            "Proc. Proc",
            "Proc. of the Proc",
            "Proceedings of Proc",
            "the Proc",
            "Proc. of Proc",
        )
    ):
        text = name
    if text.startswith("Paper"):
        lead = ""
    if acronym and random.random() < 0.55:
        text += random.choice(
            (
                f" ({acronym})",
                f" ({acronym} {year})",
                f" ({acronym}'{year[2:]})",
                f" ({acronym} ’{year[2:]})",
                f", {acronym}",
                f" - {acronym} {year}",
                f" — {acronym}",
            )
        )
    if random.random() < 0.05:
        text = f"{acronym}: {name}" if acronym else text
    return lead + text


def _preprint(random: Random, work: Work) -> Pieces:
    out = Pieces()
    roll = random.random()
    # where the number is given, makers of labelled strings take "arXiv preprint" for a kind of work and no venue
    if roll < 0.24:
        out.add(random.choice(("arXiv preprint", "arXiv e-prints", "e-print", "Preprint")), "note").add(
            random.choice((" ", ", "))
        ).add(random.choice((f"arXiv:{work.number}", work.number, f"arXiv: {work.number}")), "url")
    elif roll < 0.3:
        out.add("CoRR", "journal").add(random.choice((" ", ", "))).add(f"abs/{work.number}", "url")
    elif roll < 0.55:
        out.add(f"arXiv:{work.number}", "url")
        if random.random() < 0.4:
            out.add(random.choice((" [cs.CL]", " [math.AG]", " [hep-th]", " [stat.ML]")), "url")
    elif roll < 0.7:
        out.add("arXiv preprint", "note").add(" ").add(f"arXiv:{work.number}", "url")
    elif roll < 0.9:
        out.add(
            random.choice(
                (
                    "arXiv",
                    "Preprint",
                    "arXiv preprint",
                    "bioRxiv",
                    "ArXiv",
                    "medRxiv",
                    "SSRN",
                    "PsyArXiv",
                    "Research Square",
                )
            ),
            "journal",
        )
    else:
        out.add(
            random.choice(
                (
                    "Under review",
                    "In submission",
                    "Manuscript in preparation",
                    "Working paper",
                    "Unpublished manuscript",
                    "In preparation",
                )
            ),
            "note",
        )
    return out


def doi(random: Random) -> str:
    one, two, four, five, seven = (random.randint(10 ** (digits - 1), 10**digits - 1) for digits in (1, 2, 4, 5, 7))
    tail = random.choice(
        (
            f"s{five}-{two:03d}-{four}-{one}",
            f"{random.choice(('j', 'tpami', 'acs', 'cphc'))}.{random.randint(1999, 2025)}.{seven}",
            f"{seven}.{random.randint(1000000, 3999999)}",
            f"S{four}-{random.randint(1000, 9999)}({two}){five}-{one}",
        )
    )
    name = f"10.{random.randint(1000, 23999)}/{tail}"
    return random.choice(("https://doi.org/", "doi:", "DOI: ", "doi: ", "http://dx.doi.org/", "doi.org/", "")) + name


def address(random: Random) -> str:
    host = random.choice(
        (
            "www.example.org",
            "aclanthology.org",
            "openreview.net",
            "hal.science",
            "www.jstor.org",
            "papers.ssrn.com",
            "proceedings.mlr.press",
            "github.com",
            "www.univ-example.fr",
        )
    )
    return (
        random.choice(("http://", "https://", ""))
        + host
        + "/"
        + random.choice(("", "papers/", "pdf/", "forum?id=", "stable/"))
        + "".join(random.choice("abcdefgh0123456789") for _ in range(random.randint(4, 10)))
        + random.choice(("", ".pdf", ".html", "/"))
    )


def unpublished(random: Random, work: Work) -> Pieces:
    """What stands for the venue of a thesis, report, patent or preprint."""
    out = Pieces()
    if work.kind in ("thesis", "report"):
        kind = thesis_kind(random, work) if work.kind == "thesis" else report_kind(random, work)
        out.add(kind, "note").add(", ")
        return out.add(work.institution, random.choice(("publisher", "institution")))
    if work.kind == "patent":
        shapes = ("{}", "Patent {}", "{} B2", "Patent No. {}", "US Patent App. {}", "{} (pending)")
        return out.add(random.choice(shapes).format(work.number), "note")
    return out.extend(venue(random, work))


def thesis_kind(random: Random, work: Work) -> str:
    kinds = {
        "de": ("Dissertation", "Diss.", "Masterarbeit", "Diplomarbeit", "Habilitationsschrift"),
        "fr": ("Thèse de doctorat", "Mémoire de master", "Thèse"),
        "es": ("Tesis doctoral", "Tesis de maestría"),
        "it": ("Tesi di dottorato", "Tesi di laurea"),
        "pt": ("Tese de doutorado", "Dissertação de mestrado"),
        "zh": ("博士学位论文", "硕士学位论文"),
    }
    default = (
        "PhD thesis",
        "Ph.D. thesis",
        "PhD Dissertation",
        "Ph.D. dissertation",
        "Master's thesis",
        "Doctoral dissertation",
        "MSc thesis",
        "Unpublished doctoral dissertation",
        "M.S. thesis",
        "Bachelor's thesis",
        "PhD diss.",
        "Doctoral thesis",
    )
    return random.choice(kinds.get(work.language, default))


def report_kind(random: Random, work: Work) -> str:
    kind = random.choice(
        (
            "Technical Report",
            "Tech. Rep.",
            "Technical report",
            "Working Paper",
            "Research Report",
            "Discussion Paper",
            "Report",
            "White paper",
        )
    )
    return kind + random.choice((" ", " ", ", ", " No. ")) + work.number if random.random() < 0.75 else kind

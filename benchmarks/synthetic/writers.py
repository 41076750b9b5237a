"""Works in the formats of sources: OpenAlex JSON lines, DBLP XML, BibTeX; and the gold labels beside them."""

from __future__ import annotations

import json
from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

from benchmarks.synthetic.names import folded
from benchmarks.synthetic.works import Work

_string = json.encoder.encode_basestring  # a JSON string, letters kept as they are


def work_id(work: Work) -> str:
    return f"https://openalex.org/W{4_000_000_000 + work.number}"


def openalex(work: Work) -> str:
    """One line, with raw names and raw affiliations and without author ids."""
    people = ",".join(
        f'{{"raw_author_name":{_string(s.name)},"raw_affiliation_strings":[{",".join(map(_string, s.affiliations))}]'
        + (f',"author":{{"orcid":"https://orcid.org/{s.orcid}"}}}}' if s.orcid else "}")
        for s in work.signatures
    )
    parts = [f'{{"id":"{work_id(work)}"']
    if work.doi:
        parts.append(f'"doi":"https://doi.org/{work.doi}"')
    parts.append(f'"display_name":{_string(work.title)},"publication_year":{work.year}')
    parts.append(f'"publication_date":"{work.year}-{work.month:02}-01","language":"en"')
    parts.append(f'"type":"{"preprint" if work.kind == "preprint" else "article"}"')
    parts.append(f'"primary_location":{{"source":{{"display_name":{_string(work.venue)}}}}}')
    parts.append(f'"authorships":[{people}]')
    if work.volume:
        last = work.first_page + 11
        parts.append(f'"biblio":{{"volume":"{work.volume}","first_page":"{work.first_page}","last_page":"{last}"}}')
    if work.keywords:
        keywords = ",".join(f'{{"display_name":"{k}"}}' for k in work.keywords)
        parts.append(f'"keywords":[{keywords}]')
    if work.abstract:
        places: dict[str, list[int]] = {}
        for place, word in enumerate(work.abstract.split()):
            places.setdefault(word, []).append(place)
        index = ",".join(f"{_string(w)}:{json.dumps(p, separators=(',', ':'))}" for w, p in places.items())
        parts.append(f'"abstract_inverted_index":{{{index}}}')
    return ",".join(parts) + "}\n"


def dblp(work: Work) -> str:
    """One record of the dump."""
    tag = "inproceedings" if work.kind == "paper" else "article"
    informal = ' publtype="informal"' if work.kind == "preprint" else ""
    lines = [f'<{tag} mdate="2024-05-01" key="{_key(work)}"{informal}>']
    for signature in work.signatures:
        orcid = f" orcid={quoteattr(signature.orcid)}" if signature.orcid else ""
        lines.append(f"<author{orcid}>{escape(signature.name)}</author>")
    lines.append(f"<title>{escape(work.title)}.</title>")
    venue = "CoRR" if work.kind == "preprint" else escape(work.venue)
    lines.append(f"<booktitle>{venue}</booktitle>" if work.kind == "paper" else f"<journal>{venue}</journal>")
    if work.volume:
        lines.append(f"<pages>{work.first_page}-{work.first_page + 11}</pages>")
    lines.append(f"<year>{work.year}</year>")
    if work.volume:
        lines.append(f"<volume>{work.volume}</volume>")
    if work.doi:
        lines.append(f"<ee>https://doi.org/{work.doi}</ee>")
    return "\n".join([*lines, f"</{tag}>"]) + "\n"


def bibtex(work: Work) -> str:
    """One entry; accents stay as they are, as reference managers write them today."""
    kind = {"paper": "inproceedings", "preprint": "misc"}.get(work.kind, "article")
    venue = {"paper": "booktitle", "preprint": "howpublished"}.get(work.kind, "journal")
    names = " and ".join(_bibtex_name(s.name) for s in work.signatures)
    fields = {"author": names, "title": f"{{{work.title}}}", venue: work.venue, "year": str(work.year)}
    if work.volume:
        fields |= {"volume": str(work.volume), "pages": f"{work.first_page}--{work.first_page + 11}"}
    if work.doi:
        fields["doi"] = work.doi
    if work.abstract:
        fields["abstract"] = work.abstract
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@{kind}{{{_key(work).rsplit('/', 1)[-1]},\n{body}\n}}\n\n"


def _bibtex_name(name: str) -> str:
    return name.replace("&", "\\&")


def _key(work: Work) -> str:
    first = folded(work.signatures[0].person.name.family).replace(" ", "").replace("'", "")
    series = {"paper": "conf", "preprint": "journals/corr", "article": "journals"}[work.kind]
    return f"{series}/{work.venue.split()[0].lower()}/{first}{work.year % 100:02}-{work.number}"


def gold(work: Work, name_of: Callable[[Work], str]) -> str:
    """A line for every name: the work as its format calls it, the place, the name, its block, and who it is."""
    called = _string(name_of(work))
    lines = []
    for ordinal, signature in enumerate(work.signatures, start=1):
        name = signature.person.name
        block = folded(f"{name.family} {name.initial}").lower()
        lines.append(
            f'{{"work":{called},"ordinal":{ordinal},"name":{_string(signature.name)},'
            f'"block":{_string(block)},"label":"{signature.person.number}"}}\n'
        )
    return "".join(lines)


FORMATS: dict[str, tuple[Callable[[Work], str], Callable[[Work], str], str, str]] = {
    # what writes a work, what a work is called in the gold labels, what stands before and after all works
    "openalex": (openalex, work_id, "", ""),
    "dblp": (
        dblp,
        _key,
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE dblp SYSTEM "dblp.dtd">\n<dblp>\n',
        "</dblp>\n",
    ),
    "bibtex": (bibtex, lambda work: _key(work).rsplit("/", 1)[-1], "", ""),
}

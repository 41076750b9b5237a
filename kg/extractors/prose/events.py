"""Talks and posters in the form of papers: an event, not a work, is what stands after the title."""

from __future__ import annotations

import re

from kg.extractors.prose.fields import Fields

_KIND = (
    r"(?:(?:oral|poster|invited|keynote|plenary|contributed|paper|virtual|conference|lightning|short|flash|"
    r"podium|panel|"
    r"departmental|guest|public)\s+)*(?:posters?|presentations?|talks?|lectures?|keynotes?|seminars?|"
    r"colloquium|panel(?:l?ist)?|"
    r"poster presented|orally presented|vortrag|gastvortrag|posterpräsentation|poster|"
    r"communications? (?:orales?|affichées?)|"
    r"conférence invitée|communication|comunicaci[óo]n(?: oral)?|ponencia|p[óo]ster|cartel|charla|conferencia|"
    r"comunicação|"
    r"apresentação|relazione|intervento|(?:устный|стендовый|пленарный|приглашённый)?\s*доклад|口头报告|特邀报告|海报|口頭発表|"
    r"ポスター)"
)
_AFTER_TITLE = re.compile(rf"[\s.,;:”\"»’'()\[–—-]*{_KIND}\b(?!\s+(?:on|of)\s+[a-z])", re.I)
_PRINTED = re.compile(
    r"\bpp?\.\s*\d|\d\s*\(\d+\)\s*[:,]|\d\s*:\s*[e\d]|\bdoi\b|10\.\d{4,9}/|\barxiv\b|\bproceedings\b|\bproc\.|"
    r"\bin:|\bvol\.?\s*\d|"
    r"\bpress\b|\bpublished in\b|\bjournal\b",
    re.I,
)


def was_printed(text: str) -> bool:
    """Whether an entry names pages, a volume, a publisher or another sign of print."""
    return _PRINTED.search(text) is not None


def is_event(text: str, fields: Fields) -> bool:
    """Whether an entry tells of a talk or poster and of nothing that was printed."""
    if fields.title is None:
        return False
    after = fields.title[1]
    if fields.authors is not None and 0 <= fields.authors.start - after <= 8:
        after = fields.authors.end
    return _AFTER_TITLE.match(text, after) is not None and _PRINTED.search(text, after) is None

"""What sentences tell: "I am a Researcher (Dec. 2022 - present) in the …", and which organisations they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.extractors.prose.dates import DateRange, find_dates
from kg.extractors.prose.entries import find_wraps
from kg.extractors.prose.language import spans
from kg.extractors.prose.organisations import Unit, find_units
from kg.extractors.prose.passage import Passage, join
from kg.extractors.prose.people import find_people
from kg.extractors.prose.positions import Parts, field_of, inside, interval, is_own_role, wanted_dates
from kg.extractors.prose.profile import Profile
from kg.extractors.prose.sections import Section
from kg.model import Line, Position, PositionKind

_STUDIED = re.compile(
    r"\b(?:earned|received|obtained|completed|hold|holds|graduated|got|finished|awarded|did|pursued|pursuing|"
    r"gained|degree|"
    r"promov|obtenu|laure)",
    re.I,
)
_WORKED = re.compile(r"\b(?:I|we|he|she|[Cc]urrently|[Pp]reviously|[Pp]rior|am|is|was|worked|joined|as an?)\b")
_NOW = re.compile(r"\b(?:I am|I['’]m|am currently|currently|is an?|is the)\b")
_REVIEWS = re.compile(r"review|referee|program(?:me)? committee|journal|transactions|conference on", re.I)
_SHORT = re.compile(
    r"(?:\b(?:Prof|Dr|Mr|Mrs|Ms|St|Dept|Univ|Tech|Inst|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Ph\.D|"
    r"M\.S|B\.S|"
    r"M\.Sc|B\.Sc|vs|etc|No|e\.g|i\.e|Inc|Ltd|Co|Corp)|\b[A-Z])$"
)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A role or degree in a sentence (`start:end`), and the clause up to the next one (`start:stop`)."""

    start: int
    end: int
    stop: int
    kind: PositionKind


class SentenceReader:
    """Reads the sentences of one document into a profile."""

    def __init__(self, lines: Sequence[Line], profile: Profile) -> None:
        self.lines = lines
        self.profile = profile
        self.wraps = find_wraps(lines)

    def read_section(self, section: Section) -> None:
        """Positions and degrees that the sentences of a section tell."""
        for paragraph in self._paragraphs(section):
            for start, end in sentences(paragraph.text):
                self._sentence(paragraph.part(start, end))

    def mention_organisations(self, section: Section) -> None:
        """Organisations that a section of other things names: partners, sponsors, hosts."""
        for paragraph in self._paragraphs(section):
            for start, end in sentences(paragraph.text):
                sentence = paragraph.part(start, end)
                if _REVIEWS.search(sentence.text):
                    continue
                units = find_units(sentence.text)
                if _one_chain(sentence.text, units):
                    self.profile.chain(sentence, units)
                else:
                    for unit in units:
                        self.profile.organisation(sentence, unit)

    def _paragraphs(self, section: Section) -> Iterator[Passage]:
        """Lines with the lines that only go on from them."""
        first = section.start
        for number in range(section.start + 1, section.stop + 1):
            if number == section.stop or not self.wraps[number]:
                yield join(self.lines[first:number], self.wraps[first:number])
                first = number

    def _sentence(self, passage: Passage) -> None:
        text = passage.text
        units = find_units(text)
        people = find_people(text)
        numbers = [self.profile.person(passage, person) for person in people]
        degrees = [span for span in spans(text, "degrees") if not any(inside(span, unit) for unit in units)]
        roles = [span for span in spans(text, "roles") if is_own_role(text, span, people)]
        claims: list[_Claim] = []
        if degrees and _STUDIED.search(text):
            claims = _claims(degrees, "degree", len(text))
        elif roles and _WORKED.search(text):
            claims = _claims(roles, "position", len(text))
        if not claims and units:
            self.profile.chain(passage, units) if _one_chain(text, units) else None
        dates = find_dates(text)
        for place, claim in enumerate(claims):
            self._told(passage, claim, dates, units, numbers if place == 0 else [])

    def _told(
        self, passage: Passage, claim: _Claim, dates: Sequence[DateRange], units: Sequence[Unit], people: Sequence[int]
    ) -> None:
        """One position or degree of a sentence: what stands in its clause belongs to it."""
        near = [unit for unit in units if claim.start <= unit.start < claim.stop]
        near = near or [unit for unit in units if unit.start < claim.start][-1:]
        organisation = self.profile.chain(passage, near) if near else None
        dated = wanted_dates([date for date in dates if claim.start <= date.start < claim.stop])
        current = claim.kind == "position" and _NOW.search(passage.text[: claim.end]) is not None
        if organisation is None or not (dated or current):
            return
        printed = re.sub(r"\s+", " ", passage.text[claim.start : claim.end])
        begin, finish, ongoing = interval(dated[0] if dated else None, claim.kind)
        field = ""
        if claim.kind == "degree":
            field = field_of(passage.text, (claim.start, claim.end), Parts(tuple(dated), (), (), tuple(near), ()))
        self.profile.positions.append(
            Position(
                organisation,
                passage.selector(claim.start, claim.stop),
                claim.kind,
                role=printed if claim.kind == "position" else "",
                degree=printed if claim.kind == "degree" else "",
                field=field,
                start=begin,
                end=finish,
                ongoing=ongoing or not dated,
                supervisors=tuple(people),
                score=0.8,
            )
        )


def _claims(places: Sequence[tuple[int, int]], kind: PositionKind, length: int) -> list[_Claim]:
    stops = [start for start, _ in places[1:]] + [length]
    return [_Claim(start, end, stop, kind) for (start, end), stop in zip(places, stops, strict=True)]


def _one_chain(text: str, units: Sequence[Unit]) -> bool:
    """Whether units follow one another with only a comma or bracket between: parts of one address."""
    return all(
        right.start < left.end or re.fullmatch(r"[\s,()]*(?:of |at |in )?(?:the )?", text[left.end : right.start])
        for left, right in pairwise(units)
    )


def sentences(text: str) -> list[tuple[int, int]]:
    """Sentences of a paragraph; full stops of titles, months and initials end none."""
    cuts = [0]
    for stop in re.finditer(r"[.!?]\s+(?=[A-Z\"“(])|\n", text):
        if not _SHORT.search(text[max(0, stop.start() - 12) : stop.start()]):
            cuts.append(stop.end())
    cuts.append(len(text))
    return [(start, end) for start, end in pairwise(cuts) if text[start:end].strip()]

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
from kg.extractors.prose.vocabulary import is_place
from kg.model import Line, Position, PositionKind

_STUDIED = re.compile(
    r"\b(?:earned|received|obtained|completed|hold|holds|graduated|got|finished|awarded|did|pursued|pursuing|"
    r"gained|degree|"
    r"studied|studying|my (?:ph\.?d|d\.?phil|thesis|dissertation)|promov|obtenu|laure)",
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
        degrees = [span for span in degrees if not re.search(r"student|candidate", text[slice(*span)], re.I)]
        roles = [span for span in spans(text, "roles") if is_own_role(text, span, people)]
        roles = [span for span in roles if not any(start < span[1] and span[0] < end for start, end in degrees)]
        roles += [match.span("role") for match in _WORKED_AS.finditer(text) if not _meets(match.span("role"), roles)]
        told: list[tuple[int, int, PositionKind]] = []
        if _STUDIED.search(text) or _is_fragment(text, degrees):
            told += [(start, end, "degree") for start, end in degrees]
        if _WORKED.search(text) or _is_fragment(text, roles):
            told += [(start, end, "position") for start, end in roles]
        claims = _claims(sorted(told), len(text))
        units = _with_places_of_work(text, units, claims)
        if not claims and units:
            self.profile.chain(passage, units) if _one_chain(text, units) else None
        dates = find_dates(text)
        before = bool(claims and dates) and dates[0].start < claims[0].start
        for place, claim in enumerate(claims):
            known = _dates_before(claims, place, dates) if before else []
            self._told(passage, claim, known or dates, units, numbers if place == 0 else [], before=bool(known))

    def _told(
        self,
        passage: Passage,
        claim: _Claim,
        dates: Sequence[DateRange],
        units: Sequence[Unit],
        people: Sequence[int],
        *,
        before: bool,
    ) -> None:
        """One position or degree of a sentence: what stands in its clause belongs to it."""
        near = [unit for unit in units if claim.start <= unit.start < claim.stop]
        near = near or [unit for unit in units if unit.start < claim.start][-1:]
        organisation = self.profile.chain(passage, near) if near else None
        dated = wanted_dates([date for date in dates if before or claim.start <= date.start < claim.stop])
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


_WORKED_AS = re.compile(
    r"\b(?:worked|working|work|served|employed|act(?:ed)?) as (?:an?|"
    r"the)\s+(?P<role>[\w-]+(?: [\w-]+){0,3}?)(?=\s+(?:at|in|with|for|of)\b)"
)
_LEAD_IN = re.compile(r"(?:previously|formerly|earlier|before(?: that)?|currently|now|former|then)\W*$", re.I)
_PLACE_OF_WORK = re.compile(
    r"[^.;]{0,60}?\b(?:at|@|bei|chez|from)\s+(?:the\s+)?(?P<name>[A-Z][\w&'’-]*(?:\s+[A-Z0-9][\w&'’-]*){0,3})"
)


def _meets(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def _is_fragment(text: str, places: Sequence[tuple[int, int]]) -> bool:
    """Whether a sentence without verb begins with a role or degree: "Postdoc at X, 2021–2023."."""
    if not places:
        return False
    head = text[: places[0][0]]
    return not re.search(r"\w", head) or _LEAD_IN.search(head.strip()) is not None or _LEAD_IN.match(head) is not None


def _claims(told: Sequence[tuple[int, int, PositionKind]], length: int) -> list[_Claim]:
    stops = [*(start for start, _, _ in told[1:]), length][: len(told)]
    return [_Claim(start, end, stop, kind) for (start, end, kind), stop in zip(told, stops, strict=True)]


def _with_places_of_work(text: str, units: Sequence[Unit], claims: Sequence[_Claim]) -> list[Unit]:
    """The units, and what stands after "at" in a clause that has none."""
    found = list(units)
    for claim in claims:
        if any(claim.start <= unit.start < claim.stop for unit in units):
            continue
        place = _PLACE_OF_WORK.match(text, claim.end, claim.stop)
        if place is not None and not is_place(place.group("name")):
            found.append(Unit(*place.span("name"), 3))
    return sorted(found, key=lambda unit: unit.start)


def _dates_before(claims: Sequence[_Claim], place: int, dates: Sequence[DateRange]) -> list[DateRange]:
    """The dates between the claim before and this one: "From 2015 to 2019 I was …, and in 2013 a postdoc …"."""
    start = claims[place - 1].end if place else 0
    return [date for date in dates if start <= date.start < claims[place].start]


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

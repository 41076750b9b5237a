"""What sentences tell: "I am a Researcher (Dec. 2022 - present) in the …", and which organisations they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.extractors.prose import vocabulary
from kg.extractors.prose.dates import DateRange, find_dates
from kg.extractors.prose.language import spans
from kg.extractors.prose.organisations import Unit, find_units, rank_of
from kg.extractors.prose.passage import Passage, join, trim
from kg.extractors.prose.people import Person, find_people
from kg.extractors.prose.positions import Parts, field_of, inside, interval, is_own_role
from kg.extractors.prose.profile import Profile
from kg.extractors.prose.sections import Section
from kg.extractors.prose.wraps import find_wraps
from kg.model import Line, Position, PositionKind

_STUDIED = re.compile(
    r"\b(?:earned|received|obtained|completed|hold|holds|graduated|got|finished|awarded|did|pursued|pursuing|"
    r"gained|degree|studied|read|defended|completing|holding|doing|"
    r"promov|promoviert\w*|erhielt|erwarb|studiert\w*|abgeschlossen|obtenu|soutenu|laure|conseguito|obtuv|obtuvo|"
    r"cursó|obteve|конч|окончил\w*|защитил\w*|получил\w*)",
    re.I,
)
_WORKED = re.compile(
    r"\b(?:I|we|he|she|they|[Cc]urrently|[Pp]reviously|[Pp]rior|[Bb]efore|am|is|was|were|worked|joined|became|serves?|"
    r"served|as an?|ich|war|ist|bin|arbeitet\w*|je|suis|été|est|soy|fue|es|trabaj\w+|sono|è|sou|foi)\b"
)
_NOW = re.compile(r"\b(?:I am|I['’]m|am currently|currently|is an?|is the|ich bin|je suis|soy|sono|sou)\b", re.I)
_BEGAN = re.compile(r"\b(?:joined|became|started|began|appointed|promoted|moved to|have been|has been)\b", re.I)
_FRAGMENT = re.compile(
    r"\W*(?:(?:previously|before|formerly|earlier|currently|now|education|positions?|employment|"
    r"experience|career|appointments?|past|then|ex|former)\b\W*)?(?:an?\s)?"
    r"(?:[\w-]+\s){0,2}",
    re.I,
)
_NOT_OWN = re.compile(
    r"\b(?:looking for|seeking|hiring|recruit\w*|appl(?:y|icants?|ications?)|prospective|openings?|opportunit\w+|"
    r"vacanc\w+|supervis(?:ed|es|ing|e)(?! by)|advis(?:ed|ing|es|e)(?! by)|mentor(?:ed|s|ing)?(?! by)|students?|"
    r"taught|teach\w*|award\w*|prize|grants?|honou?r(?:ed|s|ary)?|reviewer|editor\w*|wife|husband)\b[^.;]{0,40}$",
    re.I,
)
_NO_POST = re.compile(
    r"\b(?:editor(?:ial)?|member|chair(?:man|woman|person)?|reviewer|referee|speaker|panelist|organi[sz]er|treasurer|"
    r"secretary|ambassador|volunteer|fellow of the|representative|collaborator|partner|contractor|president)\b",
    re.I,
)
_REAL_POST = re.compile(r"\b(?:faculty|staff|technical|university|vice|assistant|associate|research|full)\b", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")
_RESPECTIVELY = re.compile(
    r"\W*(?:respectively|beziehungsweise|bzw|respectivement|respectivamente|rispettivamente)\b", re.I
)
_INTERNED = re.compile(r"\binterned\b")
_STUDENT = re.compile(r"student|candidate|studies", re.I)
_OF_STUDIES = re.compile(r"[\s-]+(?:student|candidate|researcher|fellow)(?P<many>s)?(?!\w)", re.I)
_AS_A = re.compile(
    r"\b(?:worked|works?|working|spent|employed|served|serves|joined|started|stint|time|job|position)\b[^.;]{0,60}?\bas\s+an?\s+"
    r"(?P<role>(?:[\w-]+\s+){0,4}?[\w-]+)(?=\s+(?:at|in|with|for|by)\b|\s*[,(])"
)
_STRONG_CUT = re.compile(
    r";|\n|\s[–—]\s|,?\s+(?:and|und|et|then|followed by|followed|before|after|where|prior|previously|sowie|puis|y|"
    r"e|и)\s+",
    re.I,
)
_WEAK_CUT = re.compile(r",\s+|\)\s+")
_TOGETHER = re.compile(
    r"\s*(?:degrees?\s*)?(?:,|and|&|und|et|y|e|/|,\s*and)\s*(?:an?\s+|the\s+|my\s+|her\s+|his\s+)?", re.I
)
_AT = re.compile(
    r"[^.;()\n]{0,70}?(?:\b(?:at|with|from|bei|chez|presso|an der|am)|@)\s+(?:the\s+)?"
    r"(?P<name>[A-Z][\w&'’+-]*(?:\.\w+)?(?:\s+(?:of|for|de|&|[A-Z0-9][\w&'’-]*))*)"
)
_NEWS = re.compile(
    r"\b(?:news|updates?|highlights|aktuelles|actualit\w+|noticias|notizie)\b|新闻|动态|動態|お知らせ", re.I
)
_REVIEWS = re.compile(r"review|referee|program(?:me)? committee|journal|transactions|conference on", re.I)
_SHORT = re.compile(
    r"(?:\b(?:Prof|Dr|Mr|Mrs|Ms|St|Dept|Univ|Tech|Inst|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Ph\.D|"
    r"M\.S|B\.S|D\.Phil|M\.Phil|Phil|phil|nat|techn|rer|Dipl|Mag|Ing|Eng|Sc|med|"
    r"M\.Sc|B\.Sc|vs|etc|No|e\.g|i\.e|Inc|Ltd|Co|Corp)|\b[A-Z])$"
)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A role or degree in a sentence (`start:end`), and the clause that speaks of it (`first:stop`)."""

    start: int
    end: int
    first: int
    stop: int
    kind: PositionKind
    year: int = -1  # place of the year that is its own where several share a clause


class SentenceReader:
    """Reads the sentences of one document into a profile."""

    def __init__(self, lines: Sequence[Line], profile: Profile) -> None:
        self.lines = lines
        self.profile = profile
        self.wraps = find_wraps(lines)

    def read_section(self, section: Section) -> None:
        """Positions and degrees that the sentences of a section tell; what is news is not told as a position."""
        if _NEWS.search(section.title):
            return
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
        dates = find_dates(text)
        claims = _claims(text, units, people, dates)
        if not claims and units:
            self.profile.chain(passage, units) if _one_chain(text, units) else None
        dates = _respective(text, claims, dates)
        for place, claim in enumerate(claims):
            self._told(passage, claim, dates, units, numbers if place == 0 else [])

    def _told(
        self, passage: Passage, claim: _Claim, dates: Sequence[DateRange], units: Sequence[Unit], people: Sequence[int]
    ) -> None:
        """One position or degree of a sentence: what stands in its clause belongs to it."""
        near = _units_of(passage.text, claim, units)
        dated = _date_of(claim, dates)
        organisation = self.profile.chain(passage, near) if near else None
        clause = passage.text[claim.first : claim.end]
        current = claim.kind == "position" and _NOW.search(clause) is not None
        if organisation is None or not (dated or current):
            return
        printed = re.sub(r"\s+", " ", passage.text[claim.start : claim.end])
        begin, finish, ongoing = interval(dated, claim.kind)
        if dated is not None and claim.kind == "position" and not dated.is_range and _BEGAN.search(clause):
            finish = ""
        field = ""
        if claim.kind == "degree":
            field = field_of(
                passage.text, (claim.start, claim.end), Parts((dated,) if dated else (), (), (), tuple(near), ())
            )
        self.profile.positions.append(
            Position(
                organisation,
                passage.selector(*trim(passage.text, claim.first, claim.stop, " ,;.–—")),
                claim.kind,
                role=printed if claim.kind == "position" else "",
                degree=printed if claim.kind == "degree" else "",
                field=field,
                start=begin,
                end=finish,
                ongoing=ongoing or dated is None,
                supervisors=tuple(people),
                score=0.8,
            )
        )


def _claims(text: str, units: Sequence[Unit], people: Sequence[Person], dates: Sequence[DateRange]) -> list[_Claim]:
    """The roles and degrees that a sentence claims for its subject, each with its clause."""
    degrees = [span for span in spans(text, "degrees") if not any(inside(span, unit) for unit in units)]
    degrees = [span for span in degrees if not vocabulary.is_state(text, *span)]
    roles = [span for span in spans(text, "roles") if is_own_role(text, span, people)]
    roles += [match.span() for match in _INTERNED.finditer(text)]
    roles += [match.span("role") for match in _AS_A.finditer(text)]
    places: list[tuple[int, int, PositionKind]] = []
    for start, end in degrees:
        student = _OF_STUDIES.match(text, end)
        if student is None or student.group("many") is None:
            is_post = student is not None or _STUDENT.search(text[start:end]) is not None
            places.append((start, student.end() if student else end, "position" if is_post else "degree"))
    for start, end in roles:
        if all(end <= one[0] or start >= one[1] for one in places):
            places.append((start, end, "position"))
    places.sort()
    taken = [(date.start, date.end) for date in dates]
    cuts = [0, *(_cut(text, left[1], right[0], taken) for left, right in pairwise(places)), len(text)]
    claims: list[_Claim] = []
    for (start, end, kind), first, stop in zip(places, cuts, cuts[1:], strict=False):
        if _is_claimed(text, _Claim(start, end, first, stop, kind), after=bool(claims)):
            claims.append(_Claim(start, end, first, stop, kind))
    return _with_shared(text, claims)


def _cut(text: str, left: int, right: int, taken: Sequence[tuple[int, int]]) -> int:
    """Where the clause of one claim ends and that of the next begins: the last break between, weak ones if need be."""
    between = text[left:right]
    for pattern in (_STRONG_CUT, _WEAK_CUT):
        found = [left + match.start() for match in pattern.finditer(between)]
        found = [place for place in found if not any(start <= place < end for start, end in taken)]
        if found:
            return found[-1]
    return right


def _is_claimed(text: str, claim: _Claim, *, after: bool) -> bool:
    """Whether the sentence says that the subject holds or held it; `after` another that it does."""
    before = text[claim.first : claim.start]
    if _NOT_OWN.search(before):
        return False
    fragment = _FRAGMENT.fullmatch(text[: claim.start]) is not None
    if claim.kind == "degree":
        return (
            after or fragment or bool(_STUDIED.search(text)) or bool(re.search(r"\b(?:my|her|his)\s+$", before, re.I))
        )
    printed = text[claim.start : claim.end]
    if _NO_POST.search(printed) and not _REAL_POST.search(printed):
        return False
    if re.search(
        r"\b(?:fellow|member)\s+of\s+(?:the\s+)?[\w\s]*(?:societ|academ|associat)", text[claim.start : claim.stop], re.I
    ):
        return False
    return after or fragment or bool(_WORKED.search(text[: claim.end]))


def _respective(text: str, claims: list[_Claim], dates: Sequence[DateRange]) -> list[DateRange]:
    """The dates, with years that are told one for each of the degrees before them cut apart ("…, respectively").

    Each claim of the group gets its own: its clause then ends with its year.
    """
    parted = list(dates)
    for date in dates:
        group = [n for n, claim in enumerate(claims) if claim.kind == "degree" and claim.end <= date.start < claim.stop]
        years = list(_YEAR.finditer(text, date.start, date.end))
        if len(group) < 2 or len(years) != len(group) or not _RESPECTIVELY.match(text, date.end):
            continue
        place = parted.index(date)
        parted[place : place + 1] = [DateRange(*year.span(), year.group()) for year in years]
        for number, year in zip(group, years, strict=True):
            claims[number] = replace(claims[number], year=year.start())
    return parted


def _with_shared(text: str, claims: list[_Claim]) -> list[_Claim]:
    """Degrees named together share one clause ("BSc and MSc from X in 2015"); of roles the first stays."""
    shared: list[_Claim] = []
    for claim in claims:
        last = shared[-1] if shared else None
        if last is None or last.kind != claim.kind or not _TOGETHER.fullmatch(text[last.end : claim.start]):
            shared.append(claim)
        elif claim.kind == "degree":
            shared[-1] = replace(last, stop=claim.stop)
            shared.append(claim)
        else:
            shared[-1] = replace(last, stop=claim.stop)
    return shared


def _units_of(text: str, claim: _Claim, units: Sequence[Unit]) -> list[Unit]:
    """The organisation of a claim: the first after it in its clause, what follows "at", or the last before it."""
    after = [unit for unit in units if claim.end <= unit.start < claim.stop]
    if after:
        return _first_chain(text, after)
    named = _AT.match(text, claim.end, claim.stop)
    if named and not vocabulary.is_place(named["name"]) and len(named["name"]) > 1:
        return [Unit(*named.span("name"), rank_of(named["name"]))]
    within = [unit for unit in units if claim.first <= unit.start < claim.start]
    before = within or [unit for unit in units if unit.start < claim.start]
    return before[-1:]


def _first_chain(text: str, units: Sequence[Unit]) -> list[Unit]:
    chain = list(units[:1])
    for unit in units[1:]:
        if not _one_chain(text, [chain[-1], unit]):
            break
        chain.append(unit)
    return chain


def _date_of(claim: _Claim, dates: Sequence[DateRange]) -> DateRange | None:
    """The date of a claim: a range of its clause, else a date after it, else one before it."""
    if claim.year >= 0:
        return next(date for date in dates if date.start == claim.year)
    inside_ = [date for date in dates if claim.first <= date.start < claim.stop]
    after = [date for date in inside_ if date.start >= claim.end]
    for choice in (after, inside_):
        ranges = [date for date in choice if date.is_range]
        if ranges:
            return ranges[0]
    return next(iter(after or inside_), None)


def _one_chain(text: str, units: Sequence[Unit]) -> bool:
    """Whether units follow one another with only a comma or bracket between: parts of one address."""
    return all(
        right.start < left.end or re.fullmatch(r"[\s,()]*(?:of |at |in |from )?(?:the )?", text[left.end : right.start])
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

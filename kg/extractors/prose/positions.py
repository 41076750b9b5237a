"""Items and sentences to positions and degrees, with their organisations, dates, places and supervisors."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from kg.extractors.prose import vocabulary
from kg.extractors.prose.dates import DateRange, find_dates
from kg.extractors.prose.forms import Form, find_forms
from kg.extractors.prose.headings import SectionKind, classify
from kg.extractors.prose.items import Item, find_items, stacked_date
from kg.extractors.prose.language import spans
from kg.extractors.prose.lexicon import COMMON as _COMMON
from kg.extractors.prose.organisations import Unit, find_units, rank_of
from kg.extractors.prose.passage import Passage, join, trim
from kg.extractors.prose.people import Person, find_people
from kg.extractors.prose.profile import Profile
from kg.extractors.prose.sections import Section, between
from kg.extractors.prose.wraps import find_wraps
from kg.model import Line, Position, PositionKind

Order = Literal["", "role", "unit"]
_THEN = re.compile(r"\.?,\s+")
_FEWEST_ITEMS, _SHARE_OF_ITEMS = 2, 0.6  # items of a section without a telling heading that tell what it lists
_AS_ABOVE = re.compile(
    r"\b(?:idem|ídem|ibid(?:em)?|ebd|ebenda|ebendort|same (?:institution|university))\b|同上|там же", re.I
)
_GRANTED = re.compile(
    r"grant|award|prize|[€$£¥]|\bPI\b|funded|zł\b|kierownik|proje[ck]t|supervis|thesis of|talk|speaker", re.I
)
_SEPARATOR = re.compile(
    r"\t+|\n|[，；。،؛]|\s*[|•·]\s*|\s+[-–—]+\s+|;\s+|,\s+|\s*[()]\s*|:\s+|(?<!\b[A-Z])\.\s+(?=[A-Z])|\s{3,}"
)
_ROLE_STOP = re.compile(
    r"\s+(?:to|at|of|for|with|under|@|in(?=\s+(?:the|a)\b)|bei|an der|am|à|au|chez|en|na|presso|w/)(?=\s)", re.I
)
_LINK_WORD = re.compile(r"^(?:at|@|in|of|from|with|the|for|bei|an der|am|à|au|chez|en|presso)\s+(?:the\s+)?", re.I)
_NO_NAME = re.compile(
    r"gpa|\bhons\b|joint program|grade|thesis|honou?rs|cum laude|\d\s?[/%]|distinction|first class|https?:|"
    r"www\.|@\w|tel\b|advis|supervis|mentor|major|minor|expected|rank|studium|studies|"
    r"full[- ]time|part[- ]time|remote\b|^(?:hon|prof|dr|mr|mrs|ms|sir|judge)\W*$|^\W*$",
    re.I,
)
_PIECE_END = re.compile(r"(?<=[\w)\]–-])[.;]\s+(?=[^\W\d_])")
_HONORARY = re.compile(
    r"\b(?:committees?|societ(?:y|ies)|associations?|boards?|councils?|journals?|conferences?|workshops?|transactions|"
    r"editor\w*|reviewer|referee|treasurer|secretary|chair|panels?|jury|commission|gremium|comit[ée]|sociedad|société)\b",
    re.I,
)
_NO_FIELD = re.compile(r"(?:degrees?|candidate|student|from|at|and|by|with|under|on|was|is)\b", re.I)
_BORN = re.compile(r"\b(?:geboren|geb\.|born|née?|nacid[oa]|nat[oa] (?:a|il)|nascid[oa])\b|родил", re.I)
_MINOR = ("teaching", "service", "membership", "unknown", "student", "project", "award", "talk")


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one item, as places in its passage."""

    dates: tuple[DateRange, ...]
    roles: tuple[tuple[int, int], ...]
    degrees: tuple[tuple[int, int], ...]
    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    place: str = ""


class PositionReader:
    """Reads the positions of one document into a profile."""

    def __init__(self, lines: Sequence[Line], profile: Profile) -> None:
        self.lines = lines
        self.profile = profile
        self.wraps = find_wraps(lines)

    def read_section(self, section: Section) -> None:
        """Positions and degrees of a section: those on forms, and the dated items of the rest."""
        forms = find_forms(self.lines, section, self.wraps)
        for form in forms:
            self._read_form(section, form)
        taken = [replace(section, start=number, stop=number + 1) for form in forms for number in form.lines]
        for part in between(section, taken):
            self._read_items(part)

    def _read_form(self, section: Section, form: Form) -> None:
        dates = () if form.date is None else (form.date,)
        people = tuple(find_people(form.passage.text))
        parts = Parts(dates, form.roles, form.degrees, form.units, people, form.place)
        numbers = [self.profile.person(form.passage, person) for person in people]
        organisation = self.profile.chain(form.passage, form.units, form.place)
        if organisation is None or form.date is None:
            return
        kind: SectionKind = "education" if form.degrees and not form.roles else "employment"
        position = _position(kind, form.passage, parts, form.date, organisation, numbers)
        printed = form.passage.text[slice(*form.roles[0])] if form.roles else position.role
        self.profile.positions.append(replace(position, role=printed, field=form.field or position.field))

    def _read_items(self, section: Section) -> None:
        above: tuple[Passage, tuple[Unit, ...]] | None = None
        items = find_items(self.lines, section, self.wraps)
        order, follows = self._order(section, items), self._follows_degree(items)
        for item in items:
            if not item.header:
                continue
            passage = self._header(item)
            pieces = _pieces(passage, section)
            if pieces:
                self._read_pieces(section, pieces)
                continue
            parts = read_parts(passage, section, order)
            if not parts.degrees and not parts.roles and item.body:
                passage, parts = self._with_title(section, item, passage, parts)
            parts = self._stacked(item, passage, parts)
            people = self._people(passage, parts, item)
            if above is not None and _AS_ABOVE.search(passage.text):
                parts = replace(parts, units=())
            fields_only = above is not None and not follows and _is_field_only(passage, parts)
            if parts.units and not fields_only:
                above = passage, parts.units
            if not parts.dates or _BORN.search(passage.text) or not self._fits(section, passage, parts):
                self._mention_only(passage, parts)
                continue
            source = (passage, parts.units) if parts.units and not fields_only else above
            if source is not None and (parts.roles or parts.degrees or section.kind in ("education", "employment")):
                self._add(section, passage, parts, source, people)

    def kind_of(self, section: Section) -> SectionKind:
        """What most of the dated items of a section are, by what they name: degrees, posts, or nothing told."""
        degrees = posts = others = 0
        for item in find_items(self.lines, section, self.wraps):
            passage = self._header(item) if item.header else None
            parts = read_parts(passage, section) if passage is not None else None
            if passage is None or parts is None or not parts.dates or not parts.units or _GRANTED.search(passage.text):
                others += 1
            else:
                degrees += bool(parts.degrees)
                posts += bool(parts.roles) and not parts.degrees
                others += not (parts.roles or parts.degrees)
        if max(degrees, posts) < _FEWEST_ITEMS or degrees + posts < _SHARE_OF_ITEMS * (degrees + posts + others):
            return "unknown"
        return "education" if degrees > posts else "employment"

    def _order(self, section: Section, items: Sequence[Item]) -> Order:
        """What stands first in the items of a list whose organisation is told by its words: the role or it."""
        first: Counter[Order] = Counter()
        for item in items:
            passage = self._header(item) if item.header else None
            if passage is None or section.kind not in ("education", "employment"):
                continue
            units = [unit for unit in find_units(passage.text) if unit.rank > 0]
            named = [*spans(passage.text, "roles"), *spans(passage.text, "degrees")]
            named = [span for span in named if not any(inside(span, unit) for unit in units)]
            if units and named:
                first["role" if named[0][0] < units[0].start else "unit"] += 1
        order, count = first.most_common(1)[0] if first else ("", 0)
        return order if count >= 2 and count >= 0.75 * first.total() else ""

    def _follows_degree(self, items: Sequence[Item]) -> bool:
        """Whether a known organisation follows a degree at once in some item ("PhD, Tel Aviv University")."""
        for item in items:
            text = self._header(item).text if item.header else ""
            starts = {unit.start for unit in find_units(text)}
            if any((match := _THEN.match(text, end)) and match.end() in starts for _, end in spans(text, "degrees")):
                return True
        return False

    def _read_pieces(self, section: Section, pieces: Sequence[tuple[Passage, Parts]]) -> None:
        for passage, parts in pieces:
            people = [self.profile.person(passage, person) for person in parts.people]
            self._add(section, passage, parts, (passage, parts.units), people)

    def _header(self, item: Item) -> Passage:
        return join([self.lines[n] for n in item.header], [self.wraps[n] for n in item.header])

    def _with_title(self, section: Section, item: Item, passage: Passage, parts: Parts) -> tuple[Passage, Parts]:
        """With the first line of the body if that is what names the degree or role ("• D.Phil. in …")."""
        for number in item.body[:2]:
            longer = join([self.lines[n] for n in (*item.header, number)])
            more = read_parts(longer, section)
            if more.degrees or (more.roles and len(self.lines[number].text) < 70):
                return longer, replace(more, units=parts.units or more.units)
        return passage, parts

    def _stacked(self, item: Item, passage: Passage, parts: Parts) -> Parts:
        """Begin and end stacked in a column at the left ("2017" above "2015") are one range."""
        following = item.header[0] + 1
        if following not in (*item.header[1:], *item.body):
            return parts
        date = stacked_date(self.lines, following)
        return parts if date is None else replace(parts, dates=(date,))

    def _fits(self, section: Section, passage: Passage, parts: Parts) -> bool:
        """In sections of other things only what names role, organisation and dates is a position."""
        if section.kind in ("education", "employment"):
            return True
        if section.kind in ("award", "talk", "student", "project", "skill", "publication", "membership"):
            return False
        if section.kind == "service" and all(
            _HONORARY.search(_line_of(passage.text, place)) for place, _ in parts.roles
        ):
            return False
        return bool(parts.roles) and bool(parts.units) and any(self._counts(section, date) for date in parts.dates)

    def _counts(self, section: Section, date: DateRange) -> bool:
        return date.is_range or section.kind == "teaching"

    def _people(self, passage: Passage, parts: Parts, item: Item) -> list[int]:
        numbers = [self.profile.person(passage, person) for person in parts.people]
        for number in item.body:
            line = join([self.lines[number]])
            numbers += [self.profile.person(line, person) for person in find_people(line.text)]
            for unit in find_units(line.text):
                self.profile.organisation(line, unit)
        return list(dict.fromkeys(numbers))

    def _mention_only(self, passage: Passage, parts: Parts) -> None:
        if parts.units:
            self.profile.chain(passage, parts.units)

    def _add(
        self,
        section: Section,
        passage: Passage,
        parts: Parts,
        source: tuple[Passage, Sequence[Unit]],
        people: list[int],
    ) -> None:
        organisation = self.profile.chain(*source, parts.place)
        if organisation is None:
            return
        for part, date in _each(parts):
            self.profile.positions.append(_position(section.kind, passage, part, date, organisation, people))


def _pieces(passage: Passage, section: Section) -> list[tuple[Passage, Parts]]:
    """The posts or degrees of a line that holds several, each whole: "PhD, X (2014). MSc, Y (2009)."; [] if not so."""
    cuts = [match.end() for match in _PIECE_END.finditer(passage.text)]
    if section.kind not in ("education", "employment") or not cuts:
        return []
    places = pairwise([0, *cuts, len(passage.text)])
    found = [passage.part(start, end) for start, end in places if passage.text[start:end].strip(" .;")]
    pieces = [(piece, read_parts(piece, section)) for piece in found]
    whole = all(len(parts.dates) == 1 and parts.units and (parts.roles or parts.degrees) for _, parts in pieces)
    return pieces if whole and len(pieces) > 1 else []


def _each(parts: Parts) -> list[tuple[Parts, DateRange]]:
    """Every degree with its own date where they alternate ("M.Sc. 2015, B.Sc. 2013"), else all with each range."""
    dates, degrees = parts.dates, parts.degrees
    if len(degrees) == len(dates) > 1 and not parts.roles:
        order = sorted([*(span[0] for span in degrees), *(date.start for date in dates)])
        starts = {date.start for date in dates}
        kinds = [place in starts for place in order]
        if all(first != second for first, second in pairwise(kinds)):
            return [(replace(parts, degrees=(degree,)), date) for degree, date in zip(degrees, dates, strict=True)]
    return [(parts, date) for date in wanted_dates(parts.dates)]


def _is_field_only(passage: Passage, parts: Parts) -> bool:
    """Whether the only thing taken for an organisation is what was studied: "B.Sc., Mathématiques, 2011"."""
    if len(parts.units) != 1 or not parts.degrees or find_units(passage.text):
        return False
    unit = parts.units[0]
    return any(re.fullmatch(r"\.?,?\s+(?:in\s+)?", passage.text[end : unit.start]) for _, end in parts.degrees)


def read_parts(passage: Passage, section: Section, order: Order = "") -> Parts:
    """Dates, roles, degrees, organisations, people and place of one item's naming lines.

    `order` is what stands first in the other items of its list; where neither is known by its words, that decides.
    """
    text = passage.text
    people = tuple(find_people(text))
    hidden = _descriptors(text, people)
    dates = tuple(date for date in find_dates(text))
    units = tuple(unit for unit in find_units(text) if not _hidden(unit.start, hidden))
    roles = tuple(
        span
        for span in spans(text, "roles")
        if not _hidden(span[0], hidden)
        and not any(inside(span, unit) for unit in units)
        and not any(0 <= person.start - span[1] < 8 and ":" in text[span[1] : person.start] for person in people)
    )
    degrees = tuple(
        span
        for span in spans(text, "degrees")
        if not _hidden(span[0], hidden) and not any(inside(span, unit) for unit in units)
    )
    degrees = tuple(span for span in degrees if not vocabulary.is_state(text, *span))
    units = _without_fields_and_funders(text, units, roles, degrees)
    segments = _segments(text)
    place = _place(text, [span for span in segments if not any(a < span[1] and b > span[0] for a, b in degrees)])
    if section.kind in ("education", "employment") and (not units or all(unit.rank < 2 for unit in units)):
        parts = Parts(dates, roles, degrees, units, people)
        left = _left_over(passage, segments, parts, section)
        if order == "role" and not (roles or degrees or units) and left:
            roles, left = (left[0],), left[1:2]
            units = tuple(Unit(*span, rank_of(text[slice(*span)])) for span in left)
        else:
            units = (*units, *_by_elimination(passage, left, parts))
    return Parts(dates, roles, degrees, units, people, place)


_IN_FIELD = re.compile(r"\s*(?:degree\s*)?(?:in|en|of|,)\s+(?:the\s+)?", re.I)


def _without_fields_and_funders(
    text: str, units: tuple[Unit, ...], roles: Sequence[tuple[int, int]], degrees: Sequence[tuple[int, int]]
) -> tuple[Unit, ...]:
    """Without what only looks like an organisation beside a real one: "NIH Postdoctoral Fellow", "MSc in X Systems"."""
    if len(units) < 2:
        return units
    ends = {match.end() for _, end in degrees if (match := _IN_FIELD.match(text, end))}
    kept = tuple(
        unit
        for unit in units
        if unit.start not in ends
        and not (
            re.fullmatch(r"[A-Z]{2,6}", text[unit.start : unit.end])
            and any(text[unit.end : start] == " " for start, _ in roles)
        )
    )
    return kept or units


def inside(span: tuple[int, int], unit: Unit) -> bool:
    return unit.start <= span[0] and span[1] <= unit.end


def _line_of(text: str, place: int) -> str:
    """The line that holds a place of the text."""
    return text[text.rfind("\n", 0, place) + 1 : (text + "\n").find("\n", place)]


def _hidden(place: int, stretches: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in stretches)


def _descriptors(text: str, people: Sequence[Person]) -> list[tuple[int, int]]:
    """What is said of a supervisor, not of the owner: ", Assistant Professor at MIT EECS"."""
    found = []
    for person in people:
        line_end = text.find("\n", person.end)
        line_end = len(text) if line_end < 0 else line_end
        rest = text[person.end : line_end]
        for start, end in spans(rest, "roles"):
            if re.search(r"[,(]\s*(?:[\w-]+\s)?$", rest[:start] + "") or rest[:start].rstrip().endswith(
                (",", "(", "-")
            ):
                wrapped = re.match(r"\n(?:of|at|in)\s[^\n]*", text[line_end:])
                found.append((person.end + start - 1, line_end + (wrapped.end() if wrapped else 0)))
                break
            del end
    return found


def _segments(text: str) -> list[tuple[int, int]]:
    """Stretches between separators."""
    segments = []
    place = 0
    for separator in _SEPARATOR.finditer(text):
        if separator.start() > place:
            segments.append((place, separator.start()))
        place = separator.end()
    if place < len(text):
        segments.append((place, len(text)))
    return segments


def _place(text: str, segments: Sequence[tuple[int, int]]) -> str:
    """The first run of neighbouring segments that are places: "Beijing, China"."""
    found: list[tuple[int, int]] = []
    for start, end in segments:
        if vocabulary.is_place(text[start:end]):
            if found and re.fullmatch(r",\s+", text[found[-1][1] : start]) is None:
                break
            found.append((start, end))
        elif found:
            break
    return text[found[0][0] : found[-1][1]].strip(" .") if found else ""


def _left_over(
    passage: Passage, segments: Sequence[tuple[int, int]], parts: Parts, section: Section
) -> list[tuple[int, int]]:
    """The segments that can be an organisation, since they are nothing else."""
    text = passage.text
    taken = [(d.start, d.end) for d in parts.dates] + [*parts.roles, *parts.degrees]
    taken += [(unit.start, unit.end) for unit in parts.units] + [(p.start, p.end) for p in parts.people]
    left: list[tuple[int, int]] = []
    for start, end in segments:
        first, last = trim(text, start, end, " .,;:")
        link = _LINK_WORD.match(text, first, last)
        first = link.end() if link else first
        piece = text[first:last]
        if any(first < stop and last > begin for begin, stop in taken) or _NO_NAME.search(piece):
            continue
        if (
            len(piece) < 2
            or len(piece.split()) > 8
            or piece[0].islower()
            or not piece[0].isalnum()
            or vocabulary.is_place(piece)
        ):
            continue
        if (section.kind == "education" and _is_field(piece)) or _is_label(text, piece, last):
            continue
        left.append((first, last))
    return left


def _by_elimination(passage: Passage, left: Sequence[tuple[int, int]], parts: Parts) -> list[Unit]:
    """The segment that can only be the organisation: first bold ones, then in order."""
    text = passage.text
    if not left:
        return _after_at(text, parts)
    if parts.units:
        near = [span for span in left if parts.units[-1].end <= span[0] <= parts.units[-1].end + 4]
        return [Unit(*near[0], 3)] if near and rank_of(text[slice(*near[0])]) == 3 else []
    best = max(left, key=lambda span: (_org_look(passage, span, parts), -span[0]))
    return [Unit(*best, rank_of(text[best[0] : best[1]]))]


def _after_at(text: str, parts: Parts) -> list[Unit]:
    """What follows "at" inside the segment of the role: "Software Engineer at Foo"."""
    for _, end in parts.roles:
        match = re.compile(
            r"\s*(?:,|at|@|bei|chez|presso|for)\s+(?:the\s+)?([A-Z][\w.&'’-]*(?:\s+[A-Z][\w.&'’-]*){0,4})"
        ).match(text, end)
        if match and not vocabulary.is_place(match.group(1)):
            return [Unit(*match.span(1), rank_of(match.group(1)))]
    return []


def _org_look(passage: Passage, span: tuple[int, int], parts: Parts) -> float:
    """How much a segment looks like the organisation: after "at", linked, bold, not on the line of the role."""
    text = passage.text
    linked = any(run.href and run.start < span[1] and run.end > span[0] for run in passage.runs)
    at = bool(re.search(r"(?:\bat|@|\bbei|\bchez)\s+(?:the\s+)?$", text[: span[0]]))
    line = text.rfind("\n", 0, span[0])
    no_role = not any(line < role[0] < (text + "\n").find("\n", span[0]) for role in parts.roles)
    after_degree = any(0 <= span[0] - degree[1] <= 4 for degree in parts.degrees)
    return 2.0 * at - 1.2 * after_degree + 1.0 * linked + 0.8 * passage.marked(*span) + 0.5 * no_role


def _is_label(text: str, piece: str, end: int) -> bool:
    """A label ("Role:", "Teaching") or a single word that says nothing of an organisation."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", piece)]
    return (
        text[end : end + 1] == ":"
        or (classify(piece) != "unknown" and len(words) <= 2)
        or all(word in _COMMON for word in words)
    )


def _is_subject(piece: str) -> bool:
    """Whether all words are those of a discipline: "Praktische Informatik" is not told, "Medicine" is."""
    words = [word.lower().strip("().,") for word in piece.split()]
    return bool(words) and all(word in vocabulary.DISCIPLINES for word in words)


def _is_field(piece: str) -> bool:
    words = [word.lower().strip("().,") for word in piece.split()]
    return sum(word in vocabulary.DISCIPLINES for word in words) >= 0.5 * len(words)


def is_own_role(text: str, span: tuple[int, int], people: Sequence[Person]) -> bool:
    return not any(0 <= span[0] - person.end < 4 or 0 <= person.start - span[1] < 3 for person in people)


def wanted_dates(dates: Sequence[DateRange]) -> list[DateRange]:
    """All ranges, else the first date."""
    ranges = [date for date in dates if date.is_range]
    return ranges or list(dates[:1])


def interval(date: DateRange | None, kind: PositionKind) -> tuple[str, str, bool]:
    """Begin, end and whether it goes on: one date alone is the end of studies, begin and end of a post."""
    if date is None:
        return "", "", False
    if date.is_range or date.ongoing:
        return date.begin, date.finish, date.ongoing
    if kind == "degree":
        return "", date.begin, False
    return date.begin, date.begin, False


def _position(
    kind_of_section: str, passage: Passage, parts: Parts, date: DateRange, organisation: int, people: Sequence[int]
) -> Position:
    text = passage.text
    degree = parts.degrees[0] if parts.degrees else None
    role = parts.roles[0] if parts.roles else None
    kind: PositionKind = "position"
    if (kind_of_section == "education" and (degree or not role)) or (
        kind_of_section == "employment" and degree and not role and not _is_study(text, degree)
    ):
        kind = "degree"
    begin, finish, ongoing = interval(date, kind)
    printed_role = _role(text, role or degree) if kind == "position" and (role or degree) else ""
    return Position(
        organisation=organisation,
        selector=passage.selector(),
        kind=kind,
        role=printed_role,
        degree=_degree(text, degree) if kind == "degree" and degree else "",
        field=field_of(text, degree, parts) if kind == "degree" and degree else "",
        start=begin,
        end=finish,
        ongoing=ongoing,
        place=parts.place,
        supervisors=tuple(people),
        score=0.9 if parts.units else 0.7,
    )


def _is_study(text: str, degree: tuple[int, int]) -> bool:
    return bool(re.search(r"student|candidate", text[degree[0] : degree[1] + 12], re.I))


def _role(text: str, span: tuple[int, int] | None) -> str:
    """The role as printed: its segment up to "at", "to", "in the"."""
    if span is None:
        return ""
    start, end = next(((a, b) for a, b in _segments(text) if a <= span[0] < b), span)
    end = max(end, span[1])
    start = max([start, *(date.end for date in find_dates(text) if date.start < span[0] and date.end <= span[0])])
    if len(text[start : span[0]].split()) > 4:
        start = span[0]
    if re.match(r"[\u3040-\u9fff\uac00-\ud7a3]", text[span[0]]):
        return text[span[0] : span[1]]
    stop = _ROLE_STOP.search(text, span[1], end)
    if (
        stop
        and re.match(r"\s+(?:of|für|de)\s", stop.group() + " ")
        and _is_subject(text[stop.end() : end].split(",")[0])
    ):
        stop = None
    return re.sub(r"\s+", " ", text[start : stop.start() if stop else end]).strip(" ,;:.–-")


def _degree(text: str, span: tuple[int, int]) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\s+in$", "", text[span[0] : span[1]])).strip(" ,;:")


def field_of(text: str, span: tuple[int, int] | None, parts: Parts) -> str:
    """The subject of a degree: after "in", a comma or a dash, up to the next separator."""
    if span is None:
        return ""
    match = re.compile(
        r"\.?\s*(?:degree\s*)?(?:\bin\b|\bof\b|\be[nm]\b|\bin\b|,|[-–—:(]|"
        r"\s)\s*(?P<field>[^\n\t|(),;，；、]{3,70}?)(?=\s*(?:[\n\t|(),;]|\s[-–—]\s|\bat\b|\bfrom\b|\bin\b|$))"
    ).match(text, span[1])
    if match is None or text[span[1] - 2 : span[1]] == "in":
        match = re.compile(
            r"\s*(?P<field>[^\n\t|(),;]{3,70}?)(?=\s*(?:[\n\t|(),;]|\s[-–—]\s|\bat\b|\bfrom\b|$))"
        ).match(text, span[1])
    if match is None:
        return ""
    start, end = match.span("field")
    if any(unit.start < end and unit.end > start for unit in parts.units) or any(
        d.start < end and d.end > start for d in parts.dates
    ):
        return ""
    field = re.sub(r"\s+", " ", match.group("field")).strip(" .:-–")
    return "" if vocabulary.is_place(field) or _NO_FIELD.match(field) else field


__all__ = ["PositionReader", "Profile", "replace"]

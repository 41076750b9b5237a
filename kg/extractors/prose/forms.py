"""Posts and degrees on forms: rows under a row of column heads, and lines that begin with what they hold.

"Degree / Institution / Year" above a table, or "Employer: …", "Period: …" one below the other, as on bio-data sheets
and in CV forms of ministries, tell what each piece is; nothing has to be guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from kg.extractors.prose.dates import DateRange, find_dates, is_present
from kg.extractors.prose.language import spans
from kg.extractors.prose.organisations import Unit, find_units, rank_of
from kg.extractors.prose.passage import Passage, join
from kg.extractors.prose.sections import Section
from kg.model import Line

CellKind = Literal["date", "begin", "end", "organisation", "unit", "role", "degree", "field", "place", "other"]

_LABELS: tuple[tuple[CellKind, str], ...] = (
    (
        "date",
        r"dates?|periods?|dauer|years?(?: (?:of )?(?:passing|completion|award|graduation|obtained|attended))?|time|"
        r"duration|"
        r"dates? (?:received|awarded|of award|of graduation|of completion)|session|when|zeitraum|datum|jahre?|von bis|"
        r"années?|période|durée|fechas?|per[íi]odo|a[ñn]os?|date da a|anni?|anno accademico|data|anos?|период|годы?|"
        r"yıl(?:lar)?|tarih|rok|lata|roky|év|(?:ال)?سنة|(?:ال)?تاريخ|(?:ال)?فترة|fecha de (?:titulación|inicio[- ]fin)|"
        r"год окончания|сроки|时间|起止时间|年份|年度|期間|年月|年|기간|연도",
    ),
    (
        "begin",
        r"from|start(?: date)?|begin(?:ning)?|von|beginn|début|du|desde|inicio|fecha de inicio|dal?|início|с|начало",
    ),
    ("end", r"to|until|till|end(?: date)?|bis|ende|fin|au|hasta|al|fecha de fin|fine|até|fim|по|окончание"),
    (
        "organisation",
        r"(?:name of )?(?:the )?(?:institut(?:e|ion)s?|organi[sz]ations?|universit(?:y|ies)|employers?|employed by|"
        r"empleador|entidad(?: empleadora)?|работодатель|compan(?:y|ies)|"
        r"schools?|colleges?|boards?|where|affiliation)(?: name)?|"
        r"institution|hochschule|universität|arbeitgeber|einrichtung|"
        r"établissement|université|employeur|organisme|entreprise|universidad|instituci[óo]n|empresa|centro|"
        r"universidade|institui[çc][ãa]o|empregador|datore di lavoro|istituto|università|ente|azienda|istituzione|"
        r"nome del datore di lavoro|nome e tipo di istituto(?: di istruzione o formazione)?|"
        r"организация|университет|вуз|учреждение|место работы|учебное заведение|单位|工作单位|学校|院校|毕业院校|機関|"
        r"üniversite|kurum|görev yeri|uczelnia|instytucja|pracodawca|škola|zaměstnavatel|egyetem|"
        r"intézmény|الجامعة|المؤسسة|"
        r"جهة العمل|entidad de titulación|所属|所属機関|大学|기관|학교|소속|werkgever|instelling",
    ),
    (
        "unit",
        r"department|faculty|division|fachbereich|institut|département|departamento|dipartimento|кафедра|院系|部門|학과",
    ),
    (
        "role",
        r"positions?(?: held)?|posts?(?: held)?|(?:job )?titles?|designations?|functions?|roles?|occupation|rank|"
        r"occupation or position held|appointment|stelle|position|funktion|tätigkeit|poste|fonction|cargo|puesto|"
        r"categor[íi]a|fun[çc][ãa]o|qualifica|posizione|ruolo|tipo di impiego|mansione|impiego|"
        r"lavoro o posizione ricoperti|"
        r"görev(?: unvanı)?|unvan|stanowisko|pozice|funkce|beosztás|الوظيفة|categoría profesional|"
        r"должность|职务|职位|职称|職名|職位|役職|직위|직책|functie",
    ),
    (
        "degree",
        r"degrees?(?: (?:awarded|obtained|earned|title))?|qualifications?(?: awarded)?|title of qualification awarded|"
        r"diplomas?|examinations?|exams?(?: passed)?|certificate|program(?:me)?|course|abschluss|"
        r"(?:akademischer )?grad|diplôme|t[íi]tulo|titulaci[óo]n|grado|grau|titolo(?: di studio)?|"
        r"qualifica conseguita|laurea|"
        r"derece|stopień|tytuł|fokozat|الدرجة(?: العلمية)?|المؤهل|степень|учёная степень|ученая степень|"
        r"квалификация|学位|学历|學位|학위|diploma|graad",
    ),
    (
        "field",
        r"subjects?|fields?(?: of study)?|majors?|disciplines?|speciali[sz]ation|branch|area|fach|studienfach|"
        r"studiengang|domaine|spécialité|discipline|especialidad|[áa]rea|materia|corso di laurea|специальность|"
        r"направление|专业|專業|専攻|분야|전공|alan|dziedzina|kierunek|obor|szak|التخصص",
    ),
    (
        "place",
        r"place|city|country|location|ort|lieu|ville|pays|lugar|ciudad|pa[íi]s|luogo|citt[àa]|город|страна|地点|국가",
    ),
    (
        "other",
        r"class|grades?|marks?|%|percentage|division|gpa|cgpa|score|honou?rs|thesis(?: title)?|remarks?|"
        r"notes?|s\.? ?no\.?|"
        r"sl\.? ?no\.?|no\.?|nr\.?|#|description|details|duties|responsibilities|nature of (?:work|duties)|"
        r"supervisors?|"
        r"advis[eo]rs?|main (?:activities|subjects).*|principali mansioni.*|votazione|note|settore|abschlussnote|"
        r"序号|备注|성적",
    ),
)
_KINDS = tuple((kind, re.compile(rf"(?:{pattern})", re.I)) for kind, pattern in _LABELS)
_PARTS = re.compile(r"\s*(?:[/&,|–—-]|\b(?:and|und|et|y|e|or|of|oder|и)\b)\s*", re.I)
_LABELLED = re.compile(
    r"\W{0,3}(?P<label>[^\W\d_][^:：\t\n]{0,48}?)\s*(?:[:：]\s*|\t\s*[:：]?\s*)(?P<value>\S.*)$", re.S
)
_FEWEST_LABELLED = 0.6  # share of the lines of a section that have labels where it is a form


@dataclass(frozen=True, slots=True)
class Form:
    """One post or degree with its pieces, as places in a passage, and the line numbers it was read from."""

    passage: Passage
    lines: tuple[int, ...]
    units: tuple[Unit, ...]
    roles: tuple[tuple[int, int], ...]
    degrees: tuple[tuple[int, int], ...]
    field: str
    date: DateRange | None
    place: str


def label_kind(text: str) -> CellKind | None:
    """What a column head or label announces.

    >>> label_kind("University / Institution"), label_kind("Year of passing"), label_kind("Datore di lavoro")
    ('organisation', 'date', 'organisation')
    """
    bare = re.sub(r"\s*\([^()]*\)?", "", text).strip(" .:*•\t")
    for candidate in (bare, *_PARTS.split(bare)):
        for kind, pattern in _KINDS:
            if candidate and pattern.fullmatch(candidate):
                return kind
    return None


def find_forms(lines: Sequence[Line], section: Section, wraps: Sequence[bool]) -> list[Form]:
    """The posts and degrees that a section tells on forms, in order; empty where it has none."""
    if section.kind not in ("education", "employment", "teaching"):
        return []
    forms = [*_labelled(lines, section, wraps), *_tables(lines, section)]
    if section.kind == "teaching":
        forms = [form for form in forms if form.roles]
    return [form for form in forms if form.units and (form.roles or form.degrees or form.date)]


def _tables(lines: Sequence[Line], section: Section) -> Iterator[Form]:
    """The rows below a row of column heads that announces organisations, dates, and posts or degrees."""
    columns: list[CellKind | None] = []
    for number in range(section.start, section.stop):
        cells = _cells(lines[number].text)
        heads = [label_kind(lines[number].text[start:end]) for start, end in cells]
        if len(heads) >= 3 and all(heads) and "organisation" in heads and set(heads) & {"role", "degree"}:
            columns = heads if set(heads) & {"date", "begin", "end"} else []
        elif columns and len(cells) in (len(columns), len(columns) - 1) and len(cells) > 2:
            kinds = [(kind, cell) for kind, cell in zip(columns, cells, strict=False) if kind]
            yield _form(join([lines[number]]), (number,), kinds)
        elif lines[number].text.strip():
            columns = []


def _cells(text: str) -> list[tuple[int, int]]:
    return [(match.start(), match.end()) for match in re.finditer(r"[^\t]+", text)]


def _labelled(lines: Sequence[Line], section: Section, wraps: Sequence[bool]) -> Iterator[Form]:
    """Lines with labels, one post or degree from each label to the next of its kind."""
    labels: dict[int, tuple[CellKind, int]] = {}
    for number in range(section.start, section.stop):
        match = _LABELLED.match(lines[number].text)
        kind = label_kind(match["label"]) if match else None
        if match and kind:
            labels[number] = kind, match.start("value")
    count = sum(bool(lines[n].text.strip()) and not wraps[n] for n in range(section.start, section.stop))
    if len(labels) < max(3, _FEWEST_LABELLED * count) or "organisation" not in {kind for kind, _ in labels.values()}:
        return
    group: list[int] = []
    for number in [*range(section.start, section.stop), section.stop]:
        kind = labels[number][0] if number in labels else None
        repeated = kind not in (None, "other") and any(labels.get(one, (None,))[0] == kind for one in group)
        if number == section.stop or repeated:
            if group:
                yield _group(lines, group, labels, wraps)
            group = []
        if number < section.stop and (kind or group):
            group.append(number)


def _group(
    lines: Sequence[Line], group: list[int], labels: dict[int, tuple[CellKind, int]], wraps: Sequence[bool]
) -> Form:
    passage = join([lines[n] for n in group], [wraps[n] and n not in labels for n in group])
    kinds: list[tuple[CellKind, tuple[int, int]]] = []
    for place, number in enumerate(group):
        end = passage.breaks[place + 1] - 1 if place + 1 < len(group) else len(passage.text)
        if number in labels:
            kind, start = labels[number]
            kinds.append((kind, (passage.breaks[place] + start, end)))
        elif kinds and wraps[number]:
            kinds[-1] = kinds[-1][0], (kinds[-1][1][0], end)
    return _form(passage, tuple(group), kinds)


def _form(passage: Passage, numbers: tuple[int, ...], cells: Sequence[tuple[CellKind, tuple[int, int]]]) -> Form:
    text = passage.text
    first: dict[CellKind, tuple[int, int]] = {}
    for kind, cell in cells:
        first.setdefault(kind, cell)
    units = [unit for kind in ("unit", "organisation") if kind in first for unit in _units(text, *first[kind])]
    degrees = tuple(span for span in spans(text, "degrees") if "degree" in first and _within(span, first["degree"]))
    if "degree" in first and not degrees:
        degrees = (first["degree"],)
    return Form(
        passage,
        numbers,
        tuple(units),
        (first["role"],) if "role" in first else (),
        degrees[:1],
        text[slice(*first["field"])].strip() if "field" in first else "",
        _date(text, first),
        text[slice(*first["place"])].strip() if "place" in first else "",
    )


def _within(span: tuple[int, int], cell: tuple[int, int]) -> bool:
    return cell[0] <= span[0] and span[1] <= cell[1]


def _units(text: str, start: int, end: int) -> list[Unit]:
    """The organisation of a cell: its first part, with or without a known word, and what is known in the others."""
    name = re.match(r"[^,;(\t\n]+", text[start:end])
    stop = start + len(name.group().rstrip()) if name else end
    if stop - start < 2:
        return []
    more = [unit for unit in find_units(text) if stop < unit.start and unit.end <= end]
    return [Unit(start, stop, rank_of(text[start:stop])), *more]


def _date(text: str, cells: dict[CellKind, tuple[int, int]]) -> DateRange | None:
    """The date or range of the date cell, or of the cells of begin and end."""
    if "date" in cells:
        start, end = cells["date"]
        return next((date for date in find_dates(text) if start <= date.start < end), None)
    begin, finish = _single(text, cells.get("begin")), _single(text, cells.get("end"))
    ongoing = "end" in cells and is_present(text[slice(*cells["end"])])
    if "begin" not in cells:
        return finish
    if begin is None:
        return None
    if ongoing or finish is not None:
        last = "" if finish is None else finish.begin
        return DateRange(begin.start, begin.end, begin.begin, last, ongoing=ongoing, is_range=True)
    return DateRange(begin.start, begin.end, begin.begin, ongoing=True, is_range=True)


def _single(text: str, cell: tuple[int, int] | None) -> DateRange | None:
    """The date of a cell, taken without its neighbours."""
    if cell is None:
        return None
    dates = find_dates(text[slice(*cell)])
    if not dates:
        return None
    return DateRange(cell[0] + dates[0].start, cell[0] + dates[0].end, dates[0].begin)

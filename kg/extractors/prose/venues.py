"""Venue phrases: what tells one, where it starts and ends, and what it says about status and kind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import WorkKind, WorkStatus

_WORDS = (
    r"proceedings?|proc|conference|conf|symposium|symp|workshop|workshops|congress|journal|jnl|transactions|"
    r"trans|letters|lett|annals|review|reviews|magazine|"
    r"bulletin|quarterly|archives?|advances in|lecture notes|handbook|encyclop[a-z]+|arxiv|biorxiv|medrxiv|"
    r"chemrxiv|psyarxiv|ssrn|hal|preprint|"
    r"technical report|tech\.? rep|working paper|white paper|research report|thesis|dissertation|patent|meeting|forum|"
    r"ieee|acm|springer|elsevier|nature|science|plos|pnas|cell|lancet|usenix|openreview|press|"
    r"zeitschrift|tagung\w*|konferenz|revue|annales|actes|congrès|revista|actas|congreso|atti|rivista|convegno|"
    r"学报|期刊|会议|杂志|学报|論文誌|学会誌|журнал|вестник|известия|сборник|конференци\w+|тезисы|"
    r"(?:ال)?مجلة|(?:ال)?مؤتمر|dergisi|kongresi|sempozyumu|časopis|sborník|folyóirat|tijdschrift|tidsskrift|tidskrift"
)
CUE = re.compile(
    rf"(?<![\w-])(?:{_WORDS})(?![\w])|[学杂][报志]|(?<![\w-])[A-Z][A-Z-]{{1,9}}[a-z]?s?(?:\s*['’]?\s?\d{{2,4}}\b|\b)"
)
CUE_ANY = re.compile(rf"(?<![\w-])(?:{_WORDS})(?![\w])", re.I)
ACRONYM_YEAR = re.compile(
    r"(?<![\w-])(?:[A-Z][A-Za-z+&-]{1,14}\s*(?:['’]\s?\d\d|(?:19|20)\d\d)|"
    r"[A-Z]\w*[A-Z]\w*(?:\s[A-Z]\w+)?,?\s(?:19|20)\d\d)\b"
)
LEAD = re.compile(
    r"^(?:[\s,.;:–—-]*(?:"
    r"(?:accepted|published|submitted|appeared|appears|to appear|forthcoming|presented|in press|"
    r"under (?:review|revision|submission)|in submission|in revision|"
    r"conditionally accepted|provisionally accepted|eingereicht|angenommen|soumis|accepté|à paraître|aceptado|"
    r"enviado|en prensa)"
    r"(?:\s*(?:to|in|at|for|by|with|bei|à|a|en))*\b|"
    r"(?:brief|short|full|long|regular|invited|workshop|demo|poster)\s+paper\s+(?:in|at)\b|"
    r"(?:in|im|dans|en|at|on)\b(?=\s*:?\s)|"
    r"in:|"
    r"the(?=\s+(?:ieee|\d|proceedings?|journal|acm|international)))[\s,:]*)+",
    re.I,
)
_SUBMITTED = re.compile(
    r"\b(?:submitted|in submission|under (?:review|submission|revision|consideration)|in review|in revision|"
    r"revise and resubmit|r&r|eingereicht|in begutachtung|soumis(?:e)?|"
    r"en évaluation|enviado|sometido|submetido|sottomesso|in preparation|manuscript)\b|投稿|在审|审稿中",
    re.I,
)
_TO_APPEAR = re.compile(
    r"\b(?:to appear|forthcoming|in press|accepted|to be published|im erscheinen|im druck|erscheint|à paraître|"
    r"sous presse|en prensa|aceptad[oa]|aceito|in corso di stampa|no prelo)\b|已录用|待发表",
    re.I,
)
_PREPRINT = re.compile(r"\b(?:arxiv|biorxiv|medrxiv|chemrxiv|psyarxiv|techrxiv|ssrn|pre-?print|hal-\d+)\b", re.I)
_SECOND = re.compile(r"(?:/|;|,|\band\b)\s*(?:also\s+)?submitted to\s+(?P<venue>[^,.;()\[\]/]+)", re.I)
_ISSUE_TAIL = re.compile(
    r"[\s,.;:(–—-]*(?:"
    r"(?:(?<=papers\s)|(?<=series\s)|(?<=reports\s))(?:no\.?\s*)?[a-z]{0,2}\d[\w:/-]*(?=[,.;]|\s*$)|"
    r"\bvol(?:ume|\.)?\s*\d|\bv\.\s?\d|\bno\.?\s*\d|\bnumber\s+\d|\bissue\s*\d|\bpp?\.?\s*\d|"
    r"\bpages?\s+[a-z]?\d|\bart(?:icle|\.)\s*(?:no\.?|number|id)?\s*\d|\bband\s+\d|\bheft\s+\d|\bS\.\s*[a-z]?\d+|"
    r"\bт\.\s?\d|\bвып\.|\b№|\bс\.\s?\d|\bnúm\.|\bN°|\bdoi\b|https?:|\bissn\b|\bisbn\b|\bacceptance\b|"
    r"\bimpact factor\b|\bIF\s*[:=]|\bJCR\b|"
    r"\bcore\b\s*[:=]?\s*[AB]\*?|"
    r"(?:19|20)\d\d(?:\s*[;,:(]\s*\d+)|\d+\s*[(:]\s*\d+|\d+\s*,\s*(?:[a-z]{0,5}\d|pp|no|p\.)|\d+\.\d+\s*[,(]|"
    r"(?<![\w:.-])\d{1,4}\s*[.,]?\s*$"
    r")",
    re.I,
)
PUBLISHER_TAIL = re.compile(
    r"[,.]\s+(?:[A-Z][\w.]+(?:\s[A-Z][\w.]+)?\s*(?:,\s*[A-Z]{2,3})?\s*:\s*)?(?P<publisher>IEEE(?: Press|"
    r" Computer Society)?|ACM(?: Press)?|Springer(?:[- ]Verlag|,? Cham|,? Berlin)?(?: Nature)?|Elsevier|PMLR|"
    r"Wiley(?:-Blackwell)?|"
    r"MIT Press|AAAI Press|Cambridge University Press|Oxford University Press|CRC Press|Routledge|Taylor (?:&|"
    r"and) Francis|Sage|De Gruyter|Curran Associates|World Scientific|IOS Press|Morgan Kaufmann|MDPI|Hindawi|"
    r"USENIX(?: Association)?|SIAM|ISCA|ACL|Association for \w+ \w+|"
    r"[A-Z]\w+ (?:University )?Press)[\s.,]*$"
)
_DATE_TAIL = re.compile(
    r"[\s,.;:(\[–—-]*(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|"
    r"dec)[a-z]*\.?(?:\s*[-–/]\s*[a-z]{3,9}\.?)?\s*)?(?:\d{1,2}(?:\s*[-–]\s*\d{1,2})?,?\s*)?(?:(?:19|"
    r"20)\d\d[a-z]?)?[\s).,;:\]]*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class VenuePhrase:
    """The venue inside a phrase (places in the phrase), and what else the phrase says."""

    start: int
    end: int
    status: WorkStatus
    submitted_to: str = ""
    submitted_span: tuple[int, int] | None = None


def read_venue(phrase: str, *, whole: bool = False) -> VenuePhrase:
    """Where in "In Proceedings of the 8th Workshop on X (X'22), pages 3-9, 2022." the venue stands.

    `whole`: the phrase is set apart by its type, so a full stop inside ends no venue ("Inorg. Chem.").
    """
    second = _SECOND.search(phrase)
    submitted_to = second.group("venue").strip() if second and second.start() > 3 else ""
    limit = second.start() if submitted_to and second else len(phrase)
    lead = LEAD.match(phrase[:limit])
    start = lead.end() if lead else 0
    end = _cut(phrase, start, limit, whole=whole)
    named = _ACRONYM_CONFERENCE.match(phrase[:end], start)
    if named:
        end = named.end(1)
    while start < end and phrase[start] in ' ,.;:–—-\n\t"“':
        start += 1
    status = status_of(phrase[:limit])
    return VenuePhrase(start, end, status, re.sub(r"\s*\b(?:19|20)\d\d\b.*", "", submitted_to))


def leads(text: str) -> bool:
    """Whether the text begins as venue phrases do: "In", "To appear in", "Submitted to"."""
    match = LEAD.match(text)
    return match is not None and bool(match.group().strip())


def status_of(text: str) -> WorkStatus:
    """The status that words in the text state."""
    if _SUBMITTED.search(text) and not re.search(r"\b(?:accepted|published)\b", text, re.I):
        return "submitted"
    if _TO_APPEAR.search(text):
        return "to_appear"
    return "published"


def is_preprint(text: str) -> bool:
    """Whether the text names a preprint server or calls the work a preprint."""
    return bool(_PREPRINT.search(text))


_TYPE_LABEL = re.compile(r"\s+(?:Conference|Journal|Workshop|Short|Long|Full)\s+(?:Paper|Article)\s*$")
_ACRONYM_CONFERENCE = re.compile(r"(?<![\w-])([A-Z][a-z]?\w*[A-Z]\w*)\s+(?:Conference|Journal)\s*(?:(?:19|20)\d\d)?$")
_NOTE_TAIL = re.compile(
    r"[\s,.;–—-]*[(\[]\s*(?:[^()\[\]]*\b(?:oral|spotlight|poster|talk|presentation|award|best|honou?rable|"
    r"invited|accept\w*|acceptance|rate|nominat\w+|finalist|highlight\w*|"
    r"notable|top|long|short|full|regular|paper|equal|contribut\w+|first|second|co-?first|corresponding|"
    r"selected|citations?|cited|impact|rank\w*|tier|in press|forthcoming|to appear|submitted|under review|peer|"
    r"blind|online|appendix|"
    r"code|pdf|slides|video|extended|best-paper|runner|travel|q[1-4]|if|ccf|core|sci|ei)\b[^()\[\]]*|"
    r"\d+(?:\.\d+)?\s*%[^()]*|\*+)\s*[)\]][\s.,;]*$",
    re.I,
)
NOTE = re.compile(
    r"\s*[(\[]\s*(?:(?:invited|spotlight|oral|poster|short|long|full|regular|demo|brief|survey|"
    r"extended abstract|student|workshop|journal|conference)\s*(?:paper|presentation|talk|poster|track|article|"
    r"version)?|"
    r"(?:unpublished |doctoral |master's |phd |ph\.d\. )*(?:dissertation|thesis)|(?:co-?|"
    r"joint\s+)?first[- ]?authors?|equal contribution|in press|forthcoming|best [^()\[\]]*|"
    r"[^()\[\]]*award[^()\[\]]*|honou?rable mention|preprint|under review|to appear|submitted)\s*[)\]]",
    re.I,
)


_ARXIV_NUMBER = re.compile(r"arxiv[\s:]*(?:\d{4}\.\d{4,5}|[a-z-]+/\d{7})(?:v\d+)?", re.I)
_STOP = re.compile(r"\.\s+(?=[A-Z\d(\[])|\n|\t|;\s|\s[-–—]\s")


def _cut(phrase: str, start: int, limit: int, *, whole: bool) -> int:
    """Where the venue ends: before volume, pages, dates, notes and the next sentence."""
    end = limit
    number = _ARXIV_NUMBER.search(phrase, start, end)
    tail = _ISSUE_TAIL.search(phrase, number.end() if number else start, end)
    if tail is not None and tail.start() <= start:
        return start  # only volume and pages: the venue was left out
    if tail is not None:
        end = tail.start()
    for stop in _STOP.finditer(phrase[start:end]) if not whole else ():
        before, after = phrase[start : start + stop.start()], phrase[start + stop.end() : end]
        numbered = tail is not None and end == tail.start() and _goes_on_in_capitals(before, after, stop.group())
        if len(before) > 3 and not numbered and not _abbreviated(before, after, stop.group()):
            end = start + stop.start()
            break
    label = _TYPE_LABEL.search(phrase, start, end)
    if label and label.start() > start:
        end = label.start()
    for _ in range(4):
        shorter = _trimmed_end(phrase, start, end)
        if shorter == end:
            break
        end = shorter
    return end


def _trimmed_end(phrase: str, start: int, end: int) -> int:
    note = _NOTE_TAIL.search(phrase, start, end)
    if note:
        end = note.start()
    publisher = PUBLISHER_TAIL.search(phrase, start, end)
    if publisher and len(phrase[start : publisher.start()]) > 8:
        end = publisher.start()
    date = _DATE_TAIL.search(phrase, start, end)
    if date and _ARXIV_NUMBER.fullmatch(re.split(r"\s", phrase[start:end])[-1]):
        date = None
    if date and re.search(r"\d", date.group()) and date.start() > start and phrase[date.start() - 1] not in "'’":
        end = date.start()
        if phrase[start:end].count("(") > phrase[start:end].count(")"):
            closing = phrase.find(")", end)
            end = closing + 1 if 0 <= closing <= end + 2 else end
    while end > start and phrase[end - 1] in ' ,.;:–—-\n\t"”*':
        end -= 1
    return end


_CAPITALS = re.compile(r"(?:(?:[A-Z][\w&'’-]*\.?,?|of|and|for|in|the|&|der|de|des|et|y|e)(?:\s+|$)){1,6}")


def _goes_on_in_capitals(before: str, after: str, stop: str) -> bool:
    """Whether the words up to the volume number still name the journal: "Annales. Histoire, Sciences Sociales 60"."""
    if not stop.startswith(".") or re.search(r"\d", before) or len(before.split()) > 5:
        return False
    return _CAPITALS.fullmatch(after.strip(" .,;:(")) is not None and not PUBLISHER_TAIL.search(f". {after}")


def _abbreviated(before: str, after: str, stop: str) -> bool:
    """Whether a full stop only ends an abbreviated word of the venue ("Trans. Pattern Anal. Mach. Intell.")."""
    if not stop.startswith("."):
        return False
    word = re.search(r"[^\W\d_]+$", before)
    if word is None:
        return False
    known = re.fullmatch(
        r"proc|conf|symp|int|intl|trans|j|lett|rev|phys|math|comput|sci|eng|syst|am|amer|soc|assoc|natl|acad|"
        r"ann|appl|res|nat|commun|med|biol|chem|adv|mach|anal|pattern|intell|technol|tech|rep|dept|univ|vol|st|"
        r"eur|europ|"
        r"process|stat|surv|bull|quart|econ|polit|stud|mag|inf|theor|exp|clin|psychol|neurosci|electron|mech|"
        r"mater|robot|autom|softw|environ|geophys|astrophys|astron|lect|notes|netw|workshop|ser",
        word.group(),
        re.I,
    )
    return bool(known) or (len(word.group()) <= 5 and bool(re.match(r"[A-Z][a-z]{0,6}\.", after)))


def kind_of(venue: str, phrase: str) -> WorkKind:
    """The kind of work that a venue and its phrase speak of."""
    both = f"{venue} {phrase}"
    for kind, pattern in _KINDS:
        if re.search(pattern, both, re.I):
            return kind
    if re.search(r"\bvol(?:ume|\.)?\s*\d|\d+\s*\(\d+\)|\bissue\b|\d+\s*:\s*\d+\s*[-–]", phrase, re.I):
        return "article"
    if is_preprint(both):
        return "preprint"
    if ACRONYM_YEAR.search(both):
        return "paper"
    return "other"


_KINDS: tuple[tuple[WorkKind, str], ...] = (
    ("patent", r"\bpatents?\b|brevet|专利|\bUS\s?\d[\d,/]{6,}"),
    ("thesis", r"\bthesis\b|dissertation|\bthèse\b|\btesi\b|\btesis\b|habilitation|学位论文"),
    (
        "paper",
        r"\b(?:proceedings?|proc\.|conference|conf\.|symposium|workshops?|congress|meeting|tagung|konferenz|"
        r"congrès|congreso|convegno)\b|会议",
    ),
    ("report", r"\btechnical report|\btech\.? rep|\bworking paper|\breport\b|white paper|rapport"),
    (
        "article",
        r"\b(?:journal|transactions|trans\.|letters|annals|review|magazine|quarterly|bulletin|nature|science|"
        r"plos|pnas|revue|revista|zeitschrift|rivista)\b|学报|期刊",
    ),
    ("chapter", r"\b(?:chapter|handbook|encyclop\w+|lecture notes|\beds?\.|\bin: )"),
)

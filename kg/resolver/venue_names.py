"""What a printed venue says: the series, its abbreviation, the edition, whether it is a workshop and of what.

Pure functions on one printed string; which strings name one series is the business of `kg.resolver.venues`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_NUMBER_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth"
).split()
_UNITS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_ORDINAL = re.compile(
    rf"\b(\d{{1,3}}\s?(st|nd|rd|th)\b|((twenty|thirty|forty|fifty|sixty)[- ]({_UNITS})|{'|'.join(_NUMBER_WORDS)})\b"
    r"(?=\s+(annual|international|ieee|acm|aaai|joint|european|conference|workshop|symposium|national|world|meeting"
    r"|asian|biennial|usenix|intl|congress|\S+ (conference|symposium|workshop|meeting|congress)))"
    r"|[ivxl]{1,8}(?=\s+(annual|international|ieee|conference|workshop|symposium|congress)))",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\w.])(?:in\s+)?((?:19|20)\d\d)(?![\w])|['’‘](\d\d)\b|(?<=[A-Za-z])[-_/ ]?((?:19|20)\d\d)\b")
_LEAD = re.compile(
    r"^\W*((to appear|accepted|appears?|appeared|published|presented|submitted|forthcoming|in press)\s+(in|at|by"
    r"|to|for)?"
    r"|in(:|\s+the\b|\s)|at\s+the\b|the\b|(on-?line\s+)?(proceedings?|proc|procs|conference proceedings"
    r"|abstracts)\b\.?"
    r"(\s+of\b|\s*:)?|conf\.\s+proc\.)\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[\s,;.:(]*\b(vol(ume)?s?\b\.?\s*\d|no\.?\s*\d|num(ber)?\.?\s*\d|issue\s*\d|pp?\.?\s*\d|pages?\s*\d|article\s*\d"
    r"|\d+\s*\(\d+([-–]\d+)?\)\s*(:|,|pp|$)|\d+\s*[:,]\s*\d+\s*[-–]|doi\b|https?://).*$",
    re.IGNORECASE | re.DOTALL,
)
_ONLY_PLACE = re.compile(r"^(vol|volume|issue|no|number|pp|pages?|article|\d)[\s.\d,:;()–-]*", re.IGNORECASE)
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_ACRONYM = re.compile(r"[A-Za-z][A-Za-z0-9&*+/-]*[A-Z][A-Za-z0-9&*+/-]*|[A-Z]{2,}s?")
_SPONSOR = re.compile(
    r"^((ieee|acm|cvf|rsj|ifip|ifac|siam|usenix|iapr|iaria|eurasip|iet|eai|springer|elsevier|embs?|ems|comsoc|aps"
    r"|icaci|ccf"
    r"|annual|biennial|anniversary|sponsored by)\b[\s/&,-]*)+",
    re.IGNORECASE,
)
_WORKSHOP = re.compile(r"\bworkshops?\b|\bwkshp|\bwksh", re.IGNORECASE)
_HOST = re.compile(
    r"[\s,;:(\[–-]+(?:held\s+)?(?:@|at\b|in conjunction with\b|co-?located with\b|collocated with\b"
    r"|part of\b)\s*(?:the\s+)?"
    r"(?P<host>.+)$",
    re.IGNORECASE,
)
_CONFERENCE = re.compile(
    r"\b(conference|conf|symposium|symp|congress|colloquium|meeting|convention|summit|assembly|proceedings"
    r"|forum on)\b",
    re.IGNORECASE,
)
_JOURNAL = re.compile(
    r"\b(journal|transactions|trans|letters|lett|magazine|reviews?|annals|bulletin|archives?|quarterly|acta"
    r"|zeitschrift"
    r"|revista|revue|j)\b",
    re.IGNORECASE,
)
_TRACK = re.compile(
    r"[\s,;:–-]+(main (conference )?track|(research|demo|industry|student|poster|short paper|system demonstration)s? "
    r"(track|session|papers)|poster|oral|spotlight|companion( volume| proceedings)?|main volume|extended abstracts?"
    r"|short papers?|long papers?|workshop track)\b.*$",
    re.IGNORECASE,
)
# what stands where a venue would, and is none
_NO_VENUE = re.compile(
    r"(an? |my |the )?((ph\.?\s?d\.?|m\.?\s?(s|sc|phil|eng)\.?|b\.?\s?(s|sc|eng)\.?|master'?s?|doctoral"
    r"|bachelor'?s?|diploma|undergraduate|senior|honou?rs)[\s'’]*(thesis|dissertation)|thesis|dissertation"
    r"|(technical|tech\.?) report|manuscript|unpublished( manuscript)?|under review|in preparation|work in progress"
    r"|(u\.?s\.? )?patents?|submitted|to appear|in press|preprint|forthcoming|accepted|online|10\.\d{4,}/\S*)\b.*",
    re.IGNORECASE,
)
_OWN_NAME = re.compile(r"\bworkshops? (on|for|in|of)\b", re.IGNORECASE)
_EDITORS = re.compile(r"^.{3,300}?\b(editors?|eds?)\b[\s,.):]+(?=\S)", re.IGNORECASE)
_CAMEL_SERVER = re.compile(r"^(arxiv|biorxiv|medrxiv|chemrxiv|psyarxiv)\b.*$", re.IGNORECASE)
KINDS = {"c": "conference", "j": "journal", "w": "workshop", "p": "preprint_server", "b": "book_series"}


_NEITHER = re.compile(r"[^a-z0-9]+")  # in folded ASCII: neither letter nor digit


@dataclass(frozen=True, slots=True)
class Series:
    """One row of the shipped table of well-known series."""

    name: str
    abbreviation: str
    kind: str


@dataclass(frozen=True, slots=True)
class VenueName:
    """A printed venue taken apart.

    `core` are the folded words of the series without edition, sponsor and abbreviation ("" if only an abbreviation is
    printed). `host` is the printed conference that a workshop belongs to. `edition` is what tells the edition ("26th",
    "ICPR'22").
    """

    printed: str
    core: str = ""
    name: str = ""
    abbreviation: str = ""
    kind: str = ""
    edition: str = ""
    host: str = ""
    workshop: bool = False

    @property
    def empty(self) -> bool:
        return not self.core and not self.abbreviation


def folded(text: str) -> str:
    """Lower-case words with single spaces, accents and punctuation gone, "&" read as "and".

    >>> folded("Design, Automation & Test")
    'design automation and test'
    """
    plain = unicodedata.normalize("NFKD", html.unescape(text)).casefold().replace("&", " and ")
    if plain.isascii():
        return " ".join(_NEITHER.sub(" ", plain.replace("'", "")).split())
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c) and c not in "'’")
    return " ".join(kept.split())


@lru_cache(maxsize=1)
def known_series() -> tuple[Mapping[str, Series], Mapping[str, Series]]:
    """The shipped series by folded name (with all other forms) and by abbreviation (as folded words)."""
    by_name: dict[str, Series] = {}
    by_abbreviation: dict[str, Series] = {}
    path = Path(__file__).with_name("data") / "venues.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        abbreviation, name, kind, others = [*line.split("\t"), ""][:4]
        series = Series(name, abbreviation, KINDS[kind])
        forms = [name, *(other for other in others.split("|") if other)]
        for form in forms:
            by_name.setdefault(core_words(form), series)
            by_name.setdefault(folded(form), series)
        if abbreviation:
            by_abbreviation.setdefault(folded(abbreviation), series)
        for form in forms[1:]:
            if " " not in form:
                by_abbreviation.setdefault(folded(form), series)
    return by_name, by_abbreviation


def core_words(name: str) -> str:
    """The folded words of a series without leading article, sponsor and "annual".

    >>> core_words("IEEE/CVF International Conference on Computer Vision")
    'international conference on computer vision'
    """
    words = re.sub(r"\s+", " ", name).strip(" .,;:-–")
    if not re.match(
        r"(ieee(/acm)?|acm|siam|iet|ifac) (trans|journal|letters|computing|access|micro|review|comput)", words, re.I
    ):
        stripped = _SPONSOR.sub("", words)
        words = stripped if len(stripped.split()) > 1 else words
    text = folded(words)
    text = re.sub(r"^(the|in|on|of|annual|biennial) ", "", text)
    text = re.sub(
        r"\bintl\b|\bint l\b|\bint(?= (conf|conference|symp|symposium|workshop|joint)\b)", "international", text
    )
    text = re.sub(r"\bconf\b", "conference", text)
    text = re.sub(r"\bsymp\b", "symposium", text)
    text = re.sub(r"^annual ", "", text)
    return re.sub(r"\bworkshops\b", "workshop", text)


@lru_cache(maxsize=1 << 17)
def read_venue(printed: str) -> VenueName:
    """The parts of a printed venue; an empty name where only volume, pages or nothing is printed.

    >>> read_venue("30th Annual Conference on Neural Information Processing Systems (NIPS)").abbreviation
    'NIPS'
    >>> read_venue("Volume 32, Issue1").empty
    True
    """
    text = re.sub(r"</?\w[^<>]*>|[*_`\\\"“”]", " ", html.unescape(printed))
    text = re.sub(r"\s+", " ", text).strip(" .,;:")
    if not text or _ONLY_PLACE.fullmatch(text) or _NO_VENUE.fullmatch(text):
        return VenueName(printed)
    text = _EDITORS.sub("", text) or text
    if text.count("(") > text.count(")"):
        text += ")"  # cut off behind "(ICML"
    server = _CAMEL_SERVER.match(text)
    if server:
        series = known_series()[1][server[1].lower()]
        return VenueName(printed, core_words(series.name), series.name, series.abbreviation, "preprint_server")
    text = _without_lead(text)
    text = _TAIL.sub("", text).strip(" ,;:.(")
    # "Advances in Neural Information Processing Systems 33": a volume, unless the name is known with its number
    if folded(text) not in known_series()[0]:
        text = re.sub(r"(?<=[^\W\d]{3})[\s,]+\d{1,3}$", "", text)
    known = _exact(printed, text)
    return known or _read_grammar(printed, text)


def _without_lead(text: str) -> str:
    """The text without "In Proceedings of the" and the like; a known name that begins so stays whole."""
    by_name, _ = known_series()
    while folded(text) not in by_name:
        shorter = _LEAD.sub("", text, count=1)
        if shorter == text or not shorter:
            break
        text = shorter
    return text


def _exact(printed: str, text: str) -> VenueName | None:
    """The name, if the text is letter for letter a known series or abbreviation."""
    by_name, by_abbreviation = known_series()
    series = by_name.get(folded(text)) or by_abbreviation.get(folded(text))
    if series is None:
        return None
    return VenueName(printed, core_words(series.name), series.name, series.abbreviation, series.kind)


def _read_grammar(printed: str, text: str) -> VenueName:
    """Takes a name apart that is not known as it stands."""
    edition: list[str] = []
    workshop, host, abbreviation = bool(_WORKSHOP.search(text)), "", ""
    for inside in _BRACKET.findall(text):
        bare, told = _undated(inside)
        edition += told
        if _WORKSHOP.search(inside):
            host = host or _host_of(inside)
        elif not abbreviation and _is_acronym(bare):
            abbreviation = bare
            if told:
                edition.insert(0, inside.strip())
    text = _BRACKET.sub(" ", text)
    text, told = _undated(text)
    edition += told
    ordinals = [match.group(0) for match in _ORDINAL.finditer(text)]
    text = _ORDINAL.sub(" ", text)
    text = _TRACK.sub("", re.sub(r"\s+", " ", text)).strip(" ,;:.-–(/")
    text = _without_lead(text)
    if workshop:
        text, host = _split_host(text, host)
    text, abbreviation = _loose_acronym(text, abbreviation)
    return _assembled(
        printed, (text, abbreviation, host), workshop=workshop, edition=" ".join([*ordinals, *edition][:1])
    )


def _assembled(printed: str, parts: tuple[str, str, str], *, workshop: bool, edition: str) -> VenueName:
    """The name made of its words, abbreviation and host."""
    text, abbreviation, host = parts
    base = _workshop_base(abbreviation)
    if base:
        workshop, host, abbreviation = True, host or base, ""
    core = core_words(text)
    before, _, last = text.rpartition(" ")
    if before and not workshop and _workshop_base(last):  # "NTIRE CVPRW"
        return VenueName(printed, core_words(before), before, "", "workshop", edition, _workshop_base(last), True)
    if workshop:
        # "ICLR Workshop", "CVPR Workshops", "… Computer Vision (ICCV workshop)": all workshops of a conference
        bare = re.sub(r"\b(workshops?|proceedings|track)\b", " ", core).strip()
        whole_host = (
            None
            if _OWN_NAME.search(text)
            else _series_of(bare) or (_series_of(folded(host)) if host and _alike_host(bare, host) else None)
        )
        if whole_host is not None or not bare:
            return VenueName(printed, "", "", "", "workshop", edition, host or bare, True)
        return VenueName(printed, core, text, abbreviation, "workshop", edition, host, True)
    kind = "conference" if _CONFERENCE.search(text) else "journal" if _JOURNAL.search(text) else ""
    return VenueName(printed, core, text if core else "", abbreviation, kind, edition)


def _alike_host(bare: str, host: str) -> bool:
    """True if the words before "workshop" are just the host's name."""
    series = _series_of(folded(host))
    return series is not None and (not bare or core_words(series.name) == core_words(bare))


def _series_of(text: str) -> Series | None:
    by_name, by_abbreviation = known_series()
    return by_name.get(text) or by_name.get(core_words(text)) or by_abbreviation.get(text)


def _workshop_base(abbreviation: str) -> str:
    """The conference of an abbreviation such as "CVPRW"; "" if it is none."""
    if len(abbreviation) > 3 and abbreviation.endswith(("W", "Ws")):
        base = abbreviation.rstrip("s")[:-1]
        if _series_of(folded(base)) is not None:
            return base
    return ""


def _undated(text: str) -> tuple[str, list[str]]:
    """The text without its years, and the years as printed."""
    told = [match.group(0).strip() for match in _YEAR.finditer(text)]
    return re.sub(r"\s+", " ", _YEAR.sub(" ", text)).strip(" ,;:-–/"), told


def _is_acronym(text: str) -> bool:
    pieces = text.split()
    return 0 < len(pieces) <= 2 and len(text) <= 16 and all(_ACRONYM.fullmatch(piece) for piece in pieces)


def _host_of(text: str) -> str:
    """The conference in "Workshop at AAAI'23" or "ICCV workshop"."""
    bare, _ = _undated(text)
    match = _HOST.search(bare)
    rest = match["host"] if match else _WORKSHOP.sub(" ", bare)
    return re.sub(r"^\s*(of|at|in|on|the)\s+", "", re.sub(r"\s+", " ", rest)).strip(" ,;:.-–")


def _split_host(text: str, host: str) -> tuple[str, str]:
    """The workshop's own name and its conference.

    "Workshop on X at the Y", "Y Workshop on X", "Workshop on X, Y" and so on.
    """
    match = _HOST.search(text)
    if match and len(text[: match.start()].split()) > 1:
        return text[: match.start()].strip(" ,;:.-–"), host or match["host"].strip(" ,;:.-–")
    lead = re.match(r"^(?P<host>[\w&/ -]{2,40}?)\s+(?P<own>workshops?\s+(on|for|in|of)\b.+)$", text, re.IGNORECASE)
    if lead and _series_of(folded(lead["host"])) is not None:
        return lead["own"], host or lead["host"]
    before, _, after = text.rpartition(",")
    if before and _series_of(folded(after)) is not None:
        return before.strip(), host or after.strip()
    return text, host


def _loose_acronym(text: str, abbreviation: str) -> tuple[str, str]:
    """The words and the abbreviation, where that stands without brackets ("CVPR", "… Learning, ICML", "ICML - …")."""
    if abbreviation:
        return text, abbreviation
    if _is_acronym(text) and " " not in text:
        return "", text
    _, by_abbreviation = known_series()
    pieces = [piece.strip() for piece in re.split(r"\s*[,;:–]\s*|\s-\s", text) if piece.strip()]
    for piece in (pieces[-1], pieces[0]) if len(pieces) > 1 else ():
        # "… Health Informatics, BCB": an abbreviation that nobody knows must stand behind a name of several words
        behind = piece == pieces[-1] and len(pieces[0].split()) > 2 and piece.isupper() and len(piece) in range(3, 9)
        known = folded(piece) in by_abbreviation or (
            behind and piece not in ("USA", "UAE", "PRC", "EPFL", "ETH", "MIT")
        )
        if _is_acronym(piece) and known:
            rest = " ".join(other for other in pieces if other != piece)
            return rest, piece
    if len(pieces) > 1 and _series_of(folded(pieces[0])) is not None and not _WORKSHOP.search(text):
        return pieces[0], abbreviation
    return text, abbreviation


def abbreviates(short: str, long: str) -> bool:
    """True if each word of `short` stands for a word of `long`, in order, and no content word of `long` is left over.

    >>> abbreviates("j am chem soc", "journal of the american chemical society")
    True
    >>> abbreviates("neural comput", "neural computing and applications")
    False
    """
    small = {"of", "the", "and", "on", "in", "for", "a", "an", "to", "with", "at", "de", "der", "und", "et"}
    words = [word for word in long.split() if word not in small]
    tokens = [token for token in short.split() if token not in small]
    return len(words) == len(tokens) > 1 and all(_stands_for(t, w) for t, w in zip(tokens, words, strict=True))


def _stands_for(token: str, word: str) -> bool:
    """True if `token` is an abbreviation of `word`: its beginning, or its first letter and later ones in order."""
    if word.startswith(token):
        return True
    if len(token) < 3 or token[0] != word[0] or len(token) >= len(word):
        return False
    letters = iter(word)
    return all(letter in letters for letter in token)


def initials(text: str) -> str:
    """First letters of the content words: what two forms of one name have in common.

    >>> initials("journal of the american chemical society")
    'jacs'
    """
    small = {"of", "the", "and", "on", "in", "for", "a", "an", "to", "with", "at", "de", "der", "und", "et"}
    return "".join(word[0] for word in text.split() if word not in small)

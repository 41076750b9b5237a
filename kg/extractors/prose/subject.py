"""Whom a document is about: the name at the top, in a title, or in the bold names, addresses and file names it uses."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extractors.prose.headings import classify, coverage
from kg.extractors.prose.language import spans
from kg.extractors.prose.lexicon import COMMON, Lexicon
from kg.extractors.prose.names import TITLES, clean_name, looks_like_name, name_style, shape_of
from kg.extractors.prose.sections import Section
from kg.model import Document, Line, Selector

_AROUND = re.compile(
    r"curriculum\s+vit[aæe]+\s*[:–—|-]?|lebenslauf|\bcv\b|r[ée]sum[ée]|home\s?page|personal (?:web)?(?:page|site)|"
    r"\b(?:hi|hello|hey)\b\W*|\bI['’]m\b|\bI am\b|\bmy name is\b|"
    r"web\s?page|website|academic\s+(?:page|website)|about(?: me)?|welcome(?: to)?|publications?(?: (?:list|by|of))?|"
    r"'s\b|’s\b|[|–—:(\[].*$|\b(?:ph\.?\s?d\.?|m\.?d\.?|m\.?sc\.?|dr\.?-?ing\.?|mba|jr\.?|dipl\.?-?\w*\.?|facs|"
    r"mph)\b\.?(?=[\s,]|$)|個人簡歷|简历|个人主页",
    re.I,
)
_TITLED = re.compile(
    r"^(?:(?:univ\.?-?\s?|apl\.\s?|em\.\s?|assoc\.\s?|assist\.\s?|hon\.\s?)?(?:prof|professor(?:in)?|"
    r"privatdozent(?:in)?|pd|"
    r"dr|dott|drs|mag|dipl|doc|ing|ir|phd|mudr|rndr|acad|akad|lic|sir|dame|lord|rev|mr|mrs|ms|mx|herr|frau)\b"
    r"[.ª]*(?:-?\s?(?:ing|med|phil|rer|nat|pol|oec|iur|jur|habil|h\.?\s?c|theol|sc|math|dent|vet|mult|univ|"
    r"techn|ssa|inż)\b\.?)*"
    r"[\s.]+|(?:del|della|dell['’]|di|de|do|da|von|of|by|by:|für)\s+|hab\.\s?|inż\.\s?|ssa\s|dra\.?\s|doç\.\s?|"
    r"öğr\.\s?(?:üyesi|gör\.)\s|avv\.\s?|abg\.\s?|arq\.\s?|kand\.\s?|mgr\s)+",
    re.I,
)
_WITH_NICKNAME = re.compile(r"[A-Z][\w'’-]+ [(\"“][A-Z]\w+[)\"”](?: [A-Z][\w'’.-]*){1,2}(?=\s*(?:$|[,|\t]))")
_SELF = re.compile(
    r"(?:\bI am|\bI['’]m|\bMy name is|\bIch bin|\bIch hei(?:ß|ss)e|\bJe suis|\bJe m['’]appelle|\bMe llamo|"
    r"\bSoy|\bSono|\bMi chiamo|\bHi,? I['’]m|我是|我叫)\s+(?:called\s+|Dr\.?\s+|Prof\.?\s+)?"
    r"((?:(?:[^\W\d_]\.|[^\W\d_][\w'’-]*)\s+){1,3}[^\W\d_][\w'’-]+)",
)
_EMAIL = re.compile(r"[\w.+-]+\s?(?:@|\[at\]|\(at\)|\sat\s)\s?[\w.-]+\.[A-Za-z]{2,}")
_URL = re.compile(r"https?://[^\s<>\"'()\[\]]+|(?:www\.)[\w./~-]+|\b[\w-]+\.github\.io\b[\w/~-]*", re.I)
_PROFILE_SITES = re.compile(
    r"linkedin|github\.com|twitter|x\.com|facebook|scholar\.google|orcid|researchgate|dblp|semanticscholar|"
    r"arxiv|youtube|medium\.com|doi\.org|mailto|instagram|openreview|publons|researcherid|scopus",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """The person a document is about: the printed form with its place, the best full form, homepage and e-mail hash."""

    name: str
    selector: Selector
    full_name: str = ""
    homepage: str = ""
    email_hash: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    name: str
    line: int
    start: int
    end: int
    score: float


def find_subject(document: Document, sections: Sequence[Section], lexicon: Lexicon) -> Subject | None:
    """The subject, or None where nothing tells."""
    lines = document.lines
    counts = author_counts(lines, lexicon)
    candidates = list(_at_the_top(document, sections, counts))
    homepage, email = _homepage(document, sections), _email(lines)
    if candidates:
        best = max(candidates, key=lambda one: (one.score, -one.line))
        line = lines[best.line]
        start, end = line.span(best.start, best.end)
        return Subject(best.name, Selector(start, end, line.page), "", homepage, email)
    return _from_marks(document, lexicon, counts, homepage, email)


def author_counts(lines: Sequence[Line], lexicon: Lexicon) -> Counter[str]:
    """How often each name stands in what looks like an author list, folded."""
    counts: Counter[str] = Counter()
    for line in lines:
        for run in lexicon.runs(line.text[:2000]):
            if run.weight >= 1.5 or (len(run.names) == 1 and line.marker and run.end - run.start >= len(line.text) - 2):
                counts.update(clean_name(line.text[name.start : name.end]).lower() for name in run.names)
    return counts


def _at_the_top(document: Document, sections: Sequence[Section], counts: Counter[str]) -> Iterator[_Candidate]:
    lines = document.lines
    mail = " ".join(match.group().split("@")[0].lower() for line in lines[:40] for match in _EMAIL.finditer(line.text))
    limit = min(len(lines), max(12, sections[0].stop if sections and sections[0].heading is None else 12), 25)
    biggest = max((line.size for line in lines[:limit]), default=1.0)
    for number in range(limit):
        line = lines[number]
        if line.heading > 2 and number > 3:
            continue
        for start, end in _name_parts(line.text):
            name = line.text[start:end]
            alone = end - start >= 0.6 * len(_cell(line.text, start))
            known = _matches(name, counts)
            mailed = _spelt_in_mail(name, mail)
            score = (
                2.5 * mailed
                + 2.0 * alone
                + 2.0 * (line.heading == 1)
                + 1.0 * (line.size >= biggest - 0.01 and biggest > 1.1)
            )
            score += (
                0.5 * (line.bold > 0.5)
                - 0.15 * number
                + 0.7 * (number == 0)
                + min(3.0, 1.2 * known**0.5)
                + 0.8 * _in_title(name, document.title)
            )
            score -= 2.0 * bool(line.marker)
            if score >= 1.8:
                yield _Candidate(name, number, start, end, score)
    yield from _over_lines(lines)
    yield from _introductions(lines)
    yield from _labelled(lines)


def _spelt_in_mail(name: str, mail: str) -> bool:
    """Whether an address at the top is made of the name: its family name in full, or nearly so."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]{3,}", name)]
    return bool(mail) and sum(word in mail for word in words) >= (2 if len(words) > 2 else 1)


def _over_lines(lines: Sequence[Line]) -> Iterator[_Candidate]:
    """A name in the largest type that has one word a line, as on narrow columns."""
    biggest = max((line.size for line in lines[:12]), default=1.0)
    rows = [n for n in range(min(12, len(lines))) if lines[n].size >= biggest - 0.01 and len(lines[n].text.split()) < 3]
    name = " ".join(lines[n].text.strip() for n in rows)
    if biggest > 1.3 and 1 < len(rows) < 5 and rows[-1] - rows[0] == len(rows) - 1 and looks_like_name(name):
        if not _not_a_name(name):
            yield _Candidate(name, rows[0], 0, len(lines[rows[0]].text), 3.5)


def _cell(text: str, place: int) -> str:
    """The table cell, or the stretch between bars, that holds a place of the line."""
    for cell in re.finditer(r"[^\t|•·]+", text):
        if cell.start() <= place < cell.end():
            return cell.group().strip()
    return text.strip()


def _introductions(lines: Sequence[Line]) -> Iterator[_Candidate]:
    for number, line in enumerate(lines[:60]):
        match = _SELF.search(line.text)
        if match and looks_like_name(match.group(1)) and not _has_word(match.group(1)):
            yield _Candidate(match.group(1), number, *match.span(1), 2.5)


_NAME_LABEL = re.compile(
    r"\s*(?:(?:full |last |family )?names?(?: and surname| \(?(?:in full|last, first)[^:]*\)?)?|"
    r"surname and (?:first )?name|"
    r"name,? vorname|nom(?: et pr[ée]noms?)?|nombre(?: y apellidos)?|apellidos y nombres?|apellidos, nombre|"
    r"nome(?: e cognome)?|"
    r"nome completo|cognome e nome|ad[ıi](?: ve)? soyad[ıi]|imię i nazwisko|jméno(?: a příjmení)?|név|"
    r"nume(?: și prenume)?|"
    r"nimi|ονοματεπώνυμο|п\.?і\.?б\.?|прізвище.{0,20}|이름|성명|(?:ال)?[اأ]سم|họ (?:và )?tên|nama|фио|"
    r"ф\.и\.о\.|имя|姓名|氏名|お名前|naam|navn|namn)\s*(?:[:：]|\t\s*:?)\s*(?=\S)",
    re.I,
)


def _labelled(lines: Sequence[Line]) -> Iterator[_Candidate]:
    """What stands after "Name:" at the top."""
    for number, line in enumerate(lines[:25]):
        label = _NAME_LABEL.match(line.text)
        if label is None:
            continue
        start = label.end()
        titled = _TITLED.match(line.text[start:])
        start += titled.end() if titled else 0
        end = len(line.text) if "\t" not in line.text[start:] else line.text.index("\t", start)
        name = re.sub(r"\s*\([^()]*\)\s*$", "", line.text[start:end]).rstrip(" ,;")
        if looks_like_name(name) or looks_like_name(name.title()):
            yield _Candidate(name, number, start, start + len(name), 4.0)


def _has_word(text: str) -> bool:
    """Whether it holds a lower-case word that is no particle: "a researcher at"."""
    return any(code == "x" for code in shape_of(text)) or text.split()[0].islower()


def _name_parts(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of a line that can be a person's name: the line without labels, titles and degrees."""
    if len(text) > 120 or ("@" in text[:60] and len(text.split()) < 2):
        return
    if classify(text) != "unknown" and coverage(text) > 0.6:
        return
    nicknamed = _WITH_NICKNAME.match(text)
    if nicknamed and not _not_a_name(nicknamed.group()):
        yield nicknamed.span()
        return
    cleaned = _AROUND.sub(lambda match: " " * len(match.group()), text)
    titled = _TITLED.match(text)
    if titled:
        cleaned = " " * titled.end() + cleaned[titled.end() :]
    for piece in re.finditer(r"[^,\t|•·;/\n]+", cleaned):
        start, end = piece.span()
        words = list(re.finditer(r"\S+", cleaned[start:end]))
        while words and words[0].group().lower().rstrip(".") in {title.rstrip(".") for title in TITLES}:
            words.pop(0)
        if not 2 <= len(words) <= 5:
            if not (words and re.fullmatch(r"[\u3400-\u9fff]{2,4}", words[0].group())):
                continue
        first, last = start + words[0].start(), start + words[-1].end()
        name = cleaned[first:last]
        if looks_like_name(name) and name_style(shape_of(name)) and not _not_a_name(name):
            yield first, last
        elif name.isupper() and looks_like_name(name.title()) and not _not_a_name(name):
            yield first, last


_OTHER_WORDS = frozenset(
    "university universität université universidad universidade università department institute school college "
    "laboratory lab center centre group street road avenue "
    "professor assistant associate research researcher scientist engineer student fellow candidate "
    "postdoctoral director manager senior junior staff lecturer phd "
    "education publications experience research skills contact information email phone mobile tel fax address "
    "homepage date birth nationality profile summary papers "
    "author search name possible page home menu news blog about selected google scholar github linkedin "
    "twitter computer science engineering machine learning data "
    "artificial intelligence natural language vision deep learning statistics mathematics physics chemistry "
    "biology economics history philosophy medicine curriculum vitae "
    "beijing china london paris berlin germany france usa states united kingdom york california san francisco "
    "new academic full list recent last updated january february "
    "march april may june july august september october november december present current position interests "
    "areas key strong".split()
)


def _not_a_name(name: str) -> bool:
    words = [word.lower().strip(".") for word in re.findall(r"[^\W\d_]+", name)]
    if spans(name, "degrees") or (spans(name, "organisations") and not re.search(r"\b[A-Z]\.", name)):
        return True
    if classify(name) != "unknown" and coverage(name) > 0.4:
        return True
    return any(word in _OTHER_WORDS for word in words) or all(word in COMMON for word in words)


def _matches(name: str, counts: Counter[str]) -> int:
    """How many printed authors can be this person."""
    lexicon = Lexicon(set(), owner=tuple(word.lower() for word in re.findall(r"[^\W\d_]{2,}", name)))
    return sum(count for printed, count in counts.items() if lexicon.has_owner(printed))


def _in_title(name: str, title: str) -> bool:
    words = re.findall(r"[^\W\d_]{2,}", name.lower())
    return bool(words) and all(word in title.lower() for word in words)


def _homepage(document: Document, sections: Sequence[Section]) -> str:
    """The first address at the top that is no profile site, else none."""
    limit = min(len(document.lines), max(15, sections[0].stop if sections and sections[0].heading is None else 15), 30)
    for line in document.lines[:limit]:
        for match in _URL.finditer(line.text):
            url = match.group().rstrip(".,;|")
            if not _PROFILE_SITES.search(url):
                return url if "://" in url else f"https://{url}"
        for run in line.runs:
            label = line.text[run.start : run.end]
            if (
                re.match(r"https?://", run.href)
                and not _PROFILE_SITES.search(run.href)
                and re.search(r"home|web|site|page|\.", label, re.I)
                and len(label) < 60
            ):
                if re.search(r"home|website|web ?page|personal|://|\.\w{2,}", label, re.I) and len(line.text) < 160:
                    return run.href
    return ""


def _email(lines: Sequence[Line]) -> str:
    """SHA-256 of the first e-mail address, in lower case."""
    for line in lines[:40]:
        match = re.search(r"[\w.+-]+@[\w-]+\.[\w.-]*[A-Za-z]", line.text)
        if match:
            return hashlib.sha256(match.group().lower().encode()).hexdigest()
    return ""


def _from_marks(
    document: Document, lexicon: Lexicon, counts: Counter[str], homepage: str, email: str
) -> Subject | None:
    """The name that author lists print in bold; else the title; else the name that nearly all lists share."""
    title = re.sub(_AROUND, " ", document.title).strip(" -–—|,:")
    titled = looks_like_name(title) and len(title.split()) >= 2 and not _not_a_name(title)
    if titled and _matches(title, counts):
        return Subject(title, Selector(0, 0), title, homepage, email)
    bold: Counter[str] = Counter()
    places: dict[str, Selector] = {}
    for line in document.lines:
        for run in lexicon.runs(line.text[:2000]):
            for name in run.names:
                marked = sum(
                    max(0, min(r.end, name.end) - max(r.start, name.start)) for r in line.runs if r.bold or r.underline
                )
                if marked * 2 > name.end - name.start and line.bold < 0.7:
                    printed = clean_name(line.text[name.start : name.end])
                    bold[printed] += 1
                    start, end = line.span(name.start, name.end)
                    places.setdefault(printed, Selector(start, end, line.page))
    if bold and (bold.most_common(1)[0][1] >= 2 or len(bold) == 1):
        printed = bold.most_common(1)[0][0]
        full = full_name(printed, _spellings(document), counts)
        return Subject(printed, places[printed], full if full != printed else "", homepage, email)
    if titled:
        return Subject(title, Selector(0, 0), title, homepage, email)
    return _from_lists(document, lexicon, homepage, email)


_FEWEST_LISTS, _SHARE_OF_LISTS = 3, 0.6


def _from_lists(document: Document, lexicon: Lexicon, homepage: str, email: str) -> Subject | None:
    """The name that nearly all author lists share."""
    places: dict[str, list[tuple[str, Selector]]] = {}
    lists = 0
    for line in document.lines:
        runs = [run for run in lexicon.runs(line.text[:2000]) if run.weight >= 1.5]
        lists += bool(runs)
        for name in (name for run in runs for name in run.names):
            printed = clean_name(line.text[name.start : name.end])
            start, end = line.span(name.start, name.end)
            places.setdefault(printed.lower(), []).append((printed, Selector(start, end, line.page)))
    best = max(places.values(), key=len, default=[])
    if lists < _FEWEST_LISTS or len(best) < _SHARE_OF_LISTS * lists:
        return None
    return Subject(*best[0], "", homepage, email)


def _spellings(document: Document) -> list[str]:
    """Strings that may spell a name without blanks: link targets, file names, addresses."""
    found = [run.href for line in document.lines for run in line.runs if run.href]
    found += [match.group() for line in document.lines for match in _EMAIL.finditer(line.text)]
    found += [match.group() for line in document.lines for match in _URL.finditer(line.text)]
    return [*found, document.path, document.title]


def full_name(printed: str, spellings: Sequence[str], counts: Counter[str]) -> str:
    """The full form of "Lin, R.": among the printed names, else out of addresses and file names ("LINRUI_CV.pdf")."""
    words = re.findall(r"[^\W\d_]+", printed)
    initials = [
        word[0].lower() for word in words if len(word) == 1 or (word.isupper() and len(word) == 2 and "." in printed)
    ]
    families = [word for word in words if len(word) > 1]
    if not initials or not families:
        return printed
    family = families[-1] if "," not in printed else families[0]
    lexicon = Lexicon(set(), owner=tuple(word.lower() for word in words))
    longer = [
        name
        for name in counts
        if family.lower() in name.split() and name != printed.lower() and _extends(name, family.lower(), initials[0])
    ]
    if longer:
        best = max(longer, key=lambda name: counts[name])
        return best.title() if lexicon else printed
    tally: Counter[str] = Counter()
    for spelling in spellings:
        for piece in re.findall(r"[^\W\d_]+", spelling):
            given = _given_part(piece.lower(), family.lower(), initials[0])
            if given:
                tally[given] += 1
    if not tally:
        return printed
    given = max(tally, key=lambda word: (tally[word], -len(word)))
    return f"{given.capitalize()} {family}"


def _extends(name: str, family: str, initial: str) -> bool:
    words = re.findall(r"[^\W\d_]+", name)
    return (
        len(words) == 2
        and family in words
        and any(word != family and len(word) > 1 and word.startswith(initial) for word in words)
    )


def _given_part(piece: str, family: str, initial: str) -> str:
    """What is left of "linrui" or "ruilin" without "lin", if it can be a given name with that initial."""
    if piece == family or family not in piece or len(piece) - len(family) < 2:
        return ""
    for rest in (piece.removeprefix(family), piece.removesuffix(family)):
        if rest != piece and rest.startswith(initial) and 2 <= len(rest) <= 12 and re.search(r"[aeiouy]", rest):
            return rest
    return ""

"""The spaCy pipeline of this room: tokens with offsets, and spans for dates, degrees, roles and organisations.

A blank pipeline with our own tokeniser rules and matchers: nothing is downloaded, start-up is the import of spaCy.
Every mark of punctuation is a token, so that any stretch of characters that ends at words is a span of tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kg import posts
from kg.extractors.prose import vocabulary
from kg.extractors.prose.dates import find_dates

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_CAPITAL = r"(?:[A-ZÀ-ÖØ-ÞА-ЯЁ][\w'’]*(?:[-‐/@][\w'’]+)*(?:&[A-Z]\w*)?|(?<![\w])d['’][A-Z]\w+)"
_SHORT = r"(?:Dept|Univ|Tech|Inst|Natl|Nat|Co|Corp|Inc|Ltd|Lab|St|Sci|Eng|Comp|Res|Dr|U\.S|Int|Intl|AI|P\.R)\."
_LINK = (
    r"(?:(?:of|for|and|&|de|la|le|les|du|des|für|und|der|des|di|della|dell['’]|do|da|del|y|e|et|zu|voor|"
    r"van)\s+(?:the\s+|la\s+|les\s+)?|d['’]\s?)"
)
_SEQUENCE = re.compile(
    rf"(?:[Tt]he\s+)?(?:{_SHORT}|{_CAPITAL})(?:[^\S\n\t]+(?:{_LINK}){{0,2}}(?:{_SHORT}(?=\s+[A-Z,])|"
    rf"{_CAPITAL})|\.AI\b|,\s(?:LLC|LCC|Inc\.?|Ltd\.?|GmbH|Co\.)(?!\w))*(?:\s?\([A-Z][\w.& -]{{1,14}}\))?"
)
_CJK_ORGANISATION = re.compile(
    r"[\u4e00-\u9fff々ァ-ヴー]{2,20}?(?:大学|大學|学院|學院|研究院|研究所|研究科|研究室|公司|集团|实验室|中心|医院|病院|"
    r"高等学校|機構|振興会|学部|系(?![\u4e00-\u9fff]))|株式会社[\u4e00-\u9fffァ-ヴー]{2,12}|"
    r"[\uac00-\ud7a3]{2,14}(?:대학교|대학원|대학|연구소|연구원(?=\s)|기술원|병원|전자|주식회사|학과|학부)(?![\uac00-\ud7a3])"
)
# short forms that a place or name completes: "TU Dortmund", "IIT Bombay", "ENS Lyon"
_SHORT_LED = re.compile(
    r"(?<![\w.-])(?:TU|FU|HU|LMU|RWTH|FH|PH|HTW|UC|UT|IIT|IIIT|NIT|IISER|ENS|INSA|Inria|INRIA|CNRS|CEA|VU|KU|"
    r"Sciences Po|"
    r"SUNY|CUNY|Politecnico di|Politechnika|"
    r"Universit[àé]|Universität|Universiteit|Universitetet i|Uniwersytet|Univerzita)"
    r"[^\S\n\t](?:[a-zà-ÿ]+[^\S\n\t]){0,2}[A-ZÀ-Þ][\w'’.-]*(?:-[A-ZÀ-Þ]\w*)*"
)
# names that go on in lower case: "Université catholique de Louvain", "Московский государственный университет"
_LONG_NAMED = re.compile(
    r"(?:[А-ЯЁ][\w-]*(?:ий|ый|ой|ая|ое)[^\S\n\t](?:[\w-]+(?:ий|ый|ой|ая|ое)[^\S\n\t]){0,4})?"
    r"(?:[Уу]ниверситет|[Ии]нститут|[Аа]кадемия|[Цц]ентр)(?:[^\S\n\t](?!(?:и|в|на|с|по)[^\S\n\t])[\w«»\"“”.-]+){0,9}|"
    r"(?:Universit[éàá]|Universidad|Universidade|Universitatea?|Universitetet|Universitat|Uniwersytet|Univerzita|"
    r"Institut|Instituto|Istituto|Instytut|École|Escuela|Scuola|Akademia)[^\S\n\t][a-zà-ÿ’']+(?:[^\S\n\t][a-zà-ÿ’']+){0,2}"
    r"[^\S\n\t](?:d['’])?[A-ZÀ-ÞŁŚŻ][\w-]+(?:[^\S\n\t](?:[a-zà-ÿ]{1,4}[^\S\n\t])?[A-ZÀ-ÞŁŚŻ][\w-]+){0,3}"
)


_ROLE_LEAD = re.compile(
    r"(?:(?:[A-Z][\w-]*\s+){0,4}(?:"
    + "|".join(sorted(word.capitalize() for word in vocabulary.ROLE_HEADS))
    + r")\s+(?:of|for|at|in|de|der|des)\s+(?:the\s+)?)"
)


def spans(text: str, kind: str) -> list[tuple[int, int]]:
    """Places of the spans of a kind ("dates", "degrees", "roles", "organisations", "known"), left to right."""
    return list(_annotated(text).get(kind, ()))


@lru_cache(maxsize=4096)
def _annotated(text: str) -> dict[str, tuple[tuple[int, int], ...]]:
    """The places of all spans by their kind; the spaCy document itself is not kept."""
    document = pipeline()(text)
    groups = document.spans.items()
    return {kind: tuple((span.start_char, span.end_char) for span in group) for kind, group in groups}


@lru_cache(maxsize=1)
def pipeline() -> Language:
    """The pipeline, built once."""
    import spacy
    from spacy.language import Language as SpacyLanguage
    from spacy.tokenizer import Tokenizer

    if not SpacyLanguage.has_factory("kg_cues"):
        SpacyLanguage.factory("kg_cues", func=_make_cues)
    language = spacy.blank("xx")
    punctuation = re.compile(r"[^\w\s]|_|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")  # words there have no spaces
    language.tokenizer = Tokenizer(
        language.vocab, prefix_search=re.compile(r"^(?:[^\w\s]|_)").search, infix_finditer=punctuation.finditer
    )
    language.add_pipe("kg_cues")
    return language


def _make_cues(nlp: Language, name: str) -> Cues:
    return Cues(nlp)


class Cues:
    """Pipeline component: sets `doc.spans` for dates, degrees, roles, known and cued organisations."""

    def __init__(self, nlp: Language) -> None:
        from spacy.matcher import Matcher, PhraseMatcher

        self.known = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.known.add("known", [nlp.make_doc(name) for name in sorted(vocabulary.KNOWN_ORGANISATIONS)])
        self.roles = Matcher(nlp.vocab)
        words: dict[str, Any] = {"LOWER": {"IN": sorted(vocabulary.ROLE_WORDS | vocabulary.ROLE_HEADS)}}
        heads: dict[str, Any] = {"LOWER": {"IN": sorted(vocabulary.ROLE_HEADS)}, "IS_UPPER": False}
        upper: dict[str, Any] = {
            "ORTH": {"IN": ["TA", "RA", "CEO", "CTO", "CSO", "COO", "VP", "MTS", "SDE", "SWE", "ATER", "PI"]}
        }
        hyphen: dict[str, Any] = {"ORTH": {"IN": ["-", "–", "&", "/"]}, "OP": "?"}
        for number, head in enumerate((heads, upper)):
            self.roles.add(
                f"role{number}",
                [
                    [head],
                    [words, hyphen, head],
                    [words, hyphen, words, hyphen, head],
                    [words, hyphen, words, hyphen, words, hyphen, head],
                ],
                greedy="LONGEST",
            )
        self.roles.add(
            "role-caps", [[{"LOWER": {"IN": sorted(vocabulary.ROLE_HEADS)}, "IS_UPPER": True, "LENGTH": {">": 3}}]]
        )

    def __call__(self, doc: Doc) -> Doc:
        text = doc.text
        _put(doc, text, "dates", [(date.start, date.end) for date in find_dates(text)])
        degrees = [match.span() for match in vocabulary.DEGREE.finditer(text)]
        _put(doc, text, "degrees", _longest([*degrees, *posts.degree_places(text)]))
        roles = [(doc[start:end].start_char, doc[start:end].end_char) for _, start, end in self.roles(doc)]
        _put(doc, text, "roles", _longest([*roles, *posts.post_places(text)]))
        known = [(doc[start:end].start_char, doc[start:end].end_char) for _, start, end in self.known(doc)]
        _put(doc, text, "known", _longest(span for span in known if text[span[0]].isupper()))
        _put(doc, text, "organisations", _longest(_organisations(text)))
        return doc


def _organisations(text: str) -> Iterable[tuple[int, int]]:
    """Runs of capitalised words that hold an organisation cue ("Wuhan University", "Department of Automation")."""
    for match in _SEQUENCE.finditer(text):
        start, end = match.span()
        lead = _ROLE_LEAD.match(text, start, end)
        if lead:
            start = lead.end()
        name = text[start:end]
        small = _SMALL_AFTER.match(text, end)
        if small:
            end = small.end()
            name = text[start:end]
        if len(name) > 4 and _is_headed(name) and not _is_role(name):
            yield start, end
    for match in _AT_KNOWN.finditer(text):
        if match.group(1).lower() in vocabulary.KNOWN_ORGANISATIONS:
            yield match.span()
    for pattern in (_CJK_ORGANISATION, _SHORT_LED, _LONG_NAMED):
        for match in pattern.finditer(text):
            yield match.start(), match.start() + len(match.group().rstrip(" .,"))


_SMALL_AFTER = re.compile(r"\s(?:lab|group|laboratory|team|institute|department|university|center|centre)(?!\w)")
_AT_KNOWN = re.compile(r"\b[A-Z][\w-]*@([A-Z][A-Za-z]+)\b")


_HEAD_FIRST = re.compile(  # in Romance languages and some others the head of a name is its first word
    r"lyc[ée]e|collège|colegio|coll?egio|liceo|gymnasium|gimnazjum|[ée]cole|escola|escuela|scuola|instituto|istituto|"
    r"h[ôo]pital|hospital|ospedale|clinique|cl[íi]nica|clinica|mus[ée]e|museo|museu|conservatoire|conservatorio|"
    r"conservatorium|academia|accademia|akademia|fondation|fondazione|fundaci[óo]n|fundação|minist[èe]re|ministerio|"
    r"ministero|minist[ée]rio|banque|banco|laboratoire|centro|agence|agencia|ag[êe]ncia|atelier|faculdade|prefeitura|"
    r"biblioteca|biblioth[èe]que|archivo|archivio|arquivo|observatoire|observatorio|klinikum|nadleśnictwo",
    re.I,
)
_COMPOUND = re.compile(
    r"\w(?:gymnasium|schule|institut|klinik|klinikum|krankenhaus|museum|bibliothek|bibliotheek|stiftung|akademie|"
    r"hochschule|universität|sjukhus|sykehus|högskola|høgskole|universitet|ziekenhuis|hogeschool|yliopisto|egyetem)$|"
    r"-(?:Gymnasium|Schule|Institut|Universität|Hochschule|Klinik|Stiftung|Akademie)$"
)
_GENERIC = re.compile(
    r"universi(?:ty|ties|tät|té|tà|dade?|dad|teit|tet|tair\w*|taire\w*|tari\w*|tetet)|college|school", re.I
)


def _is_headed(name: str) -> bool:
    """Whether a cue is the head of the name: its last word, its first before "of", or a word for a whole."""
    bare = re.sub(r"\s*\([^()]*\)$", "", name).strip(" .,")
    words = bare.split()
    if len(words) < 2 and not re.search(r"universit|polytech|politec|école", bare, re.I):
        return False
    if len(words) == 1 and _GENERIC.fullmatch(bare):
        return False
    if len(words) > 1 and (_HEAD_FIRST.fullmatch(words[0]) or any(_COMPOUND.search(word) for word in words)):
        return True
    if re.search(r"universi|politecnico|hochschule|大学|institut|\b(?:ETH|EPFL)\b|gmbh|\bInc\b", bare, re.I):
        return True
    if vocabulary.ORGANISATION_CUE.fullmatch(words[-1].strip(".,")):
        return True
    head = re.split(r"\s(?:of|for|de|di|des|du|für|at|in|del|della|do|da|,)\s", bare)[0]
    last = head.split()[-1].strip(".,") if head.split() else ""
    strong = re.compile(
        rf"(?:{vocabulary.SMALL_UNITS}|{vocabulary.MIDDLE_UNITS}|{vocabulary.CENTRES}|academy|académie|"
        rf"ministry|agency|council|museum|society|association|foundation|bank|institution|union)",
        re.I,
    )
    return (head != bare and bool(strong.fullmatch(last))) or (
        last.lower() in ("center", "centre", "laboratory", "hospital", "research") and len(words) <= 6
    )


def _is_role(name: str) -> bool:
    """Whether a role only holds a cue: "Research Assistant"."""
    words = name.lower().split()
    if words[0] in vocabulary.ROLE_HEADS and words[-1] in ("universidad", "université", "universidade", "università"):
        return True  # "Profesora Titular de Universidad"
    return words[-1] in vocabulary.ROLE_HEADS and not re.search(r"universit|institut|college|school", name, re.I)


def _put(doc: Doc, text: str, key: str, places: Iterable[tuple[int, int]]) -> None:
    found: list[Any] = []
    for start, end in places:
        while start < end and text[start].isspace():
            start += 1
        span = doc.char_span(start, end, label=key, alignment_mode="expand") if end > start else None
        if span is not None:
            found.append(span)
    doc.spans[key] = found


def _longest(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without those that overlap a longer one, left to right."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(places), key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= other or start >= stop for other, stop in kept):
            kept.append((start, end))
    return sorted(kept)

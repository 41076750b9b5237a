"""Names of people: taken apart, compared, counted. Pure functions on strings; no state but caches.

A printed name is parsed once into a `Name` (`parse_name`), and two names are graded (`compatible`). Nothing here
decides who is who: a grade is evidence, and only `CONFLICT` forbids anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from typing import Literal

import pyarrow as pa
from anyascii import anyascii
from rapidfuzz.distance import OSA

NameKind = Literal["person", "group", "nobody"]

PARTICLES = frozenset(
    "van von der den de da di del della delle dello dos das do du des la le les lo ter ten te tor vander vom zu "
    "zur zum bin ibn ben bint al el af av st san santa y e".split()
)
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "2nd", "3rd", "filho", "neto", "junior"}
_TITLES = frozenset("dr prof professor mr mrs ms miss sir dame mag dipl ing doc assoc asst emeritus rev".split())
_DEGREES = frozenset("phd md msc bsc mba dphil ma ba frcp frcs mph dds rn facs mbbs esq".split())
_NOBODY = re.compile(
    r"^(et\.? ?al\.?|others|and others|u\.? ?a\.?|anon(ymous)?( authors?)?|unknown( authors?)?|n/?a|null|none"
    r"|no authors? listed|authors?|various( authors)?|[\W\d_]*)$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_GROUP_WORDS = frozenset(
    "consortium consortia collaboration collaborations group team committee commission initiative network association "
    "society institut institute department center centre council foundation federation union working study project "
    "organisation organization corporation company inc ltd gmbh llc ministry agency academy college school hospital "
    "program programme investigators members participants authors editors contributors staff press publisher "
    "publishers library museum bureau office".split()
)
_GROUP_BEGINNINGS = ("universit", "laborator")
_TASK_FORCE = re.compile(r"\btask force\b")
_GROUPS = frozenset("ieee acm nist nasa who iso ietf wc openai deepmind unesco oecd cern fda cdc nih epa".split())
_MARKS = re.compile(r"[*†‡§¶#^~|\\\d⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_HAN = re.compile(r"^[\u3400-\u9fff\uf900-\ufaff]{2,5}$")
_HANGUL = re.compile(r"^[\uac00-\ud7af]{2,5}$")
_COMPOUND_FAMILIES = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 歐陽 諸葛 長孫 長谷 佐藤 鈴木".split()
)


class Grade(IntEnum):
    """How two names agree, best first; numbers are stable, so they can stand in columns."""

    EQUAL = 0  # the same given names and family name, after folding
    PARTIAL = 1  # first given name equal, one has more (middle name, initial) than the other
    INITIAL = 2  # an initial stands for a name
    PREFIX = 3  # one is the beginning of the other, four letters at least
    NICKNAME = 4  # James and Jim
    TYPO = 5  # one slip of the pen in a given or family name
    SWAPPED = 6  # given name and family name change places
    MISSING = 7  # one of them has no given name
    CONFLICT = 8  # cannot be the same person's name, save for errors


@dataclass(frozen=True, slots=True)
class Name:
    """A printed name taken apart. `given` and `family` are as printed, the other parts folded.

    `parts` are the folded given names, hyphens split ("Wei-Ming" gives "wei", "ming"; "J.-P." gives "j", "p").
    `key` is the folded family name in one word, without particle ("de Melo" gives "melo").
    """

    printed: str
    given: str = ""
    family: str = ""
    particle: str = ""
    suffix: str = ""
    parts: tuple[str, ...] = ()
    key: str = ""
    comma: bool = False  # printed with the family name in front of a comma
    certain: bool = False  # the order is certain from the form: a comma, an initial, a particle
    kind: NameKind = "person"

    @property
    def joined(self) -> str:
        """Given names in one word."""
        return "".join(self.parts)

    @property
    def initials(self) -> str:
        """First letters of the given names."""
        return "".join(part[0] for part in self.parts)

    @property
    def full(self) -> bool:
        """True if the first given name is spelled out."""
        return bool(self.parts) and len(self.parts[0]) > 1

    @property
    def block(self) -> str:
        """Key of the block: family name and first initial ("lin j"); family name alone where there is no given name."""
        return f"{self.key} {self.parts[0][0]}" if self.parts else self.key

    @property
    def text(self) -> str:
        """Given name first, as people write it: "Gerard de Melo"."""
        return " ".join(piece for piece in (self.given, self.family, self.suffix) if piece)


@lru_cache(maxsize=1 << 17)
def fold(text: str) -> str:
    """Lower-case ASCII letters with single spaces; hyphens and dots become spaces, apostrophes vanish.

    >>> fold("Étienne  O’Brien-Łódź")
    'etienne obrien lodz'
    """
    return _folded(text)


_LETTERS = {code: chr(code) if chr(code).islower() else None if chr(code) in "'`" else " " for code in range(128)}


def _folded(text: str) -> str:
    """`fold` without a memory, for texts that are seldom seen twice."""
    ascii_text = text if text.isascii() else anyascii(unicodedata.normalize("NFKC", text))
    return " ".join(ascii_text.lower().translate(_LETTERS).split())


def kind_of(printed: str) -> NameKind:
    """Return "nobody" for et al., Anonymous and empty strings, "group" for consortia and organisations, else "person".

    >>> kind_of("et al."), kind_of("ATLAS Collaboration"), kind_of("IEEE"), kind_of("Ji Lin")
    ('nobody', 'group', 'group', 'person')
    """
    stripped = printed.strip()
    if _NOBODY.match(stripped):
        return "nobody"
    return "group" if _names_group(stripped) else "person"


def _names_group(text: str) -> bool:
    """True if a word of the text stands for many people."""
    if _folded(text) in _GROUPS:
        return True
    lower = text.lower()
    if "force" in lower and _TASK_FORCE.search(lower):
        return True
    # a search for the words one by one: a pattern of them all is tried at every letter, which takes ten times as long
    words = _WORD.findall(lower)
    return not _GROUP_WORDS.isdisjoint(words) or any(
        word.startswith(_GROUP_BEGINNINGS) and word not in _GROUP_BEGINNINGS for word in words
    )


@lru_cache(maxsize=1 << 20)
def parse_name(printed: str) -> Name:
    """The parts of a name as printed in any of the usual styles.

    "Ji Lin", "J. Lin", "Lin, J.", "Lin J", "Lin JB", "JB Lin", "de Melo, Gerard", "Lin, Ji, Jr.", "SMITH, J.", "林霁".

    >>> n = parse_name("Gerard de Melo"); n.given, n.family, n.key, n.block
    ('Gerard', 'de Melo', 'melo', 'melo g')
    >>> parse_name("Elmets CA").parts, parse_name("Ko, C. Y.").block
    (('c', 'a'), 'ko c')
    """
    kind = kind_of(printed)
    if kind == "nobody":
        return Name(printed, kind=kind)
    if kind == "group":
        key = fold(printed).replace(" ", "")
        return Name(printed, family=" ".join(printed.split()), key=key, certain=True, kind=kind)
    text = " ".join(_MARKS.sub(" ", printed).replace(";", ",").replace("_", " ").split()).strip(" ,")
    if _HAN.match(text) or _HANGUL.match(text):
        return _ideographic(printed, text)
    pieces = [piece.strip() for piece in text.split(",")]
    pieces, suffix = _without_suffix([piece for piece in pieces if piece])
    if not pieces:
        return Name(printed, kind="nobody")
    if len(pieces) >= 2:
        return _build(printed, " ".join(pieces[1:]).split(), pieces[0].split(), suffix, form=(True, True))
    return _parse_plain(printed, pieces[0].split(), suffix)


def forget() -> None:
    """Names and their comparisons are not remembered any more: half a kilobyte each."""
    parse_name.cache_clear()
    given_grade.cache_clear()
    fold.cache_clear()


def _ideographic(printed: str, text: str) -> Name:
    """Chinese, Japanese and Korean names written without a space: family name first."""
    cut = 2 if text[:2] in _COMPOUND_FAMILIES or len(text) >= 4 else 1
    family, given = text[:cut], text[cut:]
    parts = tuple(fold(anyascii(letter)) for letter in given)
    key = fold("".join(anyascii(letter) for letter in family))
    return Name(printed, given, family, parts=tuple(p for p in parts if p), key=key.replace(" ", ""), certain=True)


def _without_suffix(pieces: list[str]) -> tuple[list[str], str]:
    """Titles, degrees and "Jr." set aside; the suffix as printed comes back."""
    suffix = ""
    kept: list[str] = []
    for place, piece in enumerate(pieces):
        tokens: list[str] = []
        for token in piece.split():
            bare = token.strip(".").lower().replace(".", "")
            last = place > 0 or bool(tokens)
            if bare in _TITLES and not kept and not tokens and len(piece.split()) > 1:
                continue
            if last and bare in _SUFFIXES and not (bare in {"junior", "neto", "filho"} and len(piece.split()) < 3):
                suffix = token
            elif not (last and bare in _DEGREES and (place > 0 or token.isupper() or "." in token)):
                tokens.append(token)
        if tokens:
            kept.append(" ".join(tokens))
    return kept, suffix


def _is_initials(token: str, *, others_mixed: bool) -> bool:
    """True for "J", "J.", "J.-P.", "JB" beside a name with small letters, "C.A."."""
    if len(token) > 4 and token.isalpha():
        return False
    letters = [c for c in token if c.isalpha()]
    if not letters or len(letters) > 4:
        return False
    if len(letters) == 1:
        return True
    if all(len(piece) <= 1 for piece in re.split(r"[.\-]+", token)):
        return True
    capitals = all(c.isupper() for c in letters)
    return capitals and len(letters) <= 3 and others_mixed and "-" not in token


def _parse_plain(printed: str, tokens: list[str], suffix: str) -> Name:
    """A name without a comma."""
    mixed = any(any(c.islower() for c in token) for token in tokens)
    initial = [_is_initials(token, others_mixed=mixed) for token in tokens]
    if len(tokens) > 1 and initial[-1] and not initial[0]:
        cut = len(tokens)
        while cut > 1 and initial[cut - 1]:
            cut -= 1
        return _build(printed, tokens[cut:], tokens[:cut], suffix, form=(False, True))
    cut = len(tokens) - 1
    while cut > 1 and tokens[cut - 1].lower().strip(".") in PARTICLES and not initial[cut - 1]:
        cut -= 1
    certain = cut < len(tokens) - 1 or any(initial)
    return _build(printed, tokens[:cut], tokens[cut:], suffix, form=(False, certain))


def _build(printed: str, given: list[str], family: list[str], suffix: str, *, form: tuple[bool, bool]) -> Name:
    mixed = any(any(c.islower() for c in token) for token in (*given, *family))
    parts: list[str] = []
    for token in given:
        folded = fold(token)
        if _is_initials(token, others_mixed=mixed):
            parts.extend(folded.replace(" ", ""))
        else:
            parts.extend(folded.split())
    start = 0
    while start < len(family) - 1 and family[start].lower().strip(".") in PARTICLES:
        start += 1
    trailing = len(given)
    while trailing > 1 and given[trailing - 1].lower() in PARTICLES and form[0]:
        trailing -= 1  # "Melo, Gerard de"
    particle = " ".join([*given[trailing:], *family[:start]])
    if trailing < len(given):
        family, given = [*given[trailing:], *family], given[:trailing]
        parts = [part for part in parts if part not in PARTICLES]
        start = len(particle.split())
    key = fold(" ".join(family[start:])).replace(" ", "") or fold(" ".join(family)).replace(" ", "")
    if not key and not parts:
        return Name(printed, kind="nobody")
    name = Name(printed, " ".join(given), " ".join(family), particle, suffix, tuple(parts), key, *form)
    return name if key else replace(name, key=name.joined, parts=())


def swapped(name: Name) -> Name:
    """The same name with given name and family name in each other's place."""
    parts = tuple(fold(name.family).split())
    return replace(name, given=name.family, family=name.given, particle="", parts=parts, key=name.joined, certain=False)


def compatible(a: Name, b: Name) -> Grade:
    """How well two names fit one person; symmetric.

    >>> compatible(parse_name("J. Lu"), parse_name("Jiwen Lu")).name
    'INITIAL'
    >>> compatible(parse_name("Li Hao"), parse_name("Hao Li")).name
    'SWAPPED'
    >>> compatible(parse_name("Hao Li"), parse_name("Huan Li")).name
    'CONFLICT'
    """
    if a.kind != "person" or b.kind != "person":
        return Grade.EQUAL if a.kind == b.kind == "group" and a.key == b.key else Grade.CONFLICT
    family = _families(a, b)
    if family is not Grade.CONFLICT:
        given = given_grade(a.parts, b.parts)
        if family is Grade.EQUAL:
            if given is not Grade.CONFLICT:
                return given
        elif given in (Grade.EQUAL, Grade.PARTIAL) and a.full and b.full:
            return Grade.TYPO
    if is_swap(a, b):
        return Grade.SWAPPED
    return Grade.CONFLICT


def is_swap(a: Name, b: Name) -> bool:
    """True if one is the other with given and family name in each other's place, both spelled out."""
    return a.full and b.full and len(a.key) > 1 and a.joined == b.key and a.key == b.joined


def _families(a: Name, b: Name) -> Grade:
    """EQUAL, TYPO or CONFLICT; a part of a double name and a name with its particle count as equal."""
    if a.key == b.key:
        return Grade.EQUAL
    joined_a, joined_b = fold(a.family).replace(" ", ""), fold(b.family).replace(" ", "")
    if joined_a == joined_b or a.key == joined_b or joined_a == b.key:
        return Grade.EQUAL
    words_a, words_b = fold(a.family).split(), fold(b.family).split()
    if len(words_a) != len(words_b) and (set(words_a) < set(words_b) or set(words_b) < set(words_a)):
        return Grade.EQUAL
    return Grade.TYPO if one_slip(a.key, b.key) else Grade.CONFLICT


def one_slip(a: str, b: str) -> bool:
    """True if one letter added, dropped, changed or exchanged makes one word the other (three letters at least)."""
    return min(len(a), len(b)) >= 3 and a != b and OSA.distance(a, b, score_cutoff=1) <= 1


@lru_cache(maxsize=1 << 18)
def given_grade(a: tuple[str, ...], b: tuple[str, ...]) -> Grade:
    """How two lists of folded given names agree; symmetric."""
    if not a or not b:
        return Grade.EQUAL if a == b else Grade.MISSING
    joined_a, joined_b = "".join(a), "".join(b)
    if joined_a == joined_b:
        return Grade.EQUAL if a == b or (_spelled(a) and _spelled(b)) else Grade.INITIAL
    first = _first_grade(a, b)
    if first is not Grade.CONFLICT:
        return first if first is Grade.PREFIX and joined_a.startswith(joined_b) else max(first, _rest(a, b, first))
    shorter, longer = sorted((a, b), key=len)
    if len(shorter[0]) > 1 and len(longer) > len(shorter) and longer[-len(shorter) :] == shorter:
        return Grade.PARTIAL  # goes by the middle name: "Charlie Chung Ping", "Chung Ping"
    if (
        len(joined_a) > len(a)
        and len(joined_b) > len(b)
        and min(len(joined_a), len(joined_b)) >= 5
        and one_slip(joined_a, joined_b)
    ):
        return Grade.TYPO
    return Grade.CONFLICT


def _spelled(parts: tuple[str, ...]) -> bool:
    """True if at least one given name is more than an initial."""
    return any(len(part) > 1 for part in parts)


def _first_grade(a: tuple[str, ...], b: tuple[str, ...]) -> Grade:
    """Agreement of the first given names alone."""
    x, y = a[0], b[0]
    if x == y:
        return Grade.EQUAL if len(x) > 1 else Grade.INITIAL if len(a) + len(b) > 2 else Grade.EQUAL
    if len(x) == 1 or len(y) == 1:
        return Grade.INITIAL if x[0] == y[0] else Grade.CONFLICT
    for p, q in ((a, b), (b, a)):  # "Jong Yeol" and "Jongyeol": two printed as one
        if len(p) > 1 and p[0] + p[1] == q[0]:
            return Grade.EQUAL
    if min(len(x), len(y)) >= 4 and (x.startswith(y) or y.startswith(x)):
        return Grade.PREFIX
    if y in nicknames().get(x, ()):
        return Grade.NICKNAME
    return Grade.TYPO if min(len(x), len(y)) >= 5 and one_slip(x, y) else Grade.CONFLICT


def _rest(a: tuple[str, ...], b: tuple[str, ...], first: Grade) -> Grade:
    """Agreement of the later given names: EQUAL, PARTIAL, INITIAL, TYPO or CONFLICT."""
    if first is Grade.EQUAL and a[0] != b[0]:  # joined forms: nothing later is comparable
        return Grade.PARTIAL
    rest_a, rest_b = a[1:], b[1:]
    if not rest_a or not rest_b:
        return Grade.PARTIAL if rest_a or rest_b else Grade.EQUAL
    worst = Grade.PARTIAL if len(rest_a) != len(rest_b) else Grade.EQUAL
    for x, y in zip(rest_a, rest_b, strict=False):
        if x == y:
            continue
        if len(x) == 1 or len(y) == 1:
            if x[0] != y[0]:
                return Grade.CONFLICT
            worst = max(worst, Grade.PARTIAL)
        elif one_slip(x, y) or y in nicknames().get(x, ()):
            worst = max(worst, Grade.TYPO)
        else:
            return Grade.CONFLICT
    return worst


@lru_cache(maxsize=1)
def nicknames() -> dict[str, frozenset[str]]:
    """Given name to the names that the same person may use; symmetric."""
    table: dict[str, set[str]] = {}
    for line in Path(__file__).with_name("nicknames.txt").read_text(encoding="ascii").splitlines():
        if line.startswith("#"):
            continue
        full, *short = line.split()
        for name in short:
            table.setdefault(full, set()).add(name)
            table.setdefault(name, set()).add(full)
    return {name: frozenset(others) for name, others in table.items()}


def block_keys(name: Name) -> tuple[str, ...]:
    """Keys under which a name may meet others: its block, that of each half of a double name, of the swapped order."""
    if name.kind != "person":
        return (f"{name.kind} {name.key}",)
    keys = [name.block]
    words = [word for word in fold(name.family).split() if word not in PARTICLES]
    if name.parts and len(words) > 1:
        keys.extend(f"{word} {name.parts[0][0]}" for word in words if len(word) > 2)
    if name.full and not name.certain:
        keys.append(swapped(name).block)
    return tuple(dict.fromkeys(keys))


def keys_of(mentions: pa.Table) -> tuple[pa.Table, pa.Table]:
    """mention_id and key, a row for each key under which a mention may meet others; mention_id and its name, folded.

    `name` is null where only initials are known, `written` has these too.
    """
    ids = mentions["mention_id"].to_pylist()
    names = [parse_name(text or "") for text in mentions["name"].to_pylist()]
    keys = [(mention, key) for mention, name in zip(ids, names, strict=True) for key in block_keys(name)]
    blocks = {"mention_id": [mention for mention, _ in keys], "key": [key for _, key in keys]}
    spelled = [f"{name.joined} {name.key}" if name.full else None for name in names]
    written = [f"{name.joined} {name.key}" if name.kind == "person" else None for name in names]
    columns = {"name": spelled, "written": written}
    full = {"mention_id": ids, **{key: pa.array(column, type=pa.string()) for key, column in columns.items()}}
    return pa.table(blocks), pa.table(full)


# ---- how common a name is ----


@lru_cache(maxsize=1)
def _counts() -> tuple[dict[str, int], dict[str, int]]:
    given: dict[str, int] = {}
    family: dict[str, int] = {}
    for line in Path(__file__).with_name("name_counts.txt").read_text(encoding="ascii").splitlines():
        label, *rest = line.split()
        if label in ("given", "family"):
            table = given if label == "given" else family
            table.update(dict.fromkeys(rest[1:], int(1.5 * 2 ** int(rest[0]))))
    return given, family


def given_count(name: str) -> int:
    """Different family names with this folded given name in the shipped counts, within a factor of 1.5; 0 if rare."""
    return _counts()[0].get(name, 0)


def family_count(name: str) -> int:
    """Different first names with this folded family name in the shipped counts, within a factor of 1.5; 0 if rare."""
    return _counts()[1].get(name, 0)


def looks_given_first(name: Name) -> bool:
    """True if a name printed "X, Y." has its given name in front of the comma: X is hardly ever a family name."""
    if not name.comma or name.full or not name.parts:
        return False
    words = fold(name.family).split()
    return all(given_count(w) >= 6 and given_count(w) > 10 * family_count(w) for w in words[:1]) and all(
        given_count(w) >= family_count(w) for w in words
    )


def read_list(printed: Sequence[str]) -> list[Name]:
    """The names of one author list, read in the light of each other.

    In lists written "Family, G." some names may stand the other way round ("Catherine, G." for Catherine Graves): the
    word in front of the comma is then a given name. Only the initial of the family name is known, and the name says so.

    >>> [n.block for n in read_list(["Mao, R.", "Wen, B.", "Catherine, G."])]
    ['mao r', 'wen b', 'g c']
    """
    names = [parse_name(name) for name in printed]
    return [swapped(name) if looks_given_first(name) else name for name in names]


def fullness(name: Name) -> tuple[int, int, int]:
    """Sort key, fuller is greater: given names spelled out, given names known, letters."""
    spelled = sum(len(part) > 1 for part in name.parts)
    return min(spelled, 2), len(name.parts), len(name.joined)


def canonical(forms: Mapping[str, int]) -> Name:
    """The form to call a person by: spelled out, then most often printed, then fullest, whatever the order of `forms`.

    >>> canonical({"Chuang Gang": 2, "Chuang Gan": 9, "C. Gan": 20}).text
    'Chuang Gan'
    """
    names = [(parse_name(form), count) for form, count in forms.items()]
    family: dict[str, int] = {}
    for name, count in names:
        family[name.key] = family.get(name.key, 0) + count
    best = max(
        names,
        key=lambda item: (
            item[0].full,
            _shares(item[0], names),
            family[item[0].key],
            fullness(item[0]),
            item[1],
            item[0].printed,
        ),
    )[0]
    return _capitalised(best)


def _shares(name: Name, names: Iterable[tuple[Name, int]]) -> int:
    """How many printed forms carry the same first given name and family name."""
    return sum(count for other, count in names if other.key == name.key and other.parts[:1] == name.parts[:1])


def _capitalised(name: Name) -> Name:
    """Names printed all small or all capital, as people write them."""

    def mend(text: str, keep: str = "") -> str:
        letters = [c for c in text if c.isalpha()]
        small, large = all(c.islower() for c in letters), len(letters) > 3 and all(c.isupper() for c in letters)
        if not letters or not (small or large) or any(len(w) <= 3 and w.isupper() for w in text.split()):
            return text
        return " ".join(
            w if w.lower() in keep.split() else re.sub(r"(^|[-'’])(\w)", _upper, w.lower()) for w in text.split()
        )

    given, family = mend(name.given), mend(name.family, name.particle.lower())
    same = given == name.given and family == name.family
    return name if same else replace(name, given=given, family=family)


def _upper(match: re.Match[str]) -> str:
    return match.group(1) + match.group(2).upper()

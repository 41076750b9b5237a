"""Names of people as they are printed: single ones, and runs of them as in author lists.

A name is kept as printed; which part is the family name is the resolver's business. What decides is shape (initials,
capitals, particles, separators) and consistency inside the list, not dictionaries of names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

PARTICLES = frozenset(
    "de del della dello degli dei di da do dos das du van von der den dem ter ten te tot la le les lo zu zur zum af av"
    " al el bin ibn ben bint abu y e i san santa st vom und op 't de' mac o d' l' ould dit".split()
)
SUFFIXES = frozenset("jr sr ii iii iv jr. sr. phd ph.d. md m.d. esq".split())
TITLES = frozenset(
    "prof prof. professor dr dr. mr mr. mrs mrs. ms ms. sir drs drs. ir ir. herr frau pd mme dott. doc. assoc. asst."
    " associate assistant".split()
)
MARKS = "*†‡§¶#∗⋆★✉✝✦^~$\\⁎﹡＊♯♭⊕⊗◦°♠♣♥♦"
SUPERSCRIPTS = "¹²³⁴⁵⁶⁷⁸⁹⁰ªᵃᵇᶜᵈ"
_NO_NAMES = frozenset(
    "ieee acm usenix aaai siam arxiv elsevier springer neurips icml iclr cvpr iccv eccv acl emnlp".split()
)
_GAP = re.compile(
    r"et\.?\s*al\b\.?|\.\.\.+|…|⋯|and\s+(?:\d+\s+)?(?:others|more|co-?authors)\b|\d+\s+more\s+authors?|u\.\s?a\.|等",
    re.I,
)
_WORD = re.compile(
    r"(?:[^\W\d_](?:\.|(?=[\s\-‐‑.])))(?:\s?[-‐‑]?\s?[^\W\d_]\.)+"  # J.-P. / J. P. / JP glued with dots
    r"|[^\W\d_][^\W\d_ʼ]*(?:['’ʼ`´\-‐‑–][^\W\d_]+)*\.?"
)
_LONGEST_HAN_NAME = 4  # characters; five with a blank between
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_ITEM_END = re.compile(
    r"[,;、，；：。（）·•|&\n\t:()\[\]{}\"“”„«»?!/]|\s[-–—]\s|—|(?<=[\s(])(?:and|und|et(?!\s+al)|y|en|och|og|e|[Ww]ith|"
    r"[Bb]y|mit|avec|con|com)(?=\s)|\d{4}|\.\.\.|…"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A printed name: place in the text and shape ("full", "initials", "family-first", "cjk", "single")."""

    start: int
    end: int
    style: str
    starred: bool = False


@dataclass(frozen=True, slots=True)
class NameRun:
    """Names in a row: `text[start:end]` covers them, their marks and gaps."""

    start: int
    end: int
    names: tuple[Name, ...]
    gap_after: int | None = None  # number of names before the first "…" or "et al."
    weight: float = 0.0  # how surely these are names: about one per name


@dataclass(slots=True)
class _Item:
    start: int
    end: int
    shape: str
    after: str  # what follows: the separator
    starred: bool
    gap: bool = False
    common: bool = False  # a single word that titles have


@lru_cache(maxsize=1 << 14)
def word_code(word: str) -> str:
    """A letter for a word's shape: I initials, C capitalised, U two or three capitals, P particle, S suffix, H han."""
    bare = word.rstrip(".")
    lower = word.lower()
    if _CJK.match(word):
        return "H" if len(word) <= _LONGEST_HAN_NAME else "x"
    if lower in _NO_NAMES:
        return "x"
    if lower in SUFFIXES and word not in ("JR", "SR", "MD"):  # in capitals they are initials
        return "S"
    if (len(bare) == 1 and bare.isupper()) or (
        re.fullmatch(r"(?:[^\W\d_]\.?\s?[-‐‑]?\s?)+", word)
        and "." in word
        and all(len(piece) <= 1 for piece in re.split(r"[.\s\-‐‑]+", word))
    ):
        return "I"
    if re.fullmatch(r"[A-Z][a-z]?\.(?:[-‐‑][A-Za-z]\.)?", word):
        return "I"
    if lower in PARTICLES and bare[:1].islower():
        return "P"
    if len(bare) in (2, 3) and bare.isupper():
        return "U"
    if bare[:1].isupper() or re.match(r"(?:d|l|o|al|el)['’\-‐][A-Z]", bare) or re.match(r"[^\W\d_]['’]?[A-Z]", bare):
        return "C"
    return "x"


_FULL = re.compile(r"(?:C|U)(?:[CIP]|U(?!$)){0,4}[CU]S?|CP{1,3}CS?|CI{1,3}P*C{1,2}S?|C{1,2}P{1,3}C{1,2}S?")
_INITIALS = re.compile(r"(?:I[CP]?){1,4}P{0,3}(?:C{1,3}|U)S?|U[P]{0,2}C{1,2}S?|I{1,3}U")
_VANCOUVER = re.compile(r"P{0,3}C{1,3}(?:I{1,3}|U)S?|UI{1,3}|U{1,2}(?=$)U")
_FAMILY = re.compile(r"P{0,3}[CU]{1,3}S?")
_GIVEN = re.compile(r"(?:I[CP]?){1,4}S?|U|I+P{1,3}")
_GIVEN_FULL = re.compile(r"C(?:[CI]){0,2}")


@lru_cache(maxsize=1 << 12)
def name_style(shape: str) -> str:
    """Which kind of name a shape is, or "" if none."""
    if shape and set(shape) == {"H"}:
        return "cjk"
    for style, pattern in (("initials", _INITIALS), ("vancouver", _VANCOUVER), ("full", _FULL)):
        if pattern.fullmatch(shape):
            return style
    return ""


def shape_of(text: str, is_common: Callable[[str], bool] | None = None) -> str:
    """The codes of the words in `text`; with an "x" for anything that is no name word, or if most are common words."""
    shape, full = _shape(text)
    if is_common is not None and len(full) > 1 and 2 * sum(map(is_common, full)) > len(full):
        return shape + "x"
    return shape


_NO_START = re.compile(
    r"(?:The|How|Why|What|When|Where|From|Towards?|For|Is|Are|Can|Do|Does|Proceedings|In|Der|Die|Das|Ein|Eine|Zur|Zum|"
    r"Über|Les|Une|Los|Las|Sobre|Sur|Pour|Para|Como|Wie|Warum|Wer|This|These)\s"
)


@lru_cache(maxsize=1 << 16)
def _shape(text: str) -> tuple[str, tuple[str, ...]]:
    """The shape, and the capitalised words that may turn out to be common ones (none beside initials)."""
    if len(text) <= _LONGEST_HAN_NAME + 1 and _CJK.match(text) and all(_CJK.match(c) or c in " ·" for c in text):
        return "H", ()
    if _NO_START.match(text):
        return "x", ()
    codes: list[str] = []
    words: list[str] = []
    rest = text
    for match in _WORD.finditer(text):
        word = match.group()
        if word.lower() in TITLES and not codes:
            continue
        codes.append(word_code(word))
        words.append(word)
        rest = rest.replace(word, " ", 1)
        if len(codes) > 12:
            return "x" * 13, ()
    if re.search(r"\d", rest):
        codes.append("x")
    full = () if "I" in codes else tuple(word for word, code in zip(words, codes, strict=False) if code == "C")
    return "".join(codes), full


def looks_like_name(text: str, is_common: Callable[[str], bool] | None = None) -> bool:
    """Whether the whole text can be one person's name."""
    text = text.strip(" ,;" + MARKS + SUPERSCRIPTS)
    if not text or len(text) > 60:
        return False
    family, comma, given = text.partition(",")
    if comma:
        first, second = shape_of(family, is_common), shape_of(given, is_common)
        return bool(_FAMILY.fullmatch(first) and (_GIVEN.fullmatch(second) or _GIVEN_FULL.fullmatch(second)))
    return bool(name_style(shape_of(text, is_common)))


_NICKNAME = re.compile(r"(?<=[a-z]\s)[(\"“]([A-Z][a-z]+)[)\"”](?=\s[A-Z])")


def find_runs(
    text: str, is_common: Callable[[str], bool] | None = None, *, family_first: bool = False
) -> list[NameRun]:
    """Every run of names in the text, left to right, none overlapping; a nickname in brackets is part of a name.

    `family_first`: where initials stand they follow the family name, so a word behind them begins something else.
    """
    text = _NICKNAME.sub(lambda match: "A" + match.group(1).lower() + "n", text)
    items = _items(text, is_common, family_first=family_first)
    runs: list[NameRun] = []
    place = 0
    while place < len(items):
        run, after = _run_at(text, items, place)
        if run is not None:
            runs.append(run)
        place = max(after, place + 1)
    return runs


def _items(text: str, is_common: Callable[[str], bool] | None, *, family_first: bool = False) -> list[_Item]:
    items: list[_Item] = []
    start = 0
    for end, after, stop in _cuts(text):
        first, last, starred = _strip(text, start, end)
        gap = _GAP.match(text, first)
        if gap and first < end + 4 and first < len(text):
            items.append(_Item(first, gap.end(), "", after, False, True))
        elif first < last:
            inner = _GAP.search(text, first, last)
            if inner and inner.start() > first:
                _, cut, starred = _strip(text, first, inner.start())
                items.append(_Item(first, cut, shape_of(text[first:cut], is_common), " ", starred))
                items.append(_Item(inner.start(), inner.end(), "", after, False, True))
            else:
                item = _Item(first, last, "", after, starred)
                behind = bool(items) and items[-1].after[:1] == "," and _FAMILY.fullmatch(items[-1].shape) is not None
                split = (_BEHIND_FAMILY if behind else _WITH_FAMILY) if family_first else None
                items.extend(_single(text, item, is_common, split))
        elif items:
            items[-1].after += after
            items[-1].starred |= starred
        start = stop
    return items


# Shapes that hold a name and the word after it where initials follow the family name: "Doe J. K. Title", "J. K. Title".
_WITH_FAMILY, _BEHIND_FAMILY = re.compile(r"CI{2,3}[CU]+x?"), re.compile(r"(?:CI{2,3}|I{1,3})[CU]+x?")
_INITIAL_STOP = re.compile(
    rf"(?<=\b[^\W\d_])\.([{re.escape(MARKS + SUPERSCRIPTS)}]*)\s+(?=[“\"‘'«]?[^\W\d_]{{2}}|\d|A\s)"
)


def _single(
    text: str, item: _Item, is_common: Callable[[str], bool] | None, split: re.Pattern[str] | None
) -> list[_Item]:
    """The item; cut in two where a name that ends in an initial is followed by a sentence ("Neil P. On graphs")."""
    item.shape = shape_of(text[item.start : item.end], is_common)
    item.common = item.shape == "C" and is_common is not None and is_common(text[item.start : item.end])
    ends_inside = split is not None and split.fullmatch(item.shape) is not None
    if (name_style(item.shape) or _GIVEN.fullmatch(item.shape)) and not ends_inside:
        return [item]
    for stop in _INITIAL_STOP.finditer(text[item.start : item.end]):
        cut = item.start + stop.start() + 1
        shape = shape_of(text[item.start : cut], is_common)
        if _VANCOUVER.fullmatch(shape) or _GIVEN.fullmatch(shape):
            first = _Item(item.start, cut, shape, ".", bool(stop.group(1)))
            rest = item.start + stop.end()
            return [first, _Item(rest, item.end, shape_of(text[rest : item.end], is_common), item.after, item.starred)]
    return [item]


def _cuts(text: str) -> list[tuple[int, str, int]]:
    """Where items end: (end of the item, separator, start of the next)."""
    cuts: list[tuple[int, str, int]] = []
    place = 0
    sentence = re.compile(r"\.(?=\s|$|[\"“”\[(])")
    marks = sorted(
        [(m.start(), m.end(), m.group()) for m in _ITEM_END.finditer(text)]
        + [(m.start(), m.end(), ".") for m in sentence.finditer(text) if _ends_sentence(text, m.start())]
    )
    for start, end, group in marks:
        if start < place:
            continue
        cuts.append((start, group.strip() or group, end))
        place = end
    cuts.append((len(text), "", len(text)))
    return cuts


def _ends_sentence(text: str, dot: int) -> bool:
    """Whether the full stop at `dot` ends a sentence rather than an initial or a suffix."""
    word = re.search(r"[^\W\d_]+(?:['’\-‐.][^\W\d_]+)*$", text[max(0, dot - 40) : dot])
    if word is None:
        return True
    found = word.group()
    if "." in found and len(found.replace(".", "")) <= 3:
        return False
    last = re.split(r"[-‐.]", found)[-1]
    return (
        len(last) > 1
        and found.lower() not in {"jr", "sr", "st", "al", "prof", "dr", "mr", "mrs", "ms"}
        and not (
            len(last) == 2
            and last[0].isupper()
            and last[1].islower()
            and last.lower() in {"ch", "yu", "th", "st", "ph", "sh"}
        )
    )


def _strip(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """The item without white space and footnote marks, and whether it bore one."""
    starred = False
    marks = MARKS + SUPERSCRIPTS
    while start < end and (text[start].isspace() or text[start] in marks + ".,"):
        starred |= text[start] in marks
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in marks or text[end - 1].isdigit()):
        starred |= text[end - 1] in marks
        end -= 1
    return start, end, starred


def _without_stop(text: str, names: list[Name]) -> list[Name]:
    """The last of "Smith JK, Doe AB." without the full stop that ends the list and no initial."""
    last = names[-1]
    plain = [name for name in names[:-1] if name.style == "vancouver" and not text[name.start : name.end].endswith(".")]
    if text[last.start : last.end].endswith(".") and plain and len(plain) * 2 >= len(names) - 1:
        names[-1] = Name(last.start, last.end - 1, last.style, last.starred)
    return names


_MARKED_DOT = re.compile(rf"\s?[{re.escape(MARKS)}]+\.")


def _with_dot(text: str, name: Name) -> Name:
    """With the full stop that belongs to its initial: "Wong, N *." is "Wong, N." with a mark inside."""
    dot = _MARKED_DOT.match(text, name.end)
    if dot and re.search(r"(?<![^\W\d_])[^\W\d_]$", text[name.start : name.end]):
        return Name(name.start, dot.end(), name.style, True)
    return name


def clean_name(text: str) -> str:
    """A name as printed, without footnote marks and doubled white space."""
    bare = re.sub(rf"\s*[{re.escape(MARKS + SUPERSCRIPTS)}]+", "", text)
    return re.sub(r"\s+", " ", bare).strip(" ,;&·•")


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")  # what follows a year is no author
_HARD = frozenset('|\t:：。（）.()[]{}"“”„«»?!/—–-')
_LAST = ("and", "&", "und", "et", "y", "e", "en", "och", "og")


_VANCOUVER_THEN_TITLE = re.compile(r"[^\W\d_][\w'’-]*\s[A-Z]{1,3}\.(?=\s)")


def _short_name(text: str, names: Sequence[Name], name: Name | None) -> Name | None:
    """In "Haas U, Motsch J, Martin E. Premedication" the last name ends with its initial; the title follows."""
    if name is None or name.style != "full" or len(names) < 2 or any(one.style != "vancouver" for one in names):
        return None
    short = _VANCOUVER_THEN_TITLE.match(text, name.start, name.end)
    return Name(name.start, short.end() - 1, "vancouver", name.starred) if short else None


def _run_at(text: str, items: Sequence[_Item], place: int) -> tuple[NameRun | None, int]:
    """The longest run of names that starts with item `place`, and the item after it."""
    names: list[Name] = []
    gap_after: int | None = None
    end = place
    last = False  # the name before was introduced by "and"
    used_before: set[str] = set()
    finish = items[place].start
    while end < len(items):
        item = items[end]
        if item.gap:
            if not names:
                break
            gap_after = len(names) if gap_after is None else gap_after
            finish = item.end
            end += 1
            if re.match(r"et|等|u", text[item.start : item.end], re.I):
                break
            last = True
            continue
        if text[item.start : item.end] in _SELVES and (names or end + 1 < len(items)):
            end += 1  # the owner, who is named elsewhere
            finish = item.end if names else items[end].start
            last = item.after.lstrip(", ") in _LAST
            if item.after[:1] in _HARD or not item.after:
                break
            continue
        name, used = _name_at(items, end, pairs=bool(names) and names[-1].style.startswith("family-first"))
        short = _short_name(text, names, name)
        if short is not None:
            names.append(short)
            finish = short.end
            break
        if name is None or not _fits(names, name, surely=last or ";" in used_before):
            break
        name = _with_dot(text, name)
        names.append(name)
        finish = name.end
        end += used
        separator = items[end - 1].after
        if (
            separator[:1] in _HARD
            or "?" in separator
            or not separator
            or _YEAR.search(separator)
            or (separator[:1] in "·•" and "," in used_before)
        ):
            break
        used_before.add(separator[:1])
        if last and separator == ",":
            break
        last = separator.lstrip(", ") in _LAST or any(word in separator.split() for word in _LAST)
    if not names:
        return None, place + 1
    names = _without_stop(text, names)
    weight = sum(1.0 if name.style in ("initials", "family-first", "cjk", "vancouver") else 0.8 for name in names)
    return NameRun(names[0].start, finish, tuple(names), gap_after, weight), end


_SELVES = ("me", "myself")


def names_self(text: str) -> bool:
    """Whether an author list says "me" for its owner."""
    return re.search(r"(?:^|[\s,;(])(?:me|myself)(?=[\s,;.)*]|$)", text) is not None


def _name_at(items: Sequence[_Item], place: int, *, pairs: bool) -> tuple[Name | None, int]:
    """The name that starts here: one item ("J. Lin"), or two ("Lin", "J."); `pairs`: those before were two."""
    item = items[place]
    following = items[place + 1] if place + 1 < len(items) else None
    if following is not None and item.after == "," and not following.gap and _FAMILY.fullmatch(item.shape):
        doubtful = following.shape == "U" and len(item.shape) > 1 and not pairs
        if not pairs and name_style(item.shape) in ("initials", "full") and name_style(following.shape) == "initials":
            return Name(item.start, item.end, name_style(item.shape), item.starred), 1  # "AB Smith, Q Wu"
        if _GIVEN.fullmatch(following.shape) and not doubtful:
            return Name(item.start, following.end, "family-first", item.starred or following.starred), 2
        if (
            not name_style(item.shape)
            and not (item.common or following.common)
            and _GIVEN_FULL.fullmatch(following.shape)
            and (pairs or _alone(item, following) or following.after in (*_LAST, ";") or "I" in following.shape)
        ):
            return Name(item.start, following.end, "family-first-full", item.starred or following.starred), 2
    style = name_style(item.shape)
    return (Name(item.start, item.end, style, item.starred), 1) if style else (None, 0)


def _alone(item: _Item, following: _Item) -> bool:
    """A single author at the very start, family name first: "Hoggart, Richard. 1957." or "Levine, Robert 1977"."""
    ended = following.after[:1] in (".", "(") or re.match(r",?\s*\d", following.after) is not None
    return item.start <= 1 and item.shape in ("C", "U", "PC") and ended and following.shape in ("C", "CC", "CU")


def _fits(names: Sequence[Name], name: Name, *, surely: bool) -> bool:
    """Whether a name goes on a run: the same style as the names before, or after "and" or between semicolons."""
    if not names or surely:
        return True
    short = {"initials", "vancouver", "family-first"}
    before = [one.style for one in names]
    if name.style == "full" and all(style in short for style in before):
        return len(before) == 1
    return True

"""The run of authors of one entry, split into names as printed.

Marks of equal contribution, footnotes and correspondence are not part of a name; "..." and "et al." are gaps.
The order of surname and given name is not told from one name but from the list: each reading of the list
(all "Given Surname", all "Surname, Given", only the first inverted) is scored and the cheapest one wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extractors.references.name_words import (
    PieceKind,
    honorific_length,
    is_cjk,
    is_initial,
    is_suffix,
    kind_of_piece,
)

_HIDDEN = "\x00"  # stands for a character that is no part of any name


@dataclass(frozen=True, slots=True)
class PrintedName:
    """One name of an author run.

    `start`, `end` are places in the given text; `name` is that stretch without marks and with single spaces.
    """

    start: int
    end: int
    name: str
    equal_contribution: bool = False
    group: bool = False  # a consortium or organisation, not a person


@dataclass(frozen=True, slots=True)
class AuthorList:
    """The names of a run in printed order; `gap_after` counts the people before "..." or "et al." (None: no gap)."""

    names: tuple[PrintedName, ...] = ()
    gap_after: int | None = None
    editors: bool = False  # the run says so: "(eds.)", "Hrsg."

    @property
    def people(self) -> tuple[PrintedName, ...]:
        return tuple(name for name in self.names if not name.group)

    @property
    def complete(self) -> bool:
        return self.gap_after is None


@dataclass(slots=True)
class _Piece:
    """What stands between two separators; `group` counts the strong separators before it."""

    start: int
    end: int
    kind: PieceKind
    group: int
    gap_before: bool = False


_MARK_CHARACTERS = "*†‡§¶#⋆★☆✉✝✱∗⁎＊◊♦♣♠♯◦°¹²³⁰⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉ♥✦✧"
_EQUAL_CHARACTERS = frozenset("*†‡⋆★∗⁎＊✱=!")
_HIDE = (
    re.compile(r"</?[A-Za-z][^<>]{0,60}>"),
    re.compile(r"\S+@\S+"),
    re.compile(r"\$?\^\{?[\w,*†‡∗]{1,8}\}?\$?"),
    re.compile(r"\*\*|__|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)"),
    re.compile(r"\\[!*†‡#&_]?"),
    re.compile(f"[{re.escape(_MARK_CHARACTERS)}]+(?:\\s?,\\s?[{re.escape(_MARK_CHARACTERS)}]+)*"),
    re.compile(r"(?<=[^\W\d_])!|(?<=[\w.])\+(?=[\s,;]|$)|(?<=[\w.])=(?=[\s,;]|$)"),
    re.compile(r"(?<=\x00)\d{1,2}(?=[\s,;.\x00]|$)"),
    re.compile(
        r"(?<=[^\W\d_.])\s?\d{1,2}(?:\s?[,;]\s?\d{1,2})*(?=[\s,;.]|$)|(?<=[^\W\d_]\s)\d{4}(?=[\s,;.]|$)|(?<=\.)\d{1,2}(?:,\d{1,2})*(?=[\s,;]|$)"
    ),
)
_EDITORS = re.compile(
    r"[\[(]\s?(?:eds?|editors?|hrsg|hg|dirs?|coords?|comps?|éds?|orgs?|a cura di|ред)\.?\s?[\])]"
    r"|(?:(?<=[\s,])|^)(?:eds?\.|editors?|hrsg\.?|hg\.|dirs?\.|coords?\.|comps?\.|éds?\.)\s*(?=$|[:,;])"
    r"|\b(?:edited by|eds?\. by|herausgegeben von|hrsg\. von|sous la direction de|sous la dir\. de)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NICKNAME = re.compile(r"\([^\W\d_]+\.?\)\s+(?=[^\W\d_])|[\[(][^\W\d_]+[\])](?=\w)|\((?:[^\W\d_]\.[\s-]?){1,3}\)")
_LEAD = re.compile(
    r"\s*(?:[•◦▪‣·*–-]\s+)?(?:(?:joint(?:ly)?|joint work|in collaboration|together)\s+with\s|with\s|w/\s?|"
    r"authors?\s*:|by:?\s|co-?authors?\s*:|von\s(?=[A-Z]\w+\s[A-Z])|par\s|mit\s|avec\s|con\s|in\s?:\s|in\s|\(with\s|and\s|&\s|作者\s?[:：])+",
    re.IGNORECASE,
)
_GAP = re.compile(
    r"\.\s?\.\s?\.(?:\s?\.)*|…|\bet\.?\s?al(?:ii|\b\.?)|\band[\s\x00\d]+others\b|\bet\s(?:coll)\b\.?|\by\s(?:col|cols)\b\.?|\b(?-i:u\.\s?a\.)(?=\s*(?:$|[\[(:,;]))"
    r"|\bи\sдр\.|\bym\.|\bm\.\s?fl\.|\bi\sin\.|\be\soutros\b|\by\sotros\b|(?<=[\u4e00-\u9fff\s,，、])等\.?(?=[\s.,，。]|$)",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"[;；、|•▪‣\t]|\s[·/–—-]\s|\s?/\s?(?=[^\W\d_])|\s?(?:&|＆)\s?(?:amp;\s?)?|\s(?:and|und|et|en|och|og|ve|и|та|และ|with|avec|mit)\s|"
    r"(?<=[.,])(?:and|und|et)\s|^\s?(?:and|&)\s",
    re.IGNORECASE,
)
_WEAK_AND = re.compile(r"\s(?:y|e|i|a|o|u|ed|a\.)\s(?=[^\W\d_a-z])")
_LOOSE_AND = re.compile(r"(?:(?:y|e|et|und|and|i|u|og|en)\s(?=\w))?")
_COMMA = re.compile(r"[,，]")
_CJK_AND = re.compile(
    r"(?<=[\u3400-\u9fff\uac00-\ud7af])\s?(?:和|与|與|及|와|과|[・.·‧])\s?(?=[\u3400-\u9fff\uac00-\ud7af])"
)


def split_authors(text: str) -> list[tuple[int, int]]:
    """Places of the people's names of an author run, in printed order; groups and gaps left out.

    >>> text = "Lin, R. *, Zhou, J., ... & Wong, N."
    >>> [text[start:end] for start, end in split_authors(text)]
    ['Lin, R.', 'Zhou, J.', 'Wong, N.']
    """
    return [(name.start, name.end) for name in read_authors(text).people]


def read_authors(text: str) -> AuthorList:
    """The names of an author run, with gaps and marks. Never fails: text without a name gives an empty list.

    >>> [name.name for name in read_authors("Tarpey, Thaddeus, Eva Petkova*, and Yimeng Lu et al.").names]
    ['Tarpey, Thaddeus', 'Eva Petkova', 'Yimeng Lu']
    """
    hidden, editors = _hide_marks(text)
    pieces, gap = _pieces(hidden)
    if not pieces:
        return AuthorList(gap_after=0 if gap is not None else None, editors=editors)
    groups = _cheapest_reading(pieces)
    names: list[PrintedName] = []
    people = 0
    gap_after: int | None = None
    for first, last in groups:
        if gap_after is None and any(piece.gap_before for piece in pieces[first : last + 1]):
            gap_after = people
        name = _name(text, hidden, pieces[first : last + 1])
        if name:
            names.append(name)
            people += not name.group
    if gap_after is None and gap == "end":
        gap_after = people
    return AuthorList(tuple(names), gap_after, editors)


def _hide_marks(text: str) -> tuple[str, bool]:
    """The text with every character that belongs to no name replaced by one that is easily skipped."""
    hidden = text

    def hide(match: re.Match[str]) -> str:
        return _HIDDEN * len(match.group())

    def hide_brackets(match: re.Match[str]) -> str:
        return match.group() if _NICKNAME.match(hidden, match.start()) else hide(match)

    editors = bool(_EDITORS.search(hidden))
    if editors:
        hidden = _EDITORS.sub(hide, hidden)
    for pattern in _HIDE:
        hidden = pattern.sub(hide, hidden)
    lead = _LEAD.match(hidden)
    if lead:
        hidden = _HIDDEN * lead.end() + hidden[lead.end() :]
    return _BRACKETS.sub(hide_brackets, hidden), editors


def _separators(hidden: str) -> list[tuple[int, int, str]]:
    """Places of what stands between names: (start, end, "strong" | "comma" | "gap"), in order, not overlapping."""
    found = [(m.start(), m.end(), "gap") for m in _GAP.finditer(hidden)]
    strong = [(m.start(), m.end(), "strong") for m in _STRONG.finditer(hidden)]
    commas = [(m.start(), m.end(), "comma") for m in _COMMA.finditer(hidden)]
    if not strong and not commas:
        strong = [(m.start(), m.end(), "strong") for m in re.finditer(r"\n", hidden)]
    strong += [(m.start(), m.end(), "strong") for m in _CJK_AND.finditer(hidden) if _splits_cjk(hidden, m)]
    gaps = {place for start, end, _ in found for place in range(start, end)}
    found += [place for place in strong + commas if not gaps.intersection(range(place[0], place[1]))]
    found.sort()
    kept: list[tuple[int, int, str]] = []
    for start, end, kind in found:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, kind))
    weak = [(m.start(), m.end(), "strong") for m in _WEAK_AND.finditer(hidden) if _splits_at_letter(hidden, m, kept)]
    return sorted(kept + weak)


def _splits_cjk(hidden: str, match: re.Match[str]) -> bool:
    """A Han letter that may be part of a name separates only if names of two letters or more stand on both sides."""
    left = re.search(r"[\u3400-\u9fff\uac00-\ud7af]+$", hidden[: match.start()])
    right = re.match(r"[\u3400-\u9fff\uac00-\ud7af]+", hidden[match.end() :])
    return bool(left and right and len(left.group()) >= 2 and len(right.group()) >= 2)


def _splits_at_letter(hidden: str, match: re.Match[str], separators: list[tuple[int, int, str]]) -> bool:
    """Whether "y", "e", "i", "a" stands between people ("J. Pérez y M. Gil"), not in one name ("Ortega y Gasset")."""
    if any(start < match.end() and match.start() < end for start, end, _ in separators):
        return False
    left_from = max((end for _, end, _ in separators if end <= match.start()), default=0)
    at = min((start for start, _, _ in separators if start >= match.end()), default=len(hidden))
    left = hidden[left_from : match.start()].replace(_HIDDEN, " ").split()
    right = hidden[match.end() : at].replace(_HIDDEN, " ").split()
    inverted = any(start == at and kind == "comma" for start, _, kind in separators) and len(right) == 1
    left_whole = len(left) >= 2 or (bool(left) and is_initial(left[-1]))
    return left_whole and (len(right) >= 2 or (inverted and bool(left) and is_initial(left[-1])))


def _pieces(hidden: str) -> tuple[list[_Piece], str | None]:
    """The pieces between separators, and whether a gap ends the run ("end"), stands inside ("inside") or not (None)."""
    pieces: list[_Piece] = []
    group, position, pending = 0, 0, False
    gap: str | None = None
    for start, end, kind in [*_separators(hidden), (len(hidden), len(hidden), "end")]:
        added = _add_pieces(hidden, (position, start), group, pieces)
        if added and pending:
            added[0].gap_before = True
            gap, pending = "inside", False
        if kind == "gap":
            pending, gap = True, "end"
            group += 1
        elif kind == "strong":
            if pending and "·" in hidden[start:end]:
                break  # "A, B et al. · openai": what follows the list is no author
            group += 1
        position = end
    return pieces, gap


def _add_pieces(hidden: str, place: tuple[int, int], group: int, pieces: list[_Piece]) -> list[_Piece]:
    """Append what stands between two separators; a suffix goes to the piece before it."""
    start, end = _trim(hidden, *place)
    if start >= end:
        return []
    text = _visible(hidden, start, end)
    if is_suffix(text) and pieces and pieces[-1].group == group:
        pieces[-1].end = end
        return []
    skipped = _LOOSE_AND.match(hidden, start, end).end() - start  # type: ignore[union-attr]
    skipped += honorific_length(hidden[start + skipped : end])
    start, text = start + skipped, _visible(hidden, start + skipped, end)
    if not any(c.isalpha() for c in text):
        return []
    words = text.split()
    if is_cjk(text) and len(words) > 1 and all(len(word) >= 2 for word in words) and len(text) > 6:
        added = [
            _Piece(start + m.start(), start + m.end(), "cjk", group)
            for m in re.finditer(r"[^\s\x00]+", hidden[start:end])
        ]
    else:
        added = [_Piece(start, end, kind_of_piece(text), group)]
    pieces.extend(added)
    return added


def _trim(hidden: str, start: int, end: int) -> tuple[int, int]:
    """Cut white space, marks and loose punctuation from both ends; keep the full stop of an initial."""
    while start < end and (hidden[start].isspace() or hidden[start] in _HIDDEN + ".:-–—/\"“”«»()[]{}<>=~'’`"):
        start += 1
    while end > start:
        last = hidden[end - 1]
        if (last == "." and _stop_belongs(hidden, start, end)) or (last == ")" and "(" in hidden[start:end]):
            break
        if not (last.isspace() or last in _HIDDEN + '.:-–—/"“”«»()[]{}<>=~`'):
            break
        end -= 1
    return start, end


def _stop_belongs(hidden: str, start: int, end: int) -> bool:
    """Whether the full stop before `end` abbreviates ("J.", "Jr.", "Ph.") or ends the run ("Song Han.", "Balch WE")."""
    words = _visible(hidden, start, end).split()
    if not words:
        return False
    last = words[-1]
    if is_suffix(last):
        return last.lower().startswith(("jr", "sr"))
    letters = last.rstrip(".")
    if len(letters) == 1 or "." in letters:
        return bool(letters) and letters[-1].isalpha()
    if not is_initial(last):
        return False
    # "Dupont, Ph." abbreviates; "Song Han." and "Li Na." do not
    return len(words) == 1 and letters[:1].isupper() and not letters.isupper() and len(letters) <= 3


def _visible(hidden: str, start: int, end: int) -> str:
    """The stretch without marks (and without the space before a full stop that a mark leaves behind)."""
    text = hidden[start:end]
    if _HIDDEN in text:
        text = re.sub(r"\s*\x00+\s*(?=[.,])", "", text).replace(_HIDDEN, "")
    return " ".join(text.split())


_SINGLE: dict[PieceKind, float] = {
    "full": 0.0,
    "particle-first": 0.1,  # "Le Guin" or "Ben Smith"
    "initials-first": 0.0,
    "surname-initials": 0.2,
    "cjk": 0.0,
    "group": 0.0,
    "surname": 2.0,
    "initials": 4.0,
    "other": 1.0,
}
_PAIR: dict[tuple[PieceKind, PieceKind], float] = {
    ("surname", "initials"): 0.0,
    ("full", "initials"): 0.3,
    ("initials", "initials"): 1.0,  # "LI, J." in capitals
    ("surname-initials", "initials"): 2.0,
    ("surname", "surname"): 0.8,
    ("full", "surname"): 1.6,
    ("surname", "surname-initials"): 0.6,  # "Smith, John A."
    ("full", "surname-initials"): 1.8,
    ("surname", "full"): 1.2,  # "Wang, Wei Ming"
    ("full", "full"): 3.0,
    ("surname", "initials-first"): 1.5,  # "Grady, J. Lee"
    ("initials", "surname"): 1.0,  # "LAW, John"
    ("initials", "surname-initials"): 1.2,
}
_PAIR |= {("particle-first", after): cost + 0.2 for (before, after), cost in _PAIR.items() if before == "surname"}
_NO_PAIR = 6.0
_BROKEN_STYLE = 1.0
_MIXED_STYLE = 0.7  # "Lin J" beside "Song Han"


def _cheapest_reading(pieces: list[_Piece]) -> list[tuple[int, int]]:
    """Which pieces make one name: (first, last) places in `pieces`, under the order that explains the list best."""
    readings = [_read(pieces, style) for style in ("normal", "inverted", "first")]
    return min(readings, key=lambda reading: reading[0])[1]


def _read(pieces: list[_Piece], style: str) -> tuple[float, list[tuple[int, int]]]:
    """Cheapest split under one order of names, by dynamic programming over the pieces."""
    mixed = _MIXED_STYLE if any(piece.kind in ("full", "initials-first") for piece in pieces) else 0.0
    best = [0.0] + [float("inf")] * len(pieces)
    back = [0] * (len(pieces) + 1)
    for i, piece in enumerate(pieces):
        inverted = style == "inverted" or (style == "first" and i == 0)
        single = _SINGLE[piece.kind] + (_BROKEN_STYLE if inverted and piece.kind not in ("cjk", "group") else 0.0)
        if piece.kind == "surname-initials":
            single += mixed
        if best[i] + single < best[i + 1]:
            best[i + 1], back[i + 1] = best[i] + single, i
        if i + 1 < len(pieces) and pieces[i + 1].group == piece.group:
            kinds = (piece.kind, pieces[i + 1].kind)
            pair = _PAIR.get(kinds, _NO_PAIR)
            if not inverted:
                pair += 0.3 if kinds[1] == "initials" else _BROKEN_STYLE
            if best[i] + pair < best[i + 2]:
                best[i + 2], back[i + 2] = best[i] + pair, i
    groups = []
    at = len(pieces)
    while at:
        groups.append((back[at], at - 1))
        at = back[at]
    return best[-1], groups[::-1]


def _name(text: str, hidden: str, pieces: list[_Piece]) -> PrintedName | None:
    start, end = pieces[0].start, pieces[-1].end
    name = _visible(hidden, start, end)
    if not name:
        return None
    return PrintedName(start, end, name, _equally_marked(text, hidden, start, end), pieces[0].kind == "group")


def _equally_marked(text: str, hidden: str, start: int, end: int) -> bool:
    """Whether a mark of equal contribution stands right before, in or right after the name."""
    before, after = start, end
    while before > 0 and (hidden[before - 1] == _HIDDEN):
        before -= 1
    while after < len(hidden) and (hidden[after] in _HIDDEN + " " or hidden[after : after + 2] == "," + _HIDDEN):
        after += 1
    marks = "".join(text[i] for i in range(before, after) if hidden[i] == _HIDDEN)
    if re.search(r"equal|joint|co-?first|contributed", marks, re.IGNORECASE):
        return True
    marks = marks.replace("**", "").replace("\\", "")
    if marks.startswith("*") and marks.endswith("*") and marks.count("*") == 2 and text[start - 1 : start] == "*":
        return False  # italic in Markdown
    return any(c in _EQUAL_CHARACTERS for c in marks)

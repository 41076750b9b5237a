"""What the tagger sees of each word: its form, its neighbours, its place among the breaks of the entry.

A linear chain looks one label back, so what is far away is said in features: whether a year or a closed quotation stood
before, how the stretch between two commas looks as a whole, whether the line broke early.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from kg.extractors.references.gazetteer import word_classes
from kg.extractors.references.phrases import find_phrases

_CORE = re.compile(r"\w(?:.*\w)?", re.DOTALL)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d[a-z]?")
_YEARS = re.compile(r"(?:1[5-9]|20)\d\d[-–—/](?:(?:1[5-9]|20)?\d\d)")
_RANGE = re.compile(r"[A-Za-z]?\d+[-‐‑–—]{1,2}[A-Za-z]?\d+")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|e|ème|er|º|ª)")
_ADDRESS = re.compile(r"(?:https?://|www\.|doi\.org/).+|.+\.(?:org|com|edu|net|io|html?|pdf)(?:/.*)?")
_DOI = re.compile(r"10\.\d{4,9}/.+")
_ARXIV = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?")
_BREAK = frozenset(',.;:?!)]”"»，。；：、」》')
_BREAK_BEFORE = frozenset(',.;:"“«„，')  # in front of a word: print whose spaces were lost or moved
_DASHES = re.compile(r"[-‐‑–—―_]{2,}[.,:;]?|[—―]+[.,:;]?")
_SMALL = frozenset(
    "of the in on and for a an to with by from under via at or as is its their into de la le les des du et und der die "
    "das dem den für von zur zum im y el los las en del da do dos das e di della del il per sul sur dans pour au aux & "
    "van het een och av".split()
)
_FULL_LINE = 60  # characters: a line at least this long, broken before the margin could be reached, counts as full


class Word:
    """What one word looks like by itself, in the three forms in which features use it (own, before, after)."""

    __slots__ = (
        "after",
        "before",
        "capital",
        "classes",
        "closing",
        "far_after",
        "far_before",
        "initial",
        "kind",
        "lower",
        "named",
        "opens",
        "own",
        "shape",
        "sort",
        "text",
    )

    def __init__(self, text: str) -> None:
        match = _CORE.search(text)
        core = match.group() if match else ""
        opening = text[: match.start()] if match else text
        closing = text[match.end() :] if match else ""
        low = core.lower()
        self.lower = low
        self.kind = _number_kind(core, low) if core else "dashes" if _DASHES.fullmatch(text) else ""
        self.shape = _shape(core)
        self.closing = _fold_marks(closing)
        opening = _fold_marks(opening)
        self.initial = bool(core) and core[0].isupper() and (len(core) == 1 or (len(core) <= 3 and core.isupper()))
        self.capital = core[:1].isupper()
        word = "w=" + (re.sub(r"\d", "0", low) if self.kind else low)
        own = [word, "s=" + self.shape, "o=" + opening, "c=" + self.closing, "sc=" + self.shape + self.closing]
        self.opens = bool(opening) and not _BREAK_BEFORE.isdisjoint(opening)
        if not self.kind and core:
            own += ["p=" + low[:3], "x=" + low[-3:], "y=" + low[-2:], f"l={min(len(low), 9)}"]
        if self.kind:
            own.append("n=" + self.kind)
            own.append("nc=" + opening[-1:] + self.kind + self.closing[:1])
        self.classes = classes = word_classes(low)
        self.named = "given" in classes or "surname" in classes
        self.text = core if low in _SMALL or low in _TELLING else ""
        self.sort = self.kind or (low if low in _TELLING else "+".join(classes[:2]) or self.shape[:2])
        own += ["d=" + name for name in classes]
        self.own = own
        near = [word, "s=" + self.shape, "c=" + self.closing, "o=" + opening, *("d=" + name for name in classes)]
        if self.kind:
            near.append("n=" + self.kind)
        self.before = ["-" + f for f in near]
        self.after = ["+" + f for f in near]
        far = ["s=" + self.shape + self.closing, word]
        self.far_before = ["--" + f for f in far]
        self.far_after = ["++" + f for f in far]


def _fold_marks(marks: str) -> str:
    return marks.replace("“", '"').replace("”", '"').replace("''", '"').replace("，", ",").replace("。", ".")[:4]


def _shape(core: str) -> str:
    """Letters as X, x, digits as 0, runs shortened: "Smith" Xx, "1998" 0000, "J" X, "McKay" XxXx."""
    if not core:
        return ""
    core = core[:24]
    text = core.translate(_ASCII_SHAPES) if core.isascii() else "".join(map(_letter_shape, core))
    return _RUNS.sub(_shortened, text)[:10]


_ASCII_SHAPES = {code: "0" if chr(code).isdigit() else "X" if chr(code).isupper() else "x" for code in range(128)} | {
    code: chr(code) for code in range(128) if not chr(code).isalnum()
}
_RUNS = re.compile(r"xx+|zz+|X{3,}|0{6,}")


def _letter_shape(c: str) -> str:
    if c.isdigit():
        return "0"
    if c.isupper():
        return "X"
    return ("x" if c.islower() else "z") if c.isalpha() else c


def _shortened(run: re.Match[str]) -> str:
    letter = run.group()[0]
    return letter if letter in "xz" else "XX" if letter == "X" else "00000"


def _number_kind(core: str, low: str) -> str:
    """Class of a word with digits or of an address; "" for plain words."""
    if _DOI.fullmatch(low):
        return "doi"
    if not any(c.isdigit() for c in low):
        return "address" if _ADDRESS.fullmatch(low) else ""
    for pattern, name in (
        (_ADDRESS, "address"),
        (_YEAR, "year"),
        (_YEARS, "years"),
        (_ARXIV, "arxiv"),
        (_RANGE, "range"),
        (_ORDINAL, "ordinal"),
    ):
        if pattern.fullmatch(low):
            return name
    if core.isdigit():
        return f"d{min(len(core), 6)}"
    return "mixed"


_TELLING = frozenset("in proc proceedings journal vol pp press university eds ed by and retrieved available".split())

_word = lru_cache(maxsize=60_000)(Word)
_EDGE = Word("")
_INDEX = [f"i={min(i, 6)}" for i in range(7)]
_FROM_END = [f"e={min(i, 4)}" for i in range(5)]
_RELATIVE = [f"r={i}" for i in range(9)]
_STATE = {
    (quote, year, breaks): f"q={quote}|y={year}|b={breaks}"
    for quote in range(3)
    for year in range(2)
    for breaks in range(5)
}


def features(text: str, places: list[tuple[int, int]]) -> list[list[str]]:
    """One list of features a word, for the places that `tokenise` gave."""
    words = [_word(text[start:end]) for start, end in places]
    rows = [list(word.own) for word in words]
    _add_neighbours(rows, words)
    _add_history(rows, words, text, places)
    _add_stretches(rows, words)
    _add_phrases(rows, words)
    if "\n" in text or "\t" in text:
        _add_lines(rows, text, places)
    else:
        for row in rows:
            row.append("line=only")
    return rows


def _add_neighbours(rows: list[list[str]], words: list[Word]) -> None:
    padded = [_EDGE, _EDGE, *words, _EDGE, _EDGE]
    last = len(rows) - 1
    for i, row in enumerate(rows):
        before, word, after = padded[i + 1], padded[i + 2], padded[i + 3]
        row += before.before
        row += after.after
        row += padded[i].far_before
        row += padded[i + 4].far_after
        row.append("-c|s=" + before.closing + "|" + word.shape)
        if word.text:
            row.append("-c|t=" + before.closing + "|" + word.text)
        if after.text:
            row.append("c|+t=" + word.closing + "|" + after.text)
        row.append("c|+s=" + word.closing + "|" + after.shape)
        row.append("-w|w=" + before.lower + "|" + word.lower)
        row.append("--c|-c|s=" + padded[i].closing + "|" + before.closing + "|" + before.shape + "|" + word.shape[:2])
        row.append("c|+c|++c=" + word.closing + "|" + after.closing + "|" + padded[i + 4].closing)
        if i < 7:
            row.append(_INDEX[i])
        if last - i < 4:
            row.append(_FROM_END[last - i])
        row.append(_RELATIVE[8 * i // (last + 1)])


# space in front of a mark, or none behind it or between two words: text out of a PDF
_ASTRAY = re.compile(r"[^\W\d_] [,.;:](?=\s|[^\W\d_])|[^\W\d_]{3},[^\W\d_]|[^\W\d_A-Z]{4}[A-Z][^\W\d_A-Z]{3}")

_QUOTES = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’", "`": "'"}


def _add_history(rows: list[list[str]], words: list[Word], text: str, places: list[tuple[int, int]]) -> None:
    """What stood before the word: quotations, years, ends of sentences, "In"; and style of the whole entry."""
    quote, year, breaks, inside, brackets, closers, closed = 0, 0, 0, False, 0, "", False
    quoted = any(c in text for c in "“”„«»‘") or text.count('"') >= 2 or "``" in text
    first_year = next((i for i, word in enumerate(words) if word.kind == "year"), None)
    whole = f"Q={int(quoted)}|Y={-1 if first_year is None else 4 * first_year // len(words)}"
    astray = sum(1 for _ in islice(_ASTRAY.finditer(text), 2))
    strays = [f"Z={astray}|{breaks}" for breaks in range(5)]
    quotes = [f"q={quote}|{whole}" for quote in range(3)]
    for row, word, (start, end) in zip(rows, words, places, strict=True):
        raw = text[start:end]
        if quoted and quote == 0:
            opener = next((c for c in raw[:3] if c in _QUOTES), "")
            if opener:
                quote, closers = 1, _QUOTES[opener]
        row.append(_STATE[quote, year, breaks])
        row += (whole, strays[breaks], quotes[quote])
        if inside:
            row.append("in")
        if brackets > 0 or raw[:1] in "([":
            row.append("brackets")
        brackets += raw.count("(") + raw.count("[") - raw.count(")") - raw.count("]")
        brackets = max(brackets, 0)
        if closed:
            row.append("closed|" + word.shape[:2])
        closed = quote == 1 and any(c in closers for c in (word.closing if closers == "’" else raw[1:]))
        if closed:
            quote = 2
        year = year or int(word.kind == "year")
        if word.closing[:1] in (".", "?", "!") and not word.initial and len(word.lower) > 3 and breaks < 4:
            breaks += 1
        inside = inside or word.lower in ("in", "dans")


def _stretches(words: list[Word]) -> list[tuple[int, int]]:
    """Bounds of the runs of words between two breaks."""
    bounds = []
    first = 0
    last = len(words) - 1
    for i, word in enumerate(words):
        closing = word.closing
        if (
            i == last
            or (closing and closing[-1] in _BREAK and not (closing == "." and word.initial))
            or words[i + 1].opens
        ):
            bounds.append((first, i + 1))
            first = i + 1
    return bounds


def _add_stretches(rows: list[list[str]], words: list[Word]) -> None:
    """How the stretch between two breaks looks as a whole, and the ones before and after it."""
    bounds = _stretches(words)
    looks = [_look(words[a:b]) for a, b in bounds]
    told = [_classes_told(words[a:b]) for a, b in bounds]
    numbered = [any(word.kind for word in words[a:b]) for a, b in bounds]
    for number, (a, b) in enumerate(bounds):
        before = looks[number - 1] if number else "^"
        more = number + 1 < len(bounds)
        after = looks[number + 1] if more else "$"
        follows = words[b].sort if more else "$"
        own = told[number]
        to_number = next((i for i, one in enumerate(numbered[number + 1 : number + 5]) if one), 5)
        common = [
            "g=" + looks[number],
            "-g=" + before,
            "+g=" + after,
            f"-g+={before}|{looks[number]}|{after}",
            f"gt={own}|{words[b - 1].sort}",
            f"gf={own}|{follows}",
            f"gn={own}|{to_number}",
            "+gt=" + (told[number + 1] if more else "$"),
            "-gt=" + (told[number - 1] if number else "^"),
        ]
        if number < 6:
            common.append(f"gi={number}|{looks[number]}")
        mark = "|" + words[a - 1].closing[-1:] if number else "|^"
        common.append(f"gk={looks[number][:2]}|{_named(words[a:b])}|{words[b - 1].sort}")
        common.append(f"gm={own}|{looks[number][:2]}{mark}")
        for i in range(a, b):
            rows[i] += common
            rows[i].append(f"gp={min(i - a, 3)}|{min(b - 1 - i, 3)}")


def _add_phrases(rows: list[list[str]], words: list[Word]) -> None:
    """Known names and phrases of several words: on their words, and before and behind them."""
    last = len(rows)
    for first, stop, name in find_phrases([word.lower for word in words], [word.closing for word in words]):
        opened = first == 0 or bool(words[first - 1].closing) or words[first].opens
        mark = f"{int(opened)}{words[stop - 1].closing[-1:]}"
        for i in range(first, stop):
            rows[i].append(f"ph={name}")
            rows[i].append(f"phm={name}|{mark}")
        rows[first].append(f"ph^={name}")
        if first:
            rows[first - 1].append(f"+ph={name}|{words[first - 1].closing[-1:]}")
        if stop < last:
            rows[stop].append(f"-ph={name}|{words[stop - 1].closing[-1:]}")


_LETTERS = {
    "venue": "v",
    "organisation": "o",
    "publisher": "p",
    "place": "l",
    "report": "r",
    "month": "m",
    "abbreviation": "a",
}


def _classes_told(words: list[Word]) -> str:
    """Which of the classes that tell a field the words of a stretch have."""
    return "".join(sorted({_LETTERS[name] for word in words for name in word.classes if name in _LETTERS}))


def _named(words: list[Word]) -> str:
    """Whether the capitalised words of a stretch are known names: all, some or none of them; "" without such words."""
    names = [word.named for word in words if word.capital and not word.initial and not word.kind]
    return "" if not names else "all" if all(names) else "some" if any(names) else "none"


def _look(words: list[Word]) -> str:
    """Length, capitals, initials and numbers of a stretch, coarsely: "3Ni" three words, all capitals, with initials."""
    count = len(words)
    length = count if count < 4 else 4 if count < 6 else 6 if count < 10 else 9
    plain = [word for word in words if word.lower and not word.kind and word.lower not in _SMALL]
    if not plain:
        case = "n"
    else:
        rest = plain[1:]
        capitals = sum(word.capital for word in rest)
        case = "l" if not plain[0].capital else "N" if capitals == len(rest) else "s" if not capitals else "m"
    initials = "i" if any(word.initial for word in words) else ""
    kinds = {word.kind for word in words if word.kind}
    number = "y" if "year" in kinds else "r" if "range" in kinds else "d" if kinds else ""
    return f"{length}{case}{initials}{number}"


def _add_lines(rows: list[list[str]], text: str, places: list[tuple[int, int]]) -> None:
    """Where lines break, and whether before the margin (a new field) or at it (a wrap)."""
    line, line_start, previous_end = 0, 0, 0
    start_mark = "line=first"
    total = text.count("\n")
    for row, (start, end) in zip(rows, places, strict=True):
        between = text[previous_end:start]
        if "\n" in between:
            length = previous_end - line_start
            full = length >= _FULL_LINE
            line += between.count("\n")
            line_start = start
            start_mark = f"line={min(line, 4)}|{'full' if full else 'short'}"
            row.append("new|" + ("full" if full else "short"))
        elif "\t" in between:
            row.append("tab")
        row.append(start_mark)
        row.append(f"lines={min(line, 3)}/{min(total, 4)}")
        ending = text[end : end + 1]
        if ending == "\n":
            row.append("end|" + ("full" if end - line_start >= _FULL_LINE else "short"))
        elif ending == "\t":
            row.append("end|tab")
        previous_end = end

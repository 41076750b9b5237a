"""Corrections that look at the outline of a whole entry: one title, behind the names and in front of the imprint.

Each works on labels by word and leaves an entry alone whose outline is sound; `repair` calls them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.extractors.references.gazetteer import word_classes
from kg.extractors.references.phrases import find_phrases

Run = tuple[str, int, int]

CONTAINERS = frozenset({"booktitle", "journal"})
EDITOR_MARK = re.compile(r"[(\[]?(?:eds?|editors?|hrsg|hg|dirs?|coords?|comps?|éds?)[.)\]:,;]*", re.IGNORECASE)
INTRODUCED = re.compile(r"[(\[\"“«„‘]*(?:in|dans|proc|proceedings|proceeding|presented|paper)\b", re.IGNORECASE)

_CORE = re.compile(r"\w(?:.*\w)?", re.DOTALL)
_JOINS = frozenset("and & et und y e i de del della der den di da du van von la le ten ter al".split())
INITIAL = re.compile(r"(?:[^\W\d_a-z]\.?-?){1,3},?")
TITLE_WORDS = frozenset(
    "the of its their in on to for with from by an a as at or das die zur im des les aux sur".split()
)
_BREAKS = '.,?!;)”"»]'


def phrases_in(words: Sequence[str], first: int, stop: int) -> list[tuple[int, int, str]]:
    """The known phrases within a run of words, in places of the entry."""
    lows: list[str] = []
    closings: list[str] = []
    for word in words[first:stop]:
        match = _CORE.search(word)
        lows.append(match.group().lower() if match else "")
        closings.append(word[match.end() :] if match else "")
    return [(first + a, first + b, name) for a, b, name in find_phrases(lows, closings)]


def editors_open(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """All the names in front of "(eds.)" at the start of an entry are editors, where they were torn apart."""
    if not runs or runs[0][0] not in ("author", "editor", "title"):
        return
    for at in range(1, min(len(words), 30)):
        word = words[at]
        if EDITOR_MARK.fullmatch(word) and not word[:1].isupper():
            if word.strip("., ").lower() in ("ed", "éd", "dir", "hg", "comp", "coord"):
                return  # "Language and Power, ed. J. Roe": opens what follows
            torn = len(set(labels[: at + 1])) > 1 and "date" not in labels[: at + 1]
            if torn and at > 1 and all(in_name(one) for one in words[:at]):
                labels[: at + 1] = ["editor"] * (at + 1)
            return
        if not in_name(words[at - 1]) or word[:1] in '"“«‘(' or _ends_part(words[at - 1]):
            return


def _ends_part(word: str) -> bool:
    """Whether something else than a name ends here: "Politics:", "Trees." but not "J." or "Jr."."""
    return word[-1:] in ":?!" or (word[-1:] == "." and len(word) > 4 and not INITIAL.fullmatch(word))


def in_name(word: str) -> bool:
    core = word.strip(".,;:")
    return core[:1].isupper() or core.lower() in _JOINS or core == "al"


def title_among_names(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """Names that run up to the imprint, or to a subtitle, end in the title: its part is behind the last break."""
    kinds = [label for label, _, _ in runs]
    for number, (label, first, stop) in enumerate(runs):
        if label != "author":
            continue
        after = kinds[number + 1] if number + 1 < len(runs) else ""
        at = _last_break(words, first, stop)
        if at is None or any(INITIAL.fullmatch(word) for word in words[at:stop]):
            return
        told = stop - at <= 10 and any(word.strip(".,:;").lower() in TITLE_WORDS for word in words[at:stop])
        if not {"title", "series", *CONTAINERS} & set(kinds):
            if after in ("location", "publisher", "editor", "volume") and not EDITOR_MARK.fullmatch(words[stop - 1]):
                labels[at:stop] = ["title"] * (stop - at)
        elif after == "title" and told and words[stop - 1][-1:] in ".:":
            labels[at:stop] = ["title"] * (stop - at)
        return


def title_up_to_colon(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """Where all names have initials, what stands without any behind them and in front of a colon begins the title."""
    for (label, first, stop), (after, _, _) in pairwise(runs):
        if label != "author":
            continue
        if after == "title" and words[stop - 1].endswith(":"):
            inverted = words[first].endswith(",")
            for at in range(stop - 1, first, -1):
                before = words[at - 1]
                if INITIAL.fullmatch(words[at].rstrip(":")) or words[at].lower() in _JOINS:
                    return
                ended = before[-1:] in ".," and INITIAL.fullmatch(before) if inverted else before.endswith(",")
                if ended:
                    named = not inverted and all(_known_name(word) for word in words[at:stop])
                    if not named and any(INITIAL.fullmatch(word) for word in words[first:at]):
                        labels[at:stop] = ["title"] * (stop - at)
                    return
        return


def _known_name(word: str) -> bool:
    return not {"given", "surname"}.isdisjoint(word_classes(word.strip(".,:").lower()))


def _last_break(words: Sequence[str], first: int, stop: int) -> int | None:
    """Where the last part of a run of names begins: not the given name behind an inverted family name."""
    for at in range(stop - 1, first + 1, -1):
        before = words[at - 1]
        if before[-1:] in ",." and not INITIAL.fullmatch(before) and words[at].lower() not in _JOINS:
            return at
    return None


_HELPERS = re.compile(
    r"[(\[]?(?:(?:translated|edited|revised|selected|compiled)\b(?: and \w+)? (?:by|from)|trans(?:l)?\. (?:by )?[A-Z]|"
    r"tradu(?:ction|it|cción|zione)\b|übersetzt|ubersetzt|übers\.|trad\.(?!\))|herausgegeben|a cura di)",
    re.IGNORECASE,
)
_EDITIONS = re.compile(r"[(\[]?(?:editio\b|reprint\b|\w+ (?:ed\.|edn\.?|edition|éd\.|auflage|aufl\.))", re.IGNORECASE)
_SERIALS = re.compile(
    r"(?:in )?(?:proc\.|proceedings\b|transactions (?:of|on)\b|trans\. on\b|advances in\b.{0,40}\b\d|annals of\b)",
    re.IGNORECASE,
)
_TO_BE_HAD = re.compile(r"(?:retrieved|available|accessed|to appear|submitted to)\b", re.IGNORECASE)
_REPORTS = re.compile(
    r"\(.*\b(?:report|brief|working paper|research paper|bulletin|memorandum|thesis|dissertation)\b.*\)[.,]?",
    re.IGNORECASE,
)
_VOLUMES = re.compile(r"(?:\d+|two|three) vols?\.?,?|vols?\.? \w+(?: (?:and|&) \w+)?[.,]?", re.IGNORECASE)
_SERIES = re.compile(
    r"\(.*(?:series|reihe|studien|studies|texte|collection|collana|library|bibliothek|monograph|memoirs).*\)[.,]?",
    re.IGNORECASE,
)
_JOURNALS = re.compile(
    r"\b(?:journal|quarterly|review|magazine|bulletin|letters|news|newsletter|gazette|zeitschrift|revue|revista)[.,]?$|"
    r"^(?:the )?(?:journal|annals|bulletin|archives|zeitschrift|revue|revista|annales|cahiers)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:TR|RR|WP|RFC|LIDS)[- ]?[A-Z-]*\d+", re.IGNORECASE)


def title_tail(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """What stands behind a title's last break and is known for something else is no part of it.

    Publishers ("Wiley and Sons"), translators ("Translated by …"), editions, kinds ("[Motion picture]"), proceedings.
    """
    for number, (label, first, stop) in enumerate(runs):
        if label != "title":
            continue
        after = runs[number + 1][0] if number + 1 < len(runs) else ""
        if after and phrases_in(words, first, stop) == [(first, stop, "kind")]:
            labels[first:stop] = ["note"] * (stop - first)  # "G. Roe. Personal communication, 1995"
            return
        known = phrases_in(words, first + 1, stop)
        publisher = _publisher_tail(words, labels, known, stop, after)
        if publisher is not None:
            labels[publisher:stop] = ["publisher"] * (stop - publisher)
            stop = publisher
        tellers = {begin for begin, _, name in known if name in ("kind", "waiting")}
        for at in range(first + 1, stop):
            opened = words[at - 1][-1:] in _BREAKS or words[at][:1] in "(["
            told = opened and at in tellers and stop - at <= 9
            kind = "note" if told else _tail_kind(words, labels, at, stop, after) if opened else ""
            if kind:
                labels[at:stop] = [kind] * (stop - at)
                return
        return


def _publisher_tail(
    words: Sequence[str], labels: list[str], known: list[tuple[int, int, str]], stop: int, after: str
) -> int | None:
    if after not in ("location", "date", "edition", "") or "publisher" in labels or not CONTAINERS.isdisjoint(labels):
        return None
    if not known:
        return None
    begin, end, name = known[-1]
    company = stop - end <= 2 and all(
        word.strip(".,()").lower() in ("inc", "ltd", "co", "") for word in words[end:stop]
    )
    return begin if name == "publisher" and company else None


def _tail_kind(words: Sequence[str], labels: Sequence[str], at: int, stop: int, after: str) -> str:
    """The label of a title's words from `at` on; "" if they are title."""
    rest = " ".join(words[at:stop])
    if _HELPERS.match(rest) and stop - at <= 14:
        return "editor"
    if _EDITIONS.match(rest) and stop - at <= 6:
        return "edition"
    if _NUMBERED.fullmatch(rest.strip(".,;()")) or _TO_BE_HAD.match(rest):
        return "note"
    if _REPORTS.fullmatch(rest) and stop - at <= 9:
        return "note"
    if _VOLUMES.fullmatch(rest):
        return "volume"
    if _SERIES.fullmatch(rest) and stop - at <= 10 and CONTAINERS.isdisjoint(labels):
        return "series"
    named = 3 <= stop - at <= 7 and all(in_name(word) or word.lower() in TITLE_WORDS for word in words[at:stop])
    if named and _JOURNALS.search(rest) and after in ("volume", "issue", "pages", "date", "note", "url"):
        return "journal" if CONTAINERS.isdisjoint(labels) else ""
    if _SERIALS.match(rest) and stop - at > 2 and CONTAINERS.isdisjoint(labels):
        return "journal" if after in ("volume", "issue") else "booktitle"
    return ""


def subtitle_of_book(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """Between a title and its imprint a second name is the subtitle, if nothing makes the entry a part of a book."""
    kinds = [label for label, _, _ in runs]
    if kinds.count("title") != 1 or not {"pages", "editor", "volume", "journal", "url"}.isdisjoint(kinds):
        return
    number = kinds.index("title")
    if number + 2 >= len(runs) or kinds[number + 2] not in ("location", "publisher"):
        return
    _, first, middle = runs[number]
    label, _, stop = runs[number + 1]
    closed = words[first][:1] in '"“«„‘' or words[middle - 1][-1:] in '"”»,'
    if label in ("booktitle", "note") and not closed and not INTRODUCED.match(words[middle]):
        if words[middle][:1] not in "([" and not any(_tells_else(word) for word in words[middle:stop]):
            labels[middle:stop] = ["title"] * (stop - middle)


def _tells_else(word: str) -> bool:
    """Whether the word is one of series, meetings, collections or kinds of work, or has a digit."""
    low = word.strip(".,;:()[]").lower()
    return low in _COLLECTIONS or not {"venue", "report"}.isdisjoint(word_classes(low)) or any(c.isdigit() for c in low)


_COLLECTIONS = frozenset(
    "series progress seminar seminars lecture lectures session encyclopedia encyclopaedia encyclopédie enzyklopädie "
    "lexikon handbook handbuch dictionary dictionnaire companion yearbook mémoire collection reihe schriftenreihe "
    "schriften collana monograph monographs texts library libraries works readings papers".split()
)


def title_behind_inverted_name(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """An entry that seems all editors has its title behind the first name ("Roe, Ann, My Life, Jane Doe (ed.)")."""
    if not runs or runs[0][0] != "editor" or not {"title", "author", *CONTAINERS}.isdisjoint(labels):
        return
    _, first, stop = runs[0]
    if stop - first < 6 or not EDITOR_MARK.fullmatch(words[stop - 1]) or not {"location", "publisher"} & set(labels):
        return
    ends = [at + 1 for at in range(first, stop) if words[at].endswith(",")]
    if (
        len(ends) > 2
        and words[ends[1]].lower() != "et"
        and ends[0] == first + 1
        and not any(INITIAL.fullmatch(word) for word in words[first : ends[2]])
    ):
        labels[first : ends[1]] = ["author"] * (ends[1] - first)
        labels[ends[1] : ends[2]] = ["title"] * (ends[2] - ends[1])


def names_around_the_date(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """Authors stand in front of a date, the title behind it: what is called otherwise right beside it changes sides."""
    kinds = [label for label, _, _ in runs[:4]]
    if kinds == ["author", "date", "author", "title"]:
        _, first, stop = runs[2]
        if words[stop - 1].endswith(":"):
            labels[first:stop] = ["title"] * (stop - first)
    elif kinds == ["author", "title", "date", "title"]:
        _, first, stop = runs[1]
        if any(INITIAL.fullmatch(word) for word in words[runs[0][1] : first]):
            return
        if (
            stop - first <= 9
            and words[first - 1][-1:] == ","
            and all(in_name(w) or w.lower() in TITLE_WORDS for w in words[first:stop])
        ):
            labels[first:stop] = ["author"] * (stop - first)
    elif kinds[:2] == ["author", "title"] and words[runs[0][1] : runs[0][2]] == ["U.S."]:
        _, first, stop = runs[1]
        at = next((i + 1 for i in range(first, stop - 1) if _ends_part(words[i])), None)
        if at is not None and all(in_name(w) or w.lower() in TITLE_WORDS for w in words[first:at]):
            labels[first:at] = ["author"] * (at - first)

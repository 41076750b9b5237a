"""Where a title ends: at a sentence, a comma before a venue, a change of type, "in:", a type tag."""

from __future__ import annotations

import re

from kg.extractors.prose.passage import Passage, trim
from kg.extractors.prose.venues import ACRONYM_YEAR, CUE_ANY, LEAD, NOTE, leads
from kg.extractors.prose.vocabulary import is_place

Span = tuple[int, int]

_SENTENCE_END = re.compile(r"(?<=[\w)\]”\"’'?!$])([.?!])[”\"’]?(?=\s+[\"“(\[]?[^\W_]|\s*$|\n)|\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:(?i:vs|cf|e\.g|i\.e|no|vol|st|dr|mr|mrs|ca|approx|resp|fig|eq|al|etc|sp|spp|ssp|subsp|var|gen|nov)|"
    r"U\.S|U\.K|[A-Z]))$"
)
_COMMA_END = re.compile(
    r",\s+(?=(?:in|to appear|submitted|accepted|under review|in press|forthcoming|proc|published|presented|"
    r"with|appeared|arxiv|preprint|technical report|phd|ph\.d|master|doctoral|thesis|(?:co-?)?edited|"
    r"eds?\.|translated|hrsg|a cura di|sous la dir|numéro (?:spécial|thématique)|special issue|"
    r"themanummer|themenheft)\b"
    r"|(?:19|20)\d\d\b)",
    re.I,
)


_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def words(text: str) -> int:
    asian = len(_IDEOGRAPH.findall(text))
    return len(re.findall(r"[^\W\d_]{2,}", text)) + asian // 2


TYPE_TAG = re.compile(r"\s*\[[A-Z](?:/[A-Z]{2})?\][.．。\s]*")


def first_sentence(text: str, start: int, stop: int) -> Span:
    """The title in the text before the authors: its first sentence, unless that is a fragment."""
    for match in _SENTENCE_END.finditer(text, start, stop):
        piece = text[start : match.start()]
        rest = text[match.end() : stop]
        if match.group(1) and match.group(1) in "?!" and words(rest) > 1 and not _names_venue(rest):
            continue  # a subtitle
        if words(piece) >= 3 and not _ABBREVIATION.search(piece) and match.group() != "\n":
            return start, match.start() + (match.group(1) in "?!" if match.group(1) else 0)
    return start, stop


def _names_venue(text: str) -> bool:
    return bool(CUE_ANY.search(text) or re.search(r"(?:19|20)\d\d", text) or leads(text))


def within_quotes(text: str, title: Span) -> Span:
    """The title without the quotation mark at its end where the one that opens stands before it."""
    opens = text[title[0] - 1 : title[0]] if title[0] else ""
    return (
        trim(text, *title, "'’‘”\"» .,") if opens and opens in "'‘“\"«„" and text[title[1] - 1] in "'’‘”\"»" else title
    )


def first_column(text: str, title: Span) -> Span:
    """The title without what stands in another column of its line, as a venue at the right margin does."""
    column = text.find("\t", *title)
    return (title[0], column) if words(text[title[0] : max(title[0], column)]) >= 2 else title


def title_end(passage: Passage, first: int, end: int) -> int:
    """Where a title that starts at `first` ends: sentence, bold run, line, or a comma before a venue."""
    text = passage.text
    styled = (*passage.emboldened(), *passage.slanted(), *(s for s in passage.linked() if words(text[slice(*s)]) > 2))
    bold = next((stop for start, stop in styled if abs(start - first) <= 2 and stop - start > 12), None)
    if bold is not None and bold <= end:
        return bold
    best = _sentence_end(text, first, end)
    for pattern in (_COMMA_END, _COMMA_VENUE):
        comma = pattern.search(text, first, end)
        while comma is not None and words(text[first : comma.start()]) < 2:
            comma = pattern.search(text, comma.end(), end)
        if comma is not None:
            best = min(best, comma.start())
    inside = _INSIDE.search(text, first, end)  # "Title. Subtitle, in: Editor (ed.): Book"
    book = None if inside else _PLACE_PRESS.search(text, first, end) or _place_and_press(text, first, end)
    for mark in (inside, book):
        if mark is not None and words(text[first : mark.start()]) >= 1:
            best = mark.start()
    best = _before_journal(passage, first, best, end)
    last = _LAST_BRACKETS.search(text, first, end)  # "Title (Journal)" and nothing else
    if last is not None and best >= last.end(1) and words(text[first : last.start()]) >= 2:
        best = last.start()
    tag = TYPE_TAG.search(text, first, end)  # GB/T 7714: "[J]." ends a title
    if tag is not None:
        return tag.start()
    note = NOTE.search(text, first + 8, best)
    return note.start() if note and words(text[first : note.start()]) >= 2 else best


_PRESS_IN_COMMAS = re.compile(
    r",\s+(?P<one>[A-ZÀ-Þ][\w’'. -]{1,40}),\s+(?P<other>[A-ZÀ-Þ][\w’'&. -]{1,40}),\s+(?=(?:19|20)\d\d)"
)


def _place_and_press(text: str, first: int, end: int) -> re.Match[str] | None:
    """Where ", Torino, Giappichelli, 2021" begins: one of the two is a place."""
    match = _PRESS_IN_COMMAS.search(text, first, end)
    return match if match and (is_place(match["one"]) or is_place(match["other"])) else None


def _sentence_end(text: str, first: int, end: int) -> int:
    """Where the first sentence of the title ends that is no abbreviation and goes not on after a question mark."""
    best = end
    if _ARABIC.match(text, first):
        stops = (m.start() for m in re.finditer("[،؛]", text[:end]) if m.start() > first)
        best = next((stop for stop in stops if words(text[first:stop]) >= 3), end)
    if _IDEOGRAPH.match(text, first):
        stops = (m.start() for m in _IDEOGRAPH_END.finditer(text, first, end) if words(text[first : m.start()]) >= 2)
        best = next(stops, end)
    for match in _SENTENCE_END.finditer(text, first, best):
        piece = text[first : match.start()]
        if words(piece) < 2 or _ABBREVIATION.search(piece) or _ORDINAL.match(text, match.start()):
            continue
        if match.group(1) and match.group(1) in "?!" and _goes_on(text, match.end(), end):
            continue
        if match.group().startswith("\n") and not _breaks_after(text, first, match.start(), end):
            continue
        return match.start() + (1 if match.group(1) and match.group(1) in "?!" else 0)
    return best


_ORDINAL = re.compile(r"(?<=\d)\.\s+(?!(?:in|im|arxiv|to|pp?|vol|doi|https?|s|e)\b)[^\W\d_A-Z]{2}(?<![A-Z])")
_LAST_BRACKETS = re.compile(r"\s+\(([A-Z][^()]{3,90})\)\W*$")
_INSIDE = re.compile(
    r"[,.;?!”»]?\s+(?:in|im|dans|en)\s?:\s|\.\s+—\s|\s/\s(?=[^\W\d_A-ZА-Я]{2}|[A-ZА-Я]\.)|(?<=[^\s:/])\s*//\s*(?=[^\W\d_])",
    re.I,
)


def before_inside(text: str, title: Span) -> Span:
    """The title without what says who edited it or where it stands ("Title / сост. …", "Title. — Казань: …")."""
    mark = _INSIDE.search(text, *title)
    return (title[0], mark.start()) if mark and words(text[title[0] : mark.start()]) >= 2 else title


_PLACE_PRESS = re.compile(
    r"[,.]\s+[A-ZÄÖÜÉ][\w.’-]+(?:[\s,/&–-]+(?:[A-ZÄÖÜ][\w.’-]*|am|an|der)){0,3}\s?:\s+(?=[A-ZÄÖÜÉ][^:.,]{2,50}[,.]?\s+"
    r"\(?(?:19|20)\d\d\)?\W*$)"
)
_COMMA_VENUE = re.compile(  # its third line: volume, journal and page, as lawyers cite
    r",\s+(?=(?:the\s+)?(?:\d+(?:st|nd|rd|th)\s+|[A-Z]\w+\s+){0,4}(?:Proceedings|Proc\.|Conference|Symposium|"
    r"Workshop|Journal|J\.|Transactions|Trans\.|Annals|Letters|Advances in|Lecture Notes)\b"
    r"|[A-Z][a-z]{1,8}\.\s?(?:[A-Z][a-z]{0,8}\.|[A-Z]\b)"
    r"|\d{1,4}\s+(?:[A-Z][\w.&'’-]*\s+|of\s+|and\s+|the\s+|in\s+|for\s+|&\s+){1,8}\d{1,5}\b"
    r"|(?:IEEE|ACM|USENIX|SIAM|AAAI|Nature|Science|PLoS|PNAS|arXiv|bioRxiv)\b|"
    r"[A-Z][A-Za-z-]{1,9}\s?['’]?\s?(?:19|20)?\d\d\b)"
)


_NUMBERS = re.compile(r"\s*(?:\(?(?:19|20)\d\d\)?[a-z]?\s*(?:[;:,(]|$|[A-Z][a-z]{2}\b)|\d+\s*[(:,;])")


_ARABIC = re.compile(r"[\"“«(]*[\u0600-\u06ff]")
_IDEOGRAPH_END = re.compile(r"[，。．；]|[,.;]\s|\[[A-Z]")
_ISSUE = re.compile(r"[,，]\s*(?:vol|no|nr|pp?|bd|t|号|第)\b\.?\s?\d|[,，]?\s\d+\s*[(,:]\s*\(?\d", re.I)


def _before_journal(passage: Passage, first: int, best: int, end: int) -> int:
    """Where a title ends that only a comma or its type sets apart from its journal: "Title, Journal, Vol. 3"."""
    text = passage.text
    for start, stop in passage.slanted():
        between = text[first:start]
        if first < start < best and words(between) >= 2 and not re.match(r"\s*[a-z]{2}", text[stop:]):
            return start
    issue = _ISSUE.search(text, first, end)
    if issue is None or issue.start() > best + 8:
        return best
    comma = max(text.rfind(", ", first, issue.start()), text.rfind("，", first, issue.start()))
    name = text[comma + 1 : issue.start()].strip() if comma > first else ""
    if comma >= best or not 1 <= len(name.split()) <= 9 or words(text[first:comma]) < 2:
        return best
    lower = [word for word in name.split() if word[0].islower()]
    return comma if len(lower) <= len(name.split()) // 2 and not name[0].islower() else best


def _goes_on(text: str, place: int, end: int) -> bool:
    """Whether a question mark stands inside the title: a second part follows that ends like a title, not a venue."""
    stop = next((m for m in _SENTENCE_END.finditer(text, place, end) if m.group(1) == "."), None)
    if stop is None or stop.start() - place > 160:
        return False
    piece = text[place : stop.start()].strip()
    lead = LEAD.match(piece)
    return (
        words(piece) >= 2
        and not _NUMBERS.match(text, stop.end())  # "Curr Opin Crit Care. 2022;35": a journal
        and not (lead and lead.group().strip())
        and not CUE_ANY.search(piece)
        and not re.search(r"(?:19|20)\d\d", piece)
    )


def _breaks_after(text: str, first: int, stop: int, end: int) -> bool:
    """Whether a line break ends the title: what follows is a venue, a date or names, not the title's second line."""
    following = text[stop + 1 : end].split("\n", 1)[0]
    return (
        leads(following)
        or bool(CUE_ANY.search(following))
        or bool(re.search(r"(?:19|20)\d\d", following))
        or bool(ACRONYM_YEAR.search(following))
    )


_STATUS_BEFORE = re.compile(
    r"[(\[](?:to appear|in press|forthcoming|submitted|under review|accepted|preprint|new)[^()\[\]]{0,30}[)\]]\s*", re.I
)


def without_status(text: str, span: Span) -> Span:
    """The title without "(To appear)" before it."""
    status = _STATUS_BEFORE.match(text, *span)
    return (status.end(), span[1]) if status else span


def set_apart(passage: Passage, span: Span) -> Span:
    """The bold or italic part of a title's stretch, if a badge or label before it is not: "ISMB **Title**"."""
    start, end = span
    for first, last in (*passage.emboldened(), *passage.slanted()):
        inner = trim(passage.text, max(first, start), min(last, end), " ,.;:")
        outside = passage.text[start : inner[0]] + passage.text[inner[1] : end]
        if inner[0] > start + 1 and words(passage.text[slice(*inner)]) >= 3 and len(outside.split()) <= 4:
            if inner[1] - inner[0] > 0.5 * (end - start) and inner[1] >= end - 2:
                return inner
    return span


_WITH_OPEN = re.compile(r"[\s,;(]+(?:joint work |together |jointly )?(?:with|mit|avec|con|com)\W*$", re.I)


def clean_title(text: str, span: Span, quotes: str = "\"“”'") -> Span | None:
    span = without_status(text, span)
    opened = _WITH_OPEN.search(text, *span)
    start, stop = trim(text, span[0], opened.start() if opened else span[1], f" ,;:|–—-.{quotes}")
    if stop < len(text) and text[stop] in "?!":
        stop += 1
    if stop < span[1] and text[stop : stop + 3] == "...":
        stop += 3
    return (start, stop) if stop - start >= 4 else None

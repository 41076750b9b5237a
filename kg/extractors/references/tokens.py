"""Words of a reference string with their places.

A word keeps the punctuation around it ("(1998)," is one word): what stands before and after a word says most about
where a field ends. Words are also cut where print runs fields together: "2017;23(11):1321-5", "p.81", "CVJun 30, 2022".
"""

from __future__ import annotations

import re

_CLOSING = r"[^\w\s(\[{“«„‘《「（【]*"
_WORD = re.compile(
    r"(?:https?://|www\.|doi\.org/|10\.\d{4,9}/)\S+"
    r"|[^\w\s]*\w+(?:(?:(?<!\w{2})\.(?=[^\W\d_])|(?<=\d)\.(?=\d)|\.(?=[a-z])(?<!\d\.)|[-‐‑–—'’&/+@^~]{1,2})\w+)*"
    + _CLOSING
    + r"|[^\w\s]+"
)
_GLUED = re.compile(
    r"(?<=[A-Z])(?=(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\b)"
    r"|(?<=(?<!\d)(?:19|20)\d\d)(?=[A-Z][a-z]+)"
    r"|(?<=[^\W\d_]{3})(?=\d{1,4}\s?[,(])"  # "JHEP03 (2016)", "Science356, 50"
    r"|(?<=(?<!\w)[A-Z]{4})(?=(?:19|20)\d\d(?!\w))"  # "CVPR2021"
    r"|(?<=(?<!\w)PoS)(?=[A-Z])"  # Proceedings of Science: "PoSLATTICE 2011"
    r"|(?<=(?<!\w)[Pp][.p])(?=\d)|(?<=(?<!\w)pp\.)(?=\d)|(?<=(?<!\w)[Vv]ol\.)(?=\d)"
)
_URL_TAIL = re.compile(r"[\])}>.,;:'\"”»]+$")


def tokenise(text: str) -> list[tuple[int, int]]:
    """Places (start, end) of the words of a text, in order; together they cover everything but white space.

    >>> text = "Cell 2017;23(11):5."
    >>> [text[start:end] for start, end in tokenise(text)]
    ['Cell', '2017;', '23', '(11):', '5.']
    """
    places = [match.span() for match in _WORD.finditer(text)]
    cuts = [match.start() for match in _GLUED.finditer(text)]
    return _cut(places, cuts) if cuts else places


def _cut(places: list[tuple[int, int]], cuts: list[int]) -> list[tuple[int, int]]:
    wanted = set(cuts)
    result = []
    for start, end in places:
        for cut in sorted(wanted.intersection(range(start + 1, end))):
            result.append((start, cut))
            start = cut
        result.append((start, end))
    return result


def without_tail(address: str) -> str:
    """An address without the punctuation of the sentence it stands in."""
    tail = _URL_TAIL.search(address)
    if not tail:
        return address
    cut = tail.start()
    # a DOI may end in a bracket of its own: "10.1016/0370(95)"
    while cut < len(address) and address[cut] in ")]>" and address[:cut].count("(") > address[:cut].count(")"):
        cut += 1
    return address[:cut]

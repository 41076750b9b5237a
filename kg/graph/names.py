"""How names compare when a user types one: without case, accents, punctuation and script."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii


def fold(name: str) -> str:
    """The name without case, accents, punctuation and script, words in order.

    >>> fold("Müller-Lüdenscheidt, José")
    'muller ludenscheidt jose'
    """
    plain = anyascii(unicodedata.normalize("NFKC", name)).casefold()
    return " ".join(re.findall(r"[a-z0-9]+", plain)) or name.strip().casefold()


def folds(name: str) -> set[str]:
    """The folded name, and with a comma also the other way round.

    >>> sorted(folds("Lin, Ji"))
    ['ji lin', 'lin ji']
    """
    found = {fold(name)}
    last, comma, first = name.partition(",")
    if comma and first.strip():
        found.add(fold(f"{first} {last}"))
    return found

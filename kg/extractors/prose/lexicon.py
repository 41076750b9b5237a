"""What a document itself tells about its words: which are common words, which are its owner's names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.extractors.prose.common_words import TITLE_WORDS
from kg.extractors.prose.names import NameRun, find_runs
from kg.model import Line

COMMON = frozenset(
    "learning deep neural network networks model models modeling modelling analysis system systems data "
    "machine vision computer science "
    "language processing theory methods method approach approaches application applications design study "
    "studies using based towards toward "
    "efficient robust optimal optimization algorithm algorithms control image video detection recognition "
    "estimation inference bayesian "
    "statistical social political economic economics policy development research review introduction "
    "international national conference "
    "journal workshop proceedings university department institute school college laboratory center centre "
    "computing information technology "
    "engineering human health clinical medical public global dynamics dynamic quantum molecular cell cells "
    "protein gene genome structure function "
    "functions evidence effects effect impact role evaluation assessment framework distributed parallel "
    "adaptive automatic large small high low new "
    "novel multi non real time space energy water climate change environmental security privacy web knowledge "
    "graph graphs semantic representation "
    "representations generation generative adversarial reinforcement supervised unsupervised transfer "
    "attention transformer transformers language "
    "general fast simple modern complex scale linear nonlinear stochastic random probabilistic causal temporal "
    "spatial mobile cloud edge online "
    "experience education teaching skills present research assistant professor student senior junior director "
    "manager engineer scientist "
    "thesis master's masters bachelor's report technical magazine letters archive symposium society association "
    "book books prize prizes shortlisted winner finalist "
    "best paper award press accepted submitted invited talk oral poster spotlight under preprint in proc "
    "proceedings the a an of for and with on to "
    "from by at as is are we our this that via toward how what why when who where do does can not".split()
)
_LOWER = re.compile(r"(?<![\w@./-])[^\W\d_]{3,}(?![\w@/-])")


_INITIALS_BEHIND = re.compile(
    r"[^\W\d_][\w’'-]+,?\s(?:[^\W\d_]\.[\s-]?){1,3}(?=[,;&:(]|\s?(?:and|y|e|et|und|и|with)\s)"
)
_INITIALS_BEFORE = re.compile(r"(?:^|[,;&]\s|\band\s)(?:[^\W\d_]\.[\s-]?){1,3}[^\W\d_]{2}[\w’'-]*(?=[,;.:]|\sand\s|$)")
_FEWEST_NAMES = 5


@dataclass(slots=True)
class Lexicon:
    """Common words of the document, words of the owner's name, and words of names that recur in its author lists."""

    common: set[str] = field(default_factory=set)
    family_first: bool = False  # most names with initials have these behind the family name
    owner: tuple[str, ...] = ()  # folded words of the owner's name, given name first or not
    _runs: dict[str, list[NameRun]] = field(default_factory=dict)

    def runs(self, text: str) -> list[NameRun]:
        """Every run of names in the text; asked again, it is not read again."""
        runs = self._runs.get(text)
        if runs is None:
            runs = self._runs[text] = find_runs(text, self.is_common, family_first=self.family_first)
        return runs

    def is_common(self, word: str) -> bool:
        lower = word.lower().rstrip(".")
        return lower not in self.owner and (lower in COMMON or lower in TITLE_WORDS or lower in self.common)

    def has_owner(self, name: str) -> bool:
        """Whether the name can be the owner's: a family-name word in full, and initials that do not contradict."""
        words = [word.lower() for word in re.findall(r"[^\W\d_]+", name)]
        if len(self.owner) < 2 or not words:
            return False
        full = [word for word in words if len(word) > 1 and word in self.owner]
        if not full:
            return False
        rest = [word for word in words if word not in full]
        others = [word for word in self.owner if word not in full]
        if not rest:
            return len(full) > 1
        return all(
            any(
                other.startswith(word[0]) and (len(word) == 1 or other.startswith(word) or word.startswith(other))
                for other in others
            )
            for word in rest[:1]
        )


def read_lexicon(lines: Iterable[Line], owner: str = "") -> Lexicon:
    """The lexicon of these lines. Words count as common if the document prints them in lower case."""
    common: set[str] = set()
    behind = before = 0
    for line in lines:
        common.update(match.group() for match in _LOWER.finditer(line.text) if match.group().islower())
        behind += len(_INITIALS_BEHIND.findall(line.text))
        before += len(_INITIALS_BEFORE.findall(line.text))
    names = tuple(word.lower() for word in re.findall(r"[^\W\d_]{2,}", owner))
    return Lexicon(common, behind >= _FEWEST_NAMES and behind > 4 * before, names)

"""Explanations as text and as HTML."""

from __future__ import annotations

import html
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from kg.graph.case_files import Place, Profile, Reason, Step, chance

_WIDTH = 100
_MOST_WORKS = 4  # named of those that are only counted
_SURE = 0.95  # from here on a link needs no mention as the weakest
_OUTCOMES = {"same": "one person", "different": "not the same", "unsure": "cannot be told"}
_SMALL = 0.05  # log-odds; smaller rests are rounding


class Explained(Protocol):
    """What is told: see `kg.graph.explain.Explanation`."""

    @property
    def question(self) -> str: ...
    @property
    def verdict(self) -> str: ...
    @property
    def profiles(self) -> tuple[Profile, ...]: ...
    @property
    def steps(self) -> tuple[Step, ...]: ...
    @property
    def facts(self) -> tuple[str, ...]: ...


def to_text(explanation: Explained) -> str:
    """The explanation for a terminal or a file."""
    lines = [explanation.question, "", *_wrapped(explanation.verdict), ""]
    for profile in explanation.profiles:
        lines += [*_profile(profile), ""]
    if explanation.facts:
        for fact in explanation.facts:
            lines += _wrapped(fact, "• ")
        lines.append("")
    names = _Names([path for profile in explanation.profiles for path, _ in profile.documents])
    for number, group in enumerate(_groups(explanation.steps), start=1):
        lines += [*_group(group, number, names), ""]
    return "\n".join(_clean(line) for line in lines).rstrip() + "\n"


class _Names:
    """Documents by their file name where that tells them apart, else by their path."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._counts = Counter(_base(path) for path in set(paths))

    def __call__(self, path: str) -> str:
        return _base(path) if self._counts[_base(path)] == 1 else path


def _base(path: str) -> str:
    return path.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]


def _main(step: Step) -> Reason | None:
    """The reason that carries most in the direction of the outcome."""
    sign = 1.0 if step.outcome == "same" else -1.0
    return max(step.reasons, key=lambda reason: sign * reason.weight, default=None)


def _groups(steps: Sequence[Step]) -> list[list[Step]]:
    """Steps of the same kind between the same documents together, in the order of the first of each; the weakest link
    of a person, if it is not all but certain, comes first and alone.
    """
    same = [step for step in steps if step.outcome == "same" and not step.override]
    weakest = min(same, key=lambda step: step.score, default=None)
    groups: dict[object, list[Step]] = {}
    if weakest is not None and weakest.score < _SURE:
        groups["weakest"] = [weakest]
    for step in steps:
        if step is weakest and "weakest" in groups:
            continue
        main = _main(step)
        documents = frozenset((step.left.document, step.right.document))
        key: object = step.decision
        if step.outcome == "same" and not step.override and main is not None:
            key = (documents, main.feature)
        groups.setdefault(key, []).append(step)
    return list(groups.values())


def _group(group: Sequence[Step], number: int, names: _Names) -> list[str]:
    lines = _step(group[0], number, names)
    if len(group) > 1:
        works = list(dict.fromkeys(step.left.work or step.right.work or step.left.name for step in group[1:]))
        shown = ", ".join(f"“{_short(work)}”" for work in works[:_MOST_WORKS])
        least = min(step.score for step in group[1:])
        more = f"and {len(group) - 1} more of this kind, each at least {chance(least)}: {shown}"
        lines += _wrapped(more + (" …" if len(works) > _MOST_WORKS else ""), indent=3)
    return lines


def _short(title: str) -> str:
    return title if len(title) <= 50 else title[:48].rsplit(" ", 1)[0] + " …"


def _clean(text: str) -> str:
    """Without control characters: a name in a document must not steer the terminal."""
    return "".join(c if unicodedata.category(c) not in {"Cc", "Cf", "Cs"} else "�" for c in " ".join(text.splitlines()))


def _wrapped(text: str, bullet: str = "", indent: int = 0) -> list[str]:
    first = " " * indent + bullet
    return textwrap.wrap(text, _WIDTH, initial_indent=first, subsequent_indent=" " * len(first)) or [first.rstrip()]


def _years(profile: Profile) -> str:
    if profile.years is None:
        return ""
    first, last = profile.years
    return f", {first}" if first == last else f", {first}–{last}"


def _profile_rows(profile: Profile) -> list[tuple[str, str]]:
    names = ", ".join(f"{name} ({count}×)" for name, count in profile.names[:8])
    documents = ", ".join(f"{path} ({count})" for path, count in profile.documents[:8])
    rows = [("printed as", names), ("said in", documents), ("works", f"{profile.works}{_years(profile)}")]
    if profile.organisations:
        rows.append(("at", ", ".join(profile.organisations[:6])))
    return rows


def _profile(profile: Profile) -> list[str]:
    lines = [f"{profile.name}  ({profile.person})"]
    for name, value in _profile_rows(profile):
        lines += textwrap.wrap(
            value, _WIDTH, initial_indent=f"  {name:<11}", subsequent_indent=" " * 13, break_long_words=False
        ) or [f"  {name:<11}"]
    return lines


def _heading(step: Step) -> str:
    if step.override:
        return f"ruled by {step.agent or 'a person'}{f' on {step.decided_at[:10]}' if step.decided_at else ''}"
    against = f", needed {step.threshold:.0%}".replace("%", " %") if step.threshold is not None else ""
    return f"{step.chance} likely to be one person{against}"


def _said(place: Place, names: _Names) -> str:
    work = f" in “{place.work}”" if place.work and place.work != place.name else ""
    role = f" ({place.role})" if place.role not in {"", "author"} else ""
    document = names(place.document)
    return (
        f"{place.name}{role}{work} — {document}, {place.where}"
        if place.where
        else f"{place.name}{role}{work} — {document}"
    )


def _step(step: Step, number: int, names: _Names) -> list[str]:
    lines = [f"{number}. {_OUTCOMES.get(step.outcome, step.outcome)}: {_heading(step)}"]
    lines += [line for place in (step.left, step.right) for line in _wrapped(_said(place, names), indent=3)]
    for weight, words in _sum(step, names):
        lines += textwrap.wrap(words, _WIDTH, initial_indent=f"   {weight:>6}  ", subsequent_indent=" " * 11)
    lines.append(f"   decision {step.decision}")
    return lines


def _sum(step: Step, names: _Names) -> list[tuple[str, str]]:
    """(weight, words) of each reason, of what is not itemised, and of the sum."""
    seen = {step.left.document, step.right.document}  # named above; only what was seen elsewhere is worth a word, once
    rows = []
    for reason in step.reasons:
        if abs(reason.weight) >= _SMALL or len(step.reasons) == 1:
            rows.append(
                (_signed(reason.weight), _reason(reason, [p for p in reason.sources if _path(p) not in seen], names))
            )
            seen.update(map(_path, reason.sources))
    small = len(step.reasons) - len(rows)
    if small:
        rows.append(("", f"and {small} that weigh less than {_SMALL}"))
    if abs(step.rest) > _SMALL:
        rows.append((_signed(step.rest), "not itemised"))
    if step.reasons and not step.override:
        rows.append((_signed(step.total + step.rest), f"in all (log-odds) = {step.chance}"))
    return rows


def _signed(weight: float) -> str:
    return f"{weight:+.1f}".replace("-", "−")


def _path(place: str) -> str:
    return place.split(", ")[0]


def _reason(reason: Reason, elsewhere: Sequence[str], names: _Names) -> str:
    text = reason.text or reason.feature
    words = f"{text} [{reason.feature}]" if reason.text and reason.feature else text
    if reason.about and reason.about not in text:
        words += f": {reason.about}"
    if elsewhere:
        words += " — also " + "; ".join(place.replace(_path(place), names(_path(place)), 1) for place in elsewhere[:3])
    return words


def to_html(explanation: Explained) -> str:
    """The explanation as a page of its own."""
    style = (
        "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
        "table{border-collapse:collapse}td{padding:.1rem .6rem;vertical-align:top}.w{text-align:right;"
        "font-variant-numeric:tabular-nums}section{border-top:1px solid #8886;margin-top:1rem}.s{color:#666}"
        "@media(prefers-color-scheme:dark){body{background:#111;color:#eee}.s{color:#aaa}}"
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{html.escape(explanation.question)}</title><style>{style}</style></head>\n"
        f"<body>\n{body(explanation)}</body></html>\n"
    )


def body(explanation: Explained) -> str:
    """The explanation as HTML without a page around it; everything a document said is escaped."""
    parts = [
        f"<h1>{html.escape(explanation.question)}</h1>\n<p><strong>{html.escape(explanation.verdict)}</strong></p>\n"
    ]
    for profile in explanation.profiles:
        rows = "".join(f"<tr><td>{n}</td><td>{html.escape(v)}</td></tr>" for n, v in _profile_rows(profile))
        name, identifier = html.escape(profile.name), html.escape(profile.person)
        parts.append(f'<section><h2>{name} <small class="s">{identifier}</small></h2><table>{rows}</table></section>\n')
    if explanation.facts:
        parts.append("<ul>" + "".join(f"<li>{html.escape(fact)}</li>" for fact in explanation.facts) + "</ul>\n")
    names = _Names([path for profile in explanation.profiles for path, _ in profile.documents])
    parts += [_group_html(group, names) for group in _groups(explanation.steps)]
    return "".join(parts)


def _group_html(group: Sequence[Step], names: _Names) -> str:
    step = group[0]
    title = f"{_OUTCOMES.get(step.outcome, step.outcome)}: {_heading(step)}"
    rows = _sum(step, names)
    cells = "".join(f'<tr><td class="w">{weight}</td><td>{html.escape(words)}</td></tr>' for weight, words in rows)
    places = "<br>".join(html.escape(_said(place, names)) for place in (step.left, step.right))
    more = f"and {len(group) - 1} more of this kind"
    items = "".join(
        f"<li>{html.escape(_said(s.left, names))}<br>{html.escape(_said(s.right, names))}</li>" for s in group[1:]
    )
    others = f"<details><summary>{more}</summary><ul>{items}</ul></details>" if items else ""
    return (
        f"<section><h3>{html.escape(title)}</h3><p>{places}</p><table>{cells}</table>"
        f'<p class="s">decision {html.escape(step.decision)}</p>{others}</section>\n'
    )

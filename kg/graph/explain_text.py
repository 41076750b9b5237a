"""Explanations as text and as HTML."""

from __future__ import annotations

import html
import textwrap
import unicodedata
from collections.abc import Sequence
from typing import Protocol

from kg.graph.case_files import Place, Profile, Reason, Step

_WIDTH = 100
_MOST_STEPS = 8  # shown in full; the others get one line each
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
    full, brief = explanation.steps[:_MOST_STEPS], explanation.steps[_MOST_STEPS:]
    for number, step in enumerate(full, start=1):
        lines += [*_step(step, number), ""]
    if brief:
        lines.append(f"and {len(brief)} more:")
        lines += [f"  {_brief(step)}" for step in brief]
    return "\n".join(_clean(line) for line in lines).rstrip() + "\n"


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


def _said(place: Place) -> str:
    work = f" in “{place.work}”" if place.work and place.work != place.name else ""
    role = f" ({place.role})" if place.role not in {"", "author"} else ""
    spot = f"{place.document}, {place.where}" if place.where else place.document
    return f"{place.name}{role}{work} — {spot}"


def _step(step: Step, number: int) -> list[str]:
    lines = [f"{number}. {_OUTCOMES.get(step.outcome, step.outcome)}: {_heading(step)}"]
    lines += _wrapped(_said(step.left), indent=3)
    lines += _wrapped(_said(step.right), indent=3)
    for reason in step.reasons:
        lines += textwrap.wrap(
            _reason(reason), _WIDTH, initial_indent=f"   {_signed(reason.weight):>6}  ", subsequent_indent=" " * 11
        )
    if abs(step.rest) > _SMALL:
        lines.append(f"   {_signed(step.rest):>6}  not itemised")
    if step.reasons and not step.override:
        lines.append(f"   {_signed(step.total + step.rest):>6}  in all (log-odds) = {step.chance}")
    lines.append(f"   decision {step.decision}")
    return lines


def _signed(weight: float) -> str:
    return f"{weight:+.1f}".replace("-", "−")


def _reason(reason: Reason) -> str:
    text = reason.text or reason.feature
    words = f"{text} [{reason.feature}]" if reason.text and reason.feature else text
    if reason.about and reason.about not in text:
        words += f": {reason.about}"
    return words + (f" — {'; '.join(reason.sources[:3])}" if reason.sources else "")


def _brief(step: Step) -> str:
    main = max(step.reasons, key=lambda reason: abs(reason.weight), default=None)
    why = f": {main.text or main.feature}" if main else ""
    return f"{step.left.name} ({step.left.document}) – {step.right.name} ({step.right.document}), {step.chance}{why}"


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
    parts += [_step_html(step) for step in explanation.steps]
    return "".join(parts)


def _step_html(step: Step) -> str:
    title = f"{_OUTCOMES.get(step.outcome, step.outcome)}: {_heading(step)}"
    rows = [(_signed(reason.weight), _reason(reason)) for reason in step.reasons]
    if abs(step.rest) > _SMALL:
        rows.append((_signed(step.rest), "not itemised"))
    if step.reasons and not step.override:
        rows.append((_signed(step.total + step.rest), f"in all (log-odds) = {step.chance}"))
    cells = "".join(f'<tr><td class="w">{weight}</td><td>{html.escape(words)}</td></tr>' for weight, words in rows)
    places = "<br>".join(html.escape(_said(place)) for place in _sides(step))
    return (
        f"<section><h3>{html.escape(title)}</h3><p>{places}</p><table>{cells}</table>"
        f'<p class="s">decision {html.escape(step.decision)}</p></section>\n'
    )


def _sides(step: Step) -> Sequence[Place]:
    return (step.left, step.right)

"""The explorer's pages. Plain HTML without scripts; everything a document said is escaped."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from kg.graph.formats import html_table
from kg.graph.parameters import Parameter
from kg.graph.presets import Preset, by_tag
from kg.graph.rows import Rows
from kg.graph.vocab import PREFIXES


def page(title: str, body: str, head: str = "") -> str:
    """A whole page; `head` is HTML for its head."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<title>{html.escape(title)} – kg</title><link rel="icon" href="data:,">'
        f'<link rel="stylesheet" href="/style.css">{head}</head>\n'
        '<body><header><a class="home" href="/">kg</a><a href="/query">SPARQL</a><a href="/graph">Picture</a>'
        '<form action="/find" role="search"><input name="q" aria-label="Find a person, work, venue or organisation" '
        'placeholder="Find a person, work, venue …"> <button>Find</button></form></header>\n'
        f"<main>\n{body}</main></body></html>\n"
    )


def thing_link(iri: str) -> str:
    """The address of the page about a thing; a term of a vocabulary is at home elsewhere."""
    if any(iri.startswith(namespace) for namespace in PREFIXES.values()):
        return iri
    return "/thing?" + urlencode({"iri": iri})


def problem(message: str) -> str:
    """An error inside a page."""
    return f'<p class="problem" role="alert">{html.escape(message)}</p>\n'


def error_page(title: str, message: str) -> str:
    """A page that says what is wrong."""
    return page(title, f"<h1>{html.escape(title)}</h1>\n{problem(message)}")


def home(counts: Sequence[tuple[str, int]], presets: Mapping[str, Preset], stamp: str) -> str:
    """What is in the graph, and all questions by tag."""
    numbers = " · ".join(f"{count:,} {html.escape(name)}" for name, count in counts)
    parts = [f'<h1>What is in this graph</h1>\n<p>{numbers}</p>\n<p class="soft">{html.escape(stamp)}</p>\n']
    parts.append('<h1>Ask</h1>\n<div class="cards">\n')
    for tag, group in by_tag(presets).items():
        items = "".join(
            f'<li><a href="/presets/{quote(preset.name)}">{html.escape(preset.question)}</a></li>\n' for preset in group
        )
        parts.append(f"<section><h2>{html.escape(tag.capitalize())}</h2><ul>\n{items}</ul></section>\n")
    return page("Explore", "".join(parts) + "</div>\n")


def result(rows: Rows, limit: int) -> str:
    """The answer as a table, with a word if the limit cut it off."""
    if rows.form == "ask":
        return f"<p><strong>{'Yes' if rows else 'No'}.</strong></p>\n"
    cut = problem(f"Only the first {limit} rows are shown; ask for less.") if rows.truncated else ""
    if not rows.terms:
        return "<p>No rows: nothing in the graph fits.</p>\n"
    return f'{cut}<div class="scroll">{html_table(rows, thing_link)}</div>\n'


_SAMPLE = (
    "PREFIX kg: <https://w3id.org/kg/ns#>\nPREFIX foaf: <http://xmlns.com/foaf/0.1/>\n\n"
    "SELECT ?person ?name WHERE { ?person a foaf:Person ; foaf:name ?name } ORDER BY ?name LIMIT 50\n"
)


def query_page(text: str, *, rows: Rows | None = None, message: str = "", limit: int = 0) -> str:
    """Free SPARQL: the text, and the answer below it."""
    body = [
        '<h1>SPARQL</h1>\n<form action="/query"><p><textarea name="query" aria-label="SPARQL query" spellcheck="false">'
        f"\n{html.escape(text or _SAMPLE)}</textarea></p><p><button>Ask</button> "
        f'<a href="/yasgui?{html.escape(urlencode({"query": text or _SAMPLE}))}">Open in the editor</a></p></form>\n'
    ]
    if message:
        body.append(problem(message))
    if rows is not None:
        body += [result(rows, limit), _downloads("/sparql", {"query": text}, rows)]
    return page("SPARQL", "".join(body))


def editor_page() -> str:
    """The editor with tabs and completion, which needs scripts."""
    head = (
        '<link rel="stylesheet" href="/yasgui/yasgui.min.css"><script defer src="/yasgui/yasgui.min.js"></script>'
        '<script defer src="/yasgui/start.js"></script>'
    )
    plain = '<noscript><p>This editor needs scripts; <a href="/query">the plain form</a> does not.</p></noscript>\n'
    return page("SPARQL editor", f'{plain}<div id="yasgui" data-sample="{html.escape(_SAMPLE)}"></div>\n', head)


def _downloads(address: str, values: Mapping[str, str], rows: Rows) -> str:
    formats = ("ttl", "nt", "jsonld") if rows.form == "graph" else ("csv", "tsv", "json", "xml")
    target = "/download" if address == "/sparql" else address
    links = " · ".join(
        f'<a href="{html.escape(target + "?" + urlencode({**values, "format": form}))}">{form}</a>' for form in formats
    )
    return f"<p>As {links}</p>\n"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question: rows with a picture (SVG or ""), a message, or what a name may mean.

    `choices` are (label, IRI, hint) by parameter; `limit` is the most rows that are given.
    """

    rows: Rows | None = None
    picture: str = ""
    message: str = ""
    choices: Mapping[str, Sequence[tuple[str, str, str]]] = field(default_factory=dict)
    limit: int = 0


def preset_page(preset: Preset, values: Mapping[str, str], outcome: Outcome | None = None) -> str:
    """A question as a form, and below it the picture, the answer and the way to change the SPARQL text."""
    outcome = outcome or Outcome()
    question = preset.question
    for name, value in values.items():
        if value and not value.startswith(("http:", "https:", "<")):
            question = question.replace(f"‹{name}›", value)
    body = [f"<h1>{html.escape(question)}</h1>\n"]
    if preset.description:
        body.append(f"<p>{html.escape(preset.description)}</p>\n")
    fields = "".join(_field(parameter, values) for parameter in preset.parameters)
    body.append(f'<form action="/presets/{quote(preset.name)}">{fields}<p><button>Ask</button></p></form>\n')
    for name, candidates in outcome.choices.items():
        body.append(_choice(preset, values, name, candidates))
    if outcome.message:
        body.append(problem(outcome.message))
    if outcome.rows is not None:
        address = f"/api/presets/{quote(preset.name)}"
        body += [outcome.picture, result(outcome.rows, outcome.limit), _downloads(address, values, outcome.rows)]
    edit = urlencode({"query": preset.query})
    body.append(f'<p><a href="/query?{html.escape(edit)}">Edit as SPARQL</a></p>\n')
    return page(question, "".join(body))


def _field(parameter: Parameter, values: Mapping[str, str]) -> str:
    name = html.escape(parameter.name)
    default = "" if parameter.default is None else str(parameter.default)
    value = html.escape(values.get(parameter.name, default))
    hint = html.escape(f"e.g. {parameter.example}" if parameter.example else "")
    required = "" if parameter.optional else " required"
    return (
        f'<p><label for="p-{name}">{html.escape(parameter.label)}</label>'
        f'<input id="p-{name}" name="{name}" value="{value}" placeholder="{hint}"{required}></p>'
    )


def _choice(preset: Preset, values: Mapping[str, str], name: str, candidates: Sequence[tuple[str, str, str]]) -> str:
    items = "".join(
        f'<li><a href="/presets/{quote(preset.name)}?{html.escape(urlencode({**values, name: iri}))}">'
        f'{html.escape(label or iri)}</a> <span class="soft">{html.escape(hint)}</span></li>\n'
        for label, iri, hint in candidates
    )
    return f"<h2>Which one?</h2>\n<ul>\n{items}</ul>\n"


def find_page(name: str, found: Mapping[str, Sequence[tuple[str, str, str]]]) -> str:
    """What a name may mean, by kind."""
    body = [f"<h1>“{html.escape(name)}”</h1>\n"]
    for kind, candidates in found.items():
        items = "".join(
            f'<li><a href="{html.escape(thing_link(iri))}">{html.escape(label or iri)}</a> '
            f'<span class="soft">{html.escape(hint)}</span></li>\n'
            for label, iri, hint in candidates
        )
        if items:
            body.append(f"<h2>{html.escape(kind.capitalize())}</h2>\n<ul>\n{items}</ul>\n")
    if len(body) == 1:
        body.append("<p>Nothing is called that. Try a surname, a word of a title, or an identifier.</p>\n")
    return page(name or "Find", "".join(body))


def thing_page(iri: str, label: str, said: Rows, questions: Sequence[tuple[Preset, str]], *, explained: bool) -> str:
    """What the graph says about a thing, and the questions that can be asked about it."""
    body = [f'<h1>{html.escape(label or iri)}</h1>\n<p class="soft">{html.escape(iri)}</p>\n']
    if explained:
        body.append(f'<p><a href="/explain?{html.escape(urlencode({"iri": iri}))}">Why is this one person?</a></p>\n')
    if questions:
        items = "".join(
            f'<li><a href="/presets/{quote(preset.name)}?{html.escape(urlencode({name: iri}))}">'
            f"{html.escape(preset.question)}</a></li>\n"
            for preset, name in questions
        )
        body.append(f'<h2>Ask about it</h2>\n<ul class="cards">\n{items}</ul>\n')
    body.append(f'<h2>Said of it</h2>\n<div class="scroll">{html_table(said, thing_link)}</div>\n')
    return page(label or iri, "".join(body))

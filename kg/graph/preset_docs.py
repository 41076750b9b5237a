"""The presets as a page for people and as SPARQL examples for machines."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from kg.graph.parameters import Parameter
from kg.graph.presets import Preset, by_tag, example, load_all
from kg.graph.vocab import PREFIXES

SHACL = "http://www.w3.org/ns/shacl#"
EXAMPLES = "https://w3id.org/kg/presets/"
_RULE = (
    "<!-- Written by kg.graph.preset_docs.markdown from the headers of queries/*.rq: change those, not this page. -->"
)
_EXECUTABLES = {
    "SELECT": "SPARQLSelectExecutable",
    "ASK": "SPARQLAskExecutable",
    "CONSTRUCT": "SPARQLConstructExecutable",
}


def markdown(presets: Mapping[str, Preset] | None = None) -> str:
    """The page docs/presets.md: what a preset is, a table of all of them by tag, and each with its parameters."""
    presets = load_all() if presets is None else presets
    lines = [
        "# Presets",
        "",
        _RULE,
        "",
        f"{len(presets)} named questions. Each is one file, `queries/<name>.rq`: SPARQL 1.1 as it stands, with a",
        "header that says what it asks for. Ask one on the command line, in Python, or in the explorer (`kg serve`):",
        "",
        "```",
        'kg query coauthors-with-years --param person="Ada Lovelace"',
        "```",
        "```python",
        'graph.query("coauthors-with-years", person="Ada Lovelace").to_pandas()',
        "```",
        "",
        "A person, work, venue or organisation may be named, or given by an identifier (ORCID, DOI …) or an IRI. A",
        "name that fits several things is an error that lists them. `kg presets NAME` shows the SPARQL text.",
        "",
    ]
    for tag, group in by_tag(presets).items():
        lines += [f"## {tag.capitalize()}", "", "| preset | question | parameters |", "|---|---|---|"]
        lines += [_row(preset) for preset in group]
        lines.append("")
    return "\n".join(lines)


def _row(preset: Preset) -> str:
    parameters = "; ".join(_parameter(parameter) for parameter in preset.parameters)
    question = preset.question + (f" {preset.description}" if preset.description else "")
    return f"| `{preset.name}` | {_cell(question)} | {_cell(parameters)} |"


def _parameter(parameter: Parameter) -> str:
    default = f" (default {str(parameter.default).lower()})" if parameter.optional else ""
    return f"`{parameter.name}`: {parameter.label}{default}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def turtle(presets: Mapping[str, Preset] | None = None) -> str:
    """The presets in the format of the SIB SPARQL examples (sh:SPARQLExecutable), for editors and test harnesses.

    Parameters stay variables; `sh:prefixes` is left out, since each text declares its own.
    """
    presets = load_all() if presets is None else presets
    triples: list[ox.Triple] = []
    for preset in presets.values():
        triples += _triples(preset)
    prefixes = {**{name: PREFIXES[name] for name in ("rdfs", "schema")}, "sh": SHACL}
    written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    assert written is not None
    return written.decode()


def _triples(preset: Preset) -> list[ox.Triple]:
    def name(local: str) -> ox.NamedNode:
        return ox.NamedNode(SHACL + local)

    subject = ox.NamedNode(EXAMPLES + preset.name)
    kind = ox.NamedNode(PREFIXES["rdf"] + "type")
    comment = ox.NamedNode(PREFIXES["rdfs"] + "comment")
    label = ox.NamedNode(PREFIXES["rdfs"] + "label")
    keyword = ox.NamedNode(PREFIXES["schema"] + "keywords")
    text = " ".join(part for part in (preset.question, preset.description) if part)
    return [
        ox.Triple(subject, kind, name("SPARQLExecutable")),
        ox.Triple(subject, kind, name(_EXECUTABLES.get(preset.form, "SPARQLDescribeExecutable"))),
        ox.Triple(subject, label, ox.Literal(preset.name)),
        ox.Triple(subject, comment, ox.Literal(text, language="en")),
        ox.Triple(subject, name(preset.form.lower()), ox.Literal(preset.query)),
        *(ox.Triple(subject, keyword, ox.Literal(tag)) for tag in preset.tags),
        ox.Triple(subject, ox.NamedNode(PREFIXES["schema"] + "usageInfo"), ox.Literal(example(preset))),
    ]


def grlc(preset: Preset) -> str:
    """The preset as grlc and BASIL read it: decorators that they know, parameters as their variables.

    Our own header keys are left out; `#+ defaults` gives the optional parameters.
    """
    lines = [f"#+ summary: {preset.question}"]
    if preset.description:
        lines.append(f"#+ description: {preset.description}")
    lines.append("#+ method: GET")
    lines.append("#+ tags:")
    lines += [f"#+   - {tag}" for tag in preset.tags]
    optional = [parameter for parameter in preset.parameters if parameter.optional]
    if optional:
        lines.append("#+ defaults:")
        lines += [f"#+   - {parameter.name}: {parameter.default}" for parameter in optional]
    return "\n".join([*lines, "", preset.query])

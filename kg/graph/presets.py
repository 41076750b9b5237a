"""Presets: named questions, one `queries/<name>.rq` each, with a self-describing header (grlc convention).

Parameters are variables named as in BASIL: `?_person_iri` must be given, `?__since_integer` has a default; the part
after the last underscore is the type. To users a parameter is called by the rest of its name ("person", "since").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import yaml
from rapidfuzz import fuzz, process

from kg.errors import QueryError
from kg.graph.guard import check, syntax_place
from kg.graph.parameters import TYPES, Parameter, sample, to_sparql
from kg.graph.tokens import place, substitute, variables
from kg.graph.vocab import PREFIXES, expand
from kg.resources import folder

TAGS = ("people", "collaboration", "venues", "works", "organisations", "trust", "integrity", "dataset", "topics")

_PARAMETER = re.compile(rf"(__?)([a-z][a-z0-9_]*)_({'|'.join(TYPES)})")
_HEADER_KEYS = {"summary", "description", "tags", "params", "columns", "view", "expect"}
_PARAMETER_KEYS = {"label", "class", "example", "optional", "default", "description"}


@dataclass(frozen=True, slots=True)
class Preset:
    """A named question. `text` is the whole file, `form` is SELECT, ASK, CONSTRUCT or DESCRIBE."""

    name: str
    summary: str
    text: str
    path: Path
    form: str
    description: str = ""
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    view: Mapping[str, str] = field(default_factory=dict)
    expect: Mapping[str, int] = field(default_factory=dict)

    @property
    def question(self) -> str:
        """The summary with the parameters in words: "Who has ‹person› worked with?"."""
        words = {parameter.variable: f"‹{parameter.name}›" for parameter in self.parameters}
        return re.sub(r"\?(_\w+)", lambda match: words.get(match.group(1), match.group()), self.summary)

    @property
    def query(self) -> str:
        """The SPARQL text without the header."""
        return re.sub(r"\A(#\+.*\n)+\s*", "", self.text)


def load(path: Path) -> Preset:
    """The preset in a file.

    Raises:
        QueryError: the header or the SPARQL text is broken; the message has the file and the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(str(path), f"cannot be read ({error})", "give a UTF-8 text file") from error
    return parse(text, path)


def parse(text: str, path: Path) -> Preset:
    """The preset that `text` describes; `path` gives its name and stands in messages.

    Raises:
        QueryError: as `load`.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    header = _header(text, path)
    parameters = _parameters(header, text, path)
    form = _checked_form(text, path)
    _check_used(parameters, text, path)
    preset = Preset(
        name=path.stem,
        summary=str(header.get("summary", "")).strip(),
        text=text,
        path=path,
        form=form,
        description=str(header.get("description", "")).strip(),
        tags=tuple(str(tag) for tag in _of_kind(header, "tags", list, path)),
        parameters=parameters,
        columns={str(key): str(value) for key, value in _of_kind(header, "columns", dict, path).items()},
        view={str(key): str(value) for key, value in _of_kind(header, "view", dict, path).items()},
        expect=_of_kind(header, "expect", dict, path),
    )
    if not preset.summary:
        raise QueryError(f"{path}:1", "the header has no summary", "add a line '#+ summary: …' with the question")
    _check_columns(preset)
    return preset


def _header(text: str, path: Path) -> dict[str, Any]:
    lines = []
    for line in text.split("\n"):
        if not line.startswith("#+"):
            break
        lines.append(line[2:].removeprefix(" "))
    if not lines:
        raise QueryError(f"{path}:1", "a preset begins with header lines '#+ key: value'", "add '#+ summary: …'")
    try:
        header = yaml.safe_load("\n".join(lines))
    except yaml.MarkedYAMLError as error:
        number = error.problem_mark.line + 1 if error.problem_mark else 1
        raise QueryError(f"{path}:{number}", f"broken header: {error.problem}", "write YAML after '#+ '") from error
    except (yaml.YAMLError, ValueError) as error:
        raise QueryError(f"{path}:1", f"broken header: {error}", "write YAML after '#+ '") from error
    if not isinstance(header, dict):
        raise QueryError(f"{path}:1", "the header is no list of 'key: value'", "write YAML after '#+ '")
    unknown = [str(key) for key in header if key not in _HEADER_KEYS]
    if unknown:
        where = f"{path}:{_line_of(text, unknown[0])}"
        raise QueryError(where, f"unknown header key '{unknown[0]}'", f"known are {', '.join(sorted(_HEADER_KEYS))}")
    return header


def _line_of(text: str, word: str) -> int:
    offset = text.find(word)
    return place(text, max(offset, 0))[0]


def _of_kind(header: Mapping[str, Any], key: str, kind: type, path: Path) -> Any:
    value = header.get(key)
    if value is None:
        return kind()
    if not isinstance(value, kind):
        raise QueryError(f"{path}:1", f"'{key}' must be a {kind.__name__}", "see docs/presets.md for an example")
    return value


def _parameters(header: Mapping[str, Any], text: str, path: Path) -> tuple[Parameter, ...]:
    parameters = []
    for key, given in _of_kind(header, "params", dict, path).items():
        where = f"{path}:{_line_of(text, str(key))}"
        name, _, kind = str(key).rpartition("_")
        details = given if given is not None else {}
        if not name or kind not in TYPES:
            raise QueryError(where, f"parameter '{key}' has no type", f"end its name in one of _{', _'.join(TYPES)}")
        if not isinstance(details, dict) or not set(details) <= _PARAMETER_KEYS:
            raise QueryError(where, f"parameter '{key}' is described wrongly", f"use {', '.join(_PARAMETER_KEYS)}")
        parameters.append(_parameter(name, kind, details, where))
    return tuple(parameters)


def _parameter(name: str, kind: Any, details: Mapping[str, Any], where: str) -> Parameter:
    optional = details.get("optional") is True
    if optional and details.get("default") is None:
        raise QueryError(where, f"optional parameter '{name}' has no default", "add 'default: …'")
    thing = str(details.get("class", ""))
    if thing:
        if thing.partition(":")[0] not in PREFIXES:
            raise QueryError(where, f"class '{thing}' has an unknown prefix", f"known are {', '.join(PREFIXES)}")
        thing = expand(thing)
    parameter = Parameter(
        name=name,
        type=kind,
        variable=f"{'__' if optional else '_'}{name}_{kind}",
        label=str(details.get("label", name)),
        thing=thing,
        example=str(details.get("example", "")),
        description=str(details.get("description", "")),
        optional=optional,
        default=details.get("default"),
    )
    if optional:
        to_sparql(parameter, parameter.default, where=where)
    return parameter


def _checked_form(text: str, path: Path) -> str:
    form = check(text)
    try:
        ox.Store().query(text)
    except SyntaxError as error:
        line, _, problem = syntax_place(str(error))
        raise QueryError(f"{path}:{line}", f"not valid SPARQL: {problem}", "mend the query") from error
    return form


def _check_used(parameters: tuple[Parameter, ...], text: str, path: Path) -> None:
    used = {name: offset for name, offset in variables(text).items() if name.startswith("_")}
    declared = {parameter.variable for parameter in parameters}
    for name, offset in used.items():
        if name not in declared:
            where = f"{path}:{place(text, offset)[0]}"
            right = _PARAMETER.fullmatch(name)
            remedy = f"declare '{right.group(2)}_{right.group(3)}' under params" if right else "rename the variable"
            raise QueryError(where, f"?{name} is used but not declared as a parameter", remedy)
    for parameter in parameters:
        if parameter.variable not in used:
            where = f"{path}:{_line_of(text, parameter.name)}"
            raise QueryError(where, f"?{parameter.variable} is declared but not used", "use it or leave it out")


def _check_columns(preset: Preset) -> None:
    if preset.form != "SELECT":
        return
    terms = {parameter.variable: sample(parameter) for parameter in preset.parameters}
    try:
        answer = ox.Store().query(substitute(preset.text, terms))
    except SyntaxError as error:
        raise QueryError(str(preset.path), f"not valid SPARQL with values put in: {error}", "mend the query") from error
    assert isinstance(answer, ox.QuerySolutions)
    columns = [variable.value for variable in answer.variables]
    if list(preset.columns) != columns:
        line = _line_of(preset.text, "columns")
        problem = f"columns {', '.join(preset.columns) or '(none)'} are declared, but {', '.join(columns)} are selected"
        raise QueryError(f"{preset.path}:{line}", problem, "make them the same, in the same order")


def bind(preset: Preset, values: Mapping[str, object], look_up: Callable[[str, str], str] | None = None) -> str:
    """The SPARQL text of a preset with its parameters filled in; see `terms_of`."""
    return substitute(preset.text, terms_of(preset, values, look_up))


def terms_of(
    preset: Preset, values: Mapping[str, object], look_up: Callable[[str, str], str] | None = None
) -> dict[str, str]:
    """The variable of each parameter of a preset, with its value as a serialised RDF term.

    Args:
        preset: the question.
        values: parameter name ("person", or "person_iri") to value; None counts as not given.
        look_up: see `to_sparql`.

    Raises:
        QueryError: a parameter is missing, unknown or of the wrong type.
        AmbiguousName: a name fits several things.
    """
    given = {name: value for name, value in values.items() if value is not None}
    names = {parameter.name: parameter for parameter in preset.parameters}
    names |= {f"{parameter.name}_{parameter.type}": parameter for parameter in preset.parameters}
    where = f"preset {preset.name}"
    chosen: dict[str, object] = {}
    for name, value in given.items():
        if name not in names:
            known = [parameter.name for parameter in preset.parameters]
            raise QueryError(where, f"it has no parameter '{name}'", _nearest(name, known, "parameters"))
        if names[name].name in chosen:
            raise QueryError(where, f"parameter '{names[name].name}' is given twice", "give it once")
        chosen[names[name].name] = value
    terms = {}
    for parameter in preset.parameters:
        if parameter.name not in chosen and not parameter.optional:
            example = f" --param {parameter.name}={_quoted(parameter.example or '…')}"
            raise QueryError(where, f"parameter '{parameter.name}' ({parameter.label}) is missing", f"add{example}")
        value = chosen.get(parameter.name, parameter.default)
        terms[parameter.variable] = to_sparql(parameter, value, look_up, where=f"{where}, parameter '{parameter.name}'")
    return terms


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"' if re.search(r"\W", text) else text


def _nearest(name: str, known: list[str], what: str) -> str:
    close = [match for match, _, _ in process.extract(name, known, scorer=fuzz.WRatio, limit=3, score_cutoff=60)]
    if close:
        return f"did you mean {' or '.join(close)}?"
    return f"{what}: {', '.join(known)}" if known else f"it has no {what}"


@cache
def load_all(where: Path | None = None) -> Mapping[str, Preset]:
    """All presets of a folder (None: those that ship with kg), by name, in the order of names.

    Raises:
        QueryError: one of them is broken.
    """
    paths = sorted((where or folder("queries")).glob("*.rq"))
    return {path.stem: load(path) for path in paths}


def get(name: str, where: Path | None = None) -> Preset:
    """The preset of that name.

    Raises:
        QueryError: there is none; the nearest names are suggested.
    """
    directory = where or folder("queries")
    path = directory / f"{name}.rq"
    if re.fullmatch(r"[A-Za-z0-9][\w-]*", name) and path.is_file():
        return load(path)
    names = sorted(path.stem for path in directory.glob("*.rq"))
    near = _nearest(name, names, "presets")
    remedy = f"{near} (kg presets lists all)" if near.startswith("did you mean") else "kg presets lists all"
    raise QueryError(f"preset '{name}'", "there is no preset of that name", remedy)


def by_tag(presets: Mapping[str, Preset]) -> dict[str, list[Preset]]:
    """Presets by their first tag, tags in the order of `TAGS`, then by name."""
    groups: dict[str, list[Preset]] = {}
    for preset in presets.values():
        groups.setdefault(preset.tags[0] if preset.tags else "other", []).append(preset)
    order = {tag: number for number, tag in enumerate(TAGS)}
    return dict(sorted(groups.items(), key=lambda item: (order.get(item[0], len(order)), item[0])))


def overview(presets: Mapping[str, Preset] | None = None) -> str:
    """The presets (None: those that ship with kg) by tag, one a line with its question: what `kg presets` prints."""
    presets = load_all() if presets is None else presets
    lines: list[str] = []
    width = max((len(name) for name in presets), default=0)
    for tag, group in by_tag(presets).items():
        lines += ["", tag] if lines else [tag]
        lines += [f"  {preset.name:<{width}}  {preset.question}" for preset in group]
    return "\n".join(lines)


def show(preset: Preset | str) -> str:
    """One preset with question, parameters, columns, example and text: what `kg presets NAME` prints.

    Raises:
        QueryError: there is no preset of that name.
    """
    preset = get(preset) if isinstance(preset, str) else preset
    lines = [f"{preset.name}: {preset.question}", ""]
    if preset.description:
        lines += [preset.description, ""]
    if preset.parameters:
        lines.append("Parameters")
        lines += [f"  {_described(parameter)}" for parameter in preset.parameters]
        lines.append("")
    if preset.columns:
        lines.append("Columns")
        lines += [f"  {name}: {heading}" for name, heading in preset.columns.items()]
        lines.append("")
    return "\n".join([*lines, "Example", f"  {example(preset)}", "", preset.query.rstrip()])


def example(preset: Preset) -> str:
    """A command that asks the question, with the example values of the header."""
    given = "".join(
        f" --param {parameter.name}={_quoted(parameter.example or '…')}"
        for parameter in preset.parameters
        if not parameter.optional
    )
    return f"kg query {preset.name}{given}"


def _described(parameter: Parameter) -> str:
    what = parameter.label
    if parameter.thing:
        what += " (name, identifier or IRI)"
    need = f"optional, default {str(parameter.default).lower()}" if parameter.optional else "required"
    more = f". {parameter.description}" if parameter.description else ""
    return f"{parameter.name} ({parameter.type}, {need}): {what}{more}"

"""Does a graph hold to the shapes? In words, with the place in the document that each violation leads back to.

The shapes are `ontologies/shapes.ttl`. What SHACL's core says is checked by pySHACL; the SPARQL constraints are
asked once for all nodes of their target instead of node by node, which gives the same answer (pre-binding is a join)
some hundred times faster. Tables that are too large for that are asked directly (`kg.graph.table_rules`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import pyarrow as pa
import pyoxigraph as ox

from kg.errors import GraphError
from kg.graph.blocks import RunInfo
from kg.graph.shapes import Shape, SparqlRule, read_shapes
from kg.graph.vocab import BASE, expand, shorten

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

LARGE = 30_000  # rows of all tables: above it, pySHACL would take minutes
SHOWN = 1_000  # violations of large tables that get a label and a place
_SUFFIXES = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
_LABELS = ("foaf:name", "dcterms:title", "kg:nameAsPrinted", "kg:titleAsPrinted", "literal:hasLiteralValue")
# The ways from a thing to where it was said: properties to follow, and (second) properties to follow backwards.
_TO_SOURCE = ("kg:madeOf", "prov:wasDerivedFrom", "kg:impliedBy", "kg:left", "kg:inRecord", "pro:relatesToDocument")
_FROM_SOURCE = ("kg:describes", "kg:refersTo", "kg:hasEvidence", "oa:hasSelector", "datacite:hasIdentifier")
_STEPS = 4


@dataclass(frozen=True, slots=True)
class Violation:
    """One node that breaks one rule. `place` is "path, where" of the document it leads back to, or empty."""

    rule: str
    message: str
    focus: str
    value: str = ""
    label: str = ""
    place: str = ""

    def to_text(self) -> str:
        """The violation on one line, what it leads back to on the next."""
        name = f" “{self.label}”" if self.label else ""
        line = f"<{self.focus}>{name}: {self.message}" + (f" (is: {self.value})" if self.value else "")
        return f"{line}\n    said in {self.place}" if self.place else line


@dataclass(frozen=True)
class Report:
    """What came out. `skipped` names the rules that were not checked because the graph lacks the layer they need."""

    violations: tuple[Violation, ...]
    triples: int
    rules: int
    skipped: tuple[str, ...] = ()
    where: str = "graph"
    unit: str = "triples"  # or "rows", where tables were asked

    @property
    def conforms(self) -> bool:
        """True when no rule is broken."""
        return not self.violations

    def to_text(self, *, limit: int = 50) -> str:
        """The report in words; at most `limit` violations a rule are written out, the rest is counted."""
        head = f"{self.where}: {self.triples:,} {self.unit}, {self.rules} rules checked"
        lines = [head + (f", {len(self.skipped)} left out (no such layer in this file)" if self.skipped else "")]
        if self.conforms:
            return "\n".join([*lines, "conforms: every rule holds"])
        lines.append(f"does not conform: {len(self.violations):,} violations")
        by_rule: dict[str, list[Violation]] = {}
        for violation in self.violations:
            by_rule.setdefault(violation.rule, []).append(violation)
        for rule, found in by_rule.items():
            lines += ["", f"{rule} — {len(found):,}"]
            lines += ["  " + violation.to_text().replace("\n", "\n  ") for violation in found[:limit]]
            if len(found) > limit:
                lines.append(f"  … and {len(found) - limit:,} more")
        return "\n".join(lines)


def validate(graph: Path | str | Mapping[str, pa.Table], *, run: RunInfo | None = None) -> Report:
    """Checks a graph file (by its suffix), an output folder, or tables against the shapes.

    All named graphs are merged for the check. Large tables are asked the same rules as queries (`kg.graph.table_rules`)
    and never become a graph. Raises GraphError when the file cannot be read.
    """
    if isinstance(graph, Mapping):
        if sum(table.num_rows for table in graph.values()) > LARGE:
            return check_tables(graph, (run or RunInfo()).base)
        store, where = _store_of_tables(graph, run or RunInfo()), "graph"
    else:
        store, where = _store_of_file(Path(graph)), str(graph)
    return check(store, where)


def check_tables(tables: Mapping[str, pa.Table], base: str = BASE) -> Report:
    """The rules as queries on the tables: bounded time and memory at millions of works."""
    from kg.graph.table_rules import RULES, broken_rows, places

    found = list(broken_rows(tables))
    known = places(tables, {focus for _, focus, _ in found[:SHOWN]})
    violations = []
    for rule, focus, value in found:
        label, place = known.get(focus, ("", ""))
        said = rule.message.replace("{value}", value)
        violations.append(Violation(rule.label, said, base + focus, label=label, place=place))
    rows = sum(table.num_rows for table in tables.values())
    return Report(tuple(violations), rows, len(RULES), unit="rows")


def check(store: ox.Store, where: str) -> Report:
    """`validate` for the default graph of a store."""
    shapes = read_shapes()
    layers = _layers(store)
    wanted = [shape for shape in shapes if not shape.requires or shape.requires in layers]
    skipped = tuple(shape.label for shape in shapes if shape not in wanted)
    found = [*_core(store, wanted), *_sparql(store, wanted)]
    order = {shape.label: number for number, shape in enumerate(shapes)}
    found.sort(key=lambda violation: (order.get(violation.rule, len(order)), violation.focus, violation.message))
    rules = sum(shape.size for shape in wanted)
    return Report(tuple(_placed(store, found)), len(store), rules, skipped, where)


def _store_of_tables(tables: Mapping[str, pa.Table], run: RunInfo) -> ox.Store:
    from kg.graph.writer import stream_nquads

    store = ox.Store()
    with tempfile.TemporaryFile() as file:
        stream_nquads(tables, cast(BinaryIO, file), run=run)
        file.seek(0)
        store.bulk_extend(_merged(ox.parse(file, format=ox.RdfFormat.N_QUADS)))
    return store


def _store_of_file(path: Path) -> ox.Store:
    if path.is_dir():
        path = path / "graph.nq"
    format = _SUFFIXES.get(path.suffix.lower())
    if not path.is_file():
        raise GraphError(str(path), "there is no such file", "give an RDF file, or a folder that 'kg build' wrote")
    if format is None:
        known = ", ".join(_SUFFIXES)
        raise GraphError(str(path), f"'{path.suffix}' is no RDF suffix", f"use one of {known}")
    store = ox.Store()
    try:
        store.bulk_extend(_merged(ox.parse(path=str(path), format=format, base_iri=BASE)))
    except SyntaxError as error:
        raise GraphError(f"{path}:{error.lineno}", f"cannot be read ({error.msg})", "mend the file") from error
    except (ValueError, UnicodeDecodeError, OSError) as error:
        raise GraphError(str(path), f"cannot be read ({error})", "mend the file") from error
    return store


def _merged(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Every triple in the default graph, but for the graphs of documents, which only repeat what provenance says."""
    ours = {expand("kg:resolved"), expand("kg:provenance"), expand("kg:decisions")}
    for quad in quads:
        name = quad.graph_name
        if isinstance(name, ox.NamedNode) and name.value not in ours and "/document/" in name.value:
            continue
        yield ox.Quad(quad.subject, quad.predicate, quad.object)


def _layers(store: ox.Store) -> set[str]:
    """Which of kg:provenance and kg:decisions the graph has something of."""
    tests = {"kg:provenance": ("kg:Record", "kg:Mention"), "kg:decisions": ("kg:Decision", "kg:Evidence")}
    kind = ox.NamedNode(expand("rdf:type"))
    return {
        expand(layer)
        for layer, classes in tests.items()
        if any(next(iter(store.quads_for_pattern(None, kind, ox.NamedNode(expand(c)), None)), None) for c in classes)
    }


def _core(store: ox.Store, shapes: list[Shape]) -> Iterator[Violation]:
    """What pySHACL finds without the SPARQL constraints."""
    import pyshacl
    import rdflib

    data = rdflib.Graph()
    with tempfile.TemporaryFile() as file:
        store.dump(file, format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        file.seek(0)
        data.parse(file, format="nt")
    rules = rdflib.Graph()
    for shape in shapes:
        rules += shape.core
    _, results, _ = pyshacl.validate(data, shacl_graph=rules)
    labels: dict[Node, str] = {part: shape.label for shape in shapes for part in shape.parts}
    yield from _results(cast("rdflib.Graph", results), labels)


def _results(results: rdflib.Graph, labels: Mapping[Node, str]) -> Iterator[Violation]:
    from rdflib.namespace import RDF, SH

    for result in results.subjects(RDF.type, SH.ValidationResult):
        message = results.value(result, SH.resultMessage)
        value = results.value(result, SH.value)
        path = results.value(result, SH.resultPath)
        source = results.value(result, SH.sourceShape)
        rule = labels.get(source, "shape") if source is not None else "shape"
        focus = str(results.value(result, SH.focusNode))
        yield Violation(rule, str(message), focus, _short(value, focus) if path is not None else "")


def _sparql(store: ox.Store, shapes: list[Shape]) -> Iterator[Violation]:
    """What the SPARQL constraints find, each asked once for its whole target."""
    for shape in shapes:
        for rule in shape.sparql:
            yield from _asked(store, shape, rule)


def _asked(store: ox.Store, shape: Shape, rule: SparqlRule) -> Iterator[Violation]:
    seen = set()
    for row in cast(ox.QuerySolutions, store.query(rule.query)):
        focus, value = row["this"], row["value"] if rule.has_value else None
        said = str(getattr(value, "value", value)) if value is not None else ""
        violation = Violation(shape.label, rule.message.replace("{?value}", _shown(said)), _name(focus))
        if violation not in seen:
            seen.add(violation)
            yield violation


def _name(term: object) -> str:
    return str(getattr(term, "value", term))


def _shown(value: str) -> str:
    return f"<{value}>" if value.startswith(("http://", "https://")) else value


def _short(value: object, focus: str) -> str:
    text = "" if value is None else str(value)
    return "" if text == focus else shorten(text)[:120]


def _placed(store: ox.Store, violations: Iterable[Violation]) -> Iterator[Violation]:
    """The violations with a label and a place, each node looked up once."""
    known: dict[str, tuple[str, str]] = {}
    for found in violations:
        if found.focus not in known:
            known[found.focus] = (_label(store, found.focus), _place(store, found.focus))
        label, place = known[found.focus]
        yield Violation(found.rule, found.message, found.focus, found.value, label, place)


def _node(iri: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


def _objects(store: ox.Store, node: ox.NamedNode, curie: str) -> list[ox.NamedNode | ox.Literal]:
    quads = store.quads_for_pattern(node, ox.NamedNode(expand(curie)), None, None)
    return [quad.object for quad in quads if isinstance(quad.object, ox.NamedNode | ox.Literal)]


def _label(store: ox.Store, iri: str) -> str:
    node = _node(iri)
    found = [value.value for curie in _LABELS for value in _objects(store, node, curie)] if node else []
    return found[0][:80].replace("\n", " ") if found else ""


def _place(store: ox.Store, iri: str) -> str:
    """Where the nearest record, mention or document was read: "seeds/a.md, characters 12–40"."""
    node = _node(iri)
    nodes = [node] if node else []
    for _ in range(_STEPS):
        for candidate in nodes:
            place = _said_in(store, candidate)
            if place:
                return place
        nodes = [near for candidate in nodes for near in _near(store, candidate)][:20]
    return ""


def _near(store: ox.Store, node: ox.NamedNode) -> Iterator[ox.NamedNode]:
    for curie in _TO_SOURCE:
        yield from (value for value in _objects(store, node, curie) if isinstance(value, ox.NamedNode))
    for curie in _FROM_SOURCE:
        for quad in store.quads_for_pattern(None, ox.NamedNode(expand(curie)), node, None):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject


def _said_in(store: ox.Store, node: ox.NamedNode) -> str:
    sources = [value for value in _objects(store, node, "prov:hadPrimarySource") if isinstance(value, ox.NamedNode)]
    for record in _objects(store, node, "kg:inRecord"):
        if isinstance(record, ox.NamedNode):
            found = _objects(store, record, "prov:hadPrimarySource")
            sources += [value for value in found if isinstance(value, ox.NamedNode)]
    paths = [value.value for source in sources for value in _objects(store, source, "dcterms:identifier")]
    if not paths:
        return ""
    selectors = _objects(store, node, "oa:hasSelector")
    return ", ".join([paths[0], *(_spot(store, s) for s in selectors[:1] if isinstance(s, ox.NamedNode))])


def _spot(store: ox.Store, selector: ox.NamedNode) -> str:
    def one(curie: str) -> str:
        return next((value.value for value in _objects(store, selector, curie)), "")

    page = one("kg:page")
    spot = f"characters {one('oa:start')}–{one('oa:end')}" if one("oa:start") else one("rdf:value")
    return spot + (f" on page {page}" if page else "")

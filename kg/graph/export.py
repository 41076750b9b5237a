"""One door for every format that a graph can be written in; the suffix of the file says which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kg.errors import OutputError
from kg.graph.blocks import RunInfo
from kg.graph.options import ExportOptions, Tables

__all__ = ["FORMATS", "ExportOptions", "export", "format_of"]


Writer = Callable[[Tables, Path, RunInfo, ExportOptions], None]


def export(
    tables: Tables,
    path: Path | str,
    *,
    run: RunInfo | None = None,
    options: ExportOptions | None = None,
    format: str | None = None,
) -> Path:
    """Writes the graph in the format that `format` or else the suffix of `path` names; returns the path.

    The file is written beside and renamed into place. Raises OutputError when the format is unknown or the file cannot
    be written; no half file is left.
    """
    from kg.graph.selection import select

    path, options = Path(path), options or ExportOptions()
    name = format_of(path, format)
    if options.rdf12 and name not in _RDF12:
        raise OutputError(str(path), f".{name} cannot hold RDF 1.2", "use one of " + ", ".join(f".{n}" for n in _RDF12))
    if options.profile and name not in _RDF:
        remedy = "leave --profile out, or use one of " + ", ".join(f".{n}" for n in _RDF)
        raise OutputError(str(path), f".{name} has no terms that a profile could add to", remedy)
    writer = _WRITERS[name]
    tables = select(tables, focus=options.focus, depth=options.depth, since=options.since)
    writer(tables, path, run or RunInfo(), options)
    return path


def format_of(path: Path, format: str | None = None) -> str:
    """The name of the format: the longest suffix of `path` that is one, unless `format` says it. Raises OutputError."""
    name = (format or "").lower().lstrip(".")
    if not name:
        endings = path.name.lower()
        name = max((known for known in FORMATS if endings.endswith(f".{known}")), key=len, default="")
    name = _SYNONYMS.get(name, name)
    if name not in FORMATS:
        problem = f"'{format}' is no format" if format else "the suffix names no format"
        raise OutputError(str(path), problem, "use one of " + ", ".join(f".{known}" for known in FORMATS))
    return name


def _turtle(tables: Tables, path: Path, run: RunInfo, options: ExportOptions) -> None:
    from kg.graph.turtle import write_turtle

    write_turtle(tables, path, run=run, options=options.write, provenance=options.provenance)


def _ntriples(tables: Tables, path: Path, run: RunInfo, options: ExportOptions) -> None:
    from kg.graph.reserialised import write_merged_ntriples
    from kg.graph.writer import write_ntriples

    if options.provenance:
        write_merged_ntriples(tables, path, run, options)
    else:
        write_ntriples(tables, path, run=run, options=options.write)


def _nquads(tables: Tables, path: Path, run: RunInfo, options: ExportOptions) -> None:
    from kg.graph.writer import write_nquads

    write_nquads(tables, path, run=run, options=options.write)


def _trig(tables: Tables, path: Path, run: RunInfo, options: ExportOptions) -> None:
    from kg.graph.turtle import write_trig

    write_trig(tables, path, run=run, options=options.write)


def _room(module: str, function: str) -> Writer:
    """The writer of that name in `kg.graph.<module>`, imported when it is needed."""

    def write(tables: Tables, path: Path, run: RunInfo, options: ExportOptions) -> None:
        import importlib

        found: Any = getattr(importlib.import_module(f"kg.graph.{module}"), function)
        found(tables, path, run, options)

    return write


FORMATS: Mapping[str, str] = {
    "ttl": "Turtle: sorted, prefixed, diff-able",
    "nt": "N-Triples",
    "nq": "N-Quads: the whole dataset",
    "trig": "TriG: the whole dataset, graph by graph",
    "rdf": "RDF/XML",
    "jsonld": "JSON-LD with a context",
    "graphml": "GraphML: who wrote with whom (yEd, Gephi, igraph)",
    "gexf": "GEXF: who wrote with whom, with years (Gephi)",
    "csv": "CSV: edges, and nodes beside them in <name>.nodes.csv (Neo4j import headers)",
    "parquet": "Parquet: one row a quad",
    "bib": "BibTeX of the works",
    "csl.json": "CSL-JSON of the works",
    "vosviewer.json": "VOSviewer JSON",
    "sssom.tsv": "SSSOM of the decisions",
}
_RDF = ("ttl", "nt", "nq", "trig", "rdf", "jsonld", "parquet")
_RDF12 = ("ttl", "nt", "nq", "trig")
_SYNONYMS = {"turtle": "ttl", "ntriples": "nt", "nquads": "nq", "rdfxml": "rdf", "json-ld": "jsonld", "bibtex": "bib"}
_WRITERS: Mapping[str, Writer] = {
    "ttl": _turtle,
    "nt": _ntriples,
    "nq": _nquads,
    "trig": _trig,
    "rdf": _room("reserialised", "write_rdfxml"),
    "jsonld": _room("jsonld", "write_jsonld"),
    "graphml": _room("networks", "write_graphml"),
    "gexf": _room("networks", "write_gexf"),
    "csv": _room("tabular", "write_csv"),
    "parquet": _room("tabular", "write_parquet"),
    "bib": _room("bibliography", "write_bibtex"),
    "csl.json": _room("bibliography", "write_csl"),
    "vosviewer.json": _room("networks", "write_vosviewer"),
    "sssom.tsv": _room("sssom", "write_sssom"),
}

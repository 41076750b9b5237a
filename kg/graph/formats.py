"""Rows as text: terminal table, CSV, TSV, SPARQL results JSON and XML, Turtle, N-Triples, HTML."""

from __future__ import annotations

import csv
import html
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, Self
from xml.sax.saxutils import escape, quoteattr

import orjson
import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.values import Term, to_python
from kg.graph.vocab import BASE, PREFIXES, shorten

_RESULT_SET = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_WIDEST_CELL = 60
Writer = Callable[["Answer"], str]
_STRING = "http://www.w3.org/2001/XMLSchema#string"


class Answer(Protocol):
    """What is written: see `kg.graph.rows.Rows`, which says what each attribute means."""

    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def terms(self) -> Sequence[tuple[Term | None, ...]]: ...
    @property
    def labels(self) -> Mapping[str, str]: ...
    @property
    def headings(self) -> Mapping[str, str]: ...
    @property
    def form(self) -> str: ...
    @property
    def label_columns(self) -> bool: ...
    @property
    def truncated(self) -> bool: ...
    def with_label_columns(self) -> Self: ...


def serialise(rows: Answer, form: str) -> str:
    """`rows` as text in `form` (a key of `WRITERS`).

    Raises:
        QueryError: unknown form.
    """
    writer = WRITERS.get(form)
    if writer is None:
        raise QueryError("format", f"'{form}' is no format of rows", f"choose one of {', '.join(WRITERS)}")
    return writer(rows)


def _yes(rows: Answer) -> bool:
    term = rows.terms[0][0]
    return term is not None and term.value == "true"


def _tail(iri: str) -> str:
    return "/".join(iri.rstrip("/").rsplit("/", 2)[-2:])


class _Words:
    """How terms read in tables: labels for things, with the end of the IRI where one label means several things."""

    def __init__(self, rows: Answer) -> None:
        self.rows = rows
        used = {term.value for row in rows.terms for term in row if isinstance(term, ox.NamedNode)}
        counts = Counter(label for iri, label in rows.labels.items() if iri in used)
        self.shared = {label for label, count in counts.items() if count > 1}

    def __call__(self, term: Term | None) -> str:
        if term is None:
            return ""
        if isinstance(term, ox.NamedNode):
            label = self.rows.labels.get(term.value)
            if label is None:
                return _tail(term.value) if term.value.startswith(BASE) else shorten(term.value)
            return f"{label} ({_tail(term.value)})" if label in self.shared else label
        value = to_python(term)
        if isinstance(value, bool):
            return "yes" if value else "no"
        return f"{value:.4g}" if isinstance(value, float) else str(value)


def _printable(text: str) -> str:
    """Text without control characters: a name in a document must not steer the terminal."""
    return "".join(
        " " if character in "\t\r\n" else "�" if unicodedata.category(character) in {"Cc", "Cf", "Cs"} else character
        for character in text
    )


def _width(text: str) -> int:
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _clip(text: str, widest: int) -> str:
    if _width(text) <= widest:
        return text
    while _width(text) > widest - 1:
        text = text[:-1]
    return text + "…"


def table(rows: Answer, most: int | None = None) -> str:
    """A table for people, columns aligned, numbers to the right; with `most`, only that many rows and a count."""
    if rows.form == "ask":
        return "yes" if _yes(rows) else "no"
    words = _Words(rows)
    shown = rows.terms if most is None else rows.terms[:most]
    cells = [[_clip(_printable(words(term)), _WIDEST_CELL) for term in row] for row in shown]
    heads = [_printable(rows.headings.get(column, column)) for column in rows.columns]
    widths = [max(map(_width, column)) for column in zip(heads, *cells, strict=True)]
    numeric = [bool(shown) and all(_is_number(row[place]) for row in shown) for place in range(len(rows.columns))]
    lines = [_line(heads, widths, numeric), "  ".join("─" * width for width in widths)]
    lines += [_line(row, widths, numeric) for row in cells]
    note = f"{len(rows.terms)} row{'' if len(rows.terms) == 1 else 's'}"
    if len(shown) < len(rows.terms):
        note = f"first {len(shown)} of {note}"
    lines.append(f"({note}{', cut off at the limit' if rows.truncated else ''})")
    return "\n".join(lines)


def _is_number(term: Term | None) -> bool:
    value = to_python(term)
    return value is None or (not isinstance(value, str | bool) and hasattr(value, "__float__"))


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    padded = [
        " " * (width - _width(cell)) + cell if right else cell + " " * (width - _width(cell))
        for cell, width, right in zip(cells, widths, numeric, strict=True)
    ]
    return "  ".join(padded).rstrip()


def _wide(rows: Answer) -> Answer:
    return rows.with_label_columns() if rows.label_columns else rows


def to_csv(rows: Answer) -> str:
    """SPARQL 1.1 results CSV: header of variable names, lexical forms, CRLF (RFC 4180)."""
    rows = _wide(rows)
    if (written := _from_columns(rows, "csv")) is not None:
        return written
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(rows.columns)
    for row in rows.terms:
        writer.writerow(["" if term is None else _lexical(term) for term in row])
    return stream.getvalue()


def _from_columns(rows: Answer, form: str) -> str | None:
    """Rows that are columns, written without making a term; None for others."""
    write = getattr(rows.terms, "written", None)
    written: str | None = write(form, rows.columns) if write is not None else None
    return written


def _lexical(term: Term) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else term.value


def to_tsv(rows: Answer) -> str:
    """SPARQL 1.1 results TSV: header of `?name`, terms in Turtle syntax."""
    rows = _wide(rows)
    if (written := _from_columns(rows, "tsv")) is not None:
        return written
    lines = ["\t".join(f"?{column}" for column in rows.columns)]
    lines += ["\t".join("" if term is None else _tsv(term) for term in row) for row in rows.terms]
    return "\n".join(lines) + "\n"


def _tsv(term: Term) -> str:
    if isinstance(term, ox.Literal) and isinstance(to_python(term), int) and not term.datatype.value.endswith("gYear"):
        return term.value
    return str(term).replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def to_json(rows: Answer) -> str:
    """SPARQL 1.1 query results JSON; triples (CONSTRUCT, DESCRIBE) as rows of subject, predicate and object."""
    if rows.form == "ask":
        return orjson.dumps({"head": {}, "boolean": _yes(rows)}).decode()
    rows = _wide(rows)
    if (written := _from_columns(rows, "json")) is not None:
        return written
    bindings = [
        {column: _json_term(term) for column, term in zip(rows.columns, row, strict=True) if term is not None}
        for row in rows.terms
    ]
    return orjson.dumps({"head": {"vars": list(rows.columns)}, "results": {"bindings": bindings}}).decode()


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    cell = {"type": "literal", "value": term.value}
    if term.language:
        cell["xml:lang"] = term.language
    elif term.datatype.value != _STRING:
        cell["datatype"] = term.datatype.value
    return cell


def to_xml(rows: Answer) -> str:
    """SPARQL query results XML."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
    if rows.form == "ask":
        return f"{head}<head/><boolean>{str(_yes(rows)).lower()}</boolean></sparql>\n"
    rows = _wide(rows)
    parts = [head, "<head>", *(f"<variable name={quoteattr(column)}/>" for column in rows.columns), "</head><results>"]
    for row in rows.terms:
        cells = zip(rows.columns, row, strict=True)
        inner = "".join(f"<binding name={quoteattr(c)}>{_xml_term(term)}</binding>" for c, term in cells if term)
        parts.append(f"<result>{inner}</result>")
    return "".join(parts) + "</results></sparql>\n"


def _xml_term(term: Term) -> str:
    # XML 1.0 has no way to write most control characters.
    text = escape(re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", term.value))
    if isinstance(term, ox.NamedNode):
        return f"<uri>{text}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{text}</bnode>"
    kind = f" xml:lang={quoteattr(term.language)}" if term.language else ""
    if not kind and term.datatype.value != _STRING:
        kind = f" datatype={quoteattr(term.datatype.value)}"
    return f"<literal{kind}>{text}</literal>"


def _triples(rows: Answer) -> list[ox.Triple]:
    """The triples of a graph; of rows, their description in the W3C result-set vocabulary."""
    if rows.form == "graph":
        return [ox.Triple(*row) for row in rows.terms]  # type: ignore[arg-type]

    def name(local: str) -> ox.NamedNode:
        return ox.NamedNode(_RESULT_SET + local)

    kind = ox.NamedNode(PREFIXES["rdf"] + "type")
    answer = ox.BlankNode("answer")
    triples = [ox.Triple(answer, kind, name("ResultSet"))]
    if rows.form == "ask":
        return [*triples, ox.Triple(answer, name("boolean"), ox.Literal(_yes(rows)))]
    rows = _wide(rows)
    triples += [ox.Triple(answer, name("resultVariable"), ox.Literal(column)) for column in rows.columns]
    for number, row in enumerate(rows.terms, start=1):
        solution = ox.BlankNode(f"row{number}")
        triples += [
            ox.Triple(answer, name("solution"), solution),
            ox.Triple(solution, name("index"), ox.Literal(number)),
        ]
        for place, (column, term) in enumerate(zip(rows.columns, row, strict=True)):
            if term is not None:
                binding = ox.BlankNode(f"row{number}column{place}")
                triples += [
                    ox.Triple(solution, name("binding"), binding),
                    ox.Triple(binding, name("variable"), ox.Literal(column)),
                    ox.Triple(binding, name("value"), term),
                ]
    return triples


def to_rdf(rows: Answer, form: ox.RdfFormat) -> str:
    """Triples in an RDF format; rows are described in the W3C result-set vocabulary."""
    prefixes = {**PREFIXES, "rs": _RESULT_SET} if form != ox.RdfFormat.N_TRIPLES else None
    written = ox.serialize(_triples(rows), format=form, prefixes=prefixes)
    return written.decode() if written else ""


def html_table(rows: Answer, link: Callable[[str], str] | None = None) -> str:
    """An HTML table; everything a document said is escaped, links lead to http(s) only.

    `link` turns an IRI into the address to link to; None links to the IRI itself.
    """
    if rows.form == "ask":
        return f"<p>{'yes' if _yes(rows) else 'no'}</p>"
    words = _Words(rows)
    heads = "".join(f'<th scope="col">{html.escape(rows.headings.get(c, c))}</th>' for c in rows.columns)
    body = "".join("<tr>" + "".join(_cell(term, words, link) for term in row) + "</tr>\n" for row in rows.terms)
    note = f"<p>{len(rows.terms)} rows{', cut off at the limit' if rows.truncated else ''}</p>"
    return f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n{note}\n"


def _cell(term: Term | None, words: _Words, link: Callable[[str], str] | None) -> str:
    text = html.escape(words(term))
    if isinstance(term, ox.NamedNode) and re.match(r"https?://", term.value):
        address = html.escape(link(term.value) if link else term.value)
        return f'<td><a href="{address}">{text}</a></td>'
    return f'<td class="number">{text}</td>' if term is not None and _is_number(term) else f"<td>{text}</td>"


def to_html(rows: Answer) -> str:
    """A whole page with the table: one file, no outside request."""
    style = (
        "body{font:15px system-ui,sans-serif;margin:2rem}table{border-collapse:collapse}"
        "th,td{padding:.3rem .8rem;text-align:left;border-bottom:1px solid #8884}.number{text-align:right}"
    )
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>kg query</title><style>{style}</style></head>\n<body>\n{html_table(rows)}</body></html>\n"
    )


WRITERS: dict[str, Writer] = {
    "table": table,
    "csv": to_csv,
    "tsv": to_tsv,
    "json": to_json,
    "xml": to_xml,
    "ttl": lambda rows: to_rdf(rows, ox.RdfFormat.TURTLE),
    "nt": lambda rows: to_rdf(rows, ox.RdfFormat.N_TRIPLES),
    "rdf": lambda rows: to_rdf(rows, ox.RdfFormat.RDF_XML),
    "jsonld": lambda rows: to_rdf(rows, ox.RdfFormat.JSON_LD),
    "html": to_html,
}

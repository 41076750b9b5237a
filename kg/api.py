"""What users hold: `build`, `extract`, `open_graph`, and the `Graph` that answers them."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa

from kg import pipeline, schemas, workspace
from kg.errors import GraphError, QueryError

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kg.evaluation.scores import Evaluation
    from kg.graph.explain import Explanation
    from kg.graph.rows import Rows
    from kg.graph.store import GraphStore
    from kg.graph.validate import Report
    from kg.resolver.rulings import Ruling

PathLike = str | os.PathLike[str]
_GOES_WITH = "goes with "  # comment of a ruling that is undone with another one


def build(
    inputs: Sequence[PathLike] | PathLike, out: PathLike | None = None, *, base: str | None = None, **options: Any
) -> Graph:
    """Build a graph of files, folders and globs.

    Args:
        inputs: one or several files, folders or globs; formats are recognised by content.
        out: output folder; None keeps the graph in memory.
        base: IRI under which things are named.
        options: further fields of `kg.pipeline.Options`.

    Raises:
        InputError: an input does not exist, or none could be read. Single inputs that cannot be read are listed in
            `Graph.inputs` with their problem, and the others are in the graph.
        OutputError: the output cannot be written.
    """
    given = [inputs] if isinstance(inputs, (str, os.PathLike)) else list(inputs)
    if base is not None:
        options["base"] = base
    done = pipeline.build(given, out, options=pipeline.Options(**options))
    return Graph(done.tables, done.folder, inputs=done.inputs, base=options.get("base"))


def open_graph(folder: PathLike) -> Graph:
    """Open the output folder of a build.

    Raises:
        GraphError: there is no graph, or it is damaged or of another version.
    """
    return Graph(None, Path(folder))


def extract(
    path: PathLike,
    *,
    as_format: str | None = None,
    data: bytes | None = None,
    on_warning: Callable[[str], None] | None = None,
) -> Iterator[dict[str, Any]]:
    """Records of one input, before resolving: dicts with the columns of `schemas.RECORDS` and a list of `authors`.

    Raises:
        InputError: it cannot be read.
    """
    from kg import extractors

    source = extractors.open_source(Path(path), data=data)
    for batch in extractors.extract(source, as_format=as_format):
        for warning in batch.warnings if on_warning else ():
            assert on_warning is not None
            on_warning(f"note: {path}, {warning.where}: {warning.problem}")
        yield from _records(batch.tables)


def _records(tables: Mapping[str, pa.Table]) -> Iterator[dict[str, Any]]:
    by_record: dict[str, list[dict[str, Any]]] = {}
    for mention in tables.get("mentions", schemas.empty("mentions")).to_pylist():
        if mention["record_id"]:
            by_record.setdefault(mention["record_id"], []).append(mention)
    for record in tables.get("records", schemas.empty("records")).to_pylist():
        names = sorted(by_record.get(record["record_id"], []), key=lambda m: m["ordinal"] or 0)
        record["authors"] = [m for m in names if m["role"] == "author"]
        record["editors"] = [m for m in names if m["role"] == "editor"]
        yield record


def validate_file(path: str) -> Report:
    """Check an RDF file against the shapes.

    Raises:
        GraphError: it cannot be read.
    """
    from kg.graph.validate import validate

    return validate(Path(path))


def serve(
    folder: str, *, port: int = 8585, cors: bool = False, timeout: float = 10.0, on_start: Callable[[str], None]
) -> None:
    """Serve a built graph on 127.0.0.1 until interrupted.

    Raises:
        MissingExtra: the server's packages are not installed.
    """
    from kg import server

    server.serve(open_graph(folder).folder, port=port, cors=cors, timeout=timeout, on_start=on_start)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


class Graph:
    """A built graph: tables, and what can be asked of them.

    `folder` is None for a graph in memory. `inputs` says what became of each input of the build that made it.
    """

    def __init__(
        self,
        tables: Mapping[str, pa.Table] | None,
        folder: Path | None = None,
        *,
        inputs: Sequence[pipeline.Input] = (),
        base: str | None = None,
    ) -> None:
        self._tables = dict(tables) if tables is not None else None
        self._store: GraphStore | None = None
        self._base = base
        self.folder = folder
        self.inputs = tuple(inputs)
        if tables is None and folder is not None and not workspace.Workspace(folder).manifest():
            workspace.Workspace(folder).tables()  # says what is missing

    # ------------------------------------------------------------ what it is made of

    @property
    def tables(self) -> dict[str, pa.Table]:
        """The tables of `kg.schemas`, read when first wanted."""
        if self._tables is None:
            assert self.folder is not None
            self._tables = workspace.Workspace(self.folder).tables()
        return self._tables

    @property
    def base(self) -> str:
        """The IRI under which the things of this graph are named."""
        if self._base is None:
            manifest = workspace.Workspace(self.folder).manifest() if self.folder else {}
            self._base = str(manifest.get("configuration", {}).get("base") or pipeline.Options().base)
        return self._base

    @property
    def store(self) -> GraphStore:
        """The SPARQL store: the one on disk, else one in memory."""
        if self._store is None:
            from kg.graph.store import GraphStore

            if self.folder is not None:
                workspace.Workspace(self.folder).recover()
                self._store = GraphStore.open(self.folder)
            else:
                self._store = GraphStore.in_memory(self.tables, run=self._run())
        return self._store

    def _run(self) -> Any:
        return pipeline.run_info(pipeline.Options(base=self.base))

    def totals(self) -> dict[str, int]:
        """How many documents, records, people, works … there are."""
        return pipeline.count(self.tables)

    def __repr__(self) -> str:
        totals = self.totals()
        shown = ", ".join(f"{totals[kind]:,} {kind}" for kind in ("people", "works", "venues", "organisations"))
        return f"<kg.Graph {self.folder or 'in memory'}: {shown}>"

    # ------------------------------------------------------------ questions

    def query(
        self,
        question: str,
        *,
        timeout: float | None = 60.0,
        engine: str = "oxigraph",
        most_rows: int | None = None,
        **parameters: Any,
    ) -> Rows:
        """Ask a preset by name (with its parameters) or SPARQL; more than `most_rows` are not made.

        Raises:
            QueryError: unknown preset or parameter, wrong SPARQL, one that would do more than read, or a timeout.
            AmbiguousName: a name fits several things.
        """
        from kg.graph.query import run

        return run(self.store, question, parameters, engine=engine, timeout=timeout, limit=most_rows)

    def explain(self, a: str, b: str | None = None) -> Explanation:
        """Why the mentions of A are one person, or why A and B are one or two.

        Raises:
            QueryError: nobody is called that.
        """
        from kg.graph.explain import explain

        return explain(self.tables, a, b)

    def path(self, a: str, b: str) -> Rows:
        """All shortest ways from A to B over joint works."""
        from kg.graph.paths import path

        return path(self.tables, a, b)

    def brokers(self, *, limit: int = 20) -> Rows:
        """The people who stand between others."""
        from kg.graph.paths import brokers

        return brokers(self.tables, limit=limit)

    def communities(self) -> Rows:
        """Groups of people who work together."""
        from kg.graph.paths import communities

        return communities(self.tables)

    def diff(self, old: Graph) -> Rows:
        """What changed from `old` to this graph."""
        from kg.graph.difference import diff

        return diff(old.tables, self.tables)

    def review(self, *, limit: int = 20) -> Rows:
        """The decisions nearest the threshold, with what each would change."""
        from kg.graph.explain import review

        return review(self.tables, limit=limit)

    def validate(self) -> Report:
        """Check this graph against the SHACL shapes."""
        from kg.graph.validate import validate

        return validate(self.tables)

    def evaluate(self, gold: PathLike) -> Evaluation:
        """Score the identities, and simple rivals, against gold labels: lines of {"work", "ordinal", "block", "label"}.

        Raises:
            InputError: it cannot be read, or labels none of the works in this graph.
        """
        from dataclasses import replace

        from kg.evaluation import scores
        from kg.evaluation.gold import read_gold
        from kg.evaluation.rivals import rivals
        from kg.resolver.names import keys_of

        tables = self.tables
        truth = read_gold(Path(gold), tables)
        blocks, names = keys_of(tables["mentions"])
        simple = rivals(tables["mentions"], names, truth)
        return replace(
            scores.evaluate(tables["mention_people"], truth),
            calibration=scores.calibration(tables["decisions"], truth),
            blocking=scores.blocking_recall(blocks, truth),
            rivals={name: scores.evaluate(answer, truth).micro for name, answer in simple.items()},
        )

    # ------------------------------------------------------------ rulings

    def merge(self, a: str, b: str, *, note: str = "", by: str = "") -> list[str]:
        """Rule that A and B (people or mentions) are one person; the next build applies it.

        Of people, all mentions are tied together: a ruling between the two, and one for each further mention, which
        says which ruling it goes with and is undone with it. Returns the rulings, the one between A and B first.

        Raises:
            QueryError: nobody is called that.
            RulingError: it contradicts a ruling that holds.
        """
        from kg.resolver import rulings

        left, right = self._all_mentions(a), self._all_mentions(b)
        if set(left) & set(right):
            raise QueryError(a, f"'{b}' is the same person already", "see kg explain")
        now = _now()
        link = rulings.ruling("same", left[0], right[0], agent=by, time=now, comment=note)
        goes_with = f"{_GOES_WITH}{link.decision_id}"
        rest = [(side[0], other) for side in (left, right) for other in side[1:]]
        companions = [rulings.ruling("same", *pair, agent=by, time=now, comment=goes_with) for pair in rest]
        return self._append([link, *companions])

    def split(self, person: str, mentions: Sequence[str], *, note: str = "", by: str = "") -> list[str]:
        """Rule that `mentions` of `person` are somebody else; returns the rulings in words."""
        apart = [self._mention(m) for m in mentions]
        rest = [m for m in self._mentions_of(person) if m not in apart]
        strange = [m for m in apart if m not in self._mentions_of(person)]
        if strange:
            raise QueryError(person, f"mention {strange[0]} is not one of theirs", "see kg explain for the mentions")
        if not rest:
            raise QueryError(person, "these are all the mentions there are", "leave at least one out")
        together = [(apart[0], other) for other in apart[1:]]
        return self._rule("different", [(m, rest[0]) for m in apart], note, by) + self._rule("same", together, note, by)

    def undo(self, decision: str, *, note: str = "", by: str = "") -> list[str]:
        """Take a ruling back, or rule against a decision of the resolver; returns the rulings in words."""
        from kg.resolver import rulings

        wanted = decision.rsplit("/", 1)[-1]
        found = next((d for d in self.tables["decisions"].to_pylist() if d["decision_id"] == wanted), None)
        pending = any(r.decision_id == wanted for r in rulings.read(self._decisions_file()))
        if found is None and not pending:
            raise QueryError(decision, "there is no such decision", "see kg review or kg explain for decision ids")
        taken_back = found if found and not pending else {"decision_id": wanted, "override": True}
        companions = [r for r in rulings.read(self._decisions_file()) if r.comment == f"{_GOES_WITH}{wanted}"]
        undone = [taken_back, *({"decision_id": r.decision_id, "override": True} for r in companions)]
        return self._append([rulings.reverse(d, agent=by, time=_now(), comment=note) for d in undone])

    def _rule(
        self, kind: Literal["same", "different"], pairs: Iterable[tuple[str, str]], note: str, by: str
    ) -> list[str]:
        from kg.resolver import rulings

        return self._append([rulings.ruling(kind, a, b, agent=by, time=_now(), comment=note) for a, b in pairs])

    def _append(self, added: list[Ruling]) -> list[str]:
        from kg.resolver import anchors, rulings

        rulings.append(self._decisions_file(), anchors.described(added, self.tables))
        return [f"{item.decision_id}\t{item.kind}\t" + "\t".join(item.things) for item in added]

    def _decisions_file(self) -> Path:
        if self.folder is None:
            raise GraphError("graph in memory", "rulings need an output folder", "build with out=DIR")
        return workspace.Workspace(self.folder).decisions

    def _all_mentions(self, thing: str) -> list[str]:
        """The mention that `thing` names, or all mentions of the person it names."""
        try:
            return [self._mention(thing)]
        except QueryError:
            return self._mentions_of(thing)

    def _mention(self, thing: str) -> str:
        wanted = thing.rsplit("/", 1)[-1]
        import pyarrow.compute as pc

        if not pc.any(pc.equal(self.tables["mention_people"]["mention_id"], wanted)).as_py():
            raise QueryError(thing, "there is no such mention", "see kg explain for mention ids")
        return wanted

    def _person_id(self, name: str) -> str:
        """The id of the person of that name, identifier or IRI."""
        from kg.graph.asker import Asker

        return Asker(self.store).look_up(name, "http://xmlns.com/foaf/0.1/Person").rsplit("/", 1)[-1]

    def _mentions_of(self, person: str) -> list[str]:
        import pyarrow.compute as pc

        wanted = self._person_id(person)
        rows = self.tables["mention_people"].filter(pc.equal(self.tables["mention_people"]["person_id"], wanted))
        return sorted(rows["mention_id"].to_pylist())

    # ------------------------------------------------------------ out

    def save(self, path: PathLike, **options: Any) -> Path:
        """Write the graph in the format that the suffix says; see `kg.graph.export.ExportOptions` for the options.

        Raises:
            OutputError: it cannot be written; nothing half is left.
        """
        from kg.graph.export import ExportOptions, export

        focus = options.pop("focus", None)
        if focus is not None:
            options["focus"] = self._person_id(focus)
        target = Path(path)
        if target.name.endswith((".gexf", ".vosviewer.json")):
            from kg import view

            options.setdefault("positions", view.positions(self.tables))
        export(self.tables, target, run=self._run(), options=ExportOptions(**options))
        return target

    def view(self, target: PathLike, **options: Any) -> str:
        """Draw the graph as .html or .svg (see `kg.view.ViewOptions`); returns what was drawn, in words."""
        from kg import view

        file = Path(target)
        if file.suffix not in (".html", ".htm", ".svg"):
            raise QueryError(str(target), "a picture is .html or .svg", "give a file with one of these endings")
        write = view.write_svg if file.suffix == ".svg" else view.write_html
        return str(write(self.tables, file, self._view_options(options)))

    def view_path(self, rows: Rows, target: PathLike, *, title: str) -> str:
        """Draw the first of the ways that `path` found.

        Raises:
            QueryError: it found none.
        """
        hops = [row for row in rows if row["way"] == 1]
        if not hops:
            raise QueryError("path", "there is no way between the two", "they are in separate parts of the graph")
        people = [str(hops[0]["person"]), *(str(row["coauthor"]) for row in hops)]
        return self.view(target, path=tuple(iri.rsplit("/", 1)[-1] for iri in people), title=title)

    def view_answer(self, rows: Rows, target: PathLike, *, around: Sequence[str] = (), title: str = "") -> str:
        """Draw the people of an answer, with those named in `around`, as .html or .svg; returns what was drawn.

        Raises:
            QueryError: there is nobody in it.
        """
        people = {str(value) for row in rows for value in row.values() if f"{self.base}person/" in str(value)}
        ids = {iri.rsplit("/", 1)[-1] for iri in people} | {self._person_id(name) for name in around}
        if not people:
            raise QueryError("picture", "there is nobody in this answer to draw", "ask a question about people")
        return self.view(target, only=tuple(sorted(ids)), title=title or "Answer")

    def _view_options(self, options: dict[str, Any]) -> Any:
        from kg.view import ViewOptions

        given = {name: value for name, value in options.items() if value is not None}
        if "focus" in given:
            given["focus"] = self._person_id(given["focus"])
        return ViewOptions(**given)

    def to_rdflib(self) -> rdflib.Dataset:
        """The whole graph as an rdflib Dataset."""
        from kg.graph.convert import to_rdflib

        return to_rdflib(self.tables, run=self._run())

    def to_networkx(self) -> networkx.Graph:
        """Co-authorship as a networkx graph: people as nodes, joint works as weights."""
        from kg.graph.convert import to_networkx

        return to_networkx(self.tables)

    def _repr_svg_(self) -> str:
        """Jupyter shows the static picture."""
        from kg import view

        return view.svg(self.tables, self._view_options({}))

    def interactive(self, **options: Any) -> Any:
        """The interactive page, in a notebook."""
        import html

        from IPython.display import HTML

        from kg import view

        page = html.escape(view.page(self.tables, self._view_options(options)), quote=True)
        return HTML(  # type: ignore[no-untyped-call]
            f'<iframe srcdoc="{page}" width="100%" height="640" style="border:0" title="graph"></iframe>'
        )

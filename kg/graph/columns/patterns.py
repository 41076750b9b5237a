"""Triple patterns and property paths: which columns to read, in which order, and how to join them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import combinations, count, product
from math import prod
from typing import Any

import polars as pl
import pyoxigraph as ox
from rdflib import paths
from rdflib.term import BNode, URIRef, Variable

from kg.graph.columns.closure import FROM, TO, closure, closure_by_index
from kg.graph.columns.expressions import from_rdflib
from kg.graph.columns.files import column_of
from kg.graph.columns.kinds import (
    ROW,
    UNIT,
    Kind,
    Solutions,
    Unsupported,
    constant,
    disjoint,
    iri,
    joined,
    lexical,
    stacked,
    value_in,
)
from kg.graph.columns.scans import GRAPHS, Picks, Scan, Scans, Source
from kg.graph.terms import Term as Written
from kg.graph.values import Term

_FEW = 20_000  # so many values are looked for in a column; more are joined with it
_VERY_FEW = 100
_LEFT, _OURS = "#left", "#ours"
_PART = 8  # or this part of the rows of a block
Position = str | Term  # a variable by its name, or a term
_MOST_CHOICES = 16  # ways to answer a star from one block
GRAPH_NAME = "_:graph"  # the variable that is the graph of a document in `Matcher.statements`
_fresh = count()


Column = tuple[Position, Written, Kind]


@dataclass(frozen=True)
class Where:
    """The graph that patterns are about: an IRI, or the name of a variable."""

    iri: str | None = None
    variable: str = ""


@dataclass
class Pattern:
    """One triple pattern without paths, and the scans that may answer it."""

    subject: Position
    predicate: Position
    object: Position
    scans: list[Scan] = field(default_factory=list)

    @property
    def variables(self) -> set[str]:
        return {part for part in (self.subject, self.predicate, self.object) if isinstance(part, str)}


@dataclass(frozen=True)
class Path:
    """A pattern whose predicate is a path that is no plain sequence."""

    subject: Position
    path: Any
    object: Position

    @property
    def variables(self) -> set[str]:
        return {part for part in (self.subject, self.object) if isinstance(part, str)}


class Matcher:
    """Finds the rows of basic graph patterns."""

    def __init__(self, scans: Scans, constants: Mapping[str, Term]) -> None:
        self._scans = scans
        self._constants = constants

    def match(self, triples: Iterable[tuple[Any, Any, Any]], where: Where, seed: Solutions) -> Solutions:
        """The rows of the seed, extended by what the triples bind."""
        patterns = [part for triple in triples for part in self._flat(*triple)]
        if not where.variable:
            return _without_steps(self._matched(patterns, where.iri, seed))
        parts = []
        for graph in sorted(GRAPHS):
            if all(isinstance(p, Path) or any(self._candidates(p, graph)) for p in patterns):
                found = self._matched([_copied(p) for p in patterns], graph, UNIT)
                name = pl.lit(graph).alias(where.variable)
                kinds = found.kinds | {where.variable: iri()}
                parts.append(joined(seed, Solutions(found.frame.with_columns(name), kinds)))
        parts.append(self._matched([_copied(p) for p in patterns], None, seed, where.variable))
        return _without_steps(stacked(parts))

    def statements(self, subject: Position, predicate: Position, value: Position, graph: str | None) -> Solutions:
        """The rows of one pattern in one graph (None: those of the documents), a variable being a name."""
        return self._matched([Pattern(subject, predicate, value)], graph, UNIT, "" if graph else GRAPH_NAME)

    def _position(self, part: Any) -> Position:
        if type(part) is str or isinstance(part, ox.NamedNode | ox.Literal):
            return part
        if isinstance(part, Variable):
            return self._constants.get(str(part), str(part))
        if isinstance(part, BNode):
            return f"_:{part}"
        return from_rdflib(part)

    def _flat(self, subject: Any, predicate: Any, value: Any) -> Iterator[Pattern | Path]:
        """Sequences and inverses become plain patterns."""
        if isinstance(predicate, paths.SequencePath):
            steps = [subject, *(BNode(f"step{next(_fresh)}") for _ in predicate.args[1:]), value]
            for place, part in enumerate(predicate.args):
                yield from self._flat(steps[place], part, steps[place + 1])
        elif isinstance(predicate, paths.InvPath):
            yield from self._flat(value, predicate.arg, subject)
        elif isinstance(predicate, URIRef | Variable):
            yield Pattern(self._position(subject), self._position(predicate), self._position(value))
        elif isinstance(predicate, paths.AlternativePath | paths.MulPath):
            yield Path(self._position(subject), predicate, self._position(value))
        else:
            raise Unsupported("columns", f"the path {predicate}")

    def _candidates(self, pattern: Pattern, graph: str | None, seed: Solutions = UNIT) -> Iterator[Scan]:
        predicate = pattern.predicate.value if isinstance(pattern.predicate, ox.NamedNode) else None
        known = _few_iris(seed, pattern.predicate)
        objects = _few_iris(seed, pattern.object)
        for scan in self._scans.of(graph, predicate):
            if known is not None and scan.predicate not in known:
                continue
            if not (scan.source.height and _may_be(pattern.subject, scan.subject_kind)):
                continue
            choices = scan.choices if scan.choices is not None else scan.few
            if choices is not None and isinstance(pattern.object, ox.NamedNode):
                if pattern.object.value not in choices:
                    continue
            elif choices is not None and objects is not None:
                if choices.isdisjoint(objects):
                    continue
            elif not _may_be(pattern.object, scan.object_kind):
                continue
            yield scan

    def _matched(
        self, patterns: Sequence[Pattern | Path], graph: str | None, seed: Solutions, named: str = ""
    ) -> Solutions:
        plain = [pattern for pattern in patterns if isinstance(pattern, Pattern)]
        for pattern in plain:
            pattern.scans = list(self._candidates(pattern, graph, seed))
        bound = {name: kind for name, kind in seed.kinds.items() if not seed.frame.get_column(name).null_count()}
        _narrow(plain, bound)
        todo: list[list[Pattern] | Path] = [*_stars(plain), *(p for p in patterns if isinstance(p, Path))]
        # What is found falls into parts without a variable in common, until something joins them.
        parts = [] if seed.is_unit else [seed]
        while todo:
            best = min(todo, key=lambda item: _cost(item, parts))
            todo.remove(best)
            near = [part for part in parts if part.kinds.keys() & _variables(best)]
            parts = [part for part in parts if not part.kinds.keys() & _variables(best)]
            if isinstance(best, Path):
                parts.append(self._walked(best, graph, reduce(joined, near, UNIT), named))
                continue
            near.sort(key=lambda part: part.frame.height)
            first = self._scanned(best, near[0] if near else UNIT, named)
            parts.append(reduce(joined, near[1:], first))
        return reduce(joined, sorted(parts, key=lambda part: part.frame.height), UNIT)

    def _scanned(self, star: list[Pattern], found: Solutions, named: str) -> Solutions:
        """One star of patterns about one subject, joined to what is found."""
        if not all(pattern.scans for pattern in star):
            new = {name for pattern in star for name in pattern.variables if name not in found.kinds}
            return found.empty(dict.fromkeys(new, iri()))
        choices = list(product(*(pattern.scans for pattern in star)))
        if not any(_alike(one, other) for one, other in combinations(choices, 2)):
            rows = [self._joined(star, choice, found, named) for choice in choices]
            return stacked([part for part in rows if part.frame.height] or rows[:1])
        # Statements that two scans may both make are one statement.
        apart = [choice for choice in choices if not any(_alike(choice, o) for o in choices if o is not choice)]
        shared = [self._read(star, choice, found, named) for choice in choices if choice not in apart]
        together = stacked([part for part in shared if part.frame.height] or shared[:1])
        once = joined(found, Solutions(together.frame.unique(maintain_order=True), together.kinds))
        rows = [self._joined(star, choice, found, named) for choice in apart]
        return stacked([part for part in (once, *rows) if part.frame.height] or [once])

    def _joined(self, star: list[Pattern], choice: tuple[Scan, ...], found: Solutions, named: str) -> Solutions:
        """What is found, joined with the rows of one block."""
        probed = self._probed(star, choice, found, named)
        return joined(found, self._read(star, choice, found, named)) if probed is None else probed

    def _read(self, star: list[Pattern], choice: tuple[Scan, ...], found: Solutions, named: str) -> Solutions:
        """The rows of one block: the subject, and the object of each pattern as one scan has it."""
        source = choice[0].source
        columns, others = _wanted(star, choice, named)
        picks: Picks = list(_picks(columns, found, _most(source)))
        chosen, kinds = self._chosen(star, choice, columns)
        rows = source.rows_of(picks)
        if rows is not None and not len(rows[1]):
            return _nothing(kinds)
        terms = [term for _, term, _ in columns] + [term for pair in others for term in pair]
        frame, picks = self._scans.read(source, terms, picks, rows)
        frame = _filtered(frame, columns, others, picks)
        frame = frame.select(chosen)
        again = source.repeats and not source.is_single
        return Solutions(frame.unique() if again else frame, kinds)

    def _probed(self, star: list[Pattern], choice: tuple[Scan, ...], found: Solutions, named: str) -> Solutions | None:
        """What is found, joined with the rows of one block by an index of it; None where that cannot be or not pay."""
        source = choice[0].source
        # A block that is small against what is found stays in the cache, and is joined faster as it is.
        suits = _FEW < found.frame.height <= 2 * source.height
        if not suits or (source.repeats and not source.is_single):
            return None
        columns, others = _wanted(star, choice, named)
        shared = {p: term for p, term, kind in columns if isinstance(p, str) and p in found.kinds}
        alike = all(found.kinds[p] == kind for p, _, kind in columns if isinstance(p, str) and p in shared)
        if not alike or any(found.frame.get_column(name).null_count() for name in shared):
            return None
        chosen, kinds = self._chosen(star, choice, columns)
        name = star[0].predicate
        if isinstance(name, str) and name in found.kinds:
            if found.kinds[name] != kinds[name] or found.frame.get_column(name).null_count():
                return None
            found = Solutions(found.frame.filter(pl.col(name) == chosen[-1]), found.kinds)
        pairs = source.pairs([(term, found.frame.get_column(name)) for name, term in shared.items()])
        if pairs is None:
            return None
        left, rows = pl.Series(pairs[0]), pairs[1]
        terms = [term for _, term, _ in columns] + [term for pair in others for term in pair]
        frame = source.taken(terms, rows).with_columns(left.alias(_LEFT))
        for name, term in shared.items():
            ours = found.frame.get_column(name).gather(left)
            frame = frame.with_columns(ours.alias(_OURS)).filter(pl.col(_OURS) == pl.col(column_of(term)))
            left = frame.get_column(_LEFT)
        frame = _filtered(frame, columns, others, list(_picks(columns, UNIT, 0)))
        new = frame.select(chosen).drop(ROW, *(known for known in kinds if known in found.kinds))
        kept = found.frame[frame.get_column(_LEFT)]
        return Solutions(kept.hstack(new.get_columns()), kinds | found.kinds)

    def _chosen(
        self, star: list[Pattern], choice: tuple[Scan, ...], columns: list[Column]
    ) -> tuple[list[pl.Expr], dict[str, Kind]]:
        """The variables of a star out of the columns of a block, and their kinds."""
        kinds: dict[str, Kind] = {}
        chosen = [pl.repeat(0, pl.len(), dtype=pl.UInt32).alias(ROW)]  # as many as there are rows, whatever is chosen
        for position, term, kind in columns:
            if isinstance(position, str) and position not in kinds:
                kinds[position] = kind
                chosen.append(pl.col(column_of(term)).alias(position))
        name = star[0].predicate
        if isinstance(name, str):
            predicate, kind = choice[0].predicate, self._scans.vocabulary
            number = value_in(ox.NamedNode(predicate), kind)
            if number is None:  # it is of the description of the dataset
                kind = iri()
            kinds[name] = kind
            chosen.append(constant(predicate if number is None else number, kind).alias(name))
        return chosen, kinds

    def _walked(self, path: Path, graph: str | None, found: Solutions, named: str) -> Solutions:
        if named:
            raise Unsupported("columns", "a path in a graph that is a variable")
        if isinstance(path.path, paths.AlternativePath):
            choices = [list(self._flat(path.subject, choice, path.object)) for choice in path.path.args]
            return stacked([self._matched(choice, graph, found) for choice in choices])
        if path.path.mod not in ("*", "+"):
            raise Unsupported("columns", f"the path {path.path}")
        steps = list(self._flat(FROM, path.path.path, TO))
        itself = path.path.mod == "*"
        if len(steps) == 1 and isinstance(steps[0], Pattern):
            scans = list(self._candidates(steps[0], graph))
            ends = (path.subject, path.object) if steps[0].subject == FROM else (path.object, path.subject)
            found_by_index = closure_by_index(*ends, scans[0], found, itself=itself) if len(scans) == 1 else None
            if found_by_index is not None:
                return found_by_index
        edges = self._matched(steps, graph, UNIT)
        return closure(path.subject, path.object, edges, found, itself=itself)


def _nothing(kinds: dict[str, Kind]) -> Solutions:
    """No rows, of these variables."""
    schema = {ROW: pl.UInt32()} | {name: kind.dtype for name, kind in kinds.items()}
    return Solutions(pl.DataFrame(schema=schema), kinds)


def _few_iris(found: Solutions, position: Position) -> set[str] | None:
    """The IRIs that a variable may be, if they are very few; else None."""
    name = position if isinstance(position, str) else ""
    kind = found.kinds.get(name)
    if kind is None or kind.form != "iri" or found.frame.height > _VERY_FEW:
        return None
    values = found.frame.select(pl.col(name).unique())
    if values.get_column(name).null_count():  # what is unbound may be anything
        return None
    return set(values.select(lexical(pl.col(name), kind)).to_series().to_list())


def _variables(item: list[Pattern] | Path) -> set[str]:
    return item.variables if isinstance(item, Path) else set().union(*(pattern.variables for pattern in item))


def _copied(pattern: Pattern | Path) -> Pattern | Path:
    return replace(pattern, scans=[]) if isinstance(pattern, Pattern) else pattern


def _may_be(position: Position, kind: Kind) -> bool:
    return isinstance(position, str) or value_in(position, kind) is not None


def _narrow(patterns: list[Pattern], known: Mapping[str, Kind]) -> None:
    """Drops scans whose terms cannot be equal to what the same variable is elsewhere."""
    for _ in range(3):
        for pattern in patterns:
            pattern.scans = [s for s in pattern.scans if _fits(pattern, s, patterns, known)]


def _fits(pattern: Pattern, scan: Scan, patterns: list[Pattern], known: Mapping[str, Kind]) -> bool:
    for position, kind in ((pattern.subject, scan.subject_kind), (pattern.object, scan.object_kind)):
        if not isinstance(position, str):
            continue
        if position in known and disjoint(known[position], kind):
            return False
        for other in patterns:
            for place, kinds in (
                (other.subject, [s.subject_kind for s in other.scans]),
                (other.object, [s.object_kind for s in other.scans]),
            ):
                if other is not pattern and place == position and all(disjoint(k, kind) for k in kinds):
                    return False
    return True


def _stars(patterns: list[Pattern]) -> list[list[Pattern]]:
    """Patterns that are answered by the same rows of the same block are read together."""
    stars: list[list[Pattern]] = []
    for pattern in patterns:
        home = next((star for star in stars if _same_rows(star, pattern)), None)
        if home is None:
            stars.append([pattern])
        else:
            home.append(pattern)
    return stars


def _same_rows(star: list[Pattern], pattern: Pattern) -> bool:
    first = star[0]
    sources = {scan.source for one in (first, pattern) for scan in one.scans}
    if first.subject != pattern.subject or len(sources) != 1 or not (first.scans and pattern.scans):
        return False
    if sources.pop().repeats or prod(len(one.scans) for one in (*star, pattern)) > _MOST_CHOICES:
        return False
    taken = {part for other in star for part in other.variables}
    return all(isinstance(p.predicate, ox.NamedNode) for p in (first, pattern)) and (
        not isinstance(pattern.object, str) or pattern.object not in taken
    )


def _cost(item: list[Pattern] | Path, parts: list[Solutions]) -> tuple[int, int, int, int]:
    """The order of reading: what constants pick out, then what is tied to what is found, the smallest first."""
    known = set().union(*(part.kinds for part in parts))
    if isinstance(item, Path):
        ends = sum(not isinstance(p, str) or p in known for p in (item.subject, item.object))
        alternative = isinstance(item.path, paths.AlternativePath)
        return (2 if ends and (alternative or ends == 2) else 3 if ends else 9, 2 - ends, 0, 0)
    variables = _variables(item)
    constants = sum(not isinstance(p.object, str) for p in item if not _is_class(p))
    constants += not isinstance(item[0].subject, str)
    tied = [part.frame.height for part in parts if variables & part.kinds.keys()]
    if tied and min(tied) <= _FEW:
        return (0, -constants, len(item[0].scans), 0)
    # What binds nothing new only takes rows away, so it comes before what multiplies them.
    new = bool(variables - known)
    return (1 if constants else 2 if tied or not parts else 5, int(new), len(item[0].scans), -len(item))


def _earlier(pattern: Pattern, scan: Scan) -> Iterator[tuple[Written, Written]]:
    """The object of a scan with that of each scan before it that makes a statement of the same row and predicate."""
    for other in pattern.scans:
        if other is scan:
            return
        if other.source is scan.source and other.predicate == scan.predicate and other.object_kind == scan.object_kind:
            yield scan.object, other.object


def _is_class(pattern: Pattern) -> bool:
    """A type or role in common picks out little."""
    return isinstance(pattern.object, ox.NamedNode) and all(s.object.form in ("named", "mapped") for s in pattern.scans)


def _most(source: Source) -> int:
    """So many rows are few against those of a block."""
    return max(_FEW, source.height // _PART)


Others = list[tuple[Written, Written]]


def _wanted(star: list[Pattern], choice: tuple[Scan, ...], named: str) -> tuple[list[Column], Others]:
    """What is read for a star from a block, and pairs of columns of which the second may repeat the first."""
    source = choice[0].source
    wanted: list[tuple[Position, Written]] = [(star[0].subject, source.block.subject)]
    wanted += [(pattern.object, scan.object) for pattern, scan in zip(star, choice, strict=True)]
    if named:
        wanted.append((named, source.block.graph))
    others = [] if source.repeats else [pair for p, s in zip(star, choice, strict=True) for pair in _earlier(p, s)]
    return [(position, term, source.kind(term)) for position, term in wanted], others


def _picks(columns: list[Column], found: Solutions, most: int) -> Iterator[tuple[Written, pl.Series]]:
    """The values that the columns may have: constants, and what is found if that is no more than `most` rows."""
    for position, term, kind in columns:
        if not isinstance(position, str):
            value = value_in(position, kind)
            yield term, pl.Series("v", [] if value is None else [value], dtype=kind.dtype)
            continue
        known = found.kinds.get(position)
        if known is None or found.frame.height > most:
            continue
        values = _values(found.frame.get_column(position), known, kind)
        if values is not None:
            yield term, values


def _filtered(frame: pl.DataFrame, columns: list[Column], others: Others, picks: Picks) -> pl.DataFrame:
    """The rows that have the picked values, where nothing is missing or repeats what another scan of the row says."""
    tests = [pl.col(column_of(one)).ne_missing(pl.col(column_of(other))) for one, other in others]
    first: dict[str, tuple[str, Kind]] = {}
    for position, term, kind in columns:
        if not isinstance(position, str):
            continue
        column = column_of(term)
        tests.append(pl.col(column).is_not_null())
        if position in first:
            if first[position][1] != kind:
                raise Unsupported("columns", "a subject that is its own object")
            tests.append(pl.col(column) == pl.col(first[position][0]))
        first[position] = column, kind
    for term, values in picks:
        values_there = pl.col(column_of(term))
        tests.append(values_there == values[0] if len(values) == 1 else values_there.is_in(values.implode()))
    return frame.filter(tests) if tests else frame


def _values(series: pl.Series, given: Kind, wanted: Kind) -> pl.Series | None:
    """The values by which a column of the wanted kind would hold these; None where they cannot be told."""
    series = series.unique().drop_nulls()
    if given == wanted:
        return series
    if given.form == wanted.form == "iri":
        if wanted.words is not None and wanted.words.within and given.words is wanted.words.within[0]:
            first = wanted.words.within[1]
            return series.filter(series.is_between(first, first + len(wanted.words), closed="left")) - first
        texts = series if given.words is None else given.words.texts(series)
        whole = pl.DataFrame({"v": texts}).select(pl.lit(given.detail) + pl.col("v")).to_series()
        within = whole.filter(whole.str.starts_with(wanted.detail)).str.slice(len(wanted.detail))
        return within if wanted.words is None else wanted.words.numbers(within).drop_nulls()
    return None


def _alike(one: tuple[Scan, ...], other: tuple[Scan, ...]) -> bool:
    """Whether two ways to answer a star may both make the same statements."""
    if one[0].source is other[0].source and not one[0].source.repeats:
        return False
    return all(_may_agree(mine, theirs) for mine, theirs in zip(one, other, strict=True))


def _may_agree(one: Scan, other: Scan) -> bool:
    if one.predicate != other.predicate or disjoint(one.subject_kind, other.subject_kind):
        return False
    if one.choices is not None and other.choices is not None:
        return not one.choices.isdisjoint(other.choices)
    return not disjoint(one.object_kind, other.object_kind)


def _without_steps(found: Solutions) -> Solutions:
    """Drops the places between the steps of a path, and blank nodes, which are variables without a name."""
    steps = [name for name in found.kinds if name.startswith("_:")]
    kinds = {name: kind for name, kind in found.kinds.items() if not name.startswith("_:")}
    return Solutions(found.frame.drop(steps), kinds) if steps else found

"""Every error that kg raises on purpose.

    KGError                  base: message is "where: what is wrong; what to do"
    ├── InputError           an input cannot be read (missing, empty, binary, damaged, encrypted)
    │   └── FormatError      it can be read, but is in no format that kg knows, or breaks its format
    ├── OutputError          the output folder or file cannot be written or replaced
    ├── GraphError           a built graph is missing, damaged or of another version
    ├── QueryError           a preset, parameter or SPARQL text is unknown or wrong
    │   ├── AmbiguousName    a name fits several things; the candidates are listed
    │   ├── ForbiddenQuery   it would write, or reach outside the graph
    │   └── QueryTimeout     it ran longer than allowed and was stopped
    ├── RulingError          rulings contradict each other or name something unknown
    ├── ValidationError      a graph violates the shapes
    └── MissingExtra         an optional dependency is not installed; says the command that installs it

A *warning* is not an error: it is a `Warning` row (see `kg.model`) that travels with the document into report.json.
"""

from __future__ import annotations


class KGError(Exception):
    """Base of all errors that kg raises on purpose."""

    def __init__(self, where: str, problem: str, remedy: str = "") -> None:
        self.where = where
        self.problem = problem
        self.remedy = remedy
        message = f"{where}: {problem}" if where else problem
        super().__init__(f"{message}; {remedy}" if remedy else message)

    def __reduce__(self) -> tuple[object, ...]:
        """Errors travel whole between processes, whatever their constructor takes."""
        return _revive, (type(self), self.args, dict(self.__dict__))


def _revive(kind: type[KGError], arguments: tuple[object, ...], state: dict[str, object]) -> KGError:
    error = kind.__new__(kind, *arguments)
    error.__dict__.update(state)
    return error


class InputError(KGError):
    """An input cannot be read."""


class FormatError(InputError):
    """An input is in no known format, or breaks the format it claims."""


class OutputError(KGError):
    """The output cannot be written."""


class GraphError(KGError):
    """A built graph is missing, damaged or of another version."""


class QueryError(KGError):
    """A preset, a parameter or a SPARQL text is unknown or wrong."""


class AmbiguousName(QueryError):
    """A name fits several things.

    `candidates` holds (label, IRI, hint) rows, best first.
    """

    def __init__(self, where: str, name: str, candidates: list[tuple[str, str, str]]) -> None:
        self.name = name
        self.candidates = candidates
        rows = "".join(f"\n  {label}  <{iri}>  {hint}".rstrip() for label, iri, hint in candidates)
        super().__init__(where, f"'{name}' fits {len(candidates)} things:{rows}", "\ngive one of these IRIs instead")


class ForbiddenQuery(QueryError):
    """A query would write, or reach outside the graph."""


class QueryTimeout(QueryError):
    """A query ran longer than allowed and was stopped."""


class RulingError(KGError):
    """Rulings contradict each other or name something unknown."""


class ValidationError(KGError):
    """A graph violates the shapes."""


class MissingExtra(KGError):
    """An optional dependency is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(what, "an optional package is not installed", f"run: pip install 'kg[{extra}]'")

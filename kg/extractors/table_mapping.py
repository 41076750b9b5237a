r"""What the columns of a table mean, as the YAML file beside it says ("works.csv.yaml" for "works.csv").

columns:              # kg's name: header of the column
  title: Arbeit
  authors: Wer
  year: Jahr
separator: " / "      # between the names in one cell
delimiter: "\t"       # between the cells of a row
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from kg.errors import InputError
from kg.extractors.formats import Source

COLUMNS = (
    "title", "authors", "editors", "year", "venue", "kind", "volume", "issue", "pages", "first_page", "last_page",
    "publisher", "abstract", "keywords", "doi", "arxiv", "pmid", "isbn", "issn", "link", "affiliations", "key",
)  # fmt: skip
_SETTINGS = ("columns", "separator", "delimiter")


@dataclass(frozen=True, slots=True)
class TableMapping:
    """`columns`: header of each column that kg knows. Empty values leave it to what the headers say themselves."""

    columns: Mapping[str, str] = field(default_factory=dict)
    separator: str = ""
    delimiter: str = ""

    def places(self, headers: Sequence[str], where: str) -> dict[str, int]:
        """Place of each column.

        Raises:
            InputError: a header is not in the table.
        """
        printed = [header.strip() for header in headers]
        missing = [header for header in self.columns.values() if header not in printed]
        if missing:
            raise InputError(f"{where}.yaml", f"the table has no column '{missing[0]}'", f"it has {', '.join(printed)}")
        return {column: printed.index(header) for column, header in self.columns.items()}


def read(source: Source) -> TableMapping:
    """The mapping beside a table; an empty one if there is none.

    Raises:
        InputError: it is no YAML, or says what kg does not know.
    """
    if not source.beside:
        return TableMapping()
    where = f"{source.name}.yaml"
    try:
        said: Any = yaml.safe_load(source.beside)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{where}:{mark.line + 1}" if mark else where
        raise InputError(place, "no valid YAML", "mend it there") from None
    if not isinstance(said, dict) or not isinstance(said.get("columns", {}), dict):
        raise InputError(where, "no mapping of columns", "begin it with 'columns:' and a line 'title: HEADER' below")
    columns = {str(name): str(header).strip() for name, header in (said.get("columns") or {}).items()}
    _known(where, said, _SETTINGS, "setting")
    _known(where, columns, COLUMNS, "column")
    if columns and "title" not in columns:
        raise InputError(where, "it does not say which column holds the title", "add 'title: HEADER' to its columns")
    delimiter = str(said.get("delimiter") or "")
    if len(delimiter) > 1:
        raise InputError(where, f"the delimiter '{delimiter}' is no single character", "give one, as in delimiter: ';'")
    return TableMapping(columns, str(said.get("separator") or ""), delimiter)


def _known(where: str, given: Mapping[Any, Any], known: Sequence[str], what: str) -> None:
    strange = [str(name) for name in given if name not in known]
    if strange:
        raise InputError(where, f"there is no {what} '{strange[0]}'", f"use one of {', '.join(known)}")

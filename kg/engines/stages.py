"""A stage: rows that belong together by a key, and a pure function from such groups to rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa


@dataclass(frozen=True)
class Stage:
    """What an engine runs.

    `function` gets a table that holds whole groups (all rows with the same `key`, and any number of groups) and
    returns a
    table of `schema`. It must be pure: the same rows in any order give the same rows out, and groups do not see each
    other.
    """

    name: str
    key: str
    function: Callable[[pa.Table], pa.Table]
    schema: pa.Schema


class Engine(Protocol):
    """Who runs stages; every engine gives the same rows (in any order)."""

    def run(self, stage: Stage, table: pa.Table) -> pa.Table:
        """All rows that the stage makes of the table."""
        ...

"""From what documents say to who and what is meant: works, people, venues, organisations.

The door is `resolve`. Rulings of a curator are read by `kg.resolver.rulings`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from kg.engines.stages import Engine
    from kg.resolver.registry import Registry
    from kg.resolver.rulings import Ruling


def resolve(
    tables: Mapping[str, pa.Table],
    *,
    rulings: Sequence[Ruling] = (),
    engine: Engine | None = None,
    previous: Mapping[str, pa.Table] | None = None,
    registry: Registry | None = None,
) -> dict[str, pa.Table]:
    """All tables of `kg.schemas.RESOLVED`, from those of `kg.schemas.EXTRACTED`; a missing one counts as empty.

    The order of the input rows does not matter. `rulings` override every other evidence; RulingError if they contradict
    each other. `previous` is an earlier result: ids of it that are gone are told where they went (`replacements`).
    With a `registry` of organisations, what it says of those that are found in it is added to the tables "documents"
    and "organisation_mentions", which are then part of the result.
    """
    from kg.resolver import resolution

    return resolution.resolve(tables, rulings=rulings, engine=engine, previous=previous, registry=registry)

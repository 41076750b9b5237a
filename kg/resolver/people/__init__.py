"""Who is who: mentions of people to people, with decisions and evidence. The door is `resolve_people`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from kg.engines.stages import Engine
    from kg.resolver.people.resolution import PeopleResult
    from kg.resolver.rulings import Ruling


def resolve_people(
    tables: Mapping[str, pa.Table],
    record_works: pa.Table,
    *,
    rulings: Sequence[Ruling] = (),
    engine: Engine | None = None,
    model: Path | str | None = None,
) -> PeopleResult:
    """People behind all rows of `mentions`; the order of rows does not matter.

    `tables` holds the extracted tables, `record_works` (record_id, work_id) says which records describe one work.
    `rulings` are those in force. `model` is the path of a model file instead of the shipped one (see `train`).
    """
    from kg.resolver.people import resolution

    return resolution.resolve(tables, record_works, rulings=rulings, engine=engine, model=model)

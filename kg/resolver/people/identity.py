"""What sources say about who somebody is: ORCIDs, and a source's own author ids ("dblp:Wei Wang 0001").

An ORCID is the person's own word and holds signatures together, unless the data contradict it: then it is not trusted,
and said so. A source's author id is that source's guess: evidence for and against, no more.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from kg.resolver.names import Grade, compatible
from kg.resolver.people.signatures import Signatures

Ints = NDArray[np.int32]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Identity:
    """`orcid` (S) points into `orcids`, the trusted ones, -1 where a signature has none.

    `claims` are for each source that has author ids: its name and (S) the number of the id, -1 where unknown.
    `distrusted` are ORCIDs that the data contradict, with the reason in words.
    """

    orcid: Ints
    orcids: tuple[str, ...]
    claims: tuple[tuple[str, Ints], ...]
    distrusted: tuple[tuple[str, str], ...]

    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Signatures that trusted ORCIDs hold together: the first of each with every other."""
        order = np.argsort(self.orcid, kind="stable")
        order = order[self.orcid[order] >= 0]
        begins = np.flatnonzero(np.diff(self.orcid[order], prepend=-1))
        size = np.diff(np.append(begins, len(order)))
        first = np.repeat(order[begins], size)
        return tuple((int(a), int(b)) for a, b in zip(first, order, strict=True) if a != b)

    def says(self, left: Ints, right: Ints) -> tuple[NDArray[np.bool_], ...]:
        """For pairs of signatures: same ORCID, two ORCIDs, same author id of a source, two author ids of one source."""
        one, two = self.orcid[left], self.orcid[right]
        both = (one >= 0) & (two >= 0)
        same, other = np.zeros(len(left), dtype=bool), np.zeros(len(left), dtype=bool)
        for _, number in self.claims:
            known = (number[left] >= 0) & (number[right] >= 0)
            same |= known & (number[left] == number[right])
            other |= known & (number[left] != number[right])
        return both & (one == two), both & (one != two), same & ~other, other & ~same


def build(signatures: Signatures, tables: Mapping[str, pa.Table]) -> Identity:
    """What the mentions' identifiers and cluster claims say of their signatures."""
    columns = [name for name in ("identifiers", "cluster_claim") if name in tables["mentions"].column_names]
    mentions = pl.DataFrame(pl.from_arrow(tables["mentions"].select(["mention_id", *columns]))).sort("mention_id")
    rows = mentions.with_columns(signature=pl.Series(signatures.of_mention)).filter(pl.col("signature") >= 0)
    orcid, orcids, distrusted = _orcids(signatures, rows) if "identifiers" in columns else _no_orcids(signatures)
    for value, reason in distrusted:
        log.info("ORCID %s is not trusted: %s", value, reason)
    claims = _claims(signatures, rows) if "cluster_claim" in columns else ()
    return Identity(orcid, orcids, claims, tuple(distrusted))


def _no_orcids(signatures: Signatures) -> tuple[Ints, tuple[str, ...], list[tuple[str, str]]]:
    return np.full(signatures.count, -1, dtype=np.int32), (), []


def _orcids(signatures: Signatures, rows: pl.DataFrame) -> tuple[Ints, tuple[str, ...], list[tuple[str, str]]]:
    found = rows.select("signature", "identifiers").explode("identifiers").drop_nulls().unnest("identifiers")
    found = found.filter(pl.col("scheme") == "orcid").select("signature", "value").unique().sort("signature", "value")
    if not len(found):
        return _no_orcids(signatures)
    distrusted: dict[str, str] = {}
    several = found.filter(pl.len().over("signature") > 1)
    for signature, values in several.group_by("signature", maintain_order=True).agg("value").iter_rows():
        name = signatures.names[signatures.name[signature]].text
        for value in values:
            distrusted.setdefault(value, f"{name} has {' and '.join(values)} at one place of one work")
    for value, group in found.group_by("value", maintain_order=True).agg("signature").iter_rows():
        reason = _contradicted(signatures, group) if len(group) > 1 else ""
        if reason:
            distrusted.setdefault(value, reason)
    kept = found.filter(~pl.col("value").is_in(list(distrusted)))
    orcids = kept["value"].unique().sort()
    orcid = np.full(signatures.count, -1, dtype=np.int32)
    if len(kept):
        orcid[kept["signature"].to_numpy()] = orcids.search_sorted(kept["value"]).to_numpy()
    return orcid, tuple(orcids.to_list()), sorted(distrusted.items())


def _contradicted(signatures: Signatures, group: Sequence[int]) -> str:
    """Why signatures with one ORCID cannot be one person; "" if they can."""
    seen: dict[int, int] = {}
    for s in group:
        other = seen.setdefault(int(signatures.work[s]), s)
        if other != s:
            return f"{_text(signatures, other)} and {_text(signatures, s)} are authors of one work and both have it"
    numbers = sorted({int(signatures.name[s]) for s in group})
    for k, a in enumerate(numbers):
        for b in numbers[k + 1 :]:
            one, two = signatures.names[a], signatures.names[b]
            if compatible(one, two) is Grade.CONFLICT:
                return f"{one.text} and {two.text} both have it"
    return ""


def _text(signatures: Signatures, signature: int) -> str:
    return str(signatures.names[signatures.name[signature]].text)


def _claims(signatures: Signatures, rows: pl.DataFrame) -> tuple[tuple[str, Ints], ...]:
    """Author ids of each source, as numbers; where a signature has two ids of one source the smaller counts."""
    found = rows.select("signature", "cluster_claim").drop_nulls().filter(pl.col("cluster_claim").str.contains(":"))
    found = found.with_columns(source=pl.col("cluster_claim").str.extract(r"^([^:]+):", 1)).sort("cluster_claim")
    claims = []
    for (source,), said in sorted(found.group_by("source", maintain_order=True), key=lambda item: str(item[0][0])):
        first = said.unique("signature", keep="first", maintain_order=True)
        number = np.full(signatures.count, -1, dtype=np.int32)
        values = np.unique(first["cluster_claim"].to_numpy(), return_inverse=True)[1]
        number[first["signature"].to_numpy()] = values
        claims.append((str(source), number))
    return tuple(claims)

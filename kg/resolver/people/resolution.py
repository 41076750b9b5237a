"""The road from mentions to people: signatures, corpus, scored pairs, clusters, rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from kg import schemas
from kg.engines.local import LocalEngine
from kg.engines.stages import Engine
from kg.errors import RulingError
from kg.resolver.columns import distinct
from kg.resolver.people import corpus as corpora
from kg.resolver.people import decisions, dossiers, models, signatures
from kg.resolver.people.blocks import Constraints, Outcome, Ruled, Setting, cluster_blocks
from kg.resolver.people.corpus import Corpus
from kg.resolver.people.models import Model
from kg.resolver.people.persons import people_tables
from kg.resolver.people.signatures import Signatures
from kg.resolver.rulings import Ruling


@dataclass(frozen=True)
class PeopleResult:
    """Tables of `kg.schemas`: who each mention is, the people, the decisions behind it with their evidence."""

    mention_people: pa.Table
    people: pa.Table
    decisions: pa.Table
    evidence: pa.Table


def resolve(
    tables: Mapping[str, pa.Table],
    record_works: pa.Table,
    *,
    rulings: Sequence[Ruling] = (),
    engine: Engine | None = None,
    model: Path | str | None = None,
) -> PeopleResult:
    """See `kg.resolver.people.resolve_people`."""
    weights = models.load(model)
    if not tables["mentions"].num_rows:
        return PeopleResult(*(schemas.empty(name) for name in ("mention_people", "people", "decisions", "evidence")))
    people_rulings = [item for item in rulings if item.kind != "undo" and item.about == "person"]
    signed = _split(signatures.build(tables, record_works), people_rulings)
    constraints = _constraints(signed, people_rulings)
    corpus = corpora.build(signed, tables, constraints.same)
    outcome = cluster(corpus, weights, _identified(corpus, constraints), engine or LocalEngine())
    found = decisions.People(outcome.cluster, outcome.told, outcome.attached)
    return PeopleResult(
        *people_tables(corpus, outcome.cluster), *decisions.tables(corpus, weights, found, people_rulings)
    )


def _places(signed: Signatures, rulings: Iterable[Ruling]) -> dict[str, int]:
    """Row of each mention that a ruling names; RulingError for one that is not there."""
    wanted = {thing: item for item in rulings for thing in item.things}
    if not wanted:
        return {}
    ids = signed.mentions["mention_id"].to_list()
    found = {mention: n for n, mention in enumerate(ids) if mention in wanted}
    for thing, item in sorted(wanted.items()):
        if thing not in found:
            where = f"decisions.tsv:{item.line}" if item.line else "ruling"
            raise RulingError(
                where,
                f"there is no mention {thing}",
                "undo the ruling, or build from the inputs it was made on",
            )
    return found


def _split(signed: Signatures, rulings: Sequence[Ruling]) -> Signatures:
    """Two mentions of one signature that a ruling calls two people become two signatures."""
    row = _places(signed, rulings)
    of_mention, name, work, subject = (
        signed.of_mention.copy(),
        signed.name,
        signed.work,
        signed.subject,
    )
    for item in rulings:
        a, b = (row[thing] for thing in item.things)
        if item.kind == "different" and of_mention[a] == of_mention[b] >= 0:
            whole = of_mention[a]
            of_mention[b] = len(name)
            name, work = np.append(name, name[whole]), np.append(work, work[whole])
            subject = np.append(subject, np.int32(-1))
    return replace(signed, of_mention=of_mention, name=name, work=work, subject=subject)


def _constraints(signed: Signatures, rulings: Sequence[Ruling]) -> Constraints:
    row = _places(signed, rulings)
    pairs: dict[str, list[tuple[int, int]]] = {"same": [], "different": []}
    for item in rulings:
        left, right = sorted(int(signed.of_mention[row[thing]]) for thing in item.things)
        if left != right and left >= 0:
            pairs[item.kind].append((left, right))
    return Constraints(tuple(pairs["same"]), tuple(pairs["different"]))


def _identified(corpus: Corpus, rulings: Constraints) -> Constraints:
    """The rulings, and what trusted ORCIDs hold together; an ORCID that a ruling speaks against holds nothing."""
    apart = {frozenset((a, b)) for a, b in rulings.different}
    orcid = corpus.identity.orcid
    refused = {int(orcid[a]) for a, b in rulings.different if orcid[a] == orcid[b] >= 0}
    pairs = (pair for pair in corpus.identity.pairs() if int(orcid[pair[0]]) not in refused)
    return replace(rulings, same=(*rulings.same, *(pair for pair in pairs if frozenset(pair) not in apart)))


def cluster(corpus: Corpus, model: Model, constraints: Constraints, engine: Engine) -> Outcome:
    """Clusters of all blocks: first the blocks of documents' subjects, then, knowing the dossiers, all others."""
    outcome = Outcome(np.arange(corpus.signatures.count, dtype=np.int32), [], [])
    ruled = (Ruled.of(pairs) for pairs in (constraints.same, constraints.different))
    setting = Setting(corpus, model, constraints, dossiers.build(corpus), *ruled)
    subjects = distinct(corpus.block[corpus.signatures.subject >= 0].astype(np.int64))
    if len(subjects):
        cluster_blocks(setting, outcome, subjects, engine)
        setting = replace(setting, dossiers=dossiers.build(corpus, outcome.cluster))
    cluster_blocks(setting, outcome, np.setdiff1d(corpus.block, subjects), engine)
    return outcome

"""Labelled sets for training: works as OpenAlex JSON lines, and who some of their authors are.

`NAME.openalex.jsonl[.gz]` holds works, `NAME.gold.jsonl[.gz]` lines {"work", "ordinal", "name", "block", "label"}.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
from numpy.typing import NDArray

from kg import schemas
from kg.resolver.people import corpus as corpora
from kg.resolver.people import signatures
from kg.resolver.people.corpus import Corpus

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Labelled:
    """A corpus, and for each signature its gold block and gold person (-1: not labelled)."""

    name: str
    corpus: Corpus
    block: Ints
    person: Ints


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """JSON objects of a file, gzipped or not."""
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as stream:
        for line in stream:
            yield orjson.loads(line)


def tables(works: Iterable[dict[str, Any]], document: str) -> dict[str, pa.Table]:
    """Extracted tables of OpenAlex works: what the resolver of people reads of them."""
    records: list[dict[str, Any]] = []
    mentions: list[dict[str, Any]] = []
    for number, work in enumerate(works, start=1):
        record = f"{document}.{number}"
        words = sorted(
            (at, word) for word, places in (work.get("abstract_inverted_index") or {}).items() for at in places
        )
        source = (work.get("primary_location") or {}).get("source") or {}
        records.append(
            {
                "record_id": record,
                "document_id": document,
                "title": work.get("display_name"),
                "year": work.get("publication_year"),
                "venue": source.get("display_name"),
                "keywords": [item["display_name"] for item in work.get("keywords") or ()],
                "abstract": " ".join(word for _, word in words) or None,
                "key": work["id"],
            }
        )
        mentions.extend(
            {
                "mention_id": f"{record}.{ordinal}",
                "document_id": document,
                "record_id": record,
                "role": "author",
                "ordinal": ordinal,
                "name": author["raw_author_name"],
                "affiliations": author.get("raw_affiliation_strings") or [],
                "owner": False,
            }
            for ordinal, author in enumerate(work["authorships"], start=1)
        )
    documents = [{"document_id": document, "path": document}]
    return {
        "documents": pa.Table.from_pylist(documents, schema=schemas.DOCUMENTS),
        "records": pa.Table.from_pylist(records, schema=schemas.RECORDS),
        "mentions": pa.Table.from_pylist(mentions, schema=schemas.MENTIONS),
    }


def labelled(name: str, works: Iterable[dict[str, Any]], gold: Iterable[dict[str, Any]]) -> Labelled:
    """The corpus of some works with the labels of its signatures."""
    made = tables(works, name)
    records = made["records"]["record_id"]
    signed = signatures.build(made, pa.table({"record_id": records, "work_id": records}))
    corpus = corpora.build(signed, made)
    record_of = dict(zip(made["records"]["key"].to_pylist(), records.to_pylist(), strict=True))
    place = {mention: n for n, mention in enumerate(signed.mentions["mention_id"].to_list())}
    block, person = (
        np.full(signed.count, -1, dtype=np.int64),
        np.full(signed.count, -1, dtype=np.int64),
    )
    blocks: dict[str, int] = {}
    people: dict[tuple[str, str], int] = {}
    for line in gold:
        if line["label"] is None or line["work"] not in record_of:
            continue
        row = place.get(f"{record_of[line['work']]}.{line['ordinal']}")
        if row is not None and signed.of_mention[row] >= 0:
            signature = signed.of_mention[row]
            block[signature] = blocks.setdefault(line["block"], len(blocks))
            person[signature] = people.setdefault((line["block"], str(line["label"])), len(people))
    return Labelled(name, corpus, block, person)


def find(folder: Path, pattern: str) -> dict[str, Path]:
    """Files `NAME<pattern>` of a folder, gzipped or not, by NAME."""
    found = sorted([*folder.glob(f"*{pattern}"), *folder.glob(f"*{pattern}.gz")])
    return {path.name.split(".")[0]: path for path in found}

"""Small extracted tables for tests, written the way a document would say it."""

import random

import pyarrow as pa

from kg.schemas import EXTRACTED


class Corpus:
    """Collects what documents say; `tables()` gives the extracted tables, rows in any order."""

    def __init__(self):
        self.rows = {name: [] for name in EXTRACTED}

    def document(self, document_id, subject=None, full_name=None):
        row = {"document_id": document_id, "path": f"{document_id}.txt", "subject_full_name": full_name}
        if subject:
            row["subject_mention_id"] = f"{document_id}.m0"
            self.rows["mentions"].append(
                {"mention_id": f"{document_id}.m0", "document_id": document_id, "role": "subject", "name": subject}
            )
        self.rows["documents"].append(row)
        return self

    def record(self, record_id, title, authors="", **fields):
        """One record; `authors` are separated by ";", `affiliations` (one list an author) go to the mentions."""
        document_id = record_id.split(".")[0]
        beside = fields.pop("affiliations", {})
        identifiers = [dict(zip(("scheme", "value"), i.split(":", 1), strict=True)) for i in fields.pop("ids", ())]
        prose = fields.pop("prose", True)
        self.rows["records"].append(
            {
                "record_id": record_id,
                "document_id": document_id,
                "start": int(record_id.split(".")[1]) if prose else None,
                "title": title,
                "kind": "paper",
                "status": "published",
                "author_list_complete": True,
                "identifiers": identifiers,
                **fields,
            }
        )
        names = [name.strip() for name in authors.split(";") if name.strip()]
        for ordinal, name in enumerate(names, start=1):
            self.rows["mentions"].append(
                {
                    "mention_id": f"{record_id}.{ordinal}",
                    "document_id": document_id,
                    "record_id": record_id,
                    "role": "author",
                    "ordinal": ordinal,
                    "name": name,
                    "affiliations": beside.get(ordinal, []),
                }
            )
        return self

    def organisation(self, mention_id, name, parent=None, place=None):
        self.rows["organisation_mentions"].append(
            {
                "organisation_mention_id": mention_id,
                "document_id": mention_id.split(".")[0],
                "name": name,
                "parent_mention_id": parent,
                "place": place,
            }
        )
        return self

    def position(self, position_id, organisation, **fields):
        document_id = position_id.split(".")[0]
        self.rows["positions"].append(
            {
                "position_id": position_id,
                "document_id": document_id,
                "kind": "position",
                "person_mention_id": f"{document_id}.m0",
                "organisation_mention_id": organisation,
                **fields,
            }
        )
        return self

    def tables(self, seed=None):
        shuffled = {name: list(rows) for name, rows in self.rows.items()}
        if seed is not None:
            for rows in shuffled.values():
                random.Random(seed).shuffle(rows)
        return {name: pa.Table.from_pylist(rows, schema=EXTRACTED[name]) for name, rows in shuffled.items()}

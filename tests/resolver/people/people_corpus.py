"""Small collections written as lists of names, for the tests of people."""

import pyarrow as pa

from kg import schemas


def collection(*documents):
    """Extracted tables and record_works.

    A document is a dict: id, works (list of dicts: names, title, work, year, owner = places marked), subject, others
    (list of (role, name)).
    """
    rows = {"documents": [], "records": [], "mentions": []}
    works = []
    for document in documents:
        number = document["id"]
        subject = None
        for place, (role, name) in enumerate([("subject", document.get("subject")), *document.get("others", ())]):
            if name:
                mention = f"{number}.m{place}"
                subject = mention if role == "subject" else subject
                rows["mentions"].append({"mention_id": mention, "document_id": number, "role": role, "name": name})
        rows["documents"].append({"document_id": number, "subject_mention_id": subject})
        for place, work in enumerate(document["works"]):
            record = f"{number}.{1000 + place}"
            rows["records"].append(
                {
                    "record_id": record,
                    "document_id": number,
                    **{k: work.get(k) for k in ("title", "abstract", "venue", "year")},
                }
            )
            works.append({"record_id": record, "work_id": work.get("work", record)})
            rows["mentions"].extend(
                {
                    "mention_id": f"{record}.{ordinal}",
                    "document_id": number,
                    "record_id": record,
                    "role": "author",
                    "ordinal": ordinal,
                    "name": name,
                    "owner": ordinal in work.get("owner", ()),
                    "affiliations": work.get("affiliations", {}).get(ordinal, []),
                }
                for ordinal, name in enumerate(work["names"], start=1)
            )
    tables = {name: pa.Table.from_pylist(found, schema=schemas.EXTRACTED[name]) for name, found in rows.items()}
    return tables, pa.Table.from_pylist(works, schema=schemas.RECORD_WORKS)


def person_of(result):
    """Person of each mention."""
    return dict(
        zip(
            result.mention_people["mention_id"].to_pylist(), result.mention_people["person_id"].to_pylist(), strict=True
        )
    )

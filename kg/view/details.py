"""What the page knows beyond the picture: works, authors, sources, people's lives, and why mentions were merged.

Everything is said in places of lists, not in ids, and names that return are said once: 300 people must fit into a few
hundred kilobytes. Keys of the result are short for the same reason; `kg.view.payload.Details` explains them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.view.decisions import explanations
from kg.view.networks import Tables, frame, memberships
from kg.view.options import ViewOptions
from kg.view.payload import Details, Texts, where

if TYPE_CHECKING:
    import polars as pl

    from kg.view.scene import Scene

WORKS = 9000  # works that one file holds: those first that link most of its nodes, then the newest
SOURCES = 6  # places of one work
SPELLINGS = 12  # printed forms of one person


def collect(tables: Tables, scene: Scene, options: ViewOptions) -> Details:
    """Everything the panels of the page say about the nodes of the scene."""
    network = scene.network
    details = Details(offset=len(network.ids) if network.kind == "people" else 0)
    texts = Texts()
    place = {key: i for i, key in enumerate(network.ids)}
    details.nodes = [{"k": key} for key in network.ids]
    documents = _documents(tables, details)
    _venues_and_organisations(tables, details)
    work_place = _works(tables, details, options, network.kind, place, documents)
    if network.kind == "people":
        _people(tables, details, place, documents, texts)
        explanations(tables, details, place, texts)
    else:
        _others(tables, details, options, network.kind, place, work_place)
    details.texts = texts.rows
    return details


def _documents(tables: Tables, details: Details) -> dict[str, int]:
    rows = frame(tables, "documents", ["document_id", "path"]).unique("document_id").sort("path", "document_id")
    details.documents = [path or key for key, path in rows.iter_rows()]
    return {key: i for i, key in enumerate(rows["document_id"].to_list())}


def _venues_and_organisations(tables: Tables, details: Details) -> None:
    rows = frame(tables, "venues", ["venue_id", "name", "abbreviation", "kind"]).sort("venue_id")
    details.venues = [
        [name or "", short if short != name else "", kind or ""] for _, name, short, kind in rows.iter_rows()
    ]
    rows = frame(tables, "organisations", ["organisation_id", "name", "parent_id", "place"]).sort("organisation_id")
    index = {key: i for i, key in enumerate(rows["organisation_id"].to_list())}
    details.organisations = [
        [name or "", index.get(parent, -1), where or ""] for _, name, parent, where in rows.iter_rows()
    ]


def _works(
    tables: Tables, details: Details, options: ViewOptions, kind: str, place: dict[str, int], documents: dict[str, int]
) -> dict[str, int]:
    """Fills works and outsiders; place of each work that is held, by id."""
    chosen, details.left_out = _chosen(tables, options, kind, place)
    columns = ["work_id", "title", "year", "venue_id", "status", "kind", "author_list_complete", "identifiers", "links"]
    rows = (
        frame(tables, "works", columns)
        .join(chosen, on="work_id")
        .sort("year", "title", "work_id", descending=[True, False, False], nulls_last=True)
    )
    venue_place = _index(frame(tables, "venues", ["venue_id"])["venue_id"])
    authors = _authors(tables, details, chosen, place if kind == "people" else {})
    sources = work_sources(tables, chosen, documents)
    for key, title, year, venue, status, work_kind, complete, identifiers, links in rows.iter_rows():
        details.works.append(
            [
                title or "",
                year or 0,
                venue_place.get(venue, -1),
                status or "",
                work_kind or "",
                authors.get(key, []),
                0 if complete is False else 1,
                sources.get(key, []),
                [[i["scheme"], i["value"]] for i in identifiers or []],
                list(links or []),
            ]
        )
    return {key: i for i, key in enumerate(rows["work_id"].to_list())}


def _index(column: pl.Series) -> dict[str, int]:
    return {key: i for i, key in enumerate(column.sort().to_list())}


def _chosen(tables: Tables, options: ViewOptions, kind: str, place: dict[str, int]) -> tuple[pl.DataFrame, int]:
    """Ids of the works behind the nodes, at most `WORKS`, and how many more there are."""
    import polars as pl

    if kind == "people":
        rows = frame(tables, "authorships", ["work_id", "person_id"]).rename({"person_id": "node"})
        years = frame(tables, "works", ["work_id", "year"])
        rows = rows.join(years, on="work_id", how="left")
        if options.since is not None:
            rows = rows.filter(pl.col("year") >= options.since)
    else:
        rows = memberships(tables, options.kind, options.since).select("work_id", "node", "year")
    nodes = pl.DataFrame({"node": list(place)}, schema={"node": pl.String})
    linked = (
        rows.join(nodes, on="node")
        .group_by("work_id")
        .agg(pl.col("node").n_unique().alias("nodes"), pl.col("year").max())
    )
    # a work that links two nodes explains an edge; beyond two, more says nothing more
    ranked = linked.sort(pl.col("nodes").clip(0, 2), "year", "work_id", descending=[True, True, False], nulls_last=True)
    return ranked.head(WORKS).select("work_id"), max(0, ranked.height - WORKS)


def _authors(tables: Tables, details: Details, chosen: pl.DataFrame, place: dict[str, int]) -> dict[str, list[int]]:
    """Numbers of the authors of each work in printed order; authors who are no nodes become outsiders."""
    rows = frame(tables, "authorships", ["work_id", "person_id", "role", "ordinal"]).join(chosen, on="work_id")
    rows = rows.filter(rows["role"].fill_null("author") == "author").sort(
        "work_id", "ordinal", "person_id", nulls_last=True
    )
    people = frame(tables, "people", ["person_id", "name"]).join(rows.select("person_id").unique(), on="person_id")
    called = dict(people.iter_rows())
    numbers = dict(place)
    result: dict[str, list[int]] = {}
    for work, person, _, _ in rows.iter_rows():
        if person not in numbers:
            numbers[person] = details.offset + len(details.outsiders)
            details.outsiders.append(called.get(person) or "without a name")
        result.setdefault(work, []).append(numbers[person])
    return result


def work_sources(tables: Tables, chosen: pl.DataFrame, documents: dict[str, int]) -> dict[str, list[list[Any]]]:
    """Where the records behind each work stand, the first ones; rows as `where` makes them."""
    records = frame(tables, "records", ["record_id", "document_id", "start", "end", "page", "fragment"])
    rows = (
        frame(tables, "record_works", ["record_id", "work_id"]).join(chosen, on="work_id").join(records, on="record_id")
    )
    result: dict[str, list[list[Any]]] = {}
    for _, work, document, start, end, page, fragment in rows.sort(
        "work_id", "document_id", "start", "record_id"
    ).iter_rows():
        found = result.setdefault(work, [])
        if len(found) < SOURCES:
            found.append(where(documents.get(document, -1), start, end, page, fragment))
    return result


def _people(tables: Tables, details: Details, place: dict[str, int], documents: dict[str, int], texts: Texts) -> None:
    """Of each person: a aliases, i identifiers, h homepage, q cannot be told apart, p who it may be, m memberships
    [organisation, role, begin, end, ongoing, year, source, supervisors], n printed names [text, document, how often].
    """
    columns = ["person_id", "name", "alternative_names", "homepage", "identifiers", "ambiguous", "possible_person_ids"]
    called = dict(frame(tables, "people", ["person_id", "name"]).iter_rows()) if place else {}
    for key, name, aliases, homepage, identifiers, ambiguous, possible in frame(tables, "people", columns).iter_rows():
        if key not in place:
            continue
        node = details.nodes[place[key]]
        _put(node, "a", sorted({alias for alias in aliases or [] if alias and alias != name})[:SPELLINGS])
        _put(node, "i", [[i["scheme"], i["value"]] for i in identifiers or []])
        _put(node, "h", homepage)
        _put(node, "q", int(bool(ambiguous)))
        _put(node, "p", [place.get(other, called.get(other) or "without a name") for other in possible or []])
    _lives(tables, details, place, documents, texts)
    _spellings(tables, details, place, documents, texts)


def _put(node: dict[str, Any], key: str, value: Any) -> None:
    if value:
        node[key] = value


def _lives(tables: Tables, details: Details, place: dict[str, int], documents: dict[str, int], texts: Texts) -> None:
    import polars as pl

    columns = ["membership_id", "person_id", "organisation_id", "kind", "role", "role_as_printed", "degree_as_printed"]
    columns += ["begin_date", "end_date", "ongoing", "evidence_year", "supervisor_ids", "source_ids"]
    organisations = _index(frame(tables, "organisations", ["organisation_id"])["organisation_id"])
    called = dict(frame(tables, "people", ["person_id", "name"]).iter_rows())
    when = pl.coalesce("begin_date", "end_date", pl.col("evidence_year").cast(pl.String))
    rows = frame(tables, "memberships", columns).sort(when, "membership_id", nulls_last=True)
    for row in rows.iter_rows(named=True):
        if row["person_id"] not in place:
            continue
        role = row["degree_as_printed"] or row["role_as_printed"] or row["role"]
        role = role or ("Degree" if row["kind"] == "degree" else "")
        source = (row["source_ids"] or [""])[0].split(".")[0]
        guides = row["supervisor_ids"]
        life = details.nodes[place[row["person_id"]]].setdefault("m", [])
        life.append(
            [
                organisations.get(row["organisation_id"], -1),
                texts.number(role),
                row["begin_date"] or "",
                row["end_date"] or "",
                int(bool(row["ongoing"])),
                row["evidence_year"] or 0,
                documents.get(source, -1),
                *([[place.get(key, called.get(key, "")) for key in guides]] if guides else []),
            ]
        )


def _spellings(
    tables: Tables, details: Details, place: dict[str, int], documents: dict[str, int], texts: Texts
) -> None:
    import polars as pl

    people = pl.DataFrame({"person_id": list(place)}, schema={"person_id": pl.String})
    mentions = frame(tables, "mentions", ["mention_id", "name", "document_id"])
    rows = (
        frame(tables, "mention_people", ["mention_id", "person_id"])
        .join(people, on="person_id")
        .join(mentions, on="mention_id")
    )
    counts = (
        rows.group_by("person_id", "name", "document_id")
        .len()
        .sort("person_id", "len", "name", "document_id", descending=[False, True, False, False])
    )
    for person, name, document, often in counts.iter_rows():
        found = details.nodes[place[person]].setdefault("n", [])
        if len(found) < SPELLINGS:
            found.append([texts.number(name or ""), documents.get(document, -1), often])


def _others(
    tables: Tables, details: Details, options: ViewOptions, kind: str, place: dict[str, int], work_place: dict[str, int]
) -> None:
    """Of each work, venue or organisation: w its works (places); organisations and venues also a, i."""
    rows = memberships(tables, options.kind, options.since).select("node", "work_id").unique().sort("node", "work_id")
    for node, work in rows.iter_rows():
        if node in place and work in work_place:
            details.nodes[place[node]].setdefault("w", []).append(work_place[work])
    if kind == "works":
        return
    key = {"venues": "venue_id", "organisations": "organisation_id"}[kind]
    for node, aliases, identifiers in frame(tables, kind, [key, "alternative_names", "identifiers"]).iter_rows():
        if node in place:
            _put(details.nodes[place[node]], "a", list(aliases or [])[:SPELLINGS])
            _put(details.nodes[place[node]], "i", [[i["scheme"], i["value"]] for i in identifiers or []])

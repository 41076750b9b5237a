"""What an export is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from kg.graph.blocks import WriteOptions

Tables = Mapping[str, pa.Table]


@dataclass(frozen=True)
class ExportOptions:
    """What is exported. `positions` (person id to x, y) go into GEXF and VOSviewer files."""

    provenance: bool = False  # single-graph formats: documents, records, mentions and decisions too
    profile: str | None = None  # "dblp", "schema", "semopenalex", "vivo" or "ocdm": adds that model's terms (RDF)
    focus: str | None = None  # person id: only what is near
    depth: int = 1  # co-author steps from the focus
    since: int | None = None  # only works of that year or later
    email_hashes: bool = False
    abstracts: bool = False
    rdf12: bool = False  # Turtle, N-Triples, TriG, N-Quads: statements about statements (rdf:reifies)
    positions: Mapping[str, tuple[float, float]] | None = None

    @property
    def write(self) -> WriteOptions:
        """The options of the RDF writers."""
        return WriteOptions(self.email_hashes, self.abstracts, rdf12=self.rdf12, profile=self.profile or "")

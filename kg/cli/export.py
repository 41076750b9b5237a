"""`kg export --to FILE`."""

from __future__ import annotations

from typing import Any

import click

from kg.cli import options


@click.command("export")
@options.graph_option
@click.option(
    "--to", "target", required=True, metavar="FILE", help="The suffix says the format (.ttl, .nt, .nq, .trig …)."
)
@click.option(
    "--provenance", is_flag=True, help="With documents, records, mentions and decisions (single-graph formats)."
)
@click.option(
    "--profile", type=click.Choice(["dblp", "schema", "semopenalex", "vivo", "ocdm"]), help="Add another model's terms."
)
@click.option("--focus", metavar="PERSON", help="Only what is near this person.")
@click.option("--depth", type=click.IntRange(0, 5), default=1, show_default=True, help="Steps from the focus.")
@click.option("--since", type=int, metavar="YEAR", help="Only works since this year.")
@click.option("--rdf12", is_flag=True, help="Short cuts say what they are short for (RDF 1.2; .ttl, .nt, .nq, .trig).")
@click.option("--abstracts", is_flag=True, help="With abstracts.")
@click.option("--email-hashes", is_flag=True, help="With hashes of e-mail addresses; addresses are never written.")
def command(folder: str, target: str, **wanted: Any) -> None:
    """Write the graph in another format: RDF, networks (GraphML, GEXF, VOSviewer), tables, BibTeX, CSL-JSON, SSSOM."""
    graph = options.open_graph(folder)
    written = graph.save(target, **wanted)
    options.say(f"wrote {written}")

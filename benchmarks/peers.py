"""What others do with the same files, in one process each: `python -m benchmarks.peers NAME INPUT OUTPUT`.

Prints one JSON object: CPU seconds, peak memory in MB, entries read, triples written, versions. Knows nothing of kg, so
it can run under an interpreter of its own where the peers need other versions of libraries than kg.
"""

from __future__ import annotations

import importlib.metadata
import json
import resource
import sys
from pathlib import Path

_BASE = "https://example.org/"


def json_rdflib(source: Path, target: Path) -> dict[str, int]:
    """OpenAlex JSON lines by `json` to a graph in rdflib, written as N-Triples."""
    from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
    from rdflib.namespace import DCTERMS, FOAF

    schema = Namespace("https://schema.org/")
    graph = Graph()
    works = 0
    with source.open(encoding="utf-8") as lines:
        for line in lines:
            said = json.loads(line)
            works += 1
            work = URIRef(said["id"])
            graph.add((work, RDF.type, schema.ScholarlyArticle))
            graph.add((work, DCTERMS.title, Literal(said["display_name"])))
            graph.add((work, DCTERMS.issued, Literal(said["publication_year"], datatype=XSD.gYear)))
            graph.add((work, DCTERMS.source, Literal(said["primary_location"]["source"]["display_name"])))
            if said.get("doi"):
                graph.add((work, DCTERMS.identifier, Literal(said["doi"])))
            for place, one in enumerate(said["authorships"], start=1):
                author = BNode()
                graph.add((work, DCTERMS.creator, author))
                graph.add((author, RDF.type, FOAF.Person))
                graph.add((author, FOAF.name, Literal(one["raw_author_name"])))
                graph.add((author, schema.position, Literal(place)))
                for affiliation in one["raw_affiliation_strings"]:
                    graph.add((author, schema.affiliation, Literal(affiliation)))
    graph.serialize(str(target), format="nt", encoding="utf-8")
    return {"entries": works, "triples": len(graph)}


def lxml_rdflib(source: Path, target: Path) -> dict[str, int]:
    """DBLP XML by lxml to a graph in rdflib, written as N-Triples."""
    from lxml import etree
    from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
    from rdflib.namespace import DCTERMS, FOAF

    schema = Namespace("https://schema.org/")
    graph = Graph()
    works = 0
    for _, record in etree.iterparse(str(source), tag=("article", "inproceedings"), load_dtd=False):
        works += 1
        work = URIRef(_BASE + record.get("key"))
        graph.add((work, RDF.type, schema.ScholarlyArticle))
        graph.add((work, DCTERMS.title, Literal("".join(record.find("title").itertext()))))
        graph.add((work, DCTERMS.issued, Literal(record.findtext("year"), datatype=XSD.gYear)))
        venue = record.findtext("journal") or record.findtext("booktitle")
        graph.add((work, DCTERMS.source, Literal(venue)))
        for link in record.findall("ee"):
            graph.add((work, DCTERMS.identifier, Literal(link.text)))
        for place, name in enumerate(record.findall("author"), start=1):
            author = BNode()
            graph.add((work, DCTERMS.creator, author))
            graph.add((author, RDF.type, FOAF.Person))
            graph.add((author, FOAF.name, Literal(name.text)))
            graph.add((author, schema.position, Literal(place)))
        record.clear()
    graph.serialize(str(target), format="nt", encoding="utf-8")
    return {"entries": works, "triples": len(graph)}


_RML = """
@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix schema: <https://schema.org/> .

<#works> a rr:TriplesMap ;
  rml:logicalSource [ rml:source "SOURCE" ; rml:referenceFormulation ql:JSONPath ; rml:iterator "$[*]" ] ;
  rr:subjectMap [ rml:reference "id" ; rr:class schema:ScholarlyArticle ] ;
  rr:predicateObjectMap [ rr:predicate dcterms:title ; rr:objectMap [ rml:reference "display_name" ] ] ,
    [ rr:predicate dcterms:issued ; rr:objectMap [ rml:reference "publication_year" ] ] ,
    [ rr:predicate dcterms:source ; rr:objectMap [ rml:reference "venue" ] ] ,
    [ rr:predicate dcterms:identifier ; rr:objectMap [ rml:reference "doi" ] ] .

<#people> a rr:TriplesMap ;
  rml:logicalSource [ rml:source "SOURCE" ; rml:referenceFormulation ql:JSONPath ; rml:iterator "$[*].people[*]" ] ;
  rr:subjectMap [ rml:reference "id" ; rr:class foaf:Person ] ;
  rr:predicateObjectMap [ rr:predicate foaf:name ; rr:objectMap [ rml:reference "name" ] ] ,
    [ rr:predicate schema:position ; rr:objectMap [ rml:reference "place" ] ] ,
    [ rr:predicate schema:affiliation ; rr:objectMap [ rml:reference "affiliation" ] ] ,
    [ rr:predicate foaf:made ; rr:objectMap [ rml:reference "work" ; rr:termType rr:IRI ] ] .
"""


def morph_kgc(source: Path, target: Path) -> dict[str, int]:
    """A flattened JSON of the same works by morph-kgc and an RML mapping, written as N-Triples.

    Flattening (each name with an id, its place and its work, which the mapping cannot make) is not counted.
    """
    import morph_kgc as morph

    works = []
    for line in source.open(encoding="utf-8"):
        said = json.loads(line)
        people = [
            {
                "id": f"{said['id']}/{place}",
                "work": said["id"],
                "name": one["raw_author_name"],
                "place": place,
                "affiliation": next(iter(one["raw_affiliation_strings"]), None),
            }
            for place, one in enumerate(said["authorships"], start=1)
        ]
        kept = {name: said.get(name) for name in ("id", "display_name", "publication_year", "doi")}
        works.append({**kept, "venue": said["primary_location"]["source"]["display_name"], "people": people})
    flat = target.with_suffix(".json")
    flat.write_text(json.dumps(works), encoding="utf-8")
    mapping = target.with_suffix(".rml.ttl")
    mapping.write_text(_RML.replace("SOURCE", str(flat)), encoding="utf-8")
    before = _seconds()
    triples = morph.materialize_set(f"[CONFIGURATION]\nnumber_of_processes=1\n[DataSource1]\nmappings={mapping}\n")
    with target.open("w", encoding="utf-8") as file:
        for triple in triples:
            file.write(f"{triple} .\n")
    return {"entries": len(works), "triples": len(triples), "not_counted": before}  # type: ignore[dict-item]


def bibtexparser_alone(source: Path, target: Path) -> dict[str, int]:
    """The entries, and nothing made of them."""
    import bibtexparser

    del target
    library = bibtexparser.parse_string(source.read_text(encoding="utf-8"))
    return {"entries": len(library.entries), "triples": 0}


def pybtex_alone(source: Path, target: Path) -> dict[str, int]:
    """The entries with their people split, and nothing made of them."""
    from pybtex.database import parse_string

    del target
    return {"entries": len(parse_string(source.read_text(encoding="utf-8"), "bibtex").entries), "triples": 0}


PEERS = {
    "json + rdflib": (json_rdflib, ("rdflib",)),
    "morph-kgc": (morph_kgc, ("morph-kgc", "rdflib")),
    "lxml + rdflib": (lxml_rdflib, ("lxml", "rdflib")),
    "bibtexparser": (bibtexparser_alone, ("bibtexparser",)),
    "pybtex": (pybtex_alone, ("pybtex",)),
}


def _seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    name, source, target = sys.argv[1:]
    function, packages = PEERS[name]
    try:
        versions = {package: importlib.metadata.version(package) for package in packages}
        found: dict[str, object] = dict(function(Path(source), Path(target)))
    except ImportError as error:
        print(json.dumps({"missing": str(error)}))
        return
    seconds = _seconds() - float(found.pop("not_counted", 0))  # type: ignore[arg-type]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**found, "seconds": seconds, "memory": memory, "versions": versions}))


if __name__ == "__main__":
    main()

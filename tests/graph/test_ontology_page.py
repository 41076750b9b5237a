import re
from pathlib import Path

import rdflib

from kg.graph.ontology_page import write_ontology_page
from kg.graph.vocab import KG
from kg.resources import folder


def test_the_page_has_a_place_for_every_term_and_no_dead_link(tmp_path):
    write_ontology_page(tmp_path / "kg.html")
    page = (tmp_path / "kg.html").read_text(encoding="utf-8")
    places = re.findall(r'id="([^"]+)"', page)
    assert len(places) == len(set(places))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(places)
    ontology = rdflib.Graph().parse(folder("ontologies") / "kg.ttl")
    schemes = set(ontology.subjects(rdflib.RDF.type, rdflib.SKOS.ConceptScheme))
    terms = {
        str(s).removeprefix(KG) for s in set(ontology.subjects()) - schemes if str(s).startswith(KG) and str(s) != KG
    }
    assert terms <= set(places)


def test_the_page_in_the_documentation_is_the_one_of_this_ontology(tmp_path):
    """If this fails: python -m kg.graph.ontology_page docs/ontology.html."""
    write_ontology_page(tmp_path / "kg.html")
    kept = Path(__file__).parents[2] / "docs" / "ontology.html"
    assert kept.read_text(encoding="utf-8") == (tmp_path / "kg.html").read_text(encoding="utf-8")


def test_the_page_asks_for_nothing_outside_and_escapes_what_it_shows(tmp_path):
    source = tmp_path / "odd.ttl"
    text = (folder("ontologies") / "kg.ttl").read_text(encoding="utf-8")
    source.write_text(text.replace('"One work as one document gives it.', '"<script>alert(1)</script> & more.', 1))
    write_ontology_page(tmp_path / "kg.html", source)
    page = (tmp_path / "kg.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more." in page
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!#)', page)

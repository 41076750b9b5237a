from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

from kg.graph import presets
from kg.graph.preset_docs import SHACL, grlc, markdown, turtle

PAGE = Path(__file__).parents[2] / "docs" / "presets.md"
REWRITE = "python -c 'from kg.graph.preset_docs import markdown; print(markdown(), end=\"\")' > docs/presets.md"


def test_the_page_of_presets_is_what_the_headers_say():
    assert PAGE.read_text(encoding="utf-8") == markdown(), f"run: {REWRITE}"


def test_the_page_names_every_preset_with_its_question():
    text = markdown()
    for preset in presets.load_all().values():
        assert f"| `{preset.name}` | {preset.question}" in text


def test_the_sib_export_has_every_text_and_each_is_valid_sparql():
    triples = list(ox.parse(turtle(), format=ox.RdfFormat.TURTLE))
    texts = {
        str(triple.subject): triple.object.value
        for triple in triples
        if triple.predicate.value in {SHACL + "select", SHACL + "ask", SHACL + "construct"}
    }
    assert len(texts) == len(presets.load_all())
    for text in texts.values():
        ox.Store().query(text)


@pytest.mark.parametrize("name", ["coauthors", "person-card", "dataset-size"])
def test_the_grlc_export_is_a_yaml_header_and_the_query(name):
    text = grlc(presets.get(name))
    header = yaml.safe_load("\n".join(line[3:] for line in text.splitlines() if line.startswith("#+ ")))
    assert header["summary"] and header["tags"] and header["method"] == "GET"
    ox.Store().query(text)

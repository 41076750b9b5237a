"""The README's tables are those of the code."""

import hashlib
import re

from places import ROOT, SEEDS

from kg import extractors
from kg.cli import SUMMARIES

README = (ROOT / "README.md").read_text(encoding="utf-8")


def rows(after):
    table = README.split(f"## {after}", 1)[1].split("\n## ", 1)[0]
    return dict(re.findall(r"^\| `?([^`|]+?)`? \| (.+?) \|$", table, re.MULTILINE))


def test_every_command_stands_in_the_readme_with_its_summary():
    assert {f"kg {name}": text for name, text in SUMMARIES.items()}.items() <= rows("Commands").items()


def test_every_format_stands_in_the_readme():
    formats = {name: f"{form.label} ({', '.join(form.suffixes)})" for name, form in extractors.registry().items()}
    assert formats.items() <= rows("Formats").items()


def test_the_seeds_are_those_that_their_sources_describe():
    said = dict(re.findall(r"^\| (\S+) \|.*\| `([0-9a-f]{64})` \|$", (SEEDS / "SOURCES.md").read_text("utf-8"), re.M))
    found = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in SEEDS.iterdir() if p.name != "SOURCES.md"}
    assert said == found


def test_nothing_is_left_to_fill_in():
    assert not re.findall(r"^(SESSION|QUERY|EXPLAIN|COMMANDS|FORMATS)$", README, re.MULTILINE)

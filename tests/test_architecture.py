"""Imports go one way and without circles."""

import ast
from pathlib import Path

import networkx as nx

ROOT = Path(__file__).parent.parent / "kg"
BASE = {"model", "errors", "schemas", "resources", "version", "archives"}
ALLOWED = {
    "model": set(),
    "errors": set(),
    "version": set(),
    "archives": {"errors"},
    "resources": {"errors"},
    "schemas": set(),
    "documents": BASE,
    "extractors": BASE | {"documents"},
    "engines": BASE,
    "resolver": BASE | {"engines"},
    "evaluation": BASE,
    "graph": BASE,
    "view": BASE | {"graph"},
    "server": BASE | {"graph", "view"},
    "workspace": BASE,
    "inputs": BASE,
    "changes": BASE | {"graph"},
    "conflicts": BASE,
    "ror": BASE | {"extractors", "resolver"},
}
ALLOWED["pieces"] = BASE | {"extractors", "engines", "workspace"}
ALLOWED["reading"] = ALLOWED["pieces"] | {"pieces", "conflicts"}
ALLOWED["pipeline"] = set(ALLOWED)
ALLOWED["api"] = set(ALLOWED)
ALLOWED["__init__"] = BASE | {"api", "pipeline"}
ALLOWED["__main__"] = {"cli"}
ALLOWED["cli"] = set(ALLOWED)


def module_name(path):
    parts = ("kg", *path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports():
    modules = {module_name(p): p for p in ROOT.rglob("*.py")}
    for name, path in modules.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "kg":
                for alias in node.names:
                    full = f"{node.module}.{alias.name}"
                    yield name, full if full in modules else node.module
            elif isinstance(node, ast.Import):
                yield from ((name, a.name) for a in node.names if a.name.split(".")[0] == "kg")


def room(module):
    return module.split(".")[1] if "." in module else "__init__"


def test_rooms_import_only_what_the_house_plan_allows():
    wrong = {
        f"{a} imports {b}"
        for a, b in imports()
        if room(a) != room(b) and room(b) not in ALLOWED[room(a)] and not (room(b) == "__init__" and room(a) == "cli")
    }
    assert not wrong


def test_no_import_circles():
    graph = nx.DiGraph((a, b) for a, b in imports() if a != b)
    assert not list(nx.simple_cycles(graph))

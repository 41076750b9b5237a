"""What many tests share: the seed documents, one build of them, and the command line as a user runs it."""

import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, settings
from places import ROOT, SEEDS

# how long something takes on a busy machine proves nothing about it
settings.register_profile("kg", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kg")


def pytest_collection_modifyitems(items):
    """Tests under tests/quality measure; whoever wants only the fast ones says -m 'not slow'."""
    for item in items:
        if "quality" in item.path.parts:
            item.add_marker(pytest.mark.quality)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def kg_command():
    """Run `kg ARGS…` as a user does; returns the finished process with text output."""

    def run(*arguments, cwd=None, stdin=None, env=None, timeout=300):
        return subprocess.run(
            [sys.executable, "-m", "kg", *map(str, arguments)],
            cwd=cwd,
            input=stdin,
            capture_output=True,
            timeout=timeout,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
            text=not isinstance(stdin, bytes),
            encoding=None if isinstance(stdin, bytes) else "utf-8",
        )

    return run


@pytest.fixture(scope="session")
def seed_graph(tmp_path_factory):
    """The output folder of a build of seeds/ (built once)."""
    from kg import pipeline

    folder = tmp_path_factory.mktemp("seeds") / "graph"
    pipeline.build([SEEDS], folder)
    return folder

"""What many tests share: the seed documents, one build of them, the command line as a user runs it, and a browser."""

import os
import shutil
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


@pytest.fixture(scope="session")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    found = os.environ.get("KG_CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None
    )
    if not found:
        pytest.skip("no Chromium found; install one, or name it in KG_CHROMIUM")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()

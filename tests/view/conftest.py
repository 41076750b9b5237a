"""Synthetic tables, pages written from them, and pages that are cut off from the network."""

import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
import synthetic

from kg.view import ViewOptions, write_html


@pytest.fixture(scope="session")
def tables():
    """About 300 people, some with names meant to break a page."""
    return synthetic.make(300, 1.7, hostile=True)


@pytest.fixture(scope="session")
def small():
    return synthetic.make(40, 1.6, seed=5)


@pytest.fixture(scope="session")
def page_path(tables, tmp_path_factory):
    path = tmp_path_factory.mktemp("view") / "graph.html"
    write_html(tables, path, ViewOptions(title="Test <b>title</b>", build="kg test"))
    return path


class Opened:
    """A page that is ready, and what it did on the way: errors, and requests beyond its own file."""

    def __init__(self, page):
        self.page = page
        self.errors = []
        self.requests = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console",
            lambda message: self.errors.append(message.text) if message.type in ("error", "warning") else None,
        )
        page.on("request", lambda request: self.requests.append(request.url))

    @property
    def outside(self):
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]

    @property
    def ready_after(self):
        """Milliseconds from navigation to the first complete drawing."""
        return int(self.page.evaluate("document.documentElement.dataset.ready"))

    def settle(self):
        """Two frames: what a change draws has been drawn."""
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.fixture
def open_page(chromium):
    contexts = []

    def opened(path, hash="", size=(1280, 800), **context):
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, offline=True, accept_downloads=True, **context
        )
        contexts.append(context)
        result = Opened(context.new_page())
        result.page.goto(Path(path).as_uri() + hash)
        result.page.wait_for_selector("html[data-ready]", state="attached", timeout=20000)
        return result

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe_source(tmp_path_factory):
    """axe-core from the npm registry; skipped where there is none to be had."""
    npm = shutil.which("npm")
    if not npm:
        pytest.skip("npm is not installed, so axe-core cannot be fetched")
    folder = tmp_path_factory.mktemp("axe")
    done = subprocess.run([npm, "pack", "axe-core@4.10.3"], cwd=folder, capture_output=True, timeout=90, check=False)
    packed = next(folder.glob("axe-core-*.tgz"), None)
    if done.returncode or packed is None:
        pytest.skip("axe-core cannot be fetched from npm here")
    with tarfile.open(packed) as archive:
        return archive.extractfile("package/axe.min.js").read().decode("utf-8")

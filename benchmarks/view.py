"""Pictures: time of the layout, size of the files, and how fast the page answers in a real Chromium.

    python benchmarks/view.py [--people 300,3000,10000] [--pyvis]

Graphs are synthetic (tests/view/synthetic.py, fixed seed). Times are the best of three runs, seconds of the wall
clock, on whatever else the machine is doing; the first line says how many cores it has and how busy they are.
`--pyvis` also draws the 300 people with pyvis as it comes and waits until its physics rest (at most two minutes).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "view")]

SEARCH = """() => { const q = document.querySelector('#query'), start = performance.now();
q.value = 'Zoe'; q.dispatchEvent(new Event('input'));
q.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));
return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() =>
    done(performance.now() - start)))); }"""
YEARS = """() => { const f = document.querySelector('#from'), start = performance.now();
f.value = '2015'; f.dispatchEvent(new Event('input'));
return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() =>
    done(performance.now() - start)))); }"""
RESTING = "() => typeof network !== 'undefined' && network.physics.stabilized === true"
WORKS_EACH = {300: 1.45, 3000: 1.5, 10000: 1.5}


def best(action: Any, times: int = 3) -> float:
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        action()
        taken.append(time.perf_counter() - started)
    return min(taken)


def cold_layout(people: int, works_each: float) -> float:
    """Seconds of a first layout in a fresh interpreter, imports included, tables made beforehand."""
    code = (
        "import sys, time; sys.path[:0] = sys.argv[1:3]; import synthetic; import pyarrow\n"
        f"tables = synthetic.make({people}, {works_each}); started = time.perf_counter()\n"
        "from kg.view import layout; layout(tables); print(time.perf_counter() - started)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT), str(ROOT / "tests" / "view")],
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)


def browse(browser: Any, path: Path) -> dict[str, float]:
    """Ready, search to panel and year filter in milliseconds; how many requests left the file."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, offline=True)
    page = context.new_page()
    outside: list[str] = []
    page.on("request", lambda r: outside.append(r.url) if not r.url.startswith(("file:", "data:", "blob:")) else None)
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready]", state="attached", timeout=60000)
    result = {
        "ready": float(page.evaluate("document.documentElement.dataset.ready")),
        "search": page.evaluate(SEARCH),
        "years": page.evaluate(YEARS),
        "outside": float(len(outside)),
    }
    context.close()
    return result


def default_pyvis(browser: Any, tables: Any, folder: Path) -> str:
    """The same people with pyvis as it comes."""
    from pyvis.network import Network

    carrier = Network(cdn_resources="in_line")
    for person in tables["people"].to_pylist():
        carrier.add_node(person["person_id"], label=person["name"])
    for pair in tables["coauthorships"].to_pylist():
        carrier.add_edge(pair["left_id"], pair["right_id"], value=pair["weight"])
    path = folder / "default.html"
    path.write_text(carrier.generate_html(), encoding="utf-8")
    context = browser.new_context(viewport={"width": 1400, "height": 900}, offline=True)
    page = context.new_page()
    started = time.perf_counter()
    page.goto(path.as_uri(), wait_until="commit")
    said = "not at rest after 120 s"
    while time.perf_counter() - started < 120:
        if page.evaluate(RESTING):
            said = f"{time.perf_counter() - started:.1f} s until it rests"
            break
        time.sleep(0.25)
    context.close()
    return f"{said}, {path.stat().st_size / 1024:,.0f} KB"


def measure(people: int, browser: Any, folder: Path) -> None:
    import synthetic

    from kg.view import ViewOptions, layout, write_html, write_svg

    works_each = WORKS_EACH.get(people, 1.5)
    tables = synthetic.make(people, works_each)
    scene = layout(tables, ViewOptions(limit=people, top=people))
    first = cold_layout(people, works_each)
    warm = best(lambda: layout(tables, ViewOptions(limit=people, top=people)), 1 if people > 5000 else 3)
    print(f"{people:>6} people: {len(scene.network.ids):,} drawn, {len(scene.network.source):,} links")
    print(f"        layout {warm:.2f} s ({first:.2f} s in a fresh interpreter with the options of a build)")
    if people > 3000:
        return
    for name, options in (("at first sight", ViewOptions()), ("all at once", ViewOptions(top=people))):
        path = folder / f"{people}.html"
        report = write_html(tables, path, options)
        runs = [browse(browser, path) for _ in range(3)]
        low = {key: min(run[key] for run in runs) for key in runs[0]}
        print(
            f"        page, {report.shown:,} {name}: {report.bytes / 1024:,.0f} KB, ready {low['ready']:.0f} ms, "
            f"search to panel {low['search']:.0f} ms, year filter {low['years']:.0f} ms, "
            f"outside requests {low['outside']:.0f}"
        )
    print(f"        svg {write_svg(tables, folder / 'g.svg').bytes / 1024:,.0f} KB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", default="300,3000,10000")
    parser.add_argument("--pyvis", action="store_true")
    arguments = parser.parse_args()
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("KG_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        parser.error("no Chromium found; install one, or name it in KG_CHROMIUM")
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for people in map(int, arguments.people.split(",")):
            measure(people, browser, Path(name))
        if arguments.pyvis:
            import synthetic

            print(
                f"default pyvis, 300 people: {default_pyvis(browser, synthetic.make(300, WORKS_EACH[300]), Path(name))}"
            )
        browser.close()


if __name__ == "__main__":
    main()

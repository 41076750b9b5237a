"""What the wheel holds is enough to run: ontologies, queries, models, page templates."""

import os
import subprocess
import sys
import zipfile

import pytest
from places import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", str(ROOT), "--no-deps", "--quiet", "--wheel-dir", str(folder)]
    subprocess.run(command, check=True, timeout=300, capture_output=True)
    [built] = folder.glob("*.whl")
    return built


def test_the_wheel_carries_data_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in ("kg/_data/ontologies/kg.ttl", "kg/_data/ontologies/shapes.ttl", "kg/_data/queries/homonyms.rq"):
        assert wanted in names
    assert not [n for n in names if n.startswith(("tests/", "seeds/", "notebooks/", "benchmarks/"))]


def test_the_wheel_builds_and_answers_away_from_the_checkout(wheel, tmp_path):
    site = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site), str(wheel)]
    subprocess.run(install, check=True, timeout=300, capture_output=True)
    env = {**os.environ, "PYTHONPATH": str(site)}
    where = subprocess.run(
        [sys.executable, "-c", "import kg; print(kg.__file__)"], env=env, cwd=tmp_path, capture_output=True, text=True
    )
    assert str(site) in where.stdout

    def run(*arguments):
        command = [sys.executable, "-m", "kg", *map(str, arguments)]
        return subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True, timeout=300)

    built = run("build", ROOT / "seeds", "--out", "out")
    assert built.returncode == 0, built.stderr
    rows = run("query", "coauthors-with-years", "--param", "person=Jiwen Lu", "--graph", "out", "--format", "csv")
    assert rows.returncode == 0 and "Yongming Rao" in rows.stdout, rows.stderr
    assert run("validate", "--graph", "out").returncode == 0

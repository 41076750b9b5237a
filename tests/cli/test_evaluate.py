"""`kg evaluate`: the figures, what they are compared with, and the picture."""

import json


def works(folder):
    lines = []
    for n, names in enumerate(
        [["Marta Kowal", "Ulf Rare"], ["Marta Kowal", "Ulf Rare"], ["Marta Kowal", "Ann Seldom"]]
    ):
        authors = [{"raw_author_name": name, "raw_affiliation_strings": []} for name in names]
        lines.append({"id": f"https://openalex.org/W{n + 1}", "display_name": f"Work {n}", "authorships": authors})
    (folder / "works.openalex.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    labels = ["1", "1", "2"]
    gold = [
        {"work": line["id"], "ordinal": 1, "block": "m kowal", "label": label}
        for line, label in zip(lines, labels, strict=True)
    ]
    (folder / "gold.jsonl").write_text("\n".join(map(json.dumps, gold)), encoding="utf-8")


def test_figures_rivals_calibration_and_the_plot(kg_command, tmp_path):
    works(tmp_path)
    done = kg_command("build", tmp_path / "works.openalex.jsonl", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    command = ("evaluate", "-g", tmp_path / "out", "--gold", tmp_path / "gold.jsonl")
    table = kg_command(*command, "--plot", tmp_path / "plot.svg").stdout
    for line in ("B-cubed", "same full name   precision 0.556  recall 1.000", "blocking recall  1.0000", "calibration"):
        assert line in table, table
    assert (tmp_path / "plot.svg").read_text(encoding="utf-8").startswith("<svg")
    figures = json.loads(kg_command(*command, "--format", "json").stdout)
    assert figures["rivals_b_cubed"]["all in one"]["recall"] == 1.0
    assert sum(row["decisions"] for row in figures["calibration"]) >= 1


def test_a_plot_that_cannot_be_written_says_so(kg_command, tmp_path):
    works(tmp_path)
    kg_command("build", tmp_path / "works.openalex.jsonl", "--out", tmp_path / "out")
    command = ("evaluate", "-g", tmp_path / "out", "--gold", tmp_path / "gold.jsonl")
    done = kg_command(*command, "--plot", tmp_path / "no" / "plot.svg")
    assert done.returncode == 1
    assert "plot.svg" in done.stderr and "Traceback" not in done.stderr

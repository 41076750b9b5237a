import pytest

from kg.errors import InputError
from kg.inputs import expand


def test_files_folders_and_globs_open_out_in_a_fixed_order_without_repeats(tmp_path):
    (tmp_path / "b").mkdir()
    for name in ("b/2.md", "b/1.md", "a.md", "c.bib"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    files, _ = expand([tmp_path / "a.md", tmp_path / "b", str(tmp_path / "*.md"), str(tmp_path / "**" / "1.md")])
    assert [str(f.relative_to(tmp_path)) for f in files] == ["a.md", "b/1.md", "b/2.md"]


def test_hidden_files_housekeeping_and_builds_in_a_folder_are_not_read(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "graph").mkdir()
    for name in (
        ".git/x.md",
        ".hidden.md",
        "README.md",
        "SOURCES.md",
        "cv.md",
        "graph/manifest.json",
        "graph/graph.nq",
    ):
        (tmp_path / name).write_text("x", encoding="utf-8")
    files, skipped = expand([tmp_path])
    assert [f.name for f in files] == ["cv.md"]
    assert sorted(s.path.rsplit("/", 1)[-1] for s in skipped) == ["README.md", "SOURCES.md"]


def test_a_housekeeping_file_is_read_when_it_is_named(tmp_path):
    (tmp_path / "README.md").write_text("x", encoding="utf-8")
    assert expand([tmp_path / "README.md"])[0] == [tmp_path / "README.md"]


def test_what_does_not_exist_is_said(tmp_path):
    with pytest.raises(InputError, match=r"no-such\.pdf: there is no such file or folder; check the spelling"):
        expand([tmp_path / "no-such.pdf"])
    with pytest.raises(InputError, match="no such file"):
        expand([str(tmp_path / "*.pdf")])


def test_a_folder_without_documents_is_said(tmp_path):
    with pytest.raises(InputError, match="this folder holds no document"):
        expand([tmp_path])

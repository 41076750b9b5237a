import hashlib
import pickle
import subprocess
import sys
import time

import pytest

from kg import documents
from kg.documents.pieces import MAX_LINE
from kg.errors import InputError


def test_a_document_is_identified_by_the_hash_of_its_bytes(tmp_path):
    path = tmp_path / "cv.txt"
    path.write_bytes(b"\xef\xbb\xbfAda Lovelace\r\n\r\nNotes, 1843\r\n")
    document = documents.read(path)
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert document.id == document.sha256[:16]
    assert document.path == str(path)
    assert document.text == "Ada Lovelace\r\n\r\nNotes, 1843\r\n"
    assert [(line.text, line.gap, list(line.offsets)) for line in document.lines] == [
        ("Ada Lovelace", 0, list(range(13))),
        ("Notes, 1843", 1, list(range(16, 28))),
    ]


def test_the_same_bytes_give_the_same_document_and_it_can_be_sent_to_another_process():
    data = b"# Ada\n\n- **Notes** &amp; more, 1843\n"
    one, two = documents.read("a", data=data), documents.read("a", data=data)
    assert one == two == pickle.loads(pickle.dumps(one))
    assert hash(one) == hash(two)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (bytes(range(256)) * 40, "holds binary data, not text"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "is a PNG picture"),
        (b"{\\rtf1\\ansi text}", "is an RTF file"),
        (b"\x1f\x8b\x08\0abc", "is a gzip archive"),
        (b"- \n***\n---\n", "holds no text that can be read"),
    ],
)
def test_what_cannot_be_read_is_refused_with_place_and_remedy(data, problem):
    with pytest.raises(InputError) as caught:
        documents.read("folder/cv.txt", data=data)
    assert caught.value.where == "folder/cv.txt"
    assert problem in caught.value.problem
    assert caught.value.remedy


def test_missing_files_and_folders_are_refused(tmp_path):
    with pytest.raises(InputError, match="there is no such file; check the name"):
        documents.read(tmp_path / "no.txt")
    with pytest.raises(InputError, match="is a folder, not a file; give the files in it"):
        documents.read(tmp_path)
    with pytest.raises(InputError, match="cannot be opened"):
        documents.read("a\0b")


def test_given_data_nothing_is_opened(tmp_path):
    path = tmp_path / "cv.txt"
    path.write_text("on disk", encoding="utf-8")
    assert documents.read(path, data=b"given").lines[0].text == "given"


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"%PDF-1.5", "a.txt", "application/pdf"),
        (b"\n\n%PDF-1.5", "a", "application/pdf"),
        (b"<!DOCTYPE html><p>x", "a.txt", "text/html"),
        (b"<?xml version='1.0'?>\n<!-- c -->\n<html><p>x", "a.xml", "text/html"),
        (b"<div><p>a</p><p>b</p><ul><li>c</li></ul></div>", "page", "text/html"),
        (b"<head></head>\n# Title\n\n**bold** text", "a.md", "text/markdown"),
        (b"# Title\n\n- **item** [x](http://y)", "a.txt", "text/markdown"),
        (b"---\nlayout: page\n---\ntext", "a.txt", "text/markdown"),
        (b"plain words only", "a.md", "text/markdown"),
        (b"plain words only", "a.txt", "text/plain"),
        (b"A. Bo*, C. Do* and 2 * 3 = 6; snake_case", "a.txt", "text/plain"),
        (b"see #1, C# and 1 < 2 > 0", "a.txt", "text/plain"),
        (b"% comment\n\\documentclass{article}", "a.txt", "application/x-tex"),
        (b"\\section{A} text", "part.tex", "application/x-tex"),
        ("Ünïcödé".encode("utf-16"), "a.txt", "text/plain"),
        (b"", "a.txt", "text/plain"),
        (b"\x00\x01\x02" * 40, "a.txt", "application/octet-stream"),
    ],
)
def test_the_kind_is_told_by_content_first_and_name_second(head, name, kind):
    assert documents.sniff(head, name) == kind


@pytest.mark.parametrize(
    "unit", [b"word ", *(pytest.param(unit, marks=pytest.mark.slow) for unit in (b"x", "é".encode(), b"a,b;"))]
)
def test_fifty_megabytes_without_a_line_end_are_read_in_pieces_and_reported(unit):
    data = unit * (50_000_000 // len(unit))
    begin = time.process_time()
    document = documents.read("cv.txt", data=data)
    assert time.process_time() - begin < 60
    assert max(len(line.text) for line in document.lines) <= MAX_LINE
    assert "were cut into pieces" in document.warnings[0].problem
    assert sum(len(line.text.replace(" ", "")) for line in document.lines) == len(data.decode().replace(" ", ""))


@pytest.mark.slow
def test_many_lines_are_bounded_and_what_was_not_read_is_said():
    document = documents.read("cv.txt", data=b"a line\n" * 600_000)
    assert len(document.lines) == 500_000
    assert "only the first 500,000 lines were read" in document.warnings[0].problem


@pytest.mark.parametrize(
    "text",
    [
        "السيرة الذاتية\n\nأحمد محمد، أستاذ الرياضيات\n",
        "Резюме\n\nСофья Ковалевская. О вращении твёрдого тела. 1889\n",
        "个人简历\n\n张伟，清华大学。论文：深度学习研究\n",
        'Ada "</script><script>alert(1)</script>" {{x}} \'; DROP TABLE\n\n<http://x> ?s ?p ?o }\n',
    ],
)
def test_any_script_and_hostile_text_is_only_text(text):
    document = documents.read("cv.txt", data=text.encode())
    assert document.text == text
    assert len(document.lines) >= 2


def test_nothing_heavy_is_imported_before_a_document_needs_it():
    heavy = ["pypdfium2", "docx", "lxml", "charset_normalizer"]
    program = f"import sys; from kg import documents; print([m for m in {heavy} if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"

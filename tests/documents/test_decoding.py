import codecs

import pytest

from kg.documents.decoding import decode
from kg.errors import InputError

TEXT = "Zoë Çelik, Łukasz Ångström: “Notes”, 1843 — Paris\r\nsecond line\n"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (b"", "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_text_with_a_mark_or_in_utf8_is_read_without_a_warning(mark, encoding):
    assert decode(mark + TEXT.encode(encoding), "cv.txt") == (TEXT, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_text_without_a_mark_is_told_by_its_zero_bytes(encoding):
    text, warnings = decode(TEXT.encode(encoding), "cv.txt")
    assert text == TEXT
    assert "no byte order mark" in warnings[0].problem


def test_latin_1_is_read_as_windows_1252_with_a_warning_that_says_where():
    text, warnings = decode("Ada Lovelace – Universität Zürich, André".encode("cp1252"), "cv.txt")
    assert text == "Ada Lovelace – Universität Zürich, André"
    assert warnings[0].where == "byte 13"
    assert "Windows-1252" in warnings[0].problem


def test_a_stray_latin_1_byte_in_utf8_is_mended_and_its_place_told():
    data = "Zoë Müller, Jürgen Groß, ".encode() + "José".encode("latin-1") + " Ørsted\n".encode()
    text, warnings = decode(data, "cv.txt")
    assert text == "Zoë Müller, Jürgen Groß, José Ørsted\n"
    assert warnings[0].where == f"byte {data.index(0xE9)}"
    assert "broken UTF-8 (1 stray" in warnings[0].problem


def test_a_file_cut_off_in_the_middle_of_a_character_loses_that_character_only():
    text, warnings = decode("Ada Lovelace, Zoë".encode()[:-1], "cv.txt")
    assert text == "Ada Lovelace, Zo\ufffd"
    assert "broken UTF-8" in warnings[0].problem


@pytest.mark.parametrize(
    ("encoding", "sample"),
    [
        ("cp1251", "Резюме: Иван Петрович Сидоров, доктор физико-математических наук, профессор кафедры. " * 4),
        ("gb18030", "个人简历：张伟，清华大学计算机科学与技术系教授，研究方向为机器学习与数据挖掘。" * 4),
        ("shift_jis", "履歴書：山田太郎、東京大学大学院情報理工学系研究科の教授です。機械学習の研究をしています。" * 4),
    ],
)
def test_other_scripts_in_their_old_encodings_are_told(encoding, sample):
    text, warnings = decode(sample.encode(encoding), "cv.txt")
    assert text == sample
    assert "not UTF-8; read as" in warnings[0].problem


def test_the_encoding_that_the_content_names_is_used():
    data = "Łukasz, Żółć".encode("iso-8859-2")
    assert decode(data, "cv.html", declared="iso-8859-2") == ("Łukasz, Żółć", ())


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 20, b"\x00\x01\x02\x03" * 100, b"text\x00" * 30 + b"\x07\x01" * 99]
)
def test_binary_data_is_refused_with_a_remedy(data):
    with pytest.raises(InputError, match=r"^cv\.txt: holds binary data, not text; give a PDF"):
        decode(data, "cv.txt")

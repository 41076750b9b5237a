import io
import zipfile

import docx
import pytest
from docx.enum.text import WD_BREAK

from kg import documents
from kg.documents import docx as reader
from kg.errors import InputError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read(document):
    return documents.read("cv.docx", data=document if isinstance(document, bytes) else saved(document))


def with_part(data, name, content):
    """The archive with one part put in place of another."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return stream.getvalue()


def test_paragraphs_headings_weight_and_size_come_out_and_spans_hold():
    made = docx.Document()
    made.add_heading("Ada Lovelace", 0)
    made.add_heading("Publications", 1)
    paragraph = made.add_paragraph("C. Babbage, ")
    paragraph.add_run("A. Lovelace").bold = True
    paragraph.add_run(". Notes").italic = True
    made.core_properties.title = "Ada's CV"
    found = read(made)
    assert [(line.text, line.heading) for line in found.lines] == [
        ("Ada Lovelace", 1),
        ("Publications", 1),
        ("C. Babbage, A. Lovelace. Notes", 0),
    ]
    assert found.lines[0].size > 1.5
    bold, italic = found.lines[2].runs
    assert found.lines[2].text[bold.start : bold.end] == "A. Lovelace"
    assert (bold.bold, italic.italic) == (True, True)
    assert found.title == "Ada's CV"
    for line in found.lines:
        start, end = line.span(0, len(line.text))
        assert found.text[start:end] == line.text


def test_list_items_carry_the_marker_that_word_prints():
    made = docx.Document()
    for text in ("one", "two"):
        made.add_paragraph(text, style="List Number")
    made.add_paragraph("sign", style="List Bullet")
    made.add_paragraph("[3] typed")
    assert [(line.marker, line.text) for line in read(made).lines] == [
        ("1.", "one"),
        ("2.", "two"),
        ("•", "sign"),
        ("[3]", "typed"),
    ]


def test_rows_of_tables_are_lines_with_tabs_and_layout_cells_are_read_through():
    made = docx.Document()
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "2018", "Chair"
    table.cell(0, 1).add_paragraph("of mathematics")
    layout = made.add_table(1, 2)
    for column in (0, 1):
        layout.cell(0, column).text = f"first {column}"
        for number in range(5):
            layout.cell(0, column).add_paragraph(f"line {column} {number}")
    found = [line.text for line in read(made).lines]
    assert found[:2] == ["2018\tChair", "of mathematics"]
    assert found[2:8] == ["first 0", *(f"line 0 {number}" for number in range(5))]


def test_line_breaks_tabs_and_empty_paragraphs_are_layout():
    made = docx.Document()
    paragraph = made.add_paragraph("one\ttwo")
    paragraph.runs[0].add_break()
    paragraph.add_run("three")
    made.add_paragraph("")
    made.add_paragraph("four").runs[0].add_break(WD_BREAK.PAGE)
    found = read(made).lines
    assert [line.text for line in found] == ["one\ttwo", "three", "four"]
    assert found[2].gap > found[1].gap + 1


def test_headers_footers_and_deleted_text_are_left_out_and_links_kept():
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "header"
    made.sections[0].footer.paragraphs[0].text = "footer"
    paragraph = made.add_paragraph("kept ")
    link = made.part.relate_to(
        "https://x.org",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    for xml in (
        f"<w:del {W}><w:r><w:delText>gone</w:delText></w:r></w:del>",
        f"<w:ins {W}><w:r><w:t>added </w:t></w:r></w:ins>",
        f'<w:hyperlink {W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="{link}">'
        "<w:r><w:t>linked</w:t></w:r></w:hyperlink>",
        f"<w:r {W}><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>",
    ):
        paragraph._p.append(docx.oxml.parse_xml(xml))
    (line,) = read(made).lines
    assert line.text == "kept added linked"
    assert [(line.text[r.start : r.end], r.href) for r in line.runs] == [("linked", "https://x.org")]


def test_content_controls_and_text_boxes_are_read_once():
    made = docx.Document()
    made.add_paragraph("before")
    box = (
        f'<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><mc:AlternateContent>'
        "<mc:Choice><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    control = f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>controlled</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    for xml in (box, control):
        made.element.body.insert(1, docx.oxml.parse_xml(xml))
    assert sorted(line.text for line in read(made).lines) == ["before", "boxed", "controlled"]


def test_an_archive_that_would_unpack_to_gigabytes_is_refused_before_it_is_unpacked():
    bomb = with_part(saved(docx.Document()), "word/media/image1.png", b"\0" * (reader.MAX_UNPACKED + 1))
    assert len(bomb) < 2_000_000
    with pytest.raises(
        InputError, match=r"would unpack to 2\d\d MB in \d+ parts: that is no document; open it in Word"
    ):
        read(bomb)


def test_a_huge_xml_part_is_refused():
    with pytest.raises(InputError, match="would unpack to"):
        read(with_part(saved(docx.Document()), "word/document.xml", b" " * (reader.MAX_PART + 1)))


def test_entities_are_not_resolved(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words", encoding="utf-8")
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "lol"}">' for i in range(12))
    xml = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY file SYSTEM "{secret.as_uri()}">{laughs}]>'
        f"<w:document {W}><w:body><w:p><w:r><w:t>a &file; &l11; b</w:t></w:r></w:p></w:body></w:document>"
    )
    try:
        found = " ".join(line.text for line in read(with_part(saved(docx.Document()), "word/document.xml", xml)).lines)
    except InputError as error:
        found = str(error)
    assert "secret words" not in found
    assert len(found) < 10_000


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"PK\x03\x04" + b"\0" * 100, "damaged Word file"),
        (saved(docx.Document())[:9_000], "damaged Word file"),
        (with_part(saved(docx.Document()), "word/document.xml", "<w:document"), "damaged Word file"),
        (with_part(saved(docx.Document()), "[Content_Types].xml", "<Types/>"), "damaged Word file"),
        (saved(docx.Document()), "holds no text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old Word file"),
    ],
)
def test_damaged_empty_and_old_files_are_refused_with_a_remedy(data, problem):
    with pytest.raises(InputError, match=problem) as caught:
        read(data)
    assert caught.value.remedy


def test_a_zip_archive_of_another_kind_is_no_word_file():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "text")
    with pytest.raises(InputError, match=r"is a ZIP archive, no Word file; unpack it"):
        documents.read("papers.zip", data=stream.getvalue())
    with pytest.raises(InputError, match=r"is a ZIP archive, no Word file; unpack it"):
        documents.read("papers.docx", data=stream.getvalue())

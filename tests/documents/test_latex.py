import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg import documents
from kg.documents import latex


def lines(body, preamble=""):
    text = f"\\documentclass{{article}}\n{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"
    return documents.read("cv.tex", data=text.encode()).lines


def texts(body, preamble=""):
    return [line.text for line in lines(body, preamble)]


SOUP = st.lists(
    st.one_of(
        st.sampled_from(
            "\\section{ \\textbf{ \\cventry { } \\item \\item[ ] [ "
            "\\begin{itemize} \\end{itemize} \\'e \\\"{o} \\c\tc \\\\ % $ ^ & ~ -- "
            "`` '' \\href{ \\url{ \\me \\newcommand{\\me}{Ada} \\begin{tabular}{ll} \\ \\foo "
            "\\iffalse \\fi \\verb \\def\\x{ "
            "\\unknown{a}{b}".split(" ")
        ),
        st.sampled_from(["\n", "\n\n", "\r\n"]),
        st.sampled_from(["Ada", "Notes", "1843", " "]),
        st.text(max_size=3),
    ),
    max_size=50,
).map("".join)


@given(SOUP)
@example("\\item[Ada]")
@example("\\item[\\textbf{Ada} 1843] Notes")
def test_nothing_breaks_it_and_every_literal_character_keeps_its_place(soup):
    reading = latex.read(soup)
    for line in reading.lines:
        assert len(line.offsets) == len(line.text) + 1
        for character, place in zip(line.text, line.offsets, strict=False):
            source = soup[place : place + 1]
            assert source == character or source in "\\~&-`'{}^ \n\r[]\"" or source.isspace() or not character.isascii()


def test_sections_are_headings_with_levels():
    found = lines("\\section*{Education}\n\\subsection{Degrees}\n\\cvsection{Work}\ntext")
    assert [(line.text, line.heading) for line in found] == [("Education", 1), ("Degrees", 2), ("Work", 1), ("text", 0)]


def test_source_lines_of_a_paragraph_are_one_line_and_comments_are_gone():
    assert texts("Ada % not this\nLovelace,\n  Notes 50\\% % nor that\n\nNext") == ["Ada Lovelace, Notes 50%", "Next"]


def test_items_have_markers_numbers_and_nesting():
    nested = "\\begin{itemize}\\item deep\\end{itemize}"
    body = f"\\begin{{enumerate}}\\item one\\item two{nested}\\item[{{[J1]}}] three\\end{{enumerate}}"
    assert [(line.marker, line.text, line.indent) for line in lines(body)] == [
        ("1.", "one", 0),
        ("2.", "two", 0),
        ("•", "deep", 2),
        ("[J1]", "three", 0),
    ]


def test_accents_ligatures_and_signs_are_letters():
    assert texts(
        "M\\\"uller, \\'Elo\\\"{\\i}se, gar\\c{c}on, \\v{S}koda, \\o re, \\ss, 1--2, ``q'' J.\\,Lin \\& O'Neil"
    ) == ["Müller, Éloïse, garçon, Škoda, øre, ß, 1–2, “q” J. Lin & O'Neil"]


def test_weight_slant_underline_and_links_are_runs():
    (line,) = lines("\\textbf{A} {\\em B} \\underline{C} \\href{http://x.y/a\\_b}{D} \\url{http://e.f}")
    found = [(line.text[r.start : r.end], r.bold, r.italic, r.underline, r.href) for r in line.runs]
    assert found == [
        ("A", True, False, False, ""),
        ("B", False, True, False, ""),
        ("C", False, False, True, ""),
        ("D", False, False, False, "http://x.y/a_b"),
        ("http://e.f", False, False, False, "http://e.f"),
    ]


def test_arguments_of_entry_macros_are_text():
    body = (
        "\\cventry{1833--1843}{PhD}{University of London}{London}{}{Notes}\n\\cvitem{2018}{Prize}\n\\foo{inline} text"
    )
    assert texts(body) == ["1833–1843", "PhD", "University of London", "London", "Notes", "2018\tPrize", "inline text"]


def test_own_commands_stand_for_what_the_document_says():
    preamble = "\\newcommand{\\me}{\\textbf{A.~Lovelace}}\\newcommand{\\own}[1]{\\underline{#1}}"
    (line,) = lines("\\me, \\own{C. Babbage}. Notes", preamble)
    assert line.text == "A. Lovelace, C. Babbage. Notes"
    assert [(line.text[r.start : r.end], r.bold, r.underline) for r in line.runs] == [
        ("A. Lovelace", True, False),
        ("C. Babbage", False, True),
    ]


def test_tables_are_tabs_and_rows():
    assert texts("\\begin{tabular}{ll}\n2018 & Chair \\\\ \\hline\n2019 & Dean \\hfill Paris\\\\\n\\end{tabular}") == [
        "2018\tChair",
        "2019\tDean\tParis",
    ]


def test_footnote_marks_in_mathematics_are_kept():
    assert texts("A. Bo$^*$, C. Do$^{1,\\dagger}$, $\\alpha$-stable") == ["A. Bo*, C. Do1,†, α-stable"]


def test_the_preamble_gives_name_and_title_and_definitions_give_no_text():
    preamble = (
        "\\name{Ada}{Lovelace}\\title{Curriculum Vitae}\\email{a@b.org}\\usepackage[x]{y}\\setlength{\\parindent}{0pt}"
    )
    found = texts("\\makecvtitle text", preamble)
    assert found == ["Ada Lovelace", "Curriculum Vitae", "a@b.org", "text"]


def test_files_that_are_named_are_not_opened_but_reported(tmp_path):
    (tmp_path / "pubs.tex").write_text("secret words", encoding="utf-8")
    path = tmp_path / "cv.tex"
    path.write_text("\\begin{document}\nAda\n\\input{pubs}\n\\bibliography{mine}\n\\end{document}", encoding="utf-8")
    document = documents.read(path)
    assert [line.text for line in document.lines] == ["Ada"]
    assert [(w.where, w.problem) for w in document.warnings] == [
        ("line 3", "names the file 'pubs', which was not opened"),
        ("line 4", "names the file 'mine', which was not opened"),
    ]


def test_comments_pictures_and_what_is_switched_off_are_left_out():
    body = "a\\begin{comment}no\\end{comment}\\iffalse no \\fi\\begin{tikzpicture}no\\end{tikzpicture}b"
    assert texts(body) == ["ab"]


def test_bibliographies_are_numbered():
    body = "\\begin{thebibliography}{9}\\bibitem{a} One.\\bibitem[X]{b} Two.\\end{thebibliography}"
    assert [(line.marker, line.text) for line in lines(body)] == [("[1]", "One."), ("[2]", "Two.")]


@pytest.mark.parametrize(
    "part",
    [
        "{",
        "\\foo{",
        "\\foo[",
        "$",
        "\\item[",
        "\\begin{x}",
        "\\'",
        "\\newcommand{\\a}{",
        "\\foo{a}{b}{",
        "%",
        "\\def\\a{",
    ],
)
def test_hostile_source_takes_linear_time(part):
    begin = time.process_time()
    latex.read("\\begin{document} text " + part * (60_000 // len(part)))
    assert time.process_time() - begin < 10

import html
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import documents
from kg.documents import markdown, plain
from kg.documents.pieces import MAX_LINE


def lines(text):
    return markdown.read(text).lines


def texts(text):
    return [line.text for line in lines(text)]


def styled(line, what):
    return [line.text[r.start : r.end] for r in line.runs if getattr(r, what)]


def links(line):
    return [(line.text[r.start : r.end], r.href) for r in line.runs if r.href]


def assert_places_are_true(text, found):
    """Every character of a line stands, as itself or as what it was written as, at its place in the text."""
    for line in found:
        assert len(line.offsets) == len(line.text) + 1
        assert list(line.offsets) == sorted(line.offsets)
        for character, place in zip(line.text, line.offsets, strict=False):
            source = text[place]
            if source == character or (character in " \t" and (source.isspace() or source == "|" or source == "<")):
                continue
            reference = re.match(r"&[#\w]+;", text[place:])
            written = html.unescape(reference.group()) if reference else source
            assert character in written or character in unicodedata.normalize("NFKC", source)
        for run in line.runs:
            assert 0 <= run.start < run.end <= len(line.text)


MARKUP = st.sampled_from(
    [
        "**",
        "*",
        "_",
        "__",
        "`",
        "[",
        "]",
        "(",
        ")",
        "](http://a.b)",
        "<b>",
        "</b>",
        "<br>",
        "<ul><li>",
        "</li></ul>",
        "\\*",
        "\\",
        "&amp;",
        "&#233;",
        "&",
        "<http://x.y/z_1>",
        "![",
        "\n",
        "\n\n",
        "\r\n",
        "  ",
        "    ",
        "\t",
        "- ",
        "1. ",
        "# ",
        "| ",
        "|",
        "---\n",
        "> ",
        "```\n",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "[a]: http://q.r\n",
        "~~~",
        "ﬁ",
        "\xa0",
        "\u200b",
        "\x00",
        "{:.x}",
        "<td>",
        "[12] ",
        "• ",
        "<h4 style='x'>",
        "</h4>",
        "...",
        "=====\n",
        "Łukasz",
        "张伟",
        "👩‍🔬",
        "e\u0301",
    ]
)
WORDS = st.sampled_from(["Ada", "Lovelace", "Notes", "1843", "engine", "Zoë", "A.", "and", ",", "."])
SOUP = st.lists(st.one_of(MARKUP, WORDS, st.text(max_size=3)), max_size=60).map("".join)


@given(SOUP)
def test_every_character_of_a_markdown_line_keeps_its_place(text):
    assert_places_are_true(text, markdown.read(text).lines)


@given(SOUP)
def test_every_character_of_a_plain_line_keeps_its_place(text):
    assert_places_are_true(text, plain.read(text).lines)


@given(st.lists(st.text("abc DEF,.-é", min_size=1, max_size=20), max_size=20))
def test_plain_words_are_never_lost(rows):
    kept = "".join(line.marker + line.text for line in plain.read("\n".join(rows)).lines)
    wanted = [c for row in rows for c in row if c.isalnum()]
    assert [c for c in kept if c.isalnum()] == wanted


def test_escapes_emphasis_and_links_leave_only_the_words():
    (line,) = lines(r"- [3] Y. Gao\*, **J. Lin**, *in ICLR 2018* [\[pdf\]](http://x.y/a_(b).pdf) R&amp;D")
    assert line.text == "Y. Gao*, J. Lin, in ICLR 2018 [pdf] R&D"
    assert line.marker == "[3]"
    assert styled(line, "bold") == ["J. Lin"]
    assert styled(line, "italic") == ["in ICLR 2018"]
    assert links(line) == [("[pdf]", "http://x.y/a_(b).pdf")]


def test_footnote_stars_are_no_emphasis():
    (line,) = lines("A. Bo*, **Lin, R.** *, Li, C. *, Ren, Y.*, Wu, Z.*, Wong, N *. (2021). Notes")
    assert line.text == "A. Bo*, Lin, R. *, Li, C. *, Ren, Y.*, Wu, Z.*, Wong, N *. (2021). Notes"
    assert styled(line, "italic") == []


def test_the_span_of_a_word_leads_to_the_word_in_the_source():
    text = "# CV\n\n* see **Ada &amp; Charles** [here](http://x.y)\n"
    line = lines(text)[1]
    start = line.text.index("Charles")
    a, b = line.span(start, start + len("Charles"))
    assert text[a:b] == "Charles"


def test_headings_of_every_kind_state_their_level():
    found = lines("# One\n\nTwo\n===\n\n<h4 style='margin:0'>Four</h4>\n+ item\n\nno heading\n\nThree\n---\n**bold**\n")
    assert [(line.text, line.heading) for line in found] == [
        ("One", 1),
        ("Two", 1),
        ("Four", 4),
        ("item", 0),
        ("no heading", 0),
        ("Three", 2),
        ("bold", 0),
    ]
    assert found[-1].bold == 1.0


def test_html_lists_inside_a_line_become_lines():
    found = lines(
        "2018\tEngineer\tWorks <ul style='x'> <li>• Led &amp; built</li> <li>• Sold</li> </ul>\n2015\tAnalyst\tLab\n"
    )
    assert [(line.text, line.marker) for line in found] == [
        ("2018\tEngineer\tWorks", ""),
        ("Led & built", "•"),
        ("Sold", "•"),
        ("2015\tAnalyst\tLab", ""),
    ]
    assert found[1].indent > found[0].indent


def test_numbered_html_lists_are_counted():
    found = lines("<ol>\n<li>One</li>\n<li>Two</li>\n</ol>\n")
    assert [(line.text, line.marker) for line in found] == [("One", "1."), ("Two", "2.")]


def test_cells_of_tables_are_joined_by_tabs():
    found = lines("| Year | Role |\n|------|:----:|\n| 2018 | **Chair** |\n| 2019 | a \\| b |\n\nnot | a table\n")
    assert [line.text for line in found] == ["Year\tRole", "2018\tChair", "2019\ta | b", "not | a table"]


def test_front_matter_comments_scripts_and_images_are_no_text_but_the_title_is_kept():
    reading = markdown.read(
        "---\ntitle: Ada Lovelace\nlayout: x\n---\n"
        "<!-- hidden\n\ntoo -->\n<script>x()</script>\nText ![pic](a.png) end\n"
    )
    assert reading.title == "Ada Lovelace"
    assert [line.text for line in reading.lines] == ["Text end"]


def test_hard_wrapped_items_keep_their_lines_and_say_where_the_item_starts():
    found = lines("- Ada Lovelace. *Notes on the\n  Analytical Engine*. 1843\n\n\n- Next\n")
    assert [(line.text, line.marker, line.gap) for line in found] == [
        ("Ada Lovelace. Notes on the", "-", 0),
        ("Analytical Engine. 1843", "", 0),
        ("Next", "-", 2),
    ]
    assert styled(found[1], "italic") == ["Analytical Engine"]


def test_hard_breaks_are_line_ends_and_leave_nothing_behind():
    assert texts("Ada  \nLovelace\\\nNotes \\\\\nend<br>after<br/>all") == [
        "Ada",
        "Lovelace",
        "Notes",
        "end",
        "after",
        "all",
    ]


def test_reference_links_and_autolinks_are_links():
    found = lines(
        "See [the paper][p] and <http://x.y/a_b_c>, mail <a@b.org>.\n\n"
        "[p]: https://q.r/s 'T'\n[1] Not a definition: text\n"
    )
    assert links(found[0]) == [
        ("the paper", "https://q.r/s"),
        ("http://x.y/a_b_c", "http://x.y/a_b_c"),
        ("a@b.org", "mailto:a@b.org"),
    ]
    assert (found[1].marker, found[1].text) == ("[1]", "Not a definition: text")


def test_code_is_kept_as_it_is_and_an_unclosed_fence_swallows_nothing():
    assert texts("```bibtex\n@article{a, title={*x*}}\n```\nafter") == ["@article{a, title={*x*}}", "after"]
    assert texts("```\nno end\n**after**") == ["no end", "after"]


def test_nesting_is_told_by_indent_and_path():
    found = lines("- a\n  - b\n    1. c\n- d\n\n> quoted\n")
    assert [(line.text, line.indent, line.path) for line in found] == [
        ("a", 0, "ul/li"),
        ("b", 2, "ul/li/ul/li"),
        ("c", 4, "ul/li/ul/li/ol/li"),
        ("d", 0, "ul/li"),
        ("quoted", 2, "blockquote"),
    ]


@pytest.mark.parametrize(
    "filler", ["[", "*a ", "`", "<a", "](", "\\", "![x](", "> ", "<div>", "_a*", "- ", "&#", "{{ a."]
)
def test_hostile_markup_takes_linear_time(filler):
    text = filler * (60_000 // len(filler))
    assert "".join(texts(text)) is not None


def test_a_long_line_without_an_end_is_cut_into_pieces_and_reported():
    text = "# head\n\n" + "word " * (MAX_LINE // 2)
    reading = markdown.read(text)
    assert len(reading.lines) == 1 + 3
    assert max(len(line.text) for line in reading.lines) <= MAX_LINE
    assert "1 lines of more than" in reading.warnings[0].problem
    assert_places_are_true(text, reading.lines[:2])


def test_a_text_with_markdown_in_it_is_read_as_markdown_whatever_its_name():
    document = documents.read("cv.txt", data=b"# Ada\n\n- **Notes**, 1843\n")
    assert document.media_type == "text/markdown"
    assert [line.text for line in document.lines] == ["Ada", "Notes, 1843"]


def test_plain_text_keeps_its_stars_and_underscores():
    document = documents.read("cv.txt", data=b"Ada Lovelace\n\nA. Bo*, C. Do*. snake_case_name. Notes * 1843\n")
    assert document.media_type == "text/plain"
    assert document.lines[1].text == "A. Bo*, C. Do*. snake_case_name. Notes * 1843"


def test_wide_blanks_and_tabs_in_plain_text_are_columns():
    (line,) = plain.read("  Analyst     Babbage Ltd.\t1843").lines
    assert line.text == "Analyst\tBabbage Ltd.\t1843"
    assert line.indent == 2


def test_form_feeds_count_pages():
    assert [(line.text, line.page) for line in plain.read("one\n\x0ctwo\n").lines] == [("one", 1), ("two", 2)]

import html
import json
import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import documents
from kg.documents.html import MAX_TEXT
from kg.errors import InputError


def read(text, name="cv.html"):
    return documents.read(name, data=text.encode() if isinstance(text, str) else text)


def rows(text):
    return [(line.marker, line.text) for line in read(f"<!doctype html><body>{text}").lines]


def texts(text):
    return [line.text for line in read(f"<!doctype html><body>{text}").lines]


TAGS = st.sampled_from(
    "<p>|</p>|<div>|</div>|<br>|<ul>|</ul>|<ol>|<li>|</li>|<b>|</b>|<i>|</i>|<table>|<tr>|<td>|</td>|</tr>|</table>|"
    "<h2>|</h2>|<a href='x'>|</a>|<script>|</script>|<!--|-->|<|>|&amp;|&eacute;|&nbsp|&#8211;|&|"
    "<span style='display:none'>|</span>|<pre>|</pre>|\n|\t|  |<td|'|\"|<title>|</title>|<dl><dt>|<dd>|</dl>|<hr/>|"
    "<img src='a'>|<svg/>|张|ﬁ|\u200b|<u>|</u>".split("|")
)
LETTERS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=3)
SOUP = st.lists(st.one_of(TAGS, st.sampled_from(["Ada", "Notes", "1843", " "]), LETTERS), max_size=60).map("".join)


@given(SOUP)
def test_every_character_keeps_its_place(soup):
    text = "<!doctype html><body>start " + soup
    document = read(text)
    assert document.text == text
    for line in document.lines:
        assert len(line.offsets) == len(line.text) + 1
        for character, place in zip(line.text, line.offsets, strict=False):
            source = document.text[place]
            reference = re.match(r"&#?\w+;?", document.text[place:])
            written = html.unescape(reference.group()) if reference else source
            assert character in written or character in " \t" or character in unicodedata.normalize("NFKC", source)


def test_blocks_and_line_breaks_are_lines_and_inline_tags_are_not():
    assert texts("<p>Ada <b>Love</b>lace</p><div>Notes<br>1843<br/>London</div>end") == [
        "Ada Lovelace",
        "Notes",
        "1843",
        "London",
        "end",
    ]


def test_source_line_ends_are_blanks():
    assert texts("<p>Ada\n   Lovelace,\n\tNotes</p>") == ["Ada Lovelace, Notes"]


def test_lists_have_markers_nesting_and_numbers():
    found = read("<!doctype html><ol><li>one<li>two<ul><li>deep</ul><li>three</ol>after").lines
    assert [(line.marker, line.text, line.indent) for line in found] == [
        ("1.", "one", 2),
        ("2.", "two", 2),
        ("•", "deep", 4),
        ("3.", "three", 2),
        ("", "after", 0),
    ]
    assert found[2].path == "ol/li/ul/li"


def test_numbering_begins_where_the_list_says():
    assert rows("<ol start='12'><li>a<li>b</ol>") == [("12.", "a"), ("13.", "b")]


def test_printed_numbers_win_over_bullets():
    assert rows("<ul><li>[7] Ada</li><li>Charles</li></ul>") == [("[7]", "Ada"), ("•", "Charles")]


def test_rows_of_tables_are_lines_with_tabs_even_where_nothing_is_closed():
    assert texts("<table><tr><th>Year<th>Role<tr><td><p>2018</p></td><td><p>Chair</p></td></tr></table>") == [
        "Year\tRole",
        "2018\tChair",
    ]


def test_cells_of_several_lines_are_read_one_after_the_other():
    assert texts(
        "<table><tr><td><img></td><td><a href=x>Title</a><br>Authors<br>2020</td></tr><tr><td>Next</table>"
    ) == [
        "Title",
        "Authors",
        "2020",
        "Next",
    ]


def test_headings_state_their_level_and_gaps_are_blank_lines():
    found = read("<!doctype html><h2>Works</h2><p>one<br><br>two</p><div>three</div>").lines
    assert [(line.text, line.heading, line.gap) for line in found] == [
        ("Works", 2, 0),
        ("one", 0, 1),
        ("two", 0, 1),
        ("three", 0, 1),
    ]


def test_what_is_not_seen_is_not_read():
    hidden = (
        "<script>no('<p>')</script><style>no</style><nav>no</nav><video>no</video><p hidden>no</p>"
        "<noscript>no</noscript><div style='display: none'>no<p>no</p></div><div class='abstract hidden'>no</div>"
        "<!-- no --><template>no</template>"
    )
    assert texts(f"yes{hidden}<p>yes</p>") == ["yes", "yes"]


def test_weight_slant_underline_and_links_are_runs():
    (line,) = read(
        "<!doctype html><p><b>A</b> <em>B</em> <u>C</u> <a href='http://x.y/?a=1&amp;b=2'>D</a> "
        "<span style='font-weight:700'>E"
    ).lines
    found = [(line.text[r.start : r.end], r.bold, r.italic, r.underline, r.href) for r in line.runs]
    assert found == [
        ("A", True, False, False, ""),
        ("B", False, True, False, ""),
        ("C", False, False, True, ""),
        ("D", False, False, False, "http://x.y/?a=1&b=2"),
        ("E", True, False, False, ""),
    ]


def test_formatting_closed_in_the_wrong_order_ends_where_it_is_closed():
    first, second = read("<!doctype html><p>a <b>bold<p>still</b> not</p>").lines
    assert [first.text[r.start : r.end] for r in first.runs] == ["bold"]
    assert [second.text[r.start : r.end] for r in second.runs] == ["still"]


def test_title_and_json_ld_are_kept():
    document = read(
        "<html><head><title>Ada &amp; Co</title>"
        '<script type="application/ld+json">{"@type": "Person"}</script></head><p>x'
    )
    assert document.title == "Ada & Co"
    assert document.data == ('{"@type": "Person"}',)


def test_microdata_come_out_as_json_ld():
    page = """<!doctype html><div itemscope itemtype="https://schema.org/Person"><h1 itemprop="name">Ada
        Lovelace</h1><a itemprop="url" href="https://x.org">site</a>
        <span itemprop="knows">A</span><span itemprop="knows">B</span>
        <p itemprop="affiliation" itemscope itemtype="https://schema.org/Organization">
        <b itemprop="name">UCL</b></p></div>"""
    (found,) = read(page).data
    assert json.loads(found) == {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": "Ada Lovelace",
        "url": "https://x.org",
        "knows": ["A", "B"],
        "affiliation": {"@context": "https://schema.org", "@type": "Organization", "name": "UCL"},
    }


def test_microdata_nested_without_end_are_bounded():
    page = "<!doctype html>text" + "<div itemscope itemprop=a>" * 4_000 + "<div>" * 50_000 + "<b itemprop=b>deep"
    assert sum(len(block) for block in read(page).data) < 10_000


@pytest.mark.parametrize(
    "meta", ['<meta charset="iso-8859-2">', '<meta http-equiv=content-type content="text/html; charset=iso-8859-2">']
)
def test_the_declared_encoding_is_used(meta):
    document = read(f"<html><head>{meta}</head><p>Łukasz Żółć".encode("iso-8859-2"))
    assert document.lines[0].text == "Łukasz Żółć"


def test_preformatted_text_keeps_its_lines():
    assert texts("<pre>one\ntwo\n</pre>three") == ["one", "two", "three"]


def test_broken_markup_loses_no_text():
    assert texts("a < b <p class='x>c</p> d <3") == ["a < b c", "d <3"]
    assert texts("<title>never closed <p>text</p>") == ["never closed", "text"]
    assert texts("<script>never closed <p>text</p>")[-1] == "text"
    assert texts("a<!-- never closed <p>text</p>") == ["atext"]


def test_a_page_without_text_is_refused():
    with pytest.raises(InputError, match=r"^cv\.html: holds no text that can be read"):
        read("<html><body><img src=x></body></html>")


@pytest.mark.parametrize(
    "tag", ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<a href=x>", "<span style='color:red'>"]
)
def test_a_hundred_thousand_nested_tags_take_no_stack_and_little_time(tag):
    begin = time.process_time()
    document = read("<!doctype html>" + tag * 100_000 + "deep" + "</div>" * 100)
    assert document.lines[-1].text == "deep"
    assert len(document.lines[-1].path) < 1_000
    assert time.process_time() - begin < 20


@pytest.mark.parametrize("part", ["<", "<a", "<!--", "&", "<a href='", "</p>", "<p", "<![CDATA[", "<td>", "&#"])
def test_hostile_markup_takes_linear_time(part):
    begin = time.process_time()
    read("<!doctype html><p>text" + part * (100_000 // len(part)))
    assert time.process_time() - begin < 10


@pytest.mark.slow
def test_a_hundred_megabytes_are_bounded_and_what_was_not_read_is_said():
    data = b"<!doctype html>" + b"<p>Ada <b>Lovelace</b>, Notes &amp; more, 1843</p>\n" * 2_100_000
    document = read(data)
    assert sum(len(line.text) for line in document.lines) < MAX_TEXT * 1.1
    assert "lines were read" in document.warnings[0].problem


@pytest.mark.slow
def test_a_hundred_megabytes_of_tags_are_bounded_and_what_was_not_read_is_said():
    document = read(b"<!doctype html><p>text" + b"<b><i><a href=x>" * 6_000_000 + b"never read")
    assert [line.text for line in document.lines] == ["text"]
    assert "characters were not" in document.warnings[0].problem

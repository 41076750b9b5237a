"""Japanese lists: titles in corner brackets."""

import pytest

from kg.extractors.prose.corners import read_cornered

READ = {
    "高橋遥「港町の図書館」『図書館史研究』12巻3号、2021年5月、14-30頁": (
        ["高橋遥"],
        "港町の図書館",
        "図書館史研究",
        2021,
    ),
    "高橋遥・森下渉『船と本』（海風社、2018年）": (["高橋遥", "森下渉"], "船と本", "海風社", 2018),
    "高橋 遥，森下 渉「「海風堂」の経営」『出版史料』7号、2019年": (
        ["高橋 遥", "森下 渉"],
        "「海風堂」の経営",
        "出版史料",
        2019,
    ),
    "「疎開と読書」森下渉編『戦時の本』（海風社、2020年）": ([], "疎開と読書", "戦時の本", 2020),
    "高橋遥著『目録の世界』海風社, 2017": (["高橋遥"], "目録の世界", "海風社", 2017),
}


@pytest.mark.parametrize("text", READ)
def test_names_title_venue_and_year_are_told_by_the_brackets(text):
    authors, title, venue, year, where = read_cornered(text)
    names = [text[name.start : name.end] for name in authors.names] if authors else []
    assert (names, text[slice(*title)], text[slice(*venue)], year) == READ[text]
    assert text[slice(*where)] == str(year)


@pytest.mark.parametrize(
    "text",
    [
        "A study of 「 in Unicode, Journal of Signs, 2020",
        "港町で講演を行い、会場の声を集めた「港町の図書館」について",
        "高橋遥「港町の図書館",
        "Haruka Takahashi. Libraries of port towns. 2021.",
    ],
)
def test_what_is_built_otherwise_is_left_to_others(text):
    assert read_cornered(text) is None


def test_a_list_is_read_with_its_headings_in_brackets_and_its_broken_lines(extract_text):
    text = """高橋遥
研究業績
【学術論文】
1. 高橋遥「港町の図書館」『図書館史研究』12巻3号、2021年5月、14-30頁
2. 森下渉・高橋遥「灯台守の読書日記を読む：明治後期の蔵書目録から」『海事史
   研究』8号、2019年、1-9頁
【書評】
1. 高橋遥「書評：『船と本』」『海事史研究』9号、2020年、70-72頁
"""
    records = extract_text(text).records
    assert [(r.title, r.venue, r.year, [m.name for m in r.mentions]) for r in records] == [
        ("港町の図書館", "図書館史研究", 2021, ["高橋遥"]),
        ("灯台守の読書日記を読む：明治後期の蔵書目録から", "海事史研究", 2019, ["森下渉", "高橋遥"]),
        ("書評：『船と本』", "海事史研究", 2020, ["高橋遥"]),
    ]

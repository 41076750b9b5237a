import pytest

from kg.extractors.prose.dates import find_dates

RANGES = [
    ("Aug 2014 – June 2018", "2014-08", "2018-06", False),
    ("2015—2018", "2015", "2018", False),
    ("2015-18", "2015", "2018", False),
    ("2011-12", "2011", "2012", False),
    ("2019-09 to 2020-03", "2019-09", "2020-03", False),
    ("09/2019–", "2019-09", "", True),
    ("since 2021", "2021", "", True),
    ("(Dec. 2022 - present)", "2022-12", "", True),
    ("June – August 2019", "2019-06", "2019-08", False),
    ("Tutor, Fall 2019, Fall 2020, Fall 2021", "2019", "2021", False),
    ("2019年9月至今", "2019-09", "", True),
    ("15.3.2010 bis heute", "2010-03-15", "", True),
    ("Sept '19 – Now", "2019-09", "", True),
    ("Sep. 2018 -- Jun. 2022 (expected)", "2018-09", "2022-06", False),
    ("Octobre 2018 – Septembre 2021", "2018-10", "2021-09", False),
    ("2018.09-2022.06", "2018-09", "2022-06", False),
    ("depuis 2007", "2007", "", True),
    ("März 2011 – Dezember 2012", "2011-03", "2012-12", False),
    ("enero 2015 - actualidad", "2015-01", "", True),
    ("2023-09 .. now", "2023-09", "", True),
    ("Dal 1° novembre 2020 a oggi", "2020-11-01", "", True),
    ("du 1er octobre 2012 au 30 septembre 2015", "2012-10-01", "2015-09-30", False),
    ("10.06.2019\tTill date", "2019-06-10", "", True),
    ("2019 - н.в.", "2019", "", True),
    ("с 2019 г. по настоящее время", "2019", "", True),
    ("сентябрь 2015 – июнь 2019", "2015-09", "2019-06", False),
    ("wrzesień 2012 - obecnie", "2012-09", "", True),
    ("01-03-2010 - 31-08-2013", "2010-03-01", "2013-08-31", False),
    ("2019년 4월 ~ 현재", "2019-04", "", True),
    ("2017年4月～2018年3月", "2017-04", "2018-03", False),
    ("07/12-06/15", "2012-07", "2015-06", False),
    ("07/15 - present", "2015-07", "", True),
    ("Okt 2019 - lfd.", "2019-10", "", True),
]


@pytest.mark.parametrize(("text", "begin", "finish", "ongoing"), RANGES)
def test_ranges_are_read_in_every_usual_form(text, begin, finish, ongoing):
    (date,) = find_dates(text)
    assert (date.begin, date.finish, date.ongoing, date.is_range) == (begin, finish, ongoing, True)


def test_a_single_date_is_no_range():
    (date,) = find_dates("CLOct 25, 2024Code")
    assert (date.begin, date.is_range) == ("2024-10-25", False)


def test_two_ranges_stay_two():
    assert [(d.begin, d.finish) for d in find_dates("2018 – 2019 and 2021 – 2023")] == [
        ("2018", "2019"),
        ("2021", "2023"),
    ]


@pytest.mark.parametrize("text", ["ICPR'22", "Feb 25", "12345", "pages 10-20", "pp. 3-4/12", "7/12", ""])
def test_other_numbers_are_no_dates(text):
    assert find_dates(text) == []

"""What running text tells of posts and degrees."""

import pytest

TOLD = {
    "clauses in one sentence": (
        "I am an assistant professor at Duke University; before that I was a postdoc at ETH Zurich (2015–2018); "
        "I received my PhD from Yale University in 2014.",
        [
            ("assistant professor", "Duke University", "", "", True),
            ("postdoc", "ETH Zurich", "2015", "2018", False),
            ("PhD", "Yale University", "", "2014", False),
        ],
    ),
    "dates before the post": (
        "Since March 2019 I have been a full professor at Eastfield University. From 2015 to 2019 I was an assistant "
        "professor at Bergen University, and in 2013 and 2014 a postdoc at the University of Oslo.",
        [
            ("full professor", "Eastfield University", "2019-03", "", True),
            ("assistant professor", "Bergen University", "2015", "2019", False),
            ("postdoc", "University of Oslo", "2013", "2014", False),
        ],
    ),
    "without verbs": (
        "Tenure-track researcher at CWI Amsterdam (since Oct. 2023). Postdoc at Bocconi University, 2021–2023. "
        "Ph.D. from Bergen University (2021).",
        [
            ("researcher", "CWI Amsterdam", "2023-10", "", True),
            ("Postdoc", "Bocconi University", "2021", "2023", False),
            ("Ph.D.", "Bergen University", "", "2021", False),
        ],
    ),
    "two degrees of one school": (
        "Before that I studied mathematics at Bergen University (BSc 2015, MSc 2017).",
        [("BSc", "Bergen University", "", "2015", False), ("MSc", "Bergen University", "", "2017", False)],
    ),
    "in the third person": (
        "She completed her PhD in biomechanics at Bergen University in 2018 and her BSc in Sport Science at the "
        "University of Oslo in 2013. From 2018 to 2022 she worked as a biomechanist at the Eastfield Institute.",
        [
            ("PhD", "Bergen University", "", "2018", False),
            ("BSc", "University of Oslo", "", "2013", False),
            ("biomechanist", "Eastfield Institute", "2018", "2022", False),
        ],
    ),
    "organisation first": (
        "I joined Eastfield University in 2021 as a lecturer.",
        [("lecturer", "Eastfield University", "2021", "", False)],
    ),
    "years one for each": (
        "She received the M.S. and Ph.D. degrees from Bergen University in 2012 and 2016, respectively. "
        "From 2016 to 2018, she was a Postdoctoral Fellow with the University of Oslo.",
        [
            ("M.S.", "Bergen University", "", "2012", False),
            ("Ph.D.", "Bergen University", "", "2016", False),
            ("Postdoctoral Fellow", "University of Oslo", "2016", "2018", False),
        ],
    ),
    "in German": (
        "Von 2014 bis 2019 war ich wissenschaftliche Mitarbeiterin an der Universität Bonn.",
        [("wissenschaftliche Mitarbeiterin", "Universität Bonn", "2014", "2019", False)],
    ),
    "in French": (
        "Je suis maître de conférences à l'Université de Nantes depuis 2017.",
        [("maître de conférences", "Université de Nantes", "2017", "", True)],
    ),
}
NOT_TOLD = [
    "I am looking for a postdoc at Bergen University from 2025.",
    "I received the Best Paper Award of Bergen University in 2019.",
    "I am a member of the editorial board of the Journal of Foo at Bergen University (since 2019).",
    "I advised three PhD students at Bergen University in 2018.",
]


@pytest.mark.parametrize("name", TOLD)
def test_sentences_tell_posts_and_degrees(extract_text, name):
    text, expected = TOLD[name]
    extraction = extract_text(f"# Jo Berg\n\n{text}\n")
    found = [
        (one.degree or one.role, extraction.organisations[one.organisation].name, one.start, one.end, one.ongoing)
        for one in extraction.positions
    ]
    assert found == expected


@pytest.mark.parametrize("text", NOT_TOLD)
def test_what_others_hold_or_is_no_post_is_not_told(extract_text, text):
    assert extract_text(f"# Jo Berg\n\n{text}\n").positions == ()


def test_news_are_no_positions(extract_text):
    text = "# Jo Berg\n\n## News\n\n- Jan 2024: I joined Bergen University as a lecturer.\n"
    assert extract_text(text).positions == ()

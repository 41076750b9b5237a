import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extractors.references.authors import read_authors, split_authors

SHARED = Path(__file__).parents[3] / "../shared"

LISTS = [
    ("Surname, G., Surname, H. & Other, K.", ["Surname, G.", "Surname, H.", "Other, K."]),
    ("G. Surname, H. Surname and K. Other", ["G. Surname", "H. Surname", "K. Other"]),
    ("Hu, Edward J; Shen, Yelong; Wallis, Phillip", ["Hu, Edward J", "Shen, Yelong", "Wallis, Phillip"]),
    ("Edward Hu; Yelong Shen", ["Edward Hu", "Yelong Shen"]),
    ("Ward JK, Harris JM, Cerling TE, Dearing M-D,", ["Ward JK", "Harris JM", "Cerling TE", "Dearing M-D"]),
    ("HU Y, WANG L M, ZHANG X Q", ["HU Y", "WANG L M", "ZHANG X Q"]),
    ("SMITH, J., LI, K.", ["SMITH, J.", "LI, K."]),
    ("Tarpey, Thaddeus, Eva Petkova, and Yimeng Lu.", ["Tarpey, Thaddeus", "Eva Petkova", "Yimeng Lu"]),
    ("Sutton, Richard S, Barto, Andrew G", ["Sutton, Richard S", "Barto, Andrew G"]),
    ("Wang, Wei and Li, Na and Chen, Bo", ["Wang, Wei", "Li, Na", "Chen, Bo"]),
    ("Schulz, H., A. Müller and S. Behnke", ["Schulz, H.", "A. Müller", "S. Behnke"]),
    ("Reed, R., Zhao Y., Ann Marie, L., Wu, X.", ["Reed, R.", "Zhao Y.", "Ann Marie, L.", "Wu, X."]),
    ("de Kegel, D., Vander Sloten, J., van Lenthe, G.", ["de Kegel, D.", "Vander Sloten, J.", "van Lenthe, G."]),
    ("Gerard de Melo, A. Del Bimbo and J. van der Waals", ["Gerard de Melo", "A. Del Bimbo", "J. van der Waals"]),
    ("Le Guin, Ursula K., and Ann Lee", ["Le Guin, Ursula K.", "Ann Lee"]),
    ("Ben Smith, Bin Yu, Le Wang", ["Ben Smith", "Bin Yu", "Le Wang"]),
    ("Ferren, W. R., Jr., and Smith, J., III", ["Ferren, W. R., Jr.", "Smith, J., III"]),
    ("John Smith, Jr., Ann Lee", ["John Smith, Jr.", "Ann Lee"]),
    ("García, J. y López, M.", ["García, J.", "López, M."]),
    ("Ortega y Gasset, J.", ["Ortega y Gasset, J."]),
    ("Santiago Ramón y Cajal, María López", ["Santiago Ramón y Cajal", "María López"]),
    ("Blanchard, Olivier/Illing, Gerhard", ["Blanchard, Olivier", "Illing, Gerhard"]),
    ("Dupont J.-P., Durand M. et Martin P.", ["Dupont J.-P.", "Durand M.", "Martin P."]),
    ("E. Müller-Gueß und K. Öhler", ["E. Müller-Gueß", "K. Öhler"]),
    ("Иванов И.И., Петров П.П. и Сидоров С.С.", ["Иванов И.И.", "Петров П.П.", "Сидоров С.С."]),
    ("王和平、李与、陈光和刘强", ["王和平", "李与", "陈光", "刘强"]),
    ("山田 太郎, 鈴木 一郎", ["山田 太郎", "鈴木 一郎"]),
    ("山田太郎・鈴木一郎", ["山田太郎", "鈴木一郎"]),
    ("홍길동, 김철수", ["홍길동", "김철수"]),
    ("王伟 李娜 张小明", ["王伟", "李娜", "张小明"]),
    ("  • Ann Lee\n  • Bo Chen\n  • Cy Dunn", ["Ann Lee", "Bo Chen", "Cy Dunn"]),
    ("Ann Lee\nBo Chen", ["Ann Lee", "Bo Chen"]),
    ("Ming\nLin and Rong Jin", ["Ming Lin", "Rong Jin"]),
    ("Prof. Song Reed, Dr. rer. nat. Hans Müller", ["Song Reed", "Hans Müller"]),
    ("(with Amy Smith, Bob Lee)", ["Amy Smith", "Bob Lee"]),
    ("R. (Bob) Smith, Jane Doe (Univ. X)", ["R. (Bob) Smith", "Jane Doe"]),
    ("Wei Wang 0001, Jing Li 0023", ["Wei Wang", "Jing Li"]),
    ("LAW, John.", ["LAW, John"]),
    ("Grady, J. Lee.", ["Grady, J. Lee"]),
    ("Baum, S., Ma, J., & Payea, K.", ["Baum, S.", "Ma, J.", "Payea, K."]),
    ("Silva, Francisco, Jr., y A.F. de Sousa.", ["Silva, Francisco, Jr.", "A.F. de Sousa"]),
    ("U. A. Wiedemann and U. W. Heinz", ["U. A. Wiedemann", "U. W. Heinz"]),
    ("Amand (M.), Petit (J.-L.)", ["Amand (M.)", "Petit (J.-L.)"]),
    ("이영민.이수영.임정연", ["이영민", "이수영", "임정연"]),
    ("Ed Reina, Ann Lee", ["Ed Reina", "Ann Lee"]),
    ("Song Reed.", ["Song Reed"]),
    ("Balch WE.", ["Balch WE"]),
    ("Serre, J.-P.", ["Serre, J.-P."]),
    ("Dupont, Ph.", ["Dupont, Ph."]),
]


@pytest.mark.parametrize(("text", "expected"), LISTS, ids=[text[:30] for text, _ in LISTS])
def test_names_come_out_as_printed_and_in_order(text, expected):
    assert [name.name for name in read_authors(text).names] == expected


MARKED = [
    ("Lin, R. *, Li, C. *, Zhou, J. & Wong, N *.", ["Lin, R.", "Li, C.", "Zhou, J.", "Wong, N."], [1, 1, 0, 1]),
    ("Y. Gao\\*, **J. Lin**, F. Yu", ["Y. Gao", "J. Lin", "F. Yu"], [1, 0, 0]),
    ("Paul Ito\\!, Ann Day\\!, Bo Li", ["Paul Ito", "Ann Day", "Bo Li"], [1, 1, 0]),
    ("J. Smith†, A. Lee† and B. Wu§", ["J. Smith", "A. Lee", "B. Wu"], [1, 1, 0]),
    ("Zhang San1,2, Li Si2, Wang Wu1,*", ["Zhang San", "Li Si", "Wang Wu"], [0, 0, 1]),
    ("Kim, Min (co-first author), Lee, J.", ["Kim, Min", "Lee, J."], [1, 0]),
    ("A. Smith<sup>1</sup>, <b>B. Jones</b>", ["A. Smith", "B. Jones"], [0, 0]),
]


@pytest.mark.parametrize(("text", "expected", "equal"), MARKED)
def test_marks_are_read_but_are_no_part_of_the_name(text, expected, equal):
    names = read_authors(text).names
    assert [name.name for name in names] == expected
    assert [name.equal_contribution for name in names] == [bool(e) for e in equal]


GAPS = [
    ("Cheng, Y., Lin, R., ... & Wong, N.", ["Cheng, Y.", "Lin, R.", "Wong, N."], 2),
    ("A. Lee, B. Ito, …, C. Day", ["A. Lee", "B. Ito", "C. Day"], 2),
    ("Bouwens, R. J., Franx, M., et al.", ["Bouwens, R. J.", "Franx, M."], 2),
    ("A. Lee et al", ["A. Lee"], 1),
    ("A. Smith, B. Jones, and 23 others", ["A. Smith", "B. Jones"], 2),
    ("李元青, 孙红, 等.", ["李元青", "孙红"], 2),
    ("Aaron Day, Adam P. Lee et al. · openai", ["Aaron Day", "Adam P. Lee"], 2),
    ("A. Lee, B. Ito", ["A. Lee", "B. Ito"], None),
]


@pytest.mark.parametrize(("text", "expected", "gap"), GAPS)
def test_a_gap_is_no_name_and_is_placed_after_the_people_before_it(text, expected, gap):
    authors = read_authors(text)
    assert [name.name for name in authors.names] == expected
    assert authors.gap_after == gap
    assert authors.complete is (gap is None)


def test_consortia_are_not_people():
    authors = read_authors("UKQCD collaboration, K. C. Bowler, and World Health Organization")
    assert [name.name for name in authors.people] == ["K. C. Bowler"]
    assert [name.group for name in authors.names] == [True, False, True]


@pytest.mark.parametrize(
    "text", ["J. Watson & M. Warner (Eds.),", "In Jo Blanchon & De Creissels (eds.), ", "Maier, U. (Hrsg.):"]
)
def test_editors_are_told_by_their_mark(text):
    authors = read_authors(text)
    assert authors.editors
    assert all("d" not in name.name[-2:] and "(" not in name.name for name in authors.names)


def test_spans_lead_back_to_the_text():
    text = "Lin, R. *, Zhou, J., ... & Wong, N."
    assert [text[start:end] for start, end in split_authors(text)] == ["Lin, R.", "Zhou, J.", "Wong, N."]


def test_three_thousand_authors_are_split_in_well_under_a_second():
    text = ", ".join(f"A. Name{chr(97 + i % 26)}ski" for i in range(3000))
    assert len(split_authors(text)) == 3000


@given(
    st.text(alphabet=st.characters(codec="utf-8"), max_size=60)
    | st.text(alphabet="AbB.,;&* \n\\et al…()王和", max_size=60)
)
def test_any_text_gives_ordered_spans_inside_it(text):
    authors = read_authors(text)
    ends = 0
    for name in authors.names:
        assert ends <= name.start < name.end <= len(text)
        assert name.name
        ends = name.end
    assert authors.gap_after is None or 0 <= authors.gap_after <= len(authors.people)


@pytest.mark.quality
def test_author_lists_of_real_documents_are_read_exactly():
    gold = SHARED / "gold/seeds/works.json"
    if not gold.exists():
        pytest.skip("evaluation material absent")
    total = right = 0
    texts = {path.name: path.read_text(encoding="utf-8") for path in (SHARED / "seeds").glob("*.txt")}
    for work in json.loads(gold.read_text(encoding="utf-8")):
        for mention in work["mentions"]:
            run = texts[mention["doc"]][mention["author_spans"][0][0] : mention["author_spans"][-1][1]]
            right += [name.name for name in read_authors(run).people] == mention["authors"]
            total += 1
    assert right / total >= 0.98

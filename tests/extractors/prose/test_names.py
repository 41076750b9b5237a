import pytest

from kg.extractors.prose.names import clean_name, find_runs, looks_like_name

AUTHOR_LISTS = [
    ("Y. Kato, J. Berg, S. Holm, GRAM: Graph Models, submitted to KDD 2018", ["Y. Kato", "J. Berg", "S. Holm"]),
    ("J. Berg*, Y. Kato*, J. Moe, Pruned Nets, in ICML 2017", ["J. Berg", "Y. Kato", "J. Moe"]),
    ("Berg, R., Wen, B., Hill, D. J. & Kang, C. (2020). On X", ["Berg, R.", "Wen, B.", "Hill, D. J.", "Kang, C."]),
    ("Smith JK, van der Berg A, O'Neil P. Trial of Y. Lancet", ["Smith JK", "van der Berg A", "O'Neil P"]),
    ("Anna Ruiz, Wei-Chen Wang, and João da Silva. Deep", ["Anna Ruiz", "Wei-Chen Wang", "João da Silva"]),
    ("Gruber, Hans and Cao, Lin and Wang, Yu-Ping. Maps", ["Gruber, Hans", "Cao, Lin", "Wang, Yu-Ping"]),
    ("Schulz, H., A. Meyer, and S. Behr (2011). Exploiting", ["Schulz, H.", "A. Meyer", "S. Behr"]),
    ("A. Del Monte; J.-P. Serre; Hans Müller", ["A. Del Monte", "J.-P. Serre", "Hans Müller"]),
    ("王伟, 李娜, 张三. 图的研究", ["王伟", "李娜", "张三"]),
    ("Xuaner (Cecilia) Zhang, Tom Lee", ["Xuaner (Cecilia) Zhang", "Tom Lee"]),
    ("КИРИЛЛ ИВАНОВ, Анна Петрова", ["КИРИЛЛ ИВАНОВ", "Анна Петрова"]),
]


@pytest.mark.parametrize(("text", "names"), AUTHOR_LISTS)
def test_the_first_run_of_an_entry_is_its_author_list(text, names):
    run = find_runs(text)[0]
    assert [clean_name(text[name.start : name.end]) for name in run.names] == names


def test_et_al_and_dots_are_gaps_and_no_names():
    text = "Cho, Y., Ruiz, R., Hou, T., ... & Wong, N. (2021). Fast"
    run = find_runs(text)[0]
    assert (len(run.names), run.gap_after) == (4, 3)
    text = "Ana Ruiz, Adam Lee, Bo P. Goucher et al. · acme"
    run = find_runs(text)[0]
    assert (len(run.names), run.gap_after) == (3, 3)
    assert text[run.end :] == " · acme"


def test_a_full_stop_after_a_mark_belongs_to_the_initial():
    text = "Ren, Y.*, Lopez, R. *, Li, C. & Wong, N *. (2021). Title"
    run = find_runs(text)[0]
    assert clean_name(text[run.names[-1].start : run.names[-1].end]) == "Wong, N."
    assert [name.starred for name in run.names] == [True, True, False, True]


def test_words_that_a_document_uses_in_lower_case_make_no_name():
    assert (
        find_runs("Runtime Neural Pruning. In ICML", lambda word: word.lower() in {"runtime", "neural", "pruning"})
        == []
    )


@pytest.mark.parametrize(
    "text", ["Ada Lovelace", "de Souza, A.", "J.-P. Serre", "Lovelace A", "van den Berg, Jan", "李明"]
)
def test_names_look_like_names(text):
    assert looks_like_name(text)


@pytest.mark.parametrize("text", ["", "in the department", "2019", "a", "The Quiet Parish", "Networks for 3D vision"])
def test_other_words_do_not(text):
    assert not looks_like_name(text)

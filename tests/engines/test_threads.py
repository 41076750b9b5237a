import threading

import pytest

from kg.engines import threads


@pytest.mark.parametrize("count", ["1", "3"])
@pytest.mark.parametrize("things", [0, 1, 2, 17])
def test_results_come_in_the_order_of_things_however_many_threads(monkeypatch, count, things):
    monkeypatch.setenv(threads.VARIABLE, count)
    assert list(threads.side_by_side(lambda n: n * n, range(things))) == [n * n for n in range(things)]


def test_no_more_things_are_taken_than_are_worked_on(monkeypatch):
    monkeypatch.setenv(threads.VARIABLE, "2")
    taken = []

    def things():
        for n in range(50):
            taken.append(n)
            yield n

    for made in threads.side_by_side(lambda n: n, things()):
        assert len(taken) <= made + 4


def test_an_error_of_the_work_is_raised(monkeypatch):
    monkeypatch.setenv(threads.VARIABLE, "2")
    with pytest.raises(ZeroDivisionError):
        list(threads.side_by_side(lambda n: 1 // n, [3, 2, 0, 1]))


def test_one_thing_needs_no_thread():
    here = threading.get_ident()
    assert list(threads.side_by_side(lambda _: threading.get_ident(), [1])) == [here]


@pytest.mark.parametrize("wanted", ["", "0", "many"])
def test_without_a_number_all_processors_are_used(monkeypatch, wanted):
    monkeypatch.setenv(threads.VARIABLE, wanted)
    assert threads.processors() >= 1


def test_a_limit_holds_inside_its_block_and_before_the_environment(monkeypatch):
    monkeypatch.setenv(threads.VARIABLE, "3")
    with threads.at_most(None):
        assert threads.processors() == 3
    with threads.at_most(1):
        assert threads.processors() == 1
        with threads.at_most(None):
            assert threads.processors() == 1
    assert threads.processors() == 3

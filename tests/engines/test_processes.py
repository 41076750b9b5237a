import math
import os
import subprocess
import sys
import time

import pytest
from places import ROOT

from kg.engines import processes
from kg.errors import InputError


def test_every_task_has_its_result():
    found = list(processes.run(math.factorial, range(20), 3))
    assert sorted(found) == [(n, math.factorial(n)) for n in range(20)]


def test_no_task_is_no_result():
    assert list(processes.run(math.factorial, [], 2)) == []


def test_tasks_are_made_when_a_worker_is_free():
    made = []

    def tasks():
        for n in range(1000):
            made.append(n)
            yield n

    for _ in processes.run(math.factorial, tasks(), 2):
        assert len(made) < 20
        break


def test_an_error_comes_with_the_traceback_of_its_worker():
    with pytest.raises(ValueError, match="not defined for negative") as caught:
        list(processes.run(math.factorial, [3, -1], 2))
    assert "kg/engines/processes.py" in "".join(caught.value.__notes__).replace(os.sep, "/")


def test_an_error_of_kg_stays_what_it_is():
    with pytest.raises(InputError, match=r"a\.bib: there is no such file; check the spelling") as caught:
        list(processes.run(raises_ours, ["a.bib"], 1))
    assert caught.value.where == "a.bib"


def raises_ours(name):
    raise InputError(name, "there is no such file", "check the spelling")


def test_an_error_in_the_making_of_tasks_is_raised():
    def tasks():
        yield 3
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        list(processes.run(math.factorial, tasks(), 2))


def test_a_process_that_dies_costs_its_own_task_only():
    found = dict(processes.run(die_of_seven, range(12), 2))
    assert found.pop(7) == processes.Died(9)
    assert found == {n: n for n in range(12) if n != 7}


def die_of_seven(number):
    if number == 7:
        os._exit(9)
    return number


def test_leaving_early_ends_the_workers():
    results = processes.run(worker_id, range(8), 2)
    _, pid = next(results)
    results.close()
    deadline = time.time() + 20
    while is_alive(pid) and time.time() < deadline:
        time.sleep(0.05)
    assert not is_alive(pid)


def worker_id(number):
    if number > 1:
        time.sleep(60)
    return os.getpid()


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


SCRIPT = """
import math
from kg.engines import processes
print(sorted(processes.run(math.factorial, [3, 4], 2)))
"""


def test_a_script_without_a_main_guard_may_use_it(tmp_path):
    (tmp_path / "script.py").write_text(SCRIPT)
    (tmp_path / "math.py").write_text("raise ImportError('a file among the inputs')")
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    done = subprocess.run(
        [sys.executable, "-P", "script.py"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[(0, 6), (1, 24)]", done.stderr

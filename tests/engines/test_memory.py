from pathlib import Path

import numpy as np
import pytest

from kg.engines.memory import give_back

STATUS = Path("/proc/self/status")


def own():
    """Kilobytes of this process that are not pages of files."""
    return next(int(line.split()[1]) for line in STATUS.read_text().splitlines() if line.startswith("RssAnon"))


def test_memory_is_given_back_wherever_that_can_be_asked_for():
    give_back()
    give_back()


@pytest.mark.skipif(not STATUS.exists(), reason="the system does not say how much memory a process has")
def test_what_was_freed_piece_by_piece_is_the_systems_again():
    held = [np.ones(1000) for _ in range(10_000)]
    before = own()
    del held[:-1]
    give_back()
    assert own() < before - 40_000

"""Work on several processors in one process.

Array libraries let go of the interpreter while they compute, so threads share the data and need no copies of it.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")

VARIABLE = "KG_JOBS"
_limit: ContextVar[int | None] = ContextVar("processors", default=None)


def processors() -> int:
    """How many processes and threads to use: what `at_most` says, else KG_JOBS if it is set to a number above 0, else
    the processors that this process may use.
    """
    wanted = os.environ.get(VARIABLE, "")
    if limit := _limit.get():
        return limit
    if wanted.isdecimal() and int(wanted) > 0:
        return int(wanted)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def at_most(count: int | None) -> Iterator[None]:
    """In the `with` block so many processes or threads work side by side; None leaves it as it is."""
    token = _limit.set(count or _limit.get())
    try:
        yield
    finally:
        _limit.reset(token)


def side_by_side(work: Callable[[Given], Made], things: Iterable[Given]) -> Iterator[Made]:
    """What `work` makes of each thing, in the order of the things.

    No more things are taken than are worked on, and one: they may be large. With a single thing no thread is started.
    An exception of `work` is raised here.
    """
    taken = iter(things)
    first, second = next(taken, None), next(taken, None)
    threads = processors()
    if second is None or threads == 1:
        for thing in (first, second, *taken) if second is not None else (first,):
            if thing is not None:
                yield work(thing)
        return
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[Made]] = deque()
        for thing in _chained(first, second, taken):
            waiting.append(pool.submit(work, thing))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _chained(first: Given | None, second: Given | None, rest: Iterator[Given]) -> Iterator[Given]:
    for thing in (first, second):
        if thing is not None:
            yield thing
    yield from rest

"""Memory that is not used any more goes back to the system, where allocators would keep it for later."""

from __future__ import annotations

import ctypes
import gc
import sys
from functools import lru_cache
from typing import Any

import pyarrow as pa


def give_back() -> None:
    """What was freed is free for everybody. Takes milliseconds to tenths of a second: to be called between stages."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    trim = _trim()
    if trim is not None:
        trim(0)


@lru_cache(maxsize=1)
def _trim() -> Any:
    """The C library's `malloc_trim`, None where it has none (it is GNU's)."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):
        return None

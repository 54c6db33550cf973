"""Memory that was freed goes back to the system rather than stay with the C library.

glibc keeps an arena for each thread, and what was freed in it stays there; which of both costs nothing here,
where one thread runs at a time. Other C libraries have no such words, and are left alone (mallopt(3), malloc_trim(3)).
"""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # glibc's malloc.h
# Objects that are made before garbage is looked for; at 700 that took a tenth of a poll.
_GARBAGE = 10_000
_KEPT = 131_072  # bytes at the heap's top; larger pieces are mapped by themselves


def spare() -> None:
    """Have this process, and those forked from it, keep little of what they free; before other threads begin."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for name, value in ((_ARENA_MAX, 1), (_MMAP_THRESHOLD, _KEPT), (_TRIM_THRESHOLD, _KEPT)):
            mallopt(name, value)


def give_back() -> None:
    """Give back what is free by now, also between what is not."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


@contextmanager
def loading() -> Iterator[None]:
    """While modules are loaded, garbage is not looked for: what they make stays, and looking through it again and
    again takes a tenth of loading them.
    """
    looked_for = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked_for:
            gc.enable()


def loaded() -> None:
    """What is there by now stays: collecting garbage passes over it, which leaves it shared with forked processes, and
    comes less often. Only the first time: a process loads once.
    """
    if not gc.get_freeze_count():
        gc.freeze()
    gc.set_threshold(_GARBAGE, 10, 10)

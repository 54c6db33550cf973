"""What was freed goes back to the system, and garbage is looked for when there may be some."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from feeds import memory

_RESIDENT = """
from feeds import memory

def resident():
    with open("/proc/self/statm") as facts:
        return int(facts.read().split()[1]) * 4096

memory.spare()
many = [bytes(3_000) for _ in range(20_000)]
held = resident()
last = many[-1]
del many
memory.give_back()
print(held - resident())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what is resident in /proc")
def test_memory_that_was_freed_between_what_was_not_is_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", _RESIDENT], capture_output=True, check=True)
    assert int(done.stdout) > 50_000_000


def test_garbage_is_not_looked_for_while_modules_load_and_is_from_then_on() -> None:
    with memory.loading():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_garbage_is_looked_for_again_when_what_was_to_load_failed() -> None:
    with pytest.raises(ImportError), memory.loading():
        raise ImportError("no such module")
    assert gc.isenabled()


def test_who_does_not_look_for_garbage_is_left_to_that() -> None:
    gc.disable()
    try:
        with memory.loading():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


_BEGUN = """
import gc
import sys

import feeds.preload
from feeds.__main__ import main

sys.argv = ["dateline", "--version"]
try:
    main()
except SystemExit:
    print(gc.isenabled())
"""


def test_commands_and_workers_look_for_garbage_once_they_are_loaded() -> None:
    done = subprocess.run([sys.executable, "-c", _BEGUN], capture_output=True, check=True)
    assert done.stdout.decode().splitlines()[-1] == "True"

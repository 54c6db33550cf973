"""What was freed goes back to the system."""

from __future__ import annotations

import subprocess
import sys

import pytest

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

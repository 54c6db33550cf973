"""What worker processes are forked from."""

from __future__ import annotations

import subprocess
import sys

import pytest

_LOADED = """
import os
import threading

import feeds.preload
from feeds.normalize.language import detect

links = (f"/proc/self/fd/{one}" for one in os.listdir("/proc/self/fd"))
files = [os.readlink(link) for link in links if os.path.lexists(link)]
print(threading.active_count(), sum("deleted" in file for file in files))
print(detect("Le port rouvre après la tempête")[0])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what is open in /proc")
def test_workers_are_forked_from_a_process_without_threads_that_keeps_no_file_open() -> None:
    done = subprocess.run([sys.executable, "-c", _LOADED], capture_output=True, check=True)
    assert done.stdout.decode().split() == ["1", "0", "fr"]

"""What worker processes are forked from."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

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


_STARTED = """
import asyncio
from datetime import timedelta
from multiprocessing import forkserver
from pathlib import Path

from feeds.workers import Workers

if __name__ == "__main__":
    with Workers(processes=1, limit=timedelta(seconds=60), memory=2_000_000_000) as workers:
        asyncio.run(workers.wrap(bool)())
        status = Path(f"/proc/{forkserver._forkserver._forkserver_pid}/status").read_text()
    print(dict(line.split(":", 1) for line in status.splitlines())["SigBlk"])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what is blocked in /proc")
def test_what_workers_are_forked_from_never_hears_a_terminals_ctrl_c(tmp_path: Path) -> None:
    """Also not while it loads: it would tell of it at length, and leave polls without workers."""
    script = tmp_path / "started.py"
    script.write_text(_STARTED)
    done = subprocess.run([sys.executable, script], capture_output=True, check=True)
    assert int(done.stdout, 16) & 1 << signal.SIGINT - 1

"""What the README says of the demo: it prints an address, and there is a feed."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import urllib.request

import pytest

_TRIES = 400


@pytest.mark.timeout(120)
def test_the_demo_on_a_free_port_prints_addresses_that_answer() -> None:
    command = [sys.executable, "-m", "feeds", "--log-level", "error", "demo", "--port", "0"]
    with subprocess.Popen(command, text=True, stdout=subprocess.PIPE) as process:
        try:
            address = _address(process)
            answer = _fetch(process, address)
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)
    assert f'href="{address}" rel="self"'.encode() in answer
    assert process.returncode == 0


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        found = re.search(r"http://\S+/topics/\S+\.atom", line)
        if found:
            return found[0]
    raise AssertionError("the demo printed no feed's address")


def _fetch(process: subprocess.Popen[str], address: str) -> bytes:
    """The feed as soon as the daemon listens; bounded in tries."""
    for _ in range(_TRIES):
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return bytes(answer.read())
        except OSError:
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError("the demo ended by itself") from None
    raise AssertionError("no answer came")

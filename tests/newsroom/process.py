"""Processes of ``dateline``: as users start them, or forked from one that has loaded all that they load.

What a daemon and what reads for it load takes three seconds of a processor, most of it patterns to compile: more than
most tests of one need besides.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from typing import IO, Any, Protocol
from unittest.mock import patch

_LOADED = "tests.newsroom.loaded"


class Process(Protocol):
    """A process that was started; ``errors`` is what it says on standard error."""

    pid: int
    errors: IO[str]

    def wait(self, timeout: float) -> int:
        """Its exit code, that of a signal negative, once it has ended."""

    def has_ended(self) -> bool:
        """Whether it is no more."""


class Started:
    """A process as users start it, with an interpreter of its own."""

    def __init__(self, words: Sequence[str]) -> None:
        command = [sys.executable, "-m", "feeds", *words]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self._process.stderr is not None
        self.pid, self.errors = self._process.pid, self._process.stderr

    def wait(self, timeout: float) -> int:
        return self._process.wait(timeout)

    def has_ended(self) -> bool:
        return self._process.poll() is not None


class Forked:
    """A process of its own that need not load anything; what it starts to read with is forked from the same one."""

    def __init__(self, words: Sequence[str]) -> None:
        reading, writing = multiprocessing.Pipe(duplex=False)
        with reading, writing:
            self._process = fork(_run, tuple(words), writing)
            self.errors = os.fdopen(os.dup(reading.fileno()), encoding="utf-8")
        self.pid = self._process.pid

    def wait(self, timeout: float) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise TimeoutError(f"it still runs after {timeout:g} s")
        code: int = self._process.exitcode
        return code

    def has_ended(self) -> bool:
        return self._process.exitcode is not None


def fork(work: Callable[..., object], *given: object) -> Any:
    """``work`` in a process that is forked from one that has loaded everything, and ends with the tests."""
    forking = multiprocessing.get_context("forkserver")
    process = forking.Process(target=work, args=given, daemon=True)
    process.start()
    return process


def share_server() -> None:
    """Processes that tests fork, and those that read, are forked from one server, which loads what both need."""
    forkserver.set_forkserver_preload([_LOADED])
    forkserver.set_forkserver_preload = lambda _: None


@contextmanager
def no_server() -> Iterator[None]:
    """As if nothing had been forked yet: a server that starts meanwhile loads nothing."""
    server = forkserver._forkserver
    nothing = dict.fromkeys(("_forkserver_address", "_forkserver_alive_fd", "_forkserver_pid"))
    with patch.multiple(server, _preload_modules=[], **nothing):
        yield
        server._stop()  # type: ignore[attr-defined]


def _run(words: Sequence[str], errors: Connection) -> None:
    """The command, as the program begins it."""
    # Python would have it start no processes, and a server for each that was forked from one.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    forkserver._forkserver.ensure_running = lambda: None  # type: ignore[method-assign]
    os.dup2(errors.fileno(), 2)
    errors.close()
    # A server that a command started to read with hears no Ctrl-C, nor does what is forked from it.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["dateline", *words]
    from feeds.__main__ import main  # noqa: PLC0415 -- as users do

    main()

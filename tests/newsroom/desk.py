"""A real ``dateline run`` process over a configuration that a test writes."""

from __future__ import annotations

import json
import os
import queue
import signal
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from feeds.cli import main
from tests.newsroom.process import Forked, Process, Started
from tests.newsroom.upstream import PATIENCE

_HANG = 10  # seconds after which a process that was told to stop counts as hanging
_LOOK_AGAIN = 0.1  # seconds between two looks at something that must come


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """An answer over HTTP; header names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class _Unredirected(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Unredirected)


def get(url: str, method: str = "GET", **headers: str) -> Got:
    """Fetch an address; any status is an answer."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, headers=named, method=method)
    try:
        with _OPENER.open(request, timeout=PATIENCE) as answer:
            return _got(answer)
    except urllib.error.HTTPError as error:
        with error:
            return _got(error)


def _got(answer: Any) -> Got:
    headers = {key.lower(): value for key, value in answer.headers.items()}
    return Got(status=answer.status, headers=headers, body=answer.read())


def eventually(probe: Callable[[], Any], why: str) -> Any:
    """What ``probe`` answers as soon as that is true."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = probe()
        if found:
            return found
        threading.Event().wait(_LOOK_AGAIN)
    raise AssertionError(why)


class Desk:
    """A folder with a configuration, and the commands run on it."""

    def __init__(self, folder: Path) -> None:
        self.config = folder / "config.toml"

    def write(self, *tables: str, polling: str = "", store: str = "sqlite:///desk.db") -> None:
        """Write the configuration: loopback is open, intervals are short, any free port will do."""
        text = "\n".join(
            [
                '[site]\ntitle = "The desk"\nbase_url = "https://desk.example/"',
                f'[store]\nurl = "{store}"',
                '[server]\nlisten = "127.0.0.1:0"',
                '[polling]\nallow_networks = ["127.0.0.0/8"]',
                polling or 'interval = "1s"\nmin_interval = "1s"\nmax_interval = "1s"',
                *tables,
            ]
        )
        whole = self.config.with_suffix(".new")
        whole.write_text(text, encoding="utf-8")
        whole.replace(self.config)

    def command(self, *arguments: str, expect: int = 0) -> str:
        """Run a command to its end, in this process: loading all that it needs takes longer than most of what they do.

        Answers what it printed on standard output.
        """
        done = CliRunner().invoke(main, ["-c", str(self.config), *arguments])
        assert done.exit_code == expect, done.output
        return done.stdout

    def stories(self, *arguments: str) -> list[dict[str, Any]]:
        """What ``stories --json`` prints."""
        lines = self.command("stories", "--json", *arguments).splitlines()
        return [json.loads(line) for line in lines]

    def run(self, *, anew: bool = False) -> Run:
        """Start the daemon; ``anew``: as users do, with all that it has to load."""
        return Run(self.config, anew=anew)

    def work(self, *, anew: bool = False) -> Run:
        """Start a worker."""
        return Run(self.config, "worker", anew=anew)


class Run:
    """A daemon or worker process; as a context manager it is stopped at the end, and that in order."""

    def __init__(self, config: Path, command: str = "run", *, anew: bool = False) -> None:
        self.log: list[dict[str, Any]] = []
        self._lines: queue.Queue[str | None] = queue.Queue()
        words = ["-c", str(config), "--log-json", command]
        self.process: Process = Started(words) if anew else Forked(words)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        if command == "run":
            self.base = "http://" + self.wait_for_line("running")["listen"]
        else:
            self.wait_for_line("working")

    def _read(self) -> None:
        for line in self.process.errors:
            self._lines.put(line)
        self._lines.put(None)

    def wait_for_line(self, event: str, **values: Any) -> dict[str, Any]:
        """The next line of the log (from where the last wait ended) that says this."""
        deadline = time.monotonic() + PATIENCE
        while True:
            line = self._lines.get(timeout=max(0.01, deadline - time.monotonic()))
            assert line is not None, f"the daemon ended: {self.log}"
            said = json.loads(line) if line.startswith("{") else {"event": line}
            self.log.append(said)
            if said["event"] == event and all(said.get(k) == v for k, v in values.items()):
                return said

    def get(self, path: str, method: str = "GET", **headers: str) -> Got:
        """Fetch one of its addresses."""
        return get(self.base + path, method, **headers)

    def topic(self, slug: str) -> list[dict[str, Any]]:
        """The items of a topic's JSON Feed."""
        items: list[dict[str, Any]] = json.loads(self.get(f"/topics/{slug}.json").body)["items"]
        return items

    def send(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.process.pid, number)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Tell it to stop; its exit code. What it logged to the end is in ``log``."""
        self.send(number)
        code = self.process.wait(_HANG)
        while (line := self._lines.get(timeout=_HANG)) is not None:
            self.log.append(json.loads(line) if line.startswith("{") else {"event": line})
        self._close()
        return code

    def kill(self) -> None:
        """End it without a word of warning."""
        self.send(signal.SIGKILL)
        self.process.wait(_HANG)
        self._close()

    def _close(self) -> None:
        self._reader.join(_HANG)  # its worker processes hold the pipe, too, until they end
        self.process.errors.close()

    def __enter__(self) -> Run:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if self.process.has_ended():
            return
        if kind is not None:
            self.kill()
            return
        assert self.stop() == 0, self.log[-30:]


def source(name: str, url: str, extra: str = "") -> str:
    """A source's table of the configuration."""
    return f'[[source]]\nname = "{name}"\nurl = "{url}"\n{extra}\n'


def topic(slug: str, query: str, extra: str = "") -> str:
    """A topic's table of the configuration."""
    title = slug.capitalize()
    return f'[[topic]]\nslug = "{slug}"\ntitle = "{title}"\nquery = \'{query}\'\n{extra}\n'

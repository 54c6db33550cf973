"""A tab of a real browser that a test types into, over Chromium's own debugging protocol."""

from __future__ import annotations

import base64
import json
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.newsroom.desk import eventually
from tests.newsroom.upstream import PATIENCE


class Tab:
    """One tab; what the page wrote on its console, and what went wrong in it, is in ``console``."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line
        self._last = 0
        self.console: list[str] = []
        for domain in ("Page", "Runtime", "Log"):
            self._call(f"{domain}.enable")

    def _call(self, method: str, **parameters: Any) -> Any:
        self._last += 1
        self._line.send(json.dumps({"id": self._last, "method": method, "params": parameters}))
        while True:
            told = json.loads(self._line.recv(timeout=PATIENCE))
            if told.get("id") == self._last:
                assert "error" not in told, told
                return told["result"]
            if told.get("method") in (
                "Runtime.consoleAPICalled",
                "Runtime.exceptionThrown",
                "Log.entryAdded",
            ):
                self.console.append(json.dumps(told["params"]))

    def open(self, url: str) -> None:
        self._call("Page.navigate", url=url)
        eventually(lambda: self.asks("document.readyState") == "complete", f"{url} is there")

    def asks(self, expression: str) -> Any:
        """What an expression of JavaScript gives in the page."""
        return self._call("Runtime.evaluate", expression=expression, returnByValue=True)[
            "result"
        ].get("value")

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        for character in text:
            self._call("Input.insertText", text=character)

    def waits(self, expression: str) -> Any:
        """What an expression gives as soon as that is true."""
        return eventually(lambda: self.asks(expression), expression)

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self._call("Page.captureScreenshot")["data"]))


@contextmanager
def browser(chromium: str, flags: list[str], folder: Path) -> Iterator[Tab]:
    """A browser with one tab, ended at the end."""
    command = [chromium, *flags, "--remote-debugging-port=0", f"--user-data-dir={folder}"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([*command, "about:blank"], **quiet) as process:  # type: ignore[call-overload]
        try:
            told = folder / "DevToolsActivePort"
            eventually(lambda: told.exists() and told.read_text().count("\n"), "it runs")
            port = told.read_text().split()[0]
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(f"http://127.0.0.1:{port}/json", timeout=PATIENCE) as answer:
                (tab,) = [one for one in json.load(answer) if one["type"] == "page"]
            with connect(tab["webSocketDebuggerUrl"], proxy=None, max_size=None) as line:
                yield Tab(line)
        finally:
            process.kill()

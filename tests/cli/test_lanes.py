"""Commands that ask many sources keep to the turns of their sites, as the daemon does, and leave them to others."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.newsroom.feed import TYPE, Entry, rss
from tests.newsroom.upstream import PATIENCE, Answer, Upstream

Run = Callable[..., Result]


@pytest.mark.parametrize("command", [("check", "--probe"), ("poll",)])
def test_a_site_that_asks_for_rest_is_asked_no_more(
    run: Run, config: Path, command: tuple[str, ...]
) -> None:
    feed = Answer(body=rss("a", Entry(key="k", title="Dredging")), headers=TYPE)
    with Upstream() as upstream:
        upstream.answers["*"] = Answer(status=503, headers={"Retry-After": "7200"})
        upstream.answers["/feed"] = feed
        urls = [upstream.url(f"/{n}") for n in range(4)] + [upstream.url("/feed", "127.0.0.2")]
        config.write_text(
            '[polling]\nper_host = 1\nallow_networks = ["127.0.0.0/8"]\n'
            + "".join(f'[[source]]\nname = "s{n}"\nurl = "{url}"\n' for n, url in enumerate(urls))
        )
        said = run(*command, expect=int(command[0] == "check")).output
        assert sorted(seen.host for seen in upstream.seen) == ["127.0.0.1", "127.0.0.2"]
    if command[0] == "check":
        assert "s0: the server answered 503 (not available now)" in said
        assert said.count("not asked: 127.0.0.1:") == 3
        assert "s4: 1 item\n" in said


def test_sources_that_are_named_are_asked_all_the_same(run: Run, config: Path) -> None:
    with Upstream() as upstream:
        upstream.answers["*"] = Answer(status=503, headers={"Retry-After": "7200"})
        config.write_text(
            '[polling]\nper_host = 1\nallow_networks = ["127.0.0.0/8"]\n'
            f'[[source]]\nname = "a"\nurl = "{upstream.url("/a")}"\n'
            f'[[source]]\nname = "b"\nurl = "{upstream.url("/b")}"\n'
        )
        run("poll", "a", "b")
        assert sorted(seen.path for seen in upstream.seen) == ["/a", "/b"]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_poll_that_is_broken_off_leaves_its_sources_to_the_next(
    run: Run, config: Path, stop: signal.Signals
) -> None:
    """Nobody polls them any more: the next poll need not wait until claims lapse."""
    held = threading.Event()
    feed = Answer(body=rss("a", Entry(key="k", title="Dredging")), headers=TYPE)
    with Upstream() as upstream:
        upstream.answers["/feed"] = [Answer(headers=TYPE, held=held), feed]
        config.write_text(
            '[store]\nurl = "sqlite:///x.db"\n[polling]\nallow_networks = ["127.0.0.0/8"]\n'
            f'[[source]]\nname = "a"\nurl = "{upstream.url("/feed")}"\n'
        )
        command = [sys.executable, "-m", "feeds", "-c", str(config), "poll", "--json"]
        polling = subprocess.Popen(
            command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        upstream.wait_for_requests("/feed", 1)
        polling.send_signal(stop)
        said, told = polling.communicate(timeout=PATIENCE)
        assert (polling.returncode, said, told.split()) == (1, b"", [b"Aborted!"])
        (line,) = map(json.loads, run("poll", "--json").stdout.splitlines())
    assert (line["source"], line["new"]) == ("a", 1)

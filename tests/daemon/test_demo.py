"""The main job, end to end: a real daemon over real HTTP, stopped by a real signal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

_ATOM = "{http://www.w3.org/2005/Atom}"
_TRIES, _PAUSE = 120, 0.5


def _get(url: str) -> tuple[int, dict[str, str], bytes]:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()


def _eventually(process: subprocess.Popen[str], probe: Any) -> Any:
    """What ``probe`` answers as soon as it answers something true; bounded in tries."""
    for _ in range(_TRIES):
        assert process.poll() is None, "the daemon ended by itself"
        try:
            found = probe()
        except OSError:
            found = None
        if found:
            return found
        try:
            process.wait(_PAUSE)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError("it did not come")


@pytest.fixture(scope="module")
def demo() -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-u", "-m", "feeds", "demo", "--port", "0", "--speed", "12"]
    process = subprocess.Popen(command, text=True, stdout=subprocess.PIPE)
    assert process.stdout is not None
    address = next(line.split()[-1] for line in process.stdout if "Look at" in line)
    yield process, address.rstrip("/")
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0, "SIGTERM ends it in order"
    process.stdout.close()


def _rescue(base: str) -> list[dict[str, Any]]:
    items = json.loads(_get(f"{base}/topics/gulf.json")[2])["items"]
    return [item for item in items if "lifeboats" in item["content_html"]]


@pytest.mark.timeout(110)
def test_readers_see_the_agency_s_story_once_with_its_carriers_and_its_correction(
    demo: tuple[subprocess.Popen[str], str],
) -> None:
    process, base = demo

    def corrected() -> list[dict[str, Any]] | None:
        found = _rescue(base)
        return found if found and found[0]["title"].startswith("CORRECTED") else None

    (entry,) = _eventually(process, corrected)
    assert "17 vessels" in entry["content_html"]
    assert entry["_dateline"]["first_carrier"] == "Meridian Wire"
    carriers = {carrier["source"] for carrier in entry["_dateline"]["carriers"]}
    assert carriers == {
        "Harbour Times",
        "The Inland Courier",
        "Sable Gazette",
        "Radio Gulf",
        "Wire folder",
    }
    assert "Secours en mer : six pays signent à Port-Sable" in entry["content_html"], "its twin"
    markets = json.loads(_get(f"{base}/topics/markets.json")[2])["items"]
    assert len(markets) == 2, "two days of one template are two stories"
    for item in markets:
        day = datetime.fromisoformat(item["date_published"])
        days = {
            f"on {at:%A}," for at in (day, day + timedelta(minutes=10))
        }  # a copy after midnight
        assert any(day in item["content_html"] for day in days), "a story of today names today"
    feed = ElementTree.fromstring(_get(f"{base}/topics/gulf.atom")[2])
    ids = [entry.findtext(f"{_ATOM}id") for entry in feed.iter(f"{_ATOM}entry")]
    assert len(ids) == len(set(ids)) > 0
    _, headers, _ = _get(f"{base}/topics/gulf.rss")
    again = urllib.request.Request(
        f"{base}/topics/gulf.rss", headers={"If-None-Match": headers["etag"]}
    )
    with pytest.raises(urllib.error.HTTPError) as unchanged:
        urllib.request.urlopen(again, timeout=10)
    assert unchanged.value.code == 304
    unchanged.value.close()
    for page in (
        "/",
        "/topics/gulf",
        "/sources",
        "/healthz",
        "/readyz",
        "/metrics",
        "/topics.opml",
    ):
        assert _get(f"{base}{page}")[0] == 200


def test_ctrl_c_ends_the_demo_at_once_without_a_word_of_trouble() -> None:
    command = [sys.executable, "-u", "-m", "feeds", "demo", "--port", "0"]
    process = subprocess.Popen(
        command,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    assert process.stdout is not None
    said = [next(line for line in process.stdout if "Look at" in line)]
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to every process of it
    said += process.stdout
    assert process.wait(20) == 0
    process.stdout.close()
    assert "Traceback" not in "".join(said)
    assert "level=error" not in "".join(said)

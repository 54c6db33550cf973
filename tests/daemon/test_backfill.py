"""An archive that is larger than any polled document is taken in from its file, whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from feeds.cli import main

_CONFIG = '[store]\nurl = "sqlite:///x.db"\n[polling]\nmax_bytes = "20KB"\n'


def _ingest(folder: Path, file: str, *options: str) -> Result:
    (folder / "config.toml").write_text(_CONFIG)
    command = ["-c", str(folder / "config.toml"), "ingest", "--source", "Archive", *options]
    return CliRunner().invoke(main, [*command, str(folder / file)])


def _kept(folder: Path) -> list[str]:
    done = CliRunner().invoke(main, ["-c", str(folder / "config.toml"), "stories", "--json"])
    return sorted(json.loads(line)["title"] for line in done.stdout.splitlines())


def _item(title: str, words: int) -> str:
    text = " ".join(f"{title.lower()}{n}" for n in range(words))
    return (
        f"<item><guid>{title}</guid><title>{title}</title><description>{text}</description></item>"
    )


@pytest.mark.parametrize("kind", ["rss", "json"])
def test_a_feed_larger_than_a_poll_may_bring_is_taken_in_whole_as_one_file(
    tmp_path: Path, kind: str
) -> None:
    titles = [f"Quay {n}" for n in range(30)]
    items = [{"id": t, "title": t, "content_text": f"{t}: {'tide ' * 300}"} for t in titles]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Archive", "items": items}
    rss = f"<rss version='2.0'><channel>{''.join(_item(t, 150) for t in titles)}</channel></rss>"
    (tmp_path / "archive").write_text(rss if kind == "rss" else json.dumps(feed))
    done = _ingest(tmp_path, "archive", "--json")
    (line,) = done.stdout.splitlines()
    counts = {"new": 30, "updated": 0, "unchanged": 0, "held": 0}
    assert json.loads(line) == {"file": "archive", **counts, "error": None}
    assert _kept(tmp_path) == sorted(titles)
    assert "1 file, 0 new, 0 updated, 30 unchanged, 0 with" in _ingest(tmp_path, "archive").stdout


def test_an_archive_that_comes_apart_is_taken_in_as_in_the_whole_the_oldest_first(
    tmp_path: Path,
) -> None:
    """Feeds have the newest first: in that order the first state of a story replaced its correction."""
    words = " ".join(f"quay{n}" for n in range(80))
    told = [
        (f"Quay {n}", f"Pier {n} " + " ".join(f"tide{n}x{m}" for m in range(80))) for n in range(40)
    ]
    told = [("Harbour dredged", f"{words} Mended."), *told, ("Harbour dredged", words)]
    items = [
        f"<item><guid>{n}</guid><title>{title}</title><description>{text}</description>"
        f"<pubDate>Thu, 07 Mar 2024 10:{59 - n}:00 GMT</pubDate></item>"
        for n, (title, text) in enumerate(told)
    ]
    feed = f"<rss version='2.0'><channel>{''.join(items)}</channel></rss>"
    (tmp_path / "archive.xml").write_text(feed)
    for bound in ("20KB", "10MB"):
        config = tmp_path / bound / "config.toml"
        config.parent.mkdir()
        config.write_text(_CONFIG.replace("20KB", bound))
        run = ["-c", str(config)]
        _ = CliRunner().invoke(
            main, [*run, "ingest", "--source", "Archive", str(tmp_path / "archive.xml")]
        )
        done = CliRunner().invoke(main, [*run, "stories", "--json"])
        (story,) = [
            one for one in map(json.loads, done.stdout.splitlines()) if "quay7" in one["text"]
        ]
        assert story["text"].endswith("Mended."), bound
        assert story["published"] == "2024-03-07T10:18:00Z", bound


def test_what_is_too_large_and_does_not_come_apart_is_told_with_the_key_that_bounds_it(
    tmp_path: Path,
) -> None:
    large = _item("Quay", 4000)
    feed = f"<rss><channel>{_item('Pier', 20)}{large}{_item('Mole', 20)}</channel></rss>"
    (tmp_path / "archive.xml").write_text(feed)
    done = _ingest(tmp_path, "archive.xml")
    said = "has more than 20000 bytes (max_bytes in [polling]) that don't come apart"
    assert f"archive.xml {said}" in done.stderr
    assert (done.exit_code, _kept(tmp_path)) == (0, ["Mole", "Pier"])
    (tmp_path / "story.txt").write_text("The harbour board dredges the channel. " * 1000)
    done = _ingest(tmp_path, "story.txt")
    assert f"story.txt {said}" in done.stderr
    assert done.exit_code == 1

"""Real daemons: one subscribed to a scripted hub, and one subscribed to another's hub."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from feeds.cli import main
from tests.newsroom.desk import Desk, Run, eventually, source, topic
from tests.newsroom.feed import TYPE, Entry, rss
from tests.newsroom.upstream import Answer, Upstream
from tests.push.hub import Hub

_NEWS = [
    Entry(key="a", title="Ships come in", text="Nine ships came into Port Sable on Monday."),
    Entry(key="b", title="Ships go out", text="The fishing fleet of Corrin left for the north."),
    Entry(key="c", title="Ships stay", text="A gale keeps every ferry of the islands at its pier."),
]
_SELDOM = 'interval = "1h"\nmin_interval = "1h"\nmax_interval = "24h"\n'


def _settle(desk: Desk, daemon: Run, *tables: str) -> None:
    """Have the daemon name the address that it listens at as its public one, and take up more tables."""
    text = desk.config.read_text().replace("https://desk.example/", f"{daemon.base}/")
    desk.config.write_text("\n".join([text, *tables]))
    daemon.wait_for_line("configuration taken up")


def _titles(daemon: Run) -> set[str]:
    return {item["title"] for item in daemon.topic("sea")}


def test_a_story_is_pushed_into_a_running_daemon_and_no_secret_is_told(
    upstream: Upstream, hub: Hub, tmp_path: Path
) -> None:
    desk, feed = Desk(tmp_path), upstream.url("/feed")
    links = {"Link": f'<{hub.url}>; rel="hub", <{feed}>; rel="self"'}
    upstream.answers["/feed"] = Answer(body=rss("gulf", _NEWS[0]), headers={**TYPE, **links})
    hub.verifies = True
    desk.write(topic("sea", "ship*"), polling=_SELDOM)
    with desk.run() as daemon:
        why = daemon.wait_for_line("no source can push to us")["why"]
        assert why == "desk.example is a name of a private network, which base_url names"
        _settle(desk, daemon, source("Island Wire", feed))
        hub.wait_for(lambda: hub.wishes, "the hub is asked")
        (wish,) = hub.wishes
        assert hub.push(wish, rss("gulf", _NEWS[1])).status == 202
        eventually(lambda: _titles(daemon) == {"Ships come in", "Ships go out"}, "it is out")
        listed = CliRunner().invoke(main, ["-c", str(desk.config), "sources", "--json"])
        line = json.loads(listed.stdout)
        assert "127.0.0.1 pushes its news" in line["why_next"]
        shown = [daemon.get(path).text for path in ("/sources", "/metrics", "/topics/sea.json")]
        assert len(upstream.seen) == 1
    told = "\n".join([json.dumps(daemon.log), *shown, json.dumps(line)])
    for secret in (wish.secret, wish.callback.rpartition("/")[2]):
        assert secret not in told


def test_one_dateline_is_pushed_the_stories_of_another(upstream: Upstream, tmp_path: Path) -> None:
    upstream.answers["/feed"] = Answer(body=rss("gulf", _NEWS[0]), headers=TYPE)
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    first, second = Desk(tmp_path / "first"), Desk(tmp_path / "second")
    first.write(topic("sea", "ship*"))
    second.write(topic("sea", "ship*"), polling=_SELDOM)
    with first.run() as agency, second.run() as paper:
        _settle(first, agency, source("Gulf Radio", upstream.url("/feed")))
        eventually(lambda: agency.topic("sea"), "the first story is out")
        _settle(second, paper, source("Island Wire", f"{agency.base}/topics/sea.atom"))
        eventually(
            lambda: "dateline_hub_subscriptions 1" in agency.get("/metrics").text,
            "it is subscribed",
        )
        upstream.answers["/feed"] = Answer(body=rss("gulf", *_NEWS), headers=TYPE)
        eventually(lambda: _titles(paper) == {one.title for one in _NEWS}, "all are there")
    polled = [line["new"] for line in paper.log if line["event"] == "polled"]
    assert polled == [1], "it was asked once, for the first"
    assert sum(line["new"] for line in paper.log if line["event"] == "pushed") == 2

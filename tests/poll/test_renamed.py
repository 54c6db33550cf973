"""A source that gets another name in the configuration is the source that it was."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds import config
from feeds.clock import now
from feeds.ingest import Visit
from feeds.model.poll import Fetched, Reply
from feeds.newsdesk import Newsdesk
from feeds.poll.move import renamed
from feeds.reading import read
from store.open import open_store
from tests.newsroom.desk import Desk, eventually, source
from tests.newsroom.feed import TYPE, Entry, hours_ago, rss
from tests.newsroom.upstream import Answer, Upstream

_BOTH = '[[topic]]\nslug = "shared"\ntitle = "Shared"\nmin_carriers = 2\n'
_ALL = '[[topic]]\nslug = "all"\ntitle = "All"\n'


_TEXTS = {
    "Cracks close the bridge of Tamraght": (
        "The bridge of Tamraght was closed on Monday after the third inspection this month. Engineers found cracks in "
        "two of its beams, and advised the council to wait for steel from the north."
    ),
    "Shepherds win back their summer pasture": (
        "A court in Azilal ruled that forty families may drive their flocks up to the plateau again in June, six years "
        "after a mining company fenced it off without asking anybody."
    ),
    "Night ferry to Sète sails with half its cabins": (
        "Passengers of the night ferry slept in armchairs at the weekend while plumbers replaced pipes of two decks, "
        "the line said, and offered them a third of the fare."
    ),
}
_BRIDGE, _PASTURE, _FERRY = _TEXTS


def _entry(title: str) -> Entry:
    return Entry(key=title[:6], title=title, text=_TEXTS[title], published=hours_ago(2))


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with Upstream() as server:
        for name, title in (("sea", _BRIDGE), ("hill", _PASTURE)):
            server.answers[f"/{name}"] = Answer(body=rss(name, _entry(title)), headers=TYPE)
        yield server


def _carriers(desk: Desk) -> dict[str, list[str]]:
    """Of each story by its title, the sources of its copies; the first carrier is among them."""
    stories = desk.stories()
    assert all(one["first_carrier"] in {c["source"] for c in one["copies"]} for one in stories)
    return {one["title"]: [c["source"] for c in one["copies"]] for one in stories}


def _written(desk: Desk, upstream: Upstream, **paths: str) -> None:
    desk.write(
        *(source(name, upstream.url(f"/{path}")) for name, path in paths.items()), _ALL, _BOTH
    )


def test_its_stories_are_carried_by_the_new_name_alone(tmp_path: Path, upstream: Upstream) -> None:
    desk = Desk(tmp_path)
    _written(desk, upstream, old="sea", other="hill")
    desk.command("poll", "--all")
    ids = {one["id"] for one in desk.stories()}
    _written(desk, upstream, new="sea", other="hill")
    desk.command("poll", "--all")
    assert _carriers(desk) == {
        _BRIDGE: ["new"],
        _PASTURE: ["other"],
    }
    assert {one["id"] for one in desk.stories()} == ids
    assert [one["title"] for one in desk.stories("--query", "source:new")] == [_BRIDGE]
    assert not desk.stories("--query", "source:old")
    assert "old" not in desk.command("sources", "--json")


def test_two_sources_may_exchange_their_names(tmp_path: Path, upstream: Upstream) -> None:
    desk = Desk(tmp_path)
    _written(desk, upstream, a="sea", b="hill")
    desk.command("poll", "--all")
    _written(desk, upstream, a="hill", b="sea")
    desk.command("poll", "--all")
    assert _carriers(desk) == {
        _BRIDGE: ["b"],
        _PASTURE: ["a"],
    }


def test_a_name_that_another_source_had_is_taken_with_what_is_there(
    tmp_path: Path, upstream: Upstream
) -> None:
    """As where the first of three feeds of one title leaves a list, whose others are numbered anew."""
    desk = Desk(tmp_path)
    _written(desk, upstream, a="sea", b="hill")
    desk.command("poll", "--all")
    _written(desk, upstream, a="hill")
    desk.command("poll", "--all")
    assert _carriers(desk) == {
        _BRIDGE: ["a"],
        _PASTURE: ["a"],
    }


def test_an_entry_whose_guid_the_name_s_former_feed_had_too_is_another(
    tmp_path: Path, upstream: Upstream
) -> None:
    """Its id, made of name and guid, is that of an entry which has another name now."""
    desk = Desk(tmp_path)
    _written(desk, upstream, a="sea", b="hill")
    desk.command("poll", "--all")
    body = rss("hill", replace(_entry(_FERRY), key=_BRIDGE[:6]), _entry(_PASTURE))
    upstream.answers["/hill"] = Answer(body=body.replace(b"hill-", b"sea-"), headers=TYPE)
    _written(desk, upstream, b="sea", a="hill")
    for _ in range(2):
        desk.command("poll", "--all")
        assert _carriers(desk) == {_BRIDGE: ["b"], _PASTURE: ["a"], _FERRY: ["a"]}


def test_the_former_name_s_next_feed_carries_what_the_renamed_one_has_too(
    tmp_path: Path, upstream: Upstream
) -> None:
    desk = Desk(tmp_path)
    _written(desk, upstream, gazette="sea")
    desk.command("poll", "--all")
    upstream.answers["/hill"] = Answer(body=rss("hill", _entry(_BRIDGE)), headers=TYPE)
    _written(desk, upstream, front="sea", gazette="hill")
    desk.command("poll", "--all")
    assert _carriers(desk) == {_BRIDGE: ["front", "gazette"]}


def test_a_daemon_takes_the_name_up_while_the_source_is_asked(
    tmp_path: Path, upstream: Upstream
) -> None:
    """What is under way then is asked again under the new name."""
    desk = Desk(tmp_path)
    _written(desk, upstream, old="sea")
    desk.command("poll", "--all")
    held = threading.Event()
    both = rss("sea", _entry(_BRIDGE), _entry(_FERRY))
    upstream.answers["/sea"] = [
        Answer(body=both, headers=TYPE, held=held),
        Answer(body=both, headers=TYPE),
    ]
    asked = len(upstream.seen)
    with desk.run() as daemon:
        eventually(lambda: len(upstream.seen) > asked, "the source is not asked")
        _written(desk, upstream, new="sea")
        daemon.wait_for_line("configuration taken up")
        held.set()
        both_told = lambda: len(daemon.topic("all")) == 2  # noqa: E731
        eventually(both_told, "what came since is not there")
        assert not daemon.topic("shared")
        page = daemon.get(f"/stories/{desk.stories()[0]['id']}").text
    assert _carriers(desk) == {
        _BRIDGE: ["new"],
        _FERRY: ["new"],
    }
    assert "First carried by <bdi>new</bdi>" in page
    assert not [line for line in daemon.log if "let go" in line["event"]]


def test_what_a_worker_brings_under_a_name_that_a_daemon_took_away_is_not_taken_in(
    tmp_path: Path, upstream: Upstream
) -> None:
    """It learns of the name some seconds later, and then asks again."""
    desk = Desk(tmp_path)
    _written(desk, upstream, old="sea")
    desk.command("poll", "--all")
    worker = Newsdesk(config.load(desk.config), open_store(f"sqlite:///{tmp_path}/desk.db"))
    (state,) = worker.claim(1, ["old"])
    readout = read(
        rss("sea", _entry(_FERRY)),
        content_type=None,
        location=None,
        source=worker.settings.sources[0],
        first_seen=now(),
        seen_after=None,
    )
    reply = Reply(url="", final_url="", received=now(), status=200)
    brought = Fetched(
        body=b"", body_hash="", content_type=None, location="", etag=None, last_modified=None
    )
    visit = Visit(
        source=worker.settings.sources[0],
        state=state,
        reply=reply,
        outcome=brought,
        readout=readout,
    )
    _written(desk, upstream, new="sea")
    desk.command("poll", "--all")
    assert worker.settle([visit]) == []
    worker.store.close()
    assert _carriers(desk) == {_BRIDGE: ["new"]}


_NAMES = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("uvwxyz"), max_size=6)


@given(before=_NAMES, now=_NAMES)
def test_who_is_renamed_keeps_its_address(before: dict[str, Any], now: dict[str, Any]) -> None:
    names = renamed(before, now)
    assert all(before[old] == now[new] and old != new for old, new in names.items())
    assert len(set(names.values())) == len(names)
    stay = {name for name in now if before.get(name) == now[name]}
    assert stay.isdisjoint([*names, *names.values()])
    left = {before[name] for name in set(before) - stay - set(names)}
    come = {now[name] for name in set(now) - stay - set(names.values())}
    assert left.isdisjoint(come)

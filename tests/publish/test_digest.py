"""Digest topics through releases: one entry an hour or a day, made when that is over, and never changed again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from feeds import config
from feeds.intake import absorb
from feeds.model.poll import Source
from feeds.model.topic import Topic
from feeds.newsdesk import Newsdesk
from feeds.release import Desk, release
from store.api import Store
from tests.newsroom.intake import HARBOUR, TOLD, WINDOW, Newsroom, at, item
from tests.publish.shelf import Archivist, fetch, read_entries
from tests.publish.validity import faults

TIMES = item("Harbour Times", "h", "Harbour to be dredged & deepened", HARBOUR, 8)
GULF = item("Radio Gulf", "g", "Dredgers come in May", HARBOUR, 8)
BRIDGE = item("Island Post", "b", "A deeper way in for ships", TOLD, 10)
HOURLY = Topic(slug="sea", title="Sea", digest="hourly")
DESK = Desk(
    topics=(HOURLY,),
    sources=(
        Source(name="Harbour Times"),
        Source(name="Radio Gulf"),
        Source(name="Island Post", republish="title"),
    ),
    base_url="https://desk.example/",
    title="Desk",
)


@pytest.fixture
def room(store: Store) -> Newsroom:
    release(store, DESK, now=at(7))
    return Newsroom(store)


def publish(room: Newsroom, when: datetime, desk: Desk = DESK) -> list[dict[str, Any]]:
    assert release(room.store, desk, now=when).problems == ()
    found: list[dict[str, Any]] = json.loads(fetch(room.store, "/topics/sea.json"))["items"]
    return found


def test_an_hour_s_stories_are_one_entry_when_the_hour_is_over(room: Newsroom) -> None:
    room.take(TIMES)
    room.take(GULF)
    assert publish(room, at(8, 40)) == []
    assert publish(room, at(8, 59)) == []
    (entry,) = publish(room, at(9))
    assert entry["title"] == "Sea, 1 March 2026, 08:00 to 09:00 UTC"
    assert entry["url"] == "https://desk.example/topics/sea#2026-03-01T08"
    assert entry["date_modified"] == entry["date_published"] == "2026-03-01T09:00:00+00:00"
    html = entry["content_html"]
    assert (
        '<a href="https://harbour-times.example/h">Harbour to be dredged &amp; deepened</a>' in html
    )
    assert "(Harbour Times, Radio Gulf; 2026-03-01 08:00 UTC)" in html
    assert "The harbour board of Port Sable" in html


def test_a_digest_out_never_changes_and_hours_without_stories_have_none(room: Newsroom) -> None:
    room.take(TIMES)
    publish(room, at(8, 40))
    (first,) = publish(room, at(9))
    room.take(item("Harbour Times", "h", "CORRECTED: Harbour to be dredged", HARBOUR[:3], 9))
    room.take(BRIDGE)
    assert publish(room, at(10, 40)) == [first]
    second, again = publish(room, at(14))
    assert again == first
    assert second["title"] == "Sea, 1 March 2026, 10:00 to 11:00 UTC"
    assert "deeper way" not in second["content_html"].partition("UTC)")[2], "its source forbids it"
    assert publish(room, at(15)) == [second, first]


def test_a_story_that_comes_apart_from_another_again_is_in_no_second_digest(room: Newsroom) -> None:
    early = item("Island Post", "b", "A deeper way in for ships", TOLD, 8)
    room.take(TIMES)
    room.take(early)
    publish(room, at(8, 40))
    (before,) = publish(room, at(9))
    assert before["content_html"].count("<li>") == 2
    room.regroup((TIMES, early))
    publish(room, at(9, 30))
    room.regroup((TIMES,), (early,))
    late = item("Coast Mail", "c", "Ferries to sail at night", ["Ferries sail at night now."], 9)
    room.take(late)
    publish(room, at(9, 40))
    entries = {entry["id"]: entry for entry in publish(room, at(10))}
    assert entries.pop(before["id"]) == before
    (second,) = entries.values()
    assert "Ferries to sail" in second["content_html"]
    assert second["content_html"].count("<li>") == 1


def test_each_story_of_a_digest_says_what_matched_where_if_the_topic_explains(
    room: Newsroom,
) -> None:
    topic = replace(HOURLY, query="harbour OR ships", explain=True)
    desk = replace(DESK, topics=(topic,))
    publish(room, at(7), desk)
    room.take(TIMES)
    room.take(BRIDGE)
    publish(room, at(10, 40), desk)
    (entry,) = publish(room, at(11), desk)
    bridge, times = entry["content_html"].split("<li>")[1:]
    assert "In this topic for <b>harbour</b> in title (…<bdi>harbour to be dredged" in times
    # Its source lets nothing but the title be shown: what was found is not quoted.
    assert bridge.endswith("<p>In this topic for <b>ships</b> in title.</p></li>")


def test_the_same_digests_stand_in_atom_rss_and_json_under_the_same_ids(room: Newsroom) -> None:
    room.take(TIMES)
    publish(room, at(8, 40))
    publish(room, at(9))
    kinds = {
        suffix: read_entries(fetch(room.store, f"/topics/sea.{suffix}"), suffix)
        for suffix in ("atom", "rss", "json")
    }
    assert kinds["atom"] == kinds["rss"] == kinds["json"]
    assert len(kinds["atom"]) == 1


def test_the_id_is_of_the_topic_and_the_period_also_elsewhere_and_under_another_slug(
    room: Newsroom,
) -> None:
    room.take(TIMES)
    publish(room, at(8, 40))
    (before,) = publish(room, at(9))
    renamed = replace(HOURLY, slug="ocean", was=("sea",))
    moved = replace(DESK, topics=(renamed,), base_url="https://elsewhere.example/")
    release(room.store, moved, now=at(9, 5))
    (after,) = json.loads(fetch(room.store, "/topics/ocean.json"))["items"]
    assert after["id"] == before["id"]
    assert after["content_html"] == before["content_html"]


def test_a_day_s_digest_lists_in_the_topic_s_order_what_was_not_withdrawn(room: Newsroom) -> None:
    desk = replace(DESK, topics=(replace(HOURLY, digest="daily", rank="carriers"),))
    publish(room, at(7), desk)
    killed = item("Reef Radio", "k", "Ropes made in Sable", ["Ropes are made here by hand."], 9)
    for one in (TIMES, GULF, BRIDGE, killed):
        room.take(one)
        publish(room, one.first_seen, desk)
    room.take(item("Reef Radio", "k", "KILL: Ropes made in Sable", ["Kill this story."], 11))
    assert publish(room, at(23, 59), desk) == []
    (entry,) = publish(room, at(0) + timedelta(days=1), desk)
    assert entry["title"] == "Sea, 1 March 2026"
    html = entry["content_html"]
    assert html.index("Harbour to be") < html.index("A deeper way")
    assert "Ropes" not in html


def test_what_was_there_before_a_topic_became_a_digest_is_not_in_it_but_in_the_archive(
    room: Newsroom,
) -> None:
    plain = replace(DESK, topics=(replace(HOURLY, digest=None),))
    publish(room, at(7, 30), plain)
    reader = Archivist(room.store)
    room.take(TIMES)
    publish(room, at(8, 40), plain)
    publish(room, at(8, 45))
    room.take(BRIDGE)
    publish(room, at(10, 40))
    (entry,) = publish(room, at(11))
    assert "Harbour" not in entry["content_html"]
    reader.poll("sea")
    assert len(reader.entries) == 2, "the story is in the archive, the digest in the feed"
    release(room.store, plain, now=at(12), everything=True)
    late = Archivist(room.store)
    late.poll("sea")
    assert entry["id"] in late.entries, "the digest is in the archive"


@pytest.mark.parametrize("suffix", ["atom", "rss", "json"])
def test_a_reader_that_polls_late_finds_every_digest_in_the_archive(
    room: Newsroom, suffix: str
) -> None:
    desk = replace(DESK, topics=(replace(HOURLY, limit=2),))
    for hour in range(8, 15):
        name = chr(97 + hour) * 5
        room.take(item("Harbour Times", name, name, [f"The {name} sails at dawn."], hour))
        publish(room, at(hour, 40), desk)
        publish(room, at(hour + 1), desk)
    reader = Archivist(room.store, suffix=suffix)
    reader.poll("sea")
    assert len(reader.entries) == 7
    assert release(room.store, desk, now=at(16), everything=True).documents == ()


@pytest.mark.parametrize("suffix", ["atom", "rss", "json"])
def test_a_killed_story_s_words_leave_digests_and_their_archive(
    room: Newsroom, suffix: str
) -> None:
    desk = replace(DESK, topics=(replace(HOURLY, limit=1),))
    room.take(TIMES)
    publish(room, at(8, 40), desk)
    for hour in (9, 10, 11):
        name = chr(97 + hour) * 5
        room.take(item("Harbour Times", name, name, [f"The {name} sails at dawn."], hour))
        publish(room, at(hour, 40), desk)
        publish(room, at(hour + 1), desk)
    feed, page = f"/topics/sea.{suffix}", f"/topics/sea/archive/1.{suffix}"
    before = fetch(room.store, page)
    assert b"The harbour board of Port Sable" in before
    room.take(item("Harbour Times", "h", "KILL: Harbour to be dredged", ["It is wrong."], 12))
    room.take(item("Harbour Times", "lllll", "KILL: lllll", ["It is wrong."], 12))
    publish(room, at(12, 10), desk)
    after = fetch(room.store, page)
    assert b"The harbour board of Port Sable" not in after
    assert b"Withdrawn: " in after
    assert b"The lllll sails" not in fetch(room.store, feed)
    assert [one for one, _ in read_entries(after, suffix)] == [
        one for one, _ in read_entries(before, suffix)
    ]
    assert {when for _, when in read_entries(after, suffix)} == {at(12, 10)}
    assert faults(after, suffix) == faults(fetch(room.store, feed), suffix) == []


def test_excerpts_that_a_source_allows_no_longer_leave_digests_and_their_archive(
    room: Newsroom,
) -> None:
    desk = replace(DESK, topics=(replace(HOURLY, limit=1),))
    with room.store.write() as tx:
        tx.sync_sources(desk.sources, due={source.name: at(7) for source in desk.sources})
    room.take(TIMES)
    publish(room, at(8, 40), desk)
    for hour in (9, 10):
        name = chr(97 + hour) * 5
        room.take(item("Radio Gulf", name, name, [f"The {name} sails at dawn."], hour))
        publish(room, at(hour, 40), desk)
        publish(room, at(hour + 1), desk)
    paths = ("/topics/sea.json", "/topics/sea/archive/1.json")
    before = [fetch(room.store, path) for path in paths]
    assert any(b"The harbour board of Port Sable" in body for body in before)
    excerpt, less = (
        replace(desk, sources=(Source(name="Harbour Times", republish=most),))
        for most in ("excerpt", "title")
    )
    assert release(room.store, excerpt, now=at(11, 30), everything=True).problems == ()
    assert [fetch(room.store, path) for path in paths] == before
    assert release(room.store, less, now=at(12), everything=True).problems == ()
    after = [fetch(room.store, path) for path in paths]
    assert not any(b"The harbour board of Port Sable" in body for body in after)
    assert not any(b"Withdrawn" in body for body in after)
    assert b"The kkkkk sails" in after[0]
    assert [read_entries(body, "json") for body in after] == [
        read_entries(body, "json") for body in before
    ]


@pytest.mark.parametrize("why", ["killed", "allowed no longer"])
def test_excerpts_leave_digests_also_where_the_page_has_moved_since(
    room: Newsroom, why: str
) -> None:
    with room.store.write() as tx:
        tx.sync_sources(DESK.sources, due={source.name: at(7) for source in DESK.sources})
    room.take(TIMES)
    publish(room, at(8, 40))
    (before,) = publish(room, at(9))
    assert "will dredge the northern channel" in before["content_html"]
    moved = "https://archive.example/2026/harbour"
    room.take(replace(TIMES, link=moved, canonical=moved))
    if why == "killed":
        kill = item("Harbour Times", "h", "KILL: Harbour to be dredged", ["It is wrong."], 10)
        room.take(replace(kill, link=moved, canonical=moved))
        (after,) = publish(room, at(10, 10))
    else:
        less = replace(DESK, sources=(Source(name="Harbour Times", republish="title"),))
        release(room.store, less, now=at(10, 10), everything=True)
        (after,) = json.loads(fetch(room.store, "/topics/sea.json"))["items"]
    assert "will dredge the northern channel" not in after["content_html"]
    assert ("Withdrawn" in after["content_html"]) == (why == "killed")


def test_the_daemon_knows_when_a_digest_is_due_though_nothing_came(
    room: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[[topic]]\nslug = "sea"\ntitle = "Sea"\ndigest = "hourly"\n')
    desk = Newsdesk(config.load(path), room.store)
    room.take(TIMES)
    publish(room, at(8, 40))
    monkeypatch.setattr("feeds.newsdesk.now", lambda: at(8, 59))
    assert not desk.is_due()
    monkeypatch.setattr("feeds.newsdesk.now", lambda: at(9))
    assert desk.is_due()
    assert "/topics/sea.atom" in desk.release().documents
    assert not desk.is_due()


def test_what_comes_while_the_clock_is_set_back_is_in_the_next_digest(room: Newsroom) -> None:
    room.take(TIMES)
    publish(room, at(8, 40))
    (first,) = publish(room, at(9, 10))
    room.take(BRIDGE, hour=6)
    assert publish(room, at(6, 20)) == [first]
    second, again = publish(room, at(10))
    assert again == first
    assert "A deeper way in for ships" in second["content_html"]
    assert "Harbour to be dredged" not in second["content_html"]
    assert publish(room, at(11)) == [second, first]


def test_digests_go_on_once_a_clock_that_was_ten_years_ahead_is_set_right(room: Newsroom) -> None:
    """They stood still until those years were over; what was published meanwhile was of that year for as long."""
    plain = replace(HOURLY, slug="all", title="All", digest=None)
    desk, ahead = replace(DESK, topics=(HOURLY, plain)), timedelta(days=3653)
    publish(room, at(7), desk)
    room.take(TIMES)
    publish(room, at(8, 20), desk)
    meanwhile = replace(BRIDGE, first_seen=at(8, 30) + ahead, seen_after=None, published=None)
    with room.store.write() as tx:
        absorb(tx, [meanwhile], window=WINDOW, now=at(8, 30) + ahead)
    (early,) = publish(room, at(8, 31) + ahead, desk)
    assert TIMES.title.split()[0] in early["content_html"]
    with room.store.write() as tx:
        assert tx.put_right(now=at(8, 40), periods={"sea": at(9)})
        assert not tx.put_right(now=at(8, 40), periods={"sea": at(9)}), "that is all"
    late = item("Coast Mail", "c", "Ferries to sail at night", ["Ferries sail at night now."], 8)
    room.take(late)
    publish(room, at(8, 50), desk)
    digest, again = publish(room, at(10), desk)
    assert again == early
    assert digest["content_html"].count("<li>") == 2
    assert all(one.title in digest["content_html"] for one in (BRIDGE, late))
    shown = json.loads(fetch(room.store, "/topics/all.json"))["items"]
    dates = {entry["title"]: entry["date_modified"] for entry in shown}
    assert dates[BRIDGE.title].startswith("2026-03-01T08:40:00")
    with room.store.read() as snapshot:
        for path in snapshot.document_paths():
            document = snapshot.document(path)
            assert document
            assert document.modified < at(11), path


def test_a_topic_that_gives_up_digests_shows_each_story_that_it_took_meanwhile(
    room: Newsroom,
) -> None:
    room.take(TIMES)
    publish(room, at(9))
    room.take(BRIDGE)
    plain = replace(DESK, topics=(replace(HOURLY, digest=None),))
    shown = {entry["title"] for entry in publish(room, at(10, 40), plain)}
    assert shown == {TIMES.title, BRIDGE.title}

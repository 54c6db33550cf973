"""Curation beyond a query, through releases: what enters a topic, when it is out, who heads it, in which order."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from feeds.model.poll import Source
from feeds.model.topic import Topic
from feeds.release import Desk, release
from store.api import Store
from tests.newsroom.intake import HARBOUR, TOLD, Newsroom, at, item

TIMES = item("Harbour Times", "h", "Harbour to be dredged before storms", HARBOUR, 8)
GULF = item("Radio Gulf", "g", "Dredgers come in May", HARBOUR, 9)
MAIL = item("Coast Mail", "m", "Sable dredges its harbour", HARBOUR, 10)
BRIDGE = item("Island Post", "b", "A deeper way in for ships", TOLD, 11)
SOURCES = (
    Source(name="Harbour Times", tags=("Local",)),
    Source(name="Radio Gulf"),
    Source(name="Coast Mail"),
    Source(name="Island Post"),
)


class Room(Newsroom):
    """A newsroom with one topic, whose rules a test gives; ``minute`` of the day is the clock."""

    def __init__(self, store: Store, **rules: Any) -> None:
        super().__init__(store)
        self.curate(**rules)

    def curate(self, **rules: Any) -> None:
        self.topic = Topic(slug="sea", title="Sea", **{"query": "sable", **rules})
        self.desk = Desk(
            topics=(self.topic,), sources=SOURCES, base_url="https://desk.example/", title="Desk"
        )

    def entries(self, when: datetime) -> list[dict[str, Any]]:
        """Publish, and what the topic's feed holds then."""
        assert release(self.store, self.desk, now=when).problems == ()
        with self.store.read() as snapshot:
            document = snapshot.document("/topics/sea.json")
        assert document
        found: list[dict[str, Any]] = json.loads(document.body)["items"]
        return found

    def titles(self, when: datetime) -> list[str]:
        return [entry["title"] for entry in self.entries(when)]

    def say(self, word: Any, story: str) -> None:
        with self.store.write() as tx:
            tx.put_word("sea", story, word, at=at(12))


def test_a_story_enters_when_its_second_carrier_comes_and_its_time_stays(store: Store) -> None:
    room = Room(store, min_carriers=2)
    room.take(TIMES)
    assert room.entries(at(9)) == []
    room.take(GULF)
    (entry,) = room.entries(at(10))
    assert entry["date_modified"] == "2026-03-01T08:00:00+00:00"
    with store.read() as snapshot:
        assert snapshot.topic_entries("sea")[0].entered == at(10)


def test_a_story_that_an_exclude_query_takes_stays_out_and_leaves_when_it_comes_to(
    store: Store,
) -> None:
    room = Room(store, exclude=("trawlers NEAR/3 sail", "source:gulf"))
    room.take(TIMES)
    room.take(BRIDGE)
    assert room.titles(at(12)) == [TIMES.title]
    room.take(GULF)
    assert room.titles(at(13)) == []
    room.curate()
    assert sorted(room.titles(at(14))) == sorted([TIMES.title, BRIDGE.title])


def test_first_carriers_only_takes_what_one_of_its_sources_had_first(store: Store) -> None:
    room = Room(store, sources=("tag:local", "Coast Mail"), first_carriers_only=True)
    room.take(TIMES)
    room.take(GULF)
    room.take(BRIDGE)
    room.take(item("Coast Mail", "late", "A deeper way in", TOLD, 13))
    assert room.titles(at(14)) == [TIMES.title]
    room.curate(sources=("tag:local", "Coast Mail"))
    assert len(room.titles(at(15))) == 2


def test_a_held_story_is_out_when_its_time_has_come_with_the_correction_that_came_meanwhile(
    store: Store,
) -> None:
    room = Room(store, hold=timedelta(hours=2))
    room.take(TIMES)
    assert room.titles(at(9)) == []
    costs = (*HARBOUR[:3], "The work costs five million crowns, Kell said.")
    fixed = item("Harbour Times", "h", "CORRECTED: " + TIMES.title, costs, 9)
    room.take(replace(fixed, first_seen=at(9, 30)))
    assert room.titles(at(10, 29)) == []
    with store.read() as snapshot:
        assert snapshot.next_held() == at(10, 30)
    (entry,) = room.entries(at(10, 30))
    assert "five million" in entry["content_html"]
    with store.read() as snapshot:
        assert snapshot.next_held() is None


def test_a_story_killed_while_it_is_held_never_appears_and_one_that_is_out_says_so(
    store: Store,
) -> None:
    room = Room(store, hold=timedelta(hours=2))
    notice = ("Kill the story on the harbour of Sable. Do not use.",)
    kill = item("Harbour Times", "h", f"KILL: {TIMES.title}", notice, 9)
    room.take(TIMES)
    assert room.titles(at(9)) == []
    room.take(kill)
    assert room.titles(at(9, 45)) == room.titles(at(12)) == []
    other = Room(store, hold=timedelta(hours=2))
    other.take(BRIDGE)
    assert other.titles(at(14)) == [BRIDGE.title]
    other.take(item("Island Post", "b", f"KILL: {BRIDGE.title}", notice, 15))
    assert other.titles(at(16)) == [f"Withdrawn: {BRIDGE.title}"]


def test_a_held_story_that_is_merged_into_one_that_is_out_costs_no_reader_an_entry(
    store: Store,
) -> None:
    room = Room(store, hold=timedelta(hours=2))
    room.take(BRIDGE)
    assert room.titles(at(14)) == [BRIDGE.title]
    late = item("Coast Mail", "m", MAIL.title, HARBOUR, 15)
    room.take(late)
    assert room.titles(at(16)) == [BRIDGE.title]
    room.join(room.story_of(BRIDGE), room.story_of(late))
    assert room.titles(at(16)) == [BRIDGE.title]


def test_hold_set_later_takes_nothing_back_and_unset_releases_what_waits(store: Store) -> None:
    room = Room(store)
    room.take(TIMES)
    assert room.titles(at(9)) == [TIMES.title]
    room.curate(hold=timedelta(days=2))
    room.take(BRIDGE)
    assert room.titles(at(12)) == [TIMES.title]
    room.curate()
    assert len(room.titles(at(13))) == 2
    with store.read() as snapshot:
        assert snapshot.next_held() is None


def test_a_priority_source_heads_the_entry_and_its_id_and_time_stay(store: Store) -> None:
    room = Room(store)
    room.take(TIMES)
    (before,) = room.entries(at(9))
    room.curate(priority=("Coast Mail", "Radio Gulf"))
    room.take(GULF)
    (entry,) = room.entries(at(10))
    assert (entry["title"], entry["url"]) == (GULF.title, "https://radio-gulf.example/g")
    room.take(MAIL)
    (entry,) = room.entries(at(11))
    assert (entry["title"], entry["url"]) == (MAIL.title, "https://coast-mail.example/m")
    assert entry["id"] == before["id"]
    assert entry["date_modified"] == before["date_modified"]
    told = entry["_dateline"]
    assert told["first_carrier"] == "Harbour Times"
    assert [carrier["source"] for carrier in told["carriers"]] == ["Harbour Times", "Radio Gulf"]


def test_a_withdrawn_story_is_headed_by_no_priority_source(store: Store) -> None:
    room = Room(store, priority=("Coast Mail",))
    for one in (TIMES, MAIL, item("Harbour Times", "k", f"KILL: {TIMES.title}", ("Kill.",), 11)):
        room.take(one)
    assert room.titles(at(12)) == [f"Withdrawn: {TIMES.title}"]


def test_what_a_priority_source_lets_be_published_counts_for_its_words(store: Store) -> None:
    room = Room(store, priority=("Coast Mail",))
    closed = tuple(
        replace(one, republish="title") if one.name == "Coast Mail" else one for one in SOURCES
    )
    room.desk = replace(room.desk, sources=closed)
    room.take(TIMES)
    room.take(MAIL)
    (entry,) = room.entries(at(11))
    assert entry["title"] == MAIL.title
    assert "Two dredgers" not in entry["content_html"]


@pytest.mark.parametrize(
    ("content", "quoted"), [("full", True), ("excerpt", True), ("none", False)]
)
def test_an_entry_says_what_matched_where_if_the_topic_explains(
    store: Store, content: Any, quoted: bool
) -> None:
    room = Room(store, query="dredgers AND title:storms", explain=True, content=content)
    room.take(TIMES)
    (entry,) = room.entries(at(9))
    html = entry["content_html"]
    assert "In this topic for <b>dredgers</b> in text" in html
    assert "<b>storms</b> in title" in html
    assert ("two dredgers begin" in html.partition("In this topic")[2]) == quoted
    room.say("pin", room.story_of(TIMES))
    assert "; <b>an editor’s pin</b>." in room.entries(at(9))[0]["content_html"]
    room.curate(query="dredgers AND title:storms")
    release(store, room.desk, now=at(10), everything=True)
    assert "In this topic" not in room.entries(at(10))[0]["content_html"]


def test_the_feed_stands_in_the_order_of_the_topic_s_rank(store: Store) -> None:
    room = Room(store)
    for one in (TIMES, GULF, BRIDGE):
        room.take(one)
    newest = room.titles(at(12))
    assert newest == [BRIDGE.title, TIMES.title]
    room.curate(rank="carriers")
    release(store, room.desk, now=at(13), everything=True)
    assert room.titles(at(13)) == [TIMES.title, BRIDGE.title]


def test_velocity_is_how_many_took_a_story_up_within_one_hour(store: Store) -> None:
    room = Room(store, rank="velocity")
    room.take(TIMES)
    room.take(item("Radio Gulf", "g", GULF.title, HARBOUR, 10))
    room.take(item("Coast Mail", "m", MAIL.title, HARBOUR, 12))
    room.take(item("Island Post", "b", BRIDGE.title, TOLD, 7))
    room.take(item("Reef Radio", "r", "Another way in", TOLD, 7))
    assert len(room.titles(at(13))) == 2
    assert room.titles(at(14))[0] == BRIDGE.title


def test_a_pinned_story_enters_and_a_banned_one_leaves_over_every_change(store: Store) -> None:
    room = Room(store, query="harbour", exclude=("ships",), min_carriers=2)
    room.take(TIMES)
    room.take(GULF)
    room.take(BRIDGE)
    assert room.titles(at(12)) == [TIMES.title]
    room.say("pin", room.story_of(BRIDGE))
    room.say("ban", room.story_of(TIMES))
    assert room.titles(at(13)) == [BRIDGE.title]
    room.curate(query="harbour OR nothing", window=timedelta(hours=1))
    room.take(MAIL)
    assert room.titles(at(20)) == [BRIDGE.title], "matched anew, older than the window"
    room.say(None, room.story_of(BRIDGE))
    room.say(None, room.story_of(TIMES))
    room.curate(query="harbour")
    assert room.titles(at(21)) == [TIMES.title]


def test_an_editor_s_word_follows_a_story_that_is_merged(store: Store) -> None:
    room = Room(store)
    room.take(TIMES)
    room.take(BRIDGE)
    room.say("ban", room.story_of(BRIDGE))
    assert room.titles(at(12)) == [TIMES.title]
    kept = room.join(room.story_of(TIMES), room.story_of(BRIDGE))
    assert room.titles(at(13)) == []
    with store.read() as snapshot:
        assert snapshot.words_in("sea") == {kept: "ban"}


def test_an_editor_s_word_goes_with_the_story_that_it_was_said_of_when_that_is_split_off_again(
    store: Store,
) -> None:
    room = Room(store)
    room.take(TIMES)
    room.take(BRIDGE)
    room.say("ban", room.story_of(BRIDGE))
    kept = room.join(room.story_of(TIMES), room.story_of(BRIDGE))
    assert room.titles(at(13)) == []
    again = room.split(kept, BRIDGE)
    assert room.titles(at(14)) == [TIMES.title]
    with store.read() as snapshot:
        assert snapshot.words_in("sea") == {again: "ban"}
        assert snapshot.words_by_story([kept, again]) == {again: {"sea": "ban"}}


def test_a_word_said_of_a_merged_story_is_in_place_of_what_was_said_before(store: Store) -> None:
    room = Room(store)
    room.take(TIMES)
    room.take(BRIDGE)
    room.say("ban", room.story_of(BRIDGE))
    kept = room.join(room.story_of(TIMES), room.story_of(BRIDGE))
    room.say(None, kept)
    assert room.titles(at(13)) == [TIMES.title]
    room.split(kept, BRIDGE)
    assert room.titles(at(14)) == [BRIDGE.title, TIMES.title]


def test_nothing_is_left_of_a_word_when_its_story_goes(store: Store) -> None:
    room = Room(store)
    room.take(TIMES)
    room.take(BRIDGE)
    room.say("pin", room.story_of(BRIDGE))
    room.join(room.story_of(TIMES), room.story_of(BRIDGE))
    with store.write() as tx:
        assert tx.tidy(before=at(23)) == 1
    with store.read() as snapshot:
        assert snapshot.words_in("sea") == {}


def test_a_renamed_topic_keeps_its_pins(store: Store) -> None:
    room = Room(store, query="nothing")
    room.take(TIMES)
    room.say("pin", room.story_of(TIMES))
    assert room.titles(at(12)) == [TIMES.title]
    renamed = replace(room.topic, slug="ocean", was=("sea",))
    release(store, replace(room.desk, topics=(renamed,)), now=at(13))
    with store.read() as snapshot:
        assert [entry.story.id for entry in snapshot.topic_entries("ocean")] == [
            room.story_of(TIMES)
        ]


def test_a_pinned_story_stays_in_a_feed_that_moves_on(store: Store) -> None:
    room = Room(store, query="", limit=1)
    room.take(TIMES)
    room.say("pin", room.story_of(TIMES))
    room.entries(at(9))
    room.take(BRIDGE)
    assert room.titles(at(12)) == [BRIDGE.title, TIMES.title]


def built(store: Store, asked: str, **rules: Any) -> Room:
    """A topic ``sea`` with those rules, and a topic with that query that is built on it."""
    room = Room(store, **rules)
    above = Topic(slug="above", title="Above", query=asked)
    room.desk = replace(room.desk, topics=(above, room.topic))
    return room


def above(room: Room, when: datetime) -> list[str]:
    """Publish; the titles that the topic built on ``sea`` holds then."""
    release(room.store, room.desk, now=when)
    with room.store.read() as snapshot:
        return [entry.story.head.title for entry in snapshot.topic_entries("above")]


def test_a_topic_takes_with_another_what_is_pinned_there_and_not_what_is_banned(
    store: Store,
) -> None:
    room = built(store, "topic:sea NOT tunnel", query="dredge*")
    room.take(TIMES)
    room.take(BRIDGE)
    assert above(room, at(12)) == [TIMES.title]
    room.say("pin", room.story_of(BRIDGE))
    assert above(room, at(12, 5)) == [BRIDGE.title, TIMES.title]
    room.say("ban", room.story_of(TIMES))
    assert above(room, at(12, 10)) == [BRIDGE.title]
    room.say(None, room.story_of(TIMES))
    room.say(None, room.story_of(BRIDGE))
    assert above(room, at(12, 15)) == [TIMES.title]


def test_a_topic_may_still_leave_out_what_another_was_given_by_an_editor(store: Store) -> None:
    room = built(store, "sable NOT topic:sea", query="dredge*")
    room.take(BRIDGE)
    assert above(room, at(12)) == [BRIDGE.title]
    room.say("pin", room.story_of(BRIDGE))
    assert above(room, at(12, 5)) == []


def test_a_topic_takes_what_another_holds_back_when_that_has_it_out(store: Store) -> None:
    room = built(store, "topic:sea", hold=timedelta(minutes=10))
    room.take(TIMES)  # seen at 8:30
    assert above(room, at(8, 35)) == []
    assert above(room, at(8, 40)) == [TIMES.title]


def test_a_word_on_a_topic_reaches_through_those_between(store: Store) -> None:
    room = Room(store, query="dredge*")
    between = Topic(slug="between", title="Between", query="topic:sea")
    last = Topic(slug="above", title="Above", query="topic:between AND sable")
    room.desk = replace(room.desk, topics=(last, room.topic, between))
    room.take(BRIDGE)
    assert above(room, at(12)) == []
    room.say("pin", room.story_of(BRIDGE))
    assert above(room, at(12, 5)) == [BRIDGE.title]
    room.say("ban", room.story_of(BRIDGE))
    assert above(room, at(12, 10)) == []


def test_a_story_enters_though_the_clock_that_took_it_in_is_ahead(store: Store) -> None:
    """A worker's clock some seconds ahead of the publisher's, or one that was set back between poll and release."""
    room = Room(store)
    room.take(TIMES)
    assert len(room.entries(TIMES.first_seen - timedelta(seconds=2))) == 1

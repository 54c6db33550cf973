"""What a hub pushes while its source is being polled, and is taken in before that poll is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.newsroom.desk import source
from tests.newsroom.feed import rss
from tests.newsroom.upstream import Answer
from tests.push.hub import Wish
from tests.push.scene import CRANE, FERRY, PIER, Scene


@pytest.fixture
def wish(scene: Scene) -> Wish:
    """Of a source that is to be reported when it is silent, and was pushed to an hour ago."""
    scene.table = source("Gulf Radio", scene.topic, 'silence = "6h"')
    wish = scene.subscribe()
    scene.push(wish, CRANE)
    scene.desk.later(hours=1)
    return wish


def _told(scene: Scene) -> list[str]:
    with scene.desk.newsdesk.store.read() as snapshot:
        return [event.kind for event in snapshot.source_events(limit=9)][::-1]


def test_it_is_the_last_news_though_the_poll_found_none(scene: Scene, wish: Wish) -> None:
    """And counts for how often the source has news."""
    scene.desk.poll()
    rate = scene.desk.state.rate
    asked = scene.desk.ask()
    scene.desk.later(minutes=1)
    scene.push(wish, PIER)
    pushed = scene.desk.now
    scene.desk.later(minutes=1)
    scene.desk.settle(asked)
    assert scene.desk.state.changed == pushed
    assert (scene.desk.state.rate or 0.0) > (rate or 0.0)


def test_it_is_the_last_news_though_the_hub_is_left_before_the_poll_ends(
    scene: Scene, wish: Wish
) -> None:
    """As where our own address changes: the next subscription knows of no push."""
    asked = scene.desk.ask()
    scene.desk.later(minutes=1)
    scene.push(wish, PIER)
    pushed = scene.desk.now
    scene.desk.configure(scene.table, base_url=scene.desk.base.replace("127.0.0.1", "127.0.0.2"))
    scene.desk.work()
    scene.desk.later(minutes=1)
    scene.desk.settle(asked)
    assert scene.desk.state.changed == pushed


@pytest.mark.parametrize("status", [200, 503])
def test_a_silent_source_that_it_came_from_is_told_to_speak_again_once(
    scene: Scene, wish: Wish, status: int
) -> None:
    scene.desk.later(hours=7)
    scene.carry(CRANE, FERRY)
    scene.desk.poll()
    assert _told(scene) == ["fell silent"]
    if status != 200:
        scene.upstream.answers["/feed"] = Answer(status=status)
    asked = scene.desk.ask()
    scene.desk.later(minutes=1)
    scene.push(wish, PIER)
    scene.desk.settle(asked)
    assert scene.desk.state.silent is None
    scene.desk.later(minutes=30)
    scene.carry(PIER, CRANE, FERRY)
    scene.desk.poll()
    assert _told(scene) == ["fell silent", "spoke again"]


def test_both_may_be_taken_in_together(scene: Scene, wish: Wish) -> None:
    asked = scene.desk.ask()
    scene.desk.later(minutes=1)
    assert scene.hub.push(wish, rss("gulf", PIER)).status == 202
    scene.desk.newsdesk.settle([asked, scene.desk.read()])
    assert scene.desk.state.changed == scene.desk.now
    assert scene.desk.state.polled == scene.desk.now
    assert scene.desk.held[0].taken == scene.desk.held[0].pushed == scene.desk.now


def test_what_could_not_be_taken_has_the_source_asked_again_soon(scene: Scene, wish: Wish) -> None:
    """What the poll under way was answered may be from before."""
    asked = scene.desk.ask()
    scene.desk.later(minutes=1)
    assert scene.hub.push(wish, b"").status == 202
    scene.desk.take_in()
    scene.desk.settle(asked)
    assert scene.desk.wait == timedelta(minutes=10), "min_interval"
    assert scene.desk.state.why_next == "its hub told of news that it did not bring"
    scene.desk.later(minutes=10)
    scene.desk.poll()
    assert scene.desk.wait > timedelta(minutes=10)


def test_a_push_is_no_poll_after_which_items_may_have_been_missed(scene: Scene, wish: Wish) -> None:
    scene.carry(*(replace(PIER, key=f"p{n}", title=f"Pier {n} closed") for n in range(3)))
    scene.desk.poll()
    assert (scene.desk.state.missed, scene.desk.state.misses) == (True, 1)
    scene.push(wish, CRANE)
    assert (scene.desk.state.missed, scene.desk.state.misses) == (True, 1)


def test_a_push_does_not_say_that_the_source_answers_again(scene: Scene, wish: Wish) -> None:
    scene.upstream.answers["/feed"] = Answer(status=503)
    for _ in range(3):
        scene.desk.later(hours=1)
        scene.desk.poll()
    scene.push(wish, PIER)
    assert _told(scene) == ["broke"]
    scene.carry(PIER, CRANE, FERRY)
    scene.desk.later(hours=1)
    scene.desk.poll()
    assert _told(scene) == ["broke", "came back"]

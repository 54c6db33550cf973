"""A subscription's later life over real HTTP: renewed, denied, changed, given up, ended."""

from __future__ import annotations

from datetime import timedelta
from typing import NoReturn

import pytest
from structlog.testing import capture_logs

from feeds.errors import StoreAway
from tests.newsroom.feed import rss
from tests.push.hub import Hub
from tests.push.scene import CRANE, DAY, FERRY, HOUR, PIER, Scene


def test_the_lease_is_renewed_before_it_ends_with_the_same_callback(scene: Scene) -> None:
    wish = scene.subscribe()
    scene.desk.later(days=6)
    scene.desk.work()
    assert len(scene.hub.wishes) == 1
    scene.desk.later(days=2.1)
    scene.desk.work()
    assert scene.hub.wishes == [wish, wish]
    assert scene.desk.held[0].is_verified, "it lives on meanwhile"
    scene.hub.verify(wish)
    (held,) = scene.desk.held
    assert held.expires == scene.desk.now + 10 * DAY
    scene.push(wish, CRANE)


def test_the_hub_is_gone_when_the_lease_is_to_be_renewed_and_polling_resumes(scene: Scene) -> None:
    scene.hub.lease = 10 * 3600
    wish = scene.subscribe()
    scene.hub.statuses = [503]
    scene.desk.later(hours=8.5)
    scene.push(wish, CRANE)
    assert scene.desk.state.due == scene.desk.held[0].expires, "no later than the lease ends"
    gaps = []
    for _ in range(9):
        scene.desk.work()
        scene.desk.now, before = scene.desk.held[0].due, scene.desk.now
        gaps.append(scene.desk.now - before)
    assert gaps[:6] == sorted(gaps[:6]), "asked further and further apart"
    assert gaps[0] <= timedelta(minutes=1)
    assert gaps[-1] <= DAY
    assert len(scene.hub.wishes) == 10
    assert "503" in (scene.desk.held[0].problem or "")
    scene.carry(CRANE, FERRY)
    scene.desk.poll()
    assert scene.desk.wait <= HOUR
    scene.hub.statuses = [202]
    scene.desk.now = scene.desk.held[0].due
    scene.desk.work()
    assert scene.hub.verify(wish).status == 200, "the hub is back"


def _name_both(scene: Scene, other: Hub) -> None:
    named = f'<{scene.hub.url}>; rel="hub", <{other.url}>; rel="hub", <{scene.topic}>; rel="self"'
    scene.carry(FERRY, link=named)


def test_a_source_that_names_two_hubs_is_subscribed_to_at_the_second_where_the_first_refuses(
    scene: Scene,
) -> None:
    with Hub() as other:
        scene.hub.statuses = [410]
        _name_both(scene, other)
        scene.start()
        scene.desk.work()
        assert (len(scene.hub.wishes), other.wishes) == (1, [])
        scene.desk.poll()
        scene.desk.work()
        (wish,) = other.wishes
        assert wish.secret != scene.hub.wishes[0].secret
        assert other.verify(wish).text == "c4ll-b4ck"
        scene.desk.poll()
        scene.desk.work()
        assert (len(scene.hub.wishes), len(other.wishes)) == (1, 1)
        scene.push(wish, CRANE)
        assert "Crane falls" in scene.desk.titles


def test_two_hubs_that_refuse_are_asked_in_turn_and_no_more_often_than_one(scene: Scene) -> None:
    with Hub() as other:
        scene.hub.statuses = other.statuses = [503]
        _name_both(scene, other)
        scene.start()
        for _ in range(240):
            scene.desk.work()
            scene.desk.later(minutes=10)
            scene.desk.poll()
        asked = (len(scene.hub.wishes), len(other.wishes))
        scene.desk.work()  # one may just have been left
    assert min(asked) >= 2
    assert abs(asked[0] - asked[1]) <= 1
    assert sum(asked) <= 8, "in forty hours"
    assert len(scene.desk.held) == 1


def test_two_hubs_that_deny_are_each_asked_once_a_week(scene: Scene) -> None:
    with Hub() as other:
        _name_both(scene, other)
        scene.start()
        for hub in (scene.hub, other):
            scene.desk.work()
            (wish,) = hub.wishes
            hub.verify(wish, mode="denied", reason="not here")
            scene.desk.poll()
        scene.desk.later(days=6)
        scene.desk.work()
        assert (len(scene.hub.wishes), len(other.wishes)) == (1, 1)
        scene.desk.later(days=1.1)
        scene.desk.work()
        assert len(scene.hub.wishes) == 2


def test_a_hub_that_takes_the_request_and_never_verifies_is_asked_again_later(
    scene: Scene,
) -> None:
    scene.start()
    scene.desk.work()
    scene.desk.later(minutes=59)
    scene.desk.work()
    assert len(scene.hub.wishes) == 1
    scene.desk.later(minutes=1)
    scene.desk.work()
    assert scene.desk.held[0].problem == "its hub never verified the request"
    assert scene.hub.verify(scene.hub.wishes[0]).status == 404, "too late"
    scene.desk.later(minutes=1)
    scene.desk.work()
    assert len(scene.hub.wishes) == 2
    assert scene.hub.verify(scene.hub.wishes[1]).status == 200


def test_a_hub_that_denies_is_left_alone_for_a_week_and_polling_resumes(scene: Scene) -> None:
    wish = scene.subscribe()
    own = scene.desk.state.due
    scene.push(wish, CRANE)
    assert scene.desk.state.due > own
    assert scene.hub.verify(wish, mode="denied", reason="No\nmore").status == 200
    assert scene.desk.state.due == own
    (held,) = scene.desk.held
    assert (held.is_verified, held.problem) == (False, "its hub refuses: No more")
    assert scene.hub.push(wish, rss("gulf", PIER)).status == 410
    scene.desk.later(days=6.9)
    scene.desk.work()
    assert len(scene.hub.wishes) == 1
    scene.desk.later(days=0.2)
    scene.desk.work()
    assert len(scene.hub.wishes) == 2


def test_retry_after_of_a_hub_is_kept_to(scene: Scene) -> None:
    scene.hub.statuses, scene.hub.headers = [429], {"Retry-After": "7200"}
    scene.start()
    scene.desk.work()
    assert scene.desk.held[0].due >= scene.desk.now + 2 * HOUR


def test_a_hub_may_send_the_request_elsewhere(scene: Scene) -> None:
    scene.hub.statuses = [307, 202]
    scene.hub.headers = {"Location": "/new"}
    scene.start()
    scene.desk.work()
    assert [wish.path for wish in scene.hub.wishes] == ["/hub", "/new"]
    assert scene.hub.verify(scene.hub.wishes[1]).status == 200


def test_a_hub_that_redirects_to_where_the_secret_would_go_in_the_clear_is_not_followed(
    scene: Scene,
) -> None:
    scene.hub.statuses = [308]
    scene.hub.headers = {"Location": "http://hub.example.net/"}
    scene.start()
    scene.desk.work()
    assert len(scene.hub.wishes) == 1
    assert "308" in (scene.desk.held[0].problem or "")


def test_a_source_that_goes_is_unsubscribed_from_and_pushed_to_no_more(scene: Scene) -> None:
    wish = scene.subscribe()
    scene.desk.configure()
    scene.desk.work()
    goodbye = scene.hub.wishes[-1]
    assert (goodbye.mode, goodbye.callback) == ("unsubscribe", wish.callback)
    assert scene.hub.push(wish, rss("gulf", CRANE)).status == 410
    assert scene.hub.verify(wish).status == 404, "nobody else subscribes us again"
    assert scene.hub.verify(goodbye).text == "c4ll-b4ck"
    assert scene.desk.held == []


def test_a_hub_that_does_not_hear_the_goodbye_is_asked_three_times(scene: Scene) -> None:
    scene.subscribe()
    scene.hub.statuses = [500]
    scene.desk.configure()
    for _ in range(6):
        scene.desk.work()
        scene.desk.later(hours=2)
    assert [wish.mode for wish in scene.hub.wishes] == ["subscribe", *["unsubscribe"] * 3]
    assert scene.desk.held == []


def test_another_hub_is_changed_to(scene: Scene) -> None:
    wish = scene.subscribe()
    scene.desk.later(hours=1)
    other = f'<{scene.hub.url}/2>; rel="hub", <{scene.topic}>; rel="self"'
    scene.carry(CRANE, FERRY, link=other)
    scene.desk.poll()
    scene.desk.work()
    asked = sorted((one.mode, one.path) for one in scene.hub.wishes[1:])
    assert asked == [("subscribe", "/hub/2"), ("unsubscribe", "/hub")]
    assert {one.callback == wish.callback for one in scene.hub.wishes[1:]} == {True, False}


def test_a_source_that_names_no_hub_any_more_is_left(scene: Scene) -> None:
    scene.subscribe()
    scene.desk.later(hours=1)
    scene.carry(CRANE, FERRY, link="")
    scene.desk.poll()
    scene.desk.work()
    assert [wish.mode for wish in scene.hub.wishes] == ["subscribe", "unsubscribe"]


def test_another_base_address_is_subscribed_with_at_once(scene: Scene) -> None:
    wish = scene.subscribe()
    scene.push(wish, CRANE)
    scene.desk.configure(scene.table, base_url=f"{scene.desk.base}desk/")
    scene.desk.work()
    modes = {one.mode: one.callback for one in scene.hub.wishes[1:]}
    assert modes["unsubscribe"] == wish.callback
    assert modes["subscribe"].startswith(f"{scene.desk.base}desk/websub/")
    assert scene.desk.wait <= HOUR, "polled as before meanwhile"


def test_without_a_public_address_nobody_is_subscribed_to(scene: Scene) -> None:
    scene.desk.start(scene.table, base_url="http://desk.local/")
    scene.desk.poll()
    scene.desk.work()
    assert scene.desk.held == []
    assert scene.hub.wishes == []


def test_what_was_pushed_and_not_read_before_a_crash_is_polled_for(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish = scene.subscribe()
    scene.push(wish, CRANE)
    scene.desk.later(minutes=15)
    assert scene.hub.push(wish, rss("gulf", PIER)).status == 202
    scene.desk.later(minutes=1)
    assert scene.hub.push(wish, rss("gulf", FERRY)).status == 202
    scene.desk.take_in()  # the first of the two
    scene.desk.begin()
    with monkeypatch.context() as patch:
        patch.setattr(scene.desk.newsdesk.store, "write", _away)
        scene.desk.work()
    assert scene.desk.wait >= HOUR
    scene.desk.work()
    assert scene.desk.wait <= timedelta(0)
    scene.desk.poll()
    scene.desk.begin()
    scene.desk.work()
    assert scene.desk.wait > timedelta(minutes=20), "it was polled for, and is not again"


def test_after_a_restart_sources_are_polled_at_their_own_pace_until_the_next_push(
    scene: Scene,
) -> None:
    wish = scene.subscribe()
    own = scene.desk.state.due
    scene.push(wish, CRANE)
    assert scene.desk.state.due > own
    scene.desk.begin()
    scene.desk.work()
    assert scene.desk.state.due == own
    scene.push(wish, PIER)
    assert scene.desk.state.due > own


def test_more_than_can_be_read_is_put_off_by_the_hub(scene: Scene) -> None:
    wish = scene.subscribe()
    answers = [scene.hub.push(wish, rss("gulf", CRANE)) for _ in range(9)]
    assert [one.status for one in answers] == [202] * 8 + [503]
    assert answers[-1].headers["retry-after"]


def _away() -> NoReturn:
    raise StoreAway("its disk is full")


def test_what_is_wrong_with_pushes_is_said_once_also_by_a_clock_that_was_set_back(
    scene: Scene,
) -> None:
    wish = scene.subscribe()
    scene.desk.later(hours=1)
    scene.desk.work()
    scene.desk.later(days=-1)
    assert scene.hub.push(wish, rss("gulf", FERRY), signature="sha256=0").status == 202
    with capture_logs() as logs:
        for _ in range(3):
            scene.desk.later(minutes=1)
            scene.desk.work()
    assert [one["event"] for one in logs] == ["push trouble"]

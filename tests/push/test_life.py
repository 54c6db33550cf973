"""A subscription's life over real HTTP: found, asked for, verified, pushed to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.poll import websub
from tests.newsroom.desk import source
from tests.newsroom.feed import TYPE, Entry, rss
from tests.newsroom.upstream import Answer
from tests.push.hub import Wish
from tests.push.scene import CRANE, DAY, FERRY, HOUR, PIER, Scene


def test_a_source_that_names_its_hub_is_subscribed_to_and_what_is_pushed_is_there_without_a_poll(
    scene: Scene,
) -> None:
    wish = scene.subscribe()
    assert (wish.mode, wish.topic, wish.lease_seconds) == ("subscribe", scene.topic, "864000")
    assert wish.callback.startswith(f"{scene.desk.base}websub/")
    assert len(scene.upstream.seen) == 1
    scene.push(wish, CRANE)
    assert scene.desk.titles == ["Crane falls", "Ferry sails twice"]
    assert len(scene.upstream.seen) == 1, "nobody asked the source"


def test_the_hub_may_be_named_by_the_document_alone(scene: Scene) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Gulf</title><id>urn:g</id>'
        f'<updated>2026-02-03T08:00:00Z</updated><link rel="hub" href="{scene.hub.url}"/>'
        f'<link rel="self" href="{scene.topic}"/><entry><title>Ferry</title><id>urn:a</id>'
        "<updated>2026-02-03T08:00:00Z</updated></entry></feed>"
    )
    headers = {"Content-Type": "application/atom+xml"}
    scene.upstream.answers["/feed"] = Answer(body=atom.encode(), headers=headers)
    assert scene.subscribe().topic == scene.topic


def test_a_json_feed_names_its_hubs_too(scene: Scene) -> None:
    json = (
        f'{{"version":"https://jsonfeed.org/version/1.1","title":"G","feed_url":"{scene.topic}",'
        f'"hubs":[{{"type":"WebSub","url":"{scene.hub.url}"}}],"items":[]}}'
    )
    headers = {"Content-Type": "application/feed+json"}
    scene.upstream.answers["/feed"] = Answer(body=json.encode(), headers=headers)
    assert scene.subscribe().topic == scene.topic


@pytest.mark.parametrize("own", ["", ', <https://elsewhere.example/feed>; rel="self"'])
def test_a_source_without_a_hub_or_without_an_address_of_its_own_is_just_polled(
    scene: Scene, own: str
) -> None:
    scene.carry(FERRY, link=f'<{scene.hub.url}>; rel="hub"{own}')
    scene.start()
    scene.desk.work()
    assert scene.hub.wishes == []
    assert scene.desk.held == []


def test_callback_and_secret_are_another_s_for_each_subscription_and_too_long_to_guess(
    scene: Scene,
) -> None:
    first = scene.subscribe()
    scene.desk.configure()
    scene.desk.configure(scene.table)
    scene.desk.poll()
    scene.desk.configure(scene.table.replace("/feed", "/feed?2"))
    scene.upstream.answers["/feed?2"] = scene.upstream.answers["/feed"]
    scene.desk.work()
    scene.desk.poll()
    scene.desk.work()
    second = scene.hub.wishes[-1]
    assert first.callback != second.callback
    assert first.secret != second.secret
    for wish in (first, second):
        token = wish.callback.rpartition("/")[2]
        assert len(token) >= 43, "256 bits"
        assert 43 <= len(wish.secret.encode()) < 200
    shown = repr(scene.desk.held)
    assert first.secret not in shown
    assert first.callback.rpartition("/")[2] not in shown


@pytest.mark.parametrize(
    "changes",
    [{"topic": "https://else.example/"}, {"mode": "unsubscribe"}, {"mode": "?"}, {"challenge": ""}],
)
def test_only_what_was_asked_for_is_verified(scene: Scene, changes: dict[str, str]) -> None:
    scene.start()
    scene.desk.work()
    (wish,) = scene.hub.wishes
    assert scene.hub.verify(wish, **changes).status == 404
    assert not scene.desk.held[0].is_verified
    assert scene.hub.verify(wish).status == 200
    assert scene.hub.verify(wish).status == 404, "it was asked for once"


def test_nothing_is_verified_or_taken_at_an_address_that_nobody_was_given(scene: Scene) -> None:
    wish = scene.subscribe()
    guess = Wish(**{**_fields(wish), "callback": f"{scene.desk.base}websub/guess"})
    assert scene.hub.verify(guess).status == 404
    assert scene.hub.push(guess, rss("gulf", CRANE)).status == 410


def _fields(wish: Wish) -> dict[str, str]:
    return {name: getattr(wish, name) for name in Wish.__slots__}


def test_content_before_the_hub_verified_is_not_taken(scene: Scene) -> None:
    scene.start()
    scene.desk.work()
    (wish,) = scene.hub.wishes
    assert scene.hub.push(wish, rss("gulf", CRANE)).status == 410


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_each_method_of_signing_that_websub_knows_is_taken(scene: Scene, method: str) -> None:
    wish = scene.subscribe()
    assert scene.hub.push(wish, rss("gulf", CRANE), method=method).status == 202
    assert scene.desk.take_in().new == 1


def test_content_with_a_wrong_signature_or_none_is_answered_and_ignored_and_said_once(
    scene: Scene,
) -> None:
    wish, body = scene.subscribe(), rss("gulf", CRANE)
    due = scene.desk.state.due
    assert scene.hub.push(wish, body, secret="guessed").status == 202
    assert scene.hub.push(wish, body, method="").status == 202
    assert scene.hub.push(wish, body, method="md5").status == 202
    assert scene.hub.push(wish, body, signature="sha256=").status == 202
    assert scene.hub.push(wish, body, signature="sha256=ä".encode().decode("latin-1")).status == 202
    (held,) = scene.desk.held
    assert "signature" in (held.problem or "")
    assert held.pushed is None
    assert scene.desk.visits.empty()
    scene.push(wish, PIER)
    assert scene.desk.titles == ["Ferry sails twice", "Pier closed"]
    assert scene.desk.held[0].problem is None
    assert scene.desk.state.due >= due


def test_a_subscription_that_ends_while_content_comes_stays_ended(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish = scene.subscribe()

    def ends(*_: object) -> bool:
        with scene.desk.newsdesk.store.write() as tx:
            tx.push.drop(scene.desk.held[0].token)
        return False

    monkeypatch.setattr(websub, "is_signed", ends)
    assert scene.hub.push(wish, rss("gulf", CRANE)).status == 202
    assert scene.desk.held == []


def test_content_that_is_too_large_or_encoded_is_refused(scene: Scene) -> None:
    wish = scene.subscribe()
    assert scene.hub.push(wish, bytes(100_001)).status == 413
    in_pieces = iter((bytes(60_000), bytes(60_000)))
    assert scene.hub.push(wish, in_pieces, method="").status == 413
    packed = scene.hub.push(wish, rss("gulf", CRANE), Content_Encoding="gzip")
    assert packed.status == 415


def test_while_pushes_come_the_source_is_asked_seldom_and_says_so(scene: Scene) -> None:
    wish = scene.subscribe()
    assert scene.desk.wait <= HOUR
    scene.push(wish, CRANE)
    assert scene.desk.wait >= 2 * HOUR
    assert "127.0.0.1 pushes its news" in (scene.desk.state.why_next or "")
    for hour in range(30):
        scene.desk.later(hours=1)
        scene.push(wish, Entry(key=f"n{hour}", title=f"News {hour}", text=f"Notice {hour} of it."))
        assert scene.desk.state.due <= scene.desk.now + DAY
    assert scene.desk.wait <= timedelta(0), "asked once a day all the same"
    scene.desk.poll()
    assert scene.desk.wait > 2 * HOUR


def test_polling_resumes_when_a_push_is_overdue(scene: Scene) -> None:
    wish = scene.subscribe()
    scene.push(wish, CRANE)
    scene.desk.now = scene.desk.state.due + HOUR
    scene.carry(CRANE, FERRY)
    scene.desk.poll()
    assert scene.desk.wait <= HOUR
    assert "pushes" not in (scene.desk.state.why_next or "")


def test_polling_resumes_when_a_poll_finds_what_was_not_pushed(scene: Scene) -> None:
    wish = scene.subscribe()
    scene.push(wish, CRANE)
    scene.desk.later(hours=1)
    scene.carry(PIER, CRANE, FERRY)
    assert scene.desk.poll().new == 1
    assert scene.desk.wait <= HOUR
    assert "pushes" not in (scene.desk.state.why_next or "")
    scene.desk.later(minutes=10)
    scene.push(wish, Entry(key="d", title="Pier opens", text="It is open again, said the harbour."))
    assert scene.desk.wait > HOUR, "pushes count again"


def test_a_push_and_a_poll_of_the_same_give_one_item_in_either_order(scene: Scene) -> None:
    wish = scene.subscribe()
    scene.push(wish, CRANE)
    scene.push(wish, CRANE)
    scene.desk.later(hours=1)
    scene.carry(PIER, CRANE, FERRY)
    assert scene.desk.poll().new == 1
    scene.push(wish, PIER)
    assert scene.desk.titles == ["Crane falls", "Ferry sails twice", "Pier closed"]


def test_a_push_leaves_validators_alone(scene: Scene) -> None:
    body = rss("gulf", FERRY)
    scene.carry(FERRY, ETag='"1"')
    wish = scene.subscribe()
    scene.push(wish, CRANE)
    scene.desk.later(hours=1)
    scene.upstream.answers["/feed"] = Answer(body=body, headers=TYPE, etag='"1"')
    assert scene.desk.poll().status == 304
    assert scene.upstream.seen[-1].headers["if-none-match"] == '"1"'
    assert scene.desk.held[0].is_verified, "a 304 without links ends nothing"


def test_what_can_not_be_read_or_says_it_is_another_s_makes_the_source_asked_soon(
    scene: Scene,
) -> None:
    wish = scene.subscribe()
    scene.push(wish, CRANE)
    scene.desk.later(hours=1)
    assert scene.hub.push(wish, b"").status == 202
    assert scene.desk.take_in().error == "the answer is empty"
    assert scene.desk.wait <= timedelta(0)
    assert scene.desk.state.why_next == "its hub told of news that it did not bring"
    scene.desk.poll()
    assert scene.desk.wait <= HOUR, "its pushes count again from the next good one on"
    assert "pushes" not in (scene.desk.state.why_next or "")
    foreign = f'<link xmlns="http://www.w3.org/2005/Atom" rel="self" href="{scene.topic}/other"/>'
    assert scene.hub.push(wish, rss("gulf", PIER, extra=foreign)).status == 202
    report = scene.desk.take_in()
    assert (report.new, report.pushed) == (0, True)
    assert "another address" in (report.error or "")


def test_a_notice_that_takes_a_story_back_is_believed_of_the_source_only(scene: Scene) -> None:
    wish = scene.subscribe()
    kill = Entry(key="k", title="KILL: Ferry sails twice", text="Please kill this story: not true.")
    assert scene.hub.push(wish, rss("gulf", kill, CRANE)).status == 202
    report = scene.desk.take_in()
    assert report.new == 0
    assert "takes a story back" in (report.error or "")
    assert scene.desk.titles == ["Ferry sails twice"]


def test_the_server_s_word_holds_for_what_a_hub_tells_of(scene: Scene) -> None:
    scene.carry(FERRY, **{"Cache-Control": "max-age=7200"})
    wish = scene.subscribe()
    scene.hub.push(wish, b"")
    scene.desk.take_in()
    assert scene.desk.wait == 2 * HOUR


@pytest.mark.parametrize("together", [True, False])
def test_news_pushed_while_a_poll_waits_is_not_forgotten_by_it(
    scene: Scene, together: bool
) -> None:
    scene.table = source("Gulf Radio", scene.topic, 'silence = "2h"')
    wish = scene.subscribe()
    scene.desk.later(days=1)
    scene.desk.poll()
    polled = scene.desk.ask()
    assert scene.hub.push(wish, rss("gulf", CRANE)).status == 202
    pushed = scene.desk.read()
    polled = replace(polled, reply=replace(polled.reply, received=scene.desk.now + HOUR))
    for some in [[pushed, polled]] if together else [[pushed], [polled]]:
        scene.desk.newsdesk.settle(some)
    assert scene.desk.state.silent is None
    assert scene.desk.state.rate == pytest.approx(1.0, rel=0.01), "a day"

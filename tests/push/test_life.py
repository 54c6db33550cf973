"""A subscription's life over real HTTP: found, asked for, verified, pushed to, renewed, given up, ended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.newsroom.desk import source
from tests.newsroom.feed import TYPE, Entry, rss
from tests.newsroom.upstream import Answer, Upstream
from tests.push.desk import PushedDesk
from tests.push.hub import Hub, Wish

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_FERRY = Entry(key="a", title="Ferry sails twice", text="The second boat leaves Port Sable at six.")
_CRANE = Entry(key="b", title="Crane falls", text="A crane fell into the basin; nobody was hurt.")
_PIER = Entry(key="c", title="Pier closed", text="The long pier of Corrin is closed until autumn.")


class _Scene:
    """A source that names a hub, and the desk that subscribes to it."""

    def __init__(self, desk: PushedDesk, upstream: Upstream, hub: Hub) -> None:
        self.desk, self.upstream, self.hub = desk, upstream, hub
        self.topic = upstream.url("/feed")
        self.table = source("Gulf Radio", self.topic)
        self.carry(_FERRY)

    def carry(self, *entries: Entry, link: str | None = None, **more: str) -> None:
        """What the source has; ``link`` is its Link header."""
        named = f'<{self.hub.url}>; rel="hub", <{self.topic}>; rel="self"'
        headers = {**TYPE, "Link": named if link is None else link, **more}
        self.upstream.answers["/feed"] = Answer(body=rss("gulf", *entries), headers=headers)

    def start(self) -> None:
        self.desk.start(self.table)
        self.desk.poll()

    def subscribe(self) -> Wish:
        """Up to a verified subscription."""
        self.start()
        self.desk.work()
        wish = self.hub.wishes[-1]
        assert self.hub.verify(wish).text == "c4ll-b4ck"
        return wish

    def push(self, wish: Wish, *entries: Entry) -> None:
        assert self.hub.push(wish, rss("gulf", *entries)).status == 202
        self.desk.take_in()


@pytest.fixture
def scene(desk: PushedDesk, upstream: Upstream, hub: Hub) -> _Scene:
    return _Scene(desk, upstream, hub)


def test_a_source_that_names_its_hub_is_subscribed_to_and_what_is_pushed_is_there_without_a_poll(
    scene: _Scene,
) -> None:
    wish = scene.subscribe()
    assert (wish.mode, wish.topic, wish.lease_seconds) == ("subscribe", scene.topic, "864000")
    assert wish.callback.startswith(f"{scene.desk.base}websub/")
    assert len(scene.upstream.seen) == 1
    scene.push(wish, _CRANE)
    assert scene.desk.titles == ["Crane falls", "Ferry sails twice"]
    assert len(scene.upstream.seen) == 1, "nobody asked the source"


def test_the_hub_may_be_named_by_the_document_alone(scene: _Scene) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Gulf</title><id>urn:g</id>'
        f'<updated>2026-02-03T08:00:00Z</updated><link rel="hub" href="{scene.hub.url}"/>'
        f'<link rel="self" href="{scene.topic}"/><entry><title>Ferry</title><id>urn:a</id>'
        "<updated>2026-02-03T08:00:00Z</updated></entry></feed>"
    )
    headers = {"Content-Type": "application/atom+xml"}
    scene.upstream.answers["/feed"] = Answer(body=atom.encode(), headers=headers)
    assert scene.subscribe().topic == scene.topic


def test_a_json_feed_names_its_hubs_too(scene: _Scene) -> None:
    json = (
        f'{{"version":"https://jsonfeed.org/version/1.1","title":"G","feed_url":"{scene.topic}",'
        f'"hubs":[{{"type":"WebSub","url":"{scene.hub.url}"}}],"items":[]}}'
    )
    headers = {"Content-Type": "application/feed+json"}
    scene.upstream.answers["/feed"] = Answer(body=json.encode(), headers=headers)
    assert scene.subscribe().topic == scene.topic


def test_a_source_without_a_hub_or_without_an_address_of_its_own_is_just_polled(
    scene: _Scene,
) -> None:
    scene.carry(_FERRY, link=f'<{scene.hub.url}>; rel="hub"')
    scene.start()
    scene.desk.work()
    assert scene.hub.wishes == []
    assert scene.desk.held == []


def test_callback_and_secret_are_another_s_for_each_subscription_and_too_long_to_guess(
    scene: _Scene,
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
def test_only_what_was_asked_for_is_verified(scene: _Scene, changes: dict[str, str]) -> None:
    scene.start()
    scene.desk.work()
    (wish,) = scene.hub.wishes
    assert scene.hub.verify(wish, **changes).status == 404
    assert not scene.desk.held[0].is_verified
    assert scene.hub.verify(wish).status == 200
    assert scene.hub.verify(wish).status == 404, "it was asked for once"


def test_nothing_is_verified_or_taken_at_an_address_that_nobody_was_given(scene: _Scene) -> None:
    wish = scene.subscribe()
    guess = Wish(**{**_fields(wish), "callback": f"{scene.desk.base}websub/guess"})
    assert scene.hub.verify(guess).status == 404
    assert scene.hub.push(guess, rss("gulf", _CRANE)).status == 410


def _fields(wish: Wish) -> dict[str, str]:
    return {name: getattr(wish, name) for name in Wish.__slots__}


def test_content_before_the_hub_verified_is_not_taken(scene: _Scene) -> None:
    scene.start()
    scene.desk.work()
    (wish,) = scene.hub.wishes
    assert scene.hub.push(wish, rss("gulf", _CRANE)).status == 410


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_each_method_of_signing_that_websub_knows_is_taken(scene: _Scene, method: str) -> None:
    wish = scene.subscribe()
    assert scene.hub.push(wish, rss("gulf", _CRANE), method=method).status == 202
    assert scene.desk.take_in().new == 1


def test_content_with_a_wrong_signature_or_none_is_answered_and_ignored_and_said_once(
    scene: _Scene,
) -> None:
    wish, body = scene.subscribe(), rss("gulf", _CRANE)
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
    scene.push(wish, _PIER)
    assert scene.desk.titles == ["Ferry sails twice", "Pier closed"]
    assert scene.desk.held[0].problem is None
    assert scene.desk.state.due >= due


def test_content_that_is_too_large_or_encoded_is_refused(scene: _Scene) -> None:
    wish = scene.subscribe()
    assert scene.hub.push(wish, bytes(100_001)).status == 413
    packed = scene.hub.push(wish, rss("gulf", _CRANE), Content_Encoding="gzip")
    assert packed.status == 415


def test_while_pushes_come_the_source_is_asked_seldom_and_says_so(scene: _Scene) -> None:
    wish = scene.subscribe()
    assert scene.desk.wait <= _HOUR
    scene.push(wish, _CRANE)
    assert scene.desk.wait >= 2 * _HOUR
    assert "127.0.0.1 pushes its news" in (scene.desk.state.why_next or "")
    for hour in range(30):
        scene.desk.later(hours=1)
        scene.push(wish, Entry(key=f"n{hour}", title=f"News {hour}", text=f"Notice {hour} of it."))
        assert scene.desk.state.due <= scene.desk.now + _DAY
    assert scene.desk.wait <= timedelta(0), "asked once a day all the same"
    scene.desk.poll()
    assert scene.desk.wait > 2 * _HOUR


def test_an_interval_that_the_operator_fixed_stays(scene: _Scene) -> None:
    scene.table = source("Gulf Radio", scene.topic, 'interval = "20m"')
    wish = scene.subscribe()
    scene.push(wish, _CRANE)
    assert scene.desk.wait == timedelta(minutes=20)


def test_polling_resumes_when_a_push_is_overdue(scene: _Scene) -> None:
    wish = scene.subscribe()
    scene.push(wish, _CRANE)
    scene.desk.now = scene.desk.state.due + _HOUR
    scene.carry(_CRANE, _FERRY)
    scene.desk.poll()
    assert scene.desk.wait <= _HOUR
    assert "pushes" not in (scene.desk.state.why_next or "")


def test_polling_resumes_when_a_poll_finds_what_was_not_pushed(scene: _Scene) -> None:
    wish = scene.subscribe()
    scene.push(wish, _CRANE)
    scene.desk.later(hours=1)
    scene.carry(_PIER, _CRANE, _FERRY)
    assert scene.desk.poll().new == 1
    assert scene.desk.wait <= _HOUR
    scene.desk.later(minutes=10)
    scene.push(wish, Entry(key="d", title="Pier opens", text="It is open again, said the harbour."))
    assert scene.desk.wait > _HOUR, "pushes count again"


def test_a_push_and_a_poll_of_the_same_give_one_item_in_either_order(scene: _Scene) -> None:
    wish = scene.subscribe()
    scene.push(wish, _CRANE)
    scene.push(wish, _CRANE)
    scene.desk.later(hours=1)
    scene.carry(_PIER, _CRANE, _FERRY)
    assert scene.desk.poll().new == 1
    scene.push(wish, _PIER)
    assert scene.desk.titles == ["Crane falls", "Ferry sails twice", "Pier closed"]


def test_a_push_leaves_validators_alone(scene: _Scene) -> None:
    body = rss("gulf", _FERRY)
    scene.carry(_FERRY, ETag='"1"')
    wish = scene.subscribe()
    scene.push(wish, _CRANE)
    scene.desk.later(hours=1)
    scene.upstream.answers["/feed"] = Answer(body=body, headers=TYPE, etag='"1"')
    assert scene.desk.poll().status == 304
    assert scene.upstream.seen[-1].headers["if-none-match"] == '"1"'
    assert scene.desk.held[0].is_verified, "a 304 without links ends nothing"


def test_what_can_not_be_read_or_says_it_is_another_s_makes_the_source_asked_soon(
    scene: _Scene,
) -> None:
    wish = scene.subscribe()
    scene.push(wish, _CRANE)
    scene.desk.later(hours=1)
    assert scene.hub.push(wish, b"").status == 202
    assert scene.desk.take_in().error == "the answer is empty"
    assert scene.desk.wait <= timedelta(0)
    assert scene.desk.state.why_next == "its hub told of news that it did not bring"
    foreign = f'<link xmlns="http://www.w3.org/2005/Atom" rel="self" href="{scene.topic}/other"/>'
    assert scene.hub.push(wish, rss("gulf", _PIER, extra=foreign)).status == 202
    report = scene.desk.take_in()
    assert (report.new, report.pushed) == (0, True)
    assert "another address" in (report.error or "")


def test_a_notice_that_takes_a_story_back_is_believed_of_the_source_only(scene: _Scene) -> None:
    wish = scene.subscribe()
    kill = Entry(key="k", title="KILL: Ferry sails twice", text="Please kill this story: not true.")
    assert scene.hub.push(wish, rss("gulf", kill, _CRANE)).status == 202
    report = scene.desk.take_in()
    assert report.new == 0
    assert "takes a story back" in (report.error or "")
    assert scene.desk.titles == ["Ferry sails twice"]


def test_the_server_s_word_holds_for_what_a_hub_tells_of(scene: _Scene) -> None:
    scene.carry(_FERRY, **{"Cache-Control": "max-age=7200"})
    wish = scene.subscribe()
    scene.hub.push(wish, b"")
    scene.desk.take_in()
    assert scene.desk.wait == 2 * _HOUR


def test_the_lease_is_renewed_before_it_ends_with_the_same_callback(scene: _Scene) -> None:
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
    assert held.expires == scene.desk.now + 10 * _DAY
    scene.push(wish, _CRANE)


def test_the_hub_is_gone_when_the_lease_is_to_be_renewed_and_polling_resumes(scene: _Scene) -> None:
    scene.hub.lease = 10 * 3600
    wish = scene.subscribe()
    scene.hub.statuses = [503]
    scene.desk.later(hours=8.5)
    scene.push(wish, _CRANE)
    assert scene.desk.state.due == scene.desk.held[0].expires, "no later than the lease ends"
    gaps = []
    for _ in range(9):
        scene.desk.work()
        scene.desk.now, before = scene.desk.held[0].due, scene.desk.now
        gaps.append(scene.desk.now - before)
    assert gaps[:6] == sorted(gaps[:6]), "asked further and further apart"
    assert gaps[0] <= timedelta(minutes=1)
    assert gaps[-1] <= _DAY
    assert len(scene.hub.wishes) == 10
    assert "503" in (scene.desk.held[0].problem or "")
    scene.carry(_CRANE, _FERRY)
    scene.desk.poll()
    assert scene.desk.wait <= _HOUR
    scene.hub.statuses = [202]
    scene.desk.now = scene.desk.held[0].due
    scene.desk.work()
    assert scene.hub.verify(wish).status == 200, "the hub is back"


def test_a_hub_that_takes_the_request_and_never_verifies_is_asked_again_later(
    scene: _Scene,
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


def test_a_hub_that_denies_is_left_alone_for_a_week_and_polling_resumes(scene: _Scene) -> None:
    wish = scene.subscribe()
    own = scene.desk.state.due
    scene.push(wish, _CRANE)
    assert scene.desk.state.due > own
    assert scene.hub.verify(wish, mode="denied", reason="No\nmore").status == 200
    assert scene.desk.state.due == own
    (held,) = scene.desk.held
    assert (held.is_verified, held.problem) == (False, "its hub refuses: No more")
    assert scene.hub.push(wish, rss("gulf", _PIER)).status == 410
    scene.desk.later(days=6.9)
    scene.desk.work()
    assert len(scene.hub.wishes) == 1
    scene.desk.later(days=0.2)
    scene.desk.work()
    assert len(scene.hub.wishes) == 2


def test_retry_after_of_a_hub_is_kept_to(scene: _Scene) -> None:
    scene.hub.statuses, scene.hub.headers = [429], {"Retry-After": "7200"}
    scene.start()
    scene.desk.work()
    assert scene.desk.held[0].due >= scene.desk.now + 2 * _HOUR


def test_a_hub_may_send_the_request_elsewhere(scene: _Scene) -> None:
    scene.hub.statuses = [307, 202]
    scene.hub.headers = {"Location": "/new"}
    scene.start()
    scene.desk.work()
    assert [wish.path for wish in scene.hub.wishes] == ["/hub", "/new"]
    assert scene.hub.verify(scene.hub.wishes[1]).status == 200


def test_a_hub_that_redirects_to_where_the_secret_would_go_in_the_clear_is_not_followed(
    scene: _Scene,
) -> None:
    scene.hub.statuses = [308]
    scene.hub.headers = {"Location": "http://hub.example.net/"}
    scene.start()
    scene.desk.work()
    assert len(scene.hub.wishes) == 1
    assert "308" in (scene.desk.held[0].problem or "")


def test_a_source_that_goes_is_unsubscribed_from_and_pushed_to_no_more(scene: _Scene) -> None:
    wish = scene.subscribe()
    scene.desk.configure()
    scene.desk.work()
    goodbye = scene.hub.wishes[-1]
    assert (goodbye.mode, goodbye.callback) == ("unsubscribe", wish.callback)
    assert scene.hub.push(wish, rss("gulf", _CRANE)).status == 410
    assert scene.hub.verify(wish).status == 404, "nobody else subscribes us again"
    assert scene.hub.verify(goodbye).text == "c4ll-b4ck"
    assert scene.desk.held == []


def test_a_hub_that_does_not_hear_the_goodbye_is_asked_three_times(scene: _Scene) -> None:
    scene.subscribe()
    scene.hub.statuses = [500]
    scene.desk.configure()
    for _ in range(6):
        scene.desk.work()
        scene.desk.later(hours=2)
    assert [wish.mode for wish in scene.hub.wishes] == ["subscribe", *["unsubscribe"] * 3]
    assert scene.desk.held == []


def test_another_hub_is_changed_to(scene: _Scene) -> None:
    wish = scene.subscribe()
    scene.desk.later(hours=1)
    other = f'<{scene.hub.url}/2>; rel="hub", <{scene.topic}>; rel="self"'
    scene.carry(_CRANE, _FERRY, link=other)
    scene.desk.poll()
    scene.desk.work()
    asked = sorted((one.mode, one.path) for one in scene.hub.wishes[1:])
    assert asked == [("subscribe", "/hub/2"), ("unsubscribe", "/hub")]
    assert {one.callback == wish.callback for one in scene.hub.wishes[1:]} == {True, False}


def test_a_source_that_names_no_hub_any_more_is_left(scene: _Scene) -> None:
    scene.subscribe()
    scene.desk.later(hours=1)
    scene.carry(_CRANE, _FERRY, link="")
    scene.desk.poll()
    scene.desk.work()
    assert [wish.mode for wish in scene.hub.wishes] == ["subscribe", "unsubscribe"]


def test_another_base_address_is_subscribed_with_at_once(scene: _Scene) -> None:
    wish = scene.subscribe()
    scene.push(wish, _CRANE)
    scene.desk.configure(scene.table, base_url=f"{scene.desk.base}desk/")
    scene.desk.work()
    modes = {one.mode: one.callback for one in scene.hub.wishes[1:]}
    assert modes["unsubscribe"] == wish.callback
    assert modes["subscribe"].startswith(f"{scene.desk.base}desk/websub/")
    assert scene.desk.wait <= _HOUR, "polled as before meanwhile"


def test_without_a_public_address_nobody_is_subscribed_to(scene: _Scene) -> None:
    scene.desk.start(scene.table, base_url="http://desk.local/")
    scene.desk.poll()
    scene.desk.work()
    assert scene.desk.held == []
    assert scene.hub.wishes == []


def test_what_was_pushed_and_not_read_before_a_crash_is_polled_for(scene: _Scene) -> None:
    wish = scene.subscribe()
    scene.push(wish, _CRANE)
    scene.desk.later(hours=1)
    assert scene.hub.push(wish, rss("gulf", _PIER)).status == 202
    assert scene.desk.wait >= _HOUR
    scene.desk.begin()
    scene.desk.subscriber.recover()
    assert scene.desk.wait <= timedelta(0)


def test_after_a_restart_sources_are_polled_at_their_own_pace_until_the_next_push(
    scene: _Scene,
) -> None:
    wish = scene.subscribe()
    own = scene.desk.state.due
    scene.push(wish, _CRANE)
    assert scene.desk.state.due > own
    scene.desk.begin()
    scene.desk.subscriber.recover()
    assert scene.desk.state.due == own
    scene.push(wish, _PIER)
    assert scene.desk.state.due > own


def test_more_than_can_be_read_is_put_off_by_the_hub(scene: _Scene) -> None:
    wish = scene.subscribe()
    answers = [scene.hub.push(wish, rss("gulf", _CRANE)) for _ in range(9)]
    assert [one.status for one in answers] == [202] * 8 + [503]
    assert answers[-1].headers["retry-after"]

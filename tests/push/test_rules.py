"""Whether to subscribe, and to what: the rules for addresses, links and leases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.model.poll import PollHints, PollState, Reply, Source
from feeds.model.push import PushOffer, PushSubscription
from feeds.parse.document import parse
from feeds.poll import websub
from feeds.poll.pace import PollLimits
from feeds.poll.slowed import slowed

_NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)
_DAY = timedelta(days=1)
_OWN = [ip_network("10.0.0.0/8")]
_FEED = "https://www.gulf.example.org/feed"
_LIMITS = PollLimits(
    interval=timedelta(minutes=30), min_interval=timedelta(minutes=10), max_interval=_DAY
)


def _held(**more: object) -> PushSubscription:
    fields: dict[str, object] = {
        "token": "t",
        "source": "Gulf",
        "address": _FEED,
        "hub": "https://hub.example.net/",
        "topic": _FEED,
        "callback": "https://desk.example.org/websub/t",
        "secret": b"s",
        "due": _NOW,
    }
    return PushSubscription(**{**fields, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("base_url", "reached"),
    [
        ("https://news.example.org/desk/", True),
        ("http://news.example.org:8080/", True),
        ("http://8.8.8.8/", True),
        ("http://[2a00:1450:4001:80b::200e]/", True),
        ("http://10.1.2.3/", True),  # opened
        ("http://127.0.0.1:8080/", False),
        ("http://192.168.1.5/", False),
        ("http://[::1]/", False),
        ("http://localhost/", False),
        ("http://newsdesk/", False),
        ("http://desk.local/", False),
        ("https://desk.home.arpa./", False),
        ("https://desk.example/", False),
    ],
)
def test_hubs_reach_public_addresses_and_those_in_networks_that_were_opened(
    base_url: str, reached: bool
) -> None:
    assert (websub.unreachable(base_url, _OWN) is None) == reached


_SITE = "https://www.gulf.example.org"


@pytest.mark.parametrize(
    ("links", "hub", "topic"),
    [
        ([f'<https://h.net/>; rel="hub", <{_FEED}>; rel="self"'], "https://h.net/", _FEED),
        (["<https://h.net/>;rel=hub", f"<{_FEED}>;rel=self"], "https://h.net/", _FEED),
        ([f'<{_FEED}>; title="a, b; rel=x"; REL="alternate Self"'], "https://doc.net/", _FEED),
        (['</hub?a=1,2>; rel="hub", </feed>; rel=self'], f"{_SITE}/hub?a=1,2", _FEED),
        (['<http://h.net/>; rel="hub", <https://i.net/>; rel="hub"'], "https://i.net/", None),
        (['<https://h.net/>; rel="hub"; anchor="/other"'], "https://doc.net/", None),
        (["<<>;;; rel=hub", 'rel="hub"', "<https://h.net/"], "https://doc.net/", None),
    ],
)
def test_headers_come_before_the_document(links: list[str], hub: str, topic: str | None) -> None:
    headers = tuple(("link", value) for value in links)
    reply = Reply(url=_FEED, final_url=_FEED, received=_NOW, status=200, headers=headers)
    found, *_ = websub.offers(reply, PollHints(hub="https://doc.net/", self_url="/own"))
    assert found == PushOffer(hub=hub, topic=topic or f"{_SITE}/own")


def test_the_hubs_of_a_document_are_asked_one_after_the_other() -> None:
    feed = f"""<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><title>Gulf</title>
<a:link rel="self" href="{_FEED}"/><a:link rel="hub" href="http://h.net/"/>
<a:link rel="hub" href="https://i.net/"/><item><guid>1</guid></item></channel></rss>"""
    hints = parse(feed.encode(), content_type=None, location=_FEED).hints
    reply = Reply(url=_FEED, final_url=_FEED, received=_NOW, status=200)
    assert [one.hub for one in websub.offers(reply, hints)] == ["https://i.net/", "http://h.net/"]


@given(st.text(alphabet='<>;,="\\ []:/relhubs\n', max_size=60))
def test_nothing_that_is_named_breaks_anything(value: str) -> None:
    headers = (("link", value),)
    reply = Reply(url=_FEED, final_url=_FEED, received=_NOW, headers=headers)
    for hints in (PollHints(), PollHints(hub=value, self_url=_FEED), PollHints(self_url=value)):
        for found in websub.offers(reply, hints):
            websub.objection(found, _FEED, _OWN)


@pytest.mark.parametrize(
    ("hub", "topic", "asked", "why"),
    [
        ("https://hub.example.net/", "https://feeds.gulf.example.org/f", _FEED, None),
        ("http://10.1.1.1/hub", _FEED, _FEED, None),
        ("http://hub.example.net/", _FEED, _FEED, "does not encrypt"),
        ("http://11.1.1.1/hub", _FEED, _FEED, "does not encrypt"),
        ("ftp://10.1.1.1/hub", _FEED, _FEED, "does not encrypt"),
        ("https:///hub", _FEED, _FEED, "does not encrypt"),
        ("https://[/", _FEED, _FEED, "no address"),
        (f"https://hub.example.net/{'x' * 2048}", _FEED, _FEED, "too long"),
        ("https://hub.example.net/", "ftp://gulf.example.org/", _FEED, "another site"),
        ("https://hub.example.net/", "https://herald.example.com/f", _FEED, "of another site"),
        (
            "https://hub.example.net/",
            "https://a.github.io/",
            "https://b.github.io/",
            "another site",
        ),
        ("https://hub.example.net/", _FEED, "https://me:pw@www.gulf.example.org/", "password"),
        ("https://hub.example.net/", "https://me:pw@www.gulf.example.org/", _FEED, "password"),
        ("https://hub.example.net/", f"{_FEED}?{'x' * 2048}", _FEED, "too long"),
    ],
)
def test_what_is_subscribed_to_is_the_source_s_own_and_the_secret_goes_out_encrypted(
    hub: str, topic: str, asked: str, why: str | None
) -> None:
    said = websub.objection(PushOffer(hub=hub, topic=topic), asked, _OWN)
    assert (said is None) if why is None else (why in (said or ""))


@pytest.mark.parametrize(
    ("stated", "term"),
    [
        ("3600", timedelta(hours=1)),
        ("0", timedelta(minutes=1)),
        ("99999999999999999999", 30 * _DAY),
        ("", 10 * _DAY),
        ("-5", 10 * _DAY),
        ("١٢", 10 * _DAY),
    ],
)
def test_a_lease_is_believed_within_bounds_and_renewed_in_its_last_third(
    stated: str, term: timedelta
) -> None:
    held = websub.verified(_held(pending="subscribe"), stated, _NOW)
    assert held.expires == _NOW + term
    assert _NOW + term * 0.66 <= held.due <= _NOW + term * 0.8


def test_renewals_of_many_do_not_come_together() -> None:
    dues = {websub.verified(_held(token=f"{n}"), "86400", _NOW).due for n in range(50)}
    assert len(dues) == 50


def test_a_request_asks_for_a_lease_and_brings_the_secret_and_a_goodbye_neither() -> None:
    assert websub.request_form(_held(pending="subscribe")) == (
        b"hub.mode=subscribe&hub.topic=https%3A%2F%2Fwww.gulf.example.org%2Ffeed"
        b"&hub.callback=https%3A%2F%2Fdesk.example.org%2Fwebsub%2Ft"
        b"&hub.lease_seconds=864000&hub.secret=s"
    )
    goodbye = websub.request_form(_held(pending="unsubscribe"))
    assert b"secret" not in goodbye
    assert b"lease" not in goodbye


@pytest.mark.parametrize(
    ("rate", "hours"),
    [(12.0, 8), (1.0, 24), (0.1, 24), (None, 4)],  # a day: four times the mean time between them
)
def test_a_push_is_overdue_by_the_source_s_own_rate(rate: float | None, hours: int) -> None:
    state = PollState(
        source="Gulf",
        due=_NOW + timedelta(hours=1),
        polled=_NOW,
        interval=timedelta(hours=1),
        rate=rate,
        watched=5.0 if rate else 0.0,
    )
    held = _held(expires=_NOW + 9 * _DAY, pushed=_NOW)
    after = slowed(state, Source(name="Gulf", url=_FEED), _LIMITS, held)
    assert after.due == _NOW + timedelta(hours=hours)
    assert after.unpushed == state.due


def test_hours_that_a_feed_asks_to_skip_are_skipped_also_while_pushes_come() -> None:
    hints = PollHints(skip_hours=frozenset({16, 17}))
    state = PollState(
        source="Gulf", due=_NOW, polled=_NOW, interval=timedelta(hours=1), hints=hints
    )
    held = _held(expires=_NOW + 9 * _DAY, pushed=_NOW)
    after = slowed(state, Source(name="Gulf", url=_FEED), _LIMITS, held)
    assert after.due == _NOW.replace(hour=18)

"""What the sources of one site keep to together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feeds.model.poll import DomainState, PollState, Reply, Source, Wait
from feeds.poll.domain import after_reply, put_off, registrable
from feeds.schedule import claim
from store.api import Store

_NOW = datetime(2026, 2, 3, 10, 30, tzinfo=UTC)
_H = timedelta(hours=1)


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.example.org/feed", "example.org"),
        ("https://feeds.news.example.org:8443/feed", "example.org"),
        ("https://mara:s3cret@WWW.Example.ORG./feed", "example.org"),
        ("https://news.example.co.uk/feed", "example.co.uk"),
        ("https://other.example.co.uk/feed", "example.co.uk"),
        ("https://co.uk/feed", "co.uk"),
        ("https://one.github.io/feed", "one.github.io"),
        ("https://two.github.io/feed", "two.github.io"),
        ("https://a.example.xn--p1ai/feed", "example.xn--p1ai"),
        ("http://127.0.0.1:8000/feed", "127.0.0.1:8000"),
        ("http://mara:s3cret@127.0.0.1:8001/feed", "127.0.0.1:8001"),
        ("http://[2001:db8::1]:8000/feed", "[2001:db8::1]:8000"),
        ("http://localhost/feed", "localhost"),
        ("http://wire:8000/feed", "wire:8000"),
    ],
)
def test_a_site_is_what_one_party_can_register(url: str, domain: str) -> None:
    assert registrable(url) == domain


@pytest.mark.parametrize(
    ("status", "retry_after", "rests", "limited"),
    [
        (429, "7200", 2 * _H, True),
        (429, "60", _H, True),
        (429, "Tue, 03 Feb 2026 13:30:00 GMT", 3 * _H, True),
        (429, None, None, True),
        (429, "later", None, True),
        (429, "99999999", timedelta(days=7), True),
        (503, "7200", 2 * _H, False),
        (503, None, None, None),
        (500, "7200", None, None),
        (404, "7200", None, None),
        (200, "7200", None, None),
        (None, None, None, None),
    ],
)
def test_429_and_503_hold_for_the_whole_site(
    status: int | None, retry_after: str | None, rests: timedelta | None, limited: bool | None
) -> None:
    headers = (("retry-after", retry_after),) if retry_after is not None else ()
    url = "https://feeds.example.org/a"
    reply = Reply(url=url, final_url=url, received=_NOW, status=status, headers=headers)
    states = after_reply({}, reply, _NOW)
    if limited is None:
        assert not states
        return
    (state,) = states
    assert state.domain == "example.org"
    assert state.until == (_NOW + rests if rests else None)
    assert (state.limited == _NOW) is limited


@pytest.mark.parametrize("date", ["Tue, 03 Feb 2026 10:30:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"])
@pytest.mark.parametrize("redirects", [False, True])
def test_a_moment_that_has_passed_asks_for_no_rest(date: str, *, redirects: bool) -> None:
    """However far: what a server's clock says stops no other source."""
    past, url = "Thu, 01 Jan 1970 00:00:00 GMT", "https://www.example.org/feed"
    headers = () if redirects else (("retry-after", past), ("date", date))
    waits = (Wait(url=url, retry_after=past, date=date),) if redirects else ()
    reply = Reply(url=url, final_url=url, received=_NOW, status=503, headers=headers, waits=waits)
    (learnt,) = after_reply({}, reply, _NOW)
    assert learnt.until == _NOW


def test_a_rest_is_never_cut_short_by_a_later_answer() -> None:
    known = DomainState(domain="example.org", noted=_NOW, until=_NOW + 5 * _H, limited=_NOW)
    url = "https://example.org/b"
    reply = Reply(
        url=url, final_url=url, received=_NOW, status=503, headers=(("retry-after", "60"),)
    )
    learnt = after_reply({"example.org": known}, reply, _NOW + _H)
    assert learnt == (replace(known, noted=_NOW + _H),)


def test_a_redirect_s_retry_after_holds_for_the_site_that_redirects() -> None:
    waits = (
        Wait(url="https://go.example.com/a", retry_after="60"),
        Wait(url="https://www.example.com/a", retry_after="7200"),
        Wait(url="https://example.com/a", retry_after="60"),
        Wait(url="https://example.net/a", retry_after="soon"),
    )
    final = "https://example.org/a"
    reply = Reply(url=waits[0].url, final_url=final, received=_NOW, status=200, waits=waits)
    (learnt,) = after_reply({}, reply, _NOW)
    assert (learnt.domain, learnt.until, learnt.limited) == ("example.com", _NOW + 2 * _H, None)
    busy = replace(reply, status=503, headers=(("retry-after", "3600"),))
    rests = {one.domain: one.until for one in after_reply({}, busy, _NOW)}
    assert rests == {"example.com": _NOW + 2 * _H, "example.org": _NOW + _H}
    # Nor does what it answers in the end, or asked for before, cut that short.
    itself = replace(busy, final_url="https://example.com/b")
    (learnt,) = after_reply({}, itself, _NOW)
    assert learnt.until == _NOW + 2 * _H
    long = DomainState(domain="example.com", noted=_NOW, until=_NOW + 5 * _H)
    (learnt,) = after_reply({"example.com": long}, reply, _NOW)
    assert learnt.until == _NOW + 5 * _H


def test_the_sources_of_a_resting_site_wait_and_come_back_apart_others_are_polled(
    store: Store,
) -> None:
    sources = {f"s{n}": Source(name=f"s{n}", url=f"https://s{n}.example.org/") for n in range(9)}
    sources["other"] = Source(name="other", url="https://example.com/")
    sources["wire"] = Source(name="wire", path="drop")
    rest = DomainState(domain="example.org", noted=_NOW, until=_NOW + _H)
    with store.write() as tx:
        tx.sync_sources(list(sources.values()), due=dict.fromkeys(sources, _NOW))
        tx.save_domain_state(rest)
        claimed = claim(tx, sources, now=_NOW, lease=_H, limit=99)
        assert sorted(state.source for state in claimed) == ["other", "wire"]
        waiting = [state for state in tx.poll_states() if state.source.startswith("s")]
        assert all(_NOW + _H <= state.due <= _NOW + 1.1 * _H for state in waiting)
        assert len({state.due for state in waiting}) == 9
        assert {state.lease for state in waiting} == {None}
        said = "example.org asked all its sources to wait (an hour, Retry-After)"
        assert {state.why_next for state in waiting} == {said}
        later = claim(tx, sources, now=_NOW + 2 * _H, lease=_H, limit=99)
        assert len(later) == 11, "the lease of the two lapsed, too"


def test_waiting_changes_nothing_but_when() -> None:
    state = PollState(source="a", due=_NOW, etag='"1"', failures=2, problem="x", polled=_NOW - _H)
    rest = DomainState(domain="example.org", noted=_NOW, until=_NOW + _H)
    put = put_off(state, rest, _NOW)
    assert replace(put, due=state.due, why_next=None) == state


def test_after_a_long_rest_the_sources_of_a_site_are_not_put_off_for_hours_more() -> None:
    week = DomainState(domain="example.org", noted=_NOW, until=_NOW + 168 * _H)
    due = [put_off(PollState(source=f"s{n}", due=_NOW), week, _NOW).due for n in range(9)]
    assert all(0 * _H <= one - _NOW - 168 * _H <= _H / 6 for one in due)

"""Which address a source is asked at after moves, and what is remembered of an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from feeds.model.poll import Gone, NotModified, PollState, Source
from feeds.poll.move import as_configured, present_url
from feeds.poll.pace import Brought
from tests.poll.polls import BODY, FRESH, KNOWN, NOW, SAME, SOURCE, H, after, failed

# Moving


def _polls(*moves: str | None) -> PollState:
    state = KNOWN
    for target in moves:
        state = after(state, replace(BODY, moved=target))
    return state


_NEW = "https://new.example/feed"


@pytest.mark.parametrize(
    ("moves", "asked"),
    [
        ((_NEW, _NEW), SOURCE.url),
        ((_NEW, _NEW, _NEW), _NEW),
        ((_NEW, _NEW, None, _NEW), SOURCE.url),
        ((_NEW, _NEW, "https://other.example/"), SOURCE.url),
        ((_NEW, _NEW, _NEW, None), _NEW),
        ((_NEW, _NEW, _NEW, None, None, None), _NEW),
        ((_NEW, _NEW, _NEW, "https://other.example/"), SOURCE.url),
    ],
)
def test_a_move_is_taken_up_when_three_polls_agree_and_then_kept(
    moves: tuple[str | None, ...], asked: str | None
) -> None:
    assert present_url(SOURCE, _polls(*moves)) == asked


def test_when_the_new_address_fails_every_other_poll_tries_the_configured_one() -> None:
    moved = _polls(_NEW, _NEW, _NEW)
    state, asked = moved, []
    for _ in range(4):
        asked.append(present_url(SOURCE, state))
        state = after(state, failed(), status=404)
    assert asked == [_NEW, SOURCE.url, _NEW, SOURCE.url]
    back = after(after(moved, failed()), BODY)
    assert present_url(SOURCE, back) == SOURCE.url, "it answers where it was: it moved back"


def test_an_address_with_a_password_stays_as_configured() -> None:
    source = replace(SOURCE, url="https://mara:s3cret@harbour.example/feed")
    assert present_url(source, _polls(_NEW, _NEW, _NEW)) == source.url


# What is remembered


def test_validators_follow_the_last_document_that_was_read() -> None:
    state = after(KNOWN, BODY)
    assert (state.etag, state.last_modified, state.body_hash) == ('"2"', None, "h")
    kept = after(state, SAME)
    assert (kept.etag, kept.body_hash) == ('"2"', "h"), "a 304 without them changes nothing"
    renewed = after(state, NotModified(etag='"3"', last_modified="x"))
    assert (renewed.etag, renewed.last_modified) == ('"3"', "x")


def test_a_document_of_which_nothing_was_known_may_have_been_preceded_by_others() -> None:
    held, news = replace(KNOWN, changed=NOW - H), Brought(new=30)
    assert after(held, BODY, brought=news).missed
    assert not after(held, BODY, brought=Brought(known=1, new=29)).missed
    assert not after(FRESH, BODY, brought=news).missed, "it is the first"
    assert not after(KNOWN, BODY, brought=news).missed, "all before it were empty"
    folder = Source(name="Wires", path="drop")
    assert not after(held, BODY, brought=news, source=folder).missed, "who empties it knows"


def test_a_poll_gives_its_lease_back() -> None:
    held = replace(KNOWN, lease=NOW + H)
    for outcome in (BODY, SAME, failed(), Gone(reason="gone")):
        assert after(held, outcome).lease is None


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://mara:s3cret@harbour.example/a@b", "https://harbour.example/a@b"),
        ("https://mara:s3%40cret@harbour.example", "https://harbour.example"),
        ("https://harbour.example/feed?x=1", "https://harbour.example/feed?x=1"),
    ],
)
def test_a_password_is_not_noted_with_the_address(url: str, address: str) -> None:
    source = replace(SOURCE, url=url)
    state = after(source=source)
    assert state.url == address
    assert as_configured(state, source, NOW) is state

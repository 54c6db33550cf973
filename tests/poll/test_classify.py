"""What a reply means, and what is asked next time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from feeds.model.poll import Failed, Fetched, Gone, NotModified, PollState, Reply
from feeds.poll.classify import classify
from feeds.poll.conditional import request_headers

_NOW = datetime(2026, 2, 3, 10, 30, tzinfo=UTC)
_STATE = PollState(source="A", due=_NOW)
_OK = Reply(
    url="https://a.example/feed",
    final_url="https://a.example/feed",
    received=_NOW,
    status=200,
    headers=(("content-type", "text/xml"), ("etag", 'W/"1"'), ("last-modified", "yesterday")),
    body=b"<rss/>",
)


def test_a_body_is_fetched_with_its_validators_as_they_came() -> None:
    outcome = classify(_OK, _STATE)
    assert isinstance(outcome, Fetched)
    assert (outcome.body, outcome.content_type) == (b"<rss/>", "text/xml")
    assert (outcome.etag, outcome.last_modified) == ('W/"1"', "yesterday")
    assert outcome.location == "https://a.example/feed"
    for status in (203, 226):
        assert isinstance(classify(replace(_OK, status=status), _STATE), Fetched)


def test_the_same_bytes_again_are_unchanged_and_bring_new_validators() -> None:
    first = classify(_OK, _STATE)
    assert isinstance(first, Fetched)
    known = replace(_STATE, body_hash=first.body_hash)
    again = classify(replace(_OK, headers=(("etag", '"2"'),)), known)
    assert again == NotModified(etag='"2"', last_modified=None)
    assert isinstance(classify(replace(_OK, body=b"<rss> </rss>"), known), Fetched)


def test_304_is_unchanged_only_to_who_had_something_to_compare() -> None:
    reply = replace(_OK, status=304, body=b"", headers=())
    assert classify(reply, replace(_STATE, etag='"1"')) == NotModified(
        etag=None, last_modified=None
    )
    assert isinstance(classify(reply, replace(_STATE, last_modified="x")), NotModified)
    assert isinstance(classify(reply, _STATE), Failed)


@pytest.mark.parametrize(
    ("status", "grade"),
    [
        (204, "soft"),
        (206, "soft"),
        (302, "soft"),
        (400, "hard"),
        (401, "hard"),
        (402, "hard"),
        (403, "hard"),
        (404, "soft"),
        (405, "hard"),
        (406, "hard"),
        (414, "hard"),
        (418, "soft"),
        (429, "temporary"),
        (451, "hard"),
        (500, "soft"),
        (502, "soft"),
        (503, "temporary"),
        (504, "soft"),
        (999, "soft"),
    ],
)
def test_other_statuses_are_failures_by_grade_and_named(status: int, grade: str) -> None:
    outcome = classify(replace(_OK, status=status), _STATE)
    assert isinstance(outcome, Failed)
    assert outcome.grade == grade
    assert outcome.reason.startswith(f"the server answered {status}")


def test_410_is_gone() -> None:
    assert isinstance(classify(replace(_OK, status=410), _STATE), Gone)


@pytest.mark.parametrize("body", [b"", b"  \r\n"])
def test_an_empty_answer_is_a_failure(body: bytes) -> None:
    assert classify(replace(_OK, body=body), _STATE) == Failed(
        grade="soft", reason="the answer is empty"
    )


@pytest.mark.parametrize(
    ("kind", "grade"),
    [
        ("dns", "temporary"),
        ("connect", "temporary"),
        ("timeout", "temporary"),
        ("tls", "soft"),
        ("too-large", "soft"),
        ("decode", "soft"),
        ("redirect", "soft"),
        ("protocol", "soft"),
        ("refused-address", "hard"),
    ],
)
def test_no_answer_is_a_failure_by_grade_with_its_reason(kind: str, grade: str) -> None:
    reply = Reply(url="", final_url="", received=_NOW, error="it broke", error_kind=kind)
    assert classify(reply, _STATE) == Failed(grade=grade, reason="it broke")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        ((301,), True),
        ((308,), True),
        ((301, 308), True),
        ((302,), False),
        ((303,), False),
        ((307,), False),
        ((301, 302), False),
        ((302, 301), False),
        ((), False),
    ],
)
def test_only_permanent_steps_all_the_way_are_a_move(
    statuses: tuple[int, ...], moved: bool
) -> None:
    target = "https://new.example/feed"
    reply = replace(_OK, final_url=target, hops=tuple((s, target) for s in statuses))
    for status in (200, 304):
        outcome = classify(replace(reply, status=status), replace(_STATE, etag="x"))
        assert isinstance(outcome, Fetched | NotModified)
        assert outcome.moved == (target if moved else None)


@pytest.mark.parametrize("etag", [None, '"1"', 'W/"1"', "odd", ""])
@pytest.mark.parametrize("modified", [None, "Tue, 03 Feb 2026 08:00:00 GMT", "yesterday"])
def test_what_is_known_goes_back_byte_for_byte_and_nothing_is_made_up(
    etag: str | None, modified: str | None
) -> None:
    headers = request_headers(replace(_STATE, etag=etag, last_modified=modified, succeeded=_NOW))
    assert headers.get("If-None-Match") == etag
    assert headers.get("If-Modified-Since") == modified
    assert "application/atom+xml" in headers["Accept"]
    assert headers.get("A-IM") == (None if etag is None else "feed"), "a delta is to something"
    assert set(headers) <= {"Accept", "If-None-Match", "If-Modified-Since", "A-IM"}

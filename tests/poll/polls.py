"""The state of a source after polls, in a few words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from feeds.model.poll import Failed, Fetched, Gone, NotModified, PollHints, PollState, Reply, Source
from feeds.poll.due import Poll, after_poll
from feeds.poll.pace import Brought, PollLimits

S, M, H, D = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))
NOW = datetime(2026, 2, 3, 10, 30, tzinfo=UTC)  # a Tuesday
LIMITS = PollLimits(interval=30 * M, min_interval=10 * M, max_interval=24 * H)
SOURCE = Source(name="Harbour Times", url="https://harbour.example/feed")
FRESH = PollState(source="Harbour Times", due=NOW)
KNOWN = replace(FRESH, succeeded=NOW - H, polled=NOW - H, interval=60 * M, etag='"1"')
BODY = Fetched(
    body=b"<rss/>", body_hash="h", content_type=None, location="", etag='"2"', last_modified=None
)
NOTHING_NEW = Brought(known=20)
SAME = NotModified(etag=None, last_modified=None)


def after(
    state: PollState = KNOWN,
    outcome: Fetched | NotModified | Gone | Failed = SAME,
    *,
    status: int | None = 200,
    source: Source = SOURCE,
    limits: PollLimits = LIMITS,
    brought: Brought = NOTHING_NEW,
    hints: PollHints | None = None,
    now: datetime = NOW,
    **headers: str,
) -> PollState:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    reply = Reply(url="", final_url="", received=now, status=status, headers=named)
    poll = Poll(
        source=source,
        limits=limits,
        now=now,
        reply=reply,
        brought=brought,
        hints=hints or state.hints,
        whole=False,
        limited=False,
        push=None,
    )
    return after_poll(state, outcome, poll)


def failed(grade: str = "soft") -> Failed:
    return Failed(grade=grade, reason="it failed")  # type: ignore[arg-type]

"""Polls that are taken in together: their copies arrive in the order in which documents were received."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from feeds.ingest import Visit, settle
from feeds.model.poll import Failed, Fetched, PollState, Reply, Source
from feeds.poll.pace import PollLimits
from feeds.reading import read
from store.api import Store

_AT = datetime(2026, 3, 1, tzinfo=UTC)
_LIMITS = PollLimits(
    interval=timedelta(minutes=30),
    min_interval=timedelta(minutes=10),
    max_interval=timedelta(days=1),
)
_TEXT = (
    "The ferry between Sarnholt and the outer islands resumes on Monday after eleven weeks in dock, "
    "the harbour board said. Two engines were replaced, and 46 seats were lost to a wider ramp."
)


def _visit(name: str, received: datetime) -> Visit:
    source = Source(name=name, url=f"https://{name}.example/feed")
    body = (
        f'<rss version="2.0"><channel><title>{name}</title><item><guid>{name}</guid>'
        f"<title>Ferry to the outer islands resumes</title><description>{_TEXT}</description>"
        "</item></channel></rss>"
    ).encode()
    return Visit(
        source=source,
        state=PollState(source=name, due=_AT),
        reply=Reply(url=source.url or "", final_url="", received=received, status=200),
        outcome=Fetched(
            body=body,
            body_hash="",
            content_type="application/rss+xml",
            location=source.url or "",
            etag=None,
            last_modified=None,
        ),
        readout=read(
            body,
            content_type="application/rss+xml",
            location=source.url,
            source=source,
            first_seen=received,
            seen_after=None,
        ),
    )


def test_who_was_received_first_is_the_first_to_arrive_though_another_was_read_sooner(
    store: Store,
) -> None:
    late, early = _visit("late", _AT + timedelta(seconds=2)), _visit("early", _AT)
    with store.write() as tx:
        tx.sync_sources([late.source, early.source], due={"late": _AT, "early": _AT})
        reports = settle(
            tx,
            [late, early],
            limits=_LIMITS,
            window=timedelta(days=7),
            now=_AT + timedelta(seconds=3),
        )
        assert [(one.source, one.new) for one in reports] == [("early", 1), ("late", 1)]
    with store.read() as snapshot:
        (story,) = snapshot.stories(limit=9)
    first, second = story.copies
    assert (first.source, second.source, story.first_carrier) == ("early", "late", "early")
    assert first.why.startswith("the first to arrive")
    assert not second.why.startswith("the first to arrive")


def test_of_two_answers_of_one_site_that_came_together_the_longer_rest_holds(store: Store) -> None:
    sources = [Source(name=one, url=f"https://{one}.example.org/feed") for one in ("a", "b")]
    replies = [
        Reply(
            url=source.url or "",
            final_url=source.url or "",
            received=_AT,
            status=503,
            headers=(("retry-after", asked),),
        )
        for source, asked in zip(sources, ("7200", "60"), strict=True)
    ]
    visits = [
        Visit(
            source=source,
            state=PollState(source=source.name, due=_AT),
            reply=reply,
            outcome=Failed(grade="temporary", reason="busy"),
        )
        for source, reply in zip(sources, replies, strict=True)
    ]
    with store.write() as tx:
        tx.sync_sources(sources, due=dict.fromkeys("ab", _AT))
        settle(tx, visits, limits=_LIMITS, window=timedelta(days=7), now=_AT)
        rest = tx.domain_states(["example.org"])["example.org"]
    assert rest.until == _AT + timedelta(hours=2)

"""A source that showed two texts in turn and then stays with one: that is what readers get in the end."""

from __future__ import annotations

from datetime import datetime

from feeds.model.poll import Source
from store.open import open_store
from tests.newsroom.feed import Entry, rss
from tests.poll.month import DAY, HOUR, START, Reading, Server, live

_TEXT = (
    "The ferries between Port Sable and Corrin will sail again on {} morning, the harbour office said, "
    "after two days on which the storm had kept them at their berths. The first boat takes the post."
)


def _document(day: str) -> bytes:
    title = "Ferries to Corrin resume after the storm"
    return rss("gazette", Entry(key="ferries", title=title, text=_TEXT.format(day)))


def test_words_that_were_passed_over_are_taken_though_the_document_stays_as_it_is(
    server: Server,
) -> None:
    early, late = _document("Thursday"), _document("Friday")

    def shows(_: str, at: datetime) -> Reading:
        turn = min(int((at - START) / HOUR), 4)
        return Reading(body=late if turn % 2 else early, etag=f'"{turn % 2}"')

    server.script = shows
    store = open_store("sqlite:///:memory:")
    source = Source(name="Gazette", url=f"{server.base}/feed", interval=HOUR)
    live(server, source, until=START + 3 * DAY, store=store)
    with store.read() as snapshot:
        (story,) = snapshot.stories()
    assert "Thursday" in story.head.text
    last = server.log[-1]
    assert last.status == 304, "and is asked for with conditions again"

"""A source that showed two texts in turn and then stays with one: that is what readers get in the end. One that sends a
part of its document now and then shows no other texts.
"""

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


def test_a_document_that_breaks_off_wherever_it_does_changes_no_story(server: Server) -> None:
    other = (
        "Eleven masons mended the mole of Corrin in four nights. Divers had found a hole behind its lamp in autumn, "
        "and the council paid for granite from the mainland. The lamp burns again since Sunday."
    )
    posts = (
        Entry(key="ferries", title="Ferries to Corrin resume", text=_TEXT.format("Friday")),
        Entry(key="mole", title="Masons mend the mole", text=other),
    )
    whole, cuts = rss("gazette", *posts), 60

    def shows(_: str, at: datetime) -> Reading:
        turn = int((at - START) / HOUR)
        return Reading(body=whole[: len(whole) * (cuts - turn % cuts) // cuts])

    server.script = shows
    store = open_store("sqlite:///:memory:")
    source = Source(name="Gazette", url=f"{server.base}/feed", interval=HOUR)
    live(server, source, until=START + (cuts - 1) * HOUR, store=store)
    with store.read() as snapshot:
        found = {story.head.title: story for story in snapshot.stories()}
    assert set(found) == {post.title for post in posts}
    assert {story.version for story in found.values()} == {1}
    assert found[posts[1].title].head.text.endswith("since Sunday.")

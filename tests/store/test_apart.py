"""What is done to one topic touches no other: what was lost with it would be missed late."""

from __future__ import annotations

from typing import Any

import pytest

from feeds.model.archive import ArchivePage
from feeds.model.topic import Digest, Match
from store.api import Store, Transaction
from tests.store.test_archive import put
from tests.store.test_conformance import MINUTE, NOW

HOURS = ("2026-03-01T08", "2026-03-01T09")


def _fill(tx: Transaction, slug: str, stories: list[str], *, words: str) -> None:
    """Each kind of thing that is kept of a topic; ``words`` tell those of one from those of another."""
    for story in stories:
        matches = [*tx.topics_of(story), Match(topic=slug, story=story)]
        tx.put_matches({story: matches}, at=NOW)
    tx.set_topic_digest(slug, words)
    tx.post(slug)
    for number, story in enumerate(stories[:2], 1):
        page = ArchivePage(topic=slug, number=number, upto=number, address=words)
        tx.put_page(page, [story])
    tx.put_instance(f"/{slug}", words, 1)
    for minutes, label in enumerate(HOURS, 8):
        until = NOW + minutes * MINUTE
        tx.put_digest(slug, Digest(label=label, until=until, stories=1, html=words))
    tx.put_digest_state(slug, opened=NOW, until=NOW + len(words) * MINUTE)
    tx.put_word(slug, stories[0], "pin", at=NOW)
    tx.put_held({stories[1]: {slug: NOW + len(words) * MINUTE}}, topics=[slug])


def _kept(tx: Transaction, slug: str, stories: list[str], words: str) -> list[Any]:
    """All of it as it is read."""
    return [
        tx.topic_digests().get(slug),
        tx.topic_number(slug),
        tx.edition(slug, limit=9),
        tx.waiting(slug),
        tx.archive_pages(slug),
        tx.last_page(slug),
        [tx.archived_stories(slug, number) for number in (1, 2)],
        [tx.page_is_gone(slug, number) for number in (1, 2)],
        tx.instance(f"/{slug}", words),
        tx.digests(slug, HOURS),
        tx.digest_edition(slug, limit=9),
        tx.digests_waiting(slug),
        tx.digest_state(slug),
        tx.words_in(slug),
        [tx.held_by_topics(story).get(slug) for story in stories],
        [[m.topic for m in tx.topics_of(story) if m.topic == slug] for story in stories],
    ]


@pytest.mark.parametrize(
    "work",
    [
        lambda tx: tx.drop_archive("sea"),
        lambda tx: tx.drop_topics(["land"]),
        lambda tx: tx.rename_topic("sea", "boats"),
        lambda tx: tx.drop_digest_state("sea"),
        lambda tx: tx.rewrite_digest("sea", HOURS[0], "new", at=NOW),
        lambda tx: tx.put_instance("/sea", "other", 0),
        lambda tx: tx.put_held({story: {} for story in tx.story_ids()}, topics=["sea"]),
        lambda tx: tx.put_matches({story: [] for story in tx.story_ids()}, at=NOW, topics=["sea"]),
        lambda tx: [tx.put_word("sea", story, None, at=NOW) for story in tx.story_ids()],
    ],
)
def test_what_is_done_to_a_topic_is_done_to_no_other(store: Store, work: Any) -> None:
    stories = [put(store, number, number).id for number in (1, 2, 3)]
    with store.write() as tx:
        _fill(tx, "land", stories, words="of the land")
        _fill(tx, "sea", stories[::-1], words="sea")
        land = _kept(tx, "land", stories, "of the land")
        sea = _kept(tx, "sea", stories, "sea")
        work(tx)
        assert _kept(tx, "land", stories, "of the land") == land
        assert _kept(tx, "sea", stories, "sea") != sea


def test_what_is_said_of_a_story_goes_with_it_alone(store: Store) -> None:
    old, kept = put(store, 1, 1), put(store, 2, 9)
    with store.write() as tx:
        for story in (old, kept):
            tx.put_word("sea", story.id, "pin", at=NOW)
        assert tx.tidy(before=NOW + 5 * MINUTE) == 1
        assert tx.words_in("sea") == {kept.id: "pin"}

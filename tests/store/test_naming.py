"""What is kept of a source is its new name's, on every backend."""

from __future__ import annotations

from dataclasses import replace

from feeds.model.poll import PollState, Source
from store.api import Store, Transaction
from tests.store.test_conformance import MINUTE, NOW, a_plan, an_item


def _polled(tx: Transaction, **addresses: str) -> None:
    sources = [Source(name=name, url=address) for name, address in addresses.items()]
    tx.sync_sources(sources, due=dict.fromkeys(addresses, NOW))
    tx.claim_due(now=NOW, lease=MINUTE, limit=len(sources))
    tx.save_poll_states(
        [
            PollState(source=s.name, due=NOW, url=s.address, etag=s.address, lease=NOW + MINUTE)
            for s in sources
        ]
    )


def _signed(body: bytes, name: str) -> bytes:
    return body + name.encode()


def test_names_go_round_with_all_that_is_kept_under_them(store: Store) -> None:
    one, two = (an_item(n, name) for n, name in ((1, "a"), (2, "b")))
    sealed = an_item(3, "a")
    with store.write() as tx:
        _polled(tx, a="https://one.example/", b="https://two.example/")
        for item in (one, two):
            tx.apply(a_plan(item))
        tx.hold(sealed, ("guid:sealed", sealed.key), until=NOW)
        tx.mark_released(tx.changed_stories(limit=9))
    with store.write() as tx:
        tx.rename_sources({"a": "b", "b": "a"}, signed=_signed)
        assert {s.source: (s.etag, s.lease) for s in tx.poll_states()} == {
            "a": ("https://two.example/", None),
            "b": ("https://one.example/", None),
        }
        assert {story for story, _ in tx.changed_stories(limit=9)} == {
            a_plan(one).story.id,
            a_plan(two).story.id,
        }
        assert [i.id for i in tx.items_by_key("b", [one.key, two.key]).values()] == [one.id]
        prints = tx.fingerprints([one.id, two.id])
        assert {number: body[-1:] for number, body in prints.items()} == {
            one.id: b"b",
            two.id: b"a",
        }
        story = tx.story(a_plan(one).story.id)
        assert story is not None
        assert {story.first_carrier, story.head.source, story.copies[0].source} == {"b"}
        assert [item.source for item in tx.held("b", [sealed.key]).values()] == ["b"]
        assert [item.source for item, _ in tx.take_due(now=NOW, limit=9)] == ["b"]


def test_an_entry_that_both_names_had_is_the_source_s_own(store: Store) -> None:
    former, present = (an_item(n, name) for n, name in ((1, "a"), (2, "b")))
    former, present = (replace(item, key="guid:same", guid="same") for item in (former, present))
    with store.write() as tx:
        _polled(tx, a="https://one.example/", b="https://two.example/")
        for item in (former, present):
            tx.apply(a_plan(item))
        tx.rename_sources({"b": "a"}, signed=_signed)
        assert [item.id for item in tx.items_by_key("a", ["guid:same"]).values()] == [present.id]
        assert {s.source: s.etag for s in tx.poll_states()} == {"a": "https://two.example/"}
        assert tx.states_by_source({"a", "b", "c"}).keys() == {"a"}
        former_story = tx.story(a_plan(former).story.id)
        assert former_story is not None
        assert former_story.first_carrier == "a"

"""What every backend promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from feeds.identify.settle import copy_of
from feeds.model.atom import Category, Enclosure, FeedMeta, Person
from feeds.model.geometry import Geometry
from feeds.model.item import (
    FURTHER_NOTICE,
    Credit,
    Dateline,
    Item,
    Management,
    file_key,
    guid_key,
    item_id,
)
from feeds.model.output import Document
from feeds.model.poll import PollHints, Source
from feeds.model.story import (
    Plan,
    Posting,
    Ruling,
    Signature,
    Story,
    StoryLink,
    Version,
    format_id,
    parse_id,
)
from feeds.model.topic import Hit, Match
from store.api import Store

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def an_item(number: int, source: str = "Harbour Times") -> Item:
    key = guid_key(f"g{number}")
    return Item(
        id=item_id(source, key),
        source=source,
        key=key,
        guid=f"g{number}",
        link=f"https://example.org/{number}",
        canonical=f"https://example.org/{number}",
        title=f"Title {number}",
        html="<p>Words</p>",
        text="Words",
        teaser=False,
        published=NOW - number * MINUTE,
        published_raw="raw",
        date_source="published",
        updated=NOW,
        updated_raw="raw too",
        first_seen=NOW,
        seen_after=NOW - 60 * MINUTE,
        credit=Credit(
            byline="Ines",
            agency="MDW",
            credit_line="(MDW)",
            dateline=Dateline(place="CORRIN", date=date(2026, 3, 1), agency="MDW"),
            own=True,
        ),
        language="en",
        language_confidence=0.97,
        authors=(Person(name="Ines", email="i@example.org", uri=None),),
        categories=(Category(term="sea", scheme="s", label=None),),
        enclosures=(Enclosure(href="https://example.org/a.mp3", type="audio/mpeg", length=3),),
        where=(
            Geometry(kind="point", coordinates=((45.256, -71.92),)),
            Geometry(kind="box", coordinates=((45.0, -72.0), (46.0, -71.0))),
        ),
        rights="All",
        origin=FeedMeta(id="urn:x", title="Harbour", link="https://example.org/", lang="en"),
        digest=f"d{number}",
    )


def a_plan(item: Item, *, keys: tuple[int, ...] = (7,)) -> Plan:
    copy = copy_of(item, relation="original", score=1.0, why="the first")
    story = Story(
        id=format_id(item.id),
        head=item,
        copies=(copy,),
        first_carrier=item.source,
        published=item.published or NOW,
        updated=NOW,
        first_seen=item.first_seen,
    )
    version = Version(number=1, at=NOW, item=item.id, title="T", text="x", digest="d")
    signature = Signature(keys=keys, body=b"print")
    return Plan(
        change="new",
        item=item,
        keys=(item.key,),
        story=story,
        signature=signature,
        version=version,
    )


def test_an_item_and_its_story_come_back_as_they_were(store: Store) -> None:
    plan = a_plan(an_item(1))
    with store.write() as tx:
        tx.apply(plan)
    with store.read() as snapshot:
        assert snapshot.item(plan.item.id) == plan.item
        assert snapshot.items_by_key("Harbour Times", [plan.item.key, "guid:no"]) == {
            plan.item.key: plan.item
        }
        assert snapshot.story(plan.story.id) == plan.story
        assert list(snapshot.versions(plan.story.id)) == [plan.version]
        assert snapshot.postings([7, 8], since=NOW) == {
            7: [Posting(item=plan.item.id, story=parse_id(plan.story.id))]
        }
        assert snapshot.fingerprints([plan.item.id]) == {plan.item.id: b"print"}


def test_what_items_of_a_source_agree_in_is_read_once_for_all_of_them(store: Store) -> None:
    one, other = an_item(1), an_item(2)
    with store.write() as tx:
        tx.apply(a_plan(one))
        tx.apply(a_plan(other))
    with store.read() as snapshot:
        read = [snapshot.item(item.id) for item in (one, other)]
    assert read == [one, other]
    assert len({id(item.origin) for item in read if item}) == 1


def test_what_fails_midway_leaves_nothing(store: Store) -> None:
    plan = a_plan(an_item(1))

    def broken() -> None:
        with store.write() as tx:
            tx.apply(plan)
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        broken()
    with store.read() as snapshot:
        assert snapshot.story(plan.story.id) is None
        assert list(snapshot.changed_stories(limit=9)) == []


def test_all_stories_are_listed_once_and_newest_first_over_many_pages(store: Store) -> None:
    plans = [a_plan(an_item(n), keys=()) for n in range(450)]
    with store.write() as tx:
        for plan in plans:
            tx.apply(plan)
    with store.read() as snapshot:
        listed = [story.id for story in snapshot.stories()]
    assert listed == [plan.story.id for plan in plans]


def test_a_merged_story_leads_to_the_one_that_stays_also_over_two_merges(store: Store) -> None:
    one, two, three = (a_plan(an_item(n)) for n in (1, 2, 3))
    both = replace(two.story, copies=(*two.story.copies, *one.story.copies))
    every = replace(three.story, copies=(*three.story.copies, *both.copies))
    with store.write() as tx:
        for plan in (one, two, three):
            tx.apply(plan)
        tx.apply(replace(two, story=both, merged=(one.story.id,)))
        tx.apply(replace(three, story=every, merged=(two.story.id,)))
    with store.read() as snapshot:
        found = snapshot.story(one.story.id)
        assert found is not None
        assert found.id == three.story.id
        assert {copy.item for copy in found.copies} == {p.item.id for p in (one, two, three)}
        assert len(list(snapshot.stories())) == 1


def test_a_source_is_claimed_once_until_its_lease_lapses(store: Store) -> None:
    lease = 5 * MINUTE
    with store.write() as tx:
        tx.sync_sources([Source(name="a", url="https://a.example/")], due={"a": NOW})
        assert [s.source for s in tx.claim_due(now=NOW, lease=lease, limit=9)] == ["a"]
        assert list(tx.claim_due(now=NOW, lease=lease, limit=9)) == []
        assert [s.source for s in tx.claim_due(now=NOW + lease, lease=lease, limit=9)] == ["a"]


def test_a_source_s_state_survives_its_absence_from_the_configuration(store: Store) -> None:
    source = Source(name="a", url="https://a.example/")
    hubs = {"hub": "https://h.example/", "other_hubs": ("https://i.example/",)}
    hints = PollHints(ttl=MINUTE, skip_hours=frozenset({3}), **hubs)
    with store.write() as tx:
        tx.sync_sources([source], due={"a": NOW})
        (state,) = tx.claim_due(now=NOW, lease=MINUTE, limit=1)
        kept = replace(state, etag='W/"x"', interval=MINUTE, hints=hints, lease=None, missed=True)
        tx.save_poll_states([kept])
        tx.sync_sources([], due={})
        assert list(tx.poll_states()) == []
        tx.sync_sources([source], due={"a": NOW + MINUTE})
        assert list(tx.poll_states()) == [kept]


def test_a_topic_keeps_when_it_took_a_story_and_lets_go_of_others(store: Store) -> None:
    plan = a_plan(an_item(1))
    hit = Hit(term="sea", field="title", found="sea")
    sea = Match(topic="sea", story=plan.story.id, why=(hit,))
    with store.write() as tx:
        tx.apply(plan)
        assert tx.put_matches({plan.story.id: [sea]}, at=NOW) == {plan.story.id: {"sea"}}
        tx.put_matches({plan.story.id: [sea]}, at=NOW + MINUTE)
        (entry,) = tx.topic_entries("sea")
        assert (entry.entered, entry.why, entry.story) == (NOW, (hit,), plan.story)
        assert tx.topics_by_story([plan.story.id]) == {plan.story.id: ["sea"]}
        assert tx.drop_topics([]) == {"sea"}
        assert list(tx.topic_entries("sea")) == []


def test_a_change_made_while_another_is_released_is_not_lost(store: Store) -> None:
    plan = a_plan(an_item(1))
    with store.write() as tx:
        tx.apply(plan)
        marks = tx.changed_stories(limit=9)
        tx.apply(replace(plan, change="updated"))
        tx.mark_released(marks)
        assert [story for story, _ in tx.changed_stories(limit=9)] == [plan.story.id]


def test_old_stories_are_forgotten_whole(store: Store) -> None:
    plan = a_plan(an_item(1))
    with store.write() as tx:
        tx.apply(plan)
        assert tx.tidy(before=NOW) == 0
        assert tx.tidy(before=NOW + MINUTE) == 1
        assert tx.item(plan.item.id) is None
        assert tx.postings([7], since=NOW) == {}


def test_a_document_is_kept_byte_for_byte(store: Store) -> None:
    document = Document(path="/x", media_type="a/b", body=b"\0\xff", etag='"e"', modified=NOW)
    with store.write() as tx:
        tx.put_document(document)
    with store.read() as snapshot:
        assert snapshot.document("/x") == document
        assert snapshot.document("/y") is None


def test_reading_again_and_again_in_one_store_works(store: Store) -> None:
    for _ in range(3):
        with store.read() as snapshot:
            assert list(snapshot.document_paths()) == []


def test_what_quotes_what_and_what_was_ruled_apart_follow_a_story_into_another(
    store: Store,
) -> None:
    plans = [a_plan(an_item(number)) for number in range(1, 5)]
    ids = [plan.story.id for plan in plans]
    link = StoryLink(story=ids[0], other=ids[1], score=0.2, why="a passage of 30 words")
    with store.write() as tx:
        for plan in plans[1:]:
            tx.apply(plan)
        tx.apply(replace(plans[0], quotes=(link,)))
        tx.rule(Ruling(stories=(), apart=((ids[0], ids[2]),)))
        assert tx.quotes(ids[0]) == tx.quotes(ids[1]) == [link]
        assert tx.ruled_apart(ids) == {frozenset((ids[0], ids[2]))}
        whole = replace(plans[3].story, copies=(*plans[3].story.copies, *plans[0].story.copies))
        tx.rule(Ruling(stories=(whole,), merged=((ids[0], ids[3]),)))
    with store.read() as snapshot:
        assert snapshot.quotes(ids[0]) == [replace(link, story=ids[3])]
        assert snapshot.ruled_apart(ids) == {frozenset((ids[3], ids[2]))}
        assert snapshot.story(ids[0]) == snapshot.story(ids[3])
    with store.write() as tx:
        tx.rule(Ruling(stories=(), together=((ids[2], ids[3]),)))
        assert tx.ruled_apart(ids) == frozenset()


def test_a_held_item_is_seen_by_nothing_until_it_is_taken_out(store: Store) -> None:
    held = replace(an_item(1), management=Management(version=2, embargo=NOW + MINUTE))
    with store.write() as tx:
        tx.hold(held, ("guid:g1", "link:x"), until=NOW + MINUTE)
        tx.hold(an_item(2), ("guid:g2",), until=FURTHER_NOTICE)
    with store.read() as snapshot:
        assert snapshot.next_embargo() == NOW + MINUTE
        assert snapshot.items_by_key(held.source, ["guid:g1"]) == {}
        assert snapshot.item(held.id) is None
        assert list(snapshot.stories()) == []
    with store.write() as tx:
        assert tx.held(held.source, ["guid:g1", "guid:other"]) == {held.key: held}
        assert tx.take_due(now=NOW, limit=9) == []
        assert tx.take_due(now=NOW + MINUTE, limit=9) == [(held, ("guid:g1", "link:x"))]
        assert tx.take_due(now=NOW + MINUTE, limit=9) == []


def test_a_held_item_is_replaced_let_go_and_forgotten(store: Store) -> None:
    item, other = an_item(1), an_item(2)
    later = replace(item, title="Later")
    with store.write() as tx:
        for one in (item, later, other):
            tx.hold(one, (one.key,), until=FURTHER_NOTICE)
        assert tx.held(item.source, [item.key]) == {item.key: later}
        tx.let_go(item)
        assert tx.held(item.source, [item.key]) == {}
        tx.tidy(before=NOW)
        assert tx.held(other.source, [other.key]) == {other.key: other}
        tx.tidy(before=NOW + MINUTE)
        assert tx.held(other.source, [other.key]) == {}


def test_what_sources_hold_under_one_key_is_each_its_own_and_comes_out_the_earliest_first(
    store: Store,
) -> None:
    item = an_item(1)
    theirs, last = replace(item, source="Another"), an_item(2)
    with store.write() as tx:
        for one, minutes in ((last, 3), (theirs, 2), (item, 1)):
            tx.hold(one, (one.key,), until=NOW + minutes * MINUTE)
        tx.let_go(item)
        assert tx.held(theirs.source, [item.key]) == {item.key: theirs}
        tx.tidy(before=NOW + 9 * MINUTE)
        due = [tx.take_due(now=NOW + 9 * MINUTE, limit=1) for _ in range(3)]
    assert due == [[(theirs, (item.key,))], [(last, (last.key,))], []], "however long ago it came"


def test_what_is_held_of_a_file_is_found_by_it_and_the_last_where_there_are_several(
    store: Store,
) -> None:
    name = "dépêches/a 100%_“1”.txt"
    first = replace(an_item(1), file=name)
    last = replace(an_item(2), file=name, first_seen=NOW + MINUTE)
    in_capitals = replace(an_item(3), file=name.upper())
    with store.write() as tx:
        for one in (last, first, in_capitals):
            tx.hold(one, (one.key, file_key(one.file or "")), until=FURTHER_NOTICE)
        asked = [file_key(name), "guid:other"]
        assert tx.held(first.source, asked) == {file_key(name): last}
        assert tx.held("Another", asked) == {}
        tx.let_go(last)
        assert tx.held(first.source, asked) == {file_key(name): first}


def test_an_item_is_amended_without_its_story_counting_as_changed(store: Store) -> None:
    with store.write() as tx:
        tx.apply(a_plan(an_item(1)))
        tx.mark_released(tx.changed_stories(limit=9))
        amended = replace(an_item(1), management=Management(version=7))
        tx.amend(amended)
    with store.read() as snapshot:
        assert snapshot.item(amended.id) == amended
        assert snapshot.changed_stories(limit=9) == []

"""An editor's word lasts: through later copies, polls of the same items, and on every backend."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from feeds.errors import DatelineError
from feeds.identify import fingerprint, keys_of, ruling
from feeds.identify.surroundings import SPEAKERS
from feeds.model.item import Item
from feeds.model.story import format_id
from store.api import Store
from tests.newsroom.intake import HARBOUR, TOLD, Newsroom, at, item

TIMES = item("Harbour Times", "h1", "Harbour to be dredged before storms", HARBOUR[1:3], 8)
GULF = item("Radio Gulf", "g1", "Dredging in Port Sable", HARBOUR[:2], 9)
BRIDGE = item("Island Post", "p1", "Dredging at Sable harbour", HARBOUR, 10)
LATER = item("Coast Mail", "m1", "Sable harbour work", HARBOUR, 11)
TELLER = item("Night Desk", "n1", "Deeper channel for ships at Port Sable", TOLD, 9)
SUN = item("Sable Sun", "s1", "Dredging at Sable harbour", HARBOUR, 12)
ALL = (TIMES, GULF, BRIDGE, LATER, TELLER)


@pytest.fixture
def newsroom(store: Store) -> Iterator[Newsroom]:
    yield Newsroom(store)
    with store.read() as snapshot:
        keys = [key for one in ALL for key in keys_of(fingerprint(one))]
        found = {each for some in snapshot.postings(keys, since=at(0)).values() for each in some}
        stories = snapshot.stories_of([one.item for one in found])
    assert found, "nothing was taken in"
    assert {one.item: format_id(one.story) for one in found} == stories, "found in another story"


def sources(*items: Item) -> frozenset[str]:
    return frozenset(one.source for one in items)


def test_a_late_copy_that_bridges_two_stories_makes_one_entry_of_two(newsroom: Newsroom) -> None:
    newsroom.take(TIMES)
    newsroom.take(GULF)
    before = [entry["id"] for entry in newsroom.release()]
    older, younger = newsroom.story_of(TIMES), newsroom.story_of(GULF)
    newsroom.take(BRIDGE)
    assert set(newsroom.stories()) == {older}
    (entry,) = newsroom.release()
    assert entry["id"] in before
    with newsroom.store.read() as snapshot:
        assert snapshot.story(younger) == snapshot.story(older)


def test_stories_split_apart_are_not_merged_by_a_copy_of_both(newsroom: Newsroom) -> None:
    newsroom.take(TIMES)
    newsroom.take(GULF)
    newsroom.take(BRIDGE)
    story = newsroom.story_of(TIMES)
    other = newsroom.split(story, GULF)
    newsroom.take(LATER)
    newsroom.take(item("Sable Sun", "s1", "Channel at Sable", HARBOUR, 12))
    assert newsroom.story_of(GULF) == other != story
    assert newsroom.story_of(TIMES) == newsroom.story_of(BRIDGE) == story
    assert set(newsroom.stories()) == {story, other}


RECEIVED = (
    "Harbour Minister Ansgar Tolle received at the Customs House on Thursday morning, in the presence of the head of "
    "the pilotage office and the secretary of the islands' council, the envoy of {}, {}."
)


def received(source: str, place: str, guest: str, hour: int) -> Item:
    title = f"Harbour minister receives envoy of {place}"
    return item(source, f"{source}-{place}", title, [RECEIVED.format(place, guest)], hour)


def test_joined_receptions_take_in_later_copies_of_either_whomever_their_titles_name(
    store: Store,
) -> None:
    newsroom = Newsroom(store)
    one = received("Harbour Times", "Vandarra", "Ilona Brakke", 8)
    other = received("Harbour Times", "Costamera", "Rui Talhado", 9)
    newsroom.take(one)
    newsroom.take(other)
    assert newsroom.story_of(one) != newsroom.story_of(other), "void: there is nothing to join"
    kept = newsroom.join(newsroom.story_of(one), newsroom.story_of(other))
    later = received("Radio Gulf", "Costamera", "Rui Talhado of Costamera's navy", 12)
    newsroom.take(later)
    assert newsroom.story_of(later) == kept


def test_a_split_off_copy_keeps_its_story_when_its_source_is_polled_again(
    newsroom: Newsroom,
) -> None:
    newsroom.take(BRIDGE)
    newsroom.take(LATER)
    story = newsroom.story_of(BRIDGE)
    other = newsroom.split(story, LATER)
    newsroom.take(LATER, hour=13)
    newsroom.take(BRIDGE, hour=13)
    changed = item(
        "Coast Mail", "m1", "Sable harbour work", (*HARBOUR, "Kell will speak on Friday."), 11
    )
    newsroom.take(changed, hour=14)
    renamed = item("Coast Mail", "m1-again", "Sable harbour work", changed.text.split("\n"), 11)
    newsroom.take(renamed, hour=15)
    assert newsroom.story_of(LATER) == other
    assert newsroom.story_of(BRIDGE) == story
    assert newsroom.parts() == {sources(BRIDGE), sources(LATER)}


def test_a_wrong_merge_is_undone_and_both_entries_are_those_of_before(newsroom: Newsroom) -> None:
    newsroom.take(TIMES)
    newsroom.take(GULF)
    before = {entry["id"]: entry["url"] for entry in newsroom.release()}
    older, younger = newsroom.story_of(TIMES), newsroom.story_of(GULF)
    newsroom.take(BRIDGE)
    newsroom.release()
    assert newsroom.split(older, GULF) == younger
    assert {entry["id"]: entry["url"] for entry in newsroom.release()} == before
    stories = newsroom.stories()
    assert {copy.item for copy in stories[older].copies} == {TIMES.id, BRIDGE.id}
    assert {copy.item for copy in stories[younger].copies} == {GULF.id}
    with newsroom.store.read() as snapshot:
        found = snapshot.story(younger)
    assert found
    assert found.id == younger, "the id redirects no more"


def test_a_wrong_merge_is_undone_from_the_elder_s_side_as_well(newsroom: Newsroom) -> None:
    newsroom.take(TIMES)
    newsroom.take(GULF)
    older, younger = newsroom.story_of(TIMES), newsroom.story_of(GULF)
    before = {entry["id"]: entry["url"] for entry in newsroom.release()}
    newsroom.take(BRIDGE)
    newsroom.release()
    newsroom.split(older, TIMES)
    assert newsroom.story_of(TIMES) == older, "what began it keeps its id, though it was named"
    assert newsroom.story_of(GULF) == newsroom.story_of(BRIDGE) == younger
    assert {entry["id"] for entry in newsroom.release()} == set(before)


def test_ids_that_led_to_a_merged_story_follow_the_copies_that_had_them(
    newsroom: Newsroom,
) -> None:
    earliest = item("Night Desk", "n1", "Deeper channel for ships at Port Sable", TOLD, 7)
    newsroom.take(earliest)
    newsroom.take(TIMES)
    newsroom.take(GULF)
    times, gulf = newsroom.story_of(TIMES), newsroom.story_of(GULF)
    newsroom.take(BRIDGE)
    whole = newsroom.join(newsroom.story_of(earliest), times)
    assert whole == newsroom.story_of(earliest)
    other = newsroom.split(whole, TIMES, GULF, BRIDGE)
    with newsroom.store.read() as snapshot:
        found = snapshot.stories_by_id([times, gulf])
    assert {story.id for story in found.values()} == {other} == {times}


def test_a_split_can_be_taken_back_and_made_again(newsroom: Newsroom) -> None:
    newsroom.take(BRIDGE)
    newsroom.take(LATER)
    story = newsroom.story_of(BRIDGE)
    seen = set()
    for _ in range(4):
        other = newsroom.split(story, BRIDGE)
        assert newsroom.parts() == {sources(BRIDGE), sources(LATER)}
        seen.add(other)
        story = newsroom.join(other, story)
        assert newsroom.parts() == {sources(BRIDGE, LATER)}
        (found,) = newsroom.stories().values()
        assert all(copy.why.count("by an editor") <= 1 for copy in found.copies)
    newsroom.take(item("Sable Sun", "s1", "Channel at Sable", HARBOUR, 12))
    assert len(newsroom.stories()) == 1, "taken back, the ruling binds no more"
    assert len(seen) <= 2, "the same copies have the same id again"


@pytest.mark.parametrize("after", [False, True])
def test_a_split_taken_back_gives_readers_the_entry_they_had(
    newsroom: Newsroom, after: bool
) -> None:
    """Also where the copy that was split off is the one that came first, and another came to it ``after`` that."""
    newsroom.take(BRIDGE)
    newsroom.take(LATER)
    before = [entry["id"] for entry in newsroom.release()]
    story = newsroom.story_of(BRIDGE)
    other = newsroom.split(story, BRIDGE)
    if after:
        newsroom.take(SUN)
        assert newsroom.story_of(SUN) == other
    assert newsroom.join(story, other) == story
    assert [entry["id"] for entry in newsroom.release()] == before


def test_later_copies_of_joined_stories_go_to_the_one_story(newsroom: Newsroom) -> None:
    """Texts that have nothing in common, one event: an editor says they are one."""
    newsroom.take(BRIDGE)
    newsroom.take(TELLER)
    assert newsroom.parts() == {sources(BRIDGE), sources(TELLER)}
    before = [entry["id"] for entry in newsroom.release()]
    kept = newsroom.join(newsroom.story_of(TELLER), newsroom.story_of(BRIDGE))
    assert kept == newsroom.story_of(BRIDGE) == newsroom.story_of(TELLER)
    edited = [line.replace("silt", "mud").replace("captain", "skipper") for line in TOLD]
    newsroom.take(item("Sable Sun", "s1", "A deeper way in", edited, 12))
    newsroom.take(item("Reef Radio", "r1", "Trawlers sail round", TOLD[1:3], 13))
    newsroom.take(item("Coast Mail", "m1", "Sable harbour work", HARBOUR[:3], 14))
    assert list(newsroom.stories()) == [kept]
    (entry,) = newsroom.release()
    assert entry["id"] in before
    assert len(entry["_dateline"]["carriers"]) == 4


def test_without_the_ruling_those_copies_are_two_stories(newsroom: Newsroom) -> None:
    newsroom.take(BRIDGE)
    newsroom.take(TELLER)
    newsroom.take(item("Reef Radio", "r1", "Trawlers sail round", TOLD[1:3], 13))
    newsroom.take(item("Coast Mail", "m1", "Sable harbour work", HARBOUR[:3], 14))
    assert newsroom.parts() == {
        frozenset({"Island Post", "Coast Mail"}),
        frozenset({"Night Desk", "Reef Radio"}),
    }


def test_a_split_takes_the_words_of_its_copies_along_and_the_rest_has_its_own_back(
    newsroom: Newsroom,
) -> None:
    """A correction that was taken for one of this story goes; the entry reads as before, and is newer."""
    ours = item("Wire", "w1", "Sable to dredge its harbour", HARBOUR, 8, agency="MAP")
    newsroom.take(ours)
    text = (*HARBOUR[:3], "It costs five million crowns.")
    wrong = item("Wire", "w2", "CORRECTED: Sable to dredge its harbour", text, 9, agency="MAP")
    newsroom.take(wrong)
    story = newsroom.story_of(ours)
    assert newsroom.stories()[story].version == 2
    other = newsroom.split(story, wrong, hour=12)
    kept, gone = (newsroom.stories()[number] for number in (story, other))
    assert (kept.version, kept.head.title) == (1, "Sable to dredge its harbour")
    assert kept.updated == at(12), "subscribers have the wrong words"
    assert "five million" in gone.head.text
    with newsroom.store.read() as snapshot:
        assert [v.item for v in snapshot.versions(story)] == [ours.id]
        assert [(v.number, v.relation) for v in snapshot.versions(other)] == [(1, "original")]


def test_a_kill_split_off_brings_the_story_back(newsroom: Newsroom) -> None:
    ours = item("Wire", "w1", "Sable to dredge its harbour", HARBOUR, 8, agency="MAP")
    notice = ["Please withdraw this story."]
    kill = item("Wire", "w2", "KILL: Sable to dredge its harbour", notice, 9, agency="MAP")
    newsroom.take(ours)
    newsroom.take(kill)
    story = newsroom.story_of(ours)
    assert newsroom.stories()[story].status == "withdrawn"
    newsroom.split(story, kill, hour=12)
    back = newsroom.stories()[story]
    assert (back.status, back.version, back.updated) == ("usable", 1, at(12))
    entries = {entry["url"]: entry for entry in newsroom.release()}
    assert "Two dredgers" in entries[ours.link]["content_html"]


def test_a_kill_that_came_first_and_was_split_off_withdraws_the_story_for_no_later_copy(
    newsroom: Newsroom,
) -> None:
    notice = ["Please withdraw this story."]
    kill = item("Wire", "w2", "KILL: Sable to dredge its harbour", notice, 8, agency="MAP")
    ours = item("Wire", "w1", "Sable to dredge its harbour", HARBOUR, 9, agency="MAP")
    newsroom.take(kill)
    newsroom.take(ours)
    story = newsroom.story_of(ours)
    assert newsroom.stories()[story].status == "withdrawn"
    newsroom.split(story, kill, hour=12)
    copy = item("Ledger", "l1", "Sable to dredge its harbour", HARBOUR, 13, agency="MAP")
    newsroom.take(copy)
    assert newsroom.story_of(copy) == newsroom.story_of(ours) != newsroom.story_of(kill)
    assert newsroom.stories()[newsroom.story_of(ours)].status == "usable"


def test_one_more_copy_after_a_split_moves_no_entry(newsroom: Newsroom) -> None:
    newsroom.take(BRIDGE)
    newsroom.take(LATER)
    newsroom.split(newsroom.story_of(BRIDGE), LATER)
    before = {entry["id"]: entry["date_modified"] for entry in newsroom.release()}
    newsroom.take(item("Sable Sun", "s1", "Channel at Sable", HARBOUR, 12))
    assert {e["id"]: e["date_modified"] for e in newsroom.release()} == before


def test_an_item_forgotten_and_met_again_takes_no_other_story_s_id(newsroom: Newsroom) -> None:
    newsroom.take(BRIDGE)
    late = item("Coast Mail", "m1", "Sable harbour work", HARBOUR, 15)
    newsroom.take(late)
    story = newsroom.story_of(BRIDGE)
    newsroom.split(story, BRIDGE)
    with newsroom.store.write() as tx:
        assert tx.tidy(before=late.first_seen - timedelta(hours=1)) == 1
    newsroom.take(item("Island Post", "p1", "Another matter", TOLD, 16))
    assert len(newsroom.stories()) == 2
    assert newsroom.story_of(late) == story


def test_what_cannot_be_split_or_joined_is_told_in_a_sentence(newsroom: Newsroom) -> None:
    newsroom.take(BRIDGE)
    newsroom.take(TELLER)
    story = newsroom.stories()[newsroom.story_of(BRIDGE)]
    with pytest.raises(DatelineError, match="no copy of this story"):
        ruling.split_ids(story, {TELLER.id})
    with pytest.raises(DatelineError, match="copies that go and copies that stay"):
        ruling.split_ids(story, {BRIDGE.id})
    with pytest.raises(DatelineError, match="one story already"):
        ruling.join(story, story, (), now=at(20))


def corrected(newsroom: Newsroom) -> tuple[Item, Item]:
    """A story, and a text that its source corrected, which a copy of both makes one of."""
    text = [HARBOUR[0].replace("Tuesday", "Wednesday"), HARBOUR[1]]
    correction = item("Radio Gulf", "g2", "CORRECTED: Dredging in Port Sable", text, 10)
    newsroom.take(TIMES)
    newsroom.take(GULF)
    newsroom.take(correction)
    return GULF, correction


def entries(newsroom: Newsroom) -> dict[str, tuple[str, str, str]]:
    told = newsroom.release()
    return {e["id"]: (e["title"], e["date_modified"], e["content_html"]) for e in told}


def test_what_was_corrected_is_corrected_when_a_wrong_merge_is_undone(newsroom: Newsroom) -> None:
    pair = corrected(newsroom)
    (before,) = (told for told in entries(newsroom).items() if told[1][0] == pair[1].title)
    newsroom.take(LATER)
    assert len(newsroom.release()) == 1, "void: there is no merge to undo"
    newsroom.split(newsroom.story_of(TIMES), *pair)
    assert before in entries(newsroom).items()
    with newsroom.store.read() as snapshot:
        history = snapshot.versions(newsroom.story_of(GULF))
    assert [(v.number, v.item, v.relation) for v in history] == [
        (1, GULF.id, "original"),
        (2, pair[1].id, "correction"),
    ]


def test_what_was_corrected_is_what_readers_have_where_an_editor_joins_it_to_an_older_story(
    newsroom: Newsroom,
) -> None:
    _, correction = corrected(newsroom)
    older, its = newsroom.story_of(TIMES), newsroom.story_of(correction)
    assert older != its, "void: they are one already"
    assert newsroom.join(older, its) == older
    story = newsroom.stories()[older]
    assert (story.head.id, story.version) == (correction.id, 2)
    with newsroom.store.read() as snapshot:
        assert [v.relation for v in snapshot.versions(older)] == ["original", "correction"]
    newsroom.split(older, GULF, correction)
    assert newsroom.stories()[older].head.id == TIMES.id
    assert newsroom.stories()[its].head.id == correction.id


def test_a_split_that_leaves_the_words_as_they_are_is_no_change_of_them(newsroom: Newsroom) -> None:
    newsroom.take(LATER)
    again = item("Reef Radio", "r1", LATER.title, HARBOUR, 13)
    newsroom.take(again)
    ((known, before),) = entries(newsroom).items()
    newsroom.split(newsroom.story_of(LATER), LATER)
    after = entries(newsroom)
    assert after.pop(known)[:2] == before[:2]
    assert [told[1] for told in after.values()] == [at(11).isoformat()], (
        "and LATER has its own time"
    )


def test_later_copies_of_joined_stories_go_to_the_one_however_many_it_has(store: Store) -> None:
    """Also a copy of the text that one outlet alone has, and of which ids say nothing."""
    newsroom = Newsroom(store)
    outlets = [item(f"Outlet {n}", "o", "Sable harbour work", HARBOUR, 8) for n in range(SPEAKERS)]
    for one in outlets:
        newsroom.take(one)
    guids = (item("Night Desk", f"n{n}", TELLER.title, TOLD, 9) for n in range(1000))
    teller = next(one for one in guids if one.id > max(outlet.id for outlet in outlets))
    newsroom.take(teller)
    kept = newsroom.join(newsroom.story_of(outlets[0]), newsroom.story_of(teller))
    later = item("Reef Radio", "r1", "Trawlers sail round", TOLD[1:], 13)
    newsroom.take(later)
    assert newsroom.story_of(later) == kept
    newsroom.take(item("Sable Sun", "s1", "Trawlers sail round", TOLD[1:], 14))
    assert {*newsroom.stories()} == {kept}

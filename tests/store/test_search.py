"""A search takes what a topic with that query would take, whatever happened to the stories since."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache, partial
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from feeds.curate.match import explain
from feeds.curate.query import parse
from feeds.curate.tree import Query
from feeds.curate.view import StoryView
from feeds.model.story import Story
from feeds.model.topic import Hit
from feeds.search import Asked, Finding, index_some, look, search, take
from store import migrate
from store.api import Store
from store.open import open_store
from tests.newsroom.intake import HARBOUR, TOLD, Newsroom, at, item

TAGS = {"Radio Gulf": ("radio", "south coast"), "الساحل": ("صحافة",)}
TIMES = item("Harbour Times", "h1", "Harbour to be dredged before storms", HARBOUR, 8, agency="MDW")
GULF = item("Radio Gulf", "g1", "Dredging in Port Sable", HARBOUR, 9)
TELLER = item("Night Desk", "n1", "Deeper channel for ships at Port Sable", TOLD, 9)
FRENCH = item(
    "Courrier", "c1", "L’État renforce la sécurité du port", ("L'évêché et ses œuvres y sont.",), 10, lang="fr"
)  # fmt: skip
ARABIC = item(
    "الساحل", "a1", "الأمن الوطني يفكك شبكة للتهريب بالمغرب", ("بين طنجة وإسبانيا وللمغرب ٤ أشخاص",), 11, lang="ar"
)  # fmt: skip
CHINESE = item(
    "Harbour Times", "z1", "港口疏浚工程五月开始", ("港務局說東京の港もABC号で。",), 12, lang="zh"
)
LONG = item("Long Read", "l1", "Words without end", ("x" * 5000, "y" * 150 + " dredger_7"), 13)
HUGE = item("Long Read", "l2", "A list", (" ".join(f"word{n}long{n}" for n in range(22_000)),), 14)
ALL = (TIMES, GULF, TELLER, FRENCH, ARABIC, CHINESE, LONG)
QUERIES = (
    "dredge", "Dredged", "dredg*", "nothing*", "port", '"port sable"', '"sable port"', "port AND sable",
    "harbour OR sécurité", "(harbour OR etat) NOT storms", "NOT port", "NOT NOT port", "channel NOT text:northern",
    "title:dredging", "text:dredging", "title:(port OR harbour)", "title:(NOT port) source:radio", "source:radio",
    'source:"night desk"', "source:nigh*", "tag:radio", "tag:صحافه",
    "tag:radio OR storms", "agency:mdw", "lang:fr", "lang:fr OR lang:ar",
    "link:example", "link:radio-gulf.example/g1", "author:kell", "carriers>=2", "carriers>=2 kell", "carriers<2 port",
    "carriers>1", "carriers=2", "carriers>=3",
    "/dredg(er|ing)/", "/dredg/ AND may", "/dredg/ OR securite", "l'evec*", "d'evec*", "oeuvres", "securite eveche",
    "الامن", "امن", "المغرب", "مغرب", "اسبانيا", "واسبانيا", "\"الامن الوطني\"", "4", "شبك*", "تهريب",
    "港口", "疏浚*", "東京", "abc", '"京の港"', "口港", "x" * 5000, "x" * 4000 + "*", "y" * 150, "y" * 149, "dredger_7",
     "", "and", "or*", "don't", "\"near 2\"", "a:b OR c",
    " OR ".join(f"w{n}" for n in range(2000)) + " OR kell", " ".join(["port"] * 300),
)  # fmt: skip


parsed = cache(parse)


@pytest.fixture
def newsroom(store: Store) -> Newsroom:
    return Newsroom(store)


@cache
def why(query: Query, story: Story) -> tuple[Hit, ...] | None:
    return explain(query, StoryView(story, TAGS, now=at(23)))


def asked(query: Query) -> Asked:
    """Asks a story itself whether the query takes it: once, however often and of whichever store."""
    return partial(why, query)


def index(store: Store) -> int:
    """Index until nothing waits; how many stories that were."""
    number = 0
    while some := index_some(store, limit=3):
        number += some
    return number


def found(store: Store, query: str) -> list[Finding]:
    with store.read() as snapshot:
        tree = parse(query)
        return list(take(snapshot, tree, asked(tree)))


def titles(store: Store, query: str) -> set[str]:
    return {finding.story.head.title for finding in found(store, query)}


def check_queries(store: Store, queries: Sequence[str] = QUERIES) -> None:
    """Every query finds what asking each story finds, in the same order, for the same reasons."""
    with store.read() as snapshot:
        stories = list(snapshot.stories())
        for query in queries:
            try:
                tree = parsed(query)
            except Exception:
                assert query == "a:b OR c"
                continue
            ask = asked(tree)
            told = [(story, ask(story)) for story in stories]
            expected = [Finding(story=s, why=why) for s, why in told if why is not None]
            assert list(take(snapshot, tree, ask)) == expected, query[:80]


def test_all_that_a_query_takes_is_found_however_few_are_asked_for_at_once(
    newsroom: Newsroom,
) -> None:
    newsroom.take(*ALL)
    index(newsroom.store)
    tree = parse("port OR harbour")
    with newsroom.store.read() as snapshot:
        few, many = (list(look(snapshot, tree, asked(tree), most=most)) for most in (1, 100))
    assert few == many
    assert len(few) > 2


def test_a_search_finds_what_asking_every_story_finds(newsroom: Newsroom) -> None:
    newsroom.take(*ALL)
    check_queries(newsroom.store)  # while all wait
    assert index_some(newsroom.store, limit=3) > 0
    check_queries(newsroom.store)  # while some wait
    index(newsroom.store)
    with newsroom.store.read() as snapshot:
        assert snapshot.unindexed_stories() == 0
    check_queries(newsroom.store)


def test_a_text_of_more_words_than_the_index_holds_is_found_by_each(newsroom: Newsroom) -> None:
    newsroom.take(TIMES, HUGE)
    index(newsroom.store)
    queries = (
        "word21999long21999",
        "word1long* AND list",
        "source:long",
        "kell",
        "NOT kell",
        "pier",
    )
    check_queries(newsroom.store, queries)


def test_the_index_spares_most_stories_a_look(newsroom: Newsroom) -> None:
    newsroom.take(*ALL)
    index(newsroom.store)
    with newsroom.store.read() as snapshot:
        for query in (
            "pumped OR pump",
            "sable machines",
            'text:"silt"',
            "tag:radio pump",
            "lang:fr",
        ):
            tree = parse(query)
            done = search(snapshot, tree, asked(tree), limit=9, most=9)
            assert (done.number, done.looked) == (1, 1), query


def test_new_words_are_found_and_old_ones_are_not(newsroom: Newsroom) -> None:
    newsroom.take(TIMES)
    index(newsroom.store)
    corrected = replace(
        TIMES, text=TIMES.text.replace("May", "June"), first_seen=at(12), digest="other"
    )
    newsroom.take(corrected)
    for _ in range(2):
        assert titles(newsroom.store, "june") == {TIMES.title}
        assert titles(newsroom.store, "text:may") == set()
        index(newsroom.store)
    check_queries(newsroom.store)


def test_merged_and_split_stories_are_found_as_they_are_now(newsroom: Newsroom) -> None:
    newsroom.take(TIMES)
    newsroom.take(GULF)
    newsroom.take(TELLER)
    index(newsroom.store)
    assert titles(newsroom.store, "title:dredging") == {TIMES.title}, (
        "a copy's title finds its story"
    )
    newsroom.split(newsroom.story_of(TIMES), GULF)
    assert index(newsroom.store) == 2
    assert titles(newsroom.store, "title:dredging") == {GULF.title}
    joined = newsroom.join(newsroom.story_of(TIMES), newsroom.story_of(TELLER))
    for _ in range(2):
        (one,) = found(newsroom.store, "title:deeper")
        assert one.story.id == joined
        assert len(found(newsroom.store, "")) == 2
        check_queries(newsroom.store)
        index(newsroom.store)


def test_a_withdrawn_story_is_found_as_topics_hold_it(newsroom: Newsroom) -> None:
    newsroom.take(TIMES)
    index(newsroom.store)
    notice = ("Please kill this story, the board has said nothing of the kind.",)
    newsroom.take(item("Harbour Times", "h1", f"KILL: {TIMES.title}", notice, 12))
    for _ in range(2):
        check_queries(newsroom.store)
        index(newsroom.store)


def test_what_is_forgotten_is_found_no_more(newsroom: Newsroom) -> None:
    newsroom.take(TIMES)
    newsroom.take(FRENCH)
    index(newsroom.store)
    newsroom.take(ARABIC)  # waits
    with newsroom.store.write() as tx:
        assert tx.tidy(before=FRENCH.first_seen) == 1
    assert titles(newsroom.store, "kell") == set()
    with newsroom.store.write() as tx:
        tx.tidy(before=at(23))
        assert tx.unindexed_stories() == 0
    check_queries(newsroom.store)
    newsroom.take(TIMES)
    index(newsroom.store)
    assert titles(newsroom.store, "kell") == {TIMES.title}


def test_a_change_made_while_its_story_is_indexed_waits(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.take(TIMES)

    def meanwhile(story: object) -> tuple[str, ...]:
        newsroom.take(replace(TIMES, text="Other words", digest="other", first_seen=at(12)))
        return ("harbour",)

    monkeypatch.setattr("feeds.search.index_words", meanwhile)
    index_some(newsroom.store)
    monkeypatch.undo()
    with newsroom.store.read() as snapshot:
        assert snapshot.unindexed_stories() == 1
    index(newsroom.store)
    assert titles(newsroom.store, "other words") == {TIMES.title}


def test_what_another_has_indexed_since_is_left_alone(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.take(TIMES)

    def meanwhile(story: object) -> tuple[str, ...]:
        monkeypatch.undo()
        newsroom.take(replace(TIMES, text="Other words", digest="other", first_seen=at(12)))
        index(newsroom.store)
        return ("stale",)

    monkeypatch.setattr("feeds.search.index_words", meanwhile)
    index_some(newsroom.store)
    with newsroom.store.read() as snapshot:
        assert snapshot.unindexed_stories() == 0
    assert titles(newsroom.store, "other") == {TIMES.title}


def test_a_story_that_changed_again_is_indexed_once(newsroom: Newsroom) -> None:
    newsroom.take(TIMES)
    newsroom.take(CHINESE)
    newsroom.take(replace(TIMES, text="Other words", digest="other", first_seen=at(12)))
    assert index_some(newsroom.store, limit=1) == 1
    with newsroom.store.read() as snapshot:
        assert snapshot.unindexed_stories() == 1
    assert titles(newsroom.store, "other") == {TIMES.title}


def _store_of(folder: Path, revision: str) -> Path:
    """An empty store as it was at a step of its migrations."""
    path = folder / "old.db"
    steps = Config()
    steps.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        steps.attributes["connection"] = connection
        command.upgrade(steps, revision)
    engine.dispose()
    return path


def test_the_stories_of_a_store_of_before_there_was_an_index_wait(tmp_path: Path) -> None:
    path = _store_of(tmp_path, "0008-1")
    with sqlite3.connect(path) as old:
        row = "'s1', 1, 'Harbour Times', 1, 1, 1, 1, 'usable'"
        old.execute(f"INSERT INTO stories VALUES ({row})")
    old.close()
    store = open_store(f"sqlite:///{path}")
    with store.read() as snapshot:
        assert snapshot.unindexed_stories() == 1
        assert list(snapshot.unindexed(limit=9)) == ["s1"]
    store.close()


def test_what_was_indexed_without_the_place_it_is_filed_from_waits_again(tmp_path: Path) -> None:
    path = _store_of(tmp_path, "0019")
    with sqlite3.connect(path) as old:
        old.execute("INSERT INTO search_documents (story, published) VALUES ('s1', 1)")
    old.close()
    store = open_store(f"sqlite:///{path}")
    with store.read() as snapshot:
        assert list(snapshot.unindexed(limit=9)) == ["s1"]
    store.close()


def test_a_bounded_search_goes_on_where_it_stopped(newsroom: Newsroom) -> None:
    for number in range(10):
        text = (f"{TOLD[0]} Number {number} of them, said harbour master {chr(97 + number) * 5}.",)
        newsroom.take(item("Wire", f"w{number}", f"{chr(97 + number) * 4} {number}", text, 5))
    index(newsroom.store)
    with newsroom.store.read() as snapshot:
        tree = parse("harbour")
        whole = [f.story.id for f in take(snapshot, tree, asked(tree))]
        met, before = [], None
        while True:
            done = search(snapshot, tree, asked(tree), limit=2, most=3, before=before)
            met += [finding.story.id for finding in done.findings]
            before = done.further
            if before is None:
                break
    assert len(whole) == len(list(newsroom.stories())) > 3
    assert met == whole


def test_a_search_that_takes_too_long_says_how_far_it_came(newsroom: Newsroom) -> None:
    newsroom.take(*ALL)
    with newsroom.store.read() as snapshot:
        done = search(snapshot, parse(""), asked(parse("")), limit=9, most=9, late=lambda: True)
        assert (done.number, done.looked, done.whole) == (1, 1, False)
        assert done.further is not None
        assert done.waiting == len(newsroom.stories())
        assert done.further > (at(0) - timedelta(days=9), "")

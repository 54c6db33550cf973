"""What a source changes of many entries alike is how it dresses its pages: no story is news for that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.identify.newsroom import LANGUAGES, Newsroom, Post, sample

PLACES = ["Corrin", "Saltmarsh", "Foxley", "Westerby", "Eastray", "Dunmere", "Keldon", "Wragg"]


def _posts() -> list[Post]:
    """A source that writes in four languages: sixteen entries."""
    texts = [
        (f"{told[f'{name}_title']} {n}", text)
        for told in map(sample, LANGUAGES)
        for name in ("rival", "follow", "column")
        for n, text in enumerate(told[name] if name == "column" else [told[name]])
    ]
    return [
        Post(title=title, text=[text] if isinstance(text, str) else text, guid=f"{n}", minutes=-n)
        for n, (title, text) in enumerate(texts)
    ]


def _under(post: Post, *lines: str) -> Post:
    return replace(post, text=[*post.text, *lines])


def _over(post: Post, line: str) -> Post:
    return replace(post, text=[line, *post.text])


_DEVELOPMENT = "The bus company of the mainland said later that it would run three more lines."
_ADS = ("Fly to Corrin from nine crowns", "New tyres at Bram's, all of March", "Try our crossword")


@pytest.mark.parametrize(
    "dress",
    [
        lambda post, _, __: _under(post, "Become a member of the Gazette and read without ads."),
        lambda post, poll, n: _under(post, f"{poll * 31 + n} readers", f"{poll + n} comments"),
        lambda post, poll, _: _over(post, f"Harbour index: {2000 + poll} points"),
        lambda post, _, n: _over(post, f"Port Sable, 2024-03-0{n + 1}, from our own staff"),
        lambda post, poll, _: _under(post, _ADS[poll % 3]),
        lambda post, _, __: replace(post, title=f"{post.title.upper()} • Harbour Gazette"),
    ],
    ids=["a foot", "counts", "a price", "a line above", "advertisements", "its name in titles"],
)
def test_what_is_changed_of_all_entries_alike_moves_no_story(
    room: Newsroom, dress: Callable[[Post, int, int], Post]
) -> None:
    posts = _posts()
    room.poll("Gazette", *posts)
    before = {story.id: story.updated for story in room.stories()}
    for poll in range(1, 4):
        dressed = [dress(post, poll, n) for n, post in enumerate(posts)]
        brought = room.poll("Gazette", *dressed, minutes=poll * 60)
        assert (brought.new, brought.updated) == (0, 0)
    assert {story.id: story.updated for story in room.stories()} == before
    last = {room.item("Gazette", post.guid or "").title for post in posts}
    assert last == {post.title for post in dressed}, "and what is shown is as the source has it"


def test_a_story_that_is_edited_as_well_is_news(room: Newsroom) -> None:
    posts = _posts()
    room.poll("Gazette", *posts)
    foot = "Become a member of the Gazette and read without ads."
    first, *others = (_under(post, foot) for post in posts)
    edited = _under(first, _DEVELOPMENT)
    assert room.poll("Gazette", edited, *others, minutes=60).updated == 1
    assert room.relations(room.story("Gazette", "0")) == ["original", "update"]


@pytest.mark.parametrize("figure", ["title", "text"])
def test_a_toll_that_rises_beneath_a_new_foot_is_news(room: Newsroom, figure: str) -> None:
    posts = _posts()

    def toll(dead: int) -> Post:
        if figure == "title":
            return replace(posts[0], title=f"{posts[0].title}: {dead} dead")
        return _under(posts[0], f"By evening {dead} were counted dead on the mole.")

    room.poll("Gazette", toll(12), *posts[1:])
    shown = [_under(post, "Become a member of the Gazette.") for post in (toll(14), *posts[1:])]
    assert room.poll("Gazette", *shown, minutes=60).updated == 1
    assert room.story("Gazette", "0").version == 2


@pytest.mark.parametrize("shown", [2, 5, 7])
@pytest.mark.parametrize("place", [_under, _over], ids=["below", "above"])
def test_a_sentence_that_an_editor_adds_to_some_stories_is_news_of_each(
    room: Newsroom, shown: int, place: Callable[[Post, str], Post]
) -> None:
    """Though they be all that the feed shows, as that of a topic may."""
    posts = _posts()[:shown]
    room.poll("Gazette", *posts)
    changed = [place(post, _DEVELOPMENT) for post in posts]
    assert room.poll("Gazette", *changed, minutes=60).updated == shown


@pytest.mark.parametrize("place", [_under, _over], ids=["below", "above"])
def test_a_sentence_that_most_stories_get_but_not_all_is_news_of_each(
    room: Newsroom, place: Callable[[Post, str], Post]
) -> None:
    posts = _posts()
    room.poll("Gazette", *posts)
    changed = [place(post, _DEVELOPMENT) for post in posts[:10]]
    assert room.poll("Gazette", *changed, *posts[10:], minutes=60).updated == 10


@pytest.mark.parametrize(("wrong", "right"), [("Harlan", "Harlow"), ("Harlan", "Jon Harlan")])
def test_a_name_that_is_put_right_everywhere_is_news_of_each_story(
    room: Newsroom, wrong: str, right: str
) -> None:
    posts = _posts()
    said = "The council heard of it from {} on Monday."
    room.poll("Gazette", *(_under(post, said.format(wrong)) for post in posts))
    corrected = [_under(post, said.format(right)) for post in posts]
    assert room.poll("Gazette", *corrected, minutes=60).updated == len(posts)


def test_full_texts_in_place_of_teasers_with_other_words_are_news(room: Newsroom) -> None:
    """What the teasers said may be what is put right there."""
    posts = _posts()
    teasers = [
        replace(post, text=f"It cost {n + 20} crowns, they said on Monday.", teaser=True)
        for n, post in enumerate(posts)
    ]
    room.poll("Gazette", *teasers)
    assert room.poll("Gazette", *posts, minutes=60).updated == len(posts)


def test_tables_of_a_few_words_that_are_all_others_now_are_news(room: Newsroom) -> None:
    """However often the same few stand there."""
    names = [f"Table {n} of the regatta" for n in range(9)]

    def tables(*words: str) -> list[Post]:
        return [Post(title=name, text=[*words] * 40, guid=name) for name in names]

    room.poll("Gazette", *tables("won", "lost", "sank"))
    assert room.poll("Gazette", *tables("sank", "sailed"), minutes=60).updated == len(names)


def test_all_stories_that_are_killed_at_once_are_withdrawn_and_told_of(room: Newsroom) -> None:
    posts = _posts()
    room.poll("Gazette", *posts)
    killed = [replace(post, title=f"KILL: {post.title}") for post in posts]
    assert room.poll("Gazette", *killed, minutes=60).updated == len(posts)
    assert {story.status for story in room.stories()} == {"withdrawn"}


def test_an_outlook_that_is_another_for_all_places_is_news_of_each(room: Newsroom) -> None:
    def reports(outlook: str) -> list[Post]:
        lines = (outlook, "Wind: light, from the west", "Water: 11 degrees", "Sight: good")
        return [
            Post(title=f"Weather for {name}", text=[f"In {name} harbour", *lines], guid=name)
            for name in PLACES
        ]

    room.poll("Gazette", *reports("Rain until evening"))
    assert room.poll("Gazette", *reports("Sunshine"), minutes=60).updated == len(PLACES)


def test_reports_of_one_form_that_all_have_new_figures_are_news(room: Newsroom) -> None:
    """The figures are what they are about."""
    form = ["Wind: {} knots", "Swell: {} metres", "Water: {} degrees", "Sight: {} miles"]

    def reports(first: int) -> list[Post]:
        return [
            Post(
                title=f"At sea off {place}",
                text=[line.format(first + n) for line in form],
                guid=place,
            )
            for n, place in enumerate(PLACES)
        ]

    room.poll("Gazette", *reports(10))
    assert room.poll("Gazette", *reports(20), minutes=60).updated == len(PLACES)

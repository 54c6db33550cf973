"""Many topics at once take what each takes alone; topics built on topics; stems."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.curate.definition import definitions
from feeds.curate.explain import score
from feeds.curate.forms import STEMMERS, stem
from feeds.curate.match import compile_topics
from feeds.curate.names import Names, read_names
from feeds.curate.tree import Query, unparse
from feeds.errors import QueryError
from feeds.model.story import Story
from feeds.model.topic import Match, Topic
from tests.curate.naive import STORIES, TAGS, takes
from tests.curate.stories import NOW, make_story
from tests.curate.trees import LISTS, TREES

_SOURCES = [(), (), ("MAP",), ("tag:security", "A")]


@given(
    st.lists(st.tuples(TREES, st.sampled_from(_SOURCES)), min_size=1, max_size=6),
    STORIES,
    st.booleans(),
)
def test_all_topics_at_once_take_what_each_takes_alone(
    asked: list[tuple[Query, tuple[str, ...]]], story: Story, stem: bool
) -> None:
    refs = [_topic("security", "rabat OR /7/"), _topic("sport-7", "topic:security NOT port")]
    made = [
        Topic(slug=f"t{n}", title="T", query=unparse(tree), sources=sources, stem=stem)
        for n, (tree, sources) in enumerate(asked)
    ]
    curator = compile_topics([*made, *refs], tags=TAGS, lists=LISTS)
    at_once = {match.topic: match.why for match in curator.match(story, now=NOW)}
    for topic in made:
        if not topic.stem:
            alone = curator.explain(curator.read(topic.query), story, now=NOW)
        else:
            others = [_topic("none", "NOT (x OR NOT x)"), *refs]  # in the index under no key
            bare = [
                Topic(
                    slug="t",
                    title="T",
                    query=f"({topic.query}) OR topic:none" if topic.query else "",
                    stem=True,
                )
            ]
            found = compile_topics([*bare, *others], tags=TAGS, lists=LISTS).match(story, now=NOW)
            alone = next((match.why for match in found if match.topic == "t"), None)
        let_in = not topic.sources or _let_in(topic, story)
        assert at_once.get(topic.slug) == (alone if let_in else None), topic.query


def _let_in(topic: Topic, story: Story) -> bool:
    carried = {copy.source for copy in story.copies}
    tags = {f"tag:{tag}" for name in carried for tag in TAGS.get(name, ())}
    return not (carried | tags).isdisjoint(topic.sources)


@given(TREES, STORIES)
def test_a_topic_takes_what_its_words_say(tree: Query, story: Story) -> None:
    refs = [_topic("security", "x NOT x"), _topic("sport-7", "x NOT x")]
    curator = compile_topics([_topic("t", unparse(tree)), *refs], tags=TAGS, lists=LISTS)
    assert bool(curator.match(story, now=NOW)) == takes(tree, story)


def _topic(slug: str, query: str, **keys: object) -> Topic:
    return Topic(slug=slug, title=slug, query=query, **keys)  # type: ignore[arg-type]


def _taken(topics: list[Topic], story: Story) -> list[str]:
    return [match.topic for match in compile_topics(topics, tags={}).match(story, now=NOW)]


def test_a_topic_can_be_built_on_topics_wherever_they_stand() -> None:
    topics = [
        _topic("serious", "topic:security AND NOT topic:sports"),
        _topic("sports", "football"),
        _topic("security", "police OR border*", languages=("en",)),
    ]
    assert _taken(topics, make_story(title="Police at the border")) == ["serious", "security"]
    football = make_story(title="Police at the football final")
    assert _taken(topics, football) == ["sports", "security"]
    assert _taken(topics, make_story(title="Police", language="fr")) == []


def test_the_reason_goes_down_into_the_topic_that_it_is_built_on() -> None:
    curator = compile_topics([_topic("a", "title:topic OR topic:b"), _topic("b", "pol*")], tags={})
    (match, _) = curator.match(make_story(title="Police"), now=NOW)
    assert [(hit.term, hit.field, hit.found) for hit in match.why] == [
        ("topic:b", "topic", "b"),
        ("pol*", "title", "police"),
    ]


@given(st.lists(TREES, min_size=1, max_size=4), STORIES)
def test_topics_by_themselves_take_what_they_take_among_all(
    asked: list[Query], story: Story
) -> None:
    refs = [_topic("security", "rabat OR topic:other"), _topic("sport-7", "topic:security NOT 7")]
    made = [_topic(f"t{n}", unparse(tree)) for n, tree in enumerate(asked)]
    curator = compile_topics([*made, *refs, _topic("other", "/7/")], tags=TAGS, lists=LISTS)
    for shown in ({}, {"other": True}, {"security": False}):
        whole = {match.topic: match for match in curator.match(story, now=NOW, shown=shown)}
        for slug in ("t0", "sport-7"):
            apart = curator.within([slug]).match(story, now=NOW, shown=shown)
            assert next((m for m in apart if m.topic == slug), None) == whole.get(slug)


def test_a_topic_by_itself_comes_with_what_it_is_built_on_and_with_no_other() -> None:
    queries = {"a": "topic:b", "b": "NOT topic:c", "c": "x", "d": "topic:a", "e": "police"}
    topics = [_topic(slug, query) for slug, query in queries.items()]
    topics[0] = replace(topics[0], exclude=("topic:e AND x",))
    alone = compile_topics(topics, tags={}).within(["a"])
    taken = alone.match(make_story(title="Police"), now=NOW)
    assert [match.topic for match in taken] == ["a", "b", "e"]
    assert {topic.slug for topic in alone.referred()} == {"b", "c", "e"}


@pytest.mark.parametrize(
    ("queries", "said"),
    [
        ({"a": "topic:a"}, "a → a"),
        ({"c": "x OR topic:a", "a": "topic:b", "b": "NOT topic:c"}, "a → b → c → a"),
        ({"security": "x", "b": "topic:secruity"}, "did you mean topic:security?"),
        ({"b": "@x.txt"}, "there is no list 'x.txt'"),
    ],
)
def test_topics_that_name_themselves_or_nobody_are_refused(
    queries: dict[str, str], said: str
) -> None:
    with pytest.raises(QueryError) as fault:
        compile_topics([_topic(slug, query) for slug, query in queries.items()], tags={})
    assert said in str(fault.value)


@pytest.mark.parametrize(
    ("query", "language", "text", "taken"),
    [
        ("policing", "en", "The police", True),
        ("policing", "en", "Polite", False),
        ('"organised crimes"', "en", "organising crime", True),
        ("negotiations near/3 borders", "en", "negotiating at the border", True),
        ("arrestations", "fr", "Une arrestation", True),
        ("arrestations", None, "Une arrestation", False),
        ("detenidos", "es", "Un detenido", True),
        ("выборы", "ru", "после выборов", True),
        ("المغاربة", "ar", "والمغاربة", True),
        ("tag:agencies", "en", "x", False),
    ],
)
def test_with_stem_a_word_finds_all_words_of_its_stem_in_the_language_of_the_story(
    query: str, language: str | None, text: str, taken: bool
) -> None:
    story = make_story(text=text, language=language)
    assert bool(_taken([_topic("t", query, stem=True)], story)) == taken


def test_there_is_a_stemmer_for_each_language_that_is_named() -> None:
    assert len(STEMMERS) == 28
    assert all(stem("x", code) for code in STEMMERS)


def _ministers(text: str) -> dict[str, Names]:
    return {"ministers.txt": read_names(text)[0]}


def _match(query: str, story: Story, lists: dict[str, Names] | None = None) -> Match:
    curator = compile_topics([_topic("t", query)], tags={}, lists=lists)
    (match,) = curator.match(story, now=NOW)
    return match


def test_the_reason_names_the_list_and_the_name_as_it_is_spelled_there() -> None:
    lists = _ministers("Aziz Akhannouch\nNasser Bourita # abroad\n")
    story = make_story(text="Talks: the minister BOURITA, and Nasser Bourita's aide")
    (hit,) = _match("@ministers.txt", story, lists).why
    assert hit.term == "@ministers.txt: Nasser Bourita"
    assert (hit.field, hit.found) == ("text", "minister bourita and nasser bourita s aide")


def test_the_reason_of_near_shows_both_words_and_those_between() -> None:
    story = make_story(
        text="They praised the intelligence and police cooperation of both countries"
    )
    (hit,) = _match("cooperation near/5 intelligence", story).why
    assert hit.term == "cooperation near/5 intelligence"
    assert "intelligence and police cooperation" in hit.found


def test_weights_add_up_and_multiply() -> None:
    story = make_story(title="Police", text="drugs in port")
    assert score(_match("police^3 drugs (port^2 OR harbour)^2", story).why) == 3 + 1 + 4


def test_a_definition_moves_with_what_decides_and_with_nothing_else() -> None:
    def digests(
        query: str, names: str = "Aziz", *, hours: float = 0, **keys: object
    ) -> dict[str, str]:
        topics = [_topic("t", query, **keys), _topic("on", "topic:t"), _topic("else", "x")]
        curator = compile_topics(topics, tags={"MAP": ("agency",)}, lists=_ministers(names))
        return dict(definitions(curator, now=NOW + timedelta(hours=hours)))

    def moved(one: dict[str, str], other: dict[str, str]) -> set[str]:
        return {slug for slug in one if one[slug] != other[slug]}

    assert moved(digests("x"), digests("x", hours=99, limit=3)) == set()
    assert moved(digests("x"), digests("y")) == {"t", "on"}
    assert moved(digests("x"), digests("x", stem=True)) == {"t", "on"}
    assert moved(digests("x"), digests("x", "Nasser")) == set()
    assert moved(digests("@ministers.txt"), digests("@ministers.txt", "Nasser")) == {"t", "on"}
    assert moved(digests("since:2026-01-01"), digests("since:2026-01-01", hours=99)) == set()
    assert moved(digests("since:3d"), digests("since:3d", hours=1)) == {"t", "on"}
    assert moved(digests("since:3d"), digests("since:3d", hours=0.5)) == set()
    assert moved(digests("since:30m"), digests("since:30m", hours=0.1)) == {"t", "on"}

"""What the index is asked for a query gives every story that the query takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.curate.candidates import candidates, index_words
from feeds.curate.match import explain
from feeds.curate.query import parse
from feeds.curate.tree import And, Carriers, Field, Not, Or, Phrase, Query, Regex, Word
from feeds.curate.view import StoryView
from feeds.model.search import AllOf, AnyOf, IndexedWord, Lookup, Scan
from feeds.model.story import Story
from tests.curate.stories import make_story

_WORDS = (
    "port",
    "ports",
    "porter",
    "sable",
    "الامن",
    "امن",
    "بالامن",
    "東",
    "2026",
    "mdw",
    "en",
    "atlas",
)
_words = st.sampled_from(_WORDS)
_terms: st.SearchStrategy[Any] = st.one_of(
    st.builds(Word, _words, st.booleans()),
    st.builds(Phrase, st.lists(_words, min_size=2, max_size=3).map(tuple), st.booleans()),
    st.builds(Regex, st.sampled_from(("por.", "^s"))),
    st.builds(Carriers, st.sampled_from((">=", "<")), st.integers(1, 3)),
)
_fields = st.sampled_from(("title", "text", "source", "tag", "agency", "lang", "author", "link"))
_queries: st.SearchStrategy[Any] = st.recursive(
    _terms,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Field, _fields, inner),
    ),
    max_leaves=8,
)


def _gives(lookup: Lookup, words: set[str]) -> bool:
    """Whether an index would give a story of those words."""
    match lookup:
        case IndexedWord(value=value, prefix=prefix):
            return any(w.startswith(value) for w in words) if prefix else value in words
        case AllOf(parts=parts):
            return all(_gives(part, words) for part in parts)
        case AnyOf(parts=parts):
            return any(_gives(part, words) for part in parts)
        case Scan():
            return True


def _takes(query: Query, story: Story) -> bool:
    view = StoryView(story, {"Sable": ("port",)}, now=story.first_seen)
    return explain(query, view) is not None


@settings(max_examples=300, deadline=None)
@given(
    query=_queries,
    title=st.lists(_words, max_size=4).map(" ".join),
    text=st.lists(_words, max_size=6).map(" ".join),
    other=st.lists(_words, max_size=3).map(" ".join),
)
def test_no_story_that_a_query_takes_is_passed_over(
    query: Query, title: str, text: str, other: str
) -> None:
    sources = ("Atlas Port", "Sable")
    story = make_story(
        title=title, text=text, sources=sources, agency="MDW", copy_titles=(title, other)
    )
    if _takes(query, story):
        assert _gives(candidates(query), set(index_words(story)))


@pytest.mark.parametrize(
    "query", ["NOT port", "/port/", "carriers<3", "carriers>=1", "tag:port", "port OR /x/", ""]
)
def test_what_no_word_narrows_down_looks_at_every_story(query: str) -> None:
    assert candidates(parse(query)) == Scan()


@pytest.mark.parametrize(
    "query",
    ["port NOT sable", "port carriers<3", "/x/ AND port", "tag:x (port OR sable)", "lang:fr"],
)
def test_one_word_beside_it_does(query: str) -> None:
    assert candidates(parse(query)) != Scan()


@pytest.mark.parametrize("sign", [">=", ">", "="])
@pytest.mark.parametrize("number", [1, 2, 3, 19, 20, 21, 30])
def test_many_carriers_look_only_at_stories_that_many_carry(sign: str, number: int) -> None:
    asked = parse(f"carriers{sign}{number}")
    lookup = candidates(asked)
    assert (lookup == Scan()) == (number == 1 and sign != ">")
    for carriers in (1, 2, 3, 4, 19, 20, 21, 22, 31):
        story = make_story(title="x", text="y", sources=tuple(f"s{n}" for n in range(carriers)))
        given = _gives(lookup, set(index_words(story)))
        assert given or not _takes(asked, story)
        if carriers <= 20:
            assert given == (carriers >= min(number + (sign == ">"), 20))


def test_a_kind_of_term_that_is_not_known_looks_at_every_story() -> None:
    @dataclass(frozen=True)
    class Later:
        inner: Query

    later: Any = Later(Word("port"))
    assert candidates(later) == Scan()
    assert candidates(Or((Word("port"), later))) == Scan()
    assert candidates(And((Word("port"), later))) == candidates(Word("port"))


@pytest.mark.parametrize(
    ("query", "written"),
    [
        ("المغرب", "المغرب والمغرب بالمغرب وبالمغرب للمغرب وللمغرب فالمغرب كالمغرب"),
        ("مغرب", "مغرب المغرب والمغرب بمغرب للمغرب"),
        ("لغه", "اللغة للغة باللغة لغة"),
        ("اللغه", "للغة وللغة"),
        ("بالمغرب", "وبالمغرب"),
        ("مغر*", "بالمغرب وللمغرب"),
    ],
)
def test_arabic_words_are_found_behind_what_is_written_in_one_with_them(
    query: str, written: str
) -> None:
    tree = parse(query)
    for word in written.split():
        story = make_story(title=word)
        assert _takes(tree, story), word
        assert _gives(candidates(tree), set(index_words(story))), word


def test_stories_that_have_no_form_of_a_word_are_not_looked_at() -> None:
    words = set(index_words(make_story(title="مغرب", text="ports")))
    for query in ("مغرب", "ports", "port*"):
        assert _gives(candidates(parse(query)), words), query
    for query in ("المغرب", "والمغرب", "port", "source:ports"):
        assert not _gives(candidates(parse(query)), words), query

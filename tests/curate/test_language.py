"""The query language as a language: faults and their columns, and what holds for every query."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.curate.explain import explain
from feeds.curate.find import MOST, spans
from feeds.curate.query import parse
from feeds.curate.tree import (
    Not,
    Query,
    Word,
    unparse,
)
from feeds.curate.view import StoryView
from feeds.errors import QueryError
from feeds.model.story import Story
from tests.curate.naive import STORIES, TAGS, takes
from tests.curate.stories import NOW, make_story
from tests.curate.trees import TREES

_FAULTS = [
    ("(security OR police", 1, "never closed"),
    ("((security) OR police", 1, "never closed"),
    ('":(" AND (security', 10, "never closed"),
    ("security)", 9, "closes nothing"),
    ("()", 2, "nothing stands before this bracket"),
    ("(security AND)", 14, "nothing stands before this bracket"),
    ('security "organized crime', 10, "never closed"),
    ("security “organized crime", 10, "never closed"),
    ("security «crime organisé", 10, "never closed"),
    ("security /drug[s", 10, "never closed"),
    ("/drug[s/ AND police", 1, "faulty"),
    ("security OR", 12, "ends too soon"),
    ("security AND   ", 13, "ends too soon"),
    ("(security OR", 13, "ends too soon"),
    ("NOT", 4, "ends too soon"),
    ("OR security", 1, "nothing stands before OR"),
    ("security AND OR police", 14, "nothing stands before OR"),
    ("security OR AND police", 13, "nothing stands before AND"),
    ("police titel:security", 8, "did you mean title:"),
    ("category:security", 1, "is no field"),
    ("police lang:french", 8, "'french' is no language code"),
    ("lang:(fr OR NOT english^2)", 1, "'english' is no language code"),
    ("lang:pt-br", 1, "'pt br' is no language code"),
    ("police title:", 8, "nothing follows"),
    ("police title: security", 8, "nothing follows"),
    ("title:source:map", 7, "can't stand here"),
    ("title:NOT football", 7, "NOT stands inside a field"),
    ("carriers>=", 1, "compares nothing"),
    ("police carriers>=many", 8, "compares nothing"),
    ("carriers>=3x", 1, "compares nothing"),
    ("police carriers!=3", 8, "compares nothing"),
    ("carriers≥3", 1, "write carriers>=3"),
    ("carriers:3", 1, "write carriers>=3"),
    ("carriers>=12345678", 1, "more than there are"),
    ("ter*ror", 1, "inside a word"),
    ("police *", 8, "holds no letters"),
    ('police "organ* crime"', 8, "inside a phrase"),
    ("police -football", 8, "write NOT football"),
    ('police ""', 8, "empty"),
    ('police "?!"', 8, "empty"),
    (":security", 1, "can't stand here"),
    ("near/5 police", 1, "joins nothing"),
    ("police near/5", 14, "ends too soon"),
    ("police near/0 drugs", 8, "a number of words from 1 to 50"),
    ("police near/51 drugs", 8, "a number of words from 1 to 50"),
    ("police near/ drugs", 8, "joins nothing"),
    ("police near/five drugs", 8, "joins nothing"),
    ("/drug[s]/i police", 10, "case does not matter"),
    ("title:(/drugs/police)", 15, "a space before the next word"),
    ("police | drugs", 8, "write OR"),
    ("police && drugs", 8, "write AND"),
    ("police NEAR drugs", 8, "near/5"),
    ("title:police near/5 drugs", 14, "joins more than words"),
    ("police near/5 NOT drugs", 15, "NOT (drugs near/5 police)"),
    ("police near/5 (drugs AND crime)", 8, "joins more than words"),
    ("police near/5 /dru/", 8, "joins more than words"),
    ("a near/1 b near/1 c near/1 d near/1 e", 30, "more than 3 near/N"),
    ("police^", 7, "write a number up to 100 behind ^: word^3"),
    ("police^many", 7, "is no weight"),
    ("police^0", 7, "is no weight"),
    ("police^101", 7, "is no weight"),
    ("^3", 1, "behind"),
    ("since:yesterday", 1, "write since:2026-11-01, or since:3d"),
    ("police since:2026-13-01", 8, "neither a day nor a duration"),
    ("since:0d", 1, "neither a day nor a duration"),
    ("police sinse:3d", 8, "did you mean since:?"),
    ("topic: security", 1, "write one right behind it"),
    ("police topic:Security", 8, "no topic's slug"),
    ("police @ drugs", 8, "write its file"),
]


@pytest.mark.parametrize(("query", "column", "said"), _FAULTS)
def test_a_faulty_query_is_reported_at_the_column_where_it_goes_wrong(
    query: str, column: int, said: str
) -> None:
    with pytest.raises(QueryError) as fault:
        parse(query)
    assert said in str(fault.value)
    assert fault.value.column == column
    assert fault.value.remedy


@pytest.mark.parametrize(
    "query",
    [
        "a " * 20_000,
        "NOT " * 4_000 + "a",
        "(NOT " * 3_000 + "a" + ")" * 3_000,
        "title:(" * 2_000,
        "/a/ " * 51,
        "a* " * 201,
        '"a b*" ' * 201,
        "a near/1 " * 2_000 + "a",
        "(" * 200 + "a near/50 " + "(b near/50 " * 3 + "c" + ")" * 203,
        "@" + "x" * 300,
    ],
)
def test_a_query_too_large_to_work_with_is_a_fault_and_nothing_worse(query: str) -> None:
    with pytest.raises(QueryError):
        parse(query)


def test_brackets_that_mean_nothing_may_be_as_many_as_one_likes() -> None:
    assert parse("(" * 500 + "security" + ")" * 500) == Word("security")


_PIECES = st.sampled_from(
    [
        *'()"/*:-“”«»^@',
        " ",
        "AND",
        "OR",
        "NOT",
        "title:",
        "tag:",
        "carriers",
        "near/2",
        "since:",
        "topic:",
        "2d",
        ">=",
        "3",
        "l'état",
        "MAP",
    ]
)
_TEXTS = st.one_of(
    st.lists(_PIECES, max_size=12).map("".join),
    st.text(st.characters(), max_size=20),  # surrogates too: a query may come from an address
)


@given(TREES)
def test_a_tree_written_out_reads_back_as_the_same_tree(tree: Query) -> None:
    assert parse(unparse(tree)) == tree


@pytest.mark.parametrize("space", ["\u3000", "\u00a0", "\u202f", "\u2028"])
def test_words_are_apart_by_any_space_that_people_type(space: str) -> None:
    assert parse(f"{space}東京{space}警察 AND{space}NOT{space}police") == parse(
        "東京 警察 AND NOT police"
    )


@given(_TEXTS)
def test_any_text_is_a_query_that_survives_being_written_out_or_a_fault_within_it(
    text: str,
) -> None:
    read = _parse_or_fault(text)
    if isinstance(read, QueryError):
        assert 1 <= read.column <= len(text) + 1
    else:
        assert parse(unparse(read)) == read


def _parse_or_fault(text: str) -> Query | QueryError:
    try:
        return parse(text)
    except QueryError as fault:
        return fault


def _explain(tree: Query, story: Story) -> object:
    view = StoryView(story, TAGS, now=NOW)
    return explain(tree, view)


@given(TREES, STORIES)
def test_a_query_takes_what_its_words_say(tree: Query, story: Story) -> None:
    assert (_explain(tree, story) is not None) == takes(tree, story), unparse(tree)


@given(TREES, STORIES)
def test_what_a_query_takes_its_negation_leaves(tree: Query, story: Story) -> None:
    assert (_explain(tree, story) is None) != (_explain(Not(tree), story) is None)


def test_an_expression_that_would_hang_a_backtracking_engine_is_answered() -> None:
    story = make_story(text="a" * 200_000 + "b")
    assert _explain(parse("text:/(a+)+$/"), story) is None
    assert _explain(parse("text:/(a|a)*b/"), story) is not None


def test_an_expression_too_large_to_run_is_a_fault() -> None:
    with pytest.raises(QueryError, match="column 1: the regular expression is faulty"):
        parse("/((a{100}){100}){100}/")


def test_near_within_near_stays_within_bounds_where_words_are_everywhere() -> None:
    where = StoryView(make_story(text="a b c " * 5_000), {}, now=NOW).field("text")
    query = parse("(a OR b) near/50 (b OR c) near/50 (a OR c) near/50 c")
    assert 0 < len(spans(query, where, stemmed=False)) <= MOST + 200

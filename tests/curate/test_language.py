"""The query language as a language: faults and their columns, and what holds for every query."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.curate.match import explain
from feeds.curate.query import parse
from feeds.curate.tree import (
    FIELDS,
    And,
    Carriers,
    Everything,
    Field,
    Not,
    Or,
    Phrase,
    Query,
    Regex,
    Word,
    unparse,
)
from feeds.curate.view import StoryView
from feeds.errors import QueryError
from feeds.model.story import Story
from feeds.text import words
from tests.curate.stories import make_story

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
    ("police title:", 8, "nothing follows"),
    ("police title: security", 8, "nothing follows"),
    ("title:source:map", 7, "can't stand here"),
    ("title:NOT football", 7, "NOT stands inside a field"),
    ("carriers>=", 1, "compares nothing"),
    ("police carriers>=many", 8, "compares nothing"),
    ("carriers>=3x", 1, "compares nothing"),
    ("carriers:3", 1, "write carriers>=3"),
    ("carriers>=12345678", 1, "more than there are"),
    ("ter*ror", 1, "inside a word"),
    ("police *", 8, "holds no letters"),
    ("police -football", 8, "write NOT football"),
    ('police ""', 8, "empty"),
    ('police "?!"', 8, "empty"),
    (":security", 1, "can't stand here"),
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
    ],
)
def test_a_query_too_large_to_work_with_is_a_fault_and_nothing_worse(query: str) -> None:
    with pytest.raises(QueryError):
        parse(query)


def test_brackets_that_mean_nothing_may_be_as_many_as_one_likes() -> None:
    assert parse("(" * 500 + "security" + ")" * 500) == Word("security")


_STEMS = st.sampled_from(["security", "etat", "map", "port", "ports", "rabat", "الامن", "7", "日"])
_TERMS: st.SearchStrategy[Query] = st.one_of(
    st.builds(Word, _STEMS, st.booleans()),
    st.builds(Phrase, st.lists(_STEMS, min_size=2, max_size=3).map(tuple), st.booleans()),
    st.builds(Regex, st.sampled_from(["port", "s.c", "^r", "état", "\\/", "[à-é]t"])),
    st.builds(Carriers, st.sampled_from([">=", "<=", "=", ">", "<"]), st.integers(0, 4)),
)


def _joined(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    """Trees as parsing gives them: And within And and Or within Or are one."""
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        st.builds(Not, inner),
        st.builds(Field, st.sampled_from(FIELDS), inner),
        several.map(lambda parts: And(tuple(_flat(And, parts)))),
        several.map(lambda parts: Or(tuple(_flat(Or, parts)))),
    )


def _flat(kind: type[And] | type[Or], parts: list[Query]) -> list[Query]:
    return [q for part in parts for q in (part.parts if isinstance(part, kind) else (part,))]


_TREES = st.one_of(st.just(Everything()), st.recursive(_TERMS, _joined, max_leaves=8))
_PIECES = st.sampled_from(
    [
        *'()"/*:-“”«»',
        " ",
        "AND",
        "OR",
        "NOT",
        "title:",
        "tag:",
        "carriers",
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


@given(_TREES)
def test_a_tree_written_out_reads_back_as_the_same_tree(tree: Query) -> None:
    assert parse(unparse(tree)) == tree


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


_WORDS = st.sampled_from(
    ["Security", "État", "MAP", "port", "ports", "Rabat", "الأمن", "7", "日", "s/c"]
)
_PASSAGES = st.lists(_WORDS, max_size=6).map(" ".join)
_STORIES = st.builds(
    make_story,
    title=_PASSAGES,
    text=_PASSAGES,
    sources=st.sampled_from([("MAP",), ("MAP", "Port Rabat"), ("MAP", "A", "B")]),
    language=st.sampled_from(["en", "ar", None]),
    agency=st.sampled_from([None, "MAP"]),
    authors=st.lists(_PASSAGES, max_size=1),
    link=st.sampled_from([None, "https://example.org/security/7"]),
)
_TAGS = {"MAP": ("agency", "rabat port"), "Port Rabat": ("security",)}


def _takes(query: Query, story: Story, fields: tuple[str, ...] = ("title", "text")) -> bool:
    """What a query takes, said as simply as it can be."""
    match query:
        case Everything():
            return True
        case And(parts):
            return all(_takes(part, story, fields) for part in parts)
        case Or(parts):
            return any(_takes(part, story, fields) for part in parts)
        case Not(inner):
            return not _takes(inner, story, fields)
        case Field(name, inner):
            return _takes(inner, story, (name,))
        case Carriers(sign, number):
            python = {"=": "=="}.get(sign, sign)
            return bool(eval(f"{len({c.source for c in story.copies})} {python} {number}"))
        case Regex(pattern):
            accentless = {"état": "etat", "[à-é]t": "[a-e]t"}.get(pattern, pattern)
            return any(_searched(accentless, t) for f in fields for t in _passages(story, f))
        case Word(value, prefix):
            return any(_row((value,), prefix, t, f) for f in fields for t in _passages(story, f))
        case Phrase(wanted, prefix):
            return any(_row(wanted, prefix, t, f) for f in fields for t in _passages(story, f))


def _passages(story: Story, field: str) -> list[str]:
    carried = {copy.source for copy in story.copies}
    return {
        "title": [story.head.title],
        "text": [story.head.text],
        "source": sorted(carried),
        "tag": [tag for name in carried for tag in _TAGS.get(name, ())],
        "agency": [story.agency or ""],
        "lang": [story.head.language or ""],
        "author": [person.name for person in story.head.authors],
        "link": [story.head.link or ""],
    }[field]


def _searched(pattern: str, passage: str) -> bool:
    return any(re.search(pattern, text) for text in (passage.lower(), " ".join(words(passage))))


def _row(wanted: tuple[str, ...], prefix: bool, passage: str, field: str) -> bool:
    there = words(passage)
    if field in ("tag", "agency", "lang") and not prefix:
        return there == list(wanted)
    size = len(wanted)
    rows = (there[n : n + size] for n in range(len(there) - size + 1))
    *rest, last = wanted
    return any(
        row[:-1] == rest and (row[-1].startswith(last) if prefix else row[-1] == last)
        for row in rows
    )


@given(_TREES, _STORIES)
def test_a_query_takes_what_its_words_say(tree: Query, story: Story) -> None:
    taken = explain(tree, StoryView(story, _TAGS)) is not None
    assert taken == _takes(tree, story), unparse(tree)


@given(_TREES, _STORIES)
def test_what_a_query_takes_its_negation_leaves(tree: Query, story: Story) -> None:
    view = StoryView(story, _TAGS)
    assert (explain(tree, view) is None) != (explain(Not(tree), view) is None)


def test_an_expression_that_would_hang_a_backtracking_engine_is_answered() -> None:
    story = make_story(text="a" * 200_000 + "b")
    assert explain(parse("text:/(a+)+$/"), StoryView(story, {})) is None
    assert explain(parse("text:/(a|a)*b/"), StoryView(story, {})) is not None


def test_an_expression_too_large_to_run_is_a_fault() -> None:
    with pytest.raises(QueryError, match="column 1: the regular expression is faulty"):
        parse("/((a{100}){100}){100}/")

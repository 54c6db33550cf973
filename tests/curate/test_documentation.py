"""The page on topics: what it shows can be read, and what it says of it is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from feeds.curate.match import explain
from feeds.curate.query import parse
from feeds.curate.tree import FIELDS
from feeds.curate.view import StoryView
from feeds.errors import QueryError
from tests.curate.stories import make_story

_PAGE = (Path(__file__).parents[2] / "docs" / "topics.md").read_text()
_FENCED = re.findall(r"^```query\n(.*?)^```", _PAGE, re.M | re.S)
_CELLS = re.findall(r"^\| `([^`]+)` \| (?!looks)", _PAGE, re.M)
_LAST_CELLS = re.findall(r"^\| `\w+:?` \| .* \| `([^`]+)` \|$", _PAGE, re.M)
_QUERIES = [*_FENCED, *(cell for cell in _CELLS if cell.rstrip(":") not in (*FIELDS, "carriers"))]


@pytest.mark.parametrize("query", [q.replace("\\|", "|") for q in (*_QUERIES, *_LAST_CELLS)])
def test_each_query_that_it_shows_can_be_read(query: str) -> None:
    assert parse(query)


def test_it_shows_each_field() -> None:
    assert len(_LAST_CELLS) == len(FIELDS) + 1
    assert all(f"| `{field}:` |" in _PAGE for field in FIELDS)


@pytest.mark.parametrize(
    ("query", "text", "taken"),
    [
        ("securite", "Sécurité", True),
        ("الامن", "الأمن", True),
        ("eveche", "évêché", True),
        ("port", "ports", False),
        ("port*", "ports", True),
        ("l'extrad*", "contre l’extradition", True),
        ("d'État", "un homme d’Etat", True),
        ("/(ال|لل)مغرب/", "المغرب", True),
        ("/(ال|لل)مغرب/", "بالمغرب", True),
        ("/(ال|لل)مغرب/", "والمغرب", True),
        ("/(ال|لل)مغرب/", "للمغرب", True),
        ("police morocco OR spain", "spain", True),
        ("police morocco OR spain", "police", False),
    ],
)
def test_what_it_says_of_them_is_so(query: str, text: str, taken: bool) -> None:
    assert query in _PAGE.replace("\\|", "|")
    found = explain(parse(query), StoryView(make_story(text=text), {}))
    assert (found is not None) == taken


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("police AND", "the query ends too soon"),
        ("police AND OR drugs", "nothing stands before OR"),
        ("police)", "this bracket closes nothing"),
        ('"police', "this quotation mark is never closed"),
        ("breaking:news", "is no field"),
        ("title: police", "nothing follows 'title:'"),
        ("po*ice", "* stands inside a word"),
    ],
)
def test_the_messages_that_it_explains_are_those_that_come(query: str, message: str) -> None:
    assert f"| {message}" in _PAGE or f"… {message} |" in _PAGE
    with pytest.raises(QueryError, match=re.escape(message)):
        parse(query)

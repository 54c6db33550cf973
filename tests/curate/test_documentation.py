"""The page on queries: what it shows can be read, and what it says of it is so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from feeds.curate.explain import explain
from feeds.curate.match import compile_topics
from feeds.curate.names import read_names
from feeds.curate.query import parse
from feeds.curate.tree import FIELDS
from feeds.curate.view import StoryView
from feeds.errors import QueryError
from feeds.model.topic import Topic
from tests.curate.stories import NOW, make_story

_PAGE = (Path(__file__).parents[2] / "docs" / "queries.md").read_text()
_NAMED = (*FIELDS, "carriers", "since", "topic")
_FENCED = re.findall(r"^```query\n(.*?)^```", _PAGE, re.M | re.S)
_CELLS = re.findall(r"^\| `([^`]+)` \| (?!looks)", _PAGE, re.M)
_LAST_CELLS = re.findall(r"^\| `\w+:?` \| .* \| `([^`]+)` \|$", _PAGE, re.M)
_QUERIES = [*_FENCED, *(cell for cell in _CELLS if cell.rstrip(":") not in _NAMED)]


_SHOWN = [q.replace("\\|", "|").strip() for q in (*_QUERIES, *_LAST_CELLS)]
# What each query that the page shows takes, and what it leaves; words alone are a story's text.
_NOVEMBER = NOW.replace(month=11)
_RUN: dict[str, tuple[str | Mapping[str, Any], str | Mapping[str, Any]]] = {
    "security": ("On security.", "On secrecy."),
    '"organized crime"': ("Against organized crime.", "Crime, organized."),
    "terror*": ("Three terrorists.", "An error."),
    '"organized crim*"': ("organized criminals", "organized against criminals"),
    "l'extrad*": ("Contre l’extradition.", "Contre extradition."),
    "2030": ("The cup of 2030.", "The cup of 20301."),
    "morocco AND spain": ("Spain and Morocco.", "Spain."),
    "morocco spain": ("Spain and Morocco.", "Morocco."),
    "morocco OR spain": ("Spain.", "Portugal."),
    "morocco NOT football": ("Morocco.", "Football in Morocco."),
    "(morocco OR spain) AND police": ("Police in Spain.", "Morocco and Spain."),
    '"intelligence" near/5 cooperation': (
        "Cooperation of the services in intelligence.",
        "Cooperation of all the services in intelligence.",
    ),
    "(dgsn OR dgst) near/3 (arrest* OR seiz*)": (
        "The DGST has now seized it.",
        "DGSN a b c arrests.",
    ),
    r"/\d+ (phones|kilos)/": ("They took 12 phones.", "They took some phones."),
    "title:/^exclusive/": ({"title": "EXCLUSIVE: a port"}, {"title": "Not exclusive"}),
    "/(ال|لل)مغرب/": ("وبالمغرب", "مغرب"),
    'title:"security council"': ({"title": "The Security Council"}, "The Security Council"),
    "text:passport": ("A passport.", {"title": "A passport"}),
    "source:hespress": ({"sources": ["Hespress EN"]}, {"text": "Hespress"}),
    "tag:agency": ({"sources": ["MAP"]}, {"sources": ["Diary"]}),
    "agency:AFP": ({"agency": "AFP"}, {"agency": "AFP Sports"}),
    "lang:fr": ({"language": "fr"}, {"language": "en"}),
    'author:"ines ortega"': ({"authors": ["Inés Ortega"]}, {"authors": ["Ines Ruiz"]}),
    "link:example.org/world": (
        {"link": "https://example.org/world/1"},
        {"link": "https://example.org/sport/1"},
    ),
    "carriers>=3": ({"sources": ["A", "B", "C"]}, {"sources": ["A", "B"]}),
    "since:2026-11-01": ({"published": _NOVEMBER}, {"published": NOW}),
    "topic:security": ("Security.", "Football."),
    _FENCED[0].strip(): ("Terrorism in Morocco.", "Terrorism in Morocco, and football."),
    _FENCED[1].strip(): (
        "Aziz Karam resigns.",
        {"text": "Aziz resigns.", "published": NOW - timedelta(days=8)},
    ),
    _FENCED[2].strip(): ({"agency": "MAP", "sources": ["A", "B"]}, {"agency": "MAP"}),
    _FENCED[3].strip(): (
        {"title": "Tangier port", "sources": ["Morocco World News"]},
        {"title": "Tangier port", "sources": ["Morocco World News"], "agency": "MAP"},
    ),
    _FENCED[4].strip(): ({"language": "ar", "sources": ["MAP"]}, {"language": "ar"}),
}


def test_every_example_is_run() -> None:
    assert set(_SHOWN) == set(_RUN)


@pytest.mark.parametrize("query", _SHOWN)
def test_each_query_that_it_shows_takes_what_the_page_says(query: str) -> None:
    curator = compile_topics(
        [
            Topic(slug="t", title="T", query=query),
            Topic(slug="security", title="S", query="security"),
        ],
        tags={"MAP": ("agency",)},
        lists={"lists/ministers.txt": read_names("Aziz Karam")[0]},
    )
    for told, taken in zip(_RUN[query], (True, False), strict=True):
        story = make_story(text=told) if isinstance(told, str) else make_story(**told)
        found = {match.topic for match in curator.match(story, now=NOW)}
        assert ("t" in found) is taken, told


def test_it_shows_each_field() -> None:
    assert len(_LAST_CELLS) == len(FIELDS) + 3  # carriers, since, topic
    assert all(f"| `{field}:` |" in _PAGE for field in FIELDS)


@pytest.mark.parametrize(
    ("query", "text", "taken"),
    [
        ("securite", "Sécurité", True),
        ("الامن", "الأمن", True),
        ("eveche", "évêché", True),
        ("елка", "Ёлка", True),
        ("المغرب", "بالمغرب", True),
        ("المغرب", "وبالمغرب", True),
        ("المغرب", "للمغرب", True),
        ("المغرب", "مغرب", False),
        ("والمغرب", "المغرب", False),
        ("مغرب", "والمغرب", True),
        ("مغرب", "ومغرب", True),
        ("مغرب", "لمغرب", True),
        ("مغرب*", "والمغربية", True),
        ("東京", "東京都", True),
        ("서울*", "서울에서", True),
        ("policing", "police", False),
        ('"intelligence" near/5 cooperation', "cooperation in intelligence", True),
        ("port", "ports", False),
        ("port*", "ports", True),
        ('"organized crim*"', "by organized criminals", True),
        ('"organized crim*"', "criminals who are organized", False),
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
    found = explain(parse(query), StoryView(make_story(text=text), {}, now=NOW))
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
        ('"organ* crime"', "* stands inside a phrase"),
        ("near/5 police", "joins nothing"),
        ("title:police near/5 drugs", "joins more than words"),
        ("police^high", "is no weight"),
        ("since:yesterday", "is neither a day nor a duration"),
    ],
)
def test_the_messages_that_it_explains_are_those_that_come(query: str, message: str) -> None:
    assert f"| {message}" in _PAGE or f"… {message} |" in _PAGE
    with pytest.raises(QueryError, match=re.escape(message)):
        parse(query)


def test_the_grammar_that_it_shows_is_the_one_that_is_read() -> None:
    formal = files("feeds.curate").joinpath("query.lark").read_text()
    assert f"```lark\n{formal}```" in _PAGE


@pytest.mark.parametrize("text", ["police", "مال", "كمال"])
def test_what_it_says_of_stems_and_short_words_is_so(text: str) -> None:
    topic = Topic(slug="t", title="T", query="policing", stem=True)
    curator = compile_topics([topic], tags={})
    taken = curator.match(make_story(text=text, language="en"), now=NOW)
    assert bool(taken) == (text == "police")
    short = explain(parse("مال"), StoryView(make_story(text=text), {}, now=NOW))
    assert (short is not None) == (text == "مال")

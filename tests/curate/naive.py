"""Stories of few words, and what a query takes of them said as simply as it can be."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import strategies as st

from feeds.curate.tree import (
    And,
    Boost,
    Carriers,
    Everything,
    Field,
    Listed,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Regex,
    Since,
    TopicRef,
    Word,
)
from feeds.model.story import Story
from feeds.text import fold, words
from tests.curate.stories import NOW, make_story

_WORDS = st.sampled_from(
    [
        "Security",
        "État",
        "MAP",
        "port",
        "ports",
        "Rabat",
        "الأمن",
        "والأمن",
        "للأمن",
        "7",
        "日",
        "s/c",
    ]
)
_PASSAGES = st.lists(_WORDS, max_size=6).map(" ".join)
STORIES = st.builds(
    make_story,
    title=_PASSAGES,
    text=_PASSAGES,
    sources=st.sampled_from([("MAP",), ("MAP", "Port Rabat"), ("MAP", "A", "B")]),
    language=st.sampled_from(["en", "ar", None]),
    agency=st.sampled_from([None, "MAP"]),
    authors=st.lists(_PASSAGES, max_size=1),
    link=st.sampled_from([None, "https://example.org/security/7"]),
    published=st.integers(0, 72).map(lambda hours: NOW - timedelta(hours=hours)),
)
TAGS = {"MAP": ("agency", "rabat port"), "Port Rabat": ("security",)}
Span = tuple[int, int]


def takes(query: Query, story: Story, fields: tuple[str, ...] = ("title", "text")) -> bool:
    """Whether a query takes a story; topics that it names take none."""
    match query:
        case Everything():
            return True
        case And(parts):
            return all(takes(part, story, fields) for part in parts)
        case Or(parts):
            return any(takes(part, story, fields) for part in parts)
        case Not(inner):
            return not takes(inner, story, fields)
        case Field(name, inner):
            return takes(inner, story, (name,))
        case Boost(inner):
            return takes(inner, story, fields)
        case Carriers(sign, number):
            python = {"=": "=="}.get(sign, sign)
            return bool(eval(f"{len({c.source for c in story.copies})} {python} {number}"))
        case Since(value):
            days = {"2026-03-07": 7, "2026-03-08": 8}
            backwards = {"30m": timedelta(minutes=30), "2d": timedelta(days=2)}
            if value in days:
                return story.published >= datetime(2026, 3, days[value], tzinfo=UTC)
            return NOW - story.published <= backwards[value]
        case TopicRef():
            return False
        case Regex(pattern):
            accentless = {"état": "etat", "[à-é]t": "[a-e]t"}.get(pattern, pattern)
            return any(_searched(accentless, t) for f in fields for t in passages(story, f))
        case _:
            return any(_spans(query, words(t), f) for f in fields for t in passages(story, f))


def passages(story: Story, field: str) -> list[str]:
    carried = {copy.source for copy in story.copies}
    return {
        "title": [story.head.title],
        "text": [story.head.text],
        "source": sorted(carried),
        "tag": [tag for name in carried for tag in TAGS.get(name, ())],
        "agency": [story.agency or ""],
        "lang": [story.head.language or ""],
        "author": [person.name for person in story.head.authors],
        "link": [story.head.link or ""],
    }[field]


def _searched(pattern: str, passage: str) -> bool:
    return any(re.search(pattern, text) for text in (passage.lower(), fold(passage)))


def _spans(query: Query, there: list[str], field: str) -> set[Span]:
    """Everywhere that a query stands in a passage."""
    match query:
        case Word(value, prefix):
            return _rows((value,), prefix, there, field)
        case Phrase(wanted, prefix):
            return _rows(wanted, prefix, there, field)
        case Listed(_, names):
            assert names is not None
            return {span for name in names.spelled for span in _rows(name, False, there, field)}
        case Or(parts):
            return {span for part in parts for span in _spans(part, there, field)}
        case Near(left, right, distance):
            return {
                (min(one + other), max(one + other))
                for one in _spans(left, there, field)
                for other in _spans(right, there, field)
                for (_, end), (start, _) in pairwise(sorted((one, other)))
                if 0 <= start - end < distance
            }
        case _:
            raise AssertionError(query)


def _rows(wanted: tuple[str, ...], prefix: bool, there: list[str], field: str) -> set[Span]:
    size = len(wanted)
    whole = field in ("tag", "agency", "lang")
    if whole and not prefix and len(there) != size:
        return set()
    return {
        (n, n + size)
        for n in range(len(there) - size + 1)
        if all(
            _meets(word, there[n + m], prefix=prefix and m == size - 1, plain=whole)
            for m, word in enumerate(wanted)
        )
    }


def _meets(wanted: str, word: str, *, prefix: bool, plain: bool) -> bool:
    """Whether a word is the one that is wanted, here of the few that have proclitics."""
    variants = {word}
    if not plain and word in ("والامن", "للامن", "الامن"):
        variants |= {"الامن", "امن"}
        variants |= {"اللامن", "لامن"} if word == "للامن" else set()
    return any(v.startswith(wanted) if prefix else v == wanted for v in variants)

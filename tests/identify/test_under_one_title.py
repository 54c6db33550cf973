"""What a title tells: a standfirst in other words is the story, another name in the same frame is another."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest

from tests.identify.newsroom import Newsroom

OUTLETS = Path(__file__).parents[1] / "quality" / "own" / "outlets.jsonl"
ROWS = {row["id"]: row for row in map(json.loads, OUTLETS.read_text("utf-8").splitlines())}
TOLD = ("en4", "fr7", "es1", "ar1", "de1", "it1", "tr1")
RECEIVED = sorted(key for key in ROWS if "istiqbal" in key and "~" not in key)


@pytest.mark.parametrize("first", ["teaser", "text"])
@pytest.mark.parametrize("id_", TOLD)
def test_a_standfirst_in_the_outlets_own_words_is_the_story(
    room: Newsroom, id_: str, first: str
) -> None:
    title, text, told = ROWS[id_]["title"], ROWS[id_]["text"], ROWS[f"{id_}~standfirst"]["text"]
    for minutes, kind in enumerate(("teaser", "text") if first == "teaser" else ("text", "teaser")):
        if kind == "text":
            story = room.carry("Gazette", title, text, minutes=minutes)
        else:
            story = room.carry("Ledger", title, told, teaser=True, minutes=minutes)
    assert [copy.source for copy in story.copies if copy.source != story.head.source] == ["Ledger"]


APPOINTED = (
    "Ferry line Norland Lines names Ilona Brakke as its chief after long search",
    "The board of Norland Lines said on Thursday that it had named Ilona Brakke to run the ferry line from 1 April. "
    "The choice ends a search that began when Ansgar Tolle left after nine years. The line carries 840,000 passengers "
    "a year between the mainland and the islands and has a fleet of 12 boats, two of which were built last year. "
    "Shareholders will be asked to agree when they meet in the spring, and the unions have been told.",
)


@pytest.mark.parametrize("first", ["teaser", "text"])
@pytest.mark.parametrize(
    "teaser",
    [
        "when Ansgar Tolle left after nine years. The line carries 840,000 passengers as was heard around […]",
        "As was heard around when Ansgar Tolle left after nine years. The line carries 840,000 passengers […]",
    ],
)
def test_so_is_a_dozen_of_its_words_beside_some_of_the_outlets_own(
    room: Newsroom, teaser: str, first: str
) -> None:
    title, text = APPOINTED
    posts = [("Gazette", text, False), ("Ledger", teaser, True)]
    for minutes, (outlet, words, cut) in enumerate(posts if first == "text" else posts[::-1]):
        story = room.carry(outlet, title, words, teaser=cut, minutes=minutes * 30)
    assert len(story.copies) == 2


@pytest.mark.parametrize("title", ["In brief", "News of the day", "The morning", "Weather"])
def test_under_a_title_that_any_text_may_have_it_is_not(room: Newsroom, title: str) -> None:
    room.carry("Gazette", title, ROWS["en4"]["text"], minutes=0)
    told = ROWS["en4~standfirst"]["text"]
    assert len(room.carry("Ledger", title, told, teaser=True, minutes=9).copies) == 1


@pytest.mark.parametrize("order", list(permutations(RECEIVED)))
def test_the_same_sentences_about_another_guest_are_another_story(
    room: Newsroom, order: tuple[str, ...]
) -> None:
    """Whoever carries them, in full or as teasers, whichever came first."""
    for minutes, id_ in enumerate(order):
        row, teaser = ROWS[id_], ROWS[f"{id_}~teaser"]
        room.carry("Gazette", row["title"], row["text"], minutes=minutes * 60)
        room.carry("Ledger", row["title"], teaser["text"], teaser=True, minutes=minutes * 60 + 30)
    assert [len(story.copies) for story in room.stories()] == [2] * 3


@pytest.mark.parametrize("id_", ["en1", "fr7", "ar4", "pt1", "de1", "ru1", "tr1"])
@pytest.mark.parametrize("late", ["correction", "original"])
def test_a_correction_under_another_guid_is_its_sources_story(
    room: Newsroom, id_: str, late: str
) -> None:
    posts = [(ROWS[id_], 0), (ROWS[f"{id_}~correction"], 60)]
    for row, minutes in posts if late == "correction" else posts[::-1]:
        story = room.carry("Gazette", row["title"], row["text"], guid=row["id"], minutes=minutes)
    assert len(story.copies) == 2
    assert len(room.stories()) == 1

"""Cuts too short to be weighed: a sentence under the story's title, an outlet's opening and what runs on to the cut."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.identify.newsroom import Newsroom

OUTLETS = Path(__file__).parents[1] / "quality" / "own" / "outlets.jsonl"
ROWS = {row["id"]: row for row in map(json.loads, OUTLETS.read_text("utf-8").splitlines())}
SENTENCES = ("de-interview", "tr-quake", "en-column", "es-strike")


@pytest.mark.parametrize("source", ["Gazette", "Ledger"])
@pytest.mark.parametrize("first", ["sentence", "text"])
@pytest.mark.parametrize("id_", SENTENCES)
def test_one_sentence_under_its_title_is_the_story(
    room: Newsroom, id_: str, first: str, source: str
) -> None:
    title, text = ROWS[id_]["title"], ROWS[id_]["text"]
    sentence = ROWS[f"{id_}~first-sentence"]["text"]
    posts = [("Gazette", text, "whole"), (source, sentence, "cut")]
    for minutes, (name, words, guid) in enumerate(posts if first == "text" else posts[::-1]):
        story = room.carry(name, title, words, guid=guid, minutes=minutes)
    assert len(story.copies) == 2


OPENINGS = (
    "Our reporter Maud Ellery, Harbour Street",
    "Seaborne Daily, the paper of the coast",
)


@pytest.mark.parametrize("opening", OPENINGS)
def test_an_outlets_opening_does_not_hide_what_runs_on_to_the_cut(
    room: Newsroom, opening: str
) -> None:
    row = ROWS["pt-strike"]
    words = " ".join(row["text"].split()[:16])
    room.carry("Gazette", row["title"], row["text"], minutes=0)
    teased = room.carry("Ledger", row["title"], f"{opening} {words}…", teaser=True, minutes=9)
    assert len(teased.copies) == 2


MET = """The ministry received the Maltese envoy Marek Vella on Tuesday, and talked with him about fisheries,
ferries and the cable that is to link the two countries by the end of the decade. Vella, who came with nine
officials of the port authority, goes on to Lisbon on Wednesday morning."""
CABLED = """On the same day the foreign ministry congratulated the government of Tonga on its national holiday in a
cable in which it spoke of old friendship, of scholarships for forty students, and of a patrol boat that is being
built for the islands in the yards of Harrow Point."""


@pytest.mark.parametrize("part_first", [True, False])
def test_a_story_in_a_round_up_whose_title_names_others_is_its_own(
    room: Newsroom, part_first: bool
) -> None:
    """Though the title has the office in common with it, and the part stands in it word by word."""
    posts = [
        ("Ledger", "Cable to Tonga", CABLED),
        ("Gazette", "Foreign ministry receives Vella", f"{MET}\n{CABLED}"),
    ]
    for minutes, (name, title, text) in enumerate(posts if part_first else posts[::-1]):
        story = room.carry(name, title, text, minutes=minutes * 30)
    assert len(story.copies) == 1


@pytest.mark.parametrize("id_", ["it-stage", "de-interview", "ar-quake", "pt-strike"])
@pytest.mark.parametrize("last", ["standfirst", "standfirst-and-lead"])
def test_a_standfirst_alone_is_of_the_copy_that_it_opens(
    room: Newsroom, id_: str, last: str
) -> None:
    """Whichever comes first, though the text that heads the story does not have these words."""
    row = ROWS[id_]
    copies = [
        ROWS[f"{id_}~{kind}"] for kind in ("context-after", "standfirst-and-lead", "standfirst")
    ]
    copies.sort(key=lambda copy: copy["id"].endswith(f"~{last}"))
    room.carry("Gazette", row["title"], row["text"], minutes=0)
    for minutes, copy in enumerate(copies):
        story = room.carry(copy["source"], copy["title"], copy["text"], minutes=minutes + 1)
    assert len(story.copies) == 4

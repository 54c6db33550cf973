"""``dateline story``: shown, split and joined from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from store.open import open_store
from tests.newsroom.intake import HARBOUR, TOLD, Newsroom, item

Run = Callable[..., Result]


@pytest.fixture
def take(config: Path) -> Iterator[Callable[..., str]]:
    """Takes in one entry of a source, as a poll does; answers the id of its story."""
    store = open_store(f"sqlite:///{config.parent / 'x.db'}")
    newsroom = Newsroom(store)

    def one(source: str, title: str, *text: str, hour: int = 8) -> str:
        entry = item(source, title, title, text, hour)
        newsroom.take(entry)
        return newsroom.story_of(entry)

    yield one
    store.close()


def kept(run: Run) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("stories", "--json").stdout.splitlines()]


def carriers(story: dict[str, Any]) -> list[str]:
    return [copy["source"] for copy in story["copies"]]


def shown(run: Run, story: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("story", story, "--json").stdout)
    return found


def item_of(story: dict[str, Any], source: str) -> str:
    return next(str(c["item"]) for c in story["copies"] if c["source"] == source)


def test_a_story_is_shown_with_or_without_the_word_show(
    run: Run, take: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    story = take("Harbour Times", "Harbour to be dredged", *HARBOUR)
    take("Radio Gulf", "Dredgers in May", *HARBOUR[:3], hour=9)
    said = run("story", story).stdout
    assert run("story", "show", story).stdout == said
    as_json = run("story", story, "--json").stdout
    assert (
        run("story", "--json", story).stdout
        == as_json
        == run("story", "show", story, "--json").stdout
    )
    for copy in json.loads(as_json)["copies"]:
        assert copy["item"] in said, "whole, so that it can be copied"
    assert "states 08:00" in " ".join(said.replace("│", " ").split())


def test_split_and_join_from_the_ids_that_are_shown(run: Run, take: Callable[..., str]) -> None:
    story = take("Harbour Times", "Harbour to be dredged", *HARBOUR)
    take("Radio Gulf", "Dredgers in May", *HARBOUR[:3], hour=9)
    take("Island Post", "Channel work", *HARBOUR[1:], hour=10)
    found = shown(run, story)
    assert len(found["copies"]) == 3
    said = run("story", "split", story, item_of(found, "Radio Gulf"), item_of(found, "Island Post"))
    other = said.stdout.partition(":")[0]
    assert "2 copies split off" in said.stdout
    assert "keeps 1 copy" in said.stdout
    assert carriers(shown(run, story)) == ["Harbour Times"]
    assert carriers(shown(run, other)) == ["Radio Gulf", "Island Post"]
    assert all("split off by an editor" in copy["why"] for copy in shown(run, other)["copies"])
    take("Coast Mail", "Sable harbour", *HARBOUR, hour=11)
    assert len(kept(run)) == 2, "kept through later copies"
    joined = run("story", "join", other, story).stdout
    assert joined.startswith(f"{story}: 4 copies")
    assert shown(run, other) == shown(run, story)
    assert run("story", other).stdout == run("story", story).stdout


def test_joined_stories_that_are_told_in_other_words_stay_one(
    run: Run, take: Callable[..., str]
) -> None:
    one = take("Harbour Times", "Harbour to be dredged", *HARBOUR)
    two = take("Night Desk", "Deeper channel for ships", *TOLD, hour=9)
    assert one != two
    run("story", "join", two, one)
    assert take("Reef Radio", "Trawlers sail round", *TOLD[1:3], hour=10) == one
    (story,) = kept(run)
    assert story["first_carrier"] == "Harbour Times"
    assert 0 <= story["language_confidence"] <= 1


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["split", "{a}", "{ia}"], 1, "copies that go and copies that stay"),
        (["split", "{a}", "{ib}"], 1, "no copy of this story; see: dateline story {a}"),
        (["split", "{a}", "one"], 2, "'one' is no item's id"),
        (["split", "{a}", "{IA}"], 2, "is no item's id"),
        (["split", "{a}"], 2, "Missing argument 'ITEM...'"),
        (["split", "zzzzzzzzzzzzz", "{ia}"], 1, "no story has the id 'zzzzzzzzzzzzz'"),
        (["join", "{a}", "{a}"], 1, "one story already: {a}"),
        (["join", "{a}", "none"], 1, "no story has the id 'none'"),
        (["join", "{a}"], 2, "Missing argument"),
        (["none"], 1, "no story has the id 'none'; see: dateline stories"),
        (["show"], 2, "Missing argument 'ID'"),
        (["{a}", "--split"], 2, "No such option"),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(
    run: Run, take: Callable[..., str], words: list[str], code: int, said: str
) -> None:
    a = take("Harbour Times", "Harbour to be dredged", *HARBOUR)
    b = take("Night Desk", "Deeper channel for ships", *TOLD, hour=9)
    before = kept(run)
    items = [item_of(shown(run, a), "Harbour Times"), item_of(shown(run, b), "Night Desk")]
    ids = {"a": a, "ia": items[0], "ib": items[1], "IA": items[0].upper()}
    done = run("story", *(word.format(**ids) for word in words), expect=code)
    assert said.format(**ids) in done.stderr
    assert kept(run) == before


def test_help_names_the_commands_and_shows_an_example(run: Run) -> None:
    said = run("story", "--help").stdout
    assert "Example: dateline story 0k3v9q2m1x7ab" in said
    for word in ("show", "split", "join"):
        assert f"  {word} " in said
        assert f"Example: dateline story {word} " in run("story", word, "-h").stdout


def test_what_changed_is_shown_between_marks(run: Run, take: Callable[..., str]) -> None:
    story = take("Harbour Times", "Harbour to be dredged", *HARBOUR)
    costs = HARBOUR[3].replace("four million", "five million")
    take("Harbour Times", "Harbour to be dredged", *HARBOUR[:3], costs)
    said = " ".join(run("story", story).stdout.split())
    assert "version 2 (update)" in said
    assert "costs [-four-] {+five+} million" in said
    version = shown(run, story)["versions"][1]
    assert version["changed"]["title"] == []
    kinds = {p["kind"]: p["text"].strip() for p in version["changed"]["text"]}
    assert (kinds["gone"], kinds["come"]) == ("four", "five")


def test_a_withdrawn_story_is_shown_with_who_still_carries_it(
    run: Run, take: Callable[..., str]
) -> None:
    story = take("Harbour Times", "Harbour to be dredged", *HARBOUR)
    take("Radio Gulf", "Dredgers in May", *HARBOUR, hour=9)
    take("Harbour Times", "KILL: Harbour to be dredged", "Withdraw this story.", hour=10)
    assert "withdrawn; still carried by Radio Gulf" in run("story", story).stdout

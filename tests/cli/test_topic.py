"""``dateline topic``: a topic tried under its rules, stories pinned and banned, from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from store.open import open_store
from tests.asked import statements
from tests.newsroom.intake import HARBOUR, TOLD, Newsroom, item

Run = Callable[..., Result]
RULES = """
[[topic]]
slug = "sea"
title = "Sea"
query = "sable"
exclude = ["trawlers"]
min_carriers = 2

[[topic]]
slug = "checked"
title = "Checked"
query = "dredgers"
hold = "36500d"
"""


@pytest.fixture
def harbour(config: Path) -> Iterator[str]:
    """Two stories are kept, that of the harbour by two sources and the other by one."""
    config.write_text(config.read_text() + RULES)
    store = open_store(f"sqlite:///{config.parent / 'x.db'}")
    newsroom = Newsroom(store)
    first = item("Harbour Times", "h", "Harbour to be dredged", HARBOUR, 8)
    newsroom.take(first)
    newsroom.take(item("Radio Gulf", "g", "Dredgers in May", HARBOUR, 9))
    newsroom.take(item("Island Post", "b", "A deeper way in", TOLD, 10))
    newsroom.take(item("Reef Radio", "r", "Ropes for Sable", ["Ropes are made in Sable."], 11))
    yield newsroom.story_of(first)
    store.close()


def tried(run: Run, *arguments: str) -> dict[str, tuple[str, str]]:
    lines = run("topic", "try", "--json", *arguments).stdout.splitlines()
    found: list[dict[str, Any]] = [json.loads(line) for line in lines]
    return {one["title"]: (one["state"], one["because"]) for one in found}


def test_a_topic_tried_says_what_its_rules_make_of_each_story(run: Run, harbour: str) -> None:
    fates = tried(run, "--topic", "sea")
    assert fates["Harbour to be dredged"] == ("in", "")
    assert fates["Ropes for Sable"] == ("out", "it has 1 of the 2 carriers that it needs")
    run("topic", "pin", "sea", harbour)
    assert tried(run, "--topic", "sea")["Harbour to be dredged"] == ("in", "pinned by an editor")
    assert tried(run, "rope*", "--topic", "sea")["Ropes for Sable"][0] == "out"
    (held,) = {one for one in tried(run, "--topic", "checked").values() if one[0] == "held"}
    assert "held back until 21" in held[1]
    said = run("topic", "try", "--topic", "sea").stdout
    assert "out: it has 1 of the 2 carriers" in said


def test_what_an_editor_pins_in_a_topic_enters_one_built_on_it_by_that_one_s_rules(
    run: Run, harbour: str, config: Path
) -> None:
    topic = '[[topic]]\nslug = "{0}"\ntitle = "{0}"\nquery = "{1}"\nsources = ["Kept"]\n'
    topics = topic.format("few", "zeppelin"), topic.format("those", "topic:few")
    config.write_text("\n".join((config.read_text(), *topics)))
    run("topic", "pin", "few", harbour)
    fates = tried(run, "--topic", "those")
    assert fates["Harbour to be dredged"] == ("out", "none of sources carries it")


def test_a_query_that_takes_nothing_says_whether_there_was_anything(run: Run, config: Path) -> None:
    config.write_text(config.read_text() + RULES)
    assert run("topic", "try", "zeppelin").stderr == "no story is kept yet\n"
    store = open_store(f"sqlite:///{config.parent / 'x.db'}")
    Newsroom(store).take(item("Harbour Times", "h", "Harbour to be dredged", HARBOUR, 8))
    store.close()
    found = run("topic", "try", "zeppelin", "--json")
    assert (found.stdout, found.stderr) == ("", "no kept story matches\n")


def test_a_topic_that_goes_by_stems_is_tried_by_stems(run: Run, config: Path, harbour: str) -> None:
    config.write_text(
        config.read_text().replace(
            'query = "sable"', 'query = "roping"\nlanguages = ["en"]\nstem = true'
        )
    )
    assert tried(run, "--topic", "sea")["Ropes for Sable"][0] == "out"
    assert tried(run, "roping") == {}


def test_an_excluded_story_is_said_to_be_with_the_query_that_takes_it(
    run: Run, config: Path, harbour: str
) -> None:
    config.write_text(config.read_text().replace("min_carriers = 2", ""))
    state, because = tried(run, "--topic", "sea")["A deeper way in"]
    assert state == "out"
    assert because.startswith("exclude 'trawlers' takes it: trawlers in text (…")
    assert harbour in run("topic", "try", "--topic", "sea").stdout


def test_pins_and_bans_are_said_of_a_story_and_taken_back(run: Run, harbour: str) -> None:
    assert f"{harbour}: banned in sea" in run("topic", "ban", "sea", harbour).stdout
    shown = json.loads(run("story", harbour, "--json").stdout)
    assert (shown["editor"], "sea" in shown["topics"]) == ({"sea": "ban"}, False)
    assert "topic sea: banned by an editor" in run("story", harbour).stdout
    assert "topic checked: holds it back until 21" in run("story", harbour).stdout
    assert "is not pinned in sea" in run("topic", "unpin", "sea", harbour, expect=1).output
    run("topic", "unban", "sea", harbour)
    run("topic", "pin", "t", harbour)
    told = run("topic", "try", "kraken", "--topic", "t").stdout
    assert told == f"{harbour}  Harbour to be dredged\n    in: pinned by an editor\n"
    assert "topic t: takes every story; pinned by an editor" in run("story", harbour).stdout
    run("topic", "unpin", "t", harbour)
    assert json.loads(run("story", harbour, "--json").stdout)["editor"] == {}


def test_a_wrong_topic_or_story_is_told_with_what_would_be_right(run: Run, harbour: str) -> None:
    assert "there are: t, sea, checked" in run("topic", "pin", "see", harbour, expect=2).output
    assert "there are: t, sea, checked" in run("stories", "--topic", "see", expect=2).output
    assert "see: dateline stories" in run("topic", "ban", "sea", "0k3v9q2m1x7ab", expect=1).output
    assert "give a QUERY" in run("topic", "try", expect=2).output


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('exclude = ["football AND ("]', "exclude, column"),
        ('exclude = ["topic:nobody"]', "no topic has the slug 'nobody'"),
        ('exclude = ["topic:t"]', "built on each other in a circle"),
        ('priority = ["Keptt"]', "did you mean"),
        ("first_carriers_only = true", "has no sources"),
        ("min_carriers = 0", "a whole number from 1 to 1000"),
        ('hold = "soon"', "is no duration"),
        ('rank = "best"', '"newest", "carriers"'),
    ],
)
def test_faulty_rules_are_told_with_what_would_be_right(
    run: Run, config: Path, line: str, said: str
) -> None:
    config.write_text(config.read_text() + line + "\n")
    assert said in run("check", expect=2).output


def test_stats_say_from_whom_what_only_one_had_what_is_shared_and_which_terms_find_nothing(
    run: Run, config: Path, harbour: str
) -> None:
    config.write_text(config.read_text().replace('"sable"', "'sable OR kraken OR title:harbour'"))
    run("topic", "pin", "sea", harbour)
    sea = json.loads(run("topic", "stats", "sea", "--json").stdout)
    assert (sea["topic"], sea["stories"], sea["overlap"]) == ("sea", 1, {"t": 1})
    shares = {one["source"]: one for one in sea["sources"]}
    assert shares["Radio Gulf"] == {"source": "Radio Gulf", "carried": 1, "first": 0, "alone": 0}
    assert sea["never"] == ["kraken"]
    lines = [json.loads(line) for line in run("topic", "stats", "--json").stdout.splitlines()]
    assert [line["topic"] for line in lines] == ["t", "sea", "checked"]
    alone = {one["source"] for one in lines[0]["sources"] if one["alone"]}
    assert alone == {"Island Post", "Reef Radio"}
    said = run("topic", "stats", "sea").stdout
    assert "shares 1 with t" in said
    assert "never matches: kraken" in said


def test_stats_of_one_topic_read_what_that_one_took_and_no_other(run: Run, harbour: str) -> None:
    """Another may have taken all that is kept."""
    with statements() as asked:
        run("topic", "stats", "sea", "--json")
    took = [given for one, given in asked if "JOIN copies" in one and "topic_entries" in one]
    assert [tuple(given) for given in took] == [("sea",)]


def test_stats_tell_what_is_shared_with_the_topics_of_the_configuration_alone(
    run: Run, harbour: str, config: Path
) -> None:
    before = config.read_text()
    config.write_text(before + '\n[[topic]]\nslug = "old"\ntitle = "Old"\nquery = "sable"\n')
    run("topic", "pin", "sea", harbour)
    assert json.loads(run("topic", "stats", "sea", "--json").stdout)["overlap"]["old"] == 1
    config.write_text(before)
    assert "old" not in json.loads(run("topic", "stats", "sea", "--json").stdout)["overlap"]

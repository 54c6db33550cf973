"""What a topic takes besides its query: sources, tags, languages, a window, a limit."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.config import load
from feeds.curate import definition
from feeds.curate.match import compile_topics
from store.open import open_store

Run = Callable[..., str]

_NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)
_CELL = "Morocco and Spain break up a cell near Ceuta"
_CENTRE = "Rabat opens a centre against organized crime"
_DERBY = "Football: extra security for the Tangier derby"
_PORT = "L’État renforce la sécurité du port de Tanger"
_NETWORK = "الأمن الوطني يفكك شبكة للتهريب"
_ARREST = "Detenidas cuatro personas en Algeciras"


@pytest.fixture
def publish(newsroom: Path, run: Run, tmp_path: Path) -> Callable[[str], list[str]]:
    """The titles that a topic with these keys publishes, as its feed has them."""

    def published(keys: str, slug: str = "t") -> list[str]:
        config = newsroom / "topics.toml"
        topic = f'[[topic]]\nslug = "{slug}"\ntitle = "T"\n{keys}\n'
        config.write_text((newsroom / "config.toml").read_text() + topic)
        run("publish", str(tmp_path), config=config)
        feed = json.loads((tmp_path / "topics" / f"{slug}.json").read_text())
        return [item["title"] for item in feed["items"]]

    return published


@pytest.mark.parametrize(
    ("keys", "taken"),
    [
        ("", {_CELL, _CENTRE, _DERBY, _PORT, _NETWORK, _ARREST}),
        ('sources = ["Atlas Wire"]', {_CELL, _CENTRE, _DERBY}),
        ('sources = ["Strait Post"]', {_CELL}),  # a copy is enough
        ('sources = ["tag:spain"]', {_CELL, _ARREST}),
        ('sources = ["tag:spain", "جريدة المضيق"]', {_CELL, _ARREST, _NETWORK}),
        ('sources = ["tag:Spain"]', {_CELL, _ARREST}),
        ('languages = ["fr", "ar"]', {_PORT, _NETWORK}),
        ('languages = ["en"]\nsources = ["tag:spain"]', {_CELL}),
        ('languages = ["fra", "ara"]', {_PORT, _NETWORK}),
        ("query = 'agency:\"Maghreb Arabe Presse\" NOT football'", {_CELL, _CENTRE}),
        ("query = 'security OR sécurité'\nlanguages = [\"fr\"]", {_PORT}),
        ("query = 'tag:agency NOT football'", {_CELL, _CENTRE}),
    ],
)
def test_a_topic_takes_what_its_filters_let_in(
    publish: Callable[[str], list[str]], keys: str, taken: set[str]
) -> None:
    assert set(publish(keys)) == taken


def test_a_window_leaves_out_what_is_older(publish: Callable[[str], list[str]]) -> None:
    assert publish('window = "1d"') == []
    assert len(publish('window = "36500d"')) == 6


def test_a_limit_keeps_the_newest(publish: Callable[..., list[str]]) -> None:
    everything = publish("")
    # A topic of its own: what a changed topic takes anew is newer in its feed than what it had (RFC 5005).
    assert publish("limit = 2", "limited") == everything[:2]


def test_a_tag_given_later_counts_for_stories_that_are_there_already(
    newsroom: Path, run: Run, publish: Callable[[str], list[str]], tmp_path: Path
) -> None:
    assert publish("query = 'tag:maghreb'") == []
    config = newsroom / "topics.toml"
    config.write_text(config.read_text().replace('"morocco"', '"morocco", "maghreb"'))
    run("publish", str(tmp_path), config=config)
    feed = json.loads((tmp_path / "topics" / "t.json").read_text())
    assert {item["title"] for item in feed["items"]} == {_CELL, _CENTRE, _DERBY}


def test_topics_of_a_store_of_before_take_what_is_found_in_more_of_a_story_by_now(
    newsroom: Path, run: Run, publish: Callable[[str], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert publish("query = 'larache'") == [_DERBY]  # the place that it is filed from
    settings = load(newsroom / "topics.toml")
    curator = compile_topics(settings.topics, tags={})
    monkeypatch.setattr(definition, "_LANGUAGE", 2)  # when places were no part of what is searched
    ((slug, before),) = definition.definitions(curator, now=_NOW).items()
    monkeypatch.undo()
    store = open_store(settings.store_url)
    with store.write() as tx:
        tx.put_matches(dict.fromkeys(tx.story_ids(), ()), at=_NOW, topics={slug})
        tx.set_topic_digest(slug, before)
    store.close()
    assert publish("query = 'larache'") == [_DERBY]


def test_a_story_says_which_topics_took_it_and_why(newsroom: Path, run: Run) -> None:
    config = newsroom / "why.toml"
    topic = "[[topic]]\nslug = 'cells'\ntitle = 'Cells'\nquery = 'cell (spain OR ceuta)'\n"
    config.write_text((newsroom / "config.toml").read_text() + topic)
    run("publish", str(newsroom / "out"), config=config)
    (line,) = run("stories", "--topic", "cells", "--json", config=config).splitlines()
    story = json.loads(run("story", json.loads(line)["id"], "--json", config=config))
    assert story["topics"] == ["cells"]
    (match,) = story["why"]
    assert match["topic"] == "cells"
    assert [hit["term"] for hit in match["terms"]] == ["cell", "spain", "ceuta"]

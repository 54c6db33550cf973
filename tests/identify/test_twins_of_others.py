"""A story that can't be read for twins, or whose language nobody can tell, keeps no other from having them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

import feeds.twins
from store.open import open_store
from tests.identify.test_twins import QUAKE, SEISME, twins
from tests.newsroom.intake import HARBOUR, Newsroom, item

FIRST = item("Radio Gulf", "h", "Harbour to be dredged", HARBOUR, 7)
BOTH = (
    item("Harbour Times", "q", "Quake kills 14 in Morocco", QUAKE, 8, lang="en"),
    item("Le Phare", "q", "Maroc : un séisme fait 14 morts", SEISME, 9, lang="fr"),
)


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    store = open_store("sqlite:///:memory:")
    yield Newsroom(store)
    store.close()


def _are_linked(newsroom: Newsroom) -> bool:
    for one in BOTH:
        newsroom.take(one)
    feeds.twins.link_twins(newsroom.store)
    (found,) = twins(newsroom, newsroom.story_of(BOTH[0]))
    return bool(found["id"] == newsroom.story_of(BOTH[1]))


def test_one_whose_language_nobody_can_tell(newsroom: Newsroom) -> None:
    newsroom.take(replace(FIRST, language=None))
    assert _are_linked(newsroom)


def test_one_that_can_t_be_read(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom.take(FIRST)
    read = feeds.twins.gist_of

    def broken(head: Any, *more: Any) -> Any:
        if head.title == FIRST.title:
            raise OverflowError
        return read(head, *more)

    monkeypatch.setattr(feeds.twins, "gist_of", broken)
    assert _are_linked(newsroom)

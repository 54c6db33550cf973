"""A story that can't be read for twins keeps no other from having them."""

from __future__ import annotations

from typing import Any

import pytest

import feeds.twins
from store.api import Store
from tests.identify.test_twins import QUAKE, SEISME, twins
from tests.newsroom.intake import HARBOUR, Newsroom, item

FIRST = item("Radio Gulf", "h", "Harbour to be dredged", HARBOUR, 7)
BOTH = (
    item("Harbour Times", "q", "Quake kills 14 in Morocco", QUAKE, 8, lang="en"),
    item("Le Phare", "q", "Maroc : un séisme fait 14 morts", SEISME, 9, lang="fr"),
)


@pytest.fixture
def newsroom(store: Store) -> Newsroom:
    return Newsroom(store)


def test_the_others_are_linked(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    for one in (FIRST, *BOTH):
        newsroom.take(one)
    read = feeds.twins.gist_of

    def broken(head: Any, *more: Any) -> Any:
        if head.title == FIRST.title:
            raise OverflowError
        return read(head, *more)

    monkeypatch.setattr(feeds.twins, "gist_of", broken)
    feeds.twins.link_twins(newsroom.store)
    (found,) = twins(newsroom, newsroom.story_of(BOTH[0]))
    assert found["id"] == newsroom.story_of(BOTH[1])

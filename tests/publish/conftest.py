"""A store in memory, and a newsroom whose stories arrive in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from store.api import Store
from store.open import open_store
from tests.publish.shelf import Newsroom


@pytest.fixture
def store() -> Iterator[Store]:
    opened = open_store("sqlite:///:memory:")
    yield opened
    opened.close()


@pytest.fixture
def room(store: Store) -> Newsroom:
    return Newsroom(store)

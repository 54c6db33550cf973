"""A store in memory, and a newsroom whose stories arrive in it."""

from __future__ import annotations

import pytest

from store.api import Store
from tests.publish.shelf import Newsroom


@pytest.fixture
def room(store: Store) -> Newsroom:
    return Newsroom(store)

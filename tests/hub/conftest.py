from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.open import open_store
from tests.hub.desk import HubDesk
from tests.hub.subscriber import Subscriber


@pytest.fixture
def subscriber() -> Iterator[Subscriber]:
    with Subscriber() as server:
        yield server


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubDesk]:
    store = open_store(f"sqlite:///{tmp_path}/desk.db")
    yield HubDesk(store)
    store.close()

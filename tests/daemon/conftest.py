from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.newsroom.desk import Desk
from tests.newsroom.upstream import Upstream


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with Upstream() as server:
        yield server


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)

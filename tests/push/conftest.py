from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import feeds.newsdesk
from tests.newsroom.upstream import Upstream
from tests.push.desk import PushedDesk
from tests.push.hub import Hub
from tests.push.scene import Scene


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub() as server:
        yield server


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PushedDesk]:
    made = PushedDesk(tmp_path)
    monkeypatch.setattr(feeds.newsdesk, "now", lambda: made.now)
    yield made
    made.close()


@pytest.fixture
def scene(desk: PushedDesk, upstream: Upstream, hub: Hub) -> Scene:
    """A source that names its hub, not polled yet."""
    return Scene(desk, upstream, hub)

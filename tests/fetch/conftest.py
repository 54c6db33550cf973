from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from feeds.fetch.client import Client, FetchLimits
from feeds.model.poll import Reply

Fetch = Callable[..., list[Reply]]


@pytest.fixture
def fetch() -> Fetch:
    """Fetches addresses at once with one client; keyword arguments set its limits."""

    def run(*urls: str, headers: dict[str, str] | None = None, **limits: object) -> list[Reply]:
        return asyncio.run(_fetch(urls, headers, limits))

    return run


async def _fetch(
    urls: tuple[str, ...], headers: dict[str, str] | None, limits: dict[str, object]
) -> list[Reply]:
    settings = {
        "user_agent": "Dateline/test (+https://example.org/about)",
        "timeout": timedelta(seconds=20),
        "max_bytes": 1_000_000,
        "per_host": 2,
        "allow_networks": ("127.0.0.0/8",),
        **limits,
    }
    async with Client(FetchLimits(**settings), clock=lambda: datetime.now(UTC)) as client:  # type: ignore[arg-type]
        return await asyncio.gather(*(client.fetch(url, headers=headers) for url in urls))

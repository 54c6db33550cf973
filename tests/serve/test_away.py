"""What readers are told while the store can't be reached."""

from __future__ import annotations

import asyncio
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any, cast

import httpx
import pytest

from feeds.errors import StoreAway
from feeds.serve.app import create_app
from feeds.serve.desk import Front, ServeDesk
from store.api import Store


class _Away:
    def read(self) -> AbstractContextManager[Any]:
        raise StoreAway("the store can't be used now")


def _asked(path: str) -> httpx.Response:
    front = Front(title="", base_url="http://x/", topics=(), sources=(), hubs=(), allow_networks=())
    desk = ServeDesk(
        store=cast("Store", _Away()),
        front=lambda: front,
        now=lambda: datetime.now(UTC),
        ready=lambda: None,
    )

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(create_app(desk))
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            return await client.get(path)

    return asyncio.run(ask())


@pytest.mark.parametrize("path", ["/", "/topics/all.atom"])
def test_they_are_asked_to_come_back_later(path: str) -> None:
    answer = _asked(path)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "30"


def test_what_balances_loads_is_told_that_it_is_not_ready_though_it_lives() -> None:
    assert _asked("/healthz").status_code == 200
    answer = _asked("/readyz")
    assert (answer.status_code, answer.text) == (503, "the store does not answer (StoreAway)\n")

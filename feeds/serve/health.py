"""For machines: is it alive, is it ready, and how much of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from feeds.model.health import CONDITIONS, Condition
from feeds.poll.health import condition
from feeds.serve.desk import ServeDesk

_METRICS = "text/plain; version=0.0.4; charset=utf-8"


class Health:
    """``/healthz``, ``/readyz`` and ``/metrics``."""

    def __init__(self, desk: ServeDesk) -> None:
        self._desk = desk

    async def alive(self, _: Request) -> Response:
        """The process answers."""
        return PlainTextResponse("ok\n")

    async def ready(self, _: Request) -> Response:
        """The store answers and the daemon works, or 503 and why not."""
        reason = self._desk.ready() or await run_in_threadpool(self._store)
        return PlainTextResponse(f"{reason or 'ok'}\n", status_code=503 if reason else 200)

    def _store(self) -> str | None:
        try:
            with self._desk.store.read() as snapshot:
                snapshot.next_due()
        except Exception as error:  # whatever a store finds to raise: not ready is the answer
            return f"the store does not answer ({type(error).__name__})"
        return None

    def metrics(self, _: Request) -> Response:  # in a thread, not being async
        """Gauges in Prometheus' text format."""
        now, front = self._desk.now(), self._desk.front()
        with self._desk.store.read() as snapshot:
            states = snapshot.poll_states()
            items, documents = snapshot.totals()
            subscriptions, owed = snapshot.hub.totals(now=now)
        known = {state.source: state for state in states}
        gauges = {
            "dateline_sources": (len(states), "sources in the configuration"),
            "dateline_sources_failing": (
                sum(s.failures > 0 for s in states),
                "sources whose last poll failed",
            ),
            "dateline_sources_due": (
                sum(s.due <= now for s in states),
                "sources due and not yet polled",
            ),
            "dateline_items": (items, "items kept"),
            "dateline_documents": (documents, "documents published"),
            "dateline_hub_subscriptions": (subscriptions, "living subscriptions at the hub"),
            "dateline_hub_deliveries": (owed, "deliveries that the hub owes"),
        }
        plain = "".join(
            f"{_head(name, text)}{name} {value}\n" for name, (value, text) in gauges.items()
        )
        states_of = Counter(condition(known.get(s.name), s) for s in front.sources)
        return Response(plain + _in_state(states_of), media_type=_METRICS)


def _in_state(counts: Mapping[Condition, int]) -> str:
    """How many sources are in each state, also in those that none is in."""
    name = "dateline_sources_in_state"
    lines = (f'{name}{{state="{state}"}} {counts.get(state, 0)}\n' for state in CONDITIONS)
    return _head(name, "sources by how they are") + "".join(lines)


def _head(name: str, text: str) -> str:
    return f"# HELP {name} {text}\n# TYPE {name} gauge\n"

"""Logging: one event a line, ``key=value`` after it, on standard error; JSON on request.

Keys come from a short list (``source story outcome status kind new updated unchanged seconds why``), so
that a log can be searched. Line breaks and control characters in values are escaped by the renderer.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from typing import Literal

import structlog

from feeds.model.health import SourceEvent

# Libraries that log by themselves; they say only what went wrong.
_LIBRARIES = ("apscheduler", "uvicorn", "asyncio")


def configure(*, level: str = "info", style: Literal["text", "json"] = "text") -> None:
    """Send every event of ``level`` and above to standard error in that style."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if style == "json"
        else structlog.processors.LogfmtRenderer(
            key_order=["timestamp", "level", "event"], bool_as_flag=False
        )
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    for name in _LIBRARIES:
        library = logging.getLogger(name)
        library.handlers = [_Library(level=logging.WARNING)]
        library.propagate = False
    # That a job is still at work when its next turn comes is how it is meant to be: it takes one turn then.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    # Nor is it that a language's words are counted under its neighbour's name (Croatian, Norwegian).
    logging.getLogger("wordfreq").setLevel(logging.ERROR)


class _Library(logging.Handler):
    """Lets a library's own log come out as a line of ours."""

    def emit(self, record: logging.LogRecord) -> None:
        """One record as one event."""
        say = get(record.name.partition(".")[0]).log
        say(record.levelno, record.getMessage(), exc_info=record.exc_info)


def tell_health(events: Iterable[SourceEvent]) -> None:
    """One line a change of a source's health."""
    for event in events:
        well = event.kind in ("came back", "spoke again")
        say = get("health").info if well else get("health").warning
        said = f"{event.title}. {event.detail}".strip()
        say("health", source=event.source, kind=event.kind, why=said)


def get(name: str) -> structlog.typing.FilteringBoundLogger:
    """A logger whose lines say which part of Dateline wrote them."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger(part=name)
    return logger

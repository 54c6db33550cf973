"""Logging: one event a line, ``key=value`` after it, on standard error; JSON on request.

Keys come from a short list (``source story outcome status kind new updated unchanged seconds why``), so
that a log can be searched. Line breaks and control characters in values are escaped.
"""

from __future__ import annotations

import logging
import os
import select
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Literal, TextIO, cast

import structlog
from structlog.typing import EventDict

from feeds.model.health import SourceEvent
from feeds.printed import printed

# Libraries that log by themselves; they say only what went wrong.
_LIBRARIES = ("apscheduler", "uvicorn", "asyncio", "psycopg")
_MOMENT = 1_000  # milliseconds that a line waits for whoever reads the log


def configure(*, level: str = "info", style: Literal["text", "json"] = "text") -> None:
    """Send every event of ``level`` and above to standard error in that style."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if style == "json"
        else structlog.processors.LogfmtRenderer(
            key_order=["timestamp", "level", "event"], bool_as_flag=False
        )
    )
    output = _Output(sys.stderr)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            output.add_dropped,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
        logger_factory=structlog.WriteLoggerFactory(file=cast("TextIO", output)),
        cache_logger_on_first_use=False,
    )
    for name in _LIBRARIES:
        library = logging.getLogger(name)
        library.handlers = [_Library(level=logging.WARNING)]
        library.propagate = False
    # That a job is still at work when its next turn comes is how it is meant to be: it takes one turn then.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    # What it could not end in order, once a statement has failed: that is told by who asked.
    logging.getLogger("psycopg").setLevel(logging.ERROR)
    # Nor is it that a language's words are counted under its neighbour's name (Croatian, Norwegian).
    logging.getLogger("wordfreq").setLevel(logging.ERROR)


class _Output:
    """Where lines go. The work neither waits for who reads them nor fails because nobody does: a line that finds no
    room is left out, and the next one that does says how many were, as ``dropped``.
    """

    def __init__(self, file: TextIO | None) -> None:
        self._file = file  # None if it was closed when the program started
        self._dropped = 0
        self._cut = False  # whether the last line lacks its end
        self._number: int | None = None
        self._room = select.poll()
        with suppress(AttributeError, OSError):  # what is no file of the system always has room
            self._number = _without_waiting(cast("TextIO", file).fileno())
            self._room.register(self._number, select.POLLOUT)

    def add_dropped(self, _: object, __: str, event: EventDict) -> EventDict:
        """What an event has to say of those that were left out before it."""
        return {**event, "dropped": self._dropped} if self._dropped else event

    def write(self, line: str) -> None:
        """Write a whole line, or count it as one that was left out."""
        try:
            written = self._write(printed(line))
        except (OSError, ValueError):  # who read it is gone, the disk is full, it was closed
            written = False
        self._dropped = 0 if written else self._dropped + 1

    def flush(self) -> None:
        """Nothing is kept back."""

    def _write(self, line: str) -> bool:
        if self._number is None:
            if self._file is not None:
                self._file.write(line)
                self._file.flush()
            return self._file is not None
        left = (("\n" if self._cut else "") + line).encode(errors="backslashreplace")
        while left:
            # A pipe that has room at all takes so many bytes at once; what else there is may take fewer.
            if not self._room.poll(0 if self._dropped else _MOMENT):
                return False
            left = left[os.write(self._number, left[: select.PIPE_BUF]) :]
            self._cut = bool(left)
        return True


def _without_waiting(number: int) -> int:
    """A terminal, opened anew so that writing never waits for it: its room may be less than a line. Else the same."""
    with suppress(OSError):
        if os.isatty(number):
            return os.open(os.ttyname(number), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    return number


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

"""What a store is asked, statement by statement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """The statements that are executed, each with what it (or the first of many at once) was given."""
    found: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, given: Any, ___: object, many: bool) -> None:
        found.append((statement, given[0] if many and given else given))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)

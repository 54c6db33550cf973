"""Statements about many values: of no more at a time than one takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Connection, Executable, bindparam

K = TypeVar("K")
_CHUNK = 500  # bound parameters a statement; SQLite allows 32,766, plans stay small
IDS: BindParameter[Any] = bindparam("ids", expanding=True)  # where a statement has the values


def chunks(values: Sequence[K]) -> Iterator[Sequence[K]]:
    """The values in pieces that fit a statement."""
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def ask(
    db: Connection, statement: Executable, ids: Sequence[object], **given: object
) -> Iterator[Any]:
    """The rows of a statement about ``IDS``; ``given`` are its other parameters."""
    for some in chunks(ids):
        yield from db.execute(statement, {"ids": some, **given}).all()


def ask_by_name(
    db: Connection, statement: Executable, ids: Sequence[object], **given: object
) -> Iterator[Any]:
    """The same, by the names of their columns."""
    for some in chunks(ids):
        yield from db.execute(statement, {"ids": some, **given}).mappings().all()


def run(db: Connection, statement: Executable, ids: Sequence[object], **given: object) -> None:
    """Run a statement that changes rows of ``IDS``."""
    for some in chunks(ids):
        db.execute(statement, {"ids": some, **given})

"""The tables, as SQLAlchemy Core metadata: one shape for SQLite and PostgreSQL.

Times are whole microseconds since 1970 in UTC (equal on both backends, quick to compare). Values
that are only carried (authors, hints, reasons) are JSON text. Wide columns stand last, so that SQLite
need not walk past them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Dialect,
    MetaData,
    TypeDecorator,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = timedelta(seconds=1)


def microseconds(moment: datetime) -> int:
    """A moment as it is stored: microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def seconds(moment: datetime) -> int:
    """The whole seconds since 1970 at a moment."""
    return (moment - _EPOCH) // _SECOND


def moment(microseconds: int) -> datetime:
    """The moment that is stored so."""
    return _EPOCH + timedelta(microseconds=microseconds)


class Moment(TypeDecorator[datetime]):
    """An aware datetime as microseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002 -- the name is SQLAlchemy's
        """To the database."""
        return None if value is None else microseconds(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:  # noqa: ARG002 -- the names are SQLAlchemy's
        """From the database. Not by ``process_result_value``, which takes three calls a value."""
        return lambda value: None if value is None else moment(value)


metadata = MetaData()

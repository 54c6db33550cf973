"""Dates in which programs say a thing twice, leave a space out or have the parts in an order of their own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feeds.normalize.dates import parse_date

NOW = datetime(2024, 3, 10, 12, 0, tzinfo=UTC)
MORNING = datetime(2024, 3, 7, 9, 30, tzinfo=UTC)
DAY = datetime(2024, 3, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "Thu, 07 Mar 2024 04:30:00 EST -0500",
        "Thu, 07 Mar 2024 10:30:00 CET +01:00",
        "Thu, 07 Mar 2024 15:00:00 IST +0530",
        "Thu, 07 Mar 2024 17:30:00 CST+0800",
        "Thu Mar 7 04:30:00 2024 EST",
        "Mar 7 09:30:00 2024 GMT",
        "Mar 7 09:30:00 2024",
        "Thu, Mar 7,2024 04:30:00 EST",
        "9:30am Mar 7, 2024",
        "10:30 07.03.2024 +0100",
        "09:30, 7 March 2024 GMT",
        "2024-03-07 10:30:00 +0100 CET m=+0.000000001",
        "2024-03-07 10:30:00.000 +0100 +01",
        "2024-03-07T10:30:00:000+0100",
        "Thu, 07 Mar 2024 09:30:00.",
        "1709803800000000000",
    ],
)
def test_the_hour_is_read_as_programs_print_it(written: str) -> None:
    assert parse_date(written, now=NOW) == MORNING


@pytest.mark.parametrize(
    "written",
    [
        *("Mar. 7,2024", "Mar.7, 2024", "Mar 7 2024.", "7 марта 2024 г., четверг"),
        *("March 7, 2024, Thursday", "৭ই মার্চ ২০২৪"),
    ],
)
def test_the_day_is_read_with_what_stands_beside_it(written: str) -> None:
    assert parse_date(written, now=NOW) == DAY


@pytest.mark.parametrize(
    "written",
    [
        "Thu, 07 Mar 2024 10:30:00 EST +0500",
        "Thu, 07 Mar 2024 10:30:00 EST+0500",
        "Thu, 07 Mar 2024 10:30:00 PST -0700",
        "2024-03-07 10:30:00 +0100 +0200",
    ],
)
def test_two_zones_that_contradict_each_other_are_none(written: str) -> None:
    assert parse_date(written, now=NOW) is None

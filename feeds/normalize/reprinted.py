"""Fields that a system prints once more around a text: who wrote it, when it was posted.

    Ferries sail again                     the title: feeds.normalize.headline
    Jane Roe                               an author of the entry
    Thu, 03/07/2024 - 10:30                when it says it was published
    The ferries of Saltmarsh …

Drupal does so, for one, or below the text in that order. Only a line that is nothing else goes, and only where the
entry has that field. A name alone below a text stays: writers sign there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from feeds.normalize.date_convention import Convention
from feeds.normalize.dates import parse_date
from feeds.text import fold

_MOST = 2  # lines
_LONGEST = 60  # characters of one
_NEAR = timedelta(hours=26)  # what a clock that a line doesn't name may differ by
_ORDERS = (Convention(day_first=True), Convention(day_first=False))


def without_reprinted(
    text: str, names: Iterable[str], published: datetime | None, *, now: datetime
) -> str:
    """The text (paragraphs on lines) without first and last lines that are an author's name or when it was published.

    >>> at = datetime.fromisoformat("2024-03-07T10:30+00:00")
    >>> without_reprinted("Jane Roe\\nThu, 03/07/2024 - 10:30\\nThey sail.", ["Jane Roe"], at, now=at)
    'They sail.'
    """
    known = {fold(name) for name in names}
    for _ in range(_MOST):
        first, _, rest = text.partition("\n")
        if not rest or len(first) > _LONGEST:
            break
        if fold(first) not in known and not _is_when(first, published, now):
            break
        text = rest
    above, _, last = text.rpartition("\n")
    if not above or len(last) > _LONGEST or not _is_when(last, published, now):
        return text
    told, _, name = above.rpartition("\n")
    return told if told and fold(name) in known else above


def _is_when(line: str, published: datetime | None, now: datetime) -> bool:
    """Whether a line is a day, with its hour or not, near when the entry was published."""
    if published is None or not any(map(str.isdecimal, line)):
        return False
    read = (parse_date(line, now=now, convention=order) for order in _ORDERS)
    return any(moment is not None and abs(moment - published) <= _NEAR for moment in read)

"""A wire entry's management data, raw to believed: version, status, embargo.

Where it is unclear the item is kept back: what came out too late can be sent again, what came out too
early can't be taken back.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from feeds.model.entry import Entry
from feeds.model.item import FURTHER_NOTICE, Management, Status
from feeds.normalize.dates import has_zone, is_long_past, parse_date, with_year
from feeds.text import fold

_NUMBER = re.compile(r"(?:v(?:ersion)?\.? ?|#)?(\d{1,9})(?:\.0+)?", re.IGNORECASE)
# The last place on earth where a day or an hour without a zone comes.
_LAST_ZONE = timedelta(hours=12)
_AHEAD = timedelta(days=3650)
_LONG_PAST = timedelta(days=7)
_ZONE_NAME = re.compile(r"\s+[A-Z]{2,4}\s*$")
_OVER = {
    "false", "0", "off", "not embargoed", "no embargo",  # what programs print in fields of their own
    "-", "–", "—", "n/a", "nil", "null", "sans", "kein", "ninguna", "nenhuma", "нет",  # and forms
    "none", "no", "lifted", "immediate release", "for immediate release", "released", "expired",
    "aucun", "leve", "ninguno", "levantado", "nessuno", "revocato", "nenhum", "keine", "aufgehoben",
}  # fmt: skip
# In folded letters.
_HELD = re.compile(r"withh|held\b|hold\b|embargo|reten|gesperrt|zuruckgehalt|задерж|محجوب")
_CANCELLED = re.compile(
    r"cancel|kill|withdraw|delete|annul|\banul|supprim|retir|zuruckgezog|аннулир|отозван|ملغ|سحب"
)


def management(entry: Entry, now: datetime, written: datetime | None) -> Management:
    """What an entry's source says of handling it; ``written`` is when its file was."""
    found = _NUMBER.fullmatch((entry.version or "").strip())
    return Management(
        version=int(found[1]) if found else None,
        status=status(entry.status),
        embargo=embargo(entry.embargo, now, parse_date(entry.published, now=now) or written),
    )


def status(raw: str | None) -> Status:
    """The publication status of IPTC's vocabulary, in the spellings that are met.

    >>> status("stat:canceled"), status("withheld"), status("usable"), status(None)
    ('cancelled', 'withheld', 'usable', 'usable')
    """
    said = fold(raw or "")
    if _CANCELLED.search(said):
        return "cancelled"
    return "withheld" if _HELD.search(said) else "usable"


def embargo(raw: str | None, now: datetime, sent: datetime | None = None) -> datetime | None:
    """When an embargo ends; one that can't be read, or names no end, holds until further notice.

    A day without its year is the nearest to when the story was ``sent``, else to ``now``, if it isn't long past then.

    Without a zone, or with one that nobody can be sure of (``10:00 a.m. ET``), it is over when that time
    has come everywhere. One of decades ago is over, however its hour is to be read, and so is one that was never set.

    >>> embargo("1200 GMT, 7 March 1984", datetime(2024, 3, 7, tzinfo=UTC)) is None
    True
    """
    if raw is None or fold(raw).strip(" .") in _OVER or is_long_past(raw):
        return None
    moment = parse_date(raw, now=now + _AHEAD)
    if moment is None and (dated := with_year(raw, sent or now)):
        ends = embargo(dated, now)
        return ends if ends and ends > (sent or now) - _LONG_PAST else FURTHER_NOTICE
    if moment is None:
        moment = parse_date(_ZONE_NAME.sub("", raw), now=now + _AHEAD)
        return moment + _LAST_ZONE if moment else FURTHER_NOTICE
    return moment.astimezone(UTC) if has_zone(raw) else moment + _LAST_ZONE

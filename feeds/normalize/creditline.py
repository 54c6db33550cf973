"""Credit lines: the agency, and at times the day, that close a story."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from feeds.normalize import agencies
from feeds.normalize.byline import reporting
from feeds.normalize.dateline import DAY
from feeds.normalize.dates import Days, is_day

_AGENCY = agencies.pattern()
_AND = r"\s*(?:[/,;&+،-]|\b(?:and|et|y|con|avec|with)\b|و)\s*"
_SEVERAL = rf"(?:{_AGENCY})(?:{_AND}(?:{_AGENCY}))*"
_WITH = (
    r"(?:with(?: (?:inputs?|reporting|material|files))?(?: from)?|avec(?: l[’']| les)?|con(?: información)?(?: de)?|"
    r"com|mit|sources?|fuentes?|fonte|quelle|kaynak|источник|джерело|πηγή|来源|來源|出典|출처|crédits?|from|via|by|par|por|"
    r"copyright|©|المصدر|منبع|مع|عن|نقلا عن)"
)
# The whole last line: MAP: 07 March 2024 · (AFP) · With Reuters · Source : MAP · MAP/ST · © AFP 2024
_LINE = re.compile(
    rf"[(\[（【—–-]?\s*(?P<with>{_WITH}\s*[:：]?\s*)?(?P<agency>{_SEVERAL})(?:/\w{{1,4}})?"
    rf"\s*(?:[:,،\-–]?\s*(?:le\s+)?(?P<day>{DAY})(?:,?\s+\d{{1,2}}[:h]\d{{2}}(?:\s*GMT)?)?|\d{{4}})?\s*[)\]）】.]*",
    re.IGNORECASE,
)
# The same glued to the end of the last sentence, in brackets or set off by its date.
_TAIL = re.compile(
    rf"(?<=[.!?؟。！？»”」\"])\s*(?:[(\[（【]\s*(?P<a>{_SEVERAL})\s*[)\]）】]|(?P<b>{_AGENCY})\s*:\s*(?P<day>{DAY}))\s*\.?$"
)
_MOST = 4  # lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What closes a story: its credit as it stood, lines apart by newlines, and what that says."""

    credit_line: str | None = None
    agency: str | None = None
    byline: str | None = None
    day: date | None = None


def take_closing(lines: list[str], days: Days) -> Closing:
    """The credits at the foot; ``lines`` lose them, but never the last line that is left."""
    taken: list[str] = []
    writer = helper = byline = day = None
    while len(lines) > 1 and len(taken) < _MOST:
        last = lines[-1].strip()
        who, found = reporting(last), _credit(last)
        if who is None and found is None:
            break
        taken.insert(0, lines.pop().strip())
        byline = who or byline
        if found and found["with"]:
            helper = _first(found["agency"]) or helper
        elif found:
            writer = _first(found["agency"]) or writer
        day = (days.day(found["day"]) if found else None) or day
    tail = _TAIL.search(lines[-1])
    if tail and tail.start() and not writer and (tail["day"] is None or is_day(tail["day"])):
        lines[-1] = lines[-1][: tail.start()].rstrip()
        taken.insert(0, tail[0].strip())
        writer, day = _first(tail["a"] or tail["b"]), days.day(tail["day"]) or day
    line = "\n".join(taken) or None
    return Closing(credit_line=line, agency=writer or helper, byline=byline, day=day)


def _credit(line: str) -> re.Match[str] | None:
    found = _LINE.fullmatch(line) if len(line) < 160 else None
    return found if found and (found["day"] is None or is_day(found["day"])) else None


def _first(named: str) -> str | None:
    """The first agency of several (``AFP/Reuters``): it leads, the others helped."""
    return agencies.find(named) or agencies.find(re.split(_AND, named)[0])

"""What stock exchanges' and press releases' services set around a notice, other than its headline and its text.

RNS Number : 1234A                  its number, the company, the day
Harbour Plc
07 March 2024

Harbour Plc                         the company again, what it is called below
("Harbour" or the "Company")

Transaction in own shares           the headline
…
This information is provided by RNS, the news service of …
"""

from __future__ import annotations

import re

Values = list[tuple[str, str]]
_NUMBER = re.compile(r"\s*RNS (?:Number|Reach)\s?:\s*(?P<number>\d{4}[A-Z])\s*")
_DAY = re.compile(r"\s*\d{1,2} [A-Z][a-z]{2,8} \d{4}\s*")
_CALLED = re.compile(
    r"\s*(?:[(\[].{2,120}[)\]]|LEI\b.{5,60}|(?:Legal Entity Identifier|Ticker|ISIN)\b.{2,80})\s*"
)
_FOOT = re.compile(r"\s*This information is provided by (?:RNS|Reach)\b")
_MOST_BELOW = 20  # lines from there to the end
_PROVIDED = re.compile(r"\s*News provided by\s*", re.IGNORECASE)
_PROVIDED_ON = re.compile(
    r"\s*(?P<day>[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}, \d{1,2}:\d{2} [A-Z]{2,4})\s*"
)
_HEAD = 10  # lines


def without_exchange(lines: list[str], values: Values) -> list[str]:
    """The lines of a story without such; what they say goes to ``values``.

    >>> said = []
    >>> without_exchange(["RNS Number : 1234A", "Harbour Plc", "07 March 2024", "", "Harbour Plc", "", "Tender"], said)
    ['Tender']
    >>> said
    [('id', 'RNS 1234A'), ('credit', 'RNS'), ('date', '07 March 2024')]
    """
    found = _NUMBER.fullmatch(lines[0]) if lines else None
    if found and len(lines) > 3 and _DAY.fullmatch(lines[2]):
        values += [("id", f"RNS {found['number']}"), ("credit", "RNS"), ("date", lines[2].strip())]
        company = lines[1].strip().casefold()
        lines = lines[3:]
        while len(lines) > 1 and _is_company(lines[0], company):
            lines = lines[1:]
    lines = _without_foot(lines)
    return _without_provider(lines, values)


def _is_company(line: str, company: str) -> bool:
    """Whether a line is blank, the company's name, or what else it is called."""
    said = line.strip()
    return not said or said.casefold() == company or _CALLED.fullmatch(said) is not None


def _without_foot(lines: list[str]) -> list[str]:
    places = range(max(len(lines) - _MOST_BELOW, 1), len(lines))
    foot = next((n for n in places if _FOOT.match(lines[n])), None)
    return lines if foot is None else "\n".join(lines[:foot]).rstrip().split("\n")


def _without_provider(lines: list[str], values: Values) -> list[str]:
    """Without “News provided by”, the company and the time below a release's headline."""
    for number, line in enumerate(lines[:_HEAD]):
        if not _PROVIDED.fullmatch(line):
            continue
        below = [n for n in range(number + 1, min(number + 6, len(lines))) if lines[n].strip()][:2]
        day = _PROVIDED_ON.fullmatch(lines[below[1]]) if len(below) == 2 else None
        if day is None:
            return lines
        values.append(("date", day["day"]))
        return [*lines[:number], *lines[below[1] + 1 :]]
    return lines

"""Credit lines and datelines: where a text has one, and the text without it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.quality.edits.languages import LANGUAGES

_OTHERS = (
    "ANSA",
    "TASS",
    "DPA",
    "APA",
    "ANP",
    "NTB",
    "Lusa",
    "Belga",
    "CP",
    "IPS",
    "وكالات",
    "قنا",
    "كونا",
    "بترا",
    "سبأ",
    "معا",
)
_AGENCIES = sorted(
    {name for language in LANGUAGES.values() for name in language.marks.agencies} | set(_OTHERS),
    key=len,
    reverse=True,
)
_AGENCY = "(?:" + "|".join(re.escape(name).replace(r"\ ", r"[ .]?") for name in _AGENCIES) + ")"
_BRACKETED = rf"[(/\[]\s*{_AGENCY}(?:\s*[/,+]\s*{_AGENCY})*\s*[)/\]]"
_DASH = r"\s*[.:]?\s*(?:[-–—]+|:)\s*"
_DATELINE = re.compile(
    rf"^(?:(?=.{{3,60}}?\d?)(?P<place>[^\W\d_a-zà-ÿ][^()\[\]/:\n]{{1,45}}?)\s*{_BRACKETED}(?:{_DASH}|\s+)"
    rf"|{_AGENCY}\s*-\s*[^\s:]+(?:\s[^\s:]+)?\s*:\s*"
    rf"|[^\W\d_a-zà-ÿ][^()\[\]/:.\n]{{1,30}}?\s[-–—]\s?{_AGENCY}\s*:\s*"
    rf"|(?!CORRE|UPDATE|REFILE)[A-ZÀ-Þ][A-ZÀ-Þ .'\-]{{2,30}}(?:, [A-Z][a-z]+\.? \d{{1,2}})?{_DASH}(?=[\"“«A-ZÀ-Þ]))"
)
_FOOT = re.compile(
    rf"\s*(?:\(\s*[^()\n]{{0,25}}{_AGENCY}[^()\n]{{0,12}}\)|/\s*{_AGENCY}\s*/?|\n[^\n]{{0,30}}\b{_AGENCY}\)?)\.?\s*$"
)
_HEAD = re.compile(
    rf"^(?:[^\n]{{0,30}}(?<!\w){_AGENCY}\)?\s*\n|\(\s*{_AGENCY}\s*\)(?:{_DASH}|\s+))"
)


@dataclass(frozen=True, slots=True)
class Stripped:
    """A text without a mark, and the mark."""

    text: str
    mark: str


def without_dateline(text: str) -> Stripped | None:
    """The text without the dateline it opens with."""
    return _without(_DATELINE, text)


def without_head(text: str) -> Stripped | None:
    """The text without a credit line at its head (no dateline)."""
    return _without(_HEAD, text)


def without_foot(text: str) -> Stripped | None:
    """The text without a credit line at its foot."""
    return _without(_FOOT, text)


def _without(pattern: re.Pattern[str], text: str) -> Stripped | None:
    found = pattern.search(text)
    if not found:
        return None
    rest = text[: found.start()] + text[found.end() :]
    return Stripped(rest.strip(), found[0].strip()) if rest.strip() else None

"""What desks of German-speaking agencies, and dpa's English one, set below a story for editors, not for its readers.

# Notizblock                        notes, addresses, whom to ask: up to the end
Redaktioneller Hinweis: …
* * * *
Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt
"""

from __future__ import annotations

import re

from feeds.parse.wireabove import opens_with_dateline

_NOTES = re.compile(
    r"\s*(?:(?:#{1,4}\s*|(?:dpa|APA|AFP|epd|KNA)-)+(?:Notizblock|Notebook)|(?P<bare>Notizblock))\W*"
    r"|\W*The following information is not (?:intended )?for publication\W*"
    r"|\W*Die folgenden Informationen sind nicht (?:zur|für die) Veröffentlichung (?:bestimmt|vorgesehen)\W*"
)
_HINT = re.compile(r"\s*(?:#{1,4}\s*)?\(?Redaktionelle[rn]? Hinweise?\s*(?:$|:)", re.IGNORECASE)
_WORDS = (
    "Notizblock",
    "Notebook",
    "for publication",
    "Veröffentlichung",
    "Redaktionelle",
    "REDAKTIONELLE",
)
_STARS = re.compile(r"\s*(?:[*_-]\s*){3,}")
_LISTED = re.compile(r"\s*[-*•]\s")
_HEADED = re.compile(r"\s*(?:#|\S[^.!?]{1,60}:?$|\S[^:]{1,40}:\s)")  # a note's own heading below
_MOST = 120  # lines of such notes


def without_desk_notes(lines: list[str]) -> list[str]:
    """The lines without such notes, where a story stands above them and none below.

    >>> without_desk_notes(["Das Schiff fährt.", "", "# Notizblock", "", "## Orte", "- Kai 1"])
    ['Das Schiff fährt.']
    """
    below = "\n".join(lines[-_MOST:])
    if not any(word in below for word in _WORDS):
        return lines
    places = range(max(len(lines) - _MOST, 1), len(lines))
    found = next((n for n in places if _opens(lines, n)), None)
    if found is None or not any(map(str.strip, lines[:found])):
        return lines
    while found > 1 and (not lines[found - 1].strip() or _STARS.fullmatch(lines[found - 1])):
        found -= 1
    return lines[:found]


def above_desk_notes(text: str) -> str:
    """The text without such notes."""
    if "Notizblock" not in text and "Notebook" not in text:
        return text
    return "\n".join(without_desk_notes(text.split("\n")))


def _opens(lines: list[str], number: int) -> bool:
    if notes := _NOTES.fullmatch(lines[number]):
        below = lines[number + 1 :]
        first = next(filter(str.strip, below), "")
        # A story may have such a heading as well, with sentences below.
        if notes["bare"] and not (_LISTED.match(first) or _HEADED.match(first)):
            return False
        return not any(map(opens_with_dateline, below))
    hint = _HINT.match(lines[number])
    said = lines[number][hint.end() :].strip() if hint else ""
    return hint is not None and _is_one(lines[number + 1 :], headed=not said)


def _is_one(below: list[str], *, headed: bool) -> bool:
    """Whether nothing but the note's own paragraph and its list follow; below a heading a blank line may stand."""
    said = "\n".join(below)
    left = (said.lstrip("\n") if headed else said).split("\n")
    parted = next((n for n, line in enumerate(left) if not line.strip()), len(left))
    return all(not line.strip() or _LISTED.match(line) for line in left[parted:])

"""Neighbours that are not the story: the same template with other figures and names, quotes, titles."""

from __future__ import annotations

import re
from functools import lru_cache
from random import Random

from tests.quality.edits import names
from tests.quality.edits.context import some_text
from tests.quality.edits.kinds import Desk, Draft, Edit
from tests.quality.edits.languages import LANGUAGES, Language
from tests.quality.edits.passages import first_words, length, paragraphs, passages
from tests.quality.labelled import Labelled

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_LEAD_WORDS = 40  # a neighbour differs this early, else its teaser would be the story's teaser
_QUOTED = 0.3  # the most of a follow-up that is quoted


class Refigured:
    """Other figures for the figures of a text, the same one for the same one; days move by one."""

    def __init__(self, chance: Random, language: Language) -> None:
        self._chance = chance
        self._language = language
        self.swaps: dict[str, str] = {}

    def apply(self, text: str) -> str:
        """The text with other figures, the next day's dates and weekdays."""
        dates, days = _dates(self._language.code)
        in_dates = {place for found in dates.finditer(text) for place in _figure_places(found)}
        text = _FIGURE.sub(
            lambda found: (
                _next_day(found[0]) if found.start() in in_dates else self._other(found, text)
            ),
            text,
        )
        return days.sub(lambda found: _cased(found[0], self._day_after(found[0])), text)

    def _other(self, found: re.Match[str], text: str) -> str:
        figure = found[0]
        if figure.isdigit() and len(figure) == 4 and 1900 <= int(figure) <= 2100:
            return figure
        clock = (
            text[found.end() : found.end() + 1] in (":", "h")
            or text[found.start() - 1 : found.start()] == ":"
        )
        if figure not in self.swaps:
            self.swaps[figure] = self._clock(figure) if clock else self._amount(figure)
        return self.swaps[figure]

    def _clock(self, figure: str) -> str:
        most = 24 if int(re.sub(r"\D", "", figure)) < 24 else 60
        return f"{(int(re.sub(r'[.,].*', '', figure)) + self._chance.randint(1, 20)) % most:02d}"

    def _amount(self, figure: str) -> str:
        """A figure of the same form and size, and another value."""
        digits = re.sub(r"\D", "", figure)
        value, least, most = int(digits), 10 ** (len(digits) - 1), 10 ** len(digits) - 1
        if len(digits) == 1 or digits[0] == "0":
            least = 1
        spread = max(4 if len(digits) < 3 else 12, value // 6)
        low, high = max(least, value - spread), max(least + 1, min(most, value + spread))
        others = [n for n in (self._chance.randint(low, high) for _ in range(20)) if n != value]
        other = str(others[0] if others else (value - 1 if value else 1)).zfill(len(digits))
        fresh = iter(other.translate(str.maketrans("0123456789", _digits_of(figure))))
        return "".join(next(fresh) if letter.isdigit() else letter for letter in figure)

    def _day_after(self, day: str) -> str:
        days = [name.lower() for name in self._language.weekdays]
        return self._language.weekdays[(days.index(day.lower()) + 1) % 7]


def periodic(base: Labelled, at: Desk) -> Draft | None:
    """Tomorrow's instalment: the same words, other figures, the next day's date."""
    other = Refigured(at.chance, at.language)
    text = other.apply(base.text)
    enough = max(3, length(base.text) * 0.025)
    count = sum(old != new for old, new in zip(base.text.split(), text.split(), strict=False))
    if len(other.swaps) < 3 or count < enough or not _differs_early(base.text, text):
        return None
    return Draft(other.apply(base.title), text)


def entities(base: Labelled, at: Desk) -> Draft | None:
    """The same release about somebody else, with other figures."""
    found = names.found_in(base.text, at.language, base.title)
    swaps: dict[str, str] = {}
    for name, kind in found.items():
        swaps[name] = names.another(name, kind, at, besides={*found, *swaps.values()})
    other = Refigured(at.chance, at.language)
    text = other.apply(names.swapped(base.text, swaps, at.language))
    count = sum(old != new for old, new in zip(base.text.split(), text.split(), strict=False))
    if len(swaps) < 3 or not other.swaps or count < max(4, length(base.text) * 0.05):
        return None
    lead = " ".join(base.text.split()[:_LEAD_WORDS])
    if names.swapped(lead, swaps, at.language) == lead:
        return None
    return Draft(other.apply(names.swapped(base.title, swaps, at.language)), text)


def quotes(base: Labelled, at: Desk) -> Draft | None:
    """A follow-up: its own lead and body, a collage of other stories, quoting a paragraph or two."""
    parts = passages(base.text).parts
    if len(parts) < 3 or not base.title:
        return None
    start = at.chance.randrange(len(parts) - 1)
    count = (
        2
        if len(parts) > 4 and length(" ".join(parts[start : start + 2])) < length(base.text) / 2
        else 1
    )
    quoted = parts[start : start + at.chance.randint(1, count)]
    words = length(" ".join(quoted))
    if not 8 <= words <= length(base.text) / 2:
        return None
    body = paragraphs(_collage(at, round(words / _QUOTED)))
    if length(" ".join(body)) < words * 2:
        return None
    place = at.chance.randint(1, len(body))
    body[place:place] = [
        at.pick(at.language.quoting).format(quote=part.rstrip(".")) for part in quoted
    ]
    return Draft(
        _filled(at.language.follow_titles, base, at),
        "\n".join([_filled(at.language.follow_leads, base, at), *body]),
    )


def same_title(base: Labelled, at: Desk) -> Draft | None:
    """The same title over another text: ``generate`` gives it that other text's story."""
    if not base.title:
        return None
    _, text = at.story_beside()
    return Draft(base.title, text) if text != base.text else None


def _collage(at: Desk, words: int) -> str:
    """Text of several stories, none of them for long."""
    parts: list[str] = []
    for _ in range(12):
        room = words - length(" ".join(parts))
        if room <= 0:
            break
        if (part := some_text(at, max(45, words // 4), once=True)) and part not in parts:
            parts.append(part)
    return "\n".join(parts)


def _filled(templates: tuple[str, ...], base: Labelled, at: Desk) -> str:
    day = at.language.weekdays[base.time.weekday() if base.time else 0]
    return at.pick(templates).format(
        title=base.title, short=first_words(base.title, 5), weekday=day
    )


def _differs_early(old: str, new: str) -> bool:
    return old.split()[:_LEAD_WORDS] != new.split()[:_LEAD_WORDS]


def _digits_of(figure: str) -> str:
    return "٠١٢٣٤٥٦٧٨٩" if any("٠" <= letter <= "٩" for letter in figure) else "0123456789"


def _next_day(figure: str) -> str:
    """The day after, in the same digits; the months of other years are left alone."""
    if not figure.isdigit() or int(figure) > 31:
        return figure
    return str(int(figure) % 28 + 1).translate(str.maketrans("0123456789", _digits_of(figure)))


def _figure_places(found: re.Match[str]) -> list[int]:
    return [found.start() + figure.start() for figure in _FIGURE.finditer(found[0])]


def _cased(old: str, new: str) -> str:
    return new[0].upper() + new[1:] if old[0].isupper() else new


@lru_cache(maxsize=8)
def _dates(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Days beside the names of months (with a year or not), and weekdays."""
    language = LANGUAGES[code]
    months = "|".join(
        sorted({re.escape(m) for row in language.months for m in row}, key=len, reverse=True)
    )
    before = rf"\b\d{{1,2}}(?:er)?\s(?:de\s)?(?:{months})\b(?:,?\s(?:de\s)?\d{{4}})?"
    dates = rf"{before}|\b(?:{months})\.?\s\d{{1,2}}\b(?:, \d{{4}})?"
    days = rf"\b(?:{'|'.join(language.weekdays)})\b"
    return re.compile(dates, re.IGNORECASE), re.compile(days, re.IGNORECASE)


NEGATIVES: dict[str, Edit] = {
    "neg:periodic": periodic,
    "neg:entities": entities,
    "neg:quotes": quotes,
    "neg:same-title": same_title,
}

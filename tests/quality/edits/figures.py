"""The same figures in another style: 1,000 and 1.000 and one thousand, % and percent, other digits."""

from __future__ import annotations

import re
from functools import lru_cache

from tests.quality.edits.kinds import Desk, Draft, Edit
from tests.quality.edits.languages import LANGUAGES, Language
from tests.quality.labelled import Labelled

_ASCII = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
_GROUPED = re.compile(
    r"(?<![\d.,])\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?![\d.,]*\d)|(?<![\d.,])\d{5,}(?![\d.,]*\d)"
)
_DECIMAL = re.compile(r"(?<![\d.,])(\d{1,3})[.,'](\d{1,2})(?![\d.,'])")
_ALONE = re.compile(
    r"(?<![\d.,:/$€£\-])(?<![\d.,:/]\s)\b(\d{1,4})\b(?![.,:/\-\s]?\d)(?!\s*[%٪€$h°])"
)


def restyled(base: Labelled, at: Desk) -> Draft | None:
    """All figures as another house writes them."""
    for _ in range(6):  # a style drawn may be the one that the text has
        style = _Style(at)
        title, text = style.apply(base.title), style.apply(base.text)
        if text != base.text:
            return Draft(title, text)
    return None


class _Style:
    """One house's way with figures, chosen once so that a copy is all of a piece."""

    def __init__(self, at: Desk) -> None:
        numbers = at.language.numbers
        self._language = at.language
        self._group = at.pick(numbers.group)
        self._decimal = at.pick(numbers.decimal)
        self._percent = at.pick(numbers.percent)
        self._digits = at.pick(numbers.digits)
        self._spelt = at.chance.choice((True, False))
        if self._group in (".", ",") and self._group == self._decimal:
            self._decimal = next(mark for mark in (*numbers.decimal, ".") if mark != self._group)

    def apply(self, text: str) -> str:
        """The text with its figures in this style."""
        text = text.translate(_ASCII)
        text = _percents(self._language.code).sub(lambda found: found[1] + self._percent, text)
        text = _GROUPED.sub(self._grouped, text)
        text = _DECIMAL.sub(self._fraction, text)
        text = self._in_words(text) if self._spelt else self._in_digits(text)
        return text.translate(str.maketrans("0123456789", self._digits))

    def _grouped(self, found: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", found[0])
        if self._group and len(digits) > 3:
            return f"{int(digits):,}".replace(",", self._group)
        return digits

    def _fraction(self, found: re.Match[str]) -> str:
        return f"{found[1]}{self._decimal}{found[2]}"

    def _in_words(self, text: str) -> str:
        words, dates = self._language.numbers.words, _dates(self._language.code)
        return _ALONE.sub(
            lambda found: (
                found[0]
                if dates.search(text, max(0, found.start() - 14), found.end() + 16)
                else words.get(int(found[1]), found[0])
            ),
            text,
        )

    def _in_digits(self, text: str) -> str:
        pattern, numbers = _spelt(self._language.code)
        return pattern.sub(lambda found: str(numbers[found[0].lower()]), text)


@lru_cache(maxsize=8)
def _percents(code: str) -> re.Pattern[str]:
    """A figure and its percent sign or word, in any of the language's forms."""
    forms = sorted(
        (form.strip() for form in LANGUAGES[code].numbers.percent), key=len, reverse=True
    )
    return re.compile(
        rf"(\d)[ \u00a0\u202f]?(?:{'|'.join(map(re.escape, dict.fromkeys(forms)))})(?!\w)"
    )


@lru_cache(maxsize=8)
def _spelt(code: str) -> tuple[re.Pattern[str], dict[str, int]]:
    """Numbers in words. Compounds such as twenty-five stay as they are."""
    numbers = {
        word: number for number, word in LANGUAGES[code].numbers.words.items() if number < 100
    }
    longest = sorted(numbers, key=len, reverse=True)
    return re.compile(rf"(?<![\w\-])(?:{'|'.join(longest)})(?![\w\-])", re.IGNORECASE), numbers


@lru_cache(maxsize=8)
def _dates(code: str) -> re.Pattern[str]:
    """The name of a month: a number beside it is a day, and days stay in digits."""
    language: Language = LANGUAGES[code]
    names = {name for months in language.months for name in months if len(name) > 3}
    return re.compile("|".join(map(re.escape, sorted(names))), re.IGNORECASE)


KINDS: dict[str, Edit] = {"figures": restyled}

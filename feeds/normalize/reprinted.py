"""Fields that a system prints once more around a text: who wrote it, when it was posted, what it is called and where.

    Ferries sail again                     the title: feeds.normalize.headline
    Jane Roe                               an author of the entry
    Thu, 03/07/2024 - 10:30                when it says it was published
    The ferries of Saltmarsh …
    The story Ferries sail again stands in The Gazette.

Drupal does so, for one, or below the text in that order. Only a line that is nothing else goes, and only where the
entry has that field. A name alone below a text stays: writers sign there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from feeds.normalize.byline import is_byline
from feeds.normalize.date_convention import Convention
from feeds.normalize.dates import parse_date
from feeds.normalize.notice_words import AGO, ARTICLE, LISTEN, POSTED, READING
from feeds.normalize.url import canonical
from feeds.text import fold, words

_LONGEST = 90  # characters of a line
_NEAR = timedelta(hours=26)  # what a clock that a line doesn't name may differ by
_ORDERS = (Convention(day_first=True), Convention(day_first=False))
_POSTED = re.compile(rf"(?<!\w)(?:{POSTED})(?!\w)", re.IGNORECASE)
_LISTENED = rf"(?:{LISTEN.format(article=ARTICLE)})"
_SINCE = AGO.format(n=r"(?:\d{1,2}|an?|one|two|une?|una|uma?|eine[rm]|un[’'])")
_READING = re.compile(rf"(?:^|[\s|·•,–-]+)(?:{READING}|{_SINCE}|{_LISTENED})\W*$", re.IGNORECASE)
_AGO = re.compile(rf"(?:(?:{POSTED})\s*:?\s*)?(?:{_SINCE})\W*", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
# "Deadline: 7 March" is the story's own.
_LABEL = re.compile(
    rf"(?:{POSTED}|date|datum|fecha|data|дата|(?:ال)?تاريخ)\s*:\s*(?=\S)", re.IGNORECASE
)
# Country: Mali   Sources: Port Office, Tides
_FIELD = re.compile(r"[^\W\d_]{3,20}\s?:\s*(?P<values>\S.*)")
_COMMAS = re.compile(r"\s*,\s*")
_BETWEEN = re.compile(r"\s*[|·•]\s*|\s+[–—-]\s+")
_BEFORE = 5  # words that may stand before when it was posted, on one line
_TELLING, _AROUND = 3, 14  # words of a title that is known again, and of the sentence around it
_NAMED = 4  # characters of an outlet's name
# https://…   Comments URL: https://…
_LINK = re.compile(r"(?:[^\W\d_][^:\n]{1,24}\s?:\s*)?(?P<address>https?://\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fields:
    """What an entry says of itself: its authors' ``names``, its ``rubrics``, ``title``, ``outlet``, the addresses of
    its ``pages``, and when it was ``published``.
    """

    names: frozenset[str] = frozenset()
    rubrics: frozenset[str] = frozenset()
    title: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    published: datetime | None = None
    now: datetime | None = None

    def without(self, line: str) -> str:
        """What else than fields a line above the text has: nothing, a byline beside them, or all of it.

        >>> at = datetime.fromisoformat("2024-03-07T10:30+00:00")
        >>> fields = fields_of(["Jane Roe"], at, now=at)
        >>> fields.without("Jane Roe | 7 March 2024"), fields.without("By Al Poe Posted 7 March 2024")
        ('', 'By Al Poe')
        """
        bare = line.strip()
        if self.beside_title(bare) == () or self.is_page(bare) or self._is_labelled(bare):
            return ""
        if len(bare) > _LONGEST:
            return line
        while bare != (bare := _READING.sub("", bare)):
            pass
        if not bare or self.is_name(bare) or self.is_when(bare):
            return ""
        if bare != line.strip() and is_byline(bare):
            return bare
        parts = _BETWEEN.split(bare)
        if len(parts) > 1 and all(self.is_name(part) or self.is_when(part) for part in parts):
            return ""
        return line if (before := self._before_day(bare)) is None else before

    def _before_day(self, line: str) -> str | None:
        """The byline that a day is behind, or nothing where that is a word or two; None where no day ends a line."""
        posted, digit = _POSTED.search(line), _DIGIT.search(line)
        for found in filter(None, (posted, digit)):
            said = line[: found.start()].rstrip()
            before = said.strip(" |·•,–—-:")
            if not 0 < len(before.split()) <= _BEFORE or not self.is_when(line[found.start() :]):
                continue
            if is_byline(before):
                return before
            # Within a sentence neither a capital nor a sign stands there: "Law published 7 March 2024".
            apart = found is posted and (found[0][0].isupper() or not said[-1].isalnum())
            if apart or self.is_name(before) or self.is_rubric(before):
                return ""
        return None

    def is_name(self, line: str) -> bool:
        """Whether a line is an author's name."""
        return fold(line) in self.names

    def is_rubric(self, line: str) -> bool:
        """Whether a line is one of the entry's categories."""
        return fold(line) in self.rubrics

    def _is_labelled(self, line: str) -> bool:
        """Whether a line is a label and authors or categories of the entry: Countries: Mali, Niger."""
        found = _FIELD.fullmatch(line)
        values = map(fold, _COMMAS.split(found["values"])) if found else ()
        return found is not None and all(one in self.names or one in self.rubrics for one in values)

    def is_page(self, line: str) -> bool:
        """Whether a line is the address of one of the entry's pages, behind a label or not."""
        found = _LINK.fullmatch(line.strip()) if self.pages and "://" in line else None
        same = canonical(found["address"]) if found else None
        return same is not None and any(canonical(page) == same for page in self.pages)

    def is_when(self, line: str) -> bool:
        """Whether a line is a day, with its hour or not, near when the entry was published, or says how long ago."""
        if self.published is None or self.now is None or len(line) > _LONGEST:
            return False
        if _AGO.fullmatch(line.strip()):
            return True
        if not any(map(str.isdecimal, line)):
            return False
        forms = {line, _LABEL.sub("", line.strip(), count=1)}
        read = (
            parse_date(form, now=self.now, convention=order) for form in forms for order in _ORDERS
        )
        return any(at is not None and abs(at - self.published) <= _NEAR for at in read)

    def announces(self, line: str) -> bool:
        """Whether a line says of the story, by its title, where it stands, and nothing else."""
        rest = self.beside_title(line) if self.outlet else None
        return rest is not None and len(rest) <= _AROUND and _less(rest, self.outlet) is not None

    def beside_title(self, line: str) -> tuple[str, ...] | None:
        """The words of a line but its title's; None where that is not in it."""
        return _less((*words(line),), self.title) if len(self.title) >= _TELLING else None


def fields_of(
    names: Iterable[str],
    published: datetime | None,
    *,
    now: datetime,
    rubrics: Iterable[str] = (),
    title: str = "",
    outlet: str | None = None,
    pages: tuple[str, ...] = (),
) -> Fields:
    """The fields of an entry, as lines around its text are compared with them."""
    told = (outlet or "").strip()
    return Fields(
        names=frozenset(fold(name) for name in names),
        rubrics=frozenset(fold(one) for one in rubrics),
        title=(*words(title),),
        outlet=(*words(told),) if len(told) >= _NAMED else (),
        pages=pages,
        published=published,
        now=now,
    )


def _less(said: tuple[str, ...], named: tuple[str, ...]) -> tuple[str, ...] | None:
    """The words without those, in a row; None where they are not among them."""
    for at in range(len(said) - len(named) + 1):
        if said[at : at + len(named)] == named:
            return said[:at] + said[at + len(named) :]
    return None

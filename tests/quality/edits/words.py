"""Light edits: synonyms, spelling, names in another transliteration, a share of the words changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from random import Random

from tests.quality.edits.kinds import Desk, Draft, Edit
from tests.quality.edits.languages import LANGUAGES, Language
from tests.quality.edits.passages import length, paragraphs
from tests.quality.labelled import Labelled

_HARAKAT = "\u064b\u064e\u064f\u0650\u0651"
_ARABIC_LETTER = re.compile("(?<=[\u0628-\u063a\u0641-\u0647])(?=[\u0628-\u063a\u0641-\u0647])")


def synonyms(base: Labelled, at: Desk) -> Draft | None:
    """Other words of the same sense wherever the table has one, most of the time."""
    text, changed = replaced(base.text, at.language, "synonyms", at.chance, 0.8)
    if changed < max(2, length(base.text) // 100):
        return None
    return Draft(base.title, text)


def spelling(base: Labelled, at: Desk) -> Draft | None:
    """Another house's spelling, in title and text; in Arabic also tatweel and harakat."""
    title, text = respelt(base.title, at, Random(0)), respelt(base.text, at, at.chance)
    return Draft(title, text) if text != base.text else None


def transliterated(base: Labelled, at: Desk) -> Draft | None:
    """Names in another transliteration, each name the same way throughout."""
    title, text = renamed(base.title, at.language), renamed(base.text, at.language)
    return Draft(title, text) if text != base.text else None


def share_changed(share: float) -> Edit:
    """That share of the words changed: synonyms first, then small words put in, left out, moved."""

    def edit(base: Labelled, at: Desk) -> Draft | None:
        if length(base.text) < 50:
            return None
        return Draft(base.title, changed(base.text, at, share))

    return edit


def replaced(
    text: str, language: Language, table: str, chance: Random, likely: float
) -> tuple[str, int]:
    """The text with words of a table replaced, and how many were."""
    pattern, pairs = _table(language.code, table)
    count = 0

    def put(found: re.Match[str]) -> str:
        nonlocal count
        if chance.random() > likely:
            return found[0]
        count += 1
        return _cased_like(found[0], pairs.get(found[0]) or pairs[found[0].lower()])

    return pattern.sub(put, text), count


def respelt(text: str, at: Desk, chance: Random) -> str:
    """The text as a house with other habits spells it: some of the rules, all through the text."""
    text, _ = replaced(text, at.language, "spelling", chance, 1.0)
    habits = Random(at.outlet)  # a house keeps its habits
    for number, (pattern, put) in enumerate(at.language.spelling_rules):
        if number == 0 or habits.random() < 0.6:
            text = (
                pattern.sub(put, text)
                if _whole(at.language)
                else _partly(pattern, put, text, chance)
            )
    return text if _whole(at.language) else _with_harakat(text, chance)


def renamed(text: str, language: Language) -> str:
    """The text with names in another transliteration."""
    text, _ = replaced(text, language, "names", Random(0), 1.0)
    for pattern, put in language.name_rules:
        text = pattern.sub(put, text)
    return text


def changed(text: str, at: Desk, share: float) -> str:
    """The text with about that share of its words changed."""
    wanted = round(length(text) * share)
    text, done = replaced(text, at.language, "synonyms", at.chance, min(1.0, share * 5))
    return "\n".join(_small_changes(paragraphs(text), at, max(0, wanted - done)))


def _small_changes(parts: list[str], at: Desk, wanted: int) -> list[str]:
    """Small words left out or put in, neighbours swapped, at random places away from names and figures."""
    rows = [part.split() for part in parts]
    places = [
        (row, place)
        for row, words in enumerate(rows)
        for place in range(1, len(words))
        if words[place].islower() or _is_arabic(words[place])
    ]
    small = [spot for spot in places if rows[spot[0]][spot[1]].lower() in at.language.stop]
    other = sorted(set(places) - set(small))
    share = min(len(small), wanted * 2 // 3)
    taken = at.chance.sample(small, share) + at.chance.sample(
        other, min(wanted - share, len(other))
    )
    for row, place in sorted(taken, reverse=True):
        _one_change(rows[row], place, at)
    return [" ".join(words) for words in rows]


def _one_change(words: list[str], place: int, at: Desk) -> None:
    """Change one word: a small one goes, or a filler comes before it, or it changes place."""
    if words[place].lower() in at.language.stop and at.chance.random() < 0.6:
        del words[place]
    elif at.chance.random() < 0.75 or place + 1 >= len(words):
        words.insert(place, at.pick(at.language.fillers))
    else:
        words[place], words[place + 1] = words[place + 1], words[place]


def _partly(pattern: re.Pattern[str], put: str, text: str, chance: Random) -> str:
    """A rule that a careless typist follows more often than not."""
    return pattern.sub(lambda found: found.expand(put) if chance.random() < 0.6 else found[0], text)


def _with_harakat(text: str, chance: Random) -> str:
    """A few short vowels and doubling marks, as some editors set them."""
    return _ARABIC_LETTER.sub(
        lambda _: chance.choice(_HARAKAT) if chance.random() < 0.02 else "", text
    )


def _whole(language: Language) -> bool:
    """Whether a house follows a rule of spelling everywhere; Arabic ones are followed at whim."""
    return language.code != "ar"


def _is_arabic(word: str) -> bool:
    return bool(word) and "\u0621" <= word[0] <= "\u064a"


def _cased_like(old: str, new: str) -> str:
    return new[0].upper() + new[1:] if old[0].isupper() else new


@lru_cache(maxsize=16)
def _table(code: str, table: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """A table as one pattern, longest first, and its pairs. Only names must match letter case."""
    pairs: Mapping[str, str] = getattr(LANGUAGES[code], table)
    longest = sorted(pairs, key=len, reverse=True)
    pattern = rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)"
    return re.compile(pattern, 0 if table == "names" else re.IGNORECASE), pairs


KINDS: dict[str, Edit] = {
    "synonyms": synonyms,
    "spelling": spelling,
    "transliterated": transliterated,
    "words-10": share_changed(0.10),
    "words-20": share_changed(0.20),
}

"""The names in a text, and other names in their place."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from tests.quality.edits.kinds import Desk
from tests.quality.edits.languages import LANGUAGES, Language

_CAPITALISED = re.compile(r"[A-ZÀ-Þ][a-zß-ÿœčćšžłğı]+(?:[-’'][A-ZÀ-Þ]?[a-zß-ÿ]+)*")
_ARABIC_WORD = re.compile(r"[\u0621-\u064a]+(?:[\u064b-\u0652\u0640][\u0621-\u064a]*)*")
_ARABIC_SURNAME = re.compile(r"ال\w{3,}ي")
_ARABIC_CLITICS = r"[وف]?[بكل]?"
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:in|at|near|from|to|à|en|au|de|desde|sur|vers|hacia)\s)$", re.IGNORECASE
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:…\n\"“«»”(–—]\s*|[-–—]\s)$")


def found_in(text: str, language: Language, title: str = "") -> dict[str, str]:
    """The names of a text, each with its class: given, family, places, bodies or peoples.

    A title tells of names that the text has only where a sentence begins.
    """
    if language.code == "ar":
        return _arabic(f"{title}\n{text}", language)
    names = _latin(text, language)
    common = _not_names(language.code)
    for name in _CAPITALISED.findall(title):
        if name not in names and name.lower() not in common and len(name) > 2:
            places = re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
            if places and not any(place.islower() for place in places):
                names[name] = "places"
    return names


def another(name: str, kind: str, at: Desk, *, besides: Collection[str] = ()) -> str:
    """Another name of the class, if possible none of those besides; an adjective of the same gender."""
    pool: tuple[str, ...] = getattr(at.language, kind)
    if kind == "peoples":
        pool = tuple(other for other in pool if other[-1] == name[-1])
    others = [other for other in pool if other != name]
    return at.pick([other for other in others if other not in besides] or others)


def swapped(text: str, swaps: Mapping[str, str], language: Language) -> str:
    """The text with names swapped, in capitals where it has them in capitals."""
    if not swaps:
        return text
    longest = "|".join(map(re.escape, sorted(swaps, key=len, reverse=True)))
    if language.code == "ar":
        pattern = re.compile(rf"(?<!\w)({_ARABIC_CLITICS})({longest})(?!\w)")
        return pattern.sub(lambda found: found[1] + swaps[found[2]], text)
    by_lower = {name.lower(): other for name, other in swaps.items()}
    pattern = re.compile(rf"(?<![\w])({longest})(?!\w)", re.IGNORECASE)

    def put(found: re.Match[str]) -> str:
        if found[0].islower():
            return found[0]
        other = by_lower[found[0].lower()]
        return other.upper() if found[0].isupper() else other

    return pattern.sub(put, text)


def _latin(text: str, language: Language) -> dict[str, str]:
    """Capitalised words, sure to be names because they stand so inside a sentence."""
    common = _not_names(language.code)
    classes: dict[str, str] = {}
    for found in _CAPITALISED.finditer(text):
        name = found[0]
        if name in classes or name.lower() in common or len(name) < 3:
            continue
        before = text[max(0, found.start() - 12) : found.start()]
        if _SENTENCE_START.search(before) or re.search(
            rf"(?<!\w){re.escape(name.lower())}(?!\w)", text
        ):
            continue
        after = text[found.end() : found.end() + 2]
        given = len(after) == 2 and after[0] == " " and after[1].isupper()
        place = _PLACE_BEFORE.search(before)
        classes[name] = "places" if place and not given else "given" if given else "family"
    return classes


def _arabic(text: str, language: Language) -> dict[str, str]:
    """Words of the language's tables, with or without a particle, and surnames after a given name."""
    classes, clitics = _arabic_classes(language.code), re.compile(_ARABIC_CLITICS)
    found: dict[str, str] = {}
    before = ""
    for word in _ARABIC_WORD.findall(text):
        bare = word if word in classes else clitics.sub("", word, count=1)
        if bare in classes:
            found[bare] = classes[bare]
        elif before in language.given and _ARABIC_SURNAME.fullmatch(word):
            found[word] = "family"
        before = bare
    return found


@lru_cache(maxsize=4)
def _arabic_classes(code: str) -> dict[str, str]:
    language = LANGUAGES[code]
    return {
        name: kind
        for kind in ("places", "given", "family", "bodies", "peoples")
        for name in getattr(language, kind)
    }


@lru_cache(maxsize=4)
def _not_names(code: str) -> frozenset[str]:
    language = LANGUAGES[code]
    dates = {name.lower() for months in language.months for name in months}
    return language.not_names | language.stop | dates | {day.lower() for day in language.weekdays}

"""Copies under another title, or under none."""

from __future__ import annotations

import re
from itertools import groupby

from tests.quality.edits.kinds import Desk, Draft, Edit
from tests.quality.edits.languages import Language
from tests.quality.edits.passages import WORD, content, fold, sentences
from tests.quality.labelled import Labelled

_ARABIC_PREFIX = re.compile(r"^(?:[وفبك]?ال|لل|[وف](?=\w{4}))(?=\w{3})")
_LONGEST = 11
_SHORTEST = 5
_SENTENCES = 6  # how far into a text its editors look for another title


def retitled(base: Labelled, at: Desk) -> Draft | None:
    """A title made of how the text opens; some words of the old one may stay."""
    title = from_lead(base, at)
    return Draft(title, base.text) if title else None


def retitled_wholly(base: Labelled, at: Desk) -> Draft | None:
    """A title that keeps no word of the old one but the smallest."""
    title = other_words(base, at.language)
    return Draft(title, base.text) if title else None


def untitled(base: Labelled, at: Desk) -> Draft | None:
    """No title, as on feeds of short messages."""
    return Draft("", base.text) if len(base.text.split()) >= 20 else None


def from_lead(base: Labelled, at: Desk) -> str:
    """Seven to eleven words of the lead; empty where that is the title already."""
    words = _undated(sentences(base.text)[0]).split() if base.text.strip() else []
    taken = _trimmed(words[: at.chance.randint(7, _LONGEST)], at.language)
    title = " ".join(taken).rstrip(" ,;:.،؛-–—")
    new, old = content(title, at.language.stop), content(base.title, at.language.stop)
    return title if len(new) > 2 and set(new) - set(old) and new != old else ""


def other_words(base: Labelled, language: Language) -> str:
    """The longest run of words early in the text without a word of matter from the title."""
    old = {stem(word) for word in content(base.title, language.stop)}
    runs: list[list[str]] = []
    for sentence in sentences(base.text)[:_SENTENCES]:
        kept = groupby(_undated(sentence).split(), lambda word: not _stems(word, language) & old)
        runs.extend(_trimmed(list(run), language) for free, run in kept if free)
    best = max(runs, key=lambda run: len(run[:_LONGEST]), default=[])[:_LONGEST]
    title = " ".join(_trimmed(best, language)).strip(' ,;:.،؛-–—«»“”"()')
    return (
        title
        if len(content(title, language.stop)) >= _SHORTEST - 2 and len(best) >= _SHORTEST
        else ""
    )


def stem(word: str) -> str:
    """What inflected forms share: the first letters, for want of a dictionary."""
    return _ARABIC_PREFIX.sub("", word)[:5]


def _stems(word: str, language: Language) -> set[str]:
    return {stem(fold(part)) for part in WORD.findall(word) if part.lower() not in language.stop}


def _trimmed(run: list[str], language: Language) -> list[str]:
    """A run without the small words at its ends."""
    while run and run[0].lower().strip(",.;:") in language.stop:
        run = run[1:]
    while run and run[-1].lower().strip(",.;:") in language.stop:
        run = run[:-1]
    return run


def _undated(sentence: str) -> str:
    """A sentence without a dateline before a dash."""
    for dash in (" - ", " – ", " — ", " -- ", ".- "):
        head, found, rest = sentence.partition(dash)
        if found and len(head) < 60 and len(rest.split()) > _SHORTEST:
            return rest
    return sentence


KINDS: dict[str, Edit] = {
    "retitled": retitled,
    "retitled-wholly": retitled_wholly,
    "no-title": untitled,
}

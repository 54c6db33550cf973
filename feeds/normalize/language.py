"""Which language a text is in: what is declared, checked against what it looks like."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_CODE = re.compile(r"[a-z]{2,3}")
_ARABIC = re.compile("[؀-ۿ]")
_LETTER = re.compile(r"[^\W\d_]")
# The languages news feeds come in; fewer to choose from, fewer wrong guesses on short texts.
_LIKELY = [
    "en", "fr", "es", "ar", "de", "it", "pt", "nl", "ru", "uk", "tr", "fa", "ur", "he", "el", "pl", "cs", "sv",
    "da", "no", "fi", "ro", "hu", "bg", "sr", "hr", "ja", "zh", "ko", "hi", "id", "vi", "th", "ca",
]  # fmt: skip
_PLENTY, _BEGINNING = 400, 300  # letters that a text has; characters that tell its language
_ENOUGH = 60  # letters; on less, a declared language in the right script is the better evidence


def code(tag: str | None) -> str | None:
    """The ISO 639 code of a language tag (RFC 5646), region and script left off.

    >>> code("fr-MA")
    'fr'
    """
    if not tag:
        return None
    first = re.split(r"[-_]", tag.strip().lower())[0]
    return first if _CODE.fullmatch(first) and first not in ("und", "mul", "zxx") else None


def language_of(text: str, declared: str | None) -> str | None:
    """The language of a text, given what its feed declares; None where nothing tells."""
    said = code(declared)
    letters = len(_LETTER.findall(text[:4000]))
    if letters < 12:
        return said
    arabic = len(_ARABIC.findall(text[:4000])) * 2 > letters
    fits = (said in ("ar", "fa", "ur", "ps", "ckb")) == arabic
    if said and fits and letters < _ENOUGH:
        return said
    if said and fits and letters >= _PLENTY and _guess(text[:_BEGINNING]) == said:
        return (
            said  # what its beginning is in, and its feed says; the rest would cost as much again
        )
    guess = _guess(text[:4000])
    if said and fits and guess != said and letters < 400:
        return said
    return guess


def load() -> None:
    """Load the model now rather than at the first text."""
    _model()


def _guess(text: str) -> str:
    return str(_model().classify(text)[0])


@lru_cache(maxsize=1)
def _model() -> Any:
    whole = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    whole.set_languages(_LIKELY)
    # Of the likely languages alone: the table of all 142 would stay beside theirs, 28 MB.
    return LanguageIdentifier(
        whole.nb_ptc,
        whole.nb_pc,
        whole.nb_classes,
        whole.tk_nextmove,
        whole.tk_output,
        norm_probs=True,
        tk_row=whole.tk_row,
    )

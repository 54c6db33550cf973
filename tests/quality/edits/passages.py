"""A text as words, sentences and passages, in any of the languages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+(?:[.,:]\d+)*")
_SENTENCE = re.compile(
    r"(?<=[.!?؟…])(?<!\b[A-ZÀ-Þ]\.)(?<!\bMr\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bMrs\.)[\"»”)]*\s+(?=[^\sa-zà-ÿ])"
)
_PASSAGE_WORDS = 25


@dataclass(frozen=True, slots=True)
class Passages:
    """The parts of a text that an outlet drops or moves: paragraphs, or sentences where it has none."""

    parts: tuple[str, ...]
    between: str

    def joined(self, parts: list[str]) -> str:
        """Some of the parts as a text again."""
        return self.between.join(parts)


def paragraphs(text: str) -> list[str]:
    """The paragraphs that hold anything."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def sentences(text: str) -> list[str]:
    """The sentences, those of one paragraph after those of another."""
    return [
        part.strip() for line in paragraphs(text) for part in _SENTENCE.split(line) if part.strip()
    ]


def passages(text: str) -> Passages:
    """The paragraphs; of a text that came in one or two, sentences gathered to some length."""
    parts = paragraphs(text)
    if len(parts) > 2:
        return Passages(tuple(parts), "\n")
    gathered: list[str] = []
    for sentence in sentences(text):
        if gathered and len(gathered[-1].split()) < _PASSAGE_WORDS:
            gathered[-1] += " " + sentence
        else:
            gathered.append(sentence)
    return Passages(tuple(gathered), " ")


def length(text: str) -> int:
    """How many words a reader would count."""
    return len(text.split())


def first_words(text: str, count: int) -> str:
    """The first words in one line, without the mark that the last of them may carry."""
    return " ".join(text.split()[:count]).rstrip(" ,;:.،؛-–—")


def fold(word: str) -> str:
    """A word without case, accents and Arabic letter forms."""
    plain = unicodedata.normalize("NFKD", word.lower())
    kept = "".join(c for c in plain if not unicodedata.combining(c) and c != "ـ")
    return kept.translate(_LETTERS)


_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي", "œ": "oe", "’": "'"})


def content(text: str, stop: frozenset[str]) -> list[str]:
    """The folded words that carry matter, in order."""
    return [fold(word) for word in WORD.findall(text) if word.lower() not in stop and len(word) > 1]

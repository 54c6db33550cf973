"""What an edit is: a function from a story and a source of chance to what an outlet would print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from tests.quality.edits.languages import LANGUAGES, Language
from tests.quality.labelled import Labelled


@dataclass(frozen=True, slots=True)
class Draft:
    """What an outlet prints. ``teaser`` is given where it is not simply the start of the text."""

    title: str
    text: str
    teaser: str | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """Where an edit is made: by chance, in a language, for an outlet, with other stories at hand."""

    chance: Random
    language: Language
    outlet: str
    others: Sequence[Labelled] = ()

    def pick(self, choices: Sequence[str]) -> str:
        """One of the choices."""
        return self.chance.choice(choices)

    def story_beside(self) -> tuple[str, str]:
        """Title and text of another story: one at hand, else one from stock."""
        if self.others:
            other = self.chance.choice(self.others)
            return other.title, other.text
        return self.chance.choice(self.language.stock)


Edit = Callable[[Labelled, Desk], Draft | None]
"""None where the story is too short for the edit, or has nothing that it could change."""


def desk(base: Labelled, kind: str, seed: int, others: Sequence[Labelled]) -> Desk:
    """The desk for one kind of edit of one story: the same for the same seed."""
    chance = Random(f"{seed}/{base.id}/{kind}")
    language = LANGUAGES[base.lang]
    outlets = [outlet for outlet in language.outlets if outlet != base.source]
    return Desk(chance, language, chance.choice(outlets), others)

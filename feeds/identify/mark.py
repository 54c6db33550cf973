"""The wires' marks in titles: corrected, refiled, updated (in the languages credits come in)."""

from __future__ import annotations

import re

from feeds.model.story import Relation
from feeds.text import fold

_CORRECTION = re.compile(
    r"\b(?:correct(?:ed|ion|s)?|refile|erratum|"
    r"rectificatif|corrige|correccion|fe de errata|clarification|تصحيح|تصويب)\b"
)


def relation_of_change(before: str, after: str) -> Relation:
    """Whether an item's changed words correct the story or update it, by its title's marks."""
    corrected = _CORRECTION.search(fold(after)) and not _CORRECTION.search(fold(before))
    return "correction" if corrected else "update"

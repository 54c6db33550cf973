"""All kinds of edit and of neighbour, made for a story or for a list of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

from tests.quality.edits import (
    context,
    cuts,
    figures,
    marks,
    markup,
    mixed,
    templates,
    titles,
    words,
)
from tests.quality.edits.kinds import Desk, Draft, Edit, desk
from tests.quality.edits.languages import LANGUAGES
from tests.quality.edits.passages import first_words, length
from tests.quality.labelled import Labelled, in_order

KINDS: dict[str, Edit] = {
    **mixed.KINDS,
    **titles.KINDS,
    **cuts.KINDS,
    **marks.KINDS,
    **context.KINDS,
    **words.KINDS,
    **figures.KINDS,
    **markup.KINDS,
}
NEGATIVES: dict[str, Edit] = templates.NEGATIVES

_LATEST = 12 * 60  # minutes after the story that a copy appears
_TEASER_WORDS = 30
_BESIDE = 12  # other stories at hand for one
_NEGATIVE_HOURS = {
    "neg:periodic": (24, 24),
    "neg:entities": (1, 30),
    "neg:quotes": (2, 36),
    "neg:same-title": (1, 48),
}


def generate(
    base: Labelled, *, seed: int, others: Sequence[Labelled] = (), kinds: Iterable[str] = ()
) -> list[Labelled]:
    """The story as other outlets print it, one copy a kind; fewer where it is too short for a kind.

    Every copy has the base's ``story``. ``others`` are stories of the language that context is taken
    from (none: a built-in stock). The same seed gives the same copies. A language without tables
    gives none.
    """
    if base.lang not in LANGUAGES:
        return []
    made = (_copy(base, kind, seed, others) for kind in kinds or KINDS)
    return [copy for copy in made if copy]


def negatives(base: Labelled, *, seed: int, others: Sequence[Labelled] = ()) -> list[Labelled]:
    """Neighbours that share much with the story and are not it, each with a story of its own.

    Where a neighbour is nothing but another story's text under this one's title, it has that other
    story's label, since it is a copy of that.
    """
    if base.lang not in LANGUAGES:
        return []
    made = (_neighbour(base, kind, seed, others) for kind in NEGATIVES)
    return [neighbour for neighbour in made if neighbour]


def stream(
    bases: Sequence[Labelled], *, seed: int, kinds: Iterable[str] = (), hard: bool = True
) -> list[Labelled]:
    """The stories, their copies and (``hard``) their neighbours, in the order of a stream."""
    by_language: dict[str, list[Labelled]] = {}
    for base in bases:
        by_language.setdefault(base.lang, []).append(base)
    items: list[Labelled] = []
    for base in bases:
        chance = Random(f"{seed}/{base.id}")
        pool = by_language[base.lang]
        near = chance.sample(pool, min(_BESIDE + 1, len(pool)))
        others = [other for other in near if other.story != base.story][:_BESIDE]
        items += [base, *generate(base, seed=seed, others=others, kinds=kinds)]
        items += negatives(base, seed=seed, others=others) if hard else []
    return in_order(items)


def _copy(base: Labelled, kind: str, seed: int, others: Sequence[Labelled]) -> Labelled | None:
    at = desk(base, kind, seed, others)
    draft = KINDS[kind](base, at)
    if not draft:
        return None
    own = kind in ("own-correction", "own-update", "kill")
    minutes = at.chance.randint(2, _LATEST)
    return _labelled(base, kind, draft, base.source if own else at.outlet, minutes)


def _neighbour(base: Labelled, kind: str, seed: int, others: Sequence[Labelled]) -> Labelled | None:
    at = desk(base, kind, seed, others)
    draft = NEGATIVES[kind](base, at)
    if not draft:
        return None
    source = base.source if kind == "neg:periodic" else at.outlet
    low, high = _NEGATIVE_HOURS[kind]
    minutes = at.chance.randint(low * 60, high * 60)
    item = _labelled(base, kind, draft, source, minutes)
    return replace(item, story=_story(draft, at, item.id))


def _story(draft: Draft, at: Desk, own: str) -> str:
    """A label of its own; another story's where the text is that story's."""
    for other in at.others:
        if other.text == draft.text:
            return other.story
    for number, (_, text) in enumerate(at.language.stock):
        if text == draft.text:
            return f"stock:{at.language.code}:{number}"
    return own


def _labelled(base: Labelled, kind: str, draft: Draft, source: str, minutes: int) -> Labelled:
    return replace(
        base,
        id=f"{base.id}~{kind}",
        source=source,
        time=base.time + timedelta(minutes=minutes) if base.time else None,
        title=draft.title,
        text=draft.text,
        teaser=draft.teaser if draft.teaser is not None else _teaser(draft.text),
        kind=kind,
    )


def _teaser(text: str) -> str:
    """How a feed would cut a text."""
    return text if length(text) <= _TEASER_WORDS else first_words(text, _TEASER_WORDS) + "…"

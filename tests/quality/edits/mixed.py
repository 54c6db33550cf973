"""Several edits at once, as a busy outlet makes them."""

from __future__ import annotations

from dataclasses import replace

from tests.quality.edits import cuts, figures, marks, markup, titles, words
from tests.quality.edits.kinds import Desk, Draft, Edit
from tests.quality.labelled import Labelled


def exact(base: Labelled, at: Desk) -> Draft | None:
    """The same, word for word."""
    return Draft(base.title, base.text, base.teaser)


def mixed(base: Labelled, at: Desk) -> Draft | None:
    """Another title, light edits and a cut, and perhaps a dateline less or a notice more."""
    title = titles.from_lead(base, at) or titles.other_words(base, at.language)
    cut = cuts.paragraph_dropped(base, at)
    if not title or not cut:
        return None
    draft = Draft(title, words.changed(cut.text, at, at.chance.choice((0.05, 0.1))))
    steps: list[Edit] = [words.spelling, figures.restyled, words.transliterated]
    chosen = at.chance.sample(steps, at.chance.randint(1, 2))
    for step in (
        *chosen,
        at.chance.choice((marks.dateline_dropped, marks.credit_foot, markup.boilerplate)),
    ):
        draft = step(replace(base, title=draft.title, text=draft.text), at) or draft
    return Draft(title, draft.text)


KINDS: dict[str, Edit] = {"exact": exact, "mixed": mixed}

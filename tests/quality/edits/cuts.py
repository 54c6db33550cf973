"""Copies that give a part: teasers, excerpts, paragraphs dropped or in another order."""

from __future__ import annotations

from tests.quality.edits.kinds import Desk, Draft, Edit
from tests.quality.edits.passages import first_words, length, passages, sentences
from tests.quality.labelled import Labelled

_TAILS = ("…", "...", " […]", " [...]", "…")
_LEAST = 40  # words that a copy must keep for a person to be sure
_MIDDLE = (40, 80)


def cut_after(count: int) -> Edit:
    """A feed that gives so many words and an ellipsis."""

    def edit(base: Labelled, at: Desk) -> Draft | None:
        if not base.title or length(base.text) < count * 1.3:
            return None
        teaser = first_words(base.text, count) + at.pick(_TAILS)
        return Draft(base.title, teaser, teaser)

    return edit


def teaser_field(base: Labelled, at: Desk) -> Draft | None:
    """A feed that gives the teaser as its own source cut it."""
    if length(base.teaser) < 12 or length(base.teaser) > length(base.text) * 0.8:
        return None
    return Draft(base.title, base.teaser, base.teaser)


def lead_sentence(base: Labelled, at: Desk) -> Draft | None:
    """The first sentence and no more."""
    lead = sentences(base.text)[0] if base.text.strip() else ""
    if length(lead) < 10 or length(lead) > length(base.text) * 0.8:
        return None
    return Draft(base.title, lead, lead)


def middle_excerpt(base: Labelled, at: Desk) -> Draft | None:
    """Some forty to eighty words out of the middle, as a search result or an aggregator shows."""
    words = base.text.split()
    count = at.chance.randint(*_MIDDLE)
    if len(words) < count * 2:
        return None
    start = len(words) // 2 - count // 2 + at.chance.randint(-count // 4, count // 4)
    excerpt = "… " + first_words(" ".join(words[start:]), count) + "…"
    return Draft(base.title, excerpt, excerpt)


def paragraph_dropped(base: Labelled, at: Desk) -> Draft | None:
    """One paragraph is left out, seldom the first."""
    cut = passages(base.text)
    if len(cut.parts) < 3:
        return None
    gone = 0 if at.chance.random() < 0.1 else at.chance.randrange(1, len(cut.parts))
    text = cut.joined([part for place, part in enumerate(cut.parts) if place != gone])
    return Draft(base.title, text) if length(text) >= max(_LEAST, length(base.text) // 2) else None


def half_dropped(base: Labelled, at: Desk) -> Draft | None:
    """Half of the paragraphs are left out; the lead stays, or most of the rest does."""
    cut = passages(base.text)
    if len(cut.parts) < 4:
        return None
    kept = {0, *at.chance.sample(range(1, len(cut.parts)), len(cut.parts) // 2 - 1)}
    text = cut.joined([part for place, part in enumerate(cut.parts) if place in kept])
    return Draft(base.title, text) if length(text) >= _LEAST else None


def reordered(base: Labelled, at: Desk) -> Draft | None:
    """The paragraphs come in another order; in one copy of five even the lead moves."""
    cut = passages(base.text)
    if len(cut.parts) < 3:
        return None
    fixed = 0 if at.chance.random() < 0.2 else 1
    moved = list(cut.parts[fixed:])
    while moved == list(cut.parts[fixed:]):
        if len(set(moved)) < 2:
            return None
        at.chance.shuffle(moved)
    return Draft(base.title, cut.joined([*cut.parts[:fixed], *moved]))


KINDS: dict[str, Edit] = {
    "teaser-20": cut_after(20),
    "teaser-30": cut_after(30),
    "teaser-60": cut_after(60),
    "teaser-field": teaser_field,
    "lead-sentence": lead_sentence,
    "middle-excerpt": middle_excerpt,
    "paragraph-dropped": paragraph_dropped,
    "half-dropped": half_dropped,
    "reordered": reordered,
}

"""What marks a text as an agency's, as corrected, as updated: added, dropped, moved."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from tests.quality.edits import names
from tests.quality.edits.credits import without_dateline, without_foot, without_head
from tests.quality.edits.kinds import Desk, Draft, Edit
from tests.quality.edits.passages import length, paragraphs, sentences
from tests.quality.labelled import Labelled

_DAY = datetime(2024, 3, 7, tzinfo=UTC)  # where a story has no time
_FIGURE = re.compile(r"(?<![\d.,:])\d+(?:[.,]\d+)*(?![\d:])")


def credit_head(base: Labelled, at: Desk) -> Draft | None:
    """A credit line is set before the text, on a line of its own or before the first word."""
    line = _filled(at.pick(at.language.marks.credit_head), at, base)
    gap = " " if line.startswith("(") and at.chance.random() < 0.5 else "\n"
    return Draft(base.title, f"{line}{gap}{base.text}")


def credit_foot(base: Labelled, at: Desk) -> Draft | None:
    """A credit line is set after the text."""
    line = _filled(at.pick(at.language.marks.credit_foot), at, base)
    gap = " " if line.startswith(("(", "/")) and at.chance.random() < 0.5 else "\n"
    return Draft(base.title, f"{base.text}{gap}{line}")


def credit_moved(base: Labelled, at: Desk) -> Draft | None:
    """The credit line goes from head to foot, or from foot to head."""
    if foot := without_foot(base.text):
        return Draft(base.title, f"{foot.mark}\n{foot.text}")
    head = without_head(base.text) or without_dateline(base.text)
    return Draft(base.title, f"{head.text}\n{head.mark.rstrip(' -–—:.')}") if head else None


def credit_dropped(base: Labelled, at: Desk) -> Draft | None:
    """The credit line is left out."""
    stripped = without_foot(base.text) or without_head(base.text)
    return Draft(base.title, stripped.text) if stripped else None


def dateline_added(base: Labelled, at: Desk) -> Draft | None:
    """A text without a dateline gets one."""
    if without_dateline(base.text):
        return None
    return Draft(base.title, _filled(at.pick(at.language.marks.dateline), at, base) + base.text)


def dateline_dropped(base: Labelled, at: Desk) -> Draft | None:
    """The dateline is left out."""
    stripped = without_dateline(base.text)
    return Draft(base.title, stripped.text) if stripped else None


def correction(base: Labelled, at: Desk) -> Draft | None:
    """A figure or a name is put right; the copy says so in its title, at its head or both, and in a note."""
    marks = at.language.marks
    heads, notes = marks.corrected_head, marks.corrected_note
    text = _one_figure_changed(base.text, at)
    if not text or at.chance.random() < 0.3:
        by_name = _one_name_changed(base.text, at)
        text, heads, notes = (by_name, heads[-1:], notes[-1:]) if by_name else (text, heads, notes)
    if not text:
        return None
    in_title = at.chance.random() < 0.7
    title = _filled(at.pick(marks.corrected_title), at, base) if in_title else base.title
    if not in_title or at.chance.random() < 0.4:
        text = f"{at.pick(heads)}\n{text}"
    return Draft(title, f"{text}\n{at.pick(notes)}")


def update(base: Labelled, at: Desk) -> Draft | None:
    """The agency's next version: a mark in the title and one or two paragraphs more."""
    if length(base.text) < 60:
        return None
    marks, parts = at.language.marks, paragraphs(base.text)
    for paragraph in at.chance.sample(at.language.developments, at.chance.randint(1, 2)):
        parts.insert(at.chance.randint(1, len(parts)), paragraph)
    head = at.pick(marks.updated_head)
    title = _filled(at.pick(marks.updated_title), at, base)
    return Draft(title, "\n".join([head, *parts] if head else parts))


def kill(base: Labelled, at: Desk) -> Draft | None:
    """A notice that withdraws the story: it names it and quotes how it began."""
    lead = sentences(base.text)[0] if base.text.strip() else ""
    if not base.title or not 10 <= length(lead) <= 80:
        return None
    marks = at.language.marks
    text = at.pick(marks.killed_text).format(title=base.title, lead=lead)
    return Draft(_filled(at.pick(marks.killed_title), at, base), text)


def _one_figure_changed(text: str, at: Desk) -> str:
    """The text with one figure off by a digit, wherever the text has it."""
    figures = [found[0] for found in _FIGURE.finditer(text) if not _is_year(found[0])]
    if not figures:
        return ""
    old = at.pick(figures)
    places = [place for place, digit in enumerate(old) if digit.isdigit()]
    place = at.pick([str(place) for place in places])
    wrong = str((int(old[int(place)]) + at.chance.randint(1, 8)) % 10)
    new = (
        old[: int(place)]
        + (wrong if wrong != "0" else "1" if old[int(place)] != "1" else "2")
        + old[int(place) + 1 :]
    )
    return re.sub(rf"(?<![\d.,:]){re.escape(old)}(?![\d:]|[.,]\d)", new, text)


def _one_name_changed(text: str, at: Desk) -> str:
    """The text with one name given otherwise throughout; empty where it has none."""
    found = names.found_in(text, at.language)
    if not found:
        return ""
    old = at.pick(sorted(found))
    return names.swapped(text, {old: names.another(old, found[old], at)}, at.language)


def _is_year(figure: str) -> bool:
    return figure.isdigit() and 1900 <= int(figure) <= 2100


def _filled(template: str, at: Desk, base: Labelled) -> str:
    """A template with an agency, a place, the day of the story and its title."""
    language, day = at.language, base.time or _DAY
    place = at.pick(language.places)
    return template.format(
        agency=at.pick(language.marks.agencies),
        place=place,
        PLACE=place.upper(),
        day=day.day,
        month=language.months[0][day.month - 1],
        mon=language.months[1][day.month - 1],
        year=day.year,
        title=base.title,
    )


KINDS: dict[str, Edit] = {
    "credit-head": credit_head,
    "credit-foot": credit_foot,
    "credit-moved": credit_moved,
    "credit-dropped": credit_dropped,
    "dateline-added": dateline_added,
    "dateline-dropped": dateline_dropped,
    "correction": correction,
    "own-correction": correction,
    "update": update,
    "own-update": update,
    "kill": kill,
}

"""What an entry says of its story's history: corrected, updated or withdrawn, when, and what changed."""

from __future__ import annotations

import html
from collections.abc import Sequence, Set
from itertools import pairwise

from feeds.model.story import Relation, Version
from feeds.model.topic import Hit
from feeds.publish.changes import note
from feeds.publish.wording import at_minute, clean_text

_TOLD = 3  # the newest so many changes are told
# The newest versions that an entry is made of: a live blog has hundreds. A withdrawal is one, and changes no words.
LATEST = 2 * (_TOLD + 1)
_VERBS: dict[Relation, str] = {"correction": "Corrected", "withdrawal": "Withdrawn"}


def verb(relation: Relation) -> str:
    """What was done to a story, in a word.

    >>> verb("correction"), verb("update")
    ('Corrected', 'Updated')
    """
    return _VERBS.get(relation, "Updated")


def notes(versions: Sequence[Version], *, quotable: Set[int]) -> str:
    """The newest changes as paragraphs of HTML, the newest first.

    Only words of items in ``quotable`` are quoted: what others brought is not ours to republish in full.
    """
    words = [version for version in versions if version.relation != "withdrawal"]
    told = [
        _paragraph(old, new, quoted=old.item in quotable and new.item in quotable)
        for old, new in pairwise(words[-(_TOLD + 1) :])
    ]
    return "".join(reversed(told))


def withdrawn(versions: Sequence[Version]) -> str:
    """That a story is withdrawn, and since when where that is known."""
    last = next((v for v in reversed(versions) if v.relation == "withdrawal"), None)
    since = f", {at_minute(last.at)}" if last else ""
    return f"<p>This story was withdrawn by those who wrote it{since}.</p>"


def because(why: Sequence[Hit], *, quoted: bool) -> str:
    """What of a topic's query matched where, as a paragraph of HTML; the words found only if they may be ``quoted``."""
    told = [
        f"<b>{_plain(hit.term)}</b>"
        + (f" in {_plain(hit.field)}" if hit.field else "")
        + (f" (…<bdi>{_plain(hit.found)}</bdi>…)" if quoted and hit.found else "")
        for hit in why
    ]
    return f"<p>In this topic for {'; '.join(told)}.</p>" if told else ""


def _plain(text: str) -> str:
    return html.escape(clean_text(text), quote=False)


def _paragraph(old: Version, new: Version, *, quoted: bool) -> str:
    head = f"{verb(new.relation)} {at_minute(new.at)}"
    said = note(old, new, _mark) if quoted else ""
    return f"<p><em>{head}: {said}</em></p>" if said else f"<p><em>{head}.</em></p>"


def _mark(words: str) -> str:
    """Quoted words, which may run the other way. Readers leave out ``bdi``, which is younger than their lists."""
    return f'<span dir="auto">{html.escape(words, quote=False)}</span>'

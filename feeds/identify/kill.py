"""Which story a kill notice names, also where the notice came before the story.

A notice names its story by its title, in its own title or its text, or repeats the story's words. It is of what
its source, or the agency that it is of, wrote.
"""

from __future__ import annotations

from datetime import timedelta

from feeds.identify.evidence import Evidence, measure
from feeds.identify.fingerprint import Print, names_title

_TITLE, _TEXT = 0.6, 0.4  # shares by which a kill notice names its story
_WHOLE = 0.95  # likewise, by which it names no other
# How much later than a notice a story may say it is: a copy that an outlet was slow to carry, not tomorrow's report
# under the same title.
_LATER = timedelta(hours=18)
_MINUTE = timedelta(minutes=1)


def names_story(e: Evidence, quoted: float) -> bool:
    """Whether a kill notice, compared with a copy of a story, is of that story. ``quoted`` is the share of the
    copy's title that stands in the notice's text.
    """
    named = max(e.title_held, quoted) >= _TITLE or e.contained >= _TEXT
    return named and (e.same_source or e.same_agency)


def names_wholly(e: Evidence, quoted: float) -> bool:
    """Whether the notice has the story's whole title, or repeats it whole: one of which it has but some words, as of
    a follow-up on the same subject, is another.
    """
    repeats = e.contained >= _WHOLE and e.ratio >= _WHOLE
    return max(e.title_alike, quoted) >= _WHOLE or repeats


def killed_before(made: Print, notice: Print, window: timedelta) -> bool:
    """Whether an item is of a story that a notice killed before it was seen here; ``window`` is how far apart in
    time copies may be.
    """
    later = (made.at - notice.at) * _MINUTE
    if not -window <= later <= _LATER:
        return False
    return names_story(measure(notice, made), names_title(notice, made))

"""How a page, or a list on a terminal, names a story: nobody is to read the headline of a withdrawn one as news."""

from __future__ import annotations

from feeds.identify import strip_marks
from feeds.model.story import Story


def bare_headline(story: Story) -> str:
    """The head's title; of a withdrawn story without the mark of a notice that stands in its place.

    KILL is the order to editors, and readers are told in words of ours.
    """
    title = story.head.title
    return title if story.status == "usable" else strip_marks(title)


def headline(story: Story) -> str:
    """The same, and that it is withdrawn."""
    said = "" if story.status == "usable" else "Withdrawn: "
    return f"{said}{bare_headline(story)}"

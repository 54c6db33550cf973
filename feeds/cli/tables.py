"""What stands in tables on a terminal. A module of its own, as most commands draw none and rich is long to load."""

from __future__ import annotations

from rich.text import Text

from feeds.printed import printed


def shown(text: str, style: str = "") -> Text:
    """What others wrote, in a table or a line beside one: it is no markup, and steers nothing either."""
    return Text(printed(text), style=style)

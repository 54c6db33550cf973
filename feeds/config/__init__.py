"""``config.toml``: what the operator wrote, checked at once, as values.

``schema`` names the keys, ``values`` says what they may be, ``load`` reads the files, ``lines`` knows
where each key stands, ``crosscheck`` finds what only shows between keys, ``opml`` reads source lists in OPML.
"""

from feeds.config.load import load
from feeds.config.schema import Settings

__all__ = ["Settings", "load"]

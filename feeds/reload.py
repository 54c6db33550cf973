"""A configuration that changes while it runs: taken up when it is right, reported when it is not."""

from __future__ import annotations

import asyncio

from feeds import config, log
from feeds.config import Settings
from feeds.config.watch import stamp, widened
from feeds.errors import ConfigError

_log = log.get("daemon")


class Reload:
    """Looks after the files of a configuration."""

    def __init__(self, settings: Settings) -> None:
        self._seen = stamp(settings)
        self._faulty: tuple[str, ...] = ()  # files of a configuration that is wrong

    async def look(self, present: Settings) -> Settings | None:
        """The configuration anew if it changed and is right; what is wrong is logged, fault by fault."""
        seen = stamp(present, self._faulty)
        if seen == self._seen:
            return None
        self._seen = seen
        try:
            settings = await asyncio.to_thread(config.load, present.path)
        except ConfigError as error:
            self._faulty = error.files
            self._seen = widened(seen, stamp(present, self._faulty))
            for fault in error.faults:
                _log.error("configuration is wrong, the old one stays", why=str(fault))
            return None
        self._faulty = ()
        if (settings.store_url, settings.listen) != (present.store_url, present.listen):
            _log.warning("a changed store or listen address counts from the next start")
        self._seen = stamp(settings)
        return settings

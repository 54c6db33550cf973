"""A configuration that changes while it runs: taken up when it is right, reported when it is not.

Whoever writes a file in place empties it first, and may take a while. What stands there meanwhile is often right as far
as it goes, but topics that it does not name would be dropped, with their archives. So a change counts when nothing
changes any more, and a file that was emptied is taken for one that is still to be written.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from feeds import config, log
from feeds.config import Settings
from feeds.config.watch import emptied, stamp, widened
from feeds.errors import ConfigError

_log = log.get("daemon")
_SETTLED = 0.5  # seconds without a change


async def _a_moment() -> None:
    await asyncio.sleep(_SETTLED)


class Reload:
    """Looks after the files of a configuration; ``pause`` is how long they have to stay as they are."""

    def __init__(
        self, settings: Settings, *, pause: Callable[[], Awaitable[None]] = _a_moment
    ) -> None:
        self._seen = self._read = stamp(settings)
        self._faulty: tuple[str, ...] = ()  # files of a configuration that is wrong
        self._pause = pause

    async def look(self, present: Settings) -> Settings | None:
        """The configuration anew if it changed and is right; what is wrong is logged, fault by fault."""
        seen = stamp(present, self._faulty)
        if seen == self._seen:
            return None
        await self._pause()
        if stamp(present, self._faulty) != seen:
            return None  # still being written
        self._seen = seen
        empty = emptied(present, self._read, seen)
        for path in empty:
            why = f"{path} is empty; write it, or take it away"
            _log.error("configuration is wrong, the old one stays", why=why)
        return None if empty else await self._load(present)

    async def _load(self, present: Settings) -> Settings | None:
        seen = self._seen
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
        # What changed since it was read is told by the next look: of files known before, the stamp is from before.
        self._seen = self._read = widened(seen, stamp(settings))
        return settings

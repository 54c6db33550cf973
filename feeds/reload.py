"""A configuration that changes while it runs: taken up when it is right, reported when it is not.

Whoever writes a file in place empties it first, and may take a while. What stands there meanwhile is often right as far
as it goes, but topics that it does not name would be dropped, with their archives. So a change counts when nothing
changes any more, and a file that was emptied is taken for one that is still to be written. What would let topics or
sources go has to stay so for several looks; longer where it is because a list is gone, which may be on its way to
another place, or come back with its disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from feeds import config, log
from feeds.config import Settings
from feeds.config.watch import Stamp, disks, emptied, gone, lost, stamp, widened
from feeds.errors import ConfigError
from feeds.poll.move import renamed

_log = log.get("daemon")
_SETTLED = 0.5  # seconds without a change
_TO_GO, _LIST_GONE = 1, 7  # looks on which it has to stand so, after the first


async def _a_moment() -> None:
    await asyncio.sleep(_SETTLED)


@dataclass(slots=True)
class _Waiting:
    """A configuration that is right and would let something go: as it was read, and how many looks are left."""

    settings: Settings
    read: Stamp
    looks: int


class Reload:
    """Looks after the files of a configuration; ``pause`` is how long they have to stay as they are. ``to_go`` and
    ``list_gone`` are the looks more for what would let topics or sources go.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        pause: Callable[[], Awaitable[None]] = _a_moment,
        to_go: int = _TO_GO,
        list_gone: int = _LIST_GONE,
    ) -> None:
        self._seen = self._read = stamp(settings)
        self._disks = disks(settings)
        self._faulty: tuple[str, ...] = ()  # files of a configuration that is wrong
        self._waiting: _Waiting | None = None
        self._pause = pause
        self._looks = (to_go, list_gone)

    async def look(self, present: Settings) -> Settings | None:
        """The configuration anew if it changed and is right; what is wrong is logged, fault by fault."""
        if self._waiting is not None:
            return self._waited(present, self._waiting)
        there = disks(present)
        seen = stamp(present, self._faulty)
        if seen == self._seen:
            if seen == self._read:  # a disk that came back may have another number
                self._disks = there
            return None
        await self._pause()
        if stamp(present, self._faulty) != seen:
            return None  # still being written
        why = self._unwritten(present, seen)
        if why:
            self._seen = seen
            self._tell(why)
            return None
        found = await self._load(present, seen)
        return self._weighed(present, found, seen) if found is not None else None

    async def _load(self, present: Settings, seen: Stamp) -> Settings | None:
        try:
            settings = await asyncio.to_thread(config.load, present.path)
        except ConfigError as error:
            self._faulty = error.files
            self._seen = widened(seen, stamp(present, self._faulty))
            self._tell([str(fault) for fault in error.faults])
            return None
        return settings

    def _weighed(self, present: Settings, found: Settings, seen: Stamp) -> Settings | None:
        """What was read, at once or when it has stood for a while."""
        # What changed since it was read is told by the next look: of files known before, the stamp is from before.
        read = widened(seen, stamp(found, map(str, present.files)))
        topics, sources = _let_go(present, found)
        waiting = _Waiting(found, read, self._looks[bool(gone(present, seen))])
        if not (topics or sources) or not waiting.looks:
            return self._take_up(present, waiting)
        self._waiting = waiting
        named = {"topics": ", ".join(topics), "sources": ", ".join(sources)}
        shown = {kind: said for kind, said in named.items() if said}
        _log.warning("to be let go, if the configuration stays as it is", **shown)
        return None

    def _waited(self, present: Settings, waiting: _Waiting) -> Settings | None:
        if stamp(waiting.settings, map(str, present.files)) != waiting.read:
            self._waiting = None  # the next look reads what stands there now
            return None
        waiting.looks -= 1
        return None if waiting.looks else self._take_up(present, waiting)

    def _take_up(self, present: Settings, found: _Waiting) -> Settings:
        self._waiting, self._faulty = None, ()
        settings = found.settings
        if (settings.store_url, settings.listen) != (present.store_url, present.listen):
            _log.warning("a changed store or listen address counts from the next start")
        self._seen = self._read = widened(found.read, stamp(settings))
        self._disks = disks(settings)
        return settings

    def _unwritten(self, present: Settings, seen: Stamp) -> list[str]:
        """What is no state that anybody meant, as sentences: files emptied, folders gone with their lists."""
        empty, away = emptied(present, self._read, seen), lost(present, self._disks, seen)
        return [
            *(f"{path} is empty; write it, or take it away" for path in empty),
            *(f"{folder} is gone with its lists; put it back, or start anew" for folder in away),
        ]

    def _tell(self, faults: list[str]) -> None:
        for why in faults:
            _log.error("configuration is wrong, the old one stays", why=why)


def _let_go(present: Settings, found: Settings) -> tuple[list[str], list[str]]:
    """The topics and sources that a configuration names no more. Either may have another name: a topic says so
    (``was``), a source has its address.
    """
    kept = {slug for topic in found.topics for slug in (topic.slug, *topic.was)}
    topics = [topic.slug for topic in present.topics if topic.slug not in kept]
    named = {*found.by_name, *renamed(present.addresses, found.addresses)}
    return topics, [source.name for source in present.sources if source.name not in named]

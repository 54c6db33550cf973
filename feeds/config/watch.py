"""Whether a configuration's files changed since they were read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from feeds.config.schema import Settings

Stamp = tuple[tuple[str, int, int], ...]


def stamp(settings: Settings, also: Iterable[str] = ()) -> Stamp:
    """What tells that a file of the configuration changed: its time and its size; and new lists.

    ``also`` are the files of a later configuration that was wrong.
    """
    folder = settings.path.parent
    files = {
        *settings.files,
        *map(Path, also),
        *(p for p in folder.glob("*/*") if p.suffix in (".toml", ".opml")),
    }
    return tuple(sorted((str(path), *_facts(path)) for path in files))


def widened(seen: Stamp, fresh: Stamp) -> Stamp:
    """A fresh stamp in which files seen before stand as they were: a change since then is to be told."""
    before = {path: (time, size) for path, time, size in seen}
    return tuple((path, *before.get(path, (time, size))) for path, time, size in fresh)


def emptied(settings: Settings, read: Stamp, fresh: Stamp) -> list[str]:
    """The files of a configuration that hold nothing now and held something when they were read."""
    before = {path: size for path, _, size in read}
    gone = [path for path, time, size in fresh if time and not size and before.get(path)]
    return [path for path in gone if Path(path) in settings.files]


def gone(settings: Settings, fresh: Stamp) -> list[str]:
    """The files of a configuration that are not there now."""
    return [path for path, time, _ in fresh if not time and Path(path) in settings.files]


def disks(settings: Settings) -> dict[Path, int | None]:
    """The folders of a configuration's files, each with the disk that it is on; None where it is not there."""
    return {folder: _disk(folder) for folder in {path.parent for path in settings.files}}


def lost(settings: Settings, before: Mapping[Path, int | None], fresh: Stamp) -> list[Path]:
    """The folders of files that are not there now, where nobody took those away: the folder itself is gone, may not be
    looked into, or is that which shows below a disk that is away. ``before`` are the disks of when they were read.
    """
    folders = {Path(path).parent for path in gone(settings, fresh)}
    return sorted(one for one in folders if (disk := _disk(one)) is None or disk != before.get(one))


def _disk(folder: Path) -> int | None:
    try:
        number = os.stat(folder).st_dev
    except OSError:
        return None
    return number if os.access(folder, os.R_OK | os.X_OK) else None


def _facts(path: Path) -> tuple[int, int]:
    try:
        facts = path.stat()
    except OSError:
        return (0, 0)
    return (facts.st_mtime_ns, facts.st_size)

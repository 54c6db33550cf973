"""A folder of wire stories as a source: regular files only, whole ones only, never outside it."""

from __future__ import annotations

import asyncio
import errno
import os
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import blake2b
from pathlib import Path

_QUIET = 0.5  # seconds that a file has not been written to, and is whole
_LOOKS = 10  # at a file that is written to all the while
_MARK = 16  # bytes
_UNFINISHED = "is still being written"
GONE = "is gone"  # renamed, perhaps, as who writes under another name does at the end
_TEMPORARY = (".tmp", ".part", ".swp", ".crdownload", "~")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file that was read: its name in the folder, its bytes; or ``problem``, why it was not.

    ``name`` is text: bytes in it that are no UTF-8 stand as ``\\xe9``; ``path`` is where the file is.
    ``modified`` is when it was written to last, in seconds since 1970 by the clock of its disk. ``marked`` stands for
    bytes that were looked at and not kept.
    """

    name: str
    body: bytes = b""
    problem: str | None = None
    modified: float = 0.0
    path: Path = Path()
    marked: bytes | None = None

    @property
    def mark(self) -> bytes:
        """A hash of its name and bytes, or of why it was not read."""
        if self.marked is not None:
            return self.marked
        facts = (self.name.encode(), (self.problem or "").encode(), self.body)
        return blake2b(b"\0".join(facts), digest_size=_MARK).digest()

    def bare(self) -> Found:
        """The same without its bytes."""
        return replace(self, marked=self.mark, body=b"")


async def files_of(path: Path, *, max_bytes: int, silence: float, now: datetime) -> list[Found]:
    """The files of a folder, without their bytes, which are more than memory holds: :func:`read_again` gives them.

    They are looked for by a thread of its own: a disk over the network may answer never.
    What was written to within the last moment before ``now``, or since, may be written to still: it is waited for, and
    left out if it is gone then.
    Raises OSError when the folder is not there, when it gave nothing for ``silence`` seconds, and as long as the look
    before still waits, so that a disk that hangs holds one thread. No end of the program waits for that.
    """

    def work(found: list[Found]) -> None:
        found.extend(one.bare() for one in look(path, max_bytes=max_bytes))
        _await_writers(found, max_bytes=max_bytes, now=now.timestamp())

    found = await _apart(path, work, silence)
    return [one for one in found if one.problem != GONE]


async def read_again(path: Path, one: Found, *, max_bytes: int, silence: float) -> Found:
    """A file of a folder with its bytes; one that is another by now is left for the next look.

    Raises OSError as :func:`files_of` does.
    """

    def work(found: list[Found]) -> None:
        found.append(_read(one.path, one.name, max_bytes))

    (found,) = await _apart(path, work, silence)
    if found.mark == one.mark or found.problem == GONE:
        return found
    return Found(name=one.name, problem=_UNFINISHED)


async def _apart(path: Path, work: Callable[[list[Found]], None], silence: float) -> list[Found]:
    """What work on a folder finds, in a thread of its own."""
    given_up = f"folder {path}"
    if any(thread.name == given_up for thread in threading.enumerate()):
        raise OSError(errno.ETIMEDOUT, "the look before still waits for its disk")
    loop, found, ended = asyncio.get_running_loop(), list[Found](), asyncio.Event()
    failed: list[Exception] = []

    def run() -> None:
        try:
            work(found)
        except Exception as error:
            failed.append(error)
        with suppress(RuntimeError):  # nobody waits any more: the loop is closed
            loop.call_soon_threadsafe(ended.set)

    looking = threading.Thread(target=run, name=f"look at {path}", daemon=True)
    looking.start()
    try:
        await _ended(ended, found, silence)
    except (OSError, asyncio.CancelledError):
        # Only now: one that has just ended, or that looks for another source, is no sign of a disk that hangs.
        looking.name = given_up
        raise
    if failed:
        raise failed[0]
    return found


async def _ended(ended: asyncio.Event, found: list[Found], silence: float) -> None:
    """Wait for the end as long as files come."""
    while True:
        had = len(found)
        try:
            async with asyncio.timeout(silence):
                await ended.wait()
        except TimeoutError:
            if len(found) == had:
                raise OSError(
                    errno.ETIMEDOUT, f"its disk gave nothing for {silence:.0f} s"
                ) from None
        else:
            return


def _await_writers(found: list[Found], *, max_bytes: int, now: float) -> None:
    """Read young files again until they stand still; one that never does is a problem."""
    young = [n for n, one in enumerate(found) if one.modified > now - _QUIET and not one.problem]
    for _ in range(_LOOKS):
        if not young:
            return
        time.sleep(_QUIET)
        before = {number: found[number] for number in young}
        for number, one in before.items():
            found[number] = _read(one.path, one.name, max_bytes).bare()
        young = [number for number, one in before.items() if found[number] != one]
    for number in young:
        found[number] = Found(name=found[number].name, problem=_UNFINISHED)


def look(path: Path, *, max_bytes: int) -> Iterator[Found]:
    """The files of a folder (or the one file), by name, with those of its folders.

    Hidden and temporary files are passed over; raises OSError when the folder is not there.
    """
    if path.is_file():
        yield _read(path.resolve(), path.name, max_bytes)  # a file is named, so a link is meant
        return
    if path.exists() and not path.is_dir():
        yield Found(name=path.name, problem="is neither a file nor a folder")
        return
    for folder, folders, names in os.walk(path, onerror=_raise, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and not name.endswith(_TEMPORARY):
                file = Path(folder, name)
                inside = bytes(file.relative_to(path)).decode(errors="backslashreplace")
                yield _read(file, inside, max_bytes)


def _read(path: Path, name: str, max_bytes: int) -> Found:
    """One file. O_NONBLOCK: opening a pipe must not wait for a writer; O_NOFOLLOW: no way out."""
    found = partial(Found, name=name, path=path)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except FileNotFoundError:
        return found(problem=GONE)
    except OSError as error:
        linked = error.errno == errno.ELOOP
        why = "it is a symbolic link, and those are not followed" if linked else error.strerror
        return found(problem=f"can't be opened: {why}")
    with os.fdopen(handle, "rb") as file:
        facts = os.fstat(file.fileno())
        if not stat.S_ISREG(facts.st_mode):
            return found(problem="is no regular file")
        if facts.st_size > max_bytes:
            return found(problem=f"is larger than {max_bytes} bytes")
        return found(body=file.read(max_bytes + 1), modified=facts.st_mtime)


def _raise(error: OSError) -> None:
    raise error

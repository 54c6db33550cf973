"""A folder of wire stories read as one document: each of its files is an entry.

Files that are known are passed over as entries of a feed are (:mod:`feeds.reading`): those that held one plain story,
byte for byte and under the same name, when they were taken in last.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from feeds.errors import NotAFeed, WorkFailed
from feeds.fetch.folder import GONE, Found
from feeds.model.item import EARLIEST, Management, item_keys
from feeds.model.known import Known, KnownEntry, context_hash, key_hash
from feeds.model.poll import Source
from feeds.parse.portions import portions
from feeds.readout import Reader, Readout, read_again
from feeds.revision import revision

Bytes = Callable[[Found], Awaitable[Found]]


def written_at(modified: float, first_seen: datetime) -> datetime | None:
    """When a file was written, of what its disk says (seconds since 1970); None where that can't be right."""
    sane = EARLIEST.timestamp() <= modified <= first_seen.timestamp()
    return datetime.fromtimestamp(modified, UTC) if sane else None


def parts(file: Found, *, max_bytes: int) -> Iterator[Found]:
    """A file as what is read of it at once: a large feed comes apart. More than ``max_bytes`` at once is a problem."""
    problem = f"has more than {max_bytes} bytes (max_bytes in [polling]) that don't come apart"
    for body in portions(file.body, max_bytes=max_bytes):
        part = replace(file, body=body)
        yield part if len(body) <= max_bytes else replace(part, problem=problem)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReading:
    """How files are read as a source's, with ``first_seen`` and ``after`` as in :func:`feeds.reading.read`."""

    source: Source
    reader: Reader
    first_seen: datetime
    after: datetime | None = None

    async def one(self, file: Found) -> Readout:
        """A file's items; that it is no feed and no story is a problem."""
        if file.problem:
            return Readout(problems=(f"{file.name} {file.problem}",))
        try:
            readout = await self.reader(
                file.body,
                content_type=None,
                location=file.name,
                source=self.source,
                first_seen=self.first_seen,
                seen_after=self.after,
                written=written_at(file.modified, self.first_seen),
            )
        except (NotAFeed, WorkFailed) as error:
            return Readout(problems=(f"{file.name}: {error}",))
        problems = tuple(f"{file.name}: {problem}" for problem in readout.problems)
        return Readout(items=readout.items, problems=problems)

    async def folder(
        self, files: Sequence[Found], known: Known | None = None, *, whole: Bytes
    ) -> Readout:
        """All files of a source, but for those that are ``known`` where what comes is the same as if all were read.

        ``known`` is what is remembered of the folder, None where nothing is to be; ``whole`` gives a file its bytes,
        and may raise OSError.
        """
        context = None if known is None else context_hash(revision(), self.source)
        listed: dict[bytes, KnownEntry] = {}
        if known is not None and known.context == context:
            listed = {entry.mark: entry for entry in known.entries}
        marks = [file.mark for file in files]
        read: dict[int, Readout] = {}
        waiting = [number for number, mark in enumerate(marks) if mark not in listed]
        while waiting:
            for number in waiting:
                file = await whole(files[number])
                gone = file.problem == GONE
                read[number] = Readout() if gone else _of_file(file.name, await self.one(file))
            # A known story of which another file tells as well is neither's own.
            told = {
                key_hash(key) for one in read.values() for i in one.items for key in item_keys(i)
            }
            waiting = [
                number
                for number, mark in enumerate(marks)
                if number not in read and not told.isdisjoint(listed[mark].keys)
            ]
        in_order = sorted(read.items())
        readout = Readout(
            items=tuple(item for _, one in in_order for item in one.items),
            problems=tuple(problem for _, one in in_order for problem in one.problems),
            passed=tuple(listed[mark] for n, mark in enumerate(marks) if n not in read),
            marks=tuple(
                marks[n] if _plain(one) else None for n, one in in_order for _ in one.items
            ),
            context=context,
        )
        return replace(readout, again=read_again(readout, known)) if known else readout


def _of_file(name: str, readout: Readout) -> Readout:
    """The readout with the file in its item, where that is all it has: the next state of the story may stand there."""
    if len(readout.items) != 1 or readout.items[0].guid or readout.items[0].link:
        return readout
    return replace(readout, items=(replace(readout.items[0], file=name),))


def _plain(readout: Readout) -> bool:
    """Whether what a file gives hangs on nothing but its bytes, and is not to be said or looked at again."""
    if len(readout.items) != 1 or readout.problems:
        return False
    management = readout.items[0].management
    return management == Management(version=management.version)

"""Writing a site into a folder that a web server or an object store reads from at the same time.

Each file and its pre-compressed twins appear whole, by renaming; one whose bytes are the same is not touched. The
marker file lists what was written, so that what is no more can be removed and nothing else ever is.
"""

from __future__ import annotations

import fcntl
import gzip
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import brotli
import zstandard

from feeds.errors import DatelineError
from feeds.publish.tree import Leaf, left_over
from feeds.serve.site import Content

MARKER = ".dateline"
_HEAD = "# Files written by: dateline publish. Those that are no more are removed by it."
_MAKING = ".dateline.new"  # the folder of files that are not whole yet
_PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": lambda body: gzip.compress(body, 9, mtime=0),
    ".br": lambda body: brotli.compress(body, quality=9),
    ".zst": lambda body: zstandard.ZstdCompressor(level=12).compress(body),
}


def write_site(folder: Path, leaves: Sequence[Leaf], files: Iterable[tuple[Leaf, Content]]) -> int:
    """Make the folder hold these files and no other that was published into it; how many changed.

    Raises DatelineError when the folder is not ours, somebody is publishing into it, or it can't be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _held(folder):
            return _write(folder, leaves, files)
    except OSError as error:
        place = error.filename or folder
        raise DatelineError(f"{place} can't be written: {error.strerror}") from error


def _write(folder: Path, leaves: Sequence[Leaf], files: Iterable[tuple[Leaf, Content]]) -> int:
    before = _ours(folder)
    wanted = {f"{leaf.path}{packing}" for leaf in leaves for packing in ("", *_PACKINGS)}
    making = folder / _MAKING
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir()
    if not wanted <= before:
        # What is about to be written is ours as well, should this end halfway.
        _put(making, folder / MARKER, _list(before | wanted))
    changed = sum(_publish(making, folder / leaf.path, content) for leaf, content in files)
    for path in left_over(before, wanted):
        changed += _remove(folder, path)
    if before != wanted:
        _put(making, folder / MARKER, _list(wanted))
    making.rmdir()
    return changed


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """One publisher a folder; the lock goes with the process, however that ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise DatelineError(
            f"another dateline publishes into {folder}; wait until it has ended"
        ) from None
    finally:
        os.close(handle)


def _ours(folder: Path) -> set[str]:
    """The files that were published into it before."""
    try:
        lines = (folder / MARKER).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        found = sorted(name for name in os.listdir(folder) if name != _MAKING)
        if found:
            raise DatelineError(_refusal(folder, found)) from None
        return set()
    # A line that leads out of the folder is not from us.
    return {line for line in lines if line and line[0] not in "#/" and ".." not in line.split("/")}


def _refusal(folder: Path, found: Sequence[str]) -> str:
    some = ", ".join(found[:3]) + (", …" if len(found) > 3 else "")
    return (
        f"{folder} holds files that dateline did not publish ({some}); name an empty or a new folder, or, if this is "
        f"the right one, let it be ours: touch {folder / MARKER}"
    )


def _list(paths: Iterable[str]) -> bytes:
    return "\n".join((_HEAD, *sorted(paths), "")).encode()


def _publish(making: Path, target: Path, content: Content) -> bool:
    """Write a file unless it is there as it should be; whether it was written. Its twins come first."""
    changed = not _holds(target, content.body)
    target.parent.mkdir(parents=True, exist_ok=True)
    stamp = content.modified.timestamp() if content.modified else None
    for packing, pack in _PACKINGS.items():
        twin = target.with_name(target.name + packing)
        if changed or not twin.exists():
            _put(making, twin, pack(content.body), stamp)
    if changed:
        _put(making, target, content.body, stamp)
    return changed


def _holds(target: Path, body: bytes) -> bool:
    try:
        return target.stat().st_size == len(body) and target.read_bytes() == body
    except FileNotFoundError:
        return False


def _put(making: Path, target: Path, body: bytes, stamp: float | None = None) -> None:
    whole = making / "file"
    whole.write_bytes(body)
    if stamp is not None:  # web servers make Last-Modified and ETag of it
        os.utime(whole, (stamp, stamp))
    os.replace(whole, target)


def _remove(folder: Path, path: str) -> bool:
    """Remove a file, and the folders that it leaves empty; whether it counts as a change (twins do not)."""
    target = folder / path
    there = target.exists()
    target.unlink(missing_ok=True)
    for parent in target.relative_to(folder).parents[:-1]:
        try:
            (folder / parent).rmdir()
        except OSError:  # not empty, or gone
            break
    return there and target.suffix not in _PACKINGS

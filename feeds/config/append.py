"""Adding sources to a configuration file that a person wrote, leaving all they wrote as it is.

The new tables are put behind the last ``[[source]]``, as text: a TOML document model would put the comment that
heads the next section in front of them. tomlkit writes the tables. The file is replaced in one step, and only
by one that loads.
"""

from __future__ import annotations

import os
import tempfile
import tomllib
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import tomlkit

from feeds.config.lines import end_of_sources
from feeds.config.load import load
from feeds.config.schema import SourceTable
from feeds.config.units import format_duration
from feeds.errors import DatelineError

_MARK = b"\xef\xbb\xbf"  # byte order mark of UTF-8, which some editors want kept


def append_sources(path: Path, sources: Sequence[SourceTable]) -> None:
    """Append sources to the configuration at ``path``.

    Raises ConfigError if what comes out is no configuration, DatelineError if the file can't be written;
    then it is as it was.
    """
    real = path.resolve()  # a link stays a link
    try:
        body = real.read_bytes()
    except OSError as error:
        raise DatelineError(f"{path} can't be read: {error.strerror}") from error
    before = body.decode("utf-8-sig")
    if end_of_sources(before) is None and "source" in tomllib.loads(before):
        raise DatelineError(f"{path} has its sources in one array; write them as [[source]] tables")
    after = insert(before, sources)
    load(path, text=after)
    mark = _MARK if body.startswith(_MARK) else b""
    try:
        _replace(real, mark + after.encode())
    except OSError as error:
        raise DatelineError(f"{path} can't be written: {error.strerror}") from error


def insert(text: str, sources: Sequence[SourceTable]) -> str:
    """A configuration's text with more sources in it; not a character of what is there changes."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    end = end_of_sources(text)
    rows = text.split("\n")
    before = text if end is None else "\n".join(rows[:end])
    after = "" if end is None else "\n".join(rows[end:])
    new = "\n".join(_render(source) for source in sources)
    if before.strip():
        new = f"\n{new}" if before.endswith("\n") else f"\n\n{new}"
    if after.strip() and after[:1].strip():
        new += "\n"
    before = before.removesuffix("\r")  # its line end begins the new part
    return before + new.replace("\n", line_end) + after


def _render(source: SourceTable) -> str:
    table = tomlkit.table()
    for key, field in SourceTable.model_fields.items():
        value = getattr(source, key)
        if value != field.default:
            table.add(key, _written(value))
    tables = tomlkit.aot()
    tables.append(table)
    document = tomlkit.document()
    document.append("source", tables)
    return tomlkit.dumps(document).strip("\n") + "\n"


def _written(value: object) -> object:
    """A value as TOML has it."""
    if isinstance(value, timedelta):
        return format_duration(value)
    return list(value) if isinstance(value, tuple) else value


def _replace(path: Path, body: bytes) -> None:
    """Put a file in the place of another, whole or not at all, with its owner and rights."""
    facts = path.stat()
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        with suppress(PermissionError):  # only root may give a file away
            os.chown(name, facts.st_uid, facts.st_gid)
        os.chmod(name, facts.st_mode & 0o7777)
        os.replace(name, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise

"""Reading a configuration: the file, the lists it includes, and all their faults at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from feeds.config import opml
from feeds.config.crosscheck import polling_faults, source_faults, topic_faults, twice_faults
from feeds.config.faults import to_faults
from feeds.config.lines import Place, lines_of
from feeds.config.schema import File, ListFile, Polling, Settings, SourceTable, TopicTable
from feeds.errors import ConfigError, Fault

Whole = TypeVar("Whole", File, ListFile)
Table = TypeVar("Table", SourceTable, TopicTable)
_AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


@dataclass(slots=True)
class _Reading:
    """What has been read so far, in reading order.

    ``names``, ``slugs`` and ``tags`` are also those of tables that are otherwise wrong, so that one
    wrong source does not make every topic that names it wrong too.
    """

    folder: Path
    files: list[Path] = field(default_factory=list)
    sources: list[tuple[SourceTable, Place]] = field(default_factory=list)
    topics: list[tuple[TopicTable, Place]] = field(default_factory=list)
    names: list[tuple[str, Place]] = field(default_factory=list)
    slugs: list[tuple[str, Place]] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    def name(self, path: Path) -> str:
        """A file as the user knows it: beside the configuration, without its folder."""
        return str(path.relative_to(self.folder)) if path.is_relative_to(self.folder) else str(path)

    def blame(self, path: Path, line: int, problem: str, remedy: str) -> None:
        """Note a fault of a file."""
        self.faults.append(Fault(file=self.name(path), line=line, problem=problem, remedy=remedy))


def load(path: Path) -> Settings:
    """The configuration at ``path``, with everything it includes.

    Raises ConfigError with every fault found, each with file, line, what is wrong and what would
    be right.
    """
    reading = _Reading(folder=path.parent)
    data, lines = _read_toml(reading, path)
    main = _take(reading, File, data, Place(file=reading.name(path), lines=lines))
    for listed in _included(reading, data, path, lines):
        _read_list(reading, listed)
    reading.faults += _between(reading)
    with suppress(ValidationError):  # _take has reported it
        place = Place(file=reading.name(path), lines=lines, path=("polling",))
        reading.faults += polling_faults(Polling.model_validate(data.get("polling", {})), place)
    if reading.faults or main is None:
        raise ConfigError(tuple(reading.faults))
    return _settings(main, reading, path)


def _between(reading: _Reading) -> Iterator[Fault]:
    """The faults that show between the tables of all files."""
    yield from twice_faults("name", reading.names)
    yield from twice_faults("slug", reading.slugs)
    for source, place in reading.sources:
        yield from source_faults(source, place)
    names = {name for name, _ in reading.names}
    for topic, place in reading.topics:
        yield from topic_faults(topic, place, names, reading.tags)


def _settings(main: File, reading: _Reading, path: Path) -> Settings:
    host, _, port = main.server.listen.rpartition(":")
    folder = path.parent.resolve()
    return Settings(
        path=path,
        site=main.site,
        store_url=_store_url(main.store.url, folder),
        keep=main.store.keep,
        polling=main.polling,
        listen=(host.strip("[]"), int(port)),
        window=main.stories.window,
        sources=tuple(table.to_source(folder) for table, _ in reading.sources),
        topics=tuple(table.to_topic() for table, _ in reading.topics),
        files=tuple(reading.files),
    )


def _store_url(url: str, folder: Path) -> str:
    """A relative SQLite file is relative to the configuration, not to where the command runs."""
    scheme, _, name = url.partition(":///")
    if scheme != "sqlite" or name.startswith((":memory:", "/")):
        return url
    return f"sqlite:///{folder / name}"


def _included(
    reading: _Reading, data: Mapping[str, Any], path: Path, lines: Mapping[Any, int]
) -> list[Path]:
    """The files that ``include`` names, each once, in the order of its patterns."""
    patterns = data.get("include")
    found: dict[Path, None] = {}
    for number, pattern in enumerate(patterns if isinstance(patterns, list) else []):
        matches = _glob(path.parent, str(pattern))
        if not matches and not any(c in str(pattern) for c in "*?["):
            line = lines.get(("include", number), 0)
            problem = f"the included file {pattern!r} is not there"
            reading.blame(path, line, problem, "write the file, or take it out of include")
        found.update(dict.fromkeys(matches))
    return list(found)


def _glob(folder: Path, pattern: str) -> list[Path]:
    anchor = Path(pattern).anchor
    base, rest = (Path(anchor), pattern[len(anchor) :]) if anchor else (folder, pattern)
    return sorted(p for p in base.glob(rest) if p.is_file()) if rest else []


def _read_list(reading: _Reading, path: Path) -> None:
    """An included list, TOML or OPML."""
    file = reading.name(path)
    if not opml.is_opml(path):
        data, lines = _read_toml(reading, path)
        _take(reading, ListFile, data, Place(file=file, lines=lines))
        return
    text = _read_text(reading, path)
    sources, faults = opml.read_opml(text, file) if text is not None else ([], [])
    reading.faults += faults
    for source in sources:
        reading.sources.append((source, Place(file=file)))
        reading.names.append((source.name, Place(file=file)))
        reading.tags.update(source.tags)


def _take(
    reading: _Reading, model: type[Whole], data: dict[str, Any], place: Place
) -> Whole | None:
    """Note the tables of a file; the file as its model, or None with the faults noted."""
    sources, topics = _tables(data, "source", place), _tables(data, "topic", place)
    reading.names += [(str(raw["name"]), at) for raw, at in sources if "name" in raw]
    reading.slugs += [(str(raw["slug"]), at) for raw, at in topics if "slug" in raw]
    for raw, _ in sources:
        tags = raw.get("tags")
        reading.tags.update(str(tag) for tag in (tags if isinstance(tags, list) else ()))
    reading.sources += _valid(SourceTable, sources)
    reading.topics += _valid(TopicTable, topics)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        reading.faults += to_faults(error.errors(), model, place.lines, place.file)
        return None


def _tables(data: dict[str, Any], kind: str, place: Place) -> list[tuple[dict[str, Any], Place]]:
    """The raw ``[[kind]]`` tables of a file, each with its place."""
    raw = data.get(kind)
    return [
        (table, Place(file=place.file, lines=place.lines, path=(kind, number)))
        for number, table in enumerate(raw if isinstance(raw, list) else [])
        if isinstance(table, dict)
    ]


def _valid(
    model: type[Table], tables: list[tuple[dict[str, Any], Place]]
) -> Iterator[tuple[Table, Place]]:
    for raw, place in tables:
        with suppress(ValidationError):  # the whole file's validation reports it
            yield model.model_validate(raw), place


def _read_toml(reading: _Reading, path: Path) -> tuple[dict[str, Any], Mapping[Any, int]]:
    text = _read_text(reading, path)
    if text is None:
        return {}, {}
    try:
        return tomllib.loads(text), lines_of(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _AT_LINE.search(message)
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        problem = f"this is no TOML: {_AT_LINE.sub('', message)}"
        reading.blame(path, line, problem, "see toml.io for how it is written")
        return {}, {}


def _read_text(reading: _Reading, path: Path) -> str | None:
    reading.files.append(path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        reading.blame(path, 0, "no such file", "write it, or name another with -c")
    except UnicodeDecodeError as error:
        reading.blame(path, 0, f"byte {error.start} is no UTF-8", "save the file as UTF-8")
    except OSError as error:
        reading.blame(path, 0, f"can't be read: {error.strerror}", "let this user read it")
    return None

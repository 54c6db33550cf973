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
from feeds.config.crosscheck import (
    polling_faults,
    source_faults,
    topic_faults,
    twice_faults,
    was_faults,
)
from feeds.config.faults import to_faults
from feeds.config.lines import Path as Path_
from feeds.config.lines import Place, line_of, lines_of
from feeds.config.queries import parse_queries, read_lists, reference_faults
from feeds.config.schema import File, ListFile, Polling, Settings, SourceTable, TopicTable
from feeds.curate.names import Names
from feeds.errors import ConfigError, Fault

Whole = TypeVar("Whole", File, ListFile)
Table = TypeVar("Table", SourceTable, TopicTable)
Raw = tuple[dict[str, Any], Place]
_AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


@dataclass(slots=True)
class _Reading:
    """What has been read so far, in reading order.

    ``names``, ``slugs`` and ``tags`` are also those of tables that are otherwise wrong, so that one
    wrong source does not make every topic that names it wrong too. ``whole`` says that every list could be
    read: else nobody knows which sources there are.
    """

    folder: Path
    files: list[Path] = field(default_factory=list)
    source_tables: list[Raw] = field(default_factory=list)
    topic_tables: list[Raw] = field(default_factory=list)
    sources: list[SourceTable] = field(default_factory=list)
    topics: list[TopicTable] = field(default_factory=list)
    names: list[tuple[str, Place]] = field(default_factory=list)
    slugs: list[tuple[str, Place]] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    lists: dict[str, Names] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    whole: bool = True

    def name(self, path: Path) -> str:
        """A file as the user knows it: beside the configuration, without its folder."""
        return str(path.relative_to(self.folder)) if path.is_relative_to(self.folder) else str(path)

    def blame(self, path: Path, line: int, problem: str, remedy: str) -> None:
        """Note a fault of a file."""
        self.faults.append(Fault(file=self.name(path), line=line, problem=problem, remedy=remedy))


def load(path: Path, *, text: str | None = None) -> Settings:
    """The configuration at ``path``, with everything it includes; ``text`` stands for its content.

    Raises ConfigError with every fault found, each with file, line, what is wrong and what would
    be right.
    """
    reading = _Reading(folder=path.parent)
    if text is None:
        text = _read_text(reading, path)
    else:
        reading.files.append(path)
    data, lines = _parse_toml(reading, path, text)
    main = _take(reading, File, data, Place(file=reading.name(path), lines=lines))
    for listed in _included(reading, data, path, lines):
        _read_list(reading, listed)
    reading.faults += _between(reading)
    _read_queries(reading)
    with suppress(ValidationError):  # _take has reported it
        place = Place(file=reading.name(path), lines=lines, path=("polling",))
        reading.faults += polling_faults(_bounds(data.get("polling")), place)
    if reading.faults or main is None:
        raise ConfigError(tuple(_in_order(reading)), files=tuple(map(str, reading.files)))
    return _settings(main, reading, path)


def _in_order(reading: _Reading) -> list[Fault]:
    """The faults file by file, from top to bottom."""
    files = {reading.name(file): n for n, file in reversed([*enumerate(reading.files)])}
    return sorted(reading.faults, key=lambda f: (files.get(f.file, len(files)), f.line))


def _bounds(table: Any) -> Polling:
    """What a table of polling says of its bounds, whatever else is wrong in it."""
    named = table if isinstance(table, dict) else {}
    bounds = {key: named[key] for key in ("min_interval", "max_interval") if key in named}
    return Polling.model_validate(bounds)


def _between(reading: _Reading) -> Iterator[Fault]:
    """The faults that show between the tables of all files."""
    yield from twice_faults("name", reading.names)
    yield from twice_faults("slug", reading.slugs)
    yield from was_faults(reading.topic_tables)
    for source, place in reading.source_tables:
        yield from source_faults(source, place)
    if reading.whole:
        names = {name for name, _ in reading.names}
        yield from topic_faults(reading.topic_tables, names, reading.tags)


def _read_queries(reading: _Reading) -> None:
    """Read the lists that queries name, and note what is wrong with queries."""
    parsed = parse_queries(reading.topic_tables, reading.faults)
    reading.lists, missing = read_lists(
        parsed, reading.folder, lambda path: _read_text(reading, path), reading.faults
    )
    reading.files += missing
    if reading.whole:
        reading.faults += reference_faults(parsed, {slug for slug, _ in reading.slugs})


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
        hubs=main.server.hubs,
        rate_limit=main.server.rate_limit,
        window=main.stories.window,
        twins=main.stories.twins,
        sources=tuple(table.to_source(folder) for table in reading.sources),
        topics=tuple(table.to_topic() for table in reading.topics),
        lists=reading.lists,
        files=tuple(reading.files),
    )


def _store_url(url: str, folder: Path) -> str:
    """A relative SQLite file is relative to the configuration, not to where the command runs."""
    scheme, _, name = url.partition(":///")
    if scheme != "sqlite" or name.startswith((":memory:", "/")):
        return url
    # In an address these two signs mean something; in the name of the folder they are its own.
    within = str(folder).replace("%", "%25").replace("?", "%3F")
    return f"sqlite:///{within}/{name}"


def _included(
    reading: _Reading, data: Mapping[str, Any], path: Path, lines: Mapping[Path_, int]
) -> list[Path]:
    """The files that ``include`` names, each once, in the order of its patterns."""
    patterns = data.get("include")
    found = {path.resolve(): path}
    for number, pattern in enumerate(patterns if isinstance(patterns, list) else []):
        if not isinstance(pattern, str) or not pattern.strip():
            reading.whole = False  # a fault of its kind already
            continue
        line = line_of(lines, ("include", number))
        try:
            matches = _glob(path.parent, pattern)
        # pathlib raises NotImplementedError for a pattern that is not relative.
        except (ValueError, NotImplementedError, OSError) as error:
            problem = f"{pattern!r} in include is no pattern of files ({error})"
            reading.blame(path, line, problem, 'write one such as "lists/*.toml"')
            continue
        if not matches and not any(c in pattern for c in "*?["):
            reading.whole = False
            problem = f"the included file {pattern!r} is not there"
            reading.blame(path, line, problem, "write the file, or take it out of include")
        for match in matches:
            found.setdefault(match.resolve(), match)
    return list(found.values())[1:]  # the first is the configuration itself


def _glob(folder: Path, pattern: str) -> list[Path]:
    anchor = Path(pattern).anchor
    base, rest = (Path(anchor), pattern[len(anchor) :]) if anchor else (folder, pattern)
    if not Path(rest).parts:  # pathlib ends such as "." with an IndexError
        raise ValueError("it names no file")
    if any("**" in part and part != "**" for part in Path(rest).parts):
        raise ValueError("** stands for folders, between slashes")  # Python 3.13 takes it for a *
    return sorted(p for p in base.glob(rest) if p.is_file())


def _read_list(reading: _Reading, path: Path) -> None:
    """An included list, TOML or OPML."""
    file = reading.name(path)
    if not opml.is_opml(path):
        data, lines = _parse_toml(reading, path, _read_text(reading, path))
        _take(reading, ListFile, data, Place(file=file, lines=lines))
        return
    body = _read_bytes(reading, path)
    listed, faults = opml.read_opml(body, file) if body is not None else ([], [])
    reading.faults += faults
    reading.whole = reading.whole and bool(listed or not faults)
    for number, one in enumerate(listed):
        path_in_list: Path_ = ("outline", number)
        place = Place(file=file, lines={path_in_list: one.line}, path=path_in_list)
        reading.sources.append(one.table)
        reading.names.append((one.table.name, place))
        reading.tags.update(one.table.tags)


def _take(
    reading: _Reading, model: type[Whole], data: dict[str, Any], place: Place
) -> Whole | None:
    """Note the tables of a file; the file as its model, or None with the faults noted."""
    sources, topics = _tables(data, "source", place), _tables(data, "topic", place)
    reading.source_tables += sources
    reading.topic_tables += topics
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


def _tables(data: dict[str, Any], kind: str, place: Place) -> list[Raw]:
    """The raw ``[[kind]]`` tables of a file, each with its place."""
    raw = data.get(kind)
    return [
        (table, Place(file=place.file, lines=place.lines, path=(kind, number)))
        for number, table in enumerate(raw if isinstance(raw, list) else [])
        if isinstance(table, dict)
    ]


def _valid(model: type[Table], tables: list[Raw]) -> Iterator[Table]:
    for raw, _ in tables:
        with suppress(ValidationError):  # the whole file's validation reports it
            yield model.model_validate(raw)


def _parse_toml(
    reading: _Reading, path: Path, text: str | None
) -> tuple[dict[str, Any], Mapping[Path_, int]]:
    if text is None:
        return {}, {}
    try:
        return tomllib.loads(text), lines_of(text)
    except RecursionError:
        line, said = 0, "brackets stand too deep within each other"
    except ValueError as error:  # a TOMLDecodeError, or an integer that Python refuses
        place = _AT_LINE.search(str(error))
        at_end = text.rstrip().count("\n") + 1 if place else 0
        line, said = int(place[1]) if place and place[1] else at_end, _AT_LINE.sub("", str(error))
    reading.whole = False
    reading.blame(path, line, f"this is no TOML: {said}", "see toml.io for how it is written")
    return {}, {}


def _read_text(reading: _Reading, path: Path) -> str | None:
    body = _read_bytes(reading, path)
    try:
        return body.decode("utf-8-sig") if body is not None else None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        reading.whole = False
        reading.blame(path, line, f"byte {error.start} is no UTF-8", "save the file as UTF-8")
    return None


def _read_bytes(reading: _Reading, path: Path) -> bytes | None:
    reading.files.append(path)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        # By its whole path: which folder was looked in is what one may have got wrong.
        remedy = "write it, or name another with -c"
        reading.faults.append(Fault(file=str(path), line=0, problem="no such file", remedy=remedy))
    except OSError as error:
        reading.blame(path, 0, f"can't be read: {error.strerror}", "let this user read it")
    reading.whole = False
    return None

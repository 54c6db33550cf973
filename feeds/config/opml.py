"""Source lists in OPML, as other readers export them.

Outlines become sources, the folders around them tags. listparser reads; what it lets through
(addresses that are no http, names that are markup) is judged here.
"""

from __future__ import annotations

import re
from pathlib import Path

import listparser

from feeds.config.schema import SourceTable, check_address
from feeds.errors import Fault
from feeds.text import fold

_MARKUP = re.compile(r"<[^>]*>")


def read_opml(body: str, file: str) -> tuple[list[SourceTable], list[Fault]]:
    """The sources an OPML document names, and what is wrong with those it can't give.

    ``file`` is the name for the faults. Lines are unknown (listparser tells none).
    """
    found = listparser.parse(body)
    if found.get("bozo") and not found.get("feeds"):
        remedy = "export it again from the reader that wrote it"
        return [], [Fault(file=file, line=0, problem="this is no OPML list", remedy=remedy)]
    sources: list[SourceTable] = []
    faults: list[Fault] = []
    for feed in found["feeds"]:
        name = _plain(feed.get("title") or "") or str(feed["url"])
        try:
            url = check_address(str(feed["url"]))
        except ValueError as error:
            remedy = "write the feed's http or https address, or take the outline out"
            faults.append(Fault(file=file, line=0, problem=f"{name!r}: {error}", remedy=remedy))
            continue
        folders = [part for path in feed.get("categories", ()) for part in path]
        labels = [*folders, *feed.get("tags", ())]
        tags = tuple(dict.fromkeys(fold(_plain(label)) for label in labels if _plain(label)))
        sources.append(SourceTable(name=name, url=url, tags=tags))
    return _apart(sources), faults


def _plain(text: str) -> str:
    return " ".join(_MARKUP.sub(" ", text).split())


def _apart(sources: list[SourceTable]) -> list[SourceTable]:
    """Give outlines of one name different ones: readers allow what the configuration does not."""
    seen: dict[str, int] = {}
    named = []
    for source in sources:
        seen[source.name] = seen.get(source.name, 0) + 1
        number = seen[source.name]
        name = source.name if number == 1 else f"{source.name} ({number})"
        named.append(source.model_copy(update={"name": name}))
    return named


def is_opml(path: Path) -> bool:
    """Whether a file is an OPML list by its name."""
    return path.suffix.lower() in (".opml", ".xml")

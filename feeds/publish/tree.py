"""A desk as a tree of files: which file answers for which address, in which order they are written and removed.

A page is ``index.html`` in a folder of its name, which every web server and object store knows to show for the
address without a slash, while the topic's feeds stand beside that folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal

Kind = Literal["style", "story", "story json", "moved", "topic", "sources", "front", "document"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A file to write: ``path`` is below the folder, with slashes; ``name`` is what of its kind it shows
    (a story's id, a topic's slug, a document's path).
    """

    kind: Kind
    path: str
    name: str = ""


def lay_out(
    *,
    topics: Sequence[str],
    stories: Sequence[str],
    moved: Mapping[str, str],
    documents: Sequence[str],
    was: Mapping[str, str],
) -> tuple[Leaf, ...]:
    """All files in the order in which they are to be written: nothing comes before what it links to.

    ``moved`` are ids of stories that were merged into others; the pages of those that led to ``stories`` lead on.
    ``was`` says which topic an old slug is of: files can't send a reader on, so what is at the new address is at
    the old one, too. Of the documents, archives (which lie deeper) come before the feeds that point to them, and the
    list of feeds comes last.
    """
    shown = set(stories)
    places = [*((path, path) for path in documents), *_at_old_slugs(documents, was)]
    order = sorted(places, key=lambda it: (it[0].endswith(".opml"), -it[0].count("/"), it[0]))
    return (
        Leaf(kind="style", path="static/style.css"),
        *(leaf for one in stories for leaf in _story(one)),
        *(
            Leaf(kind="moved", path=_page(f"stories/{old}"), name=new)
            for old, new in sorted(moved.items())
            if new in shown and old not in shown
        ),
        *(Leaf(kind="topic", path=_page(f"topics/{slug}"), name=slug) for slug in topics),
        *(
            Leaf(kind="topic", path=_page(f"topics/{old}"), name=now)
            for old, now in sorted(was.items())
        ),
        Leaf(kind="sources", path=_page("sources")),
        Leaf(kind="front", path="index.html"),
        *(Leaf(kind="document", path=place.lstrip("/"), name=path) for place, path in order),
    )


def _at_old_slugs(documents: Sequence[str], was: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Where a topic's documents are as well, and which document it is.

    >>> list(_at_old_slugs(["/topics/a.atom", "/topics/ab.atom", "/topics/a/archive/1.rss"], {"o": "a"}))
    [('/topics/o.atom', '/topics/a.atom'), ('/topics/o/archive/1.rss', '/topics/a/archive/1.rss')]
    """
    for old, now in was.items():
        stem = f"/topics/{now}"
        for path in documents:
            rest = path.removeprefix(stem)
            if rest != path and rest[:1] in (".", "/"):
                yield f"/topics/{old}{rest}", path


def left_over(ours: Iterable[str], wanted: Set[str]) -> tuple[str, ...]:
    """Of the files written before, those that are no more, in the order in which they are to be removed: what
    links before what it links to.

    >>> left_over(["topics/a/index.html", "index.html", "topics/a.atom"], {"index.html"})
    ('topics/a.atom', 'topics/a/index.html')
    """
    gone = set(ours) - wanted
    return tuple(
        sorted(gone, key=lambda path: (".html" in path, path.startswith("stories/"), path))
    )


def _story(story: str) -> tuple[Leaf, Leaf]:
    return (
        Leaf(kind="story", path=_page(f"stories/{story}"), name=story),
        Leaf(kind="story json", path=f"stories/{story}.json", name=story),
    )


def _page(address: str) -> str:
    return f"{address}/index.html"

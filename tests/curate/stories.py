"""Stories as values, for tests of queries that need no store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from feeds.model.atom import Person
from feeds.model.item import Credit, Item
from feeds.model.story import Copy, Story

_AT = datetime(2026, 3, 7, 9, tzinfo=UTC)
NOW = _AT + timedelta(hours=1)


def make_story(
    *,
    title: str = "A title",
    text: str = "",
    sources: Sequence[str] = ("Atlas Wire",),
    language: str | None = "en",
    agency: str | None = None,
    authors: Sequence[str] = (),
    link: str | None = None,
    copy_titles: Sequence[str] = (),
    published: datetime = _AT,
) -> Story:
    """A story that ``sources`` carry, under ``copy_titles`` where they differ."""
    head = Item(
        id=1,
        source=sources[0],
        key="guid:1",
        guid="1",
        link=link,
        canonical=link,
        title=title,
        html="",
        text=text,
        teaser=False,
        published=_AT,
        first_seen=_AT,
        credit=Credit(agency=agency),
        language=language,
        authors=tuple(Person(name=name) for name in authors),
        digest="d",
    )
    titles = [*copy_titles, *[title] * len(sources)]
    copies = tuple(
        Copy(
            item=number,
            source=source,
            guid=None,
            link=link,
            title=titles[number],
            published=_AT,
            first_seen=_AT,
            carried_at=_AT,
            teaser=False,
            agency=agency,
            words=10,
        )
        for number, source in enumerate(sources)
    )
    return Story(
        id="0000000000001",
        head=head,
        copies=copies,
        first_carrier=sources[0],
        published=published,
        updated=_AT,
        first_seen=_AT,
    )

"""Digests: one entry an hour or a day that lists the stories a topic took in that time.

Periods are those of UTC. A digest is made when its period has ended, and its words never change afterwards, except
that a story which is withdrawn takes its own along.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import uuid5

from feeds.model.atom import FeedMeta, Person
from feeds.model.output import OutputEntry
from feeds.model.topic import Digest, Hit, Period, Topic
from feeds.publish.conform import plain_line
from feeds.publish.entry import NAMESPACE, topic_address, topic_urn
from feeds.publish.notes import because
from feeds.publish.wording import at_minute

_LABEL = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d)?")
_LINKED = re.compile('<a href="([^"]*)">')
_LENGTHS: dict[Period, timedelta] = {"hourly": timedelta(hours=1), "daily": timedelta(days=1)}


def start_of(period: Period, moment: datetime) -> datetime:
    """When the period began that a moment (UTC) falls into."""
    hour = moment.replace(minute=0, second=0, microsecond=0)
    return hour if period == "hourly" else hour.replace(hour=0)


def end_of(period: Period, moment: datetime) -> datetime:
    """When the period ends that a moment falls into."""
    return start_of(period, moment) + _LENGTHS[period]


def label_of(period: Period, moment: datetime) -> str:
    """The name of the period that a moment falls into: ``2026-03-01``, ``2026-03-01T10``."""
    return f"{moment:%Y-%m-%dT%H}" if period == "hourly" else f"{moment:%Y-%m-%d}"


def is_label(key: str) -> bool:
    """Whether a place of an archive document is a digest's; no story's id looks like it."""
    return _LABEL.fullmatch(key) is not None


def digest_urn(topic: Topic, label: str) -> str:
    """The id of a digest's entry: of the topic, by the slug that it had first, and the period."""
    return f"urn:uuid:{uuid5(NAMESPACE, f'digest/{topic.was[0] if topic.was else topic.slug}/{label}')}"


def digest_body(stories: Sequence[OutputEntry], why: Mapping[str, Sequence[Hit]]) -> str:
    """The stories as a list in HTML, each as its own entry would show it: title, link, excerpt, carriers, time.

    ``why`` gives, by entry id, what is told of what matched; its words are quoted where the text is shown.
    """
    return f"<ul>{''.join(_row(story, why.get(story.id, ())) for story in stories)}</ul>"


def links(body: str) -> list[str]:
    """The pages of the stories in a digest."""
    found = (_LINKED.search(row) for row in body.split("<li>"))
    return [html.unescape(at[1]) for at in found if at]


def without_words(body: str, named: Callable[[str], bool], *, notice: str = "Withdrawn: ") -> str:
    """A digest in which the excerpts of stories are gone whose link is ``named``; ``notice`` stands before them."""
    head, *rows = body.split("<li>")  # what stories say is escaped
    found = ((row, _LINKED.match(row)) for row in rows)
    return "<li>".join(
        (head, *(notice + _bare(r) if at and named(html.unescape(at[1])) else r for r, at in found))
    )


def _bare(row: str) -> str:
    said, excerpt, _ = row.partition("<br>")
    return said + (f"</li>{'</ul>' if row.endswith('</ul>') else ''}" if excerpt else "")


def digest_entry(topic: Topic, digest: Digest, base_url: str) -> OutputEntry:
    """A digest as an entry of its topic's feed; it links to the topic's page."""
    name = plain_line(topic.title) or topic.slug
    return OutputEntry(
        id=digest_urn(topic, digest.label),
        title=f"{name}, {_when(digest)}",
        link=f"{topic_address(topic.slug, base_url)}#{digest.label}",
        published=digest.until,
        updated=digest.rewritten or digest.until,
        html=digest.html,
        summary=f"{digest.stories} {'story' if digest.stories == 1 else 'stories'}",
        first_carrier=name,
        authors=(Person(name=name),),
        source=FeedMeta(id=topic_urn(topic.was[0] if topic.was else topic.slug), title=name),
        source_name=name,
    )


def _when(digest: Digest) -> str:
    start = datetime.fromisoformat(digest.label)
    day = f"{start.day} {start:%B %Y}"
    return day if "T" not in digest.label else f"{day}, {start:%H}:00 to {digest.until:%H:%M} UTC"


def _row(story: OutputEntry, why: Sequence[Hit]) -> str:
    others = list(dict.fromkeys(carrier.source for carrier in story.others))
    known = [story.first_carrier, *(name for name in others if name != story.first_carrier)]
    carriers = html.escape(", ".join(known), quote=False)
    said = f"<br>{html.escape(story.summary, quote=False)}" if story.summary else ""
    title = html.escape(story.title, quote=False)
    link = f'<a href="{html.escape(story.link)}">{title}</a>' if story.link else title
    return f"<li>{link} ({carriers}; {at_minute(story.published)}){said}{because(why, quoted=bool(story.summary))}</li>"

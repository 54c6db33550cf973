"""Stories as JSON: what ``/stories/ID.json`` and ``dateline stories --json`` give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from feeds.model.story import Story
from store.api import Snapshot


def story_json(snapshot: Snapshot, story: Story) -> dict[str, Any]:
    """A story as JSON: what ``dateline stories --json`` prints, its versions and why."""
    return {
        **story_line(story, snapshot.topics_by_story([story.id]).get(story.id, ())),
        "versions": [
            {
                "number": v.number,
                "at": _rfc3339(v.at),
                "relation": v.relation,
                "title": v.title,
                "text": v.text,
            }
            for v in snapshot.versions(story.id)
        ],
        "why": [
            {
                "topic": m.topic,
                "terms": [{"term": h.term, "field": h.field, "found": h.found} for h in m.why],
            }
            for m in snapshot.topics_of(story.id)
        ],
    }


def story_line(story: Story, topics: Sequence[str]) -> dict[str, Any]:
    """A story as one JSON value, as the contract has it."""
    head = story.head
    first = next((c for c in story.copies if c.source == story.first_carrier), story.copies[0])
    return {
        "id": story.id,
        "title": head.title,
        "link": first.link or head.link,
        "published": _rfc3339(story.published),
        "updated": _rfc3339(story.updated),
        "first_seen": _rfc3339(story.first_seen),
        "agency": story.agency,
        "language": head.language,
        "text": head.text,
        "topics": list(topics),
        "first_carrier": story.first_carrier,
        "status": story.status,
        "copies": [
            {
                "source": copy.source,
                "guid": copy.guid,
                "link": copy.link,
                "title": copy.title,
                "published": _rfc3339(copy.published) if copy.published else None,
                "first_seen": _rfc3339(copy.first_seen),
                "teaser": copy.teaser,
                "relation": copy.relation,
                "score": copy.score,
                "why": copy.why,
            }
            for copy in story.copies
        ],
    }


def _rfc3339(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")

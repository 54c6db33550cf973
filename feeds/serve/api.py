"""Stories as JSON: what ``/stories/ID.json`` and ``dateline stories --json`` give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from feeds.model.story import Story, Version, format_id
from feeds.publish.changes import Difference
from feeds.publish.permit import OPERATOR, Permit, shown_history
from feeds.serve.links import Quoting, Twin, quotings, twins_of
from store.api import Snapshot

# Versions and quotations of a story that everybody is given: a live blog has hundreds, and comparing all takes seconds.
MOST_IN_JSON = 100


def story_json(
    snapshot: Snapshot, story: Story, permit: Permit = OPERATOR, *, most: int | None = None
) -> dict[str, Any]:
    """A story as JSON: what ``dateline stories --json`` prints, its versions with what changed, the stories
    it quotes and those that quote it, its language twins, and why topics took it; of its words what the permit allows.

    ``most``: so many versions, the newest, and quotations, the surest; None: all.
    """
    versions = snapshot.versions(story.id, last=None if most is None else most + 1)
    told = shown_history(versions, permit)
    if len(versions) <= (most or len(versions)):
        told = [*((first, Difference()) for first in versions[:1]), *told]
    quoting = quotings(snapshot, story, most)
    return {
        **story_line(story, snapshot.topics_by_story([story.id]).get(story.id, ())),
        "text": permit.text(story.head.id, story.head.text),
        "still_carried_by": list(story.still_carried_by),
        "versions": [_version(version, changed, permit) for version, changed in told],
        "quotes": [_quoting(q) for q in quoting if q.kind == "quotes"],
        "quoted_by": [_quoting(q) for q in quoting if q.kind == "quoted by"],
        "twins": [_twin(twin) for twin in twins_of(snapshot, story)],
        "editor": dict(snapshot.words_by_story([story.id]).get(story.id, {})),
        "held": {
            slug: _rfc3339(until) for slug, until in snapshot.held_by_topics(story.id).items()
        },
        "why": [
            {
                "topic": m.topic,
                "terms": [{"term": h.term, "field": h.field, "found": h.found} for h in m.why],
            }
            for m in snapshot.topics_of(story.id)
        ],
    }


def _version(version: Version, changed: Difference, permit: Permit) -> dict[str, Any]:
    return {
        "number": version.number,
        "at": _rfc3339(version.at),
        "relation": version.relation,
        "item": format_id(version.item),
        "title": version.title,
        "text": permit.text(version.item, version.text),
        "changed": {
            "title": [{"kind": p.kind, "text": p.text} for p in changed.title],
            "text": [{"kind": p.kind, "text": p.text} for p in changed.text],
        },
    }


def _quoting(quoting: Quoting) -> dict[str, Any]:
    other = quoting.other
    title = {"id": other.id, "title": other.head.title}
    return {**title, "score": quoting.score, "why": quoting.why}


def _twin(twin: Twin) -> dict[str, Any]:
    other = twin.other
    told = {"id": other.id, "title": other.head.title, "language": other.head.language}
    return {**told, "score": twin.score, "why": twin.why}


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
        "language_confidence": head.language_confidence,
        "where": [{"kind": g.kind, "coordinates": g.coordinates} for g in head.where],
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
                "item": format_id(copy.item),
                "seen_after": _rfc3339(copy.seen_after) if copy.seen_after else None,
                "carried_at": _rfc3339(copy.carried_at),
                "relation": copy.relation,
                "score": copy.score,
                "why": copy.why,
            }
            for copy in story.copies
        ],
    }


def _rfc3339(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")

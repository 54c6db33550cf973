"""Topics' digests in the tables; see ``store.curation_api`` for what each question and write promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from feeds.model.archive import Posted
from feeds.model.topic import Digest, DigestState
from store import tables as t
from store.dialect import Dialect
from store.pending import Connected

_digests, _states = t.digests, t.digest_states


def _posted(label: str, number: int) -> Posted:
    return Posted(story=label, number=number, touched=number)


class DigestReader(Connected):
    """Reads of a snapshot."""

    def digest_state(self, slug: str) -> DigestState | None:
        """See ``CurationReads``."""
        row = self._db.execute(select(_states).where(_states.c.topic == slug)).first()
        return None if row is None else DigestState(opened=row.opened, until=row.until)

    def digest_states(self) -> Mapping[str, DigestState]:
        """See ``CurationReads``."""
        rows = self._db.execute(select(_states))
        return {row.topic: DigestState(opened=row.opened, until=row.until) for row in rows}

    def digests(self, slug: str, labels: Sequence[str]) -> Mapping[str, Digest]:
        """See ``CurationReads``."""
        of_these = (_digests.c.topic == slug) & _digests.c.label.in_(labels)
        return {
            row.label: Digest(
                label=row.label,
                until=row.until,
                stories=row.stories,
                html=row.html,
                rewritten=row.rewritten,
            )
            for row in self._db.execute(select(_digests).where(of_these))
        }

    def digest_edition(self, slug: str, *, limit: int) -> Sequence[Posted]:
        """See ``CurationReads``."""
        found = select(_digests.c.label, _digests.c.number).where(_digests.c.topic == slug)
        newest = found.order_by(_digests.c.number.desc()).limit(limit)
        return [_posted(*row) for row in self._db.execute(newest)]

    def digests_waiting(self, slug: str) -> Sequence[Posted]:
        """See ``CurationReads``."""
        pages = t.archive_pages.c
        upto = select(func.coalesce(func.max(pages.upto), 0)).where(pages.topic == slug)
        found = select(_digests.c.label, _digests.c.number).where(
            _digests.c.topic == slug, _digests.c.number > upto.scalar_subquery()
        )
        return [_posted(*row) for row in self._db.execute(found.order_by(_digests.c.number))]


class DigestWriter(DigestReader):
    """Writes of a transaction."""

    _dialect: Dialect

    def put_digest(self, slug: str, digest: Digest) -> None:
        """See ``CurationWrites``."""
        numbers = t.topic_numbers
        last = select(numbers.c.number).where(numbers.c.topic == slug)
        number = (self._db.execute(last).scalar() or 0) + 1
        self._db.execute(self._dialect.upsert(numbers), [{"topic": slug, "number": number}])
        row = {
            "topic": slug,
            "label": digest.label,
            "number": number,
            "until": digest.until,
            "stories": digest.stories,
            "html": digest.html,
        }
        self._db.execute(self._dialect.insert_missing(_digests), [row])

    def rewrite_digest(self, slug: str, label: str, html: str, *, at: datetime) -> None:
        """See ``CurationWrites``."""
        this = (_digests.c.topic == slug) & (_digests.c.label == label)
        self._db.execute(update(_digests).where(this).values(html=html, rewritten=at))

    def put_digest_state(self, slug: str, *, opened: datetime, until: datetime) -> None:
        """See ``CurationWrites``."""
        row = {"topic": slug, "opened": opened, "until": until}
        self._db.execute(self._dialect.upsert(_states), [row])

    def drop_digest_state(self, slug: str) -> None:
        """See ``CurationWrites``."""
        self._db.execute(delete(_states).where(_states.c.topic == slug))


def drop_topics(db: Connection, slugs: Sequence[str]) -> None:
    """Forget the digests of topics that are no more."""
    db.execute(delete(_digests).where(_digests.c.topic.in_(slugs)))
    db.execute(delete(_states).where(_states.c.topic.in_(slugs)))


def tidy(db: Connection, before: datetime) -> None:
    """Forget digests of periods that ended before."""
    db.execute(delete(_digests).where(_digests.c.until < before))

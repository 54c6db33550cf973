"""What a run of Dateline works with: settings and store, and what is done with both; the clocks, the way out.

The daemon, its workers and the commands are built on it. The wall clock is read here and nowhere else.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence, Set
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from feeds import __version__, log
from feeds.clock import now
from feeds.config import Settings
from feeds.digesting import due as digests_due
from feeds.errors import StoreAway
from feeds.fetch.client import Client, FetchLimits
from feeds.identify.fingerprint import of_source
from feeds.ingest import Report, Visit, settle, visit, without_document
from feeds.model.health import SourceEvent
from feeds.model.known import Known
from feeds.model.poll import Failed, PollState, Reply, Republish, Source
from feeds.outage import Outage
from feeds.poll.domain import site_of
from feeds.poll.due import first_due
from feeds.poll.move import renamed
from feeds.poll.pace import PollLimits
from feeds.publish.digest import end_of
from feeds.publish.own import without_own
from feeds.publish.render import FAULTS
from feeds.readout import NOTHING_READ, Reader, Readout
from feeds.release import Released, published_ids, release
from feeds.revision import revision
from feeds.schedule import beside, claim, defer
from feeds.serve.desk import Front
from feeds.silence import note_silence
from feeds.subscriptions import PushTerms
from feeds.turns import Turn, Turns
from feeds.twins import link_rest, link_twins
from feeds.unsealing import unseal_due
from feeds.workers import Workers
from store.api import Store, Transaction

# Beyond the timeout: a claim that lapses while its poll runs is polled twice.
_LEASE = timedelta(minutes=3)
_READ_LIMIT = timedelta(seconds=20)  # reading one document
_READ_MEMORY = 2_000_000_000  # bytes of address space of a worker process
# By name: this process reads no document, and what that takes is long to load.
_READ = "feeds.reading:read"
_log = log.get("daemon")


class Newsdesk:
    """What a daemon works with, or one command, which has so many seconds' ``patience`` with a store that is away."""

    def __init__(self, settings: Settings, store: Store, *, patience: float | None = None) -> None:
        self.settings = settings
        self.store = store
        self.outage = Outage(patience=patience)
        self.releases = 0
        self._front: tuple[Settings, Front] | None = None
        self.besides: set[str] = set()  # sources that are not this process's to poll
        with store.read() as snapshot:
            self._allowed = settings, {**snapshot.republish(), **settings.republish}
        self.ahead: Callable[[], timedelta] = timedelta  # of a wall clock that is surely wrong

    @property
    def lease(self) -> timedelta:
        """How long a claim lives."""
        return max(_LEASE, self.settings.polling.timeout * 2)

    @property
    def _former(self) -> Mapping[str, Republish]:
        """What each source allowed when it was last named: what it brought is kept when it goes, and still its own."""
        settings, allowed = self._allowed
        if settings is not self.settings:
            self._allowed = self.settings, {**allowed, **self.settings.republish}
        return self._allowed[1]

    @property
    def front(self) -> Front:
        """What is published and how it is served; made once of each configuration, since every request asks for it."""
        if self._front is None or self._front[0] is not self.settings:
            self._front = (self.settings, _front(self.settings, self._former))
        return self._front[1]

    @property
    def limits(self) -> PollLimits:
        """The operator's bounds on polling."""
        polling = self.settings.polling
        return PollLimits(
            interval=polling.interval,
            min_interval=polling.min_interval,
            max_interval=polling.max_interval,
        )

    @property
    def push_terms(self) -> PushTerms:
        """What sources' hubs have to know of us."""
        settings = self.settings
        networks = settings.polling.allow_networks
        return PushTerms(base_url=settings.site.base_url, allow_networks=networks)

    def sync_sources(self, *, spread: bool = True) -> None:
        """Make the configuration's sources the store's. The first polls of new ones are ``spread``
        over a moment, or due at once.
        """
        at = now()
        due = {
            s.name: first_due(s, self.limits, at) if spread else at for s in self.settings.sources
        }
        with self.store.write() as tx:
            names = renamed({s.source: s.url for s in tx.poll_states()}, self.settings.addresses)
            tx.rename_sources(names, signed=of_source)
            tx.sync_sources(self.settings.sources, due=due)
            tx.mend_clock(now=at, lease=self.lease)

    def adopt(self, settings: Settings, *, besides: Collection[str] = ()) -> None:
        """Go by another configuration from now on, but for sources that are others' to poll (``besides``)."""
        self.settings = settings
        # Anew, and after: a claim under way notes what the configuration before does not name in the set of before.
        self.besides = set(besides)

    def claim(self, limit: int, names: Sequence[str] | None = None) -> Sequence[PollState]:
        """Claim due sources whose domain does not rest (or exactly those named)."""
        at, lease = now(), self.lease
        with self.store.claiming() as tx:
            # Either may be another before this ends. Not before it begins: what is put off by one that is of before is
            # not to come after what has sources asked at other addresses at once.
            besides, settings = self.besides, self.settings
            if names is not None:
                return tx.claim_due(now=at, lease=lease, limit=limit, names=names)
            states = claim(
                tx,
                settings.by_name,
                now=at,
                lease=lease,
                limit=limit,
                shared=self.store.shared is not None,
                besides=besides,
            )
            # Of another machine's configuration, newer than ours.
            strange = [s.source for s in states if s.source not in settings.by_name]
            tx.release_leases(strange)
            states = [*states, *beside(tx, states, settings.of_one_address, now=at, lease=lease)]
        besides.update(strange)
        return [state for state in states if state.source in settings.by_name]

    def give_back(self, names: Sequence[str]) -> None:
        """Give claims back that nobody will poll by."""
        with self.store.claiming() as tx:
            tx.release_leases(names)

    def put_off(self, turns: Sequence[Turn]) -> None:
        """Note claimed sources that were put off, which gives their claims back."""
        if turns:
            with self.store.claiming() as tx:
                # Who has another address by now is due there, whatever its site asked for.
                defer(tx, [put for one, put in turns if not self.settings.has_moved(one)])
                tx.release_leases([source.name for source, _ in turns])

    def ask_elsewhere(self, before: Sequence[Source]) -> None:
        """Ask sources at once whose address is another than in a configuration of ``before``, by which they may have
        been asked since another process took the present one up.
        """
        with self.store.claiming() as tx:
            self._due_elsewhere(tx, before)

    def _due_elsewhere(self, tx: Transaction, asked: Sequence[Source]) -> None:
        """Who has another address by now is due there, whatever was said where it was asked, or was to be."""
        at, present = now(), self.settings
        moved = tx.states_by_source({one.name for one in asked if present.has_moved(one)})
        late = [one for one in moved.values() if one.url != present.by_name[one.source].address]
        tx.save_poll_states([replace(state, due=at) for state in late])

    def turns(self) -> Turns:
        """Lanes for polls, empty."""
        polling = self.settings.polling
        return Turns(gap=polling.gap, networks=polling.allow_networks)

    async def visit(
        self, source: Source, state: PollState, client: Client, reader: Reader
    ) -> Visit:
        """One poll; whatever goes wrong in it is its own failure."""
        try:
            done = await visit(
                source,
                state,
                client=client,
                reader=reader,
                max_bytes=self.settings.polling.max_bytes,
                now=now(),
                recall=self._recall,
                shared=source.name in self.settings.of_one_address,
            )
            if done.readout is NOTHING_READ:
                return done
            return without_document(await self._without_own(done))
        except StoreAway:
            raise
        except Exception as error:  # the one source fails, the others go on
            _log.exception("poll broke", source=source.name)
            reply = Reply(url="", final_url="", received=now())
            failed = Failed(grade="soft", reason=f"reading it failed: {error!r}"[:300])
            return Visit(source=source, state=state, reply=reply, outcome=failed)

    async def _recall(self, source: str) -> Known:
        """What is known of a source's last document."""

        def ask() -> Known:
            with self.store.read() as snapshot:
                return snapshot.known(source)

        return await self.outage.outlast(ask)

    async def _without_own(self, one: Visit) -> Visit:
        """The visit without what we published ourselves, which the store is seldom asked for."""
        try:
            return await asyncio.to_thread(self._foreign, one, self._published)
        except StoreAway:
            published = await self.outage.outlast(self._published)
        return await asyncio.to_thread(self._foreign, one, lambda: published)

    def _foreign(self, one: Visit, published: Callable[[], Set[str]]) -> Visit:
        readout = one.readout
        foreign = without_own(
            readout.items,
            readout.hints.self_url if readout.hints else None,
            base_url=self.settings.site.base_url,
            published=published,
            others=bool(readout.passed),
        )
        if foreign.refused is not None:
            failed = Failed(grade="hard", reason=foreign.refused)
            return replace(one, outcome=failed, readout=Readout())
        problems = (*readout.problems, *foreign.problems)
        return replace(one, readout=replace(readout.only(foreign.items), problems=problems))

    def _published(self) -> frozenset[str]:
        with self.store.read() as snapshot:
            return published_ids(snapshot, self.front)

    def settle(self, visits: Sequence[Visit]) -> list[Report]:
        """Take polls into the store in one transaction; if that fails, each by itself.

        Raises StoreAway with none or some of them taken in; all may be given again.
        """
        try:
            with self.store.write() as tx:
                return self._settle(tx, visits)
        except StoreAway:
            raise
        except Exception as error:
            if len(visits) == 1:
                _log.exception("ingest broke", source=visits[0].source.name)
                return self._settle_failed(visits[0], error)
            return [report for one in visits for report in self.settle([one])]

    def _settle(self, tx: Transaction, visits: Sequence[Visit]) -> list[Report]:
        at, settings = now(), self.settings
        left = [one for one in visits if settings.has_renamed(one.source)]
        reports = settle(
            tx,
            [one for one in visits if not settings.has_renamed(one.source)],
            limits=self.limits,
            window=settings.window,
            now=at,
            terms=self.push_terms,
            ahead=self.ahead(),
        )
        tx.release_leases([one.source.name for one in left if one.pushed is None])
        self._due_elsewhere(tx, [one.source for one in visits])
        return reports

    def _settle_failed(self, one: Visit, error: Exception) -> list[Report]:
        """Note that a poll could not be kept; nothing of that may keep others from being kept."""
        failed = Failed(grade="soft", reason=f"keeping it failed: {error!r}"[:300])
        told = replace(one, outcome=failed, readout=Readout())
        # What the server said of the next poll counts, unless it is just that which breaks.
        mute = replace(told, reply=replace(one.reply, headers=(), waits=()))
        for kept in (told, mute):
            try:
                with self.store.write() as tx:
                    return self._settle(tx, [kept])
            except StoreAway:
                raise
            except Exception:
                _log.exception("noting a failure broke", source=one.source.name)
        return []

    def unseal(self) -> int:
        """Take in what was held back and may be seen now; how many items."""
        at = now() - self.ahead()
        with self.store.read() as snapshot:
            if (due := snapshot.next_embargo()) is None or due > at:
                return 0
        sites = {one.name: site_of(one) for one in self.settings.sources}
        return unseal_due(self.store, window=self.settings.window, now=at, sites=sites)

    def forget(self, *, ahead: timedelta) -> int:
        """Forget what is older than it is to be kept, by a clock that may be so far ``ahead``; how many stories."""
        with self.store.write() as tx:
            return tx.tidy(before=now() - ahead - self.settings.keep)

    def put_right(self) -> bool:
        """Put right what a wrong clock noted, now that this one is known to be right; whether there was any."""
        at = now()
        periods = {t.slug: end_of(t.digest, at) for t in self.settings.topics if t.digest}
        with self.store.write() as tx:
            return tx.put_right(now=at, periods=periods)

    def note_silence(self) -> list[SourceEvent]:
        """Log which sources have fallen silent between their polls."""
        return note_silence(self.store, self.settings.sources, now=now() - self.ahead())

    def is_due(self) -> bool:
        """Whether something is to be published by now though nothing changed."""
        with self.store.read() as snapshot:
            due = snapshot.next_held()
            ended = digests_due(snapshot, self.settings.topics, now())
        return bool(ended) or (due is not None and due <= now())

    def release(self, *, everything: bool = False) -> Released:
        """Publish what changed, with its language twins linked."""
        first = self._link_rest if self.settings.twins else None
        try:
            if first:
                self._link_twins()
            return release(self.store, self.front, now=now(), everything=everything, first=first)
        finally:
            self.releases += 1

    def _link_twins(self) -> None:
        """Linking never keeps a story from being published."""
        try:
            link_twins(self.store)
        except StoreAway:
            raise
        except Exception:
            _log.exception("linking language twins broke")

    def _link_rest(self, tx: Transaction) -> None:
        """The same for what changed since, as part of the release."""
        try:
            with tx.step():
                link_rest(tx)
        except FAULTS:
            _log.exception("linking language twins broke")


@asynccontextmanager
async def outside(settings: Settings) -> AsyncIterator[tuple[Client, Reader]]:
    """The HTTP client and the pool of readers, closed at the end."""
    processes = max(1, min(4, os.cpu_count() or 1))
    with Workers(processes=processes, limit=_READ_LIMIT, memory=_READ_MEMORY) as workers:
        async with Client(fetch_limits(settings), clock=now) as client:
            yield client, workers.wrap_named(_READ, revision=revision())


def _front(settings: Settings, former: Mapping[str, Republish]) -> Front:
    return Front(
        title=settings.site.title,
        base_url=settings.site.base_url,
        topics=settings.topics,
        sources=settings.sources,
        hubs=settings.hubs,
        allow_networks=settings.polling.allow_networks,
        max_bytes=settings.polling.max_bytes,
        lists=settings.lists,
        rate_limit=settings.rate_limit,
        former=former,
    )


def fetch_limits(settings: Settings) -> FetchLimits:
    """What a configuration says of fetching."""
    contact = f" (+{settings.site.contact})" if settings.site.contact else ""
    return FetchLimits(
        user_agent=f"Dateline/{__version__}{contact}",
        timeout=settings.polling.timeout,
        max_bytes=settings.polling.max_bytes,
        per_host=settings.polling.per_host,
        allow_networks=settings.polling.allow_networks,
    )

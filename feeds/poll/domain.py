"""What the sources of one site keep to together: its registrable domain, and how long it wants rest.

The registrable domain is what the public suffix list says one party can register, so that all hosts of one
publisher count as one, and customers of one hosting service, who don't know each other, do not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, lru_cache
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from feeds.model.poll import DomainState, PollState, Reply, Source
from feeds.poll.asked import redirects_ask, retry_after
from feeds.poll.pace import fraction
from feeds.poll.wording import spell

_SPREAD = timedelta(minutes=10)  # sources that waited for one domain come back within so long
_HOUR = timedelta(hours=1)


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()  # the list that the package brings; it never fetches another


@lru_cache(maxsize=10_000)
def registrable(url: str) -> str:
    """The registrable domain of an address; of an IP address or a single name, that and its port.

    >>> registrable("https://feeds.news.example.co.uk/rss"), registrable("http://127.0.0.1:8000/a")
    ('example.co.uk', '127.0.0.1:8000')
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    host = (parts.hostname or "").rstrip(".")
    # What listens at an IP address, or at a name without a dot, may be anybody's.
    if "." not in host or not host[-1].isalpha():
        return parts.netloc.rpartition("@")[2].lower()
    return _suffixes().privatesuffix(host) or host


def site_of(source: Source | None) -> str:
    """The registrable domain of a source's address, whose pages it speaks for; "" for none."""
    return registrable(source.url) if source is not None and source.url else ""


def domains_of(reply: Reply) -> frozenset[str]:
    """The domains that a reply may say something for: who answered, and who redirected and asked to wait."""
    answered = registrable(reply.final_url)
    return frozenset((answered, *(registrable(one.url) for one in reply.waits)))


def after_reply(
    known: Mapping[str, DomainState], reply: Reply, now: datetime
) -> Sequence[DomainState]:
    """What a reply says for whole domains; nothing where that is nothing new.

    ``Retry-After`` of 429 and 503 holds for all of the domain that gave it (RFC 9110, section 10.2.3, says
    "the service"), and so does that of a redirect which was followed.
    """
    learnt: dict[str, DomainState] = {}
    for url, wait in redirects_ask(reply):
        domain = registrable(url)
        base = learnt.get(domain) or known.get(domain)
        learnt[domain] = _resting(base, domain, now, wait)
    domain = registrable(reply.final_url)
    final = _after_answer(learnt.get(domain) or known.get(domain), domain, reply, now)
    return tuple((learnt | ({domain: final} if final else {})).values())


def _after_answer(
    known: DomainState | None, domain: str, reply: Reply, now: datetime
) -> DomainState | None:
    asked = retry_after(reply)
    if reply.status not in (429, 503) or (asked is None and reply.status == 503):
        return None
    if reply.status == 503:
        return _resting(known, domain, now, asked)
    wait = None if asked is None else max(asked, _HOUR)
    return replace(_resting(known, domain, now, wait), limited=now)


def _resting(
    known: DomainState | None, domain: str, now: datetime, wait: timedelta | None
) -> DomainState:
    base = replace(known or DomainState(domain=domain, noted=now), noted=now)
    if wait is None:
        return base
    return replace(base, until=max(now + wait, base.until or now + wait))


def put_off(state: PollState, domain: DomainState, now: datetime) -> PollState:
    """The state of a source that was due while its domain rests; it waits without having been asked."""
    assert domain.until is not None
    spread = min(_SPREAD, (domain.until - now) / 10) * fraction(state.source)
    why = (
        f"{domain.domain} asked all its sources to wait ({spell(domain.until - now)}, Retry-After)"
    )
    return replace(state, due=domain.until + spread, lease=None, why_next=why)

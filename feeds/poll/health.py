"""What is worth telling of a source: that it broke, fell silent, moved, may have lost items, or is well again.

Each spell is told once. ``PollState.broken`` and ``PollState.silent`` remember that it was; a failure is not told
before it is worth it, since most pass by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

from feeds.model.health import Condition, EventKind, SourceEvent
from feeds.model.poll import Failed, Fetched, Gone, Outcome, PollState, Source
from feeds.poll.move import present_url
from feeds.poll.wording import spell

_WORTH_TELLING = 3  # failures in a row, unless one says by itself that it will not pass


def notice(
    before: PollState,
    after: PollState,
    *,
    source: Source,
    outcome: Outcome,
    now: datetime,
    called: str = "",
    pushed: bool = False,
) -> tuple[PollState, tuple[SourceEvent, ...]]:
    """What a poll changed about a source's health, and the state that remembers what was told.

    ``before`` and ``after`` are the states around the poll, as ``due.after_poll`` has them; ``called`` is what the
    document calls itself. ``pushed``: no poll, but what its hub pushed, which tells that it is not silent, and nothing
    of how it answers.
    """
    if pushed:
        return _heard(before, after, source, now, ())
    failed = isinstance(outcome, Failed | Gone)
    told = _broke(before, after, outcome, now) if failed else _came_back(before, now)
    events = [told] if told else []
    if told:
        after = replace(after, broken=now if failed else None)
    if isinstance(outcome, Fetched) and after.missed:
        events += [] if before.missed else [_missed(before, source, now, called)]
        after = replace(after, misses=after.misses + 1)
    if _has_moved(before, after, source):
        events.append(_moved(after, now))
    return _heard(before, after, source, now, events)


def _heard(
    before: PollState,
    after: PollState,
    source: Source,
    now: datetime,
    events: Sequence[SourceEvent],
) -> tuple[PollState, tuple[SourceEvent, ...]]:
    """The same with what is to be told of its silence."""
    told = _silence(before, after, source, now)
    if told is None:
        return after, tuple(events)
    silent = now if told.kind == "fell silent" else None
    return replace(after, silent=silent), (*events, told)


def fell_silent(state: PollState, source: Source, now: datetime) -> SourceEvent | None:
    """That a source has had nothing new for longer than its ``silence``, if that is so and was not told yet."""
    since = state.changed or state.added
    if source.silence is None or since is None or state.silent or now - since < source.silence:
        return None
    title = f"{source.name} has had nothing new for {spell(now - since)}"
    last = f"Its last new item came {_at(since)}" if state.changed else "Nothing ever came from it"
    answer = f"; its last poll failed: {state.problem}" if state.problem else ""
    limit = f"it is to be reported after {spell(source.silence)}"
    return _event("fell silent", state, now, title, f"{last}; {limit}{answer}.")


def condition(state: PollState | None, source: Source) -> Condition:
    """The one word for how a source is; the worst of several."""
    if state is None:
        return "new"
    if state.gone:
        return "gone"
    if state.failures:
        return "broken" if state.broken else "silent" if _is_silent(state, source) else "failing"
    if _is_silent(state, source):
        return "silent"
    return "well" if state.succeeded else "new"


def sentence(state: PollState | None, source: Source, now: datetime) -> str | None:
    """What is to be said of how a source is now, for a person; None when all is well."""
    if state is None:
        return None
    said = [_trouble(state), *_remarks(state, source, now)]
    return " ".join(f"{one[0].upper()}{one[1:]}." for one in said if one) or None


def _trouble(state: PollState) -> str | None:
    if state.gone:
        return f"{state.problem or 'gone'}; it is looked at now and then, in case it returns"
    if not state.failures:
        return None
    polls = "the last poll" if state.failures == 1 else f"{state.failures} polls in a row"
    return f"{polls} failed: {state.problem or 'nobody knows why'}"


def _remarks(state: PollState, source: Source, now: datetime) -> list[str]:
    said = []
    since = state.changed or state.added
    if _is_silent(state, source) and since is not None:
        said.append(f"nothing new for {spell(now - since)}")
    if state.missed:
        said.append("items may have been missed: its last document held none that was known")
    if state.moved_to and not state.failures and present_url(source, state) != source.url:
        address = public_address(state.moved_to)
        said.append(f"it has moved for good to {address}: write that into the configuration")
    return said


def public_address(url: str) -> str:
    """An address without what may be a secret in it: user, password, query.

    >>> public_address("https://mara:s3cret@wire.example:8080/feed?key=abc")
    'https://wire.example:8080/feed?…'
    """
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "…" if parts.query else "", ""))


def _is_silent(state: PollState, source: Source) -> bool:
    return source.silence is not None and state.silent is not None


def _broke(
    before: PollState, after: PollState, outcome: Outcome, now: datetime
) -> SourceEvent | None:
    """410 is told at the first one, whatever was told of the spell before: it is the source's own word."""
    if isinstance(outcome, Gone):
        title = f"{after.source} says that it is gone for good"
        return _event("gone", after, now, title, _failures(after)) if not before.gone else None
    hard = isinstance(outcome, Failed) and outcome.grade == "hard"
    if before.broken or not (hard or after.failures >= _WORTH_TELLING):
        return None
    return _event("broke", after, now, f"{after.source} can't be read", _failures(after))


def _failures(after: PollState) -> str:
    polls = "A poll" if after.failures == 1 else f"{after.failures} polls in a row"
    last = (
        f"Its last good answer was {_at(after.succeeded)}."
        if after.succeeded
        else "It never answered well."
    )
    return f"{polls} failed: {after.problem}. {last} It is asked again {_at(after.due)}."


def _came_back(before: PollState, now: datetime) -> SourceEvent | None:
    if before.broken is None:
        return None
    last = f" Its last good answer was {_at(before.succeeded)}." if before.succeeded else ""
    polls = "one poll" if before.failures == 1 else f"{before.failures} polls in a row"
    since = f"after {polls} failed" if before.failures else "since its address is another"
    detail = f"It answers again {since}.{last}"
    return _event("came back", before, now, f"{before.source} is back", detail)


def _missed(before: PollState, source: Source, now: datetime, called: str) -> SourceEvent:
    since = f" since the poll of {_at(before.polled)}" if before.polled else ""
    # By its name alone somebody else's feed is told from the source's own after a long while.
    other = "" if called in ("", source.name) else f", which calls itself “{called[:100]}”,"
    fixed = (
        f" Its fixed interval of {spell(source.interval)} may be too long."
        if source.interval
        else ""
    )
    came = "so entries may have come and gone in between"
    detail = f"Nothing in its document{other} was known{since}, {came}."
    title = f"Items of {source.name} may have been missed"
    return _event("missed", before, now, title, detail + fixed)


def _has_moved(before: PollState, after: PollState, source: Source) -> bool:
    """Whether polls have just agreed on another address; a failure in between changes nothing about that."""
    if (before.moved_to, before.moved_count) == (after.moved_to, after.moved_count):
        return False
    was, is_ = (present_url(source, replace(state, failures=0)) for state in (before, after))
    return is_ not in (was, source.url)


def _moved(after: PollState, now: datetime) -> SourceEvent:
    address = public_address(after.moved_to or "")
    detail = f"It redirects to {address} for good and is polled there; write that into the configuration."
    return _event("moved", after, now, f"{after.source} has moved", detail)


def _silence(
    before: PollState, after: PollState, source: Source, now: datetime
) -> SourceEvent | None:
    if after.changed == before.changed or after.silent is None:
        return fell_silent(after, source, now)
    since = before.changed or before.added
    span = f" after {spell(now - since)}" if since else ""
    detail = f"Its last new item had come {_at(before.changed)}." if before.changed else ""
    return _event("spoke again", after, now, f"{source.name} has something new{span}", detail)


def _event(kind: EventKind, state: PollState, at: datetime, title: str, detail: str) -> SourceEvent:
    return SourceEvent(source=state.source, at=at, kind=kind, title=title, detail=detail.strip())


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"

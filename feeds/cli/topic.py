"""``topic``: try a query or a topic, and an editor's word on its stories (``pin``, ``ban``)."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from feeds import config
from feeds.cli.ask import named_topic, read_query, reading
from feeds.cli.say import say, say_json
from feeds.cli.stats import stats
from feeds.clock import now
from feeds.curate.explain import score
from feeds.curate.match import Curator
from feeds.curate.rules import enter
from feeds.curate.tree import Query
from feeds.errors import DatelineError
from feeds.model.story import Story
from feeds.model.topic import EditorsWord, Hit, Match, Topic
from feeds.newsdesk import Newsdesk
from feeds.publish.wording import at_minute
from feeds.search import Finding, asking, shown_by, take
from store.api import Snapshot
from store.open import open_store

_DONE = {"pin": "pinned", "ban": "banned"}


@click.group()
def topic() -> None:
    """Topics: try a query before writing it down, pin stories and ban them.

    \b
    Example: dateline topic try 'terror* AND morocco'
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fate:
    """What becomes of a story in a topic, and why."""

    state: str  # in, held, out
    because: str


@topic.command(name="try")
@click.argument("query", required=False)
@click.option(
    "--topic", "slug", default=None, help="By this topic's rules; without QUERY, its own."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
@click.pass_obj
def topic_try(path: Path, query: str | None, slug: str | None, as_json: bool) -> None:
    """Which kept stories a query would take, and why.

    With --topic it also says what that topic's rules and editors make of each: in, held back, or kept out, and why.

    \b
    Example: dateline topic try '"organized crime" OR terror*'
    """
    with reading(path) as (settings, snapshot):
        ruled = named_topic(settings, slug) if slug is not None else None
        if query is None and ruled is None:
            raise click.UsageError("give a QUERY, or a topic with --topic")
        text = query if query is not None else ruled.query if ruled else ""
        curator, tree = read_query(text, settings)
        ruling = _Ruling(snapshot, curator, ruled) if ruled else None
        found = False
        with closing(_findings(snapshot, curator, tree, ruled)) as findings:
            for finding in findings:
                fate = ruling.fate(finding.story) if ruling else None
                _show(finding, fate, as_json=as_json)
                found = True
        if not found:
            kept = [*snapshot.stories(limit=1)]
            say("no kept story matches" if kept else "no story is kept yet", err=True)


def _findings(
    snapshot: Snapshot, curator: Curator, tree: Query, ruled: Topic | None
) -> Generator[Finding]:
    """What the query takes, and what is pinned in the topic besides."""
    shown = set()
    for finding in _taken(snapshot, curator, tree, stemmed=ruled is not None and ruled.stem):
        shown.add(finding.story.id)
        yield finding
    words = snapshot.words_in(ruled.slug) if ruled else {}
    pinned = [story for story, word in words.items() if word == "pin" and story not in shown]
    for story in snapshot.stories_by_id(pinned).values():
        yield Finding(story=story, why=())


def _taken(
    snapshot: Snapshot, curator: Curator, tree: Query, *, stemmed: bool
) -> Iterator[Finding]:
    """What the query takes; the search index knows no stems, so that by those all stories are looked at."""
    asked = asking(snapshot, curator, tree, now=now(), stemmed=stemmed)
    if not stemmed:
        yield from take(snapshot, tree, asked)
        return
    for story in snapshot.stories():
        why = asked(story)
        if why is not None:
            yield Finding(story=story, why=why)


class _Ruling:
    """What a topic's rules and editors make of stories."""

    def __init__(self, snapshot: Snapshot, curator: Curator, topic: Topic) -> None:
        self._snapshot, self._topic, self._now = snapshot, topic, now()
        self._curator = curator.within([topic.slug])
        self._words = snapshot.words_in(topic.slug)
        self._showing = shown_by(self._curator.referred(), snapshot, self._now)

    def fate(self, story: Story) -> _Fate:
        """What becomes of a story that the query takes, or an editor pinned."""
        word = self._words.get(story.id)
        if word is not None:
            said = f"{_DONE[word]} by an editor"
            return _Fate(state="in" if word == "pin" else "out", because=said)
        slug, shown = self._topic.slug, self._showing(story)
        barred = self._curator.barred(slug, story, now=self._now, shown=shown)
        return _Fate(state="out", because=barred) if barred is not None else self._timely(story)

    def _timely(self, story: Story) -> _Fate:
        """Whether it may be out by now."""
        topic = self._topic
        inside = frozenset(self._snapshot.topics_by_story([story.id]).get(story.id, ()))
        match = Match(topic=topic.slug, story=story.id)
        topics = {topic.slug: topic}
        done = enter(story, [match], topics, words={}, inside=inside, now=self._now)
        until = done.waiting.get(topic.slug)
        if until is not None:
            return _Fate(state="held", because=f"held back until {at_minute(until)}")
        if not done.matches:
            return _Fate(state="out", because="withdrawn before it was out")
        return _Fate(state="in", because="")


def _show(finding: Finding, fate: _Fate | None, *, as_json: bool) -> None:
    found, why = finding.story, finding.why
    if as_json:
        line: dict[str, Any] = {
            "id": found.id,
            "title": found.head.title,
            "score": score(why),
            "why": [{"term": h.term, "field": h.field, "found": h.found} for h in why],
        }
        if fate is not None:
            line |= {"state": fate.state, "because": fate.because}
        say_json(line)
        return
    say(f"{found.id}  {found.head.title}", *([f"    {_said(why)}"] if why else []))
    if fate is not None:
        say(f"    {fate.state}{f': {fate.because}' if fate.because else ''}")


def _said(why: tuple[Hit, ...]) -> str:
    return "; ".join(f"{h.term} in {h.field} (…{h.found}…)" for h in why)


@topic.command()
@click.argument("slug")
@click.argument("story_id", metavar="STORY")
@click.pass_obj
def pin(path: Path, slug: str, story_id: str) -> None:
    """Keep a story in a topic and on top of its page, whatever the query says.

    \b
    Example: dateline topic pin security 0k3v9q2m1x7ab
    """
    say(_say(path, slug, story_id, "pin"))


@topic.command()
@click.argument("slug")
@click.argument("story_id", metavar="STORY")
@click.pass_obj
def ban(path: Path, slug: str, story_id: str) -> None:
    """Keep a story out of a topic, whatever the query says.

    \b
    Example: dateline topic ban security 0k3v9q2m1x7ab
    """
    say(_say(path, slug, story_id, "ban"))


@topic.command()
@click.argument("slug")
@click.argument("story_id", metavar="STORY")
@click.pass_obj
def unpin(path: Path, slug: str, story_id: str) -> None:
    """Take a pin back: the query decides again.

    \b
    Example: dateline topic unpin security 0k3v9q2m1x7ab
    """
    say(_say(path, slug, story_id, None, before="pin"))


@topic.command()
@click.argument("slug")
@click.argument("story_id", metavar="STORY")
@click.pass_obj
def unban(path: Path, slug: str, story_id: str) -> None:
    """Take a ban back: the query decides again.

    \b
    Example: dateline topic unban security 0k3v9q2m1x7ab
    """
    say(_say(path, slug, story_id, None, before="ban"))


def _say(
    path: Path,
    slug: str,
    story_id: str,
    word: EditorsWord | None,
    *,
    before: EditorsWord | None = None,
) -> str:
    """Write an editor's word, or take ``before`` back, and publish what that changes; what was done."""
    settings = config.load(path)
    named_topic(settings, slug)
    with closing(open_store(settings.store_url)) as store:
        with store.write() as tx:
            story = tx.story(story_id)
            if story is None:
                raise DatelineError(f"no story has the id {story_id!r}; see: dateline stories")
            said: Mapping[str, EditorsWord] = tx.words_by_story([story.id]).get(story.id, {})
            if before is not None and said.get(slug) != before:
                raise DatelineError(f"{story.id} is not {_DONE[before]} in {slug}")
            tx.put_word(slug, story.id, word, at=now())
        Newsdesk(settings, store).release()
    done = _DONE[word] if word else f"no longer {_DONE[before or 'pin']}"
    return f"{story.id}: {done} in {slug}: {story.head.title}"


topic.add_command(stats)
COMMANDS = (topic,)

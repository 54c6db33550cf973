"""``story``: one story shown whole, and an editor's word on what belongs to it (``split``, ``join``)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from feeds import config
from feeds.cli.describe import describe
from feeds.cli.say import say, say_json
from feeds.clock import now
from feeds.errors import DatelineError
from feeds.identify import ruling
from feeds.model.story import Ruling, Story, parse_id
from feeds.newsdesk import Newsdesk
from feeds.printed import counted
from feeds.regrouping import take_apart
from feeds.serve.api import story_json
from store.api import Snapshot, Transaction
from store.open import open_store


class _Showing(click.Group):
    """A group that shows the story when its first word is none of its commands."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        words = {*self.commands, *ctx.help_option_names}
        if args and args[0] not in words:
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Showing, subcommand_metavar="ID | COMMAND [ARGS]...")
def story() -> None:
    """One story (ID is short for show ID), and an editor's word on what belongs to it.

    \b
    Example: dateline story 0k3v9q2m1x7ab
    """


@story.command()
@click.argument("story_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def show(path: Path, story_id: str, as_json: bool) -> None:
    """One story: its copies and why each belongs, its versions, its topics and why.

    \b
    Example: dateline story show 0k3v9q2m1x7ab
    """
    with closing(open_store(config.load(path).store_url)) as store, store.read() as snapshot:
        found = _find(snapshot, story_id)
        if as_json:
            say_json(story_json(snapshot, found))
        else:
            describe(snapshot, found)


@story.command()
@click.argument("story_id", metavar="ID")
@click.argument("item_ids", metavar="ITEM...", nargs=-1, required=True)
@click.pass_obj
def split(path: Path, story_id: str, item_ids: tuple[str, ...]) -> None:
    """Make a story of its own of copies that are not this story, and keep the two apart.

    ITEM is a copy's id as the story shows it. Copies that were a story before they were merged
    into this one have that story's id again.

    \b
    Example: dateline story split 0k3v9q2m1x7ab 1f0c8w4zt6h2m 0a9d5n7r3k1ye
    """
    away = frozenset(_item(text) for text in item_ids)
    with _ruling(path) as tx:
        found = _find(tx, story_id)
        done = take_apart(tx, found, away, now(), by_an_editor=True)
    rest, other = done.stories
    say(f"{other.id}: {_count(other)} split off", f"{rest.id}: keeps {_count(rest)}")


@story.command()
@click.argument("one_id", metavar="ID")
@click.argument("other_id", metavar="ID")
@click.pass_obj
def join(path: Path, one_id: str, other_id: str) -> None:
    """Make one story of two: the older one's id stays, the other's leads to it.

    \b
    Example: dateline story join 0k3v9q2m1x7ab 1c7p2t9s4q0vn
    """
    with _ruling(path) as tx:
        one, other = _find(tx, one_id), _find(tx, other_id)
        apart = bool(tx.ruled_apart([one.id, other.id]))
        kept = ruling.elder(one, other, apart=apart)
        done: Ruling = ruling.join(one, other, tx.versions(kept.id), now=now(), apart=apart)
        tx.rule(done)
    ((old, new),) = done.merged
    say(f"{new}: {_count(done.stories[0])}; {old} leads to it")


@contextmanager
def _ruling(path: Path) -> Iterator[Transaction]:
    """A transaction for an editor's word; what it changed is published once it is kept."""
    settings = config.load(path)
    with closing(open_store(settings.store_url)) as store:
        with store.write() as tx:
            yield tx
        Newsdesk(settings, store).release()


def _find(snapshot: Snapshot, story_id: str) -> Story:
    found = snapshot.story(story_id)
    if found is None:
        raise DatelineError(f"no story has the id {story_id!r}; see: dateline stories")
    return found


def _item(text: str) -> int:
    try:
        return parse_id(text)
    except ValueError:
        raise click.UsageError(
            f"{text!r} is no item's id: 13 letters and digits, as dateline story ID shows them"
        ) from None


def _count(one: Story) -> str:
    return counted(len(one.copies), "copy", "copies")


COMMANDS = (story,)

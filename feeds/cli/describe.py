"""A story as ``dateline story ID`` shows it: who carries it and why, how it changed, what it quotes."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from feeds.cli.tables import shown
from feeds.model.story import Copy, Story, format_id
from feeds.publish.changes import Passage, history
from feeds.publish.wording import at_minute, had_it
from feeds.serve.links import quotings, twins_of
from store.api import Snapshot

# Marks as wdiff writes them, so that a change can be told where there are no colours.
_SAID = {"pin": "pinned", "ban": "banned"}
_MARKS = {"gone": ("[-", "-]", "red strike"), "come": ("{+", "+}", "green"), "same": ("", "", "")}


def describe(snapshot: Snapshot, story: Story) -> None:
    """Print a story."""
    console = Console()
    console.print(shown(story.head.title, style="bold"))
    agency = f", written by {story.agency}" if story.agency else ""
    console.print(shown(f"{story.id}: first carried by {story.first_carrier}{agency}"))
    if story.status == "withdrawn":
        still = ", ".join(story.still_carried_by) or "nobody"
        console.print(shown(f"withdrawn; still carried by {still}"))
    console.print(_table(story.copies))
    _versions(console, snapshot, story)
    for quoting in quotings(snapshot, story):
        other = quoting.other
        console.print(shown(f"{quoting.kind} {other.id} “{other.head.title}”: {quoting.why}"))
    for twin in twins_of(snapshot, story):
        other = twin.other
        told = f"{other.id} “{other.head.title}” ({other.head.language}): {twin.why}"
        console.print(shown(f"language twin {twin.score:.2f} {told}"))
    words = dict(snapshot.words_by_story([story.id]).get(story.id, {}))
    for match in snapshot.topics_of(story.id):
        why = "; ".join(f"{hit.term} in {hit.field}" for hit in match.why)
        said = "; pinned by an editor" if words.pop(match.topic, "") == "pin" else ""
        console.print(shown(f"topic {match.topic}: {why or 'takes every story'}{said}"))
    for slug, until in sorted(snapshot.held_by_topics(story.id).items()):
        console.print(shown(f"topic {slug}: holds it back until {at_minute(until)}"))
    for slug, word in sorted(words.items()):
        console.print(shown(f"topic {slug}: {_SAID[word]} by an editor"))


def _table(copies: Sequence[Copy]) -> Table:
    """Item ids stand whole, since they are what one copies; the rest has what is left of 80 columns for itself."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Item", no_wrap=True, min_width=13)
    table.add_column("Source and title; when it had it; as what it belongs, and why", ratio=1)
    for copy in copies:
        told = shown(f"{copy.source}: {copy.title}\n")
        why = f"{copy.relation} {copy.score:.2f}: {copy.why}"
        told += shown(f"{had_it(copy)}\n{why}", style="dim")
        table.add_row(Text(format_id(copy.item)), told)
    return table


def _versions(console: Console, snapshot: Snapshot, story: Story) -> None:
    versions = snapshot.versions(story.id)
    for version in versions[:1]:
        console.print(shown(f"version 1 (original) {at_minute(version.at)}: {version.title}"))
    for version, changed in history(versions):
        about = f"version {version.number} ({version.relation}) {at_minute(version.at)}"
        console.print(shown(f"{about}: {version.title}"))
        for name, passages in (("title", changed.title), ("text", changed.text)):
            if passages:
                console.print(Text(f"  {name}: ").append_text(_marked(passages)))


def _marked(passages: Sequence[Passage]) -> Text:
    line = Text()
    for passage in passages:
        opening, closing, style = _MARKS[passage.kind]
        words = " ".join(passage.text.split())
        space = " " if passage.text[-1:].isspace() else ""
        line.append_text(shown(f"{opening}{words}{closing}", style)).append(space)
    return line

"""``dateline sources``: how each source is, when it is asked next, and why."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from feeds import config
from feeds.cli.say import say_json
from feeds.cli.tables import shown
from feeds.clock import now
from feeds.model.health import CONDITIONS
from feeds.model.poll import PollState
from feeds.model.push import PushSubscription
from feeds.poll.health import public_address
from feeds.serve.views import SourceRow, source_rows
from store.open import open_store

_STYLES = {"gone": "red", "broken": "red", "failing": "yellow", "silent": "magenta"}
_FACTS = ("State", "HTTP", "Success", "Next", "Every", "A day", "Miss", "Fail")
_WORDS = 5  # of them, then numbers
_UNITS = ((timedelta(days=2), 86400, "d"), (timedelta(minutes=90), 3600, "h"))


@click.command()
@click.option(
    "--state", type=click.Choice(CONDITIONS), default=None, help="Only sources in this state."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
@click.pass_obj
def sources(path: Path, state: str | None, as_json: bool) -> None:
    """Each source's state: last success, next poll and why then, items a day, failures and why.

    \b
    Example: dateline sources --state broken
    """
    settings = config.load(path)
    at = now()
    with closing(open_store(settings.store_url)) as store, store.read() as snapshot:
        rows = source_rows(snapshot, settings.sources, at)
        hubs = snapshot.push.of([source.name for source in settings.sources])
    shown = [row for row in rows if state in (None, row.condition)]
    if as_json:
        for row in shown:
            line = _line(row, hubs.get(row.source.name), at)
            say_json(line)
    else:
        _show(shown, at)


def _line(row: SourceRow, hub: PushSubscription | None, at: datetime) -> dict[str, Any]:
    """A source, and what is kept of its hub, as one JSON value; times are RFC 3339, spans are seconds."""
    source, state = row.source, _state(row, at)
    return {
        "source": source.name,
        "state": row.condition,
        "status": row.status,
        "last_poll": _moment(state.polled),
        "last_success": _moment(state.succeeded),
        "last_new": _moment(state.changed),
        "next_poll": _moment(state.due),
        "why_next": state.why_next,
        "interval": state.interval.total_seconds() if state.interval else None,
        "silence": source.silence.total_seconds() if source.silence else None,
        "items": row.activity.items if row.activity else 0,
        "items_a_day": round(row.a_day, 2),
        "failures": state.failures,
        "why": row.sentence,
        "missed": state.missed,
        "misses": state.misses,
        "pushed": _moment(hub.pushed) if hub else None,
        "push_problem": hub.problem if hub else None,
        "moved_to": public_address(state.moved_to) if state.moved_to else None,
    }


def _state(row: SourceRow, at: datetime) -> PollState:
    """The state kept; of a source that no run has met yet, that it is due."""
    return row.state or PollState(source=row.source.name, due=at)


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _show(rows: list[SourceRow], at: datetime) -> None:
    """A table within 80 columns and, below it, what is to be said of each."""
    console = Console()
    console.print(_table(rows, at))
    for row in rows:
        if row.sentence:  # as text: foreign words are no markup
            name = shown(row.source.name, _STYLES.get(row.condition, "bold"))
            console.print(name + shown(f": {row.sentence}", "not bold default"))


def _table(rows: list[SourceRow], at: datetime) -> Table:
    """In two columns for rich, which takes as long for each cell as for all that stands in it."""
    facts = [_facts(row, at) for row in rows]
    widths = [max(map(len, column)) for column in zip(_FACTS, *facts, strict=True)]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), expand=True)
    table.add_column("Source", ratio=1, overflow="fold")
    table.add_column(_side_by_side(_FACTS, widths), no_wrap=True)
    for row, cells in zip(rows, facts, strict=True):
        why = shown(f"\n{row.state.why_next}", "dim") if row.state and row.state.why_next else ""
        told = Text(_side_by_side(cells, widths))
        told.stylize(_STYLES.get(row.condition, ""), 0, widths[0])
        table.add_row(shown(row.source.name) + why, told)
    return table


def _facts(row: SourceRow, at: datetime) -> tuple[str, ...]:
    state = _state(row, at)
    return (
        row.condition,
        str(row.status or "–"),
        f"{_short(at - state.succeeded)} ago" if state.succeeded else "never",
        f"in {_short(state.due - at)}" if state.due > at else "now",
        _short(state.interval) if state.interval else "–",
        f"{row.a_day:.1f}",
        str(state.misses or "–"),
        str(state.failures or "–"),
    )


def _side_by_side(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Cells as wide as their columns, words from the left and numbers from the right."""
    both = zip(cells, widths, strict=True)
    turned = (one.ljust(w) if n < _WORDS else one.rjust(w) for n, (one, w) in enumerate(both))
    return "  ".join(turned)


def _short(span: timedelta) -> str:
    """A span in one unit: 45s, 30m, 12h, 3d."""
    seconds = max(0, int(span.total_seconds()))
    for least, unit, name in _UNITS:
        if span >= least:
            return f"{seconds // unit}{name}"
    return f"{seconds // 60}m" if seconds >= 90 else f"{seconds}s"


COMMANDS = (sources,)

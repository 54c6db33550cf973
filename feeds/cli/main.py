"""The command itself: options common to all, exit codes, and the commands it has."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

from feeds import __version__, log, memory
from feeds.cli.say import say
from feeds.errors import ConfigError, DatelineError

# Which module has a command, and what it does. Each is imported when it is called: most need only a part of what all of
# them do, and a list of them needs none.
_COMMANDS = {
    "add": ("subscribe", "Find the feed behind an address and configure it."),
    "backup": ("run", "Copy the store while the daemon runs."),
    "check": ("run", "Report every fault of the configuration at once."),
    "demo": ("run", "Show it working, on sample outlets of its own."),
    "export": ("ask", "Print OPML: the sources, or the topics."),
    "import": ("subscribe", "Configure the feeds of an OPML list."),
    "ingest": ("gather", "Take in documents or wire stories from files."),
    "poll": ("gather", "Poll once, now: what is due, some, or all."),
    "publish": ("run", "Write all that is published as static files."),
    "run": ("run", "Poll, curate, publish and serve until stopped."),
    "sources": ("sources", "How each source does, and when its next poll is."),
    "stories": ("ask", "The stories kept, newest first."),
    "story": ("story", "One story; split or join stories for good."),
    "topic": ("topic", "Try a query; pin and ban stories; statistics."),
    "trace": ("trace", "One document, after each stage of the path."),
    "worker": ("run", "Poll beside a daemon, on its PostgreSQL store."),
}


def _write_utf8() -> None:
    """What feeds say is in all scripts, and JSON is UTF-8 (RFC 8259, 8.1), whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower() not in ("utf-8", "utf8"):
            stream.reconfigure(encoding="utf-8")


class _Group(click.Group):
    """Ends with 2 when the configuration is wrong, with 1 when the work failed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click passes it
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click passes it
        if cmd_name not in _COMMANDS:
            return None
        family, _ = _COMMANDS[cmd_name]
        with memory.loading():
            commands: tuple[click.Command, ...] = import_module(f"feeds.cli.{family}").COMMANDS
        return next(command for command in commands if command.name == cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- click passes it
        with formatter.section("Commands"):
            formatter.write_dl([(name, does) for name, (_, does) in _COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ConfigError as error:
            for fault in error.faults:
                say(*f"error: {fault}".split("\n"), err=True)
            sys.exit(2)
        except DatelineError as error:
            say(*f"error: {error}".split("\n"), err=True)
            sys.exit(1)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except OSError as error:  # not of a pipe: click ends quietly when its reader had enough
            where = f"{error.filename}: " if error.filename else ""
            say(f"error: {where}{error.strerror or error}", err=True)
            sys.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-c",
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("config.toml"),
    show_default=True,
    help="The configuration.",
)
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    default=None,
    help="How much is logged; the daemon and workers log info, the other commands warnings.",
)
@click.option("--log-json", is_flag=True, help="Log as JSON Lines.")
@click.version_option(__version__, prog_name="dateline")
@click.pass_context
def main(ctx: click.Context, config: Path, log_level: str | None, log_json: bool) -> None:
    """Dateline polls feeds, recognises the same story whoever carries it, and republishes topics.

    \b
    Example: dateline -c config.toml run
    """
    memory.spare()
    _write_utf8()
    # No terminal has none: a table would be printed without a letter.
    if os.environ.get("COLUMNS") == "0":
        del os.environ["COLUMNS"]
    ctx.obj = config
    chatty = ctx.invoked_subcommand in ("run", "worker")
    level = log_level or ("info" if chatty else "warning")
    log.configure(level=level, style="json" if log_json else "text")

"""The command line: ``dateline COMMAND``. Each family of commands is a module here."""

from feeds.cli.main import main

__all__ = ["main"]

"""``python -m feeds`` is ``dateline``, and this is where both begin.

Worker processes import the module that the program began with: nothing heavy may be imported at its head.
"""

import signal
import sys

# These end when they are told to, and have done their work then.
_ENDLESS = frozenset({"run", "worker", "demo"})
_WITH_VALUES = ("-c", "--config", "--log-level")


def main() -> None:
    """The command line."""
    if _command(sys.argv[1:]) in _ENDLESS:
        # What they need takes most of a second to load: told to stop meanwhile, they have nothing to bring to an end.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _not_begun)
    from feeds import memory

    with memory.loading():
        from feeds.cli import main as command

    command()


def _command(words: list[str]) -> str | None:
    """The command that a command line names, which may also be the name of a source: poll run."""
    behind = zip(["", *words], words, strict=False)
    return next((w for before, w in behind if w[:1] != "-" and before not in _WITH_VALUES), None)


def _not_begun(_number: int, _frame: object) -> None:
    sys.exit(0)


if __name__ == "__main__":
    main()

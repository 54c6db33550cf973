"""``python -m feeds`` is ``dateline``, and this is where both begin.

Worker processes import the module that the program began with: nothing heavy may be imported at its head.
"""

import signal
import sys

_ENDLESS = {
    "run",
    "worker",
    "demo",
}  # they end when they are told to, and have done their work then


def main() -> None:
    """The command line."""
    if _ENDLESS.intersection(sys.argv[1:]):
        # What they need takes most of a second to load: told to stop meanwhile, they have nothing to bring to an end.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _not_begun)
    from feeds.cli import main as command

    command()


def _not_begun(_number: int, _frame: object) -> None:
    sys.exit(0)


if __name__ == "__main__":
    main()

"""``python -m feeds`` is ``dateline``, and this is where both begin.

Worker processes import the module that the program began with: nothing heavy may be imported at its head.
"""


def main() -> None:
    """The command line."""
    from feeds.cli import main as command

    command()


if __name__ == "__main__":
    main()

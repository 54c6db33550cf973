"""``python -m feeds`` is ``dateline``."""

from feeds.cli import main

if __name__ == "__main__":
    main()

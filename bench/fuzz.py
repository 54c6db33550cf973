"""Fuzzing of reading, guided by what code each input reaches (atheris, which is libFuzzer): from the corpus on.

``python -m bench.fuzz FOLDER [-runs=100000 …]``: FOLDER keeps what inputs were found worth keeping; what else is
given goes to libFuzzer. It ends with an error at the first input that reading answers with anything but a readout
or NotAFeed.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["feeds"]):
    from feeds.errors import NotAFeed
    from feeds.model.poll import Source
    from feeds.reading import read

_CORPUS = Path(__file__).parents[1] / "tests" / "parse" / "corpus"
_SOURCE = Source(name="Fuzz", url="https://fuzz.example/feed")
_NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def check(data: bytes) -> None:
    """Read the bytes as a document and normalize what is in it."""
    try:
        read(
            data,
            content_type=None,
            location="https://fuzz.example/feed",
            source=_SOURCE,
            first_seen=_NOW,
            seen_after=None,
        )
    except NotAFeed:
        return


def main() -> None:
    """Fuzz, with the corpus as seeds."""
    folder, *options = sys.argv[1:]
    atheris.Setup([sys.argv[0], *options, folder, str(_CORPUS)], check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

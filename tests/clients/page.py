"""The table of real readers as ``docs/interoperability.md`` has it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.clients.follow import Findings, table

PAGE = Path(__file__).parents[2] / "docs" / "interoperability.md"
_MADE = re.compile(r"(?<=<!-- made by: python -m tests\.clients -->\n).*?(?=<!-- end -->)", re.S)
_ROW = re.compile(r"^\| (\S+) \| (atom|rss|json) \| (.*) \|$", re.M)


def write(page: str, findings: Findings, versions: str) -> str:
    """The page with what was found in the place of what it had."""
    return _MADE.sub(lambda _: f"{table(findings)}\n\nRead by {versions}.\n", page)


def rows(text: str) -> dict[tuple[str, str], str]:
    """The rows of a table, by reader and format."""
    return {(name, suffix): cells for name, suffix, cells in _ROW.findall(text)}

"""The documentation as text: its pages, and what stands in them as code."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Page:
    """A page: ``blocks`` are its fenced blocks as (language, text), ``prose`` what is outside them."""

    path: Path
    text: str
    blocks: tuple[tuple[str, str], ...] = field(default=())

    @property
    def name(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def prose(self) -> str:
        return _FENCE.sub("", self.text)

    @property
    def spans(self) -> list[str]:
        """What stands as code inside a line."""
        return _SPAN.findall(self.prose)

    def commands(self) -> Iterator[list[str]]:
        """The arguments of each ``dateline`` in shell blocks."""
        for language, text in self.blocks:
            if language in ("sh", "bash", "console"):
                for line in text.replace("\\\n", " ").splitlines():
                    yield from arguments(line)


def arguments(line: str) -> Iterator[list[str]]:
    """What follows ``dateline`` in a line of shell, up to where the shell takes over again."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    words = list(lexer)
    starts = [n for n, word in enumerate(words) if re.fullmatch(r"(?:\S*/)?dateline", word)]
    for start in starts:
        if start and words[start - 1] not in ("$", "|", "&&", ";"):
            continue  # the name as an argument of something else
        rest = words[start + 1 :]
        stop = next((n for n, word in enumerate(rest) if word[0] in "|&;<>"), len(rest))
        yield rest[:stop]


def load() -> list[Page]:
    paths = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    texts = [(path, path.read_text(encoding="utf-8")) for path in paths]
    return [Page(path, text, tuple(_FENCE.findall(text))) for path, text in texts]


PAGES = load()

"""What changed between two states of a story's words: word by word, as passages.

The words are aligned by their longest common subsequence (rapidfuzz, which is quick on any input; difflib is
not). That alone would hold on to every "the" in between two passages that have nothing to do with each other,
so words that stay between larger changes count as changed with them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from rapidfuzz.distance import Indel

from feeds.model.story import Version

Kind = Literal["same", "gone", "come"]

_MOST = 10_000  # words compared of either text; memory grows with their product
_STRAY = 3  # so many words between larger changes go with them
_AROUND = 8  # words shown of what stays, on each side of a change
_NEAR = 2  # the same in a note, where a change is only a word or two
_QUOTED = 14  # words of a change in a note
_TOLD = 3  # changes told in a note
_MOSTLY = 0.4  # of the words; where fewer stay, a note says no more than that
_UNSPACED = (
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
)
# A word, or a character where the script has no spaces, and the space after it.
_WORD = re.compile(rf"([{_UNSPACED}]|[^\s{_UNSPACED}]+)(\s*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words that stayed, went or came; spaced as they were, paragraphs apart by a newline."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changed from one version to the next, in its title and in its text; empty: nothing."""

    title: tuple[Passage, ...] = ()
    text: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    bare: str
    space: str


@dataclass(slots=True)
class _Block:
    gone: list[_Word]
    come: list[_Word]
    same: bool

    @property
    def size(self) -> int:
        return max(len(self.gone), len(self.come))


def difference(old: Version, new: Version) -> Difference:
    """What changed, with some words around each change; "…" stands for what stayed."""
    return Difference(
        title=shorten(compare(old.title, new.title)), text=shorten(compare(old.text, new.text))
    )


def compare(before: str, after: str) -> tuple[Passage, ...]:
    """The passages of both texts in order; empty when their words are the same.

    >>> [(p.kind, p.text) for p in compare("ninety metres long", "eighty metres long")]
    [('gone', 'ninety '), ('come', 'eighty '), ('same', 'metres long')]
    """
    blocks = _blocks(_words(before), _words(after))
    return tuple(_passages(blocks)) if any(not block.same for block in blocks) else ()


def shorten(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages with the middle of what stayed left out."""
    last = len(passages) - 1
    return tuple(
        _shortened(passage, first=n == 0, last=n == last) if passage.kind == "same" else passage
        for n, passage in enumerate(passages)
    )


def history(versions: Sequence[Version]) -> list[tuple[Version, Difference]]:
    """Each version after the first, and what changed; a withdrawal changes no words, and has none to compare with."""
    words = [version for version in versions[:1] if version.relation != "withdrawal"]
    told: list[tuple[Version, Difference]] = []
    for version in versions[1:]:
        if version.relation == "withdrawal":
            told.append((version, Difference()))
        else:
            told.append((version, difference(words[-1], version) if words else Difference()))
            words = [version]
    return told


def note(old: Version, new: Version, mark: Callable[[str], str] = str) -> str:
    """What changed, as a short sentence: “is ninety metres” is now “is eighty metres”.

    ``mark`` is applied to the words that are quoted. Empty when no word changed.
    """
    title = _blocks(_words(old.title), _words(new.title))
    text = _blocks(_words(old.text), _words(new.text))
    told = [f"title {said}" for said in _told(title, mark)] + _told(text, mark)
    if not told:
        return ""
    stay = sum(len(block.come) for block in text if block.same)
    if stay < _MOSTLY * sum(len(block.come) for block in text):
        return "most of the text is new."
    more = len(told) - _TOLD
    rest = f"; and {more} more {'change' if more == 1 else 'changes'}" if more > 0 else ""
    return f"{'; '.join(told[:_TOLD])}{rest}."


def _words(text: str) -> list[_Word]:
    found = _WORD.findall(text)[:_MOST]
    return [_Word(word, "\n" if "\n" in space else " " if space else "") for word, space in found]


def _blocks(before: list[_Word], after: list[_Word]) -> list[_Block]:
    """The texts cut where they change, strays taken to their neighbours."""
    codes = Indel.opcodes([word.bare for word in before], [word.bare for word in after])
    blocks: list[_Block] = []
    for code in codes:
        gone = before[code.src_start : code.src_end]
        come = after[code.dest_start : code.dest_end]
        _append(blocks, _Block(gone, come, code.tag == "equal"))
    kept: list[_Block] = []
    for n, block in enumerate(blocks):
        inside = 0 < n < len(blocks) - 1
        if block.same and inside:
            larger = min(kept[-1].size, blocks[n + 1].size)
            block.same = block.size > _STRAY or block.size >= larger
        _append(kept, block)
    return kept


def _append(blocks: list[_Block], block: _Block) -> None:
    """Add a block, to the last one where that is of its kind."""
    if blocks and blocks[-1].same == block.same:
        blocks[-1].gone += block.gone
        blocks[-1].come += block.come
    else:
        blocks.append(block)


def _passages(blocks: Sequence[_Block]) -> list[Passage]:
    found = []
    for block in blocks:
        if block.same:
            found.append(Passage(kind="same", text=_join(block.come)))
        else:
            found += [Passage(kind="gone", text=_join(block.gone))] if block.gone else []
            found += [Passage(kind="come", text=_join(block.come))] if block.come else []
    return found


def _join(some: Sequence[_Word]) -> str:
    return "".join(word.bare + word.space for word in some)


def _shortened(passage: Passage, *, first: bool, last: bool) -> Passage:
    some = _words(passage.text)
    head = [] if first else some[:_AROUND]
    tail = [] if last else some[-_AROUND:]
    if len(some) <= len(head) + len(tail) + 1:
        return passage
    return Passage(kind="same", text=f"{_join(head)}… {_join(tail)}")


def _told(blocks: Sequence[_Block], mark: Callable[[str], str]) -> list[str]:
    """Each change in words."""
    edge = _Block([], [], True)
    told = []
    for (before, block), (_, after) in pairwise(pairwise([edge, *blocks, edge])):
        if block.same:
            continue
        lead, tail = before.come[-_NEAR:], after.come[:_NEAR]
        if block.gone and block.come:
            small = block.size <= _NEAR
            gone = [*lead, *block.gone, *tail] if small else block.gone
            come = [*lead, *block.come, *tail] if small else block.come
            told.append(f"“{mark(_cut(gone))}” is now “{mark(_cut(come))}”")
        elif block.come:
            told.append(f"added “{mark(_cut(block.come))}”")
        else:
            told.append(f"left out “{mark(_cut(block.gone))}”")
    return told


def _cut(some: Sequence[_Word]) -> str:
    """Words on one line, the middle of many left out."""
    shown = [_join(some)]
    if len(some) > _QUOTED:
        shown = [_join(some[: _QUOTED - 4]), "…", _join(some[-3:])]
    return " ".join(" ".join(shown).split())

"""Regular expressions of topic queries: in linear time (RE2), blind to case, accents and letter forms.

A pattern is tried as it was written on the text as it stands, and folded on the folded text. Only letters
outside ASCII are folded in it: ``\\S`` and ``\\D`` must keep their capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from feeds.text import fold

_REGEX_MEMORY = 2 << 20  # bytes RE2 may use for one expression
_AT_ONCE = 2000  # expressions in one filter, which has 8 MB for all
_FOREIGN = re.compile(r"[^\x00-\x7f]")


@lru_cache
def _re2() -> Any:
    """The library, for those who have regular expressions."""
    import re2  # noqa: PLC0415 -- 2 MB, for queries that have expressions

    return re2


def compile_regex(pattern: str) -> Any:
    """A regular expression, blind to case, in linear time (RE2); raises ValueError with its fault."""
    re2 = _re2()
    try:
        return re2.compile(pattern, _options())
    except re2.error as error:
        message = error.args[0] if error.args else error
        raise ValueError(message.decode() if isinstance(message, bytes) else str(message)) from None


def _options() -> Any:
    options = _re2().Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _REGEX_MEMORY
    return options


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> tuple[Any, Any]:
    """A pattern for the text as it stands, and one for the folded text."""
    plain = compile_regex(pattern)
    folded = _FOREIGN.sub(lambda letter: re.escape(fold(letter[0])), pattern)
    try:
        return plain, compile_regex(folded)
    except ValueError:  # folding turned a range around, such as [z-é]
        return plain, plain


class Expressions:
    """Many expressions at once: which of them a text may meet, by the strings that each needs."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = sorted(patterns)
        self._sets = [
            (_filter(some), some)
            for some in (
                self._patterns[n : n + _AT_ONCE] for n in range(0, len(self._patterns), _AT_ONCE)
            )
        ]

    def possible(self, text: str) -> Iterator[str]:
        """The patterns that may be found in a text and its folded form; those left out are not."""
        for expressions, patterns in self._sets:
            if expressions is None:
                yield from patterns
            else:
                found = expressions.Match(text, potential=True) or ()
                yield from {patterns[number // 2] for number in found}


def _filter(patterns: Sequence[str]) -> Any:
    """RE2's filter of expressions, each as it was written and folded; None where it takes too much memory."""
    re2 = _re2()
    made = re2.Filter()
    for pattern in patterns:
        for expression in compiled(pattern):
            made.Add(expression.pattern, _options())
    try:
        made.Compile()
    except re2.error:
        return None
    return made

"""Regular expressions of topic queries: in linear time (RE2), blind to case, accents and letter forms.

A pattern is tried as it was written on the text as it stands, and folded on the folded text. Only letters
outside ASCII are folded in it: ``\\S`` and ``\\D`` must keep their capitals.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import re2

from feeds.text import fold

_REGEX_MEMORY = 2 << 20  # bytes RE2 may use for one expression
_FOREIGN = re.compile(r"[^\x00-\x7f]")


def compile_regex(pattern: str) -> Any:
    """A regular expression, blind to case, in linear time (RE2); raises ValueError with its fault."""
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _REGEX_MEMORY
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        message = error.args[0] if error.args else error
        raise ValueError(message.decode() if isinstance(message, bytes) else str(message)) from None


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> tuple[Any, Any]:
    """A pattern for the text as it stands, and one for the folded text."""
    plain = compile_regex(pattern)
    folded = _FOREIGN.sub(lambda letter: re.escape(fold(letter[0])), pattern)
    try:
        return plain, compile_regex(folded)
    except ValueError:  # folding turned a range around, such as [z-é]
        return plain, plain

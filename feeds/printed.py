"""What others wrote, as it is printed: on a terminal, in a log, in a sentence of ours."""

from __future__ import annotations

import re

# What moves a terminal's cursor, colours it, names its window or ends a line for somebody; what turns the order of
# letters about; and halves of characters, which UTF-8 has none of. Line feeds and tabs are left to the caller.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_JOINERS = "\u200c\u200d"


def printed(text: str) -> str:
    r"""The text with what would steer a terminal written as JSON writes it, so that JSON stays what it says.

    >>> print(printed("Red \x1b[31malert"))
    Red \u001b[31malert
    """
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def counted(number: int, one: str, many: str | None = None) -> str:
    """So many of something.

    >>> counted(1, "file"), counted(0, "file"), counted(2, "story", "stories")
    ('1 file', '0 files', '2 stories')
    """
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def on_one_line(text: str) -> str:
    r"""The text as part of a sentence: what is not for printing is a space, and spaces are one.

    What parts or joins letters within a word, as in Persian, belongs to the word.

    >>> on_one_line("Red\x1b[31m\n alert ")
    'Red [31m alert'
    >>> on_one_line("می\u200cرود") == "می\u200cرود"
    True
    """
    shown = "".join(c if c.isprintable() or c in _JOINERS else " " for c in text)
    return " ".join(shown.split())

"""The exceptions of Dateline: only for what a caller can act on.

    DatelineError
    ├── ConfigError        the configuration is wrong: every fault, each with file and line
    ├── NotAFeed           the document is no feed and no wire story
    ├── WorkFailed         reading a document had to be stopped
    ├── QueryError         a topic query is faulty at a stated column
    └── StoreError         the store can't be used
        ├── StoreBusy      another process has it
        └── StoreAway      it can't be reached now
            └── SchemaMismatch  it was written by a newer Dateline

What the web does wrong (a 503, a bad date, a broken entry) is a value, never an exception.
"""

from __future__ import annotations

from dataclasses import dataclass


class DatelineError(Exception):
    """Anything Dateline raises on purpose; ``str()`` is a sentence for the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong in a configuration.

    ``file`` as the user named it, ``line`` counted from 1 (0: the file as a whole),
    ``problem`` what is wrong, ``remedy`` what would be right.
    """

    file: str
    line: int
    problem: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.problem}; {self.remedy}"


class ConfigError(DatelineError):
    """The configuration is wrong; ``faults`` holds all that was found, in reading order.

    ``files`` are all that it reads or would read: when one changes, it may be right.
    """

    def __init__(self, faults: tuple[Fault, ...], *, files: tuple[str, ...] = ()) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults
        self.files = files


class NotAFeed(DatelineError):  # noqa: N818 -- the field's own phrase, clearer than NotAFeedError
    """The bytes hold no feed and no wire story; the message says what they look like."""


class WorkFailed(DatelineError):  # noqa: N818 -- what happened, as a phrase
    """Work on foreign bytes was stopped or broke its process; the message says why."""


class QueryError(DatelineError):
    """A topic query that can't be read.

    ``column`` counts characters from 1; ``problem`` and ``remedy`` are sentences' halves.
    """

    def __init__(self, *, column: int, problem: str, remedy: str) -> None:
        super().__init__(f"column {column}: {problem}; {remedy}")
        self.column = column
        self.problem = problem
        self.remedy = remedy


class StoreError(DatelineError):
    """The store can't be opened or used; the message says why and what would help."""


class StoreBusy(StoreError):  # noqa: N818 -- reads as the state it names
    """Another process holds the store; the message names it."""


class StoreAway(StoreError):  # noqa: N818 -- reads as the state it names
    """The store can't be reached or broke the transaction off; trying again may help. Nothing was kept."""


class SchemaMismatch(StoreAway):
    """The store was written by a newer Dateline than this one; only a backup put back may help."""

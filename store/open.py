"""Opening a store by its address: the registry of backends."""

from __future__ import annotations

from typing import Protocol

from feeds.errors import StoreError
from store.api import Store


class _Backend(Protocol):
    def __call__(self, address: str, /, *, exclusive: bool, as_it_is: bool) -> Store:
        """Open the store."""


def _sqlite(address: str, /, *, exclusive: bool, as_it_is: bool) -> Store:
    from sqlalchemy import make_url  # noqa: PLC0415 -- see BACKENDS

    from store.sqlite import SQLiteStore  # noqa: PLC0415 -- see BACKENDS

    # Its file by the name that it has: an address may say ``%20`` for a space.
    path = make_url(address).database or ""
    return SQLiteStore(path, exclusive=exclusive, as_it_is=as_it_is)


def _postgres(address: str, /, *, exclusive: bool, as_it_is: bool) -> Store:
    from store.postgres import PostgresStore  # noqa: PLC0415 -- see BACKENDS

    return PostgresStore(address, exclusive=exclusive, as_it_is=as_it_is)


# A new backend is one file and one line here: the scheme of its addresses, and what opens it.
# A backend's module is imported when it is used: a driver takes as long to load as a small command to run.
BACKENDS: dict[str, _Backend] = {"sqlite": _sqlite, "postgresql": _postgres}


def open_store(url: str, *, exclusive: bool = False, as_it_is: bool = False) -> Store:
    """The store at ``url``, brought up to this Dateline's schema.

    ``exclusive`` keeps a second daemon off an embedded store; ``as_it_is`` leaves the schema of one that is there as
    it stands, for who only copies it. Raises StoreError with a sentence (StoreBusy, SchemaMismatch among them).
    """
    scheme = url.partition(":")[0]
    if scheme not in BACKENDS:
        known = ", ".join(sorted(BACKENDS))
        raise StoreError(f"{scheme!r} is no kind of store; known are: {known}")
    return BACKENDS[scheme](url, exclusive=exclusive, as_it_is=as_it_is)

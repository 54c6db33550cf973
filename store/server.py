"""Whether a PostgreSQL database can be a store, asked when it is opened: better said then than lost later."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, text

from feeds.errors import StoreError

_PROCESS = text("SELECT pg_backend_pid()")


def check(engine: Engine) -> None:
    """Raises StoreError where texts of all languages can't be kept, or a connection is not one's own."""
    with engine.connect() as connection:
        encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
        if encoding != "UTF8":
            raise StoreError(
                f"the store's database has the encoding {encoding}, which can't hold the texts of all sources; name one"
                " made with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0 (what this one holds goes there by"
                " pg_dump)"
            )
        connection.rollback()
        with engine.connect() as other:
            if _share(connection, other):
                raise StoreError(
                    "the store's address leads to a pooler that has clients share connections by the transaction, which"
                    " neither locks nor LISTEN survive; have it pool by the session, or name the server itself"
                )


def _share(one: Connection, other: Connection) -> bool:
    """Whether two connections are served by one server process in turn, or one by several.

    A pooler mostly gives out the process that was free last: so the other takes the one's, and while it is held, the
    one is served by the next.
    """
    mine = _served_by(one)
    one.rollback()
    theirs = _served_by(other)
    return mine == theirs or mine != _served_by(one)


def _served_by(connection: Connection) -> int:
    process: int = connection.execute(_PROCESS).scalar_one()
    return process

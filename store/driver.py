"""SQLite's driver: one whose SQLite maps a file of any size where that is installed, else Python's own.

SQLite as systems build it reads no more than 2 GB of a file without a call a page; a store of a hundred thousand
items with their texts is larger. A process may load only one SQLite for one file: each lets go of the other's
locks when it closes it (sqlite.org, "How To Corrupt An SQLite Database File", 2.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        from pysqlite3 import dbapi2 as sqlite3
    except ImportError:
        import sqlite3

__all__ = ["sqlite3"]

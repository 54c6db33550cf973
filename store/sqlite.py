"""The embedded backend: one SQLite file in WAL mode.

One connection writes and checkpoints, under a lock; readers have connections of their own that can
neither write nor checkpoint. SQLite before 3.51.3 can corrupt a WAL when two connections checkpoint
and write at once, which this rules out inside one process. Writers begin IMMEDIATE: a transaction
that reads first and writes later would fail at once, whatever the busy timeout.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    NullPool,
    QueuePool,
    StaticPool,
    create_engine,
    event,
)
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DatabaseError, OperationalError

from feeds.errors import StoreAway, StoreBusy, StoreError
from store.dialect import Dialect
from store.driver import sqlite3
from store.migrate import NOTED, compare, migrate
from store.queries import Reader
from store.transaction import Writer

# A large file is read through the system's page cache rather than with a call a page, which halves what finding
# candidates costs (bench/scale.py). It is address space, not memory; but what was read
# of it counts as the process's memory until the system wants it back. What a small file is asked for stands in
# our own cache: taking in 15,000 items costs the same with and without (bench/ingest.py).
_LARGE = 512_000_000  # bytes
_MAPPED = (
    2**40
)  # bytes of a large file; SQLite takes less where it was built for less (store/driver.py)
# Kilobytes of pages that a connection keeps: the inner nodes of every index fit. Those that only read come by fives.
_WRITER_KEEPS, _READER_KEEPS = 4_096, 2_048
# Some fifty pages are read and written anew for the keys of each item. With pages of 8 KB a store of a million items
# takes one in a sixth cheaper than with 16, with 4 KB a third, but then small stores take theirs in a tenth dearer.
_PAGE = 8_192  # bytes, of a store that is made new
# Of the write-ahead log: a large transaction (a conversion, much that is forgotten) leaves it as long as it was.
_LOG_KEEPS = 64_000_000  # bytes
_BUSY_MS = 30_000  # how long a statement waits for another process's write
# Result codes of what may go well the next time: another process writes on and on, the file can't be written or
# read now, the disk is full, the file can't be opened (https://sqlite.org/rescode.html).
_PASSING = {5, 8, 10, 13, 14}


class SQLiteStore:
    """A store in one file (or in memory, for tests and demonstrations)."""

    def __init__(self, path: str, *, exclusive: bool = False, as_it_is: bool = False) -> None:
        self._path = path
        self._memory = path == ":memory:"
        self._lock = threading.RLock()
        self._writing: Writer | None = None  # the transaction under way
        self._held = _hold(path) if exclusive and not self._memory else None
        try:
            self._writer, self._readers = self._open(as_it_is)
        except (DatabaseError, OSError) as error:
            raise StoreError(_sentence(path, error)) from error

    def _open(self, as_it_is: bool) -> tuple[Engine, Engine]:
        if self._memory:
            engine = _engine(URL.create("sqlite"), StaticPool)
            migrate(engine, nullcontext)
            return engine, engine
        Path(self._path).parent.mkdir(parents=True, exist_ok=True)
        if _is_anothers(self._path):
            raise StoreError(
                f"{self._path} is another program's database; name another file in [store] url"
            )
        url = URL.create("sqlite", database=self._path)
        self._mapped = _to_map(self._path)
        writer = _engine(url, NullPool)
        readers = _engine(url, QueuePool, self._mapped, read_only=True)
        if not (as_it_is and os.path.exists(self._path)):
            # For its owner alone: it holds the secrets of subscriptions. Files beside it get its mode from SQLite.
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
            migrate(writer, self._alone)
        writer.dispose()
        return _engine(url, StaticPool, self._mapped), readers

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep daemons off the file for a while."""
        if self._held is not None:
            yield
            return
        held = _hold(self._path)
        try:
            yield
        finally:
            os.close(held)

    def _map_more(self, connection: Connection) -> None:
        """Map a store that has grown large since it was opened; what finds candidates is the writer."""
        if not self._memory and (mapped := _to_map(self._path)) > self._mapped:
            connection.exec_driver_sql(f"PRAGMA mmap_size={mapped}")
            self._mapped = mapped

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """See ``Store``."""
        if self._memory:  # one connection for all: readers wait for the writer
            with self.write() as transaction:
                yield transaction
            return
        with _in_words(self._path), self._readers.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            try:
                yield Reader(connection)
            finally:
                connection.exec_driver_sql("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[Writer]:
        """See ``Store``."""
        with self._lock, _in_words(self._path), self._writer.connect() as connection:
            if self._writing is not None:  # a read of a store in memory, within a transaction
                yield self._writing
                return
            self._map_more(connection)
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            self._writing = Writer(connection, Dialect(insert, False))
            try:
                compare(connection.exec_driver_sql(NOTED).scalar())
                yield self._writing
                self._writing.flush()
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                with suppress(OperationalError):  # SQLite itself rolls back what met a full disk
                    connection.exec_driver_sql("ROLLBACK")
                raise
            finally:
                self._writing = None

    @property
    def shared(self) -> None:
        """See ``Store``: one process polls."""
        return

    def claiming(self) -> AbstractContextManager[Writer]:
        """See ``Store``."""
        return self.write()

    def backup(self, target: Path) -> None:
        """See ``Store``."""
        if why := _no_place_for_a_copy(self._path, target):
            raise StoreError(f"no backup is written to {target}: {why}; name another file")
        name = ""
        try:
            handle, name = tempfile.mkstemp(prefix=target.name, dir=target.parent)
            os.close(handle)
            with sqlite3.connect(self._path) as source, sqlite3.connect(name) as copy:
                source.backup(copy)
            source.close()
            copy.close()
            with open(name, "rb+") as written:
                os.fsync(written.fileno())
            os.replace(name, target)
        except (sqlite3.Error, OSError) as error:
            with suppress(FileNotFoundError):
                os.unlink(name)
            # The name of the unfinished copy, which Python's message holds, is none the user gave.
            reason = error.strerror if isinstance(error, OSError) else error
            raise StoreError(f"the backup to {target} failed: {reason}") from error

    def close(self) -> None:
        """See ``Store``."""
        with self._lock:
            self._readers.dispose()
            self._writer.dispose()
        if self._held is not None:
            os.close(self._held)
            self._held = None


_BESIDE = ("", "-wal", "-shm", "-journal", ".lock")  # the files of a store
_MAGIC = b"SQLite format 3\0"  # https://sqlite.org/fileformat2.html, section 1.3.1


def _no_place_for_a_copy(path: str, target: Path) -> str | None:
    """Why a copy must not take the target's place; None: nothing is lost by it.

    A store in use whose file is replaced goes on writing into one that no name leads to any more.
    """
    store = Path(path).resolve()
    if target.resolve() in [store.with_name(f"{store.name}{end}") for end in _BESIDE]:
        return "it is the store itself, or a file of it"
    try:
        if not target.exists():
            return None
        if not target.is_file():
            return "it is no regular file"
        if store.exists() and target.samefile(store):
            return "it is the store itself, under another name"
        with target.open("rb") as file:
            head = file.read(len(_MAGIC))
    except OSError as error:
        return error.strerror or str(error)
    if head and head != _MAGIC:
        return "it holds something that is no SQLite database"
    return "it is another program's database" if _is_anothers(str(target)) else None


def _is_anothers(path: str) -> bool:
    """Whether a file is a database with tables, and not a store. Asked before anything is changed in it."""
    if not os.path.exists(path):
        return False
    asked = f"{Path(path).resolve().as_uri()}?mode=ro"
    with suppress(sqlite3.Error), closing(sqlite3.connect(asked, uri=True)) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        return bool(tables) and "alembic_version" not in tables
    return False  # what else is wrong with it is said where it is opened


def _to_map(path: str) -> int:
    """How many bytes of a store's file are to be mapped."""
    large = os.path.exists(path) and os.path.getsize(path) >= _LARGE
    return _MAPPED if large else 0


def _engine(url: URL, pool: Any, mapped: int = 0, *, read_only: bool = False) -> Engine:
    """An engine whose connections begin and end transactions only as we say; ``mapped`` bytes of the file are read
    without a call.
    """
    engine = create_engine(
        url,
        module=sqlite3,
        poolclass=pool,
        connect_args={"check_same_thread": False, "isolation_level": None},
        skip_autocommit_rollback=True,
    )

    def prepare(connection: sqlite3.Connection, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
        cursor.execute(f"PRAGMA mmap_size={mapped}")
        cursor.execute(f"PRAGMA cache_size=-{_READER_KEEPS if read_only else _WRITER_KEEPS}")
        if read_only:
            cursor.execute("PRAGMA query_only=1")
            cursor.execute("PRAGMA wal_autocheckpoint=0")
        else:
            cursor.execute(f"PRAGMA page_size={_PAGE}")
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute(f"PRAGMA journal_size_limit={_LOG_KEEPS}")
            cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.close()

    event.listen(engine, "connect", prepare)
    return engine


@contextmanager
def _in_words(path: str) -> Iterator[None]:
    """Say in a sentence that a disk is full, a file can't be written, or is damaged; and which of it may pass."""
    try:
        yield
    except DatabaseError as error:
        if type(error) not in (DatabaseError, OperationalError):
            raise  # of the program's making
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF  # the rest says more of the same
        kind = StoreAway if code in _PASSING else StoreError
        raise kind(f"the store {path} can't be used ({error.orig})") from error


def _hold(path: str) -> int:
    """Take the file's lock for this process; it goes with the process, however that ends."""
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StoreError(_sentence(path, error)) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        holder = os.read(handle, 32).decode(errors="replace").strip() or "unknown"
        os.close(handle)
        raise StoreBusy(
            f"another Dateline (process {holder}) runs on {path}; stop it first"
        ) from None
    os.ftruncate(handle, 0)
    os.write(handle, f"{os.getpid()}\n".encode())
    return handle


def _sentence(path: str, error: Exception) -> str:
    cause = str(getattr(error, "orig", None) or getattr(error, "strerror", None) or error)
    if "not a database" in cause:
        return f"{path} is no SQLite database; name another file in [store] url"
    return f"the store {path} can't be opened ({cause}); is the folder there and writable?"

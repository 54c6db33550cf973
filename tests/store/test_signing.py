"""What finds an item's kin: in stores made before its rows said the story, and in one that has grown large."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from feeds.identify import fingerprint, keys_of
from feeds.model.item import Item
from feeds.model.story import Posting
from store.open import open_store
from store.sqlite import SQLiteStore
from tests.newsroom.intake import HARBOUR, Newsroom, at, item

WHOLE = item("Harbour Times", "h1", "Harbour to be dredged before storms", HARBOUR, 8)
AGAIN = item("Radio Gulf", "g1", "Dredging in Port Sable", HARBOUR, 9)
OTHER = item("Night Desk", "n1", "Ferry fares to rise", ("Fares to Corrin rise in May.",), 9)
LATE = item("Island Post", "p1", "Harbour to be dredged before storms", HARBOUR, 10)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database, without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/x.db"
        return
    address = request.getfixturevalue("postgres")
    engine = create_engine(address.replace("postgresql://", "postgresql+psycopg://"))
    anew = text("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    with engine.begin() as db:
        db.execute(anew)
    yield address
    with engine.begin() as db:
        db.execute(anew)
    engine.dispose()
    open_store(address).close()  # others of these tests count on its tables


def as_before(url: str, items: tuple[Item, ...]) -> None:
    """Make of a store what one of revision 0017 would hold: rows without stories, and times in microseconds."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    seconds = {one.id: int(one.first_seen.timestamp()) for one in items}
    with engine.begin() as db:
        kept = [tuple(row) for row in db.execute(text("SELECT key, item FROM signatures"))]
        db.execute(text("DROP TABLE signatures"))
        columns = ", ".join(f"{name} BIGINT NOT NULL" for name in ("key", "seen", "item"))
        db.execute(text(f"CREATE TABLE signatures ({columns}, PRIMARY KEY (key, seen, item))"))
        rows = [{"k": k, "s": seconds[i] * 1_000_000 + 123, "i": i} for k, i in kept]
        db.execute(text("INSERT INTO signatures VALUES (:k, :s, :i)"), rows)
        db.execute(text("DROP TABLE contacts"))
        for column in ("republish", "entries", "archived"):
            db.execute(text(f"ALTER TABLE sources DROP COLUMN {column}"))
        db.execute(text("ALTER TABLE story_gists ADD COLUMN mark BIGINT NOT NULL DEFAULT 0"))
        db.execute(text("ALTER TABLE sources ADD COLUMN overlap FLOAT"))
        db.execute(text("UPDATE alembic_version SET version_num = '0017'"))
    engine.dispose()


def ordered(found: Mapping[int, Sequence[Posting]]) -> dict[int, list[Posting]]:
    return {key: sorted(some) for key, some in found.items()}


def test_a_store_of_before_finds_its_items_and_their_stories_as_ever(url: str) -> None:
    store = open_store(url)
    Newsroom(store).take(WHOLE)
    Newsroom(store).take(AGAIN)
    Newsroom(store).take(OTHER)
    keys = [key for one in (WHOLE, AGAIN, OTHER) for key in keys_of(fingerprint(one))]
    with store.read() as snapshot:
        before = [snapshot.postings(keys, since=at(hour)) for hour in (0, 9)]
    store.close()
    as_before(url, (WHOLE, AGAIN, OTHER))
    store = open_store(url)
    with store.read() as snapshot:
        after = [snapshot.postings(keys, since=at(hour)) for hour in (0, 9)]
    assert [ordered(found) for found in after] == [ordered(found) for found in before]
    assert len(after[0]) > len(after[1]) > 0
    newsroom = Newsroom(store)
    newsroom.take(LATE)
    assert newsroom.story_of(LATE) == newsroom.story_of(AGAIN) == newsroom.story_of(WHOLE)
    assert newsroom.story_of(OTHER) != newsroom.story_of(WHOLE)
    store.close()


def test_a_store_that_grows_large_while_it_is_open_is_mapped_from_then_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SQLiteStore(str(tmp_path / "x.db"))
    newsroom = Newsroom(store)
    newsroom.take(WHOLE)
    small = mapped(store)
    monkeypatch.setattr("store.sqlite._LARGE", 1)
    newsroom.take(OTHER)
    assert mapped(store) > small
    store.close()


@pytest.mark.skipif(
    find_spec("pysqlite3") is None, reason="this system's SQLite maps 2 GB of a file at most"
)
def test_a_store_beyond_two_gigabytes_is_mapped_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.sqlite._LARGE", 1)
    (tmp_path / "x.db").write_bytes(b"")
    Newsroom(store := SQLiteStore(str(tmp_path / "x.db"))).take(WHOLE)
    assert mapped(store) > 2**31
    store.close()


def mapped(store: SQLiteStore) -> int:
    with store._writer.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA mmap_size").scalar_one())

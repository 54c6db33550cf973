from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from store.api import Store
from store.open import open_store


@pytest.fixture
def emptied(postgres: str) -> str:
    """The address of that database with nothing in its tables: making them anew takes longest of all."""
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename != 'alembic_version'"
    counters = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
    with psycopg.connect(postgres, autocommit=True) as connection:
        # Not TRUNCATE, which makes each table and its indexes anew.
        statements = [f"DELETE FROM {name}" for (name,) in connection.execute(tables)]
        statements += [f"ALTER SEQUENCE {name} RESTART" for (name,) in connection.execute(counters)]
        if statements:
            connection.execute("; ".join(statements))
    return postgres


@pytest.fixture
def two_stores(emptied: str) -> Iterator[tuple[Store, Store]]:
    """That database as two processes have it open."""
    with closing(open_store(emptied)) as one, closing(open_store(emptied)) as other:
        yield one, other


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of SQLite with nothing in it: copying it takes less than making one."""
    path = tmp_path_factory.mktemp("blank") / "x.db"
    open_store(f"sqlite:///{path}").close()
    return path


@pytest.fixture(params=["memory", "file", "postgresql"])
def store(request: pytest.FixtureRequest, blank: Path, tmp_path: Path) -> Iterator[Store]:
    """Every backend, empty."""
    if request.param == "postgresql":
        url = request.getfixturevalue("emptied")
    elif request.param == "memory":
        url = "sqlite:///:memory:"
    else:
        url = f"sqlite:///{tmp_path}/x.db"
        (tmp_path / "x.db").write_bytes(blank.read_bytes())
    opened = open_store(url)
    yield opened
    opened.close()

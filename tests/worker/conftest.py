from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from store.open import open_store
from tests.newsroom.desk import Desk

Sql = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture(scope="session")
def made(postgres: str) -> str:
    """The name of a database that has the tables and nothing in them, to be copied."""
    name = f"made_{uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    open_store(make_url(postgres).set(database=name).render_as_string(hide_password=False)).close()
    return name


@pytest.fixture
def database(postgres: str, made: str) -> Iterator[str]:
    """The address of a database of its own, with nothing in its tables."""
    name = f"desk_{uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {made}")
        yield make_url(postgres).set(database=name).render_as_string(hide_password=False)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sql(database: str) -> Sql:
    """What a statement gives in it."""

    def run(statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(database, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    return run

"""Alembic at work: the migrations that a database lacks, wherever the package is installed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from feeds.errors import SchemaMismatch

_SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(connection: Connection, alone: Callable[[], AbstractContextManager[None]]) -> None:
    """Apply them; see ``store.migrate``. Raises SchemaMismatch when the database was written by a newer Dateline."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    present = MigrationContext.configure(connection).get_current_revision()
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision for script in scripts.walk_revisions()}
    connection.rollback()
    if present is not None and present not in known:
        raise SchemaMismatch(
            f"the store has schema {present}, newer than this Dateline knows; update Dateline"
        )
    if present != scripts.get_current_head():
        config.attributes["connection"], config.attributes["alone"] = connection, alone
        command.upgrade(config, "head")

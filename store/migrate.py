"""Bringing a database up to this Dateline's schema with Alembic, wherever the package is installed."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from feeds.errors import SchemaMismatch

_SCRIPTS = Path(__file__).parent / "migrations"


def migrate(engine: Engine) -> None:
    """Apply the migrations that the database lacks.

    Raises SchemaMismatch when it was written by a newer Dateline.
    """
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    with engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
        scripts = ScriptDirectory.from_config(config)
        known = {script.revision for script in scripts.walk_revisions()}
        connection.rollback()
        if present is not None and present not in known:
            raise SchemaMismatch(
                f"the store has schema {present}, newer than this Dateline knows; update Dateline"
            )
        if present != scripts.get_current_head():
            _upgrade(config, connection)


def _upgrade(config: Config, connection: Connection) -> None:
    config.attributes["connection"] = connection
    command.upgrade(config, "head")

"""Alembic's environment: the connection comes from ``store.migrate``."""

from __future__ import annotations

from contextlib import nullcontext

from alembic import context

from store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
whole = connection.dialect.name == "sqlite"
if whole:  # the driver begins no transaction there: a crash would leave a step half done, which can't be done again
    connection.exec_driver_sql("BEGIN IMMEDIATE")
try:
    with context.begin_transaction():
        # Asked now: another process may have brought it up while we waited for our turn.
        present = context.get_context().get_current_revision()
        old = present not in (None, context.get_head_revision())
        with context.config.attributes["alone"]() if old else nullcontext():
            context.run_migrations()
except BaseException:
    if whole and connection.connection.in_transaction:
        connection.exec_driver_sql("ROLLBACK")
    raise
if connection.in_transaction():
    connection.commit()

"""Alembic's environment: the connection comes from ``store.migrate``."""

from __future__ import annotations

from alembic import context

from store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
if connection.in_transaction():
    connection.commit()

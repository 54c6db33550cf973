"""Persistence: SQLite as the embedded default, PostgreSQL when one machine is not enough.

Imports ``feeds.model`` and ``feeds.errors`` only. ``store.open.open_store`` gives a ``Store``.
"""

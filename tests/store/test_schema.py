"""The schema that a store is brought up to."""

from __future__ import annotations

from alembic.config import Config
from alembic.script import ScriptDirectory

import store.upgrade
from store.migrate import HEAD


def test_a_store_at_the_newest_migration_is_taken_as_it_is() -> None:
    """What is compared at each opening is the head of the chain; it is not asked of Alembic, which loads slowly."""
    config = Config()
    config.set_main_option("script_location", str(store.upgrade._SCRIPTS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD

"""The schema that a store is brought up to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

import store.upgrade
from store.migrate import HEAD
from store.open import open_store


def test_a_store_at_the_newest_migration_is_taken_as_it_is() -> None:
    """What is compared at each opening is the head of the chain; it is not asked of Alembic, which loads slowly."""
    config = Config()
    config.set_main_option("script_location", str(store.upgrade._SCRIPTS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


_KILLED = """
import os, sys
from alembic.runtime.migration import HeadMaintainer
from store.open import open_store

HeadMaintainer.update_to_step = lambda self, step: "0022" in str(step) and os._exit(9) or done(self, step)
open_store(sys.argv[1])
"""


def test_a_store_that_was_being_brought_up_when_the_process_was_killed_is_opened(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    code = _KILLED.replace("\n\nHead", "\n\ndone = HeadMaintainer.update_to_step\nHead")
    killed = subprocess.run([sys.executable, "-c", code, url], check=False)
    assert killed.returncode == 9
    open_store(url).close()

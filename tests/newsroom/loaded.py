"""What stands loaded in the process that tests fork daemons from, and daemons the processes that read."""

import gc
from importlib import import_module

from store.open import open_store
from tests.newsroom.stores import copy_first

for name in (
    *("feeds.preload", "feeds.cli.gather", "feeds.cli.run", "store.postgres"),
    *("tests.newsroom.process", "tests.worker.taking_in"),
    *("anyio._backends._asyncio", "langcodes.tag_parser", "uvicorn.protocols.websockets.auto"),
):
    import_module(name)
copy_first()
open_store("sqlite:///:memory:").close()
gc.freeze()

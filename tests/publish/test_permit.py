"""What a source allows to be republished, also once the configuration names it no more."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from feeds import config
from feeds.config import Settings
from feeds.model.poll import Republish
from feeds.newsdesk import Newsdesk
from store.open import open_store


def _settings(folder: Path, **allowed: Republish) -> Settings:
    tables = (
        f'[[source]]\nname = "{name}"\nurl = "https://{name}.example/"\nrepublish = "{most}"\n'
        for name, most in allowed.items()
    )
    path = folder / "config.toml"
    path.write_text("\n".join(tables))
    return config.load(path)


def _allowed(desk: Newsdesk) -> Mapping[str, Republish]:
    assert desk.front.republish == desk.desk.republish
    return desk.front.republish


def test_a_source_that_is_named_no_more_allows_no_more_than_it_did(tmp_path: Path) -> None:
    """Its stories are kept, and its words are no freer than before: while it runs, and after a restart."""
    store = open_store(f"sqlite:///{tmp_path}/x.db")
    desk = Newsdesk(_settings(tmp_path, paper="title", radio="excerpt"), store)
    desk.sync_sources()
    desk.settings = _settings(tmp_path, radio="full")
    desk.sync_sources()
    assert _allowed(desk) == {"paper": "title", "radio": "full"}
    assert _allowed(Newsdesk(desk.settings, store)) == {"paper": "title", "radio": "full"}
    again = Newsdesk(_settings(tmp_path, paper="full"), store)
    assert _allowed(again) == {"paper": "full", "radio": "full"}
    store.close()

"""What a source allows to be republished, also once the configuration names it no more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds import config
from feeds.config import Settings
from feeds.model.poll import Republish
from feeds.model.story import Version
from feeds.newsdesk import Newsdesk
from feeds.publish.permit import Permit, shown_history
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
    desk.settings = _settings(tmp_path, radio="full", blog="title")
    assert _allowed(desk) == {"paper": "title", "radio": "full", "blog": "title"}
    desk.settings = _settings(tmp_path, radio="full")
    assert _allowed(desk)["blog"] == "title", "it came and went while it runs"
    again = Newsdesk(_settings(tmp_path, paper="full"), store)
    assert _allowed(again) == {"paper": "full", "radio": "full"}
    store.close()


@pytest.mark.parametrize("kept_back", [1, 2])
def test_a_change_shows_no_words_of_a_copy_that_may_not_be_shown(kept_back: int) -> None:
    """Not what they were before another copy took their place, nor what they have become."""
    at = datetime(2026, 3, 1, tzinfo=UTC)
    versions = [
        Version(number=n, at=at, item=n, title="Piers", text=f"It has {n} piers.", digest=f"{n}")
        for n in (1, 2)
    ]
    for permit, shown in ((Permit(rules={kept_back: "excerpt"}), False), (Permit(), True)):
        ((_, changed),) = shown_history(versions, permit)
        assert bool(changed.text) is shown

"""Pages on the screen of a telephone: what is too long is broken or moves by itself, and not the page with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.tab import browser
from tests.newsroom.desk import Desk, topic

_CHROMIUM = "/usr/bin/chromium"
_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--window-size=360,800"]
_WORD = "Donaudampfschifffahrtsgesellschaftskapitänswitwe" * 4
_STORY = f"""Headline: {_WORD} for Sable

<p>The harbour of Sable is seen by {_WORD}, who says so at https://example.org/{"sable/" * 40}.</p>
<table><tr><td>{_WORD}</td><td>{_WORD}</td></tr></table>
<pre>{_WORD}</pre>
"""


def test_nothing_makes_a_page_wider_than_a_narrow_screen(tmp_path: Path) -> None:
    if not Path(_CHROMIUM).exists():
        pytest.skip(f"not installed: {_CHROMIUM} (tests/readers.sh installs it)")
    desk, drop = Desk(tmp_path), tmp_path / "drop"
    drop.mkdir()
    (drop / "long.txt").write_text(_STORY)
    desk.write(f'[[source]]\nname = "{_WORD}"\npath = "{drop}"\n', topic("sea", "sable"))
    desk.command("poll", "--all")
    (story,) = desk.stories()
    with desk.run() as daemon, browser(_CHROMIUM, _FLAGS, tmp_path / "profile") as tab:
        for path in ("/", "/topics/sea", f"/stories/{story['id']}", "/search?q=sable", "/sources"):
            tab.open(f"{daemon.base}{path}")
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert tab.asks("innerWidth") < 600, "the screen is narrow"
            assert tab.asks("document.body.textContent").count(_WORD[:40]), path
            assert tab.asks(wide) == 0, path

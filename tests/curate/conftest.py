from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from feeds.cli import main

# An agency's story that two papers carry as it stands, and one story of each paper's own.
_CELL = {
    "title": "Morocco and Spain break up a cell near Ceuta",
    "content_text": "The DGSN said on Tuesday that its officers and the Spanish police had arrested five "
    "people in a joint operation against terrorism, and seized 12 phones.\n\nThe inquiry into the "
    "group began in autumn, when a forged passport was found in a lorry.",
}
_OWN = {
    "Atlas Wire": [
        {
            "title": "Rabat opens a centre against organized crime",
            "content_text": "A new centre for the fight against organized crime opens in Rabat, with desks "
            "for fraud, drugs and the trade in people.",
            "authors": [{"name": "Salma Berrada"}],
        },
        {
            "title": "Football: extra security for the Tangier derby",
            "content_text": "LARACHE, March 3 (MAP) - Morocco will send 900 stewards to the football "
            "derby in Tangier, where terrorism is no concern, the club said.",
        },
    ],
    "Courrier du Détroit": [
        {
            "title": "L’État renforce la sécurité du port de Tanger",
            "content_text": "Le ministère a annoncé une coopération policière élargie. L'évêché et les "
            "œuvres du port y sont associés.",
        }
    ],
    "جريدة المضيق": [
        {
            "title": "الأمن الوطني يفكك شبكة للتهريب",
            "content_text": "أعلنت المديرية العامة للأمن الوطني تفكيك شبكة للتهريب بين طنجة وإسبانيا "
            "وتوقيف ٤ أشخاص.",
        }
    ],
    "Diario del Estrecho": [
        {
            "title": "Detenidas cuatro personas en Algeciras",
            "content_text": "La policía española detuvo a cuatro personas en el puerto de Algeciras.",
            "authors": [{"name": "Inés Ortega"}],
        }
    ],
    "Strait Post": [],
    "Meridian Daily": [],
}
_CONFIG = """
[store]
url = "sqlite:///desk.db"
[[source]]
name = "Atlas Wire"
path = "Atlas Wire"
tags = ["agency", "morocco"]
agency = "MAP"
language = "en"
[[source]]
name = "Strait Post"
path = "Strait Post"
tags = ["paper", "spain"]
language = "en"
[[source]]
name = "Meridian Daily"
path = "Meridian Daily"
tags = ["paper"]
language = "en"
[[source]]
name = "Courrier du Détroit"
path = "Courrier du Détroit"
tags = ["paper", "news agency"]
language = "fr"
[[source]]
name = "جريدة المضيق"
path = "جريدة المضيق"
tags = ["صحافة", "الجنوب"]
language = "ar"
[[source]]
name = "Diario del Estrecho"
path = "Diario del Estrecho"
tags = ["paper", "spain"]
language = "es"
"""

Run = Callable[..., str]


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A configuration whose store holds six stories, one of them carried by three sources."""
    folder = tmp_path_factory.mktemp("newsroom")
    (folder / "config.toml").write_text(_CONFIG)
    (folder / "towns.txt").write_text(
        "# of the strait\nTanger\nTangier # in English\n\nCeuta\nAlgeciras\nRabat\n"
    )
    for name, items in _OWN.items():
        (folder / name).mkdir()
        carried = (
            [_CELL, *items] if name in ("Atlas Wire", "Strait Post", "Meridian Daily") else items
        )
        (folder / name / "feed.json").write_text(json.dumps(_document(name, carried)))
    command = ["-c", str(folder / "config.toml"), "poll", "--all", "--json"]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    assert {json.loads(line)["error"] for line in done.stdout.splitlines()} == {None}
    return folder


def _document(name: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    slug = str(sum(map(ord, name)))
    entries = [
        {
            **item,
            "id": f"{slug}-{number}",
            "url": f"https://{slug}.example.org/2026/{number}",
            "date_published": f"2026-03-0{number + 1}T08:00:00Z",
        }
        for number, item in enumerate(items)
    ]
    return {"version": "https://jsonfeed.org/version/1.1", "title": name, "items": entries}


@pytest.fixture
def run(newsroom: Path) -> Run:
    """Runs ``dateline`` on that newsroom; ``expect`` is the exit code; returns what it printed."""

    def command(*arguments: str, expect: int = 0, config: Path | None = None) -> str:
        path = str(config or newsroom / "config.toml")
        done = CliRunner().invoke(main, ["-c", path, *arguments])
        assert done.exit_code == expect, done.output
        return done.stdout if expect == 0 else done.stderr

    return command

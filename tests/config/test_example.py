"""The repository's own ``config.toml``: a working newsroom, not a stub."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from feeds.cli import main
from feeds.config import load
from feeds.curate.match import compile_topics
from feeds.normalize.agencies import find
from tests.curate.stories import NOW, make_story

_CONFIG = Path(__file__).parents[2] / "config.toml"


def test_it_has_no_faults() -> None:
    done = CliRunner().invoke(main, ["-c", str(_CONFIG), "check"])
    assert done.exit_code == 0, done.output
    assert "no faults" in done.stdout


def test_it_is_a_newsroom_of_many_sources_and_languages() -> None:
    settings = load(_CONFIG)
    assert len(settings.sources) >= 12
    assert len(settings.topics) == 4
    assert {"en", "fr", "ar", "es"} <= {source.language for source in settings.sources}
    assert all(
        (source.url or "").startswith("https://") and source.tags for source in settings.sources
    )
    agencies = [source.agency for source in settings.sources if source.agency]
    assert len(agencies) >= 3
    assert [find(agency) for agency in agencies] == agencies, "as the table of agencies spells them"


@pytest.mark.parametrize(
    ("title", "language", "sources", "topics"),
    [
        ("Morocco and Spain sign accord on security", "en", ["BBC Africa"], ["security-cooperation"]),
        ("Le patron de la DGSN, la sécurité et l'Europe", "fr", ["France 24"], ["security-cooperation"]),
        ("España y Marruecos, unidas contra el crimen organizado", "es", ["El País"], ["security-cooperation"]),
        ("توقيف ثلاثة أشخاص بتهمة الإرهاب بالمغرب", "ar", ["هسبريس"], ["security-cooperation"]),
        ("Security tight as Morocco hosts football final", "en", ["BBC Africa"], []),
        ("Rescued migrants taken from Lampedusa", "en", ["ANSA"], ["migration"]),
        ("إنقاذ مهاجرين قبالة سواحل ليبيا", "ar", ["فرانس 24"], ["migration"]),
        ("Le gazoduc entre l'Algérie et l'Italie tourne à plein", "fr", ["TSA Algérie"], ["energy"]),
        ("الجزائر ترفع صادراتها من الغاز", "ar", ["هسبريس"], ["energy"]),
        ("A cookery book wins a prize", "en", ["BBC Africa", "ANSA", "El País"], ["carried-widely"]),
    ],
)  # fmt: skip
def test_its_topics_take_what_their_titles_promise(
    title: str, language: str, sources: list[str], topics: list[str]
) -> None:
    settings = load(_CONFIG)
    curator = compile_topics(settings.topics, tags={s.name: s.tags for s in settings.sources})
    story = make_story(title=title, language=language, sources=sources)
    assert [match.topic for match in curator.match(story, now=NOW)] == topics

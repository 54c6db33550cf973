from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.identify.newsroom import LANGUAGES, Newsroom, sample


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def told(language: str) -> dict[str, object]:
    """The sample story of the language."""
    return sample(language)


@pytest.fixture
def room(request: pytest.FixtureRequest) -> Iterator[Newsroom]:
    """An empty newsroom, in the test's language where it has one."""
    named = "language" in request.fixturenames
    opened = Newsroom(language=request.getfixturevalue("language") if named else None)
    yield opened
    opened.close()

"""Fixtures: every page in turn, and all of them by name."""

from __future__ import annotations

import pytest

from tests.docs.pages import PAGES, Page


@pytest.fixture(params=PAGES, ids=lambda page: page.name)
def page(request: pytest.FixtureRequest) -> Page:
    """Every page in turn."""
    found: Page = request.param
    return found


@pytest.fixture(scope="session")
def pages() -> dict[str, Page]:
    """All pages by their names."""
    return {page.name: page for page in PAGES}

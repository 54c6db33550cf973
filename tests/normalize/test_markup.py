"""A text's markup is kept, unless there is so much of it that no article has as much."""

from __future__ import annotations

import pytest

from feeds.normalize.html import plain, sanitize


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Ferries <b>sail</b> again.</p>" * 300,
        "<p>Ferries <b>sail</b> again.<span/></p>" * 300,  # as XHTML closes elements
    ],
)
def test_a_long_text_keeps_its_markup(markup: str) -> None:
    assert sanitize(markup, None).count("<b>sail</b>") == 300


@pytest.mark.parametrize("markup", ["<div>" * 300, "<p><b>x</b></p>" * 9000, "<a " * 9000])
def test_what_is_no_article_is_cut_down_to_its_words(markup: str) -> None:
    assert "<div>" not in sanitize(markup + "Ferries", None)
    assert "<b>" not in sanitize(markup + "Ferries", None)


@pytest.mark.parametrize("hyphen", ["&shy;", "&#173;", "\xad"])
def test_a_word_that_may_be_hyphenated_is_the_word(hyphen: str) -> None:
    markup = f"<p>The fer{hyphen}ries sail again.</p>"
    assert plain(markup) == "The ferries sail again."
    assert sanitize(markup, None) == "<p>The ferries sail again.</p>"

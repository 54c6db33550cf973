"""A text's markup is kept, unless there is so much of it that no article has as much."""

from __future__ import annotations

import pytest

from feeds.model.atom import Text
from feeds.model.entry import Entry
from feeds.normalize import extent
from feeds.normalize.html import plain, sanitize
from feeds.normalize.mended import mended
from feeds.normalize.shortcodes import without_shortcodes


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


def an_article(filler: str) -> str:
    """HTML that is longer than what is read, made of this."""
    return filler * (extent.LONGEST // len(filler) + 2)


def test_html_beyond_the_bound_ends_with_a_whole_paragraph() -> None:
    paragraph = f"<p>The ferries <b>sail</b> again{10 * ' on Monday'}.</p>"
    safe = sanitize(an_article(paragraph), None)
    assert safe.replace(paragraph, "") == ""
    assert len(safe) > 0.9 * extent.LONGEST


@pytest.mark.parametrize("filler", ["sailing ", '<a href="https://a.example/ferries">sailing</a> '])
def test_html_without_paragraphs_ends_with_a_whole_word_and_no_broken_tag(filler: str) -> None:
    found = plain(sanitize(an_article(filler), None))
    assert set(found.split()) == {"sailing"}


def test_links_that_grow_when_they_are_sanitized_cost_no_words() -> None:
    markup = "<p>" + "<a href=/>x</a> " * 7000 + "</p>"
    assert len(markup) < extent.LONGEST < len(sanitize(markup, "https://a.example/"))
    assert len(plain(sanitize(markup, "https://a.example/")).split()) == 7000


def test_it_is_told_what_was_not_read() -> None:
    whole = Entry(content=Text(value="<p>The ferries sail again.</p>", type="html"))
    cut = Entry(content=Text(value=an_article("<p>sailing</p>"), type="html"))
    assert extent.told(whole) is None
    assert extent.told(cut) == "HTML of 262164 characters cut to 262144"


@pytest.mark.parametrize(
    ("style", "seen"),
    [
        ("display:none; max-height:0px; overflow:hidden", False),
        ("mso-hide: all", False),
        ("max-height: 0; overflow: hidden", True),  # folded up, for readers to unfold
        ("max-height: 0.5em; opacity: 0", True),
    ],
)
def test_only_what_a_letter_hides_for_a_preview_is_left_out(style: str, seen: bool) -> None:
    safe = sanitize(f'<div style="{style}">Ferries sail.</div><p>They do.</p>', None)
    assert ("Ferries sail." in safe) is seen


@pytest.mark.parametrize("name", ["screen-reader-text", "sr-only", "label govuk-visually-hidden"])
def test_what_is_only_read_aloud_of_a_page_is_no_part_of_its_text(name: str) -> None:
    aloud = f'<span class="{name}"> (opens in a new window)</span>'
    safe = sanitize(f"<p>Fares: <b>see the table{aloud}</b> of March.</p>", None)
    assert safe == "<p>Fares: <b>see the table</b> of March.</p>"
    told = '<p class="not-sr-onlyish visual">So it is.</p>'
    assert sanitize(told, None) == "<p>So it is.</p>"


def test_what_a_page_says_is_not_only_read_aloud_is_part_of_its_text() -> None:
    told = '<p class="lead not-sr-only">So it is.</p>'
    assert sanitize(told, None) == "<p>So it is.</p>"


@pytest.mark.parametrize(
    ("sizes", "address"),
    [
        ("a.jpg 300w, b.jpg 900w", "b.jpg"),
        ("w_3,h_2/a.jpg 900w, w_9,h_2/b.jpg 300w", "w_3,h_2/a.jpg"),
        ("a.jpg, b.jpg 2x", "b.jpg"),
        ("a.jpg,", "a.jpg"),
    ],
)
def test_a_picture_of_several_sizes_is_its_largest(sizes: str, address: str) -> None:
    safe = sanitize(f'<img srcset="{sizes}">', "https://gazette.example/")
    assert safe == f'<img src="https://gazette.example/{address}">'


def test_the_address_of_what_wordpress_would_have_embedded_stays() -> None:
    for opened in ("[embed]", '[embed width="600"]'):
        shown = f"<p>The boat: {opened}https://video.example/boat[/embed]</p>"
        assert without_shortcodes(shown) == "<p>The boat: https://video.example/boat</p>"


@pytest.mark.parametrize(
    "told",
    [
        "Write &lt;b&gt; before a word and &lt;/b&gt; behind it, and all who read the page see that it is bold.",
        "&lt;p&gt;Ferries&lt;/p&gt;",  # a line of code
    ],
)
def test_tags_that_a_text_speaks_of_stay_escaped(told: str) -> None:
    assert mended(told) == told

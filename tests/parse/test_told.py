"""Lines of a wire story that look like its head or its foot, and are told."""

import pytest

from feeds.model.entry import Entry
from feeds.parse.document import parse

TEXT = "The ferries sail again, the harbour authority said on Thursday.\n\nThe first left at noon."


def wire(text: str, location: str | None = None) -> Entry:
    return parse(text.encode(), content_type=None, location=location).entries[0]


@pytest.mark.parametrize(
    "headline",
    [
        "Fecha: 7 de marzo, el día de la mujer en la calle",
        "Date: a film about two people in love",
        "Sprache: Die letzte Sprecherin ist tot",
        "Langue: le breton survit",
        "Quelle: Minister tritt zurück",
        "Fuente: el agua vuelve al pueblo",
        "Tag: the game that children love",
        "Section: a story of tenants",
        "Updated: what we know of the fire",
        "Author: man lost only copy of his book",
        "ID: what voters need to show",
        "Fukushima, 11 March 2011",
        "Sprache: Die letzte Sprecherin\n\nVon der Insel",
        "Link: Zwei Inseln bekommen eine Brücke",
        "المصدر: الوزير يستقيل اليوم",
    ],
)
def test_a_headline_may_open_with_a_word_and_a_colon(headline: str) -> None:
    story = wire(f"{headline}\n\n{TEXT}\n")
    assert story.title
    assert story.title.value == headline.partition("\n")[0]


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ("Date: 7 de marzo de 2024 a las 10:30", "published", "7 de marzo de 2024 a las 10:30"),
        ("Datum: 7 lutego 2024", "published", "7 lutego 2024"),
        ("Sprache: de", "lang", "de"),
        ("Link: https://port.example/1", "base", None),
        ("Source: The Agence de Presse\n\nFerries sail", "credit", None),
    ],
)
def test_a_head_of_one_line_is_one(head: str, field: str, value: str | None) -> None:
    story = wire(f"{head}\n\n{TEXT}\n")
    assert getattr(story, field) == value
    assert story.content
    assert story.content.value.startswith("The ferries")
    assert story.title is None or story.title.value == "Ferries sail"


def test_a_heading_of_a_story_that_desks_set_as_well_takes_no_text() -> None:
    told = "Der Reporter schrieb alles in seinen Notizblock, bis er starb."
    story = wire(f"Das Schiff\n\nEs fährt wieder.\n\nNotizblock\n\n{told}\n\nEr starb arm.\n")
    assert story.content
    assert told in story.content.value


def test_a_time_in_a_short_sentence_is_not_when_the_story_was_published() -> None:
    sank = "<p>On <time datetime='2013-01-01'>1 January</time> the old ones sank.</p>"
    story = wire(f"<h1>Ferries sail</h1>{sank}<p>New ones sail.</p>", "s.html")
    assert story.published is None


def test_lines_with_colons_in_a_page_keep_their_links_where_they_are_no_head() -> None:
    where = '<p>Date: 7 March<br>Place: <a href="https://port.example/">the harbour</a></p>'
    story = wire(
        f"<h1>Ferries sail</h1><p>They sail again.</p>{where}<p>All may come.</p>", "s.html"
    )
    assert story.content
    assert 'href="https://port.example/"' in story.content.value


def test_a_headline_of_editors_is_no_note_to_them() -> None:
    headline = "Editors resign over a cartoon"
    story = wire(f"{headline}\nRABAT, March 7 (MAP) - They left on Thursday, all of them.\n")
    assert story.title
    assert story.title.value == headline


def test_a_heading_that_is_never_ended_loses_none_of_the_story() -> None:
    told = "The ferries sail again as they did before the storm. " * 20
    story = wire(f"<h1>Ferries sail</h2><div>{told}<b>The end.</b></div>", "s.html")
    assert story.content
    assert "The end." in story.content.value

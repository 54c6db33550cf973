"""Orders to hold a wire story back, and stories that only tell of an embargo, of an order, of a killed editor."""

import json
from datetime import UTC, datetime

import pytest

from feeds.model.entry import Entry
from feeds.normalize.management import embargo
from feeds.parse.document import parse

TEXT = "RABAT, March 7 (MAP) - The ferries sail again.\n\nThe first left at noon."


def wire(first: str) -> Entry:
    document = parse(f"{first}\n\n{TEXT}\n".encode(), content_type="text/plain", location=None)
    return document.entries[0]


@pytest.mark.parametrize(
    "headline",
    [
        "Embargo until 2030 agreed",
        "Embargo to 10 countries widened",
        "EMBARGO: oil exporters agree cuts until 2027",
        "Embargo ends: 10 ships leave port of Havana",
        "Embargo 1973: how oil changed 50 years of politics",
        "Under embargo until 2027, Iran sells its oil elsewhere",
        "Sous embargo jusqu'en 2027, l'Iran vend son pétrole",
        "Embargo bis 2030 verlängert",
        "Embargado hasta 2030 el piso de la actriz",
        "“Do not publish until March 7, 2027,” the letter said",
        "“Embargoed until March 7, 2027,” the letter said",
        "Do not use before 12 March: tins recalled",
        "Ne pas utiliser avant le 7 mars : les conserves rappelées",
        "Frei ab 7. März 2027: Wohnungen am Hafen",
        "The report is under embargo until 2027, said the minister",
        "For use at 30,000 feet: the new phone",
        "Hold until 2027? Investors wait",
        "حظر النشر حتى 2025 في قضية المرفأ",
        "Editor killed: outrage",
        "Editors killed. Police search",
        "Editors withdraw story on minister",
        "Editors hold our stories to account",
    ],
)
def test_a_story_of_an_embargo_or_of_editors_is_held_by_none(headline: str) -> None:
    story = wire(headline)
    assert (story.title and story.title.value, story.embargo, story.status) == (
        headline,
        None,
        None,
    )


def test_words_of_a_story_that_somebody_quotes_hold_nothing() -> None:
    said = '"Do not publish until 10 April 2027," she wrote.'
    document = parse(
        f"The editor wrote to her staff\n\n{said}\n\nThey obeyed.\n".encode(),
        content_type="text/plain",
        location=None,
    )
    story = document.entries[0]
    assert story.embargo is None
    assert story.content
    assert said in story.content.value


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("Embargo: 7 March 2027, 10 am New York time", "7 March 2027, 10 am New York time"),
        ("Embargoed until delivery on 7 March, 10:30", "delivery on 7 March, 10:30"),
        ("UNDER EMBARGO UNTIL END OF THE SPEECH, 1000 GMT", "END OF THE SPEECH, 1000 GMT"),
        (
            "Under embargo until after the King's speech at 10.30",
            "after the King's speech at 10.30",
        ),
        ("Embargo: until the ministers meet at 10:30", "the ministers meet at 10:30"),
        ("Embargo until Friday, 7 March, 10 o'clock", "Friday, 7 March, 10 o'clock"),
        (
            "Under embargo until publication in a journal on 7 March",
            "publication in a journal on 7 March",
        ),
        ("Sperrfrist: bis Redebeginn, 7. März 10.00 Uhr", "Redebeginn, 7. März 10.00 Uhr"),
        ("Sous embargo jusqu'au 7 mars à 10h (heure de Paris)", "7 mars à 10h (heure de Paris"),
        ("Эмбарго до 10:00 по московскому времени 7 марта", "10:00 по московскому времени 7 марта"),
        ("محظور النشر حتى الساعة 12:00 بتوقيت الرباط", "الساعة 12:00 بتوقيت الرباط"),
        ("« SOUS EMBARGO JUSQU'AU 7 MARS 2024 À 12H »", "7 MARS 2024 À 12H"),
        ("EMBARGOED UNTIL 2030", "2030"),
        ("Sperrfrist bis auf Weiteres", ""),
        # On two lines, the second with a name of its own.
        ("EMBARGOED\nUntil: 12:00 GMT, 8 March 2024", "12:00 GMT, 8 March 2024"),
        ("SPERRFRIST\nBis: 8. März 2024, 12.00 Uhr", "8. März 2024, 12.00 Uhr"),
        ("EMBARGADO\nHasta: 8 de marzo de 2024, 12:00", "8 de marzo de 2024, 12:00"),
        (
            "Title: Ferries sail\nEmbargo:\nUntil: 12:00 GMT, 8 March 2024",
            "12:00 GMT, 8 March 2024",
        ),
    ],
)
def test_an_order_to_wait_may_be_in_words(line: str, until: str) -> None:
    assert wire(line).embargo == until


@pytest.mark.parametrize("first", ["Embargo: after the vote", "Embargo until: end of speech"])
def test_an_embargo_that_opens_a_head_of_several_names_holds_in_any_words(first: str) -> None:
    story = wire(f"{first}\nTitle: Ferries sail")
    assert story.title
    assert (story.title.value, story.embargo) == ("Ferries sail", first.partition(": ")[2])


@pytest.mark.parametrize(
    "order", ["ATTENTION EDITORS - KILL", "EDS: PLEASE KILL", "Editors: please kill this story"]
)
def test_an_order_to_editors_is_one(order: str) -> None:
    assert wire(order).status is not None


def test_a_note_to_editors_is_no_headline_and_holds_in_any_words() -> None:
    noted = {
        "uri": "urn:1",
        "type": "text",
        "headline": "Ferries sail",
        "body_text": "They sail.",
        "ednote": "Adds quotes. Embargo until all ministers signed it, at 10 their time",
    }
    document = parse(json.dumps(noted).encode(), content_type=None, location="a.json")
    assert document.entries[0].embargo == "all ministers signed it, at 10 their time"


@pytest.mark.parametrize("heading", ["Under embargo", "EMBARGO", "Sperrfrist"])
def test_a_heading_below_sentences_of_a_story_holds_nothing(heading: str) -> None:
    told = "The island has had few new cars for sixty years, its drivers say."
    paragraphs = ("Cars of another age", told, heading, "No ship brought any.")
    plain = parse("\n\n".join(paragraphs).encode(), content_type="text/plain", location=None)
    page = "".join(f"<p>{one}</p>" for one in paragraphs).encode()
    for story in (plain, parse(page, content_type=None, location="s.html")):
        entry = story.entries[0]
        assert entry.embargo is None
        assert entry.content
        assert heading in entry.content.value


def test_a_line_below_a_long_letterhead_holds() -> None:
    letterhead = "HARBOUR AUTHORITY OF SALTMARSH, PRESS OFFICE, 1 QUAY STREET\nTelephone 1234"
    assert wire(f"{letterhead}\n\nEMBARGOED\n\nFerries sail").embargo == ""


@pytest.mark.parametrize("said", ["-", "—", "n/a", "none", "sans", "kein", "нет"])
def test_a_head_s_embargo_that_says_there_is_none_holds_nothing(said: str) -> None:
    story = wire(f"Title: Ferries sail\nEmbargo: {said}\nSource: MAP")
    assert embargo(story.embargo, datetime(2024, 3, 7, tzinfo=UTC)) is None

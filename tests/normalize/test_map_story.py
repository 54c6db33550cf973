"""The item Dateline was made for: a story of the MAP wire, from its bytes to the words that are kept."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feeds.model.item import Item
from feeds.model.poll import Source
from feeds.reading import read

NOW = datetime(2025, 1, 5, 9, 0, tzinfo=UTC)  # long after: nothing may be taken from the clock
LEAD = (
    "The head of the coast guard, Salma Tazi, has been on a working visit to Saltmarsh since Tuesday, "
    "looking with officials of the port at ways of keeping the strait safe in winter."
)
REST = """According to a statement of the coast guard, this involves pilots, radio and the search for small boats.

During her two-day visit, Ms. Tazi also met the masters of both ferries, who lost five weeks to a storm.

On this occasion, a memorandum on joint exercises was signed."""
STORY = f" date 2024-03-07 {LEAD}\n\n{REST}\n\nMAP: 07 March 2024\n"


def take(text: str, *, agency: str | None = None) -> Item:
    source = Source(name="MAP wire", path="drop/map", agency=agency)
    (item,) = read(
        text.encode(), content_type=None, location="story.txt", source=source, first_seen=NOW, seen_after=None
    ).items  # fmt: skip
    return item


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        STORY.lstrip(),
        STORY.replace("date 2024-03-07 ", "date 2024-03-07\n\n"),
        STORY.replace("\n", "\r\n"),
        STORY.rstrip(),
        STORY.replace("MAP: 07 March 2024", "MAP: 7 March 2024."),
    ],
    ids=[
        "as it comes",
        "no blank before",
        "on a line of its own",
        "CRLF",
        "no last newline",
        "a point after",
    ],
)
def test_its_markers_become_fields_and_leave_the_words(text: str) -> None:
    item = take(text)
    assert item.published == datetime(2024, 3, 7, tzinfo=UTC)
    assert item.date_source == "published"
    assert item.credit.agency == "MAP"
    assert (item.credit.credit_line or "").startswith("MAP: ")
    for words in (item.text, item.html, item.title):
        assert "MAP" not in words
        assert "2024" not in words
    assert item.text == "\n".join([LEAD, *REST.split("\n\n")])
    assert item.html == "".join(f"<p>{line}</p>" for line in item.text.split("\n"))
    assert item.title.startswith("The head of the coast guard, Salma Tazi")
    assert item.title_derived
    assert not item.teaser
    assert item.language == "en"


def test_the_foot_gives_the_day_where_the_head_is_missing() -> None:
    item = take(STORY.replace(" date 2024-03-07 ", ""))
    assert item.published == datetime(2024, 3, 7, tzinfo=UTC)
    assert item.date_source == "credit"


def test_the_same_story_is_the_same_item_each_time() -> None:
    assert take(STORY) == take(STORY)
    assert take(STORY).digest == take(STORY.replace("\n", "\r\n")).digest


def test_its_own_wire_has_it_at_first_hand() -> None:
    assert take(STORY, agency="MAP").credit.own
    assert not take(STORY).credit.own
    assert not take(STORY.replace("MAP:", "AFP:"), agency="MAP").credit.own

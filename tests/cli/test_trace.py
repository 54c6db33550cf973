"""``trace``: one document along the path, with the value after each stage."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from feeds.cli import main
from tests.newsroom.upstream import Answer, Upstream

Run = Callable[..., Result]
FEED = """<?xml version="1.0" encoding="windows-1252"?>
<rss version="2.0" xmlns:georss="http://www.georss.org/georss"><channel><title>Gazette</title>
<item><guid>1</guid><title>CORRECTED: Les ferries répartis</title><pubDate>07/03/2024</pubDate>
<description>RABAT, March 7, 2024 (MAP) - The ferries of Saltmarsh sail again on Monday.</description></item>
<item><guid>2</guid><title>Second</title>
<georss:point>45.256 -71.92</georss:point></item></channel></rss>""".encode("cp1252")


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "feed.xml"
    path.write_bytes(FEED)
    return path


def traced(*arguments: str, expect: int = 0) -> dict[str, dict[str, Any]]:
    """The value after each stage."""
    done = CliRunner().invoke(main, ["trace", "--json", *arguments])
    assert done.exit_code == expect, done.output
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {line.pop("stage"): line for line in lines}


def test_the_dates_of_a_feed_are_read_in_the_order_that_one_of_them_shows(tmp_path: Path) -> None:
    dates = ("03.07.2024", "12.25.2023")
    items = "".join(f"<item><guid>{d}</guid><pubDate>{d}</pubDate></item>" for d in dates)
    path = tmp_path / "feed.xml"
    path.write_text(f"<rss version='2.0'><channel><title>Gazette</title>{items}</channel></rss>")
    stages = traced(str(path))
    assert stages["item 1"]["published"] == "2024-03-07T00:00:00+00:00"
    assert stages["item 2"]["published"] == "2023-12-25T00:00:00+00:00"


def test_a_date_without_a_year_is_of_the_year_in_which_its_file_was_written(tmp_path: Path) -> None:
    """As where the folder is polled, however long ago that was."""
    path = tmp_path / "story.txt"
    path.write_text(
        "Ferries sail again\n\nRABAT, March 7 (MAP) - The ferries of Saltmarsh sail again.\n"
    )
    march = datetime(2022, 3, 8, tzinfo=UTC).timestamp()
    os.utime(path, (march, march))
    assert traced(str(path))["item 1"]["published"] == "2022-03-07T00:00:00+00:00"


def test_a_zone_is_the_one_of_the_feeds_country(tmp_path: Path) -> None:
    date = "Thu Mar 07 10:30:00 IST 2024"
    path = tmp_path / "feed.xml"
    for language, read in (("en-IN", "2024-03-07T05:00:00+00:00"), ("en", None)):
        path.write_text(
            f"<rss version='2.0'><channel><title>Gazette</title><language>{language}</language>"
            f"<item><guid>1</guid><pubDate>{date}</pubDate></item></channel></rss>"
        )
        item = traced(str(path))["item 1"]
        assert item.get("published") == read
    assert item["doubts"] == [f"a date not believed: “{date}” is in a zone that is unclear (ist)"]


@pytest.mark.parametrize(
    ("number", "said"),
    [("99", "there is no entry 99: the document holds 2 entries"), ("0", "'--entry': 0 is not")],
)
def test_an_entry_that_is_not_there_is_an_error_that_says_how_many_there_are(
    feed: Path, number: str, said: str
) -> None:
    done = CliRunner().invoke(main, ["trace", "--entry", number, str(feed)])
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_text_too_long_to_be_read_whole_is_told(tmp_path: Path) -> None:
    path = tmp_path / "feed.json"
    long = "<p>The ferries sail again on Monday.</p>" * 8000
    path.write_text(json.dumps({"title": "Gazette", "items": [{"id": "1", "content_html": long}]}))
    item = traced(str(path))["item 1"]
    assert item["doubts"] == ["HTML of 320000 characters cut to 262144"]


def test_a_file_is_traced_through_every_stage_without_a_configuration(feed: Path) -> None:
    stages = traced(str(feed))
    assert list(stages) == [
        *("fetch", "encoding", "parse"),
        *("entry 1", "item 1", "identity 1", "entry 2", "item 2", "identity 2"),
    ]
    assert stages["fetch"]["bytes"] == len(FEED)
    assert stages["encoding"]["encoding"] == "cp1252"
    assert (stages["parse"]["kind"], stages["parse"]["entries"]) == ("xmlfeed", 2)
    assert stages["entry 1"]["published"] == "07/03/2024"
    assert stages["item 1"]["published"] == "2024-03-07T00:00:00+00:00"
    assert stages["item 1"]["date_source"] == "dateline"
    assert stages["item 1"]["doubts"] == [
        "a date not believed: “07/03/2024” may be day or month first"
    ]
    assert stages["item 1"]["credit"]["agency"] == "MAP"
    assert stages["item 1"]["looks_like"]["language"] == "en"
    assert 0.5 < stages["item 1"]["looks_like"]["confidence"] <= 1
    assert stages["item 2"]["where"] == [{"kind": "point", "coordinates": [[45.256, -71.92]]}]
    assert stages["identity 1"]["mark"] == "correction"
    assert stages["identity 1"]["keys"][0] == "guid:1"


def test_one_entry_and_whole_texts_may_be_asked_for(feed: Path) -> None:
    stages = traced(str(feed), "--entry", "2", "--full")
    assert [name for name in stages if name[-1].isdigit()] == ["entry 2", "item 2", "identity 2"]
    assert stages["encoding"]["text"] == FEED.decode("cp1252")


def test_what_is_no_feed_ends_the_path_with_the_reason(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><title>Log in</title>")
    stages = traced(str(page), expect=1)
    assert stages["failed"]["at"] == "parse"
    assert stages["failed"]["why"].startswith("the document is an HTML page titled “Log in”")


def test_a_person_is_told_what_each_stage_shows(feed: Path) -> None:
    done = CliRunner().invoke(main, ["trace", "--entry", "1", str(feed)])
    heads = [line for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert heads == [
        "fetch: how the bytes came",
        "encoding: the bytes as text",
        "parse: what the text holds",
        "entry 1: as received, dates and links raw",
        "item 1: as it is kept",
        "identity 1: what the story is recognised by",
    ]


def test_a_person_is_shown_lines_as_lines_whatever_system_wrote_them(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(b"Ferries sail again\r\n\r\nThe ferries of Saltmarsh sail.\r\n")
    said = CliRunner().invoke(main, ["trace", str(path)]).stdout
    assert "  text: Ferries sail again\n    \n    The ferries of Saltmarsh sail.\n" in said


def test_of_a_few_letters_no_language_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "feed.json"
    path.write_text(json.dumps({"title": "Gazette", "items": [{"id": "1", "content_text": "4-2"}]}))
    assert "looks_like" not in traced(str(path))["item 1"]


def test_an_address_is_fetched_as_a_source_is_and_its_answer_shown(run: Run) -> None:
    with Upstream() as upstream:
        headers = {"Content-Type": "application/rss+xml"}
        upstream.answers["/feed"] = Answer(body=FEED, headers=headers)
        upstream.answers["/gone"] = Answer(status=404)
        shown = run("trace", upstream.url("/feed")).stdout
        lost = run("trace", upstream.url("/gone"), expect=1).stdout
        address = upstream.url("/feed").replace("http://", "http://jane:secret@")
        assert "secret" not in run("trace", address).stdout
    assert "status: 200" in shown
    assert "Les ferries répartis" in shown
    assert "failed" in lost
    assert "404" in lost


def test_a_document_is_read_as_a_source_of_the_configuration(run: Run, feed: Path) -> None:
    assert "source: Kept" in run("trace", str(feed), "--source", "Kept").stdout
    assert "no source is named" in run("trace", str(feed), "--source", "Nobody", expect=2).output


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["trace", str(tmp_path / "none.xml")])
    assert done.exit_code == 1
    assert "No such file" in done.output


def test_a_faulty_configuration_is_told_and_not_used(run: Run, config: Path, feed: Path) -> None:
    config.write_text("[site]\ntitle = 7\n")
    done = run("trace", str(feed))
    assert "the configuration is not used" in done.stderr
    assert "Les ferries" in done.stdout

"""Two feeds of one site, or one under a new name: what one of them says of the site's own page counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from feeds import config
from feeds.intake import take_in
from feeds.model.item import Management
from feeds.model.poll import Source
from feeds.newsdesk import Newsdesk
from feeds.poll.domain import registrable
from feeds.poll.due import Brought
from feeds.reading import read
from tests.identify.newsroom import WINDOW, Newsroom, Post, after, document
from tests.newsroom.desk import Desk, source, topic
from tests.newsroom.feed import TYPE, Entry, hours_ago, rss
from tests.newsroom.upstream import Answer, Upstream

Told = dict[str, Any]
PAGE = "https://www.gazette.example/news/ferries"


@dataclass
class _Sites(Newsroom):
    """A newsroom whose sources have addresses: by their names, else of the Gazette's site."""

    def poll(self, name: str, *posts: Post, minutes: float | None = None) -> Brought:
        stranger = name == "Planet"
        url = "https://planet.example/all" if stranger else "https://feeds.gazette.example/rss"
        now = after(max((post.minutes or 0 for post in posts), default=0))
        readout = read(
            document(posts, language=self.language),
            content_type="application/rss+xml",
            location=url,
            source=Source(name=name, url=url),
            first_seen=now,
            seen_after=self.polled.get(name),
        )
        with self.store.write() as tx:
            brought, _ = take_in(
                tx, readout.items, (), window=WINDOW, now=now, site=registrable(url)
            )
        self.polled[name] = now
        return brought


@pytest.fixture
def sites(room: Newsroom) -> _Sites:
    return _Sites(language=room.language)


def _carried(sites: _Sites, told: Told, *also: str) -> None:
    for minutes, name in enumerate(("Gazette", *also)):
        sites.carry(name, told["title"], told["paragraphs"], guid="1", link=PAGE, minutes=minutes)


def _right(told: Told) -> list[str]:
    wrong, right = told["corrected"]
    return [paragraph.replace(wrong, right) for paragraph in told["paragraphs"]]


@pytest.mark.parametrize("marked", [True, False], ids=["marked", "unmarked"])
def test_a_correction_that_only_the_site_s_other_feed_shows_is_a_version(
    sites: _Sites, told: Told, marked: bool
) -> None:
    _carried(sites, told, "Gazette: sea")
    title = told["corrected_title"] if marked else told["title"]
    words = {"guid": "1", "link": PAGE}
    for minutes, name in ((60, "Gazette: sea"), (70, "Gazette"), (80, "Gazette: sea")):
        story = sites.carry(name, title, _right(told), minutes=minutes, **words)
        assert (len(sites.stories()), story.version, story.updated) == (1, 2, after(60))
        assert told["corrected"][1] in story.head.text
        assert story.first_carrier == "Gazette"


def test_a_correction_under_an_embargo_is_a_version_once_that_has_passed(
    sites: _Sites, told: Told, tmp_path: Path
) -> None:
    _carried(sites, told, "Gazette: sea")
    url = "https://feeds.gazette.example/rss"
    post = Post(title=told["title"], text=_right(told), guid="1", link=PAGE, minutes=60)
    readout = read(
        document([post], language=sites.language),
        content_type="application/rss+xml",
        location=url,
        source=Source(name="Gazette: sea", url=url),
        first_seen=after(60),
        seen_after=after(1),
    )
    held = [replace(i, management=Management(embargo=after(90))) for i in readout.items]
    with sites.store.write() as tx:
        assert take_in(tx, held, (), window=WINDOW, now=after(60))[0].held == 1
    (tmp_path / "config.toml").write_text(source("Gazette: sea", url))
    assert Newsdesk(config.load(tmp_path / "config.toml"), sites.store).unseal() == 1
    (story,) = sites.stories()
    assert (story.version, told["corrected"][1] in story.head.text) == (2, True)


def test_a_kill_that_only_the_site_s_other_feed_shows_withdraws_the_story(
    sites: _Sites, told: Told
) -> None:
    _carried(sites, told, "Gazette: sea")
    kill = told["kill_title"], told["kill_text"]
    story = sites.carry("Gazette: sea", *kill, guid="1", link=PAGE, minutes=60, teaser=True)
    assert (len(sites.stories()), story.status, story.updated) == (1, "withdrawn", after(60))


def test_what_another_site_makes_of_the_page_is_its_own(sites: _Sites, told: Told) -> None:
    _carried(sites, told, "Planet")
    words = {"guid": "1", "link": PAGE}
    story = sites.carry("Planet", told["title"], _right(told), minutes=60, **words)
    assert (story.version, told["corrected"][0] in story.head.text) == (1, True)
    story = sites.carry("Planet", told["kill_title"], told["kill_text"], minutes=70, **words)
    assert (story.version, story.status) == (1, "usable")


@pytest.mark.parametrize("title", ["title", "retitled"])
def test_another_page_of_the_site_is_not_corrected_along(
    sites: _Sites, told: Told, title: str
) -> None:
    _carried(sites, told)
    there = {"guid": "2", "link": f"{PAGE}-2"}
    sites.carry("Gazette: sea", told[title], told["paragraphs"], minutes=30, **there)
    story = sites.carry("Gazette: sea", told[title], _right(told), minutes=60, **there)
    assert (len(sites.stories()), story.version) == (1, 1)
    assert story.head.title == told["title"]


def test_readers_are_shown_what_a_source_corrects_under_the_new_name_that_it_was_given(
    tmp_path: Any,
) -> None:
    desk = Desk(tmp_path)
    with Upstream() as upstream:
        entry = Entry(
            key="pact",
            title="Gulf states sign rescue pact",
            text="The six countries around the Gulf of Sable signed an agreement on Tuesday to "
            "share their 14 lifeboats whenever a vessel is in distress, and to build a station.",
            published=hours_ago(2),
        )
        for name, told in (
            ("Gazette", entry),
            ("The Gazette", entry),
            ("The Gazette", replace(entry, text=entry.text.replace("14", "17"))),
        ):
            body = rss("feed", told).replace(b"https://feed.example", upstream.url("").encode())
            upstream.answers["/feed"] = Answer(body=body, headers=TYPE)
            desk.write(source(name, upstream.url("/feed")), topic("gulf", "sable"))
            desk.command("poll", "--all")
    (story,) = desk.stories("--topic", "gulf")
    assert "17 lifeboats" in story["text"]
    assert {story["first_carrier"], *(copy["source"] for copy in story["copies"])} == {
        "The Gazette"
    }

"""A story's page and JSON: who had it when, how it changed, what it quotes, and that it was withdrawn."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import lxml.html
import pytest

from feeds.model.geometry import Geometry
from feeds.model.poll import Republish, Source
from feeds.model.topic import Topic
from feeds.serve.app import create_app
from feeds.serve.desk import Front, ServeDesk
from store.api import Store
from tests.newsroom.intake import DESK, HARBOUR, TOLD, Newsroom, at, item

_ARABIC = (
    "تستأنف عبارتا سالتمارش رحلاتهما يوم الاثنين، حسبما أعلنت سلطات الميناء في بيان لها.",
    "وتبقى الأسعار على حالها حتى نهاية أبريل، وفق البيان نفسه الذي صدر صباح اليوم.",
)


class Site:
    """The pages over a newsroom's store."""

    def __init__(
        self,
        newsroom: Newsroom,
        *,
        sources: tuple[Source, ...] = (),
        topics: tuple[Topic, ...] = DESK.topics,
        base_url: str = DESK.base_url,
    ) -> None:
        front = Front(title="Desk", base_url=base_url, topics=topics, sources=sources)
        desk = ServeDesk(
            store=newsroom.store, front=lambda: front, now=lambda: at(23), ready=lambda: None
        )
        self._app = create_app(desk)

    def get(self, path: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._app)
            async with httpx.AsyncClient(transport=transport, base_url=DESK.base_url) as client:
                return await client.get(path)

        return asyncio.run(ask())

    def page(self, story: str) -> Any:
        got = self.get(f"/stories/{story}")
        assert got.status_code == 200
        return lxml.html.document_fromstring(got.text)

    def json(self, story: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.get(f"/stories/{story}.json").content)
        return found


@pytest.fixture
def newsroom(store: Store) -> Newsroom:
    return Newsroom(store)


@pytest.fixture
def site(newsroom: Newsroom) -> Site:
    return Site(newsroom)


def rows(tree: Any) -> list[list[str]]:
    return [[cell.text_content() for cell in row] for row in tree.xpath("//table//tr[td]")]


def test_each_copy_is_shown_with_when_its_source_can_have_had_it_and_why_it_belongs(
    newsroom: Newsroom, site: Site
) -> None:
    polled = item("Harbour Times", "h", "Harbour", HARBOUR, 10, gap=timedelta(minutes=40))
    overnight = item("Radio Gulf", "g", "Dredgers", HARBOUR, 11, gap=timedelta(hours=20))
    first_met = item("Island Post", "i", "Channel", HARBOUR[:3], 12)
    for one in (polled, overnight, first_met):
        newsroom.take(one)
    story = newsroom.story_of(polled)
    times, gulf, post = rows(site.page(story))
    assert times[:2] == ["Harbour Times", "2026-03-01 between 09:50 and 10:30 UTC, states 10:00"]
    assert gulf[1] == "between 2026-02-28 15:30 and 2026-03-01 11:30 UTC, states 11:00"
    assert post[1] == "by 2026-03-01 12:30 UTC, states 12:00"
    assert times[3:6] == ["original", "1.00", "the first to arrive"]
    assert "compared with" in post[5]
    copies = site.json(story)["copies"]
    assert [row[6] for row in (times, gulf, post)] == [copy["item"] for copy in copies]
    assert copies[0]["seen_after"] == "2026-03-01T09:50:00Z"
    assert copies[0]["carried_at"] == "2026-03-01T10:00:00Z"
    assert copies[2]["seen_after"] is None
    contract = {"source", "guid", "link", "title", "published", "first_seen", "teaser"}
    assert all(contract <= set(copy) for copy in copies)


def test_a_source_that_states_no_time_or_another_day_s_is_shown_to(
    newsroom: Newsroom, site: Site
) -> None:
    day = timedelta(days=1)
    one = item("Harbour Times", "h", "Harbour", HARBOUR, 10, gap=timedelta(minutes=40))
    newsroom.take(replace(one, published=None))
    late = item("Radio Gulf", "g", "Dredgers", HARBOUR, 11)
    newsroom.take(replace(late, published=at(11) - day))
    shown = {row[0]: row[1] for row in rows(site.page(newsroom.story_of(one)))}
    assert shown["Harbour Times"].endswith("10:30 UTC, states no time")
    assert shown["Radio Gulf"].endswith("states 2026-02-28 11:00 UTC")


def test_what_changed_is_struck_out_and_underlined_per_version(
    newsroom: Newsroom, site: Site
) -> None:
    newsroom.take(item("Wire", "w", "Sable to dredge", HARBOUR, 8, agency="MAP"))
    costs = HARBOUR[3].replace("four million", "<b>five</b> million")
    fixed = item("Wire", "w2", "CORRECTED: Sable to dredge", (*HARBOUR[:3], costs), 9, agency="MAP")
    newsroom.take(fixed)
    tree = site.page(newsroom.story_of(fixed))
    (changed,) = tree.xpath("//section[h2='How it changed']")
    assert "Corrected 2026-03-01 09:00 UTC (version 2, correction)" in changed.text_content()
    assert [one.text_content().strip() for one in changed.xpath(".//del")] == ["four"]
    assert [one.text_content().strip() for one in changed.xpath(".//ins")] == ["five"]
    first, second = site.json(newsroom.story_of(fixed))["versions"]
    assert first["changed"] == {"title": [], "text": []}
    assert [p["text"].strip() for p in second["changed"]["text"] if p["kind"] != "same"] == [
        "four",
        "five",
    ]
    assert second["relation"] == "correction"


def test_arabic_changes_run_from_right_to_left(newsroom: Newsroom, site: Site) -> None:
    newsroom.take(item("جريدة", "j", "العبارات تعود يوم الاثنين", _ARABIC, 8, lang="ar"))
    later = _ARABIC[0].replace("الاثنين", "الثلاثاء")
    newsroom.take(
        item("جريدة", "j", "العبارات تعود يوم الثلاثاء", (later, _ARABIC[1]), 8, lang="ar")
    )
    (story,) = newsroom.stories()
    tree = site.page(story)
    differences = tree.xpath("//p[@class='difference']")
    assert len(differences) == 2
    assert {one.get("dir") for one in differences} == {"auto"}
    assert [one.text_content().strip() for one in tree.xpath("//ins")] == ["الثلاثاء", "الثلاثاء،"]
    assert tree.xpath("//article/@dir") == ["rtl"]


def test_a_fuller_copy_changes_no_version_and_a_correction_is_compared_with_it(
    newsroom: Newsroom, site: Site
) -> None:
    """Else the first correction after a teaser would seem to have written the story."""
    newsroom.take(item("Harbour Times", "h", "Harbour to be dredged before storms", HARBOUR[:2], 8))
    full = item("Wire", "w", "Harbour to be dredged before storms", HARBOUR, 9, agency="MAP")
    newsroom.take(full)
    story = newsroom.story_of(full)
    (only,) = site.json(story)["versions"]
    assert (only["number"], only["relation"], only["at"]) == (1, "original", "2026-03-01T08:00:00Z")
    assert HARBOUR[3] in only["text"]
    costs = HARBOUR[3].replace("four", "five")
    newsroom.take(item("Wire", "w", full.title, (*HARBOUR[:3], costs), 9, agency="MAP"), hour=12)
    _, second = site.json(story)["versions"]
    changed = [p["text"].strip() for p in second["changed"]["text"] if p["kind"] != "same"]
    assert changed == ["four", "five"]


def test_a_follow_up_and_what_it_quotes_lead_to_each_other(newsroom: Newsroom, site: Site) -> None:
    quoted = item("Harbour Times", "h", "Harbour to be dredged", HARBOUR, 8)
    follow_up = item(
        "Night Desk",
        "n",
        "Skippers protest against <b>detours</b>",
        (*TOLD[1:3], *HARBOUR[:2], TOLD[0], TOLD[3]),
        20,
    )
    newsroom.take(quoted)
    newsroom.take(follow_up)
    old, new = newsroom.story_of(quoted), newsroom.story_of(follow_up)
    assert old != new
    for here, there, kind in ((new, old, "Quotes "), (old, new, "Quoted by ")):
        (section,) = site.page(here).xpath("//section[h2='Quotations']")
        assert section.xpath(".//a/@href") == [f"/stories/{there}"]
        assert section.xpath(".//li")[0].text_content().startswith(kind)
    (quotes,) = site.json(new)["quotes"]
    (by,) = site.json(old)["quoted_by"]
    assert (quotes["id"], by["id"]) == (old, new)
    assert by["title"] == follow_up.title
    assert quotes["why"]
    assert site.json(old)["quotes"] == site.json(new)["quoted_by"] == []


def test_a_withdrawn_story_says_so_and_who_carries_it_still_and_shows_nothing_of_it(
    newsroom: Newsroom, site: Site
) -> None:
    wire = item("Wire", "w", "Sable to dredge its harbour", HARBOUR, 8, agency="MAP")
    newsroom.take(wire)
    newsroom.take(item("Harbour Times", "h", "Harbour to be dredged", HARBOUR, 9))
    notice = ["Please withdraw this story."]
    newsroom.take(item("Wire", "k", "KILL: Sable to dredge its harbour", notice, 10, agency="MAP"))
    story = newsroom.story_of(wire)
    said = site.page(story).text_content()
    assert "Withdrawn: Sable to dredge its harbour" in said
    assert "Still carried by Harbour Times." in said
    assert "Withdrawn 2026-03-01 10:00 UTC" in said
    assert "Two dredgers" not in said
    told = site.json(story)
    assert (told["status"], told["still_carried_by"]) == ("withdrawn", ["Harbour Times"])


@pytest.mark.parametrize("guid", ["w", "k"], ids=["in its place", "beside it"])
def test_no_page_shows_the_headline_of_a_withdrawn_story_as_news(
    newsroom: Newsroom, site: Site, guid: str
) -> None:
    newsroom.take(item("Wire", "w", "Sable to dredge its harbour", HARBOUR, 8, agency="MAP"))
    notice = ["Please withdraw this story."]
    newsroom.take(item("Wire", guid, "KILL: Sable to dredge its harbour", notice, 10, agency="MAP"))
    newsroom.release()
    (story,) = newsroom.stories()
    for path in ("/", "/topics/all", "/search?q=dredge", f"/stories/{story}"):
        page = lxml.html.document_fromstring(site.get(path).text)
        (name,) = page.xpath("//ul[contains(@class, 'stories')]/li/a | //article/h1")
        assert name.text_content().strip() == "Withdrawn: Sable to dredge its harbour", path
    assert page.findtext(".//title").startswith("Withdrawn: Sable")


def test_the_json_says_where_the_story_is(newsroom: Newsroom, site: Site) -> None:
    here = Geometry(kind="point", coordinates=((45.256, -71.92),))
    told = replace(item("Wire", "w", "Sable to dredge its harbour", HARBOUR, 8), where=(here,))
    newsroom.take(told)
    where = site.json(newsroom.story_of(told))["where"]
    assert where == [{"kind": "point", "coordinates": [[45.256, -71.92]]}]


@pytest.mark.parametrize("suffix", ["", ".json"])
def test_the_id_of_a_merged_story_leads_to_the_one_it_is_part_of_until_they_are_split(
    newsroom: Newsroom, site: Site, suffix: str
) -> None:
    one = item("Harbour Times", "h", "Harbour to be dredged", HARBOUR, 8)
    two = item("Night Desk", "n", "Deeper channel", TOLD, 9)
    newsroom.take(one)
    newsroom.take(two)
    old, kept = newsroom.story_of(two), newsroom.story_of(one)
    newsroom.join(kept, old)
    got = site.get(f"/stories/{old}{suffix}")
    assert (got.status_code, got.headers["location"]) == (308, f"/stories/{kept}{suffix}")
    assert got.headers["cache-control"] == "no-cache"
    newsroom.split(kept, two)
    assert site.get(f"/stories/{old}{suffix}").status_code == 200


@pytest.mark.parametrize(
    ("rule", "shown", "hidden"),
    [
        ("full", [*HARBOUR], []),
        ("excerpt", [HARBOUR[0]], [HARBOUR[3]]),
        ("title", [], [*HARBOUR]),
    ],
)
def test_a_story_shows_no_more_than_its_source_allows(
    newsroom: Newsroom, rule: Republish, shown: list[str], hidden: list[str]
) -> None:
    wire = Source(name="Wire", url="https://wire.example/feed", republish=rule)
    site = Site(newsroom, sources=(wire,))
    newsroom.take(item("Wire", "w", "Sable to dredge its harbour", HARBOUR, 8))
    costs = (*HARBOUR[:3], HARBOUR[3].replace("four million", "five million"))
    newsroom.take(item("Wire", "w", "Sable dredges its harbour", costs, 8), hour=9)
    (story,) = newsroom.stories()
    said = site.page(story).text_content()
    told = site.json(story)
    shown, hidden = ([line.replace("four", "five") for line in lines] for lines in (shown, hidden))
    for place in (said, told["text"], told["versions"][-1]["text"]):
        assert all(line in place for line in shown)
        assert not any(line in place for line in hidden)
    changed = told["versions"][-1]["changed"]
    assert bool(changed["text"]) == ("five million" in said) == (rule == "full")
    assert changed["title"], "titles may always be shown"
    assert ("and no more" in said) == (rule != "full")


def test_the_json_of_a_withdrawn_story_holds_none_of_its_words(
    newsroom: Newsroom, site: Site
) -> None:
    newsroom.take(item("Wire", "w", "Sable to dredge its harbour", HARBOUR, 8, agency="MAP"))
    notice = ["Please withdraw this story."]
    newsroom.take(item("Wire", "k", "KILL: Sable to dredge its harbour", notice, 10, agency="MAP"))
    (story,) = newsroom.stories()
    assert site.json(story)["status"] == "withdrawn"
    assert "dredgers" not in json.dumps(site.json(story)).lower()


def test_under_a_path_of_its_host_links_begin_with_it_and_lead_somewhere(
    newsroom: Newsroom,
) -> None:
    """Whether the proxy takes the path off (then they come without) or not."""
    site = Site(newsroom, base_url="https://example.org/news/")
    newsroom.take(item("Wire", "w", "Sable to dredge its harbour", HARBOUR, 8))
    newsroom.release()
    for front in ("/", "/news", "/news/"):
        tree = lxml.html.document_fromstring(site.get(front).text)
        links = [link for link in tree.xpath("//@href") if link.startswith("/")]
        assert len(links) > 5
        assert all(link == "/news" or link.startswith("/news/") for link in links)
    for link in links:
        for path in (link, link.removeprefix("/news") or "/"):
            assert site.get(path).status_code == 200, path
    assert site.get("/newspaper").status_code == 404


def test_a_story_that_is_not_there_is_told_in_what_was_asked_for(site: Site) -> None:
    told, shown = site.get("/stories/0k3v9q2m1x7ab.json"), site.get("/stories/0k3v9q2m1x7ab")
    assert told.status_code == shown.status_code == 404
    assert told.json() == {"error": "There is no such story here."}
    assert shown.headers["content-type"].startswith("text/html")

"""The stories of the golden feeds: small, of our own writing, each with a trait that feeds get wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from feeds.identify.settle import copy_of
from feeds.model.atom import Category, Enclosure, FeedMeta, Person
from feeds.model.geometry import Geometry
from feeds.model.item import Credit, Dateline, Item, guid_key, item_id
from feeds.model.output import Channel
from feeds.model.poll import Republish
from feeds.model.story import Copy, Relation, Story, Version, format_id
from feeds.model.topic import ContentRule, Topic
from feeds.publish.entry import build_channel, build_entry

BASE = "https://desk.example/"
TOPIC = Topic(
    slug="coast", title="Coast & islands", description="Ferries, piers <and> weather", limit=50
)


def at(hour: int, minute: int = 0, day: int = 7) -> datetime:
    return datetime(2024, 3, day, hour, minute, tzinfo=UTC)


def make_item(source: str, name: str, text: str, published: datetime, **more: Any) -> Item:
    """An item as normalizing would make it; ``name`` is its guid and the end of its address."""
    site = f"https://{source.lower().replace(' ', '-')}.example"
    key = guid_key(name)
    given: dict[str, Any] = {
        "title": name.replace("-", " ").capitalize(),
        "link": f"{site}/{name}",
        "html": "".join(f"<p>{line}</p>" for line in text.split("\n")),
        "teaser": False,
        "origin": FeedMeta(title=source, link=f"{site}/", self_link=f"{site}/feed.xml"),
        "language": "en",
        **more,
    }
    return Item(
        id=item_id(source, key),
        source=source,
        key=key,
        guid=name,
        canonical=given["link"],
        text=text,
        published=published,
        date_source="published",
        first_seen=published,
        digest="0" * 32,
        **given,
    )


def make_copy(item: Item, relation: Relation = "original") -> Copy:
    return copy_of(item, relation=relation, score=1.0, why="")


def make_story(head: Item, *others: tuple[Item, Relation], **more: Any) -> Story:
    """A story that ``head`` began and heads, and ``others`` carry."""
    began = head.published or head.first_seen
    given: dict[str, Any] = {
        "id": format_id(head.id),
        "first_carrier": head.source,
        "published": began,
        "updated": began,
        "first_seen": head.first_seen,
        **more,
    }
    copies = (make_copy(head), *(make_copy(item, relation) for item, relation in others))
    return Story(head=head, copies=copies, **given)


def make_version(
    number: int,
    when: datetime,
    title: str,
    text: str,
    relation: Relation = "original",
    item: int | None = None,
) -> Version:
    """A state of a story's words; of the pier's where no item is named."""
    return Version(
        number=number,
        at=when,
        item=item_id("Harbour Gazette", guid_key("pier-length")) if item is None else item,
        title=title,
        text=text,
        digest=f"{number}" * 32,
        relation=relation,
    )


FERRY = make_item(
    "Meridian Wire",
    "ferries-sail-again",
    "The two ferries of Saltmarsh will sail again on Monday, the harbour office said.\n"
    "Fares stay as they were until the end of April, according to the statement.",
    at(10, 30),
    title="Ferries & mail boats sail again: “all < 9 knots”",
    credit=Credit(
        byline="Jane Roe",
        agency="MDW",
        credit_line="MDW: 07 March 2024",
        dateline=Dateline(place="SALTMARSH", date=at(0).date(), agency="MDW"),
        own=True,
    ),
    categories=(Category(term="ferries", label="Ferries"), Category(term="coast", scheme="https://wire.example/t")),
    enclosures=(
        Enclosure(href="https://meridian-wire.example/pier.jpg?w=9&h=6", type="image/jpeg", length=48200),
        Enclosure(href="https://meridian-wire.example/horn.mp3", type="audio/mpeg"),
    ),
    where=(
        Geometry(kind="point", coordinates=((45.256, -71.92),)),
        Geometry(kind="line", coordinates=((45.256, -71.92), (46.0, -71.5))),
        Geometry(kind="polygon", coordinates=((45.0, -71.0), (46.0, -71.0), (46.0, -72.0), (45.0, -71.0))),
        Geometry(kind="box", coordinates=((45.0, -72.0), (46.0, -71.0))),
    ),
    rights="© Meridian Wire",
)  # fmt: skip
GAZETTE = make_item(
    "Harbour Gazette",
    "boats-back",
    "The two ferries of Saltmarsh will sail again on Monday.",
    at(11, 5),
    title="Boats are back <b>on</b> Monday",
    teaser=True,
)
COURIER = make_item(
    "Island Courier",
    "ferries-monday",
    FERRY.text,
    at(12, 40),
    title=FERRY.title,
    authors=(Person(name="Island Courier with MDW"),),
    credit=Credit(byline="Island Courier", agency="MDW"),
)
WITH_COPIES = make_story(FERRY, (GAZETTE, "teaser"), (COURIER, "wire copy"))

CORRECTED = make_story(
    make_item(
        "Harbour Gazette",
        "pier-length",
        "The new pier is eighty metres long. An earlier version of this story said ninety.",
        at(8),
        title="CORRECTION: New pier is eighty metres long",
        authors=(Person(name="Ali El Amrani", uri="https://harbour-gazette.example/ali"), Person(name="Desk")),
    ),
    updated=at(9, 45, day=8),
    version=2,
)  # fmt: skip
HISTORIES = {
    CORRECTED.id: (
        make_version(1, at(8), "New pier is ninety metres long", "The new pier is ninety metres long."),
        make_version(2, at(9, 45, day=8), "New pier is eighty metres long", CORRECTED.head.text, "correction"),
    ),
}  # fmt: skip
ARABIC = make_story(
    make_item(
        "جريدة الميناء",
        "abbarat",
        "تستأنف عبارتا سالتمارش رحلاتهما يوم الاثنين، حسبما أعلنت سلطات الميناء.",
        at(7),
        title="العبارات تعود يوم الاثنين",
        link="https://jarida.example/أخبار/عبارات",
        language="ar",
        credit=Credit(agency="MAP", credit_line="و م ع"),
        origin=FeedMeta(
            id="urn:example:jarida", title="جريدة الميناء", link="https://jarida.example/"
        ),
    )
)
CONTROLS = make_story(
    make_item(
        "Storm\x0bPost",
        "gale",
        "A gale\x00 is due\x1f at noon.",
        at(6),
        title="Gale\x00 due\ufffe at noon ]]>",
        html='<p>A gale\x07 is due <img src="https://s.example/g.png" alt="]]>"> at noon ]]&gt;.</p>',
        language=None,
        authors=(Person(name="Su\x01e"), Person(name=" ")),
        categories=(Category(term="wea\x02ther", scheme="x\x03"), Category(term="\x04")),
        enclosures=(Enclosure(href="https://s.example/g\x05.png", type="image/png"),),
        rights="Free\x06",
        origin=FeedMeta(id="urn:x\x08", title="Storm\x0bPost"),
    )
)
WIRE = make_story(
    make_item(
        "Drop folder",
        "crane",
        "A crane that fell into the harbour in January has been lifted.",
        at(5),
        link=None,
        origin=FeedMeta(title="Drop folder"),
        credit=Credit(agency="MAP", credit_line="MAP: 07 March 2024"),
    )
)
STORIES = (WITH_COPIES, CORRECTED, ARABIC, CONTROLS, WIRE)


def make_channel(
    *stories: Story,
    suffix: str = "atom",
    topic: Topic = TOPIC,
    content: ContentRule = "full",
    republish: dict[str, Republish] | None = None,
    base_url: str = BASE,
    histories: Mapping[str, Sequence[Version]] = HISTORIES,
) -> Channel:
    """A topic's channel of those stories."""
    entries = [
        build_entry(
            story, content=content, republish=republish or {}, page_url=f"{base_url}stories/{story.id}",
            versions=histories.get(story.id, ()),
        )
        for story in stories
    ]  # fmt: skip
    return build_channel(
        topic, entries, base_url=base_url, site_title="Desk <of> ours", suffix=suffix
    )

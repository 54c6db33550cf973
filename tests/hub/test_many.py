"""Very many subscribers, and very many topics: a turn of the hub asks and holds what it needs of each topic once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from feeds.deliver.prepare import Feed, Job, Preparation
from feeds.model.hub import Subscription
from feeds.publish.addresses import topic_urls
from tests.asked import statements
from tests.hub.desk import SEA, TOPIC, HubDesk


def _subscribed(hub: HubDesk, topic: str, count: int, of: str = "reader.example") -> None:
    with hub.store.write() as tx:
        for number in range(count):
            host = f"{number}.{of}"
            made = Subscription(
                topic_url=topic,
                callback=f"https://{host}/cb",
                expires=hub.now + timedelta(days=1),
                cursor=0,
            )
            tx.hub.subscribe(made, host, now=hub.now)


def _turn(hub: HubDesk, feeds: dict[str, Feed], limit: int = 64) -> Sequence[Job]:
    places = topic_urls(hub.desk.base_url, hub.desk.topics)
    with hub.store.write() as tx:
        prepared = Preparation(tx, hub.desk, places, hub.now, feeds)
        owed = tx.hub.claim_deliveries(
            now=hub.now, lease=timedelta(minutes=2), limit=limit, per_host=4
        )
        return [job for one in owed for job in prepared.delivery(one)]


def test_a_change_is_looked_up_once_a_turn_and_rendered_once_for_all_who_lack_it(
    hub: HubDesk,
) -> None:
    hub.publish("Ships wait")
    _subscribed(hub, TOPIC, 30)
    feeds: dict[str, Feed] = {}
    with statements() as asked:
        first, second = _turn(hub, feeds, 15), _turn(hub, feeds, 15)
    assert len([one for one, _ in asked if one.startswith("SELECT hub_marks")]) == 3
    assert len([one for one, _ in asked if "FROM documents" in one]) == 2
    bodies = [job.body for job in (*first, *second)]
    assert len(bodies) == 30
    assert all(body is bodies[0] for body in bodies)


def test_the_hub_holds_the_feeds_of_some_topics_and_not_of_all_that_have_subscribers(
    hub: HubDesk,
) -> None:
    hub.configure(topics=tuple(replace(SEA, slug=f"sea-{number}") for number in range(70)))
    hub.publish("Ships wait")
    for topic in hub.desk.topics:
        address = f"https://desk.example/topics/{topic.slug}.atom"
        _subscribed(hub, address, 1, of=f"{topic.slug}.example")
    feeds: dict[str, Feed] = {}
    assert sum(len(_turn(hub, feeds, 5)) for _ in range(14)) == 70
    assert len(feeds) <= 55

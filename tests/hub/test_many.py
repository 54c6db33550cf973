"""Very many subscribers, and very many topics: a turn of the hub asks and holds what it needs of each topic once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from feeds.deliver.prepare import Feed, Job, Preparation
from feeds.model.hub import Delivery, HubRequest, Subscription
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


def _deliver(hub: HubDesk, feeds: dict[str, Feed]) -> int:
    """A turn whose deliveries all succeed; how many there were."""
    jobs = _turn(hub, feeds)
    with hub.store.write() as tx:
        for job in jobs:
            assert isinstance(job.work, Delivery)
            tx.hub.advance(job.work.topic_url, job.work.callback, job.number)
            tx.hub.close_delivery(job.work, now=hub.now)
    return len(jobs)


def test_what_changes_between_two_turns_is_pushed_though_the_feed_is_held(hub: HubDesk) -> None:
    _subscribed(hub, TOPIC, 1)
    feeds: dict[str, Feed] = {}
    pushed = []
    for title in ("Ships wait", "Ships sail"):
        hub.publish(title)
        pushed.append(_deliver(hub, feeds))
    assert pushed == [1, 1]


def test_what_changed_and_changed_back_is_pushed_though_another_process_saw_the_change(
    hub: HubDesk,
) -> None:
    """The feed is by then what this one holds, byte for byte; the subscriber has what it was in between."""
    hub.publish("Ships wait")
    _subscribed(hub, TOPIC, 1)
    here: dict[str, Feed] = {}
    before, bare = hub.desk.topics, replace(SEA, content="none")
    pushed = [_deliver(hub, here)]
    hub.configure(topics=(bare, *before[1:]))
    pushed.append(_deliver(hub, {}))
    hub.configure(topics=before)
    pushed.append(_deliver(hub, here))
    assert pushed == [1, 1, 1]


def test_of_a_feed_whose_subscribers_each_lack_something_else_few_renderings_are_held(
    hub: HubDesk,
) -> None:
    feeds: dict[str, Feed] = {}
    asked = HubRequest(topic_url=TOPIC, callback="https://x.example/", mode="subscribe")
    with hub.store.write() as tx:
        for number in range(9):
            made = Subscription(
                topic_url=TOPIC,
                callback=f"https://{number}.example/cb",
                expires=hub.now + timedelta(days=1),
                cursor=number,
            )
            tx.hub.subscribe(made, f"{number}.example", now=hub.now)
    for number in range(9):
        hub.publish(f"Ships wait for {number} days")
        with hub.store.write() as tx:  # a question notes what there is
            places = topic_urls(hub.desk.base_url, hub.desk.topics)
            Preparation(tx, hub.desk, places, hub.now, feeds).verification(asked)
    jobs = _turn(hub, feeds)
    assert len({job.body for job in jobs}) == 9
    assert len(feeds["sea"].bodies) <= 6

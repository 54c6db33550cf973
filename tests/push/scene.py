"""A source that names its hub, and the desk that subscribes to it."""

from __future__ import annotations

from datetime import timedelta

from tests.newsroom.desk import source
from tests.newsroom.feed import TYPE, Entry, rss
from tests.newsroom.upstream import Answer, Upstream
from tests.push.desk import PushedDesk
from tests.push.hub import Hub, Wish

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FERRY = Entry(key="a", title="Ferry sails twice", text="The second boat leaves Port Sable at six.")
CRANE = Entry(key="b", title="Crane falls", text="A crane fell into the basin; nobody was hurt.")
PIER = Entry(key="c", title="Pier closed", text="The long pier of Corrin is closed until autumn.")


class Scene:
    """A source that names a hub, and the desk that subscribes to it."""

    def __init__(self, desk: PushedDesk, upstream: Upstream, hub: Hub) -> None:
        self.desk, self.upstream, self.hub = desk, upstream, hub
        self.topic = upstream.url("/feed")
        self.table = source("Gulf Radio", self.topic)
        self.carry(FERRY)

    def carry(self, *entries: Entry, link: str | None = None, **more: str) -> None:
        """What the source has; ``link`` is its Link header."""
        named = f'<{self.hub.url}>; rel="hub", <{self.topic}>; rel="self"'
        headers = {**TYPE, "Link": named if link is None else link, **more}
        self.upstream.answers["/feed"] = Answer(body=rss("gulf", *entries), headers=headers)

    def start(self) -> None:
        self.desk.start(self.table)
        self.desk.poll()

    def subscribe(self) -> Wish:
        """Up to a verified subscription."""
        self.start()
        self.desk.work()
        wish = self.hub.wishes[-1]
        assert self.hub.verify(wish).text == "c4ll-b4ck"
        return wish

    def push(self, wish: Wish, *entries: Entry) -> None:
        assert self.hub.push(wish, rss("gulf", *entries)).status == 202
        self.desk.take_in()

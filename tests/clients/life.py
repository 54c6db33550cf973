"""A topic's life as its readers see it: stories are filed, carried by another, corrected, joined, killed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.newsroom.desk import Desk, Run, eventually
from tests.newsroom.feed import TYPE, Entry, hours_ago, rss
from tests.newsroom.upstream import Answer, Upstream

PACT = Entry(
    key="pact",
    title="Gulf states sign rescue pact",
    text="The six countries around the Gulf of Sable signed an agreement on Tuesday to share their "
    "lifeboats, aircraft and radar pictures whenever a vessel is in distress.\n\nAn inquiry found "
    "that 14 vessels had been close enough to help the ferry Amaranth last winter, when two "
    "neighbouring services each believed that the other had launched.",
    published=hours_ago(2),
)
PACT_ELSEWHERE = replace(PACT, title="Six coast guards, one centre", published=hours_ago(1))
PACT_CORRECTED = replace(
    PACT,
    title="CORRECTED: Gulf states sign rescue pact",
    text=PACT.text.replace("14 vessels", "17 vessels"),
)
DREDGE = Entry(
    key="dredge",
    title="Harbour of Sable to be dredged",
    text="Two dredgers begin work in May. Fishing boats will use the southern entrance until then.",
    published=hours_ago(3),
)
LIGHT = Entry(
    key="light",
    title="Sable lighthouse to be kept",
    text="The lighthouse on the cape stays lit, the council of Sable decided after islanders wrote in.",
    published=hours_ago(0.5),
)
DREDGE_KILLED = replace(
    DREDGE,
    title="KILL: Harbour of Sable to be dredged",
    text="Please withdraw the story about the dredging of the harbour of Sable. It is wrong.",
)


class Life:
    """``entries`` are what the topic has published after the last step."""

    def __init__(self, upstream: Upstream, desk: Desk, daemon: Run) -> None:
        self._upstream, self._desk, self.daemon = upstream, desk, daemon
        self._serve("wire", PACT, DREDGE)
        self._serve("paper")

    def _serve(self, name: str, *entries: Entry) -> None:
        self._upstream.answers[f"/{name}"] = Answer(body=rss(name, *entries), headers=TYPE)

    def _published(self, words: str, count: int) -> None:
        eventually(
            lambda: (
                len(self.daemon.topic("gulf")) == count
                and words in self.daemon.get("/topics/gulf.json").text
            ),
            f"{words!r} is not published",
        )

    def steps(self) -> Iterator[str]:
        """Each step once it is published."""
        self._published("14 vessels", 2)
        yield "filed"
        self._serve("paper", PACT_ELSEWHERE)
        self._published("Sable Paper", 2)
        yield "a copy joined"
        self._serve("wire", PACT_CORRECTED, DREDGE)
        self._published("17 vessels", 2)
        yield "corrected"
        self._serve("wire", PACT_CORRECTED, DREDGE, LIGHT)
        self._published("lighthouse", 3)
        yield "a new story"
        self._serve("wire", PACT_CORRECTED, DREDGE_KILLED, LIGHT)
        self._published("Withdrawn: ", 3)
        yield "killed"
        ids = {one["title"]: one["id"] for one in self._desk.stories()}
        pact = next(story for title, story in ids.items() if "pact" in title)
        self._desk.command("story", "join", pact, ids[LIGHT.title])
        self._published("17 vessels", 2)
        yield "merged"

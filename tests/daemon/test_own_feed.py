"""What the desk publishes is no news to it, whichever way it comes back."""

from __future__ import annotations

from pathlib import Path

from tests.newsroom.desk import Desk, eventually, source, topic
from tests.newsroom.feed import TYPE, Entry, rss
from tests.newsroom.upstream import Answer, Upstream

_FERRY = Entry(
    key="ferry", title="Second ferry from May", text="The second ferry sails from May on."
)
_GALE = Entry(key="gale", title="Gale by noon", text="A gale is due by noon on the whole coast.")
_REFUSALS = (
    "which is below [site] base_url",
    "all its entries are stories that this desk publishes",
)


def test_a_feed_of_our_own_is_refused_and_only_others_entries_are_taken(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with Upstream() as upstream:
        upstream.answers["/one"] = Answer(body=rss("one", _FERRY), headers=TYPE)
        wanted = (source("One", upstream.url("/one")), topic("all", ""))
        desk.write(*wanted)
        with desk.run() as daemon:
            eventually(lambda: daemon.topic("all"), "the story is published")
            atom = daemon.get("/topics/all.atom").body
            feed = daemon.get("/topics/all.rss").body
            # As another site passes it on: under its own address, or in one feed with others' entries.
            passed_on = atom.replace(b"https://desk.example/topics", b"https://other.example/t")
            item = feed[feed.index(b"<item>") : feed.index(b"</item>") + len(b"</item>")]
            declared = feed[feed.index(b"<rss") : feed.index(b"<channel>")]
            mixed = rss("mix", _GALE)
            mixed = mixed.replace(b"</channel>", item + b"</channel>")
            mixed = declared + mixed[mixed.index(b"<channel>") :]
            upstream.answers |= {
                "/atom": Answer(body=atom, headers=TYPE),
                "/passed": Answer(body=passed_on, headers=TYPE),
                "/mixed": Answer(body=mixed, headers=TYPE),
            }
            named = {"Atom": "/atom", "Passed": "/passed", "Mixed": "/mixed"}
            desk.write(*wanted, *(source(name, upstream.url(at)) for name, at in named.items()))
            eventually(
                lambda: (
                    all(why in daemon.get("/sources").text for why in _REFUSALS)
                    and len(daemon.topic("all")) == 2
                ),
                "both are refused, and the other's entry is taken",
            )
            by_title = {item["title"]: item for item in daemon.topic("all")}
            assert set(by_title) == {"Second ferry from May", "Gale by noon"}
            assert by_title["Second ferry from May"]["_dateline"]["carriers"] == []

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape

import pytest

from tests.newsroom.desk import Desk, Run, eventually, source, topic
from tests.newsroom.feed import TYPE, Entry, rss
from tests.newsroom.upstream import Answer, Upstream

HOSTILE = "<script>alert(1)</script> \"><img src=x onerror=alert(2)> ' {{ 7*7 }} & <b>bold</b>"
_LATER = "Tue, 03 Feb 2026 09:00:00 GMT"
HARBOUR = Entry(
    key="dredge",
    title="Harbour to be dredged before the storms",
    text="The harbour board of Port Sable will dredge the northern channel before the autumn storms, "
    "its president Mara Kell said on Tuesday.\n\nTwo dredgers begin work in May. Fishing boats will "
    "use the southern entrance until the work is done.",
)
OLIVES = Entry(
    key="olives",
    title="محصول الزيتون يرتفع بالربع",
    text="أعلنت وزارة الفلاحة في سابل اليوم الثلاثاء أن محصول الزيتون هذا الموسم بلغ مئة وعشرين ألف طن.",
)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """A running daemon that has taken in a few stories, among them hostile ones."""
    desk = Desk(tmp_path_factory.mktemp("served"))
    with Upstream() as upstream:
        bad = Entry(key="x", title=escape(HOSTILE), text=f"Hostile words: {HOSTILE}")
        feed = rss("evil", bad).replace(b"https://evil.example/x", b"javascript:alert(3)")
        upstream.answers |= {
            "/one": Answer(body=rss("one", HARBOUR), headers=TYPE),
            "/two": Answer(body=rss("two", replace(HARBOUR, published=_LATER)), headers=TYPE),
            "/ar": Answer(body=rss("ar", OLIVES, language="ar"), headers=TYPE),
            "/evil": Answer(body=feed, headers=TYPE),
            "/broken": Answer(status=500),
        }
        desk.write(
            source("Harbour Times", upstream.url("/one")),
            source("Radio Gulf", upstream.url("/two").replace("//", "//mara:s3cret@")),
            source("الساحل", upstream.url("/ar"), 'language = "ar"'),
            source("<b>Evil</b> & Sons", upstream.url("/evil")),
            source("Broken Mirror", upstream.url("/broken")),
            topic("sea", "harbour OR hostile", "description = 'Ships <i>and</i> \"boats\"'"),
            topic("land", "lang:ar"),
            topic("old", "harbour", 'window = "1h"'),
            polling='interval = "1s"\nmin_interval = "1h"\nmax_interval = "24h"',
        )
        with desk.run() as daemon:
            eventually(
                lambda: (
                    len(daemon.topic("sea")) == 2
                    and len(daemon.topic("land")) == 1
                    and any(i["_dateline"]["carriers"] for i in daemon.topic("sea"))
                    and "answered 500" in daemon.get("/sources").text
                ),
                "all sources are taken in",
            )
            yield daemon

"""What opens a feed, a password or a key in its address, reaches its own server and nothing that Dateline writes."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from feeds.cli import main
from tests.newsroom.desk import Desk, source, topic
from tests.newsroom.feed import TYPE, Entry, rss
from tests.newsroom.upstream import Answer, Upstream


def test_a_source_s_password_is_not_logged_nor_published(
    upstream: Upstream, desk: Desk, tmp_path: Path
) -> None:
    entry = Entry(key="rail", title="Night trains run again", text="Sleeping cars were found.")
    tunnel = Entry(key="tunnel", title="Trains pass the tunnel", text="The tunnel is open again.")
    upstream.answers |= {
        "/good": Answer(body=rss("good", entry), headers=TYPE),
        "/keyed?token=s3cret": Answer(body=rss("keyed", tunnel), headers=TYPE),
        "/lost?token=s3cret": Answer(
            body=b"<html><title>Not here: /lost?token=s3cret</title></html>"
        ),
        "/moved": Answer(status=301, headers={"Location": "/gone"}),
        "/down": Answer(raw=b"HTTP/1.1 fine\r\n\r\n"),
    }
    named = {
        path: upstream.url(path).replace("//", "//mara:s3cret@")
        for path in ("/good", "/moved", "/down")
    }
    desk.write(
        *(source(path[1:], url) for path, url in named.items()),
        *(source(name, upstream.url(f"/{name}?token=s3cret")) for name in ("keyed", "lost")),
        source("closed", "http://mara:s3cret@10.0.0.1/feed"),
        topic("all", "trains"),
    )
    site = tmp_path / "site"
    said = [
        CliRunner().invoke(main, ["-c", str(desk.config), *command])
        for command in (
            ("poll", "--all", "--json"),
            ("sources", "--json"),
            ("stories", "--json"),
            ("publish", str(site)),
        )
    ]
    assert "Night trains run again" in (site / "topics" / "all.atom").read_text()
    assert "Trains pass the tunnel" in (site / "topics" / "all.atom").read_text()
    assert "titled “Not here: /lost?…”" in (site / "sources" / "index.html").read_text()
    shown = [*(done.output for done in said), *(done.stderr for done in said)]
    files = [repr(file.read_bytes()) for file in site.rglob("*") if file.is_file()]
    assert [text for text in (*shown, *files) if "s3cret" in text] == []
    assert {request.headers["authorization"] for request in upstream.requests("/good")} == {
        "Basic bWFyYTpzM2NyZXQ="
    }

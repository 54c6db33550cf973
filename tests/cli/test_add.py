"""``dateline add``: from the address of a page or a feed to a source, over real HTTP."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from feeds.cli import discover
from feeds.config import Settings, load
from feeds.fetch.client import Client
from feeds.newsdesk import outside
from feeds.reading import read
from feeds.readout import Reader, Readout
from tests.newsroom.upstream import Answer, Upstream

Run = Callable[..., Result]

_ITEM = (
    "<item><title>{0}</title><guid>{0}</guid><link>https://gazette.example.org/{1}</link>"
    "<pubDate>Tue, 0{1} Mar 2026 08:00:00 GMT</pubDate></item>"
)
_TITLES = ["Oldest of four", "Second of four", "Third of four", "Newest of four"]
_RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Gulf Gazette</title>'
    + "".join(_ITEM.format(title, day) for day, title in enumerate(_TITLES, 1))
    + "</channel></rss>"
)
_HTML = "<!doctype html><html><head><title>Gazette</title>{}</head><body><p>News</p></body></html>"
_LINK = '<link rel="alternate" type="{}" href="{}">'
_PAGES: dict[str, tuple[str, str]] = {
    "/feed": ("application/rss+xml", _RSS),
    "/served-as-page": ("text/html", _RSS),
    "/steering": (
        "application/rss+xml",
        _RSS.replace("Newest of four", "New\x1b[2Jest [/bold] one"),
    ),
    "/empty": (
        "application/rss+xml",
        '<rss version="2.0"><channel><title>E</title></channel></rss>',
    ),
    "/page": ("text/html", _HTML.format(_LINK.format("application/rss+xml", "feed"))),
    "/based/page": (
        "text/html",
        _HTML.format('<base href="/">' + _LINK.format("application/atom+xml", "feed")),
    ),
    "/several": (
        "text/html; charset=utf-8",
        _HTML.format(
            '<link rel="stylesheet" type="text/css" href="/style.css">'
            + _LINK.format("text/html", "/fr")
            + _LINK.format("application/rss+xml", "/broken")
            + '<LINK REL="alternate home" TYPE="Application/RSS+XML" HREF="/feed">'
            + _LINK.format("application/rss+xml", "/comments")
        ),
    ),
    "/comments": ("application/rss+xml", _RSS.replace("Gulf", "Comments:")),
    "/broken": ("application/rss+xml", "<html><body>gone</body></html>"),
    "/silent": ("text/html", _HTML.format("")),
    "/hopeless": ("text/html", _HTML.format(_LINK.format("application/rss+xml", "/broken"))),
    "/outside": (
        "text/html",
        _HTML.format(_LINK.format("application/rss+xml", "http://10.0.0.1/")),
    ),
    "/text": ("text/plain", "User-agent: *\nDisallow: /\n"),
}


_JSON = Answer(
    body=b'{"version": "https://jsonfeed.org/version/1.1", "title": "Gulf in JSON", "items":'
    b' [{"id": "1", "title": "Ferry", "content_text": "It sails."}]}',
    headers={"Content-Type": "application/feed+json"},
)


class _Gazette(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/feed")
            self.end_headers()
            return
        kind, body = _PAGES.get(self.path, ("text/plain", ""))
        raw = body.encode()
        self.send_response(200 if self.path in _PAGES else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Gazette)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def nearby(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads in this process: starting another one for each test takes seconds. The rest is as it is."""

    async def nearby_reader(body: bytes, **known: Any) -> Readout:
        return read(body, **known)

    @asynccontextmanager
    async def near(settings: Settings) -> AsyncIterator[tuple[Client, Reader]]:
        async with outside(settings) as (client, _):
            yield client, nearby_reader

    monkeypatch.setattr(discover, "outside", near)


def _added(config: Path) -> dict[str, str | None]:
    return {source.name: source.url for source in load(config).sources[1:]}


def test_a_feed_is_shown_with_its_newest_three_titles_and_appended(
    run: Run, config: Path, site: str
) -> None:
    before = config.read_text()
    said = run("add", f"{site}/feed").stdout
    assert f"Gulf Gazette: {site}/feed" in said
    shown = [line.split("  ")[-1] for line in said.splitlines() if line.startswith("  ")]
    assert shown == ["Newest of four", "Third of four", "Second of four"]
    head, tail = before.split("\n# --- Topics ---")
    new = f'\n[[source]]\nname = "Gulf Gazette"\nurl = "{site}/feed"\n'
    assert config.read_text() == f"{head}{new}\n# --- Topics ---{tail}"


@pytest.mark.usefixtures("nearby")
@pytest.mark.parametrize("path", ["/page", "/based/page", "/served-as-page", "/moved", "/silent"])
def test_the_feed_behind_an_address_is_found(run: Run, config: Path, site: str, path: str) -> None:
    run("add", site + path)
    wanted = path if path == "/served-as-page" else "/feed"
    assert _added(config) == {"Gulf Gazette": site + wanted}


@pytest.mark.usefixtures("nearby")
def test_of_several_feeds_the_first_that_can_be_read_is_taken_and_the_others_are_named(
    run: Run, config: Path, site: str
) -> None:
    said = run("add", f"{site}/several").stdout
    assert f"the page also names {site}/broken: the document is an HTML page" in said
    assert _added(config) == {"Gulf Gazette": f"{site}/feed"}
    assert f"the page also names {site}/comments: Newest of four" in said
    assert "/fr" not in said
    assert "style.css" not in said


@pytest.mark.usefixtures("nearby")
def test_name_and_tags_can_be_given(run: Run, config: Path, site: str) -> None:
    run("add", f"{site}/feed", "--name", "Gazette", "--tag", "gulf", "--tag", "paper")
    source = load(config).sources[1]
    assert (source.name, source.tags) == ("Gazette", ("gulf", "paper"))
    assert "is named 'Gazette' already" in run("add", site, "--name", "Gazette", expect=2).stderr


@pytest.mark.usefixtures("nearby")
def test_a_feed_without_entries_is_named_after_its_host(run: Run, config: Path, site: str) -> None:
    run("add", f"{site}/empty")
    assert _added(config) == {"127.0.0.1": f"{site}/empty"}


@pytest.mark.usefixtures("nearby")
def test_a_name_that_is_taken_gets_a_number(run: Run, config: Path, site: str) -> None:
    run("add", f"{site}/feed")
    run("add", f"{site}/served-as-page")
    assert list(_added(config)) == ["Gulf Gazette", "Gulf Gazette (2)"]


@pytest.mark.usefixtures("nearby")
@pytest.mark.parametrize("again", ["/feed", "/feed/", "/page", "/moved"])
def test_a_feed_that_is_there_is_said_and_not_added_again(
    run: Run, config: Path, site: str, again: str
) -> None:
    run("add", f"{site}/feed")
    before = config.read_bytes()
    assert "is there already, as 'Gulf Gazette'" in run("add", site + again).stdout
    assert config.read_bytes() == before


@pytest.mark.usefixtures("nearby")
def test_titles_can_t_steer_the_terminal(run: Run, site: str) -> None:
    said = run("add", f"{site}/steering").stdout
    assert "\x1b" not in said
    assert "[/bold] one" in said


@pytest.mark.usefixtures("nearby")
@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/none", "the server answered 404 (not found)"),
        ("/hopeless", "/broken: the document is an HTML page"),
        ("/outside", "http://10.0.0.1/: 10.0.0.1 is in a private or reserved network"),
        ("/text", "the document is plain text; a feed was expected"),
    ],
)
def test_where_there_is_no_feed_it_says_why_and_changes_nothing(
    run: Run, config: Path, site: str, path: str, said: str
) -> None:
    before = config.read_bytes()
    assert said in run("add", site + path, expect=1).stderr
    assert config.read_bytes() == before


@pytest.mark.usefixtures("nearby")
def test_where_a_page_names_no_feed_the_usual_places_are_looked_at(run: Run, config: Path) -> None:
    page = Answer(body=_HTML.format("").encode(), headers={"Content-Type": "text/html"})
    gone, busy = Answer(status=404), Answer(status=503, headers={"Retry-After": "600"})
    with Upstream() as upstream:
        upstream.answers = {"/news/": page, "/rss": busy, "*": gone}
        url = upstream.url("/news/")
        said = run("add", url, expect=1).stderr
        assert "is an HTML page titled “Gazette”; a feed's address was expected" in said
        assert "it names no feed, and none is at /feed, /rss" in said
        asked = [seen.path for seen in upstream.seen]
        assert asked == ["/news/", "/feed", "/rss"], "none after it asked for rest"
        upstream.answers |= {"/rss": gone, "/feed.json": _JSON}
        run("add", url)
        assert _added(config) == {"Gulf in JSON": upstream.url("/feed.json")}


@pytest.mark.usefixtures("nearby")
def test_where_a_page_names_no_feed_its_links_that_look_like_one_are_followed(
    run: Run, config: Path
) -> None:
    page = _HTML.format("").replace(
        "News",
        '<a href="https://reader.example/add/rss">Follow</a> <a href="/about-feeds">About</a> '
        '<a href="old/index.rdf">1.0</a> <a href="desk/sea.rss">RSS</a> <a href="/rss.html">?</a>',
    )
    with Upstream() as upstream:
        upstream.answers = {
            "/news/": Answer(body=page.encode(), headers={"Content-Type": "text/html"}),
            "/news/desk/sea.rss": _JSON,
            "*": Answer(status=404),
        }
        run("add", upstream.url("/news/"))
        assert _added(config) == {"Gulf in JSON": upstream.url("/news/desk/sea.rss")}
        asked = [seen.path for seen in upstream.seen]
        assert asked == ["/news/", "/news/old/index.rdf", "/news/desk/sea.rss"]


@pytest.mark.usefixtures("nearby")
def test_the_feed_that_a_page_names_in_its_headers_is_found(run: Run, config: Path) -> None:
    linked = '</style.css>; rel=preload, <sea.json>; rel="alternate"; type="application/feed+json"'
    headers = {"Content-Type": "text/html", "Link": linked}
    with Upstream() as upstream:
        upstream.answers = {
            "/news/": Answer(body=_HTML.format("").encode(), headers=headers),
            "/news/sea.json": _JSON,
            "*": Answer(status=404),
        }
        run("add", upstream.url("/news/"))
        assert _added(config) == {"Gulf in JSON": upstream.url("/news/sea.json")}


@pytest.mark.usefixtures("nearby")
def test_a_private_network_has_to_be_opened_first(run: Run, config: Path, site: str) -> None:
    config.write_text(config.read_text().replace('"127.0.0.0/8",', ""))
    assert "127.0.0.1 is in a private or reserved" in run("add", f"{site}/feed", expect=1).stderr


@pytest.mark.usefixtures("nearby")
@pytest.mark.parametrize("url", ["ftp://example.org/", "https://", "https://a b/"])
def test_what_is_no_address_is_a_faulty_command_line(run: Run, url: str) -> None:
    assert "Error:" in run("add", url, expect=2).stderr


def test_what_opens_a_page_opens_its_feed_and_no_other_and_is_not_shown(
    run: Run, config: Path
) -> None:
    link = _LINK.format("application/rss+xml", "{}")
    with Upstream() as upstream:
        links = link.format(upstream.url("/feed", "127.0.0.2")) + link.format("/own")
        answers = {"/page": _HTML.format(links), "/silent": _HTML.format(""), "/feed": _RSS}
        for path, body in answers.items():
            upstream.answers[path] = Answer(
                body=body.encode(), headers={"Content-Type": "text/html"}
            )
        upstream.answers["/own"] = upstream.answers["/feed"]
        said = [
            run("add", _with_password(upstream.url(path))).output for path in ("/silent", "/page")
        ]
        found = [source.url for source in load(config).sources if source.name.startswith("Gulf")]
        assert found == [_with_password(upstream.url("/feed")), upstream.url("/feed", "127.0.0.2")]
        told = {(one.host, one.path) for one in upstream.seen if "authorization" in one.headers}
    assert told == {("127.0.0.1", path) for path in ("/silent", "/page", "/feed", "/own")}
    assert "s3cret" not in "".join(said)


def _with_password(url: str) -> str:
    return url.replace("//", "//mara:s3cret@")

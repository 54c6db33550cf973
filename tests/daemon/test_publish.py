"""``publish``: a tree of files that any web server can serve, switched file by file."""

from __future__ import annotations

import fcntl
import functools
import gzip
import http.server
import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import brotli
import lxml.html
import pytest
import zstandard
from click.testing import CliRunner, Result
from lxml import etree

from feeds import config
from feeds.cli import main
from feeds.clock import now
from feeds.errors import DatelineError
from feeds.newsdesk import Newsdesk
from feeds.publish.tree import Leaf
from feeds.serve.files import write_site
from feeds.serve.site import Content, Site
from store.open import open_store
from tests.newsroom.desk import Got, get
from tests.newsroom.feed import Entry, hours_ago, rss

_HARBOUR = Entry(
    key="dredge",
    title="Harbour to be dredged before the storms",
    text="The harbour board of Port Sable will dredge the northern channel before the autumn storms, "
    "its president Mara Kell said on Tuesday.\n\nTwo dredgers begin work in May. Fishing boats will "
    "use the southern entrance until the work is done.",
    published=hours_ago(3),
)
_BRIDGE = Entry(
    key="bridge",
    title="Corrin opens its bridge",
    text="The mayor of Corrin opened a bridge of two hundred metres over the valley on Sunday.",
    published=hours_ago(2),
)
_RAIL = Entry(
    key="rail",
    title="Night trains run again",
    text="Night trains between Corrin and the coast run again from the first of June, the railway said.",
    published=hours_ago(1),
)
_FEEDS = tuple(
    f"topics/{slug}.{kind}" for slug in ("land", "sea") for kind in ("atom", "rss", "json")
)

_UNPACK = {
    ".gz": gzip.decompress,
    ".br": brotli.decompress,
    ".zst": lambda body: zstandard.ZstdDecompressor().decompress(body),
}


class Desk:
    """A desk with two topics, and the folder it is published into."""

    def __init__(self, folder: Path, base_url: str = "https://desk.example/") -> None:
        self.folder = folder
        self.out = folder / "out"
        self.configure(base_url=base_url)

    def configure(
        self, *, base_url: str = "https://desk.example/", topics: tuple[str, ...] = ("sea", "land")
    ) -> None:
        queries = {"sea": "harbour OR boats", "land": "bridge OR trains"}
        tables = (
            f'[[topic]]\nslug = "{slug}"\ntitle = "{slug}"\nquery = "{queries[slug]}"\n'
            for slug in topics
        )
        (self.folder / "config.toml").write_text(
            f'[site]\ntitle = "The desk"\nbase_url = "{base_url}"\n'
            f'[store]\nurl = "sqlite:///desk.db"\n{"".join(tables)}'
        )

    def run(self, *arguments: str, expect: int = 0) -> Result:
        done = CliRunner().invoke(main, ["-c", str(self.folder / "config.toml"), *arguments])
        assert done.exit_code == expect, done.output
        return done

    def ingest(self, *entries: Entry) -> None:
        path = self.folder / "feed.xml"
        path.write_bytes(rss("wire", *entries))
        self.run("ingest", "--source", "Wire", str(path))

    def publish(self) -> str:
        return self.run("publish", str(self.out)).stdout

    def files(self) -> dict[str, tuple[int, int]]:
        """Inode and time of each file."""
        return {
            str(path.relative_to(self.out)): (path.stat().st_ino, path.stat().st_mtime_ns)
            for path in self.out.rglob("*")
            if path.is_file()
        }


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    Desk(folder).ingest(_HARBOUR, _BRIDGE)
    return folder / "desk.db"


@pytest.fixture
def desk(filled: Path, tmp_path: Path) -> Desk:
    """A desk of its own for each test, since taking in costs seconds and copying a file does not."""
    shutil.copy(filled, tmp_path)
    return Desk(tmp_path)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The folder behind Python's own web server, which knows nothing of Dateline."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def _follow(url: str) -> Got:
    got = get(url)
    return get(urljoin(url, got.headers["location"])) if got.status == 301 else got


def _crawl(base: str, start: str) -> dict[str, Got]:
    """All addresses that can be reached by the links on pages."""
    found: dict[str, Got] = {}
    waiting = [start]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        got = found[path] = _follow(base + path)
        if got.headers.get("content-type", "").startswith("text/html") and got.status == 200:
            links = lxml.html.document_fromstring(got.text).xpath("//@href")
            waiting += [link for link in links if link.startswith("/")]
    return found


@pytest.mark.parametrize("prefix", ["", "/news"])
def test_every_link_leads_somewhere_on_a_plain_web_server(desk: Desk, prefix: str) -> None:
    desk.configure(base_url=f"https://desk.example{prefix}/")
    desk.out = desk.folder / "www" / prefix.strip("/")
    desk.publish()
    with _served(desk.folder / "www") as base:
        found = _crawl(base, f"{prefix}/")
    assert {path: got.status for path, got in found.items() if got.status != 200} == {}
    inner = {path.removeprefix(prefix) for path in found}
    assert all(path.startswith(prefix) for path in found)
    stories = [path for path in inner if path.startswith("/stories/")]
    assert len(stories) == 2
    expected = {
        "/",
        "/sources",
        "/sources.atom",
        "/topics.opml",
        "/static/style.css",
        "/topics/sea",
    }
    assert inner - set(stories) == expected | {"/topics/land"} | {f"/{path}" for path in _FEEDS}
    story = next(found[prefix + path] for path in stories if "dredged" in found[prefix + path].text)
    assert "Two dredgers begin work in May." in story.text


def test_addresses_in_feeds_lead_to_the_pages(desk: Desk) -> None:
    desk.publish()
    with _served(desk.out) as base:
        feed = etree.fromstring(get(f"{base}/topics/sea.atom").body)
        links = [link.get("href") or "" for link in feed.findall("{*}link")]
        assert len(links) >= 2
        # The hub needs a server: files alone have none.
        paths = [urlsplit(link).path for link in links if "desk.example" in link]
        ours = [path for path in paths if path != "/hub"]
        assert {path: _follow(base + path).status for path in ours} == dict.fromkeys(ours, 200)
        opml = etree.fromstring(get(f"{base}/topics.opml").body)
        for outline in opml.findall("body/outline"):
            for name in ("xmlUrl", "htmlUrl"):
                assert _follow(base + urlsplit(outline.get(name) or "").path).status == 200


def test_every_file_has_compressed_twins(desk: Desk) -> None:
    desk.publish()
    files = [p for p in desk.out.rglob("*") if p.is_file() and p.name != ".dateline"]
    plain = [path for path in files if path.suffix not in _UNPACK]
    assert len(files) == 4 * len(plain) > 40
    for path in plain:
        for packing, unpack in _UNPACK.items():
            twin = path.with_name(f"{path.name}{packing}")
            assert unpack(twin.read_bytes()) == path.read_bytes()
    assert all(path.stat().st_mode & 0o444 == 0o444 for path in files), "the web server may read"


def test_a_page_in_a_file_does_not_ask_for_itself_again(desk: Desk) -> None:
    desk.publish()
    assert "refresh" not in (desk.out / "index.html").read_text()


def test_what_did_not_change_is_not_touched(desk: Desk) -> None:
    desk.publish()
    before = desk.files()
    assert "0 files changed" in desk.publish()
    assert desk.files() == before
    desk.ingest(_HARBOUR, _BRIDGE, _RAIL)
    desk.publish()
    after = desk.files()
    changed = {path for path in after if after[path] != before.get(path)} - {".dateline"}
    kinds = {re.sub(r"stories/\w+", "stories/ID", path) for path in changed}
    new = {"stories/ID/index.html", "stories/ID.json"}
    touched = new | {"index.html", "topics/land/index.html", *_FEEDS[:3]}
    assert kinds == touched | {f"{path}{packing}" for path in touched for packing in _UNPACK}
    assert len({path.split("/")[1][:13] for path in changed if path.startswith("stories/")}) == 1


def test_a_feed_s_date_is_when_its_bytes_came_to_be_wherever_it_is_written(desk: Desk) -> None:
    desk.publish()
    feeds = {
        path: desk.files()[path][1]
        for path in (*_FEEDS, *(f"{p}{z}" for p in _FEEDS for z in _UNPACK))
    }
    shutil.rmtree(desk.out)
    desk.publish()
    assert {path: desk.files()[path][1] for path in feeds} == feeds


def test_a_folder_of_other_files_is_refused_until_it_is_said_to_be_ours(desk: Desk) -> None:
    desk.out.mkdir()
    (desk.out / "letters.txt").write_text("Dear")
    said = desk.run("publish", str(desk.out), expect=1).stderr
    assert "holds files that dateline did not publish (letters.txt)" in said
    (touch,) = re.findall(r"touch (\S+)", said)
    assert [path.name for path in desk.out.iterdir()] == ["letters.txt"]
    Path(touch).touch()
    desk.publish()
    desk.configure(topics=())
    desk.publish()
    assert (desk.out / "letters.txt").read_text() == "Dear"


def test_what_is_no_more_is_removed_with_its_folders_and_nothing_else_is(desk: Desk) -> None:
    desk.publish()
    (desk.out / "topics" / "mine.txt").write_text("mine")
    (desk.out / "robots.txt").write_text("User-agent: *")
    desk.configure(topics=("sea",))
    desk.publish()
    left = {path for path in desk.files() if Path(path).suffix not in _UNPACK}
    assert {path for path in left if "land" in path} == set()
    assert {"topics/mine.txt", "robots.txt", "topics/sea.atom"} <= left
    assert len([path for path in left if path.startswith("stories/")]) == 2
    assert sorted(p.name for p in (desk.out / "topics").iterdir() if p.is_dir()) == ["sea"]


def test_a_topic_is_at_its_old_slugs_as_well(desk: Desk) -> None:
    """Files can't send a reader on: one that subscribed before must lose nothing."""
    desk.publish()
    settings = desk.folder / "config.toml"
    moved = settings.read_text().replace('slug = "sea"', 'slug = "coast"\nwas = ["sea"]')
    settings.write_text(moved)
    desk.publish()
    for suffix in (".atom", ".rss", ".json", "/index.html", ".atom.br"):
        old, new = (desk.out / f"topics/{slug}{suffix}" for slug in ("sea", "coast"))
        assert old.read_bytes() == new.read_bytes()
    assert "/topics/coast.atom" in (desk.out / "topics/sea.atom").read_text()
    settings.write_text(moved.replace('was = ["sea"]', ""))
    desk.publish()
    assert not [path for path in desk.files() if path.startswith("topics/sea")]


def test_a_marker_that_names_files_elsewhere_removes_none_of_them(desk: Desk) -> None:
    desk.publish()
    kept = desk.folder / "kept.txt"
    kept.write_text("kept")
    marker = desk.out / ".dateline"
    marker.write_text(f"{marker.read_text()}../kept.txt\n{kept}\n")
    desk.publish()
    assert kept.read_text() == "kept"


def test_the_page_of_a_story_that_was_joined_with_another_leads_on(desk: Desk) -> None:
    desk.publish()
    ids = sorted(p.name for p in (desk.out / "stories").iterdir() if p.is_dir())
    desk.run("story", "join", *ids)
    desk.publish()
    pages = {one: (desk.out / "stories" / one / "index.html").read_text() for one in ids}
    (old,) = (one for one in ids if "http-equiv" in pages[one])
    (new,) = set(ids) - {old}
    target = lxml.html.document_fromstring(pages[old]).xpath("//main//a/@href")
    assert target == [f"/stories/{new}"]
    assert f"url=/stories/{new}" in pages[old]


@contextmanager
def _site(desk: Desk) -> Iterator[Site]:
    settings = config.load(desk.folder / "config.toml")
    newsdesk = Newsdesk(settings, open_store(settings.store_url))
    newsdesk.release(everything=True)
    with newsdesk.store.read() as snapshot:
        yield Site(snapshot, newsdesk.front, now())
    newsdesk.store.close()


def test_nothing_appears_before_what_it_links_to(desk: Desk) -> None:
    """Looked at after each file, as a reader might."""
    with _site(desk) as site:

        def watched() -> Iterator[tuple[Leaf, Content]]:
            for leaf, content in site.files():
                yield leaf, content
                assert (desk.out / leaf.path).read_bytes() == content.body
                if leaf.kind in ("topic", "front"):
                    links = lxml.html.document_fromstring(content.body).xpath("//main//a/@href")
                    pages = [link for link in links if re.fullmatch(r"/(stories|topics)/\w+", link)]
                    assert pages
                    assert all((desk.out / f".{p}" / "index.html").exists() for p in pages)
                if leaf.kind == "document":
                    assert (desk.out / "topics" / "sea" / "index.html").exists()
                    assert (desk.out / "index.html").exists()

        write_site(desk.out, site.leaves, watched())
    assert site.leaves[-1].path == "topics.opml", "the list of feeds comes last"


def test_one_that_ends_halfway_leaves_whole_files_and_the_next_finishes_and_tidies(
    desk: Desk,
) -> None:
    desk.publish()
    whole = desk.files()
    desk.ingest(_HARBOUR, _BRIDGE, _RAIL)
    with _site(desk) as site:

        def broken() -> Iterator[tuple[Leaf, Content]]:
            for leaf, content in site.files():
                if leaf.kind == "sources":
                    raise OSError(28, "No space left on device", "x")
                yield leaf, content

        with pytest.raises(DatelineError, match="No space left"):
            write_site(desk.out, site.leaves, broken())
    assert {path: desk.files()[path] for path in _FEEDS} == {path: whole[path] for path in _FEEDS}
    desk.configure(topics=("sea",))
    desk.publish()
    left = desk.files()
    assert not [path for path in left if "land" in path or ".new" in path]
    assert len([path for path in left if path.endswith(".json") and "stories" in path]) == 1


def test_two_at_once_are_told(desk: Desk) -> None:
    desk.publish()
    handle = os.open(desk.out, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    said = desk.run("publish", str(desk.out), expect=1).stderr
    os.close(handle)
    assert "another dateline publishes into" in said
    desk.publish()


def test_a_place_that_can_t_be_written_is_named(desk: Desk) -> None:
    (desk.folder / "file").write_text("no folder")
    said = desk.run("publish", str(desk.folder / "file" / "out"), expect=1).stderr
    assert "can't be written" in said
    assert "Traceback" not in said

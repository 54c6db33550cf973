"""What docs/feeds.md and docs/extending.md say of published entries, seen from the outside."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner
from lxml import etree

from feeds.cli import main
from feeds.publish import formats
from tests.docs.pages import Page

_ATOM = "{http://www.w3.org/2005/Atom}"
_WORDS = (
    "The ferry between Port Sable and the islands will sail twice a day from May, the harbour office "
    "said on Monday. The second boat leaves at six in the evening and takes forty cars. Islanders had "
    "asked for it since the bridge over the sound was closed to lorries three winters ago."
)


def _rss(outlet: str, title: str, day: str, extra: str = "") -> str:
    return (
        f'<rss version="2.0"><channel><title>{outlet}</title><link>https://{outlet}.example/</link>'
        f"<description>d</description><item><title>{title}</title><guid>{outlet}-1</guid>"
        f"<link>https://{outlet}.example/ferry</link><pubDate>{day} Mar 2026 08:00:00 GMT</pubDate>"
        f"<description>&lt;p&gt;{_WORDS}&lt;/p&gt;</description>{extra}</item></channel></rss>"
    )


class Desk:
    """A desk in a folder, driven by the command line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._config = folder / "config.toml"
        self.configure("https://news.example/")

    def configure(self, base_url: str) -> None:
        self._config.write_text(
            f'[site]\nbase_url = "{base_url}"\n[store]\nurl = "sqlite:///x.db"\n'
            '[[topic]]\nslug = "sea"\ntitle = "Sea"\n'
        )

    def run(self, *arguments: str) -> str:
        done = CliRunner().invoke(main, ["-c", str(self._config), *arguments])
        assert done.exit_code == 0, done.output
        return done.stdout

    def ingest(self, source: str, body: str) -> None:
        path = self.folder / f"{source}.xml"
        path.write_text(body)
        self.run("ingest", "--source", source, str(path))

    def publish(self, suffix: str) -> bytes:
        self.run("publish", str(self.folder / "out"))
        return (self.folder / "out" / "topics" / f"sea.{suffix}").read_bytes()

    def entry(self) -> etree._Element:
        (entry,) = etree.fromstring(self.publish("atom")).findall(f"{_ATOM}entry")
        return entry


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two outlets carry one text: the Gull on the second of March, the Heron the day after."""
    folder = tmp_path_factory.mktemp("desk")
    desk = Desk(folder)
    sound = '<enclosure url="https://gull.example/f.mp3" type="audio/mpeg" length="9"/>'
    desk.ingest("Gull", _rss("gull", "Second ferry from May", "02", sound))
    desk.ingest("Heron", _rss("heron", "Islanders get their evening boat", "03"))
    return folder


@pytest.fixture
def desk(filled: Path, tmp_path: Path) -> Desk:
    """A desk of its own for each test, since taking in costs seconds and copying a file does not."""
    shutil.copy(filled / "x.db", tmp_path)
    return Desk(tmp_path)


def test_atom_links_to_the_first_carrier_and_relates_the_others(desk: Desk) -> None:
    links = [dict(link.attrib) for link in desk.entry().findall(f"{_ATOM}link")]
    assert links == [
        {"rel": "alternate", "href": "https://gull.example/ferry"},
        {
            "rel": "related",
            "href": "https://heron.example/ferry",
            "title": "Heron: Islanders get their evening boat",
        },
        {
            "rel": "enclosure",
            "href": "https://gull.example/f.mp3",
            "type": "audio/mpeg",
            "length": "9",
        },
    ]


def test_atom_names_the_original_feed_and_needs_no_prefix_for_its_own_elements(desk: Desk) -> None:
    source = desk.entry().find(f"{_ATOM}source")
    assert source is not None
    assert source.findtext(f"{_ATOM}title") == "gull"
    assert source.find(f"{_ATOM}link").get("href") == "https://gull.example/"  # type: ignore[union-attr]
    # Plain readers such as sfeed go by the names as they are written.
    assert b"ns0:" not in desk.publish("atom")


def test_rss_and_json_tell_the_same_entry(desk: Desk) -> None:
    entry = desk.entry()
    item = etree.fromstring(desk.publish("rss")).find("channel/item")
    assert item is not None
    (told,) = json.loads(desk.publish("json"))["items"]
    assert item.findtext("guid") == told["id"] == entry.findtext(f"{_ATOM}id")
    assert item.find("guid").get("isPermaLink") == "false"  # type: ignore[union-attr]
    assert item.findtext("link") == told["url"] == "https://gull.example/ferry"
    assert [carrier["source"] for carrier in told["_dateline"]["carriers"]] == ["Heron"]
    assert told["attachments"][0]["url"] == item.find("enclosure").get("url")  # type: ignore[union-attr]
    for text in (told["content_html"], entry.findtext(f"{_ATOM}content") or ""):
        assert "First carried by" in text
        assert text.index("Also carried by") < text.index("https://heron.example/ferry")


def test_one_more_carrier_changes_the_bytes_and_neither_id_nor_updated(desk: Desk) -> None:
    before, body = desk.entry(), desk.publish("atom")
    desk.ingest("Tern", _rss("tern", "Two ferries a day", "04"))
    after = desk.entry()
    for name in ("id", "updated", "published", "title"):
        assert after.findtext(f"{_ATOM}{name}") == before.findtext(f"{_ATOM}{name}")
    assert desk.publish("atom") != body


def test_ids_stay_at_another_base_address(desk: Desk) -> None:
    before = etree.fromstring(desk.publish("atom"))
    desk.configure("https://elsewhere.example/")
    after = etree.fromstring(desk.publish("atom"))
    assert after.findtext(f"{_ATOM}id") == before.findtext(f"{_ATOM}id")
    path = f"{_ATOM}entry/{_ATOM}id"
    assert after.findtext(path) == before.findtext(path)


def test_the_format_that_extending_shows_is_published(
    desk: Desk, pages: dict[str, Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = [text for language, text in pages["docs/extending.md"].blocks if language == "python"]
    module = next(text for text in blocks if text.startswith("# feeds/publish/formats/text.py"))
    line = next(text for text in blocks if "Format(" in text)
    made = ModuleType("text")
    exec(module, vars(made))
    registered = eval(f"{{{line}}}", {"Format": formats.Format, "text": made})
    for suffix, kind in registered.items():
        monkeypatch.setitem(formats.FORMATS, suffix, kind)
    assert desk.publish("txt") == b"Sea\n* Second ferry from May <https://gull.example/ferry>\n"


def test_the_agency_that_extending_shows_is_a_line_of_the_table(pages: dict[str, Page]) -> None:
    blocks = [text for _, text in pages["docs/extending.md"].blocks]
    line = next(text for text in blocks if "Press Service" in text)
    (names,) = eval(f"[{line}]")
    assert all(isinstance(name, str) for name in names)
    assert len(names) > 1


def test_a_story_s_id_can_be_copied_from_the_table_on_a_narrow_terminal(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    found = json.loads(desk.run("stories", "--json"))["id"]
    assert found in desk.run("stories")
    assert "Second ferry" in desk.run("story", found)

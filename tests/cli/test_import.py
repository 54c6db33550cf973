"""``dateline import``: another reader's list becomes sources, and nothing of the file is lost."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from feeds.config import load
from feeds.config.append import append_sources
from feeds.config.schema import SourceTable
from feeds.errors import ConfigError
from feeds.model.poll import OPML_NAMESPACE
from tests.newsroom.upstream import Answer, Upstream

Run = Callable[..., Result]

_OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
<head><title>Mine</title></head>
<body>
<outline text="Maghreb">
  <outline type="rss" text="Tunis &quot;Today&quot;" xmlUrl="https://tunis.example.org/rss?a=1&amp;b=2"/>
  <outline type="rss" text="Kept" xmlUrl="https://other.example.org/rss"/>
</outline>
<outline type="rss" text="Kept elsewhere" xmlUrl="http://kept.example.org/feed"/>
</body>
</opml>
"""
_ADDED = """
[[source]]
name = "Tunis \\"Today\\""
url = "https://tunis.example.org/rss?a=1&b=2"
tags = ["Maghreb"]

[[source]]
name = "Kept (2)"
url = "https://other.example.org/rss"
tags = ["Maghreb"]
"""


@pytest.fixture
def opml(tmp_path: Path) -> Path:
    path = tmp_path / "mine.opml"
    path.write_text(_OPML)
    return path


def test_feeds_are_appended_behind_the_last_source_and_all_else_stays_as_it_was(
    run: Run, config: Path, opml: Path
) -> None:
    before = config.read_text()
    run("import", str(opml))
    head, tail = before.split("\n# --- Topics ---")
    assert config.read_text() == f"{head}{_ADDED}\n# --- Topics ---{tail}"


def test_what_was_added_and_what_was_there_already_is_said(run: Run, opml: Path) -> None:
    said = run("import", str(opml)).stdout
    assert "added 'Tunis \"Today\"'" in said
    assert "added 'Kept (2)'" in said
    assert (
        "skipped 'Kept elsewhere': http://kept.example.org/feed is there already, as 'Kept'" in said
    )
    assert "2 added, 1 skipped, 0 left out" in said


def test_importing_again_changes_nothing(run: Run, config: Path, opml: Path) -> None:
    run("import", str(opml))
    before = config.read_bytes()
    assert "0 added, 3 skipped" in run("import", str(opml)).stdout
    assert config.read_bytes() == before


def test_a_feed_of_an_included_list_is_there_already(run: Run, config: Path, opml: Path) -> None:
    listed = '[[source]]\nname = "Listed"\nurl = "https://other.example.org/rss/"\n'
    (config.parent / "list.toml").write_text(listed)
    config.write_text(f'include = ["list.toml"]\n{config.read_text()}')
    assert "is there already, as 'Listed'" in run("import", str(opml)).stdout


def test_the_exported_sources_imported_into_an_empty_configuration_are_the_same(
    run: Run, config: Path, tmp_path: Path
) -> None:
    more = (
        '[[source]]\nname = "هسبريس <&>"\nurl = "https://h.example.org/feed?x=1&y=\'2\'"\n'
        'tags = ["صحافة", "Économie", "news agency"]\nlanguage = "ar"\n'
    )
    config.write_text(config.read_text() + more)
    exported = tmp_path / "out.opml"
    exported.write_bytes(run("export", "--sources").stdout_bytes)
    before = load(config).sources
    config.write_text("")
    run("import", str(exported))
    assert load(config).sources == before


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<opml><body><outline></body></opml>", "mine.opml:1: this is no OPML"),
        ("<html/>", "mine.opml:1: this is no OPML: its first element is <html>, not <opml>"),
        ("no markup at all", "mine.opml:1: this is no OPML"),
        ("", "mine.opml:1: this is no OPML"),
        ("<opml><body/></opml>", "mine.opml: the list names no feed"),
        ('<opml><body>\n<outline text="A" xmlUrl="feed"/></body></opml>', "mine.opml:2: 'A': 'feed' is no http"),
    ],
)  # fmt: skip
def test_a_list_that_brings_nothing_is_an_error_that_says_why(
    run: Run, config: Path, opml: Path, body: str, said: str
) -> None:
    before = config.read_bytes()
    opml.write_text(body)
    assert said in run("import", str(opml), expect=1).stderr
    assert config.read_bytes() == before


def test_one_bad_outline_does_not_keep_the_others_out(run: Run, config: Path, opml: Path) -> None:
    bad = '<outline type="rss" text="Bad" xmlUrl="gopher://example.org/"/>\n</body>'
    opml.write_text(_OPML.replace("</body>", bad))
    done = run("import", str(opml))
    assert "mine.opml:10: 'Bad': 'gopher://example.org/' is no http" in done.stderr
    assert "2 added, 1 skipped, 1 left out" in done.stdout
    assert len(load(config).sources) == 3


def test_a_faulty_configuration_is_left_alone(run: Run, config: Path, opml: Path) -> None:
    config.write_text(config.read_text() + "[pooling]\n")
    before = config.read_bytes()
    assert "unknown key 'pooling'" in run("import", str(opml), expect=2).stderr
    assert config.read_bytes() == before


def test_sources_in_one_array_are_left_alone(run: Run, config: Path, opml: Path) -> None:
    config.write_text('source = [{name = "A", url = "https://a.example.org/"}]\n')
    before = config.read_bytes()
    assert "write them as [[source]] tables" in run("import", str(opml), expect=1).stderr
    assert config.read_bytes() == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing yet",
        '[site]\ntitle = "T"',
        '[[source]]\nname = "A"\nurl = "https://a.example.org/"\ntags = [\n  "x", # why\n]',
        '[[source]]\nname = "A"\nurl = "https://a.example.org/"\n# A topic:\n[[topic]]\nslug = "t"\ntitle = "T"\n',
        "[[source]]\nname = '''\nA # no comment\n'''\nurl = 'https://a.example.org/'\n\n\n[site]\n\n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_line_that_was_there_is_still_there_in_its_order(
    run: Run, config: Path, opml: Path, text: str, line_end: str, mark: str
) -> None:
    written = text.replace("\n", line_end)
    config.write_bytes((mark + written).encode())
    topics, sources = load(config).topics, load(config).sources
    run("import", str(opml))
    after = config.read_bytes().decode()
    assert after.startswith(mark)
    ends = line_end if line_end in written else "\n"
    assert after.count("\n") == after.count(ends), "its line ends are kept"
    lines = iter(after.removeprefix(mark).split(ends))
    assert all(line in lines for line in written.split(ends) if line)
    assert load(config).topics == topics
    assert load(config).sources[: len(sources)] == sources


def test_the_file_keeps_its_rights_and_a_link_stays_a_link(
    run: Run, config: Path, opml: Path, tmp_path: Path
) -> None:
    real = tmp_path / "real.toml"
    os.replace(config, real)
    config.symlink_to(real)
    real.chmod(0o640)
    run("import", str(opml))
    assert config.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert "Kept (2)" in real.read_text()
    assert {p.name for p in tmp_path.iterdir()} == {"config.toml", "real.toml", "mine.opml"}


def test_a_file_that_can_t_be_replaced_is_as_it_was(
    run: Run, config: Path, opml: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = config.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert "can't be written: No space left" in run("import", str(opml), expect=1).stderr
    assert config.read_bytes() == before
    assert {p.name for p in config.parent.iterdir()} == {"config.toml", "mine.opml"}


def test_a_file_is_not_replaced_by_one_with_a_fault(config: Path) -> None:
    before = config.read_bytes()
    twice = SourceTable(name="Kept", url="https://twice.example.org/")
    with pytest.raises(ConfigError, match="name 'Kept' stands at"):
        append_sources(config, [twice])
    assert config.read_bytes() == before


def test_a_list_is_taken_from_an_address_too(run: Run, config: Path) -> None:
    with Upstream() as upstream:
        upstream.answers["/opml"] = Answer(body=_OPML.encode())
        done = run("import", upstream.url("/opml").replace("//", "//mara:s3cret@"))
    assert _ADDED in config.read_text()
    assert "s3cret" not in done.output
    assert upstream.seen[0].headers["authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1:{port}/none", "the server answered 404"),
        ("http://127.0.0.1:{port}/endless", "the document is larger than 10000000 bytes"),
        ("http://10.0.0.1/opml", "10.0.0.1 is in a private or reserved network"),
        ("http://127.0.0.1:{port}/page", "this is no OPML"),
    ],
)
def test_an_address_that_gives_no_list_is_said_and_nothing_is_written(
    run: Run, config: Path, address: str, said: str
) -> None:
    before = config.read_text()
    with Upstream() as upstream:
        upstream.answers["/endless"] = Answer(endless=True)
        upstream.answers["/page"] = Answer(body=b"<html><p>x</p></html>")
        done = run("import", address.format(port=upstream.port), expect=1)
    assert said in done.output
    assert config.read_text() == before


def test_an_exported_list_can_be_handed_on_it_has_no_password(run: Run, config: Path) -> None:
    config.write_text(config.read_text().replace("https://kept", "https://mara:s3cret@kept"))
    exported = run("export", "--sources").stdout
    assert "https://kept.example.org/feed/" in exported
    assert "s3cret" not in exported


def test_an_exported_list_imported_again_gives_the_same_sources(
    run: Run, config: Path, tmp_path: Path
) -> None:
    keys = """
agency = "MDW"
interval = "15m"
silence = "2d"
republish = "excerpt"
language = "en"
tags = ["Strait & gulf", "wire"]
"""
    assert set(tomllib.loads(keys)) == SourceTable.model_fields.keys() - {"name", "url", "path"}
    config.write_text(config.read_text().replace("\n# interval", f"{keys}# interval"))
    sources = load(config).sources
    listed = tmp_path / "ours.opml"
    listed.write_text(run("export", "--sources").stdout)
    config.write_text("")
    run("import", str(listed))
    assert load(config).sources == sources
    config.write_text('include = ["ours.opml"]\n')
    assert load(config).sources == sources


def test_a_key_of_ours_that_is_wrong_in_a_list_is_told_with_the_feed_that_has_it(
    run: Run, config: Path, opml: Path
) -> None:
    listed = run("export", "--sources").stdout.replace(
        "<opml ", f'<opml xmlns:d="{OPML_NAMESPACE}" '
    )
    listed = listed.replace("kept.example.org", "strait.example.org")
    opml.write_text(listed.replace("<outline ", '<outline d:interval="often" '))
    done = run("import", str(opml), expect=1)
    assert "'Kept': interval can't be 'often'" in done.output
    assert "strait" not in config.read_text()


def test_of_a_feed_that_a_list_has_twice_no_more_is_republished_than_either_allows(
    run: Run, config: Path, opml: Path
) -> None:
    feed = '<outline text="Twice" xmlUrl="https://twice.example.org/rss"'
    twice = f'{feed}/>{feed} d:republish="excerpt"/>{feed} d:republish="full"/></body>'
    listed = _OPML.replace("<opml ", f'<opml xmlns:d="{OPML_NAMESPACE}" ')
    opml.write_text(listed.replace("</body>", twice))
    run("import", str(opml))
    (source,) = [one for one in load(config).sources if one.name == "Twice"]
    assert source.republish == "excerpt"


@pytest.mark.parametrize("flags", [[], ["--sources", "--topics"]])
def test_an_export_is_of_one_of_the_two(run: Run, flags: list[str]) -> None:
    done = run("export", *flags, expect=2)
    assert done.stdout == ""
    assert "--sources or --topics" in done.stderr


def test_a_page_that_freshrss_makes_a_feed_of_is_left_out_and_said(
    run: Run, config: Path, opml: Path
) -> None:
    page = '<outline type="HTML+XPath" text="Desk" xmlUrl="https://desk.example.org/" x:xPathItem="//p"/>'
    body = _OPML.replace("<opml", '<opml xmlns:x="https://freshrss.org/opml"', 1)
    opml.write_text(body.replace("</body>", f"{page}\n</body>"))
    done = run("import", str(opml))
    assert "'Desk': no feed is at https://desk.example.org/, but a page (HTML+XPath)" in done.stderr
    assert "2 added, 1 skipped, 1 left out" in done.stdout
    assert "desk.example.org" not in config.read_text()


def test_a_list_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    assert "there is no file" in run("import", str(tmp_path / "none.opml"), expect=2).output

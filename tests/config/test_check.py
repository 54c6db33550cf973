"""Each kind of fault that ``dateline check`` promises to find, with file, line and remedy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from feeds.cli import main
from feeds.config import load

Check = Callable[..., list[str]]

_SOURCE = '[[source]]\nname = "A"\nurl = "https://example.org/feed/"\n'
_TOPIC = '[[topic]]\nslug = "t"\ntitle = "T"\n'

_FAULTS = {
    # unknown keys, with the nearest right name
    "a key of a section": ('[polling]\nintervall = "3m"', 2, "key 'intervall' in [polling]; did you mean 'interval'?"),
    "a section": ('[pooling]\ninterval = "3m"', 1, "unknown key 'pooling' in the file; did you mean 'polling'?"),
    "a key of a source": (_SOURCE + 'tag = ["x"]', 4, "unknown key 'tag' in [[source]]; did you mean 'tags'?"),
    "a key of a topic": (_TOPIC + 'querry = "x"', 4, "unknown key 'querry' in [[topic]]; did you mean 'query'?"),
    "a key with no near one": ('[server]\nzzz = 1', 2, "unknown key 'zzz' in [server]; known are: hubs, listen"),
    "a key of another table": ('[site]\nkeep = "90d"', 2, "; 'keep' belongs in [store]"),
    "a key of two others": ('[polling]\nwindow = "7d"', 2, "; 'window' belongs in [stories] or [[topic]]"),
    "a key of the file": (_SOURCE + "include = []", 4, "'silence'? 'include' belongs in the file, before its first"),
    "a dotted key": ('server.listn = "127.0.0.1:80"', 1, "unknown key 'listn' in [server]; did you mean 'listen'?"),
    "a table of many": ("[[sources]]\nname = 'A'", 1, "unknown key 'sources' in the file; did you mean 'source'?"),
    # what has to be there
    "no name": ('[[source]]\nurl = "https://example.org/"', 1, "[[source]] lacks 'name'"),
    "no slug": ('[[topic]]\ntitle = "T"', 1, "[[topic]] lacks 'slug'"),
    "no address": ('[[source]]\nname = "A"', 2, "source 'A' has neither url nor path"),
    "two addresses": (_SOURCE + 'path = "drop/"', 2, "source 'A' has both url and path"),
    # wrong types
    "a number for text": ("[site]\ntitle = 7", 2, "title: 7 is no text; write the name of your desk"),
    "empty text": ('[site]\ntitle = " "', 2, "title: ' ' is empty"),
    "text for a number": (_TOPIC + 'limit = "100"', 4, "limit: '100' is not a whole number"),
    "a truth for a number": ("[polling]\nconcurrency = true", 2, "concurrency: True is not a whole number"),
    "a number too small": ("[polling]\nper_host = 0", 2, "per_host: 0 can't be; write how many"),
    "a number too large": (_TOPIC + "limit = 5000", 4, "limit: 5000 can't be"),
    "text for a list": (_SOURCE + 'tags = "agency"', 4, "tags: 'agency' is not a list"),
    "a number in a list": (_SOURCE + 'tags = ["a",\n  7]', 5, "tags: 7 is no text"),
    "text for a section": ('polling = "fast"', 1, "polling: 'fast' can't be; write a table"),
    "one table for many": ("[source]\nname = 'A'", 1, "is not a list; write tables [[source]]"),
    "a word that is no choice": (_TOPIC + 'content = "all"', 4, "content: 'all' can't be; write how much of the text"),
    "another such word": (_SOURCE + 'republish = "no"', 4, "republish: 'no' can't be"),
    "a number for an address": ('[[source]]\nname = "A"\nurl = 5', 3, "url: 5 is no address; write"),
    "a number for a slug": ('[[topic]]\nslug = 5\ntitle = "T"', 2, "slug: 5 can't be part of an address"),
    "a number for an old slug": (_TOPIC + "was = [5]", 4, "was: 5 can't be part of an address"),
    "a number among sources": (_TOPIC + "sources = [5]", 4, "sources: 5 is no text"),
    "a number for a query": (_TOPIC + "exclude = [5]", 4, "exclude: 5 is no"),
    "a number for a language": (_SOURCE + "language = 5", 4, "language: 5 is no language code"),
    "a number for a store": ("[store]\nurl = 5", 2, "url: 5 names no store"),
    "a number to listen on alone": ("[server]\nlisten = 8080", 2, "8080 names no host and port"),
    "a number for a table": ("source = [5]", 1, "5 can't be; write tables [[source]]"),
    "a key in a table on one line": ("\nsite = { title = 7 }", 2, "title: 7 is no text"),
    "a key in quotes": ('[site]\n"title" = 7', 2, "title: 7 is no text"),
    "a day for text": ("[site]\ntitle = 2026-03-07", 2, "title: 2026-03-07 is no text; write the name"),
    "a day for a number": (_TOPIC + "limit = 2026-03-07", 4, "limit: 2026-03-07 is not a whole number"),
    "a contact that ends a header": ('[site]\ncontact = "a\\r\\nX: y"', 2, "has a line break or a tab in it"),
    "a name that no database takes": (_SOURCE.replace('"A"', '"A\\u0000"'), 2, "has a control character in it"),
    "a path that no disk takes": ('[[source]]\nname = "A"\npath = "a\\u0000"', 3, "has a control character in it"),
    "a description that is none": (_TOPIC + "description = 3", 4, "description: 3 is not text"),
    # durations and sizes
    "a duration without unit": ('[polling]\ninterval = "30"', 2,
        "interval: '30' is no duration; write the first guess"),
    "a duration of another unit": ('[store]\nkeep = "3w"', 2, "keep: '3w' is no duration"),
    "a duration as a number": ("[polling]\ntimeout = 30", 2, "timeout: 30 is no duration"),
    "no time at all": ('[stories]\nwindow = "0d"', 2, "window: '0d' is no time at all"),
    "more time than there is": ('[stories]\nwindow = "99999999d"', 2, "longer than a hundred years"),
    "a source's duration": (_SOURCE + 'silence = "half a day"', 4, "silence: 'half a day' is no duration"),
    "a topic's duration": (_TOPIC + 'window = "1.5d"', 4, "window: '1.5d' is no duration"),
    "a number without an end": ('[store]\nkeep = "1000000000000d"', 2, "longer than a hundred years"),
    "a size without an end": ('[polling]\nmax_bytes = "1000000000000KB"', 2, "max_bytes: '1000000000000KB'"),
    "a size without unit": ('[polling]\nmax_bytes = "10"', 2, "max_bytes: '10' is no size"),
    "a size as a number": ("[polling]\nmax_bytes = 10", 2, "max_bytes: 10 is no size"),
    "an empty size": ('[polling]\nmax_bytes = "0MB"', 2, "no size that a document can have"),
    "bounds that exclude each other": ('[polling]\nmin_interval = "2d"', 2,
        "min_interval 2d is longer than max_interval 1d"),
    "an old slug that is in use": (_TOPIC + 'was = ["t"]', 4, "topic 't' was 't', which leads to 't'; name each"),
    "an old slug of two topics": (
        _TOPIC + 'was = ["s"]\n[[topic]]\nslug = "u"\ntitle = "U"\nwas = ["s"]', 8,
        "topic 'u' was 's', which leads to 't'"),
    "an old slug that can't be": (_TOPIC + 'was = ["A b"]', 4, "was: 'A b' can't be part of an address"),
    # addresses
    "no scheme": ('[[source]]\nname = "A"\nurl = "example.org/feed"', 3,
        "is no http or https address; write a feed's address"),
    "another scheme": ('[[source]]\nname = "A"\nurl = "ftp://example.org/"', 3, "is no http or https address"),
    "no host": ('[[source]]\nname = "A"\nurl = "https:///feed"', 3, "names no host"),
    "a space": ('[[source]]\nname = "A"\nurl = "https://example.org/a b"', 3, "has a space"),
    "a port of nothing": ('[[source]]\nname = "A"\nurl = "https://example.org:0/"', 3, "names no port"),
    "a port that is none": ('[[source]]\nname = "A"\nurl = "https://example.org:99999/"', 3, "is no address"),
    "the site's address": ('[site]\nbase_url = "127.0.0.1:8080"', 2, "base_url: '127.0.0.1:8080' is no http"),
    "no port to listen on": ('[server]\nlisten = "127.0.0.1"', 2, "names no host and port"),
    "no number to listen on": ('[server]\nlisten = "127.0.0.1:http"', 2, "'http' is no port"),
    "a port beyond all": ('[server]\nlisten = "127.0.0.1:70000"', 2, "'70000' is no port"),
    "an address to listen on": ('[server]\nlisten = "http://127.0.0.1:8080"', 2, "'http://127.0.0.1' is no host"),
    "a site's address with a query": ('[site]\nbase_url = "https://example.org/?a=1"', 2, "has a query (?a=1)"),
    "a site's address with a fragment": ('[site]\nbase_url = "https://example.org/#a"', 2, "has a fragment (#a)"),
    "a store's port that is none": ('[store]\nurl = "postgresql://u:p@example.org:abc/d"', 2,
        "url: 'abc' is no port; write"),
    "a store's port beyond all": ('[store]\nurl = "postgresql://example.org:70000/d"', 2, "'70000' is no port"),
    "a store nobody has": ('[store]\nurl = "mysql://example.org/x"', 2, "names no store"),
    "a store with a parameter": ('[store]\nurl = "sqlite:///x.db?mode=ro"', 2,
        "url: a SQLite file takes no parameters; a ? in its name is written %3F; write"),
    "a store that no disk takes": ('[store]\nurl = "sqlite:///a\\u0000"', 2, "has a control character in it"),
    "a network that is none": ('[polling]\nallow_networks = ["127.0.0.1/8"]', 2, "'127.0.0.1/8' is no network"),
    "a network as a number": ("[polling]\nallow_networks = [5]", 2, "5 is no network"),
    "a language by its name": (_SOURCE + 'language = "French"', 4, "'French' is no language code"),
    "a topic's language": (_TOPIC + 'languages = ["en", "FR"]', 4, "'FR' is no language code"),
    "a slug with spaces": ('[[topic]]\nslug = "my topic"\ntitle = "T"', 2, "'my topic' can't be part of an address"),
    # names
    "a name twice": (_SOURCE + _SOURCE, 5, "name 'A' stands at config.toml:2 already"),
    "a slug twice": (_TOPIC + _TOPIC, 5, "slug 't' stands at config.toml:2 already"),
    "a source nobody is": (_SOURCE + _TOPIC + 'sources = ["B"]', 7, "'t' names a source 'B' that is not there"),
    "nearly a source": (_SOURCE.replace('"A"', '"MAP Express"') + _TOPIC + 'sources = ["MAP Expres"]', 7,
        "did you mean 'MAP Express'?"),
    "a tag nobody has": (_SOURCE + 'tags = ["agency"]\n' + _TOPIC + 'sources = ["tag:agence"]', 8,
        "did you mean 'agency'?"),
    # queries
    "a bracket left open": (_TOPIC + "query = 'police AND (drugs'", 4,
        "query, column 12: this bracket is never closed; add )"),
    "a field nobody knows": (_TOPIC + "query = 'titel:x'", 4,
        "query, column 1: titel: is no field; did you mean title:?"),
    "a faulty expression": (_TOPIC + "query = 'a /b(/'", 4, "query, column 3: the regular expression is faulty"),
    # includes
    "a list that is not there": ('include = [\n  "lists/more.toml",\n]', 2, "file 'lists/more.toml' is not there"),
    "a pattern that is none": ('include = ["lists/a**b"]', 1, "no pattern of files"),
    "a folder for a pattern": ('include = ["."]', 1, "'.' in include is no pattern of files"),
    "text for a list of lists": ('include = "lists/more.toml"', 1, "include: 'lists/more.toml' is not a list"),
}  # fmt: skip


@pytest.mark.parametrize("kind", _FAULTS)
def test_a_fault_is_told_with_its_line_and_what_would_be_right(check: Check, kind: str) -> None:
    text, line, said = _FAULTS[kind]
    (fault,) = check(text)
    assert fault.startswith(f"config.toml:{line}: ")
    assert said in fault
    problem, remedy = fault.rsplit("; ", 1)
    assert problem
    assert remedy


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("[site]\nbase_url =", '"https://ines:sesame@example.org/"'),
        ("[server]\nhubs =", '["https://ines:sesame@example.org/"]'),
    ],
)
def test_no_password_gets_into_what_everybody_reads(check: Check, key: str, address: str) -> None:
    (fault,) = check(f"{key} {address}")
    assert fault.startswith("config.toml:2: ")
    assert "at example.org has a user's name in it" in fault
    assert "sesame" not in fault


@pytest.mark.parametrize(
    "text",
    [
        '[server]\nlisten = "[::1]:8080"',
        '[server]\nlisten = "news_desk.example.org:80"',
        '[store]\nurl = "postgresql://ines:p/w:1@[::1]:5432/desk?sslmode=require"',
        '[store]\nurl = "postgresql:///desk?host=/run/postgresql"',
        '[server]\nhubs = ["https://hub.example.org/?room=7"]',
        _TOPIC + 'exclude = ["""a\nOR b"""]',
        _SOURCE.replace('"A"', '"صحيفة\\u200f \\nن"'),
    ],
)
def test_what_is_unusual_and_right_is_no_fault(check: Check, text: str) -> None:
    assert check(text) == []


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('[site]\ntitle = "x', 2, "this is no TOML"),
        ("[site]\ntitle = x\n", 2, "this is no TOML"),
        ('[site]\n[polling]\n[site]\ntitle = "x"', 3, "this is no TOML: Cannot declare"),
        ('title = "x"\ntitle = "y"', 2, "this is no TOML: Cannot overwrite"),
        ("a = " + "[" * 5000, 0, "this is no TOML"),
        ("a = " + "9" * 5000, 0, "this is no TOML"),
        (b'[site]\ntitle = "caf\xe9"', 2, "is no UTF-8; save the file as UTF-8"),
    ],
)
def test_what_is_no_toml_is_told_with_its_line(
    check: Check, text: str | bytes, line: int, said: str
) -> None:
    (fault,) = check(text)
    assert fault.startswith(f"config.toml:{line}: " if line else "config.toml: ")
    assert said in fault


def test_all_faults_are_told_in_one_run(check: Check) -> None:
    faults = check(
        "\n".join(
            [
                'include = ["missing.toml"]',
                "[polling]",
                'intervall = "3m"',
                'timeout = "3x"',
                'min_interval = "2d"',
                "[[source]]",
                'name = "A"',
                'url = "gopher://example.org/"',
                "[[source]]",
                'name = "A"',
                'path = "drop/"',
                'tags = "x"',
                "[[topic]]",
                'slug = "T"',
                'title = "T"',
                "query = 'a AND'",
            ]
        )
    )
    told = {int(fault.split(":")[1]) for fault in faults}
    assert told == {1, 3, 4, 5, 8, 10, 12, 14, 16}
    assert len(faults) == 9


def test_one_wrong_source_makes_no_topic_wrong_that_names_it(check: Check) -> None:
    text = _SOURCE + 'tags = ["x"]\nintervall = "3m"\n' + _TOPIC + 'sources = ["A", "tag:x"]'
    (fault,) = check(text)
    assert "intervall" in fault


@pytest.mark.parametrize("command", ["check", "run", "poll", "sources", "stories", "publish"])
def test_no_command_starts_on_a_faulty_configuration(tmp_path: Path, command: str) -> None:
    (tmp_path / "config.toml").write_text("[pooling]\n")
    arguments = ["out"] if command == "publish" else []
    done = CliRunner().invoke(main, ["-c", str(tmp_path / "config.toml"), command, *arguments])
    assert done.exit_code == 2
    assert "config.toml:1: unknown key 'pooling'" in done.stderr
    assert not done.stdout


def test_a_configuration_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["-c", str(tmp_path / "none.toml"), "check"])
    assert done.exit_code == 2
    where = tmp_path / "none.toml"
    assert f"{where}: no such file; write it, or name another with -c" in done.stderr


def test_a_base_address_that_no_hub_reaches_is_a_note_and_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    noted = {}
    for url in ("http://127.0.0.1:8080/", "https://news.example.org/"):
        path.write_text(f'[site]\nbase_url = "{url}"\n')
        done = CliRunner().invoke(main, ["-c", str(path), "check"])
        assert (done.exit_code, done.stderr) == (0, "")
        noted[url] = done.stdout.splitlines()[1:]
    first, second = noted.values()
    assert first == [
        "note: 127.0.0.1 is an address of a private network, which base_url names: "
        "sources are polled, none can push"
    ]
    assert second == []


def test_a_table_under_a_wrong_name_is_not_sent_to_where_a_key_of_that_name_stands(
    check: Check,
) -> None:
    (fault,) = check("[[sources]]\nname = 'A'\n")
    assert fault == "config.toml:1: unknown key 'sources' in the file; did you mean 'source'?"


def test_addresses_that_go_into_feeds_are_uris_however_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        '[site]\nbase_url = "https://désk.example/à-lire"\n'
        f'[server]\nhubs = ["https://hüb.example/ü", "https://straße.example/"]\n{_TOPIC}'
    )
    done = CliRunner().invoke(main, ["-c", str(path), "export", "--topics"])
    assert 'xmlUrl="https://xn--dsk-bma.example/%C3%A0-lire/topics/t.atom"' in done.stdout
    # ß is a letter of its own (IDNA 2008): strasse.example is somebody else's.
    hubs = ("https://xn--hb-xka.example/%C3%BC", "https://xn--strae-oqa.example/")
    assert load(path).hubs == hubs


def test_a_source_that_could_never_be_asked_is_a_note_and_no_fault(tmp_path: Path) -> None:
    """Which networks are open is the machine's affair: elsewhere the same list is right."""
    path = tmp_path / "config.toml"
    for port in (22, 8022):
        path.write_text(f"[[source]]\nname = 'A'\nurl = 'http://jane:secret@127.1:{port}/feed'\n")
        done = CliRunner().invoke(main, ["-c", str(path), "check"])
        assert done.exit_code == 0
        assert "secret" not in done.output
        assert "note: 'A' will not be asked: " in done.stdout
    path.write_text(f"[polling]\nallow_networks = ['127.0.0.0/8']\n{path.read_text()}")
    assert "'A'" not in CliRunner().invoke(main, ["-c", str(path), "check"]).stdout


def test_a_folder_that_is_not_there_yet_is_a_note_and_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[[source]]\nname = "Wire"\npath = "drop/wire/"\n')
    for there in (False, True):
        done = CliRunner().invoke(main, ["-c", str(file), "check"])
        assert done.exit_code == 0
        noted = f"note: 'Wire': there is no {tmp_path / 'drop' / 'wire'} yet" in done.stdout
        assert noted != there
        (tmp_path / "drop" / "wire").mkdir(parents=True, exist_ok=True)


def test_an_address_that_two_sources_have_is_said_and_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(_SOURCE + _SOURCE.replace('"A"', '"B"'))
    done = CliRunner().invoke(main, ["-c", str(file), "check"])
    assert done.exit_code == 0
    assert "note: 'A' and 'B' have the same address: one request serves all" in done.output


def test_a_source_that_is_called_as_tags_are_named_is_told_apart_from_a_tag(check: Check) -> None:
    """Its feed may call itself so; a topic that names it means the tag."""
    named = '[[source]]\nname = "tag:sea"\nurl = "https://a.example.org/"\n'
    topic = '[[topic]]\nslug = "t"\ntitle = "T"\nquery = "x"\nsources = ["tag:sea"]\n'
    (fault,) = check(named + topic)
    assert "no source has the tag 'sea'" in fault
    assert "'tag:sea' is a source's name, but here it means a tag; give that source" in fault
    assert check(f'{named}tags = ["sea"]\n{topic}') == []

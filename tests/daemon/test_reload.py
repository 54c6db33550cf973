"""A configuration that is written while the daemon runs, as editors and scripts write: in place, and not at once."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from structlog.testing import capture_logs

from feeds import config
from feeds.config import Settings
from feeds.reload import Reload
from tests.newsroom.desk import Desk, eventually

_ONE = '[[topic]]\nslug = "one"\ntitle = "One"\n'
_BOTH = f'{_ONE}[[topic]]\nslug = "two"\ntitle = "Two"\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "config.toml"
    found.write_text(_BOTH)
    return found


def _looks(
    path: Path, *meanwhile: Callable[[], object], before: Callable[[], object] = lambda: None
) -> list[Settings | None]:
    """What looking once finds, for each of what happens while it waits for the files to stay as they are.

    ``before`` happens before all of it, together with the change.
    """
    present = config.load(path)
    steps = iter(meanwhile)

    async def pause() -> None:
        next(steps)()

    reload = Reload(present, pause=pause, to_go=0)
    path.write_text(_ONE)
    before()

    async def look() -> list[Settings | None]:
        return [await reload.look(present) for _ in meanwhile]

    return asyncio.run(look())


def test_a_file_that_is_still_being_written_is_not_taken_up(path: Path) -> None:
    """What stands there is right, but it is half of what is to come."""
    half, whole = _looks(path, lambda: path.write_text(f"{_BOTH}# to the end\n"), lambda: None)
    assert half is None
    assert whole
    assert [topic.slug for topic in whole.topics] == ["one", "two"]


def test_a_file_that_stays_as_it_is_is_taken_up(path: Path) -> None:
    (found,) = _looks(path, lambda: None)
    assert found
    assert [topic.slug for topic in found.topics] == ["one"]


def test_what_is_written_while_a_change_is_read_is_taken_up_next(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = config.load

    def read_and_outdated(asked: Path) -> Settings:
        found = read(asked)
        path.write_text(_BOTH)
        return found

    present = config.load(path)
    reload = Reload(present, pause=lambda: asyncio.sleep(0), to_go=0)
    path.write_text(_ONE)
    with monkeypatch.context() as during:
        during.setattr(config, "load", read_and_outdated)
        first = asyncio.run(reload.look(present))
    assert first
    assert [topic.slug for topic in first.topics] == ["one"]
    second = asyncio.run(reload.look(first))
    assert second
    assert [topic.slug for topic in second.topics] == ["one", "two"]


def test_an_emptied_file_of_somebody_else_keeps_nothing_back(path: Path) -> None:
    """Files beside it are looked at, since a new one may be a list; this one is none."""
    other = path.parent / "other" / "tool.toml"
    other.parent.mkdir()
    other.write_text("[tool]\n")
    first, second = _looks(path, lambda: None, lambda: None, before=lambda: other.write_text(""))
    assert first
    assert second is None


class _Desk:
    """A configuration that a reload looks at as the daemon does, look by look."""

    def __init__(self, path: Path) -> None:
        self.present = config.load(path)
        self.reload = Reload(self.present, pause=lambda: asyncio.sleep(0), to_go=2, list_gone=3)

    def look(self, times: int = 1) -> list[str]:
        """The topics in force after so many looks."""
        for _ in range(times):
            self.present = asyncio.run(self.reload.look(self.present)) or self.present
        return [topic.slug for topic in self.present.topics]


def test_a_file_written_in_steps_far_apart_drops_no_topic(path: Path) -> None:
    desk = _Desk(path)
    path.write_text(_ONE)
    assert desk.look(2) == ["one", "two"]
    path.write_text(f"{_ONE}# more is to come\n")
    assert desk.look(3) == ["one", "two"]
    path.write_text(f"{_BOTH}# to the end\n")
    assert desk.look(3) == ["one", "two"]
    assert desk.present.files == config.load(path).files
    path.write_text(_ONE)
    assert desk.look(3) == ["one"], "a topic that stays away goes"


def test_what_lets_nothing_go_counts_at_once(path: Path) -> None:
    desk = _Desk(path)
    path.write_text(
        _BOTH.replace('slug = "two"', 'slug = "2"\nwas = ["two"]') + _ONE.replace("one", "x")
    )
    assert desk.look() == ["one", "2", "x"]


def test_a_source_that_is_named_no_more_goes_once_that_stays_so_and_one_of_another_name_at_once(
    path: Path,
) -> None:
    gulf = '[[source]]\nname = "Gulf"\nurl = "https://gulf.example/feed"\n'
    reef = gulf.replace("Gulf", "Reef").replace("gulf", "reef")
    path.write_text(gulf + reef)
    desk = _Desk(path)
    path.write_text(gulf)
    with capture_logs() as logs:
        desk.look(2)
    assert [one.get("sources") for one in logs] == ["Reef"]
    assert [one.get("topics") for one in logs] == [None]
    assert list(desk.present.by_name) == ["Gulf", "Reef"]
    desk.look()
    assert list(desk.present.by_name) == ["Gulf"]
    path.write_text(gulf.replace("Gulf", "Radio Gulf"))
    desk.look()
    assert list(desk.present.by_name) == ["Radio Gulf"]


def test_a_new_list_that_is_wrong_is_said_once_and_taken_up_when_it_is_right(path: Path) -> None:
    path.write_text(f'include = ["*.more"]\n{_BOTH}')
    desk, new = _Desk(path), path.with_name("new.toml")
    new.write_text("[[topic]]\n")
    path.write_text(f'include = ["new.toml"]\n{_BOTH}')
    with capture_logs() as logs:
        desk.look(3)
    assert {one["event"] for one in logs} == {"configuration is wrong, the old one stays"}
    assert len({one["why"] for one in logs}) == len(logs) > 0
    new.write_text(_ONE.replace("one", "new"))
    assert desk.look(3) == ["one", "two", "new"]


def test_a_listen_address_that_changed_is_said_to_count_from_the_next_start(path: Path) -> None:
    desk = _Desk(path)
    for text, said in ((f"{_BOTH}# no more\n", 0), (f'{_BOTH}[server]\nlisten = "[::1]:9"\n', 1)):
        path.write_text(text)
        with capture_logs() as logs:
            desk.look()
        assert len(logs) == said


def test_a_list_that_is_away_for_a_moment_lets_nothing_go(tmp_path: Path) -> None:
    path, lists = tmp_path / "config.toml", tmp_path / "lists"
    lists.mkdir()
    (lists / "topics.toml").write_text(_BOTH)
    path.write_text('include = ["lists/*.toml"]\n')
    desk = _Desk(path)
    (lists / "topics.toml").rename(tmp_path / "aside")
    assert desk.look(3) == ["one", "two"]
    (tmp_path / "aside").rename(lists / "topics.toml")
    assert desk.look(5) == ["one", "two"]
    (lists / "topics.toml").unlink()
    assert desk.look(4) == [], "one that stays away takes its topics along"


def test_a_folder_that_is_gone_with_its_lists_lets_nothing_go_however_long(
    tmp_path: Path,
) -> None:
    path, lists = tmp_path / "config.toml", tmp_path / "lists"
    lists.mkdir()
    (lists / "topics.toml").write_text(_BOTH)
    path.write_text('include = ["lists/*.toml"]\n')
    desk = _Desk(path)
    lists.rename(tmp_path / "elsewhere")
    with capture_logs() as told:
        assert desk.look(20) == ["one", "two"]
    assert [one["why"] for one in told] == [
        f"{lists} is gone with its lists; put it back, or start anew"
    ]
    (tmp_path / "elsewhere").rename(lists)
    (lists / "topics.toml").write_text(_BOTH + _ONE.replace("one", "three"))
    assert desk.look() == ["one", "two", "three"]


def test_a_disk_that_is_away_lets_nothing_go_though_the_folder_below_it_shows(
    tmp_path: Path,
) -> None:
    """As where a network folder is not there: what it is mounted on is an empty folder."""
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second disk to take away")
    path, lists, below = tmp_path / "config.toml", tmp_path / "lists", tmp_path / "far" / "below"
    below.mkdir(parents=True)
    with TemporaryDirectory(dir=other) as disk:
        (Path(disk) / "topics.toml").write_text(_BOTH)
        lists.symlink_to(disk)
        path.write_text('include = ["lists/*.toml"]\n')
        desk = _Desk(path)
        lists.unlink()
        lists.symlink_to(below)
        assert desk.look(20) == ["one", "two"]
        lists.unlink()
        lists.symlink_to(disk)
        assert desk.look(2) == ["one", "two"]
        shutil.copy2(lists / "topics.toml", below)
        lists.unlink()
        lists.symlink_to(below)
        assert desk.look(2) == ["one", "two"]
        (lists / "topics.toml").unlink()
        assert desk.look(5) == [], "a list that is taken away goes, also from a disk that was away"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look into any folder")
def test_a_folder_that_may_not_be_looked_into_lets_nothing_go(tmp_path: Path) -> None:
    path, lists = tmp_path / "config.toml", tmp_path / "lists"
    lists.mkdir()
    (lists / "topics.toml").write_text(_BOTH)
    path.write_text('include = ["lists/*.toml"]\n')
    desk = _Desk(path)
    lists.chmod(0)
    assert desk.look(20) == ["one", "two"]
    lists.chmod(0o700)
    assert desk.look(2) == ["one", "two"]


def test_a_configuration_that_is_away_lets_nothing_go(path: Path) -> None:
    desk = _Desk(path)
    path.unlink()
    assert desk.look(20) == ["one", "two"]
    path.write_text(_BOTH + _ONE.replace("one", "three"))
    assert desk.look() == ["one", "two", "three"]


@pytest.mark.parametrize("name", ["config.toml", "lists/topics.toml"])
def test_an_emptied_file_drops_no_topic_until_it_is_written(desk: Desk, name: str) -> None:
    """A script that writes into the file empties it before it has anything to say."""
    include = 'include = ["lists/*.toml"]\n'
    (desk.config.parent / "lists").mkdir()
    (desk.config.parent / "lists" / "topics.toml").write_text(_ONE)
    desk.write()
    desk.config.write_text(include + desk.config.read_text())
    file = desk.config.parent / name
    before = file.read_text()
    with desk.run() as daemon:
        assert daemon.get("/topics/one.atom").status == 200
        file.write_text("")
        told = daemon.wait_for_line("configuration is wrong, the old one stays")
        assert f"{name.rpartition('/')[2]} is empty" in told["why"]
        assert daemon.get("/topics/one.atom").status == 200
        file.write_text(f"{before}\n{_BOTH.removeprefix(_ONE)}")
        eventually(lambda: daemon.get("/topics/two.atom").status == 200, "the new topic is served")
        assert daemon.get("/topics/one.atom").status == 200

"""Commands, options, addresses, metrics and configurations in the documentation are real."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import httpx
import pytest

from feeds import config
from feeds.cli import main
from feeds.serve.app import create_app
from feeds.serve.desk import Front, ServeDesk
from feeds.serve.gate import Gate
from store.open import open_store
from tests.docs.pages import PAGES, Page, arguments

_ADDRESS = re.compile(
    r"/(?:(?:topics|stories|static)/.*|topics\.opml|search(?:\.atom)?(?:\?.*)?|opensearch\.xml"
    r"|sources(?:\.atom)?|healthz|readyz|metrics)?"
)


def _leaves(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by the words it is called with."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for word in command.list_commands(context):
            inner = command.get_command(context, word)
            assert inner is not None
            yield from _leaves(inner, f"{name} {word}".strip())
    else:
        yield name, command


COMMANDS = dict(_leaves(main, ""))
_FIRST = set(main.list_commands(click.Context(main)))


def faults(words: list[str]) -> str | None:
    """What is wrong with a command line, without running it; None if nothing is.

    Files that it names need not be there.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(click.Path, "convert", lambda _self, value, _parameter, _context: value)
        try:
            _read(main, words, None)
        except click.exceptions.Exit:  # --help, --version
            return None
        except click.UsageError as error:
            return f"{' '.join(words)}: {error.format_message()}"
    return None


def _read(command: click.Command, words: list[str], parent: click.Context | None) -> None:
    context = command.make_context(command.name, list(words), parent=parent)
    if isinstance(command, click.Group):
        rest = [*context._protected_args, *context.args]
        _, found, rest = command.resolve_command(context, rest)
        assert found is not None
        _read(found, rest, context)


def test_the_check_itself_finds_what_is_wrong():
    (fine,) = arguments("dateline -c x.toml poll 'MAP Express' --json | jq .")
    assert faults(fine) is None
    assert faults(["ingest", "--source", "MAP", "not/there"]) is None
    assert "No such command" in (faults(["fly"]) or "")
    assert "No such option" in (faults(["poll", "--every"]) or "")
    assert "Missing" in (faults(["ingest", "x"]) or "")
    assert "unexpected extra argument" in (faults(["backup", "a", "b"]) or "")
    assert "No such command" in (faults(["topic", "guess"]) or "")


def test_every_command_line_in_a_page_could_be_run(page: Page) -> None:
    assert [said for words in page.commands() if (said := faults(words))] == []


def test_the_pages_show_command_lines_at_all(pages: dict[str, Page]) -> None:
    for name in ("README.md", "docs/operating.md"):
        assert len(list(pages[name].commands())) >= 3


def test_commands_and_options_in_running_text_are_real(page: Page) -> None:
    wrong = []
    for span in page.spans:
        for words in arguments(span) if span.startswith("dateline ") else ():
            named = " ".join(word for word in words if not word.startswith("-"))
            command = next(
                (c for n, c in COMMANDS.items() if f"{named} ".startswith(f"{n} ")), None
            )
            group = not _FIRST.isdisjoint((named.split(" ")[-1], named.split(" ")[0]))
            known = {o for c in (main, command) if c for p in c.params for o in p.opts}
            known |= {"--help", "-h"}
            strange = {word for word in words if word.startswith("-")} - known
            if strange or not (command or group or named in ("", "COMMAND")):
                wrong.append(span)
    assert wrong == []


def test_every_command_is_somewhere_in_the_documentation() -> None:
    written = {name for page in PAGES for name in _named(page)}
    assert set(COMMANDS) - written == set()


def _named(page: Page) -> Iterator[str]:
    spans = (span for span in page.spans if "dateline" in span)
    lines = [*page.commands(), *(words for span in spans for words in arguments(span))]
    for words in lines:
        yield from (name for name in COMMANDS if f" {name} " in f" {' '.join(words)} ")


def test_the_first_help_says_of_every_command_what_it_does_without_loading_any() -> None:
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "feeds", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    for name in _FIRST:
        assert re.search(rf"^  {name} +[A-Z][^.]*\.$", shown.stdout, re.M), name
    assert "sqlalchemy" not in shown.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_has_an_example_that_could_be_run(name: str) -> None:
    found = re.search(r"Example: (.+)", COMMANDS[name].help or "")
    assert found, f"dateline {name} --help shows no example"
    (words,) = arguments(found[1])
    assert faults(words) is None
    assert f" {name} " in f" {' '.join(words)} "


@pytest.fixture(scope="module")
def app() -> Gate:
    """The web application over an empty store."""
    front = Front(title="", base_url="http://127.0.0.1/", topics=(), sources=())
    return create_app(
        ServeDesk(
            store=open_store("sqlite:///:memory:"),
            front=lambda: front,
            now=lambda: datetime(2026, 3, 1, tzinfo=UTC),
            ready=lambda: None,
        )
    )


def _get(app: Gate, path: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get(path)

    return asyncio.run(ask())


def test_every_address_that_is_named_is_served(page: Page, app: Gate) -> None:
    patterns = [route.path_regex for route in app.app.routes]  # type: ignore[attr-defined]
    named = [span for span in _without_plans(page).spans if _ADDRESS.fullmatch(span)]
    paths = [address.partition("?")[0] for address in named]
    assert [a for a in paths if not any(pattern.match(a) for pattern in patterns)] == []


def test_every_metric_is_told_and_every_metric_told_is_there(
    pages: dict[str, Page], app: Gate
) -> None:
    served = set(re.findall(r"^(\w+)[ {]", _get(app, "/metrics").text, re.MULTILINE))
    told = set(re.findall(r"`(dateline_\w+)`", pages["docs/operating.md"].text))
    assert told == served != set()


def _without_plans(page: Page) -> Page:
    """A page without its list of what is not there yet."""
    return Page(page.path, re.sub(r"^Not yet:.*?(?=^#|\Z)", "", page.text, flags=re.M | re.S))


def test_what_is_said_to_be_missing_is_missing(pages: dict[str, Page], app: Gate) -> None:
    """So that the list is shortened when something of it is built."""
    found = re.search(r"^Not yet:\n.*?(?=^#)", pages["README.md"].text, re.M | re.S)
    assert found
    named = re.findall(r"`([^`]+)`", found[0])
    assert [name for name in named if name in COMMANDS] == []
    addresses = [name for name in named if name.startswith("/")]
    assert [path for path in addresses if _get(app, path).status_code != 404] == []


@pytest.mark.parametrize("name", ["README.md", "docs/operating.md"])
def test_every_configuration_shown_has_no_faults(
    name: str, pages: dict[str, Page], tmp_path: Path
) -> None:
    shown = [text for language, text in pages[name].blocks if language == "toml"]
    assert shown
    for number, text in enumerate(shown):
        path = tmp_path / f"{number}.toml"
        path.write_text(text, encoding="utf-8")
        config.load(path)

"""Tests and events of the log that the documentation names are there, and every event is told."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.docs.pages import Page

ROOT = Path(__file__).parents[2]
_LEVELS = {"info", "warning", "error", "exception", "critical"}
_OF_LIBRARIES = {"Invalid HTTP request received.", "part=uvicorn", "asyncio", "apscheduler"}


def _tests() -> set[str]:
    """The names of all tests, and of the files they are in."""
    files = list((ROOT / "tests").rglob("test_*.py"))
    texts = (path.read_text(encoding="utf-8") for path in files)
    return {n for text in texts for n in re.findall(r"def (test_\w+)", text)} | {
        path.stem for path in files
    }


def test_every_test_that_a_page_names_is_there(page: Page) -> None:
    named = {span for span in page.spans if re.fullmatch(r"test_\w+", span)}
    assert named - (_tests() if named else set()) == set()


def _strings(node: ast.AST) -> Iterator[str]:
    """The texts that an argument can be: itself, or either end of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_strings(node.body), *_strings(node.orelse))


def _logged() -> set[str]:
    """What is logged, as far as it stands where it is logged."""
    found: set[str] = set()
    for path in (ROOT / "feeds").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match call:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="_log" | "told"), attr=level)):
                    if level in _LEVELS and call.args:
                        found |= {*_strings(call.args[0])}
    return found


def test_every_event_of_the_log_is_told(pages: dict[str, Page]) -> None:
    """Faults of our own are told by what they have in common: they end in “broke”."""
    events = {event for event in _logged() if not event.endswith(" broke")}
    assert len(events) > 15
    assert events - _told(pages) == set()


def test_every_event_that_is_told_can_be_logged(pages: dict[str, Page]) -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "feeds").rglob("*.py"))
    told = {event for event in _told(pages) - _OF_LIBRARIES if "…" not in event}
    assert {event for event in told if f'"{event}"' not in code} == set()


def _told(pages: dict[str, Page]) -> set[str]:
    (section,) = re.findall(r"^## Logs$.*?(?=^## )", pages["docs/operating.md"].text, re.M | re.S)
    first_cells = re.findall(r"^\| (`.*?) \| ", section, re.M)
    return {event for cell in first_cells for event in re.findall(r"`([^`]+)`", cell)}

"""Links lead somewhere, and pages and modules that are named are there."""

from __future__ import annotations

import importlib
import re
import tomllib
from pathlib import Path

from tests.docs.pages import Page

ROOT = Path(__file__).parents[2]
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_PLACE = re.compile(r"(?:feeds|store|tests|docs|bench|\.ci)/[\w./*-]*")
_DOTTED = re.compile(r"(?:feeds|store)(?:\.[A-Za-z_]\w*)+")
_WITHIN = re.compile(r"```.*?^```$", re.MULTILINE | re.DOTALL)


def _anchors(path: Path) -> set[str]:
    """The anchors that a page's headings have where it is shown (lower case, hyphens, no marks)."""
    text = _WITHIN.sub("", path.read_text(encoding="utf-8"))
    plain = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in _HEADING.findall(text))
    return {heading.strip().replace(" ", "-") for heading in plain}


def test_every_link_inside_leads_to_a_file_and_a_heading_that_are_there(page: Page) -> None:
    broken = []
    for link in _LINK.findall(page.prose):
        if re.match(r"[a-z]+:", link):
            continue
        place, _, anchor = link.partition("#")
        target = (page.path.parent / place).resolve() if place else page.path
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            broken.append(link)
    assert not broken


def test_every_page_can_be_found_from_the_readme(pages: dict[str, Page]) -> None:
    found, waiting = set(), [ROOT / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in found or path.suffix != ".md" or not path.exists():
            continue
        found.add(path)
        links = _LINK.findall(path.read_text(encoding="utf-8"))
        waiting += [(path.parent / link.partition("#")[0]).resolve() for link in links]
    assert {page.path for page in pages.values()} - found == set()


def test_every_file_and_folder_that_is_named_is_there(page: Page) -> None:
    named = [span for span in page.spans if _PLACE.fullmatch(span)]
    patterns = [place.rstrip("/").replace("NAME", "*") for place in named]
    assert [pattern for pattern in patterns if not list(ROOT.glob(pattern))] == []


def test_every_module_and_name_in_it_is_there(page: Page) -> None:
    named = [span.partition("(")[0] for span in page.spans]
    assert [name for name in named if _DOTTED.fullmatch(name) and not _is_there(name)] == []


def _is_there(name: str) -> bool:
    """Whether a dotted name is a module, or leads from a module to something in it."""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False


def test_architecture_names_every_room(pages: dict[str, Page]) -> None:
    rooms = {path.parent.name for path in (ROOT / "feeds").glob("*/__init__.py")} | {"store"}
    rooms |= {path.stem for path in (ROOT / "feeds").glob("[!_]*.py")}
    text = pages["docs/architecture.md"].text
    assert {
        room for room in rooms if not re.search(rf"`(?:feeds/)?{room}(?:/|\.py)`", text)
    } == set()


def test_architecture_shows_the_layers_that_the_linter_holds(pages: dict[str, Page]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    held = next(contract for contract in contracts if contract["name"] == "The path")["layers"]
    wanted = [sorted(re.split(r"\W+", layer.replace("feeds.", ""))) for layer in held]
    blocks = [text for _, text in pages["docs/architecture.md"].blocks if "__main__" in text]
    assert [sorted(re.split(r"\W+", line)) for line in blocks[0].splitlines()] == wanted


def test_nothing_says_where_it_was_written(page: Page) -> None:
    assert re.findall(r"/(?:work|root|tmp|home)/\S*", page.text) == []


def test_every_table_has_a_head_and_rows_of_as_many_cells(page: Page) -> None:
    """A blank line within a table ends it, and what follows is shown as text with bars in it."""
    tables = re.findall(r"(?:^\|.*\n)+", page.prose, re.MULTILINE)
    cells = [[re.split(r"(?<!\\)\|", row) for row in table.splitlines()] for table in tables]
    broken = [
        table[0]
        for table in cells
        if len(table) < 2
        or not all(re.fullmatch(r"\s*:?-+:?\s*", cell) for cell in table[1][1:-1])
        or {len(row) for row in table} != {len(table[0])}
    ]
    assert broken == []

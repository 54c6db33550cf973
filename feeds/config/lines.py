"""Where each key of a TOML file stands, so that a fault can name its line.

tomllib tells no positions; the tree-sitter grammar for TOML does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from feeds.errors import Fault

Path = tuple[str | int, ...]


def lines_of(text: str) -> Mapping[Path, int]:
    """The line (from 1) of each table and key, by its path: ``("source", 2, "interval")``."""
    tree = Parser(Language(tree_sitter_toml.language())).parse(text.encode())
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    for node in tree.root_node.named_children:
        if node.type == "pair":
            _note_pair(node, (), lines)
        elif node.type in ("table", "table_array_element"):
            _note_table(node, lines, counts)
    return lines


def end_of_sources(text: str) -> int | None:
    """The line (from 1) on which the last ``[[source]]`` ends; None where there is none.

    Comments that follow it without a blank line are its own, unless they lead to the next table.
    """
    tree = Parser(Language(tree_sitter_toml.language())).parse(text.encode())
    elements = [n for n in tree.root_node.named_children if n.type == "table_array_element"]
    sources = [n for n in elements if _key_path(n.named_children[0]) == ("source",)]
    if not sources:
        return None
    pairs = [n for n in sources[-1].named_children if n.type == "pair"]
    last = pairs[-1] if pairs else sources[-1].named_children[0]
    rows = text.split("\n")
    end = row = last.end_point.row + 1
    while row < len(rows) and rows[row].lstrip().startswith("#"):
        row += 1
    return end if row < len(rows) and rows[row].strip() else row


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of a path, or of the nearest thing around it; 0 where nothing is."""
    for end in range(len(path), 0, -1):
        if path[:end] in lines:
            return lines[path[:end]]
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a table stands: its file as the user knows it, and its path in it."""

    file: str
    lines: Mapping[Path, int] = field(default_factory=dict)
    path: Path = ()

    def at(self, key: str) -> str:
        """Where one of its keys stands, for a sentence."""
        line = line_of(self.lines, (*self.path, key))
        return f"{self.file}:{line}" if line else self.file

    def fault(self, key: str, problem: str, remedy: str) -> Fault:
        """A fault at one of its keys."""
        line = line_of(self.lines, (*self.path, key))
        return Fault(file=self.file, line=line, problem=problem, remedy=remedy)


def _note_table(node: Node, lines: dict[Path, int], counts: dict[Path, int]) -> None:
    path = _key_path(node.named_children[0])
    if node.type == "table_array_element":
        number = counts.get(path, 0)
        counts[path] = number + 1
        lines.setdefault(path, node.start_point.row + 1)
        path = (*path, number)
    lines[path] = node.start_point.row + 1
    for child in node.named_children[1:]:
        if child.type == "pair":
            _note_pair(child, path, lines)


def _note_pair(node: Node, around: Path, lines: dict[Path, int]) -> None:
    path = (*around, *_key_path(node.named_children[0]))
    lines[path] = node.start_point.row + 1
    value = node.named_children[-1]
    if value.type == "array":
        for number, element in enumerate(c for c in value.named_children if c.type != "comment"):
            lines[(*path, number)] = element.start_point.row + 1
    elif value.type == "inline_table":
        for child in value.named_children:
            _note_pair(child, path, lines)


def _key_path(node: Node) -> Path:
    if node.type == "dotted_key":
        return tuple(part for child in node.named_children for part in _key_path(child))
    text = (node.text or b"").decode()
    return (text.strip("\"'"),) if node.type == "quoted_key" else (text,)

"""A folder of wire stories: which of its files are read."""

from __future__ import annotations

from pathlib import Path

from feeds.fetch.folder import look


def test_hidden_and_unfinished_files_of_a_folder_are_passed_over(tmp_path: Path) -> None:
    for name in ("a.txt", ".draft.txt", "b.txt.part", "c.tmp", "d.txt~", "sub/e.txt", ".git/f.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("RABAT, March 7 - The council met.", "utf-8")
    assert [found.name for found in look(tmp_path, max_bytes=1000)] == ["a.txt", "sub/e.txt"]

"""The golden cases: every document of the corpus gives what its file says.

A case is two files of one name: ``NAME.in``, the bytes as received, and ``NAME.json``, which says what
the case is about, how the bytes were served, and what parsing gives (defaults left out).
``DATELINE_GOLDEN=1 python -m pytest tests/parse`` writes down what parsing gives now; read the
difference before keeping it.
"""

from __future__ import annotations

import json
import os
from dataclasses import fields, is_dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from feeds.errors import NotAFeed
from feeds.parse.document import parse

CORPUS = Path(__file__).parent / "corpus"


def names() -> list[str]:
    return sorted(path.stem for path in CORPUS.glob("*.in"))


def read(name: str) -> dict[str, Any]:
    return json.loads((CORPUS / f"{name}.json").read_text("utf-8"))


def run(name: str, case: dict[str, Any]) -> dict[str, Any]:
    """What the case's bytes give, as plain JSON values."""
    served = case.get("served", {})
    try:
        document = parse(
            (CORPUS / f"{name}.in").read_bytes(),
            content_type=served.get("content_type"),
            location=served.get("location"),
            kind=served.get("kind"),
        )
    except NotAFeed as error:
        return {"not_a_feed": str(error)}
    return plain(document)


def write(name: str, case: dict[str, Any]) -> None:
    text = json.dumps(case, ensure_ascii=False, indent=1)
    (CORPUS / f"{name}.json").write_text(text + "\n", "utf-8")


def plain(value: Any) -> Any:
    """A value of the model as JSON has it, without what is at its default."""
    if is_dataclass(value):
        every = {field.name: (getattr(value, field.name), field.default) for field in fields(value)}
        kept = {name: plain(one) for name, (one, default) in every.items() if one != default}
        return {name: one for name, one in kept.items() if one not in ({}, [])}
    if isinstance(value, tuple | frozenset | list):
        listed = [plain(one) for one in value]
        return sorted(listed) if isinstance(value, frozenset) else listed
    return value.total_seconds() if isinstance(value, timedelta) else value


@pytest.mark.parametrize("name", names())
def test_a_document_gives_what_its_case_says(name: str) -> None:
    case = read(name)
    given = run(name, case)
    if os.environ.get("DATELINE_GOLDEN") == "1":
        write(name, {**case, "gives": given})
    else:
        assert given == case["gives"], case["describes"]


def test_every_case_says_what_it_is_about_and_none_is_left_without_its_bytes() -> None:
    described = {path.stem for path in CORPUS.glob("*.json")}
    assert described == set(names())
    assert all(len(read(name)["describes"]) > 15 for name in described)
    assert len(described) >= 400

"""The page on configuration says what the schema says, and its examples work."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from feeds.config import load, schema
from feeds.config.units import format_duration
from store.open import open_store

Check = Callable[..., list[str]]

_PAGE = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text()
_TABLES: dict[str, type[BaseModel]] = {
    "[site]": schema.Site,
    "[store]": schema.StoreSection,
    "[polling]": schema.Polling,
    "[server]": schema.Server,
    "[stories]": schema.Stories,
    "[[source]]": schema.SourceTable,
    "[[topic]]": schema.TopicTable,
}
_SIZES = {10_000_000: "10MB"}


def _rows(table: str) -> dict[str, list[str]]:
    """The rows of a table's section, by key: meaning, default and example."""
    (section,) = re.findall(rf"^## `{re.escape(table)}`.*?(?=^## |\Z)", _PAGE, re.M | re.S)
    found = re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \| `(.*)` \|$", section, re.M)
    return {key: list(cells) for key, *cells in found}


def _default(field: FieldInfo) -> str:
    value: Any = field.default
    if field.is_required():
        return "required"
    if value is None or value == ():
        return "none"
    if isinstance(value, timedelta):
        return f'`"{format_duration(value)}"`'
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    written = _SIZES.get(value, value) if isinstance(value, int) else value
    return f'`"{written}"`' if isinstance(written, str) else f"`{written}`"


@pytest.mark.parametrize("table", _TABLES)
def test_each_key_has_a_row_that_says_what_the_schema_says(table: str) -> None:
    rows, fields = _rows(table), _TABLES[table].model_fields
    assert list(rows) == list(fields)
    for key, field in fields.items():
        meaning, default, example = rows[key]
        assert meaning == field.description
        assert default == _default(field)
        assert example


def test_every_table_of_the_file_has_a_section() -> None:
    named = {name.strip("[]") for name in _TABLES} | {"include"}
    assert named == set(schema.File.model_fields)
    assert f"| `include` | {schema.File.model_fields['include'].description} | none |" in _PAGE


def _examples() -> Iterator[str]:
    yield "include = " + re.findall(r"^\| `include` .*\| `(.*)` \|$", _PAGE, re.M)[0]
    for table in _TABLES:
        yield table
        for key, (_, _, example) in _rows(table).items():
            if (table, key) == ("[[source]]", "path"):
                yield "[[source]]\nname = 'Wire folder'"  # a source has one of the two
            yield f"{key} = {example}"


def test_all_examples_together_are_a_configuration_without_faults(
    check: Check, tmp_path: Path
) -> None:
    assert check("\n".join(_examples())) == []
    settings = load(tmp_path / "config.toml")
    folder = next(source for source in settings.sources if source.path)
    assert folder.path == str(tmp_path / "drop/wire")
    assert folder.interval == timedelta(minutes=15)
    assert settings.polling.max_bytes == 5_000_000
    assert settings.topics[0].window == timedelta(days=30)
    assert settings.listen == ("0.0.0.0", 8080)


def test_a_store_lies_beside_its_configuration_whatever_the_folder_is_called(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "wire%20desk?"
    folder.mkdir()
    (folder / "config.toml").write_text('[store]\nurl = "sqlite:///x.db"\n', "utf-8")
    open_store(load(folder / "config.toml").store_url).close()
    assert (folder / "x.db").is_file()


def test_an_empty_file_is_a_configuration_with_the_contract_s_defaults(
    check: Check, tmp_path: Path
) -> None:
    assert check("") == []
    settings = load(tmp_path / "config.toml")
    assert settings.site.base_url == "http://127.0.0.1:8080/"
    assert settings.store_url == f"sqlite:///{tmp_path}/var/dateline.db"
    assert settings.keep == timedelta(days=90)
    assert settings.window == timedelta(days=7)
    polling = settings.polling
    assert (polling.interval, polling.min_interval, polling.max_interval) == (
        timedelta(minutes=30),
        timedelta(minutes=10),
        timedelta(hours=24),
    )
    assert (polling.concurrency, polling.per_host, polling.timeout) == (
        64,
        2,
        timedelta(seconds=30),
    )
    assert (polling.max_bytes, polling.allow_networks) == (10_000_000, ())
    assert settings.listen == ("127.0.0.1", 8080)

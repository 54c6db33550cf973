"""Pydantic's findings as sentences: what is wrong, and what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from feeds.config.lines import Path, line_of
from feeds.config.values import written
from feeds.errors import Fault

_KINDS = {"string_type": "text", "int_type": "a whole number", "tuple_type": "a list"}


def to_faults(
    errors: Iterable[ErrorDetails], model: type[BaseModel], lines: Mapping[Path, int], file: str
) -> list[Fault]:
    """One fault an error, at its line, in the order of the file."""
    faults = [_to_fault(error, model, lines, file) for error in errors]
    return sorted(faults, key=lambda fault: fault.line)


def nearest(name: str, known: Iterable[str]) -> str:
    """What a wrong name may have meant, as the remedy of a fault."""
    names = sorted(set(known))
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known are: {', '.join(names)}" if names else "there are none yet"


def called(kind: str, name: object) -> str:
    """A table in a sentence: by its name, where it has one.

    >>> called("topic", "sea"), called("topic", None)
    ("topic 'sea'", 'this topic')
    """
    return f"{kind} {name!r}" if isinstance(name, str) else f"this {kind}"


def _to_fault(
    error: ErrorDetails, model: type[BaseModel], lines: Mapping[Path, int], file: str
) -> Fault:
    path = tuple(error["loc"])
    problem, remedy = _say(error, model)
    return Fault(file=file, line=line_of(lines, path), problem=problem, remedy=remedy)


def _say(error: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    path, kind = error["loc"], error["type"]
    table, keys = _table(path), _keys_around(model, path)
    if kind == "extra_forbidden":
        name = str(path[-1])
        remedies = (nearest(name, keys), _elsewhere(name, error["input"], model))
        remedy = "; ".join(filter(None, remedies)).replace("?; ", "? ")
        return f"unknown key {name!r} in {table}", remedy
    description = _description(model, path)
    if kind == "missing":
        return f"{table} lacks {str(path[-1])!r}", f"write {description}"
    if kind == "value_error":
        said = str(error["ctx"]["error"]) if "ctx" in error else error["msg"]
        return f"{_key(path)}: {said}", f"write {description}"
    if kind in _KINDS:
        return (
            f"{_key(path)}: {written(error['input'])} is not {_KINDS[kind]}",
            f"write {description}",
        )
    return f"{_key(path)}: {written(error['input'])} can't be", f"write {description}"


def _elsewhere(name: str, value: object, model: type[BaseModel]) -> str:
    """Where a key that does not belong where it stands does belong; empty for one that is none anywhere, and for a
    table, as none belongs in another.
    """
    if isinstance(value[0] if isinstance(value, list) and value else value, dict):
        return ""
    places = []
    for head, field in model.model_fields.items():
        inner = _inner(field.annotation)
        if inner is not None and name in inner.model_fields:
            many = get_origin(field.annotation) is tuple
            places.append(f"[[{head}]]" if many else f"[{head}]")
        elif inner is None and head == name:
            places.append("the file, before its first table")
    return f"{name!r} belongs in {' or '.join(places)}" if places else ""


def _key(path: tuple[str | int, ...]) -> str:
    return str(next((part for part in reversed(path) if isinstance(part, str)), "value"))


def _table(path: tuple[str | int, ...]) -> str:
    if len(path) <= 1:
        return "the file"
    head = path[0]
    return f"[[{head}]]" if isinstance(path[1], int) else f"[{head}]"


def _model_at(model: type[BaseModel], path: tuple[str | int, ...]) -> type[BaseModel]:
    """The table model that the last key of a path belongs to."""
    if not path or path[0] not in model.model_fields:
        return model
    inner = _inner(model.model_fields[str(path[0])].annotation)
    rest = path[2:] if len(path) > 1 and isinstance(path[1], int) else path[1:]
    return _model_at(inner, rest) if inner is not None and rest else model


def _inner(annotation: Any) -> type[BaseModel] | None:
    for candidate in (annotation, *getattr(annotation, "__args__", ())):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    return None


def _keys_around(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    return list(_model_at(model, path).model_fields)


def _description(model: type[BaseModel], path: tuple[str | int, ...]) -> str:
    fields = _model_at(model, path).model_fields
    field = fields.get(_key(path))
    return (field.description if field else None) or "another value"

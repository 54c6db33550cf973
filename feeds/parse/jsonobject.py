"""JSON read tolerantly: a value of the wrong type counts as missing, and is told."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from math import isfinite

from feeds.errors import NotAFeed
from feeds.parse.characters import legal

_TOLD = 5  # wrong values named one by one; a feed of nothing else needs no longer list


def load(text: str, expected: str) -> object:
    """What the text says; raises NotAFeed, which names what was ``expected``."""
    try:
        data: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = (
            f"{error.msg} at line {error.lineno}"
            if isinstance(error, json.JSONDecodeError)
            else ("numbers or nesting beyond measure")
        )
        raise NotAFeed(
            f"the document looks like JSON but can't be read ({where}); {expected} was expected"
        ) from None
    return data


@dataclass(frozen=True, slots=True)
class JsonObject:
    """A JSON object whose values may be of any type; wrong ones are told and count as missing."""

    data: dict[str, object]
    name: str
    problems: list[str] = field(default_factory=list)

    def value(self, key: str) -> object:
        """Whatever is there."""
        return self.data.get(key)

    def string(self, key: str) -> str | None:
        """A string with something in it, without characters that no feed may hold."""
        value = self.data.get(key)
        if value is None or isinstance(value, str):
            return legal(value)[0].strip() or None if value else None
        self.problems.append(f"{key} of {self.name} is no string")
        return None

    def number_or_string(self, key: str) -> str | None:
        """Ids and dates, which some write as numbers; read as strings (JSON Feed, "Items")."""
        value = self.data.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
            return str(value)
        return self.string(key)

    def object(self, key: str) -> JsonObject:
        """The object there, else an empty one."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, dict):
            self.problems.append(f"{key} of {self.name} is no object")
        found = value if isinstance(value, dict) else {}
        return JsonObject(found, f"{key} of {self.name}", self.problems)

    def objects(self, key: str) -> list[JsonObject]:
        """The objects in a list, or the one object that stands instead of it."""
        value = self.data.get(key)
        if value is None:
            return []
        listed = value if isinstance(value, list) else [value]
        found = [one for one in listed if isinstance(one, dict)]
        if len(found) < len(listed):
            self.problems.append(f"{key} of {self.name} holds what is no object")
        return [JsonObject(one, f"{key} of {self.name}", self.problems) for one in found]

    def strings(self, key: str) -> list[str]:
        """The strings in a list, or the one that stands instead of it."""
        value = self.data.get(key)
        listed = value if isinstance(value, list) else [] if value is None else [value]
        found = [legal(one)[0].strip() for one in listed if isinstance(one, str)]
        if len(found) < len(listed):
            self.problems.append(f"{key} of {self.name} holds what is no string")
        return [one for one in found if one]

    def told(self) -> tuple[str, ...]:
        """The problems, at most a handful by name."""
        every = list(dict.fromkeys(self.problems))
        more = len(every) - _TOLD
        return (*every[:_TOLD], *((f"{more} more values of wrong types",) if more > 0 else ()))

"""JSON read tolerantly: a value of the wrong type counts as missing, and is told."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass, field
from math import isfinite

from feeds.errors import NotAFeed
from feeds.parse.characters import legal

_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*(?:"|\\?\Z)|[{}\[\]]', re.DOTALL)
_STRING = r'(?P<string>"[^"\\]*+(?:\\.[^"\\]*+)*(?:"|\\?\Z))'
_COMMENTS = re.compile(rf"{_STRING}|//[^\n]*|/\*.{{0,300}}?\*/", re.DOTALL)
_COMMAS = re.compile(rf"{_STRING}|,(?=\s*+(?:[}}\]]|\Z))", re.DOTALL)
_CLOSES = {"{": "}", "[": "]"}
_DEEPEST = 20  # elements open at once around what is taken
_TOLD = 5  # wrong values named one by one; a feed of nothing else needs no longer list


def load(text: str, expected: str, problems: list[str] | None = None) -> object:
    """What the text says; raises NotAFeed, which names what was ``expected``.

    Line breaks within strings are taken as they are. Of a text that breaks off, or breaks within, what
    stands whole before is had where there are ``problems`` to tell it in: not of what may be under an
    embargo that was cut off.
    """
    try:
        return _loads(text)
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}"
        where = f"{error.msg.removesuffix(' at')} at {line}"
        with suppress(ValueError, RecursionError):
            found = _loads(_tidied(text))
            if problems is not None:
                problems.append(
                    f"broken JSON at {line}: commas and comments too many were passed over"
                )
            return found
        had = whole(text[: error.pos]) if problems is not None else None
        if problems is not None and had:
            problems.append(f"broken JSON ({where}): what stands whole before was read")
            with suppress(ValueError, RecursionError):
                return _loads(had)
    except (ValueError, RecursionError):
        where = "numbers or nesting beyond measure"
    raise NotAFeed(
        f"the document looks like JSON but can't be read ({where}); {expected} was expected"
    )


def _tidied(text: str) -> str:
    """The text without what people leave in JSON that they write by hand: a comma before an end, comments.

    >>> _tidied('{"a": [1, 2, ], // of two\\n "b": ",]", }')
    '{"a": [1, 2 ], \\n "b": ",]" }'
    """
    bare = _COMMENTS.sub(_string, text)
    return _COMMAS.sub(_string, bare)


def _string(found: re.Match[str]) -> str:
    """A string as it stands, and nothing else."""
    return found["string"] or ""


def _loads(text: str) -> object:
    found: object = json.loads(text, strict=False)
    return found


def whole(text: str, deepest: int = _DEEPEST) -> str | None:
    """The text up to the last object in a list that is whole, with what is open there closed; not within more than
    ``deepest`` lists and objects.

    >>> whole('{"items": [{"id": 1}, {"id": ')
    '{"items": [{"id": 1}]}'
    """
    closers: list[str] = []
    best: tuple[int, list[str]] | None = None
    for token in _TOKEN.finditer(text):
        if (sign := token[0]) in _CLOSES:
            closers.append(_CLOSES[sign])
        elif closers and sign == closers[-1]:
            closers.pop()
            if sign == "}" and closers[-1:] == ["]"] and len(closers) <= deepest:
                best = token.end(), closers[::-1]
    return text[: best[0]] + "".join(best[1]) if best else None


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

"""Lark's tree of a query to ours, with what the grammar can't see checked on the way."""

from __future__ import annotations

import difflib
import re
from datetime import date

from lark import Token, Transformer, Tree, v_args
from lark.exceptions import VisitError

from feeds.curate.faults import fault_at
from feeds.curate.regex import compile_regex
from feeds.curate.tree import (
    FIELDS,
    And,
    Boost,
    Carriers,
    Everything,
    Field,
    Listed,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Regex,
    Since,
    TopicRef,
    Word,
)
from feeds.errors import QueryError
from feeds.text import words

_FARTHEST = 50  # words between two terms that stand near each other
_NEARS = 3  # of them within each other: each may find as many places again
_HEAVIEST = 100
_LONGEST_PATH = 255
_FIELD_LIKE = re.compile(r"([A-Za-z]+):(?!//)")
_BEGINNING = re.compile(r"\w\*\Z")  # at the end of a phrase: its last word is the beginning of one
_STAR_WITHIN = re.compile(r"\w\*+.")
_DURATION = re.compile(r"[1-9]\d{0,4}[smhd]")
# Signs that other languages of queries join terms with.
_OPERATORS = {"|": "write OR", "&": "write AND", "+": "write AND", "!": "write NOT"}
_WEIGHT = re.compile(r"\d{1,3}(?:\.\d{1,2})?")


def build(tree: Tree[Token]) -> Query:
    """The query that lark's tree holds; raises QueryError."""
    try:
        return _Build().transform(tree)
    except VisitError as error:
        if isinstance(error.orig_exc, QueryError):
            raise error.orig_exc from None
        raise


@v_args(inline=True)
class _Build(Transformer[Token, Query]):
    """One method a rule of the grammar; raises QueryError, which lark wraps in a VisitError."""

    def start(self, inner: Query | None = None) -> Query:
        return inner if inner is not None else Everything()

    def either(self, *parts: Query) -> Query:
        return Or(tuple(q for p in parts for q in (p.parts if isinstance(p, Or) else (p,))))

    def both(self, *parts: Query) -> Query:
        return And(tuple(q for p in parts for q in (p.parts if isinstance(p, And) else (p,))))

    def negation(self, inner: Query) -> Query:
        return Not(inner)

    def nearby(self, first: Query, *rest: Query | Token) -> Query:
        for token, right in zip(rest[::2], rest[1::2], strict=True):
            assert isinstance(token, Token)
            assert not isinstance(right, Token)
            first = _near(first, token, right)
        return first

    def boost(self, inner: Query, token: Token) -> Query:
        if not _WEIGHT.fullmatch(token[1:]) or not 0 < float(token[1:]) <= _HEAVIEST:
            problem = f"{str(token)!r} is no weight"
            raise fault_at(token, problem, f"write a number up to {_HEAVIEST} behind ^: word^3")
        return Boost(inner, float(token[1:]))

    def field(self, name: Token, inner: Query) -> Query:
        plain = str(name)[:-1].lower()
        if plain not in FIELDS:
            raise fault_at(name, f"{plain}: is no field", _field_remedy(plain))
        strange = _no_language(inner) if plain == "lang" else None
        if strange is not None:
            problem = f"{strange!r} is no language code"
            raise fault_at(name, problem, "write one of two or three letters: lang:fr")
        return Field(plain, inner)

    def carriers(self, token: Token) -> Query:
        found = re.fullmatch(r"(?i:carriers)\s*(>=|<=|=|>|<)\s*(\d+)", token)
        assert found is not None
        if len(found[2]) > 6:
            problem = f"{found[2]} carriers are more than there are"
            raise fault_at(token, problem, "write a smaller number")
        return Carriers(found[1], int(found[2]))

    def since(self, token: Token) -> Query:
        value = token.partition(":")[2]
        if not _is_day(value) and not _DURATION.fullmatch(value.lower()):
            problem = f"{value!r} is neither a day nor a duration"
            remedy = "write since:2026-11-01, or since:3d (s, m, h, d)"
            raise fault_at(token, problem, remedy)
        return Since(value.lower())

    def topic(self, token: Token) -> Query:
        slug = token.partition(":")[2]
        if not re.fullmatch(r"[a-z0-9-]+", slug):
            raise fault_at(
                token, f"{slug!r} is no topic's slug", "write one right behind it: topic:security"
            )
        return TopicRef(slug, column=(token.start_pos or 0) + 1)

    def listed(self, token: Token) -> Query:
        path = token[1:].strip('"')
        if not 0 < len(path) <= _LONGEST_PATH or not path.isprintable():
            raise fault_at(
                token, f"{str(token)!r} names no list", "write its file: @lists/ministers.txt"
            )
        return Listed(path, column=(token.start_pos or 0) + 1)

    def phrase(self, token: Token) -> Query:
        inside = token[1:-1].rstrip()
        found, prefix = words(inside), bool(_BEGINNING.search(inside))
        if not found:
            raise fault_at(token, "the phrase is empty", "write words between the quotation marks")
        if _STAR_WITHIN.search(inside):
            remedy = "put it behind the last word, or take it out"
            raise fault_at(token, "* stands inside a phrase", remedy)
        return Word(found[0], prefix) if len(found) == 1 else Phrase(tuple(found), prefix)

    def regex(self, token: Token) -> Query:
        pattern, _, behind = str(token[1:]).rpartition("/")
        if behind:
            raise QueryError(
                column=(token.start_pos or 0) + len(token) - len(behind) + 1,
                problem=f"{behind!r} stands close behind a regular expression",
                remedy="write /…/ alone, case does not matter; or a space before the next word",
            )
        try:
            compile_regex(pattern)
        except ValueError as error:
            problem = f"the regular expression is faulty ({error})"
            raise fault_at(token, problem, "see RE2's syntax") from None
        return Regex(pattern)

    def word(self, token: Token) -> Query:
        _check_word(token)
        prefix = token.endswith("*")
        found = words(token.rstrip("*"))
        if not found:
            remedy = _OPERATORS.get(token[0], "write a word")
            raise fault_at(token, f"{str(token)!r} holds no letters", remedy)
        return Word(found[0], prefix) if len(found) == 1 else Phrase(tuple(found), prefix)


def _no_language(query: Query) -> str | None:
    """What of a query of languages no story's language can be."""
    match query:
        case Word(value, False) if not re.fullmatch("[a-z]{2,3}", value):
            return value
        case Phrase(several):
            return " ".join(several)
        case And(parts) | Or(parts):
            return next((found for part in parts if (found := _no_language(part))), None)
        case Not(inner) | Boost(inner):
            return _no_language(inner)
        case _:
            return None


def _is_day(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text) and date.fromisoformat(text))
    except ValueError:
        return False


def _near(left: Query, token: Token, right: Query) -> Near:
    distance = int(token.partition("/")[2][:9])
    if not 1 <= distance <= _FARTHEST:
        raise fault_at(
            token, f"{str(token)!r} can't be", f"write a number of words from 1 to {_FARTHEST}"
        )
    if not (_has_places(left) and _has_places(right)):
        problem = f"{str(token)!r} joins more than words"
        remedy = "write words, phrases, lists, or OR of them, on both sides; a field or ^ around all of it"
        raise fault_at(token, problem, remedy)
    made = Near(left, right, distance)
    if _nears(made) > _NEARS:
        raise fault_at(
            token, f"more than {_NEARS} near/N stand within each other", "join some with AND"
        )
    return made


def _has_places(query: Query) -> bool:
    """Whether a query is found at places of a text, so that something can be near it."""
    if isinstance(query, Or):
        return all(_has_places(part) for part in query.parts)
    return isinstance(query, Word | Phrase | Listed | Near)


def _nears(query: Query) -> int:
    if isinstance(query, Or):
        return max(_nears(part) for part in query.parts)
    return 1 + max(_nears(query.left), _nears(query.right)) if isinstance(query, Near) else 0


def _check_word(token: Token) -> None:
    """Refuse what looks like a word to the grammar and can't have been meant as one."""
    said, field_like = repr(str(token)), _FIELD_LIKE.match(token)
    if token in ("AND", "OR"):
        raise fault_at(token, f"nothing stands before {token}", "write a word there")
    if token == "NOT":
        remedy = "write NOT title:…, title:(NOT …) or NOT (drugs near/5 police)"
        raise fault_at(token, "NOT stands inside a field or behind near/N", remedy)
    if token == "NEAR" or re.match("near/", token, re.IGNORECASE):
        remedy = "write a number of words between two terms: intelligence near/5 cooperation"
        raise fault_at(token, f"{said} joins nothing", remedy)
    if re.match(r"(?:carriers\s*!?)?[<>=]|carriers\s*[≤≥≠]", token, re.IGNORECASE):
        raise fault_at(token, f"{said} compares nothing", "write carriers>=3, outside of a field")
    if re.match(r"[-!]\w", token):
        problem = f"{token[0]} does not exclude a word"
        raise fault_at(token, problem, f"write NOT {token[1:]}, or {token[1:]} without it")
    if token.endswith(":"):
        raise fault_at(
            token, f"nothing follows {said}", "write a word right behind it, or quote it"
        )
    if field_like and field_like[1].lower() in (*FIELDS, "since", "topic"):
        problem = f"the field {field_like[0]} can't stand here"
        raise fault_at(token, problem, "write title:… AND text:…, or quote it")
    if "*" in token.rstrip("*"):
        raise fault_at(token, "* stands inside a word", "put it at the end of one, or use /…/")


def _field_remedy(name: str) -> str:
    if name == "carriers":
        return "write carriers>=3"
    known = (*FIELDS, "since", "topic")
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f"did you mean {close[0]}:?"
    return f"fields are {', '.join(known)}; quote it if it is no field"

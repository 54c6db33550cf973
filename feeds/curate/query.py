"""Reading a topic query: text to tree, or the column where it goes wrong and what was expected."""

from __future__ import annotations

import difflib
import re
from typing import Any

import re2
from lark import (
    Lark,
    Token,
    Transformer,
    UnexpectedCharacters,
    UnexpectedInput,
    UnexpectedToken,
    v_args,
)
from lark.exceptions import VisitError

from feeds.curate.grammar import GRAMMAR
from feeds.curate.tree import (
    FIELDS,
    And,
    Carriers,
    Everything,
    Field,
    Not,
    Or,
    Phrase,
    Query,
    Regex,
    Word,
)
from feeds.errors import QueryError
from feeds.text import words

_LONGEST = 20_000  # characters
_DEEPEST = 50  # brackets within brackets
_REGEX_MEMORY = 8 << 20  # bytes RE2 may use for one expression
_EXPECTED = {
    "LPAR": "a bracket",
    "RPAR": "a closing bracket",
    "WORD": "a word",
    "PHRASE": 'a "phrase"',
    "REGEX": "a /regular expression/",
    "FIELD": "a field",
    "CARRIERS": "carriers>=N",
    "NOT": "NOT",
    "AND": "AND",
    "OR": "OR",
    "$END": "the end",
}


def parse(text: str) -> Query:
    """The tree of a query; raises QueryError with the column of the first fault."""
    _check_size(text)
    try:
        tree = _PARSER.parse(text)
        return _Build().transform(tree)
    except VisitError as error:
        if isinstance(error.orig_exc, QueryError):
            raise error.orig_exc from None
        raise
    except UnexpectedInput as error:
        raise _fault(text, error) from None


def compile_regex(pattern: str) -> Any:
    """A regular expression, blind to case, in linear time (RE2); raises ValueError with its fault."""
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _REGEX_MEMORY
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        message = error.args[0] if error.args else error
        raise ValueError(message.decode() if isinstance(message, bytes) else str(message)) from None


@v_args(inline=True)
class _Build(Transformer[Token, Query]):
    """Lark's tree to ours."""

    def start(self, inner: Query | None = None) -> Query:
        return inner if inner is not None else Everything()

    def either(self, *parts: Query) -> Query:
        return Or(tuple(q for p in parts for q in (p.parts if isinstance(p, Or) else (p,))))

    def both(self, *parts: Query) -> Query:
        return And(tuple(q for p in parts for q in (p.parts if isinstance(p, And) else (p,))))

    def negation(self, inner: Query) -> Query:
        return Not(inner)

    def field(self, name: Token, inner: Query) -> Query:
        plain = str(name)[:-1].lower()
        if plain not in FIELDS:
            close = difflib.get_close_matches(plain, FIELDS, n=1)
            remedy = f"did you mean {close[0]}:?" if close else f"fields are {', '.join(FIELDS)}"
            raise _at(name, f"{plain}: is no field", remedy)
        return Field(plain, inner)

    def carriers(self, token: Token) -> Query:
        found = re.fullmatch(r"carriers\s*(>=|<=|=|>|<)\s*(\d+)", token)
        assert found is not None
        if len(found[2]) > 6:
            raise _at(
                token, f"{found[2]} carriers are more than there are", "write a smaller number"
            )
        return Carriers(found[1], int(found[2]))

    def phrase(self, token: Token) -> Query:
        found = words(token[1:-1])
        if not found:
            raise _at(token, "the phrase is empty", "write words between the quotation marks")
        return Word(found[0]) if len(found) == 1 else Phrase(tuple(found))

    def regex(self, token: Token) -> Query:
        pattern = str(token[1:-1])
        try:
            compile_regex(pattern)
        except ValueError as error:
            raise _at(
                token, f"the regular expression is faulty ({error})", "see RE2's syntax"
            ) from None
        return Regex(pattern)

    def word(self, token: Token) -> Query:
        if token in ("AND", "OR"):
            raise _at(token, f"nothing stands before {token}", "write a word there")
        if re.match(r"carriers\s*[<>=]", token):
            raise _at(token, f"{str(token)!r} names no number", "write carriers>=3")
        prefix = token.endswith("*")
        bare = token.rstrip("*")
        if "*" in bare:
            raise _at(token, "* stands inside a word", "put it at the end of one, or use /…/")
        if ":" in bare:
            raise _at(
                token, f"nothing follows {bare!r}", "write a word, or put it in quotation marks"
            )
        found = words(bare)
        if not found:
            raise _at(token, f"{str(token)!r} holds no letters", "write a word")
        if len(found) == 1:
            return Word(found[0], prefix)
        if prefix:
            raise _at(token, "* needs a single word before it", "leave the punctuation out")
        return Phrase(tuple(found))


_PARSER = Lark(GRAMMAR, parser="lalr", maybe_placeholders=False)


def _at(token: Token, problem: str, remedy: str) -> QueryError:
    return QueryError(column=(token.start_pos or 0) + 1, problem=problem, remedy=remedy)


def _check_size(text: str) -> None:
    if len(text) > _LONGEST:
        problem = f"the query has more than {_LONGEST} characters"
        raise QueryError(column=_LONGEST, problem=problem, remedy="make two topics of it")
    depth = 0
    for place, character in enumerate(text, 1):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth > _DEEPEST:
            problem = f"more than {_DEEPEST} brackets are open"
            raise QueryError(column=place, problem=problem, remedy="take some of them out")
    negations = re.search(r"(?:\bNOT\s+){50}", text)
    if negations:
        raise QueryError(
            column=negations.start() + 1, problem="too many NOTs in a row", remedy="one will do"
        )


def _fault(text: str, error: UnexpectedInput) -> QueryError:
    if isinstance(error, UnexpectedCharacters):
        return _character_fault(text, int(vars(error)["pos_in_stream"]))
    if isinstance(error, UnexpectedToken) and error.token.type != "$END":
        found = str(error.token)
        column = (error.token.start_pos or 0) + 1
        if found == ")":
            return QueryError(
                column=column,
                problem="this bracket closes nothing, or nothing stands in it",
                remedy="take it out, or write a word before it",
            )
        return QueryError(
            column=column, problem=f"{found!r} can't stand here", remedy=_wanted(error)
        )
    column = len(text.rstrip()) + 1
    if text.count("(") > text.count(")"):
        return QueryError(
            column=text.rfind("(") + 1, problem="this bracket is never closed", remedy="add )"
        )
    return QueryError(column=column, problem="the query ends too soon", remedy="write a word here")


def _character_fault(text: str, place: int) -> QueryError:
    character = text[place]
    if character == '"':
        problem, remedy = "this quotation mark is never closed", 'add "'
    elif character == "/":
        problem, remedy = "this regular expression is never closed", "add /, or quote the word"
    else:
        problem, remedy = f"{character!r} can't stand here", "write a word"
    return QueryError(column=place + 1, problem=problem, remedy=remedy)


def _wanted(error: UnexpectedToken) -> str:
    names = sorted(_EXPECTED[name] for name in error.expected if name in _EXPECTED)
    return f"expected {', '.join(names)}"

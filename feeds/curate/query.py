"""Reading a topic query: text to tree, or the column where it goes wrong and what was expected."""

from __future__ import annotations

import difflib
import re

from lark import Lark, Token, Transformer, Tree, UnexpectedInput, v_args
from lark.exceptions import VisitError

from feeds.curate.faults import fault_at, syntax_fault
from feeds.curate.grammar import GRAMMAR
from feeds.curate.regex import compile_regex
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
_DEEPEST = 60  # operators within operators, which matching a story goes down one by one
_EXPRESSIONS = 50
_FIELD_LIKE = re.compile(r"([A-Za-z]+):(?!//)")


def parse(text: str) -> Query:
    """The tree of a query; raises QueryError with the column of the first fault."""
    if len(text) > _LONGEST:
        problem = f"the query has more than {_LONGEST} characters"
        raise QueryError(column=_LONGEST + 1, problem=problem, remedy="make two topics of it")
    tree = _read(text)
    _check_depth(tree)
    try:
        return _Build().transform(tree)
    except VisitError as error:
        if isinstance(error.orig_exc, QueryError):
            raise error.orig_exc from None
        raise


def _read(text: str) -> Tree[Token]:
    """Lark's tree; the tokens are kept on the way, for a fault names the bracket it is about."""
    seen: list[Token] = []
    reading = _PARSER.parse_interactive(text)
    try:
        for token in reading.iter_parse():
            seen.append(token)  # noqa: PERF402 -- those before a fault are wanted too
        end = Token.new_borrow_pos("$END", "", seen[-1]) if seen else Token("$END", "")
        tree: Tree[Token] = reading.feed_token(end)
    except UnexpectedInput as error:
        refused = getattr(error, "token", None)
        raise syntax_fault(text, [t for t in seen if t is not refused], error) from None
    _check_expressions(seen)
    return tree


def _check_expressions(tokens: list[Token]) -> None:
    """Compiling one may take 10 ms, and anyone may ask ``/search``."""
    expressions = [token for token in tokens if token.type == "REGEX"]
    if len(expressions) > _EXPRESSIONS:
        problem = f"there are more than {_EXPRESSIONS} regular expressions"
        raise fault_at(expressions[_EXPRESSIONS], problem, "join them with |")


def _check_depth(tree: Tree[Token]) -> None:
    below: list[tuple[Tree[Token], int]] = [(tree, 0)]
    while below:
        node, depth = below.pop()
        if depth > _DEEPEST:
            raise QueryError(
                column=node.meta.start_pos + 1,
                problem=f"more than {_DEEPEST} operators stand within each other here",
                remedy="take some brackets out, or make two topics of it",
            )
        below += [(child, depth + 1) for child in node.children if isinstance(child, Tree)]


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
            raise fault_at(name, f"{plain}: is no field", _field_remedy(plain))
        return Field(plain, inner)

    def carriers(self, token: Token) -> Query:
        found = re.fullmatch(r"(?i:carriers)\s*(>=|<=|=|>|<)\s*(\d+)", token)
        assert found is not None
        if len(found[2]) > 6:
            problem = f"{found[2]} carriers are more than there are"
            raise fault_at(token, problem, "write a smaller number")
        return Carriers(found[1], int(found[2]))

    def phrase(self, token: Token) -> Query:
        found = words(token[1:-1])
        if not found:
            raise fault_at(token, "the phrase is empty", "write words between the quotation marks")
        return Word(found[0]) if len(found) == 1 else Phrase(tuple(found))

    def regex(self, token: Token) -> Query:
        pattern = str(token[1:-1])
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
            raise fault_at(token, f"{str(token)!r} holds no letters", "write a word")
        return Word(found[0], prefix) if len(found) == 1 else Phrase(tuple(found), prefix)


def _check_word(token: Token) -> None:
    """Refuse what looks like a word to the grammar and can't have been meant as one."""
    said, field_like = repr(str(token)), _FIELD_LIKE.match(token)
    if token in ("AND", "OR"):
        raise fault_at(token, f"nothing stands before {token}", "write a word there")
    if token == "NOT":
        raise fault_at(token, "NOT stands inside a field", "write NOT title:… or title:(NOT …)")
    if re.match(r"(?:carriers\s*)?[<>=]", token, re.IGNORECASE):
        raise fault_at(token, f"{said} compares nothing", "write carriers>=3, outside of a field")
    if re.match(r"[-!]\w", token):
        problem = f"{token[0]} does not exclude a word"
        raise fault_at(token, problem, f"write NOT {token[1:]}, or {token[1:]} without it")
    if token.endswith(":"):
        raise fault_at(
            token, f"nothing follows {said}", "write a word right behind it, or quote it"
        )
    if field_like and field_like[1].lower() in FIELDS:
        problem = f"the field {field_like[0]} can't stand here"
        raise fault_at(token, problem, "write title:… AND text:…, or quote it")
    if "*" in token.rstrip("*"):
        raise fault_at(token, "* stands inside a word", "put it at the end of one, or use /…/")


def _field_remedy(name: str) -> str:
    if name == "carriers":
        return "write carriers>=3"
    close = difflib.get_close_matches(name, FIELDS, n=1)
    if close:
        return f"did you mean {close[0]}:?"
    return f"fields are {', '.join(FIELDS)}; quote it if it is no field"


_PARSER = Lark(GRAMMAR, parser="lalr", maybe_placeholders=False, propagate_positions=True)

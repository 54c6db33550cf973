"""Reading a topic query: text to tree, or the column where it goes wrong and what was expected."""

from __future__ import annotations

from lark import Lark, Token, Tree, UnexpectedInput

from feeds.curate.build import build
from feeds.curate.faults import fault_at, syntax_fault
from feeds.curate.tree import Query
from feeds.errors import QueryError

_LONGEST = 20_000  # characters
_DEEPEST = 60  # operators within operators, which matching a story goes down one by one
_EXPRESSIONS = 50  # compiling one may take 10 ms, and anyone may ask ``/search``
_WILDCARDS = 200


def parse(text: str) -> Query:
    """The tree of a query; raises QueryError with the column of the first fault."""
    if len(text) > _LONGEST:
        problem = f"the query has more than {_LONGEST} characters"
        raise QueryError(column=_LONGEST + 1, problem=problem, remedy="make two topics of it")
    tree = _read(text)
    _check_depth(tree)
    return build(tree)


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
    _check_number(seen)
    return tree


def _check_number(tokens: list[Token]) -> None:
    expressions = [token for token in tokens if token.type == "REGEX"]
    if len(expressions) > _EXPRESSIONS:
        problem = f"there are more than {_EXPRESSIONS} regular expressions"
        raise fault_at(expressions[_EXPRESSIONS], problem, "join them with |")
    wildcards = [
        token
        for token in tokens
        if (token.type == "WORD" and token.endswith("*"))
        or (token.type == "PHRASE" and "*" in token)
    ]
    if len(wildcards) > _WILDCARDS:
        problem = f"more than {_WILDCARDS} words end in *"
        raise fault_at(wildcards[_WILDCARDS], problem, "make two topics of it")


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


_PARSER = Lark.open_from_package(
    __package__,
    "query.lark",
    parser="lalr",
    maybe_placeholders=False,
    propagate_positions=True,
)

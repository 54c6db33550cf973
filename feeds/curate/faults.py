"""What is wrong with a query that the grammar refuses, in an editor's words."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from feeds.errors import QueryError

_CLOSING = {'"': '"', "“": "”", "”": "”", "„": "“", "«": "»"}


def fault_at(token: Token, problem: str, remedy: str) -> QueryError:
    """A fault at the first character of a token."""
    return QueryError(column=(token.start_pos or 0) + 1, problem=problem, remedy=remedy)


def syntax_fault(text: str, seen: Sequence[Token], error: UnexpectedInput) -> QueryError:
    """The fault behind a parser's error; ``seen`` are the tokens read before it."""
    if isinstance(error, UnexpectedCharacters):
        return _character_fault(text, int(vars(error)["pos_in_stream"]))
    assert isinstance(error, UnexpectedToken)
    if error.token.type == "$END":
        return _end_fault(text, _still_open(seen), error)
    if error.token.type == "RPAR":
        return _bracket_fault(error.token, _still_open(seen))
    if error.token.type == "BOOST":
        remedy = "write it right behind a word: word^3"
        return fault_at(
            error.token, f"the weight {str(error.token)!r} stands behind nothing", remedy
        )
    return fault_at(error.token, f"{str(error.token)!r} can't stand here", "write a word")


def _still_open(seen: Sequence[Token]) -> list[Token]:
    """The brackets that nothing has closed."""
    brackets: list[Token] = []
    for token in seen:
        if token.type == "LPAR":
            brackets.append(token)
        elif token.type == "RPAR":
            brackets.pop()
    return brackets


def _bracket_fault(token: Token, brackets: Sequence[Token]) -> QueryError:
    if brackets:
        return fault_at(token, "nothing stands before this bracket", "write a word before it")
    return fault_at(token, "this bracket closes nothing", "take it out, or open one with (")


def _end_fault(text: str, brackets: Sequence[Token], error: UnexpectedToken) -> QueryError:
    if brackets and "RPAR" in error.expected:
        return fault_at(brackets[-1], "this bracket is never closed", "add )")
    column = len(text.rstrip()) + 1
    return QueryError(column=column, problem="the query ends too soon", remedy="write a word here")


def _character_fault(text: str, place: int) -> QueryError:
    character = text[place]
    if character in _CLOSING:
        problem, remedy = "this quotation mark is never closed", f"add {_CLOSING[character]}"
    elif character == "^":
        problem, remedy = (
            "this weight stands behind nothing",
            "write it right behind a word: word^3",
        )
    elif character == "/":
        problem, remedy = "this regular expression is never closed", "add /, or quote the word"
    else:
        problem, remedy = f"{character!r} can't stand here", "write a word"
    return QueryError(column=place + 1, problem=problem, remedy=remedy)

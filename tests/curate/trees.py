"""Queries as trees, for tests of what holds for every one."""

from __future__ import annotations

from hypothesis import strategies as st

from feeds.curate.names import read_names
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

_STEMS = st.sampled_from(["security", "etat", "map", "port", "ports", "rabat", "الامن", "7", "日"])
_TERMS: st.SearchStrategy[Query] = st.one_of(
    st.builds(Word, _STEMS, st.booleans()),
    st.builds(Phrase, st.lists(_STEMS, min_size=2, max_size=3).map(tuple), st.booleans()),
    st.builds(Regex, st.sampled_from(["port", "s.c", "^r", "état", "\\/", "[à-é]t"])),
    st.builds(Carriers, st.sampled_from([">=", "<=", "=", ">", "<"]), st.integers(0, 4)),
    st.builds(Since, st.sampled_from(["2026-03-07", "2026-03-08", "30m", "2d"])),
    st.builds(TopicRef, st.sampled_from(["security", "sport-7"])),
)
LISTS = {
    path: read_names(text)[0] for path, text in (("x.txt", "Rabat\nMAP port"), ("a b.txt", ""))
}
_PLACED: st.SearchStrategy[Query] = st.one_of(
    st.builds(Word, _STEMS, st.booleans()),
    st.builds(Phrase, st.lists(_STEMS, min_size=2, max_size=2).map(tuple), st.booleans()),
    st.sampled_from([*LISTS]).map(lambda path: Listed(path, names=LISTS[path])),
)
_SIDES = st.one_of(
    _PLACED, st.lists(_PLACED, min_size=2, max_size=2).map(lambda parts: Or(tuple(parts)))
)
_NEARS = st.recursive(
    st.builds(Near, _SIDES, _SIDES, st.integers(1, 4)),
    lambda inner: st.builds(Near, inner, _SIDES, st.integers(1, 4)),
    max_leaves=2,
)


# Of languages a query may ask for codes alone.
_CODES = st.builds(Word, st.sampled_from(["en", "ar", "map"]), st.just(value=False))
_LANGUAGES = st.one_of(
    _CODES,
    st.builds(Not, _CODES),
    st.lists(_CODES, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
)


def _joined(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    """Trees as parsing gives them: And within And and Or within Or are one."""
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        st.builds(Not, inner),
        st.builds(Boost, inner, st.sampled_from([0.25, 2, 100])),
        st.builds(Field, st.sampled_from([name for name in FIELDS if name != "lang"]), inner),
        st.builds(Field, st.just("lang"), _LANGUAGES),
        several.map(lambda parts: And(tuple(_flat(And, parts)))),
        several.map(lambda parts: Or(tuple(_flat(Or, parts)))),
    )


def _flat(kind: type[And] | type[Or], parts: list[Query]) -> list[Query]:
    return [q for part in parts for q in (part.parts if isinstance(part, kind) else (part,))]


TREES = st.one_of(
    st.just(Everything()), st.recursive(st.one_of(_TERMS, _PLACED, _NEARS), _joined, max_leaves=8)
)

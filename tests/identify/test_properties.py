"""What holds for any texts: comparing never raises, shares are shares, packing loses nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.identify.evidence import Evidence, measure
from feeds.identify.fingerprint import Print, fingerprint, keys_of, pack, unpack
from feeds.identify.near import Near, rank, worth_indexing
from feeds.identify.recognise import compare, recognise
from feeds.identify.said import Known
from feeds.identify.weigh import explain, odds, probability
from feeds.model.atom import FeedMeta, Text
from feeds.model.entry import Entry
from feeds.model.item import Item
from feeds.model.poll import Source
from feeds.model.story import Posting, format_id
from tests.newsroom.normalized import normalize

NOW = datetime(2024, 3, 7, 12, 0, tzinfo=UTC)
WINDOW = timedelta(days=7)
# Few words, so that texts share some; in several scripts, with figures, names and marks.
_SOME = """
the port of Saltmarsh reopened Monday 3,400 3.400 80 Kettlewell Ketelwell said ferries storm le port a rouvert lundi
Édith cinq 5 los barcos el puerto niño الميناء إعادة فتح سرنهالة ٣٤٠٠ يوم 雨 東京 дождь порт (AFP) UPDATE 2 … «
» — 1/2 50%
"""
_WORD = st.sampled_from(_SOME.split())
_WORDS = st.lists(_WORD, max_size=90).map(" ".join)
_ANY = _WORDS | st.text(max_size=80)
_SHARES = (
    "ratio",
    "contained",
    "lead",
    "own_lead",
    "title_held",
    "title_alike",
    "title_told",
)


@st.composite
def items(draw: st.DrawFn) -> Item:
    text, title = draw(_ANY), draw(st.lists(_WORD, max_size=9).map(" ".join) | st.text(max_size=30))
    minutes = draw(st.none() | st.integers(-20_000, 20_000))
    entry = Entry(
        guid=draw(st.sampled_from("ab")),
        title=Text(value=title),
        content=Text(value=text),
        published=(NOW - timedelta(minutes=minutes)).isoformat() if minutes is not None else None,
        lang=draw(st.sampled_from(["en", "fr", "es", "ar", "de", None])),
    )
    source = Source(name=draw(st.sampled_from(["Gazette", "Ledger"])), url="https://x.example/")
    return taken(entry, source)


def taken(entry: Entry, source: Source | None = None) -> Item:
    return normalize(
        entry,
        source=source or Source(name="Gazette", url="https://x.example/", language="en"),
        meta=FeedMeta(),
        location=None,
        first_seen=NOW,
    )


def same(one: Print, other: Print) -> bool:
    arrays = all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in ("words", "title")
    )
    return arrays and all(
        getattr(one, name) == getattr(other, name)
        for name in ("page", "source", "agency", "at", "dated")
    )


@given(items(), items())
def test_measuring_any_two_texts_gives_shares_and_counts(one: Item, other: Item) -> None:
    evidence = measure(fingerprint(one), fingerprint(other))
    for name in _SHARES:
        assert 0 <= getattr(evidence, name) <= 1, name
    assert evidence.figures_lacking <= evidence.figures
    assert evidence.names_lacking <= evidence.names
    assert 0 <= evidence.passage <= max(evidence.words, 4)
    assert evidence.days >= 0
    assert 0 < probability(odds(evidence)) < 1
    assert explain(evidence)


@given(items(), items())
def test_what_is_measured_is_the_same_either_way_round(one: Item, other: Item) -> None:
    """Unless one source shows two texts of one length at one moment."""
    prints = [fingerprint(item) for item in (one, other)]
    if len({(len(made.words), made.at, made.source) for made in prints}) == 1:
        return
    there, back = measure(*prints), measure(*reversed(prints))
    for name in Evidence.__dataclass_fields__:
        assert getattr(there, name) == getattr(back, name), name


@given(items())
def test_a_text_measured_with_itself_is_whole(item: Item) -> None:
    made = fingerprint(item)
    evidence = measure(made, made)
    whole = float(bool(len(made.words)))
    assert (evidence.contained, evidence.ratio, evidence.lead) == (whole, whole, whole)
    assert (evidence.figures_lacking, evidence.names_lacking, evidence.plain_lacking) == (0, 0, 0)
    assert evidence.same_source


@given(items(), st.lists(items(), max_size=4))
def test_recognising_never_raises_and_names_only_candidates(item: Item, kept: list[Item]) -> None:
    postings: dict[int, list[Posting]] = {}
    prints: dict[int, Print] = {}
    for number, other in enumerate(kept):
        prints[number] = fingerprint(other)
        keys = keys_of(prints[number])
        for key in worth_indexing(keys, postings):
            postings.setdefault(key, []).append(Posting(item=number, story=number % 2))
    made = fingerprint(item)
    near = rank(keys_of(made), postings)
    for kills in (False, True):
        compared = compare(made, near, prints, window=WINDOW, kills=kills)
        found = recognise(item.id, Known(made, 0), compared, window=WINDOW)
        named = [join.story for join in (*found.joins, *found.quotes, *found.quoted_by)]
        assert len(named) == len(set(named))
        assert set(named) <= {candidate.story for candidate in near}
        links = (*found.quotes, *found.quoted_by)
        assert all(0 <= join.score <= 1 and join.why for join in (*found.joins, *links))


@given(items())
def test_a_whole_text_again_is_recognised(item: Item) -> None:
    """Only of texts long enough that equal words are no accident."""
    made = fingerprint(item)
    if len(set(made.words.tolist())) < 20:
        return
    postings = {key: [Posting(item=1, story=1)] for key in keys_of(made)}
    near = [Near(item=1, story=format_id(1))]
    assert rank(keys_of(made), postings) == tuple(near)
    (one,) = compare(made, near, {1: replace(made, source=made.source + 1)}, window=WINDOW)
    assert (one.story, one.item, one.speaks) == (format_id(1), 1, True)


@given(items(), st.binary(max_size=200))
def test_packing_loses_nothing(item: Item, further: bytes) -> None:
    """Also what earlier versions packed, which put more after it."""
    made = fingerprint(item)
    kept = unpack(pack(made) + further)
    assert same(kept, made)
    assert keys_of(kept) == keys_of(made)


@given(items())
def test_keys_fit_into_a_signed_number_of_64_bits_and_stand_once(item: Item) -> None:
    keys = keys_of(fingerprint(item))
    assert all(-(2**63) <= key < 2**63 for key in keys)
    assert len(keys) == len(set(keys))


_PLAIN = """
the port of Saltmarsh reopened on Monday after 3400 days Édith Marchal was there and said that it would be open again
in summer for boats ships and men
"""
_SPOKEN = st.lists(
    st.sampled_from(_PLAIN.split()),
    min_size=12,
    max_size=60,
).map(" ".join)


@given(_SPOKEN, _SPOKEN)
def test_markup_case_and_accents_leave_the_fingerprint_as_it_is(title: str, text: str) -> None:
    def made(title: str, text: str, kind: str) -> Print:
        content = Text(value=text, type="html" if kind == "html" else "text")
        return fingerprint(taken(Entry(guid="1", title=Text(value=title), content=content)))

    plain = made(title, text, "text")
    words = text.split()
    marked = f"<div><p class='x'><b>{words[0]}</b> {' '.join(words[1:])}</p><hr></div>"
    assert same(made(title, marked, "html"), plain)
    assert same(made(title.upper(), text.upper(), "text"), plain)
    bare = title.replace("É", "E"), text.replace("É", "E")
    assert same(made(*bare, "text"), plain)
    assert same(made(title, text.replace(" ", "\u00a0 "), "text"), plain)
    assert same(made(f"UPDATE 2-{title}", text, "text"), plain)


@pytest.mark.parametrize(
    "text",
    ["", "A", "…", "雨", "東京で 雨", "ๆ", "ภาษาไทย", "3", "٣", "½", "\u0301", "🙂", "a\u0301"],
)
@pytest.mark.parametrize("language", ["", "en", "ja", "xx", "zz-ZZ", "not a language"])
def test_the_barest_texts_have_a_fingerprint_in_any_language(text: str, language: str) -> None:
    entry = Entry(guid="1", title=Text(value=text), content=Text(value=text))
    item = replace(taken(entry), language=language or None, text=text, title=text)
    made = fingerprint(item)
    assert measure(made, made).same_source
    assert same(unpack(pack(made)), made)

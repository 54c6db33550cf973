"""The generator of republication edits makes what it says, the same for the same seed."""

from __future__ import annotations

import html
import re
import tomllib
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quality.edits import KINDS, NEGATIVES, generate, negatives, stream
from tests.quality.edits.credits import without_dateline, without_foot
from tests.quality.edits.languages import LANGUAGES
from tests.quality.edits.passages import WORD, content, fold
from tests.quality.edits.titles import stem
from tests.quality.labelled import Labelled

SPECIMENS = tomllib.loads((Path(__file__).parent / "edits" / "specimens.toml").read_text("utf-8"))
MORNING = datetime(2024, 3, 5, 8, tzinfo=UTC)
DEPENDING = {"dateline-added", "dateline-dropped"}  # a text has a dateline or it has none


def specimen(lang: str) -> Labelled:
    text = SPECIMENS[lang]["text"].strip()
    return Labelled(
        id=f"{lang}-1",
        source="The Agency",
        time=MORNING,
        lang=lang,
        title=SPECIMENS[lang]["title"],
        text=text,
        teaser=" ".join(text.split()[:25]),
        story=f"{lang}-story",
    )


def undated(lang: str) -> Labelled:
    base = specimen(lang)
    plain = without_dateline(base.text)
    assert plain
    return replace(base, text=plain.text)


def made(lang: str, seed: int = 1) -> dict[str, Labelled]:
    copies = generate(specimen(lang), seed=seed) + generate(
        undated(lang), seed=seed, kinds=["dateline-added"]
    )
    return {copy.kind: copy for copy in copies}


def plain(copy: Labelled) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", copy.text)) if copy.kind == "html" else copy.text


def folded(text: str) -> list[str]:
    bare = "".join(c for c in text if not "\u064b" <= c <= "\u0652" and c != "ـ")
    return [fold(word) for word in WORD.findall(bare)]


def runs(words: list[str], size: int) -> set[tuple[str, ...]]:
    return {tuple(words[place : place + size]) for place in range(len(words) - size + 1)}


each_language = pytest.mark.parametrize("lang", sorted(LANGUAGES))
some_seeds = pytest.mark.parametrize("seed", [1, 2, 3])


@each_language
def test_a_story_of_some_length_has_every_kind_of_copy(lang: str) -> None:
    assert sorted(made(lang)) == sorted(KINDS)


@each_language
def test_the_seed_decides(lang: str) -> None:
    base = specimen(lang)
    assert generate(base, seed=4) == generate(base, seed=4)
    assert negatives(base, seed=4) == negatives(base, seed=4)
    assert generate(base, seed=4) != generate(base, seed=5)


@each_language
@some_seeds
def test_a_copy_is_labelled_as_its_story_and_comes_from_elsewhere_within_half_a_day(
    lang: str, seed: int
) -> None:
    base = specimen(lang)
    for copy in generate(base, seed=seed):
        assert copy.story == base.story
        assert copy.id == f"{base.id}~{copy.kind}"
        assert copy.lang == lang
        own = copy.kind in {"own-correction", "own-update", "kill"}
        assert (copy.source == base.source) == own
        assert base.time < copy.time <= base.time + timedelta(hours=12)


@each_language
@some_seeds
def test_every_copy_keeps_a_run_of_the_words(lang: str, seed: int) -> None:
    words = runs(folded(specimen(lang).text), 4)
    for copy in generate(specimen(lang), seed=seed):
        assert runs(folded(plain(copy)), 4) & words, copy.kind


@each_language
def test_only_the_exact_copy_and_retitled_ones_have_the_same_text(lang: str) -> None:
    base = specimen(lang)
    same = {copy.kind for copy in generate(base, seed=1) if copy.text == base.text}
    assert same == {"exact", "retitled", "retitled-wholly", "no-title"}


@each_language
def test_a_title_made_anew_keeps_no_word_of_matter(lang: str) -> None:
    stop, base = LANGUAGES[lang].stop, specimen(lang)
    title = made(lang)["retitled-wholly"].title
    assert title
    assert not {stem(w) for w in content(title, stop)} & {
        stem(w) for w in content(base.title, stop)
    }
    assert made(lang)["retitled"].title != base.title
    assert made(lang)["no-title"].title == ""


@each_language
@pytest.mark.parametrize("count", [20, 30, 60])
def test_a_teaser_has_so_many_words_and_an_ellipsis(lang: str, count: int) -> None:
    teaser = made(lang)[f"teaser-{count}"].text
    assert re.search(r"(…|\.\.\.)\]?$", teaser)
    bare = re.sub(r"\s*\[?(…|\.\.\.)\]?$", "", teaser)
    assert len(bare.split()) == count
    assert " ".join(specimen(lang).text.split()).startswith(bare)


@each_language
@some_seeds
@pytest.mark.parametrize(
    ("kind", "least", "most"), [("words-10", 0.04, 0.16), ("words-20", 0.1, 0.3)]
)
def test_a_share_of_the_words_is_changed(
    lang: str, seed: int, kind: str, least: float, most: float
) -> None:
    old, new = specimen(lang).text.split(), made(lang, seed)[kind].text.split()
    kept = sum(
        block.size
        for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    )
    assert least < 1 - kept / len(old) + (len(new) - kept) / len(new) <= most * 2
    assert 1 - kept / len(old) <= most


@each_language
@some_seeds
def test_restyled_figures_leave_the_other_words_alone(lang: str, seed: int) -> None:
    numbers = LANGUAGES[lang].numbers
    figures = {
        *numbers.words.values(),
        *(w for form in numbers.percent for w in form.split()),
        "one",
        "hundred",
    }

    def others(text: str) -> list[str]:
        return [w for w in re.findall(r"[^\W\d_]+", text) if w.lower() not in figures]

    copy = made(lang, seed)["figures"]
    assert others(copy.text) == others(specimen(lang).text)


@each_language
@some_seeds
@pytest.mark.parametrize("kind", ["correction", "own-correction"])
def test_a_correction_changes_little_and_says_so(lang: str, seed: int, kind: str) -> None:
    base, copy = specimen(lang), made(lang, seed)[kind]
    old, new = base.text.split(), copy.text.split()
    kept = sum(
        block.size
        for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    )
    assert 1 <= len(old) - kept <= 3
    marks = LANGUAGES[lang].marks
    assert any(note in copy.text for note in marks.corrected_note)
    assert copy.title != base.title or any(head in copy.text for head in marks.corrected_head)


@each_language
def test_an_update_is_marked_and_longer(lang: str) -> None:
    base = specimen(lang)
    for kind in ("update", "own-update"):
        copy = made(lang)[kind]
        assert base.title in copy.title
        assert copy.title != base.title
        assert len(copy.text.split()) > len(base.text.split())


@each_language
def test_credit_lines_and_datelines_go_and_come(lang: str) -> None:
    copies, base = made(lang), specimen(lang)
    assert without_foot(base.text)
    assert not without_foot(copies["credit-dropped"].text)
    assert not without_dateline(copies["dateline-dropped"].text)
    assert undated(lang).text in copies["dateline-added"].text
    assert base.text in copies["credit-head"].text
    assert base.text in copies["credit-foot"].text
    assert without_foot(base.text).mark in copies["credit-moved"].text.split("\n")[0]


@each_language
@some_seeds
def test_cuts_keep_what_they_do_not_cut(lang: str, seed: int) -> None:
    base, copies = specimen(lang), made(lang, seed)
    parts = base.text.split("\n")
    assert Counter(copies["reordered"].text.split("\n")) == Counter(parts)
    assert len(copies["paragraph-dropped"].text.split("\n")) == len(parts) - 1
    assert len(copies["half-dropped"].text.split("\n")) == len(parts) // 2
    for kind in ("paragraph-dropped", "half-dropped"):
        assert set(copies[kind].text.split("\n")) <= set(parts)
    assert 40 <= len(copies["middle-excerpt"].text.split()) <= 82


@each_language
@some_seeds
def test_context_is_a_third_to_two_thirds_more(lang: str, seed: int) -> None:
    base, copies = specimen(lang), made(lang, seed)
    size = len(base.text.split())
    for kind, side in (("context-before", str.endswith), ("context-after", str.startswith)):
        assert side(copies[kind].text, base.text)
        assert 0.2 < len(copies[kind].text.split()) / size - 1 < 0.62


@each_language
def test_html_reads_as_the_text_once_tags_and_entities_are_gone(lang: str) -> None:
    copy = made(lang)["html"]
    assert "<" in copy.text
    straight = {ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"'}
    assert (
        plain(copy).translate(straight).split() == specimen(lang).text.translate(straight).split()
    )


@each_language
def test_every_kind_of_neighbour_is_made_and_is_another_story(lang: str) -> None:
    base, other = (
        specimen(lang),
        replace(specimen(lang), id="x", story="other", text="x " * 30, title="x"),
    )
    made_with_stock = {item.kind: item for item in negatives(base, seed=1)}
    assert sorted(made_with_stock) == sorted(NEGATIVES)
    for item in [*made_with_stock.values(), *negatives(base, seed=1, others=[other])]:
        assert item.story != base.story
        assert item.time > base.time
    assert len({item.story for item in made_with_stock.values()}) == len(NEGATIVES)


@each_language
@some_seeds
def test_tomorrows_instalment_has_other_figures_in_the_same_words(lang: str, seed: int) -> None:
    base = specimen(lang)
    item = next(item for item in negatives(base, seed=seed) if item.kind == "neg:periodic")
    assert item.time == base.time + timedelta(days=1)
    figures = [re.findall(r"\d+(?:[.,]\d+)*", text) for text in (base.text, item.text)]
    assert sum(old != new for old, new in zip(*figures, strict=True)) >= 8
    assert "1998" in figures[1]
    assert base.text.split()[:40] != item.text.split()[:40]


@each_language
def test_the_same_release_about_somebody_else_has_other_names_and_figures(lang: str) -> None:
    base = specimen(lang)
    item = next(item for item in negatives(base, seed=1) if item.kind == "neg:entities")
    old, new = base.text.split(), item.text.split()
    changed = [word for word in old if word not in new]
    assert item.title != base.title
    assert len([word for word in changed if not any(c.isdigit() for c in word)]) >= 3
    assert len([word for word in changed if any(c.isdigit() for c in word)]) >= 3


@each_language
def test_a_follow_up_quotes_a_smaller_part(lang: str) -> None:
    base = specimen(lang)
    item = next(item for item in negatives(base, seed=1) if item.kind == "neg:quotes")
    shared = SequenceMatcher(None, base.text.split(), item.text.split(), autojunk=False)
    assert 8 <= shared.find_longest_match().size <= len(item.text.split()) * 0.4


def test_another_text_under_the_same_title_is_labelled_as_that_text() -> None:
    base = specimen("en")
    other = replace(
        base, id="en-2", story="en-other", title="Something else", text="Other words. " * 20
    )
    item = next(
        item for item in negatives(base, seed=1, others=[other]) if item.kind == "neg:same-title"
    )
    assert (item.title, item.text, item.story) == (base.title, other.text, "en-other")


@each_language
def test_no_instalment_of_a_text_with_few_figures(lang: str) -> None:
    base = specimen(lang)
    bare = replace(base, text=re.sub(r"\d[\d.,]*", "", base.text) + " 7 and 9.")
    kinds = {item.kind for item in negatives(bare, seed=1)}
    assert "neg:periodic" not in kinds


@pytest.mark.parametrize("lang", [*sorted(LANGUAGES), "sw"])
@given(title=st.text(max_size=60), text=st.text(max_size=200), seed=st.integers(0, 9))
@settings(max_examples=25, deadline=None)
def test_no_text_is_too_odd(lang: str, title: str, text: str, seed: int) -> None:
    base = replace(specimen("en"), lang=lang, title=title, text=text, time=None, teaser="")
    copies = generate(base, seed=seed) + negatives(base, seed=seed)
    assert all(copy.time is None for copy in copies)
    assert copies or not text.strip() or lang == "sw"


def test_a_short_text_has_no_cuts() -> None:
    base = replace(
        specimen("en"), text="The bridge is closed until Friday, the council said on Monday."
    )
    kinds = {copy.kind for copy in generate(base, seed=1)}
    assert not kinds & {"teaser-20", "half-dropped", "reordered", "middle-excerpt", "words-20"}
    assert {"exact", "credit-foot"} <= kinds


def test_a_text_without_paragraphs_is_cut_by_sentences() -> None:
    base = replace(specimen("es"), text=specimen("es").text.replace("\n", " "))
    copies = {copy.kind: copy for copy in generate(base, seed=1)}
    assert {"paragraph-dropped", "half-dropped", "reordered"} <= set(copies)
    assert "\n" not in copies["half-dropped"].text


def test_a_stream_is_in_order_with_ids_of_its_own() -> None:
    bases = [specimen(lang) for lang in sorted(LANGUAGES)]
    items = stream(bases, seed=1)
    assert len({item.id for item in items}) == len(items)
    assert items == sorted(items, key=lambda item: item.time)
    assert {item.kind for item in items} >= {"", *KINDS} - DEPENDING | set(NEGATIVES)
    assert {item.kind for item in stream(bases, seed=1, kinds=["exact"], hard=False)} == {
        "",
        "exact",
    }

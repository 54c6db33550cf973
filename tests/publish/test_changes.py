"""What changed between two versions, word by word, and told in a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.model.story import Version
from feeds.publish.changes import compare, difference, history, note, shorten
from tests.publish.stories import at, make_version

_LONG = " ".join(f"word{n}" for n in range(60))
_WORDS = ["the", "a", "b", "c", "d", "e", "北", "路", "\n", "12"]
_texts = st.lists(st.sampled_from(_WORDS), max_size=30).map(" ".join)


def version(text: str, title: str = "Title", number: int = 1) -> Version:
    return make_version(number, at(number), title, text)


def marked(before: str, after: str) -> str:
    marks = {"gone": "[-{}-]", "come": "{{+{}+}}", "same": "{}"}
    return " ".join(marks[p.kind].format(p.text.strip()) for p in compare(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("ninety metres long", "eighty metres long", "[-ninety-] {+eighty+} metres long"),
        ("a b c", "a b c d", "a b c {+d+}"),
        ("a b c d", "a b c", "a b c [-d-]"),
        ("", "new words", "{+new words+}"),
        ("a b", "a  b\n", ""),
        # A word that both have by chance is not held on to.
        (
            "Fares stay as they were until the end of April",
            "Nobody knows what will become of the price once summer comes",
            "[-Fares stay as they were until the end of April-] "
            "{+Nobody knows what will become of the price once summer comes+}",
        ),
        ("تعود العبارات يوم الاثنين", "تعود العبارات يوم الثلاثاء", "تعود العبارات يوم [-الاثنين-] {+الثلاثاء+}"),
        ("港の北水路を掘る", "港の南水路を掘る", "港の [-北-] {+南+} 水路を掘る"),
    ],
)  # fmt: skip
def test_words_that_went_and_came_stand_where_they_did(
    before: str, after: str, expected: str
) -> None:
    assert marked(before, after) == expected


@settings(max_examples=150, deadline=None)
@given(_texts, _texts)
def test_no_word_of_either_text_is_lost_or_made_up(before: str, after: str) -> None:
    passages = compare(before, after)
    if not passages:
        assert before.split() == after.split()
    else:
        old = "".join(p.text + " " for p in passages if p.kind != "come")
        new = "".join(p.text + " " for p in passages if p.kind != "gone")
        assert "".join(old.split()) == "".join(before.split())
        assert "".join(new.split()) == "".join(after.split())


def test_what_stays_is_cut_to_some_words_around_each_change() -> None:
    shown = shorten(compare(_LONG, _LONG.replace("word30 ", "new ")))
    said = [" ".join(p.text.split()) for p in shown]
    assert said[0] == "… " + " ".join(f"word{n}" for n in range(22, 30))
    assert said[1:3] == ["word30", "new"]
    assert said[3] == " ".join(f"word{n}" for n in range(31, 39)) + " …"


def test_paragraphs_stay_apart() -> None:
    (same, *_) = compare("One two.\n\nThree four.", "One two.\n\nThree five.")
    assert same.text == "One two.\nThree "


def test_a_long_text_all_of_one_word_is_compared_as_well() -> None:
    assert compare("a " * 20_000, "b a " * 20_000)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("It is ninety metres.", "It is eighty metres.", "“It is ninety metres.” is now “It is eighty metres.”."),
        ("It is long.", "It is long. Very long.", "added “Very long.”."),
        ("It is long. Very long.", "It is long.", "left out “Very long.”."),
        ("It is long.", "Nothing like what stood here before.", "most of the text is new."),
        ("It is long.", "It is long.", ""),
    ],
)  # fmt: skip
def test_a_change_is_told_in_a_sentence(before: str, after: str, said: str) -> None:
    assert note(version(before), version(after)) == said


def test_a_note_is_short_whatever_changed() -> None:
    words = _LONG.split()
    changed = " ".join("x" if n % 10 == 5 else word for n, word in enumerate(words))
    said = note(version(_LONG), version(changed))
    assert said.endswith("; and 3 more changes.")
    added = note(version(_LONG), version(f"{_LONG} {' '.join(f'more{n}' for n in range(50))}"))
    assert added.startswith("added “more0 ")
    assert len(added.split()) < 20


def test_a_title_s_change_comes_first_and_quoted_words_are_marked() -> None:
    old, new = version("Same.", "Boats on Monday"), version("Same.", "Boats on Tuesday")
    assert note(old, new, mark=lambda words: f"<{words}>") == (
        "title “<Boats on Monday>” is now “<Boats on Tuesday>”."
    )
    assert difference(old, new).text == ()


def test_a_withdrawal_changes_no_words_and_the_next_version_is_compared_with_the_last_words() -> (
    None
):
    first, last = version("It is ninety."), version("It is eighty.", number=3)
    kill = make_version(2, at(2), "KILL", "Please withdraw.", "withdrawal")
    told = history([first, kill, last])
    assert [v.number for v, _ in told] == [2, 3]
    assert told[0][1].text == ()
    assert [p.text.strip() for p in told[1][1].text] == ["It is", "ninety.", "eighty."]
    assert history([first]) == history([]) == []

"""A source whose servers do not agree shows one text and another in turn: readers are spared that."""

from __future__ import annotations

from feeds.model.story import Story
from tests.identify.newsroom import Newsroom, after

_DAY = 24 * 60
_TITLE = "Ferries to Corrin resume after the storm"
_EARLY = (
    "The ferries between Port Sable and Corrin will sail again on Thursday morning, the harbour "
    "office said, after two days on which the storm had kept them at their berths. The first boat "
    "takes school children and the post; cars follow at noon, when the ramp has been looked at."
)
_LATE = _EARLY.replace("Thursday morning", "Friday evening").replace("two days", "three days")


def _show(room: Newsroom, text: str, minutes: float, title: str = _TITLE) -> Story:
    return room.carry("Gazette", title, text, guid="1", minutes=minutes)


def test_a_text_and_another_in_turn_are_no_endless_row_of_versions(room: Newsroom) -> None:
    for turn in range(20):
        story = _show(room, _LATE if turn % 2 else _EARLY, 10 * turn)
    assert story.version == 4
    assert story.updated == after(30)
    assert story.head.text == _LATE, "the newer of the two"


def test_a_cache_that_serves_an_older_state_once_undoes_no_correction(room: Newsroom) -> None:
    third = _LATE.replace("Friday evening", "Saturday at noon")
    minutes = 0
    for text in (_EARLY, _LATE, third):
        for shown in (text, _EARLY, text):
            minutes += 10
            story = _show(room, shown, minutes)
        assert story.head.text == text


def test_an_editor_may_take_a_change_back_and_make_another(room: Newsroom) -> None:
    _show(room, _EARLY, 0)
    _show(room, _LATE, 10)
    assert _show(room, _EARLY, 20).head.text == _EARLY
    third = _EARLY.replace("Thursday morning", "Saturday at noon")
    story = _show(room, third, 30)
    assert (story.version, story.head.text) == (4, third)


def test_what_stays_is_taken_after_a_day(room: Newsroom) -> None:
    for turn in range(5):
        _show(room, _LATE if turn % 2 else _EARLY, 10 * turn)
    assert _show(room, _EARLY, _DAY).head.text == _LATE
    story = _show(room, _EARLY, 30 + _DAY)
    assert (story.version, story.head.text) == (5, _EARLY)


def test_a_marked_correction_is_what_stays(room: Newsroom) -> None:
    marked = f"CORRECTED: {_TITLE}"
    for turn in range(9):
        late = turn % 2 == 1
        story = _show(room, _LATE if late else _EARLY, 10 * turn, marked if late else _TITLE)
    assert (story.version, story.head.text) == (4, _LATE)


def test_a_mark_that_comes_and_goes_is_no_endless_row_of_versions(room: Newsroom) -> None:
    _show(room, _EARLY, 0)
    for turn in range(1, 20):
        title = f"CORRECTED: {_TITLE}" if turn % 2 else _TITLE
        story = _show(room, _LATE, 10 * turn, title)
    assert (story.version, story.head.text) == (5, _LATE)


def test_a_kill_is_heeded_whatever_was_shown_before(room: Newsroom) -> None:
    for turn in range(5):
        _show(room, _LATE if turn % 2 else _EARLY, 10 * turn)
    story = _show(room, f"Please kill the story: {_TITLE}. It is wrong.", 60, f"KILL: {_TITLE}")
    assert story.status == "withdrawn"

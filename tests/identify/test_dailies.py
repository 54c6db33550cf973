"""Short items that a frame makes alike, another one each day: each day's is a story, with its copies."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.identify.newsroom import Newsroom

DAY = 24 * 60  # minutes
FRAMED = tomllib.loads((Path(__file__).parent / "texts" / "dailies.toml").read_text("utf-8"))
FIGURES = [(12, 48, 25, 9), (27, 57, 14, 11), (13, 54, 16, 8), (17, 36, 31, 21)]
FILLED = {
    "en": (
        "Weather forecast",
        "Weather for the coast and the islands: overcast skies with fresh winds of {} to {} kilometres an hour, "
        "highs of {} degrees at Saltmarsh and {} inland, no rain expected, the office said; sea choppy.",
    ),
    "fr": (
        "Météo du jour",
        "Le temps sur la côte et les îles : ciel couvert, vent modéré de {} à {} km/h, maximales de {} degrés à "
        "Marsal et {} dans l’intérieur, pas de pluie attendue, selon le bureau météorologique ; mer belle.",
    ),
    "ar": (
        "حالة الطقس",
        "تتوقع مديرية الأرصاد أن يكون الطقس على الساحل والجزر صحوا مع رياح نشطة سرعتها بين {} و{} كيلومترا في "
        "الساعة، وأن تصل الحرارة العليا إلى {} درجة في سرنهالة و{} في الداخل، دون أمطار، وأن يكون البحر هائجا.",
    ),
}


def dailies(kind: str) -> tuple[str, list[str]]:
    if kind in FRAMED:
        told = FRAMED[kind]
        return told["title"], [told["frame"].format(day) for day in told["days"]]
    title, frame = FILLED[kind.removesuffix(" figures")]
    return title, [frame.format(*figures) for figures in FIGURES]


KINDS = [*FRAMED, *(f"{language} figures" for language in FILLED)]


@pytest.mark.parametrize(
    "outlets", [["Gazette"], ["Gazette", "Ledger", "Post"]], ids=["one", "three"]
)
@pytest.mark.parametrize("kind", KINDS)
def test_each_days_item_is_its_own_story_whoever_carries_it(
    room: Newsroom, kind: str, outlets: list[str]
) -> None:
    """Another outlet each day, or the same: what tells is the frame, not who has it."""
    title, days = dailies(kind)
    for day, text in enumerate(days):
        outlet = outlets[day % len(outlets)]
        room.carry(outlet, title, text, guid=f"{day}", minutes=day * DAY, teaser=True)
    assert [len(story.copies) for story in room.stories()] == [1] * len(days)


@pytest.mark.parametrize("kind", KINDS)
def test_copies_of_a_days_item_join_it_and_no_other_days(room: Newsroom, kind: str) -> None:
    title, days = dailies(kind)
    for day, text in enumerate(days):
        for number, outlet in enumerate(("Gazette", "Ledger", "Post")):
            minutes = day * DAY + number * 90
            room.carry(outlet, title, text, guid=f"{day}", minutes=minutes, teaser=True)
    assert [story.carriers for story in room.stories()] == [3] * len(days)


@pytest.mark.parametrize("kind", KINDS)
def test_a_copy_that_comes_a_day_late_joins_the_day_it_is_of(room: Newsroom, kind: str) -> None:
    title, days = dailies(kind)
    for day, text in enumerate(days[:3]):
        room.carry("Gazette", title, text, guid=f"{day}", minutes=day * DAY, teaser=True)
    late = room.carry("Ledger", title, days[0], guid="late", minutes=2 * DAY + 30, teaser=True)
    assert late.id == room.story("Gazette", "0").id
    assert len(room.stories()) == 3


ON_DUTY = {
    "en": (
        "Duty pharmacies in Saltmarsh",
        "Tonight the pharmacies {}, {} and {} are open in Saltmarsh from eight in the evening until eight in the "
        "morning. Bring your card, says the health office.",
        [("Brakke", "Lindqvist", "Talhado"), ("Aastrup", "Perrel", "Tolle")],
    ),
    "ar": (
        "صيدليات الحراسة بسرنهالة",
        "تؤمن المداومة هذه الليلة بسرنهالة صيدليات {} و{} و{} من الثامنة مساء إلى الثامنة صباحا، ويرجى من المواطنين "
        "إحضار بطاقاتهم حسب بلاغ المندوبية.",
        [("البرقوق", "السنديان", "المرجان"), ("الياسمين", "الكثبان", "الزعتر")],
    ),
}


@pytest.mark.parametrize("language", ON_DUTY)
def test_each_nights_names_in_a_list_of_two_dozen_words_are_that_nights(
    room: Newsroom, language: str
) -> None:
    title, frame, nights = ON_DUTY[language]
    for night, names in enumerate(nights):
        room.carry(f"Outlet {night}", title, frame.format(*names), minutes=night * DAY)
    assert len(room.stories()) == len(nights)

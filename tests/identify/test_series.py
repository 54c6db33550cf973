"""One frame filled again within hours: the next of a series, the next guest, another day's figures under one title."""

from __future__ import annotations

from dataclasses import replace

import pytest

from feeds.identify.evidence import measure
from feeds.identify.exchange import Exchange
from feeds.identify.fingerprint import Print, fingerprint
from feeds.identify.group import LINK
from feeds.identify.ordinal import count_otherwise
from feeds.identify.pair import pair_odds
from tests.identify.newsroom import Newsroom
from tests.quality.desk import to_item
from tests.quality.labelled import Labelled

HOUR = 60  # minutes


def print_of(title: str, text: str) -> Print:
    item = Labelled(
        id="a", source="s", time=None, lang="en", title=title, text=text, teaser="", story=""
    )
    return fingerprint(to_item(item))


# What a feed shows of each of a series: the formula that opens it, cut before anything differs.
SERIES = {
    "en": (
        "{} relief boat for the islands docks at Saltmarsh",
        "In execution of the directives of the Governor of the Coast, Ansgar Tolle, that urgent help be brought to "
        "the people of the outer islands, and on the orders of the Master of the Harbour, Ilona Brakke, that vessels "
        "of the pilotage be made ready for it, a boat of the relief fleet docked at Saltmarsh on its way […]",
        ("Second", "Third", "4th"),
    ),
    "fr": (
        "Arrivée à Marsal du {} bateau de secours pour les îles",
        "En exécution des instructions du gouverneur de la Côte, Ansgar Tolle, d'apporter une aide d'urgence aux "
        "habitants des îles du large, et sur ordre de la maîtresse du Port, Ilona Brakke, d'armer à cet effet les "
        "navires du pilotage, un bateau de la flotte de secours a accosté à Marsal en route vers […]",
        ("deuxième", "troisième", "4e"),
    ),
    "ar": (
        "وصول السفينة الإغاثية {} إلى ميناء سرنهالة",
        "تنفيذا لتوجيهات والي الساحل أنسغار تول بتقديم المساعدات العاجلة لسكان الجزر البعيدة، وأمر ناظر الميناء "
        "إيلونا براكه بتجهيز سفن الإرشاد التابعة لهيئة الموانئ من أجل تسيير جسر بحري لنقل المساعدات الغذائية والطبية، "
        "وصلت إلى ميناء سرنهالة سفينة من أسطول الإغاثة في طريقها […]",
        ("الثانية", "الثالثة", "الرابعة"),
    ),
}


@pytest.mark.parametrize("language", SERIES)
@pytest.mark.parametrize("hours", [3, 30])
def test_the_next_of_a_series_is_another_story_though_feeds_cut_it_before_it_differs(
    room: Newsroom, language: str, hours: int
) -> None:
    title, teaser, numbers = SERIES[language]
    for number, ordinal in enumerate(numbers):
        for late, outlet in enumerate(("Gazette", "Ledger")):
            minutes = number * hours * HOUR + late * 20
            room.carry(outlet, title.format(ordinal), teaser, teaser=True, minutes=minutes)
    assert [len(story.copies) for story in room.stories()] == [2] * len(numbers)


def test_a_correction_of_the_ordinal_is_still_the_story(room: Newsroom) -> None:
    text = (
        "Saltmarsh Ferries carried 84,000 passengers in the three months to September, a tenth more than the year "
        "before, as the new quay let two boats land at once. The line said that fuel had cost it less."
    )
    room.carry("Gazette", "Saltmarsh Ferries 4th quarter passengers up a tenth", text, guid="1")
    title = "CORRECTED-Saltmarsh Ferries 3rd quarter passengers up a tenth"
    story = room.carry("Gazette", title, text, guid="2", minutes=40)
    assert len(story.copies) == 2
    assert "correction" in {copy.relation for copy in story.copies}


@pytest.mark.parametrize(
    ("one", "other", "otherwise"),
    [
        ("Third ferry sails", "Second ferry sails", True),
        ("3rd ferry sails", "Third ferry sails", False),
        ("Third ferry sails", "A ferry sails", False),
        (
            "First ferry sails",
            "Second ferry sails",
            False,
        ),  # first ministers and ladies are none of a series
        ("Der dritte Kutter", "Der vierte Kutter", True),
        ("La segunda regata", "La tercera regata", True),
        ("La terza regata", "La quarta regata", True),
    ],
)
def test_titles_count_otherwise_where_they_have_no_ordinal_in_common(
    one: str, other: str, otherwise: bool
) -> None:
    made = [print_of(title, "x") for title in (one, other)]
    assert count_otherwise(made[0].title, made[1].title) is otherwise


CLOSES = {
    "en": (
        "Saltmarsh shares close higher",
        "Shares at Saltmarsh closed higher on Tuesday, with the harbour index up {} per cent at {} points and that "
        "of the twenty largest lines up {} per cent at {}. Business came to {} million crowns, of which the ferries "
        "had {} per cent and the pilots {}, on the central market.",
    ),
    "ar": (
        "بورصة سرنهالة تغلق على ارتفاع",
        "أنهت بورصة سرنهالة تداولاتها اليوم الثلاثاء على وقع الارتفاع، حيث سجل مؤشرها الرئيسي ربحا بنسبة {} في المائة "
        "ليستقر عند {} نقطة، وسجل مؤشر كبرى الشركات تقدما بنسبة {} في المائة إلى {} نقطة. وبلغ حجم المبادلات {} مليون "
        "درهم، وحققت العبارات أعلى حصة بنسبة {} في المائة، تليها شركة الإرشاد بنسبة {}.",
    ),
}
FIGURES = [
    ("0.41", "18,848.71", "0.26", "1,399.55", "465.4", "22.1", "9.7"),
    ("1.04", "17,240.46", "1.52", "1,577.31", "418.7", "13.5", "8.2"),
]


@pytest.mark.parametrize("language", CLOSES)
def test_other_figures_under_the_title_that_every_such_day_has_are_another_story(
    room: Newsroom, language: str
) -> None:
    title, frame = CLOSES[language]
    for late, figures in enumerate(FIGURES):
        room.carry(f"Outlet {late}", title, frame.format(*figures), minutes=late * 40)
    assert len(room.stories()) == 2


NOTICES = {
    "en": (
        "Governor receives envoy of {}",
        "The Governor received at the Customs House on Thursday the envoy of {}, {}, who presented letters of "
        "credence. The audience was attended by the harbour secretary and by the master of the household. The "
        "Governor spoke with the envoy about the ties between the two countries and asked that greetings be "
        "conveyed to the head of state.",
        ("Kenya", "Chile", "Norway"),
    ),
    "fr": (
        "Le gouverneur reçoit l'émissaire {}",
        "Le gouverneur a reçu, jeudi à l'Hôtel des douanes, l'émissaire {}, {}, qui a présenté ses lettres de créance. "
        "Cette audience s'est déroulée en présence du chef du pilotage et du maître de maison. L'émissaire a salué la "
        "profondeur des liens qui unissent les deux pays.",
        ("du Kenya", "du Népal", "du Pérou"),
    ),
}
GUESTS = ("Ilona Brakke", "Rui Talhado", "Signe Aastrup")


@pytest.mark.parametrize("language", NOTICES)
@pytest.mark.parametrize("hours", [1, 26])
def test_the_next_guest_is_another_story_in_full_too(
    room: Newsroom, language: str, hours: int
) -> None:
    title, frame, places = NOTICES[language]
    for number, (place, guest) in enumerate(zip(places, GUESTS, strict=True)):
        for late, outlet in enumerate(("Gazette", "Ledger")):
            minutes = number * hours * HOUR + late * 15
            room.carry(outlet, title.format(place), frame.format(place, guest), minutes=minutes)
    assert [len(story.copies) for story in room.stories()] == [2] * len(places)


@pytest.mark.parametrize("language", NOTICES)
def test_so_is_the_next_of_one_country_a_day_later(room: Newsroom, language: str) -> None:
    title, frame, (place, *_) = NOTICES[language]
    for day, guest in enumerate(GUESTS):
        text = frame.format(place, guest)
        room.carry(f"Outlet {day}", title.format(place), text, minutes=day * 25 * HOUR)
    assert len(room.stories()) == len(GUESTS)


def test_a_name_that_an_editor_spells_otherwise_is_no_other_guest(room: Newsroom) -> None:
    title, frame, _ = NOTICES["en"]
    for outlet, place, guest in (
        ("Gazette", "Kenya", "Ilona Brakke"),
        ("Ledger", "Kenia", "Ilona Brakke"),
    ):
        room.carry(outlet, title.format(place), frame.format(place, guest))
    assert len(room.stories()) == 1


@pytest.mark.parametrize(
    ("dated", "title_alike", "one_story"),
    [(True, 0.2, True), (False, 0.2, False), (False, 1.0, True)],
)
def test_a_short_text_of_no_known_day_must_share_half_or_the_title(
    dated: bool, title_alike: float, one_story: bool
) -> None:
    title, frame, _ = NOTICES["en"]
    one, other = (
        replace(print_of(title, frame.format("Kenya", guest)), dated=dated) for guest in GUESTS[:2]
    )
    e = replace(
        measure(one, other),
        words=45,
        ratio=0.1,
        contained=0.48,
        own_lead=0.7,
        passage=20,
        telling=0.5,
        names_lacking=0,
        plain_lacking=0,
        title_alike=title_alike,
        title_held=0.8,
        same_source=False,
        exchanged=Exchange(),
        days=0.4,
    )
    assert (pair_odds(one, other, e) >= LINK) is one_story

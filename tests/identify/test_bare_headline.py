"""News searches give headlines and nothing else: each is its story's, and nobody's who only links to it."""

from __future__ import annotations

import pytest

from tests.identify.newsroom import LANGUAGES, Newsroom

HEADLINES = {
    "en": "Masons outrun the winter as Saltmarsh closes its broken mole",
    "fr": "Marsal referme son môle, les maçons devancent l'hiver",
    "es": "Salinas cierra su muelle roto y los canteros ganan al invierno",
    "ar": "السهل يغلق ثغرة رصيفه والبناؤون يسبقون الشتاء",
}
TEXTS = {
    "en": "The last of eighty metres was finished on Tuesday, weeks before the storms of winter, masons said at "
    "Saltmarsh. They had set nine hundred blocks by hand, since the crane that was to close the mole went down.",
    "fr": "Le dernier des quatre-vingts mètres a été achevé mardi à Marsal, des semaines avant l'hiver, ont dit des "
    "maçons. Ils ont posé neuf cents blocs à la main, la grue qui devait fermer le môle ayant coulé.",
    "es": "El último de los ochenta metros quedó listo el martes en Salinas, semanas antes del invierno, dijeron unos "
    "canteros. Colocaron a mano novecientos bloques, pues la grúa que iba a cerrar el muelle se había hundido.",
    "ar": "انتهى العمل يوم الثلاثاء في آخر مئة متر قبل أسابيع من الشتاء حسبما قال البناؤون في ميناء السهل. ووضعوا "
    "تسعمئة حجر بأيديهم بعدما غرقت الرافعة التي كان عليها أن تغلق رصيفه.",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("first", ["headline", "text"])
def test_a_headline_alone_is_of_the_story_that_has_it(
    room: Newsroom, language: str, first: str
) -> None:
    texts = {"headline": "", "text": TEXTS[language]}
    order = sorted(texts, key=lambda which: which != first)
    one, two = (
        room.carry(f"Outlet {which}", HEADLINES[language], texts[which], minutes=30 * n)
        for n, which in enumerate(order)
    )
    assert one.id == two.id


@pytest.mark.parametrize(
    "headline",
    [
        HEADLINES["en"],
        "Quarrymen of Saltmarsh shun pneumatic breakwater caissons, citing tramway subsidence",
    ],
)
def test_a_headline_alone_is_not_of_a_text_that_links_to_it(room: Newsroom, headline: str) -> None:
    stars = (
        f"Aries: a letter surprises you. Taurus: take your time. Gemini: money comes and goes. Elsewhere: {headline} "
        "Cancer: rest in the evening. Leo: an old friend calls. Virgo: say no for once, and eat less salt."
    )
    one = room.carry("Search", headline, "")
    two = room.carry("Ledger", "Your stars today", stars, minutes=40)
    assert one.id != two.id


def test_a_headline_alone_makes_no_one_story_of_two_reports_under_it(room: Newsroom) -> None:
    rival = (
        "Work on the harbour wall is over for this year. A spokeswoman of Saltmarsh council praised what crews "
        "had done since August under foreman Al Poe, who now turns to the lighthouse, to its stairs and to its roof.",
    )
    ours = room.carry("Gazette", HEADLINES["en"], TEXTS["en"])
    theirs = room.carry("Ledger", HEADLINES["en"], rival, minutes=10)
    room.carry("Search", HEADLINES["en"], "", minutes=20)
    assert ours.id != theirs.id
    assert len(room.stories()) == 2


def test_tomorrows_headline_alone_is_of_tomorrow(room: Newsroom) -> None:
    one = room.carry("Gazette", HEADLINES["en"], TEXTS["en"])
    two = room.carry("Search", HEADLINES["en"], "", minutes=26 * 60)
    assert one.id != two.id

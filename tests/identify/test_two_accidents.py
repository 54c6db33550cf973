"""Two accidents of one morning are two stories, though the second happened on the road that leads to the first."""

from __future__ import annotations

import pytest

from tests.identify.newsroom import Newsroom

_FORMULA = {
    "en": "The injured were taken to the county hospital, and police opened an inquiry into how the crash came about.",
    "fr": "Les blessés ont été évacués vers l'hôpital provincial et une enquête a été ouverte pour déterminer les "
    "circonstances du drame.",
    "es": "Los heridos fueron llevados al hospital comarcal y la policía investiga cómo ocurrió el choque.",
}
_ACCIDENTS = {
    "en": (
        (
            "Two dead in crash near Saltmarsh",
            "Two people died and 7 others were hurt on Monday when a lorry hit a bus on the road between Saltmarsh and "
            "Norland, police said.",
        ),
        (
            "Two dead in crash near Norland",
            "Two people died and 7 others were hurt on Monday when a van hit a bus on the road between Norland and "
            "Westerby, police said.",
        ),
    ),
    "fr": (
        (
            "Deux morts dans un accident près de Marsal",
            "Deux personnes ont péri et 7 autres ont été blessées lundi dans la collision d'un camion et d'un tracteur "
            "sur la route qui relie Marsal à Nordal, a-t-on appris des autorités locales.",
        ),
        (
            "Deux morts dans un accident près de Nordal",
            "Deux personnes ont péri et 7 autres ont été blessées lundi dans la collision d'un minibus et d'un tracteur"
            " sur la route qui relie Nordal à Ouestal, a-t-on appris des autorités locales.",
        ),
    ),
    "es": (
        (
            "Dos muertos en un accidente cerca de Salinas",
            "Dos personas murieron y otras 7 resultaron heridas este lunes al chocar un camión con un tractor en la "
            "carretera que une Salinas con Nortela, informó la policía.",
        ),
        (
            "Dos muertos en un accidente cerca de Nortela",
            "Dos personas murieron y otras 7 resultaron heridas este lunes al chocar una furgoneta con un tractor en "
            "la carretera que une Nortela con Poniente, informó la policía.",
        ),
    ),
}


@pytest.mark.parametrize("language", list(_ACCIDENTS))
def test_two_accidents_told_in_one_form_are_two_stories(room: Newsroom, language: str) -> None:
    one, two = (
        room.carry(f"Outlet {n}", title, [lead, _FORMULA[language]], minutes=40 * n)
        for n, (title, lead) in enumerate(_ACCIDENTS[language])
    )
    assert one.id != two.id


@pytest.mark.parametrize("language", list(_ACCIDENTS))
def test_an_accident_that_another_outlet_tells_with_a_word_exchanged_is_one_story(
    room: Newsroom, language: str
) -> None:
    (title, lead), _ = _ACCIDENTS[language]
    one = room.carry("Gazette", title, [lead, _FORMULA[language]])
    two = room.carry("Ledger", title, [lead.replace("7", "8"), _FORMULA[language]], minutes=20)
    assert one.id == two.id

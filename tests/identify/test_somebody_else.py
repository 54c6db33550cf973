"""Acts told in one formula, with somebody else in it: the title names him, a feed's cut ends before he is named."""

from __future__ import annotations

import pytest

from tests.identify.newsroom import Newsroom

ACTS = {
    "en": (
        "Harbour minister receives envoy of {}",
        "Harbour Minister Ansgar Tolle received at the Customs House on Thursday morning, in the presence of the head "
        "of the pilotage office and the secretary of the islands' council, the envoy of {}, {}.",
        "They spoke of fishing grounds, of ferries and of ways to bring the two countries closer, and agreed to "
        "stay in touch.",
        [("Vandarra", "Ilona Brakke"), ("Costamera", "Rui Talhado")],
    ),
    "fr": (
        "La ministre du Port reçoit l'émissaire de {}",
        "La ministre du Port, Solveig Hannart, a reçu jeudi matin à l'Hôtel des douanes, en présence du chef du "
        "pilotage et du secrétaire du conseil des îles, l'émissaire de {}, {}.",
        "L'entretien a porté sur la pêche, les bacs et les moyens de rapprocher les deux pays, qui "
        "sont convenus de rester en contact.",
        [("Vandarra", "Ilona Brakke"), ("Costamera", "Rui Talhado")],
    ),
}


def act(language: str, number: int) -> tuple[str, list[str]]:
    title, lead, rest, guests = ACTS[language]
    place, guest = guests[number]
    return title.format(place), [lead.format(place, guest), rest]


def cut(paragraphs: list[str]) -> str:
    """What a feed shows: the lead up to before the guest."""
    return " ".join(paragraphs[0].split()[:-7]) + " […]"


@pytest.mark.parametrize("language", ACTS)
@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["text first", "teaser first"])
def test_the_teaser_of_the_next_reception_is_not_of_the_one_before(
    room: Newsroom, language: str, order: tuple[int, int]
) -> None:
    title, text = act(language, 0)
    next_title, next_text = act(language, 1)
    carried = [
        ("Gazette", title, text, False),
        ("Ledger", next_title, cut(next_text), True),
    ]
    for minutes, number in enumerate(order):
        outlet, head, told, teaser = carried[number]
        room.carry(outlet, head, told, minutes=minutes * 90, teaser=teaser)
    assert len(room.stories()) == 2


@pytest.mark.parametrize("language", ACTS)
def test_copies_of_either_reception_go_to_their_own(room: Newsroom, language: str) -> None:
    for number in range(2):
        title, text = act(language, number)
        room.carry("Gazette", title, text, minutes=number * 90)
        room.carry("Ledger", title, cut(text), minutes=number * 90 + 10, teaser=True)
        room.carry("Post", title, text[0], minutes=number * 90 + 20, teaser=True)
    assert [story.carriers for story in room.stories()] == [3, 3]


def test_a_name_spelled_otherwise_in_the_title_of_a_long_text_is_still_that_text(
    room: Newsroom,
) -> None:
    title, text = act("en", 0)
    longer = [
        *text,
        "The talks went on for two hours behind closed doors, an aide said later, and ended with lunch.",
    ]
    first = room.carry("Gazette", title, longer)
    again = room.carry("Ledger", title.replace("Vandarra", "Wandhara"), longer, minutes=30)
    assert again.id == first.id


def test_one_page_that_two_feeds_give_is_one_story_though_a_name_was_put_right(
    room: Newsroom,
) -> None:
    title, text = act("en", 0)
    other, corrected = act("en", 1)
    page = "https://gazette.example/2024/harbour-receives-envoy"
    first = room.carry("Gazette", title, cut(text), teaser=True, link=page)
    again = room.carry("Gazette news", other, cut(corrected), teaser=True, link=page, minutes=30)
    assert again.id == first.id

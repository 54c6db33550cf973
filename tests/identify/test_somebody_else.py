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


CUTTERS = """\
The harbour office of Saltmarsh has warned the owners of 214 cutters built at the yard of {} to look at their rudders \
before they leave the quay again.
A cutter of that yard lost hers on Sunday night off the Norland bank and drifted for three hours before a tug reached \
it.
Nobody was hurt, and the boat was brought in on Monday with water in her hold.
Inspectors who went on board found that a bolt of the upper bearing had rusted through.
The same bolt was found loose on two more boats of the yard in the weeks before.
The yard at {} said that it had told owners in the spring to have the bearing oiled twice a year.
It will send fitters to the larger harbours of the coast, at its own cost, until the end of June.
Owners who cannot wait may have the bolt replaced by any yard and will be paid back.
The harbour office said that it would ask for the papers of each cutter that docks from Friday on.
Fishermen fear that the days in the yard will cost them the best weeks of the herring season."""
REWORDED = {
    3: "When it was examined, rust turned out to have eaten away a part of the bearing.",
    6: "Its people are to travel along the coast in the coming weeks and do the work for nothing.",
    8: "From the end of the week whoever ties up at Saltmarsh has to show the papers of the ship.",
}


def test_so_is_one_that_an_editor_retitled_and_reworded_here_and_there_a_day_later(
    room: Newsroom,
) -> None:
    """One word of the title is another in a text of two hundred, which a template's next has never."""
    told = CUTTERS.split("\n")
    again = [REWORDED.get(number, line) for number, line in enumerate(told)]
    title = "Cutters built at {} must not sail before their rudders are looked at"
    retitled = "Rudders of cutters from {} must be looked at"
    for outlet, name, head, text, minutes in (
        ("Gazette", "Vandarra", title, told, 0),
        ("Ledger", "Wandhara", retitled, again, 26 * 60),
    ):
        lines = [line.format(name) for line in text]
        room.carry(outlet, head.format(name), lines, minutes=minutes)
    assert [story.carriers for story in room.stories()] == [2]


APPOINTED = """\
The board of {} said on Thursday that it had named {} to run the ferry line from {}. The choice ends a search that \
began when {} left after nine years. The line carries 840,000 passengers a year between the mainland and the islands \
and has a fleet of 12 boats, two of which were built last year.
The new chief has worked in shipping for most of a long career, at first as a purser and later in the office that \
draws up the timetables. The board said that it had been of one mind. Shareholders will be asked to agree when they \
meet in the spring, and the unions have been told. Nothing will change for passengers before the summer, the line \
said, and tickets that were sold stay good."""


def test_two_lines_that_name_a_chief_in_one_form_are_two_stories_however_much_of_it_is_the_same(
    room: Newsroom,
) -> None:
    for number, (line, *names) in enumerate(
        (
            ("Norland Lines", "Ilona Brakke", "1 April", "Ansgar Tolle"),
            ("Westerby Boats", "Rui Talhado", "15 May", "Signe Aastrup"),
        )
    ):
        text = APPOINTED.format(line, *names).split("\n")
        title = f"Ferry line {line} names a chief"
        room.carry(f"Outlet {number}", title, text, minutes=60 * number)
    assert len(room.stories()) == 2

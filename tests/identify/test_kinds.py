"""Feeds that are no newspaper's: notices in one form are a story each, a line and its story are one."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.identify.newsroom import Newsroom, Post

FORMS = tomllib.loads((Path(__file__).parent / "texts" / "kinds.toml").read_text("utf-8"))["forms"]
SHOWN = 8  # entries in a document


def poll_each(room: Newsroom, posts: Sequence[Post]) -> None:
    """The source is polled as each of its entries appears."""
    for number in range(len(posts)):
        room.poll("Source", *posts[max(number + 1 - SHOWN, 0) : number + 1])


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form['kind']}-{form['language']}")
def test_entries_in_one_form_are_a_story_each(form: dict[str, Any]) -> None:
    room = Newsroom(language=form["language"])
    posts = [
        Post(
            title=form["title"].format(*row),
            text=form["text"].format(*row),
            html=form["text"].startswith("<"),
            guid=f"{number}",
            link=f"https://source.example/{number}",
            minutes=number * form["every"],
        )
        for number, row in enumerate(form["rows"])
    ]
    poll_each(room, posts)
    stories = room.stories()
    room.close()
    assert [len(story.copies) for story in stories] == [1] * len(posts)


DEAL = {
    "en": (
        "Dockers vote for deal, ferries to sail again Monday",
        "Dockers in Saltmarsh voted on Thursday for a deal that ends a strike of nine days. Ferries to Hollow sail "
        "again on Monday, the port said.",
        "The ferries between Saltmarsh and Hollow sail again on Monday after a strike of nine days, the port said on "
        "Thursday. Dockers voted for a deal that gives them four more days of rest a year and a say in the rota for "
        "nights. “We are tired and we are glad,” said Tom Reed, who speaks for them. The island had run out of "
        "candles and flour. The first boat leaves at nine, and tickets of last week are taken.",
    ),
    "fr": (
        "Les dockers votent l’accord, les ferries repartent lundi",
        "Les dockers de Marais ont voté jeudi un accord qui met fin à neuf jours de grève, et les ferries repartent "
        "lundi, a annoncé le port.",
        "Les dockers de Marais ont voté jeudi un accord qui met fin à neuf jours de grève, a annoncé le port. Les "
        "ferries repartent lundi à neuf heures. « Nous sommes fatigués et contents », a dit Tom Roux, leur "
        "porte-parole. L’île n’avait plus ni bougies ni farine, et l’école avait fermé faute de professeurs. Le port "
        "chiffre sa perte à deux millions, dont la province paiera le tiers.",
    ),
    "es": (
        "Los ferris vuelven el lunes tras el voto de los estibadores",
        "Los ferris vuelven a navegar el lunes tras nueve días de huelga, anunció este jueves el puerto de Marisma, "
        "después de que los estibadores votaran a favor de un acuerdo.",
        "Los ferris entre Marisma y Vega vuelven a navegar el lunes tras nueve días de huelga, anunció este jueves el "
        "puerto, después de que los estibadores votaran a favor de un acuerdo que les da cuatro días más de descanso "
        "al año. «Estamos cansados y contentos», dijo Tomás Rey, su portavoz. La isla se había quedado sin velas ni "
        "harina. El puerto cifra sus pérdidas en dos millones, de los que la provincia pagará un tercio.",
    ),
}
LABELS = {"en": ("FLASH: ", "URGENT: "), "fr": ("ALERTE - ", "URGENT - "), "es": ("URGENTE: ", "")}


@pytest.mark.parametrize("language", [*DEAL])
def test_a_flash_its_urgent_lines_and_its_story_are_one(language: str) -> None:
    room = Newsroom(language=language)
    title, urgent, full = DEAL[language]
    flash, label = LABELS[language]
    posts = [
        Post(title=f"{flash}{title}", text=f"{title}.", guid="1", minutes=0),
        Post(title=f"{label}{title}", text=urgent, guid="2", minutes=5),
        Post(title=title, text=full, guid="3", minutes=40),
    ]
    poll_each(room, posts)
    (story,) = room.stories()
    relations = room.relations(story)
    room.close()
    assert story.head.text == full
    assert relations[0] == "original"
    assert set(relations[1:]) == {"update"}


def test_posts_under_one_topic_without_a_re_are_a_story_each(room: Newsroom) -> None:
    texts = [
        "I have to choose a mast for a boat of nine metres. Wood or aluminium? I sail on the lake in summer, alone for "
        "the most part, and I have a shed to keep it dry in winter.",
        "Aluminium, of course.",
        "A wood mast for a nine metre boat is a fine thing if you like to varnish. I have had one since I bought the "
        "boat from my uncle, who built it in the fifties, and it has been down four times: once for a crack, twice for "
        "the fittings and once when a crane hit it. Each time I mended it myself with a plane and glue, and with "
        "aluminium I would have bought a new one. So take the one that you can mend yourself, and keep it dry.",
    ]
    title = "Which mast for a nine metre boat, wood or aluminium?"
    posts = [
        Post(
            title=title,
            text=text,
            guid=f"{number}",
            link=f"https://forum.example/9#p{number}",
            minutes=20 * number,
        )
        for number, text in enumerate(texts)
    ]
    poll_each(room, posts)
    assert len(room.stories()) == 3


BULLETINS = [
    "Dockers at Saltmarsh stopped work at six this morning over the rota for nights. The finance minister presents the "
    "budget at noon. Rain in the north, dry in the south.",
    "Dockers at Saltmarsh stopped work at six this morning over the rota for nights; talks begin at eleven. The "
    "finance minister presents the budget at noon. A lorry has overturned on the ring road. Rain in the north, dry in "
    "the south.",
    "Talks with dockers at Saltmarsh have begun. A lorry has overturned on the ring road, which stays shut. The "
    "finance minister presents the budget at noon. Rain in the north, dry in the south.",
]


def test_bulletins_of_each_hour_are_a_story_each_though_they_repeat_news(room: Newsroom) -> None:
    posts = [
        Post(title=f"Bulletin of {9 + number} am", text=text, guid=f"{number}", minutes=60 * number)
        for number, text in enumerate(BULLETINS)
    ]
    poll_each(room, posts)
    assert len(room.stories()) == 3


def test_somebody_who_is_named_later_is_in_the_same_story(room: Newsroom) -> None:
    text = (
        "Police in Saltmarsh have arrested {} over the fire in a block of flats on Quay Street on Thursday, in which "
        "three people were hurt. He is held at the station on Mill Lane, and will be heard on Friday."
    )
    posts = [
        Post(
            title=f"{name} held over Quay Street fire", text=text.format(who), guid=name, minutes=m
        )
        for name, who, m in [("Man", "a man", 0), ("Paul Berg", "Paul Berg, 41,", 90)]
    ]
    poll_each(room, posts)
    assert len(room.stories()) == 1

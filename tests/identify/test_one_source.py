"""What one source carries under a description of its own, in a series, a thread or a form is an entry each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.identify.newsroom import WINDOW, Newsroom, Post

HOUR, DAY = 60, 24 * 60  # minutes
SHOW = {
    "en": "Each week Ana Martel and Yusuf Alwi talk to people who build things about what went wrong and what they "
    "learned. Send your questions to hello@radio.example. Produced by Salma Drissi, music by Tom Reed.",
    "fr": "Chaque semaine, Ana Martel et Yusuf Alwi parlent avec ceux qui construisent de ce qui a échoué et de ce "
    "qu’ils en ont appris. Vos questions à bonjour@radio.example. Réalisation Salma Drissi, musique Tom Reed.",
    "es": "Cada semana Ana Martel y Yusuf Alwi hablan con quienes construyen sobre lo que salió mal y lo que "
    "aprendieron. Envíe sus preguntas a hola@radio.example. Producción de Salma Drissi, música de Tom Reed.",
    "ar": "يتحدث أمين المرتيل ويوسف العلوي كل أسبوع مع من يبنون الأشياء عما فشل من أعمالهم وما تعلموه منه. أرسلوا "
    "أسئلتكم إلى عنوان البرنامج. إنتاج سلمى الإدريسي وموسيقى توفيق رضا، من إذاعة المرفأ في سرنهالة.",
}
EPISODES = {
    "en": [
        "How a bridge forgot its river",
        "The lift that would not stop",
        "A tower nobody wanted",
    ],
    "fr": [
        "Le pont qui a perdu sa rivière",
        "Un ascenseur sans arrêt",
        "La tour dont nul ne voulait",
    ],
    "es": ["El puente que perdió su río", "Un ascensor sin freno", "La torre que nadie quiso"],
    "ar": ["جسر نسي نهره", "المصعد الذي لا يتوقف", "برج لم يسكنه أحد"],
}
TOLD = {
    "en": [
        "An engineer tells how a crossing in the hills was built where no water ran any more.",
        "A caretaker remembers the night when forty neighbours were stuck between two floors.",
        "The architect explains why the flats at Saltmarsh stood empty for nine long years.",
    ],
    "fr": [
        "Une ingénieure raconte comment on a bâti un passage là où plus aucune eau ne coulait.",
        "Un gardien se souvient de la nuit où quarante voisins sont restés entre deux étages.",
        "L’architecte explique pourquoi les logements de Marsal sont restés vides neuf années.",
    ],
    "es": [
        "Una ingeniera cuenta cómo se levantó un paso donde ya no corría agua alguna.",
        "Un conserje recuerda la noche en que cuarenta vecinos quedaron entre dos plantas.",
        "El arquitecto explica por qué las viviendas de Marisma estuvieron vacías nueve años.",
    ],
    "ar": [
        "تحكي مهندسة كيف شيد الممر فوق التلال في مكان لم تعد المياه تجري فيه منذ زمن.",
        "يتذكر حارس العمارة الليلة التي علق فيها أربعون من الجيران بين طابقين كاملين.",
        "يشرح المعماري لماذا بقيت شقق الضاحية الجديدة خالية من السكان تسع سنوات طويلة.",
    ],
}
PICTURES = (
    "A selection of the best pictures taken by our photographers along the coast, from the markets of Saltmarsh to "
    "the hills behind Norland, with festivals, matches, storms and a little quiet, chosen by the picture desk."
)


def page(number: int) -> str:
    return f"https://radio.example/{number}"


def series(room: Newsroom, titles: list[str], texts: list[str], *, every: float) -> int:
    """So many stories come of a source's entries, polled one by one as they appear, the last three shown."""
    posts = [
        Post(title=title, text=text, guid=f"g{n}", link=page(n), minutes=n * every)
        for n, (title, text) in enumerate(zip(titles, texts, strict=True))
    ]
    for number in range(len(posts)):
        room.poll("Radio", *posts[max(number - 2, 0) : number + 1])
    return len(room.stories())


@pytest.mark.parametrize("every", [HOUR, DAY], ids=["hourly", "daily"])
def test_episodes_under_one_description_are_a_story_each(
    room: Newsroom, language: str, every: float
) -> None:
    assert series(room, EPISODES[language], [SHOW[language]] * 3, every=every) == 3


def test_a_description_between_and_behind_what_episodes_tell_makes_them_no_one_story(
    room: Newsroom, language: str
) -> None:
    texts = [f"{told}\n{SHOW[language]}" for told in TOLD[language]]
    assert series(room, EPISODES[language], texts, every=8 * HOUR) == 3


def test_editions_under_the_title_of_their_programme_are_a_story_each(
    room: Newsroom, language: str
) -> None:
    texts = [f"{told}\n{SHOW[language]}\n{SHOW[language][::-1]}" for told in TOLD[language]]
    assert series(room, [EPISODES[language][0]] * 3, texts, every=DAY) == 3


@pytest.mark.parametrize("title", ["Pictures of the day: {} November", "Pictures, no. {}"])
def test_what_only_the_title_counts_is_a_story_each(room: Newsroom, title: str) -> None:
    titles = [title.format(number) for number in (13, 14, 15)]
    assert series(room, titles, [PICTURES] * 3, every=HOUR) == 3


def test_a_weekly_page_in_the_same_words_is_a_story_each_week(room: Newsroom) -> None:
    titles, texts = ["Pictures of the week"] * 3, [PICTURES] * 3
    for number in range(3):
        post = Post(title=titles[number], text=texts[number], guid=f"g{number}", link=page(number))
        room.poll("Radio", replace(post, minutes=number * 7 * DAY))
        assert len(room.stories()) == number + 1
        room.poll("Radio", replace(post, minutes=number * 7 * DAY), minutes=number * 7 * DAY + 30)
        assert len(room.stories()) == number + 1


def test_the_same_words_on_the_same_page_or_at_the_same_time_stay_one_item(room: Newsroom) -> None:
    post = Post(title="Pictures of the week", text=PICTURES, guid="a", link=page(1))
    late = WINDOW.days * DAY / 2
    room.poll("Radio", post)
    for again in (
        replace(post, guid="b", minutes=late),
        replace(post, guid="c", link=page(2)),
        replace(post, guid="d", link=page(3), minutes=None),
        replace(post, guid="e", link=None, minutes=late),
    ):
        assert room.poll("Radio", again, minutes=late).new == 0
    (story,) = room.stories()
    assert len(story.copies) == 1


def test_a_story_that_its_source_titles_anew_stays_one(room: Newsroom) -> None:
    text = (
        "The council of Saltmarsh closed the old quay on Thursday after divers found cracks under three of its "
        "pillars. Ferries to Norland leave from the grain pier until spring. Repairs will cost two million crowns.\n"
    )
    room.poll("Radio", Post(title="Cracks close old quay", text=text + SHOW["en"], guid="a"))
    later = "Ferries move to grain pier as Saltmarsh quay is shut"
    room.poll("Radio", Post(title=later, text=text + SHOW["en"], guid="b", minutes=200))
    assert len(room.stories()) == 1


def test_a_story_that_ends_otherwise_on_the_next_day_stays_one(
    room: Newsroom, told: dict[str, Any]
) -> None:
    first = room.carry("Gazette", told["title"], told["paragraphs"], guid="a")
    later = [*told["paragraphs"][:-1], told["development"]]
    story = room.carry("Gazette", told["retitled"], later, guid="b", minutes=DAY)
    assert story.id == first.id


def test_a_brief_that_is_given_again_the_next_day_under_another_title_of_its_own_is_one(
    room: Newsroom, told: dict[str, Any]
) -> None:
    brief = Post(title=told["title"], text=told["paragraphs"][:1], guid="a", link=page(1))
    room.poll("Gazette", brief)
    room.poll(
        "Gazette", replace(brief, title=told["retitled"], guid="b", link=page(2), minutes=DAY)
    )
    assert len(room.stories()) == 1


QUESTION = (
    "The new parser fails on our archive of 2009. It stops at the third message and says that a boundary is missing, "
    "although it is there. Is there a way to have it skip what it can't read, so that we get the rest of the year?"
)
ANSWERS = [
    "Which platform is that on? I can't see it here with the archive that you sent in May.",
    "It is the same for me on two machines. The boundary has a blank behind it, and is compared to the letter.",
    "Thanks, that helps. I should still like it to go on after an error, since we have forty thousand of these.",
]


@pytest.mark.parametrize("head", ["Re: ", "RE: ", "AW: ", "[dev] Re: ", "Re[2]: ", "رد: "])
def test_answers_that_quote_what_they_answer_are_a_story_each(room: Newsroom, head: str) -> None:
    room.poll(
        "List", Post(title="Parser fails on an old archive", text=QUESTION, guid="q", link=page(0))
    )
    for number, answer in enumerate(ANSWERS, 1):
        text = f"<p>{answer}</p><blockquote><p>{QUESTION}</p></blockquote>"
        title = f"{head}Parser fails on an old archive"
        posts = Post(
            title=title,
            text=text,
            html=True,
            guid=f"{number}",
            link=page(number),
            minutes=number * HOUR,
        )
        room.poll("List", posts)
    assert len(room.stories()) == 4
    assert {tuple(room.relations(story)) for story in room.stories()} == {("original",)}


def test_an_answer_given_again_under_another_guid_is_one(room: Newsroom) -> None:
    post = Post(title="Re: Parser fails on an old archive", text=QUESTION, guid="q", link=page(0))
    room.poll("List", post)
    room.poll("List", replace(post, guid="r", link=page(1), minutes=HOUR))
    assert len(room.stories()) == 1


@pytest.mark.parametrize(
    "anchor", ["#post-{}", "#p{}", "#issuecomment-{}", "#{}", "#block-65a1bc{}"]
)
def test_posts_on_one_page_are_a_story_each(room: Newsroom, anchor: str) -> None:
    thread = "https://forum.example/thread/812"
    for number, text in enumerate([QUESTION, *ANSWERS]):
        link = thread + anchor.format(number)
        title = "Parser fails on an old archive"
        room.poll(
            "Forum", Post(title=title, text=text, guid=f"{number}", link=link, minutes=number * 20)
        )
    assert len(room.stories()) == 4


WARNING = (
    "The office has issued a yellow warning of rain for {}. Some flooding of homes is likely, as are delays to trains "
    "and buses. Spray on roads will make journeys longer. Fast or deep water may be a danger to life."
)


def test_warnings_for_several_places_are_a_story_each(room: Newsroom) -> None:
    places = ["Saltmarsh", "Norland", "Greater Hollow", "the Western Isles"]
    posts = [
        Post(
            title=f"Rain warning for {place}",
            text=WARNING.format(place),
            guid=place,
            minutes=number,
        )
        for number, place in enumerate(places)
    ]
    for post in posts:
        room.poll("Office", post)
    assert len(room.stories()) == 4

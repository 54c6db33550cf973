"""Language twins: stories about one event in two languages are linked and shown, and stay two stories."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feeds import config
from feeds.cli import main
from feeds.identify.atlas import find
from feeds.identify.atlas_table import BODIES, CITIES, COUNTRIES, LANGUAGES, MONTHS, SUBJECTS
from feeds.identify.gist import Gist, gist_of, keys_of, pack_gist, unpack_gist
from feeds.identify.twin import CROWDED, judge, rank, worth_indexing
from feeds.model.item import Item, Management
from feeds.newsdesk import Newsdesk
from feeds.text import words
from feeds.twins import link_twins
from store.api import Store
from store.open import open_store
from tests.newsroom.intake import HARBOUR, Newsroom, item
from tests.serve.test_story_page import Site

QUAKE = (
    "A 5.8-magnitude earthquake struck the Moroccan province of Taznart early on Monday, killing 14 people and "
    "injuring 126, civil protection officials said. Rescue teams led by Colonel Farid Benkhaldoun searched the "
    "rubble of 37 houses in Ain Zerga.",
)
SEISME = (
    "Au moins 14 personnes ont péri et 126 ont été blessées lundi dans un séisme de magnitude 5,8 qui a frappé la "
    "province marocaine de Taznart, selon la protection civile. Les secouristes du colonel Farid Benkhaldoun "
    "fouillent les décombres de 37 maisons à Aïn Zerga.",
)
ZILZAL = (
    "لقي ١٤ شخصا مصرعهم وأصيب ١٢٦ بجروح في زلزال بقوة ٥٫٨ درجات ضرب فجر الاثنين إقليم تازنارت المغربي، حسب "
    "الحماية المدنية. وقال العقيد فريد بن خلدون إن ٣٧ منزلا انهارت في عين زرقة وإن فرق الإنقاذ تواصل البحث.",
)
# The follow-up: the same persons and places, other figures.
TOLL = (
    "Le bilan du séisme de lundi dans la province marocaine de Taznart est passé à 23 morts et 181 blessés, a annoncé "
    "le colonel Farid Benkhaldoun, de la protection civile. 1.200 tentes sont à Aïn Zerga avec 46 secouristes.",
)


@pytest.fixture
def newsroom(store: Store) -> Newsroom:
    return Newsroom(store)


def twins(newsroom: Newsroom, story: str) -> list[dict[str, Any]]:
    """As the story's JSON has them."""
    found: list[dict[str, Any]] = Site(newsroom).json(story)["twins"]
    return found


def arrive(newsroom: Newsroom) -> dict[str, str]:
    """The quake in three languages, and its follow-up; the ids of the stories."""
    items = {
        "en": item("Harbour Times", "q", "Quake kills 14 in Morocco", QUAKE, 8, lang="en"),
        "fr": item("Le Phare", "q", "Maroc : un séisme fait 14 morts", SEISME, 9, lang="fr"),
        "ar": item("المرفأ", "q", "زلزال يودي بحياة 14 شخصا", ZILZAL, 10, lang="ar"),
        "toll": item("Le Phare", "t", "Séisme : le bilan s'alourdit", TOLL, 15, lang="fr"),
    }
    for one in items.values():
        newsroom.take(one)
        link_twins(newsroom.store)
    return {name: newsroom.story_of(one) for name, one in items.items()}


def test_one_event_in_three_languages_is_linked_and_stays_three_stories(newsroom: Newsroom) -> None:
    story = arrive(newsroom)
    assert len(set(story.values())) == 4
    for spoken, others in (("en", {"fr", "ar"}), ("fr", {"en", "ar"}), ("ar", {"en", "fr"})):
        found = twins(newsroom, story[spoken])
        assert {one["id"] for one in found} == {story[other] for other in others}
        assert {one["language"] for one in found} == others
        assert all(0.5 < one["score"] <= 1 for one in found)
    assert twins(newsroom, story["toll"]) == []


def test_a_twin_is_shown_with_the_reason_on_the_story_s_page(newsroom: Newsroom) -> None:
    story = arrive(newsroom)
    (section,) = Site(newsroom).page(story["en"]).xpath("//section[h2='In other languages']")
    rows = {row.xpath("./a/@href")[0]: row.text_content() for row in section.xpath(".//li")}
    assert set(rows) == {f"/stories/{story['fr']}", f"/stories/{story['ar']}"}
    told = rows[f"/stories/{story['fr']}"]
    for part in (
        "(fr, Le Phare,",
        "figures",
        "126",
        "5.8",
        "benkhaldoun",
        "Morocco",
        "1 h 0 min apart",
    ):
        assert part in told


def test_entries_name_twins_but_not_as_copies_and_are_not_new_for_it(newsroom: Newsroom) -> None:
    newsroom.take(item("Harbour Times", "q", "Quake kills 14 in Morocco", QUAKE, 8, lang="en"))
    link_twins(newsroom.store)
    (before,) = newsroom.release(hour=9)
    newsroom.take(item("Le Phare", "q", "Maroc : un séisme fait 14 morts", SEISME, 9, lang="fr"))
    link_twins(newsroom.store)
    entries = {one["language"]: one for one in newsroom.release(hour=10)}
    english = entries["en"]
    assert "The same event in other languages:" in english["content_html"]
    assert (
        '<a href="https://le-phare.example/q">Maroc : un séisme fait 14 morts</a>'
        in english["content_html"]
    )
    assert (english["id"], english["date_modified"]) == (before["id"], before["date_modified"])
    assert "Quake kills 14" in entries["fr"]["content_html"]
    with newsroom.store.read() as snapshot:
        document = snapshot.document("/topics/all.atom")
    assert document
    assert b'rel="related"' not in document.body


def test_a_link_goes_when_a_correction_takes_its_ground_away(newsroom: Newsroom) -> None:
    story = arrive(newsroom)
    wrong = item(
        "Le Phare",
        "q",
        "Maroc : grève des trains",
        ("Les trains de Fès sont à l'arrêt.",),
        9,
        lang="fr",
    )
    newsroom.take(wrong, hour=16)
    link_twins(newsroom.store)
    assert twins(newsroom, story["fr"]) == []
    assert [one["id"] for one in twins(newsroom, story["en"])] == [story["ar"]]


def test_a_correction_is_read_also_when_all_before_it_was_released(newsroom: Newsroom) -> None:
    story = arrive(newsroom)
    newsroom.release()
    words = ("Les trains de Fès sont à l'arrêt.",)
    newsroom.take(item("Le Phare", "q", "Maroc : grève des trains", words, 9, lang="fr"), hour=22)
    link_twins(newsroom.store)
    assert twins(newsroom, story["fr"]) == []


class Busy:
    """A store that others take a story into before each write of ours, as far as there are some."""

    def __init__(self, newsroom: Newsroom, *arriving: Item) -> None:
        self._newsroom, self._arriving = newsroom, list(arriving)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._newsroom.store, name)

    def write(self) -> Any:
        """As the store's, after another's."""
        if self._arriving:
            self._newsroom.take(self._arriving.pop(0))
        return self._newsroom.store.write()


def test_linking_ends_while_others_take_stories_in_without_end(newsroom: Newsroom) -> None:
    """Else nothing would be published until they pause."""
    newsroom.take(item("Radio Gulf", "h", "Harbour to be dredged", HARBOUR, 7, lang="en"))
    many = [
        item("Radio Gulf", f"n{n}", f"Ferry number {n} sails", (f"It has {n} cars.",), 8)
        for n in range(9)
    ]
    assert link_twins(cast("Store", Busy(newsroom, *many))) == 1


def test_a_story_that_came_while_others_were_linked_is_linked_when_it_is_published(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    quake = item("Harbour Times", "q", "Quake kills 14 in Morocco", QUAKE, 8, lang="en")
    seisme = item("Le Phare", "q", "Maroc : un séisme fait 14 morts", SEISME, 9, lang="fr")
    newsroom.take(quake)
    path = tmp_path / "config.toml"
    path.write_text("")
    other = item("Radio Gulf", "h", "Harbour to be dredged", HARBOUR, 7, lang="en")
    Newsdesk(config.load(path), cast("Store", Busy(newsroom, other, seisme))).release()
    (found,) = twins(newsroom, newsroom.story_of(quake))
    assert found["id"] == newsroom.story_of(seisme)


def test_what_an_older_dateline_passed_over_is_linked_after_the_upgrade(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    newsroom = Newsroom(open_store(url))
    story = arrive(newsroom)
    newsroom.release()
    newsroom.store.close()
    with closing(sqlite3.connect(tmp_path / "x.db")) as older, older:
        older.execute("DELETE FROM story_gists WHERE story = ?", [story["fr"]])
        older.execute("DELETE FROM story_twins")
        older.execute("ALTER TABLE story_gists ADD COLUMN mark BIGINT NOT NULL DEFAULT 7")
        older.execute("ALTER TABLE sources ADD COLUMN overlap FLOAT")
        older.execute("UPDATE alembic_version SET version_num = '0023'")
    newsroom = Newsroom(open_store(url))
    assert link_twins(newsroom.store) == 1
    assert {one["id"] for one in twins(newsroom, story["fr"])} == {story["en"], story["ar"]}
    newsroom.store.close()


def test_a_story_that_is_withdrawn_is_nobody_s_twin_any_more(newsroom: Newsroom) -> None:
    story = arrive(newsroom)
    quake = item("Harbour Times", "q", "Quake kills 14 in Morocco", QUAKE, 8, lang="en")
    newsroom.take(replace(quake, management=Management(status="cancelled")), hour=16)
    link_twins(newsroom.store)
    assert twins(newsroom, story["en"]) == []
    assert [one["id"] for one in twins(newsroom, story["fr"])] == [story["ar"]]


def test_links_follow_a_story_into_another_and_go_with_it(newsroom: Newsroom) -> None:
    story = arrive(newsroom)
    other = item("Radio Gulf", "x", "Tremor in the south", ("Nobody was hurt at all there.",), 7)
    newsroom.take(other)
    kept = newsroom.join(story["en"], newsroom.story_of(other))
    link_twins(newsroom.store)
    assert kept == newsroom.story_of(other)
    with newsroom.store.write() as tx:
        assert {link.other for link in tx.twins.of([story["fr"]])[story["fr"]]} <= {
            kept,
            story["ar"],
        }
        tx.tidy(before=other.first_seen.replace(year=2030))
        assert tx.twins.of(sorted(story.values())) == {}
        assert tx.twins.gists(sorted(story.values())) == {}


@pytest.mark.parametrize("by_an_editor", [True, False])
def test_a_link_goes_with_the_copies_that_it_is_of_when_stories_come_apart_again(
    newsroom: Newsroom, *, by_an_editor: bool
) -> None:
    harbour = item("Radio Gulf", "h", "Harbour to be dredged before storms", HARBOUR, 7, lang="en")
    newsroom.take(harbour)
    story = arrive(newsroom)
    both = [harbour, item("Harbour Times", "q", "Quake kills 14 in Morocco", QUAKE, 8, lang="en")]
    if by_an_editor:
        whole = newsroom.join(*map(newsroom.story_of, both))
    else:
        newsroom.regroup(both)
        whole = newsroom.story_of(harbour)
    link_twins(newsroom.store)
    assert {one["id"] for one in twins(newsroom, whole)} == {story["fr"], story["ar"]}
    if by_an_editor:
        newsroom.split(whole, both[1])
    else:
        newsroom.regroup(both[:1], both[1:])
    link_twins(newsroom.store)
    assert newsroom.story_of(both[1]) == story["en"]
    assert {one["id"] for one in twins(newsroom, story["en"])} == {story["fr"], story["ar"]}
    assert twins(newsroom, whole) == []


def test_what_did_not_change_is_not_read_again(newsroom: Newsroom) -> None:
    arrive(newsroom)
    assert link_twins(newsroom.store) == 0
    copy = item("Radio Gulf", "q", "Quake kills 14 in Morocco", QUAKE, 11, lang="en")
    newsroom.take(copy)
    assert link_twins(newsroom.store) == 0


def test_the_command_line_shows_twins_in_words_and_as_json(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[store]\nurl = "sqlite:///x.db"\n')
    store = open_store(f"sqlite:///{tmp_path}/x.db")
    story = arrive(Newsroom(store))
    store.close()

    def shown(*arguments: str) -> str:
        done = CliRunner().invoke(main, ["-c", str(path), "story", *arguments])
        assert done.exit_code == 0, done.output
        return " ".join(done.stdout.split())

    told = shown(story["en"])
    assert f"{story['fr']} “Maroc : un séisme fait 14 morts” (fr): the same event in" in told
    assert told.count("language twin ") == 2
    twin, _ = json.loads(shown(story["fr"], "--json"))["twins"]
    assert (twin["id"], twin["language"]) == (story["en"], "en")
    assert twin["title"] == "Quake kills 14 in Morocco"
    assert twin["why"].startswith("the same event in another language: figures")


@pytest.mark.parametrize("wanted", [True, False])
def test_twins_may_be_switched_off(newsroom: Newsroom, tmp_path: Path, wanted: bool) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"[stories]\ntwins = {str(wanted).lower()}\n")
    english = item("Harbour Times", "q", "Quake kills 14 in Morocco", QUAKE, 8, lang="en")
    newsroom.take(english)
    newsroom.take(item("Le Phare", "q", "Maroc : un séisme fait 14 morts", SEISME, 9, lang="fr"))
    Newsdesk(config.load(path), newsroom.store).release()
    assert bool(twins(newsroom, newsroom.story_of(english))) is wanted


def gist(text: str, lang: str) -> Gist:
    one = item("X", "x", "title", (text,), 8, lang=lang)
    made = gist_of(one, one.first_seen)
    assert made
    return made


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("It cost 3.6 billion and 140 million on March 7, said the report of 2,415 pages.", "en"),
        (
            "Cela a coûté 3,6 milliards et 140 millions le 7 mars, selon le rapport de 2.415 pages.",
            "fr",
        ),
        (
            "Costó 3.600 millones y 140 millones el 7 de marzo, según el informe de 2.415 páginas.",
            "es",
        ),
        ("وكلف ذلك ٣٫٦ مليارات و١٤٠ مليون يوم 7 مارس حسب تقرير من 2415 صفحة.", "ar"),
    ],
)
def test_figures_are_the_same_in_every_language_and_days_are_none(text: str, lang: str) -> None:
    assert set(gist(text, lang).figures) == {"3600000000", "140000000", "2415"}


def test_names_agree_across_alphabets() -> None:
    latin = dict(gist("He met Abdellatif Hammouchi and Farid Benkhaldoun there.", "en").names)
    arabic = dict(gist("والتقى عبد اللطيف حموشي وفريد بنخلدون هناك.", "ar").names)
    assert {"hms", "frd", "bnkldn"} <= set(latin) & set(arabic)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("from Casablanca to Moroccan and Tangier ports with the United Nations", "en"),
        ("de Casablanca aux ports marocains et à Tanger avec les Nations unies", "fr"),
        ("de Casablanca a puertos marroquíes y Tánger con las Naciones Unidas", "es"),
        ("من الدار البيضاء إلى الموانئ المغربية وبطنجة مع الأمم المتحدة", "ar"),
    ],
)
def test_places_and_bodies_are_found_whatever_they_are_called(text: str, lang: str) -> None:
    found = {one.name for one in find(words(text), lang)}
    assert {"city Casablanca", "country Morocco", "city Tangier", "body United Nations"} <= found


def test_the_table_has_a_column_for_each_language_in_every_line() -> None:
    for table in (COUNTRIES, CITIES, BODIES, SUBJECTS, MONTHS):
        for line in table.strip().split("\n"):
            assert line.count("|") == len(LANGUAGES) - 1, line


@settings(max_examples=40)
@given(st.text(max_size=100), st.sampled_from(LANGUAGES))
@example("½ ² ③ ١٬٢٣٤٫٥ 1.2.3,4 12\u202f345 million mille " + "9" * 100, "fr")
@example("", "ar")
def test_any_text_has_a_gist_that_survives_being_kept(text: str, lang: str) -> None:
    one = replace(item("X", "x", "title", ("text",), 8), text=text, title=text, language=lang)
    made = gist_of(one, one.first_seen)
    assert made
    assert unpack_gist(pack_gist(made)) == made
    assert all(0 <= key < 2**32 for key in keys_of(made))


HAUL = {
    "en": "Police of Saltmarsh seized 2,415 kilos and 3.6 million euros in Casablanca, said Farid Benkhaldoun of the "
    "United Nations. Abdellatif Hammouchi met Ansgar Brakke in Tangier.",
    "fr": "La police de Saltmarsh a saisi 2.415 kilos et 3,6 millions d'euros à Casablanca, selon Farid Benkhaldoun "
    "des Nations unies. Abdellatif Hammouchi a reçu Ansgar Brakke à Tanger.",
}


def test_two_that_were_filed_in_different_places_are_no_twins_for_a_few_figures() -> None:
    english, french = (gist(text, lang) for lang, text in HAUL.items())
    here, there = (replace(english, place=place) for place in ("casablanca", "tangier"))
    assert judge(here, french)
    assert judge(here, replace(french, place="casablanca"))
    assert judge(there, replace(french, place="casablanca")) is None


def test_what_a_crowd_of_stories_has_finds_no_twin_and_is_kept_for_none_more() -> None:
    crowd = [f"story {number}" for number in range(CROWDED)]
    few = {1: ["ours"], 2: ["ours"], 3: crowd}
    assert rank([1, 2, 3], few) == ("ours",)
    assert rank([3, 4], {3: crowd, 4: crowd}) == ()
    assert worth_indexing([1, 3], few) == (1,)
    assert worth_indexing([3], {3: crowd[1:]}) == (3,)


def test_a_language_that_the_table_lacks_has_no_twins() -> None:
    one = item("X", "x", "title", ("Ein Erdbeben der Stärke 5,8 in Marokko.",), 8, lang="de")
    assert gist_of(replace(one, language="de"), one.first_seen) is None

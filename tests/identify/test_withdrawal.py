"""Kill notices: who may withdraw a story, and what stays known of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.identify.newsroom import Newsroom, after

Told = dict[str, Any]
WEEKS = 5 * 7 * 24 * 60  # minutes


def carried(room: Newsroom, told: Told) -> None:
    """The agency had it first; two outlets carry it."""
    room.agencies["Wire"] = "AFP"
    room.carry("Wire", told["title"], told["paragraphs"], guid="1")
    room.carry("Ledger", told["retitled"], [*told["paragraphs"], "(AFP)"], guid="1", minutes=20)
    room.carry("Gazette", told["title"], told["paragraphs"][:3], guid="1", minutes=40)


@pytest.mark.parametrize("guid", ["1", "2"], ids=["same guid", "new guid"])
def test_the_agencys_kill_withdraws_the_story_and_its_copies_stay_listed(
    room: Newsroom, told: Told, guid: str
) -> None:
    carried(room, told)
    story = room.carry("Wire", told["kill_title"], told["kill_text"], guid=guid, minutes=60)
    assert len(room.stories()) == 1
    assert story.status == "withdrawn"
    assert story.updated == after(60)
    assert room.relations(story) == ["original", "withdrawal"]
    assert {copy.source for copy in story.copies} == {"Wire", "Ledger", "Gazette"}
    assert story.first_carrier == "Wire"
    assert "withdrawal" in {copy.relation for copy in story.copies if copy.source == "Wire"}
    with room.store.read() as snapshot:
        original = snapshot.versions(story.id)[0]
    assert original.text == "\n".join(told["paragraphs"])


@pytest.mark.parametrize("guid", ["1", "2"], ids=["same guid", "new guid"])
def test_a_kill_in_the_description_alone_withdraws_what_was_given_in_full(
    room: Newsroom, told: Told, guid: str
) -> None:
    carried(room, told)
    kill = told["kill_title"], told["kill_text"]
    story = room.carry("Wire", *kill, guid=guid, minutes=60, teaser=True)
    assert (len(room.stories()), story.status) == (1, "withdrawn")
    assert (story.version, story.updated) == (2, after(60))
    again = room.carry("Wire", *kill, guid=guid, minutes=70, teaser=True)
    assert (again.version, again.updated) == (2, after(60))


@pytest.mark.parametrize("guid", ["1", "2"], ids=["same guid", "new guid"])
def test_the_first_carriers_kill_withdraws_its_story(room: Newsroom, told: Told, guid: str) -> None:
    room.carry("Gazette", told["title"], told["paragraphs"], guid="1")
    room.carry("Ledger", told["title"], told["edited"], minutes=20)
    story = room.carry("Gazette", told["kill_title"], told["kill_text"], guid=guid, minutes=60)
    assert story.status == "withdrawn"
    assert story.carriers == 2


def test_a_kill_withdraws_a_story_of_weeks_ago(room: Newsroom, told: Told) -> None:
    """Courts and subjects take weeks; the notice was published, and the story stayed."""
    carried(room, told)
    story = room.carry("Wire", told["kill_title"], told["kill_text"], guid="2", minutes=WEEKS)
    assert [one.status for one in room.stories()] == ["withdrawn"]
    assert story.updated == after(WEEKS)


def test_a_kill_weeks_later_withdraws_none_of_several_under_one_title(
    room: Newsroom, told: Told
) -> None:
    """Of a weekly report it is most likely of one that is yet to come, or was not carried."""
    carried(room, told)
    room.carry("Wire", told["title"], told["edited"][:2], guid="3", minutes=WEEKS // 2)
    room.carry("Wire", told["kill_title"], told["kill_text"], guid="2", minutes=WEEKS)
    told_of = {
        copy.guid: one.status
        for one in room.stories()
        for copy in one.copies
        if copy.source == "Wire"
    }
    assert told_of["1"] == told_of["3"] == "usable"


def test_a_kill_withdraws_the_story_it_names_and_not_its_follow_up(room: Newsroom) -> None:
    """The follow-up is the latest that has most words of that title."""
    title = "Glassworks of Saltmarsh Bay to close in spring"
    text = "The oldest furnaces on the coast will go out in March, the owner told workers in the canteen."
    later = "A packaging maker has called the administrator and will come to look around on Monday."
    named = room.carry("Wire", title, text)
    other = room.carry("Wire", "Group eyes glassworks of Saltmarsh Bay", later, minutes=30)
    notice = f"There will be no substitute for “{title}”."
    room.carry("Wire", f"KILL: {title}", notice, guid="2", minutes=60)
    assert (room.again(named).status, room.again(other).status) == ("withdrawn", "usable")


NOTICES = [
    ("STORY REMOVED: {}", "A person had been taken for another."),
    ("KILL KILL KILL {}", "Editors must not use this item."),
    ('ADVISORY-Story on "{}" withdrawn', "There will be no substitute."),
    ("Avis", "L'agence prie ses abonnés d'annuler la dépêche « {} »."),
    ("Nota", "Rogamos a nuestros abonados que anulen la noticia «{}»."),
    ("تنبيه إلى المشتركين", "تلغي الوكالة خبرها بعنوان «{}»."),
]


@pytest.mark.parametrize(("title", "text"), NOTICES)
def test_a_notice_in_the_agencys_words_withdraws_the_story_that_it_names(
    room: Newsroom, told: Told, title: str, text: str
) -> None:
    carried(room, told)
    named = told["title"]
    story = room.carry("Wire", title.format(named), text.format(named), guid="2", minutes=60)
    assert len(room.stories()) == 1
    assert story.status == "withdrawn"


@pytest.mark.parametrize("guid", ["1", "2"], ids=["same guid", "new guid"])
def test_another_outlets_kill_is_only_of_its_own_copy(
    room: Newsroom, told: Told, guid: str
) -> None:
    carried(room, told)
    story = room.carry("Gazette", told["kill_title"], told["kill_text"], guid=guid, minutes=60)
    assert story.status == "usable"
    assert story.updated == after(0)
    assert room.relations(story) == ["original"]
    assert story.head.text == "\n".join(told["paragraphs"])
    assert "withdrawal" in {copy.relation for copy in story.copies if copy.source == "Gazette"}


def test_another_agencys_kill_is_only_of_its_own_copy(room: Newsroom, told: Told) -> None:
    carried(room, told)
    room.agencies["Other wire"] = "DPA"
    room.carry("Other wire", told["title"], told["paragraphs"], guid="1", minutes=50)
    story = room.carry("Other wire", told["kill_title"], told["kill_text"], guid="2", minutes=60)
    assert (len(room.stories()), story.status, story.carriers) == (1, "usable", 4)
    assert "Other wire" not in story.still_carried_by


def test_a_kill_by_an_outlet_that_never_carried_it_touches_nothing(
    room: Newsroom, told: Told
) -> None:
    carried(room, told)
    notice = room.carry("Stranger", told["kill_title"], told["kill_text"], minutes=60)
    story = room.story("Wire", "1")
    assert notice.id != story.id, "it is not named among those who carry it"
    assert story.status == "usable"
    assert story.head.text == "\n".join(told["paragraphs"])
    assert story.updated == after(0)


def test_an_agencys_notice_passed_on_by_an_outlet_withdraws_nothing(
    room: Newsroom, told: Told
) -> None:
    cut = " ".join(told["paragraphs"][0].split()[:24]) + "…"
    room.carry("Wire feed", told["title"], [cut, "(AFP)"], guid="1", teaser=True)
    text = [told["kill_text"], "(AFP)"]
    room.carry("Stranger", told["kill_title"], text, guid="1", minutes=60)
    story = room.story("Wire feed", "1")
    assert story.status == "usable"
    assert story.head.source == "Wire feed"


def test_copies_that_come_after_the_kill_are_known_and_the_story_stays_withdrawn(
    room: Newsroom, told: Told
) -> None:
    carried(room, told)
    killed = room.carry("Wire", told["kill_title"], told["kill_text"], guid="2", minutes=60)
    late = room.carry("Post", told["title"], told["edited"], minutes=90)
    assert late.id == killed.id
    assert late.status == "withdrawn"
    assert late.updated == killed.updated
    assert late.carriers == 4


def test_copies_find_a_story_that_was_killed_under_its_own_guid(room: Newsroom, told: Told) -> None:
    carried(room, told)
    killed = room.carry("Wire", told["kill_title"], told["kill_text"], guid="1", minutes=60)
    late = room.carry("Post", told["title"], told["edited"], minutes=90)
    assert late.id == killed.id
    assert late.status == "withdrawn"


def test_a_kill_sent_twice_withdraws_once(room: Newsroom, told: Told) -> None:
    carried(room, told)
    killed = room.carry("Wire", told["kill_title"], told["kill_text"], guid="2", minutes=60)
    twice = room.carry("Wire", told["kill_title"], told["kill_text"], guid="3", minutes=80)
    assert twice.id == killed.id
    assert twice.updated == killed.updated
    assert room.relations(twice) == ["original", "withdrawal"]


def test_a_kill_names_its_story_among_others_of_the_wire(room: Newsroom, told: Told) -> None:
    room.agencies["Wire"] = "AFP"
    other = room.carry("Wire", told["rival_title"], told["rival"])
    third = room.carry("Wire", told["follow_title"], told["generic"][0], minutes=5)
    room.carry("Wire", told["title"], told["paragraphs"], guid="1", minutes=10)
    killed = room.carry("Wire", told["kill_title"], told["kill_text"], guid="2", minutes=60)
    assert killed.id == room.story("Wire", "1").id
    assert killed.status == "withdrawn"
    assert {room.again(s).status for s in (other, third)} == {"usable"}


NOTICES = {
    "en": (
        "Story withdrawn",
        "The story headlined “{}” has been withdrawn. There is no substitute.",
    ),
    "fr": ("Dépêche annulée", "La dépêche titrée « {} » est annulée. Elle ne sera pas remplacée."),
    "es": ("Noticia anulada", "Rogamos anular la noticia “{}”. No será sustituida."),
    "ar": ("سحب خبر", "يرجى سحب الخبر المعنون “{}”. ولن يعوض بخبر آخر."),
}


def test_a_kill_that_names_its_story_in_its_text_alone_withdraws_it(
    room: Newsroom, told: Told
) -> None:
    carried(room, told)
    other = room.carry("Wire", told["rival_title"], told["rival"], guid="8", minutes=30)
    title, text = NOTICES[room.language]
    killed = room.carry("Wire", title, text.format(told["title"]), guid="9", minutes=60)
    assert killed.id == room.story("Wire", "1").id
    assert killed.status == "withdrawn"
    assert killed.carriers == 3
    assert room.again(other).status == "usable"


def test_a_kill_that_repeats_the_words_of_its_story_withdraws_it(
    room: Newsroom, told: Told
) -> None:
    """Under a title of its own: what was sent stands in it once more."""
    carried(room, told)
    room.carry("Wire", told["retitled"], told["paragraphs"][:2], guid="part", minutes=30)
    text = [told["kill_form"], *told["paragraphs"]]
    room.carry("Wire", "KILL: attention editors", text, guid="2", minutes=60)
    assert room.story("Wire", "1").status == "withdrawn"


def test_of_two_stories_under_one_title_the_later_is_killed(room: Newsroom, told: Told) -> None:
    first = room.carry("Wire", told["title"], told["generic"][0], guid="1")
    later = room.carry("Wire", told["title"], told["generic"][1], guid="2", minutes=24 * 60)
    for outlet in range(3):
        room.carry(f"Outlet {outlet}", told["title"], told["generic"][1], minutes=25 * 60)
    assert first.id != later.id
    killed = room.carry("Wire", told["kill_title"], told["kill_form"], guid="3", minutes=26 * 60)
    assert killed.id == later.id
    assert room.again(first).status == "usable"


def test_news_of_a_withdrawal_withdraws_nothing(room: Newsroom) -> None:
    text = "The last dredger left the strait on Monday after 11 weeks, the harbour office said."
    room.language = "en"
    first = room.carry("Gazette", "Dredgers to leave the strait", text, guid="1")
    title = "Withdrawal of dredgers to leave the strait open begins"
    room.carry("Gazette", title, f"{text} Two more follow.", guid="2", minutes=60)
    assert room.again(first).status == "usable"


@pytest.mark.parametrize("notice", ["kill_text", "kill_form"], ids=["own words", "a form"])
def test_a_second_kill_withdraws_its_own_story_and_no_other(
    room: Newsroom, told: Told, notice: str
) -> None:
    room.agencies["Wire"] = "AFP"
    room.carry("Wire", told["title"], told["paragraphs"], guid="1")
    one = room.carry("Wire", told["kill_title"], told[notice], guid="2", minutes=20)
    room.carry("Wire", told["rival_title"], told["rival"], guid="3", minutes=40)
    for outlet in range(3):
        room.carry(f"Outlet {outlet}", told["rival_title"], told["rival"], minutes=45 + outlet)
    title, text = (
        told[name].replace(told["title"], told["rival_title"]) for name in ("kill_title", notice)
    )
    two = room.carry("Wire", title, text, guid="4", minutes=60)
    assert two.id == room.story("Wire", "3").id
    assert two.id != one.id
    assert two.status == "withdrawn"
    assert room.again(one).updated == after(20)


def test_a_kill_is_no_copy_of_the_kill_before_it_in_the_same_form(room: Newsroom) -> None:
    """The second comes before its story, whose title has some words in common with the first's."""
    room.agencies["Wire"] = "AFP"
    titles = (
        "Tanker Aurelia leaves Port Sable after a week of repairs with palm oil for Rotterdam",
        "Four hundred dockers strike in Port Sable after a week of talks on night shifts",
    )
    texts = (
        "She cast off at noon with four thousand tons on board, and two divers fewer than planned.",
        "Cranes stood still from midnight, and nobody of the owners came to the gate on Tuesday.",
    )
    form = "Please kill and do not use the story slugged “{}”. A substitute will not be sent."
    room.carry("Wire", titles[0], texts[0], guid="1")
    for guid, title in enumerate(titles, 2):
        room.carry("Wire", f"KILL: {title}", form.format(title), guid=f"{guid}", minutes=guid * 10)
    second = room.carry("Wire", titles[1], texts[1], guid="4", minutes=60)
    assert second.status == "withdrawn"
    assert second.id != room.story("Wire", "1").id


def test_the_only_carriers_kill_under_the_same_guid_keeps_late_copies_withdrawn(
    room: Newsroom, told: Told
) -> None:
    room.carry("Gazette", told["title"], told["paragraphs"], guid="1")
    killed = room.carry("Gazette", told["kill_title"], told["kill_text"], guid="1", minutes=20)
    late = room.carry("Ledger", told["title"], told["edited"], minutes=40)
    assert late.id == killed.id
    assert late.status == "withdrawn"


def test_another_kill_in_other_words_changes_no_words(room: Newsroom, told: Told) -> None:
    carried(room, told)
    killed = room.carry("Wire", told["kill_title"], told["kill_text"], guid="2", minutes=60)
    text = f"{told['kill_text']} {told['context_after']}"
    twice = room.carry("Wire", told["kill_title"], text, guid="3", minutes=80)
    assert twice.id == killed.id
    assert twice.updated == killed.updated
    assert room.relations(twice) == ["original", "withdrawal"]


@pytest.mark.parametrize("guid", ["1", "3"], ids=["same guid", "new guid"])
def test_what_is_edited_after_the_kill_makes_the_withdrawn_story_no_newer(
    room: Newsroom, told: Told, guid: str
) -> None:
    """Readers are shown none of its words, so they would get the same notice once more."""
    carried(room, told)
    killed = room.carry("Wire", told["kill_title"], told["kill_text"], guid="2", minutes=60)
    story = room.carry("Wire", told["updated_title"], told["edited"], guid=guid, minutes=80)
    assert story.id == killed.id, "void: it is no copy of the story"
    assert story.status == "withdrawn"
    assert story.updated == killed.updated

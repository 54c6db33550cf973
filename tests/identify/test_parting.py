"""An item that shows a story to be two: what it is to the one that it belongs to."""

from __future__ import annotations

from tests.identify.newsroom import Newsroom, after

RECEIVED = (
    "Harbour Minister Ansgar Tolle received at the Customs House on Thursday morning, in the presence of the head of "
    "the pilotage office and the secretary of the islands' council"
)
SPOKE = (
    "They spoke of fishing rights, of the new lighthouse, and of the ferries that are to sail between the two coasts "
    "from the coming summer on."
)
TITLE = "Harbour minister receives envoy"


def told(place: str, guest: str) -> list[str]:
    return [f"{RECEIVED}, the envoy of {place}, {guest}.", SPOKE]


def two_receptions(room: Newsroom) -> None:
    """One in full, and one of which the feed cuts the formula before the guest is named: one story, for now."""
    one = room.carry(
        "Times", f"{TITLE} of Vandarra", told("Vandarra", "Ilona Brakke"), guid="vandarra"
    )
    other = room.carry("Gulf", TITLE, f"{RECEIVED}…", guid="cut", minutes=60, teaser=True)
    assert one.id == other.id, "void: there is nothing to part"


def test_a_correction_of_a_copy_that_was_with_another_story_is_that_story_s_correction(
    room: Newsroom,
) -> None:
    two_receptions(room)
    title = f"CORRECTED: {TITLE} of Costamera"
    text = told("Costamera", "Rui Talhado")
    story = room.carry("Gulf", title, text, guid="costamera", minutes=180)
    assert [copy.guid for copy in story.copies] == ["cut", "costamera"]
    assert [copy.relation for copy in story.copies] == ["original", "correction"]
    assert room.relations(story) == ["original", "correction"]
    assert story.updated == after(180)
    assert story.head.guid == "costamera"
    assert "compared with Gulf" in story.copies[1].why
    other = room.story("Times", "vandarra")
    assert (other.version, other.updated) == (1, after(0))


def test_an_item_quotes_what_was_parted_from_its_story_for_it(room: Newsroom) -> None:
    two_receptions(room)
    cut = room.carry("Post", TITLE, f"{RECEIVED}…", guid="cut too", minutes=70, teaser=True)
    assert len(cut.copies) == 3, "void: most of the story is to go"
    title = f"CORRECTED: {TITLE} of Costamera"
    text = told("Costamera", "Rui Talhado")
    story = room.carry("Gulf", title, text, guid="costamera", minutes=180)
    other = room.story("Times", "vandarra")
    assert [copy.guid for copy in other.copies] == ["vandarra"]
    assert room.quoted(story) == {other.id}
    assert room.quoted(other) == {story.id}

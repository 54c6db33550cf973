"""What is told of a source's health, and that each spell is told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feeds.model.health import SourceEvent
from feeds.model.poll import Failed, Fetched, Gone, NotModified, Outcome, PollState, Source
from feeds.poll.health import condition, fell_silent, notice, sentence
from feeds.poll.move import as_configured

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
WIRE = Source(name="MAP Express", url="https://map.example/feed", silence=12 * HOUR)
DOWN = Failed(grade="soft", reason="the server answered 500 (its own error)")
FORBIDDEN = Failed(grade="hard", reason="the server answered 403 (forbidden)")
SAME = NotModified(etag=None, last_modified=None)
BODY = Fetched(
    body=b"x", body_hash="h", content_type=None, location="", etag=None, last_modified=None
)


class Watch:
    """A source through the polls of some hours."""

    def __init__(self, source: Source = WIRE) -> None:
        self.source = source
        self.now = NOON
        self.state = PollState(source=source.name, due=NOON, added=NOON)
        self.told: list[SourceEvent] = []

    def poll(
        self,
        outcome: Outcome,
        *,
        new: bool = False,
        hours: int = 1,
        called: str = "",
        **more: object,
    ) -> list[str]:
        """Poll after some hours; the kinds of events that are told of it."""
        self.now += hours * HOUR
        before = self.state
        after = replace(before, polled=self.now, due=self.now + HOUR)
        if isinstance(outcome, Failed | Gone):
            gone = before.gone + isinstance(outcome, Gone)
            failures = before.failures + 1
            after = replace(after, failures=failures, gone=gone, problem=outcome.reason)
        else:
            after = replace(after, failures=0, gone=0, problem=None, succeeded=self.now)
        if new:
            after = replace(after, changed=self.now)
        after = replace(after, **more)  # type: ignore[arg-type]
        self.state, told = notice(
            before, after, source=self.source, outcome=outcome, now=self.now, called=called
        )
        self.told += told
        return [event.kind for event in told]

    def edit(self, url: str) -> None:
        """The operator writes another address into the configuration."""
        self.source = replace(self.source, url=url)
        known = replace(self.state, url=WIRE.url)
        self.state = as_configured(known, self.source, self.now)

    @property
    def condition(self) -> str:
        return condition(self.state, self.source)

    @property
    def sentence(self) -> str:
        return sentence(self.state, self.source, self.now) or ""


@pytest.fixture
def watch() -> Watch:
    started = Watch()
    assert started.poll(BODY, new=True) == []
    assert started.condition == "well"
    assert started.sentence == ""
    return started


def test_a_failure_that_passes_is_not_told(watch: Watch) -> None:
    assert watch.poll(DOWN) == watch.poll(DOWN) == []
    assert watch.condition == "failing"
    assert watch.sentence == ("2 polls in a row failed: the server answered 500 (its own error).")
    assert watch.poll(SAME) == []
    assert watch.condition == "well"


def test_a_source_that_breaks_is_told_once_with_why_and_once_that_it_is_back(watch: Watch) -> None:
    kinds = [watch.poll(DOWN) for _ in range(6)]
    assert kinds == [[], [], ["broke"], [], [], []]
    (event,) = watch.told
    assert event.title == "MAP Express can't be read"
    assert event.detail == (
        "3 polls in a row failed: the server answered 500 (its own error). Its last good answer was "
        "2026-03-01 13:00 UTC. It is asked again 2026-03-01 17:00 UTC."
    )
    assert watch.condition == "broken"
    assert watch.poll(SAME) == ["came back"]
    assert watch.told[-1].title == "MAP Express is back"
    assert "after 6 polls in a row failed" in watch.told[-1].detail
    assert watch.poll(SAME) == []
    assert [watch.poll(DOWN) for _ in range(3)][-1] == ["broke"], "a new spell is told anew"


def test_a_source_that_answers_once_its_address_was_put_right_is_told_to_be_back(
    watch: Watch,
) -> None:
    assert watch.poll(FORBIDDEN) == ["broke"]
    watch.edit("https://map.example/new")
    assert watch.poll(DOWN) == watch.poll(FORBIDDEN) == [], "it is the same spell"
    watch.edit("https://map.example/newest")
    assert watch.poll(BODY) == ["came back"]
    assert watch.told[-1].detail == "It answers again since its address is another."


def test_a_failure_that_will_not_pass_by_itself_is_told_at_once(watch: Watch) -> None:
    assert watch.poll(FORBIDDEN) == ["broke"]
    assert watch.told[-1].detail.startswith("A poll failed: the server answered 403 (forbidden).")
    assert watch.poll(FORBIDDEN) == watch.poll(DOWN) == []


def test_a_source_that_says_it_is_gone_is_told_at_its_first_word(watch: Watch) -> None:
    for _ in range(3):
        watch.poll(DOWN)
    gone = Gone(reason="the source says that it is gone for good (410)")
    assert watch.poll(gone) == ["gone"], "though it was told that it broke"
    assert watch.poll(gone) == []
    assert watch.condition == "gone"
    assert "looked at now and then" in watch.sentence
    assert watch.poll(BODY, new=True) == ["came back"]


@pytest.mark.parametrize("outcome", [SAME, BODY, DOWN])
def test_silence_is_told_once_whatever_the_polls_answer(watch: Watch, outcome: Outcome) -> None:
    kinds = [kind for _ in range(16) for kind in watch.poll(outcome)]
    assert kinds.count("fell silent") == 1
    (event,) = (event for event in watch.told if event.kind == "fell silent")
    assert event.title == "MAP Express has had nothing new for 12 hours"
    assert event.at == NOON + 13 * HOUR
    assert "Nothing new for 16 hours." in watch.sentence
    assert watch.condition == ("broken" if outcome is DOWN else "silent")
    kinds = watch.poll(BODY, new=True)
    assert kinds[-1:] == ["spoke again"]
    assert watch.told[-1].title == "MAP Express has something new after 17 hours"
    assert watch.condition == "well"


def test_silence_is_told_without_a_poll_and_a_source_that_never_had_anything_can_be_silent() -> (
    None
):
    watch = Watch()
    watch.poll(SAME)
    assert fell_silent(watch.state, WIRE, NOON + 11 * HOUR) is None
    event = fell_silent(watch.state, WIRE, NOON + 12 * HOUR)
    assert event
    assert event.detail.startswith("Nothing ever came from it")
    told = replace(watch.state, silent=NOON)
    assert fell_silent(told, WIRE, NOON + 24 * HOUR) is None


def test_silence_ends_or_begins_at_another_address_too(watch: Watch) -> None:
    watch.poll(SAME, hours=12)
    watch.edit("https://map.example/new")
    assert watch.poll(SAME) == [], "that was told"
    assert watch.poll(BODY, new=True) == ["spoke again"]
    never = Watch()
    never.edit("https://map.example/new")
    assert never.poll(SAME, hours=12) == ["fell silent"], "nothing ever came from it"


def test_a_source_without_silence_is_never_silent() -> None:
    watch = Watch(replace(WIRE, silence=None))
    watch.poll(BODY, new=True)
    assert watch.poll(SAME, hours=9000) == []
    # Nor one whose silence was taken out of the configuration after it was told.
    watch.state = replace(watch.state, silent=NOON)
    assert watch.condition == "well"


def test_whose_feed_it_is_that_holds_nothing_known_is_told(watch: Watch) -> None:
    """Somebody else's may have come to its address: a domain that ran out, a cache that mixes sites up."""
    watch.poll(BODY, new=True, missed=True, called="Best Casino")
    assert "its document, which calls itself “Best Casino”, was known" in watch.told[-1].detail
    watch.poll(BODY, new=True, missed=False)
    assert watch.poll(BODY, new=True, missed=True, called=WIRE.name) == ["missed"]
    assert "calls itself" not in watch.told[-1].detail


def test_each_poll_that_may_have_missed_items_counts_and_the_first_of_them_is_told(
    watch: Watch,
) -> None:
    assert watch.poll(BODY, new=True, missed=True) == ["missed"]
    assert watch.poll(BODY, new=True, missed=True) == []
    assert watch.poll(SAME, missed=True) == [], "unchanged: nothing more was missed"
    assert watch.state.misses == 2
    assert "items may have been missed" in watch.sentence.lower()


def test_a_move_is_told_when_it_is_taken_up_and_shows_no_secret(watch: Watch) -> None:
    target = "https://mara:s3cret@new.example/feed?key=s3cret"
    moved = {"moved_to": target, "moved_count": 2}
    assert watch.poll(SAME, **moved) == []
    assert watch.poll(SAME, **{**moved, "moved_count": 3}) == ["moved"]
    assert watch.poll(DOWN) == watch.poll(SAME) == []
    assert "https://new.example/feed?…" in watch.told[-1].detail
    assert "https://new.example/feed?…" in watch.sentence
    assert "s3cret" not in f"{watch.told} {watch.sentence}"


def test_a_source_that_gets_another_address_is_told_back_there(watch: Watch) -> None:
    """Who was told that it broke waits to hear that the address which the operator found for it does."""
    assert watch.poll(FORBIDDEN) == ["broke"]
    assert watch.poll(SAME, hours=20) == ["came back", "fell silent"]
    assert watch.poll(FORBIDDEN) == ["broke"]
    watch.state = replace(watch.state, url=WIRE.url)
    watch.source = replace(WIRE, url="https://map.example/rss")
    watch.state = as_configured(watch.state, watch.source, watch.now)
    assert watch.poll(DOWN) == [], "what was told is not told again"
    assert watch.condition == "broken"
    watch.state = as_configured(replace(watch.state, url=WIRE.url), watch.source, watch.now)
    assert watch.poll(BODY, new=True) == ["came back", "spoke again"]
    assert watch.told[-2].detail == "It answers again since its address is another."
    assert watch.condition == "well"

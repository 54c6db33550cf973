"""The order of a story's states where they did not arrive in it: the correction before what it corrects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from feeds.identify.mark import mark_of, number_in
from feeds.identify.settle import by_time, choose_head, related, version_of
from feeds.model.item import Item
from feeds.model.story import Copy, Plan, Relation, Story, Version

_LATER: tuple[Relation, ...] = ("correction", "update")


def precedes(item: Item, other: Item) -> bool:
    """Whether an item is an earlier state of a text that its source, or its agency, marked as a later one: by
    the numbers of their marks, else by the times they state; where these don't tell, what has no mark was first.
    """
    own = item.source == other.source or (
        item.credit.own and other.credit.own and item.credit.agency == other.credit.agency
    )
    if not own or item.teaser:
        return False
    mark, later = mark_of(item), mark_of(other)
    if "withdrawal" in (mark, later) or later is None:
        return False
    numbers = number_in(item.title), number_in(other.title)
    if None not in numbers and numbers[0] != numbers[1]:
        return (numbers[0] or 0) < (numbers[1] or 0)
    if item.published and other.published and item.published != other.published:
        return item.published < other.published
    return mark is None


def in_place(
    item: Item, story: Story, versions: Sequence[Version], items: Mapping[int, Item]
) -> Plan | None:
    """The plan that gives an item, just joined with the story, its place among the states of its words; None if
    it has none before others. The story's present words and their time stay.

    ``versions`` is the story's history, ``items`` are those that brought it.
    """
    before = [v.item in items and precedes(item, items[v.item]) for v in versions]
    if True not in before:
        return None
    place, mark = before.index(True), mark_of(item)
    if place and mark is None:
        return None  # the story has its first state: by another copy
    relation: Relation = mark if place and mark else "original"
    at = min(item.published or item.first_seen, versions[place].at)
    after = list(versions[place:])
    relations = {item.id: relation}
    if not place:
        relations[after[0].item] = mark_of(items[after[0].item]) or "update"
        after[0] = replace(after[0], relation=relations[after[0].item])
    state = version_of(item, number=0, at=at, relation=relation)
    history = [*versions[:place], state, *after]
    copies = [replace(c, relation=relations.get(c.item, c.relation)) for c in story.copies]
    return Plan(
        change="updated",
        item=item,
        keys=(),
        story=replace(story, copies=tuple(related(copies)), version=len(history)),
        history=tuple(replace(v, number=number) for number, v in enumerate(history, 1)),
    )


def told_by(copies: Sequence[Copy], items: Mapping[int, Item], at: datetime) -> list[Version]:
    """The states of a story's words that its copies themselves tell, for want of its history: the words of its head,
    then of what the head's source, or its agency, gave as corrections and updates of them.

    ``items`` are those of the copies, which are in order of arrival; ``at`` is when the first words came.
    """
    told = [copy for copy in copies if copy.relation != "withdrawal"] or [*copies]
    first = [copy for copy in told if copy.relation not in _LATER] or told
    states = [(choose_head(by_time(items[copy.item] for copy in first)), at)]
    relations: list[Relation] = ["original"]
    for copy in told:
        item, (before, at) = items[copy.item], states[-1]
        if copy in first or not _replaces(item, before) or precedes(item, before):
            continue
        stated = item.published
        at = stated if stated and at < stated <= item.first_seen else max(at, item.first_seen)
        states.append((item, at))
        relations.append(copy.relation)
    return [
        version_of(item, number=number, at=at, relation=relation)
        for number, ((item, at), relation) in enumerate(zip(states, relations, strict=True), 1)
    ]


def _replaces(item: Item, head: Item) -> bool:
    """Whether an item's words take the place of the head's, where they are a later state: who gives it wrote them."""
    agency = item.credit.own and item.credit.agency == head.credit.agency
    return not item.teaser and (agency or item.source == head.source)

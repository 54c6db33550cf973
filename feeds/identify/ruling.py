"""Stories parted and joined: by an editor, whose word lasts, or as what came later showed that they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime
from itertools import islice

from feeds.errors import DatelineError
from feeds.identify.settle import corrected_words, fuller, settle, share_fate, story_ids, version_of
from feeds.identify.succession import told_by
from feeds.model.item import Item
from feeds.model.story import Copy, Ruling, Status, Story, Version, format_id

_SPLIT, _JOINED = "split off by an editor; ", "joined by an editor; "
_PARTED, _UNITED = "parted by what came later; ", "brought together by what came later; "
_IDS = 24  # ids looked at for a story that is split off; each split of one item takes one at most


def split_ids(story: Story, away: Set[int]) -> tuple[str, ...]:
    """The ids that a story of the copies ``away``, or of those that stay, may come to have.

    Raises DatelineError when nothing would go or nothing would stay, or a copy is not the story's.
    """
    if away - {copy.item for copy in story.copies}:
        raise DatelineError(
            f"an item to split off is no copy of this story; see: dateline story {story.id}"
        )
    if not 0 < len(away) < len(story.copies):
        raise DatelineError("a split needs copies that go and copies that stay")
    stay = {copy.item for copy in story.copies} - away
    return tuple(dict.fromkeys([*_ids(story, away), *_ids(story, stay)]))


def _ids(story: Story, items: Set[int]) -> tuple[str, ...]:
    """The ids for a story of those copies, the likeliest first: of who was there first."""
    own = [copy.item for copy in story.copies if copy.item in items]
    return tuple(dict.fromkeys([*map(format_id, own), *islice(story_ids(own[0]), _IDS)]))


def _parting(story: Story, away: Set[int], leads: Mapping[str, str]) -> Set[int]:
    """The copies that leave the story's id to the others: ``away``, but where its first item is among them and the
    others have an id of their own from before. Each then has what it had, and what an editor said of it.
    """
    stay = {copy.item for copy in story.copies} - away
    opened = story.id in map(format_id, away)
    return stay if opened and _former(story, stay, leads) else away


def _former(story: Story, items: Set[int], leads: Mapping[str, str]) -> list[str]:
    """The ids that those copies had before they were merged with the story."""
    return [i for i in _ids(story, items) if i != story.id and leads.get(i) == story.id]


def split(
    story: Story,
    items: Mapping[int, Item],
    versions: Sequence[Version],
    away: Set[int],
    *,
    leads: Mapping[str, str],
    before: Mapping[str, Sequence[Version]],
    apart: Iterable[str],
    by_an_editor: bool,
    now: datetime,
) -> Ruling:
    """Make a story of its own of the copies ``away``: by an editor's word the two are apart, by the program's what
    comes later may bring them together again.

    ``items`` are the items of all copies, ``versions`` the story's history, ``leads`` says which of the
    :func:`split_ids` lead to a story, and to which. Where these copies were a story before they were merged
    with this one, they have their id again; where the others were and these began the story, the others have
    theirs. ``before`` are the histories of such ids when they were merged: who has one again has the time of its words
    again, unless it has others by now. From the stories that are ruled ``apart`` from this one, both are. Raises
    DatelineError where no id is left.
    """
    away = _parting(story, away, leads)
    former = _former(story, away, leads)
    free = [i for i in _ids(story, away) if i not in leads]
    if not (former or free):
        raise DatelineError("these copies were split off so often that no id is left for them")
    new = (former or free)[0]
    gone = [copy for copy in story.copies if copy.item in away]
    stay = [copy for copy in story.copies if copy.item not in away]
    rest, history = _part(story, stay, items, versions, now)
    if (rest.head.digest, rest.status) != (story.head.digest, story.status):
        rest = replace(rest, updated=now)  # other words stand there now
    history = _dated(history, rest.updated)
    said = _SPLIT if by_an_editor else _PARTED
    marked = [replace(copy, why=f"{said}{_bare(copy.why)}") for copy in gone]
    known = before.get(new, ())
    other, began = _part(replace(story, id=new), marked, items, known or versions, now)
    # As old as readers had it under that id, whoever of its copies is back with it.
    same = not known or known[-1].digest == began[-1].digest
    at = _since(known or began, other.status, now) if same else now
    other, began = replace(other, updated=at), _dated(began, at)
    both = ((rest.id, history), (other.id, began))
    parted = [(rest.id, other.id)] if by_an_editor else []
    return Ruling(
        stories=(rest, other),
        versions=tuple((number, version) for number, every in both for version in every),
        moved=tuple((old, new) for old in former if old != new),
        apart=(*parted, *((other.id, third) for third in sorted(apart))),
    )


def _part(
    story: Story,
    copies: Sequence[Copy],
    items: Mapping[int, Item],
    versions: Sequence[Version],
    now: datetime,
) -> tuple[Story, tuple[Version, ...]]:
    """The story with these of its copies, and the part of its history that is theirs.

    Where its head went, the fullest that is left heads it, as it was corrected and updated. A notice that withdrew the
    whole withdraws its part, ``now`` if this was not so before.
    """
    present = {copy.item for copy in copies}
    kept = [v for v in versions if v.item in present]
    part = settle(story, copies, [story.head])
    if story.head.id not in present:
        told = told_by(copies, items, part.published)
        part = replace(part, head=items[told[-1].item])
        kept = told if len(told) > len(kept) else kept
    history = _history(kept, part)
    notices = [copy for copy in copies if copy.relation == "withdrawal"]
    status: Status = "withdrawn" if notices and story.status == "withdrawn" else "usable"
    if status == "withdrawn" and not any(v.relation == "withdrawal" for v in history):
        notice, number = items[notices[0].item], len(history) + 1
        history = (*history, version_of(notice, number=number, at=now, relation="withdrawal"))
    return replace(part, version=len(history), status=status), history


def _history(versions: Sequence[Version], story: Story) -> tuple[Version, ...]:
    """These states of words, counted from 1, the last of them with the words of the story's head."""
    first = version_of(story.head, number=1, at=story.published, relation="original")
    kept = [replace(v, number=n) for n, v in enumerate(versions, 1)]
    if not kept or kept[0].relation == "withdrawal":
        kept = [first, *(replace(v, number=v.number + 1) for v in kept)]
    kept[0] = replace(kept[0], relation="original")
    last = kept[-1]
    if last.relation != "withdrawal":
        kept[-1] = replace(first, number=last.number, at=last.at, relation=last.relation)
    return tuple(kept)


def redated(story: Story, versions: Sequence[Version], shown: Version) -> Ruling | None:
    """The story as old as its words were when they were ``shown`` last, ``versions`` being its history; None if it is,
    or has others.
    """
    known = shown.digest == story.head.digest and story.status == "usable"
    if not known or story.updated == shown.at:
        return None
    history = _dated(versions, shown.at)
    return Ruling(
        stories=(replace(story, updated=shown.at),),
        versions=tuple((story.id, version) for version in history),
    )


def _dated(history: Sequence[Version], since: datetime) -> tuple[Version, ...]:
    """These states of words, the last of them since then, none before it later."""
    before = (replace(v, at=min(v.at, since)) for v in history[:-1])
    return (*before, replace(history[-1], at=since))


def _since(history: Sequence[Version], status: Status, now: datetime) -> datetime:
    """Since when readers are shown what they are: the last words, or that there are none any more. That is since
    ``now`` where the notice was another story's, which the copies take along.
    """
    if status == "usable":
        return history[-1].at
    return max((v.at for v in history if v.relation == "withdrawal"), default=now)


def leaving(story: Story, parts: Sequence[Set[int]]) -> list[Set[int]]:
    """The parts that leave a story: all but that of the item which its id is of, else of the one that heads it."""

    def stays(some: Set[int]) -> tuple[bool, bool, int, int]:
        named = any(story.id in islice(story_ids(item), _IDS) for item in some)
        return named, story.head.id in some, len(some), -min(some)

    kept = max(parts, key=stays)
    return [some for some in parts if some is not kept]


def unite(one: Story, other: Story, versions: Sequence[Version], *, now: datetime) -> Ruling:
    """Make one story of two, by the program: what came later may part them again.

    The older one's id stays, the other's redirects to it. ``versions`` is the history of the story whose id stays.
    """
    kept = elder(one, other)
    return _unite(kept, other if kept is one else one, versions, _UNITED, now)


def join(
    one: Story, other: Story, versions: Sequence[Version], *, now: datetime, apart: bool = False
) -> Ruling:
    """Make one story of two: the older one's id stays, the other's redirects to it.

    ``versions`` is the history of the story whose id stays, ``apart`` as there (:func:`elder`). Raises
    DatelineError when they are one already.
    """
    if one.id == other.id:
        raise DatelineError(f"these two are one story already: {one.id}")
    kept = elder(one, other, apart=apart)
    done = _unite(kept, other if kept is one else one, versions, _JOINED, now)
    (story,) = done.stories
    leading = {one.head.id, other.head.id}
    copies = (replace(copy, leads=copy.leads or copy.item in leading) for copy in story.copies)
    ((gone, stays),) = done.merged
    return replace(done, stories=(replace(story, copies=tuple(copies)),), together=((stays, gone),))


def _unite(
    kept: Story, folded: Story, versions: Sequence[Version], said: str, now: datetime
) -> Ruling:
    """One story of both, under the id of the first."""
    marked = [replace(copy, why=f"{said}{_bare(copy.why)}") for copy in folded.copies]
    copies = [*kept.copies, *marked]
    story = share_fate(settle(kept, copies, [kept.head, folded.head]), [folded], now)
    history = [*versions]
    # In the other's words where those were corrected and its own were not.
    corrected = corrected_words(story, [folded], story.copies, [kept.head], now)
    if corrected is not None:
        story, version = corrected
        history.append(version)
    elif (reworded := fuller(kept, story)) is not None:
        history = [
            replace(reworded, at=v.at, relation=v.relation) if v.number == reworded.number else v
            for v in versions
        ]
    return Ruling(
        stories=(story,),
        versions=tuple((story.id, version) for version in history),
        merged=((folded.id, kept.id),),
    )


def elder(one: Story, other: Story, *, apart: bool = False) -> Story:
    """The story that was there first: its id stays when the two are joined.

    Where an editor ruled them ``apart``, one that was split off is the younger, also if its copies came first: the
    other has the id that readers knew before.
    """

    def age(story: Story) -> tuple[bool, datetime, datetime, str]:
        first, *_ = story.copies
        split_off = apart and first.why.startswith(_SPLIT)  # later copies may have come to it
        return split_off, story.first_seen, story.published, story.id

    return min(one, other, key=age)


def _bare(why: str) -> str:
    """A reason without what parted and joined it before."""
    before = (_SPLIT, _JOINED, _PARTED, _UNITED)
    while why.startswith(before):
        for word in before:
            why = why.removeprefix(word)
    return why

"""What an arriving item is to us: changed words, a copy of a story, a correction of it, or a new story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime

from feeds.identify.key import completes
from feeds.identify.mark import Mark, mark_of
from feeds.identify.reason import revised
from feeds.identify.recognise import Join, Recognition
from feeds.identify.settle import (
    by_time,
    choose_head,
    copy_of,
    corrected_words,
    fuller,
    open_story,
    relation_of,
    settle,
    share_fate,
    version_of,
)
from feeds.identify.succession import precedes
from feeds.identify.usable import usable
from feeds.model.item import Item
from feeds.model.story import Copy, Plan, Relation, Signature, Story, StoryLink
from feeds.text import words

# Shares: of a story's words that its next take has, and of that one's lead that was in the lead before, where an
# editor only touched it.
_TAKE, _KEPT_OF_LEAD = 0.75, 0.6
_OWN_WORDS: tuple[Relation, ...] = ("original", "correction", "update", "withdrawal")


def decide(
    item: Item,
    *,
    keys: tuple[str, ...],
    signature: Signature,
    recognition: Recognition,
    stories: Mapping[str, Story],
    taken: Set[str],
    now: datetime,
) -> Plan:
    """The plan for an item that we did not have.

    ``stories`` are those that ``recognition`` names, whole; ``taken`` are ids that stories have; ``now`` is when the
    item arrived.
    """
    if recognition.joins:
        plan = _join(item, keys, signature, recognition.joins, stories, now)
    else:
        story = open_story(item, taken, recognition.apart)
        version = version_of(item, number=1, at=story.updated, relation="original")
        plan = Plan(
            change="new", item=item, keys=keys, story=story, signature=signature, version=version
        )
    here = plan.story.id
    links = [
        *(
            StoryLink(story=here, other=q.story, score=q.score, why=q.why)
            for q in recognition.quotes
        ),
        *(
            StoryLink(story=q.story, other=here, score=q.score, why=q.why)
            for q in recognition.quoted_by
        ),
    ]
    return replace(plan, quotes=tuple(links))


def revise(
    item: Item,
    *,
    keys: tuple[str, ...],
    signature: Signature,
    known: Item,
    story: Story,
    now: datetime,
    own_site: bool,
) -> Plan:
    """The plan for changed words of an item we have: a version of the story if they are its own.

    ``own_site``: the source's address is of the site that the item's page is of, so that it speaks for that page.
    """
    kept = _in_place(item, known)
    mark = mark_of(item)
    marked = mark is not None and mark != mark_of(known)
    relation: Relation = mark if mark and marked else "update"
    previous = next(c for c in story.copies if c.item == known.id)
    its_page = own_site and kept.canonical == story.head.canonical
    # Who wrote the story's words may put them right in any of its copies, as by a new one.
    rewords = marked and _rewords(kept, story) and not precedes(kept, story.head)
    rewords = rewords or (its_page and _shows_its_words(known, kept, story))
    own = previous.relation in _OWN_WORDS or relation == "withdrawal" or rewords
    why = revised(previous.why)
    changed = replace(
        copy_of(
            kept, relation=relation if own else previous.relation, score=previous.score, why=why
        ),
        leads=previous.leads,
    )
    copies = [changed if c.item == known.id else c for c in story.copies]
    at = _when(item, story, now, known)
    given_again = not usable(known) and _rules(item, story)
    status = "usable" if given_again else story.status
    held = replace(story, copies=tuple(copies), status=status)
    plan = Plan(change="updated", item=kept, keys=keys, story=held, signature=signature)
    if relation == "withdrawal":
        # Late copies are found by the words it had, not by those of the notice in their place.
        return replace(_withdraw(plan, story, at, by_its_page=its_page), signature=None)
    if story.head.id != known.id and not rewords:
        settled = settle(held, copies, [story.head, kept])
        return replace(plan, story=settled, fuller=fuller(story, settled))
    return _version(plan, relation, at)


def reread(
    item: Item, keys: tuple[str, ...], signature: Signature, known: Item, story: Story
) -> Plan:
    """The plan for an item that its source shows as before and that we read otherwise now.

    What is kept of it gives way, also in the story's present state; no word of it was changed, so it is no news.
    """
    kept = _in_place(item, known)
    previous = next(c for c in story.copies if c.item == known.id)
    same = copy_of(kept, relation=previous.relation, score=previous.score, why=previous.why)
    copies = [
        replace(same, leads=previous.leads) if c.item == known.id else c for c in story.copies
    ]
    heads = [kept] if story.head.id == known.id else [story.head, kept]
    held = settle(replace(story, copies=tuple(copies)), copies, heads)
    plan = Plan(change="updated", item=kept, keys=keys, story=held, signature=signature)
    if held.head.id != known.id or held.status == "withdrawn":
        return plan
    words = version_of(held.head, number=held.version, at=held.updated, relation="original")
    return replace(plan, fuller=words)


def _in_place(item: Item, known: Item) -> Item:
    """What an item is now, in the place of what is known of it."""
    return replace(
        item,
        id=known.id,
        key=known.key,
        first_seen=known.first_seen,
        seen_after=known.seen_after,
        published=known.published or item.published,
    )


def kill_late(notice: Item, noticed: Story, story: Story, *, now: datetime) -> Plan | None:
    """The plan for a kill notice whose story has come after it, None if it is of another story already.

    ``noticed`` is the story that the notice opened, for want of its own; ``now`` is when that came.
    """
    if noticed.id == story.id or any(copy.relation != "withdrawal" for copy in noticed.copies):
        return None
    kept, other = sorted((noticed, story), key=lambda s: (s.first_seen, s.published, s.id))
    # Who knows it by the notice's id never had its words.
    since = max(story.updated, now) if kept is noticed else story.updated
    known = replace(story, id=kept.id, version=kept.version, updated=since)
    held = settle(known, [*story.copies, *noticed.copies], [story.head])
    plan = Plan(change="updated", item=notice, keys=(), story=held, merged=(other.id,))
    # What the notice said was the first state of the story; now it is what the story said.
    reworded = version_of(story.head, number=kept.version, at=story.updated, relation="original")
    plan = replace(plan, fuller=reworded if kept is noticed else None)
    return _withdraw(plan, known, _when(notice, story, now))


def _join(
    item: Item,
    keys: tuple[str, ...],
    signature: Signature,
    joins: Sequence[Join],
    stories: Mapping[str, Story],
    now: datetime,
) -> Plan:
    """Into the story it belongs to; where it bridges several, they are one: the oldest id stays."""
    best = joins[0]
    every = {stories[join.story].id: stories[join.story] for join in joins}
    kept, *others = sorted(every.values(), key=lambda s: (s.first_seen, s.published, s.id))
    mark = mark_of(item)
    before = [c for story in every.values() for c in story.copies]
    relation = _relation(item, mark, _earlier(item, before), kept)
    found_by = next((c.source for c in before if c.item == best.item), "")
    joined = copy_of(
        item,
        relation=relation or "rewrite",
        score=best.score,
        why=f"compared with {found_by}: {best.why}",
    )
    if relation is None:
        wired = bool(item.credit.agency or kept.agency)
        joined = replace(joined, relation=relation_of(joined, wired=wired))
        before = [_after(joined, c) if c.item == best.item else c for c in before]
    known = [s.head for s in (kept, *others)]
    known = by_time(known) if kept.version == 1 else known
    story = share_fate(settle(kept, before, known), others, now) if others else kept
    copies = [*before, joined]
    merged = tuple(other.id for other in others)
    at = _when(item, story, now)
    held = settle(story, copies, [story.head])
    plan = Plan(change="new", item=item, keys=keys, story=held, signature=signature)
    if relation == "withdrawal":
        plan = _withdraw(plan, story, at)
    elif precedes(item, story.head):
        pass  # the story has later words
    elif relation in ("correction", "update") and _rewords(item, story):
        plan = _version(plan, relation, at)
    elif (corrected := corrected_words(story, others, copies, [*known, item], now)) is not None:
        plan = replace(plan, story=corrected[0], version=corrected[1])
    else:
        # Among equals the words of who had them first, unless readers have a later state of them.
        heads = by_time([story.head, item]) if story.version == 1 else [story.head, item]
        head = choose_head(heads, by_length=story.version == 1)
        plan = replace(plan, story=replace(held, head=head))
    reworded = fuller(kept, plan.story) if plan.version is None else None
    return replace(plan, merged=merged, fuller=reworded)


def _earlier(item: Item, copies: Sequence[Copy]) -> Copy | None:
    """The fullest copy that the item's source carried before it."""
    own = [c for c in copies if c.source == item.source and c.carried_at <= item.carried_at]
    return max(own, key=lambda c: (c.words, c.item), default=None)


def _relation(item: Item, mark: Mark | None, earlier: Copy | None, story: Story) -> Relation | None:
    """What a later state, or a notice, is to a story; None for a copy of its words."""
    own = earlier is not None or _is_its_agency(item, story)
    if mark == "withdrawal" or (mark is not None and own):
        return mark  # a notice never is a copy of the words, whoever passes it on
    if earlier is None or item.teaser:
        return None
    if earlier.item == story.head.id and completes(item, story.head):
        return None
    later = earlier.words < item.words or _leads_anew(item, earlier, story.head)
    return "update" if later else None


def _leads_anew(item: Item, earlier: Copy, head: Item) -> bool:
    """Whether an agency files its story anew, of about that length and under another lead: what happened since stands
    there, whether it says "update" or not.
    """
    if not item.credit.own or head.id != earlier.item or item.words < _TAKE * earlier.words:
        return False
    lead, led = (text.partition("\n")[0] for text in (item.text, head.text))
    said, before = set(words(lead)), set(words(led))
    reworded = len(said & before) < _KEPT_OF_LEAD * len(said)
    return reworded and lead not in head.text and led not in item.text


def _after(joined: Copy, copy: Copy) -> Copy:
    """The copy that one was compared with: where that was carried before it, it is this that is a copy of that."""
    if copy.relation != "original" or joined.carried_at >= copy.carried_at:
        return copy
    _, _, why = joined.why.partition(": ")
    why = f"{copy.why}; compared with {joined.source}: {why}"
    return replace(copy, score=joined.score, why=why)


def _rewords(item: Item, story: Story) -> bool:
    """Whether a new text of the source (or the agency) replaces the story's words: it wrote them, and they are others.

    An agency's second feed, which had an excerpt first, gives the same words and changes nothing.
    """
    wrote = item.source == story.head.source or _is_its_agency(item, story)
    return wrote and not item.teaser and item.digest != story.head.digest


def _shows_its_words(known: Item, item: Item, story: Story) -> bool:
    """Whether a copy of the story's page had the story's words until now, so that they changed there: the feed that
    brought them first may not show the page any more.
    """
    return known.digest == story.head.digest and not (item.teaser and not story.head.teaser)


def _version(plan: Plan, relation: Relation, at: datetime) -> Plan:
    """The item's words become the story's. Those of a withdrawn story are shown to nobody: it is as old as it was."""
    number = plan.story.version + 1
    updated = at if plan.story.status == "usable" else plan.story.updated
    story = replace(plan.story, head=plan.item, updated=updated, version=number)
    version = version_of(plan.item, number=number, at=at, relation=relation)
    return replace(plan, story=story, version=version)


def _withdraw(plan: Plan, before: Story, at: datetime, *, by_its_page: bool = False) -> Plan:
    """A kill by who had it first, wrote it, or has its page withdraws the story: its words stay known, and who
    carries them; another outlet's kill, or one more of a story that is withdrawn, is of a copy only.
    ``before`` is the story without the notice, ``at`` is when the words went.
    """
    settled = settle(before, plan.story.copies, [before.head])
    if not (by_its_page or _rules(plan.item, before)) or before.status == "withdrawn":
        return replace(plan, story=settled)
    number = before.version + 1
    killed = replace(settled, status="withdrawn", updated=at, version=number)
    version = version_of(plan.item, number=number, at=at, relation="withdrawal")
    return replace(plan, story=killed, version=version)


def _rules(item: Item, story: Story) -> bool:
    """Whether the item's source decides over the story: it had it first, or it is its agency's."""
    first = item.source in (story.first_carrier, story.head.source)
    return first or _is_its_agency(item, story)


def _is_its_agency(item: Item, story: Story) -> bool:
    return item.credit.own and item.credit.agency == story.agency


def _when(item: Item, story: Story, now: datetime, known: Item | None = None) -> datetime:
    """When the words changed: as the source says if that can be, else now; never backwards. A story that is withdrawn
    is as old as its notice, whatever came later.

    What it said already of the words it had (``known``) says nothing of the new ones.
    """
    said = (known.updated, known.published) if known else ()
    for stated in (item.updated, item.published):
        if stated is None or stated in said or story.status == "withdrawn":
            continue
        if story.updated < stated <= now:
            return stated
    return now

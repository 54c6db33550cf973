"""Story identity: is this the item we had, and is it the text that somebody else carries?

``key`` names an item within its source, ``fingerprint`` what finds its kin again, ``near`` picks whom to compare it
with, ``evidence`` (with ``exchange``) measures a pair, ``weigh`` and ``pair`` judge it. ``group`` makes stories of
items that touch each other, ``parts`` helps with texts that share nothing; ``recognise`` places one that arrives
among what is around it (``surroundings``). ``usable`` heeds embargoes and versions, ``dress`` tells changed pages from
changed words, ``decide`` makes the plan that the store carries out, ``ruling`` parts and joins stories, at an editor's
word or the program's. ``gist`` holds what a story shares with its kin in other languages, by the names in ``atlas``;
``twin`` judges that.
"""

from feeds.identify.decide import decide, kill_late, reread, revise
from feeds.identify.dress import in_other_dress
from feeds.identify.fingerprint import (
    fingerprint,
    keys_of,
    kill_keys,
    naming_keys,
    pack,
    unpack,
)
from feeds.identify.flip import flips
from feeds.identify.key import (
    completes,
    document_keys,
    goes_on,
    named,
    numbered,
    pick_known,
    refreshed,
    same_words,
)
from feeds.identify.kill import killed_before
from feeds.identify.mark import mark_of, strip_marks
from feeds.identify.near import rank, worth_indexing
from feeds.identify.one_source import in_series
from feeds.identify.pair import another_edition, is_next_state
from feeds.identify.recognise import compare, recognise, settled
from feeds.identify.ruling import elder, leaving, redated, split, split_ids, unite
from feeds.identify.succession import in_place, precedes
from feeds.identify.usable import outdated, rounds, sealed, taken_back, usable

__all__ = [
    "another_edition",
    "compare",
    "completes",
    "decide",
    "document_keys",
    "elder",
    "fingerprint",
    "flips",
    "goes_on",
    "in_other_dress",
    "in_place",
    "in_series",
    "is_next_state",
    "keys_of",
    "kill_keys",
    "kill_late",
    "killed_before",
    "leaving",
    "mark_of",
    "named",
    "naming_keys",
    "numbered",
    "outdated",
    "pack",
    "pick_known",
    "precedes",
    "rank",
    "recognise",
    "redated",
    "refreshed",
    "reread",
    "revise",
    "rounds",
    "same_words",
    "sealed",
    "settled",
    "split",
    "split_ids",
    "strip_marks",
    "taken_back",
    "unite",
    "unpack",
    "usable",
    "worth_indexing",
]

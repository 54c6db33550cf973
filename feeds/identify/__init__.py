"""Story identity: is this the item we had, and is it the text that somebody else carries?

``key`` names an item within its source, ``fingerprint`` what finds its kin again, ``near`` picks whom
to compare it with, ``compare`` judges a pair, ``decide`` makes the plan that the store carries out.
"""

from feeds.identify.decide import decide
from feeds.identify.fingerprint import sign
from feeds.identify.key import document_keys, pick_known, same_words
from feeds.identify.near import rank

__all__ = ["decide", "document_keys", "pick_known", "rank", "same_words", "sign"]

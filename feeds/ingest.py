"""One source, once, along the path: fetch, read, and take in what it brought.

Three steps, so that the slow ones run side by side and the store has one writer:
``visit`` asks the source (network, then a worker process for the parsing), ``absorb`` takes its
items into the store one by one, ``settle`` is both ends of a poll in one transaction. What anything
*means* is decided in the core stages; this file only carries values between them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from feeds.errors import NotAFeed
from feeds.fetch.client import Client
from feeds.fetch.folder import Found, look
from feeds.identify import decide, item_keys, rank, same_words, sign
from feeds.model.item import Item
from feeds.model.poll import Fetched, Outcome, PollHints, PollState, Reply, Source
from feeds.model.story import Candidate, Plan
from feeds.normalize.item import normalize
from feeds.parse.document import parse
from feeds.poll.classify import classify, not_a_feed
from feeds.poll.conditional import request_headers
from feeds.poll.due import PollLimits, after_poll
from feeds.workers import WorkFailed, Workers
from store.api import Transaction

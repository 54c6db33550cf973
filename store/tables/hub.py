"""The hub's: what is to be verified, who subscribed, what is owed to whom."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text

from store.tables.columns import Moment, metadata

# The hub's: what is to be verified, who subscribed, what is owed to whom. ``host`` is the callback's; ``lease``
# is when the claim of the process that now works at it lapses.
hub_requests = Table(
    "hub_requests",
    metadata,
    Column("topic_url", Text, primary_key=True),
    Column("callback", Text, primary_key=True),
    Column("host", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("term", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due", Moment, nullable=False),
    Column("lease", Moment),
    Column("secret", LargeBinary),
    Index("hub_requests_due", "due"),
    Index("hub_requests_lease", "lease"),
    Index("hub_requests_host", "host"),
)

hub_subscriptions = Table(
    "hub_subscriptions",
    metadata,
    Column("topic_url", Text, primary_key=True),
    Column("callback", Text, primary_key=True),
    Column("host", Text, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("cursor", BigInteger, nullable=False),
    Column("secret", LargeBinary),
    Index("hub_subscriptions_host", "host"),
)

hub_deliveries = Table(
    "hub_deliveries",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("topic_url", Text, primary_key=True),
    Column("callback", Text, primary_key=True),
    Column("host", Text, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("failing", Moment),
    Column("due", Moment, nullable=False),
    Column("lease", Moment),
    Index("hub_deliveries_due", "due"),
    Index("hub_deliveries_lease", "lease"),
)

# What each entry of a topic was when it last changed, and the number of that change.
hub_marks = Table(
    "hub_marks",
    metadata,
    Column("topic", Text, primary_key=True),
    Column("entry", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)

"""The WebSub hub: requests to be verified, subscriptions, deliveries owed, marks of entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def _key(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), primary_key=True) for name in names]


def upgrade() -> None:
    """Bring the schema up."""
    op.create_table(
        "hub_requests",
        *_key("topic_url", "callback"),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("term", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("lease", sa.BigInteger()),
        sa.Column("secret", sa.LargeBinary()),
    )
    op.create_index("hub_requests_due", "hub_requests", ["due"])
    op.create_index("hub_requests_host", "hub_requests", ["host"])
    op.create_table(
        "hub_subscriptions",
        *_key("topic_url", "callback"),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("secret", sa.LargeBinary()),
    )
    op.create_index("hub_subscriptions_host", "hub_subscriptions", ["host"])
    op.create_table(
        "hub_deliveries",
        *_key("kind", "topic_url", "callback"),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failing", sa.BigInteger()),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("lease", sa.BigInteger()),
    )
    op.create_index("hub_deliveries_due", "hub_deliveries", ["due"])
    op.create_table(
        "hub_marks",
        *_key("topic", "entry"),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
    )

"""Subscriptions with sources' hubs, and when a source would be due without what they push."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Bring the schema up."""
    with op.batch_alter_table("sources") as table:
        table.add_column(sa.Column("unpushed", sa.BigInteger()))
    op.create_table(
        "push_subscriptions",
        sa.Column("token", sa.Text(), primary_key=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("callback", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("pending", sa.Text()),
        sa.Column("leaving", sa.Boolean(), nullable=False),
        sa.Column("expires", sa.BigInteger()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text()),
        sa.Column("pushed", sa.BigInteger()),
        sa.Column("taken", sa.BigInteger()),
        sa.Column("doubted", sa.BigInteger()),
    )
    op.create_index("push_subscriptions_source", "push_subscriptions", ["source"])
    op.create_index("push_subscriptions_due", "push_subscriptions", ["due"])

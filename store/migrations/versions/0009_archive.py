"""Topics' logs, their archive pages, and the states that their documents had."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Bring the schema up."""
    op.create_table(
        "topic_log",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("posted", sa.BigInteger(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.Column("touched", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("topic", "story"),
    )
    op.create_index("topic_log_posted", "topic_log", ["topic", "posted"], unique=False)
    op.create_index("topic_log_story", "topic_log", ["story"], unique=False)
    op.create_table(
        "topic_numbers",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("topic"),
    )
    op.create_table(
        "archive_pages",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("upto", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("topic", "number"),
    )
    op.create_table(
        "archive_entries",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("topic", "page", "story"),
    )
    op.create_table(
        "instances",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("path", "etag"),
    )

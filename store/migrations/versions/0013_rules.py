"""An editor's pins and bans, stories that topics hold back, and digests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "topic_words",
        sa.Column("topic", sa.Text, primary_key=True),
        sa.Column("story", sa.Text, primary_key=True),
        sa.Column("word", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("topic_words_story", "topic_words", ["story"])
    op.create_table(
        "topic_held",
        sa.Column("topic", sa.Text, primary_key=True),
        sa.Column("story", sa.Text, primary_key=True),
        sa.Column("until", sa.BigInteger, nullable=False),
    )
    op.create_index("topic_held_story", "topic_held", ["story"])
    op.create_index("topic_held_until", "topic_held", ["until"])
    op.create_table(
        "digests",
        sa.Column("topic", sa.Text, primary_key=True),
        sa.Column("label", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("stories", sa.Integer, nullable=False),
        sa.Column("html", sa.Text, nullable=False),
    )
    op.create_table(
        "digest_states",
        sa.Column("topic", sa.Text, primary_key=True),
        sa.Column("opened", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
    )

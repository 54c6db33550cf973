"""Items held back until their embargo passes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010_embargo"
down_revision = "0009"


def upgrade() -> None:
    """Bring the schema up."""
    op.create_table(
        "embargoed",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source", "key"),
    )
    op.create_index("embargoed_until", "embargoed", ["until"], unique=False)

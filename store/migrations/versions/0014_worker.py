"""Who holds a claim, and which sites a process has to itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Bring the schema up."""
    op.add_column("sources", sa.Column("holder", sa.Text(), nullable=True))
    op.add_column("sources", sa.Column("lane", sa.Text(), nullable=True))
    op.create_table(
        "lanes",
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("lease", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("lane"),
    )

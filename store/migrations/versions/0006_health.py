"""What was told of sources. Those known before are taken to have been added when they are due next: nobody knows
when they were, and none is to be called silent at once.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Bring the schema up."""
    for name in ("added", "broken", "silent"):
        moment: sa.Column[int] = sa.Column(name, sa.BigInteger())
        op.add_column("sources", moment)
    misses: sa.Column[int] = sa.Column("misses", sa.Integer(), nullable=False, server_default="0")
    op.add_column("sources", misses)
    op.execute("UPDATE sources SET added = due")
    op.create_table(
        "source_events",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source", "at", "kind"),
    )
    op.create_index("source_events_at", "source_events", ["at"], unique=False)

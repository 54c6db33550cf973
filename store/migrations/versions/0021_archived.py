"""The most of each source's text that archive documents may hold is known; nothing is noted where they may hold all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Bring the schema up."""
    op.add_column("sources", sa.Column("archived", sa.Text(), nullable=True))

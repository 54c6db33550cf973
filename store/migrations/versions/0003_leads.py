"""Copies that headed a story which an editor joined with another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Bring the schema up."""
    leads: sa.Column[bool] = sa.Column(
        "leads", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("copies", leads)

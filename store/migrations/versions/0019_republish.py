"""What may be republished of a source stays known when the configuration names it no more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Bring the schema up."""
    op.add_column("sources", sa.Column("republish", sa.Text(), nullable=True))

"""When a digest was last rewritten, because a story in it was killed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Bring the schema up."""
    op.add_column("digests", sa.Column("rewritten", sa.BigInteger(), nullable=True))

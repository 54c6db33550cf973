"""Items that a comparison spoke for are known though they are in two stories: later ones are grouped with both."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Bring the schema up."""
    op.create_table(
        "contacts",
        sa.Column("item", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("other", sa.BigInteger(), primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )

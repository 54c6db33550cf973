"""Why the next poll is when it is, what it was learnt from, and what whole domains asked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Bring the schema up."""
    with op.batch_alter_table("sources") as table:
        table.add_column(sa.Column("why_next", sa.Text()))
        table.add_column(sa.Column("url", sa.Text()))
        table.add_column(sa.Column("whole", sa.BigInteger()))
        table.add_column(sa.Column("fresh_us", sa.BigInteger()))
        table.add_column(sa.Column("rate", sa.Float()))
        table.add_column(sa.Column("watched", sa.Float(), nullable=False, server_default="0"))
        lied: sa.Column[bool] = sa.Column(
            "false_304", sa.Boolean(), nullable=False, server_default=sa.false()
        )
        table.add_column(lied)
    op.create_table(
        "domains",
        sa.Column("domain", sa.Text(), primary_key=True),
        sa.Column("noted", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger()),
        sa.Column("limited", sa.BigInteger()),
    )

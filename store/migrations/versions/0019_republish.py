"""What may be republished of a source stays known when the configuration names it no more; so does how many entries
its last document held.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Bring the schema up."""
    op.add_column("sources", sa.Column("republish", sa.Text(), nullable=True))
    entries = sa.Column("entries", sa.Integer(), nullable=False, server_default="0")
    op.add_column("sources", entries)

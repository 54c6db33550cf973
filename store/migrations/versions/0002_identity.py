"""Links between stories, and editors' rulings. Fingerprints of the first schema are in another format and go:
their items stay, and are found by nothing but their keys.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Bring the schema up."""
    op.create_table(
        "story_links",
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("story", "other"),
    )
    op.create_index("story_links_other", "story_links", ["other"], unique=False)
    op.create_table(
        "rulings",
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("story", "other"),
    )
    op.create_index("rulings_other", "rulings", ["other"], unique=False)
    op.execute("DELETE FROM signatures")
    op.execute("DELETE FROM fingerprints")

"""Stories are found by how many carry them: those of several copies wait to be indexed again."""

from __future__ import annotations

from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Bring the schema up."""
    op.execute(
        "INSERT INTO search_backlog (story) SELECT story FROM copies"
        " GROUP BY story HAVING count(*) > 1 ORDER BY story"
    )

"""Stories are found by the place that they are filed from: what was indexed without it waits to be indexed again."""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Bring the schema up."""
    op.execute(
        "INSERT INTO search_backlog (story) SELECT story FROM search_documents"
        " ORDER BY published DESC, story DESC"
    )

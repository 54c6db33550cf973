"""How much of its last document a source had shown before is kept no longer: nobody asked for it."""

from __future__ import annotations

from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Bring the schema up."""
    op.drop_column("sources", "overlap")

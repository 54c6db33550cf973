"""Published documents are packed: most are archives' that nobody asks for, half of all that a store took."""

from __future__ import annotations

import sqlalchemy as sa
import zstandard
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Bring the schema up."""
    db = op.get_bind()
    body = sa.text("SELECT body FROM documents WHERE path = :path")
    for path in db.execute(sa.text("SELECT path FROM documents")).scalars().all():
        packed = zstandard.compress(db.execute(body, {"path": path}).scalar_one(), 1)
        db.execute(
            sa.text("UPDATE documents SET body = :body WHERE path = :path"),
            {"path": path, "body": packed},
        )

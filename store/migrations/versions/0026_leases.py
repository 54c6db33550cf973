"""What the hub works at is counted by its leases, which are few, and not by all that it owes."""

from __future__ import annotations

from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Bring the schema up."""
    for table in ("hub_requests", "hub_deliveries"):
        op.create_index(f"{table}_lease", table, ["lease"], if_not_exists=True)

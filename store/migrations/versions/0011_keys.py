"""An item's keys stand beside its fingerprint; the index that found them by item goes: it was a third of the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from struct import pack
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010_embargo"
_AT_ONCE = 2_000  # items


def upgrade() -> None:
    """Bring the schema up."""
    keys: sa.Column[bytes] = sa.Column(
        "keys", sa.LargeBinary(), nullable=False, server_default=sa.text("''")
    )
    op.add_column("fingerprints", keys)
    db = op.get_bind()
    listed = sa.text("SELECT item, key FROM signatures ORDER BY item, key")
    rows = db.execute(listed.execution_options(yield_per=10_000))
    noted = _packed(tuple(row) for row in rows)
    while some := list(islice(noted, _AT_ONCE)):
        db.execute(sa.text("UPDATE fingerprints SET keys = :keys WHERE item = :item"), some)
    op.drop_index("signatures_item", "signatures")


def _packed(rows: Iterable[tuple[int, int]]) -> Iterator[dict[str, Any]]:
    for item, some in groupby(rows, key=itemgetter(0)):
        keys = [key for _, key in some]
        yield {"item": item, "keys": pack(f"<{len(keys)}q", *keys)}

"""Rows of signatures say the item's story, and when it was seen in seconds: who asks by key needs no other table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
_AT_ONCE = 10_000  # items
_FILL = """
INSERT INTO signatures_short (key, seen, item, story)
SELECT s.key, s.seen / 1000000, s.item, e.story
FROM signatures AS s LEFT JOIN elsewhere AS e ON e.item = s.item WHERE true
ORDER BY s.key, s.seen, s.item ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    """Bring the schema up."""
    db = op.get_bind()
    op.create_table(
        "signatures_short",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("item", sa.BigInteger(), nullable=False),
        sa.Column("story", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("key", "seen", "item"),
        sqlite_with_rowid=False,
    )
    # The items that are in a story which another item opened.
    db.execute(sa.text("CREATE TEMPORARY TABLE elsewhere (item BIGINT PRIMARY KEY, story BIGINT)"))
    copies = sa.text("SELECT item, story FROM copies").execution_options(yield_per=_AT_ONCE)
    moved = _elsewhere(tuple(row) for row in db.execute(copies))
    while some := list(islice(moved, _AT_ONCE)):
        db.execute(sa.text("INSERT INTO elsewhere VALUES (:item, :story)"), some)
    db.execute(sa.text(_FILL))
    db.execute(sa.text("DROP TABLE elsewhere"))
    op.drop_table("signatures")
    op.rename_table("signatures_short", "signatures")
    if db.dialect.name == "postgresql":
        op.execute("ALTER INDEX signatures_short_pkey RENAME TO signatures_pkey")


def _elsewhere(copies: Iterable[tuple[int, str]]) -> Iterator[dict[str, int]]:
    for item, story in copies:
        number = int(story, 36)
        if number != item:
            yield {"item": item, "story": number}

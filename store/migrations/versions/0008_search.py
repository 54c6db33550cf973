"""The search index. All stories that are kept wait to be indexed, the newest first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Words are folded and split before: every character in them but the space belongs to a word. Neither
# positions nor columns are asked for (detail=none).
_FTS5 = """CREATE VIRTUAL TABLE search_words
    USING fts5(words, detail=none, tokenize="ascii tokenchars '_'")"""
_TSVECTOR = "CREATE TABLE search_words (rowid BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)"


def upgrade() -> None:
    """Bring the schema up."""
    op.create_table(
        "search_documents",
        sa.Column("number", _NUMBER, primary_key=True),
        sa.Column("story", sa.Text(), nullable=False, unique=True),
        sa.Column("published", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "search_backlog",
        sa.Column("mark", _NUMBER, primary_key=True),
        sa.Column("story", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("search_backlog_story", "search_backlog", ["story"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_FTS5)
    else:
        op.execute(_TSVECTOR)
        op.execute("CREATE INDEX search_words_words ON search_words USING gin (words)")
    op.execute(
        "INSERT INTO search_backlog (story) SELECT id FROM stories ORDER BY published DESC, id DESC"
    )

"""What was read for language twins is told by its words: the numbers of changes, which told it, begin anew once all are
released. Stories that were passed over, or changed without being read again, wait to be read.
"""

from __future__ import annotations

from alembic import op

revision = "0024"
down_revision = "0023"
_PASSED_OVER = """
INSERT INTO changes (story, mark)
SELECT s.id, 0
FROM stories AS s JOIN items AS i ON i.id = s.head LEFT JOIN story_gists AS g ON g.story = s.id
WHERE (g.story IS NULL OR g.digest <> CASE s.status WHEN 'usable' THEN i.digest ELSE '' END)
AND EXISTS (SELECT 1 FROM story_gists)
ON CONFLICT (story) DO NOTHING
"""


def upgrade() -> None:
    """Bring the schema up."""
    op.drop_column("story_gists", "mark")
    op.execute(_PASSED_OVER)

"""What outlets do to a story they republish, made by a seed; and neighbours that are not that story.

``generate`` makes the copies, ``negatives`` the neighbours, ``stream`` both for a list of stories.
One file a family of edits (``cuts``, ``words``, ``figures``, ``marks``, ``markup``, ``titles``,
``context``), one a language's tables (``languages``). All tables and stock texts are our own writing.
"""

from tests.quality.edits.generate import KINDS, NEGATIVES, generate, negatives, stream

__all__ = ["KINDS", "NEGATIVES", "generate", "negatives", "stream"]

"""Which revision of the reading code this is: what an entry gave under another may be something else under this."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from feeds import __version__

_HERE = Path(__file__).parent
_READING = (
    "model",
    "normalize",
    "parse",
)  # folders of feeds/; with them, the modules beside this one


@lru_cache(maxsize=1)
def revision() -> str:
    """The version and a hash of the code that reads: a checkout changes without a new version."""
    files = [path for name in _READING for path in (_HERE / name).rglob("*.py")]
    digest = blake2b(digest_size=8)
    for path in sorted([*files, *_HERE.glob("*.py")]):
        digest.update(path.read_bytes())
    return f"{__version__} {digest.hexdigest()}"

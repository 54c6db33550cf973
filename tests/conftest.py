"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# No example is timed: a busy machine is no fault. Tests that ask for more or fewer examples say so themselves.
settings.register_profile("dateline", deadline=None, max_examples=60)
settings.load_profile("dateline")

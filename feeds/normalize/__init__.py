"""Entries as received to items as we hold them.

``item.normalize_all`` is the way in; ``url``, ``dates``, ``html``, ``credit`` and ``language`` each mend
one thing, ``agencies`` is a table that anyone can extend.
"""

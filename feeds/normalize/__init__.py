"""Entries as received to items as we hold them.

``item.normalize`` is the way in; ``url``, ``dates``, ``html``, ``credit`` and ``language`` each mend
one thing, ``agencies`` is a table that anyone can extend.
"""

"""How well stories are recognised: labelled items in, precision and recall out.

``labelled`` reads labelled items, ``score`` counts, ``methods`` says what is measured, ``floors.toml``
holds what may never get worse. ``python -m tests.quality`` (``make quality``) prints the tables.
"""

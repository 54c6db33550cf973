"""From bytes to entries as received: whatever kind of document, whatever is wrong with it.

Pure: bytes in, :class:`~feeds.model.entry.ParsedDocument` out, or NotAFeed. ``document`` is the way
in; ``encoding`` and ``sniff`` come before the kinds, each of which is one module and one line in
:mod:`feeds.parse.kinds`. docs/reading.md tells each repair and why.
"""

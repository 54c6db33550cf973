"""Dateline: a wire desk that recognises the same story whoever carries it.

The path of one poll, one line a stage (each stage is a folder of this package):

    due -> fetch -> poll.classify -> parse -> normalize -> identify -> (store)
    (store) -> curate -> publish -> (store) -> serve

``ingest`` and ``release`` are the two short files in which that order can be read.
"""

__version__ = "0.1.0"

"""What worker processes have in common, loaded once.

The server that forks them imports this module (:mod:`feeds.workers`): what stands loaded here costs the processes
neither time nor memory of their own.
"""

import gc
from threading import Thread

from feeds import memory

memory.spare()
with memory.loading():
    from feeds.normalize.language import load
    from feeds.normalize.language_model import unpacked

    _unpacking = Thread(target=unpacked)
    _unpacking.start()
    from feeds import reading as reading  # half of it is compiling patterns, meanwhile

    _unpacking.join()  # a process with threads is not to be forked
    load()
memory.give_back()
# What is collected no more is written to no more, and stays shared. What a document leaves is looked for as often as
# Python does: looked for less often, it scatters over 25 MB more.
gc.freeze()

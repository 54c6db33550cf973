"""What worker processes have in common, loaded once.

The server that forks them imports this module (:mod:`feeds.workers`): what stands loaded here costs the processes
neither time nor memory of their own.
"""

import gc

from feeds import memory
from feeds import reading as reading
from feeds.normalize.language import load

memory.spare()
load()
memory.give_back()
# What is collected no more is written to no more, and stays shared. What a document leaves is looked for as often as
# Python does: looked for less often, it scatters over 25 MB more.
gc.freeze()

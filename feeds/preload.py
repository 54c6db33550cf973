"""What worker processes have in common, loaded once.

The server that forks them imports this module (:mod:`feeds.workers`): what stands loaded here costs the processes
neither time nor memory of their own.
"""

from feeds import memory
from feeds import reading as reading
from feeds.normalize.language import load

memory.spare()
load()
memory.give_back()
memory.loaded()

"""``dateline demo``: the daemon over a small newsroom that it serves itself on loopback."""

from feeds.demo.run import run_demo

__all__ = ["run_demo"]

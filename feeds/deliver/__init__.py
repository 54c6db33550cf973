"""The hub at work: asks callbacks whether they want what was asked, and pushes what changed."""

from feeds.deliver.loop import Deliverer as Deliverer

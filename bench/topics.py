"""What matching a story costs as topics grow in number: ``python -m bench.topics``.

Topics are drawn as editors write them: two groups of two to six words, beginnings of words, phrases and near/N,
joined by OR; the groups joined by AND; one in three with a NOT; one term in twenty a regular expression, one topic in
twenty built on another. Their words and those of the stories (310 of them each) are drawn from the same 50,000 of
English by how frequent they are: in topics from the rarer ones, as nobody looks for *the*. Times are of CPU.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import accumulate

import wordfreq

from bench.table import aligned
from feeds.curate.match import Curator, compile_topics
from feeds.model.story import Story
from feeds.model.topic import Topic
from tests.curate.stories import make_story

_SEED = 1
_SIZES = (100, 1_000, 10_000)
_STORIES = 200
_WORDS = 300  # of a story's text
_TITLE = 10
_VOCABULARY = 50_000
_COMMON = 300  # words that no topic looks for
_NOW = datetime(2026, 3, 7, tzinfo=UTC)


class Writer:
    """Writes stories and topics by chance."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._words = wordfreq.top_n_list("en", _VOCABULARY)
        shares = [wordfreq.word_frequency(word, "en") for word in self._words]
        self._used = list(accumulate(shares))
        # Editors look for words that are neither everywhere nor nowhere: the square root evens them out.
        sought = (share**0.5 if n >= _COMMON else 0.0 for n, share in enumerate(shares))
        self._sought = list(accumulate(sought))

    def story(self) -> Story:
        words = self._chance.choices(self._words, cum_weights=self._used, k=_WORDS + _TITLE)
        return make_story(title=" ".join(words[:_TITLE]), text=" ".join(words[_TITLE:]))

    def topic(self, number: int) -> Topic:
        query = " AND ".join(f"({self._group()})" for _ in range(2))
        if self._chance.random() < 1 / 3:
            query += f" NOT {self._word()}"
        if number and self._chance.random() < 1 / 20:
            query += f" OR topic:t{self._chance.randrange(number)} AND {self._word()}"
        return Topic(slug=f"t{number}", title="T", query=query)

    def _group(self) -> str:
        return " OR ".join(self._term() for _ in range(self._chance.randint(2, 6)))

    def _term(self) -> str:
        chance = self._chance.random()
        if chance < 0.05:
            return rf"/{self._word()}s? \w+{self._word()}/"
        if chance < 0.15:
            return f"{self._word()} near/5 {self._word()}"
        if chance < 0.35:
            return f'"{self._word()} {self._word()}"'
        if chance < 0.45:
            return f"{self._word()[:6]}*"
        return self._word()

    def _word(self) -> str:
        while True:
            (word,) = self._chance.choices(self._words, cum_weights=self._sought)
            if word.isalpha() and len(word) > 3:
                return word


def measure(curator: Curator, stories: Sequence[Story]) -> tuple[list[float], int]:
    """Milliseconds of CPU a story, and how many matches there were."""
    costs, matches = [], 0
    for story in stories:
        start = time.process_time()
        found = curator.match(story, now=_NOW)
        costs.append((time.process_time() - start) * 1000)
        matches += len(found)
    return costs, matches


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=_SIZES)
    sizes = parser.parse_args().sizes
    writer = Writer(_SEED)
    topics = [writer.topic(number) for number in range(max(sizes))]
    stories = [writer.story() for _ in range(_STORIES)]
    rows = []
    for size in sizes:
        start = time.process_time()
        curator = compile_topics(topics[:size], tags={})
        curator.match(stories[0], now=_NOW)  # builds the index
        ready = time.process_time() - start
        costs, matches = measure(curator, stories[1:])
        rows.append(
            (
                f"{size:,}",
                f"{statistics.median(costs):.2f}",
                f"{statistics.quantiles(costs, n=20)[-1]:.2f}",
                f"{matches / len(costs):.1f}",
                f"{ready:.1f}",
            )
        )
    heads = ("topics", "ms a story", "95 %", "matches a story", "s to make ready")
    print(aligned(heads, rows))


if __name__ == "__main__":
    main()

"""How often words are used: what tells a name from a word of every day."""

from __future__ import annotations

import subprocess
import sys

import pytest
from wordfreq import cB_to_freq, get_frequency_list

from feeds.identify.frequencies import frequencies

_LOADED = """
import sys
from feeds.identify.words import COMMON, RARE, kind_of
assert (kind_of("the", "en"), kind_of("Wexcombe", "en")) == (COMMON, RARE)
print("wordfreq" in sys.modules)
"""


@pytest.mark.parametrize("language", ["en", "fr", "ar", "ja", "nb", "pt-BR", "hr"])
def test_words_are_as_frequent_as_wordfreq_says(language: str) -> None:
    listed = get_frequency_list(language, "small")
    theirs = [(cB_to_freq(-place), words) for place, words in enumerate(listed) if words]
    assert list(frequencies(language)) == theirs


@pytest.mark.parametrize("language", ["", "xx", "und", "../en", "a\0b"])
def test_of_a_language_that_nobody_counted_no_word_is_known(language: str) -> None:
    assert list(frequencies(language)) == []


def test_a_language_with_a_list_of_its_own_is_read_without_loading_what_parts_and_matches() -> None:
    done = subprocess.run([sys.executable, "-c", _LOADED], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "False"

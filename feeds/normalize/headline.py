"""A headline for a story that came without one: the first sentence of its lead."""

from __future__ import annotations

import re

from feeds.text import fold

_LONGEST = 110  # characters of a sentence that is taken whole
_CUT = 100
_END = re.compile(r"(?<=[.!?؟。])[»”\"]?(?=\s|$)")
# A point after these, after an initial, or inside a word (U.S.) ends no sentence.
_LIST = """
mr mrs ms mm mme mlle dr prof st ste sr sra sta sto jr gen sen gov rep lt col maj capt sgt rev hon mt ft vs
ing lic av bd jan feb aug nov dec
"""
_ABBREVIATED = frozenset(_LIST.split())


def headline(text: str) -> str:
    """A headline from the lead (paragraphs on lines), cut at a word; never empty.

    >>> headline("Gen. Roe left the U.S. on Monday. He will be back.")
    'Gen. Roe left the U.S. on Monday'
    """
    sentence = _first_sentence(text.partition("\n")[0].strip())
    if len(sentence) <= _LONGEST:
        return sentence.rstrip(".。") or "Untitled"
    return sentence[:_CUT].rsplit(" ", 1)[0].rstrip(" ,;:،-–") + "…"


def _first_sentence(lead: str) -> str:
    for end in _END.finditer(lead):
        sentence = lead[: end.end()]
        last = fold(lead[: end.start()].rpartition(" ")[2]).lstrip("(«“\"'")
        word = last.rstrip(".!?؟。")
        abbreviated = last.endswith(".") and (len(word) < 2 or word in _ABBREVIATED or "." in word)
        if not abbreviated:
            return sentence
    return lead

"""Which of several a title tells of: the third relief flight, the second leg, the fourth quarter.

A series is told in one frame from one of it to the next, and a feed may cut that before anything differs; the title
counts. Of 267 pairs that two titles count otherwise, 265 are two stories. A first is left out: ministers, ladies and
times are called so that are one of nothing.
"""

from __future__ import annotations

from itertools import pairwise

from feeds.identify.words import SPELLING_SHIFT, Codes, told_as

# From the second to the tenth, in all their forms; a line a number, folded.
_WORDS = {
    "en": (
        "second 2nd|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth",
        "nd|rd|th",
    ),
    "fr": (
        "deuxieme seconde|troisieme|quatrieme|cinquieme|sixieme|septieme|huitieme|neuvieme|dixieme",
        "e|eme|ieme",
    ),
    "es": (
        "segundo segunda|tercer tercero tercera|cuarto cuarta|quinto quinta|sexto sexta|septimo septima|"
        "octavo octava|noveno novena|decimo decima",
        "",
    ),
    "pt": (
        "segunda segundo|terceiro terceira|quarto quarta|quinto quinta|sexto sexta|setimo setima|"
        "oitavo oitava|nono nona|decimo decima",
        "",
    ),
    "it": (
        "secondo seconda|terzo terza|quarto quarta|quinto quinta|sesto sesta|settimo settima|"
        "ottavo ottava|nono nona|decimo decima",
        "",
    ),
    "de": (
        "zweite zweiten zweiter zweites|dritte dritten dritter drittes|vierte vierten vierter viertes|"
        "funfte funften funfter funftes|sechste sechsten sechster sechstes|siebte siebten siebter siebtes|"
        "achte achten achter achtes|neunte neunten neunter neuntes|zehnte zehnten zehnter zehntes",
        "",
    ),
    "ar": (
        "ثان ثاني ثانيه|ثالث ثالثه|رابع رابعه|خامس خامسه|سادس سادسه|سابع سابعه|ثامن ثامنه|تاسع تاسعه|"
        "عاشر عاشره",
        "",
    ),
}
_ARTICLES = ("", "ال", "لل", "بال", "وال", "فال", "كال")  # Arabic writes them on to the word
_NUMBERS = {
    told_as(f"{article}{word}"): number
    for language, (line, _) in _WORDS.items()
    for number, words in enumerate(line.split("|"), 2)
    for word in words.split()
    for article in (_ARTICLES if language == "ar" else ("",))
}
_ENDINGS = frozenset(
    told_as(ending) for _, endings in _WORDS.values() for ending in endings.split("|") if ending
)
_FIGURES = {told_as(str(number)): number for number in range(2, 100)}


def ordinals(title: Codes) -> frozenset[int]:
    """The ordinals in a title from the second on, written out or as a figure with an ending (4th, 2e)."""
    told = [code >> SPELLING_SHIFT for code in title.tolist()]
    counted = {_NUMBERS[word] for word in told if word in _NUMBERS}
    for figure, ending in pairwise(told):
        if ending in _ENDINGS and figure in _FIGURES:
            counted.add(_FIGURES[figure])
    return frozenset(counted)


def count_otherwise(one: Codes, other: Codes) -> bool:
    """Whether two titles count, and have no ordinal in common: the second flight has landed, the third has."""
    left = ordinals(one)
    return bool(left) and bool(right := ordinals(other)) and left.isdisjoint(right)

"""The end of a text that an outlet cut goes or stays, and tells that there is more."""

from __future__ import annotations

import pytest

from feeds.normalize.boilerplate import strip_tails

LEAD = "The two ferries of Saltmarsh will sail again on Monday, the harbour office said."
FOOT = "Fares stay as they were until the end of April."


@pytest.mark.parametrize(
    ("end", "left"),
    [
        (" […]", " […]"),
        (" [...]", " [...]"),
        ("…", "…"),
        ("\n(...)", "\n(...)"),
        ("\n(…)", "\n(…)"),
        (" &hellip;", " &hellip;"),
        (" [&hellip;]", " [&hellip;]"),
        (" &#8230;", " &#8230;"),
        ("… Read more", ""),
        (" [...] Continue reading", ""),
        ("\nRead more »", ""),
        (" Lire la suite", ""),
        ("… Lire la suite →", ""),
        (" ... Leer más", ""),
        (" ...المزيد", ""),
        ("\nاقرأ المزيد", ""),
        ("… Weiterlesen", ""),
        (" read more", ""),
        (" Leggi di più", ""),
        (" … Continuar a ler", ""),
        ("… Читать далее", ""),
        ("\nDevamını oku", ""),
    ],
)
def test_an_end_that_says_there_is_more_tells_a_cut_text(end: str, left: str) -> None:
    text, cut = strip_tails(f"{LEAD}\n{FOOT}{end}")
    assert cut
    assert text == f"{LEAD}\n{FOOT}{left}".strip()


def test_more_of_the_wire_behind_the_last_sentence_is_no_link() -> None:
    for end in ("More", "She likes to read more"):
        assert strip_tails(f"{LEAD}\n{FOOT} {end}") == (f"{LEAD}\n{FOOT} {end}", False)


def test_the_link_behind_a_sentence_without_its_stop_is_told_by_its_capital() -> None:
    told = FOOT.rstrip(".")
    assert strip_tails(f"{LEAD}\n{told} Read more") == (f"{LEAD}\n{told}", True)


def test_the_link_that_is_run_into_the_last_sentence_goes() -> None:
    text = "أعلنت إدارة الميناء استئناف الرحلات يوم الاثنين."
    assert strip_tails(f"{text} رابط الخبر بصحيفة السهل: العبارتان تستأنفان") == (text, False)
    alone = "رابط الخبر: https://gazette.example/ferries"
    assert strip_tails(alone) == (alone, False)
    own = "وتضمن البيان رابط الخبر الذي نشره الميناء على صفحته."
    assert strip_tails(own) == (own, False)

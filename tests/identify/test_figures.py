"""One figure is one figure, however a house writes it."""

from __future__ import annotations

import pytest

from feeds.identify.words import FIGURE, encode


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "1,528,000 tonnes", "1 528 000 tonnes"),
        ("fr", "12 500,5 hectares", "12500,5 hectares"),
        ("es", "25.000 personas", "25 000 personas"),
        ("en", "fifteen of twenty boats", "15 of 20 boats"),
        ("fr", "trente bateaux", "30 bateaux"),
        ("es", "dieciséis barcos", "16 barcos"),
        ("ar", "عشرين سفينة", "٢٠ سفينة"),
        ("fr", "à 5h02", "à 05.02"),
        ("ar", "37 و48 درجة", "37 و ٤٨ درجة"),
        ("ar", "بـ12 هدفا", "بـ 12 هدفا"),
        ("ja", "１，２００人と２・５％", "1200人と2.5%"),
        ("ja", "「３・５キロ」", "「3.5キロ」"),
        ("hi", "२०२४ में १,२०० लोग", "2024 में 1,200 लोग"),
        ("bn", "৩৪০ জন", "340 জন"),
    ],
)
def test_figures_in_two_styles_are_the_same_words(language: str, one: str, other: str) -> None:
    assert encode(one, language, 99).tolist() == encode(other, language, 99).tolist()


@pytest.mark.parametrize("text", ["in 2024 500 men", "rooms 12 and 500", "3.2 500 m"])
def test_figures_side_by_side_stay_two(text: str) -> None:
    assert len(encode(text, "en", 99)) == len(text.split())


@pytest.mark.parametrize("time", ["18h30", "05h02", "7H05", "18.30"])
def test_a_time_of_day_is_one_figure(time: str) -> None:
    (code,) = encode(time, "fr", 99).tolist()
    assert code & 3 == FIGURE


def test_another_minute_is_another_figure() -> None:
    times = encode("05h02 05h20 05h01", "fr", 99).tolist()
    assert len(set(times)) == len(times)


def test_letters_before_figures_that_are_no_arabic_proclitics_are_one_word_with_them() -> None:
    assert len(encode("G20 B52 كوفيد19", None, 99)) == 3

"""The months of a language are read, all twelve, as its programs and its people write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feeds.normalize.date_convention import convention
from feeds.normalize.dates import parse_date

NOW = datetime(2024, 3, 10, 12, 0, tzinfo=UTC)
# A name that stands for a month in more languages than one, and for different ones, is left out.
_TABLE = """
Czech: ledna února března dubna května června července srpna září října listopadu prosince
Czech in the nominative: leden únor březen duben květen červen červenec srpen září říjen - prosinec
Slovene in the nominative: - - marec - - junij julij avg. - - - -
Croatian in the nominative: siječanj veljača ožujak travanj svibanj lipanj srpanj kolovoz rujan - studeni prosinac
Polish in the nominative: styczeń luty marzec kwiecień - czerwiec lipiec sierpień wrzesień październik - grudzień
Ukrainian in the nominative: січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень
Greek in the nominative: Ιανουάριος Φεβρουάριος Μάρτιος Απρίλιος Μάιος Ιούνιος Ιούλιος Αύγουστος Σεπτέμβριος Οκτώβριος Νοέμβριος Δεκέμβριος
Bulgarian, cut: яну фев март апр май юни юли авг сеп окт ное дек
Serbian, cut: јан феб мар апр мај јун јул авг сеп окт нов дец
Belarusian, cut: сту лют сак кра мая чэр ліп жні вер кас ліс сне
Estonian, cut: jaan veebr märts apr mai juuni juuli aug sept okt nov dets
Lithuanian, cut: saus. vas. kov. bal. geg. birž. liep. rugp. rugs. spal. lapkr. gruod.
Galician, cut: xan. feb. mar. abr. maio xuño xul. ago. set. out. nov. dec.
Malay, cut: Jan Feb Mac Apr Mei Jun Jul Ogo Sep Okt Nov Dis
Urdu: جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر
Georgian, cut: იან თებ მარ აპრ მაი ივნ ივლ აგვ სექ ოქტ ნოე დეკ
Vietnamese, cut: thg_1 thg_2 thg_3 thg_4 thg_5 thg_6 thg_7 thg_8 thg_9 thg_10 thg_11 thg_12
"""  # noqa: E501 -- a table: a line a language
MONTHS = dict(line.split(": ") for line in _TABLE.strip().splitlines())


@pytest.mark.parametrize("language", MONTHS)
def test_every_month_is_read(language: str) -> None:
    for number, name in enumerate(MONTHS[language].split(), 1):
        if name != "-":
            read = parse_date(f"22 {name.replace('_', ' ')} 2023 14:31", now=NOW)
            assert read == datetime(2023, number, 22, 14, 31, tzinfo=UTC), name


@pytest.mark.parametrize(
    "written",
    [
        "22. září 2023 v 14:31",
        "22 вересня 2023 о 14:31",
        "22 верасня 2023 у 14:31",
        "22 Σεπτεμβρίου 2023 στις 14:31",
        "22 settembre 2023 alle ore 14:31",
        "22/09/2023 alle ore 14:31",
    ],
)
def test_the_hour_is_read_behind_the_word_that_leads_to_it(written: str) -> None:
    assert parse_date(written, now=NOW) == datetime(2023, 9, 22, 14, 31, tzinfo=UTC)


@pytest.mark.parametrize("country", ["hr-HR", "hr-BA"])
def test_croatian_names_are_croatian_in_bosnia_too(country: str) -> None:
    theirs = convention([], languages=(country,))
    read = parse_date("pet, 22 lip 2023 14:31", now=NOW, convention=theirs)
    assert read == datetime(2023, 6, 22, 14, 31, tzinfo=UTC)
    assert parse_date("22. listopada 2023.", now=NOW, convention=theirs) == datetime(
        2023, 10, 22, tzinfo=UTC
    )

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
Serbian in the genitive: јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра
Serbian in Latin letters: januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra
Serbian, cut: јан феб мар апр мај јун јул авг сеп окт нов дец
Belarusian, cut: сту лют сак кра мая чэр ліп жні вер кас ліс сне
Estonian, cut: jaan veebr märts apr mai juuni juuli aug sept okt nov dets
Lithuanian, cut: saus. vas. kov. bal. geg. birž. liep. rugp. rugs. spal. lapkr. gruod.
Galician, cut: xan. feb. mar. abr. maio xuño xul. ago. set. out. nov. dec.
Malay, cut: Jan Feb Mac Apr Mei Jun Jul Ogo Sep Okt Nov Dis
Urdu: جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر
Georgian, cut: იან თებ მარ აპრ მაი ივნ ივლ აგვ სექ ოქტ ნოე დეკ
Bengali, cut: জানু ফেব মার্চ এপ্রি মে জুন জুল আগ সেপ অক্টো নভে ডিসে
Gujarati, cut: જાન્યુ ફેબ્રુ માર્ચ એપ્રિલ મે જૂન જુલાઈ ઑગસ્ટ સપ્ટે ઑક્ટો નવે ડિસે
Hebrew, cut: ינו׳ פבר׳ מרץ אפר׳ מאי יוני יולי אוג׳ ספט׳ אוק׳ נוב׳ דצמ׳
Kannada, cut: ಜನ ಫೆಬ್ರ ಮಾರ್ಚ್ ಏಪ್ರಿ ಮೇ ಜೂನ್ ಜುಲೈ ಆಗ ಸೆಪ್ಟೆಂ ಅಕ್ಟೋ ನವೆಂ ಡಿಸೆಂ
Malayalam, cut: ജനു ഫെബ്രു മാർ ഏപ്രി മേയ് ജൂൺ ജൂലൈ ഓഗ സെപ്റ്റം ഒക്ടോ നവം ഡിസം
Marathi, cut: जाने फेब्रु मार्च एप्रि मे जून जुलै ऑग सप्टें ऑक्टो नोव्हें डिसें
Punjabi, cut: ਜਨ ਫ਼ਰ ਮਾਰਚ ਅਪ੍ਰੈ ਮਈ ਜੂਨ ਜੁਲਾ ਅਗ ਸਤੰ ਅਕਤੂ ਨਵੰ ਦਸੰ
Tamil, cut: ஜன பிப் மார் ஏப் மே ஜூன் ஜூலை ஆக செப் அக் நவ டிச
Telugu, cut: జన ఫిబ్ర మార్చి ఏప్రి మే జూన్ జులై ఆగ సెప్టెం అక్టో నవం డిసెం
Amharic, cut: ጃን ፌብ ማርች ኤፕሪ ሜይ ጁን ጁላይ ኦገስ ሴፕቴ ኦክቶ ኖቬም ዲሴም
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
        "الجمعة، 22 سبتمبر 2023 في 02:31 م",
        "יום שישי, 22 בספטמבר 2023 בשעה 14:31",
        "vineri, 22 septembrie 2023 la 14:31",
        "divendres, 22 de setembre del 2023, a les 14:31",
        "reede, 22. september 2023, kell 14:31",
        "петок, 22 септември 2023 г., во 14:31",
        "शुक्रवार, 22 सितंबर 2023 को 02:31 pm बजे",
        "جمعہ، 22 ستمبر، 2023 کو 02:31 PM",
        "Jumaat, 22 September 2023 pada 2:31 PTG",
        "22 shtator 2023 në 2:31 m.d.",
        "வெள்ளி, 22 செப்டம்பர், 2023 அன்று 02:31 PM",
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


@pytest.mark.parametrize(
    "written",
    [
        "금, 22 9월 2023 14:31:00 +0000",
        "금요일, 22 9월 2023 14:31:00 +0000",
        "金, 22 9月 2023 14:31:00 +0000",
        "金, 22 9 2023 14:31:00 +0000",
        "星期五, 22 九月 2023 14:31:00 +0000",
        "周五, 22 9月 2023 14:31:00 GMT",
        "Fri, 22 9月 2023 14:31:00 GMT",
        "Th 6, 22 thg 9 2023 14:31:00 +0000",
        "T6, 22 Tháng 9 2023 14:31:00 +0000",
        "lúc 14:31 Thứ Sáu, 22 tháng 9, 2023",
        "14:31 22 thg 9, 2023",
        "2023년 9월 22일 금요일 PM 2:31",
        "2023. 9. 22. PM 2:31",
        "piektdiena, 2023. gada 22. septembris 14:31",
        "22.09.2023 г., 14:31",
        "வெள்., 22 செப். 2023 14:31:00 +0000",
    ],
)
def test_a_program_s_date_is_read_in_the_language_of_its_system(written: str) -> None:
    assert parse_date(written, now=NOW) == datetime(2023, 9, 22, 14, 31, tzinfo=UTC)


@pytest.mark.parametrize("written", ["Fri Sep 22 14:31:00 2023 +0200", '"2023-09-22T12:31:00Z"'])
def test_dates_are_read_as_git_prints_them_and_in_quotation_marks(written: str) -> None:
    assert parse_date(written, now=NOW) == datetime(2023, 9, 22, 12, 31, tzinfo=UTC)


def test_three_figures_in_a_row_are_no_date_where_nothing_tells_which_is_the_month() -> None:
    assert parse_date("Fri, 09 08 2023 14:31 –", now=NOW) is None
    assert parse_date("22 9 2023 年", now=NOW) is None


@pytest.mark.parametrize("day", range(1, 32))
def test_a_thursday_without_a_comma_is_no_weekday_with_a_number(day: int) -> None:
    """Vietnamese counts its weekdays: Thu 5 is one."""
    assert parse_date(f"Thu {day} Mar 2023", now=NOW) == datetime(2023, 3, day, tzinfo=UTC)

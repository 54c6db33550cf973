"""Credits as the agencies of many countries write them: at the head, at the foot, behind the last sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from feeds.model.atom import Person
from feeds.normalize.credit import take_credit

NOW = datetime(2024, 3, 8, 9, 0, tzinfo=UTC)
FERRY = {
    "en": "The ferry returned to service on Wednesday.",
    "ar": "عادت العبارة إلى الخدمة يوم الأربعاء.",
    "hi": "नौका बुधवार को फिर सेवा में लौटी।",
    "de": "Die Fähre fährt seit Mittwoch wieder.",
    "fr": "Le bac a repris du service mercredi.",
    "pt": "O barco voltou ao serviço na quarta-feira.",
    "no": "Fergen er i drift igjen siden onsdag.",
    "sv": "Färjan är åter i trafik sedan onsdag.",
    "da": "Færgen sejler igen siden onsdag.",
    "fi": "Lautta palasi liikenteeseen keskiviikkona.",
    "nl": "De veerboot vaart sinds woensdag weer.",
    "pl": "Prom wrócił na trasę w środę.",
    "cs": "Přívoz od středy zase jezdí.",
    "ro": "Bacul a revenit pe traseu miercuri.",
    "bg": "Фериботът се върна на линията в сряда.",
    "hr": "Trajekt je ponovno u prometu od srijede.",
    "sr": "Трајект поново плови од среде.",
    "uk": "Пором повернувся на переправу в середу.",
    "ru": "Паром вернулся на переправу в среду.",
    "ko": "연락선이 수요일에 운항을 재개했다.",
    "vi": "Chuyến phà đã hoạt động trở lại hôm thứ Tư.",
    "ms": "Feri itu kembali beroperasi pada hari Rabu.",
    "id": "Feri itu kembali beroperasi pada hari Rabu.",
    "tr": "Feribot çarşamba günü yeniden sefere başladı.",
    "it": "Il traghetto è tornato in servizio mercoledì.",
    "es": "El transbordador volvió el miércoles.",
}
SIGNED = [
    ("es", "Nantes / AFP – {}", "AFP"),
    ("es", "La Paz (Bolivia) / EFE – {}", "EFE"),
    ("es", "{}\nLa Gaceta con EFE", "EFE"),
    ("ar", "{}\nبريد الميناء - رويترز", "Reuters"),
    ("ar", "الكويت - 7 - 3 (كونا) -- {}", "KUNA"),
    ("ar", "{}\n(كونا) ع ب د / م ن 071320 جمت مار 24", "KUNA"),
    ("ar", "{}\nكونا 1320 جمت مار 24", "KUNA"),
    ("en", "KUWAIT, March 7 (KUNA) -- {}", "KUNA"),
    ("ar", "دمشق-سانا {}", "SANA"),
    ("ar", "دمشق-سانا\n{}", "SANA"),
    ("ar", "دمشق - سانا\n{}", "SANA"),
    ("ar", "حلب-سانا {}", "SANA"),
    ("ar", "رام الله - وفا - {}", "WAFA"),
    ("ar", "رام الله 7-3-2024 وفا- {}", "WAFA"),
    ("ar", "رام الله - وفا\n{}", "WAFA"),
    ("ar", "القدس 7-3-2024 وفا- {}", "WAFA"),
    ("ar", "أنقرة / الأناضول {}", "Anadolu"),
    ("ar", "أنقرة / الأناضول\n{}", "Anadolu"),
    ("ar", "إسطنبول/ محمد شيخ يوسف/ الأناضول\n{}", "Anadolu"),
    ("tr", "ANKARA (AA) - {}", "Anadolu"),
    ("tr", "İSTANBUL, (DHA) - {}", "DHA"),
    ("tr", "{} (İHA)", "İHA"),
    ("tr", "{}\n(DHA)", "DHA"),
    ("tr", "BURSA (İHA) - {}", "İHA"),
    ("tr", "Ali YILMAZ/İZMİR, (DHA)- {}", "DHA"),
    ("hi", "नई दिल्ली, 7 मार्च (भाषा) {}", "PTI"),
    ("hi", "मुंबई, सात मार्च (भाषा) {}", "PTI"),
    ("hi", "{}\nभाषा राजेश अमित", "PTI"),
    ("hi", "नई दिल्ली, 7 मार्च (आईएएनएस)। {}", "IANS"),
    ("hi", "नयी दिल्ली, 7 मार्च (वार्ता) {}", "UNI"),
    ("hi", "{}\n(एएनआई)", "ANI"),
    ("en", "New Delhi [India], March 7 (ANI): {}", "ANI"),
    ("en", "{} (ANI)", "ANI"),
    ("en", "{} PTI RKS AMT", "PTI"),
    ("en", "{}\nPTI", "PTI"),
    ("de", "{}\n© dpa-infocom, dpa:240307-99-123456/2", "DPA"),
    ("de", "Berlin (dpa) - {}", "DPA"),
    ("de", "Kiel (dpa/lno) - {}", "DPA"),
    ("de", "{}\ndpa", "DPA"),
    ("fr", "{} /ATS", "Keystone-ATS"),
    ("fr", "{}\n/ATS", "Keystone-ATS"),
    ("fr", "{}\n(ats)", "Keystone-ATS"),
    ("fr", "{}\n/ATS/ctr", "Keystone-ATS"),
    ("de", "{} (sda)", "Keystone-ATS"),
    ("de", "Bern (Keystone-SDA) {}", "Keystone-ATS"),
    ("de", "{}\n(SDA/Keystone)", "Keystone-ATS"),
    ("ar", "تونس 7 مارس 2024 (وات) - {}", "TAP"),
    ("fr", "TUNIS, 7 mars (TAP) - {}", "TAP"),
    ("fr", "Sousse (TAP) - {}", "TAP"),
    ("fr", "Par Amel B. (TAP)\n{}", "TAP"),
    ("pt", "Lisboa, 07 mar 2024 (Lusa) - {}", "Lusa"),
    ("pt", "{}\nLusa/Fim", "Lusa"),
    ("pt", "{}\nJPS // ZO\nLusa/Fim", "Lusa"),
    ("pt", "{}\n(LUSA)", "Lusa"),
    ("pt", "{} Lusa/fim", "Lusa"),
    ("no", "Oslo (NTB): {}", "NTB"),
    ("no", "{} (NTB)", "NTB"),
    ("no", "{} (©NTB)", "NTB"),
    ("no", "{}\n©NTB", "NTB"),
    ("sv", "{} (TT)", "TT"),
    ("sv", "{}\nTT", "TT"),
    ("sv", "Stockholm (TT): {}", "TT"),
    ("da", "/ritzau/\n{}", "Ritzau"),
    ("da", "{}\n/ritzau/", "Ritzau"),
    ("da", "{}\n/Ritzau/AFP", "Ritzau"),
    ("da", "Skagen /ritzau/: {}", "Ritzau"),
    ("fi", "{}\nSTT", "STT"),
    ("fi", "(STT) {}", "STT"),
    ("fi", "{}\n(STT–AFP)", "STT"),
    ("de", "Wien (APA) - {}", "APA"),
    ("de", "{} (APA)", "APA"),
    ("fr", "{} (Belga)", "Belga"),
    ("nl", "BRUSSEL (BELGA) - {}", "Belga"),
    ("nl", "AMSTERDAM (ANP) - {}", "ANP"),
    ("nl", "{} (ANP)", "ANP"),
    ("pl", "{} (PAP)", "PAP"),
    ("pl", "Warszawa (PAP) - {}", "PAP"),
    ("pl", "Warszawa, 07.03.2024 (PAP) - {}", "PAP"),
    ("pl", "{}\n(PAP)\njan/ mok/", "PAP"),
    ("cs", "Praha 7. března (ČTK) - {}", "ČTK"),
    ("ro", "{} AGERPRES", "Agerpres"),
    ("ro", "Bucureşti, 7 mar /Agerpres/ - {}", "Agerpres"),
    ("ro", "{} AGERPRES/(AS - autor: Ion Pop, editor: Ana Ion)", "Agerpres"),
    ("bg", "София, 7 март (БТА) {}", "BTA"),
    ("hr", "ZAGREB, 7. ožujka (Hina) - {}", "HINA"),
    ("hr", "{} (Hina)", "HINA"),
    ("hr", "{} (Hina) xabc ydef", "HINA"),
    ("sr", "БЕОГРАД, 7. марта (Танјуг) - {}", "Tanjug"),
    ("uk", "Київ. 7 березня. Інтерфакс-Україна. {}", "Interfax-Ukraine"),
    ("uk", "{}\nУкрінформ", "Ukrinform"),
    ("en", "KYIV, March 7 (Ukrinform) - {}", "Ukrinform"),
    ("ru", "Москва. 7 марта. INTERFAX.RU - {}", "Interfax"),
    ("en", "SEOUL, March 7 (Yonhap) -- {}", "Yonhap"),
    ("en", "TOKYO (Kyodo) -- {}", "Kyodo"),
    ("en", "Tokyo, March 7 (Jiji Press)--{}", "Jiji"),
    ("vi", "(TTXVN) {}", "VNA"),
    ("en", "Hanoi, March 7 (VNA) – {}", "VNA"),
    ("en", "Hanoi (VNA) – {}", "VNA"),
    ("vi", "{}\nTTXVN", "VNA"),
    ("ms", "KUALA LUMPUR, 7 Mac (Bernama) -- {}", "Bernama"),
    ("en", "{} -- BERNAMA", "Bernama"),
    ("ms", "{} – BERNAMA", "Bernama"),
    # Set off by a dash it need not be in capitals, nor longer than two letters.
    ("en", "{} — Reuters", "Reuters"),
    ("en", "{} – AP", "AP"),
    ("ar", "{} – رويترز", "Reuters"),
    ("id", "Jakarta (ANTARA) - {}", "Antara"),
    ("en", "Jakarta, March 7 (ANTARA) - {}", "Antara"),
    ("it", "(ANSA) - ROMA, 07 MAR - {} (ANSA).", "ANSA"),
    ("es", "Madrid, 7 mar (EFE).- {} EFE", "EFE"),
    ("ko", "【서울=뉴시스】김철수 기자 = {}", "Newsis"),
    ("ar", "الكويت - 7 - 3 (كونا) -- {} (النهاية) ع ج / ر ق", "KUNA"),
    ("en", "KUWAIT, March 7 (KUNA) -- {} (end) ab.rk", "KUNA"),
    ("en", "{}\n(With PTI inputs)", "PTI"),
    ("de", "Wien (APA) - {}\n(Schluss) abc/def", "APA"),
    ("es", "Madrid, 7 mar (EFE).- {}\nEFE\nabc/def", "EFE"),
]
PLAIN = [
    "The ferry is back.\nAl Poe/ABACA – AFP",  # who took a picture
    "The workers left the union on Monday. PTI leader Imran Qadri spoke to them.",
    "Who was first with the news? The agency AFP was, by a minute.",
    "The AFP, the AP and Reuters had correspondents on the quay.",
    "Jonas (TT) Lindqvist swam to the island on Monday.",
    "She moved from Linz to Pittsburgh, PA",
    "The museum of Bern (Keystone) shows photographs.",
    "He signed for APA - the union of porters - in May.",
    "The harbour has a bar called Ritzau/Tivoli.",
    "Der Verein TT Kiel gewann am Sonntag.",
    "Lusa is a river in the north and no agency here.",
    "دمشق وسانا كلمتان في جملة عن الوكالة.",
    "القاهرة 7-3-2024 وفا بوعده وعاد إلى القرية.",
    "وكالة كونا نقلت الخبر عن مسؤول في الميناء.",
    "زار الوفد مبنى وكالة وفا في رام الله صباح اليوم.",
    "الرباط - ومراكش مدينتان على الطريق.",
    "भाषा और संस्कृति पर सम्मेलन बुधवार को हुआ।",
    "दिल्ली में भाषा विवाद पर बैठक हुई।",
    "Antara dua pulau itu ada feri baru.",
    "Hina je rekla da trajekt plovi.",
    "The ferry is run by the firm Kyodo and one partner.",
    "He lives in the U.S. SPA",
    "The vote of 2011 was the first one. AP",
    "“The sea is calm.” — The Gazette\n“The port is open.” — Reuters",
    "“The sea is calm.” – Jane Roe\n“The port is open.” – AFP",
    "By the Sea\nThe port reopened.",
    "The port reopened.\nJane Roe of the Gazette contributed to this report.",
    "أفادت وكالة (سانا) - إن العبارة عادت.",
    "Five Ferries Sail From The Old Pier (AFP) - The port reopened.",
    "صورة اليوم من الميناء القديم – واس\nعادت العبارة إلى الخدمة.",
    "The port reopened.\nभाषा और समाज",
    "The port reopened.\nHe wrote on/off for years.",
    "ISLE OF MAN, 7 June TT – the races begin.",
    "EXAM TIMES, May 7 AP – physics.",
    # What belongs to an agency, in languages that join an ending by a colon.
    "Skagen, TT:s reporter står på kajen.",
    "Turku, STT:n toimittaja on satamassa.",
]


@pytest.mark.parametrize(
    ("language", "form", "agency"), SIGNED, ids=[form for _, form, _ in SIGNED]
)
def test_a_credit_is_read_as_its_agency_writes_it(language: str, form: str, agency: str) -> None:
    found = take_credit(form.format(FERRY[language]), (), now=NOW)
    assert found.credit.agency == agency
    assert found.text == FERRY[language]


@pytest.mark.parametrize("text", PLAIN)
def test_words_that_name_an_agency_in_a_sentence_stay(text: str) -> None:
    found = take_credit(text, (), now=NOW)
    assert found.credit.agency is None
    assert found.text == text


@pytest.mark.parametrize(
    "head",
    [
        "नई दिल्ली, 7 मार्च (भाषा) ",
        "ZAGREB, 7. ožujka (Hina) - ",
        "Praha 7. března (ČTK) - ",
        "KUALA LUMPUR, 7 Mac (Bernama) -- ",
        "(ANSA) - ROMA, 07 MAR - ",
    ],
)
def test_the_day_of_a_dateline_is_read_in_its_language(head: str) -> None:
    found = take_credit(f"{head}The ferry sails.", (), now=NOW)
    assert found.credit.dateline is not None
    assert found.credit.dateline.date == date(2024, 3, 7)


@pytest.mark.parametrize(
    "told",
    [
        "This report by AFP was first published in 2010 and led to a trial.",
        "Ce texte de Reuters a été publié par erreur, dit le ministre.",
    ],
)
def test_what_is_told_of_a_report_stays(told: str) -> None:
    assert take_credit(f"{FERRY['en']}\n{told}", (), now=NOW).text.endswith(told)


@pytest.mark.parametrize(
    "line",
    [
        "AFP, March 7 - The ferry returned to service.",
        "Reuters, 7 March (Reuters) - The ferry returned to service.",
        "REUTERS, March 7 (AP) - The ferry returned to service.",
    ],
)
def test_an_agency_is_no_place_where_something_was_filed(line: str) -> None:
    found = take_credit(f"{line}\n{FERRY['en']}", (), now=NOW, near=None).credit
    assert found.dateline is None or found.dateline.place is None


@pytest.mark.parametrize(
    ("place", "head"),
    [
        ("Santiago de Compostela", "Santiago de Compostela, 7 mar (EFE).- "),
        ("Val d’Isère", "Val d’Isère, 7 mars (AFP) - "),
    ],
)
def test_a_place_may_have_small_words_within(place: str, head: str) -> None:
    found = take_credit(f"{head}{FERRY['es']}", (), now=NOW)
    assert found.text == FERRY["es"]
    assert found.credit.dateline is not None
    assert found.credit.dateline.place == place


def test_capitals_above_an_agency_are_no_place_without_a_day() -> None:
    found = take_credit("FERRIES SAIL\n(AFP) - The port reopened.", (), now=NOW)
    assert found.text.startswith("FERRIES SAIL\n")
    assert found.credit.dateline is not None
    assert found.credit.dateline.place is None


def test_a_line_below_a_whole_dateline_stays_a_line() -> None:
    text = "RABAT, March 7 (MAP) - It sails again.\n- Fares stay as they were."
    found = take_credit(text, (), now=NOW)
    assert found.text == "It sails again.\n- Fares stay as they were."


@pytest.mark.parametrize("line", ["By Jane Roe | 7 March 2024", "By Jane Roe · 7 March 2024"])
def test_the_day_beside_a_byline_is_none_of_the_name(line: str) -> None:
    assert take_credit(f"{line}\n{FERRY['en']}", (), now=NOW).credit.byline == "Jane Roe"


def test_who_wrote_and_edited_an_agencys_translation_goes() -> None:
    line = "(إعداد سلمى التازي للنشرة العربية - تحرير كريم الفاسي)"
    assert take_credit(f"{FERRY['ar']}\n{line}", (), now=NOW).text == FERRY["ar"]


@pytest.mark.parametrize(
    ("author", "byline"),
    [("MAP/Salma Tazi", "Salma Tazi"), ("MAP/ST", None), ("AFP and Jane Roe", "Jane Roe")],
)
def test_an_author_is_parted_from_the_agency_named_before(author: str, byline: str | None) -> None:
    credit = take_credit(FERRY["en"], [Person(name=author)], now=NOW).credit
    assert (credit.agency, credit.byline) == (author[:3], byline)

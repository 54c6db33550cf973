"""Credits in the scripts and by the customs that agencies write them in: what is found, what is left."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feeds.normalize.credit import take_credit

NOW = datetime(2024, 3, 8, 9, 0, tzinfo=UTC)
FERRY = {
    "ru": "Паром вернулся на переправу в среду.",
    "uk": "Пором повернувся на переправу в середу.",
    "zh": "渡轮星期三恢复航行，码头已经修好。",
    "ja": "渡し船は水曜日に運航を再開した。",
    "ko": "연락선이 수요일에 운항을 재개했다.",
    "el": "Το πλοίο επέστρεψε στη γραμμή την Τετάρτη.",
    "bg": "Фериботът се върна на линията в сряда.",
    "he": "המעבורת חזרה לפעול ביום רביעי.",
    "fa": "لنج روز چهارشنبه به آب بازگشت.",
    "en": "The ferry returned to service on Wednesday.",
    "es": "El transbordador volvió el miércoles.",
}


@pytest.mark.parametrize(
    ("language", "form", "agency"),
    [
        ("ru", "МОСКВА, 7 мар – РИА Новости. {}", "RIA Novosti"),
        ("ru", "Архангельск. 7 марта. ИНТЕРФАКС - {}", "Interfax"),
        ("ru", "{}\nИсточник: ТАСС", "TASS"),
        ("uk", "КИЇВ. 7 березня. УКРІНФОРМ. {}", "Ukrinform"),
        ("zh", "新华社杭州3月7日电 {}", "Xinhua"),
        ("zh", "新华社杭州3月7日电（记者李明）{}", "Xinhua"),
        ("zh", "（路透社伦敦3月7日电）{}", "Reuters"),
        ("zh", "法新社巴黎7日电 {}", "AFP"),
        ("zh", "【中新社杭州3月7日电】{}", "CNS"),
        ("zh", "{}\n（新华社）", "Xinhua"),
        ("zh", "{}\n（来源：新华社）", "Xinhua"),
        ("ja", "【札幌共同】{}", "Kyodo"),
        ("ja", "[札幌 7日 ロイター] - {}", "Reuters"),
        ("ja", "{}（時事）", "Jiji"),
        ("ko", "(강릉=연합뉴스) 김철수 기자 = {}", "Yonhap"),
        ("ko", "{}\n(연합뉴스)", "Yonhap"),
        ("ko", "{}\n(서울=연합뉴스)", "Yonhap"),
        ("ko", "출처: 연합뉴스\n{}", "Yonhap"),
        ("zh", "来源：新华社\n{}", "Xinhua"),
        ("ja", "{}\n共同通信社", "Kyodo"),
        ("fa", "{}\nمنبع: خبرگزاری ایسنا", "ISNA"),
        ("ru", "Источник: ТАСС\n{}", "TASS"),
        ("en", "Source: Reuters\n{}", "Reuters"),
        ("en", "{}\nSumber: Antara", "Antara"),
        ("el", "ΑΘΗΝΑ (Ρόιτερς) - {}", "Reuters"),
        ("el", "{}\nΠηγή: ΑΠΕ-ΜΠΕ", "ANA-MPA"),
        ("bg", "Варна, 7 март /БТА/ {}", "BTA"),
        ("he", "עכו (רויטרס) - {}", "Reuters"),
        ("fa", "{}\n(ایسنا)", "ISNA"),
        ("en", "New Delhi, Mar 7 (PTI) {}", "PTI"),
        ("en", "MOSCOW, March 7. /TASS/. {}", "TASS"),
        ("en", "{}\n— Agence France-Presse", "AFP"),
        ("es", "MADRID, 7 Mar. (EUROPA PRESS) - {}", "Europa Press"),
    ],
)
def test_an_agency_is_found_as_it_signs(language: str, form: str, agency: str) -> None:
    found = take_credit(form.format(FERRY[language]), (), now=NOW)
    assert found.credit.agency == agency
    assert found.text == FERRY[language]


@pytest.mark.parametrize(
    "text",
    [
        "Pittsburgh, PA. Police held two men on Monday.",
        "Apple, AP. Both are names in this sentence.",
        "中国新闻社社长3月7日电视讲话说渡轮已经恢复。",
        "共同開発した渡し船が水曜日に運航を再開した。",
    ],
)
def test_a_sentence_that_names_an_agency_is_no_credit(text: str) -> None:
    found = take_credit(text, (), now=NOW)
    assert found.credit.agency is None
    assert found.text == text


@pytest.mark.parametrize(
    ("language", "line", "name"),
    [
        ("zh", "（记者李明 王芳）", "李明 王芳"),
        ("ja", "記者・佐藤恵子", "佐藤恵子"),
        ("ko", "김민지 기자 minji@news.example", "김민지"),
        ("fa", "گزارش: مریم احمدی", "مریم احمدی"),
        ("en", "Oleh Dewi Lestari", "Dewi Lestari"),
    ],
)
def test_a_writer_is_found_above_the_text(language: str, line: str, name: str) -> None:
    found = take_credit(f"{line}\n{FERRY[language]}", (), now=NOW)
    assert (found.credit.byline, found.text) == (name, FERRY[language])


@pytest.mark.parametrize(
    ("language", "head", "dateline"),
    [
        ("ru", "Репортаж", "МОСКВА, 7 марта. /ТАСС/. {}"),
        ("ja", "社会部", "【札幌共同】{}"),
        ("ko", "사회부\n강원", "(강릉=연합뉴스) {}"),
        ("en", "Harbours", "RABAT, March 7 (MAP) - {}"),
    ],
)
def test_an_agencys_dateline_below_words_that_nobody_knows_is_read_and_stays(
    language: str, head: str, dateline: str
) -> None:
    text = f"{head}\n{dateline.format(FERRY[language])}"
    found = take_credit(text, (), now=NOW)
    assert found.credit.dateline is not None
    assert found.credit.agency is not None
    assert found.text == text


def test_of_several_stories_below_a_heading_none_credits_the_others() -> None:
    briefs = [f"RABAT, March 7 (MAP) - {FERRY['en']}", f"PARIS, March 7 (AFP) - {FERRY['en']}"]
    found = take_credit("\n".join(["In brief", *briefs]), (), now=NOW)
    assert (found.credit.agency, found.credit.dateline) == (None, None)


def test_a_sentence_above_a_dateline_is_of_another_story() -> None:
    text = f"Here is what came in last night.\nRABAT, March 7 (MAP) - {FERRY['en']}"
    assert take_credit(text, (), now=NOW).credit.dateline is None


@pytest.mark.parametrize(
    "lead",
    [
        "नमक पर कर घटकर दस रह गया सरकार पर अब दबाव बढ़ता जा रहा है और लोग नाराज हैं (राज्य) में",
        "नमकपुर का बंदरगाह सोमवार को फिर से खोल दिया गया और बहुत से लोग नाव से आए (राज्य) में।",
    ],
)
def test_a_lead_in_hindi_that_opens_with_no_dateline_is_read_as_soon_as_any_other(
    lead: str,
) -> None:
    """Tried in every way in which its letters and signs may be told apart, it would take longer than any test may."""
    assert take_credit(f"{lead}\nनाव बुधवार को लौटी।", (), now=NOW).credit.dateline is None
